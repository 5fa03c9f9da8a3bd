//! Which rows stand behind another one that failed.

use super::{
    LATTICE, ROW, context, credential_causes, evidence, finding, flag, found, gap, leak, no_words,
    remedy, scopes,
};
use crate::audit::{
    About, Cause, Context, Finding, Known, Need, On, Phase, Requirement, Verdict, When, findings,
};

use Verdict::{CannotTell, Met, NotMet};

const ROOT: Requirement = Requirement {
    id: "x/root",
    need: Need::Holds("root"),
    ..ROW
};

const BEHIND: Requirement = Requirement {
    id: "x/behind",
    behind: &["x/root"],
    ..ROW
};

fn ids(found: &[Finding]) -> Vec<&'static str> {
    found.iter().map(|finding| finding.id).collect()
}

/// The second of two rows, which stands behind the first.
fn behind(root: Known, own: Known) -> Finding {
    found([ROOT, BEHIND], &evidence([("root", root), ("flag", own)])).remove(1)
}

fn blocked_by(finding: &Finding) -> Option<&'static str> {
    match finding.judged.cause {
        Some(Cause::BlockedBy(id)) => Some(id),
        _ => None,
    }
}

#[test]
fn a_dead_credential_blocks_every_row_behind_it() {
    for cause in credential_causes() {
        for own in [
            flag(true),
            flag(false),
            gap(Cause::Network),
            gap(Cause::TokenInvalid),
        ] {
            let row = behind(gap(cause.clone()), own.clone());
            assert_eq!(blocked_by(&row), Some("x/root"), "{cause}, {own:?}");
        }
    }
}

#[test]
fn a_row_that_does_not_stand_behind_the_dead_credential_is_judged() {
    let known = evidence([("root", gap(Cause::TokenExpired)), ("flag", flag(true))]);
    assert_eq!(found([ROOT, ROW], &known)[1].judged.verdict, Met);
}

#[test]
fn a_row_that_is_not_met_blocks_what_cannot_be_told_behind_it_whatever_the_cause() {
    for cause in super::ordinary_causes() {
        let row = behind(flag(false), gap(cause.clone()));
        assert_eq!(blocked_by(&row), Some("x/root"), "{cause}");
    }
}

#[test]
fn a_row_that_is_not_met_leaves_what_is_settled_behind_it() {
    for (own, expected) in [(flag(true), Met), (flag(false), NotMet)] {
        let row = behind(flag(false), own);
        assert_eq!(row.judged.verdict, expected);
        assert_eq!(blocked_by(&row), None);
    }
}

/// What is wrong on the way to the service is wrong for every request.
fn causes_of_the_way() -> [Cause; 7] {
    [
        Cause::Network,
        Cause::Tls,
        Cause::Deadline,
        Cause::Budget,
        Cause::RateLimited(None),
        Cause::ServerError,
        Cause::Unreadable,
    ]
}

#[test]
fn what_is_wrong_on_the_way_is_told_once_by_the_row_in_front() {
    for cause in causes_of_the_way() {
        let row = behind(gap(cause.clone()), gap(cause.clone()));
        assert_eq!(blocked_by(&row), Some("x/root"), "{cause}");
    }
}

#[test]
fn what_is_wrong_with_a_request_is_told_by_each_row_that_sent_one() {
    for cause in [Cause::Refused, Cause::NotVisible, Cause::NotFoundOrHidden] {
        let row = behind(gap(cause.clone()), gap(cause.clone()));
        assert_eq!(row.judged.cause, Some(cause));
    }
}

#[test]
fn two_different_troubles_on_the_way_are_both_told() {
    let row = behind(gap(Cause::Network), gap(Cause::Deadline));
    assert_eq!(row.judged.cause, Some(Cause::Deadline));
}

#[test]
fn the_same_cause_with_other_details_is_the_same_cause() {
    let until = |time: &str| gap(Cause::RateLimited(Some(time.to_owned())));
    let row = behind(until("12:00"), until("12:05"));
    assert_eq!(blocked_by(&row), Some("x/root"));
}

#[test]
fn what_was_not_asked_folds_into_the_open_row_in_front() {
    let row = behind(gap(Cause::Network), gap(Cause::NotAsked));
    assert_eq!(blocked_by(&row), Some("x/root"));
}

#[test]
fn another_cause_than_that_of_the_row_in_front_is_told_by_its_own_row() {
    let row = behind(gap(Cause::NotAsked), gap(Cause::Refused));
    assert_eq!(row.judged.cause, Some(Cause::Refused));
}

#[test]
fn an_open_row_leaves_what_is_settled_behind_it() {
    for (own, expected) in [(flag(true), Met), (flag(false), NotMet)] {
        assert_eq!(behind(gap(Cause::Network), own).judged.verdict, expected);
    }
}

#[test]
fn advice_about_a_dead_credential_does_not_hide_a_row_that_is_not_met_for_it() {
    let advice = Requirement {
        need: Need::Advice(&Need::Holds("root")),
        ..ROOT
    };
    let dead = || gap(Cause::TokenInvalid);
    let known = evidence([("root", dead()), ("flag", dead())]);
    let row = found([advice, BEHIND], &known).remove(1);
    assert_eq!(row.judged.verdict, NotMet);
}

#[test]
fn a_row_that_is_met_blocks_nothing() {
    for cause in [Cause::Network, Cause::NotAsked] {
        let row = behind(flag(true), gap(cause.clone()));
        assert_eq!(row.judged.cause, Some(cause));
    }
}

const LAST: Requirement = Requirement {
    id: "x/last",
    need: Need::Holds("last"),
    behind: &["x/behind"],
    ..ROW
};

/// The third of three rows in a chain, where the first blocks the second; a credential elsewhere is dead.
fn last(own: Known) -> Finding {
    let elsewhere = Requirement {
        id: "x/elsewhere",
        need: Need::Holds("elsewhere"),
        ..ROW
    };
    let known = evidence([
        ("elsewhere", gap(Cause::TokenExpired)),
        ("root", flag(false)),
        ("flag", gap(Cause::Network)),
        ("last", own),
    ]);
    found([elsewhere, ROOT, BEHIND, LAST], &known).remove(3)
}

#[test]
fn a_row_behind_a_blocked_one_names_the_root() {
    for cause in [Cause::Network, Cause::Refused] {
        assert_eq!(blocked_by(&last(gap(cause))), Some("x/root"));
    }
}

#[test]
fn a_settled_row_behind_a_blocked_one_stays() {
    for (own, expected) in [(flag(true), Met), (flag(false), NotMet)] {
        assert_eq!(last(own).judged.verdict, expected);
    }
}

#[test]
fn a_dead_credential_blocks_what_is_settled_through_a_blocked_row_too() {
    let known = evidence([
        ("root", gap(Cause::TokenExpired)),
        ("flag", flag(true)),
        ("last", flag(true)),
    ]);
    let last = found([ROOT, BEHIND, LAST], &known).remove(2);
    assert_eq!(blocked_by(&last), Some("x/root"));
}

#[test]
fn the_first_failing_row_in_front_is_named() {
    let blocker = |second| {
        let rows = [
            ROOT,
            Requirement {
                id: "x/second",
                need: Need::Holds("second"),
                ..ROW
            },
            Requirement {
                behind: &["x/second", "x/root"],
                ..BEHIND
            },
        ];
        let known = evidence([
            ("root", flag(false)),
            ("second", second),
            ("flag", gap(Cause::Network)),
        ]);
        blocked_by(&found(rows, &known)[2])
    };
    assert_eq!(blocker(flag(false)), Some("x/second"), "both fail");
    assert_eq!(blocker(flag(true)), Some("x/root"), "only the other fails");
}

#[test]
fn rows_stand_behind_findings_of_another_side_too() {
    let earlier = found([ROOT], &evidence([("root", gap(Cause::TokenRevoked))]));
    let found = findings(
        leak([BEHIND]),
        About::Connection,
        &evidence([("flag", flag(true))]),
        &context(Phase::Steady),
        &earlier,
        &no_words,
        &|_| {},
    );
    assert_eq!(
        ids(&found),
        ["x/behind"],
        "earlier findings are not repeated"
    );
    assert_eq!(blocked_by(&found[0]), Some("x/root"));
}

#[test]
fn a_row_in_front_that_is_left_out_blocks_nothing() {
    let absent = Requirement {
        when: When::Asked("feature"),
        ..ROOT
    };
    let context = Context {
        left_out: super::set(&["feature"]),
        ..context(Phase::Steady)
    };
    let known = evidence([("root", flag(false)), ("flag", gap(Cause::Network))]);
    let found = findings(
        leak([absent, BEHIND]),
        About::Connection,
        &known,
        &context,
        &[],
        &no_words,
        &|_| {},
    );
    assert_eq!(found[0].judged.cause, Some(Cause::Network));
}

#[test]
fn a_blocked_row_says_only_what_it_depends_on() {
    let row = Requirement {
        need: Need::AnyScope("scopes", &["narrow"], &LATTICE),
        remedies: leak([remedy(On::CannotTell, "do something")]),
        ..BEHIND
    };
    let known = evidence([
        ("root", gap(Cause::TokenInvalid)),
        ("scopes", scopes(&["sudo"])),
    ]);
    let row = found([ROOT, row], &known).remove(1);
    assert!(row.blocked());
    assert_eq!(row.judged.verdict, CannotTell);
    assert_eq!(row.judged.why, "depends on x/root");
    assert_eq!(row.judged.missing, Vec::<String>::new());
    assert_eq!(row.judged.by, []);
    assert_eq!(row.fix, None);
}

#[test]
fn only_a_row_that_depends_on_another_is_blocked() {
    for known in [flag(true), flag(false), gap(Cause::Network)] {
        assert!(!finding(known).blocked());
    }
    assert!(finding(gap(Cause::BlockedBy("x/root"))).blocked());
}
