//! Who asks, which deployment it is, and what it holds: identity, users, projects, onboarding.

use super::routes::Asked;
use super::scenario::{Role, TokenKind};
use super::{Platform, wire};
use serde_json::{Value, json};

/// The id of the token's owner.
const OWNER: &str = "5502";
/// Projects that one page holds by default, and the bounds of `page_size`.
const PAGE_SIZES: std::ops::RangeInclusive<usize> = 100..=3000;

/// Semgrep API description v1, `MiscService_Ping`: no auth, an empty object.
pub(super) fn ping(_: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    Ok(wire::json(200, &json!({})))
}

/// Semgrep API description v2, `MiscService_GetTenant`: no auth.
pub(super) fn tenant(_: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    Ok(wire::json(200, &json!({ "tenant": "default" })))
}

/// Semgrep API description v2, `MiscService_GetIdentity`: owner and deployment are told for API tokens only.
pub(super) fn identity(platform: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    let told = match platform.token.kind {
        TokenKind::Api => json!({
            "identity": "api-token: sandbox",
            "userId": OWNER,
            "deploymentId": platform.deployment.id.to_string(),
        }),
        TokenKind::Cli => json!({ "identity": "cli-token: sandbox" }),
    };
    Ok(wire::json(200, &told))
}

/// Semgrep API description v1, `DeploymentsService_ListDeployments`: the id is a number here.
pub(super) fn list(platform: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    let deployment = &platform.deployment;
    let findings = format!(
        "https://semgrep.dev/api/v1/deployments/{}/findings",
        deployment.slug
    );
    let answer = json!({ "deployments": [{
        "slug": deployment.slug,
        "id": deployment.id,
        "name": deployment.name,
        "findings": { "url": findings },
    }]});
    Ok(wire::json(200, &answer))
}

/// Semgrep API description v1, `ProjectsService_ListProjects`: pages from 0, no total.
pub(super) fn projects(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let number = |name, default| match wire::query(asked.request, name) {
        None => Ok(default),
        Some(text) => text
            .parse::<usize>()
            .map_err(|_| wire::error(400, &format!("{name} must be a number from 0"))),
    };
    let page = number("page", 0)?;
    let size = number("page_size", *PAGE_SIZES.start())?;
    if !PAGE_SIZES.contains(&size) {
        return Err(wire::error(400, "page_size must be between 100 and 3000"));
    }
    let first = page.saturating_mul(size).min(platform.projects);
    let last = first.saturating_add(size).min(platform.projects);
    let projects: Vec<Value> = (first..last).map(|at| project(platform, at)).collect();
    Ok(wire::json(200, &json!({ "projects": projects })))
}

fn project(platform: &Platform, at: usize) -> Value {
    let name = format!("acme/service-{}", at + 1);
    let mut project = json!({
        "id": 880_001 + at,
        "name": name,
        "url": format!("https://gitlab.example.com/{name}"),
        "tags": [],
        "created_at": "2026-02-03 09:15:20.118400+00:00",
        "default_branch": "refs/heads/main",
    });
    // The first of several is onboarded but never scanned: one project without a scan proves nothing.
    if platform.scanned && (at > 0 || platform.projects == 1) {
        project["latest_scan_at"] = json!("2026-08-30 06:12:44.120318+00:00");
    }
    project
}

/// Semgrep API description v2, `DeploymentService_GetDeploymentByToken` and `_GetDeployment`.
pub(super) fn show(platform: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    let deployment = &platform.deployment;
    let answer = json!({ "deployment": {
        "id": deployment.id,
        "name": deployment.slug,
        "display_name": deployment.name,
        "slug": deployment.slug,
        "has_deepsemgrep": true,
        "has_triage_via_comment": platform.triage_via_comment,
        "default_user_role": "member",
        "organization_id": 42_011,
        "features": [{ "name": "sandbox" }],
    }});
    Ok(wire::json(200, &wire::sparse(answer)))
}

/// Semgrep API description v2, `DeploymentService_GetDeploymentUsers`. Reads need no admin: no document says so.
pub(super) fn users(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    for name in ["pruneGithub", "showActive"] {
        flag(asked, name)?;
    }
    let mut users = vec![user("5501", "Ada Admin", "ada", Some("ORG_ROLE_ADMIN"))];
    let role = match platform.role {
        Role::Gone => return Ok(wire::json(200, &json!({ "users": users }))),
        Role::Untold => None,
        Role::Admin => Some("ORG_ROLE_ADMIN"),
        Role::Member => Some("ORG_ROLE_MEMBER"),
        Role::Readonly => Some("ORG_ROLE_READONLY"),
        Role::Impersonator => Some("ORG_ROLE_IMPERSONATOR"),
    };
    users.push(user(OWNER, "Olu Owner", "olu", role));
    users.push(user("5503", "Mia Member", "mia", Some("ORG_ROLE_MEMBER")));
    Ok(wire::json(200, &json!({ "users": users })))
}

fn user(id: &str, name: &str, login: &str, role: Option<&str>) -> Value {
    wire::sparse(json!({
        "id": id,
        "orgRole": role,
        "authentication": ["sso"],
        "since": "2026-01-12T10:00:00Z",
        "name": name,
        "login": login,
        "email": format!("{login}@acme.example"),
        "active": true,
    }))
}

/// Semgrep API description v2, `ChecklistService_GetChecklistStatus`. People can tick tasks by hand.
pub(super) fn checklist(platform: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    let assistant = platform.products.ai_enabled();
    let tasks = [
        (
            "TASK_TYPE_SCAN_CODE",
            platform.scanned && platform.projects > 0,
        ),
        (
            "TASK_TYPE_SETUP_SCM_PROVIDER",
            !platform.connections.is_empty(),
        ),
        ("TASK_TYPE_ENABLE_ASSISTANT", assistant),
        ("TASK_TYPE_ENABLE_SEMGREP_MULTIMODAL", assistant),
    ];
    let status: Vec<Value> = tasks
        .iter()
        .map(|(kind, done)| {
            let state = if *done { "COMPLETE" } else { "INCOMPLETE" };
            json!({ "type": kind, "state": format!("TASK_STATE_{state}"), "level": "TASK_LEVEL_ORG" })
        })
        .collect();
    Ok(wire::json(200, &json!({ "taskStatus": status })))
}

/// Semgrep API description v2, `DeploymentService_UpdateDeploymentHasTriageViaComment`. The body of a success is empty.
pub(super) fn set_triage(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let mut body = wire::Fields::of(asked.request)?;
    body.echo("deploymentId", asked.at("deploymentId"))?;
    // Protobuf JSON can't tell a missing boolean from false.
    let wanted = body.flag("hasTriageViaComment")?.unwrap_or(false);
    body.finish()?;
    platform.triage_via_comment = wanted;
    Ok(wire::empty(200))
}

/// A boolean of the query.
pub(super) fn flag(asked: &Asked<'_>, name: &str) -> Result<bool, crate::sandbox::face::Reply> {
    match wire::query(asked.request, name) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(wire::error(400, &format!("{name} must be true or false"))),
    }
}
