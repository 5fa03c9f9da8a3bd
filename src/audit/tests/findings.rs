//! Which rows there are, and what each carries.

use super::{ROW, context, evidence, flag, found, leak, no_words, seen, trace};
use crate::audit::{
    About, Evidence, Finding, Level, Need, Phase, Requirement, Value, Verdict, When, findings,
};

use Verdict::{Met, NotMet};

fn ids(found: &[Finding]) -> Vec<&'static str> {
    found.iter().map(|finding| finding.id).collect()
}

#[test]
fn findings_come_in_the_order_of_the_catalogue() {
    let rows =
        [("x/c", ROW), ("x/a", ROW), ("x/b", ROW)].map(|(id, row)| Requirement { id, ..row });
    assert_eq!(
        ids(&found(rows, &Evidence::default())),
        ["x/c", "x/a", "x/b"]
    );
}

#[test]
fn only_rows_about_the_thing_asked_for_are_judged() {
    let deployment = Requirement {
        id: "x/deployment",
        about: About::Deployment,
        ..ROW
    };
    let rows = leak([deployment, ROW]);
    for (about, expected) in [
        (About::Deployment, "x/deployment"),
        (About::Connection, "x/row"),
    ] {
        let found = findings(
            rows,
            about,
            &Evidence::default(),
            &context(Phase::Steady),
            &[],
            &no_words,
            &|_| {},
        );
        assert_eq!(ids(&found), [expected]);
    }
}

#[test]
fn a_row_without_a_level_here_is_left_out() {
    let later = Requirement {
        id: "x/later",
        when: When::Connected {
            before: None,
            after: Level::Required,
        },
        ..ROW
    };
    assert_eq!(ids(&found([later, ROW], &Evidence::default())), ["x/row"]);
}

#[test]
fn a_finding_carries_its_row_its_level_here_and_its_verdict() {
    let row = Requirement {
        when: When::OnWrites(Level::Hygiene),
        pardonable: false,
        ..ROW
    };
    let found = found([row], &evidence([("flag", flag(false))])).remove(0);
    assert_eq!(found.id, "x/row");
    assert_eq!(found.title, "A row");
    assert_eq!(found.docs, "https://docs.example/row");
    assert_eq!(found.level, Level::Hygiene);
    assert!(!found.pardonable);
    assert_eq!(found.judged.verdict, NotMet);
    assert_eq!(found.judged.by, [trace("seen")]);
    assert_eq!((found.attested, found.waived), (None, None));
}

#[test]
fn rows_are_judged_in_the_phase_of_the_context() {
    let row = || Requirement {
        need: Need::Rank {
            fact: "rank",
            setup: 2,
            steady: 1,
            names: &[],
        },
        ..ROW
    };
    let known = evidence([("rank", seen(Value::Rank(1)))]);
    for (phase, expected) in [(Phase::Setup, NotMet), (Phase::Steady, Met)] {
        let found = findings(
            leak([row()]),
            About::Connection,
            &known,
            &context(phase),
            &[],
            &no_words,
            &|_| {},
        );
        assert_eq!(found[0].judged.verdict, expected, "{}", phase.word());
    }
}
