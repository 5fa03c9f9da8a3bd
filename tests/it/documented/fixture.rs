//! A documented answer as data: `tests/fixtures/SIDE/ASK.yaml` holds those of one request.

use std::collections::BTreeMap;
use std::path::Path;

use assistant::ask::{Answer, Ask};
use serde::Deserialize;
use serde_json::Value;

use crate::contract::sides::Side;

/// One answer of one request.
pub struct Fixture {
    pub side: &'static str,
    pub ask: &'static Ask,
    pub case: Case,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The situation; other requests are answered by their case of the same name, else by their success.
    pub name: String,
    /// The page that documents it.
    pub source: String,
    pub status: u16,
    /// Besides the content type.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// JSON, or text as it is. In the simulator's text `*` stands for anything.
    #[serde(default)]
    pub body: Value,
    /// The namespace asked about, where it is not the sandbox's own.
    pub namespace: Option<String>,
    /// By request: the case in which another one is answered.
    #[serde(default)]
    pub given: BTreeMap<String, String>,
    /// Whether all other requests get this answer too.
    #[serde(default)]
    pub alike: bool,
    /// What the reader makes of it: by fact, or by `setting KEY`, the value as text or `gap: CAUSE`.
    #[serde(default)]
    pub reads: BTreeMap<String, String>,
    /// The built-in scenario in which the simulator gives this answer.
    pub scenario: Option<String>,
    /// Sections of a scenario that differ from `ready`, where no built-in one has the situation.
    pub sandbox: Option<Value>,
    /// The command that leads there, where it is not `check-scopes`.
    pub command: Option<String>,
}

/// All of a side; a file must belong to one of its requests.
pub fn of(side: Side) -> Vec<Fixture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(side.id);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let key = path.file_stem().unwrap().to_string_lossy().into_owned();
        let ask = side.asks.iter().find(|ask| ask.key == key);
        let ask = ask.unwrap_or_else(|| panic!("{} has no request {key}", side.id));
        let text = std::fs::read_to_string(&path).unwrap();
        let cases: Vec<Case> =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        found.extend(cases.into_iter().map(|case| Fixture {
            side: side.id,
            ask,
            case,
        }));
    }
    found
}

impl Fixture {
    /// Whether its simulator can be brought to give it.
    pub fn is_simulated(&self) -> bool {
        self.case.scenario.is_some() || self.case.sandbox.is_some()
    }

    pub fn name(&self) -> String {
        format!("{} {}: {}", self.side, self.ask.key, self.case.name)
    }

    /// The answer as the reader gets it.
    pub fn answer(&self) -> Answer {
        let (kind, body) = match &self.case.body {
            Value::Null => ("", String::new()),
            Value::String(text) if text.starts_with('<') => ("text/html", text.clone()),
            Value::String(text) => ("text/plain", text.clone()),
            json => ("application/json", json.to_string()),
        };
        let mut headers = self.case.headers.clone();
        if !kind.is_empty() {
            headers.insert("content-type".to_owned(), kind.to_owned());
        }
        Answer {
            status: self.case.status,
            headers,
            body,
        }
    }
}
