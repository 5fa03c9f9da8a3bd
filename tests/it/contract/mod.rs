//! Everything sent and everything the sandbox answers, held to the vendors' own published descriptions.
//!
//! They are not part of the project: `ASSISTANT_SPECS` names the folder they are in.

pub mod description;
pub mod drive;
mod exceptions;
pub mod relay;
mod selftest;
pub mod sides;
mod verify;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;

use assistant::ask::Ask;

use self::description::Operation;
use self::drive::Said;
use self::exceptions::Exception;
pub use self::exceptions::glob;
use self::relay::Message;
use self::sides::{Side, Target};
use self::verify::{Deviation, deviation};

/// Says something that is seen even where a test's output is not.
pub fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// The folder with the descriptions; only where nobody relies on the tests may it be missing.
pub fn descriptions() -> Option<PathBuf> {
    let folder = std::env::var_os("ASSISTANT_SPECS").map(PathBuf::from);
    if folder.is_none() {
        let must = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(!must, "ASSISTANT_SPECS is not set");
        tell("contract tests skipped: ASSISTANT_SPECS names no folder with descriptions");
    }
    folder
}

/// What came of holding everything against everything.
#[derive(Default)]
struct Outcome {
    exceptions: Vec<Exception>,
    /// Not as described and no exception: line, with an example.
    violations: BTreeMap<String, String>,
    /// By side: the keys of the `Ask`s that were sent and answered.
    covered: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Operations that requests name, and those that were used.
    named: BTreeSet<String>,
    operations: BTreeSet<String>,
    /// Requests that are no `Ask`.
    strange: BTreeSet<String>,
    requests: usize,
    answers: usize,
}

/// The outcome, made once for all tests; nothing without descriptions.
fn outcome() -> Option<&'static Outcome> {
    static OUTCOME: OnceLock<Option<Outcome>> = OnceLock::new();
    let made = || {
        let folder = descriptions()?;
        let mut outcome = Outcome {
            exceptions: exceptions::load(),
            ..Outcome::default()
        };
        let operations: BTreeMap<&str, Vec<Operation>> = sides::all()
            .into_iter()
            .map(|side| (side.id, description::operations(&folder, side.id)))
            .collect();
        outcome.named = named(&operations);
        for said in drive::everything() {
            outcome.hold(&operations, &said);
        }
        tell(&outcome.told());
        Some(outcome)
    };
    OUTCOME.get_or_init(made).as_ref()
}

/// The operations that the `Ask`s name by their method and path.
fn named(operations: &BTreeMap<&str, Vec<Operation>>) -> BTreeSet<String> {
    let of = |side: Side| {
        let asks = side.asks.iter().filter_map(|ask| {
            let path = ask.template.split(['?', '[']).next()?;
            Operation::of(&operations[side.id], ask.method, path)
        });
        asks.map(Operation::name).collect::<Vec<_>>()
    };
    sides::all().into_iter().flat_map(of).collect()
}

impl Outcome {
    fn hold(&mut self, operations: &BTreeMap<&str, Vec<Operation>>, said: &Said) {
        let sent = &said.exchange.request;
        let mut words = sent.line.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let target = Target::of(path);
        let Some((side, ask)) = target.ask(method) else {
            self.strange
                .insert(format!("{}: {method} {path}", said.scenario));
            return;
        };
        self.requests += 1;
        let found = Operation::of(&operations[side.id], method, &target.path);
        let given = said.exchange.answer.as_ref();
        if given.is_some() {
            self.answers += 1;
            self.covered.entry(side.id).or_default().insert(ask.key);
        }
        let Some(operation) = found else {
            let none = deviation("no operation", format!("{method} {path}"));
            self.settle(side, ask, said, vec![none], None);
            if let Some(given) = given.filter(|_| !self.broken(side, ask, said)) {
                let text = String::from_utf8_lossy(&given.body).into_owned();
                let none = deviation(format!("answer {}: no operation", given.status()), text);
                self.settle(side, ask, said, vec![none], Some(given));
            }
            return;
        };
        self.operations.insert(operation.name());
        let deviations = verify::request(operation, ask, &target, sent);
        self.settle(side, ask, said, deviations, None);
        if let Some(given) = given.filter(|_| !self.broken(side, ask, said)) {
            let within = self.within(side, ask, given);
            let deviations = verify::answer(operation, given, within.as_deref());
            self.settle(side, ask, said, deviations, Some(given));
        }
    }

    /// Whether an answer is a fault of the scenario, so that no service is to be held to it.
    fn broken(&mut self, side: Side, ask: &Ask, said: &Said) -> bool {
        let (Some(fault), Some(given)) = (said.fault, &said.exchange.answer) else {
            return false;
        };
        let line = format!("answer {}: made on the way", given.status());
        let made = deviation(line, format!("{fault:?}"));
        self.settle(side, ask, said, vec![made], None);
        true
    }

    /// Where an exception says that the described part of an answer stands.
    fn within(&self, side: Side, ask: &Ask, given: &Message) -> Option<String> {
        let line = format!("answer {} /: type", given.status());
        let mut all = self.exceptions.iter().filter(|one| one.within.is_some());
        let found = all.find(|one| one.covers(side.id, ask.key, &line))?;
        found.count();
        // What does not have the exception's shape is held to the description as it stands.
        let fits = found.refuses(&given.body).is_none();
        found.within.clone().filter(|_| fits)
    }

    /// Each deviation is an exception or a violation.
    fn settle(
        &mut self,
        side: Side,
        ask: &Ask,
        said: &Said,
        deviations: Vec<Deviation>,
        given: Option<&Message>,
    ) {
        for Deviation { line, mut seen } in deviations {
            let mut all = self.exceptions.iter().filter(|one| one.within.is_none());
            let known = all.find(|one| one.covers(side.id, ask.key, &line));
            if let Some(known) = known {
                known.count();
                let Some(wrong) = given.and_then(|given| known.refuses(&given.body)) else {
                    continue;
                };
                seen = format!("nor as the exception has it: {wrong}");
            }
            let name = format!("{} {}: {line}", side.id, ask.key);
            let example = format!("{}: {seen}", said.scenario);
            self.violations.entry(name).or_insert(example);
        }
    }

    fn unsent(&self) -> Vec<String> {
        let none = BTreeSet::new();
        let of = |side: Side| {
            let sent = self.covered.get(side.id).unwrap_or(&none);
            let left = side.asks.iter().filter(|ask| !sent.contains(ask.key));
            left.map(|ask| format!("{} {}", side.id, ask.key))
                .collect::<Vec<_>>()
        };
        sides::all().into_iter().flat_map(of).collect()
    }

    fn told(&self) -> String {
        let asks: usize = sides::all().iter().map(|side| side.asks.len()).sum();
        let covered: usize = self.covered.values().map(BTreeSet::len).sum();
        let used = |one: &&Exception| one.used.load(Ordering::Relaxed) > 0;
        format!(
            "contract: {covered} of {asks} asks covered, {} of {} operations, {} requests and {} answers held, {} of {} exceptions used, {} violations",
            self.operations.len(),
            self.named.len(),
            self.requests,
            self.answers,
            self.exceptions.iter().filter(used).count(),
            self.exceptions.len(),
            self.violations.len() + self.strange.len(),
        )
    }
}

#[test]
fn everything_sent_and_answered_is_as_described() {
    let Some(outcome) = outcome() else { return };
    let told: Vec<String> = outcome
        .violations
        .iter()
        .map(|(line, example)| format!("{line}\n    {example}"))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn everything_sent_is_a_listed_request() {
    let Some(outcome) = outcome() else { return };
    assert_eq!(outcome.strange, BTreeSet::new());
}

#[test]
fn every_request_that_may_be_sent_is_held_to_a_description() {
    let Some(outcome) = outcome() else { return };
    assert_eq!(outcome.unsent(), Vec::<String>::new());
}

#[test]
fn every_operation_that_a_request_names_is_used() {
    let Some(outcome) = outcome() else { return };
    assert_eq!(outcome.operations, outcome.named);
}

#[test]
fn every_request_goes_to_the_described_host() {
    let Some(folder) = descriptions() else { return };
    for side in sides::all() {
        let operations = description::operations(&folder, side.id);
        for ask in side.asks {
            let path = ask.template.split(['?', '[']).next().unwrap();
            if let Some(operation) = Operation::of(&operations, ask.method, path) {
                let host = Some(operation.document.host.clone());
                assert_eq!(side.host(ask), host, "{} {}", side.id, ask.key);
            }
        }
    }
}

#[test]
fn every_exception_is_needed() {
    let Some(outcome) = outcome() else { return };
    let unused = |one: &&Exception| one.used.load(Ordering::Relaxed) == 0;
    let stale: Vec<String> = outcome
        .exceptions
        .iter()
        .filter(unused)
        .map(|one| format!("{} {:?}: {}", one.side, one.asks, one.deviates))
        .collect();
    assert_eq!(stale, Vec::<String>::new());
}

#[test]
fn every_exception_says_why_and_from_where() {
    for one in exceptions::load() {
        assert!(one.why.len() > 10 && one.source.len() > 10, "{one:?}");
    }
}
