//! Turning the features on, once everything required holds: plan, consent, write, read back.

use std::collections::BTreeSet;

use super::apply::{Connect, Plan, agree, apply};
use super::args::Global;
use super::gather::{Heard, Session, SideHeard};
use super::judging::{Stage, unlisted};
use super::{End, Io};
use crate::audit::{Outcome, Report};
use crate::plan;
use crate::render::json::Failure;
use crate::scm::Handover;
use crate::semgrep;
use crate::semgrep::connections::Connections;
use crate::semgrep::features::{self, Feature, Found, Setting};

/// What is asked of the features.
#[derive(Default)]
pub(super) struct Wish {
    pub(super) set: Vec<(&'static Feature, Setting)>,
    /// What files ask for, where it is off.
    pub(super) gently: Vec<(&'static Feature, Setting)>,
    pub(super) skip: Vec<&'static str>,
}

/// What came of turning on.
pub(super) struct Turned {
    pub(super) report: Report,
    pub(super) outcome: Outcome,
    pub(super) failure: Option<Failure>,
}

/// Plans, asks, connects where a connection is missing, turns the features on and reads them back. `report` is what
/// the checks said, and nothing required in it is open.
pub(super) async fn turn_on(
    wish: &Wish,
    report: Report,
    heard: &mut Heard,
    session: &Session,
    global: &Global,
    io: &mut Io,
) -> Result<Turned, End> {
    let mut stage = wish.stage();
    let ended = |report, outcome, failure| {
        Ok(Turned {
            report,
            outcome,
            failure,
        })
    };
    // Whether there is a connection to make is part of the plan: without the list there is none.
    if let Err(gap) = Connections::of(&heard.answers).listed() {
        return ended(report, Outcome::Inconclusive, Some(unlisted(&gap)));
    }
    let plan = planned(heard, wish);
    moot(heard, &plan)?;
    if plan.is_empty() {
        stage.asked = wish.asked();
        let report = session.judge(heard, &stage);
        let outcome = report.outcome().max(Outcome::Done);
        if outcome == Outcome::Done && !global.quiet {
            writeln!(
                io.err,
                "nothing to change: everything asked for is on already"
            )?;
        }
        return ended(report, outcome, None);
    }
    if global.dry_run {
        let changes = plan.changes(heard, session);
        let report = Report { changes, ..report };
        return ended(report, Outcome::Pending, None);
    }
    agree(&plan, heard, session, global, io)?;
    let applied = apply(&plan, heard, session, io).await?;
    stage.asked = wish.asked();
    stage.connecting = true;
    let mut report = session.judge(heard, &stage);
    report.changes = applied.changes;
    let outcome = match applied.failure {
        Some(_) => Outcome::Partial,
        None => report.outcome().max(Outcome::Done),
    };
    ended(report, outcome, applied.failure)
}

impl Wish {
    /// The situation before anything is written.
    pub(super) fn stage(&self) -> Stage {
        Stage {
            writes: true,
            left_out: self.left_out(),
            ..Stage::default()
        }
    }

    /// Together with what files ask for, which only says how to turn on what is off: a file's *off* leaves a feature
    /// alone, and what is on stays. The command line counts where both speak of a feature.
    pub(super) fn with(mut self, of_files: &[(&'static Feature, Setting)]) -> Self {
        for (feature, value) in of_files {
            let named = self.set.iter().any(|(one, _)| one.key == feature.key);
            if named || self.skip.contains(&feature.key) {
                continue;
            }
            match value.is_on() {
                true => self.gently.push((feature, *value)),
                false => self.skip.push(feature.key),
            }
        }
        self
    }

    /// Everything asked for by name, given what is found.
    fn named(&self, found: &Found) -> Vec<(&'static Feature, Setting)> {
        let off = |one: &&(&'static Feature, Setting)| {
            !found.get(one.0.key).is_some_and(|value| value.is_on())
        };
        self.set
            .iter()
            .chain(self.gently.iter().filter(off))
            .copied()
            .collect()
    }

    /// The features that must be on in the end.
    fn asked(&self) -> BTreeSet<String> {
        let documented = features::ALL.iter().filter(|one| one.documented);
        let named = self
            .set
            .iter()
            .chain(&self.gently)
            .filter(|(_, to)| to.is_on())
            .map(|(one, _)| *one);
        let left_out = self.left_out();
        documented
            .chain(named)
            .map(|one| one.key.to_owned())
            .filter(|key| !left_out.contains(key))
            .collect()
    }

    pub(super) fn left_out(&self) -> BTreeSet<String> {
        let off = self
            .set
            .iter()
            .filter(|(_, to)| !to.is_on())
            .map(|(one, _)| one.key);
        let skipped = self.skip.iter().copied();
        off.chain(skipped).map(str::to_owned).collect()
    }
}

/// What would do nothing while the main switch stays off is a mistake, found before any write.
fn moot(heard: &Heard, plan: &Plan) -> Result<(), End> {
    let Ok((_, found)) = semgrep::found(&heard.answers) else {
        return Ok(());
    };
    let asked: Vec<_> = plan
        .switches
        .iter()
        .map(|one| (one.feature, one.to))
        .collect();
    let moot = plan::moot(&found, &asked);
    if moot.is_empty() {
        return Ok(());
    }
    Err(End::usage(
        format!(
            "{}: does nothing while code-snippets is off",
            moot.join(", ")
        ),
        "leave these features out with --skip, or let code-snippets be turned on",
    ))
}

fn planned(heard: &Heard, wish: &Wish) -> Plan {
    let all = Connections::of(&heard.answers);
    let missing = |(side, one): (usize, &SideHeard)| {
        let absent = matches!(all.config_id(&one.key), Ok(None));
        let has_token = one.connection.credential.is_some();
        let by_token = matches!(one.connection.scm.about().handover, Handover::Token);
        (absent && has_token && by_token).then_some(Connect { side, config: None })
    };
    let switches = match semgrep::found(&heard.answers) {
        Ok((_, found)) => plan::enable(&found, &wish.named(&found), &wish.skip),
        Err(_) => Vec::new(),
    };
    Plan {
        connect: heard.sides.iter().enumerate().filter_map(missing).collect(),
        switches,
        ..Plan::default()
    }
}
