//! The level of a requirement by context.

use super::{context, evidence, flag, gap, seen, set};
use crate::audit::{Cause, Context, Evidence, Known, Level, Phase, Value, When};

use Level::{Hygiene, Recommended, Required};

fn level(when: When, context: &Context) -> Option<Level> {
    when.level(context, &Evidence::default())
}

#[test]
fn levels_weigh_from_hygiene_to_required() {
    assert!(Hygiene < Recommended && Recommended < Required);
}

#[test]
fn levels_and_phases_go_by_the_words_of_the_output() {
    assert_eq!(
        [Hygiene, Recommended, Required].map(Level::word),
        ["hygiene", "recommended", "required"]
    );
    assert_eq!(
        [Phase::Setup, Phase::Steady].map(Phase::word),
        ["setup", "steady"]
    );
}

#[test]
fn always_is_that_level_whatever_happens() {
    for phase in [Phase::Setup, Phase::Steady] {
        for on in [false, true] {
            let context = Context {
                connected: on,
                writes: on,
                ..context(phase)
            };
            for one in [Hygiene, Recommended, Required] {
                assert_eq!(level(When::Always(one), &context), Some(one));
            }
        }
    }
}

#[test]
fn on_writes_is_required_only_before_a_change() {
    for (writes, expected) in [(true, Required), (false, Recommended)] {
        let context = Context {
            writes,
            ..context(Phase::Steady)
        };
        assert_eq!(
            level(When::OnWrites(Recommended), &context),
            Some(expected),
            "writes: {writes}"
        );
    }
}

#[test]
fn a_row_about_a_connection_follows_whether_it_exists() {
    for (connected, before, expected) in [
        (false, Some(Hygiene), Some(Hygiene)),
        (false, None, None),
        (true, Some(Hygiene), Some(Required)),
        (true, None, Some(Required)),
    ] {
        let context = Context {
            connected,
            ..context(Phase::Steady)
        };
        let when = When::Connected {
            before,
            after: Required,
        };
        assert_eq!(
            level(when, &context),
            expected,
            "connected: {connected}, before: {before:?}"
        );
    }
}

#[test]
fn unmet_eases_off_only_once_the_fact_is_known_to_hold() {
    let cases: [(&str, Known, Level); 5] = [
        ("holds", flag(true), Hygiene),
        ("does not hold", flag(false), Required),
        ("ordinary gap", gap(Cause::Network), Required),
        ("dead token", gap(Cause::TokenExpired), Required),
        ("another shape", seen(Value::Rank(1)), Required),
    ];
    let when = When::Unmet {
        fact: "flag",
        then: Required,
        otherwise: Hygiene,
    };
    for (name, known, expected) in cases {
        let level = when.level(&context(Phase::Steady), &evidence([("flag", known)]));
        assert_eq!(level, Some(expected), "{name}");
    }
    let unrecorded = when.level(&context(Phase::Steady), &Evidence::default());
    assert_eq!(unrecorded, Some(Required), "never recorded");
}

#[test]
fn a_feature_is_required_when_asked_for_and_left_out_when_skipped() {
    let with = |asked: &[&str], left_out: &[&str]| Context {
        asked: set(asked),
        left_out: set(left_out),
        ..context(Phase::Steady)
    };
    let when = When::Asked("emails");
    assert_eq!(
        level(when, &with(&["emails"], &[])),
        Some(Required),
        "asked"
    );
    assert_eq!(level(when, &with(&[], &["emails"])), None, "left out");
    assert_eq!(level(when, &with(&[], &[])), Some(Recommended), "neither");
    assert_eq!(
        level(when, &with(&["other"], &["another"])),
        Some(Recommended),
        "other features"
    );
    assert_eq!(
        level(when, &with(&["emails"], &["emails"])),
        None,
        "leaving out goes before asking"
    );
}

#[test]
fn the_printed_catalogue_says_each_rule_in_words() {
    let cases = [
        (When::Always(Hygiene), "hygiene"),
        (
            When::OnWrites(Recommended),
            "required before a change, else recommended",
        ),
        (
            When::Connected {
                before: None,
                after: Required,
            },
            "required once connected",
        ),
        (
            When::Connected {
                before: Some(Recommended),
                after: Required,
            },
            "recommended, required once connected",
        ),
        (
            When::Unmet {
                fact: "x.app",
                then: Required,
                otherwise: Hygiene,
            },
            "required until x.app holds, then hygiene",
        ),
        (
            When::Asked("emails"),
            "required when asked for, else recommended",
        ),
    ];
    for (when, words) in cases {
        assert_eq!(when.words(), words);
    }
}
