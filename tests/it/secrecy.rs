//! No token in any output, at any verbosity.

use std::fs;

use crate::program::session_in;

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

const COMMANDS: [&str; 15] = [
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
