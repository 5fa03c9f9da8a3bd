//! Whose token it is. Everything else is read beside this answer only.

use super::asks::{ALL, IDENTITY};
use super::shape::{challenged, guid, kind, nobody, quoted, sign_in, signed};
use crate::ask::json::text;
use crate::ask::{Answers, Heard, message};
use crate::audit::{Cause, Certainty, Gap, Known, Seen, Trace, Value};

/// Somebody whom Azure DevOps knows by this token.
#[derive(Debug)]
pub(super) struct Who {
    /// The identity's id, in small letters.
    pub(super) id: String,
    /// The name shown.
    pub(super) name: Option<String>,
    /// The account, without its domain.
    pub(super) account: Option<String>,
    /// How Graph names the user.
    pub(super) descriptor: Option<String>,
    pub(super) sure: Certainty,
    pub(super) trace: Trace,
}

/// Who it is. A 200 alone proves nothing: an unknown token may be answered as somebody anonymous.
pub(super) fn identity(answers: &Answers) -> Result<Who, Gap> {
    if let Some(Ok(answer)) = answers.raw(&IDENTITY)
        && sign_in(answer)
    {
        let trace = answers
            .trace(&IDENTITY)
            .saying("answered with the sign-in page");
        return Err(Gap::by(Cause::TokenInvalid, trace));
    }
    let heard = answers.hear(&IDENTITY)?;
    match heard.status {
        200..=299 => named(&heard),
        401 | 403 => Err(refused(&heard)),
        // An organization that does not exist has no API that would say so.
        404 => {
            let trace = heard.saying("nothing answers for this organization");
            Err(Gap::by(Cause::NotFoundOrHidden, trace))
        }
        // A refused api-version, say: the answer still names whom it was given to.
        400 => match signed(&heard.answer) {
            Some(id) => Ok(Who {
                id,
                name: None,
                account: None,
                descriptor: None,
                sure: Certainty::Implied,
                trace: heard.saying("answered to a known user"),
            }),
            None => Err(quoting(&heard, Cause::Refused)),
        },
        _ => Err(quoting(&heard, Cause::Refused)),
    }
}

fn named(heard: &Heard) -> Result<Who, Gap> {
    let unreadable = || heard.gap(Cause::Unreadable);
    let user = heard.json.get("authenticatedUser").ok_or_else(unreadable)?;
    let id = text(user, "id").ok_or_else(unreadable)?;
    let descriptor = text(user, "descriptor").unwrap_or_default();
    if nobody(&id) || descriptor.starts_with("System:PublicAccess") {
        let trace = heard.saying("answered as to somebody anonymous: the token is not accepted");
        return Err(Gap::by(Cause::TokenInvalid, trace));
    }
    if !guid(&id) {
        return Err(unreadable());
    }
    let name = text(user, "customDisplayName")
        .filter(|name| !name.is_empty())
        .or_else(|| text(user, "providerDisplayName"));
    let account = user.pointer("/properties/Account/$value");
    let account = account.and_then(|account| account.as_str());
    let account = account.and_then(|account| account.split('@').next());
    Ok(Who {
        id: id.to_ascii_lowercase(),
        account: account.map(str::to_owned),
        descriptor: text(user, "subjectDescriptor").filter(|one| !one.is_empty()),
        sure: Certainty::Observed,
        trace: heard.saying(format!("user: {}", name.as_deref().unwrap_or("unnamed"))),
        name,
    })
}

/// A refusal of the one request that every token may make. Status, headers and the refusal's kind say whether the
/// token is dead; only then its words may say why.
fn refused(heard: &Heard) -> Gap {
    let words = message(&heard.json).unwrap_or_default();
    let dead = |cause, said: String| Gap::by(cause, heard.saying(said));
    match kind(&heard.json).as_str() {
        "UnauthorizedRequestException" => match stranger(&words) {
            true => dead(
                Cause::NotThisOrganization,
                "the token's user is not in this organization".to_owned(),
            ),
            false => dead(Cause::TokenInvalid, quoted(&heard.json)),
        },
        "AccessCheckException" if heard.status == 401 => match expired(&words) {
            true => dead(Cause::TokenExpired, quoted(&heard.json)),
            false => dead(Cause::TokenInvalid, quoted(&heard.json)),
        },
        _ if heard.status == 401 && heard.json.is_null() && challenged(&heard.answer) => {
            match expired(&heard.answer.body) {
                true => dead(Cause::TokenExpired, "the token used has expired".to_owned()),
                false => dead(Cause::TokenInvalid, "refused".to_owned()),
            }
        }
        _ if heard.json.is_object() || heard.answer.body.trim().is_empty() => {
            quoting(heard, Cause::Refused)
        }
        _ => heard.gap(Cause::Unreadable),
    }
}

fn expired(words: &str) -> bool {
    words
        .to_ascii_lowercase()
        .contains("token used has expired")
}

/// Whether `TF400813` names a real user, who then only is a stranger to this organization.
fn stranger(words: &str) -> bool {
    let quoted = words.split('\'').nth(1);
    words.starts_with("TF400813") && quoted.is_some_and(|user| guid(user) && !nobody(user))
}

/// A gap with the service's own words, less the addresses in them.
pub(super) fn quoting(heard: &Heard, cause: Cause) -> Gap {
    Gap::by(cause, heard.saying(quoted(&heard.json)))
}

/// Why nothing can be read beside an identity that was not proven. Only the token's own row says that a token is dead.
pub(super) fn unproven(gap: &Gap) -> Gap {
    Gap {
        cause: match gap.cause.is_credential() {
            true => Cause::Refused,
            false => gap.cause.clone(),
        },
        by: gap.by.clone(),
    }
}

/// Whether the token is accepted: by its own request, else by any answer that was given to a known user.
pub(super) fn alive(answers: &Answers, who: &Result<Who, Gap>) -> Known {
    let gap = match who {
        Ok(who) => return Ok(Seen::observed(Value::Flag(true), who.trace.clone()).but(who.sure)),
        Err(gap) => gap,
    };
    if gap.cause.is_credential() && gap.cause != Cause::TokenInvalid {
        return Err(gap.clone());
    }
    let elsewhere = ALL.iter().find(|ask| {
        let answer = answers.raw(ask).and_then(|result| result.as_ref().ok());
        answer.is_some_and(|answer| answer.status < 500 && signed(answer).is_some())
    });
    match elsewhere {
        Some(ask) => {
            let trace = answers.trace(ask).saying("answered to a known user");
            Ok(Seen::observed(Value::Flag(true), trace).but(Certainty::Implied))
        }
        None => Err(gap.clone()),
    }
}
