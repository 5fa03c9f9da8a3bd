//! Every status that a published description lists for an operation has its documented answer, or a reason why not.

use std::collections::BTreeSet;
use std::path::Path;

use assistant::ask::Ask;
use serde::Deserialize;

use super::fixture::{self, Fixture};
use crate::contract::description::{self, Operation};
use crate::contract::sides::{self, Side};
use crate::contract::{descriptions, tell};

/// Why a status that a description lists has no documented answer here.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reason {
    side: String,
    ask: String,
    status: u16,
    why: String,
    source: String,
}

impl Reason {
    fn key(&self) -> (String, String, u16) {
        (self.side.clone(), self.ask.clone(), self.status)
    }
}

fn reasons() -> Vec<Reason> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fixture::read(&root.join("tests/it/documented/reasons.yaml"))
}

/// What came of looking at every operation that a request names.
#[derive(Default)]
struct Outcome {
    operations: usize,
    undescribed: usize,
    answered: usize,
    excused: BTreeSet<(String, String, u16)>,
    missing: Vec<String>,
}

impl Outcome {
    fn look(&mut self, side: Side, ask: &Ask, told: &Operation, fixtures: &[Fixture]) {
        self.operations += 1;
        let of_this = |one: &&Fixture| one.side == side.id && one.ask.key == ask.key;
        let own: Vec<&Fixture> = fixtures.iter().filter(of_this).collect();
        for status in told.told["responses"].as_object().unwrap().keys() {
            // A class such as `4XX` or `default` would need a rule of its own.
            let status: u16 = status
                .parse()
                .unwrap_or_else(|_| panic!("{} lists {status}", told.name()));
            let key = (side.id.to_owned(), ask.key.to_owned(), status);
            let answered = own.iter().any(|one| one.case.status == status);
            let excused = reasons().iter().any(|one| one.key() == key);
            let wrong = match (answered, excused) {
                (true, false) => {
                    self.answered += 1;
                    continue;
                }
                (false, true) => {
                    self.excused.insert(key);
                    continue;
                }
                (true, true) => "is answered and excused",
                (false, false) => "has nothing",
            };
            let name = format!("{} {}", side.id, ask.key);
            self.missing.push(format!("{name}: {status} {wrong}"));
        }
    }
}

#[test]
fn every_status_that_a_description_lists_has_a_documented_answer() {
    let Some(folder) = descriptions() else { return };
    let fixtures = super::all();
    let mut outcome = Outcome::default();
    for side in sides::all() {
        let operations = description::operations(&folder, side.id);
        for ask in side.asks {
            let path = ask.template.split(['?', '[']).next().unwrap();
            match Operation::of(&operations, ask.method, path) {
                Some(told) => outcome.look(side, ask, told, &fixtures),
                None => outcome.undescribed += 1,
            }
        }
    }
    tell(&format!(
        "described: {} operations with {} statuses, {} answered, {} excused, {} without either; {} requests without a description",
        outcome.operations,
        outcome.answered + outcome.excused.len() + outcome.missing.len(),
        outcome.answered,
        outcome.excused.len(),
        outcome.missing.len(),
        outcome.undescribed,
    ));
    assert!(outcome.missing.is_empty(), "{}", outcome.missing.join("\n"));
    let stale: Vec<_> = reasons()
        .iter()
        .map(Reason::key)
        .filter(|one| !outcome.excused.contains(one))
        .collect();
    assert_eq!(stale, Vec::new());
}

#[test]
fn every_reason_says_why_and_from_where() {
    let mut seen = BTreeSet::new();
    for one in reasons() {
        assert!(one.why.len() > 10 && one.source.len() > 10, "{one:?}");
        assert!(seen.insert(one.key()), "{one:?} twice");
    }
}
