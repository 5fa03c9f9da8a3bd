//! Holds a request and an answer against the operation they belong to. Whatever is not as described is one line.

use assistant::ask::Ask;
use serde_json::Value;

use super::description::{Document, Operation};
use super::relay::Message;
use super::sides::{self, Target};

/// A line such as `answer 200 /value/[]/id: format`, and what exactly was seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deviation {
    pub line: String,
    pub seen: String,
}

/// One of them.
pub fn deviation(line: impl Into<String>, seen: impl Into<String>) -> Deviation {
    Deviation {
        line: line.into(),
        seen: seen.into(),
    }
}

/// What is wrong with a request: its path, query, headers, credential and body.
pub fn request(
    operation: &Operation,
    ask: &Ask,
    target: &Target,
    sent: &Message,
) -> Vec<Deviation> {
    let mut found = Vec::new();
    let bound = sides::matches(&operation.template, &target.path).unwrap_or_default();
    for (name, value) in &bound {
        found.extend(parameter(operation, "path", name, value));
    }
    for (name, value) in &target.query {
        found.extend(parameter(operation, "query", name, value));
    }
    for told in &operation.parameters {
        let (name, place) = (text(told, "name"), text(told, "in"));
        let given = match place {
            "query" => target.query.iter().any(|(key, _)| key == name),
            "header" => sent.header(&name.to_lowercase()).is_some(),
            _ => true,
        };
        if told["required"] == true && !given {
            found.push(deviation(format!("request {place} {name}: missing"), ""));
        }
    }
    found.extend(credential(operation, ask, sent));
    found.extend(headers(operation, sent));
    found.extend(accepted(sent));
    found.extend(taken(operation, sent));
    found
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn parameter(operation: &Operation, place: &str, name: &str, value: &str) -> Vec<Deviation> {
    let mut all = operation.parameters.iter();
    let line = |what: &str| format!("request {place} {name}: {what}");
    let Some(told) = all.find(|one| one["in"] == place && one["name"] == name) else {
        return vec![deviation(line("not described"), value)];
    };
    let schema = Operation::schema_of(told);
    let validator = operation.document.validator(&schema);
    // Text may stand for a number or a truth value.
    let read = serde_json::from_str::<Value>(value).ok();
    let meant = read.filter(|value| value.is_number() || value.is_boolean());
    let fits = std::iter::once(Value::String(value.to_owned()))
        .chain(meant)
        .any(|value| validator.is_valid(&value));
    match fits {
        true => Vec::new(),
        false => vec![deviation(line("value"), format!("{value} for {schema}"))],
    }
}

/// Headers that can carry a credential.
const CREDENTIALS: [&str; 3] = ["authorization", "private-token", "cookie"];

fn credential(operation: &Operation, ask: &Ask, sent: &Message) -> Vec<Deviation> {
    let carried: Vec<&str> = CREDENTIALS
        .into_iter()
        .filter(|name| sent.header(name).is_some())
        .collect();
    if !ask.authenticated {
        let none = carried.is_empty();
        let found = (!none).then(|| deviation("request credential: sent", carried.join(", ")));
        return found.into_iter().collect();
    }
    let logins = operation.logins();
    if logins.is_empty() {
        return vec![deviation(
            "request credential: not described",
            carried.join(", "),
        )];
    }
    let fits = logins.iter().any(|(name, scheme)| {
        let value = sent.header(name);
        value.is_some_and(|value| scheme.is_none_or(|scheme| value.starts_with(scheme)))
    });
    let found = (!fits).then(|| deviation("request credential: another", format!("{logins:?}")));
    found.into_iter().collect()
}

/// Headers that belong to HTTP rather than to an API.
const OF_HTTP: [&str; 7] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
];

/// Headers that are neither described nor carry the credential.
fn headers(operation: &Operation, sent: &Message) -> Vec<Deviation> {
    let logins = operation.logins();
    let known = |name: &str| {
        let described = operation
            .parameters
            .iter()
            .filter(|one| one["in"] == "header");
        OF_HTTP.contains(&name)
            || CREDENTIALS.contains(&name)
            || logins.iter().any(|(header, _)| header == name)
            || described
                .into_iter()
                .any(|one| text(one, "name").eq_ignore_ascii_case(name))
    };
    let strange = sent.headers.iter().filter(|(name, _)| !known(name));
    strange
        .map(|(name, value)| deviation(format!("request header {name}: not described"), value))
        .collect()
}

fn accepted(sent: &Message) -> Option<Deviation> {
    let wanted = sent.header("accept").unwrap_or("*/*");
    let json = ["application/json", "application/vnd.github+json", "*/*"];
    let fits = json.iter().any(|kind| wanted.contains(kind));
    (!fits).then(|| deviation("request header accept: not JSON", wanted))
}

fn taken(operation: &Operation, sent: &Message) -> Vec<Deviation> {
    let Some(schema) = operation.takes() else {
        let empty = sent.body.is_empty();
        let found = (!empty).then(|| deviation("request body: not described", ""));
        return found.into_iter().collect();
    };
    if sent.header("content-type") != Some("application/json") {
        let seen = sent.header("content-type").unwrap_or("none");
        return vec![deviation("request header content-type: not JSON", seen)];
    }
    match serde_json::from_slice(&sent.body) {
        Ok(body) => body_of("request", &operation.document, &schema, &body),
        Err(error) => vec![deviation("request body: not JSON", error.to_string())],
    }
}

/// What is wrong with an answer. `within` is where the described part stands in the body.
pub fn answer(operation: &Operation, given: &Message, within: Option<&str>) -> Vec<Deviation> {
    let status = given.status();
    let name = format!("answer {status}");
    let body = String::from_utf8_lossy(&given.body).into_owned();
    let Some(told) = operation.answers(status) else {
        return vec![deviation(format!("{name}: not described"), body)];
    };
    let Some(schema) = operation.gives(&told) else {
        // Without a schema nothing is promised of the body, but what is forbidden by the protocol.
        let silent = status != 204 || body.is_empty();
        let found = (!silent).then(|| deviation(format!("{name}: a body"), body));
        return found.into_iter().collect();
    };
    let kind = given.header("content-type").unwrap_or("none");
    if !kind.starts_with("application/json") {
        return vec![deviation(
            format!("{name}: not JSON"),
            format!("{kind} {body}"),
        )];
    }
    let json: Value = match serde_json::from_slice(&given.body) {
        Ok(json) => json,
        Err(error) => return vec![deviation(format!("{name}: not JSON"), error.to_string())],
    };
    let part = within.map_or(Some(&json), |within| json.pointer(within));
    match part {
        Some(part) => body_of(&name, &operation.document, &schema, part),
        None => vec![deviation(format!("{name}: the part is missing"), body)],
    }
}

/// Everything that a schema finds in a body, and every key that it does not know.
pub fn body_of(name: &str, document: &Document, schema: &Value, body: &Value) -> Vec<Deviation> {
    let validator = document.validator(schema);
    let mut found: Vec<Deviation> = validator
        .iter_errors(body)
        .map(|error| {
            let place = generic(error.instance_path().as_str());
            let told = error.to_string();
            let what = match error.kind().keyword() {
                "required" => format!("required {}", told.split(' ').next().unwrap_or_default()),
                "type" if error.instance().is_null() => "type null".to_owned(),
                word => word.to_owned(),
            };
            let line = format!("{name} {place}: {what}");
            let seen = told.chars().take(300).collect::<String>();
            deviation(line, seen)
        })
        .collect();
    unknown(name, document, &[schema], body, "", &mut found);
    found
}

/// A pointer with list positions left out.
fn generic(pointer: &str) -> String {
    let parts = pointer.split('/').map(|part| match part.parse::<u32>() {
        Ok(_) => "[]",
        Err(_) => part,
    });
    let text = parts.collect::<Vec<_>>().join("/");
    if text.is_empty() {
        "/".to_owned()
    } else {
        text
    }
}

/// A schema with all that it is made of.
fn parts<'a>(document: &'a Document, schema: &'a Value, out: &mut Vec<&'a Value>) {
    let schema = document.resolved(schema);
    out.push(schema);
    for word in ["allOf", "oneOf", "anyOf"] {
        for one in schema[word].as_array().into_iter().flatten() {
            parts(document, one, out);
        }
    }
}

/// Keys that no schema names, unless one is open to any.
fn unknown(
    name: &str,
    document: &Document,
    schemas: &[&Value],
    body: &Value,
    at: &str,
    found: &mut Vec<Deviation>,
) {
    let mut all = Vec::new();
    for schema in schemas {
        parts(document, schema, &mut all);
    }
    match body {
        Value::Object(map) => {
            let named = all.iter().any(|one| one.get("properties").is_some());
            let free = |one: &&&Value| {
                let more = one.get("additionalProperties");
                more.is_some_and(|more| *more != Value::Bool(false))
            };
            let open = !named || all.iter().any(|one| free(&one));
            for (key, value) in map {
                let inner: Vec<&Value> = all
                    .iter()
                    .filter_map(|one| one.get("properties")?.get(key))
                    .collect();
                let here = format!("{at}/{key}");
                if !inner.is_empty() {
                    unknown(name, document, &inner, value, &here, found);
                } else if !open {
                    let line = format!("{name} {}: not described", generic(&here));
                    found.push(deviation(line, value.to_string()));
                }
            }
        }
        Value::Array(list) => {
            let inner: Vec<&Value> = all.iter().filter_map(|one| one.get("items")).collect();
            for (number, value) in list.iter().enumerate() {
                unknown(
                    name,
                    document,
                    &inner,
                    value,
                    &format!("{at}/{number}"),
                    found,
                );
            }
        }
        _ => {}
    }
}
