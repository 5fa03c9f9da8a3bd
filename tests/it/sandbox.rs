//! The sandbox as a feature of its own.

use crate::program::{line, session};

#[test]
fn every_built_in_scenario_is_listed_with_what_it_shows() {
    let run = line("sandbox --list --format json");
    let scenarios = run.json()["scenarios"].as_array().unwrap().clone();
    assert!(scenarios.len() >= 20);
    for scenario in scenarios {
        assert!(scenario["about"].as_str().unwrap().len() > 10, "{scenario}");
    }
}

#[test]
fn a_command_runs_in_its_environment_and_gives_its_exit_code() {
    let run = session(
        "ready",
        "test -n \"$SEMGREP_URL\" && test -n \"$ASSISTANT_GITLAB_TOKEN\" && exit 42",
    );
    assert_eq!(run.code, 42);
}

#[test]
fn a_scenario_may_be_a_file() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("mine.yaml"),
        "version: 1\nabout: mine\nfrom: enabled\ngitlab: { role: 30 }\n",
    )
    .unwrap();
    let run = crate::program::session_in(
        home.path(),
        "./mine.yaml",
        "$ASSISTANT check-scopes --scm gitlab --format json",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        run.verdict("gitlab/role"),
        "met",
        "a developer is enough once connected"
    );
}

#[test]
fn a_mistake_in_a_scenario_is_told() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("mine.yaml"),
        "version: 1\nabout: mine\ngitlab: { rolle: 30 }\n",
    )
    .unwrap();
    let run = crate::program::session_in(home.path(), "./mine.yaml", "true");
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("rolle") && run.err.contains("mine.yaml"),
        "{}",
        run.err
    );
}
