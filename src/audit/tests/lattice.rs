//! Scopes: closure, what is missing, what is too much, and the smallest grant.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{LATTICE, leak, set};
use crate::audit::Lattice;

const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

/// Any names, some of which no lattice knows, in any order and perhaps twice.
fn names() -> impl Strategy<Value = Vec<&'static str>> {
    let known_or_not =
        prop::sample::select(vec!["a", "b", "c", "d", "e", "f", "g", "unknown", "stray"]);
    prop::collection::vec(known_or_not, 0..6)
}

/// Any lattice over the names, cycles and self references included.
fn lattices() -> impl Strategy<Value = &'static Lattice> {
    let row = prop::sample::subsequence(NAMES.to_vec(), 0..3);
    prop::collection::vec(row, NAMES.len()).prop_map(|rows| {
        let includes: Vec<_> = NAMES.into_iter().zip(rows.into_iter().map(leak)).collect();
        &*Box::leak(Box::new(Lattice {
            includes: leak(includes),
            labels: &[],
            notes: &[],
        }))
    })
}

fn closed(lattice: &Lattice, grant: &[&str]) -> BTreeSet<String> {
    lattice.closure(grant.iter().copied())
}

fn suffices(lattice: &Lattice, grant: &[&str], needed: &[&str]) -> bool {
    closed(lattice, grant).is_superset(&set(needed))
}

proptest! {
    #[test]
    fn a_closure_holds_the_grant_itself(lattice in lattices(), grant in names()) {
        prop_assert!(closed(lattice, &grant).is_superset(&set(&grant)));
    }

    #[test]
    fn closing_twice_adds_nothing(lattice in lattices(), grant in names()) {
        let once = closed(lattice, &grant);
        let twice = lattice.closure(once.iter().map(String::as_str));
        prop_assert_eq!(once, twice);
    }

    #[test]
    fn more_scopes_never_close_to_less(lattice in lattices(), grant in names(), more in names()) {
        let both = [grant.clone(), more].concat();
        prop_assert!(closed(lattice, &both).is_superset(&closed(lattice, &grant)));
    }

    #[test]
    fn a_closure_is_the_least_closed_set(lattice in lattices(), grant in names()) {
        // Grown step by step until nothing is added: another way to the same set.
        let mut grown = set(&grant);
        loop {
            let before = grown.len();
            for (scope, included) in lattice.includes {
                if grown.contains(*scope) {
                    grown.extend(set(included));
                }
            }
            if grown.len() == before {
                break;
            }
        }
        prop_assert_eq!(closed(lattice, &grant), grown);
    }

    #[test]
    fn what_is_missing_is_never_surplus_too(
        lattice in lattices(), grant in names(), needed in names(),
    ) {
        let missing = lattice.missing(&set(&grant), &needed);
        let surplus = lattice.surplus(&set(&grant), &needed);
        prop_assert!(missing.iter().all(|scope| !surplus.contains(scope)));
    }

    #[test]
    fn granting_what_is_missing_suffices_and_is_never_surplus(
        lattice in lattices(), grant in names(), needed in names(),
    ) {
        let missing = lattice.missing(&set(&grant), &needed);
        let mut repaired = set(&grant);
        repaired.extend(missing.iter().cloned());
        prop_assert_eq!(lattice.missing(&repaired, &needed), Vec::<String>::new());
        let surplus = lattice.surplus(&repaired, &needed);
        prop_assert!(missing.iter().all(|scope| !surplus.contains(scope)));
    }

    #[test]
    fn missing_scopes_are_those_needed_and_not_included_each_once(
        lattice in lattices(), grant in names(), needed in names(),
    ) {
        let missing = lattice.missing(&set(&grant), &needed);
        let held = closed(lattice, &grant);
        let expected: BTreeSet<String> = set(&needed).difference(&held).cloned().collect();
        prop_assert_eq!(missing.len(), expected.len());
        prop_assert_eq!(missing.into_iter().collect::<BTreeSet<_>>(), expected);
    }

    #[test]
    fn surplus_scopes_are_those_granted_and_not_allowed(
        lattice in lattices(), grant in names(), allowed in names(),
    ) {
        let surplus: BTreeSet<String> = lattice.surplus(&set(&grant), &allowed).into_iter().collect();
        let fine = closed(lattice, &allowed);
        prop_assert_eq!(surplus, set(&grant).difference(&fine).cloned().collect());
    }

    #[test]
    fn a_grant_is_never_beyond_itself(lattice in lattices(), grant in names()) {
        prop_assert_eq!(lattice.surplus(&set(&grant), &grant), Vec::<String>::new());
    }

    #[test]
    fn the_smallest_grant_suffices(lattice in lattices(), needed in names()) {
        prop_assert!(suffices(lattice, &lattice.smallest(&needed), &needed));
    }

    #[test]
    fn no_scope_of_the_smallest_grant_can_be_dropped(lattice in lattices(), needed in names()) {
        let smallest = lattice.smallest(&needed);
        for at in 0..smallest.len() {
            let mut fewer = smallest.clone();
            fewer.remove(at);
            prop_assert!(!suffices(lattice, &fewer, &needed), "{smallest:?} without {}", smallest[at]);
        }
    }

    #[test]
    fn the_smallest_grant_asks_only_for_what_is_needed(lattice in lattices(), needed in names()) {
        prop_assert!(lattice.smallest(&needed).iter().all(|scope| needed.contains(scope)));
    }

    #[test]
    fn an_unknown_scope_is_carried_through_as_it_came(lattice in lattices(), name in "[A-Z:_]{1,12}") {
        let only = set(&[&name]);
        prop_assert_eq!(lattice.closure([name.as_str()]), only.clone());
        prop_assert_eq!(lattice.surplus(&only, &NAMES), vec![name.clone()]);
        prop_assert_eq!(lattice.missing(&set(&NAMES), &[&name]), vec![name.clone()]);
        prop_assert_eq!(lattice.smallest(&[&name]), vec![name.as_str()]);
        prop_assert_eq!(lattice.label(&name), name.as_str());
    }
}

#[test]
fn inclusion_reaches_through_several_steps() {
    assert_eq!(LATTICE.closure(["wide"]), set(&["wide", "narrow", "tiny"]));
}

#[test]
fn inclusion_goes_down_only() {
    assert_eq!(LATTICE.closure(["tiny"]), set(&["tiny"]));
}

#[test]
fn scopes_that_include_each_other_close_to_both() {
    assert_eq!(LATTICE.closure(["twin"]), set(&["twin", "mirror"]));
}

#[test]
fn nothing_granted_closes_to_nothing() {
    assert_eq!(LATTICE.closure([]), set(&[]));
}

#[test]
fn of_two_scopes_that_include_each_other_the_first_is_asked_for() {
    assert_eq!(LATTICE.smallest(&["mirror", "twin"]), ["mirror"]);
    assert_eq!(LATTICE.smallest(&["twin", "mirror"]), ["twin"]);
}

#[test]
fn the_smallest_grant_keeps_the_order_of_the_needs() {
    assert_eq!(
        LATTICE.smallest(&["stray", "tiny", "wide", "stray"]),
        ["stray", "wide"]
    );
}

#[test]
fn missing_scopes_keep_the_order_of_the_needs() {
    assert_eq!(
        LATTICE.missing(&set(&["narrow"]), &["wide", "tiny", "a", "wide"]),
        ["wide", "a"]
    );
}

#[test]
fn what_an_allowed_scope_includes_is_not_surplus() {
    assert_eq!(
        LATTICE.surplus(&set(&["narrow", "sudo", "tiny"]), &["wide"]),
        ["sudo"]
    );
}

#[test]
fn a_scope_is_called_what_the_web_page_calls_it() {
    assert_eq!(LATTICE.label("narrow"), "Narrow box");
    assert_eq!(LATTICE.label("tiny"), "tiny");
}

#[test]
fn only_a_noted_scope_has_a_note() {
    assert_eq!(LATTICE.note("sudo"), Some("dangerous: acts as anyone"));
    assert_eq!(LATTICE.note("wide"), None);
}
