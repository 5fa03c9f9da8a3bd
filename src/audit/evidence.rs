//! What was seen, by which answers, and where there is a gap.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The name of something that can be known about a target, such as `gitlab.scopes`.
pub type Fact = &'static str;

/// Which side of a connection said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The source code manager.
    Scm,
    /// The Semgrep platform.
    Platform,
    /// This machine: the look of a token, a file, the clock.
    Local,
}

impl Side {
    /// The word used in the JSON output.
    pub fn word(self) -> &'static str {
        match self {
            Side::Scm => "scm",
            Side::Platform => "platform",
            Side::Local => "local",
        }
    }
}

/// One answer (or local look) that decided something. Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Who said it.
    pub side: Side,
    /// Method and path template, such as `GET /api/v4/user`; empty for a local look.
    pub request: String,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// What in the answer mattered, such as `scopes: read_api`.
    pub detail: String,
}

impl Trace {
    /// Something seen on this machine without asking anyone.
    pub fn local(detail: impl Into<String>) -> Self {
        Trace {
            side: Side::Local,
            request: String::new(),
            status: None,
            detail: detail.into(),
        }
    }

    /// The same trace with what mattered in it.
    #[must_use]
    pub fn saying(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// Why something could not be told, or why a credential is dead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The token is unknown or garbled.
    TokenInvalid,
    /// The token's end date has passed.
    TokenExpired,
    /// Somebody revoked the token.
    TokenRevoked,
    /// The token is of a kind that can't do this.
    WrongTokenKind,
    /// The token works, but for another organization.
    NotThisOrganization,
    /// No API shows it.
    NotVisible,
    /// This token may not ask.
    Refused,
    /// Switched off, or not part of this command.
    NotAsked,
    /// Another row failed first.
    BlockedBy(&'static str),
    /// A single sign-on session is needed; with the link to start it, where one was given.
    SsoRequired(Option<String>),
    /// An organization's policy blocks this token.
    PolicyBlocksToken,
    /// The caller's address is not on the organization's list.
    IpAllowList,
    /// Too many requests; until when, where the service said so.
    RateLimited(Option<String>),
    /// The request budget was used up.
    Budget,
    /// Time ran out.
    Deadline,
    /// No connection, or it broke.
    Network,
    /// The TLS handshake failed.
    Tls,
    /// The service answered 5xx.
    ServerError,
    /// An answer that can't be parsed or is not what the API documents.
    Unreadable,
    /// 404 where that means "absent" or "hidden from this token".
    NotFoundOrHidden,
}

impl Cause {
    /// Whether this says that the credential itself can't be used, which alone justifies asking for another.
    pub fn is_credential(&self) -> bool {
        matches!(
            self,
            Cause::TokenInvalid
                | Cause::TokenExpired
                | Cause::TokenRevoked
                | Cause::WrongTokenKind
                | Cause::NotThisOrganization
        )
    }

    /// Whether this is about the way to the service or its state, rather than about what was asked.
    pub fn is_of_the_way(&self) -> bool {
        matches!(
            self,
            Cause::Network
                | Cause::Tls
                | Cause::Deadline
                | Cause::Budget
                | Cause::RateLimited(_)
                | Cause::ServerError
                | Cause::Unreadable
        )
    }

    /// The stable code in the output, such as `token-expired` or `blocked-by:gitlab/token`.
    pub fn code(&self) -> String {
        match self {
            Cause::BlockedBy(id) => format!("blocked-by:{id}"),
            other => other.name().to_owned(),
        }
    }

    /// The code without its details.
    pub fn name(&self) -> &'static str {
        match self {
            Cause::TokenInvalid => "token-invalid",
            Cause::TokenExpired => "token-expired",
            Cause::TokenRevoked => "token-revoked",
            Cause::WrongTokenKind => "wrong-token-kind",
            Cause::NotThisOrganization => "not-this-organization",
            Cause::NotVisible => "not-visible",
            Cause::Refused => "refused",
            Cause::NotAsked => "not-asked",
            Cause::BlockedBy(_) => "blocked-by",
            Cause::SsoRequired(_) => "sso-required",
            Cause::PolicyBlocksToken => "policy-blocks-token",
            Cause::IpAllowList => "ip-allow-list",
            Cause::RateLimited(_) => "rate-limited",
            Cause::Budget => "budget",
            Cause::Deadline => "deadline",
            Cause::Network => "network",
            Cause::Tls => "tls",
            Cause::ServerError => "server-error",
            Cause::Unreadable => "unreadable",
            Cause::NotFoundOrHidden => "not-found-or-hidden",
        }
    }

    /// Reads what [`Cause::code`] wrote; `row` finds the id of a row. Links and times are not part of a code.
    pub fn of_code(code: &str, row: impl Fn(&str) -> Option<&'static str>) -> Option<Cause> {
        if let Some(id) = code.strip_prefix("blocked-by:") {
            return row(id).map(Cause::BlockedBy);
        }
        const PLAIN: [Cause; 19] = [
            Cause::TokenInvalid,
            Cause::TokenExpired,
            Cause::TokenRevoked,
            Cause::WrongTokenKind,
            Cause::NotThisOrganization,
            Cause::NotVisible,
            Cause::Refused,
            Cause::NotAsked,
            Cause::SsoRequired(None),
            Cause::PolicyBlocksToken,
            Cause::IpAllowList,
            Cause::RateLimited(None),
            Cause::Budget,
            Cause::Deadline,
            Cause::Network,
            Cause::Tls,
            Cause::ServerError,
            Cause::Unreadable,
            Cause::NotFoundOrHidden,
        ];
        PLAIN.into_iter().find(|one| one.name() == code)
    }

    /// The cause in plain words, to follow "cannot tell:" or "not met:".
    pub fn words(&self) -> String {
        let plain = match self {
            Cause::TokenInvalid => "the token is not accepted",
            Cause::TokenExpired => "the token has expired",
            Cause::TokenRevoked => "the token was revoked",
            Cause::WrongTokenKind => "the token is of the wrong kind",
            Cause::NotThisOrganization => "the token belongs to another organization",
            Cause::NotVisible => "no API shows this",
            Cause::Refused => "this token may not ask for it",
            Cause::NotAsked => "not asked",
            Cause::BlockedBy(id) => return format!("depends on {id}"),
            Cause::SsoRequired(_) => "single sign-on is needed first",
            Cause::PolicyBlocksToken => "a policy of the organization blocks this token",
            Cause::IpAllowList => "this address is not on the organization's IP allow list",
            Cause::RateLimited(Some(until)) => return format!("rate limited until {until}"),
            Cause::RateLimited(None) => "rate limited",
            Cause::Budget => "the request budget is used up",
            Cause::Deadline => "time ran out",
            Cause::Network => "no usable connection",
            Cause::Tls => "the TLS connection failed",
            Cause::ServerError => "the service failed",
            Cause::Unreadable => "the answer can't be read",
            Cause::NotFoundOrHidden => "absent, or hidden from this token",
        };
        plain.to_owned()
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

/// How sure a verdict is, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// An answer says so.
    Observed,
    /// Something observed includes it.
    Implied,
    /// A probe's reaction shows it.
    Inferred,
    /// It looks that way.
    Heuristic,
}

impl Certainty {
    /// The word used in the output.
    pub fn word(self) -> &'static str {
        match self {
            Certainty::Observed => "observed",
            Certainty::Implied => "implied",
            Certainty::Inferred => "inferred",
            Certainty::Heuristic => "heuristic",
        }
    }
}

/// What can be known about a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A level on the service's own scale, higher is more.
    Rank(u16),
    /// A set of scopes or permissions.
    Set(BTreeSet<String>),
    /// A day, counted from 1970-01-01; `None` means never.
    Day(Option<i64>),
    /// A name or other word.
    Text(String),
}

/// Something known, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What it is.
    pub value: Value,
    /// How sure.
    pub sure: Certainty,
    /// The answers that decided it.
    pub by: Vec<Trace>,
}

/// Something not known, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Why.
    pub cause: Cause,
    /// The answers that left it open.
    pub by: Vec<Trace>,
}

impl Gap {
    /// A gap for which no answer speaks.
    pub fn of(cause: Cause) -> Self {
        Gap {
            cause,
            by: Vec::new(),
        }
    }

    /// A gap left by one answer.
    pub fn by(cause: Cause, trace: Trace) -> Self {
        Gap {
            cause,
            by: vec![trace],
        }
    }
}

/// A fact is seen, or there is a gap.
pub type Known = Result<Seen, Gap>;

/// Shorthand for a fact that one answer shows directly.
impl Seen {
    /// Observed in one answer.
    pub fn observed(value: Value, trace: Trace) -> Self {
        Seen {
            value,
            sure: Certainty::Observed,
            by: vec![trace],
        }
    }

    /// The same, known less surely.
    #[must_use]
    pub fn but(mut self, sure: Certainty) -> Self {
        self.sure = sure;
        self
    }
}

/// Everything known about one target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence(BTreeMap<Fact, Known>);

impl Evidence {
    /// Records what is known of a fact, in place of what was.
    pub fn put(&mut self, fact: Fact, known: Known) {
        self.0.insert(fact, known);
    }

    /// What is known of a fact; one that nobody recorded is a gap (`not-asked`).
    pub fn get(&self, fact: &str) -> Known {
        match self.0.get(fact) {
            Some(known) => known.clone(),
            None => Err(Gap::of(Cause::NotAsked)),
        }
    }

    /// A fact's value as text, for messages; `None` where it is not known.
    pub fn text(&self, fact: &str) -> Option<String> {
        match &self.0.get(fact)?.as_ref().ok()?.value {
            Value::Flag(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
            Value::Rank(rank) => Some(rank.to_string()),
            Value::Set(set) => Some(set.iter().cloned().collect::<Vec<_>>().join(", ")),
            Value::Day(day) => day.map(super::format_day),
            Value::Text(text) => Some(text.clone()),
        }
    }

    /// A fact's set, where it is known to be one.
    pub fn set(&self, fact: &str) -> Option<&BTreeSet<String>> {
        match &self.0.get(fact)?.as_ref().ok()?.value {
            Value::Set(set) => Some(set),
            _ => None,
        }
    }

    /// Both together; where both speak of a fact, `newer` counts.
    #[must_use]
    pub fn join(mut self, newer: &Evidence) -> Self {
        self.0.extend(newer.0.clone());
        self
    }
}
