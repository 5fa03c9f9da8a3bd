//! The `gitlab` section of a scenario.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_yaml::Value;

/// The levels a membership can have.
///
/// Source: `gitlabhq doc/api/group_members.md`, "Roles".
pub(super) const LEVELS: [u8; 8] = [5, 10, 15, 20, 25, 30, 40, 50];

/// What a scenario says about GitLab; every key is optional, and the defaults are those of `ready`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Section {
    /// The token that the scenario hands out.
    pub(super) token: TokenSection,
    /// The level of the token's user on `member-of`; null = not a member.
    pub(super) role: Option<u8>,
    /// The name of a custom role that stands on `role`.
    pub(super) custom_role: Option<String>,
    /// The namespace that the scenario hands out; the first group, or for a project's token the first project.
    pub(super) namespace: Option<String>,
    /// Where the membership stands, and what a bot is the bot of; `namespace` if absent.
    pub(super) member_of: Option<String>,
    /// Whether the membership comes through a group invited into an invited group, which `members/all` misses.
    pub(super) nested_invitation: bool,
    /// The state of the token's user.
    pub(super) state: UserState,
    /// Full paths of all groups, parents first.
    pub(super) groups: Vec<String>,
    /// Full paths of all projects.
    pub(super) projects: Vec<String>,
    /// Who may see groups and projects without being a member.
    pub(super) visibility: Visibility,
    /// Old paths of projects, with what they are now.
    pub(super) moved: BTreeMap<String, String>,
    /// What `/metadata` says; endpoints that are younger do not exist.
    pub(super) version: String,
    /// Whether the instance requires tokens to expire.
    pub(super) requires_expiry: bool,
    /// The longest life that a new token may have, in days.
    pub(super) longest_life: u16,
    /// Requests a minute.
    pub(super) rate_limit: u32,
    /// Whether the instance is in maintenance mode, in which nothing is written.
    pub(super) maintenance: bool,
}

/// The token of a scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct TokenSection {
    /// The secret; one that looks like its kind if absent.
    pub(super) value: Option<String>,
    /// What kind of token it is.
    pub(super) kind: Kind,
    /// Its scopes; those of a fine-grained token are `[granular]` whatever stands here.
    pub(super) scopes: Vec<String>,
    /// Whether it works.
    pub(super) state: TokenState,
    /// Days until it expires; null = never.
    pub(super) expires_in: Option<i32>,
    /// Whether it is a fine-grained token.
    pub(super) granular: bool,
}

/// What a token belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// A person.
    Personal,
    /// A project's bot.
    Project,
    /// A group's bot.
    Group,
    /// A service account.
    ServiceAccount,
    /// A CI job; no personal access token at all.
    Job,
}

/// Whether a token works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TokenState {
    /// It does.
    Active,
    /// Its day is over.
    Expired,
    /// Somebody revoked it.
    Revoked,
    /// There is no such token.
    Unknown,
}

/// The state of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum UserState {
    /// May sign in.
    Active,
    /// Blocked by an administrator.
    Blocked,
}

/// Who may see a group or project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Visibility {
    /// Members.
    Private,
    /// Everybody.
    Public,
}

impl Visibility {
    /// The word of the API.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
        }
    }
}

impl Default for Section {
    fn default() -> Self {
        let paths = |all: &[&str]| all.iter().map(|path| (*path).to_owned()).collect();
        Self {
            token: TokenSection::default(),
            role: Some(40),
            custom_role: None,
            namespace: None,
            member_of: None,
            nested_invitation: false,
            state: UserState::Active,
            groups: paths(&["acme", "acme/web", "globex"]),
            projects: paths(&["acme/web/shop", "acme/web/docs", "globex/vault"]),
            visibility: Visibility::Private,
            moved: BTreeMap::from([("acme/shop".to_owned(), "acme/web/shop".to_owned())]),
            version: "19.6.0-ee".to_owned(),
            requires_expiry: true,
            longest_life: 365,
            rate_limit: 2000,
            maintenance: false,
        }
    }
}

impl Default for TokenSection {
    fn default() -> Self {
        Self {
            value: None,
            kind: Kind::Personal,
            scopes: vec!["api".to_owned()],
            state: TokenState::Active,
            expires_in: Some(180),
            granular: false,
        }
    }
}

impl Section {
    /// Reads a section and refuses what cannot be.
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let section: Self = crate::sandbox::section::read(value)?;
        if let Some(role) = section.role.filter(|role| !LEVELS.contains(role)) {
            return Err(format!(
                "role: {role} is no level of a membership: there are {LEVELS:?}"
            ));
        }
        for scope in &section.token.scopes {
            if !SCOPES.contains(&scope.as_str()) {
                return Err(format!("token.scopes: there is no scope `{scope}`"));
            }
        }
        let for_bots = matches!(section.token.kind, Kind::Project | Kind::Group);
        if let Some(scope) = section
            .token
            .scopes
            .iter()
            .find(|scope| for_bots && PERSONS_ONLY.contains(&scope.as_str()))
        {
            return Err(format!(
                "token.scopes: project and group tokens cannot have `{scope}`"
            ));
        }
        if section.token.value.as_deref() == Some("") {
            return Err("token.value: is empty".to_owned());
        }
        if !(1..=365).contains(&section.longest_life) {
            return Err("longest-life: must be from 1 to 365".to_owned());
        }
        if section.rate_limit == 0 {
            return Err("rate-limit: must be at least 1".to_owned());
        }
        Ok(section)
    }
}

/// The scopes of tokens.
///
/// Source: `gitlabhq doc/user/profile/personal_access_tokens.md`, "Personal access token scopes".
const SCOPES: [&str; 18] = [
    "api",
    "read_api",
    "read_user",
    "read_repository",
    "write_repository",
    "read_registry",
    "write_registry",
    "read_virtual_registry",
    "write_virtual_registry",
    "sudo",
    "admin_mode",
    "create_runner",
    "manage_runner",
    "ai_features",
    "k8s_proxy",
    "self_rotate",
    "read_service_ping",
    "granular",
];

/// Scopes that project and group access tokens cannot have.
///
/// Source: `gitlabhq doc/user/project/settings/project_access_tokens.md`, "Scopes for a project access token".
const PERSONS_ONLY: [&str; 3] = ["sudo", "admin_mode", "read_user"];
