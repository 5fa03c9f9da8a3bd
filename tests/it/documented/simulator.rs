//! Brings each simulator into the situation of a fixture with the real program, and compares the shapes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fixture::Fixture;
use crate::contract::drive;
use crate::contract::relay::{Exchange, Message};
use crate::contract::sides::Target;

/// What is answered otherwise than documented.
pub fn wrong(fixtures: &[&Fixture]) -> Vec<String> {
    let mut runs: BTreeMap<(String, String), Vec<&Fixture>> = BTreeMap::new();
    for fixture in fixtures {
        let scenario = scenario(fixture);
        let group = runs.entry((scenario, command(fixture)));
        group.or_default().push(fixture);
    }
    let mut wrong = Vec::new();
    for ((scenario, command), fixtures) in &runs {
        let said = said(scenario, command);
        for fixture in fixtures {
            let given = answers(fixture, &said);
            let found: Vec<String> = given
                .iter()
                .filter_map(|one| differs(fixture, one))
                .collect();
            // One answer may be that of another situation on the way there, such as before a change.
            if found.len() == given.len() {
                let first = found.first().map_or("not asked", String::as_str);
                wrong.push(format!("{} in {scenario}: {first}", fixture.name()));
            }
        }
    }
    wrong
}

/// A scenario's name, or the text of one.
fn scenario(fixture: &Fixture) -> String {
    let Some(sections) = &fixture.case.sandbox else {
        return fixture.case.scenario.clone().unwrap();
    };
    let mut whole = json!({ "version": 1, "from": "ready" });
    let sections = sections.as_object().unwrap().clone();
    whole.as_object_mut().unwrap().extend(sections);
    whole.to_string()
}

fn said(scenario: &str, command: &str) -> Vec<Exchange> {
    if !scenario.starts_with('{') {
        return drive::session(scenario, command);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.yaml");
    std::fs::write(&path, scenario).unwrap();
    drive::session(&path.to_string_lossy(), command)
}

fn command(fixture: &Fixture) -> String {
    let scm = match fixture.side {
        "semgrep" => "gitlab",
        scm => scm,
    };
    let plain = || format!("check-scopes --scm {scm}");
    fixture.case.command.clone().unwrap_or_else(plain)
}

fn answers<'a>(fixture: &Fixture, said: &'a [Exchange]) -> Vec<&'a Message> {
    let is = |exchange: &&Exchange| {
        let mut words = exchange.request.line.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let found = Target::of(path).ask(method);
        found.is_some_and(|(side, ask)| side.id == fixture.side && ask.key == fixture.ask.key)
    };
    let of_this = said.iter().filter(is);
    of_this.filter_map(|one| one.answer.as_ref()).collect()
}

/// What of an answer is not as documented.
fn differs(fixture: &Fixture, given: &Message) -> Option<String> {
    let case = &fixture.case;
    if given.status() != case.status {
        return Some(format!("status {}", given.status()));
    }
    let answer = fixture.answer();
    for (name, documented) in &answer.headers {
        let value = given.header(name).unwrap_or_default();
        let same = match name.as_str() {
            "content-type" => value.starts_with(documented.as_str()),
            // Which scopes and days those are is each scenario's matter.
            _ => value.is_empty() == documented.is_empty(),
        };
        if !same {
            return Some(format!("header {name}: {value:?}, not {documented:?}"));
        }
    }
    let text = String::from_utf8_lossy(&given.body);
    let text = text.trim_start_matches('\u{feff}');
    let body = match (&case.body, serde_json::from_str(text)) {
        (Value::Null, _) if text.is_empty() => return None,
        (Value::String(_), _) | (_, Err(_)) => Value::String(text.to_owned()),
        (_, Ok(json)) => json,
    };
    // The words and keys of a failure are documented whole, those of a success in part.
    unlike(&case.body, &body, case.status >= 400, "")
}

fn unlike(documented: &Value, given: &Value, whole: bool, at: &str) -> Option<String> {
    match (documented, given) {
        (Value::Object(documented), Value::Object(given)) => {
            let extra = given
                .keys()
                .find(|key| whole && !documented.contains_key(*key));
            if let Some(extra) = extra {
                return Some(format!("{at}/{extra} is not documented"));
            }
            documented.iter().find_map(|(key, value)| {
                let at = format!("{at}/{key}");
                match given.get(key) {
                    Some(given) => unlike(value, given, whole, &at),
                    None => Some(format!("{at} is missing")),
                }
            })
        }
        (Value::Array(documented), Value::Array(given)) => {
            let first = documented.first()?;
            let at = format!("{at}/[]");
            // Lists are of unlike things sometimes: one of them has to be so.
            let found: Vec<_> = given
                .iter()
                .map(|one| unlike(first, one, whole, &at))
                .collect();
            match found.first() {
                Some(one) if found.iter().all(Option::is_some) => one.clone(),
                Some(_) => None,
                None => Some(format!("{at} is not there")),
            }
        }
        (Value::String(documented), Value::String(given)) => {
            let same = !whole || crate::contract::glob(documented, given);
            (!same).then(|| format!("{at}: {given:?}, not {documented:?}"))
        }
        // A field that may be null tells nothing of its type here.
        (Value::Null, _) | (_, Value::Null) if !whole => None,
        _ => {
            let same = std::mem::discriminant(documented) == std::mem::discriminant(given);
            (!same).then(|| format!("{at}: {given}, not {documented}"))
        }
    }
}
