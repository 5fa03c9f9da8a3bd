//! The GitHub apps of the deployment (Semgrep API description v2): private ones are made by a person in a browser only.

use super::connection::Connection;
use super::deployment::flag;
use super::routes::Asked;
use super::{Platform, wire};
use serde_json::{Value, json};

/// `DeploymentService_GetDeploymentGitHubAppStatus`: false is left out.
pub(super) fn github_app_status(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let with_code = flag(asked, "withCodeAccess")?;
    let there = platform.connections.iter().any(|one| {
        let code = one.app.as_ref().is_some_and(|app| app.code_access);
        one.kind.starts_with("SCM_TYPE_GITHUB")
            && one.installed
            && !one.suspended
            && (code || !with_code)
    });
    Ok(wire::json(
        200,
        &wire::sparse(json!({ "github_app_status": there })),
    ))
}

/// `ScmAppsService_ListScmApps`.
pub(super) fn list(platform: &mut Platform, _: &Asked<'_>) -> wire::Handled {
    let all = platform.connections.iter();
    let apps: Vec<Value> = all.filter_map(Connection::app_shown).collect();
    Ok(wire::json(200, &wire::sparse(json!({ "apps": apps }))))
}
