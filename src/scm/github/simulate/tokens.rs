//! Tokens: their kinds, whether they work and what they may.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::scopes;
use super::section::Section;

/// The token of a scenario.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct TokenSection {
    /// The secret; one that looks like its kind if absent.
    pub(super) value: Option<String>,
    /// What kind of token it is.
    pub(super) kind: Kind,
    /// Scopes of a classic or OAuth token; `[read:org]` for a classic one and those of GitHub CLI for OAuth if absent.
    pub(super) scopes: Option<Vec<String>>,
    /// Permissions of every other kind, as `members=read`; what is needed if absent.
    pub(super) permissions: Option<Vec<String>>,
    /// Whose resources a fine-grained token reaches; the namespace if absent.
    pub(super) resource_owner: Option<String>,
    /// Whether it works.
    pub(super) state: State,
    /// Days until it expires; null = never.
    pub(super) expires_in: Option<i32>,
    /// How the header writes the end.
    pub(super) expiry_format: ExpiryFormat,
}

/// The kinds of token.
///
/// Source: GitHub docs, "GitHub credential types".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// A classic personal access token.
    Classic,
    /// A fine-grained personal access token.
    FineGrained,
    /// A token of an OAuth app.
    Oauth,
    /// A token of a GitHub App that acts for a user.
    AppUser,
    /// A token of an installation of a GitHub App.
    Installation,
    /// What renews a token of a GitHub App; no API takes it.
    Refresh,
}

/// Whether a token works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// It does.
    Active,
    /// Its time is over.
    Expired,
    /// Somebody revoked it.
    Revoked,
    /// There is no such token.
    Unknown,
}

/// The two ways in which the end of a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ExpiryFormat {
    /// `2025-02-04 16:42:10 UTC`
    Utc,
    /// `2026-02-06 07:42:23 +0100`
    Offset,
}

impl Default for TokenSection {
    fn default() -> Self {
        Self {
            value: None,
            kind: Kind::Classic,
            scopes: None,
            permissions: None,
            resource_owner: None,
            state: State::Active,
            expires_in: Some(90),
            expiry_format: ExpiryFormat::Utc,
        }
    }
}

impl TokenSection {
    /// Refuses what cannot be, by its key.
    pub(super) fn check(&self) -> Result<(), String> {
        let visible =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        if self.value.as_deref().is_some_and(|value| !visible(value)) {
            return Err("token.value: is empty or more than visible characters".to_owned());
        }
        let odd = |scope: &&String| !visible(scope) || scope.contains(',');
        if let Some(scope) = self.scopes.iter().flatten().find(odd) {
            return Err(format!("token.scopes: `{scope}` cannot be a scope"));
        }
        for permission in self.permissions.iter().flatten() {
            let level = permission.split_once('=').map(|(_, level)| level);
            if !matches!(level, Some("read" | "write" | "admin")) {
                return Err(format!(
                    "token.permissions: `{permission}` is not of the form `members=read`"
                ));
            }
        }
        Ok(())
    }
}

impl Kind {
    /// What its tokens begin with, and how many characters follow.
    fn shape(self) -> (&'static str, usize) {
        match self {
            Self::Classic => ("ghp_", 36),
            Self::FineGrained => ("github_pat_", 82),
            Self::Oauth => ("gho_", 36),
            Self::AppUser => ("ghu_", 36),
            Self::Installation => ("ghs_", 36),
            Self::Refresh => ("ghr_", 76),
        }
    }

    /// A secret of the right shape, obviously invented.
    pub(super) fn example(self) -> String {
        let (prefix, length) = self.shape();
        let letters = "sandbox".chars().cycle().enumerate();
        // The one punctuation of a fine-grained token stands after 22 characters.
        let letters = letters.map(|(at, letter)| match (self, at) {
            (Self::FineGrained, 22) => '_',
            _ => letter,
        });
        prefix.chars().chain(letters.take(length)).collect()
    }

    /// The scopes or permissions of a scenario that names none.
    fn usual(self) -> &'static [&'static str] {
        match self {
            Self::Classic => &["read:org"],
            Self::Oauth => &["gist", "read:org", "repo", "workflow"],
            Self::FineGrained | Self::AppUser => {
                &["members=read", "organization_administration=read"]
            }
            Self::Installation => &["contents=read", "metadata=read"],
            Self::Refresh => &[],
        }
    }

    /// Whether it has scopes rather than permissions.
    pub(super) fn has_scopes(self) -> bool {
        matches!(self, Self::Classic | Self::Oauth)
    }

    /// Whether a person made it to be used as such, and may have given it an end.
    pub(super) fn is_personal(self) -> bool {
        matches!(self, Self::Classic | Self::FineGrained)
    }
}

/// A token that works.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Normalized scopes, or permissions.
    pub(super) grants: Vec<String>,
    /// Whose resources it reaches; `None` = all that its user reaches.
    pub(super) owner: Option<String>,
    expires_at: Option<Timestamp>,
    /// Days from its making to its end; `None` = it has no end.
    pub(super) lifetime: Option<i32>,
    format: ExpiryFormat,
}

impl Token {
    /// Whether a scope or what contains it was granted.
    pub(super) fn has_scope(&self, any_of: &[&str]) -> bool {
        self.kind.has_scopes() && scopes::any(&self.grants, any_of)
    }

    /// Whether a permission was granted, at this level or above.
    pub(super) fn has_permission(&self, name: &str, write: bool) -> bool {
        !self.kind.has_scopes()
            && self.grants.iter().any(|grant| match grant.split_once('=') {
                Some((known, level)) => known == name && (!write || level != "read"),
                None => false,
            })
    }

    /// The end of a personal access token as its header writes it.
    ///
    /// Source: GitHub docs, "Token expiration and revocation"; both forms were seen on the wire.
    pub(super) fn expiration(&self) -> Option<String> {
        let end = self.expires_at.filter(|_| self.kind.is_personal())?;
        Some(match self.format {
            ExpiryFormat::Utc => end.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            ExpiryFormat::Offset => {
                let there = end.to_zoned(TimeZone::fixed(Offset::constant(1)));
                there.strftime("%Y-%m-%d %H:%M:%S %z").to_string()
            }
        })
    }
}

/// The one token of the scenario, and whether it still works.
#[derive(Debug)]
pub(super) struct Tokens {
    value: String,
    token: Token,
    alive: bool,
}

impl Tokens {
    /// The token of a scenario.
    pub(super) fn build(section: &Section) -> Self {
        let about = &section.token;
        let usual = || {
            about
                .kind
                .usual()
                .iter()
                .map(|one| (*one).to_owned())
                .collect()
        };
        let grants = if about.kind.has_scopes() {
            scopes::normalized(&about.scopes.clone().unwrap_or_else(usual))
        } else {
            about.permissions.clone().unwrap_or_else(usual)
        };
        let owner = about
            .resource_owner
            .clone()
            .unwrap_or_else(|| section.namespace());
        let after = |days: i32| {
            Timestamp::now()
                .checked_add(SignedDuration::from_hours(
                    i64::from(days).saturating_mul(24),
                ))
                .unwrap_or(if days < 0 {
                    Timestamp::MIN
                } else {
                    Timestamp::MAX
                })
        };
        Self {
            value: about.value.clone().unwrap_or_else(|| about.kind.example()),
            token: Token {
                kind: about.kind,
                grants,
                owner: (about.kind == Kind::FineGrained).then_some(owner),
                expires_at: about.expires_in.map(after),
                lifetime: about.expires_in,
                format: about.expiry_format,
            },
            alive: about.state == State::Active && about.kind != Kind::Refresh,
        }
    }

    /// The secret that the scenario hands out.
    pub(super) fn handed_out(&self) -> &str {
        &self.value
    }

    /// The token with this secret if it works; GitHub does not tell why one does not.
    pub(super) fn check(&self, value: &str) -> Option<&Token> {
        let over = self
            .token
            .expires_at
            .is_some_and(|end| end <= Timestamp::now());
        (self.alive && !over && self.value == value).then_some(&self.token)
    }

    /// Revokes the token with this secret, if there is one.
    pub(super) fn revoke(&mut self, value: &str) {
        self.alive &= self.value != value;
    }
}
