//! The `azure-devops` section of a scenario.

use serde::Deserialize;
use serde_yaml::Value;

/// What a scenario says about Azure DevOps; every key is optional, and the defaults are those of `ready`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Section {
    /// The token that the scenario hands out.
    pub(super) token: TokenSection,
    /// The `organization/project` that the scenario hands out; its first part names the organization.
    pub(super) namespace: String,
    /// The state of the organization.
    pub(super) organization: Organization,
    /// The projects of the organization.
    pub(super) projects: Vec<String>,
    /// The repositories of the first project; every other project has one, named like itself.
    pub(super) repositories: Vec<String>,
    /// Whether there is a further, public project (`oss`), which opens the organization to anonymous callers.
    pub(super) public_projects: bool,
    /// Who the token belongs to.
    pub(super) account: Account,
    /// Whether that account is a member of the organization.
    pub(super) member: bool,
    /// The status in which a non-member is refused; both are documented.
    pub(super) stranger_answer: u16,
    /// What makes the account an administrator.
    pub(super) admin: Admin,
    /// How a caller without a valid token is sent to sign in, if it does not suppress that.
    pub(super) sign_in: SignIn,
    /// How an expired token is refused.
    pub(super) expired_answer: ExpiredAnswer,
    /// Whether the permission routes, which document no scope, answer a scoped token.
    pub(super) permission_routes: Access,
    /// Whether the undocumented routes that name the owner answer a scoped token.
    pub(super) owner_routes: Access,
    /// Whether the account may contribute to the repositories.
    pub(super) repository_permission: bool,
    /// Whether groups have names in another language.
    pub(super) localized_groups: bool,
    /// Groups and users on a page of Graph.
    pub(super) page_size: usize,
    /// Whether some bodies begin with a byte order mark: those of `connectionData` and of errors.
    pub(super) bom: bool,
    /// How much of the allowed usage is used up.
    pub(super) usage: Usage,
    /// The seconds in `Retry-After` where `usage` brings one.
    pub(super) retry_after: u32,
}

/// The token of a scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct TokenSection {
    /// The secret; one that looks like its format if absent.
    pub(super) value: Option<String>,
    /// What it looks like.
    pub(super) format: Format,
    /// Its scopes, `app_token` being full access; an Entra token has no use for them.
    pub(super) scopes: Vec<String>,
    /// Whether it works.
    pub(super) state: TokenState,
}

/// The owner of the token.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Account {
    /// The display name.
    pub(super) name: String,
    /// The user principal name, an e-mail address.
    pub(super) upn: String,
}

/// Declares an enum whose variants are the words of a key.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $word:ident,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(super) enum $name { $($(#[$doc])* $word,)* }
    };
}

words! {
    /// What a token looks like.
    Format {
        /// A personal access token of 84 characters.
        New,
        /// A personal access token of 52 characters.
        Legacy,
        /// A Microsoft Entra access token; no personal access token at all.
        Jwt,
        /// A personal access token in no known form.
        Odd,
    }
}

words! {
    /// Whether a token works.
    TokenState {
        /// It does.
        Active,
        /// Its day is over.
        Expired,
        /// Somebody revoked it.
        Revoked,
        /// There is no such token.
        Unknown,
    }
}

words! {
    /// The state of the organization.
    Organization {
        /// It answers.
        Running,
        /// It was stopped.
        Stopped,
        /// There is none of this name.
        Unknown,
    }
}

words! {
    /// What makes the account an administrator.
    Admin {
        /// Membership in the Project Collection Administrators.
        Direct,
        /// Membership in a group within a group within the Project Collection Administrators.
        Nested,
        /// Only the permission to edit collection-level information.
        BitOnly,
        /// Only that it owns the organization: somebody took it out of the group.
        Owner,
        /// Nothing.
        None,
    }
}

words! {
    /// How a caller is sent to sign in.
    SignIn {
        /// 302 to the sign-in service.
        Redirect,
        /// 203 with the page itself.
        Page,
    }
}

words! {
    /// How an expired token is refused.
    ExpiredAnswer {
        /// 401 that says so.
        Json,
        /// 401 and nothing more.
        Bare,
    }
}

words! {
    /// Whether routes without a documented scope answer a scoped token.
    Access {
        /// They do.
        Open,
        /// They answer as if a scope was missing.
        Refused,
    }
}

words! {
    /// How much of the allowed usage is used up.
    Usage {
        /// Little.
        Normal,
        /// So much that answers are delayed and carry `Retry-After`.
        Delayed,
        /// All: 429.
        Blocked,
    }
}

impl Default for Section {
    fn default() -> Self {
        Self {
            token: TokenSection::default(),
            namespace: "acme/web".to_owned(),
            organization: Organization::Running,
            projects: vec!["web".to_owned()],
            repositories: vec!["shop".to_owned(), "docs".to_owned()],
            public_projects: false,
            account: Account::default(),
            member: true,
            stranger_answer: 401,
            admin: Admin::Direct,
            sign_in: SignIn::Redirect,
            expired_answer: ExpiredAnswer::Json,
            permission_routes: Access::Open,
            owner_routes: Access::Open,
            repository_permission: true,
            localized_groups: false,
            page_size: 3,
            bom: true,
            usage: Usage::Normal,
            retry_after: 1,
        }
    }
}

impl Default for TokenSection {
    fn default() -> Self {
        Self {
            value: None,
            format: Format::New,
            scopes: vec!["vso.code_write".to_owned(), "vso.threads_full".to_owned()],
            state: TokenState::Active,
        }
    }
}

impl Default for Account {
    fn default() -> Self {
        Self {
            name: "svc-semgrep".to_owned(),
            upn: "svc-semgrep@acme.example".to_owned(),
        }
    }
}

impl Section {
    /// Reads a section and refuses what cannot be.
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let section: Self = crate::sandbox::section::read(value)?;
        let name = |text: &str| !text.is_empty() && !text.contains('/');
        match section.namespace.split_once('/') {
            Some((organization, project)) if name(organization) && name(project) => {}
            _ => {
                return Err(format!(
                    "namespace: `{}` is not `organization/project`",
                    section.namespace
                ));
            }
        }
        for (key, names) in [
            ("projects", &section.projects),
            ("repositories", &section.repositories),
        ] {
            if let Some(odd) = names.iter().find(|text| !name(text)) {
                return Err(format!("{key}: `{odd}` is no name"));
            }
        }
        if let Some(scope) = section.token.scopes.iter().find(|scope| !is_scope(scope)) {
            return Err(format!("token.scopes: there is no scope `{scope}`"));
        }
        if section.token.value.as_deref() == Some("") {
            return Err("token.value: is empty".to_owned());
        }
        if section.account.name.is_empty() || section.account.upn.is_empty() {
            return Err("account: name and upn must not be empty".to_owned());
        }
        if ![401, 403].contains(&section.stranger_answer) {
            return Err(format!(
                "stranger-answer: {} is neither 401 nor 403",
                section.stranger_answer
            ));
        }
        if section.page_size == 0 {
            return Err("page-size: must be at least 1".to_owned());
        }
        Ok(section)
    }
}

/// Whether a word has the form of a scope; which there are changes too often to be listed.
fn is_scope(word: &str) -> bool {
    let plain = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.'))
    };
    word == "app_token" || word.strip_prefix("vso.").is_some_and(plain)
}
