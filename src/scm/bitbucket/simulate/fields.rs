//! Partial responses: the `fields` parameter.

use serde_json::{Map, Value};

/// Leaves in a body what `fields` asks for: plain names alone, else everything without `-names`, and with `+names` again.
///
/// Source: Bitbucket Cloud description, `x-atlassian-narrative`, "Partial responses".
pub(super) fn select(whole: &Value, fields: &str) -> Value {
    let terms: Vec<&str> = fields.split(',').map(str::trim).collect();
    let only_these = terms.iter().any(|term| !term.starts_with(['+', '-']));
    let mut kept = if only_these {
        Value::Object(Map::new())
    } else {
        whole.clone()
    };
    for term in &terms {
        if let Some(path) = term.strip_prefix('-') {
            remove(&mut kept, &path.split('.').collect::<Vec<_>>());
        }
    }
    for term in terms.iter().filter(|term| !term.starts_with('-')) {
        let path = term.strip_prefix('+').unwrap_or(term);
        add(&mut kept, whole, &path.split('.').collect::<Vec<_>>());
    }
    kept
}

fn matches(pattern: &str, key: &str) -> bool {
    pattern == "*" || pattern == key
}

fn remove(kept: &mut Value, path: &[&str]) {
    match (kept, path) {
        (Value::Array(items), _) => items.iter_mut().for_each(|item| remove(item, path)),
        (Value::Object(map), [last]) => map.retain(|key, _| !matches(last, key)),
        (Value::Object(map), [first, rest @ ..]) => map
            .iter_mut()
            .filter(|(key, _)| matches(first, key))
            .for_each(|(_, value)| remove(value, rest)),
        _ => {}
    }
}

fn add(kept: &mut Value, whole: &Value, path: &[&str]) {
    match (kept, whole, path) {
        (Value::Array(kept), Value::Array(whole), _) => {
            // What was left out so far gets its places, in order.
            kept.resize(whole.len(), Value::Object(Map::new()));
            for (kept, whole) in kept.iter_mut().zip(whole) {
                add(kept, whole, path);
            }
        }
        (Value::Object(kept), Value::Object(whole), [first, rest @ ..]) => {
            for (key, value) in whole.iter().filter(|(key, _)| matches(first, key)) {
                if rest.is_empty() {
                    kept.insert(key.clone(), value.clone());
                    continue;
                }
                let empty = match value {
                    Value::Array(_) => Value::Array(Vec::new()),
                    Value::Object(_) => Value::Object(Map::new()),
                    // Nothing lies below a plain value.
                    _ => continue,
                };
                add(kept.entry(key.clone()).or_insert(empty), value, rest);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_three_modes_are_those_of_the_document() {
        let whole = json!({ "next": "n", "values": [{ "slug": "a", "links": { "x": 1 } }, { "slug": "b" }] });
        assert_eq!(
            select(&whole, "values.slug,nothing"),
            json!({ "values": [{ "slug": "a" }, { "slug": "b" }] })
        );
        assert_eq!(
            select(&whole, "-values.links,-next"),
            json!({ "values": [{ "slug": "a" }, { "slug": "b" }] })
        );
        assert_eq!(
            select(&whole, "-values.links.*")["values"][0],
            json!({ "slug": "a", "links": {} })
        );
        assert_eq!(select(&whole, "-*,+next"), json!({ "next": "n" }));
        assert_eq!(select(&whole, "*"), whole);
        assert_eq!(select(&whole, "next.deeper"), json!({}));
    }
}
