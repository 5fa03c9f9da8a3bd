//! Every request sent to the Semgrep platform.

use serde_json::Value;

use crate::ask::json::items;
use crate::ask::{Ask, Effect, Paging, never};
use crate::audit::parse_day;

const V1: &str = "https://semgrep.dev/api/v1/docs/";
const V2: &str = "https://semgrep.dev/api/v2/docs/";
const WEB_API: &str = "Web API";
const ADMIN: &str = "Web API, owner is an admin";

pub(super) static IDENTITY: Ask = Ask {
    key: "identity",
    template: "/api/agent/identity",
    why: "whether the token is valid, and whose it is",
    scope: "any valid token",
    source: V2,
    ..Ask::GET
};

pub(super) static DEPLOYMENTS: Ask = Ask {
    key: "deployments",
    template: "/api/v1/deployments",
    why: "whether the token has Web API scope; the deployment's id and slug",
    scope: WEB_API,
    source: V1,
    ..Ask::GET
};

pub(super) static PING: Ask = Ask {
    key: "ping",
    template: "/api/v1/ping",
    authenticated: false,
    round: 2,
    when: "if identity did not answer",
    why: "whether the host is a Semgrep platform at all",
    scope: "none, sent without the token",
    source: V1,
    ..Ask::GET
};

pub(super) static USERS: Ask = Ask {
    key: "users",
    template: "/api/agent/deployments/{deployment}/users",
    round: 2,
    when: "once the deployment and the token's owner are known",
    why: "whether the token's owner is an admin",
    scope: WEB_API,
    source: V2,
    ..Ask::GET
};

pub(super) static PROJECTS: Ask = Ask {
    key: "projects",
    template: "/api/v1/deployments/{slug}/projects?page_size=100[&page={page}]",
    round: 2,
    when: "once the deployment is known; further pages until a scan is seen",
    why: "whether any project was ever scanned",
    scope: WEB_API,
    source: V1,
    paging: Paging::Numbered {
        items: "projects",
        enough: scanned,
    },
    ..Ask::GET
};

pub(super) static POLICIES: Ask = Ask {
    key: "policies",
    template: "/api/v1/deployments/{deployment}/policies",
    round: 2,
    when: "once the deployment is known",
    why: "which policies hold the rules and their modes",
    scope: WEB_API,
    source: V1,
    ..Ask::GET
};

pub(super) static RULES: Ask = Ask {
    key: "rules",
    template: "/api/v1/deployments/{deployment}/policies/{policy}?limit=100[&cursor={cursor}]",
    round: 3,
    when: "for each of the first 50 policies, unless policies answered 410; further pages until a rule comments or blocks",
    why: "whether a rule is in Comment or Block mode",
    scope: WEB_API,
    source: V1,
    paging: Paging::Cursor {
        items: "rules",
        enough: comments,
    },
    ..Ask::GET
};

pub(super) static REMEDIATION: Ask = Ask {
    key: "remediation-policies",
    template: "/api/policies/v2/deployments/{deployment}/remediation-policies",
    round: 3,
    when: "if policies answered 410: the deployment uses Unified Policies",
    why: "whether an active policy comments or blocks",
    scope: WEB_API,
    source: V2,
    ..Ask::GET
};

pub(super) static CHECKLIST: Ask = Ask {
    key: "checklist",
    template: "/api/onboarding/deployments/{deployment}/checklist",
    round: 2,
    when: "once the deployment is known",
    why: "the onboarding checklist, shown as a hint beside the projects",
    scope: WEB_API,
    source: V2,
    ..Ask::GET
};

pub(super) static CONFIGS: Ask = Ask {
    key: "configs",
    template: "/api/scm/deployments/{deployment}/configs?limit=100[&cursor={cursor}]",
    round: 2,
    when: "once the deployment is known",
    why: "which connections to source code managers exist",
    scope: WEB_API,
    source: V2,
    paging: Paging::Cursor {
        items: "configs",
        enough: never,
    },
    ..Ask::GET
};

pub(super) static CHECK: Ask = Ask {
    key: "check",
    template: "/api/scm/deployments/{deployment}/configs/{config}/check",
    round: 3,
    when: "for each connection asked about that exists, at most 2,000",
    why: "the platform's own test of the connection",
    scope: WEB_API,
    source: V2,
    ..Ask::GET
};

pub(super) static PRODUCTS: Ask = Ask {
    key: "products",
    template: "/api/agent/deployments/{deployment}/products",
    round: 2,
    when: "once the deployment is known",
    why: "the settings",
    scope: WEB_API,
    source: V2,
    ..Ask::GET
};

pub(super) static DEPLOYMENT: Ask = Ask {
    key: "deployment",
    template: "/api/agent/deployment",
    round: 2,
    when: "once the deployment is known",
    why: "whether comments in pull requests triage findings",
    scope: WEB_API,
    source: V2,
    ..Ask::GET
};

const WRITE: Ask = Ask {
    effect: Effect::Writes,
    round: 0,
    scope: ADMIN,
    source: V2,
    ..Ask::GET
};

pub(super) static CREATE: Ask = Ask {
    key: "create-config",
    method: "POST",
    template: "/api/scm/deployments/{deployment}/configs",
    when: "after consent, if the platform has no such connection",
    why: "hands the source code manager's token to the platform",
    ..WRITE
};

pub(super) static ROTATE: Ask = Ask {
    key: "patch-config",
    method: "PATCH",
    template: "/api/scm/deployments/{deployment}/configs/{config}",
    when: "after consent, if the connection exists and gets another token",
    why: "replaces the token of a connection",
    ..WRITE
};

pub(super) static DELETE: Ask = Ask {
    key: "delete-config",
    method: "DELETE",
    template: "/api/scm/deployments/{deployment}/configs/{config}",
    when: "after consent, by disconnect-scm, and by apply where its file says state: absent",
    why: "removes a connection",
    ..WRITE
};

pub(super) static PUT_PRODUCTS: Ask = Ask {
    key: "put-products",
    method: "PUT",
    template: "/api/agent/deployments/{deployment}/products",
    when: "after consent, if a setting differs",
    why: "changes the settings; everything else is sent back as it came",
    ..WRITE
};

pub(super) static SET_TRIAGE: Ask = Ask {
    key: "set-comment-triage",
    method: "POST",
    template: "/api/agent/deployments/{deployment}/has_triage_via_comment",
    when: "after consent, if comment-triage differs",
    why: "lets comments in pull requests triage findings, or not",
    ..WRITE
};

pub(super) static ALL: [&Ask; 18] = [
    &IDENTITY,
    &DEPLOYMENTS,
    &PING,
    &USERS,
    &PROJECTS,
    &POLICIES,
    &CHECKLIST,
    &CONFIGS,
    &PRODUCTS,
    &DEPLOYMENT,
    &RULES,
    &REMEDIATION,
    &CHECK,
    &CREATE,
    &ROTATE,
    &DELETE,
    &PUT_PRODUCTS,
    &SET_TRIAGE,
];

pub(super) fn scanned(page: &Value) -> bool {
    items(page, "projects").any(|project| matches!(last_scan(project), Some(Some(_))))
}

/// The day of a project's newest scan; the inner `None` means never, the outer one can't be read.
pub(super) fn last_scan(project: &Value) -> Option<Option<i64>> {
    match project.get("latest_scan_at") {
        None | Some(Value::Null) => Some(None),
        Some(Value::String(at)) if at.is_empty() => Some(None),
        // Services write a time that is not set as their own beginning of time.
        Some(at) => parse_day(at.as_str()?).map(|day| (day > 1).then_some(day)),
    }
}

pub(super) fn comments(page: &Value) -> bool {
    items(page, "rules").any(|rule| {
        let mode = rule.get("policyMode").and_then(Value::as_str);
        matches!(mode, Some("MODE_COMMENT" | "MODE_BLOCK"))
    })
}
