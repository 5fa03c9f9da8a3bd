//! `token list`, `add` and `remove`, and the plain text file.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::program::{Run, line, program, session, session_in};

mod prompts;

/// A token that no service knows, so that whoever asks for it hears nothing.
const CANARY: &str = "glpat-canary-0123456789";

const ADD: &str = "printf %s $ASSISTANT_GITLAB_TOKEN | $ASSISTANT token add --scm gitlab --namespace acme --token-stdin --store=file -q >/dev/null";

fn home() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn file(home: &Path) -> PathBuf {
    home.join(".local/share/assistant/tokens.json")
}

/// One run without a keyring and without any service; the canary must not come back.
fn offline(home: &Path, args: &str, input: &str) -> Run {
    fs::write(home.join("input"), input).unwrap();
    let run: Run = program(home)
        .args(args.split(' '))
        .env("ASSISTANT_GITLAB_URL", "http://127.0.0.1:1")
        .env("SEMGREP_URL", "http://127.0.0.1:1")
        .stdin(fs::File::open(home.join("input")).unwrap())
        .output()
        .unwrap()
        .into();
    assert!(!format!("{}{}", run.out, run.err).contains(CANARY));
    run
}

/// Keeps the canary in the file. What can't be told because nobody answers is kept all the same.
fn keep_canary(home: &Path, namespace: &str) -> Run {
    let args = format!("token add --scm gitlab --namespace {namespace} --token-stdin --store=file");
    offline(home, &args, CANARY)
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_token_is_checked_kept_in_the_chosen_file_used_listed_and_removed() {
    let home = home();
    let script = format!(
        "{ADD} || exit 9
        export KEPT=$ASSISTANT_GITLAB_TOKEN; unset ASSISTANT_GITLAB_TOKEN
        $ASSISTANT check-scopes --scm gitlab --namespace acme -q --format json || exit 8
        $ASSISTANT token list --format json > list.json || exit 7
        grep -q \"$KEPT\" list.json && exit 6
        $ASSISTANT token remove --scm gitlab --yes -q || exit 5
        $ASSISTANT check-scopes --scm gitlab --namespace acme -q >/dev/null; test $? = 4"
    );
    let run = session_in(home.path(), "ready", &script);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(
        run.out.contains("\"source\": \"the plain text file /"),
        "{}",
        run.out
    );
    let list: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(home.path().join("list.json")).unwrap()).unwrap();
    assert_eq!(list["command"], "token list");
    let token = &list["tokens"][0];
    assert_eq!(token["scm"], "gitlab");
    assert_eq!(token["namespace"], "acme");
    assert_eq!(token["plain_text"], true);
    assert!(token["revoke"].as_str().unwrap().contains("Access tokens"));
    assert!(!file(home.path()).exists());
}

#[test]
fn the_platform_s_token_is_kept_and_used_as_well() {
    let home = home();
    let script = "$ASSISTANT token add --platform --store=file -q >/dev/null || exit 9
        unset ASSISTANT_SEMGREP_TOKEN
        $ASSISTANT features list --format json || exit 8
        $ASSISTANT token remove --platform --yes -q >/dev/null";
    let run = session_in(home.path(), "ready", script);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(
        run.out.contains("\"source\": \"the plain text file /"),
        "{}",
        run.out
    );
}

#[test]
fn a_token_that_the_service_calls_dead_is_not_kept() {
    let home = home();
    for scenario in ["expired", "revoked"] {
        let script = format!(
            "{ADD}; $ASSISTANT token list --format json 2>/dev/null; {ADD} --format json 2>&1"
        );
        let run = session_in(home.path(), scenario, &script);
        assert_eq!(run.code, 4, "{scenario}: {}", run.err);
        assert!(!file(home.path()).exists(), "{scenario}");
        assert!(run.err.contains("was not kept"), "{scenario}: {}", run.err);
    }
}

#[test]
fn a_token_that_nobody_can_check_is_kept_with_a_warning() {
    let home = home();
    let run = keep_canary(home.path(), "acme");
    assert_eq!(run.code, 5, "{}", run.err);
    assert!(
        run.err
            .contains("could not be told; it is kept all the same"),
        "{}",
        run.err
    );
    assert!(
        fs::read_to_string(file(home.path()))
            .unwrap()
            .contains(CANARY)
    );
    assert_eq!(mode(&file(home.path())), 0o600);
    assert_eq!(mode(file(home.path()).parent().unwrap()), 0o700);
}

#[test]
fn every_command_that_reads_settings_warns_of_the_file() {
    let home = home();
    keep_canary(home.path(), "acme");
    let path = file(home.path()).display().to_string();
    for args in [
        "check-scopes",
        "check-scopes --format json -q",
        "connect-scm --scm gitlab --namespace acme --yes",
        "disconnect-scm --scm gitlab --namespace acme --yes",
        "enable --yes",
        "disable --yes",
        "features list",
        "features set noise-filter=off --yes",
        "status",
        "token list",
        "token remove --scm github",
        "token add --scm gitlab --namespace other",
    ] {
        let run = offline(home.path(), args, "");
        assert!(run.err.contains("plain text"), "{args}: {}", run.err);
        assert!(run.err.contains(&path), "{args}: {}", run.err);
    }
}

#[test]
fn without_a_choice_no_file_is_made_and_the_way_out_is_said() {
    let home = home();
    for store in ["", " --store", " --store=keyring"] {
        let args = format!("token add --scm gitlab --namespace acme --token-stdin{store}");
        let run = offline(home.path(), &args, CANARY);
        assert_eq!(run.code, 5, "{store}: {}", run.err);
        assert!(
            run.err.contains("error: no OS keyring is available"),
            "{}",
            run.err
        );
        assert!(run.err.contains("--store=file"), "{}", run.err);
        assert!(!home.path().join(".local").exists(), "{store}");
    }
}

#[test]
fn the_variable_means_the_same_as_the_flag() {
    for (value, made) in [
        ("file", true),
        ("keyring", false),
        ("true", false),
        ("false", false),
    ] {
        let home = home();
        let run: Run = program(home.path())
            .args([
                "token",
                "add",
                "--scm",
                "gitlab",
                "--namespace",
                "acme",
                "--token-command",
            ])
            .arg(format!("echo {}", &CANARY[6..]))
            .env("ASSISTANT_GITLAB_URL", "http://127.0.0.1:1")
            .env("ASSISTANT_STORE", value)
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, 5, "{value}: {}", run.err);
        assert_eq!(file(home.path()).exists(), made, "{value}: {}", run.err);
    }
}

#[test]
fn removing_takes_no_source_of_a_token() {
    for flag in ["--token-stdin", "--token-file f", "--token-command c"] {
        let run = line(&format!("token remove --scm gitlab {flag}"));
        assert_eq!(run.code, 2, "{flag}: {}", run.err);
        let name = flag.split(' ').next().unwrap();
        let words = format!("unexpected argument '{name}'");
        assert!(run.err.contains(&words), "{}", run.err);
    }
    let home = home();
    let run: Run = program(home.path())
        .args(["token", "remove", "--scm", "gitlab", "--namespace", "acme"])
        .env("ASSISTANT_TOKEN_FILE", "/nonexistent")
        .output()
        .unwrap()
        .into();
    // Not 2: it is for other commands.
    assert_eq!(run.code, 5, "{}", run.err);
}

#[test]
fn a_variable_that_can_t_stand_beside_a_flag_counts_less() {
    let home = home();
    let run: Run = program(home.path())
        .args(["token", "remove", "--platform", "--store=file"])
        .env("ASSISTANT_SCM", "gitlab")
        .env("ASSISTANT_NAMESPACE", "acme")
        .output()
        .unwrap()
        .into();
    // Not 2: the keyring was looked for.
    assert_eq!(run.code, 5, "{}", run.err);
}

#[test]
fn a_store_that_no_token_was_looked_for_in_is_not_spoken_of() {
    let all = "$ASSISTANT status > /dev/null";
    let run = session("enabled", all);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.err.contains("keyring"), "{}", run.err);
    let run = session("enabled", &format!("unset ASSISTANT_SEMGREP_TOKEN; {all}"));
    assert_eq!(run.code, 4, "{}", run.err);
    assert!(run.err.contains("no OS keyring"), "{}", run.err);
}

#[test]
fn a_store_that_cannot_be_read_is_inconclusive_in_a_list() {
    let run = line("token list");
    assert_eq!(run.code, 5);
    assert!(
        run.err.contains("no OS keyring is available"),
        "{}",
        run.err
    );
    let json = line("token list --format json").json();
    assert_eq!(json["outcome"], "inconclusive");
    assert_eq!(json["tokens"], serde_json::json!([]));
    assert!(
        json["error"]["fix"]
            .as_str()
            .unwrap()
            .contains("--store=file")
    );
}

#[test]
fn a_missing_keyring_takes_one_line_and_one_hint() {
    let run = line("check-scopes --scm gitlab --namespace acme");
    assert_eq!(run.code, 4);
    assert_eq!(run.err.matches("no OS keyring").count(), 1, "{}", run.err);
    assert_eq!(run.err.matches("hint: start one").count(), 1, "{}", run.err);
}

#[test]
fn an_exposed_file_is_not_read_and_the_command_that_mends_it_is_said() {
    let home = home();
    keep_canary(home.path(), "acme");
    let file = file(home.path());
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let run = offline(home.path(), "token list", "");
    assert_eq!(run.code, 5, "{}", run.err);
    // Whatever `TMPDIR` says, the path may be copied into a shell.
    let path = file.display().to_string();
    let plain = path
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let mend = match plain {
        true => format!("chmod 600 {path}"),
        false => format!("chmod 600 '{path}'"),
    };
    assert!(run.err.contains(&mend), "{}", run.err);
    let run = offline(
        home.path(),
        "check-scopes --scm gitlab --namespace acme",
        "",
    );
    assert!(run.err.contains(&mend), "{}", run.err);
    assert!(run.err.contains("the GitLab token"), "{}", run.err);
}

#[test]
fn a_damaged_file_or_a_link_is_told_and_left_as_it_is() {
    let home = home();
    keep_canary(home.path(), "acme");
    let file = file(home.path());
    let damaged = format!("{{ \"version\": 1, \"tokens\": {{ \"x\": \"{CANARY}\"");
    fs::write(&file, &damaged).unwrap();
    let run = keep_canary(home.path(), "other");
    assert_eq!(run.code, 5, "{}", run.err);
    assert!(run.err.contains("is damaged (line 1"), "{}", run.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
    let elsewhere = home.path().join("elsewhere");
    fs::rename(&file, &elsewhere).unwrap();
    symlink(&elsewhere, &file).unwrap();
    let run = keep_canary(home.path(), "other");
    assert_eq!(run.code, 5, "{}", run.err);
    assert!(run.err.contains("is not a plain file"), "{}", run.err);
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), damaged);
}

#[test]
fn processes_that_write_at_once_lose_nothing() {
    let home = home();
    let mut running = Vec::new();
    for at in 0..6 {
        let namespace = format!("acme-{at}");
        let token = home.path().join(&namespace);
        fs::write(&token, CANARY).unwrap();
        let child = program(home.path())
            .args(["token", "add", "--scm", "gitlab", "--namespace", &namespace])
            .args(["--store=file", "--token-file"])
            .arg(token)
            .env("ASSISTANT_GITLAB_URL", "http://127.0.0.1:1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        running.push(child.unwrap());
    }
    for mut child in running {
        assert_eq!(child.wait().unwrap().code(), Some(5));
    }
    let tokens = offline(home.path(), "token list --format json", "").json();
    assert_eq!(tokens["tokens"].as_array().unwrap().len(), 6);
    let left: Vec<_> = fs::read_dir(file(home.path()).parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn removing_asks_names_the_choice_and_ends_the_warning() {
    let home = home();
    keep_canary(home.path(), "acme");
    keep_canary(home.path(), "other");
    let run = offline(home.path(), "token remove --scm gitlab", "");
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("which of gitlab:127.0.0.1:1/acme, "),
        "{}",
        run.err
    );
    let run = offline(
        home.path(),
        "token remove --scm gitlab --namespace acme",
        "",
    );
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--yes"), "{}", run.err);
    let dry = "token remove --scm gitlab --namespace acme --dry-run --format json";
    let run = offline(home.path(), dry, "");
    assert_eq!(run.code, 6);
    assert_eq!(run.json()["changes"][0]["state"], "planned");
    for (namespace, left) in [("ACME", true), ("other", false)] {
        let args = format!("token remove --scm gitlab --namespace {namespace} --yes");
        let run = offline(home.path(), &args, "");
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(
            run.err.contains("To revoke the token itself"),
            "{}",
            run.err
        );
        assert_eq!(file(home.path()).exists(), left);
    }
    let run = offline(home.path(), "token list", "");
    assert!(!run.err.contains("plain text in"), "{}", run.err);
}

#[test]
fn a_token_of_another_host_than_the_one_aimed_at_stays() {
    let home = home();
    keep_canary(home.path(), "acme");
    let run: Run = program(home.path())
        .args(["token", "remove", "--scm", "gitlab", "--yes"])
        .env("ASSISTANT_GITLAB_URL", "https://gitlab.example.com")
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains("no such token is kept here"),
        "{}",
        run.err
    );
    assert!(file(home.path()).exists());
}

#[test]
fn what_is_not_there_needs_no_removing() {
    let home = home();
    keep_canary(home.path(), "acme");
    let run = offline(home.path(), "token remove --platform", "");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains("no such token is kept here"),
        "{}",
        run.err
    );
}

#[test]
fn the_sandbox_neither_reads_nor_writes_the_file() {
    let home = home();
    for (args, code) in [
        ("--sandbox token list", 0),
        ("--sandbox token add --scm gitlab", 0),
        ("--sandbox token add --platform", 0),
        ("--sandbox=expired token add --scm gitlab", 4),
        (
            "--sandbox token remove --scm gitlab --namespace acme --yes",
            0,
        ),
    ] {
        let run = offline(home.path(), args, "");
        assert_eq!(run.code, code, "{args}: {}", run.err);
        assert!(!home.path().join(".local").exists(), "{args}");
    }
    let run = offline(home.path(), "--sandbox token add --scm gitlab", "");
    assert!(
        run.err
            .contains("nothing is kept in a run against the sandbox"),
        "{}",
        run.err
    );
    keep_canary(home.path(), "acme");
    let before = fs::read_to_string(file(home.path())).unwrap();
    let run = offline(home.path(), "--sandbox token list --format json", "");
    assert!(!run.err.contains("plain text"), "{}", run.err);
    assert_eq!(run.json()["tokens"], serde_json::json!([]));
    offline(
        home.path(),
        "--sandbox token remove --scm gitlab --namespace acme --yes",
        "",
    );
    assert_eq!(fs::read_to_string(file(home.path())).unwrap(), before);
    let run = offline(
        home.path(),
        "--sandbox token add --scm gitlab --token-stdin --store=file",
        CANARY,
    );
    assert_eq!(run.code, 2);
}

#[test]
fn disconnecting_takes_the_token_out_of_the_file() {
    let home = home();
    let script = format!("{ADD}; $ASSISTANT disconnect-scm --scm gitlab --namespace acme --yes");
    let run = session_in(home.path(), "ready", &script);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err
            .contains("removed the token kept in the plain text file"),
        "{}",
        run.err
    );
    assert!(!file(home.path()).exists());
}

#[test]
fn checking_a_token_explains_its_side_only_and_the_others_nothing() {
    let run = line("token add --scm gitlab --explain");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("GitLab\n"), "{}", run.out);
    assert!(!run.out.contains("(writes"), "{}", run.out);
    let run = line("token add --platform --explain");
    assert!(run.out.starts_with("Semgrep platform\n"), "{}", run.out);
    assert!(!run.out.contains("only after consent") && !run.out.contains("GitLab\n"));
    for args in [
        "token list --explain",
        "token remove --scm gitlab --explain",
    ] {
        assert!(
            line(args).out.contains("asks no service anything"),
            "{args}"
        );
    }
}
