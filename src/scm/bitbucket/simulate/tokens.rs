//! The credential: what it looks like, how it must be sent, and what it reaches.

use super::places::{Place, Places, Repository};
use super::request::Sent;
use super::routes::Need;
use super::scopes;
use super::section::{Kind, Role, State, TokenSection};

/// The credential of a scenario.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) value: String,
    pub(super) kind: Kind,
    /// What was granted, in the order granted.
    pub(super) scopes: Vec<String>,
    pub(super) workspace: String,
    /// Whether it stands for an owner of its workspace.
    pub(super) owner: bool,
    pub(super) email: String,
    state: State,
    /// What it is limited to inside of its workspace.
    bound: Bound,
}

/// What a credential is limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Bound {
    Workspace,
    Project(&'static str),
    Repository(String),
}

/// Why a credential is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dead {
    /// Unknown, expired, revoked or not sent as its kind is sent: the service says the same of all of them.
    Invalid,
    /// An OAuth token whose hour is over.
    OauthExpired,
}

impl Kind {
    /// Whether it is one of the three access tokens, which stand for no user.
    pub(super) fn is_access_token(self) -> bool {
        matches!(self, Self::Workspace | Self::Project | Self::Repository)
    }

    /// The value of `x-credential-type`.
    ///
    /// Source: traffic recorded by others for the access tokens and OAuth; that of a user's API token is not confirmed.
    pub(super) fn credential_type(self) -> &'static str {
        match self {
            Self::Workspace => "workspace_access_token",
            Self::Project => "project_access_token",
            Self::Repository => "repo_access_token",
            Self::UserApi => "api_token",
            Self::AppPassword => "apppassword",
            Self::Oauth => "oauth2",
        }
    }

    /// A secret of the right shape, obviously invented. The three access tokens look alike.
    fn default_value(self) -> &'static str {
        match self {
            Self::Workspace => "ATCTT3xFfGN0sandboxSandboxWorkspaceSandbox=5A0DB0C1",
            Self::Project => "ATCTT3xFfGN0sandboxSandboxProjectSandbox=5A0DB0C2",
            Self::Repository => "ATCTT3xFfGN0sandboxSandboxRepositorySandbox=5A0DB0C3",
            Self::UserApi => "ATATT3xFfGF0sandboxSandboxUserSandbox=5A0DB0C4",
            Self::AppPassword => "ATBBsandboxSandboxSandbox5A0DB0C5",
            Self::Oauth => "sandboxSandboxOauthSandbox0123456789ab==",
        }
    }
}

impl Token {
    /// The credential of a section.
    pub(super) fn build(section: &TokenSection, places: &Places) -> Result<Self, String> {
        let own = || places.of(&section.workspace);
        let first = own().next();
        let bound = match section.kind {
            Kind::Project => {
                let first = first.ok_or("token.kind: there is no project to belong to")?;
                Bound::Project(first.project)
            }
            Kind::Repository => {
                let first = first.ok_or("token.kind: there is no repository to belong to")?;
                Bound::Repository(first.slug.clone())
            }
            _ => Bound::Workspace,
        };
        let mut scopes = section
            .scopes
            .clone()
            .unwrap_or_else(|| scopes::usual(section.kind));
        scopes.extend(section.future_scopes.iter().cloned());
        Ok(Self {
            value: section
                .value
                .clone()
                .unwrap_or_else(|| section.kind.default_value().to_owned()),
            kind: section.kind,
            scopes,
            workspace: section.workspace.clone(),
            owner: section.role == Role::Owner && bound == Bound::Workspace,
            email: section.email.clone(),
            state: section.state,
            bound,
        })
    }

    /// Whether what was sent is this credential, sent as its kind must be, and alive.
    ///
    /// Source: Atlassian support, "Using access tokens" (Bearer) and "Using API tokens" (Basic, with the e-mail address).
    pub(super) fn accepts(&self, sent: &Sent) -> Result<(), Dead> {
        let right_way = match (self.kind, sent) {
            // App passwords have come to their end.
            (Kind::AppPassword, _) | (_, Sent::Nothing | Sent::Garbled) => false,
            (Kind::UserApi, Sent::Basic { user, secret }) => {
                *secret == self.value && user.eq_ignore_ascii_case(&self.email)
            }
            (Kind::UserApi, Sent::Bearer(_)) | (_, Sent::Basic { .. }) => false,
            (_, Sent::Bearer(secret)) => *secret == self.value,
        };
        if !right_way {
            return Err(Dead::Invalid);
        }
        self.alive()
    }

    /// Whether it works at all.
    pub(super) fn alive(&self) -> Result<(), Dead> {
        match (self.state, self.kind) {
            (State::Active, kind) if kind != Kind::AppPassword => Ok(()),
            (State::Expired, Kind::Oauth) => Err(Dead::OauthExpired),
            _ => Err(Dead::Invalid),
        }
    }

    /// The names of what an endpoint needs, in the words of this kind.
    pub(super) fn words(&self, need: &Need) -> &'static [&'static str] {
        if self.kind == Kind::UserApi {
            need.forge
        } else {
            need.oauth
        }
    }

    /// Whether it has all that an endpoint needs.
    pub(super) fn may(&self, need: &Need) -> bool {
        let has = |scope: &&str| scopes::contains(&self.scopes, scope);
        self.words(need).iter().all(has)
    }

    /// Whether it belongs to this workspace as a whole.
    pub(super) fn is_of(&self, workspace: &Place) -> bool {
        self.bound == Bound::Workspace && self.workspace == workspace.slug
    }

    /// Whether it reaches a repository even if that is private.
    pub(super) fn reaches(&self, repository: &Repository) -> bool {
        self.workspace == repository.workspace
            && match &self.bound {
                Bound::Workspace => true,
                Bound::Project(key) => *key == repository.project,
                Bound::Repository(slug) => *slug == repository.slug,
            }
    }

    /// Whether it reaches a private project.
    pub(super) fn reaches_project(&self, workspace: &str, key: &str) -> bool {
        self.workspace == workspace
            && match &self.bound {
                Bound::Workspace => true,
                Bound::Project(own) => *own == key,
                Bound::Repository(_) => false,
            }
    }
}
