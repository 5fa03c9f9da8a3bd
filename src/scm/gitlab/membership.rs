//! Whether the token's user is a member, and at which level.

use serde_json::Value as Json;

use super::asks::{GROUP_MEMBER, PROJECT, PROJECT_MEMBER};
use super::owner::{Account, Owner};
use super::place::{Place, Spot};
use super::requirements::{LEVELS, SCOPES};
use super::shape::{day, id, maybe, open, rank, refusal, unfit};
use crate::ask::{Answers, Heard, Target};
use crate::audit::{Cause, Certainty, Evidence, Gap, Known, Seen, Value, fact, format_day};

/// The access level, or what shows that there is none.
pub(super) enum Level {
    At(Seen),
    Outside(Seen),
}

fn outside(heard: &Heard, said: impl Into<String>) -> Level {
    Level::Outside(Seen::observed(Value::Flag(false), heard.saying(said)))
}

/// The level of the token's user; the highest of all sources wins.
pub(super) fn level(
    target: &Target,
    answers: &Answers,
    account: &Result<Account, Gap>,
    place: &Place,
    evidence: &Evidence,
) -> Result<Level, Gap> {
    let account = account.as_ref().map_err(Clone::clone)?;
    let mut memberships = answers.hear_each(&PROJECT_MEMBER, "project");
    memberships.extend(answers.hear_each(&GROUP_MEMBER, "group"));
    let permitted = permissions(answers, account);
    let Some((_, heard)) = memberships.into_iter().next() else {
        return unseen(place, evidence);
    };
    let heard = match (heard, permitted) {
        (Ok(heard), permitted) if heard.ok() => {
            let level = member_at(target, account, &heard)?;
            return Ok(match (level, permitted) {
                (Level::At(seen), Some(more)) if more.value > seen.value => Level::At(more),
                (level, _) => level,
            });
        }
        // Membership through nested invited groups shows only in the project's permissions.
        (_, Some(permitted)) => return Ok(Level::At(permitted)),
        (Ok(heard), None) => heard,
        (Err(gap), None) => return Err(gap),
    };
    if heard.status != 404 || !refusal(&heard) {
        return Err(open(&heard, Cause::Refused));
    }
    let seen = match place.own.as_ref().unwrap_or(&place.asked) {
        Ok(_) => Certainty::Observed,
        Err(_) => Certainty::Inferred,
    };
    let not = Seen::observed(Value::Flag(false), heard.saying("not a member"));
    Ok(Level::Outside(not.but(seen)))
}

/// What a membership says, as far as it is in force.
/// Source: GitLab docs, api/members, "Get a member of a group or project, including inherited and invited members".
fn member_at(target: &Target, account: &Account, heard: &Heard) -> Result<Level, Gap> {
    let json = &heard.json;
    let unread = |said| unfit(heard, said);
    if id(json, "id") != Some(account.id) {
        return Err(unread("does not show the token's user"));
    }
    let Some(rank) = json.get("access_level").and_then(rank) else {
        return Err(unread("access_level is none that is known"));
    };
    for (key, said) in [
        ("state", "the state of its user"),
        ("membership_state", "the state of the membership"),
    ] {
        match maybe(json, key, Json::as_str) {
            Ok(None | Some("active")) => {}
            Ok(Some(state)) => {
                return Ok(outside(heard, format!("not in force: {said} is {state}")));
            }
            Err(()) => return Err(unread("a state that can't be read")),
        }
    }
    match maybe(json, "expires_at", day) {
        Ok(Some(day)) if day <= target.today => {
            let said = format!("not in force: the membership ended on {}", format_day(day));
            return Ok(outside(heard, said));
        }
        Ok(_) => {}
        Err(()) => return Err(unread("expires_at is no date")),
    }
    let said = match json.pointer("/member_role/name").and_then(Json::as_str) {
        Some(name) => format!(
            "the custom role {name} (based on {}, access_level: {rank})",
            role(rank)
        ),
        None => format!("the role {} (access_level: {rank})", role(rank)),
    };
    Ok(Level::At(Seen::observed(
        Value::Rank(rank),
        heard.saying(said),
    )))
}

/// GitLab's name for an access level; a level between two names goes by its number.
fn role(rank: u16) -> String {
    let named = LEVELS.iter().find(|(level, _)| *level == rank);
    named.map_or_else(|| rank.to_string(), |(_, name)| (*name).to_owned())
}

/// No membership was asked for. A group or project that a live token with API read access can't see is one that its
/// user is not a member of: members always see theirs.
fn unseen(place: &Place, evidence: &Evidence) -> Result<Level, Gap> {
    let gap = match &place.asked {
        Ok(spot) => return Err(spot.heard.gap(Cause::NotVisible)),
        Err(gap) => gap.clone(),
    };
    let reads = evidence
        .set(fact::SCOPES)
        .is_some_and(|scopes| SCOPES.missing(scopes, &["read_api"]).is_empty());
    if gap.cause != Cause::NotFoundOrHidden || !reads || evidence.get(fact::ALIVE).is_err() {
        return Err(gap);
    }
    let by = gap
        .by
        .into_iter()
        .map(|trace| trace.saying("absent, or hidden because the token's user is not a member"));
    Ok(Level::Outside(Seen {
        value: Value::Flag(false),
        sure: Certainty::Inferred,
        by: by.collect(),
    }))
}

/// The level in the project's `permissions`, which speak of the token's user.
fn permissions(answers: &Answers, account: &Account) -> Option<Seen> {
    let bot_of = match account.owner {
        Some(Owner::ProjectBot(id)) => Some(id),
        _ => None,
    };
    let each = answers.hear_each(&PROJECT, "project");
    let spot = each.into_iter().find_map(|(name, heard)| {
        let heard = heard.ok()?;
        match bot_of {
            Some(id) => Spot::numbered(&heard, id),
            None => Spot::asked(&heard, &name),
        }
        .ok()
    })?;
    let permissions = spot.heard.json.get("permissions")?;
    let levels = ["project_access", "group_access"].map(|key| {
        let access = permissions.get(key)?;
        access.get("access_level").and_then(rank)
    });
    let rank = levels
        .into_iter()
        .flatten()
        .max()
        .filter(|rank| *rank > 0)?;
    let said = format!("the role {} (permissions: access_level {rank})", role(rank));
    let trace = spot.heard.saying(said);
    Some(Seen::observed(Value::Rank(rank), trace))
}

/// Whether there is a membership at all.
pub(super) fn member(level: &Result<Level, Gap>) -> Known {
    match level {
        Ok(Level::At(seen)) => Ok(Seen {
            value: Value::Flag(seen.value > Value::Rank(0)),
            ..seen.clone()
        }),
        Ok(Level::Outside(seen)) => Ok(seen.clone()),
        Err(gap) => Err(gap.clone()),
    }
}
