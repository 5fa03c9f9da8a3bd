//! Graph: groups, users and memberships.
//!
//! Source: vsts-rest-api-specs, Graph 7.1-preview.1. Lists come in pages; the next begins at what
//! `X-MS-ContinuationToken` says, and nothing else shows whether there is one.

use serde_json::{Value, json};

use super::AzureDevOps;
use super::reply::{self, exception, header, json, list, shared};
use super::request::query;
use super::who::number;
use crate::sandbox::face::{Received, Reply};

impl AzureDevOps {
    /// A page of the groups: those of the organization and of its projects.
    pub(super) fn list_groups(&self, request: &Received) -> Result<Reply, Reply> {
        let organization = &self.world.organization;
        let groups = self.people.groups.iter();
        self.page(
            request,
            groups.map(|group| group.show(organization)).collect(),
        )
    }

    /// A page of the users.
    pub(super) fn list_users(&self, request: &Received) -> Result<Reply, Reply> {
        let mut users = vec![&self.people.owner];
        if self.people.account.id != self.people.owner.id {
            users.push(&self.people.account);
        }
        let organization = &self.world.organization;
        self.page(
            request,
            users.iter().map(|user| user.show(organization)).collect(),
        )
    }

    fn page(&self, request: &Received, all: Vec<Value>) -> Result<Reply, Reply> {
        if let Some(scope) = query(request, "scopeDescriptor").filter(|text| !text.is_empty()) {
            // No scope but the organization is simulated, and that is the default.
            return Err(unknown(scope));
        }
        // The token is opaque; what never was one is refused.
        let start = match query(request, "continuationToken").filter(|text| !text.is_empty()) {
            None => 0,
            Some(text) => {
                let start = text
                    .strip_prefix("page-")
                    .and_then(|text| text.parse().ok());
                start.filter(|start| *start < all.len()).ok_or_else(|| {
                    reply::bad_argument(
                        "The continuation token is not valid.\r\nParameter name: continuationToken",
                    )
                })?
            }
        };
        let end = start.saturating_add(self.section.page_size).min(all.len());
        let mut page = list(all[start..end].to_vec());
        if end < all.len() {
            let next = header("X-MS-ContinuationToken", &format!("page-{end}"));
            page.headers.push(next);
        }
        Ok(page)
    }

    /// Whether one is a direct member of the other: 200 or 404.
    pub(super) fn membership(&self, subject: &str, container: &str) -> Result<Reply, Reply> {
        let mut all = self.people.memberships.iter();
        if all.any(|(member, group)| member == subject && group == container) {
            return Ok(json(200, &self.edge(subject, container)));
        }
        let text = format!("The membership of {subject} in {container} does not exist.");
        Err(exception(
            404,
            &text,
            shared!("Graph.GraphMembershipNotFoundException"),
        ))
    }

    /// What one is a direct member of, or with `direction=down` what its direct members are.
    pub(super) fn memberships(&self, subject: &str, request: &Received) -> Result<Reply, Reply> {
        let up = match query(request, "direction").unwrap_or("up") {
            word if word.eq_ignore_ascii_case("down") => false,
            word if word.eq_ignore_ascii_case("up") || word.eq_ignore_ascii_case("unknown") => true,
            word => {
                let text = format!("The value '{word}' is not valid for direction.");
                return Err(reply::bad_argument(&text));
            }
        };
        // "Currently the only supported value is '1'."
        if number(request, "depth")?.is_some_and(|depth| depth != 1) {
            return Err(reply::bad_argument(
                "The only supported depth is 1.\r\nParameter name: depth",
            ));
        }
        if !self.people.knows(subject) {
            return Err(unknown(subject));
        }
        let edges = self.people.memberships.iter();
        let edges = edges.filter(|(member, group)| {
            if up {
                member == subject
            } else {
                group == subject
            }
        });
        Ok(list(
            edges
                .map(|(member, group)| self.edge(member, group))
                .collect(),
        ))
    }

    fn edge(&self, member: &str, container: &str) -> Value {
        let base = format!(
            "https://vssps.dev.azure.com/{}/_apis/Graph",
            self.world.organization
        );
        json!({
            "_links": { "self": { "href": format!("{base}/Memberships/{member}/{container}") } },
            "containerDescriptor": container,
            "memberDescriptor": member,
        })
    }
}

/// The 404 of a descriptor that nobody has.
fn unknown(descriptor: &str) -> Reply {
    let text = format!("The subject with the descriptor {descriptor} could not be found.");
    exception(404, &text, shared!("Graph.GraphSubjectNotFoundException"))
}
