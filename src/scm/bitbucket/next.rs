//! What to ask Bitbucket next.

use super::asks::{HOOKS, REPOSITORIES, USER, WORKSPACE};
use super::read::shows_private;
use super::{kind, marks};
use crate::ask::{Answers, Call, Target};
use crate::audit::Cause;

pub(super) fn next(target: &Target, so_far: &Answers) -> Vec<Call> {
    let sendable = |token| kind::by_look(token).is_none();
    if !target.token.as_ref().is_some_and(sendable) {
        return Vec::new();
    }
    let here = |ask: &'static crate::ask::Ask| ask.call().with("workspace", &target.namespace);
    if so_far.is_empty() {
        return vec![here(&REPOSITORIES)];
    }
    let named = marks::kind(so_far);
    // Another kind settles everything.
    let wrong = named.as_ref().and_then(|named| named.kind);
    if wrong.is_some_and(|kind| !kind.fits()) {
        return Vec::new();
    }
    let told = named.is_some() && marks::scopes(so_far).is_some();
    if !so_far.has(&USER) && !so_far.has(&HOOKS) {
        return second(so_far, told, here);
    }
    // The last hope for the headers; not where the token was refused, or the service asks for patience.
    let open = !told && so_far.has(&USER) && !so_far.has(&WORKSPACE);
    if open && answered(so_far, &USER) && so_far.status(&USER) != Some(401) {
        return vec![here(&WORKSPACE)];
    }
    Vec::new()
}

fn second(
    so_far: &Answers,
    told: bool,
    here: impl Fn(&'static crate::ask::Ask) -> Call,
) -> Vec<Call> {
    if !answered(so_far, &REPOSITORIES) {
        return Vec::new();
    }
    let mut calls = Vec::new();
    if !told {
        calls.push(USER.call());
    }
    let settled = matches!(so_far.status(&REPOSITORIES), Some(401 | 404));
    if !settled && shows_private(so_far).is_none() {
        calls.push(here(&HOOKS));
    }
    calls
}

/// Whether there was an answer, and not one that asks for patience.
fn answered(answers: &Answers, ask: &'static crate::ask::Ask) -> bool {
    let patience = |gap: crate::audit::Gap| matches!(gap.cause, Cause::RateLimited(_));
    answers.status(ask).is_some() && !answers.hear(ask).is_err_and(patience)
}
