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

#[test]
fn a_token_stays_hidden_where_a_shell_changed_the_terminal_meanwhile() {
    let platform = Platform::start("ready");
    let home = tempfile::tempdir().unwrap();
    let mut terminal = typing(&platform, home.path());
    terminal.show_what_is_typed();
    let hidden = terminal.until("silence", |one| (!one.shows()).then_some(()));
    assert!(hidden.is_some());
    terminal.answer(&platform.tokens["gitlab"]);
    terminal.see("✓ 8 met");
    let Ended { text, raw, .. } = terminal.end();
    let asked = text.matches("The token, then Enter").count();
    assert_eq!(asked, 2, "{text}");
    let shown = String::from_utf8_lossy(&raw).contains(&platform.tokens["gitlab"]);
    assert!(!shown, "{text}");
}

#[test]
fn a_line_that_the_terminal_cuts_off_is_no_token() {
    let platform = Platform::start("ready");
    let home = tempfile::tempdir().unwrap();
    let mut terminal = typing(&platform, home.path());
    terminal.send(&format!("{}\r", "a".repeat(5000)));
    terminal.see("a terminal takes no line that long");
    assert!(terminal.prompt().is_some());
    terminal.answer(&platform.tokens["gitlab"]);
    terminal.see("✓ 8 met");
    terminal.end();
}

#[test]
fn ctrl_backslash_ends_the_wait_and_leaves_the_terminal_as_it_was() {
    let platform = Platform::start("ready");
    let home = tempfile::tempdir().unwrap();
    let mut terminal = typing(&platform, home.path());
    terminal.send("\x1c");
    assert_eq!(terminal.end().code, 130);
}

#[test]
fn nobody_types_a_token_for_nothing() {
    let home = tempfile::tempdir().unwrap();
    let args = [&CHECK[..], &["--semgrep-token-stdin"]].concat();
    let mut terminal = Terminal::start(home.path(), &[], &args);
    assert_eq!(terminal.prompt(), None);
    let ended = terminal.end();
    assert_eq!(ended.code, 2, "{}", ended.text);
    assert!(ended.text.contains("can't both read"), "{}", ended.text);
}

#[test]
fn who_waits_in_the_background_ends_when_told_to() {
    let home = tempfile::tempdir().unwrap();
    let made = Command::new("mkfifo")
        .arg(home.path().join("pipe"))
        .status();
    assert!(made.unwrap().success());
    // Without job control it would be no group of its own.
    let script = "set -m; \"$ASSISTANT\" check-scopes --scm gitlab --namespace acme --token-file pipe & \
                  exec 3>pipe; kill -TERM $!; wait $!; echo code $?";
    let terminal = Terminal::shell(home.path(), &[], script);
    let ended = terminal.end();
    assert!(ended.text.contains("code 130"), "{}", ended.text);
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
fn interrupted((mut child, pipe): (Child, OwnedFd)) -> Run {
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
    assert!(!run.err.contains('\x1b'), "{:?}", run.err);
    run
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

#[test]
fn ctrl_c_during_a_wait_is_told_in_every_format_that_was_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let file = |name: &str| home.path().join(name);
    std::fs::write(file("last.json"), "an earlier run's").unwrap();
    let files = ["-o", "last.json", "-o", "report.xml"];
    let check = ["check-scopes", "--scm", "gitlab", "--namespace", "acme"];
    let args = [
        &check[..],
        &["--token-file", "pipe", "--format", "sarif"],
        &files,
    ]
    .concat();
    let run = interrupted(silent(home.path(), &args));
    assert!(run.out.contains("interrupted"), "{}", run.out);
    for name in ["last.json", "report.xml"] {
        let text = std::fs::read_to_string(file(name)).unwrap();
        assert!(
            text.contains("interrupted; nothing was changed"),
            "{name}: {text}"
        );
    }
    let text = std::fs::read_to_string(file("last.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["command"], "check-scopes");
}
