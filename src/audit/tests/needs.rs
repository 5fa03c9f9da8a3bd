//! The truth table of every kind of need that looks at one fact.

use super::{
    LATTICE, but, context, credential_causes, evidence, flag, gap, ordinary_causes, scopes, seen,
    set, trace,
};
use crate::audit::{
    Cause, Certainty, Context, Evidence, Judged, Known, Need, Phase, Value, Verdict, judge,
};

use Verdict::{CannotTell, Met, NotMet};

const PHASES: [Phase; 2] = [Phase::Setup, Phase::Steady];

pub(super) const HOLDS: Need = Need::Holds("fact");
pub(super) const ANY_SCOPE: Need = Need::AnyScope("fact", &["narrow", "twin"], &LATTICE);
pub(super) const NOTHING_BEYOND: Need = Need::NothingBeyond {
    fact: "fact",
    setup: Some(&["wide"]),
    steady: &["narrow"],
    lattice: &LATTICE,
};
const NOTHING_BEYOND_STEADY: Need = Need::NothingBeyond {
    fact: "fact",
    setup: None,
    steady: &["narrow"],
    lattice: &LATTICE,
};
const RANK: Need = Need::Rank {
    fact: "fact",
    setup: 40,
    steady: 30,
    names: &[(20, "Reporter"), (40, "Maintainer")],
};
const LASTS: Need = Need::Lasts {
    fact: "fact",
    at_most: Some(365),
};

/// Every kind that looks at one fact, alone and inside the kinds that have parts.
fn of_one_fact() -> Vec<(&'static str, Need)> {
    vec![
        ("holds", HOLDS),
        ("any scope", ANY_SCOPE),
        ("nothing beyond", NOTHING_BEYOND),
        ("rank", RANK),
        ("lasts", LASTS),
        ("any", Need::Any(&[HOLDS])),
        ("all", Need::All(&[HOLDS])),
        ("advice", Need::Advice(&HOLDS)),
    ]
}

fn judged(need: &Need, known: Known, phase: Phase) -> Judged {
    judge(need, &evidence([("fact", known)]), &context(phase))
}

pub(super) fn steady(need: &Need, known: Known) -> Judged {
    judged(need, known, Phase::Steady)
}

fn verdict(need: &Need, known: Known) -> Verdict {
    steady(need, known).verdict
}

// ---- the columns that all kinds share

#[test]
fn an_ordinary_gap_is_never_more_than_cannot_tell_and_keeps_its_cause_and_evidence() {
    for (name, need) in of_one_fact() {
        for cause in ordinary_causes() {
            for phase in PHASES {
                let judged = judged(&need, gap(cause.clone()), phase);
                let expected = Judged {
                    verdict: CannotTell,
                    why: cause.words(),
                    cause: Some(cause.clone()),
                    sure: Certainty::Observed,
                    missing: vec![],
                    excess: vec![],
                    by: vec![trace("gap")],
                };
                assert_eq!(judged, expected, "{name}, {cause}, {}", phase.word());
            }
        }
    }
}

#[test]
fn a_dead_credential_is_not_met_with_its_cause_except_as_advice() {
    for (name, need) in of_one_fact() {
        for cause in credential_causes() {
            for phase in PHASES {
                let judged = judged(&need, gap(cause.clone()), phase);
                let expected = if name == "advice" { CannotTell } else { NotMet };
                assert_eq!(judged.verdict, expected, "{name}, {cause}");
                assert_eq!(judged.cause, Some(cause.clone()), "{name}");
                assert_eq!(judged.why, cause.words(), "{name}");
                assert_eq!(judged.by, [trace("gap")], "{name}");
            }
        }
    }
}

#[test]
fn a_value_of_another_shape_is_unreadable_in_either_phase() {
    let shapes = [
        ("flag", Value::Flag(true)),
        ("rank", Value::Rank(50)),
        ("set", Value::Set(set(&["narrow"]))),
        ("day", Value::Day(Some(1_100))),
        ("text", Value::Text("yes".to_owned())),
    ];
    let fitting = |need: &str| match need {
        "any scope" | "nothing beyond" => "set",
        "rank" => "rank",
        "lasts" => "day",
        _ => "flag",
    };
    for (name, need) in of_one_fact() {
        for (shape, value) in &shapes {
            for phase in PHASES {
                let judged = judged(&need, seen(value.clone()), phase);
                if *shape == fitting(name) {
                    assert_eq!(judged.verdict, Met, "{name} of a {shape}");
                } else {
                    assert_eq!(judged.verdict, CannotTell, "{name} of a {shape}");
                    assert_eq!(judged.cause, Some(Cause::Unreadable), "{name}");
                    assert_eq!(judged.by, [trace("seen")], "{name}");
                }
            }
        }
    }
}

#[test]
fn where_a_phase_allows_everything_nothing_needs_to_be_known() {
    let in_phase = |known, phase| judged(&NOTHING_BEYOND_STEADY, known, phase);
    for cause in ordinary_causes() {
        let setup = in_phase(gap(cause.clone()), Phase::Setup);
        assert_eq!(
            (setup.verdict, setup.sure),
            (Met, Certainty::Implied),
            "{cause}"
        );
        assert_eq!(
            in_phase(gap(cause.clone()), Phase::Steady).verdict,
            CannotTell,
            "{cause}"
        );
    }
    for cause in credential_causes() {
        assert_eq!(
            in_phase(gap(cause.clone()), Phase::Setup).verdict,
            NotMet,
            "{cause}"
        );
    }
}

#[test]
fn what_was_never_recorded_was_not_asked() {
    for (name, need) in of_one_fact() {
        for phase in PHASES {
            let judged = judge(&need, &Evidence::default(), &context(phase));
            assert_eq!(judged.verdict, CannotTell, "{name}");
            assert_eq!(judged.cause, Some(Cause::NotAsked), "{name}");
            assert_eq!(judged.by, [], "{name}");
        }
    }
}

#[test]
fn a_verdict_is_as_sure_as_the_fact_it_rests_on() {
    let facts = [
        (HOLDS, flag(true)),
        (HOLDS, flag(false)),
        (ANY_SCOPE, scopes(&["narrow"])),
        (ANY_SCOPE, scopes(&[])),
        (NOTHING_BEYOND, scopes(&["tiny"])),
        (NOTHING_BEYOND, scopes(&["sudo"])),
        (RANK, seen(Value::Rank(50))),
        (RANK, seen(Value::Rank(0))),
        (LASTS, seen(Value::Day(Some(1_100)))),
        (LASTS, seen(Value::Day(None))),
        (Need::Any(&[HOLDS]), flag(true)),
        (Need::Any(&[HOLDS]), flag(false)),
        (Need::All(&[HOLDS]), flag(true)),
        (Need::All(&[HOLDS]), flag(false)),
        (Need::Advice(&HOLDS), flag(true)),
        (Need::Advice(&HOLDS), flag(false)),
    ];
    for (need, known) in facts {
        for sure in [
            Certainty::Observed,
            Certainty::Implied,
            Certainty::Inferred,
            Certainty::Heuristic,
        ] {
            let judged = steady(&need, but(sure, known.clone()));
            assert_eq!(judged.sure, sure, "{need:?} over {known:?}");
        }
    }
}

// ---- Holds

#[test]
fn a_flag_that_is_true_holds_with_nothing_to_explain() {
    let expected = Judged {
        verdict: Met,
        cause: None,
        sure: Certainty::Observed,
        why: String::new(),
        missing: vec![],
        excess: vec![],
        by: vec![trace("seen")],
    };
    assert_eq!(steady(&HOLDS, flag(true)), expected);
}

#[test]
fn a_flag_that_is_false_is_not_met_without_a_cause() {
    let judged = steady(&HOLDS, flag(false));
    assert_eq!(judged.verdict, NotMet);
    assert_eq!(judged.cause, None);
    assert_eq!(judged.why, "it does not hold");
    assert_eq!(judged.by, [trace("seen")]);
}

// ---- AnyScope

#[test]
fn any_of_the_scopes_will_do() {
    for grant in [&["narrow"][..], &["twin"], &["sudo", "twin"]] {
        assert_eq!(verdict(&ANY_SCOPE, scopes(grant)), Met, "{grant:?}");
    }
}

#[test]
fn a_scope_that_includes_the_needed_one_implies_it() {
    let judged = steady(&ANY_SCOPE, scopes(&["wide"]));
    assert_eq!(judged.verdict, Met);
    assert_eq!(judged.sure, Certainty::Implied);
}

#[test]
fn implying_a_scope_makes_nothing_surer() {
    let judged = steady(&ANY_SCOPE, but(Certainty::Heuristic, scopes(&["wide"])));
    assert_eq!(judged.sure, Certainty::Heuristic);
}

#[test]
fn a_granted_scope_is_observed_even_beside_one_that_implies_it() {
    let judged = steady(&ANY_SCOPE, scopes(&["narrow", "wide"]));
    assert_eq!(judged.sure, Certainty::Observed);
}

#[test]
fn a_lacking_scope_names_the_first_choice_and_what_was_granted() {
    let judged = steady(&ANY_SCOPE, scopes(&["tiny", "sudo"]));
    assert_eq!(judged.verdict, NotMet);
    assert_eq!(judged.cause, None);
    assert_eq!(judged.missing, ["narrow"]);
    assert_eq!(judged.excess, Vec::<String>::new());
    assert_eq!(judged.why, "needs narrow, has sudo, tiny");
}

#[test]
fn a_token_without_scopes_says_so() {
    let judged = steady(&ANY_SCOPE, scopes(&[]));
    assert_eq!(judged.verdict, NotMet);
    assert_eq!(judged.why, "needs narrow, has none");
}

#[test]
fn a_choice_of_no_scopes_cannot_be_told() {
    let need = Need::AnyScope("fact", &[], &LATTICE);
    assert_eq!(verdict(&need, scopes(&["wide"])), CannotTell);
}

// ---- NothingBeyond

#[test]
fn nothing_beyond_allows_by_phase_the_closure_of_what_is_listed() {
    for (phase, grant, expected) in [
        (Phase::Setup, &["wide"][..], Met),
        (Phase::Setup, &["narrow", "tiny"], Met),
        (Phase::Setup, &["sudo"], NotMet),
        (Phase::Steady, &["narrow", "tiny"], Met),
        (Phase::Steady, &["wide"], NotMet),
        (Phase::Steady, &["sudo"], NotMet),
        (Phase::Steady, &[], Met),
    ] {
        let judged = judged(&NOTHING_BEYOND, scopes(grant), phase);
        assert_eq!(judged.verdict, expected, "{grant:?}, {}", phase.word());
    }
}

#[test]
fn without_a_list_for_setup_anything_goes_until_steady() {
    let judged_in = |phase| judged(&NOTHING_BEYOND_STEADY, scopes(&["sudo"]), phase).verdict;
    assert_eq!(judged_in(Phase::Setup), Met);
    assert_eq!(judged_in(Phase::Steady), NotMet);
}

#[test]
fn surplus_is_listed_with_what_to_know_of_it() {
    let judged = steady(&NOTHING_BEYOND, scopes(&["narrow", "sudo", "wide"]));
    assert_eq!(judged.excess, ["sudo", "wide"]);
    assert_eq!(judged.missing, Vec::<String>::new());
    assert_eq!(
        judged.why,
        "not needed: sudo (dangerous: acts as anyone), wide"
    );
    assert_eq!(judged.cause, None);
}

// ---- Rank

#[test]
fn a_rank_must_reach_the_least_of_the_phase() {
    for (phase, rank, expected) in [
        (Phase::Setup, 39, NotMet),
        (Phase::Setup, 40, Met),
        (Phase::Setup, 41, Met),
        (Phase::Steady, 29, NotMet),
        (Phase::Steady, 30, Met),
        (Phase::Steady, 31, Met),
    ] {
        let judged = judged(&RANK, seen(Value::Rank(rank)), phase);
        assert_eq!(judged.verdict, expected, "{rank}, {}", phase.word());
    }
}

#[test]
fn a_low_rank_is_named_as_the_service_names_it() {
    let why = |rank, phase| judged(&RANK, seen(Value::Rank(rank)), phase).why;
    assert_eq!(
        why(20, Phase::Setup),
        "is Reporter (20), needs Maintainer (40)"
    );
    assert_eq!(why(20, Phase::Steady), "is Reporter (20), needs 30");
    assert_eq!(why(5, Phase::Setup), "is 5, needs Maintainer (40)");
}

// ---- Lasts: today is 1000, nearer than 30 days is too near, more than 365 too far

#[test]
fn an_end_date_must_be_neither_near_nor_far() {
    for (left, expected) in [
        (-1, NotMet),
        (0, NotMet),
        (29, NotMet),
        (30, Met),
        (365, Met),
        (366, NotMet),
    ] {
        let day = Value::Day(Some(1_000 + left));
        assert_eq!(verdict(&LASTS, seen(day)), expected, "{left} days left");
    }
}

#[test]
fn without_an_upper_bound_any_end_date_will_do() {
    let need = Need::Lasts {
        fact: "fact",
        at_most: None,
    };
    for day in [1_030, 100_000, i64::MAX] {
        assert_eq!(verdict(&need, seen(Value::Day(Some(day)))), Met, "{day}");
    }
    assert_eq!(verdict(&need, seen(Value::Day(Some(1_029)))), NotMet);
    assert_eq!(verdict(&need, seen(Value::Day(Some(i64::MIN)))), NotMet);
}

#[test]
fn an_end_date_that_is_wrong_says_how() {
    for (day, why) in [
        (None, "never expires"),
        (Some(999), "has expired"),
        (Some(1_000), "expires in 0 days"),
        (Some(1_001), "expires in 1 day"),
        (Some(1_029), "expires in 29 days"),
        (Some(1_400), "lives 400 more days, at most 365 are advised"),
    ] {
        let judged = steady(&LASTS, seen(Value::Day(day)));
        assert_eq!(judged.verdict, NotMet, "{why}");
        assert_eq!(judged.why, why);
    }
}

#[test]
fn how_near_is_too_near_is_the_users_choice() {
    let context = Context {
        warn_days: 0,
        ..context(Phase::Steady)
    };
    let on = |day| {
        let known = evidence([("fact", seen(Value::Day(Some(day))))]);
        judge(&LASTS, &known, &context).verdict
    };
    assert_eq!(on(1_000), Met, "its last day");
    assert_eq!(on(999), NotMet, "the day after");
}
