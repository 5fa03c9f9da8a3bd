//! No token in any output, at any verbosity.

use std::fs;

use crate::program::session_in;

const CANARIES: [&str; 2] = ["canary-semgrep-token-7f3a", "glpat-canary7f3acanary7f3a"];

const COMMANDS: [&str; 12] = [
    "check-scopes --scm gitlab",
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
];

#[test]
fn no_command_format_or_verbosity_shows_a_token() {
    let mut searched = 0;
    for state in ["active", "expired", "revoked", "unknown"] {
        let home = tempfile::tempdir().unwrap();
        let scenario = format!(
            "version: 1\nabout: canaries\nsemgrep: {{ token: {{ value: {} }} }}\ngitlab: {{ token: {{ value: {}, state: {state} }} }}\n",
            CANARIES[0], CANARIES[1]
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
        for canary in CANARIES {
            assert!(!run.out.contains(canary), "{state}: on standard output");
            assert!(!run.err.contains(canary), "{state}: on standard error");
        }
    }
    assert!(searched > 100_000, "only {searched} bytes were searched");
}

#[test]
fn a_service_that_repeats_the_token_does_not_make_it_known() {
    let home = tempfile::tempdir().unwrap();
    let scenario = format!(
        "version: 1\nabout: an echo\nsemgrep: {{ token: {{ value: {0} }} }}\ngitlab: {{ token: {{ value: {1} }} }}\nfaults:\n  - {{ on: gitlab, match: \"GET /api/v4/user\", answer: 403, body: '{{\"message\": \"bad token {1}\"}}' }}\n  - {{ on: semgrep, match: \"GET */projects\", answer: 403, body: '{{\"error\": \"bad token {0}\"}}' }}\n",
        CANARIES[0], CANARIES[1]
    );
    fs::write(home.path().join("echo.yaml"), scenario).unwrap();
    let run = session_in(
        home.path(),
        "./echo.yaml",
        "$ASSISTANT check-scopes --scm gitlab -vv; $ASSISTANT check-scopes --scm gitlab --format json; true",
    );
    assert!(run.out.contains("bad token [redacted]"), "{}", run.out);
    for canary in CANARIES {
        assert!(
            !run.out.contains(canary) && !run.err.contains(canary),
            "{}",
            run.out
        );
    }
}
