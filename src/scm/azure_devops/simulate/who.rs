//! `connectionData`, and the projects.

use serde_json::{Value, json};

use super::AzureDevOps;
use super::gate::Caller;
use super::people::ANONYMOUS;
use super::reply::{self, exception, json, list};
use super::request::query;
use super::world::{ORGANIZATION_ID, Project, TENANT_ID, is_guid};
use crate::sandbox::face::{Received, Reply};

impl AzureDevOps {
    /// Who is asking; to nobody it says so, with 200.
    ///
    /// Source: azure-devops-cli-extension, recordings; azure-devops-go-api, `location/models.go`.
    pub(super) fn connection_data(&self, caller: Caller) -> Reply {
        let user = if caller == Caller::Anonymous {
            json!({
                "id": ANONYMOUS,
                "descriptor": format!("System:PublicAccess;{ANONYMOUS}"),
                "subjectDescriptor": "sysacc.UHVibGljQWNjZXNz",
                "providerDisplayName": "Anonymous",
                "isActive": true,
                "properties": {},
                "resourceVersion": 2,
                "metaTypeId": 0,
            })
        } else {
            let account = &self.people.account;
            json!({
                "id": account.id,
                "descriptor": format!(
                    "Microsoft.IdentityModel.Claims.ClaimsIdentity;{TENANT_ID}\\{}",
                    account.upn
                ),
                "subjectDescriptor": account.descriptor(),
                "providerDisplayName": account.name,
                "customDisplayName": account.name,
                "isActive": true,
                "properties": { "Account": { "$type": "System.String", "$value": account.upn } },
                "resourceVersion": 2,
                "metaTypeId": 0,
            })
        };
        json(
            200,
            &json!({
                "authenticatedUser": user,
                "authorizedUser": user,
                "instanceId": ORGANIZATION_ID,
                "deploymentId": "0a11acde-0000-4000-8000-0000000000dd",
                "deploymentType": "hosted",
                "locationServiceData": {
                    "serviceOwner": "00025394-6065-48ca-87d9-7f5672854ef7",
                    "defaultAccessMappingMoniker": "PublicAccessMapping",
                    "lastChangeId": 89_172_523,
                },
            }),
        )
    }

    /// The projects that the caller may see.
    pub(super) fn list_projects(&self, caller: Caller, request: &Received) -> Result<Reply, Reply> {
        let skip = number(request, "$skip")?.or(number(request, "continuationToken")?);
        let top = number(request, "$top")?;
        let visible = self.world.projects.iter().filter(|one| sees(caller, one));
        let all: Vec<Value> = visible.map(|one| self.world.show_project(one)).collect();
        let start = skip.unwrap_or(0).min(all.len());
        let end = start.saturating_add(top.unwrap_or(100)).min(all.len());
        let mut page = list(all[start..end].to_vec());
        if end < all.len() {
            let next = reply::header("X-MS-ContinuationToken", &end.to_string());
            page.headers.push(next);
        }
        Ok(page)
    }

    /// One project.
    pub(super) fn read_project(&self, word: &str) -> Result<Reply, Reply> {
        let project = self.project(word)?;
        Ok(json(200, &self.world.show_project(project)))
    }

    /// The project of this name or id, or the 404.
    pub(super) fn project(&self, word: &str) -> Result<&Project, Reply> {
        self.world.project(word).ok_or_else(|| {
            let text = missing_project(word);
            let prefix = "Microsoft.TeamFoundation.Core.WebApi";
            let name = if is_guid(word) {
                "Microsoft.TeamFoundation.Core.WebApi.ProjectDoesNotExistException"
            } else {
                "Microsoft.TeamFoundation.Core.WebApi.ProjectDoesNotExistWithNameException"
            };
            exception(404, &text, (name, prefix))
        })
    }
}

/// What is said of a project that is not there.
pub(super) fn missing_project(word: &str) -> String {
    format!(
        "TF200016: The following project does not exist: {word}. Verify that the name of the project is correct and that the project exists on the specified Azure DevOps Server."
    )
}

/// Whether a caller sees a project.
pub(super) fn sees(caller: Caller, project: &Project) -> bool {
    project.public || caller != Caller::Anonymous
}

/// A number in the query.
pub(super) fn number(request: &Received, key: &str) -> Result<Option<usize>, Reply> {
    let text = query(request, key).filter(|text| !text.is_empty());
    text.map(|text| {
        text.parse().map_err(|_| {
            reply::bad_argument(&format!("The value '{text}' is not valid for {key}."))
        })
    })
    .transpose()
}
