//! Answers that are lost, and runs that are interrupted.

#[cfg(unix)]
use std::process::Command;
#[cfg(unix)]
use std::sync::mpsc;

use assistant::vault::InMemory;
#[cfg(unix)]
use rustix::process::{Pid, Signal, kill_process};

use super::served::{Served, message, pairs, rotate, states, words};
#[cfg(unix)]
use crate::program::{Platform, Run, program};
#[cfg(unix)]
use crate::relay::{Act, Relay};

/// A scenario of faults on the rotation, in a folder of its own.
fn fault(what: &str) -> (tempfile::TempDir, Served) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("fault.yaml");
    let text = format!(
        "version: 1\nfrom: enabled\nabout: a fault\nfaults: [ {{ on: gitlab, match: \"POST */rotate\", {what} }} ]\n"
    );
    std::fs::write(&path, text).unwrap();
    let served = Served::start(path.to_str().unwrap());
    (home, served)
}

#[test]
fn a_lost_answer_is_told_as_it_is_and_nothing_is_sent_again() {
    for what in [
        "answer: cut",
        "answer: drop",
        "answer: hang",
        "answer: html",
        "answer: 500",
        "answer: 503, retry-after: 0",
        "answer: 429, retry-after: 0, body: \"<html></html>\"",
        "answer: 302",
        "answer: 200, body: \"{}\"",
    ] {
        let (_home, served) = fault(what);
        let store = served.kept(InMemory::new());
        let run = rotate(&served, &store, "--yes --deadline 10");
        assert_eq!(run.code, 7, "{what}: {}", run.out);
        assert!(
            message(&run).contains("may or may not be rotated"),
            "{what}: {}",
            run.out
        );
        let fix = run.json()["error"]["fix"].as_str().unwrap().to_owned();
        for part in [
            "do not run this again",
            "/-/user_settings/personal_access_tokens",
        ] {
            assert!(fix.contains(part), "{what}: {fix}");
        }
        let expected = [
            ("token", "failed"),
            ("kept-token", "skipped"),
            ("connection-token", "skipped"),
        ];
        assert_eq!(states(&run), pairs(&expected), "{what}");
        assert_eq!(served.rotations(), 1, "{what}");
        assert_eq!(served.count("semgrep PATCH"), 0, "{what}");
    }
}

#[test]
fn after_a_lost_answer_a_second_run_stops_before_it_does_harm() {
    let served = Served::start("rotation-lost");
    let store = served.kept(InMemory::new());
    assert_eq!(rotate(&served, &store, "--yes").code, 7);
    assert_eq!(rotate(&served, &store, "--yes").code, 4);
    assert_eq!(served.rotations(), 1, "the successor lives");
}

/// A run that gets a signal after each line on standard error that `at` says yes to.
#[cfg(unix)]
fn interrupted(command: &mut Command, signal: Signal, mut at: impl FnMut(&str) -> bool) -> Run {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    let mut err = String::new();
    let mut reader = BufReader::new(child.stderr.take().unwrap());
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap() == 0 {
            break;
        }
        if at(&line) {
            kill_process(pid, signal).unwrap();
        }
        err.push_str(&line);
    }
    let run: Run = child.wait_with_output().unwrap().into();
    Run { err, ..run }
}

#[cfg(unix)]
#[test]
fn an_interrupted_rotation_waits_for_the_fresh_token_and_keeps_it() {
    waits_for_the_fresh_token(Signal::INT);
}

#[cfg(unix)]
#[test]
fn a_rotation_asked_to_end_waits_for_the_fresh_token_and_keeps_it() {
    waits_for_the_fresh_token(Signal::TERM);
}

#[cfg(unix)]
fn waits_for_the_fresh_token(signal: Signal) {
    let home = tempfile::tempdir().unwrap();
    let platform = Platform::start("enabled");
    let relay = Relay::before(&platform);
    let (say, goes_on) = mpsc::channel();
    relay.decide(move |passing| {
        // Its answer comes no sooner than the program says that it waits for it.
        if passing.path.ends_with("/rotate") {
            let _ = goes_on.recv();
        }
        Act::Pass
    });
    let mut command = program(home.path());
    command
        .args("token rotate --scm gitlab --namespace acme --yes --store=file".split(' '))
        .envs(relay.env(&platform));
    let run = interrupted(&mut command, signal, move |line| {
        if line.contains("finishing what is on its way") {
            let _ = say.send(());
        }
        line.starts_with("Rotating")
    });
    assert_eq!(run.code, 130, "{}", run.err);
    let words = words(&run.err);
    assert!(words.contains("finishing what is on its way"), "{words}");
    let (_, told) = words.split_once("interrupted; done before that:").unwrap();
    assert!(told.contains(" token → a fresh one"), "{told}");
    assert!(
        told.contains(" kept-token → the fresh one, in the plain text file "),
        "{told}"
    );
    assert!(!told.contains("on its way"), "{told}");
    assert!(
        told.contains("hint: the kept token is handed over"),
        "{told}"
    );
}

#[cfg(unix)]
#[test]
fn a_rotation_that_is_torn_apart_says_what_nobody_knows() {
    let home = tempfile::tempdir().unwrap();
    let text = "version: 1\nfrom: enabled\nfaults: [ { on: gitlab, match: \"POST */rotate\", answer: hang } ]\n";
    std::fs::write(home.path().join("hang.yaml"), text).unwrap();
    let mut command = program(home.path());
    command.args("--sandbox=./hang.yaml token rotate --scm gitlab --yes".split(' '));
    let run = interrupted(&mut command, Signal::INT, |line| {
        line.starts_with("Rotating") || line.contains("Ctrl-C again")
    });
    assert_eq!(run.code, 130, "{}", run.err);
    let words = words(&run.err);
    let (_, told) = words.split_once("interrupted; done before that:").unwrap();
    assert!(
        told.contains("(on its way: may or may not be done)"),
        "{told}"
    );
    assert!(told.contains("hint: do not run this again"), "{told}");
    assert!(
        told.contains("/-/user_settings/personal_access_tokens"),
        "{told}"
    );
}
