//! The `bitbucket` section of a scenario.

use serde::Deserialize;
use serde_yaml::Value;

use super::places::{FOREIGN, HOME};
use super::scopes;

/// What a scenario says about Bitbucket; every key is optional, and the defaults are those of `ready`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Section {
    /// The token that the scenario hands out.
    pub(super) token: TokenSection,
    /// The workspace that the scenario hands out; it need not exist.
    pub(super) namespace: String,
    /// The repositories of `acme`; a workspace without a public one is private itself.
    pub(super) repositories: Repositories,
    /// Where the headers about the credential arrive.
    pub(super) headers: Headers,
    /// Whether a 403 for a missing scope carries `detail` with both lists.
    pub(super) detail: bool,
    /// Paths that answer 410, `/2.0/…`; a segment in braces stands for any.
    pub(super) gone: Vec<String>,
    /// Whether a 401 has an empty body.
    pub(super) empty_401: bool,
    /// Whether the workspace `acme` has an IP allow-list without this machine.
    pub(super) ip_allow_list: bool,
    /// Requests an hour to `/2.0/repositories/…`, with credentials.
    pub(super) rate_limit: usize,
}

/// The token of a scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct TokenSection {
    /// The secret; one that looks like its kind if absent.
    pub(super) value: Option<String>,
    /// What kind of credential it is.
    pub(super) kind: Kind,
    /// Its scopes; what Assistant needs, as far as the kind can have it, if absent.
    pub(super) scopes: Option<Vec<String>>,
    /// Scopes that no document knows (yet); shown as they are.
    pub(super) future_scopes: Vec<String>,
    /// Whether it works.
    pub(super) state: State,
    /// The workspace it was made in: `acme` or `globex`.
    pub(super) workspace: String,
    /// What it may in that workspace; project and repository tokens are never more than a member.
    pub(super) role: Role,
    /// The address that goes with a user's API token.
    pub(super) email: String,
}

/// How many repositories there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Repositories {
    /// Private ones, half of them in each private project.
    pub(super) private: usize,
    /// Public ones.
    pub(super) public: usize,
    /// Whether lists begin with the public ones.
    pub(super) public_first: bool,
}

/// The kinds of credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// A Workspace Access Token.
    Workspace,
    /// A Project Access Token.
    Project,
    /// A Repository Access Token.
    Repository,
    /// An Atlassian API token of a user, with scopes.
    UserApi,
    /// An app password; it no longer works anywhere.
    AppPassword,
    /// A token that an OAuth consumer got for a user.
    Oauth,
}

/// Whether a token works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// It does.
    Active,
    /// Its day is over.
    Expired,
    /// Somebody revoked it.
    Revoked,
    /// There is no such token.
    Unknown,
}

/// A role in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Role {
    /// An owner: an administrator.
    Owner,
    /// Anybody else in it.
    Member,
}

/// Where `x-credential-type` and the two scope headers get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Headers {
    /// Everywhere.
    Always,
    /// Nowhere, as behind a proxy that takes away what it does not know.
    Never,
    /// Only on `/2.0/user`.
    UserOnly,
    /// Everywhere but on `/2.0/repositories/{workspace}`.
    NotOnRepositories,
    /// Everywhere, but only `x-credential-type`.
    KindOnly,
    /// Everywhere, but only the two about scopes.
    ScopesOnly,
}

impl Default for Section {
    fn default() -> Self {
        Self {
            token: TokenSection::default(),
            namespace: HOME.to_owned(),
            repositories: Repositories::default(),
            headers: Headers::Always,
            detail: true,
            gone: Vec::new(),
            empty_401: false,
            ip_allow_list: false,
            rate_limit: 1000,
        }
    }
}

impl Default for TokenSection {
    fn default() -> Self {
        Self {
            value: None,
            kind: Kind::Workspace,
            scopes: None,
            future_scopes: Vec::new(),
            state: State::Active,
            workspace: HOME.to_owned(),
            role: Role::Owner,
            email: "robin@acme.example".to_owned(),
        }
    }
}

impl Default for Repositories {
    fn default() -> Self {
        Self {
            private: 2,
            public: 1,
            public_first: false,
        }
    }
}

impl Section {
    /// Reads a section and refuses what cannot be.
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let section: Self = crate::sandbox::section::read(value)?;
        section.check()?;
        Ok(section)
    }

    fn check(&self) -> Result<(), String> {
        let token = &self.token;
        for scope in token.scopes.iter().flatten() {
            scopes::possible(token.kind, scope)?;
        }
        if ![HOME, FOREIGN].contains(&token.workspace.as_str()) {
            return Err(format!(
                "token.workspace: `{}` is neither `{HOME}` nor `{FOREIGN}`",
                token.workspace
            ));
        }
        let visible = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
        if token.value.as_deref().is_some_and(|value| !visible(value)) {
            return Err("token.value: is empty, or no header can carry it".to_owned());
        }
        let slug = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
        if self.namespace.is_empty() || !self.namespace.bytes().all(slug) {
            return Err(format!(
                "namespace: `{}` is no workspace id",
                self.namespace
            ));
        }
        if let Some(path) = self.gone.iter().find(|path| !path.starts_with("/2.0/")) {
            return Err(format!("gone: `{path}` does not begin with /2.0/"));
        }
        let Repositories {
            private, public, ..
        } = self.repositories;
        if private.max(public) > 10_000 {
            return Err("repositories: at most 10000 of a sort".to_owned());
        }
        if self.rate_limit == 0 {
            return Err("rate-limit: must be at least 1".to_owned());
        }
        Ok(())
    }

    /// Whether this scenario took the path away.
    pub(super) fn is_gone(&self, path: &str) -> bool {
        let segments = |path: &str| {
            let path = path.strip_suffix('/').unwrap_or(path);
            path.split('/').map(str::to_owned).collect::<Vec<_>>()
        };
        let asked = segments(path);
        self.gone.iter().any(|pattern| {
            let pattern = segments(pattern);
            pattern.len() == asked.len()
                && pattern.iter().zip(&asked).all(|(pattern, asked)| {
                    pattern == asked || (pattern.starts_with('{') && pattern.ends_with('}'))
                })
        })
    }
}
