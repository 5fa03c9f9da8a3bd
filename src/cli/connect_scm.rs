//! `assistant connect-scm`: checks a token, then hands it to the platform.

use super::app::Wait;
use super::apply::{Connect, Plan, agree, apply};
use super::args::{Global, One};
use super::ask_first::{Call, Wants, needs_yes, settings};
use super::gather::Session;
use super::judging::{Stage, is_platform_side, unlisted};
use super::output::{Done, done};
use super::{End, Io};
use crate::audit::{Outcome, Phase};
use crate::scm::Handover;
use crate::semgrep::connections::Connections;
use crate::settings::{Connection, Settings};

const NAME: &str = "connect-scm";

pub(super) async fn run(global: &Global, args: &One, io: &mut Io) -> Result<u8, End> {
    let scm: Vec<String> = args.scm.clone().into_iter().collect();
    let call = Call {
        command: NAME,
        scm: &scm,
        place: Some(&args.place),
        wants: Wants::OneToken,
    };
    let hands_over = |settings: &Settings| {
        let handover = |one: &Connection| &one.scm.about().handover;
        settings
            .connections
            .first()
            .map(handover)
            .is_none_or(|one| matches!(one, Handover::Token))
    };
    let settings = settings(global, call, io, |settings, asks| {
        let yes = needs_yes(global, settings, asks).filter(|_| hands_over(settings));
        yes.into_iter().collect()
    })?;
    let session = Session::new(global, settings, io);
    // The features are none of this command's business.
    let mut heard = session.ask(|platform| platform.prerequisites = false).await;
    let mut stage = Stage {
        writes: true,
        phase: Some(Phase::Setup),
        narrow: true,
        ..Stage::default()
    };
    if let Handover::App { steps, rows } = &heard.sides[0].connection.scm.about().handover {
        stage.connecting = true;
        session.keep_typed(&heard, global.store, io)?;
        let app = Wait { steps, rows };
        let (report, outcome) = app.run(&session, &mut heard, &stage, global, io).await?;
        return finish(report, outcome, &session, global, io, None);
    }
    let mut report = session.judge(&heard, &stage);
    // Whether the connection works so far is what is about to change.
    let blocking = report.findings().filter(|row| !is_platform_side(row.id));
    let outcome = crate::audit::worst(blocking);
    session.keep_typed(&heard, global.store, io)?;
    if outcome != Outcome::Ready {
        return finish(report, outcome, &session, global, io, None);
    }
    let config = match Connections::of(&heard.answers).config_id(&heard.sides[0].key) {
        Ok(config) => config,
        Err(gap) => {
            let error = unlisted(&gap);
            let outcome = Outcome::Inconclusive;
            return finish(report, outcome, &session, global, io, Some(error));
        }
    };
    let plan = Plan {
        connect: vec![Connect { side: 0, config }],
        ..Plan::default()
    };
    if global.dry_run {
        report.changes = plan.changes(&heard, &session);
        return finish(report, Outcome::Pending, &session, global, io, None);
    }
    agree(&plan, &heard, &session, global, io)?;
    let applied = apply(&plan, &mut heard, &session, io).await?;
    stage.connecting = true;
    let mut report = session.judge(&heard, &stage);
    report.changes = applied.changes;
    let outcome = match applied.failure {
        Some(_) => Outcome::Partial,
        None => report.outcome().max(Outcome::Done),
    };
    finish(report, outcome, &session, global, io, applied.failure)
}

fn finish(
    report: crate::audit::Report,
    outcome: Outcome,
    session: &Session,
    global: &Global,
    io: &mut Io,
    error: Option<crate::render::json::Failure>,
) -> Result<u8, End> {
    let finished = Done {
        error,
        ..Done::new(NAME, report, outcome, session.settings.fail_on)
    };
    done(finished, global, io)
}
