//! The product settings (Semgrep API description v2, `DeploymentProductsService`): what Assistant is switched on by.
//!
//! Whether PUT merges or replaces is documented nowhere; here it replaces everything.

use super::product_shape::{Writer, admit};
use super::routes::Asked;
use super::{Platform, wire};
use serde_json::{Map, Value, json};

/// The settings of the deployment.
pub(super) struct Products {
    now: Map<String, Value>,
    /// What there was at the beginning: the fields beyond the description that the service knows.
    world: Map<String, Value>,
    sticks: bool,
}

/// Everything Assistant needs is off; what else is set must survive a client's write.
fn defaults() -> Value {
    json!({
        "ai": {
            "legacy_allow_openai_code_sharing": true,
            "allowed_providers": ["provider-example-a", "provider-example-b"],
            "mdr_enabled": true,
            "future_switch": true,
        },
        "sast": {
            "enabled": true,
            "ai_autotriage": { "send_to_slack": true },
            "triagePermission": "TRIAGE_PERMISSION_REQUEST",
        },
        "sca": {
            "enabled": true,
            "prCommentsEnabled": true,
            // Larger than a double can hold exactly.
            "futureBudget": 9_007_199_254_740_993_u64,
        },
        "secrets": {
            "enabled": true,
            "global_validation_state_policy": { "error": "comment", "invalid": "monitor" },
            "historical_scan": { "enabled": true },
        },
        "horizon": { "orbit": true, "crew": ["one", "two"], "futureDepth": 3.25 },
        "approversTag": "appsec-approvers",
        "hasDeveloperTriage": true,
    })
}

impl Products {
    /// The defaults with the scenario's settings merged deeply over them.
    pub(super) fn new(wanted: &Map<String, Value>, sticks: bool) -> Result<Self, String> {
        let mut merged = match defaults() {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        merge(&mut merged, wanted);
        let world = admit(merged, Writer::Scenario)
            .map_err(|error| format!("semgrep: products.{error}"))?;
        Ok(Self {
            now: world.clone(),
            world,
            sticks,
        })
    }

    /// Whether the main switch is on.
    pub(super) fn ai_enabled(&self) -> bool {
        ai_enabled(&self.now)
    }

    /// What the settings are after everything not sent is gone, but for what a client can't send.
    fn replaced(&self, mut sent: Map<String, Value>) -> Map<String, Value> {
        if let Some(held) = self.now.get("ai").and_then(|ai| ai.get("mdr_enabled")) {
            let ai = sent.entry("ai").or_insert_with(|| json!({}));
            ai["mdr_enabled"] = held.clone();
        }
        // Upgrade guidance does not outlive the main switch.
        if !ai_enabled(&sent)
            && let Some(Value::Object(sca)) = sent.get_mut("sca")
        {
            sca.remove("upgradeGuidanceEnabled");
        }
        sent
    }
}

fn ai_enabled(settings: &Map<String, Value>) -> bool {
    let enabled = settings.get("ai").and_then(|ai| ai.get("enabled"));
    enabled == Some(&Value::Bool(true))
}

fn merge(base: &mut Map<String, Value>, over: &Map<String, Value>) {
    for (name, value) in over {
        match (base.get_mut(name), value) {
            (Some(Value::Object(below)), Value::Object(above)) => merge(below, above),
            (_, Value::Null) => {
                base.remove(name);
            }
            _ => {
                base.insert(name.clone(), value.clone());
            }
        }
    }
}

fn wrapped(settings: Map<String, Value>) -> Value {
    json!({ "products": wire::sparse(Value::Object(settings)) })
}

/// `DeploymentProductsService_GetDeploymentProductConfig`.
pub(super) fn get(platform: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    Ok(wire::json(200, &wrapped(platform.products.now.clone())))
}

/// `DeploymentProductsService_PutDeploymentProductConfig`: the body is not wrapped, the answer is.
pub(super) fn put(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let products = &mut platform.products;
    let mut body = wire::Fields::of(asked.request)?;
    body.echo("deploymentId", asked.at("deploymentId"))?;
    let sent = admit(body.rest(), Writer::Client(&products.world))
        .map_err(|error| wire::error(400, &error))?;
    let next = products.replaced(sent);
    if !products.sticks {
        products.now.clone_from(&next);
    }
    Ok(wire::json(200, &wrapped(next)))
}
