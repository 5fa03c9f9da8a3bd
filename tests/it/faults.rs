//! A selection of the fault matrix through the real binary: every fault once, every source code manager several times.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use assistant::ask::{Ask, Effect};
use assistant::scm;
use serde_json::{Value, json};

use crate::program::session_in;

// The same list as in the matrix itself, which runs in process and also looks at writes.
#[allow(dead_code)]
#[path = "../../src/cli/fault_matrix/faults.rs"]
mod kinds;

use kinds::Due;

/// Seconds given to a run that nothing but its deadline ends.
const SHORT: u64 = 3;

/// Seconds given to any other run: more than one takes, waits included, on a machine with other work to do.
const LONG: u64 = 60;

/// Seconds given to a run with this fault.
fn deadline(fault: &kinds::Fault) -> u64 {
    match fault.due {
        Due::Open(causes) if causes.contains(&"deadline") => SHORT,
        _ => LONG,
    }
}

/// A request's template as a pattern of a scenario's faults.
fn pattern(ask: &Ask) -> String {
    let name = ask.name();
    let mut pattern = String::new();
    for (at, part) in name.split('{').enumerate() {
        let rest = if at == 0 {
            Some(part)
        } else {
            part.split_once('}').map(|(_, rest)| rest)
        };
        pattern.push_str(if at == 0 { "" } else { "*" });
        pattern.push_str(rest.unwrap_or_default());
    }
    pattern
}

fn rows(json: &Value) -> Vec<Value> {
    let lists = [
        &json["platform"]["findings"],
        &json["connections"][0]["findings"],
    ];
    let all = lists.into_iter().filter_map(Value::as_array);
    all.flatten().cloned().collect()
}

fn told(row: &Value) -> (String, String) {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    (text("verdict"), text("cause"))
}

const CREDENTIAL: [&str; 5] = [
    "token-invalid",
    "token-expired",
    "token-revoked",
    "wrong-token-kind",
    "not-this-organization",
];

#[test]
fn every_fault_on_the_way_is_told_as_what_it_is() {
    let elsewhere = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let faults = kinds::all(&format!("http://{}/", elsewhere.local_addr().unwrap()));
    let mut failures = Vec::new();
    let mut cells = 0;
    // A server that is gone is no fault of a scenario; `down` and the matrix show it.
    for (at, fault) in faults.iter().enumerate() {
        let Some(keys) = &fault.keys else { continue };
        let scm = scm::ALL[at % scm::ALL.len()];
        let id = scm.about().id;
        let first = scm
            .asks()
            .iter()
            .filter(|ask| ask.round == 1 && ask.effect == Effect::Reads);
        let first: Vec<_> = first.collect();
        let ask = first[(at / scm::ALL.len()) % first.len()];
        let mut keys = keys.clone();
        keys["on"] = json!(id);
        keys["match"] = json!(pattern(ask));
        let scenario =
            json!({ "version": 1, "from": "enabled", "about": "a fault", "faults": [keys] });
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("fault.yaml"), scenario.to_string()).unwrap();
        let deadline = deadline(fault);
        let command =
            format!("$ASSISTANT check-scopes --scm {id} --format json --deadline {deadline}");
        let start = Instant::now();
        let run = session_in(home.path(), "./fault.yaml", &command);
        let took = start.elapsed();
        cells += 1;
        let mut problems = Vec::new();
        let json: Value = serde_json::from_str(&run.out).unwrap_or_default();
        if took > Duration::from_secs(2 * deadline + 5) {
            problems.push(format!("it took {took:?}"));
        }
        if json.is_null() || ![0, 5].contains(&run.code) {
            problems.push(format!("it ends with {}: {}{}", run.code, run.out, run.err));
        }
        for row in rows(&json) {
            let (verdict, cause) = told(&row);
            let leans = row["evidence"].as_array().unwrap().iter();
            let leans = leans.filter(|one| one["side"] == "scm" && one["request"] == ask.name());
            if CREDENTIAL.contains(&cause.as_str()) {
                problems.push(format!("{}: {cause}", row["id"]));
            }
            if let (Due::Open(causes), true) =
                (fault.due, leans.count() > 0 && verdict == "cannot-tell")
                && !causes.contains(&cause.as_str())
            {
                problems.push(format!("{}: {cause}, not {causes:?}", row["id"]));
            }
        }
        let open = rows(&json)
            .iter()
            .any(|row| told(row).0 == "cannot-tell" && row["level"] == "required");
        if fault.due == Due::Nothing && open {
            problems.push("a harmless fault leaves something open".to_owned());
        }
        if elsewhere.accept().is_ok() {
            problems.push("another host was reached".to_owned());
        }
        if !problems.is_empty() {
            failures.push(format!(
                "{id} {} × {}\n    {}",
                ask.key,
                fault.name,
                problems.join("\n    ")
            ));
        }
    }
    let size = format!(
        "fault matrix, through the binary: {cells} cells, {} failures",
        failures.len()
    );
    // Not by a macro, whose output the test runner keeps to itself.
    let _ = writeln!(std::io::stderr(), "{size}");
    assert!(failures.is_empty(), "{size}\n{}", failures.join("\n"));
}

/// Runs a command in `enabled` with one fault of the platform.
fn with_fault(pattern: &str, keys: &str, command: &str) -> crate::program::Run {
    let home = tempfile::tempdir().unwrap();
    let scenario = format!(
        "version: 1\nfrom: enabled\nfaults: [ {{ on: semgrep, match: '{pattern}', {keys} }} ]\n"
    );
    fs::write(home.path().join("fault.yaml"), scenario).unwrap();
    session_in(home.path(), "./fault.yaml", command)
}

#[test]
fn a_page_in_the_place_of_the_platform_s_yes_is_no_yes() {
    let run = with_fault(
        "PATCH *",
        "answer: html",
        "$ASSISTANT connect-scm --scm gitlab --yes --format json",
    );
    assert_eq!(run.code, 7, "{}", run.out);
    assert_eq!(run.json()["changes"][0]["state"], "failed");
    let message = run.json()["error"]["message"].to_string();
    assert!(message.contains("may or may not be done"), "{message}");
}

#[test]
fn a_removal_that_reading_back_does_not_show_says_so() {
    let run = with_fault(
        "DELETE *",
        "answer: 204",
        "$ASSISTANT disconnect-scm --scm gitlab --yes --format json",
    );
    assert_eq!(run.code, 7, "{}", run.out);
    assert_eq!(run.json()["changes"][0]["state"], "applied");
    let message = run.json()["error"]["message"].to_string();
    assert!(
        message.contains("reading back does not show it"),
        "{message}"
    );
}
