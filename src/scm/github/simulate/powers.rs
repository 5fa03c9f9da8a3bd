//! What the platform would learn with a token.

use super::GitHub;
use super::replies;
use super::section::Account;
use super::tokens::{Kind, Token};
use crate::sandbox::face::Powers;

impl GitHub {
    /// What a token lets the platform do for an organization or login, or the text of the refusal.
    ///
    /// Source: GitHub docs, "Scopes for OAuth apps" and "Permissions required for fine-grained personal access tokens".
    pub(super) fn learn(&self, token: &str, namespace: &str) -> Result<Powers, String> {
        let token = self.tokens.check(token).ok_or(replies::BAD_CREDENTIALS)?;
        let own = self.section.namespace().eq_ignore_ascii_case(namespace);
        let related = token.kind == Kind::Installation
            || match self.section.account {
                Account::Organization => self.section.role.is_some(),
                Account::Personal => self.section.login().eq_ignore_ascii_case(namespace),
            };
        let owner = token.owner.as_deref().unwrap_or(namespace);
        if !own || !related || !owner.eq_ignore_ascii_case(namespace) {
            return Err("Not Found".to_owned());
        }
        let objection = (self.section.account == Account::Organization)
            .then(|| self.objection(token, "https://github.com"))
            .flatten();
        match objection {
            Some(text) => Err(text),
            None => Ok(of(token)),
        }
    }
}

fn of(token: &Token) -> Powers {
    if token.kind.has_scopes() {
        let repo = token.has_scope(&["repo"]);
        return Powers {
            read_metadata: repo,
            read_pull_request: repo,
            write_pull_request_comment: repo,
            read_contents: repo,
            read_members: token.has_scope(&["read:org"]),
            manage_webhooks: repo || token.has_scope(&["write:repo_hook"]),
            write_contents: repo,
            write_pull_request: repo,
        };
    }
    let may = |name: &str, write: bool| token.has_permission(name, write);
    Powers {
        read_metadata: ["metadata", "contents", "pull_requests", "repository_hooks"]
            .iter()
            .any(|name| may(name, false)),
        read_pull_request: may("pull_requests", false),
        write_pull_request_comment: may("pull_requests", true),
        read_contents: may("contents", false),
        read_members: may("members", false),
        manage_webhooks: may("repository_hooks", true),
        write_contents: may("contents", true),
        write_pull_request: may("pull_requests", true),
    }
}
