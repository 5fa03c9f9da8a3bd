//! What the platform learns by using a token.

use super::Bitbucket;
use super::replies::{dead_text, no_workspace_text};
use super::request::Sent;
use super::scopes;
use super::tokens::Dead;
use crate::sandbox::face::Powers;

impl Bitbucket {
    /// What `token` gives the platform in a workspace. The platform sends it as Bearer, and stands on every allow-list.
    ///
    /// Source: Bitbucket Cloud description, `x-atlassian-narrative`, "Bitbucket OAuth 2.0 scopes": to comment is part of
    /// `pullrequest`, and to create webhooks needs to read what they watch.
    pub(super) fn reckon(&self, token: &str, namespace: &str) -> Result<Powers, String> {
        let dead = |dead: Dead| dead_text(dead).to_owned();
        self.token
            .accepts(&Sent::Bearer(token.to_owned()))
            .map_err(dead)?;
        let hidden = || no_workspace_text(namespace);
        let workspace = self.places.workspace(namespace).ok_or_else(hidden)?;
        let may = |scope: &str| scopes::contains(&self.token.scopes, scope);
        if self.token.workspace != workspace.slug {
            // What everybody sees of others' workspaces is all there is.
            if self.places.is_private(workspace) {
                return Err(hidden());
            }
            return Ok(Powers {
                read_metadata: may("repository"),
                read_contents: may("repository"),
                read_pull_request: may("pullrequest"),
                ..Powers::default()
            });
        }
        Ok(Powers {
            read_metadata: may("repository"),
            read_pull_request: may("pullrequest"),
            write_pull_request_comment: may("pullrequest"),
            read_contents: may("repository"),
            read_members: may("account"),
            manage_webhooks: may("webhook") && may("repository"),
            write_contents: may("repository:write"),
            write_pull_request: may("pullrequest:write"),
        })
    }
}
