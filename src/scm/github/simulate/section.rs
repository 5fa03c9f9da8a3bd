//! The `github` section of a scenario.

use serde::Deserialize;
use serde_yaml::Value;

use super::apps::STANDARD;
use super::tokens::TokenSection;
pub(super) use super::words::{
    Account, Contents, InstallationsScope, LimitKind, Membership, Policy, Refusal, Role, Selection,
};

/// What a scenario says about GitHub; every key is optional, and the defaults are those of `ready`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Section {
    /// The token that the scenario hands out.
    pub(super) token: TokenSection,
    /// The organization or login that the scenario hands out; `acme`, or `rowan` for a personal account.
    pub(super) namespace: Option<String>,
    /// What the namespace is.
    pub(super) account: Account,
    /// The login of the token's user; the namespace itself for a personal account, else `rowan`.
    pub(super) login: Option<String>,
    /// The user's role in the organization; null = not affiliated.
    pub(super) role: Option<Role>,
    /// Whether the user has accepted the invitation.
    pub(super) membership: Membership,
    /// What stands in the way of tokens that ask about the organization.
    pub(super) policy: Policy,
    /// Longest life of a personal access token in days, under `policy: lifetime`.
    pub(super) max_lifetime: i32,
    /// The two apps of the product.
    pub(super) apps: AppsSection,
    /// How many other apps are installed.
    pub(super) other_apps: u16,
    /// The classic scope that the list of installations needs; the documents name one that does not exist.
    pub(super) installations_scope: InstallationsScope,
    /// How somebody who may not list installations is refused; the documents do not say.
    pub(super) refusal: Refusal,
    /// What is exhausted when the scenario starts.
    pub(super) limit: LimitSection,
    /// Requests an hour with a token.
    pub(super) rate_limit: u32,
    /// The version of the Enterprise Server behind `/api/v3`.
    pub(super) enterprise_version: String,
}

/// The apps of the product.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct AppsSection {
    /// The one that is registered for the organization alone.
    pub(super) private: AppSection,
    /// The one that everybody may install.
    pub(super) public: AppSection,
}

/// One app and its installation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct AppSection {
    /// Its slug; `semgrep-code-acme` for the private, `semgrep-app` for the public one if absent.
    pub(super) slug: Option<String>,
    /// Whether it is installed at all.
    pub(super) installed: bool,
    /// After how many readings of the list it is there.
    pub(super) appears_after: u64,
    /// Whether somebody suspended the installation.
    pub(super) suspended: bool,
    /// What it declares for the contents of repositories; `read` for the private, `missing` for the public one if absent.
    pub(super) contents: Option<Contents>,
    /// Standard permissions that it does not declare.
    pub(super) lacks: Vec<String>,
    /// Which repositories it may reach.
    pub(super) selection: Selection,
    /// Whether the owner accepted what it declares; until then the installation shows what it had before.
    pub(super) accepted: bool,
}

/// Something that refuses from the start, until `wait` seconds after its first refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct LimitSection {
    /// What it is.
    pub(super) kind: LimitKind,
    /// Seconds until it ends.
    pub(super) wait: u32,
    /// The status of its refusals: 403 or 429, as both are documented; failed logins know 403 only.
    pub(super) status: u16,
}

impl Default for Section {
    fn default() -> Self {
        Self {
            token: TokenSection::default(),
            namespace: None,
            account: Account::Organization,
            login: None,
            role: Some(Role::Admin),
            membership: Membership::Active,
            policy: Policy::None,
            max_lifetime: 366,
            apps: AppsSection::default(),
            other_apps: 2,
            installations_scope: InstallationsScope::ReadOrg,
            refusal: Refusal::NotFound,
            limit: LimitSection::default(),
            rate_limit: 5000,
            enterprise_version: "3.17.2".to_owned(),
        }
    }
}

impl Default for AppSection {
    fn default() -> Self {
        Self {
            slug: None,
            installed: true,
            appears_after: 0,
            suspended: false,
            contents: None,
            lacks: Vec::new(),
            selection: Selection::All,
            accepted: true,
        }
    }
}

impl Default for LimitSection {
    fn default() -> Self {
        Self {
            kind: LimitKind::None,
            wait: 60,
            status: 403,
        }
    }
}

impl Section {
    /// Reads a section and refuses what cannot be.
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let section: Self = crate::sandbox::section::read(value)?;
        section.token.check()?;
        for (key, name) in [
            ("namespace", &section.namespace),
            ("login", &section.login),
            ("apps.private.slug", &section.apps.private.slug),
            ("apps.public.slug", &section.apps.public.slug),
        ] {
            if let Some(name) = name.as_deref().filter(|name| !is_name(name)) {
                return Err(format!(
                    "{key}: `{name}` is more than letters, digits and hyphens"
                ));
            }
        }
        for app in [&section.apps.private, &section.apps.public] {
            let standard = |name: &String| STANDARD.iter().any(|(known, _)| known == name);
            if let Some(name) = app.lacks.iter().find(|name| !standard(name)) {
                return Err(format!("apps.lacks: `{name}` is no standard permission"));
            }
        }
        if section.rate_limit == 0 {
            return Err("rate-limit: must be at least 1".to_owned());
        }
        if ![403, 429].contains(&section.limit.status) {
            return Err(format!(
                "limit.status: {} is neither 403 nor 429",
                section.limit.status
            ));
        }
        if section.limit.wait == 0 {
            return Err("limit.wait: must be at least 1".to_owned());
        }
        if !section.enterprise_version.split('.').all(is_number) {
            return Err(format!(
                "enterprise-version: `{}` is no version",
                section.enterprise_version
            ));
        }
        Ok(section)
    }

    /// The organization or login that the scenario hands out.
    pub(super) fn namespace(&self) -> String {
        let usual = match self.account {
            Account::Organization => "acme",
            Account::Personal => "rowan",
        };
        self.namespace.clone().unwrap_or_else(|| usual.to_owned())
    }

    /// The login of the token's user.
    pub(super) fn login(&self) -> String {
        let own = (self.account == Account::Personal).then(|| self.namespace());
        self.login
            .clone()
            .or(own)
            .unwrap_or_else(|| "rowan".to_owned())
    }

    /// Whether the user is an owner of the organization, with an accepted invitation.
    pub(super) fn is_owner(&self) -> bool {
        self.account == Account::Organization
            && self.role == Some(Role::Admin)
            && self.membership == Membership::Active
    }

    /// Whether this is the organization of the scenario; names are not case sensitive.
    pub(super) fn is_organization(&self, name: &str) -> bool {
        self.account == Account::Organization && self.namespace().eq_ignore_ascii_case(name)
    }
}

/// Whether a text can be a login or a slug.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
