//! What makes a remediation policy acceptable (Semgrep API description v2, `RemediationPolicy`).

use super::wire;
use serde_json::{Map, Value, json};

/// The code for a slug that belongs to a system-managed policy.
pub(super) const RESERVED: &str = "RESERVED_SLUG";
/// The system-managed policies of this world; they are never listed.
const SYSTEM: [&str; 1] = ["semgrep-default"];
const ACTIONS: [&str; 6] = [
    "block",
    "pr_comment",
    "jira",
    "slack_app",
    "webhook",
    "triage",
];

/// One problem of a candidate bundle (`BundleValidationError`).
pub(super) struct Flaw {
    pub(super) code: &'static str,
    message: String,
    slug: String,
    context: Map<String, Value>,
}

impl Flaw {
    /// A problem of one policy.
    pub(super) fn new(code: &'static str, message: &str, policy: &Value) -> Self {
        Self {
            code,
            message: message.to_owned(),
            slug: policy["slug"].as_str().unwrap_or_default().to_owned(),
            context: Map::new(),
        }
    }

    fn about(mut self, key: &str, value: &str) -> Self {
        self.context.insert(key.to_owned(), value.into());
        self
    }

    pub(super) fn shown(&self) -> Value {
        wire::sparse(json!({
            "code": self.code,
            "message": self.message,
            "policy_slug": self.slug,
            "context": self.context,
        }))
    }
}

/// The policy with its defaults filled in, and all that is wrong with it.
pub(super) fn normalise<'a>(
    mut policy: Value,
    current: impl Fn(&str) -> Option<&'a Value>,
) -> (Value, Vec<Flaw>) {
    let mut flaws = Vec::new();
    if !policy.is_object() {
        let flaw = Flaw::new("INVALID_POLICY", "a policy must be an object", &Value::Null);
        return (json!({}), vec![flaw]);
    }
    let name = policy["name"].as_str().unwrap_or_default().to_owned();
    if policy["slug"].as_str().is_none_or(str::is_empty) {
        policy["slug"] = slug(&name).into();
    }
    let slug = policy["slug"].as_str().unwrap_or_default().to_owned();
    if name.is_empty() {
        flaws.push(Flaw::new("MISSING_FIELD", "name is required", &policy));
    }
    if SYSTEM.contains(&slug.as_str()) {
        flaws.push(Flaw::new(RESERVED, "this slug is reserved", &policy));
    }
    match &policy["active"] {
        Value::Bool(_) => {}
        // On as the default of a new policy; an existing one stays as it is.
        Value::Null => {
            policy["active"] = current(&slug).map_or(true.into(), |now| now["active"].clone());
        }
        _ => flaws.push(Flaw::new(
            "INVALID_FIELD",
            "active must be a boolean",
            &policy,
        )),
    }
    filters(&mut policy, &mut flaws);
    actions(&policy, &mut flaws);
    (policy, flaws)
}

fn slug(name: &str) -> String {
    let dashed: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

fn filters(policy: &mut Value, flaws: &mut Vec<Flaw>) {
    if !matches!(policy["filters"]["mode"].as_str(), Some("all" | "any")) {
        let message = "filters.mode must be one of all, any";
        flaws.push(Flaw::new("INVALID_FIELD", message, policy));
        return;
    }
    let mut wrong = false;
    match policy["filters"]["conditions"].as_array_mut() {
        Some(conditions) if !conditions.is_empty() => {
            for condition in conditions {
                let typed = condition["type"]
                    .as_str()
                    .is_some_and(|kind| !kind.is_empty());
                let valued = condition["values"]
                    .as_array()
                    .is_some_and(|values| values.iter().all(Value::is_string));
                wrong |= !typed || !valued;
                match condition.get("mode") {
                    Some(mode) if mode == "any" || mode == "none" => {}
                    // Only an object can take the default in.
                    None if typed => condition["mode"] = "any".into(),
                    _ => wrong = true,
                }
            }
        }
        _ => wrong = true,
    }
    if wrong {
        let message = "filters.conditions must hold at least one condition with type and values";
        flaws.push(Flaw::new("INVALID_FIELD", message, policy));
    }
}

fn actions(policy: &Value, flaws: &mut Vec<Flaw>) {
    let Some(actions) = policy["actions"].as_array() else {
        flaws.push(Flaw::new("MISSING_FIELD", "actions is required", policy));
        return;
    };
    let kinds: Vec<&str> = actions
        .iter()
        .map(|action| action["type"].as_str().unwrap_or_default())
        .collect();
    for kind in kinds.iter().filter(|kind| !ACTIONS.contains(kind)) {
        let flaw = Flaw::new("UNSUPPORTED_ACTION_TYPE", "unsupported action type", policy);
        flaws.push(flaw.about("action_type", kind));
    }
    if kinds.contains(&"block") && !kinds.contains(&"pr_comment") {
        let message = "block requires pr_comment in the same policy";
        let flaw = Flaw::new("MISSING_COMPANION", message, policy).about("action_type", "block");
        flaws.push(flaw.about("missing_companion", "pr_comment"));
    }
}
