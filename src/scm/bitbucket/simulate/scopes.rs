//! Scopes: which there are, which contain others, and which a kind of credential can have.

use super::section::Kind;

/// What each scope implies directly.
///
/// Source: Bitbucket Cloud description, `x-atlassian-narrative`, "Bitbucket OAuth 2.0 scopes". The administrators' scopes
/// imply nothing there, and what it does not say of pipelines and runners is not assumed here.
const IMPLIED: [(&str, &[&str]); 7] = [
    ("project", &["repository"]),
    ("repository:write", &["repository"]),
    ("pullrequest", &["repository"]),
    ("pullrequest:write", &["pullrequest", "repository:write"]),
    ("issue:write", &["issue"]),
    ("snippet:write", &["snippet"]),
    // Marked as replaced by `project:admin`; nothing is said of what it implies.
    ("project:write", &[]),
];

/// Scopes of Repository Access Tokens, and with them of all others.
///
/// Source: Bitbucket Cloud description, `x-atlassian-narrative`, "Repository Access Tokens".
const REPOSITORY: [&str; 12] = [
    "repository",
    "repository:write",
    "repository:admin",
    "repository:delete",
    "pullrequest",
    "pullrequest:write",
    "webhook",
    "pipeline",
    "pipeline:write",
    "pipeline:variable",
    "runner",
    "runner:write",
];

/// Scopes that only users' credentials have besides those of workspaces.
const USERS: [&str; 8] = [
    "project:write",
    "issue",
    "issue:write",
    "wiki",
    "snippet",
    "snippet:write",
    "email",
    "account:write",
];

/// What users' API tokens have.
///
/// Source: Bitbucket Cloud description, `x-atlassian-narrative`, "Forge app scopes"; those of webhooks are newer than it.
const FORGE: [&str; 17] = [
    "read:repository:bitbucket",
    "write:repository:bitbucket",
    "admin:repository:bitbucket",
    "delete:repository:bitbucket",
    "read:pullrequest:bitbucket",
    "write:pullrequest:bitbucket",
    "read:project:bitbucket",
    "admin:project:bitbucket",
    "read:workspace:bitbucket",
    "read:user:bitbucket",
    "read:pipeline:bitbucket",
    "write:pipeline:bitbucket",
    "admin:pipeline:bitbucket",
    "read:runner:bitbucket",
    "write:runner:bitbucket",
    "read:webhook:bitbucket",
    "write:webhook:bitbucket",
];

/// Whether a credential of this kind can have the scope; else what is wrong.
pub(super) fn possible(kind: Kind, scope: &str) -> Result<(), String> {
    let in_repository = REPOSITORY.contains(&scope);
    let in_project = in_repository || scope == "project";
    let in_workspace = in_project || ["project:admin", "account"].contains(&scope);
    let users = in_workspace || USERS.contains(&scope);
    let ok = match kind {
        Kind::Repository => in_repository,
        Kind::Project => in_project,
        Kind::Workspace => in_workspace,
        Kind::UserApi => FORGE.contains(&scope),
        Kind::AppPassword | Kind::Oauth => users,
    };
    if ok {
        return Ok(());
    }
    Err(if users || FORGE.contains(&scope) {
        format!("token.scopes: a token of this kind cannot have `{scope}`")
    } else {
        format!("token.scopes: there is no scope `{scope}`")
    })
}

/// The scopes that a credential of this kind has unless the scenario says otherwise.
pub(super) fn usual(kind: Kind) -> Vec<String> {
    let scopes: &[&str] = match kind {
        Kind::Workspace | Kind::Project | Kind::AppPassword => {
            &["project", "repository", "pullrequest:write", "webhook"]
        }
        Kind::Repository => &["repository", "pullrequest:write", "webhook"],
        Kind::Oauth => &[
            "account",
            "project",
            "repository",
            "pullrequest:write",
            "webhook",
        ],
        Kind::UserApi => &[
            "read:user:bitbucket",
            "read:workspace:bitbucket",
            "read:project:bitbucket",
            "read:repository:bitbucket",
            "write:repository:bitbucket",
            "read:pullrequest:bitbucket",
            "write:pullrequest:bitbucket",
            "read:webhook:bitbucket",
            "write:webhook:bitbucket",
        ],
    };
    scopes.iter().map(|scope| (*scope).to_owned()).collect()
}

/// Whether `granted` contains `wanted`, itself or by implication.
pub(super) fn contains(granted: &[String], wanted: &str) -> bool {
    granted.iter().any(|scope| reaches(scope, wanted))
}

fn reaches(scope: &str, wanted: &str) -> bool {
    scope == wanted
        || IMPLIED
            .iter()
            .filter(|(stronger, _)| *stronger == scope)
            .any(|(_, weaker)| weaker.iter().any(|weaker| reaches(weaker, wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(granted: &str, wanted: &str) -> bool {
        contains(&[granted.to_owned()], wanted)
    }

    #[test]
    fn implications_are_followed_to_the_end() {
        assert!(has("project", "repository"));
        assert!(has("pullrequest:write", "repository:write"));
        assert!(has("pullrequest:write", "repository"));
        assert!(has("pullrequest", "repository"));
    }

    #[test]
    fn administrators_scopes_and_forge_names_imply_nothing() {
        assert!(!has("project:admin", "project"));
        assert!(!has("repository:admin", "repository"));
        assert!(!has("repository:delete", "repository:write"));
        assert!(!has("webhook", "repository"));
        assert!(!has("repository", "pullrequest"));
        assert!(!has(
            "write:repository:bitbucket",
            "read:repository:bitbucket"
        ));
    }

    #[test]
    fn each_kind_has_its_own_scopes() {
        assert!(possible(Kind::Workspace, "account").is_ok());
        assert!(possible(Kind::Project, "account").is_err());
        assert!(possible(Kind::Project, "project").is_ok());
        assert!(possible(Kind::Repository, "project").is_err());
        assert!(possible(Kind::Workspace, "account:write").is_err());
        assert!(possible(Kind::Oauth, "account:write").is_ok());
        assert!(possible(Kind::UserApi, "repository").is_err());
        for kind in [
            Kind::Workspace,
            Kind::Project,
            Kind::Repository,
            Kind::UserApi,
            Kind::Oauth,
        ] {
            assert!(
                usual(kind)
                    .iter()
                    .all(|scope| possible(kind, scope).is_ok()),
                "{kind:?}"
            );
        }
    }
}
