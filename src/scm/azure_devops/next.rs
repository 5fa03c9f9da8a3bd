//! What to ask Azure DevOps next.

use serde_json::json;

use super::administrator::owner;
use super::asks::{
    ABOVE, BELOW, ENTITLEMENTS, GROUPS, IDENTITY, OWNER, PERMISSION, REPOSITORIES, THREADS, WRITE,
};
use super::graph::{further, group};
use super::identity::{Who, identity};
use super::look::Look;
use super::probes::reaction;
use super::{organization, project};
use crate::ask::{Answers, Ask, Call, Target};
use crate::audit::Value;

pub(super) fn next(target: &Target, so_far: &Answers) -> Vec<Call> {
    let Some(token) = &target.token else {
        return Vec::new();
    };
    let organized = !organization(target).is_empty() && !project(target).is_empty();
    if Look::of(token.expose()) == Look::Entra || !organized {
        return Vec::new();
    }
    if so_far.is_empty() {
        return first(target);
    }
    let Ok(who) = identity(so_far) else {
        return Vec::new();
    };
    let mut calls = Vec::new();
    let missing = |ask| matches!(reaction(so_far, ask, &Ok(())), Ok((false, _)));
    if !so_far.has(&THREADS) && missing(&WRITE) {
        calls.push(probe(target, &THREADS).sending(json!({})));
    }
    calls.extend(memberships(target, so_far, &who));
    calls
}

/// All that depends on nothing: a bad token makes every answer a 401, which reading them together shows.
fn first(target: &Target) -> Vec<Call> {
    let mut calls = vec![
        at(target, &IDENTITY),
        in_project(target, &REPOSITORIES),
        at(target, &PERMISSION),
    ];
    // Without a random id there is no repository that surely does not exist.
    if !target.nonce.is_empty() {
        calls.push(probe(target, &WRITE).sending(json!([])));
    }
    if target.exact {
        calls.extend([&OWNER, &GROUPS, &ENTITLEMENTS].map(|ask| at(target, ask)));
    }
    calls
}

fn memberships(target: &Target, so_far: &Answers, who: &Who) -> Vec<Call> {
    let owns = owner(so_far, who).is_ok_and(|seen| seen.value == Value::Flag(true));
    let (false, Some(user), Ok(group)) =
        (owns, &who.descriptor, group(so_far, organization(target)))
    else {
        return Vec::new();
    };
    let below = |group: String| at(target, &BELOW).with("group", group);
    if !so_far.has(&BELOW) {
        return vec![at(target, &ABOVE).with("subject", user), below(group)];
    }
    further(so_far, user, &group)
        .into_iter()
        .map(below)
        .collect()
}

fn at(target: &Target, ask: &'static Ask) -> Call {
    ask.call().with("organization", organization(target))
}

fn in_project(target: &Target, ask: &'static Ask) -> Call {
    at(target, ask).with("project", project(target))
}

fn probe(target: &Target, ask: &'static Ask) -> Call {
    in_project(target, ask).with("random", &target.nonce)
}
