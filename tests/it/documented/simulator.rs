//! Brings each simulator into the situation of a fixture with the real program, and compares the shapes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fixture::{Fixture, Further};
use crate::contract::drive;
use crate::contract::relay::{Exchange, Message};
use crate::contract::sides::Target;

/// What is answered otherwise than documented.
pub fn wrong(fixtures: &[&Fixture]) -> Vec<String> {
    let (again, first): (Vec<&Fixture>, _) =
        fixtures.iter().copied().partition(|one| one.case.again);
    let mut heard = Heard::default();
    let mut wrong: Vec<String> = first
        .iter()
        .filter_map(|one| led_to(one, &mut heard))
        .collect();
    wrong.extend(sent_again(&again, &first, &mut heard));
    wrong
}

/// What was said, by scenario and command.
#[derive(Default)]
struct Heard(BTreeMap<(String, String), Vec<Exchange>>);

impl Heard {
    /// What the program says and hears on its way to a fixture.
    fn of(&mut self, fixture: &Fixture) -> &[Exchange] {
        let key = (scenario(fixture), command(fixture));
        let made = self.0.entry(key);
        let (scenario, command) = made.key().clone();
        made.or_insert_with(|| said(&scenario, &command))
    }
}

/// The program's own way to the situation.
fn led_to(fixture: &Fixture, heard: &mut Heard) -> Option<String> {
    let said = heard.of(fixture);
    let given = exchanges(fixture, said);
    let answers = || given.iter().filter_map(|one| one.answer.as_ref());
    let found: Vec<String> = answers().filter_map(|one| differs(fixture, one)).collect();
    let name = || format!("{} in {}", fixture.name(), scenario(fixture));
    // One answer may be that of another situation on the way there, such as before a change.
    if found.len() == answers().count() {
        let first = found.first().map_or("not asked", String::as_str);
        return Some(format!("{}: {first}", name()));
    }
    // Further pages were asked for as documented; what a simulator calls its pages is its own matter.
    let named = |further: &Further| {
        let parameter = further.asked.split('=').next().unwrap_or_default();
        let has = |one: &&Exchange| one.request.line.contains(&format!("{parameter}="));
        given.iter().any(has)
    };
    let unasked = fixture.case.then.iter().find(|further| !named(further))?;
    Some(format!("{}: {} is not asked for", name(), unasked.asked))
}

/// The requests that lead to success, sent again in the fixtures' situations.
fn sent_again(again: &[&Fixture], first: &[&Fixture], heard: &mut Heard) -> Vec<String> {
    let mut situations: BTreeMap<String, Vec<(&Fixture, Message)>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for fixture in again {
        let same = |one: &&&Fixture| one.side == fixture.side && one.ask.key == fixture.ask.key;
        let mut ways = first.iter().filter(same);
        let sent = ways.find_map(|way| {
            let said = heard.of(way);
            let found = exchanges(fixture, said).first()?.request.clone();
            Some(found)
        });
        match sent {
            Some(sent) => situations
                .entry(scenario(fixture))
                .or_default()
                .push((fixture, sent)),
            None => wrong.push(format!("{}: never sent", fixture.name())),
        }
    }
    for (scenario, fixtures) in situations {
        let requests: Vec<&Message> = fixtures.iter().map(|(_, sent)| sent).collect();
        let given = drive::again(&scenario, &requests);
        for ((fixture, _), given) in fixtures.iter().zip(&given) {
            let [first, second] = given.each_ref().map(|one| differs(fixture, one));
            if let (Some(differs), Some(_)) = (first, second) {
                wrong.push(format!("{} in {scenario}: {differs}", fixture.name()));
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
    drive::located(scenario, |name| drive::session(name, command))
}

fn command(fixture: &Fixture) -> String {
    let scm = match fixture.side {
        "semgrep" => "gitlab",
        scm => scm,
    };
    let plain = || format!("check-scopes --scm {scm}");
    fixture.case.command.clone().unwrap_or_else(plain)
}

/// Every exchange of a fixture's request.
fn exchanges<'a>(fixture: &Fixture, said: &'a [Exchange]) -> Vec<&'a Exchange> {
    let is = |exchange: &&Exchange| {
        let mut words = exchange.request.line.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let found = Target::of(path).ask(method);
        found.is_some_and(|(side, ask)| side.id == fixture.side && ask.key == fixture.ask.key)
    };
    said.iter().filter(is).collect()
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
