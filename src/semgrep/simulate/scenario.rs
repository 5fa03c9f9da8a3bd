//! The `semgrep` part of a scenario: what differs from `ready`.

use serde::Deserialize;

/// The whole section. Every key may be left out.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Section {
    pub(super) token: Token,
    pub(super) deployment: Deployment,
    pub(super) role: Role,
    /// How many projects the deployment has.
    pub(super) projects: usize,
    /// Whether scans have arrived.
    pub(super) scanned: bool,
    pub(super) policies: Policies,
    /// Merged deeply over the defaults; a null takes a default away.
    pub(super) products: serde_json::Map<String, serde_json::Value>,
    pub(super) triage_via_comment: bool,
    pub(super) connections: Vec<Connection>,
    /// PUT of the products answers 200, but nothing changes.
    pub(super) settings_stick: bool,
}

impl Default for Section {
    fn default() -> Self {
        Self {
            token: Token::default(),
            deployment: Deployment::default(),
            role: Role::Admin,
            projects: 3,
            scanned: true,
            policies: Policies::default(),
            products: serde_json::Map::new(),
            triage_via_comment: false,
            connections: Vec::new(),
            settings_stick: false,
        }
    }
}

impl Section {
    /// Reads the section, or names what is wrong with it.
    pub(super) fn read(section: &serde_yaml::Value) -> Result<Self, String> {
        if section.is_null() {
            return Ok(Self::default());
        }
        let read: Self =
            serde_yaml::from_value(section.clone()).map_err(|error| format!("semgrep: {error}"))?;
        if read.token.value.is_empty() {
            return Err("semgrep: token.value must not be empty".to_owned());
        }
        if read.policies.rules == 0 || read.policies.page == 0 {
            return Err("semgrep: policies.rules and policies.page must be at least 1".to_owned());
        }
        Ok(read)
    }
}

/// The token that the scenario hands out.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Token {
    pub(super) value: String,
    pub(super) state: TokenState,
    pub(super) kind: TokenKind,
    /// Whether it has the scope *Web API*; left out, an `api` token has it and a `cli` token has not.
    pub(super) web_api: Option<bool>,
}

impl Default for Token {
    fn default() -> Self {
        Self {
            value: "sandbox-semgrep-token-not-a-real-one".to_owned(),
            state: TokenState::Valid,
            kind: TokenKind::Api,
            web_api: None,
        }
    }
}

impl Token {
    pub(super) fn reaches_web_api(&self) -> bool {
        self.web_api.unwrap_or(self.kind == TokenKind::Api)
    }
}

/// Whether the platform knows the token at all.
#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TokenState {
    Valid,
    Unknown,
}

/// What kind of identity the token is. Only API tokens tell their owner and deployment.
#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TokenKind {
    Api,
    Cli,
}

/// The one deployment the token reaches.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Deployment {
    pub(super) id: u64,
    pub(super) slug: String,
    pub(super) name: String,
}

impl Default for Deployment {
    fn default() -> Self {
        Self {
            id: 73105,
            slug: "acme-inc".to_owned(),
            name: "Acme Inc".to_owned(),
        }
    }
}

/// What the token's owner is in the organization.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Role {
    Admin,
    Member,
    Readonly,
    Impersonator,
    /// An admin whom the list of users gives no role.
    Untold,
    /// Left the organization: tokens outlive memberships.
    Gone,
}

impl Role {
    pub(super) fn may_write(self) -> bool {
        matches!(self, Self::Admin | Self::Untold)
    }
}

/// The policies of the deployment.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Policies {
    pub(super) generation: Generation,
    /// The strictest thing any rule or visible policy does.
    pub(super) mode: Mode,
    /// Unified only: whether any policy shows, or all are system-managed.
    pub(super) visible: bool,
    /// Modes only: how many rules each policy has.
    pub(super) rules: usize,
    /// Modes only: the most rules the service gives in one page, whatever was asked for.
    pub(super) page: usize,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            generation: Generation::Modes,
            mode: Mode::Comment,
            visible: true,
            rules: 7,
            page: 4,
        }
    }
}

/// Which of the two kinds of policies the deployment has.
#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Generation {
    Modes,
    Unified,
}

/// What findings lead to.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Mode {
    Monitor,
    Comment,
    Block,
}

/// A connection that is there from the start.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Connection {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) namespace: String,
    pub(super) base_url: Option<String>,
    pub(super) token: Option<String>,
    #[serde(default)]
    pub(super) subscribed: bool,
    #[serde(default)]
    pub(super) auto_scan: bool,
    /// GitHub only: the private app.
    pub(super) app: Option<App>,
    #[serde(default)]
    pub(super) installed: bool,
    #[serde(default)]
    pub(super) suspended: bool,
    /// GitHub only: a personal account instead of an organization.
    #[serde(default)]
    pub(super) personal: bool,
    /// Comes into being once the list was read so often, as when somebody installs an app in the meantime.
    #[serde(default)]
    pub(super) appears_after: u32,
}

/// A private GitHub app.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct App {
    pub(super) slug: String,
    #[serde(default)]
    pub(super) code_access: bool,
}
