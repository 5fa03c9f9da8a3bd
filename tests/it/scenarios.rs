//! Each scenario ends with the code and the cause it was made to show.

use crate::program::{Run, line};

fn check(scenario: &str) -> Run {
    line(&format!(
        "--sandbox={scenario} check-scopes --scm gitlab --format json"
    ))
}

fn enable(scenario: &str) -> Run {
    line(&format!(
        "--sandbox={scenario} enable --scm gitlab --yes --accept-ai-code-sharing --format json"
    ))
}

/// Required rows that count against the result, with their causes.
fn counting(run: &Run) -> Vec<(String, String)> {
    let json = run.json();
    let platform = json["platform"]["findings"].as_array().unwrap().clone();
    let connection = json["connections"][0]["findings"]
        .as_array()
        .unwrap()
        .clone();
    let name = |value: &serde_json::Value| value.as_str().unwrap_or("none").to_owned();
    platform
        .iter()
        .chain(&connection)
        .filter(|one| one["level"] == "required" && one["verdict"] != "met")
        .filter(|one| !name(&one["cause"]).starts_with("blocked-by"))
        .map(|one| (name(&one["id"]), name(&one["cause"])))
        .collect()
}

macro_rules! scenario {
    ($test:ident, $name:literal, $code:literal, $outcome:literal, [$(($id:literal, $cause:literal)),*]) => {
        #[test]
        fn $test() {
            let run = check($name);
            let expected: Vec<(String, String)> = vec![$(($id.to_owned(), $cause.to_owned())),*];
            assert_eq!(counting(&run), expected);
            assert_eq!(run.json()["outcome"], $outcome);
            assert_eq!(run.json()["exit_code"], $code);
            assert_eq!(run.code, $code);
        }
    };
}

scenario!(ready_has_no_gaps, "ready", 0, "ready", []);
scenario!(enabled_has_no_gaps, "enabled", 0, "ready", []);
scenario!(
    read_api_is_not_enough,
    "missing-scope",
    3,
    "gaps",
    [("gitlab/api-scope", "none")]
);
scenario!(
    an_expired_token_is_one_cause,
    "expired",
    4,
    "credentials",
    [("gitlab/token", "token-expired")]
);
scenario!(
    a_revoked_token_is_one_cause,
    "revoked",
    4,
    "credentials",
    [("gitlab/token", "token-revoked")]
);
scenario!(
    a_job_token_is_the_wrong_kind,
    "wrong-kind",
    4,
    "credentials",
    [("gitlab/token-kind", "wrong-token-kind")]
);
scenario!(
    a_developer_is_too_low_for_setup,
    "low-role",
    3,
    "gaps",
    [("gitlab/role", "none")]
);
scenario!(
    a_stranger_is_no_member,
    "not-a-member",
    3,
    "gaps",
    [("gitlab/membership", "none")]
);
scenario!(
    a_token_without_web_api_is_a_gap,
    "no-web-api-scope",
    3,
    "gaps",
    [("semgrep/web-api-scope", "none")]
);
scenario!(
    no_scan_is_a_gap,
    "no-scans",
    3,
    "gaps",
    [("semgrep/core-deployment", "none")]
);
scenario!(
    monitored_rules_reach_nobody,
    "monitor-only",
    3,
    "gaps",
    [("semgrep/comment-or-block", "none")]
);
scenario!(
    a_visible_unified_policy_is_enough,
    "migrated",
    0,
    "ready",
    []
);
scenario!(
    hidden_unified_policies_cannot_be_told,
    "migrated-hidden",
    5,
    "inconclusive",
    [("semgrep/comment-or-block", "not-visible")]
);
scenario!(a_member_may_check, "not-admin", 0, "ready", []);
scenario!(a_rate_limit_is_waited_for, "rate-limited", 0, "ready", []);
scenario!(a_flaky_service_is_asked_again, "flaky", 0, "ready", []);
scenario!(
    nothing_answering_is_inconclusive,
    "down",
    5,
    "inconclusive",
    [("semgrep/host", "network"), ("gitlab/token", "network")]
);
scenario!(
    garbled_answers_are_inconclusive,
    "garbled",
    5,
    "inconclusive",
    [
        ("semgrep/host", "unreadable"),
        ("gitlab/token", "unreadable")
    ]
);

#[test]
fn only_a_dead_credential_makes_the_program_suggest_a_new_one() {
    for scenario in ["down", "garbled", "rate-limited", "flaky"] {
        let run = line(&format!("--sandbox={scenario} check-scopes --scm gitlab"));
        assert!(!run.out.contains("new token"), "{scenario}: {}", run.out);
        assert!(!run.out.contains("create a"), "{scenario}: {}", run.out);
    }
}

#[test]
fn rows_behind_a_dead_token_are_one_line() {
    let run = line("--sandbox=expired check-scopes --scm gitlab");
    assert!(
        run.out
            .contains(" - 6 waiting    for gitlab/token: gitlab/api-scope,"),
        "{}",
        run.out
    );
    assert_eq!(run.out.matches("waiting").count(), 1, "{}", run.out);
}

#[test]
fn settings_that_stick_end_partial() {
    let run = enable("settings-stick");
    assert_eq!(run.code, 7);
    let states: Vec<String> = run.json()["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {}", one["key"], one["state"]).replace('"', ""))
        .collect();
    assert_eq!(
        states,
        [
            "connection verified",
            "code-snippets applied",
            "priority-emails applied",
            "noise-filter applied",
            "remediation applied"
        ]
    );
}

#[test]
fn a_second_write_that_fails_ends_partial_with_the_first_one_done() {
    let run = enable("partly");
    assert_eq!(run.code, 7);
    let json = run.json();
    assert_eq!(json["outcome"], "partial");
    assert_eq!(json["changes"][0]["state"], "verified");
    assert_eq!(json["changes"][1]["state"], "failed");
    assert!(json["error"]["message"].as_str().unwrap().contains("500"));
}

#[test]
fn enable_refuses_before_any_write_where_a_required_row_is_open() {
    for (scenario, code) in [
        ("missing-scope", 3),
        ("expired", 4),
        ("not-admin", 3),
        ("no-scans", 3),
        ("migrated-hidden", 5),
        ("down", 5),
    ] {
        let run = enable(scenario);
        assert_eq!(run.code, code, "{scenario}");
        assert_eq!(run.json()["changes"], serde_json::json!([]), "{scenario}");
    }
}

#[test]
fn the_platform_and_gitlab_stay_within_their_request_budgets() {
    let run = check("ready");
    // GitLab 4 and the platform 10, the second policy and one further page of rules and of projects at most.
    let sent = run.json()["requests"]["sent"].as_u64().unwrap();
    assert!(sent <= 4 + 10 + 1 + 4, "{sent}");
}
