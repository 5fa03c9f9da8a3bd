//! The third value is never folded into another.

use proptest::prelude::*;

use super::{context, credential_causes, flag, gap, leading_to, leak, ordinary_causes, seen};
use crate::audit::{Evidence, Known, Need, Phase, Value, Verdict, judge};

use Verdict::{CannotTell, Met, NotMet};

const FACTS: [&str; 4] = ["a", "b", "c", "d"];

fn facts() -> impl Strategy<Value = Vec<Known>> {
    let known = prop_oneof![
        Just(flag(true)),
        Just(flag(false)),
        Just(seen(Value::Rank(3))),
        prop::sample::select(ordinary_causes()).prop_map(gap),
        prop::sample::select(credential_causes().to_vec()).prop_map(gap),
    ];
    prop::collection::vec(known, FACTS.len())
}

/// Any need over the facts; `agree` and `advice` where wanted.
fn needs(all_kinds: bool) -> impl Strategy<Value = Need> {
    let fact = || prop::sample::select(FACTS.to_vec());
    let leaf = if all_kinds {
        prop_oneof![
            fact().prop_map(Need::Holds),
            (fact(), fact()).prop_map(|(one, other)| Need::Agree(one, other)),
        ]
        .boxed()
    } else {
        fact().prop_map(Need::Holds).boxed()
    };
    leaf.prop_recursive(3, 16, 3, move |inner| {
        let parts = || prop::collection::vec(inner.clone(), 0..4).prop_map(leak);
        let whole = prop_oneof![parts().prop_map(Need::Any), parts().prop_map(Need::All)];
        if all_kinds {
            let advice = inner.clone().prop_map(|one| Need::Advice(&leak([one])[0]));
            prop_oneof![2 => whole, 1 => advice].boxed()
        } else {
            whole.boxed()
        }
    })
}

fn verdict_over(need: &Need, facts: &[Known]) -> Verdict {
    let mut evidence = Evidence::default();
    for (fact, known) in FACTS.into_iter().zip(facts) {
        evidence.put(fact, known.clone());
    }
    judge(need, &evidence, &context(Phase::Steady)).verdict
}

proptest! {
    #[test]
    fn knowing_less_leaves_a_verdict_or_opens_it_and_never_turns_it(
        need in needs(true),
        facts in facts(),
        at in 0..FACTS.len(),
        cause in prop::sample::select(ordinary_causes()),
    ) {
        let before = verdict_over(&need, &facts);
        let mut fewer = facts;
        fewer[at] = gap(cause);
        let after = verdict_over(&need, &fewer);
        prop_assert!(after == before || after == CannotTell, "{before:?} became {after:?}");
    }

    #[test]
    fn knowing_nothing_decides_nothing(
        need in needs(true),
        cause in prop::sample::select(ordinary_causes()),
    ) {
        let facts = vec![gap(cause); FACTS.len()];
        prop_assert_eq!(verdict_over(&need, &facts), CannotTell);
    }

    #[test]
    fn a_better_part_never_makes_the_whole_worse(
        need in needs(false),
        facts in facts(),
        at in 0..FACTS.len(),
    ) {
        let with = |verdict| {
            let mut facts = facts.clone();
            facts[at] = leading_to(verdict);
            verdict_over(&need, &facts)
        };
        prop_assert!(with(Met) <= with(CannotTell));
        prop_assert!(with(CannotTell) <= with(NotMet));
    }

    #[test]
    fn what_cannot_be_told_always_carries_a_cause(need in needs(true), facts in facts()) {
        let mut evidence = Evidence::default();
        for (fact, known) in FACTS.into_iter().zip(facts) {
            evidence.put(fact, known);
        }
        let judged = judge(&need, &evidence, &context(Phase::Steady));
        prop_assert!(judged.verdict != CannotTell || judged.cause.is_some());
        prop_assert!(judged.verdict != Met || (judged.cause.is_none() && judged.why.is_empty()));
    }

    #[test]
    fn advice_never_ends_in_not_met(need in needs(true), facts in facts()) {
        let advice = Need::Advice(&leak([need])[0]);
        prop_assert!(verdict_over(&advice, &facts) != NotMet);
    }
}
