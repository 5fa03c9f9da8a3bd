//! What a refusal means.

use jiff::Timestamp;

use super::kind::Kind;
use super::{kind, token_page};
use crate::ask::json::text;
use crate::ask::{Heard, Target};
use crate::audit::{Cause, Evidence, Gap, Seen, Value};

/// A refusal, read.
struct Refusal {
    cause: Cause,
    /// What mattered in it, for the evidence.
    said: String,
    /// What the organization's policy leaves open.
    advice: Option<Advice>,
}

/// One sentence, and the kind of token to make instead where it is another.
type Advice = (&'static str, Option<Kind>);

/// A text that refines what a 403 means.
struct Text {
    /// All of these occur in it, in lower case.
    parts: &'static [&'static str],
    cause: Cause,
    said: &'static str,
    advice: Option<Advice>,
}

/// The first that fits counts. Source: GitHub docs, "Troubleshooting the REST API", "Setting a personal access token
/// policy for your organization", "About OAuth app access restrictions", "Managing allowed IP addresses for your
/// organization".
static TEXTS: [Text; 8] = [
    Text {
        parts: &["ip allow list"],
        cause: Cause::IpAllowList,
        said: "the organization has an IP allow list",
        advice: None,
    },
    Text {
        parts: &["forbids access", "lifetime"],
        cause: Cause::PolicyBlocksToken,
        said: "policy: the token lives longer than the organization allows",
        advice: Some((
            "create a token that ends sooner: the organization limits the lifetime of tokens",
            None,
        )),
    },
    Text {
        parts: &["forbids access", "personal access token (classic)"],
        cause: Cause::PolicyBlocksToken,
        said: "policy: the organization forbids classic personal access tokens",
        advice: Some((
            "create a fine-grained token owned by the organization, with Members: Read-only and Administration: Read-only: the organization forbids classic tokens",
            Some(Kind::FineGrained),
        )),
    },
    Text {
        parts: &["forbids access", "fine-grained"],
        cause: Cause::PolicyBlocksToken,
        said: "policy: the organization forbids fine-grained personal access tokens",
        advice: Some((
            "create a classic token with the scope read:org: the organization forbids fine-grained tokens",
            Some(Kind::Classic),
        )),
    },
    Text {
        parts: &["oauth app access restrictions"],
        cause: Cause::PolicyBlocksToken,
        said: "policy: the organization restricts OAuth apps, and this one is not approved",
        advice: Some((
            "use a personal access token, or let an owner approve the OAuth app behind this token: the organization restricts OAuth apps",
            Some(Kind::Classic),
        )),
    },
    Text {
        parts: &["saml"],
        cause: Cause::SsoRequired(None),
        said: "the organization enforces SAML single sign-on",
        advice: None,
    },
    Text {
        parts: &["rate limit"],
        cause: Cause::RateLimited(None),
        said: "rate limit",
        advice: None,
    },
    // Said to working tokens as well, after others failed from the same address.
    Text {
        parts: &["number of login attempts"],
        cause: Cause::RateLimited(None),
        said: "too many failed logins",
        advice: None,
    },
];

fn refusal(cause: Cause, said: impl Into<String>, advice: Option<Advice>) -> Refusal {
    Refusal {
        cause,
        said: said.into(),
        advice,
    }
}

/// Whether the answer is GitHub's own kind of error body.
pub(super) fn is_own(heard: &Heard) -> bool {
    message(heard).is_some()
}

fn message(heard: &Heard) -> Option<String> {
    text(&heard.json, "message")
}

/// Whether nothing else need be asked for now.
pub(super) fn is_rate_limit(heard: &Heard) -> bool {
    !heard.ok() && matches!(understood(heard).cause, Cause::RateLimited(_))
}

/// The gap that an answer leaves which is no success.
pub(super) fn gap(heard: &Heard) -> Gap {
    let read = understood(heard);
    Gap::by(read.cause, heard.saying(read.said))
}

/// Words for remedies about this refusal.
pub(super) fn words(target: &Target, heard: &Heard, evidence: &mut Evidence) {
    let read = understood(heard);
    let mut put = |name, text: &str| {
        let text = Value::Text(text.to_owned());
        evidence.put(name, Ok(Seen::observed(text, heard.trace.clone())));
    };
    if let Some((advice, instead)) = read.advice {
        put("github.policy-advice", advice);
        let page = token_page(target, instead.or_else(|| kind(target)));
        put("github.policy-page", &page);
    }
    if let Cause::SsoRequired(Some(link)) = &read.cause {
        put("github.sso-page", link);
    }
}

fn understood(heard: &Heard) -> Refusal {
    if heard.ok() {
        return refusal(Cause::Unreadable, "not what the API documents", None);
    }
    let said = message(heard).map(|text| quoted(&text));
    let Some(said) = said else {
        // Not GitHub's words: something between answers, so its status says nothing of the token.
        return limited(heard).unwrap_or_else(|| {
            refusal(
                Cause::Unreadable,
                "not an error of the API: something else answers in its place",
                None,
            )
        });
    };
    match heard.status {
        403 => single_sign_on(heard)
            .or_else(|| limited(heard))
            .or_else(|| refined(heard))
            .unwrap_or_else(|| refusal(Cause::Refused, said, None)),
        404 => refusal(Cause::NotFoundOrHidden, said, None),
        _ => refusal(Cause::Refused, said, None),
    }
}

/// Source: GitHub docs, "Authenticating to the REST API", "Personal access tokens and SAML SSO".
fn single_sign_on(heard: &Heard) -> Option<Refusal> {
    let header = heard.answer.header("x-github-sso")?;
    let rest = header.trim().strip_prefix("required")?;
    let link = rest
        .split_once("url=")
        .map(|(_, link)| link.trim().to_owned())
        .filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    Some(refusal(
        Cause::SsoRequired(link),
        "x-github-sso: required",
        None,
    ))
}

/// Source: GitHub docs, "Rate limits for the REST API", "Exceeding the rate limit".
fn limited(heard: &Heard) -> Option<Refusal> {
    if heard.status != 403 {
        return None;
    }
    let header = |name| heard.answer.header(name).map(str::trim);
    if let Some(after) = header("retry-after") {
        let until = match after.parse::<u64>() {
            Ok(seconds) => format!("{seconds} s from now"),
            Err(_) => after.to_owned(),
        };
        let said = format!("retry-after: {after}");
        return Some(refusal(Cause::RateLimited(Some(until)), said, None));
    }
    if header("x-ratelimit-remaining") != Some("0") {
        return None;
    }
    let reset = header("x-ratelimit-reset")
        .and_then(|seconds| seconds.parse().ok())
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .map(|at| at.to_string());
    Some(refusal(
        Cause::RateLimited(reset),
        "x-ratelimit-remaining: 0",
        None,
    ))
}

fn refined(heard: &Heard) -> Option<Refusal> {
    let text = message(heard)?.to_lowercase();
    let known = TEXTS
        .iter()
        .find(|known| known.parts.iter().all(|part| text.contains(part)))?;
    Some(refusal(known.cause.clone(), known.said, known.advice))
}

/// GitHub's own words, on one line, without addresses, and short.
fn quoted(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !word.contains("://"))
        .collect();
    let line: String = words.join(" ");
    let mut short: String = line.chars().filter(|c| !c.is_control()).take(160).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}
