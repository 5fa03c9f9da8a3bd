//! Replacing a token by a fresh one, which GitLab lets the token itself ask for.

use serde::Deserialize;
use serde_json::{Value as Json, json};
use zeroize::Zeroize;

use super::asks::ROTATE;
use super::owner::Owner;
use super::place::Place;
use super::token;
use crate::ask::{Answer, Answers, Call, Target, message};
use crate::audit::{Evidence, Seen, Value, fact, format_day, parse_day};
use crate::scm::{Renewal, Renewed};
use crate::secret::{REDACTED, Secret};

/// The token's number, as text.
const ID: &str = "gitlab.token-id";

/// The day on which the token was made.
const CREATED: &str = "gitlab.created";

/// The path below the instance of the page where such a token is made.
const PAGE: &str = "gitlab.tokens-page";

/// Where people make their own tokens.
const OWN_PAGE: &str = "-/user_settings/personal_access_tokens";

pub(super) static RENEWAL: Renewal = Renewal {
    // Source: GitLab docs, user/profile/personal_access_tokens, "Access token expiration".
    longest: 365,
    hindrance,
    lifetime,
    call,
    read,
    unlike,
    page,
};

/// What only a rotation needs to know of the token.
pub(super) fn put(answers: &Answers, place: &Place, evidence: &mut Evidence) {
    let Ok(own) = token::own(answers) else { return };
    let (id, created) = own.made();
    let mut seen = |fact, value: Option<Value>| {
        if let Some(value) = value {
            evidence.put(fact, Ok(Seen::observed(value, own.trace(""))));
        }
    };
    seen(ID, id.map(|id| Value::Text(id.to_string())));
    seen(CREATED, created.map(|day| Value::Day(Some(day))));
    let path = match (
        &place.own,
        super::owner::user(answers).map(|user| user.owner),
    ) {
        (Some(Ok(spot)), Ok(Owner::ProjectBot(_))) => {
            Some(format!("{}/-/settings/access_tokens", spot.path))
        }
        (Some(Ok(spot)), Ok(Owner::GroupBot(_))) => {
            Some(format!("groups/{}/-/settings/access_tokens", spot.path))
        }
        _ => None,
    };
    seen(PAGE, path.map(Value::Text));
}

/// Source: GitLab docs, api/personal_access_tokens, "Self-rotate": `api` or `self_rotate`.
fn hindrance(evidence: &Evidence) -> Option<String> {
    match evidence.set(fact::SCOPES) {
        Some(scopes) => {
            let may = ["api", "self_rotate"]
                .iter()
                .any(|one| scopes.contains(*one));
            (!may).then(|| {
                "the token may not rotate itself: it has neither the scope api nor self_rotate"
                    .to_owned()
            })
        }
        None => Some(
            "whether the token may rotate itself can't be told: its scopes are not known"
                .to_owned(),
        ),
    }
}

fn day_of(evidence: &Evidence, name: &str) -> Option<i64> {
    match evidence.get(name).ok()?.value {
        Value::Day(day) => day,
        _ => None,
    }
}

fn lifetime(evidence: &Evidence) -> Option<i64> {
    let days = day_of(evidence, fact::EXPIRES)? - day_of(evidence, CREATED)?;
    (days > 0).then_some(days)
}

/// The end is always sent: without one GitLab gives a week, or the longest that it allows.
fn call(day: i64) -> Call {
    ROTATE
        .call()
        .sending(json!({ "expires_at": format_day(day) }))
}

/// Only the token must be there: a shape that changed elsewhere must not lose it.
#[derive(Deserialize)]
struct Fresh {
    token: String,
}

fn read(mut answer: Answer) -> Renewed {
    let renewed = match answer.status {
        200..=299 => match serde_json::from_str::<Fresh>(&answer.body) {
            Ok(fresh) => fit(Secret::new(fresh.token)),
            Err(_) => unclear(answer.status, "no new token in the answer"),
        },
        status @ (400 | 401 | 403 | 404 | 405 | 422 | 429) => match refusal(&answer) {
            Some(words) => Renewed::Refused(words),
            None => unclear(status, "not in GitLab's words"),
        },
        // Source: GitLab docs, administration/maintenance_mode, "REST API": writes are blocked before they do anything.
        503 => match refusal(&answer).filter(|words| words.contains("maintenance mode")) {
            Some(words) => Renewed::Refused(words),
            None => unclear(503, "says nothing about the token"),
        },
        status => unclear(status, "says nothing about the token"),
    };
    answer.body.zeroize();
    renewed
}

fn unclear(status: u16, said: &str) -> Renewed {
    Renewed::Unclear(format!("answered {status}: {said}"))
}

/// What can't be a token is none, such as the mark in the place of one that came back.
fn fit(token: Secret) -> Renewed {
    let text = token.expose();
    let plain = text.chars().all(|c| c.is_ascii_graphic());
    match plain && text.len() >= 8 && !text.contains(REDACTED) {
        true => Renewed::Fresh(token),
        false => Renewed::Unclear("what it gave as the new token is none".to_owned()),
    }
}

/// The words of a refusal by GitLab itself: JSON, or the plain text of its throttle.
fn refusal(answer: &Answer) -> Option<String> {
    let kind = answer.header("content-type").unwrap_or_default();
    if answer.status == 429 && !kind.contains("html") {
        return Some("429 too many requests".to_owned());
    }
    let json: Json = answer.json().filter(|_| !kind.contains("html"))?;
    let mut words = message(&json)?;
    if !words.starts_with(&answer.status.to_string()) {
        words = format!("{} {words}", answer.status);
    }
    if answer.status == 401 {
        // Source: GitLab docs, api/personal_access_tokens, "Automatic reuse detection".
        words.push_str(
            "; if it was rotated elsewhere since it was checked, its successor has ended too",
        );
    }
    Some(words)
}

fn unlike(former: &Evidence, now: &Evidence, day: i64) -> Option<String> {
    let alive = now.get(fact::ALIVE);
    if !alive.is_ok_and(|seen| seen.value == Value::Flag(true)) {
        return Some("the new token is not accepted".to_owned());
    }
    if now.text(ID).is_none() || now.text(ID) == former.text(ID) {
        return Some("the new token does not show itself as another one".to_owned());
    }
    let ends = now.text(fact::EXPIRES);
    (ends.as_deref().and_then(parse_day) != Some(day)).then(|| {
        let ends = ends.unwrap_or_else(|| "never".to_owned());
        format!("the new token ends {ends} instead of {}", format_day(day))
    })
}

fn page(target: &Target, evidence: &Evidence) -> String {
    let web = target.servers.get("api");
    let web = web.map(|url| url.as_str().trim_end_matches('/'));
    let path = evidence.text(PAGE).unwrap_or_else(|| OWN_PAGE.to_owned());
    format!("{}/{path}", web.unwrap_or_default())
}
