//! Enabling, connecting and taking both back, against one sandbox that remembers.

use serde_json::Value;

use crate::program::{Platform, Run, program, session, session_in};

const ENABLE: &str = "$ASSISTANT enable --scm gitlab --yes --accept-ai-code-sharing --format json";

/// The JSON documents that a script printed one after the other.
fn documents(text: &str) -> Vec<Value> {
    let documents: Vec<Value> = serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap();
    documents.iter().for_each(crate::schemas::check_output);
    documents
}

#[test]
fn enabling_connects_turns_on_and_proves_it() {
    let run = session("ready", ENABLE);
    assert_eq!(run.code, 0, "{}", run.err);
    let json = run.json();
    assert_eq!(json["outcome"], "done");
    let states = json["changes"].as_array().unwrap();
    assert_eq!(states.len(), 5);
    assert!(states.iter().all(|one| one["state"] == "verified"));
    for row in [
        "semgrep/scm-connected",
        "semgrep/comments",
        "semgrep/code-access",
        "semgrep/feature-remediation",
    ] {
        let finding = run.finding(row);
        assert_eq!(finding["verdict"], "met", "{row}");
        assert_eq!(finding["level"], "required", "{row}");
    }
}

#[test]
fn enabling_twice_changes_nothing_the_second_time_and_says_so() {
    let run = session("ready", &format!("{ENABLE} && {ENABLE}"));
    assert_eq!(run.code, 0);
    let documents = documents(&run.out);
    assert_eq!(documents[1]["changes"], serde_json::json!([]));
    assert_eq!(documents[1]["outcome"], "done");
    assert!(run.err.contains("nothing to change"), "{}", run.err);
}

#[test]
fn what_was_set_otherwise_stays() {
    let set = "$ASSISTANT features set code-snippets=on noise-filter=suppress min-confidence=0.3 --yes --accept-ai-code-sharing -q >/dev/null";
    let run = session(
        "ready",
        &format!("{set} && {ENABLE} -q >/dev/null && $ASSISTANT features list --format json"),
    );
    let json = run.json();
    let value = |key: &str| {
        let rows = json["features"].as_array().unwrap();
        rows.iter().find(|row| row["key"] == key).unwrap()["value"].clone()
    };
    assert_eq!(value("noise-filter"), "suppress");
    assert_eq!(value("min-confidence"), "0.3");
    assert_eq!(value("remediation"), "on");
}

#[test]
fn unknown_settings_survive_a_service_that_replaces_everything() {
    let platform = Platform::start("ready");
    let before = platform.get("/api/agent/deployments/73105/products")["products"].clone();
    let home = tempfile::tempdir().unwrap();
    let run: Run = program(home.path())
        .args("features set code-snippets=on remediation=on noise-filter=inform --yes --accept-ai-code-sharing".split(' '))
        .env("SEMGREP_URL", &platform.url)
        .env("ASSISTANT_SEMGREP_TOKEN", &platform.token)
        .output()
        .unwrap()
        .into();
    assert_eq!(run.code, 0, "{}", run.err);
    let after = platform.get("/api/agent/deployments/73105/products")["products"].clone();
    for kept in [
        "/horizon",
        "/sca/futureBudget",
        "/ai/future_switch",
        "/ai/legacy_allow_openai_code_sharing",
        "/approversTag",
        "/secrets",
    ] {
        assert!(before.pointer(kept).is_some(), "{kept} is there to be lost");
        assert_eq!(before.pointer(kept), after.pointer(kept), "{kept}");
    }
    let budget = after.pointer("/sca/futureBudget").unwrap().to_string();
    assert_eq!(
        budget, "9007199254740993",
        "a number beyond 53 bits keeps every digit"
    );
    assert_eq!(after.pointer("/ai/enabled"), Some(&Value::Bool(true)));
}

#[test]
fn a_dry_run_shows_the_changes_and_makes_none() {
    let run = session(
        "ready",
        "$ASSISTANT enable --scm gitlab --dry-run --format json; echo $? >&2; $ASSISTANT features list --format json",
    );
    let documents = documents(&run.out);
    assert_eq!(documents[0]["outcome"], "pending");
    assert!(run.err.contains('6'), "{}", run.err);
    assert!(
        documents[0]["changes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["state"] == "planned")
    );
    assert_eq!(documents[1]["features"][0]["value"], "off");
}

#[test]
fn yes_is_not_consent_to_code_sharing() {
    let run = session("ready", "$ASSISTANT enable --scm gitlab --yes");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--accept-ai-code-sharing"), "{}", run.err);
    let run = session(
        "ready",
        "$ASSISTANT enable --scm gitlab --yes --skip code-snippets --skip priority-emails --skip noise-filter --skip remediation",
    );
    assert_eq!(
        run.code, 0,
        "without that feature no consent is needed: {}",
        run.err
    );
}

#[test]
fn consent_says_what_is_read_by_whom_and_how_to_take_it_back() {
    let run = session("ready", &format!("{ENABLE} >/dev/null"));
    let words = run.err.replace('\n', " ");
    for part in [
        "read files",
        "one file at a time",
        "AI providers",
        "assistant disable",
        "acme-inc",
    ] {
        assert!(words.contains(part), "{part}: {}", run.err);
    }
}

#[test]
fn every_write_is_followed_by_its_undo_which_works() {
    let run = session(
        "ready",
        "$ASSISTANT enable --scm gitlab --yes --accept-ai-code-sharing | sed -n 's/^undo: assistant/$ASSISTANT/p' > undo.txt; cat undo.txt; while read line; do eval \"$line --yes -q >/dev/null 2>&1\" || exit 9; done < undo.txt; $ASSISTANT check-scopes --scm gitlab --format json > after.json; cat after.json",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    let (undo, after) = run.out.split_once("{\n").unwrap();
    assert_eq!(undo.lines().count(), 2, "{undo}");
    let after: Value = serde_json::from_str(&format!("{{\n{after}")).unwrap();
    let rows = after["features"].as_array().unwrap();
    assert!(
        rows.iter()
            .filter(|row| row["key"] != "min-confidence")
            .all(|row| row["value"] == "off")
    );
    assert!(
        after["connections"][0]["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| { row["id"] == "semgrep/scm-connected" && row["verdict"] == "not-met" })
    );
}

#[test]
fn connecting_checks_hands_over_and_compares() {
    let run = session(
        "ready",
        "$ASSISTANT connect-scm --scm gitlab --yes --format json",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["changes"][0]["key"], "connection");
    assert_eq!(run.json()["connections"][0]["phase"], "setup");
    assert_eq!(run.verdict("semgrep/connection-healthy"), "met");
    assert_eq!(run.verdict("semgrep/agrees-with-scm"), "met");
}

#[test]
fn connecting_again_replaces_the_token_and_says_so() {
    let connect = "$ASSISTANT connect-scm --scm gitlab --yes --format json";
    let run = session("ready", &format!("{connect} >/dev/null && {connect}"));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["changes"][0]["key"], "token");
    assert_eq!(run.json()["changes"][0]["state"], "verified");
}

#[test]
fn a_bad_token_is_not_handed_over() {
    let run = session(
        "missing-scope",
        "$ASSISTANT connect-scm --scm gitlab --yes --format json",
    );
    assert_eq!(run.code, 3);
    assert_eq!(run.json()["changes"], serde_json::json!([]));
}

#[test]
fn disconnecting_needs_nothing_of_the_source_code_manager() {
    let run = session(
        "enabled",
        "unset ASSISTANT_GITLAB_TOKEN; $ASSISTANT disconnect-scm --scm gitlab --namespace acme --yes --format json",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["changes"][0]["state"], "verified");
    assert!(run.err.contains("To revoke the token"), "{}", run.err);
}

#[test]
fn disabling_is_never_blocked_by_the_source_code_manager() {
    let run = session(
        "enabled",
        "unset ASSISTANT_GITLAB_TOKEN; $ASSISTANT disable --yes --format json",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["changes"][0]["to"], "off");
    assert_eq!(run.json()["changes"][0]["state"], "verified");
}

#[test]
fn a_waiver_in_a_named_file_lets_enable_go_on_and_stays_visible() {
    let home = tempfile::tempdir().unwrap();
    let waivers = "version: 1\nwaivers:\n  - { id: semgrep/core-deployment, reason: \"first scan tonight\", owner: appsec, until: 2999-01-01 }\n";
    std::fs::write(home.path().join("own.yaml"), waivers).unwrap();
    let run = session_in(
        home.path(),
        "no-scans",
        &format!("{ENABLE} --config own.yaml"),
    );
    assert_eq!(run.code, 0, "{}", run.err);
    let finding = run.finding("semgrep/core-deployment");
    assert_eq!(finding["verdict"], "not-met");
    assert_eq!(finding["waived"]["owner"], "appsec");
}

#[test]
fn an_expired_waiver_has_no_effect_and_is_shown() {
    let home = tempfile::tempdir().unwrap();
    let waivers = "version: 1\nwaivers:\n  - { id: semgrep/core-deployment, reason: \"x\", owner: appsec, until: 2020-01-01 }\n";
    std::fs::write(home.path().join("own.yaml"), waivers).unwrap();
    let run = session_in(
        home.path(),
        "no-scans",
        &format!("{ENABLE} --config own.yaml"),
    );
    assert_eq!(run.code, 3);
    assert!(
        run.out.contains("a waiver by appsec ended on 2020-01-01"),
        "{}",
        run.out
    );
}

#[test]
fn vouching_for_what_cannot_be_told_lets_enable_go_on() {
    let run = session(
        "migrated-hidden",
        &format!("{ENABLE} --attest semgrep/comment-or-block"),
    );
    assert_eq!(run.code, 0, "{}", run.err);
    let finding = run.finding("semgrep/comment-or-block");
    assert_eq!(finding["verdict"], "cannot-tell");
    assert_eq!(finding["attested"]["via"], "flag");
}

#[test]
fn vouching_does_not_cover_what_is_not_met() {
    let run = session(
        "no-scans",
        &format!("{ENABLE} --attest semgrep/core-deployment"),
    );
    assert_eq!(run.code, 3);
}

#[test]
fn nobody_can_vouch_for_tokens_or_for_checks_that_do_not_exist() {
    for (id, words) in [
        ("gitlab/token", "neither vouched for nor waived"),
        ("gitlab/rolle", "did you mean gitlab/role"),
    ] {
        let run = session("expired", &format!("{ENABLE} --attest {id}"));
        assert_eq!(run.code, 2, "{id}");
        assert!(run.out.contains(words), "{id}: {}", run.out);
    }
}
