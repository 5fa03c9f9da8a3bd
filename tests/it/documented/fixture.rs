//! A documented answer as data: `tests/fixtures/SIDE/ASK.yaml` holds those of one request, `any-request.yaml` those
//! that all of a side share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assistant::ask::{Answer, Ask};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::shared;
use crate::contract::sides::Side;

/// One answer of one request.
pub struct Fixture {
    pub side: &'static str,
    pub ask: &'static Ask,
    pub case: Case,
    /// Whether it is one that every request may get: the others get theirs as ever.
    pub shared: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
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
    /// The pages that follow.
    #[serde(default)]
    pub then: Vec<Further>,
    /// The namespace asked about, where it is not the sandbox's own.
    pub namespace: Option<String>,
    /// By request: the case in which another one is answered.
    #[serde(default)]
    pub given: BTreeMap<String, String>,
    /// Whether all other requests get this answer too.
    #[serde(default)]
    pub alike: bool,
    /// What the reader makes of it: by fact, `setting KEY` or `connections`, the value as text or `gap: CAUSE`. `done`
    /// is what came of a write; of requests to any host, the rows of the machine with their verdicts.
    #[serde(default)]
    pub reads: BTreeMap<String, String>,
    /// The built-in scenario in which the simulator gives this answer.
    pub scenario: Option<String>,
    /// Sections of a scenario that differ from `ready`, where no built-in one has the situation.
    pub sandbox: Option<Value>,
    /// The command that leads there, where it is not `check-scopes`.
    pub command: Option<String>,
    /// Why the simulator does not give it, where it is a failure.
    pub unsimulated: Option<String>,
    /// Whether the request is that of the success, sent again in this situation: the program would not come so far.
    #[serde(default)]
    pub again: bool,
}

/// A page after the first.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Further {
    /// What the query must have for it, `name=value`, decoded.
    pub asked: String,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    pub body: Value,
}

/// All of a side; a file must belong to one of its requests.
pub fn of(side: Side) -> Vec<Fixture> {
    let mut found = Vec::new();
    for path in files(side.id) {
        let key = path.file_stem().unwrap().to_string_lossy().into_owned();
        if key == shared::FILE {
            continue;
        }
        let ask = side.asks.iter().find(|ask| ask.key == key);
        let ask = ask.unwrap_or_else(|| panic!("{} has no request {key}", side.id));
        let cases: Vec<Case> = read(&path);
        found.extend(cases.into_iter().map(|case| Fixture {
            side: side.id,
            ask,
            case,
            shared: false,
        }));
    }
    let more = shared::of(side, &found);
    found.extend(more);
    found
}

pub fn folder(side: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(side)
}

fn files(side: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder(side)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

pub fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read_to_string(path).unwrap();
    let read = || {
        let mut whole: serde_yaml::Value = serde_yaml::from_str(&text)?;
        whole.apply_merge()?;
        serde_yaml::from_value(whole)
    };
    read().unwrap_or_else(|error: serde_yaml::Error| panic!("{path:?}: {error}"))
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
        let (kind, body) = written(&self.case.body);
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

/// A body with its content type.
pub fn written(body: &Value) -> (&'static str, String) {
    match body {
        Value::Null => ("", String::new()),
        Value::String(text) if text.starts_with('<') => ("text/html", text.clone()),
        Value::String(text) => ("text/plain", text.clone()),
        json => ("application/json", json.to_string()),
    }
}
