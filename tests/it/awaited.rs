//! Input that keeps one waiting: typed where it must not show, or never coming.

use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags, open};
use rustix::process::{Pid, Signal, kill_process};

use crate::program::{Platform, Run, program};
use crate::pty::{Ended, Prompt, Terminal};

/// Far less than the minute after which the program gives up by itself, far more than ending takes.
const PATIENCE: Duration = Duration::from_secs(30);

const CHECK: [&str; 6] = [
    "check-scopes",
    "--scm",
    "gitlab",
    "--namespace",
    "acme",
    "--token-stdin",
];

/// The program on a terminal, waiting for the token of GitLab on standard input.
fn typing(platform: &Platform, home: &Path) -> Terminal {
    let env: Vec<(&str, &str)> = platform
        .env
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| *name != "ASSISTANT_GITLAB_TOKEN")
        .collect();
    let mut terminal = Terminal::start(home, &env, &CHECK);
    let asked = terminal.prompt();
    let question = asked.as_ref().map(Prompt::question);
    assert_eq!(question, Some("The token, then Enter (hidden)"));
    terminal
}

#[test]
fn a_token_typed_into_standard_input_is_used_and_not_shown() {
    let platform = Platform::start("ready");
    let home = tempfile::tempdir().unwrap();
    let mut terminal = typing(&platform, home.path());
    terminal.answer(&platform.tokens["gitlab"]);
    terminal.see("✓ 8 met");
    let Ended { text, raw, .. } = terminal.end();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("from standard input"), "{text}");
    let shown = String::from_utf8_lossy(&raw).contains(&platform.tokens["gitlab"]);
    assert!(!shown, "{text}");
}

#[test]
fn nothing_typed_into_standard_input_is_told() {
    let platform = Platform::start("ready");
    let home = tempfile::tempdir().unwrap();
    let mut terminal = typing(&platform, home.path());
    terminal.send("\x04");
    terminal.see("standard input holds no token");
    assert_eq!(terminal.end().code, 4);
}

#[test]
fn ctrl_c_ends_the_wait_for_a_typed_token() {
    let platform = Platform::start("ready");
    let home = tempfile::tempdir().unwrap();
    let mut terminal = typing(&platform, home.path());
    terminal.send("\x03");
    let ended = terminal.end();
    assert_eq!(ended.code, 130, "{}", ended.text);
    assert!(ended.text.contains("interrupted"), "{}", ended.text);
}

/// Started, until the other side of its pipe is open: then it waits for what never comes.
fn silent(home: &Path, args: &[&str]) -> (Child, OwnedFd) {
    let path = home.join("pipe");
    let made = Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    let mut child = program(home)
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Without anybody who reads, such opening fails.
    let flags = OFlags::WRONLY | OFlags::NONBLOCK;
    while child.try_wait().unwrap().is_none() {
        if let Ok(pipe) = open(&path, flags, Mode::empty()) {
            return (child, pipe);
        }
        std::thread::yield_now();
    }
    let run: Run = child.wait_with_output().unwrap().into();
    panic!("{args:?} ended with {}: {}", run.code, run.err);
}

/// Interrupts it, and proves that it ends at once.
fn interrupted((mut child, pipe): (Child, OwnedFd)) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, Signal::INT).unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("it waits on");
        }
        std::thread::yield_now();
    }
    // A command that it started may still wait, and hold its standard error open.
    drop(pipe);
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!(run.code, 130, "{}", run.err);
    assert!(run.err.contains("error: interrupted"), "{}", run.err);
}

#[test]
fn ctrl_c_ends_the_wait_for_a_file_that_keeps_silent() {
    let merge = ["report", "merge", "pipe"];
    let check = ["check-scopes", "--scm", "gitlab", "--namespace", "acme"];
    let token = [&check[..], &["--token-file", "pipe"]].concat();
    let config = [&check[..], &["--config", "pipe"]].concat();
    let baseline = [&check[..], &["--baseline", "pipe"]].concat();
    let fleet = ["audit", "-f", "pipe"];
    for args in [&merge[..], &token, &config, &baseline, &fleet] {
        let home = tempfile::tempdir().unwrap();
        interrupted(silent(home.path(), args));
    }
}

#[test]
fn ctrl_c_ends_the_wait_for_a_token_command_that_hangs() {
    let home = tempfile::tempdir().unwrap();
    let check = ["check-scopes", "--scm", "gitlab", "--namespace", "acme"];
    // The command itself opens the pipe, and waits for what never comes.
    let args = [&check[..], &["--token-command", "cat pipe"]].concat();
    interrupted(silent(home.path(), &args));
}
