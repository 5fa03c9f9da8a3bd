//! `-o FILE`: checked before anything is sent, and written whole.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Run, program};

fn check(home: &Path, words: &str) -> Run {
    let output = program(home)
        .args(["--sandbox=ready", "check-scopes", "--scm", "gitlab"])
        .args(words.split_whitespace())
        .output()
        .unwrap();
    output.into()
}

#[test]
fn files_are_written_beside_what_standard_output_gets_and_are_named() {
    let home = tempfile::tempdir().unwrap();
    let run = check(home.path(), "-o a.json --output b.SARIF -o c.sarif.json");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("✓ 6 met"), "{}", run.out);
    for name in ["a.json", "b.SARIF", "c.sarif.json"] {
        assert!(run.err.contains(&format!("wrote {name}\n")), "{}", run.err);
    }
    let read = |name: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(home.path().join(name)).unwrap()).unwrap()
    };
    assert_eq!(read("a.json")["command"], "check-scopes");
    assert_eq!(read("b.SARIF")["version"], "2.1.0");
    assert_eq!(read("c.sarif.json")["version"], "2.1.0");
    let run = check(home.path(), "-q -o a.json");
    assert_eq!(run.err, "");
}

#[test]
fn what_cannot_be_written_is_told_at_once_before_anything_is_sent() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("folder.json")).unwrap();
    let run = check(
        home.path(),
        "-v -o a.pdf -o - -o missing/a.json -o folder.json -o twice.csv -o ./twice.csv -o json",
    );
    assert_eq!(run.code, 2);
    for words in [
        "-o a.pdf: its extension",
        "-o -: standard output",
        "-o missing/a.json: can't write to the folder missing",
        "-o folder.json: is a folder",
        "-o ./twice.csv: is given twice",
        "-o json: its extension",
    ] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert!(!run.err.contains("GET "), "{}", run.err);
    let left: Vec<_> = fs::read_dir(home.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn an_earlier_file_does_not_pass_for_a_run_that_came_to_no_result() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("last.json"), "earlier").unwrap();
    let output = program(home.path())
        .args([
            "check-scopes",
            "--config",
            "missing.yaml",
            "-o",
            "last.json",
        ])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = fs::read_to_string(home.path().join("last.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    crate::schemas::check_output(&json);
    assert_eq!(json["outcome"], "usage");
}

#[test]
fn other_commands_write_no_report() {
    let home = tempfile::tempdir().unwrap();
    for command in [
        "status",
        "enable --scm gitlab",
        "requirements",
        "check-scopes --explain",
    ] {
        let output = program(home.path())
            .arg("--sandbox=ready")
            .args(command.split_whitespace())
            .args(["-o", "a.json"])
            .output()
            .unwrap();
        let run = Run::from(output);
        assert_eq!(run.code, 2, "{command}");
        assert!(run.err.contains("writes no report"), "{}", run.err);
        assert!(!home.path().join("a.json").exists());
    }
}

#[test]
fn a_variable_names_several_files() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path())
        .args([
            "sandbox",
            "--",
            env!("CARGO_BIN_EXE_assistant"),
            "check-scopes",
        ])
        .args(["--scm", "gitlab", "-q"])
        .env("ASSISTANT_OUTPUT", "a.md,b.csv")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(home.path().join("a.md").exists() && home.path().join("b.csv").exists());
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_is_like_any_other_and_a_narrowed_one_stays_narrow() {
        let home = tempfile::tempdir().unwrap();
        let plain = home.path().join("plain");
        fs::write(&plain, "").unwrap();
        let narrow = home.path().join("narrow.json");
        fs::write(&narrow, "").unwrap();
        fs::set_permissions(&narrow, fs::Permissions::from_mode(0o600)).unwrap();
        check(home.path(), "-q -o new.json -o narrow.json");
        assert_eq!(mode(&home.path().join("new.json")), mode(&plain));
        assert_eq!(mode(&narrow), 0o600);
        assert!(fs::metadata(&narrow).unwrap().len() > 0);
    }

    #[test]
    fn a_link_stays_a_link() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("reports")).unwrap();
        let real = home.path().join("reports/real.json");
        fs::write(&real, "").unwrap();
        symlink(&real, home.path().join("last.json")).unwrap();
        let run = check(home.path(), "-q -o last.json");
        assert_eq!(run.code, 0, "{}", run.err);
        let link = fs::symlink_metadata(home.path().join("last.json")).unwrap();
        assert!(link.is_symlink());
        assert!(fs::metadata(&real).unwrap().len() > 0);
        let run = check(home.path(), "-o last.json -o reports/real.json");
        assert_eq!(run.code, 2, "the same file by two names: {}", run.err);
    }

    #[test]
    fn a_link_that_came_with_a_checkout_leads_to_nothing_of_the_persons_own() {
        let home = tempfile::tempdir().unwrap();
        let checkout = home.path().join("checkout");
        fs::create_dir(&checkout).unwrap();
        let own = home.path().join("own.json");
        fs::write(&own, "mine").unwrap();
        symlink("../own.json", checkout.join("report.json")).unwrap();
        let run = check(&checkout, "-q -o report.json");
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(
            run.err.contains("is a link out of its folder"),
            "{}",
            run.err
        );
        assert_eq!(fs::read_to_string(&own).unwrap(), "mine");
    }

    #[test]
    fn a_pipe_is_no_file_to_write() {
        let home = tempfile::tempdir().unwrap();
        let pipe = home.path().join("pipe.json");
        let made = std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap();
        assert!(made.success());
        let run = check(home.path(), "-o pipe.json");
        assert_eq!(run.code, 2);
        assert!(run.err.contains("no ordinary file"), "{}", run.err);
    }

    #[test]
    fn nothing_half_written_or_left_over_lies_about() {
        let home = tempfile::tempdir().unwrap();
        check(home.path(), "-q -o a.json -o a.html");
        let mut names: Vec<String> = fs::read_dir(home.path())
            .unwrap()
            .map(|one| one.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.starts_with('.') || name.starts_with(".assistant"))
            .collect();
        names.sort();
        assert_eq!(names, ["a.html", "a.json"]);
    }
}
