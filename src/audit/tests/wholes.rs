//! Needs over more than one fact: both sides agree, any part, all parts; and advice.

use super::needs::{ANY_SCOPE, HOLDS, NOTHING_BEYOND, steady};
use super::{
    LATTICE, but, by, context, credential_causes, evidence, flag, gap, leading_to, ordinary_causes,
    scopes, seen, set, trace,
};
use crate::audit::{Cause, Certainty, Judged, Known, Need, Phase, Value, Verdict, judge};

use Verdict::{CannotTell, Met, NotMet};

// ---- Agree

fn agree(one: Known, other: Known) -> Judged {
    let known = evidence([("one", by("one", one)), ("other", by("other", other))]);
    judge(
        &Need::Agree("one", "other"),
        &known,
        &context(Phase::Steady),
    )
}

#[test]
fn two_equal_values_agree_by_the_evidence_of_both() {
    for value in [
        Value::Flag(false),
        Value::Flag(true),
        Value::Text("a".to_owned()),
        Value::Set(set(&["a"])),
        Value::Rank(1),
        Value::Day(None),
    ] {
        let judged = agree(seen(value.clone()), seen(value.clone()));
        assert_eq!(judged.verdict, Met, "{value:?}");
        assert_eq!(judged.by, [trace("one"), trace("other")]);
    }
}

#[test]
fn two_different_values_do_not_agree() {
    let judged = agree(flag(true), flag(false));
    assert_eq!(judged.verdict, NotMet);
    assert_eq!(judged.cause, None);
    assert_eq!(judged.why, "the two sides do not agree");
    assert_eq!(judged.by, [trace("one"), trace("other")]);
}

#[test]
fn agreeing_is_as_sure_as_the_less_sure_side() {
    for yes in [true, false] {
        let inferred = || but(Certainty::Inferred, flag(yes));
        assert_eq!(agree(inferred(), flag(true)).sure, Certainty::Inferred);
        assert_eq!(agree(flag(true), inferred()).sure, Certainty::Inferred);
    }
}

#[test]
fn a_gap_on_either_side_leaves_agreement_open_even_when_the_credential_is_dead() {
    for cause in ordinary_causes().into_iter().chain(credential_causes()) {
        for (judged, name) in [
            (agree(gap(cause.clone()), flag(true)), "one"),
            (agree(flag(true), gap(cause.clone())), "other"),
        ] {
            assert_eq!(judged.verdict, CannotTell, "{cause}");
            // The dead credential is told by its own row.
            let told = if cause.is_credential() {
                Cause::NotAsked
            } else {
                cause.clone()
            };
            assert_eq!(judged.why, told.words());
            assert_eq!(judged.cause, Some(told));
            assert_eq!(judged.by, [trace(name)]);
        }
    }
}

#[test]
fn a_side_that_was_never_recorded_leaves_agreement_open() {
    let known = evidence([("one", flag(true))]);
    for need in [Need::Agree("one", "other"), Need::Agree("other", "one")] {
        let judged = judge(&need, &known, &context(Phase::Steady));
        assert_eq!(judged.verdict, CannotTell);
        assert_eq!(judged.cause, Some(Cause::NotAsked));
    }
}

// ---- Any and All

const ONE: Need = Need::Holds("one");
const OTHER: Need = Need::Holds("other");
const ANY: Need = Need::Any(&[ONE, OTHER]);
const ALL: Need = Need::All(&[ONE, OTHER]);

fn two(need: &Need, one: Known, other: Known) -> Judged {
    let known = evidence([("one", by("one", one)), ("other", by("other", other))]);
    judge(need, &known, &context(Phase::Steady))
}

#[test]
fn any_and_all_follow_the_table_of_three_values() {
    for (one, other, either, both) in [
        (Met, Met, Met, Met),
        (Met, CannotTell, Met, CannotTell),
        (Met, NotMet, Met, NotMet),
        (CannotTell, CannotTell, CannotTell, CannotTell),
        (CannotTell, NotMet, CannotTell, NotMet),
        (NotMet, NotMet, NotMet, NotMet),
    ] {
        for (left, right) in [(one, other), (other, one)] {
            let with = |need| two(need, leading_to(left), leading_to(right)).verdict;
            assert_eq!(with(&ANY), either, "any of {left:?} and {right:?}");
            assert_eq!(with(&ALL), both, "all of {left:?} and {right:?}");
        }
    }
}

#[test]
fn a_need_without_parts_cannot_be_told() {
    for need in [Need::Any(&[]), Need::All(&[])] {
        let judged = steady(&need, flag(true));
        assert_eq!(judged.verdict, CannotTell, "{need:?}");
        assert_eq!(judged.cause, Some(Cause::NotAsked), "{need:?}");
    }
}

#[test]
fn any_rests_on_its_surest_part_alone() {
    let inferred = but(Certainty::Inferred, flag(true));
    for (one, other, name) in [
        (flag(true), inferred.clone(), "one"),
        (inferred.clone(), flag(true), "other"),
        (inferred.clone(), inferred, "one"),
    ] {
        let sure = one.clone().unwrap().sure.min(other.clone().unwrap().sure);
        let judged = two(&ANY, one, other);
        assert_eq!(judged.sure, sure);
        assert_eq!(judged.by, [trace(name)]);
    }
}

#[test]
fn any_that_is_met_says_nothing_of_parts_that_are_not() {
    let judged = two(&ANY, flag(false), but(Certainty::Heuristic, flag(true)));
    assert_eq!(judged.why, "");
    assert_eq!(judged.by, [trace("other")]);
    assert_eq!(judged.sure, Certainty::Heuristic);
}

#[test]
fn all_is_as_sure_as_its_least_sure_part() {
    let judged = two(&ALL, flag(true), but(Certainty::Heuristic, flag(true)));
    assert_eq!(judged.sure, Certainty::Heuristic);
}

#[test]
fn parts_that_do_not_carry_the_verdict_do_not_make_it_less_sure() {
    let judged = two(&ALL, flag(false), but(Certainty::Heuristic, flag(true)));
    assert_eq!(judged.sure, Certainty::Observed);
}

#[test]
fn the_evidence_of_all_parts_is_kept_in_order() {
    for (need, one, other) in [
        (ALL, flag(true), flag(true)),
        (ALL, flag(true), flag(false)),
        (ALL, flag(true), gap(Cause::Network)),
        (ANY, flag(false), flag(false)),
        (ANY, flag(false), gap(Cause::Network)),
    ] {
        let judged = two(&need, one, other);
        assert_eq!(judged.by, [trace("one"), trace("other")], "{need:?}");
    }
}

#[test]
fn an_answer_that_decided_two_parts_is_evidence_once() {
    let known = evidence([("one", flag(true)), ("other", flag(true))]);
    let judged = judge(&ALL, &known, &context(Phase::Steady));
    assert_eq!(judged.by, [trace("seen")]);
}

#[test]
fn only_the_parts_that_carry_the_verdict_speak() {
    let judged = two(&ALL, flag(false), gap(Cause::Network));
    assert_eq!(judged.why, "it does not hold");
    assert_eq!(judged.cause, None);
    let judged = two(&ANY, flag(false), gap(Cause::Network));
    assert_eq!(judged.why, Cause::Network.words());
    assert_eq!(judged.cause, Some(Cause::Network));
}

#[test]
fn parts_that_say_the_same_say_it_once() {
    assert_eq!(two(&ALL, flag(false), flag(false)).why, "it does not hold");
}

#[test]
fn parts_with_different_gaps_tell_both_and_the_first_cause_counts() {
    for need in [ALL, ANY] {
        let judged = two(&need, gap(Cause::Deadline), gap(Cause::Refused));
        assert_eq!(judged.cause, Some(Cause::Deadline), "{need:?}");
        let both = format!("{}; {}", Cause::Deadline.words(), Cause::Refused.words());
        assert_eq!(judged.why, both, "{need:?}");
    }
}

#[test]
fn a_dead_credential_among_unmet_parts_gives_the_cause() {
    for need in [ALL, ANY] {
        let judged = two(&need, flag(false), gap(Cause::TokenRevoked));
        assert_eq!(judged.verdict, NotMet, "{need:?}");
        assert_eq!(judged.cause, Some(Cause::TokenRevoked), "{need:?}");
    }
}

const WIDE: Need = Need::AnyScope("fact", &["wide"], &LATTICE);
const TWIN: Need = Need::AnyScope("fact", &["twin"], &LATTICE);

#[test]
fn all_misses_what_every_part_misses_each_scope_once() {
    let judged = steady(&Need::All(&[WIDE, TWIN, WIDE]), scopes(&[]));
    assert_eq!(judged.missing, ["wide", "twin"]);
}

#[test]
fn any_misses_only_what_its_first_part_misses() {
    let judged = steady(&Need::Any(&[TWIN, WIDE]), scopes(&[]));
    assert_eq!(judged.missing, ["twin"]);
}

#[test]
fn any_passes_over_parts_that_no_scope_would_mend() {
    let known = evidence([("one", flag(false)), ("fact", scopes(&[]))]);
    let judged = judge(&Need::Any(&[ONE, WIDE]), &known, &context(Phase::Steady));
    assert_eq!(judged.missing, ["wide"]);
}

#[test]
fn a_choice_left_open_by_one_part_asks_for_no_scope_of_another() {
    let known = evidence([("one", gap(Cause::Network)), ("fact", scopes(&[]))]);
    let judged = judge(&Need::Any(&[ONE, WIDE]), &known, &context(Phase::Steady));
    assert_eq!(judged.verdict, CannotTell);
    assert_eq!(judged.missing, Vec::<String>::new());
}

#[test]
fn all_lists_what_is_too_much_for_any_part_each_scope_once() {
    let judged = steady(
        &Need::All(&[NOTHING_BEYOND, NOTHING_BEYOND]),
        scopes(&["sudo"]),
    );
    assert_eq!(judged.excess, ["sudo"]);
}

// ---- Advice

#[test]
fn advice_is_met_as_its_inner_need_is() {
    let inner = steady(&HOLDS, flag(true));
    assert_eq!(steady(&Need::Advice(&HOLDS), flag(true)), inner);
}

#[test]
fn advice_that_does_not_hold_cannot_be_told_and_keeps_its_words_and_evidence() {
    let judged = steady(&Need::Advice(&ANY_SCOPE), scopes(&["sudo"]));
    let expected = Judged {
        verdict: CannotTell,
        cause: Some(Cause::NotVisible),
        ..steady(&ANY_SCOPE, scopes(&["sudo"]))
    };
    assert_eq!(judged, expected);
}
