//! Tokens: which there are, whether they work and what they may.

use jiff::civil::Date;
use jiff::{Span, Timestamp, tz::TimeZone};
use serde_json::{Value, json};

use super::people::HOLDER;
use super::section::{Kind, Section, TokenState};

/// A token that the instance knows.
#[derive(Clone, Debug)]
pub(super) struct Token {
    id: u64,
    pub(super) value: String,
    pub(super) kind: Kind,
    scopes: Vec<String>,
    pub(super) granular: bool,
    pub(super) revoked: bool,
    expires_at: Option<Date>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
}

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dead {
    /// There is no such token.
    Unknown,
    /// Its day is over.
    Expired,
    /// It was revoked.
    Revoked,
}

/// Why a rotation is refused; the text that the API adds to `400 Bad request`.
pub(super) type Refusal = String;

/// All tokens: the one of the scenario and those it was rotated into. They are one family.
#[derive(Debug)]
pub(super) struct Tokens {
    all: Vec<Token>,
    requires_expiry: bool,
    /// Longest life of a token, in days.
    ///
    /// Source: `gitlabhq doc/user/profile/personal_access_tokens.md`, "Access token expiration";
    /// `doc/administration/settings/account_and_limit_settings.md`, "Limit the lifetime of access tokens".
    longest_life: i64,
}

/// The day it is at GitLab.
pub(super) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// The day so many days from `day`; the last or first day there is if that is out of range.
fn days_from(day: Date, days: i64) -> Date {
    Span::new()
        .try_days(days)
        .map_or(day, |span| day.saturating_add(span))
}

/// The secret that a scenario's token has unless it says otherwise; obviously invented, of the right shape.
pub(super) fn default_value(kind: Kind) -> &'static str {
    match kind {
        Kind::Job => "glcbt-64_sandboxsandboxsandbo",
        _ => "glpat-sandboxsandboxsandbo",
    }
}

impl Tokens {
    /// The tokens of a scenario.
    pub(super) fn build(whole: &Section) -> Self {
        let section = &whole.token;
        let days = section.expires_in.map(|days| match section.state {
            // An expired token shows a day that is over.
            TokenState::Expired => days.min(-3),
            _ => days,
        });
        let days = days.or((section.state == TokenState::Expired).then_some(-3));
        let token = Token {
            id: 4001,
            value: section
                .value
                .clone()
                .unwrap_or_else(|| default_value(section.kind).to_owned()),
            kind: section.kind,
            scopes: if section.granular {
                vec!["granular".to_owned()]
            } else {
                section.scopes.clone()
            },
            granular: section.granular || section.scopes.iter().any(|scope| scope == "granular"),
            revoked: section.state == TokenState::Revoked,
            expires_at: days.map(|days| days_from(today(), days.into())),
            created_at: Timestamp::UNIX_EPOCH,
            last_used_at: None,
        };
        let created_at = days_from(token.expires_at.unwrap_or_else(today).min(today()), -10);
        let created_at = created_at
            .to_zoned(TimeZone::UTC)
            .map_or(token.created_at, |zoned| zoned.timestamp());
        let known = section.state != TokenState::Unknown;
        Self {
            all: known
                .then_some(Token {
                    created_at,
                    ..token
                })
                .into_iter()
                .collect(),
            requires_expiry: whole.requires_expiry,
            longest_life: whole.longest_life.into(),
        }
    }

    /// The token with this secret if it works. An expired one is expired even when it was revoked too.
    ///
    /// Source: `gitlabhq app/services/access_token_validation_service.rb`.
    pub(super) fn check(&self, value: &str) -> Result<&Token, Dead> {
        let token = self
            .all
            .iter()
            .find(|token| token.value == value)
            .ok_or(Dead::Unknown)?;
        match token {
            _ if token.expired() => Err(Dead::Expired),
            _ if token.revoked => Err(Dead::Revoked),
            _ => Ok(token),
        }
    }

    /// Notes that a token was used.
    pub(super) fn used(&mut self, value: &str) {
        if let Some(token) = self.all.iter_mut().find(|token| token.value == value) {
            token.last_used_at = Some(Timestamp::now());
        }
    }

    /// Revokes one token.
    pub(super) fn revoke(&mut self, value: &str) {
        self.all
            .iter_mut()
            .filter(|token| token.value == value)
            .for_each(|token| token.revoked = true);
    }

    /// Revokes every token of the family.
    ///
    /// Source: `gitlabhq doc/api/personal_access_tokens.md`, "Automatic reuse detection".
    pub(super) fn revoke_family(&mut self) {
        self.all.iter_mut().for_each(|token| token.revoked = true);
    }

    /// Revokes a token and gives out its successor.
    ///
    /// Source: `gitlabhq doc/api/personal_access_tokens.md`, "Rotate a personal access token".
    pub(super) fn rotate(
        &mut self,
        value: &str,
        expires_at: Option<Date>,
    ) -> Result<Value, Refusal> {
        let last = days_from(today(), self.longest_life);
        let expires_at = match expires_at {
            Some(day) if day < today() => {
                return Err("Expiration date cannot be in the past".to_owned());
            }
            Some(day) if self.requires_expiry && day > last => {
                return Err(format!("Expiration date must be before {last}"));
            }
            Some(day) => day,
            None if self.requires_expiry => days_from(today(), 7),
            None => last,
        };
        let count = self.all.len() as u64;
        let Some(old) = self.all.iter_mut().find(|token| token.value == value) else {
            return Err("Token not found".to_owned());
        };
        old.revoked = true;
        let new = Token {
            id: old.id + count,
            value: format!("glpat-sandboxrotated{count:06}"),
            expires_at: Some(expires_at),
            revoked: false,
            created_at: Timestamp::now(),
            last_used_at: None,
            ..old.clone()
        };
        let mut shown = new.show(false);
        if let Value::Object(map) = &mut shown {
            map.insert("token".into(), json!(new.value));
        }
        self.all.push(new);
        Ok(shown)
    }
}

impl Token {
    fn expired(&self) -> bool {
        self.expires_at.is_some_and(|day| day <= today())
    }

    /// Whether the token has one of these scopes, or one that contains it.
    ///
    /// Source: `gitlabhq doc/user/profile/personal_access_tokens.md`, "Personal access token scopes".
    pub(super) fn may(&self, any_of: &[&str]) -> bool {
        let has = |scope: &str| self.scopes.iter().any(|own| own == scope);
        any_of.iter().any(|wanted| match *wanted {
            "read_user" => has("read_user") || has("read_api") || has("api"),
            "read_api" => has("read_api") || has("api"),
            other => has(other),
        })
    }

    /// As `/personal_access_tokens/self` shows it.
    ///
    /// Source: `gitlabhq doc/api/personal_access_tokens.md`; `granular` only where it is true, as older versions lack it.
    pub(super) fn show(&self, with_ips: bool) -> Value {
        let mut shown = json!({
            "id": self.id,
            "name": "Semgrep Assistant",
            "revoked": self.revoked,
            "created_at": format!("{:.3}", self.created_at),
            "description": null,
            "scopes": self.scopes,
            "user_id": HOLDER,
            "last_used_at": self.last_used_at.map(|at| format!("{at:.3}")),
            "active": !self.revoked && !self.expired(),
            "expires_at": self.expires_at.map(|day| day.to_string())
        });
        if let Value::Object(map) = &mut shown {
            if self.granular {
                map.insert("granular".into(), json!(true));
            }
            if with_ips {
                map.insert("last_used_ips".into(), json!(["127.0.0.1"]));
            }
        }
        shown
    }
}
