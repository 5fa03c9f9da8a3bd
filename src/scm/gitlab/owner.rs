//! Whose token it is.

use serde_json::Value as Json;

use super::asks::{GROUP, PROJECT, USER};
use super::shape::{id, maybe, open, refusal, unfit};
use super::token;
use crate::ask::json::text;
use crate::ask::{Answers, Heard};
use crate::audit::{Cause, Certainty, Gap, Known, Seen, Trace, Value};

/// Whose token it is, as far as the user name tells.
/// Source: GitLab docs, project access tokens and group access tokens, "Bot users".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    ProjectBot(u64),
    GroupBot(u64),
    ServiceAccount,
    Person,
}

/// The owner by user name; `bot` is false only where GitLab says so, and people may have names like those of bots.
fn owner(username: &str, bot: bool) -> Owner {
    let named = |prefix| {
        let rest = username.strip_prefix(prefix)?;
        let (id, rest) = rest.split_once("_bot")?;
        let tail = rest.strip_prefix('_').unwrap_or(rest);
        let plain = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase();
        let digits = id.bytes().all(|byte| byte.is_ascii_digit());
        (bot && digits && tail.chars().all(plain)).then(|| id.parse::<u64>().ok())?
    };
    if let Some(id) = named("project_") {
        return Owner::ProjectBot(id);
    }
    if let Some(id) = named("group_") {
        return Owner::GroupBot(id);
    }
    if username.starts_with("service_account_") {
        return Owner::ServiceAccount;
    }
    Owner::Person
}

/// The current user, as `/user` shows it.
pub(super) struct User {
    id: u64,
    pub(super) name: String,
    pub(super) owner: Owner,
    pub(super) heard: Heard,
}

/// Whom `/user` names; a gap where it names nobody.
pub(super) fn user(answers: &Answers) -> Result<User, Gap> {
    let heard = answers.hear(&USER)?;
    if !heard.ok() {
        return Err(open(&heard, Cause::Refused));
    }
    let json = &heard.json;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let name = text(json, "username").filter(|name| !name.is_empty() && name.chars().all(plain));
    let (Some(id), Some(name), Ok(bot), Ok(state)) = (
        id(json, "id"),
        name,
        maybe(json, "bot", Json::as_bool),
        maybe(json, "state", Json::as_str),
    ) else {
        return Err(unfit(&heard, "names no user"));
    };
    if let Some(state) = state.filter(|state| *state != "active") {
        return Err(unfit(&heard, &format!("state: {state}")));
    }
    Ok(User {
        id,
        owner: owner(&name, bot != Some(false)),
        name,
        heard,
    })
}

/// The token's user, by all answers that speak of it.
pub(super) struct Account {
    pub(super) id: u64,
    /// Unknown where only the token's own answer names the user.
    pub(super) owner: Option<Owner>,
}

/// The token's user; a gap where nobody is named, or two are.
pub(super) fn account(answers: &Answers) -> Result<Account, Gap> {
    let own = token::own(answers).ok();
    let owned_by = own.as_ref().and_then(|own| own.user);
    match (user(answers), owned_by) {
        (Ok(user), Some(id)) if user.id != id => Err(unfit(
            &user.heard,
            "not the user that the token's own answer names",
        )),
        (Ok(user), _) => Ok(Account {
            id: user.id,
            owner: Some(user.owner),
        }),
        (Err(_), Some(id)) => Ok(Account { id, owner: None }),
        (Err(gap), None) => Err(gap),
    }
}

/// The kind that the owner makes of the token.
pub(super) fn kind(answers: &Answers) -> Known {
    let user = user(answers)?;
    let kind = match user.owner {
        Owner::ProjectBot(_) => "project access token",
        Owner::GroupBot(_) => "group access token",
        Owner::ServiceAccount => {
            "service account token (works, though Semgrep's documents do not name it)"
        }
        Owner::Person => "personal access token",
    };
    let trace = user.heard.saying(format!("user {}", user.name));
    Ok(Seen::observed(Value::Text(kind.to_owned()), trace))
}

/// Another answer that GitLab gives only to a token that works: the user, or the refusal of a token that is too narrow,
/// which comes after all checks of the token itself.
/// Source: gitlabhq, app/services/access_token_validation_service.rb.
pub(super) fn recognised(answers: &Answers) -> Option<Seen> {
    let seen = |trace: Trace| Seen::observed(Value::Flag(true), trace).but(Certainty::Implied);
    if let Ok(user) = user(answers) {
        return Some(seen(user.heard.saying("answered with this token")));
    }
    [&USER, &PROJECT, &GROUP].into_iter().find_map(|ask| {
        let heard = answers.hear(ask).ok()?;
        let narrow = refusal(&heard)
            && heard.status == 403
            && matches!(
                text(&heard.json, "error").as_deref(),
                Some("insufficient_scope" | "insufficient_granular_scope")
            );
        narrow.then(|| seen(heard.saying("recognised, though too narrow for this")))
    })
}
