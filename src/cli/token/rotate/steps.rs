//! The steps of a rotation. From the first on, the fresh token is never let go of.

use std::sync::{Arc, Mutex};

use super::super::super::apply::{Made, sent};
use super::super::super::gather::Heard;
use super::super::super::interrupt::whole;
use super::super::super::{Io, questions};
use super::plan::Planned;
use super::{Run, failure, keep};
use crate::ask::Miss;
use crate::audit::{Cause, Change, Outcome, State};
use crate::render::clean;
use crate::render::json::Failure;
use crate::scm::Renewed;
use crate::secret::Secret;
use crate::semgrep::connections;
use crate::vault::VaultError;

/// What went wrong so far, and how to go on.
#[derive(Default)]
pub(super) struct Trouble {
    pub(super) told: Vec<String>,
    fix: Option<String>,
}

impl Run<'_> {
    /// Rotates, keeps, hands over and reads back, as planned. What fails does not keep the rest from being done.
    pub(super) async fn perform(
        &self,
        planned: Planned,
        heard: &mut Heard,
        io: &mut Io,
    ) -> (Vec<Change>, Option<Failure>) {
        let mut changes = planned.changes.clone();
        let made = Arc::clone(&io.made);
        // Until the fresh token is kept, Ctrl-C waits.
        let together = whole().await;
        let fresh = match self
            .rotate(&planned, &mut changes[0], heard, &made, io)
            .await
        {
            Ok(fresh) => fresh,
            Err(failure) => {
                changes[1..]
                    .iter_mut()
                    .for_each(|one| one.state = State::Skipped);
                return (changes, Some(failure));
            }
        };
        let mut trouble = Trouble::default();
        let mut unkept = self.keep_all(&planned, &fresh, &mut changes, &made, io);
        drop(together);
        // Here a Ctrl-C that waited takes effect.
        tokio::task::yield_now().await;
        self.hand_over(&planned, &fresh, &mut changes, heard, &made, &mut trouble)
            .await;
        self.keep_with_help(&planned, &fresh, &mut changes, &mut unkept, io);
        for (at, error) in &unkept {
            let key = &planned.places[*at];
            trouble
                .told
                .push(format!("the fresh token for {key} is not kept: {error}"));
            trouble.fix = Some(format!(
                "{}; the fresh token can't be shown, so make another on {}, and revoke this one there",
                error.mend(),
                planned.page
            ));
        }
        self.read_back(&planned, &fresh, &mut changes, heard, &mut trouble, io)
            .await;
        let failure = (!trouble.told.is_empty()).then(|| {
            let fix = trouble.fix.unwrap_or_else(|| self.hand_over_by_hand(heard));
            failure(Outcome::Partial, trouble.told.join("; "), fix)
        });
        (changes, failure)
    }

    /// Sends the request, once. Whatever comes back that is neither a fresh token nor a clear refusal leaves open
    /// whether the former one still lives.
    async fn rotate(
        &self,
        planned: &Planned,
        change: &mut Change,
        heard: &Heard,
        made: &Mutex<Vec<String>>,
        io: &mut Io,
    ) -> Result<Secret, Failure> {
        let made = Made(made);
        made.goes_on(&self.never_again(planned, heard));
        made.starts(std::slice::from_ref(change));
        // Nobody listening changes nothing.
        let _ = writeln!(io.err, "Rotating the token of {}", clean(&change.target));
        let call = (self.renewal.call)(planned.ends);
        let target = &heard.sides[0].target;
        let renewed = match self.session.writer().send(target, &call).await {
            Ok(answer) => (self.renewal.read)(answer),
            Err(Miss {
                cause: Cause::Budget | Cause::NotAsked,
                detail,
            }) => Renewed::Refused(format!("nothing was sent: {detail}")),
            Err(miss) => Renewed::Unclear(format!("no answer: {}", miss.detail)),
        };
        change.state = State::Failed;
        match renewed {
            Renewed::Fresh(fresh) => {
                io.kept_out.add(&fresh);
                made.ended(true);
                made.goes_on(&self.hand_over_by_hand(heard));
                change.state = State::Applied;
                Ok(fresh)
            }
            Renewed::Refused(words) => {
                made.ended(false);
                Err(failure(
                    Outcome::Partial,
                    format!("the token was not rotated, and nothing was changed: {words}"),
                    format!(
                        "choose another end with --expires, or make a new token on {}",
                        planned.page
                    ),
                ))
            }
            Renewed::Unclear(words) => Err(failure(
                Outcome::Partial,
                format!(
                    "the token may or may not be rotated, and the former one may be dead ({words})"
                ),
                self.never_again(planned, heard),
            )),
        }
    }

    /// The way on where a rotation was sent and nobody knows what came of it.
    fn never_again(&self, planned: &Planned, heard: &Heard) -> String {
        let flags = self.flags(heard);
        let take = match self.no_platform {
            true => "token add",
            false => "connect-scm",
        };
        format!(
            "do not run this again: where the token is rotated already, a second time revokes its successor too. assistant check-scopes {flags} tells without harm whether the former token still works; if not, make a new one on {} and run assistant {take} {flags}",
            planned.page
        )
    }

    /// The command that hands over the kept token.
    fn hand_over_by_hand(&self, heard: &Heard) -> String {
        let flags = self.flags(heard);
        match self.no_platform {
            true => format!("look at it with: assistant check-scopes {flags}"),
            false => format!(
                "the kept token is handed over, once nothing else gives the former one, by: assistant connect-scm {flags}"
            ),
        }
    }

    fn flags(&self, heard: &Heard) -> String {
        heard.sides[0].connection.flags(self.session.way.sandboxed) + &self.session.way.aim
    }

    /// Keeps the token in every place; gives those where that failed.
    fn keep_all(
        &self,
        planned: &Planned,
        fresh: &Secret,
        changes: &mut [Change],
        made: &Mutex<Vec<String>>,
        io: &Io,
    ) -> Vec<(usize, VaultError)> {
        let made = Made(made);
        let mut unkept = Vec::new();
        for (at, key) in planned.places.iter().enumerate() {
            let change = &mut changes[1 + at];
            made.starts(std::slice::from_ref(change));
            let result = keep::keep(io.store.as_ref(), key, fresh);
            made.ended(result.is_ok());
            change.state = match result {
                Ok(()) => State::Applied,
                Err(error) => {
                    unkept.push((at, error));
                    State::Failed
                }
            };
        }
        unkept
    }

    /// Where the store fails and a person is there, they may mend it: the token is held until they give up.
    fn keep_with_help(
        &self,
        planned: &Planned,
        fresh: &Secret,
        changes: &mut [Change],
        unkept: &mut Vec<(usize, VaultError)>,
        io: &mut Io,
    ) {
        while let Some((at, error)) = unkept.first().cloned() {
            if io.prompter.is_none() || self.global.no_input {
                return;
            }
            let question = format!(
                "The fresh token is not kept yet: {error}; {}. Try again?",
                error.mend()
            );
            if !matches!(questions::ONCE_MORE.confirm(&question, io), Ok(true)) {
                return;
            }
            match keep::keep(io.store.as_ref(), &planned.places[at], fresh) {
                Ok(()) => {
                    changes[1 + at].state = State::Applied;
                    unkept.remove(0);
                }
                Err(error) => unkept[0].1 = error,
            }
        }
    }

    async fn hand_over(
        &self,
        planned: &Planned,
        fresh: &Secret,
        changes: &mut [Change],
        heard: &Heard,
        made: &Mutex<Vec<String>>,
        trouble: &mut Trouble,
    ) {
        let (Some((deployment, config)), Some(change)) = (&planned.handover, changes.last_mut())
        else {
            return;
        };
        let made = Made(made);
        made.starts(std::slice::from_ref(change));
        let call = connections::rotate(deployment, config, fresh);
        let result = sent(self.session, heard, &call).await;
        made.ended(result.is_ok());
        change.state = match result {
            Ok(()) => State::Applied,
            Err(text) => {
                trouble.told.push(format!(
                    "the fresh token is not handed to the platform: {text}"
                ));
                State::Failed
            }
        };
    }
}
