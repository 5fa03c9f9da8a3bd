//! The group or project that was asked about, and the one a bot belongs to.

use super::asks::{GROUP, PROJECT};
use super::owner::{Account, Owner, user};
use super::shape::{id, is_path, open, unfit};
use crate::ask::json::text;
use crate::ask::{Answers, Heard, Target};
use crate::audit::{Cause, Certainty, Gap, Known, Seen, Trace, Value};

/// A group or project, as its own page shows it.
pub(super) struct Spot {
    pub(super) id: u64,
    pub(super) path: String,
    pub(super) heard: Heard,
}

impl Spot {
    /// What an answer shows; a gap where that is no group or project.
    fn of(heard: &Heard) -> Result<Self, Gap> {
        if !heard.ok() {
            let cause = match heard.status {
                404 => Cause::NotFoundOrHidden,
                _ => Cause::Refused,
            };
            return Err(open(heard, cause));
        }
        let json = &heard.json;
        let path = text(json, "path_with_namespace").or_else(|| text(json, "full_path"));
        match (id(json, "id"), path.filter(|path| is_path(path))) {
            (Some(id), Some(path)) => Ok(Spot {
                id,
                path,
                heard: heard.clone(),
            }),
            _ => Err(unfit(heard, "shows no group or project")),
        }
    }

    /// What an answer shows when asked by path. GitLab takes a path of digits for an id.
    pub(super) fn asked(heard: &Heard, path: &str) -> Result<Self, Gap> {
        let spot = Spot::of(heard)?;
        match spot.path.eq_ignore_ascii_case(path) {
            true => Ok(spot),
            false => Err(unfit(heard, &format!("shows {} instead", spot.path))),
        }
    }

    /// What an answer shows when asked by id.
    pub(super) fn numbered(heard: &Heard, wanted: u64) -> Result<Self, Gap> {
        let spot = Spot::of(heard)?;
        match spot.id == wanted {
            true => Ok(spot),
            false => Err(unfit(heard, "shows another one")),
        }
    }
}

/// The places that matter.
pub(super) struct Place {
    /// What was asked about.
    pub(super) asked: Result<Spot, Gap>,
    /// What the bot belongs to, where the token is a bot's.
    pub(super) own: Option<Result<Spot, Gap>>,
}

/// Reads both places from the answers.
pub(super) fn place(target: &Target, answers: &Answers, owner: Option<Owner>) -> Place {
    let path = target.namespace.as_str();
    let pick = |ask, key, wanted: &str| {
        let all = answers.hear_each(ask, key);
        let found = all.into_iter().find(|(name, _)| name == wanted);
        found.map(|(_, heard)| heard)
    };
    let by_path = |heard: Result<Heard, Gap>| heard.and_then(|heard| Spot::asked(&heard, path));
    let project = pick(&PROJECT, "project", path);
    let group = pick(&GROUP, "group", path);
    let asked = match (project, group) {
        // The second guess counts when the first was not there.
        (Some(Ok(project)), Some(group)) if project.status == 404 => by_path(group),
        (Some(project), _) => by_path(project),
        (None, Some(group)) => by_path(group),
        (None, None) => Err(Gap::of(Cause::NotAsked)),
    };
    let own = |ask, key, id: u64| {
        // Asked about by path already where that is the bot's own.
        let heard = pick(ask, key, &id.to_string()).or_else(|| pick(ask, key, path));
        Some(match heard {
            Some(heard) => heard.and_then(|heard| Spot::numbered(&heard, id)),
            None => Err(Gap::of(Cause::NotAsked)),
        })
    };
    let own = match owner {
        Some(Owner::ProjectBot(id)) => own(&PROJECT, "project", id),
        Some(Owner::GroupBot(id)) => own(&GROUP, "group", id),
        _ => None,
    };
    Place { asked, own }
}

/// Whether the token reaches what was asked about. A bot reaches its own group or project and what is below it.
pub(super) fn covers(
    target: &Target,
    answers: &Answers,
    account: &Result<Account, Gap>,
    place: &Place,
) -> Known {
    let account = account.as_ref().map_err(Clone::clone)?;
    let Some(own) = &place.own else {
        return match account.owner {
            Some(_) => Ok(Seen {
                value: Value::Flag(true),
                sure: Certainty::Implied,
                by: vec![Trace::local("reaches whatever its user reaches")],
            }),
            None => Err(match user(answers) {
                Err(gap) => gap,
                Ok(user) => user.heard.gap(Cause::NotVisible),
            }),
        };
    };
    let spot = own.as_ref().map_err(Clone::clone)?;
    let project = matches!(account.owner, Some(Owner::ProjectBot(_)));
    let path = &spot.path;
    let (own, asked) = (path.to_lowercase(), target.namespace.to_lowercase());
    let (reaches, said) = if own == asked || below(&asked, &own) {
        (true, format!("the token of {path}"))
    } else if project && below(&own, &asked) {
        (true, format!("covers only project {path}"))
    } else {
        // A path that leads elsewhere, as after a move, may lead to this very project.
        if let Err(gap) = &place.asked
            && !matches!(gap.cause, Cause::NotFoundOrHidden | Cause::Refused)
        {
            return Err(gap.clone());
        }
        (false, format!("the token belongs to {path}"))
    };
    Ok(Seen::observed(
        Value::Flag(reaches),
        spot.heard.saying(said),
    ))
}

fn below(path: &str, top: &str) -> bool {
    path.strip_prefix(top)
        .is_some_and(|rest| rest.starts_with('/'))
}
