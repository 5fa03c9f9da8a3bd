//! What GitLab says of the token itself.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::asks::SELF;
use super::owner::{Owner, recognised, user};
use super::shape::{day, id, maybe, open, refusal, unfit};
use super::wrong_kind;
use crate::ask::json::strings;
use crate::ask::{Answers, Heard, Target, message};
use crate::audit::{Cause, Certainty, Gap, Known, Seen, Trace, Value, format_day, parse_day};

/// A token as its own answer shows it.
pub(super) struct Own {
    /// The id of its user.
    pub(super) user: Option<u64>,
    scopes: BTreeSet<String>,
    granular: bool,
    revoked: bool,
    active: Option<bool>,
    heard: Heard,
}

/// What the token's own answer says; a gap where it does not show a token.
pub(super) fn own(answers: &Answers) -> Result<Own, Gap> {
    let heard = answers.hear(&SELF)?;
    if !heard.ok() {
        // Versions before 15.5 do not know this request.
        return Err(open(
            &heard,
            match heard.status {
                404 => Cause::NotVisible,
                _ => Cause::Refused,
            },
        ));
    }
    let json = &heard.json;
    let flag = |key| maybe(json, key, Json::as_bool);
    let (Some(_), Some(scopes), Ok(granular), Ok(revoked), Ok(active), Ok(user)) = (
        id(json, "id"),
        strings(json, "scopes"),
        flag("granular"),
        flag("revoked"),
        flag("active"),
        maybe(json, "user_id", Json::as_u64),
    ) else {
        return Err(unfit(&heard, "shows no token"));
    };
    Ok(Own {
        user: user.filter(|id| *id > 0),
        granular: granular == Some(true) || scopes.contains("granular"),
        scopes,
        revoked: revoked == Some(true),
        active,
        heard,
    })
}

impl Own {
    /// Its number, and the day on which it was made where that is told.
    pub(super) fn made(&self) -> (Option<u64>, Option<i64>) {
        let json = &self.heard.json;
        let made = json.get("created_at").and_then(Json::as_str);
        (id(json, "id"), made.and_then(parse_day))
    }

    /// How evidence names its answer.
    pub(super) fn trace(&self, said: impl Into<String>) -> Trace {
        self.heard.saying(said)
    }

    /// The end date, `None` for never.
    fn ends(&self) -> Result<Option<i64>, Gap> {
        let unread = || unfit(&self.heard, "expires_at is no date");
        match self.heard.json.get("expires_at") {
            Some(_) => maybe(&self.heard.json, "expires_at", day).map_err(|()| unread()),
            None => Err(unread()),
        }
    }
}

/// Whether the token's kind can do the job. A look decides only against kinds that are named in the documents.
pub(super) fn kind_fits(target: &Target, answers: &Answers) -> Known {
    let wrong = |trace| Err(Gap::by(Cause::WrongTokenKind, trace));
    let Some(token) = &target.token else {
        return Err(Gap::of(Cause::NotAsked));
    };
    if let Some(kind) = wrong_kind(token) {
        return wrong(Trace::local(format!("begins like a {kind}")));
    }
    let yes = |trace, sure| Ok(Seen::observed(Value::Flag(true), trace).but(sure));
    let by_look = || {
        let said = "does not look like another kind of token";
        yes(Trace::local(said), Certainty::Heuristic)
    };
    // Without an answer the look is all there is.
    let Ok(heard) = answers.hear(&SELF) else {
        return by_look();
    };
    if heard.ok() {
        let own = own(answers)?;
        // Source: GitLab docs, fine-grained personal access tokens: `granular: true` or the pseudo scope `granular`.
        return match own.granular {
            true => wrong(heard.saying("a fine-grained token, which can't hold the scope api")),
            false => yes(heard.saying("an access token"), Certainty::Observed),
        };
    }
    if !refusal(&heard) {
        return Err(heard.gap(Cause::Unreadable));
    }
    let owner = user(answers).map(|user| user.owner);
    match (heard.status, owner) {
        // Bots have access tokens and nothing else.
        (400, Ok(Owner::ProjectBot(_) | Owner::GroupBot(_))) => Err(unfit(
            &heard,
            "refused as no access token, though its user is a bot",
        )),
        (400, _) => wrong(heard.saying(message(&heard.json).unwrap_or_default())),
        // Older versions refuse OAuth tokens in this way, but a token that ends meanwhile is refused so too.
        (401, Ok(_)) => Err(Gap::by(
            Cause::Refused,
            heard.saying("accepted elsewhere, refused here"),
        )),
        (404, Ok(_)) => yes(
            heard.saying("this version can't tell"),
            Certainty::Heuristic,
        ),
        _ => by_look(),
    }
}

/// Whether GitLab accepts the token. Source of the bodies: gitlabhq, lib/api/api_guard.rb.
pub(super) fn alive(target: &Target, answers: &Answers) -> Known {
    let elsewhere = recognised(answers);
    let gap = match own(answers) {
        Ok(own) => return by_own_words(target, &own, elsewhere),
        Err(gap) => gap,
    };
    if let Some(seen) = elsewhere {
        return Ok(seen);
    }
    match answers.hear(&SELF) {
        Ok(heard) if heard.status == 401 && refusal(&heard) => {
            let said = message(&heard.json).unwrap_or_default();
            let cause = if said.contains("expired") {
                Cause::TokenExpired
            } else if said.contains("revoked") {
                Cause::TokenRevoked
            } else {
                Cause::TokenInvalid
            };
            Err(Gap::by(cause, heard.saying(said)))
        }
        _ => Err(gap),
    }
}

fn by_own_words(target: &Target, own: &Own, elsewhere: Option<Seen>) -> Known {
    let ends = match (own.ends(), &elsewhere) {
        (Ok(ends), _) => ends,
        (Err(_), Some(seen)) if own.active != Some(false) && !own.revoked => {
            return Ok(seen.clone());
        }
        (Err(gap), _) => return Err(gap),
    };
    // The end date is the first moment at which the token is dead (UTC midnight).
    let ended = ends.filter(|day| *day <= target.today);
    let (cause, said) = match (own.revoked, ended) {
        (true, _) => (Cause::TokenRevoked, "revoked: true".to_owned()),
        (_, Some(day)) => (
            Cause::TokenExpired,
            format!("expires_at: {}", format_day(day)),
        ),
        _ if own.active == Some(false) => (Cause::TokenInvalid, "active: false".to_owned()),
        _ => {
            let trace = own.heard.saying("active");
            return Ok(Seen::observed(Value::Flag(true), trace));
        }
    };
    // Nothing is proven where the answers, or the parts of one, do not agree: a clock may be wrong.
    if own.active == Some(true) {
        return Err(unfit(&own.heard, &format!("active: true, but {said}")));
    }
    match elsewhere {
        Some(seen) => {
            let mut gap = unfit(&own.heard, &said);
            gap.by.extend(seen.by);
            Err(gap)
        }
        None => Err(Gap::by(cause, own.heard.saying(said))),
    }
}

/// What the token was granted.
pub(super) fn scopes(answers: &Answers) -> Known {
    let own = own(answers)?;
    let listed: Vec<&str> = own.scopes.iter().map(String::as_str).collect();
    let said = match listed.is_empty() {
        true => "no scopes".to_owned(),
        false => format!("scopes: {}", listed.join(", ")),
    };
    let trace = own.heard.saying(said);
    Ok(Seen::observed(Value::Set(own.scopes), trace))
}

/// The token's end date.
pub(super) fn expires(answers: &Answers) -> Known {
    let own = own(answers)?;
    let ends = own.ends()?;
    let said = ends.map_or_else(|| "null".to_owned(), format_day);
    let trace = own.heard.saying(format!("expires_at: {said}"));
    Ok(Seen::observed(Value::Day(ends), trace))
}
