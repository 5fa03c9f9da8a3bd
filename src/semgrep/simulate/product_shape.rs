//! The fields of the product settings and their types (Semgrep API description v2, `DeploymentProductConfig`).

use serde_json::{Map, Value};

/// What a field holds.
enum Shape {
    Flag,
    /// A `float` of the wire: single precision.
    Float,
    Text,
    Texts,
    Triage,
    ReadOnlyFlag,
    Part(&'static [Field]),
}

type Field = (&'static str, Shape);

const ENABLED: &[Field] = &[("enabled", Shape::Flag)];

/// The casing is mixed in the description, and so it is here.
static PRODUCTS: &[Field] = &[
    (
        "ai",
        Shape::Part(&[
            ("legacy_allow_openai_code_sharing", Shape::Flag),
            ("enabled", Shape::Flag),
            ("send_patch_emails", Shape::Flag),
            ("allowed_providers", Shape::Texts),
            ("mdr_enabled", Shape::ReadOnlyFlag),
        ]),
    ),
    (
        "sast",
        Shape::Part(&[
            ("enabled", Shape::Flag),
            ("human_autofix_enabled", Shape::Flag),
            (
                "ai_autofix",
                Shape::Part(&[("enabled", Shape::Flag), ("min_confidence", Shape::Float)]),
            ),
            (
                "ai_autotriage",
                Shape::Part(&[
                    ("enabled", Shape::Flag),
                    ("hide_false_positive_comments", Shape::Flag),
                    ("send_to_scm_comments", Shape::Flag),
                    ("send_to_slack", Shape::Flag),
                ]),
            ),
            ("ai_detection", Shape::Part(ENABLED)),
            ("triagePermission", Shape::Triage),
        ]),
    ),
    (
        "sca",
        Shape::Part(&[
            ("enabled", Shape::Flag),
            ("blockPrEnabled", Shape::Flag),
            ("prCommentsEnabled", Shape::Flag),
            ("maliciousDependencyAdvisoriesEnabled", Shape::Flag),
            ("upgradeGuidanceEnabled", Shape::Flag),
            ("triagePermission", Shape::Triage),
            ("malwareFirewallEnabled", Shape::Flag),
        ]),
    ),
    (
        "secrets",
        Shape::Part(&[
            ("enabled", Shape::Flag),
            (
                "global_validation_state_policy",
                Shape::Part(&[("error", Shape::Text), ("invalid", Shape::Text)]),
            ),
            ("historical_scan", Shape::Part(ENABLED)),
            ("generic_secrets", Shape::Part(ENABLED)),
            ("triagePermission", Shape::Triage),
        ]),
    ),
    ("approversTag", Shape::Text),
    ("hasDeveloperTriage", Shape::Flag),
];

/// Who wrote the settings that are looked at.
#[derive(Clone, Copy)]
pub(super) enum Writer<'a> {
    /// A client: beside the described fields it may send back only what this world holds.
    Client(&'a Map<String, Value>),
    /// The scenario, which may invent fields and set the read-only one.
    Scenario,
}

/// The settings as the service keeps them, or what is wrong with them.
pub(super) fn admit(
    sent: Map<String, Value>,
    writer: Writer<'_>,
) -> Result<Map<String, Value>, String> {
    part(sent, PRODUCTS, writer, "")
}

fn part(
    sent: Map<String, Value>,
    fields: &[Field],
    writer: Writer<'_>,
    above: &str,
) -> Result<Map<String, Value>, String> {
    let mut kept = Map::new();
    // In protobuf JSON a null is an unset field.
    for (name, value) in sent.into_iter().filter(|(_, value)| !value.is_null()) {
        let path = format!("{above}{name}");
        let held = match writer {
            Writer::Client(world) => world.get(&name),
            Writer::Scenario => None,
        };
        let value = match (fields.iter().find(|(known, _)| *known == name), writer) {
            (Some((_, shape)), Writer::Client(_)) => {
                let inner = held.and_then(Value::as_object);
                let nothing = Map::new();
                described(
                    value,
                    shape,
                    Writer::Client(inner.unwrap_or(&nothing)),
                    &path,
                )?
            }
            (Some((_, shape)), Writer::Scenario) => described(value, shape, writer, &path)?,
            (None, Writer::Scenario) => value,
            (None, Writer::Client(_)) => match held {
                Some(held) if std::mem::discriminant(held) == std::mem::discriminant(&value) => {
                    value
                }
                Some(_) => return Err(format!("{path} has the wrong type")),
                None => return Err(format!("unknown field: {path}")),
            },
        };
        kept.insert(name, value);
    }
    Ok(kept)
}

fn described(value: Value, shape: &Shape, writer: Writer<'_>, path: &str) -> Result<Value, String> {
    let wrong = |kind: &str| Err(format!("{path} must be {kind}"));
    match (shape, value) {
        (Shape::ReadOnlyFlag, _) if matches!(writer, Writer::Client(_)) => {
            Err(format!("{path} is read-only"))
        }
        (Shape::Flag | Shape::ReadOnlyFlag, value @ Value::Bool(_)) => Ok(value),
        (Shape::Flag | Shape::ReadOnlyFlag, _) => wrong("a boolean"),
        (Shape::Float, Value::Number(number)) => {
            single(&number).ok_or_else(|| format!("{path} must be a number from 0 to 1"))
        }
        (Shape::Float, _) => wrong("a number"),
        (Shape::Text, value @ Value::String(_)) => Ok(value),
        (Shape::Text, _) => wrong("a string"),
        (Shape::Texts, Value::Array(items)) if items.iter().all(Value::is_string) => {
            Ok(Value::Array(items))
        }
        (Shape::Texts, _) => wrong("a list of strings"),
        (Shape::Triage, Value::String(text))
            if matches!(
                text.as_str(),
                "TRIAGE_PERMISSION_IGNORE" | "TRIAGE_PERMISSION_REQUEST" | "TRIAGE_PERMISSION_NONE"
            ) =>
        {
            Ok(Value::String(text))
        }
        (Shape::Triage, _) => wrong("a triage permission"),
        (Shape::Part(fields), Value::Object(map)) => {
            part(map, fields, writer, &format!("{path}.")).map(Value::Object)
        }
        (Shape::Part(_), _) => wrong("an object"),
    }
}

/// What single precision leaves of a number: 0.123456789 comes back as 0.12345679.
fn single(number: &serde_json::Number) -> Option<Value> {
    let wide = number.as_f64().filter(|n| (0.0..=1.0).contains(n))?;
    #[allow(clippy::cast_possible_truncation)]
    let text = (wide as f32).to_string();
    text.parse::<f64>().ok().map(Value::from)
}
