//! What the vendors document that they answer: each reader must understand it, and each simulator must answer so.

mod described;
mod fixture;
mod machine;
mod pages;
mod reader;
mod shared;
mod simulator;

use std::collections::BTreeSet;

use assistant::ask::Paging;

use self::fixture::Fixture;
use crate::contract::sides;

fn all() -> Vec<Fixture> {
    sides::all().into_iter().flat_map(fixture::of).collect()
}

#[test]
fn every_request_has_a_documented_success() {
    let fixtures = all();
    for side in sides::all() {
        for ask in side.asks {
            let mut cases = fixtures.iter();
            let found = cases.any(|one| {
                one.side == side.id && one.ask.key == ask.key && one.case.name == "success"
            });
            assert!(found, "{} {}", side.id, ask.key);
        }
    }
}

#[test]
fn every_documented_answer_has_its_source_and_is_read() {
    for one in all() {
        assert!(one.case.source.len() > 10, "{}", one.name());
        assert!(!one.case.reads.is_empty(), "{} is not read", one.name());
    }
}

#[test]
fn every_documented_failure_is_simulated_or_has_a_reason_why_not() {
    let fixtures = all();
    let failures = fixtures.iter().filter(|one| one.case.status >= 300);
    let wrong: Vec<String> = failures
        .filter(|one| one.is_simulated() == one.case.unsimulated.is_some())
        .map(|one| format!("{} {}", one.name(), one.case.status))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let reasons = fixtures
        .iter()
        .filter_map(|one| one.case.unsimulated.as_ref());
    assert!(reasons.into_iter().all(|why| why.len() > 10));
}

#[test]
fn what_any_request_may_get_is_said_of_each() {
    let unsaid: Vec<String> = sides::all().into_iter().flat_map(shared::unsaid).collect();
    assert_eq!(unsaid, Vec::<String>::new());
}

#[test]
fn every_list_that_is_paged_has_documented_pages() {
    let fixtures = all();
    for side in sides::all() {
        for ask in side.asks {
            let mut own = fixtures.iter().filter(|one| one.side == side.id);
            let paged = own.any(|one| one.ask.key == ask.key && !one.case.then.is_empty());
            let single = matches!(ask.paging, Paging::Single);
            assert_eq!(paged, !single, "{} {}", side.id, ask.key);
        }
    }
}

#[test]
fn no_documented_answer_is_told_twice() {
    let mut names = BTreeSet::new();
    for one in all() {
        assert!(names.insert(one.name()), "{}", one.name());
    }
}

#[test]
fn the_readers_understand_every_documented_answer() {
    let fixtures = all();
    let read = |one| reader::wrong(one, &fixtures);
    let wrong: Vec<String> = fixtures.iter().flat_map(read).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_simulators_answer_as_documented() {
    let fixtures = all();
    let simulated: Vec<&Fixture> = fixtures.iter().filter(|one| one.is_simulated()).collect();
    let wrong = simulator::wrong(&simulated);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let failures = fixtures.iter().filter(|one| one.case.status >= 300);
    crate::contract::tell(&format!(
        "documented: {} answers, {} of them failures, {} simulated",
        fixtures.len(),
        failures.count(),
        simulated.len()
    ));
}
