//! No token in any output, at any verbosity.

use std::fs;
use std::io::Read;
use std::process::Command;

use assistant::cli::{Io, run};

use crate::program::{Run, program, session_in};

const CANARIES: [&str; 5] = [
    "canary-semgrep-token-7f3a",
    "glpat-canary7f3acanary7f3a",
    "ghp_canary7f3acanary7f3acanary7f3acanary",
    "ATCTT3xFfGN0canary7f3aCanary7f3aCanary=5A0DB0C1",
    "CanaryInvented7f3aCanaryInvented7f3aCanaryInvented7f3aCanaryInvented7f3aCanaAZDO0000",
];

/// How the Azure DevOps token goes over the wire: base64 of a colon and the token.
const ENCODED: &str = "OkNhbmFyeUludmVudGVkN2YzYUNhbmFyeUludmVudGVkN2YzYUNhbmFyeUludmVudGVk";

/// The whole of it.
const HEADER: &str = "OkNhbmFyeUludmVudGVkN2YzYUNhbmFyeUludmVudGVkN2YzYUNhbmFyeUludmVudGVkN2YzYUNhbmFyeUludmVudGVkN2YzYUNhbmFBWkRPMDAwMA==";

const COMMANDS: [&str; 19] = [
    "check-scopes --scm gitlab",
    "check-scopes",
    "status",
    "connect-scm --scm github --no-input --deadline 1",
    "status --scm gitlab",
    "connect-scm --scm gitlab --yes",
    "enable --scm gitlab --yes --accept-ai-code-sharing",
    "enable --scm gitlab --dry-run",
    "disable --yes",
    "features list",
    "features set comment-triage=on --yes",
    "disconnect-scm --scm gitlab --yes",
    "requirements",
    "check-scopes --explain",
    "check-scopes --scm gitlab --max-requests 2",
    "doctor",
    "token list",
    "token rotate --scm gitlab --yes --no-input",
    "token remove --scm gitlab --yes --no-input",
];

#[test]
fn no_command_format_or_verbosity_shows_a_token() {
    let mut searched = 0;
    for state in ["active", "expired", "revoked", "unknown"] {
        let home = tempfile::tempdir().unwrap();
        let scenario = format!(
            "version: 1\nabout: canaries\nsemgrep: {{ token: {{ value: {} }} }}\ngitlab: {{ token: {{ value: {}, state: {state} }} }}\ngithub: {{ token: {{ value: {}, state: {state} }} }}\nbitbucket: {{ token: {{ value: {}, state: {state} }} }}\nazure-devops: {{ token: {{ value: {}, state: {state} }} }}\n",
            CANARIES[0], CANARIES[1], CANARIES[2], CANARIES[3], CANARIES[4]
        );
        fs::write(home.path().join("canary.yaml"), scenario).unwrap();
        let mut script = String::new();
        for command in COMMANDS {
            for format in ["table", "json"] {
                for verbosity in ["", "-v", "-vv", "-q"] {
                    script.push_str(&format!(
                        "$ASSISTANT {command} --format {format} {verbosity}\n"
                    ));
                }
            }
        }
        // What the environment holds is not the program's output.
        script.push_str("true");
        let run = session_in(home.path(), "./canary.yaml", &script);
        assert_eq!(run.code, 0);
        searched += run.out.len() + run.err.len();
        for canary in CANARIES.into_iter().chain([ENCODED]) {
            assert!(!run.out.contains(canary), "{state}: on standard output");
            assert!(!run.err.contains(canary), "{state}: on standard error");
        }
    }
    assert!(searched > 100_000, "only {searched} bytes were searched");
}

#[test]
fn no_report_in_any_format_or_file_shows_a_token() {
    let home = tempfile::tempdir().unwrap();
    let echo = |on: &str, path: &str, token: &str| {
        format!(
            "  - {{ on: {on}, match: \"GET {path}\", answer: 403, body: '{{\"message\": \"bad token {token}\"}}' }}\n"
        )
    };
    let scenario = format!(
        "version: 1\nsemgrep: {{ token: {{ value: {0} }} }}\ngitlab: {{ token: {{ value: {1} }} }}\nfaults:\n{2}{3}",
        CANARIES[0],
        CANARIES[1],
        echo("gitlab", "/api/v4/user", CANARIES[1]),
        echo("semgrep", "*/projects", CANARIES[0]),
    );
    fs::write(home.path().join("echo.yaml"), scenario).unwrap();
    let mut script = String::new();
    let ends = ["json", "ndjson", "csv", "md", "sarif", "xml", "html", "txt"];
    for format in ["ndjson", "csv", "markdown", "sarif", "junit", "html"] {
        script.push_str(&format!(
            "$ASSISTANT check-scopes --scm gitlab --format {format}\n"
        ));
    }
    let files = ends.map(|end| format!("-o report.{end}")).join(" ");
    script.push_str(&format!(
        "$ASSISTANT check-scopes --scm gitlab {files}\ntrue"
    ));
    let run = session_in(home.path(), "./echo.yaml", &script);
    let read = |end| fs::read_to_string(home.path().join(format!("report.{end}"))).unwrap();
    let told = ends.map(read).concat() + &run.out + &run.err;
    assert!(told.contains("redacted"), "{told}");
    for canary in CANARIES {
        assert!(!told.contains(canary), "{told}");
    }
}

#[test]
fn a_service_that_repeats_the_token_does_not_make_it_known() {
    let home = tempfile::tempdir().unwrap();
    let scenario = format!(
        "version: 1\nabout: an echo\nsemgrep: {{ token: {{ value: {0} }} }}\ngitlab: {{ token: {{ value: {1} }} }}\nfaults:\n  - {{ on: gitlab, match: \"GET /api/v4/user\", answer: 403, body: '{{\"message\": \"bad token {1}\"}}' }}\n  - {{ on: semgrep, match: \"GET */projects\", answer: 403, body: '{{\"error\": \"bad token {0}\"}}' }}\n  - {{ on: azure-devops, match: \"GET */repositories\", answer: 403, body: '{{\"message\": \"bad header Basic {3}\"}}' }}\nazure-devops: {{ token: {{ value: {2} }} }}\n",
        CANARIES[0], CANARIES[1], CANARIES[4], HEADER
    );
    fs::write(home.path().join("echo.yaml"), scenario).unwrap();
    let run = session_in(
        home.path(),
        "./echo.yaml",
        "$ASSISTANT check-scopes --scm ado -vv; $ASSISTANT check-scopes --scm gitlab -vv; $ASSISTANT check-scopes --scm gitlab --format json; true",
    );
    assert!(run.out.contains("bad token [redacted]"), "{}", run.out);
    for canary in CANARIES.into_iter().chain([ENCODED]) {
        assert!(
            !run.out.contains(canary) && !run.err.contains(canary),
            "{}",
            run.out
        );
    }
}

/// Standard input that breaks the program, with a token in its words.
struct Breaks;

impl Read for Breaks {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("broken with {} in hand\u{1b}[31m", CANARIES[1])
    }
}

/// Not a test by itself: the next one runs it as a process of its own, whose panics it may catch.
#[test]
#[ignore = "run by the test below, as a process of its own"]
fn breaks() {
    let mut io = Io::of_this_process();
    let words = "assistant check-scopes --scm gitlab --namespace acme --token-stdin";
    io.args = words.split(' ').map(str::to_owned).collect();
    io.stdin = Box::new(Breaks);
    leave(run(io));
}

#[expect(clippy::exit)]
fn leave(code: u8) {
    std::process::exit(i32::from(code));
}

#[test]
fn a_panic_says_what_and_where_and_shows_neither_a_token_nor_a_backtrace() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "secrecy::breaks", "--ignored", "--nocapture"])
        .env_clear()
        .env("RUST_BACKTRACE", "full")
        .env("HOME", home.path())
        .env("ASSISTANT_GITLAB_TOKEN", CANARIES[1])
        .current_dir(home.path())
        .output();
    let run: Run = output.unwrap().into();
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let told = "error: the program broke: broken with [redacted] in hand[31m (";
    assert!(run.err.contains(told), "{}", run.err);
    assert!(run.err.contains("hint: this is our fault"), "{}", run.err);
    for word in ["canary", "backtrace", "\u{1b}", "core::panicking"] {
        assert!(
            !run.err.contains(word) && !run.out.contains(word),
            "{word}: {}",
            run.err
        );
    }
    assert_eq!(run.err.lines().count(), 2, "{}", run.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_fault_of_our_own_shows_no_backtrace() {
    let home = tempfile::tempdir().unwrap();
    for args in [
        "requirements",
        "requirements --format json",
        "completions bash",
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = program(home.path())
            .args(args.split(' '))
            .env("RUST_BACKTRACE", "full")
            .env("RUST_LIB_BACKTRACE", "1")
            .stdout(full)
            .output();
        let run: Run = output.unwrap().into();
        assert_eq!(run.code, 1, "{args}: {}", run.err);
        assert!(!run.err.to_lowercase().contains("backtrace"), "{}", run.err);
        assert!(!run.err.contains("src/"), "{}", run.err);
        assert!(run.err.lines().count() <= 2, "{}", run.err);
    }
}
