//! What a service may answer to any request: `tests/fixtures/SIDE/any-request.yaml`, told once and held for each.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::fixture::{self, Case, Fixture};
use crate::contract::sides::Side;

/// The file's name, without its ending.
pub const FILE: &str = "any-request";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shared {
    name: String,
    /// The page that documents it.
    source: String,
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: Value,
    scenario: Option<String>,
    sandbox: Option<Value>,
    /// Whether the program comes there by itself, as with a token of its own.
    #[serde(default)]
    led: bool,
    /// By request: what the reader makes of it beside the success of all others.
    reads: BTreeMap<String, BTreeMap<String, String>>,
    /// By request: why it does not get this answer.
    #[serde(default)]
    never: BTreeMap<String, String>,
    /// By request, or `any`: why the simulator does not give it.
    #[serde(default)]
    unsimulated: BTreeMap<String, String>,
}

fn all(side: &str) -> Vec<Shared> {
    let path = fixture::folder(side).join(FILE).with_extension("yaml");
    match path.exists() {
        true => fixture::read(&path),
        false => Vec::new(),
    }
}

/// One case for each request that may get it. It is reached as the request's success is.
pub fn of(side: Side, own: &[Fixture]) -> Vec<Fixture> {
    let mut found = Vec::new();
    for one in all(side.id) {
        for (key, reads) in &one.reads {
            let ask = side.asks.iter().find(|ask| ask.key == key);
            let ask = ask.unwrap_or_else(|| panic!("{} has no request {key}", side.id));
            let mut successes = own.iter().filter(|own| own.case.name == "success");
            let success = successes.find(|own| own.ask.key == key);
            let success = success.unwrap_or_else(|| panic!("{} {key}: no success", side.id));
            let reasons = &one.unsimulated;
            let unsimulated = reasons.get(key).or(reasons.get("any")).cloned();
            let simulated = unsimulated.is_none();
            let case = Case {
                name: one.name.clone(),
                source: one.source.clone(),
                status: one.status,
                headers: one.headers.clone(),
                body: one.body.clone(),
                namespace: success.case.namespace.clone(),
                given: success.case.given.clone(),
                reads: reads.clone(),
                scenario: one.scenario.clone().filter(|_| simulated),
                sandbox: one.sandbox.clone().filter(|_| simulated),
                unsimulated,
                again: !one.led,
                ..Case::default()
            };
            found.push(Fixture {
                side: side.id,
                ask,
                case,
                shared: true,
            });
        }
    }
    found
}

/// What is not said of a request: each answer that any may get is either read or has a reason why not.
pub fn unsaid(side: Side) -> Vec<String> {
    let mut found = Vec::new();
    let keys: BTreeSet<&str> = side.asks.iter().map(|ask| ask.key).collect();
    for one in all(side.id) {
        let read: BTreeSet<&str> = one.reads.keys().map(String::as_str).collect();
        let never: BTreeSet<&str> = one.never.keys().map(String::as_str).collect();
        let said: BTreeSet<&str> = read.union(&never).copied().collect();
        let name = format!("{} {}", side.id, one.name);
        for key in keys.symmetric_difference(&said) {
            found.push(format!("{name}: {key}"));
        }
        for key in read.intersection(&never) {
            found.push(format!("{name}: {key} twice"));
        }
        let reasons = one.never.iter().chain(&one.unsimulated);
        for (key, why) in reasons.filter(|(_, why)| why.len() < 10) {
            found.push(format!("{name}: {key} for no reason: {why}"));
        }
    }
    found
}
