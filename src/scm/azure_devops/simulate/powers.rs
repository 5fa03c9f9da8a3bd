//! What the platform learns by using a token.

use super::AzureDevOps;
use super::gate::EXPIRED;
use super::section::{Format, Organization, TokenState};
use super::who::missing_project;
use crate::sandbox::face::Powers;

impl AzureDevOps {
    /// What a token may do in `organization/project`, or the text of the refusal.
    pub(super) fn powers_of(&self, token: &str, namespace: &str) -> Result<Powers, String> {
        let (organization, project) = namespace.split_once('/').unwrap_or((namespace, ""));
        self.reachable(organization)?;
        let section = &self.section;
        let ours = token == self.login.token && section.token.format != Format::Jwt;
        match section.token.state {
            TokenState::Active if ours => {}
            TokenState::Expired if ours => return Err(EXPIRED.to_owned()),
            _ => return Err("401 Unauthorized".to_owned()),
        }
        if !section.member {
            return Err(Self::stranger_text(&self.people.account.id));
        }
        if self.world.project(project).is_none() {
            return Err(missing_project(project));
        }
        let code = self.may(&["vso.code"]);
        let permitted = section.repository_permission;
        let write = self.may(&["vso.code_write"]) && permitted;
        let comment = self.may(&["vso.code_write", "vso.threads_full"]) && permitted;
        if !code && !comment {
            // Nothing that it could ask would be answered.
            return Err("401 Unauthorized".to_owned());
        }
        Ok(Powers {
            read_metadata: code,
            read_pull_request: code,
            write_pull_request_comment: comment,
            read_contents: code,
            read_members: self.may(&["vso.graph", "vso.memberentitlementmanagement"]),
            // Service hooks need the scope, and by default an administrator.
            manage_webhooks: self.may(&["vso.hooks_write"]) && self.administers(),
            write_contents: write,
            write_pull_request: write,
        })
    }

    fn reachable(&self, organization: &str) -> Result<(), String> {
        let ours = organization.eq_ignore_ascii_case(&self.world.organization);
        match self.section.organization {
            Organization::Running if ours => Ok(()),
            Organization::Stopped if ours => Err(self.stopped_text()),
            _ => Err("404 Not Found".to_owned()),
        }
    }
}
