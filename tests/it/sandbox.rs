//! The sandbox as a feature of its own.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::program::{Run, line, program, session};

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
fn a_command_that_a_signal_ends_gives_what_a_shell_would() {
    let run = session("ready", "kill -TERM $$");
    assert_eq!(run.code, 143, "{}", run.err);
}

#[test]
#[cfg(target_os = "linux")]
fn what_ctrl_c_does_is_left_to_the_command() {
    use crate::pty::Terminal;
    use rustix::process::Signal;
    let home = tempfile::tempdir().unwrap();
    let script = "trap 'echo cleaned up; exit 7' INT TERM; echo waiting; read line";
    for signal in [None, Some(Signal::TERM)] {
        let args = ["sandbox", "--", "sh", "-c", script];
        let mut terminal = Terminal::start(home.path(), &[], &args);
        terminal.see("waiting");
        match signal {
            None => terminal.send("\x03"),
            Some(signal) => terminal.signal(signal),
        }
        let ended = terminal.end();
        assert_eq!(ended.code, 7, "{}", ended.text);
        assert!(ended.text.contains("cleaned up"), "{}", ended.text);
    }
}

#[test]
fn what_it_prints_can_be_pasted_into_another_shell() {
    let home = tempfile::tempdir().unwrap();
    let mut serving = program(home.path())
        .arg("sandbox")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut exports = String::new();
    for line in BufReader::new(serving.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        exports.push_str(&format!("{line}\n"));
        // The last one: they are in the order of their names.
        if line.starts_with("export SEMGREP_URL=") {
            break;
        }
    }
    let script = format!("{exports}$ASSISTANT check-scopes");
    let pasted = std::process::Command::new("sh")
        .env_clear()
        .env("HOME", home.path())
        .env("ASSISTANT", env!("CARGO_BIN_EXE_assistant"))
        .args(["-c", &script])
        .output();
    serving.kill().unwrap();
    serving.wait().unwrap();
    let run = Run::from(pasted.unwrap());
    assert_eq!(run.code, 0, "{exports}{}{}", run.out, run.err);
    assert!(!exports.contains("[redacted]"), "{exports}");
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

#[test]
fn a_generated_fleet_is_found_by_its_file_and_its_tokens() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(
        home.path().join("mine.yaml"),
        "version: 1\nfrom: ready\nconnections: 6\ndeployments: 2\n",
    )
    .unwrap();
    let run = crate::program::program(home.path())
        .env("ASSISTANT", env!("CARGO_BIN_EXE_assistant"))
        .args([
            "sandbox",
            "--scenario",
            "./mine.yaml",
            "--fleet",
            "fleet.yaml",
            "--",
            "sh",
            "-c",
        ])
        .arg(
            "ASSISTANT_SEMGREP_TOKEN=$FLEET_0002_SEMGREP $ASSISTANT check-scopes \
             --scm gitlab --namespace fleet-00004 --deployment fleet-0002 --format json",
        )
        .output();
    let run = crate::program::Run::from(run.unwrap());
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.verdict("semgrep/connection-healthy"), "met");
    let file = std::fs::read_to_string(home.path().join("fleet.yaml")).unwrap();
    let documents: Vec<serde_yaml::Value> = serde_yaml::Deserializer::from_str(&file)
        .map(|one| serde::Deserialize::deserialize(one).unwrap())
        .collect();
    assert_eq!(documents.len(), 2);
    let second = &documents[1]["deployments"][0];
    assert_eq!(documents[1]["version"], 1);
    assert_eq!(second["name"], "fleet-0002");
    assert_eq!(second["semgrep"]["token"]["env"], "FLEET_0002_SEMGREP");
    assert_eq!(second["connections"][0]["namespace"], "fleet-00004");
    assert_eq!(second["connections"][0]["scm"], "gitlab");
}

#[test]
fn a_fleet_file_needs_a_scenario_that_generates_one() {
    let run = line("sandbox --scenario ready --fleet fleet.yaml -- true");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("connections: N"), "{}", run.err);
}
