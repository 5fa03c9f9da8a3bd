//! The fault matrix: each request of the lists, with everything that can go wrong on the way of its answer.
//!
//! It is made from the lists themselves. Where a request is sent is found by running the built-in scenarios; one that
//! none of them makes the program send fails the test.

#![allow(clippy::unwrap_used)]

mod clock;
// Also read by the tests of the real binary.
#[allow(unreachable_pub)]
mod faults;
mod judge;
mod run;
mod sent;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use serde_json::{Value, json};

use crate::ask::Effect;
use crate::sandbox::builtin;
use crate::scm;
use crate::semgrep::features;
use faults::Fault;
use judge::Cell;
use run::{Run, There, run};
use sent::Asked;

/// The scenarios in which most rows are met, so that most can go wrong.
const FIRST: [&str; 2] = ["enabled", "ready"];

/// Where a request is sent, and the run in which nothing goes wrong.
struct Place {
    scenario: &'static str,
    command: String,
    sound: Run,
}

/// All scenarios, the fullest first and those with faults of their own last.
fn scenarios() -> Vec<&'static str> {
    let others = builtin::names().filter(|name| !FIRST.contains(name));
    let (sound, faulty): (Vec<_>, Vec<_>) = others.partition(|name| own_faults(name).is_empty());
    FIRST.into_iter().chain(sound).chain(faulty).collect()
}

/// The faults of a built-in scenario, as it writes them.
fn own_faults(name: &str) -> Vec<Value> {
    let text = builtin::text(name).unwrap();
    let document: Value = serde_yaml::from_str(text).unwrap();
    document["faults"].as_array().cloned().unwrap_or_default()
}

/// Commands that only read, or commands that write, with the service that each is about.
fn commands(writes: bool) -> Vec<(Option<&'static str>, String)> {
    let of = |words: &[&str], tail: &str| -> Vec<_> {
        let about = scm::ALL.into_iter().map(|scm| scm.about().id);
        let line = |scm, word: &&str| (Some(scm), format!("{word} --scm {scm} {tail}"));
        about
            .flat_map(|scm| words.iter().map(move |word| line(scm, word)))
            .collect()
    };
    if !writes {
        return of(&["check-scopes --phase steady"], "--format json");
    }
    let consent = "--yes --no-input --accept-ai-code-sharing --format json";
    let mut all = of(
        &[
            "connect-scm",
            "disconnect-scm",
            "enable",
            "token rotate",
            "token rotate --no-platform",
        ],
        consent,
    );
    for feature in &features::ALL {
        for value in ["on", "off"] {
            let line = format!("features set {}={value} {consent}", feature.key);
            all.push((None, line));
        }
    }
    all
}

/// Finds a place for each request, best one where it is answered with a success, as that has most to lose.
fn places(asks: &[Asked]) -> BTreeMap<usize, Arc<Place>> {
    let mut found: BTreeMap<usize, Arc<Place>> = BTreeMap::new();
    let mut good: BTreeSet<usize> = BTreeSet::new();
    for scenario in scenarios() {
        for writes in [false, true] {
            for (service, command) in commands(writes) {
                let open = |at: usize, found: &BTreeMap<_, _>, good: &BTreeSet<_>| {
                    let (ask, has) = (asks[at], found.contains_key(&at));
                    let concerned = service.is_none_or(|one| one == ask.service) || !has;
                    // No probe succeeds.
                    let done = good.contains(&at) || (has && ask.ask.effect == Effect::Probes);
                    ask.writes() == writes && concerned && !done
                };
                if !(0..asks.len()).any(|at| open(at, &found, &good)) {
                    continue;
                }
                let sound = run(&yaml(scenario, &[]), &command, There::Always);
                // A write that failed has nothing to lose.
                if writes && sound.code != 0 {
                    continue;
                }
                let place = Arc::new(Place {
                    scenario,
                    command,
                    sound,
                });
                for seen in &place.sound.seen {
                    let Some(at) = sent::which(asks, seen) else {
                        continue;
                    };
                    let success = seen.status.is_some_and(|status| status < 300) && seen.length > 0;
                    let success = success && own_faults(scenario).is_empty();
                    if !open(at, &found, &good) || (found.contains_key(&at) && !success) {
                        continue;
                    }
                    found.insert(at, Arc::clone(&place));
                    if success || writes {
                        good.insert(at);
                    }
                }
            }
        }
    }
    found
}

/// A scenario with these faults before its own.
fn yaml(from: &str, faults: &[Value]) -> String {
    let faults: Vec<Value> = faults.iter().cloned().chain(own_faults(from)).collect();
    json!({ "version": 1, "from": from, "about": "one cell of the matrix", "faults": faults })
        .to_string()
}

/// Runs a command with a fault on all answers to one request.
fn faulted(asks: &[Asked], asked: Asked, place: &Place, fault: &Fault) -> Run {
    let Some(keys) = &fault.keys else {
        return refused(asks, asked, place);
    };
    let patterns = sent::patterns(asks, &place.sound, asked);
    let faults: Vec<Value> = patterns
        .into_iter()
        .map(|pattern| {
            let mut fault = keys.clone();
            fault["on"] = json!(asked.service);
            fault["match"] = json!(pattern);
            fault
        })
        .collect();
    // Lists are read to their end, so that one without an end is noticed.
    let full = if fault.name.contains("paging") {
        " --full"
    } else {
        ""
    };
    let command = format!("{}{full}", place.command);
    run(&yaml(place.scenario, &faults), &command, There::Always)
}

/// Nobody listens any more from just before the request is sent: for one of the rounds, once the rounds before it are
/// answered; for a write, once everything before it is.
fn refused(asks: &[Asked], asked: Asked, place: &Place) -> Run {
    let own = place
        .sound
        .seen
        .iter()
        .filter(|one| one.service == asked.service);
    let own: Vec<Asked> = own
        .filter_map(|one| Some(asks[sent::which(asks, one)?]))
        .collect();
    let first = own.iter().position(|one| std::ptr::eq(one.ask, asked.ask));
    let before = match asked.writes() {
        true => first.unwrap(),
        false => own
            .iter()
            .filter(|one| one.ask.round < asked.ask.round)
            .count(),
    };
    let there = There::Until(asked.service, before);
    let run = run(&yaml(place.scenario, &[]), &place.command, there);
    let arrived = sent::arrivals(asks, &run, asked).next().is_some();
    assert!(
        !arrived,
        "{} arrived before the server was gone",
        asked.name()
    );
    run
}

/// What reached a listener that nothing should reach.
fn reached(elsewhere: &TcpListener) -> bool {
    elsewhere.accept().is_ok()
}

#[test]
fn nothing_that_goes_wrong_on_the_way_misleads_or_harms() {
    let start = Instant::now();
    let asks = sent::all();
    let places = places(&asks);
    let homeless = asks
        .iter()
        .enumerate()
        .filter(|(at, _)| !places.contains_key(at));
    let homeless: Vec<String> = homeless.map(|(_, one)| one.name()).collect();
    assert!(
        homeless.is_empty(),
        "no built-in scenario makes these sent: {homeless:#?}"
    );
    let elsewhere = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let faults = faults::all(&format!("http://{}/", elsewhere.local_addr().unwrap()));
    let cells: Vec<(usize, &Fault)> = (0..asks.len())
        .flat_map(|at| faults.iter().map(move |fault| (at, fault)))
        .collect();
    let found_in = start.elapsed();
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let work = || {
        while let Some((at, fault)) = cells.get(next.fetch_add(1, Ordering::SeqCst)) {
            let (asked, place) = (asks[*at], &*places[at]);
            let faulty = faulted(&asks, asked, place, fault);
            let cell = Cell {
                asks: &asks,
                asked,
                fault,
                sound: &place.sound,
                faulty: &faulty,
            };
            let mut problems = cell.problems();
            if reached(&elsewhere) {
                problems.push("another host was reached".to_owned());
            }
            if !problems.is_empty() {
                let name = format!(
                    "{} × {}: {} in {}",
                    asked.name(),
                    fault.name,
                    place.command,
                    place.scenario
                );
                failures
                    .lock()
                    .unwrap()
                    .push(format!("{name}\n    {}", problems.join("\n    ")));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(work);
        }
    });
    let failures = failures.into_inner().unwrap();
    // Not by a macro, whose output the test runner keeps to itself.
    let size = format!(
        "fault matrix: {} cells, {} failures",
        cells.len(),
        failures.len()
    );
    let _ = writeln!(
        std::io::stderr(),
        "{size} ({found_in:?} to find, {:?} in all)",
        start.elapsed()
    );
    assert!(failures.is_empty(), "{size}\n{}", failures.join("\n"));
}
