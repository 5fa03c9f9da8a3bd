//! Whether what was changed shows itself as it should.

use super::super::super::Io;
use super::super::super::gather::{Heard, holds};
use super::plan::Planned;
use super::steps::Trouble;
use super::{Run, keep};
use crate::audit::{Change, State, fact};
use crate::secret::Secret;
use crate::semgrep::connections::Connections;
use crate::settings::Credential;

impl Run<'_> {
    /// Marks what shows itself as it should: the fresh token by itself, the kept one by the store, the platform's by
    /// its own check.
    pub(super) async fn read_back(
        &self,
        planned: &Planned,
        fresh: &Secret,
        changes: &mut [Change],
        heard: &mut Heard,
        trouble: &mut Trouble,
        io: &Io,
    ) {
        let source = match changes[1].state {
            State::Applied => io.store.place().to_owned(),
            _ => "the rotation".to_owned(),
        };
        let credential = Credential {
            secret: fresh.clone(),
            source,
            typed: false,
        };
        self.session.ask_with(heard, 0, credential).await;
        if planned.handover.is_some() {
            self.session.ask_again(heard).await;
        }
        let all = Connections::of(&heard.answers);
        let now = heard.sides[0].read(&all);
        match (self.renewal.unlike)(&planned.former, &now, planned.ends) {
            None => changes[0].state = State::Verified,
            Some(text) => trouble.told.push(text),
        }
        for (at, key) in planned.places.iter().enumerate() {
            let change = &mut changes[1 + at];
            if change.state == State::Applied {
                match keep::is_kept(io.store.as_ref(), key, fresh) {
                    true => change.state = State::Verified,
                    false => trouble
                        .told
                        .push(format!("{key} does not give the fresh token back")),
                }
            }
        }
        let Some(change) = changes.last_mut().filter(|_| planned.handover.is_some()) else {
            return;
        };
        if change.state == State::Applied {
            match holds(&all.read(&heard.sides[0].key), fact::HEALTHY) {
                true => change.state = State::Verified,
                false => trouble.told.push(
                    "the platform took the fresh token, but its own check does not pass with it"
                        .to_owned(),
                ),
            }
        }
    }
}
