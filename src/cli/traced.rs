//! Bodies for `-vv`: bounded, on one line, and without anything that looks like a secret.

use serde_json::Value;
use uuid::Uuid;

use crate::audit::counted;
use crate::http::Said;
use crate::render::clean;
use crate::scm;

/// Characters shown of one body.
const MOST: usize = 2000;

/// A run of this many letters and digits, digits among them, may be a secret.
const OPAQUE: usize = 32;

const BLOT: &str = "[redacted]";

/// Both bodies, each on a line of its own.
pub(super) fn bodies(said: &Said<'_>) -> String {
    let told = |sign: &str, body: Option<&str>| match body.filter(|text| !text.trim().is_empty()) {
        Some(text) => format!("  {sign} {}\n", body_of(text)),
        None => String::new(),
    };
    told(">", said.asked.as_deref()) + &told("<", said.answered)
}

fn body_of(text: &str) -> String {
    let told = match serde_json::from_str::<Value>(text) {
        Ok(mut json) => {
            redact(&mut json, false);
            json.to_string()
        }
        // A page or half an answer: what can't be read by its keys is masked by its looks.
        Err(_) => masked(text),
    };
    let told = clean(&told);
    match told.char_indices().nth(MOST) {
        Some((at, _)) => format!(
            "{}… ({})",
            &told[..at],
            counted(told[at..].chars().count(), "more character")
        ),
        None => told,
    }
}

/// Blots out strings under keys that name secrets, and whatever looks like one elsewhere.
fn redact(json: &mut Value, secret: bool) {
    match json {
        Value::String(text) if secret && !text.is_empty() => *text = BLOT.to_owned(),
        Value::String(text) => *text = masked(text),
        Value::Array(list) => list.iter_mut().for_each(|one| redact(one, secret)),
        Value::Object(map) => map
            .iter_mut()
            .for_each(|(key, value)| redact(value, secret || names_secret(key))),
        _ => {}
    }
}

fn names_secret(key: &str) -> bool {
    let key = key.to_lowercase();
    // Also the name of one of the platform's products.
    if key == "secrets" {
        return false;
    }
    let words = [
        "token",
        "secret",
        "password",
        "credential",
        "authorization",
        "cookie",
        "private",
    ];
    words.iter().any(|word| key.contains(word))
}

/// The text with every word blotted out that may be a token.
fn masked(text: &str) -> String {
    let part = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\0']) {
        if part(c) {
            word.push(c);
            continue;
        }
        out.push_str(if is_secret(&word) { BLOT } else { &word });
        word.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

fn is_secret(word: &str) -> bool {
    let opaque = word.split('.').any(|part| {
        let digits = part.chars().filter(char::is_ascii_digit).count();
        part.len() >= OPAQUE && digits > 3 && !is_uuid(part)
    });
    opaque || scm::ALL.into_iter().any(|scm| scm.is_token(word))
}

/// Without its dashes it could as well be a token.
fn is_uuid(word: &str) -> bool {
    word.contains('-') && Uuid::parse_str(word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_key_calls_secret_is_blotted_out() {
        let told = body_of(r#"{"name":"a","accessToken":"short","credentials":{"other":["x"]}}"#);
        assert_eq!(
            told,
            r#"{"name":"a","accessToken":"[redacted]","credentials":{"other":["[redacted]"]}}"#
        );
    }

    #[test]
    fn what_looks_like_a_token_is_blotted_out_under_any_key() {
        let told = body_of(
            r#"{"note":"made glpat-0123456789abcdefghij, and 0123456789abcdef0123456789abcdef"}"#,
        );
        assert_eq!(told, r#"{"note":"made [redacted], and [redacted]"}"#);
    }

    #[test]
    fn pages_are_masked_cleaned_and_bounded() {
        let page = format!(
            "<p>glpat-0123456789abcdefghij\u{1b}[2J</p>\n{}",
            "x ".repeat(3000)
        );
        let told = body_of(&page);
        assert!(told.starts_with("<p>[redacted][2J</p> x x"), "{told}");
        assert!(told.ends_with("more characters)"), "{told}");
        assert!(told.chars().count() < MOST + 40);
    }

    #[test]
    fn ids_stay_readable() {
        let id = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
        assert!(body_of(&format!(r#"{{"id":"{id}"}}"#)).contains(id));
    }
}
