//! Shows a plan, asks, writes, reads back. Nothing is half done without saying so.

mod agree;
mod made;
mod plan;
mod read_back;

use super::gather::{Heard, Session};
use super::{End, Io};
use crate::ask::{Call, Miss};
use crate::audit::{Cause, Change, Deployment, State};
use crate::render::clean;
use crate::render::json::Failure;
use crate::semgrep;
use crate::semgrep::connections;
use crate::semgrep::features;

pub(super) use agree::{agree, confirm, show};
pub(super) use made::Made;
pub(super) use plan::{Connect, Disconnect, Plan, sign};
use read_back::{confirm_made, doubled, moved, reconnected};

/// What came of a plan.
pub(super) struct Applied {
    pub(super) changes: Vec<Change>,
    pub(super) failure: Option<Failure>,
}

/// Makes the changes in order, stops at the first that fails, and reads back what was made.
pub(super) async fn apply(
    plan: &Plan,
    heard: &mut Heard,
    session: &Session,
    io: &Io,
) -> Result<Applied, End> {
    let mut changes = plan.changes(heard, session);
    let deployment = heard.deployment()?;
    let made = Made(&io.made);
    let mut failure = reconnected(plan, heard, session).await;
    if failure.is_some() {
        changes
            .iter_mut()
            .for_each(|one| one.state = State::Skipped);
    }
    let first_switch = plan.connect.len();
    let first_removal = first_switch + plan.switches.len();
    for (change, connect) in changes.iter_mut().zip(&plan.connect) {
        if failure.is_none() {
            let call = connect.call(heard, &deployment)?;
            failure = make(change, &call, heard, session, &made).await;
        }
    }
    if failure.is_none() && !plan.switches.is_empty() {
        failure = switch(
            plan,
            heard,
            session,
            &deployment,
            &mut changes[first_switch..first_removal],
            &made,
        )
        .await;
    }
    for (change, one) in changes[first_removal..].iter_mut().zip(&plan.disconnect) {
        if failure.is_none() {
            let call = connections::delete(&deployment, &one.config);
            failure = make(change, &call, heard, session, &made).await;
        }
    }
    let reached = changes.iter().any(|one| one.state == State::Failed);
    for change in changes
        .iter_mut()
        .filter(|one| reached && one.state == State::Planned)
    {
        change.state = State::Skipped;
    }
    session.ask_again(heard).await;
    confirm_made(plan, heard, &mut changes);
    let open = changes.iter().any(|one| one.state != State::Verified);
    let failure = failure.filter(|_| open);
    let unconfirmed = || changes.iter().find(|one| one.state == State::Applied);
    let failure = failure.or_else(|| {
        let change = unconfirmed()?;
        if let Some(count) = doubled(plan, heard) {
            let target = &change.target;
            return Some(format!(
                "{target} is connected {count} times now: somebody else connected it too; remove what is too much"
            ));
        }
        Some(format!(
            "{} was accepted, but reading back does not show it as {}",
            change.key, change.to
        ))
    });
    Ok(Applied {
        changes,
        failure: failure.map(|message| Failure {
            code: "partial".to_owned(),
            message,
            fix: Some("run the same command again: it goes on with what is left".to_owned()),
        }),
    })
}

/// Sends the one request that makes a change; says what went wrong.
async fn make(
    change: &mut Change,
    call: &Call,
    heard: &Heard,
    session: &Session,
    made: &Made<'_>,
) -> Option<String> {
    made.starts(std::slice::from_ref(change));
    let result = sent(session, heard, call).await;
    made.ended(result.is_ok());
    change.state = match result {
        Ok(()) => State::Applied,
        Err(_) => State::Failed,
    };
    let text = result.err()?;
    Some(format!("{} {}: {text}", change.target, change.key))
}

/// Writes the settings onto what they are now, which may not be what the plan saw.
async fn switch(
    plan: &Plan,
    heard: &Heard,
    session: &Session,
    deployment: &Deployment,
    changes: &mut [Change],
    made: &Made<'_>,
) -> Option<String> {
    let (products, now) = match session.settings_now(heard, deployment).await {
        Ok(now) => now,
        Err(gap) => {
            changes
                .iter_mut()
                .for_each(|one| one.state = State::Skipped);
            return Some(format!("the settings can't be read: {}", gap.cause.words()));
        }
    };
    if let Some(text) = moved(plan, &now) {
        changes
            .iter_mut()
            .for_each(|one| one.state = State::Skipped);
        return Some(text);
    }
    let wanted: Vec<_> = plan
        .switches
        .iter()
        .map(|one| (one.feature, one.to))
        .collect();
    let calls = match features::calls(deployment, &products, &wanted) {
        Ok(calls) => calls,
        Err(gap) => {
            changes
                .iter_mut()
                .for_each(|one| one.state = State::Skipped);
            return Some(format!("the settings can't be read: {}", gap.cause.words()));
        }
    };
    for (call, keys) in calls {
        let ours: Vec<Change> = changes
            .iter()
            .filter(|one| keys.contains(&one.key.as_str()))
            .cloned()
            .collect();
        made.starts(&ours);
        let result = sent(session, heard, &call).await;
        made.ended(result.is_ok());
        for change in changes
            .iter_mut()
            .filter(|one| keys.contains(&one.key.as_str()))
        {
            change.state = match result {
                Ok(()) => State::Applied,
                Err(_) => State::Failed,
            };
        }
        if let Err(text) = result {
            return Some(format!("{}: {text}", keys.join(", ")));
        }
    }
    None
}

/// Sends a write once. A lost answer says nothing about whether it was done.
pub(super) async fn sent(session: &Session, heard: &Heard, call: &Call) -> Result<(), String> {
    match session.writer().send(&heard.platform, call).await {
        Ok(answer) => semgrep::written(&answer).map_err(|why| clean(&why)),
        Err(Miss {
            cause: Cause::Budget | Cause::NotAsked,
            detail,
        }) => Err(format!("nothing was sent: {detail}")),
        Err(Miss { detail, .. }) => Err(format!(
            "no answer, so it may or may not be done ({detail})"
        )),
    }
}
