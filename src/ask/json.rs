//! Looking into answers. Numbers may come as text and false may be left out: both are how protobuf writes JSON.

use std::collections::BTreeSet;

use serde_json::Value;

/// A text field.
pub fn text(json: &Value, key: &str) -> Option<String> {
    json.get(key)?.as_str().map(str::to_owned)
}

/// An id, written as a number or as text; zero and empty mean none.
pub fn id(json: &Value, key: &str) -> Option<String> {
    let id = match json.get(key)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!id.is_empty() && id != "0").then_some(id)
}

/// A whole number, written as one or as text.
pub fn number(json: &Value, key: &str) -> Option<u64> {
    let value = json.get(key)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// A flag; one that was left out is false, one of another type is unknown.
pub fn flag(json: &Value, key: &str) -> Option<bool> {
    match json.as_object()?.get(key) {
        None | Some(Value::Null) => Some(false),
        Some(Value::Bool(yes)) => Some(*yes),
        Some(_) => None,
    }
}

/// The items of an array field; none where it was left out.
pub fn items<'a>(json: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    json.get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// An array of texts as a set; `None` where it is anything else.
pub fn strings(json: &Value, key: &str) -> Option<BTreeSet<String>> {
    json.get(key)?
        .as_array()?
        .iter()
        .map(|one| one.as_str().map(str::to_owned))
        .collect()
}

/// What only an answer that reports a failure has.
const FAILURES: [&str; 4] = ["code", "error", "errors", "message"];

/// The objects of an array field; none where it was left out, as protobuf JSON may do with an empty one. `None` where
/// the answer or the field is anything else, or reports a failure instead.
pub fn list<'a>(json: &'a Value, key: &str) -> Option<Vec<&'a Value>> {
    let map = json.as_object()?;
    match map.get(key) {
        Some(Value::Array(all)) if all.iter().all(Value::is_object) => Some(all.iter().collect()),
        None if !FAILURES.iter().any(|one| map.contains_key(*one)) => Some(Vec::new()),
        _ => None,
    }
}

/// An id that can stand in an address as it is.
pub fn plain_id(json: &Value, key: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let whole = |value: &Value| !value.is_number() || value.is_u64();
    json.get(key).filter(|value| whole(value))?;
    id(json, key).filter(|id| id.chars().all(plain))
}

/// A short name that can stand in an address as it is.
pub fn plain_name(json: &Value, key: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = text(json, key)?;
    let fits = !matches!(name.as_str(), "" | "." | "..") && name.chars().all(plain);
    fits.then_some(name)
}

/// Whether a JSON text holds a key that the JSON library keeps for itself: it would read `{key: "1"}` as the number 1.
pub fn has_reserved_key(json: &str) -> bool {
    const RESERVED: &str = "$serde_json::private::";
    let mut rest = json;
    while let Some((_, behind)) = rest.split_once('"') {
        let mut escaped = false;
        let end = behind.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let Some(end) = end else { return false };
        let word = &behind[..end];
        if word.starts_with(RESERVED) {
            return true;
        }
        if word.contains("\\u") {
            let word: Option<String> = serde_json::from_str(&format!("\"{word}\"")).ok();
            if word.is_some_and(|word| word.starts_with(RESERVED)) {
                return true;
            }
        }
        rest = &behind[end + 1..];
    }
    false
}
