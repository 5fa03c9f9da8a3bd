//! Policies with modes (Semgrep API description v1, `PoliciesService`): each rule has a mode.

use super::paging::{self, Bounds};
use super::routes::Asked;
use super::scenario::{self, Mode};
use super::{Platform, Policies, wire};
use crate::sandbox::face::Reply;
use serde_json::{Value, json};

const MODES: [&str; 4] = [
    "MODE_MONITOR",
    "MODE_COMMENT",
    "MODE_BLOCK",
    "MODE_DISABLED",
];

/// All policies of a deployment in this generation.
pub(super) struct Modes {
    policies: Vec<Policy>,
    /// The most rules given in one page.
    page: usize,
}

struct Policy {
    id: u64,
    name: &'static str,
    slug: &'static str,
    product: &'static str,
    default: bool,
    rules: Vec<Rule>,
}

struct Rule {
    id: usize,
    path: String,
    mode: &'static str,
}

impl Modes {
    /// The default policy ends in the one rule that does what the scenario says; all others only monitor.
    pub(super) fn new(wanted: &scenario::Policies) -> Self {
        let strictest = match wanted.mode {
            Mode::Monitor => "MODE_MONITOR",
            Mode::Comment => "MODE_COMMENT",
            Mode::Block => "MODE_BLOCK",
        };
        let policy = |id, name, slug, product, default, prefix: &str, last: &'static str| Policy {
            id,
            name,
            slug,
            product,
            default,
            rules: (1..=wanted.rules)
                .map(|at| Rule {
                    id: at,
                    path: format!("{prefix}.rule-{at}"),
                    // The last rule, so that a client that reads one page only is wrong.
                    mode: match at {
                        _ if at == wanted.rules => last,
                        2 => "MODE_DISABLED",
                        _ => "MODE_MONITOR",
                    },
                })
                .collect(),
        };
        Self {
            policies: vec![
                policy(
                    311,
                    "Global Policy",
                    "global_policy",
                    "PRODUCT_TYPE_SAST",
                    true,
                    "python.acme.security",
                    strictest,
                ),
                policy(
                    312,
                    "Global Secrets Policy",
                    "global_secrets_policy",
                    "PRODUCT_TYPE_SECRETS",
                    false,
                    "generic.acme.secrets",
                    "MODE_MONITOR",
                ),
            ],
            page: wanted.page,
        }
    }

    fn find(&mut self, id: &str) -> Result<&mut Policy, Reply> {
        self.policies
            .iter_mut()
            .find(|policy| policy.id.to_string() == id)
            .ok_or_else(wire::not_found)
    }
}

impl Policy {
    /// The ids are strings, and unlike in v2 the examples of the description show what is false.
    fn shown(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "name": self.name,
            "slug": self.slug,
            "productType": self.product,
            "isDefault": self.default,
        })
    }
}

impl Rule {
    fn shown(&self) -> Value {
        json!({
            "id": self.id.to_string(),
            "path": self.path,
            "policyMode": self.mode,
            "category": "security",
            "confidence": "CONFIDENCE_HIGH",
            "severity": "SEVERITY_MEDIUM",
            "source": "SOURCE_COMMUNITY",
            "languages": ["python"],
            "technologies": [],
            "rulesets": [],
            "cweCategories": [],
            "owaspCategories": [],
            "vulnerabilityClass": ["Improper Authentication"],
            "registryMaintainer": "semgrep",
            "lastChangeAt": "2026-05-04T11:20:33.120318Z",
            "url": format!("https://semgrep.dev/r/{}", self.path),
        })
    }
}

/// 410 once the deployment has moved to Unified Policies.
fn modes(platform: &mut Platform) -> Result<&mut Modes, Reply> {
    match &mut platform.policies {
        Policies::Modes(modes) => Ok(modes),
        Policies::Unified(_) => Err(wire::coded(
            410,
            "DEPLOYMENT_MIGRATED",
            "this deployment has been migrated to unified policies",
        )),
    }
}

/// `PoliciesService_ListPolicies`.
pub(super) fn list(platform: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    let shown: Vec<Value> = modes(platform)?
        .policies
        .iter()
        .map(Policy::shown)
        .collect();
    Ok(wire::json(200, &json!({ "policies": shown })))
}

/// `PoliciesService_ListPolicyRules`: 500 by default, at most 2000; the last cursor is empty.
pub(super) fn rules(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let modes = modes(platform)?;
    let bounds = Bounds {
        default: 500,
        allowed: 2000,
        given: modes.page,
        mark: "rules",
    };
    let policy = modes.find(asked.at("policyId"))?;
    let (page, next) = paging::page(
        &policy.rules,
        wire::query(asked.request, "limit"),
        wire::query(asked.request, "cursor"),
        &bounds,
    )?;
    let rules: Vec<Value> = page.iter().map(Rule::shown).collect();
    let answer = json!({
        "policy": policy.shown(),
        "rules": rules,
        "cursor": next.unwrap_or_default(),
    });
    Ok(wire::json(200, &answer))
}

/// `PoliciesService_UpdatePolicy`: moves one rule.
pub(super) fn update(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let policy = modes(platform)?.find(asked.at("policyId"))?;
    let mut body = wire::Fields::of(asked.request)?;
    body.echo("deploymentId", asked.at("deploymentId"))?;
    body.echo("policyId", asked.at("policyId"))?;
    let path = body.text("rulePath")?;
    let mode = body.text("policyMode")?;
    body.finish()?;
    let (Some(path), Some(mode)) = (path, mode) else {
        return Err(wire::error(400, "rulePath and policyMode are required"));
    };
    let Some(mode) = MODES.into_iter().find(|known| *known == mode) else {
        return Err(wire::error(400, "policyMode is not a known mode"));
    };
    let Some(rule) = policy.rules.iter_mut().find(|rule| rule.path == path) else {
        return Err(wire::error(400, "no such rule in this policy"));
    };
    rule.mode = mode;
    let answer = json!({ "policyId": policy.id.to_string(), "updatedRule": rule.shown() });
    Ok(wire::json(200, &answer))
}
