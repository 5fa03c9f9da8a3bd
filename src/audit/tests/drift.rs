//! What moved between two reports.

use std::collections::BTreeMap;

use super::{flag, found};
use crate::audit::drift::{DEPLOYMENT, Drift, Kind, Row, Snapshot, Token, drift};
use crate::audit::{
    Cause, ConnectionReport, Deployment, Evidence, FeatureRow, Gap, PlatformReport, Report,
    TokenReport, Trace,
};

const TARGET: &str = "scm:git.example.com/acme";

/// What moved, with one row that is about a role and thirty days to warn of.
fn compared(before: &Snapshot, now: &Snapshot) -> Drift {
    drift("2026-11-01T10:00:00Z", before, now, |id| id == "x/role", 30)
}

/// The same in lines: kind, target and key, what it was and what it is.
fn told(before: &Snapshot, now: &Snapshot) -> Vec<String> {
    let moves = compared(before, now).moves.into_iter().map(|one| {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".to_owned());
        let key = one.key.map(|key| format!(" {key}")).unwrap_or_default();
        let (from, to) = (or_none(one.from), or_none(one.to));
        format!("{} {}{key}: {from} -> {to}", one.kind.word(), one.target)
    });
    moves.collect()
}

fn with_token(token: Token) -> Snapshot {
    Snapshot {
        connections: BTreeMap::from([(TARGET.to_owned(), Some(token))]),
        ..Snapshot::default()
    }
}

fn token(kind: &str, scopes: &[&str]) -> Token {
    Token {
        kind: (!kind.is_empty()).then(|| kind.to_owned()),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        ..Token::default()
    }
}

fn with_row(id: &str, verdict: &str, blocked: bool, seen: &[&str]) -> Snapshot {
    let row = Row {
        verdict: verdict.to_owned(),
        blocked,
        seen: seen.iter().map(|one| (*one).to_owned()).collect(),
    };
    Snapshot {
        rows: BTreeMap::from([((TARGET.to_owned(), id.to_owned()), row)]),
        ..Snapshot::default()
    }
}

fn with_feature(key: &str, value: &str) -> Snapshot {
    Snapshot {
        features: BTreeMap::from([(key.to_owned(), value.to_owned())]),
        ..Snapshot::default()
    }
}

#[test]
fn a_connection_that_came_or_went_is_one_move() {
    let with = with_token(token("personal", &["api"]));
    let without = Snapshot::default();
    let came = "connection-appeared scm:git.example.com/acme: none -> none";
    let went = "connection-disappeared scm:git.example.com/acme: none -> none";
    assert_eq!(told(&without, &with), [came]);
    assert_eq!(told(&with, &without), [went]);
    assert!(told(&with, &with).is_empty());
}

#[test]
fn tokens_are_compared_by_kind_and_scope_by_scope() {
    let before = with_token(token("personal", &["api", "read_user"]));
    let now = with_token(token("group", &["api", "sudo"]));
    assert_eq!(
        told(&before, &now),
        [
            "token-kind scm:git.example.com/acme: personal -> group",
            "scope-gained scm:git.example.com/acme sudo: none -> sudo",
            "scope-lost scm:git.example.com/acme read_user: read_user -> none",
        ]
    );
}

#[test]
fn what_is_not_known_of_a_token_is_not_compared() {
    let known = Token {
        expires: Some(20),
        days_left: Some(5),
        ..token("personal", &["api"])
    };
    let (known, unknown) = (with_token(known), with_token(Token::default()));
    assert!(told(&known, &unknown).is_empty());
    assert!(told(&unknown, &known).is_empty());
}

#[test]
fn an_end_is_told_when_it_moved_and_when_it_is_near() {
    let ends = |(expires, days_left)| {
        with_token(Token {
            expires,
            days_left,
            ..Token::default()
        })
    };
    let on = |day, left| (Some(day), Some(left));
    for (before, now, expected) in [
        (
            on(10, 40),
            on(20, 50),
            Some("later: 1970-01-11, 40 days left -> 1970-01-21, 50 days left"),
        ),
        (
            on(20, 50),
            on(10, 40),
            Some("nearer: 1970-01-21, 50 days left -> 1970-01-11, 40 days left"),
        ),
        (
            on(10, 31),
            on(10, 30),
            Some("nearer: 1970-01-11, 31 days left -> 1970-01-11, 30 days left"),
        ),
        (
            on(10, 2),
            on(10, 1),
            Some("nearer: 1970-01-11, 2 days left -> 1970-01-11, 1 day left"),
        ),
        (
            (Some(10), None),
            (Some(11), None),
            Some("later: 1970-01-11 -> 1970-01-12"),
        ),
        (on(10, 32), on(10, 31), None),
        (on(10, 20), on(10, 20), None),
        (on(10, 20), on(10, 21), None),
        (on(10, 20), (Some(10), None), None),
    ] {
        let expected = expected.map(|text| {
            let (kind, ends) = text.split_once(": ").unwrap();
            format!("expiry-{kind} {TARGET}: {ends}")
        });
        let moves = told(&ends(before), &ends(now));
        assert_eq!(moves, Vec::from_iter(expected), "{before:?} {now:?}");
    }
}

#[test]
fn a_row_judged_differently_is_told_unless_it_waits_for_another() {
    let met = with_row("x/row", "met", false, &["as it was"]);
    let not_met = with_row("x/row", "not-met", false, &["gone"]);
    let waits = with_row("x/row", "cannot-tell", true, &[]);
    let elsewhere = with_row("x/other", "not-met", false, &[]);
    let moved = "verdict scm:git.example.com/acme x/row: met -> not-met";
    assert_eq!(told(&met, &not_met), [moved]);
    for (before, now) in [
        (&met, &waits),
        (&waits, &not_met),
        (&met, &elsewhere),
        (&met, &met),
    ] {
        assert!(told(before, now).is_empty(), "{before:?} {now:?}");
    }
}

#[test]
fn another_role_is_told_though_the_verdict_is_the_same() {
    let seen = |id, seen: &[&str]| with_row(id, "met", false, seen);
    let before = seen("x/role", &["Maintainer", "inherited"]);
    let now = seen("x/role", &["Owner"]);
    let moved = "role scm:git.example.com/acme x/role: Maintainer; inherited -> Owner";
    assert_eq!(told(&before, &now), [moved]);
    assert!(told(&before, &before).is_empty());
    assert!(told(&seen("x/row", &["one"]), &seen("x/row", &["other"])).is_empty());
}

#[test]
fn a_setting_of_another_value_is_told() {
    let on = with_feature("code-snippets", "on");
    let off = with_feature("code-snippets", "off");
    let moved = "feature semgrep code-snippets: on -> off";
    assert_eq!(told(&on, &off), [moved]);
    assert!(told(&on, &on).is_empty());
    assert!(told(&on, &with_feature("noise-filter", "off")).is_empty());
    assert!(told(&on, &Snapshot::default()).is_empty());
}

#[test]
fn reports_about_two_deployments_are_not_compared() {
    let about = |id: &str, feature: &str| Snapshot {
        deployment: Some((id.to_owned(), format!("acme-{id}"))),
        ..with_feature("code-snippets", feature)
    };
    let apart = compared(&about("1", "on"), &about("2", "off"));
    assert_eq!(apart.since, "2026-11-01T10:00:00Z");
    assert_eq!(apart.moves, []);
    assert_eq!(
        apart.incomparable.as_deref(),
        Some("the earlier report is about deployment acme-1 (1), this one about acme-2 (2)")
    );
    for before in [about("1", "on"), with_feature("code-snippets", "on")] {
        let together = compared(&before, &about("1", "off"));
        assert_eq!(together.incomparable, None);
        assert_eq!(together.moves.len(), 1);
    }
}

#[test]
fn a_report_is_kept_as_far_as_it_is_compared() {
    let mut evidence = Evidence::default();
    evidence.put("flag", flag(true));
    let met = found([super::ROW], &evidence);
    let blocked = Gap::by(Cause::BlockedBy("x/root"), Trace::local("not asked"));
    evidence.put("flag", Err(blocked));
    let blocked = found([super::ROW], &evidence);
    let feature = |key, value: Option<&str>| FeatureRow {
        key,
        label: "",
        former_label: "",
        value: value.map(str::to_owned),
        wanted: None,
    };
    let report = Report {
        platform: Some(PlatformReport {
            deployment: Some(Deployment {
                id: "7".to_owned(),
                slug: "acme".to_owned(),
                name: "Acme".to_owned(),
            }),
            findings: met,
            ..PlatformReport::default()
        }),
        connections: vec![ConnectionReport {
            scm: "scm".to_owned(),
            host: "git.example.com".to_owned(),
            namespace: "acme".to_owned(),
            phase: "steady",
            token: Some(TokenReport {
                kind: Some("personal".to_owned()),
                scopes: vec!["api".to_owned()],
                expires: Some(10),
                days_left: Some(3),
                ..TokenReport::default()
            }),
            lost: None,
            findings: blocked,
        }],
        features: vec![
            feature("code-snippets", Some("on")),
            feature("noise-filter", None),
        ],
        ..Report::default()
    };
    let row = |verdict: &str, blocked, seen: &str| Row {
        verdict: verdict.to_owned(),
        blocked,
        seen: vec![seen.to_owned()],
    };
    let place = |target: &str| (target.to_owned(), "x/row".to_owned());
    let kept = Snapshot {
        deployment: Some(("7".to_owned(), "acme".to_owned())),
        connections: BTreeMap::from([(
            TARGET.to_owned(),
            Some(Token {
                expires: Some(10),
                days_left: Some(3),
                ..token("personal", &["api"])
            }),
        )]),
        rows: BTreeMap::from([
            (place(DEPLOYMENT), row("met", false, "")),
            (place(TARGET), row("cannot-tell", true, "not asked")),
        ]),
        ..with_feature("code-snippets", "on")
    };
    assert_eq!(Snapshot::of(&report), kept);
}

#[test]
fn kinds_go_by_the_words_of_the_output() {
    assert_eq!(
        Kind::ALL.map(Kind::word).join(" "),
        "connection-appeared connection-disappeared scope-gained scope-lost token-kind role \
         expiry-nearer expiry-later feature verdict"
    );
}
