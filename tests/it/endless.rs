//! What never comes to an end is left in time.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::program::{Run, program};

/// A server that answers every request with these bytes for ever, and counts what it got rid of.
fn server(bytes: &'static [u8]) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&sent);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let count = Arc::clone(&count);
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4096]);
                let many = bytes.repeat(4096);
                // Until the program is gone.
                while stream.write_all(&many).is_ok() {
                    count.fetch_add(many.len(), Relaxed);
                }
            });
        }
    });
    (url, sent)
}

/// Far more than is read within the deadline, and far less than when the clock was looked at only now and then.
const MUCH: usize = 1 << 30;

#[test]
fn an_endless_row_of_interim_answers_is_left_at_the_deadline() {
    let home = tempfile::tempdir().unwrap();
    let (url, sent) = server(b"HTTP/1.1 103 Early Hints\r\n\r\n");
    let run: Run = program(home.path())
        .args("check-scopes --scm gitlab --namespace acme --deadline 1 --format json".split(' '))
        .env("ASSISTANT_GITLAB_URL", url)
        .env("ASSISTANT_GITLAB_TOKEN", "glpat-invented-0123456789")
        .env("ASSISTANT_SEMGREP_TOKEN", "invented-0123456789")
        .env("SEMGREP_URL", "http://127.0.0.1:1")
        .output()
        .unwrap()
        .into();
    let sent = sent.load(Relaxed);
    assert!(sent < MUCH, "{sent} bytes");
    let row = run.finding("gitlab/token");
    assert_eq!(row["cause"], "deadline", "{row}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_scenario_without_an_end_is_not_read() {
    let home = tempfile::tempdir().unwrap();
    for args in ["--sandbox=/dev/zero status", "sandbox --scenario /dev/zero"] {
        let run: Run = program(home.path())
            .args(args.split(' '))
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("larger than 1 MiB"), "{}", run.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_beginning_of_something_endless_is_no_token() {
    let home = tempfile::tempdir().unwrap();
    for (flags, says) in [
        (
            ["--semgrep-token-file", "/dev/zero"],
            "can't read /dev/zero",
        ),
        (
            ["--semgrep-token-command", "yes || true"],
            "printed more than any token",
        ),
    ] {
        let run: Run = program(home.path())
            .args(["features", "list"])
            .args(flags)
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, 4, "{}", run.err);
        assert!(run.err.contains(says), "{}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_of_the_shell_may_stand_for_a_file_that_is_read_once() {
    let script = "$ASSISTANT check-scopes --scm gitlab --format json > first.json
        mkfifo report config part
        cat first.json > report & cat first.json > part &
        echo '{ version: 1, connections: [ { scm: gitlab, namespace: acme, phase: steady } ] }' > config &
        $ASSISTANT report merge part -q > merged && $ASSISTANT check-scopes --scm gitlab --config config --baseline report --format json";
    let json = crate::program::session("ready", script).json();
    assert_eq!(json["connections"][0]["phase"], "steady", "of the file");
    assert!(json["drift"]["since"].is_string(), "{json}");
}

#[cfg(unix)]
#[test]
fn what_is_read_more_than_once_is_an_ordinary_file() {
    let home = tempfile::tempdir().unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(home.path().join("pipe"))
        .status();
    assert!(made.unwrap().success());
    let fleet = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/fleet.yaml");
    std::fs::copy(fleet, home.path().join("fleet.yaml")).unwrap();
    for args in [
        "check-scopes --scm gitlab --ca-cert pipe",
        "audit -f fleet.yaml --resume pipe",
    ] {
        let run: Run = program(home.path())
            .args(args.split(' '))
            .output()
            .unwrap()
            .into();
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("pipe is no ordinary file"), "{}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn a_relative_home_puts_no_token_into_the_current_folder() {
    let home = tempfile::tempdir().unwrap();
    let token = home.path().join("token");
    std::fs::write(&token, "invented-0123456789").unwrap();
    let run: Run = program(home.path())
        .args("token add --platform --store=file --semgrep-token-file token".split(' '))
        .env("HOME", "relative")
        .env("SEMGREP_URL", "http://127.0.0.1:1")
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 5, "{}", run.err);
    assert!(!home.path().join("relative").exists(), "{}", run.err);
}
