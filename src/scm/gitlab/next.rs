//! What to ask GitLab next.

use super::asks::{GROUP, GROUP_MEMBER, PROJECT, PROJECT_MEMBER, SELF, USER};
use super::owner::{Owner, account};
use super::place::Spot;
use super::wrong_kind;
use crate::ask::{Answers, Call, Target};

pub(super) fn next(target: &Target, so_far: &Answers) -> Vec<Call> {
    let sendable = |token| wrong_kind(token).is_none();
    if !target.token.as_ref().is_some_and(sendable) {
        return Vec::new();
    }
    let path = &target.namespace;
    let guess_project = path.contains('/');
    if so_far.is_empty() {
        let guess = if guess_project {
            PROJECT.call().with("project", path)
        } else {
            GROUP.call().with("group", path)
        };
        return vec![SELF.call(), USER.call(), guess];
    }
    if so_far.has(&GROUP_MEMBER) || so_far.has(&PROJECT_MEMBER) {
        return Vec::new();
    }
    let Ok(account) = account(so_far) else {
        return Vec::new();
    };
    let user = account.id.to_string();
    let guess = so_far.hear(if guess_project { &PROJECT } else { &GROUP });
    let absent = guess.as_ref().is_ok_and(|heard| heard.status == 404);
    let found = guess.and_then(|heard| Spot::asked(&heard, path)).ok();
    let found = found.map(|spot| spot.id);
    let in_project = |project: String| {
        PROJECT_MEMBER
            .call()
            .with("project", project)
            .with("user", user.clone())
    };
    let in_group = |group: String| {
        GROUP_MEMBER
            .call()
            .with("group", group)
            .with("user", user.clone())
    };
    match account.owner {
        // A project bot is a member of its own project only.
        Some(Owner::ProjectBot(id)) if guess_project && found == Some(id) => {
            vec![in_project(path.clone())]
        }
        Some(Owner::ProjectBot(id)) => vec![
            PROJECT.call().with("project", id.to_string()),
            in_project(id.to_string()),
        ],
        Some(Owner::GroupBot(id)) if !guess_project && found == Some(id) => {
            vec![in_group(path.clone())]
        }
        Some(Owner::GroupBot(id)) => vec![
            GROUP.call().with("group", id.to_string()),
            in_group(id.to_string()),
        ],
        _ if found.is_some() && guess_project => vec![in_project(path.clone())],
        _ if found.is_some() => vec![in_group(path.clone())],
        // Several parts may as well be a subgroup.
        _ if guess_project && absent => {
            vec![GROUP.call().with("group", path), in_group(path.clone())]
        }
        _ => Vec::new(),
    }
}
