//! What the vendors document that they answer: each reader must understand it, and each simulator must answer so.

mod fixture;
mod reader;
mod simulator;

use std::collections::BTreeSet;

use assistant::ask::Effect;

use self::fixture::Fixture;
use crate::contract::sides::{self, ANYWHERE};

/// All fixtures whose side is a service.
fn all() -> Vec<Fixture> {
    let sides = sides::all().into_iter();
    sides
        .filter(|side| side.id != ANYWHERE)
        .flat_map(fixture::of)
        .collect()
}

#[test]
fn every_request_has_a_documented_success() {
    let fixtures = all();
    for side in sides::all().iter().filter(|side| side.id != ANYWHERE) {
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
fn every_documented_answer_has_its_source_and_is_held_by_something() {
    for one in all() {
        assert!(one.case.source.len() > 10, "{}", one.name());
        let held = !one.case.reads.is_empty() || one.is_simulated();
        assert!(held, "{} is neither read nor simulated", one.name());
        let read = !one.case.reads.is_empty() || one.ask.effect == Effect::Writes;
        assert!(read, "{} is not read", one.name());
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
    let mut wrong = Vec::new();
    for one in fixtures.iter().filter(|one| !one.case.reads.is_empty()) {
        wrong.extend(reader::wrong(one, &fixtures));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_simulators_answer_as_documented() {
    let fixtures = all();
    let simulated: Vec<&Fixture> = fixtures.iter().filter(|one| one.is_simulated()).collect();
    let wrong = simulator::wrong(&simulated);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    crate::contract::tell(&format!(
        "documented: {} answers, {} of them simulated",
        fixtures.len(),
        simulated.len()
    ));
}
