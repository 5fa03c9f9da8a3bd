//! Unified Policies (Semgrep API description v2, `PoliciesV2Service`): bundles of remediation policies.

use super::routes::Asked;
use super::scenario::{self, Mode};
use super::unified_rules::{Flaw, RESERVED, normalise};
use super::{Platform, Policies, wire};
use crate::sandbox::face::Reply;
use serde_json::{Value, json};

/// The visible policies; the system-managed ones never appear.
pub(super) struct Unified {
    policies: Vec<Value>,
}

impl Unified {
    /// An inactive policy that would block, one that only notifies, and what the scenario's mode adds.
    pub(super) fn new(wanted: &scenario::Policies) -> Self {
        if !wanted.visible {
            return Self { policies: vec![] };
        }
        let mut policies = vec![
            policy(
                "paused-gate",
                "Paused gate",
                false,
                &["pr_comment", "block"],
            ),
            policy("notify-appsec", "Notify AppSec", true, &["slack_app"]),
        ];
        match wanted.mode {
            Mode::Monitor => {}
            Mode::Comment => policies.push(policy(
                "comment-on-high",
                "Comment on high severity",
                true,
                &["pr_comment"],
            )),
            Mode::Block => policies.push(policy(
                "block-criticals",
                "Block criticals",
                true,
                &["pr_comment", "block"],
            )),
        }
        Self { policies }
    }

    fn get(&self, slug: &str) -> Option<&Value> {
        self.policies.iter().find(|policy| policy["slug"] == slug)
    }

    /// A fingerprint of the content alone.
    fn version(&self) -> String {
        let text = Value::from(self.policies.clone()).to_string();
        let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        format!("{hash:08x}")
    }

    fn shown(&self, slug: &str) -> Value {
        let bundle = json!({ "deployment_slug": slug, "policies": self.policies });
        wire::sparse(json!({ "bundle": bundle, "state_version": self.version() }))
    }

    /// The bundle a body asks for, and every flaw in it.
    fn candidate(&self, asked: &Asked<'_>) -> Result<(Self, Vec<Flaw>), Reply> {
        let mut body = wire::Fields::of(asked.request)?;
        body.echo("deployment_id", asked.at("deploymentId"))?;
        body.echo("deploymentId", asked.at("deploymentId"))?;
        let Some(bundle) = body.part("bundle")? else {
            return Err(wire::coded(400, "INVALID_REQUEST", "bundle is required"));
        };
        body.finish()?;
        let mut bundle = bundle.rest();
        // Output only, so ignored when sent.
        bundle.remove("deployment_slug");
        let sent = match bundle.remove("policies") {
            None | Some(Value::Null) => vec![],
            Some(Value::Array(sent)) => sent,
            Some(_) => {
                return Err(wire::coded(
                    400,
                    "INVALID_REQUEST",
                    "policies must be a list",
                ));
            }
        };
        if let Some(name) = bundle.keys().next() {
            let message = format!("unknown field: bundle.{name}");
            return Err(wire::coded(400, "INVALID_REQUEST", &message));
        }
        let mut policies: Vec<Value> = Vec::new();
        let mut flaws = Vec::new();
        for policy in sent {
            let (policy, mut found) = normalise(policy, |slug| self.get(slug));
            if policies
                .iter()
                .any(|earlier| earlier["slug"] == policy["slug"])
            {
                found.push(Flaw::new(
                    "DUPLICATE_SLUG",
                    "two policies have this slug",
                    &policy,
                ));
            }
            flaws.append(&mut found);
            policies.push(policy);
        }
        Ok((Self { policies }, flaws))
    }
}

fn policy(slug: &str, name: &str, active: bool, actions: &[&str]) -> Value {
    let actions: Vec<Value> = actions.iter().map(|kind| json!({ "type": kind })).collect();
    json!({
        "slug": slug,
        "name": name,
        "active": active,
        "filters": {
            "mode": "all",
            "conditions": [{ "type": "severity", "values": ["critical", "high"], "mode": "any" }],
        },
        "actions": actions,
    })
}

/// What v2 answers before the migration is documented nowhere: here it does not exist yet.
fn unified(policies: &mut Policies) -> Result<&mut Unified, Reply> {
    match policies {
        Policies::Unified(unified) => Ok(unified),
        Policies::Modes(_) => Err(wire::not_found()),
    }
}

/// `PoliciesV2Service_GetRemediationPolicies`.
pub(super) fn get(platform: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    let shown = unified(&mut platform.policies)?.shown(&platform.deployment.slug);
    Ok(wire::json(200, &shown))
}

/// `PoliciesV2Service_ApplyRemediationPolicies`: 428 without `If-Match`, 409 with a stale one.
pub(super) fn apply(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let unified = unified(&mut platform.policies)?;
    let Some(expected) = asked.request.headers.get(http::header::IF_MATCH) else {
        return Err(wire::coded(
            428,
            "PRECONDITION_REQUIRED",
            "send the state_version in the If-Match header",
        ));
    };
    let version = unified.version();
    if expected.as_bytes() != version.as_bytes() {
        let body = json!({
            "code": "STALE_STATE_VERSION",
            "message": "the policies have changed since they were read",
            "state_version": version,
        });
        return Err(wire::json(409, &body));
    }
    let (next, flaws) = unified.candidate(asked)?;
    if let Some(flaw) = flaws.first() {
        let status = if flaw.code == RESERVED { 409 } else { 400 };
        return Err(wire::json(status, &flaw.shown()));
    }
    *unified = next;
    Ok(wire::json(200, &unified.shown(&platform.deployment.slug)))
}

/// `PoliciesV2Service_DryRunRemediationPolicies`: the diff, or all flaws at once and no diff.
pub(super) fn dry_run(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let unified = unified(&mut platform.policies)?;
    let (next, flaws) = unified.candidate(asked)?;
    let mut answer = json!({ "state_version": unified.version() });
    if flaws.is_empty() {
        let entry = |slug: &Value, before: Option<&Value>, after: Option<&Value>| {
            let key = json!({ "slug": slug });
            json!({ "kind": "RemediationPolicy", "key": key, "before": before, "after": after })
        };
        let (mut creates, mut updates) = (vec![], vec![]);
        for after in &next.policies {
            match unified.get(after["slug"].as_str().unwrap_or_default()) {
                None => creates.push(entry(&after["slug"], None, Some(after))),
                Some(before) if before != after => {
                    updates.push(entry(&after["slug"], Some(before), Some(after)));
                }
                Some(_) => {}
            }
        }
        let deletes: Vec<Value> = unified
            .policies
            .iter()
            .filter(|before| {
                next.get(before["slug"].as_str().unwrap_or_default())
                    .is_none()
            })
            .map(|before| entry(&before["slug"], Some(before), None))
            .collect();
        answer["creates"] = creates.into();
        answer["updates"] = updates.into();
        answer["deletes"] = deletes.into();
    } else {
        answer["validation_errors"] = flaws.iter().map(Flaw::shown).collect();
    }
    Ok(wire::json(200, &wire::sparse(answer)))
}
