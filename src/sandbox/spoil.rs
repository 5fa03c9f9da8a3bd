//! What a fault makes of a service's own answer.

use serde_json::{Map, Value, json};

use super::body::Body;
use super::face::{Received, Reply};
use super::fault::{Answer, Fault};

/// Blanks before an answer that is too large, in bytes.
const HUGE: usize = 16 << 20;

/// A byte order mark, which some services send before their JSON.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The parameters by which further pages are asked for.
const PAGES: [&str; 3] = ["page", "cursor", "continuationToken"];

/// A list without an end begins anew with every page.
pub(super) fn first_page(request: &mut Received) {
    request
        .query
        .retain(|(name, _)| !PAGES.contains(&name.as_str()));
}

/// Changes an answer as the fault says. `here` is the URL without its query; `nth` counts from 1 how often it happened.
pub(super) fn spoil(fault: &Fault, here: &str, nth: u32, reply: &mut Reply) {
    match fault.answer {
        Answer::Cut => reply.body.truncate(reply.body.len() / 2),
        Answer::Huge => {
            let body = std::mem::replace(&mut reply.body, vec![b' '; HUGE]);
            reply.body.extend(body);
        }
        Answer::Mistyped => edit(reply, |json| *json = mistyped(std::mem::take(json))),
        Answer::Endless => endless(here, nth, reply),
        _ => {}
    }
    for (name, value) in &fault.headers {
        reply
            .headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        reply.headers.push((name.clone(), value.clone()));
    }
}

/// The body as it leaves.
pub(super) fn body(answer: Option<Answer>, bytes: Vec<u8>) -> Body {
    match answer {
        Some(Answer::Reset) => Body::broken(bytes),
        Some(Answer::Drip) => Body::drip(bytes),
        _ => Body::Whole(bytes.into()),
    }
}

fn edit(reply: &mut Reply, change: impl FnOnce(&mut Value)) {
    let body = reply.body.strip_prefix(MARK).unwrap_or(&reply.body);
    if let Ok(mut json) = serde_json::from_slice(body) {
        change(&mut json);
        reply.body = json.to_string().into_bytes();
    }
}

/// Names a further page in each of the ways in which services do.
fn endless(here: &str, nth: u32, reply: &mut Reply) {
    edit(reply, |json| {
        if let Some(map) = json.as_object_mut() {
            map.insert("cursor".to_owned(), json!(nth.to_string()));
        }
    });
    let next = u64::from(nth) + 1;
    for (name, value) in [
        ("Link", format!("<{here}?page={next}>; rel=\"next\"")),
        ("X-MS-ContinuationToken", next.to_string()),
    ] {
        reply.headers.retain(|(known, _)| known != name);
        reply.headers.push((name.to_owned(), value));
    }
}

/// The same keys with values of other types, so that nothing is what it should be.
fn mistyped(json: Value) -> Value {
    let numbered = |items: Vec<Value>| {
        let pairs = items.into_iter().enumerate();
        pairs
            .map(|(at, item)| (at.to_string(), mistyped(item)))
            .collect::<Map<_, _>>()
    };
    match json {
        Value::Null => json!({}),
        Value::Bool(yes) => json!(yes.to_string()),
        Value::Number(_) => json!(true),
        Value::String(_) => json!(false),
        Value::Array(items) => Value::Object(numbered(items)),
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, mistyped(value)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn spoiled(fault: &str, body: &str) -> Reply {
        let fault: Fault = serde_yaml::from_str(fault).unwrap();
        let mut reply = Reply {
            status: 200,
            headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
            body: body.as_bytes().to_vec(),
        };
        spoil(&fault, "http://127.0.0.1:1/a/b", 3, &mut reply);
        reply
    }

    #[test]
    fn no_value_of_a_mistyped_answer_has_its_type() {
        let reply = spoiled(
            "{ match: '* *', answer: mistyped }",
            r#"{"id":1,"name":"a","on":true,"list":[{"x":null}]}"#,
        );
        let json: Value = serde_json::from_slice(&reply.body).unwrap();
        let wanted = json!({"id": true, "name": false, "on": "true", "list": {"0": {"x": {}}}});
        assert_eq!(json, wanted);
        let marked = spoiled("{ match: '* *', answer: mistyped }", "\u{feff}{\"id\":1}");
        assert_eq!(marked.body, br#"{"id":true}"#);
        let page = spoiled("{ match: '* *', answer: mistyped }", "<html>");
        assert_eq!(page.body, b"<html>");
    }

    #[test]
    fn a_huge_answer_is_still_the_answer() {
        let reply = spoiled("{ match: '* *', answer: huge }", r#"{"id":1}"#);
        assert!(reply.body.len() > HUGE);
        let json: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(json, json!({"id": 1}));
    }

    #[test]
    fn an_endless_list_names_a_further_page_in_every_way() {
        let reply = spoiled("{ match: '* *', answer: endless }", r#"{"items":[]}"#);
        assert_eq!(reply.body, br#"{"items":[],"cursor":"3"}"#);
        let header = |name: &str| {
            let found = reply.headers.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.as_str())
        };
        assert_eq!(
            header("Link"),
            Some("<http://127.0.0.1:1/a/b?page=4>; rel=\"next\"")
        );
        assert_eq!(header("X-MS-ContinuationToken"), Some("4"));
    }

    #[test]
    fn headers_of_a_fault_take_the_place_of_the_answer_s_own() {
        let reply = spoiled(
            "{ match: '* *', answer: own, headers: { content-type: text/html } }",
            "{}",
        );
        let wanted = [("content-type".to_owned(), "text/html".to_owned())];
        assert_eq!(reply.headers, wanted);
        assert_eq!(reply.body, b"{}");
    }
}
