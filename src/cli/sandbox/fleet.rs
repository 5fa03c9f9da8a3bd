//! The fleet file that goes with a scenario's generated deployments.

use std::path::Path;

use serde_json::{Value, json};

use super::{End, files};
use crate::sandbox::Deployment;
use crate::scm;

/// Writes the file: one document for each deployment, so that it can be read one at a time.
pub(super) fn write(deployments: &[Deployment], file: &Path) -> Result<(), End> {
    if deployments.is_empty() {
        return Err(End::usage(
            "--fleet: the scenario has no `connections: N`, so there is no fleet",
            "assistant help sandbox",
        ));
    }
    let mut text = String::new();
    for one in deployments {
        let rest = json!({ "deployments": [deployment(one)] });
        let rest = serde_yaml::to_string(&rest).map_err(anyhow::Error::from)?;
        // A number that keeps its digits would be written as a map.
        text.push_str("---\nversion: 1\n");
        text.push_str(&rest);
    }
    Ok(files::replace(file, &text)?)
}

/// The variables that the file takes the deployments' tokens from, with the tokens.
pub(super) fn tokens(deployments: &[Deployment]) -> impl Iterator<Item = (String, String)> {
    let token = |one: &Deployment| (variable(one), one.token.clone());
    deployments.iter().map(token)
}

fn variable(deployment: &Deployment) -> String {
    let name = deployment.slug.to_uppercase().replace('-', "_");
    format!("{name}_SEMGREP")
}

fn deployment(one: &Deployment) -> Value {
    let connections = one.connections.iter().filter_map(|connection| {
        let about = scm::ALL.into_iter().map(|scm| scm.about());
        let about = { about }.find(|about| about.id == connection.service)?;
        let token = json!({ "env": about.token_variables[0] });
        Some(json!({ "scm": about.id, "namespace": connection.namespace, "token": token }))
    });
    json!({
        "name": one.slug,
        "semgrep": { "deployment": one.slug, "token": { "env": variable(one) } },
        "connections": connections.collect::<Vec<Value>>(),
    })
}
