//! A file with the desired state, applied: what is missing is made, what is too much is removed, the rest stays.

use crate::program::{Run, session_in};

const GITLAB: &str =
    "  - { scm: gitlab, namespace: acme, token: { env: ASSISTANT_GITLAB_TOKEN } }\n";

fn file(connections: &str, features: &str) -> String {
    format!("version: 1\nconnections:\n{connections}features: {{ {features} }}\n")
}

/// Runs a script in a folder that holds the file `assistant.yaml`.
fn with_file(scenario: &str, file: &str, script: &str) -> Run {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("wanted.yaml"), file).unwrap();
    let run = script.replace("APPLY", "$ASSISTANT apply -f wanted.yaml --format json");
    session_in(home.path(), scenario, &run)
}

fn applied(run: &Run) -> Vec<(String, String)> {
    let json = run.json();
    let word = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    let changes = json["changes"].as_array().unwrap().iter();
    changes
        .map(|one| (word(one, "key"), word(one, "state")))
        .collect()
}

fn pair(key: &str, state: &str) -> (String, String) {
    (key.to_owned(), state.to_owned())
}

const AGREED: &str = "--yes --accept-ai-code-sharing";

#[test]
fn a_dry_run_shows_what_is_missing_and_changes_nothing() {
    let wanted = file(GITLAB, "code-snippets: on, noise-filter: suppress");
    let run = with_file(
        "ready",
        &wanted,
        "APPLY --dry-run >/dev/null; APPLY --dry-run",
    );
    assert_eq!(run.code, 6, "{}", run.err);
    let planned = [
        pair("connection", "planned"),
        pair("code-snippets", "planned"),
        pair("noise-filter", "planned"),
    ];
    assert_eq!(applied(&run), planned);
    assert!(
        run.err
            .contains("1 to add, 2 to change, 0 to remove or turn off, 0 as they should be"),
        "{}",
        run.err
    );
    assert!(run.err.contains("  + gitlab:"), "{}", run.err);
}

#[test]
fn applying_makes_it_so_and_applying_again_finds_nothing_to_do() {
    let wanted = file(GITLAB, "code-snippets: on, noise-filter: suppress");
    let first = with_file("ready", &wanted, &format!("APPLY {AGREED}"));
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(
        applied(&first).iter().all(|(_, state)| state == "verified"),
        "{}",
        first.out
    );
    let again = with_file(
        "ready",
        &wanted,
        &format!("APPLY {AGREED} >/dev/null; APPLY {AGREED} --dry-run"),
    );
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(applied(&again), []);
    assert!(
        again.err.contains("  = ") || again.err.contains("3 as they should be"),
        "{}",
        again.err
    );
}

#[test]
fn only_connections_of_the_file_are_touched() {
    let run = with_file("ready", &file(GITLAB, ""), "APPLY --dry-run");
    let json = run.json();
    let connections = json["connections"].as_array().unwrap();
    assert_eq!(connections.len(), 1, "{}", run.out);
    assert_eq!(applied(&run), [pair("connection", "planned")]);
}

#[test]
fn a_connection_that_shall_be_absent_is_removed() {
    let wanted = file("  - { scm: github, namespace: acme, state: absent }\n", "");
    let run = with_file("ready", &wanted, "APPLY --yes");
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(applied(&run), [pair("connection", "verified")]);
    assert!(run.err.contains("  - github:"), "{}", run.err);
}

#[test]
fn turning_off_is_not_held_up_by_gaps() {
    let wanted = file(GITLAB, "noise-filter: off");
    let off = "$ASSISTANT features set code-snippets=on noise-filter=inform --yes --accept-ai-code-sharing >/dev/null; \
               $ASSISTANT connect-scm --scm gitlab --yes >/dev/null; APPLY --yes";
    let run = with_file("no-scans", &wanted, off);
    assert_eq!(
        applied(&run),
        [pair("noise-filter", "verified")],
        "{}",
        run.err
    );
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn a_gap_holds_up_what_would_be_turned_on() {
    let wanted = file(GITLAB, "code-snippets: on");
    let run = with_file("missing-scope", &wanted, &format!("APPLY {AGREED}"));
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(
        applied(&run).iter().all(|(_, state)| state == "planned"),
        "{}",
        run.out
    );
}

#[test]
fn the_value_wanted_stands_beside_the_one_found() {
    let run = with_file(
        "ready",
        &file(GITLAB, "noise-filter: suppress, code-snippets: on"),
        "APPLY --dry-run",
    );
    let json = run.json();
    let rows = json["features"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["key"] == "noise-filter")
        .unwrap();
    assert_eq!(
        (&row["value"], &row["wanted"]),
        (&"off".into(), &"suppress".into())
    );
}

#[test]
fn a_file_with_mistakes_is_refused_before_anything_is_sent() {
    for (wanted, part) in [
        (
            file("  - { scm: gitlab, namespace: acme, state: gone }\n", ""),
            "not present or absent",
        ),
        (
            file(GITLAB, "noise-filter: inform"),
            "does nothing while code-snippets is off",
        ),
        (
            file(GITLAB, "noise-filtr: inform"),
            "did you mean noise-filter?",
        ),
        (
            "version: 1\nconnections: []\nfeature: {}\n".to_owned(),
            "feature",
        ),
    ] {
        let run = with_file("ready", &wanted, &format!("APPLY {AGREED}"));
        assert_eq!(run.code, 2, "{part}: {}", run.out);
        assert!(run.out.contains(part), "{part}: {}", run.out);
    }
}

#[test]
fn a_token_that_is_missing_is_named_with_its_connection() {
    let wanted = file(
        "  - { scm: gitlab, namespace: acme, token: { env: NOT_SET } }\n",
        "",
    );
    let run = with_file(
        "ready",
        &wanted,
        "unset ASSISTANT_GITLAB_TOKEN; APPLY --yes",
    );
    assert_eq!(run.code, 4, "{}", run.out);
    assert!(run.out.contains("NOT_SET"), "{}", run.out);
}

#[test]
fn questions_nobody_can_answer_are_named_with_the_command_to_copy() {
    let run = with_file(
        "ready",
        &file(GITLAB, "code-snippets: on"),
        "$ASSISTANT apply -f wanted.yaml",
    );
    assert_eq!(run.code, 2);
    let hint = "hint: assistant apply --file wanted.yaml --yes --accept-ai-code-sharing";
    assert!(run.err.contains(hint), "{}", run.err);
}
