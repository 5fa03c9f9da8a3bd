//! What must be so before a token is rotated.

use super::super::super::gather::{Heard, holds};
use super::super::super::judging::{is_platform_side, unlisted};
use super::{Run, failure};
use crate::audit::{Evidence, Outcome, fact, worst};
use crate::render::json::Failure;
use crate::scm::Handover;
use crate::semgrep::connections::Connections;

/// What was seen before anything is changed.
pub(super) struct Proven {
    /// What was seen of the former token.
    pub(super) former: Evidence,
    /// The platform's connection that is to get the fresh one.
    pub(super) config: Option<String>,
}

impl Run<'_> {
    /// What rotating stands on, or why it is not done. Rows that the fresh token would meet no better do not count.
    pub(super) fn prove(&self, heard: &Heard) -> Result<Proven, (Outcome, Option<Failure>)> {
        let all = Connections::of(&heard.answers);
        let side = &heard.sides[0];
        let former = side.read(&all);
        let own = self.report(heard).platform.map(|one| worst(&one.findings));
        if let Some(outcome) = own.filter(|outcome| *outcome != Outcome::Ready) {
            return Err((outcome, None));
        }
        if !holds(&former, fact::ALIVE) {
            let dead = match former.get(fact::ALIVE) {
                Ok(_) => true,
                Err(gap) => gap.cause.is_credential(),
            };
            let outcome = match dead {
                true => Outcome::Credentials,
                false => Outcome::Inconclusive,
            };
            return Err((outcome, None));
        }
        if let Some(message) = (self.renewal.hindrance)(&former) {
            let outcome = match former.set(fact::SCOPES) {
                Some(_) => Outcome::Gaps,
                None => Outcome::Inconclusive,
            };
            let page = (self.renewal.page)(&side.target, &former);
            let fix = format!("make a new token on {page}");
            return Err((outcome, Some(failure(outcome, message, fix))));
        }
        let by_token = matches!(side.connection.scm.about().handover, Handover::Token);
        let config = match by_token && !self.no_platform {
            false => None,
            true => match all.config_id(&side.key) {
                Ok(config) => config,
                Err(gap) => return Err((Outcome::Inconclusive, Some(unlisted(&gap)))),
            },
        };
        if config.is_some()
            && let Some(stop) = self.unfit(heard)
        {
            return Err(stop);
        }
        Ok(Proven { former, config })
    }

    /// Why the platform would not get the fresh token, which can do what the former one can: nobody knows whether the
    /// one that the platform holds can do more.
    fn unfit(&self, heard: &Heard) -> Option<(Outcome, Option<Failure>)> {
        let report = self.report(heard);
        let own = report.connections.iter().flat_map(|one| &one.findings);
        let outcome = worst(own.filter(|row| !is_platform_side(row.id)));
        let told = || {
            let message = "the token does not pass the checks above, so the platform would not get the fresh one, and nothing was rotated";
            let fix = "mend what is missing, or rotate it here only with --no-platform";
            failure(outcome, message.to_owned(), fix.to_owned())
        };
        (outcome != Outcome::Ready).then(|| (outcome, Some(told())))
    }
}
