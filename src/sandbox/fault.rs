//! Faults: what goes wrong on the way, as data.

use std::collections::BTreeMap;

use http::{HeaderName, HeaderValue, Method};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use super::face::Reply;

/// One thing that goes wrong. The first fault of a scenario that matches and has times left is the one that happens.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fault {
    /// The service it happens on; any, if absent.
    pub on: Option<String>,
    /// The requests it happens to.
    #[serde(rename = "match")]
    pub matches: Pattern,
    /// What happens.
    pub answer: Answer,
    /// Seconds for a `Retry-After` header, on a status.
    pub retry_after: Option<u32>,
    /// How often it happens; for ever, if absent.
    pub times: Option<std::num::NonZeroU32>,
    /// The body sent with a status, in place of a plausible one.
    pub body: Option<String>,
    /// Headers of the answer, in place of its own of these names.
    #[serde(default, deserialize_with = "sendable")]
    pub headers: BTreeMap<String, String>,
}

/// Headers that can be sent at all: one that could not would go missing without a word.
fn sendable<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    let headers: BTreeMap<String, String> = BTreeMap::deserialize(from)?;
    for (name, value) in &headers {
        let fine = name.parse::<HeaderName>().is_ok() && HeaderValue::from_str(value).is_ok();
        if !fine {
            return Err(de::Error::custom(format!(
                "`{name}: {value}` is no header that can be sent"
            )));
        }
    }
    Ok(headers)
}

/// What a fault does to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This status, without the service having seen the request.
    Status(u16),
    /// The connection is closed without any answer; the service has not seen the request.
    Drop,
    /// Nothing is ever answered and the connection stays open; the service has not seen the request.
    Hang,
    /// 200 and a page to sign in, as a proxy before the service would; the service has not seen the request.
    Html,
    /// The service's own answer, cut in half, with the right length of the half.
    Cut,
    /// The service's own answer, changed by nothing but `headers`.
    Own,
    /// The service's own answer; the connection breaks off half-way through the body.
    Reset,
    /// The service's own answer, its body a byte every 20 seconds.
    Drip,
    /// The service's own answer, each value in its JSON of another type.
    Mistyped,
    /// The service's own answer behind 16 MiB of blanks.
    Huge,
    /// The first page of the service's own answer, each time naming a further one.
    Endless,
}

/// How scenarios write what is no status.
const WORDS: [(&str, Answer); 10] = [
    ("drop", Answer::Drop),
    ("hang", Answer::Hang),
    ("html", Answer::Html),
    ("cut", Answer::Cut),
    ("own", Answer::Own),
    ("reset", Answer::Reset),
    ("drip", Answer::Drip),
    ("mistyped", Answer::Mistyped),
    ("huge", Answer::Huge),
    ("endless", Answer::Endless),
];

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Word;
        impl Visitor<'_> for Word {
            type Value = Answer;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let words: Vec<String> = WORDS.iter().map(|(one, _)| format!("`{one}`")).collect();
                write!(
                    f,
                    "a status from 200 to 599, or one of {}",
                    words.join(", ")
                )
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Answer, E> {
                match u16::try_from(number) {
                    Ok(status @ 200..=599) => Ok(Answer::Status(status)),
                    _ => Err(E::invalid_value(de::Unexpected::Unsigned(number), &self)),
                }
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<Answer, E> {
                let known = WORDS.iter().find(|(one, _)| *one == word);
                known
                    .map(|(_, answer)| *answer)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Str(word), &self))
            }
        }
        deserializer.deserialize_any(Word)
    }
}

/// A method (or `*`) and a path in which `*` stands for anything; the query does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    method: Option<Method>,
    path: String,
}

impl Pattern {
    /// Whether a request with this method and this path, as sent, is meant.
    pub fn meets(&self, method: &Method, path: &str) -> bool {
        self.method.as_ref().is_none_or(|wanted| wanted == method) && glob(&self.path, path)
    }
}

impl std::str::FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || {
            format!(
                "`{text}` is not a method (or `*`), a space and a path, like `GET /api/v4/user`"
            )
        };
        let (method, path) = text.split_once(' ').ok_or_else(expected)?;
        if !path.starts_with(['/', '*']) || path.contains([' ', '?']) {
            return Err(expected());
        }
        let method = match method {
            "*" => None,
            _ if method.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                Some(method.parse().map_err(|_| expected())?)
            }
            _ => return Err(expected()),
        };
        Ok(Self {
            method,
            path: path.to_owned(),
        })
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// Whether `pattern`, in which `*` stands for any run of characters, covers the whole of `text`.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut left) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(last)
}

/// The answer of a fault with a status: its own body, or one as plausible as can be without knowing the service.
pub(super) fn reply(fault: &Fault, status: u16) -> Reply {
    let reason = http::StatusCode::from_u16(status)
        .ok()
        .and_then(|code| code.canonical_reason())
        .unwrap_or("Unknown");
    let (content_type, body) = match &fault.body {
        Some(body) => (content_type_of(body), body.clone()),
        None => match status {
            204 | 304 => ("", String::new()),
            429 => ("text/plain", "Retry later\n".to_owned()),
            // What a reverse proxy says when nobody answers behind it.
            502..=504 => {
                let body = format!(
                    "<html><head><title>{status} {reason}</title></head><body><h1>{status} {reason}</h1></body></html>\n"
                );
                ("text/html", body)
            }
            _ => (
                "application/json",
                format!(r#"{{"message":"{status} {reason}"}}"#),
            ),
        },
    };
    let mut headers = Vec::new();
    if !content_type.is_empty() {
        headers.push(("Content-Type".to_owned(), content_type.to_owned()));
    }
    if let Some(seconds) = fault.retry_after {
        headers.push(("Retry-After".to_owned(), seconds.to_string()));
    }
    Reply {
        status,
        headers,
        body: body.into_bytes(),
    }
}

/// What a body given in a scenario is, by its looks.
fn content_type_of(body: &str) -> &'static str {
    if serde_json::from_str::<serde::de::IgnoredAny>(body).is_ok() {
        "application/json"
    } else if body.trim_start().starts_with('<') {
        "text/html"
    } else {
        "text/plain"
    }
}

/// The page that a sign-in proxy puts before a service.
pub(super) fn sign_in_page() -> Reply {
    let page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\
                <body><form method=\"post\" action=\"/login\"><input name=\"user\"><button>Sign in</button></form></body></html>\n";
    Reply {
        status: 200,
        headers: vec![(
            "Content-Type".to_owned(),
            "text/html; charset=utf-8".to_owned(),
        )],
        body: page.into(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn meets(pattern: &str, method: Method, path: &str) -> bool {
        pattern.parse::<Pattern>().unwrap().meets(&method, path)
    }

    #[test]
    fn a_pattern_needs_the_whole_path() {
        assert!(meets("GET /api/v4/user", Method::GET, "/api/v4/user"));
        assert!(!meets("GET /api/v4/user", Method::GET, "/api/v4/users"));
        assert!(!meets("GET /api/v4/user", Method::POST, "/api/v4/user"));
    }

    #[test]
    fn a_star_stands_for_anything_even_slashes_and_nothing() {
        assert!(meets("* *", Method::DELETE, "/anything/at/all"));
        assert!(meets("PUT /a/*/products", Method::PUT, "/a/b/c/products"));
        assert!(meets("GET /a/*", Method::GET, "/a/"));
        assert!(!meets("GET /a/*/b", Method::GET, "/a/b"));
        assert!(meets("GET /*a*a", Method::GET, "/aa"));
        assert!(!meets("GET /*aa*a", Method::GET, "/aa"));
    }

    #[test]
    fn a_pattern_that_could_never_match_is_refused() {
        for wrong in ["GET", "get /a", "GET a", "GET /a?b=1", "GET  /a", "/a", ""] {
            assert!(wrong.parse::<Pattern>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_fault_refuses_what_it_does_not_know() {
        let read = |text: &str| serde_yaml::from_str::<Fault>(text);
        assert!(read("{ match: '* *', answer: drop }").is_ok());
        assert!(
            read("{ match: '* *', answer: 99 }")
                .unwrap_err()
                .to_string()
                .contains("a status from 200 to 599")
        );
        assert!(
            read("{ match: '* *', answer: melt }")
                .unwrap_err()
                .to_string()
                .contains("`html`, `cut`")
        );
        assert!(
            read("{ match: '* *', answer: drop, tmes: 1 }")
                .unwrap_err()
                .to_string()
                .contains("unknown field `tmes`")
        );
        assert!(read("{ match: '* *', answer: drop, times: 0 }").is_err());
        for headers in ["{ 'a b': c }", "{ a: \"b\\nc\" }"] {
            let fault = format!("{{ match: '* *', answer: own, headers: {headers} }}");
            let error = read(&fault).unwrap_err().to_string();
            assert!(error.contains("no header that can be sent"), "{error}");
        }
    }

    #[test]
    fn a_status_has_a_plausible_body_unless_one_is_given() {
        let fault = |yaml: &str| serde_yaml::from_str::<Fault>(yaml).unwrap();
        let limited = reply(&fault("{ match: '* *', answer: 429, retry-after: 7 }"), 429);
        assert!(
            limited
                .headers
                .contains(&("Retry-After".to_owned(), "7".to_owned()))
        );
        assert!(
            limited
                .headers
                .contains(&("Content-Type".to_owned(), "text/plain".to_owned()))
        );
        let own = reply(
            &fault(r#"{ match: '* *', answer: 500, body: '{"a":1}' }"#),
            500,
        );
        assert_eq!(own.body, br#"{"a":1}"#);
        assert!(
            own.headers
                .contains(&("Content-Type".to_owned(), "application/json".to_owned()))
        );
    }
}
