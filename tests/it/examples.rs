//! The examples work.

use crate::program::{line, session};

fn example(name: &str) -> String {
    format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_example_file_is_read() {
    let run = line(&format!(
        "check-scopes --config {} --format json",
        example("assistant.yaml")
    ));
    // Its tokens are not on this machine; everything else is fine.
    assert_eq!(run.code, 4, "{}", run.out);
    let message = run.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("/run/secrets/gitlab"), "{message}");
}

#[test]
fn the_example_profiles_are_read() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/assistant");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(example("profiles.yaml"), folder.join("config.yaml")).unwrap();
    let output = crate::program::program(home.path())
        .args(["check-scopes", "--profile", "nobody"])
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        err.contains("has no profile 'nobody'"),
        "read, and asked for what it does not have: {err}"
    );
}

#[test]
fn the_example_scenario_shows_what_it_says() {
    let run = line(&format!(
        "--sandbox={} check-scopes --scm gitlab --format json",
        example("scenario.yaml")
    ));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.verdict("gitlab/excess"), "not-met");
    assert_eq!(run.verdict("gitlab/expiry"), "not-met");
}

#[test]
fn the_example_ci_job_passes_the_exit_code_on() {
    let script = format!(
        "PATH=\"$(dirname \"$ASSISTANT\"):$PATH\" sh {}",
        example("ci.sh")
    );
    let run = session("low-role", &script);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(
        run.out.contains("something required is missing"),
        "{}",
        run.out
    );
}

/// A line of a sample as it can be looked for: ports and times differ from run to run.
fn timeless(line: &str) -> String {
    let mut parts = line.split("127.0.0.1:");
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.fold(first, |all, part| {
        all + part.trim_start_matches(|c: char| c.is_ascii_digit())
    });
    match text.split_once(" ms)") {
        Some((text, _)) => text.rsplit_once(", ").unwrap().0.to_owned(),
        None => text,
    }
}

#[test]
fn the_samples_in_the_readme_are_what_is_printed() {
    let readme =
        std::fs::read_to_string(format!("{}/README.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let commands = [
        "--sandbox enable --scm gitlab --yes --accept-ai-code-sharing",
        "--sandbox=missing-scope check-scopes --scm gitlab",
    ];
    for (sample, command) in readme.split("```text\n").skip(1).zip(commands) {
        let (sample, _) = sample.split_once("```").unwrap();
        assert!(readme.contains(command), "{command}");
        let run = line(command);
        let printed: Vec<String> = (run.out + &run.err).lines().map(timeless).collect();
        let lines = sample
            .lines()
            .filter(|line| !line.starts_with("$ ") && *line != "…");
        for line in lines.map(timeless) {
            assert!(
                printed.contains(&line),
                "not printed: {line}\n{}",
                printed.join("\n")
            );
        }
    }
}
