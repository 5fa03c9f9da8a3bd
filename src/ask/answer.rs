//! Answers, and what is the same in reading all of them.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::{Ask, Call};
use crate::audit::{Cause, Gap, Side, Trace};

/// An answer as it came. Status is evidence, never an error. `Debug` leaves the values out: they may hold a new token.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Header names in lower case, with their values.
    pub headers: BTreeMap<String, String>,
    /// The body as text, without a byte order mark.
    pub body: String,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers.keys())
            .field("bytes", &self.body.len())
            .finish()
    }
}

impl Answer {
    /// A header's value; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// The body as JSON, if it is.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The class of it.
    pub cause: Cause,
    /// What happened, in words.
    pub detail: String,
}

type Key = (&'static str, Vec<(&'static str, String)>);

/// All answers of one side, kept by request and bindings, pages joined.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    side: Option<Side>,
    kept: BTreeMap<Key, Result<Answer, Miss>>,
}

/// An answer that settles something: a success with readable JSON, or a refusal in the 400s. `Debug` leaves its values
/// out, as [`Answer`]'s does.
#[derive(Clone)]
pub struct Heard {
    /// The HTTP status.
    pub status: u16,
    /// The body; `Null` where a refusal has none that can be read, or a success needs none.
    pub json: Value,
    /// The answer itself.
    pub answer: Answer,
    /// How evidence names it.
    pub trace: Trace,
}

impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heard")
            .field("answer", &self.answer)
            .field("trace", &self.trace)
            .finish()
    }
}

impl Heard {
    /// Whether it is a success.
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A gap left by this answer, with the service's own words where it gave some.
    pub fn gap(&self, cause: Cause) -> Gap {
        let words = message(&self.json).unwrap_or_default();
        Gap::by(cause, self.trace.clone().saying(words))
    }

    /// The trace with what mattered in it.
    pub fn saying(&self, detail: impl Into<String>) -> Trace {
        self.trace.clone().saying(detail)
    }
}

impl Answers {
    /// No answers yet from this side.
    pub fn of(side: Side) -> Self {
        Answers {
            side: Some(side),
            kept: BTreeMap::new(),
        }
    }

    /// Whether nothing was asked yet.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Keeps an answer.
    pub fn keep(&mut self, call: &Call, answer: Result<Answer, Miss>) {
        self.kept.insert((call.ask.key, call.bind.clone()), answer);
    }

    /// Whether this request was sent, with whatever bindings.
    pub fn has(&self, ask: &Ask) -> bool {
        self.kept.keys().any(|(key, _)| *key == ask.key)
    }

    /// What the only call of a request heard; a gap where it was not sent or left nothing to read.
    pub fn hear(&self, ask: &'static Ask) -> Result<Heard, Gap> {
        let mut all = self.kept.iter().filter(|((key, _), _)| *key == ask.key);
        match all.next() {
            Some((_, result)) => hear(ask, self.side.unwrap_or(Side::Scm), result),
            None => Err(Gap::of(Cause::NotAsked)),
        }
    }

    /// The status of the only call of a request, if it was answered at all.
    pub fn status(&self, ask: &Ask) -> Option<u16> {
        let mut all = self.kept.iter().filter(|((key, _), _)| *key == ask.key);
        all.next()?.1.as_ref().ok().map(|answer| answer.status)
    }

    /// The only call of a request as it came, for services whose answers mean something even where they can't be read.
    pub fn raw(&self, ask: &Ask) -> Option<&Result<Answer, Miss>> {
        let mut all = self.kept.iter().filter(|((key, _), _)| *key == ask.key);
        all.next().map(|(_, result)| result)
    }

    /// How evidence names a request of this side, with the status of its only call.
    pub fn trace(&self, ask: &Ask) -> Trace {
        Trace {
            side: self.side.unwrap_or(Side::Scm),
            request: ask.name(),
            status: self.status(ask),
            detail: String::new(),
        }
    }

    /// What every call of a request heard, with the value bound to `name`.
    pub fn hear_each(
        &self,
        ask: &'static Ask,
        name: &'static str,
    ) -> Vec<(String, Result<Heard, Gap>)> {
        self.kept
            .iter()
            .filter(|((key, _), _)| *key == ask.key)
            .map(|((_, bind), result)| {
                let value = bind.iter().find(|(key, _)| *key == name);
                let value = value.map(|(_, value)| value.clone()).unwrap_or_default();
                (value, hear(ask, self.side.unwrap_or(Side::Scm), result))
            })
            .collect()
    }

    /// Every request that was answered or failed, as evidence names it.
    pub fn asked(&self) -> impl Iterator<Item = &'static str> {
        self.kept.keys().map(|(key, _)| *key)
    }
}

/// Sorts one result into what can be read and what leaves a gap, the same for every service: no answer, throttling,
/// failures of the service, redirects, and bodies that are not what the API documents are gaps.
fn hear(ask: &Ask, side: Side, result: &Result<Answer, Miss>) -> Result<Heard, Gap> {
    let mut trace = Trace {
        side,
        request: ask.name(),
        status: None,
        detail: String::new(),
    };
    let answer = match result {
        Ok(answer) => answer,
        Err(miss) => return Err(Gap::by(miss.cause.clone(), trace.saying(&miss.detail))),
    };
    trace.status = Some(answer.status);
    let gap = |cause, detail: String| Err(Gap::by(cause, trace.clone().saying(detail)));
    match answer.status {
        200..=299 => match answer.json() {
            Some(json) => Ok(Heard {
                status: answer.status,
                json,
                answer: answer.clone(),
                trace,
            }),
            None if ask.method == "HEAD" => Ok(Heard {
                status: answer.status,
                json: Value::Null,
                answer: answer.clone(),
                trace,
            }),
            None if answer.body.is_empty() => gap(Cause::Unreadable, "an empty answer".to_owned()),
            None => gap(Cause::Unreadable, not_json(answer)),
        },
        300..=399 => gap(
            Cause::Unreadable,
            match answer.header("location") {
                Some(to) => format!("redirected to {to}; not followed with a token"),
                None => "redirected".to_owned(),
            },
        ),
        429 => {
            let until = answer.header("retry-after").map(str::to_owned);
            let detail = match &until {
                Some(after) => format!("retry after: {after}"),
                None => "too many requests".to_owned(),
            };
            gap(Cause::RateLimited(until), detail)
        }
        400..=499 => Ok(Heard {
            status: answer.status,
            json: answer.json().unwrap_or(Value::Null),
            answer: answer.clone(),
            trace,
        }),
        _ => gap(
            Cause::ServerError,
            answer
                .json()
                .and_then(|json| message(&json))
                .unwrap_or_default(),
        ),
    }
}

fn not_json(answer: &Answer) -> String {
    match answer.header("content-type") {
        Some(kind) if kind.contains("html") => {
            "a web page instead of JSON: a proxy or sign-in page answers in its place".to_owned()
        }
        _ => "not JSON, or cut off".to_owned(),
    }
}

/// The service's own words in an error body: `message`, then `error_description`, then `error`.
pub fn message(json: &Value) -> Option<String> {
    let pick = |key: &str| match json.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Object(inner) => inner
            .get("message")
            .or_else(|| inner.get("error"))
            .and_then(Value::as_str)
            .map(str::to_owned),
        _ => None,
    };
    pick("message")
        .or_else(|| pick("error_description"))
        .or_else(|| pick("error"))
}
