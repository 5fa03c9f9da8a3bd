//! Looking into JSON: whatever is there, what is read is what stands there.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::super::json::*;
use super::*;

/// Any JSON, with few keys, so that they are hit.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z0-9./-]{0,6}|\\PC{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map("key|error|[a-z]{1,3}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// A text as JSON, its characters written out or not as `escaped` says.
fn written(text: &str, escaped: &[bool]) -> String {
    let mut escaped = escaped.iter().cycle();
    let each = text.encode_utf16().map(|unit| {
        let plain = char::from_u32(u32::from(unit))
            .filter(|c| c.is_ascii_graphic() && !"\"\\".contains(*c));
        match plain {
            Some(c) if escaped.next() != Some(&true) => c.to_string(),
            _ => format!("\\u{unit:04x}"),
        }
    });
    format!("\"{}\"", each.collect::<String>())
}

proptest! {
    #[test]
    fn what_is_read_stands_in_the_answer(json in any_json()) {
        let field = json.get("key").cloned().unwrap_or(Value::Null);
        let written = field.to_string();
        let bare = written.trim_matches('"');
        if let Some(text) = text(&json, "key") {
            prop_assert_eq!(&field, &Value::from(text));
        }
        if let Some(id) = plain_id(&json, "key") {
            prop_assert!(!id.is_empty() && !id.contains(['/', '.', '?', '#', '%', ' ']));
            prop_assert_eq!(bare, id);
        }
        if let Some(name) = plain_name(&json, "key") {
            prop_assert!(name != "." && name != ".." && !name.contains(['/', '?', '#', '%', ' ']));
        }
        if let Some(number) = number(&json, "key") {
            prop_assert_eq!(bare.parse::<u64>(), Ok(number));
        }
        if let Some(all) = strings(&json, "key") {
            prop_assert!(all.len() <= field.as_array().map_or(0, Vec::len));
        }
        if let Some(all) = list(&json, "key") {
            prop_assert!(all.iter().all(|one| one.is_object()));
            prop_assert!(!all.is_empty() || json.get("error").is_none() || json.get("key").is_some());
        }
        if flag(&json, "key") == Some(true) {
            prop_assert_eq!(field, Value::from(true));
        }
    }

    #[test]
    fn a_reserved_key_is_found_however_it_is_written(
        rest in "[A-Za-z\"\\\\]{0,8}",
        escaped in vec(any::<bool>(), 1..40),
        before in any_json(),
    ) {
        let key = written(&format!("$serde_json::private::{rest}"), &escaped);
        for json in [format!("{{{key}: \"1\"}}"), format!("[{before}, {{\"a\": {{{key}: 1}}}}]")] {
            prop_assert!(has_reserved_key(&json), "{}", json);
        }
    }

    #[test]
    fn no_other_key_is_taken_for_a_reserved_one(json in any_json()) {
        prop_assert!(!has_reserved_key(&json.to_string()));
    }

    #[test]
    fn looking_for_reserved_keys_never_panics(text in "(\"|\\\\|u[0-9a-f]{0,4}|\\$serde_json::private::|\\PC){0,30}") {
        let _ = has_reserved_key(&text);
    }
}
