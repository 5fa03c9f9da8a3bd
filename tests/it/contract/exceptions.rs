//! Where a description is known to be wrong or silent: data, with reason and source. Each must be needed.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The side; `*` for all.
    pub side: String,
    /// The keys of the `Ask`s; all of the side's if left out.
    #[serde(default)]
    pub asks: Vec<String>,
    /// The deviation's line; `*` stands for anything.
    pub deviates: String,
    /// Why the description is not followed.
    pub why: String,
    /// Where that is known from.
    pub source: String,
    /// Where the described part stands in the body, instead of being the whole of it.
    pub within: Option<String>,
    /// The schema that holds for the body instead; what is not JSON is text, nothing is `""`.
    pub instead: Option<Value>,
    /// How often it applied.
    #[serde(skip)]
    pub used: AtomicUsize,
}

pub fn load() -> Vec<Exception> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/contract/exceptions.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

impl Exception {
    pub fn covers(&self, side: &str, ask: &str, line: &str) -> bool {
        let here = self.side == "*" || self.side == side;
        let asked = self.asks.is_empty() || self.asks.iter().any(|key| key == ask);
        here && asked && glob(&self.deviates, line)
    }

    pub fn count(&self) {
        self.used.fetch_add(1, Ordering::Relaxed);
    }

    /// What is wrong with a body by the exception's own schema.
    pub fn refuses(&self, body: &[u8]) -> Option<String> {
        let schema = self.instead.as_ref()?;
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}');
        let body: Value = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
        let found = jsonschema::validate(schema, &body).err()?;
        Some(found.to_string())
    }
}

/// Whether `pattern`, in which `*` stands for any run of characters, covers the whole of `text`.
pub fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((first, rest)) => text.strip_prefix(first).is_some_and(|left| {
            (0..=left.len())
                .filter(|at| left.is_char_boundary(*at))
                .any(|at| glob(rest, &left[at..]))
        }),
    }
}

#[test]
fn an_exception_covers_its_lines_only() {
    assert!(glob(
        "answer 4*: not described",
        "answer 404: not described"
    ));
    assert!(!glob("answer 4*: not described", "answer 404 /a: type"));
    assert!(glob("answer * /a/*", "answer 200 /a/b: type"));
}
