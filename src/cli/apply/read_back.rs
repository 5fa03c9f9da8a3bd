//! What is there now, against what was planned before and what was made.

use super::super::gather::{Heard, Session};
use super::plan::Plan;
use crate::audit::{Change, Gap, State, Value, fact};
use crate::semgrep;
use crate::semgrep::connections::{self, Connections};
use crate::semgrep::features::Found;

/// Whether somebody made or removed one of these connections since they were looked at: a second one of the same place
/// must not be made.
pub(super) async fn reconnected(plan: &Plan, heard: &Heard, session: &Session) -> Option<String> {
    if plan.connect.is_empty() {
        return None;
    }
    let unread = |gap: Gap| format!("the connections can't be read: {}", gap.cause.words());
    let now = match session.connections_now(heard).await {
        Ok(now) => now,
        Err(gap) => return Some(unread(gap)),
    };
    plan.connect.iter().find_map(|one| {
        let side = &heard.sides[one.side];
        match now.config_id(&side.key) {
            Ok(config) if config == one.config => None,
            Ok(_) => Some(format!(
                "{} was connected or disconnected since the plan was made: somebody else changed it",
                side.connection.target()
            )),
            Err(gap) => Some(unread(gap)),
        }
    })
}

/// Whether somebody changed one of these settings since the plan was shown.
pub(super) fn moved(plan: &Plan, now: &Found) -> Option<String> {
    plan.switches.iter().find_map(|one| {
        let is = now.get(one.feature.key)?;
        let fine = is.same(one.from) || is.same(one.to);
        (!fine).then(|| {
            format!(
                "{} was {} when the plan was made and is {is} now: somebody else changed it",
                one.feature.key, one.from
            )
        })
    })
}

/// How often a place is connected that was to be connected once.
pub(super) fn doubled(plan: &Plan, heard: &Heard) -> Option<usize> {
    let all = Connections::of(&heard.answers);
    let made = plan.connect.iter().filter(|one| one.config.is_none());
    let counts = made.map(|one| all.count(&heard.sides[one.side].key));
    counts.max().filter(|count| *count > 1)
}

/// Marks what reading back shows.
pub(super) fn confirm_made(plan: &Plan, heard: &Heard, changes: &mut [Change]) {
    let found = semgrep::found(&heard.answers).ok().map(|(_, found)| found);
    let all = Connections::of(&heard.answers);
    let (connected, rest) = changes.split_at_mut(plan.connect.len());
    let (switched, removed) = rest.split_at_mut(plan.switches.len());
    for (change, connect) in connected.iter_mut().zip(&plan.connect) {
        let key = &heard.sides[connect.side].key;
        // Nobody can read a token back: that the platform's own check passes with it is the proof there is.
        let proof = match connect.config {
            None => fact::CONNECTED,
            Some(_) => fact::HEALTHY,
        };
        let shown = all.read(key).get(proof);
        let single = connect.config.is_some() || all.count(key) == 1;
        if change.state == State::Applied
            && single
            && shown.is_ok_and(|seen| seen.value == Value::Flag(true))
        {
            change.state = State::Verified;
        }
    }
    for (change, switch) in switched.iter_mut().zip(&plan.switches) {
        let value = found
            .as_ref()
            .and_then(|found| found.get(switch.feature.key));
        if change.state == State::Applied && value.is_some_and(|value| value.same(switch.to)) {
            change.state = State::Verified;
        }
    }
    for (change, one) in removed.iter_mut().zip(&plan.disconnect) {
        let gone = |all: &[connections::Listed]| all.iter().all(|other| other.id != one.config);
        // Also after a refusal or a lost answer: somebody else may have removed it, or it may be done.
        let tried = matches!(change.state, State::Applied | State::Failed);
        if tried && all.listed().is_ok_and(gone) {
            change.state = State::Verified;
        }
    }
}
