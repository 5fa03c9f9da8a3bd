//! `--baseline`: what moved since an earlier report.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use crate::program::{Run, program, session_in};

const CHECK: &str = "$ASSISTANT check-scopes --scm gitlab";

/// A report of `ready` in which this was changed by hand, and the one after it in the same sandbox, whose ports are
/// new each time: the first report comes out through one pipe and goes back through another.
fn since(edit: impl Fn(&mut Value), flags: &str) -> Run {
    let home = tempfile::tempdir().unwrap();
    let (out, back) = (home.path().join("out"), home.path().join("back"));
    let made = Command::new("mkfifo").args([&out, &back]).status();
    assert!(made.unwrap().success());
    let script = format!(
        "{CHECK} -q -o first.json >/dev/null; cat first.json >out; cat back >edited.json; {CHECK} --baseline edited.json {flags}"
    );
    std::thread::scope(|scope| {
        let second = scope.spawn(|| session_in(home.path(), "ready", &script));
        let text = fs::read_to_string(&out).unwrap();
        let edited = serde_json::from_str(&text).map(|mut json: Value| {
            edit(&mut json);
            json.to_string()
        });
        // Whatever came out, the script waits for something to come back.
        fs::write(&back, edited.as_deref().unwrap_or_default()).unwrap();
        edited.unwrap();
        second.join().unwrap()
    })
}

fn moves(edit: impl Fn(&mut Value)) -> Vec<(String, Value, Value, Value)> {
    let run = since(edit, "--format json");
    let json = run.json();
    assert_eq!(json["drift"]["incomparable"], Value::Null);
    let each = |one: &Value| {
        let kind = one["kind"].as_str().unwrap().to_owned();
        (
            kind,
            one["key"].clone(),
            one["from"].clone(),
            one["to"].clone(),
        )
    };
    json["drift"]["moves"]
        .as_array()
        .unwrap()
        .iter()
        .map(each)
        .collect()
}

fn row<'a>(json: &'a mut Value, id: &str) -> &'a mut Value {
    let findings = json["connections"][0]["findings"].as_array_mut().unwrap();
    findings.iter_mut().find(|one| one["id"] == id).unwrap()
}

#[test]
fn nothing_moves_between_two_runs_of_the_same() {
    assert_eq!(moves(|_| {}), []);
    let run = since(|_| {}, "");
    assert!(run.out.contains("nothing moved"), "{}", run.out);
}

#[test]
fn a_scope_gained_and_one_lost_are_told() {
    let moved = moves(|json| json["connections"][0]["token"]["scopes"] = json!(["read_user"]));
    let expected = [
        (
            "scope-gained".to_owned(),
            json!("api"),
            Value::Null,
            json!("api"),
        ),
        (
            "scope-lost".to_owned(),
            json!("read_user"),
            json!("read_user"),
            Value::Null,
        ),
    ];
    assert_eq!(moved, expected);
}

#[test]
fn another_role_is_told_where_the_verdict_stays() {
    let moved = moves(|json| {
        row(json, "gitlab/role")["evidence"][0]["detail"] = json!("access_level: 50");
        // Other rows' words may change without anything having moved.
        row(json, "gitlab/expiry")["evidence"][0]["detail"] = json!("other words");
    });
    let expected = (
        "role".to_owned(),
        json!("gitlab/role"),
        json!("access_level: 50"),
        json!("the role Maintainer (access_level: 40)"),
    );
    assert_eq!(moved, [expected]);
}

#[test]
fn another_verdict_is_told() {
    let moved = moves(|json| row(json, "gitlab/role")["verdict"] = json!("not-met"));
    let expected = (
        "verdict".to_owned(),
        json!("gitlab/role"),
        json!("not-met"),
        json!("met"),
    );
    assert_eq!(moved, [expected]);
}

#[test]
fn an_end_that_came_nearer_is_told() {
    let moved = moves(|json| {
        json["connections"][0]["token"]["expires_at"] = json!("2999-01-01");
        json["connections"][0]["token"]["days_left"] = json!(300_000);
    });
    assert_eq!(moved[0].0, "expiry-nearer");
    assert_eq!(moved[0].2, "2999-01-01, 300000 days left");
    let moved = moves(|json| json["connections"][0]["token"]["expires_at"] = json!("2000-01-01"));
    assert_eq!(moved[0].0, "expiry-later");
}

#[test]
fn a_setting_that_was_flipped_is_told() {
    let moved = moves(|json| json["features"][0]["value"] = json!("on"));
    assert_eq!(
        moved,
        [(
            "feature".to_owned(),
            json!("code-snippets"),
            json!("on"),
            json!("off")
        )]
    );
}

#[test]
fn a_connection_that_appeared_and_one_that_is_gone_are_told() {
    let moved = moves(|json| json["connections"][0]["namespace"] = json!("other"));
    let kinds: Vec<&str> = moved.iter().map(|one| one.0.as_str()).collect();
    assert_eq!(kinds, ["connection-appeared", "connection-disappeared"]);
}

#[test]
fn a_report_about_another_deployment_is_not_compared() {
    let edit = |json: &mut Value| {
        json["platform"]["deployment"] = json!({ "id": "1", "slug": "globex", "name": "Globex" });
        json["features"][0]["value"] = json!("on");
    };
    let drift = since(edit, "--format json").json()["drift"].clone();
    assert_eq!(drift["moves"], json!([]));
    let why = drift["incomparable"].as_str().unwrap();
    assert!(why.contains("globex") && why.contains("acme-inc"), "{why}");
    let run = since(edit, "--deployment acme-inc --format json");
    assert_eq!(run.code, 2);
    assert_eq!(run.json()["requests"]["sent"], 0);
}

#[test]
fn drift_stands_in_every_format_for_people() {
    let edit = |json: &mut Value| json["features"][0]["value"] = json!("on");
    for format in ["table", "markdown", "html"] {
        let run = since(edit, &format!("--format {format}"));
        let (head, after) = run.out.split_once("Drift since ").unwrap();
        assert!(!head.contains("on → off"), "{format}");
        assert!(after.contains("on → off"), "{format}: {}", run.out);
    }
}

#[test]
fn what_is_no_report_is_refused_before_anything_is_sent() {
    let head = r#""command":"check-scopes","generated_at":"2026-11-23T10:00:00Z""#;
    let cases = [
        (None, "can't read"),
        (
            Some("not json".to_owned()),
            "is not a report of this program",
        ),
        (Some("{}".to_owned()), "is not a report of this program"),
        (
            Some(format!("{{\"schema_version\":\"2\",{head}}}")),
            "another schema version",
        ),
        (
            Some("{\"schema_version\":\"1\",\"command\":\"status\"}".to_owned()),
            "is not a report of check-scopes",
        ),
    ];
    for (text, words) in cases {
        let home = tempfile::tempdir().unwrap();
        if let Some(text) = &text {
            fs::write(home.path().join("last.json"), text).unwrap();
        }
        let output = program(home.path())
            .args([
                "--sandbox=ready",
                "check-scopes",
                "--format",
                "json",
                "--baseline",
                "last.json",
            ])
            .output()
            .unwrap();
        let run = Run::from(output);
        assert_eq!(run.code, 2, "{text:?}");
        let json = run.json();
        let message = json["error"]["message"].as_str().unwrap();
        assert!(
            message.contains(words) && message.contains("last.json"),
            "{message}"
        );
        assert_eq!(json["requests"]["sent"], 0);
    }
}

#[test]
fn a_report_may_be_compared_with_the_file_that_it_replaces() {
    let home = tempfile::tempdir().unwrap();
    let again = format!("{CHECK} -q --baseline last.json -o last.json --format json");
    let script = format!("{CHECK} -q -o last.json >/dev/null && {again}");
    let run = session_in(home.path(), "ready", &script);
    assert_eq!(run.json()["drift"]["moves"], json!([]));
    let file = fs::read_to_string(home.path().join("last.json")).unwrap();
    assert_eq!(file, run.out);
}

#[test]
fn other_commands_compare_nothing() {
    let run = crate::program::line("--sandbox=ready status --baseline last.json");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("check-scopes"), "{}", run.err);
}
