//! `assistant` on a terminal: from nothing to enabled, asking only for what is missing.
//!
//! The checks are made anew each time, so running it again goes on with the first one that is not met.

mod checklist;
mod farewell;
mod gaps;
mod message;
mod place;
mod tokens;
mod wanted;

use super::app::Wait;
use super::args::{Global, Name};
use super::ask_first::{choose_store, resolved};
use super::gather::{Heard, Session};
use super::judging::{Stage, is_platform_side};
use super::output::{Done, style};
use super::turning_on::turn_on;
use super::{End, Io};
use crate::audit::{Attestation, Outcome, Report, Via, worst};
use crate::render::table::wrapped;
use crate::scm::{self, Handover};
use crate::settings::{Given, Settings};

use checklist::Checklist;
use gaps::Step;

/// Walks a person through everything, and gives the exit code.
pub(super) async fn run(global: &Global, named: &Name, io: &mut Io) -> Result<u8, End> {
    let welcome = "Sets up Semgrep Assistant (now Semgrep Multimodal): checks what is needed, says how to mend what is \
                   missing, and changes nothing before you agree. Ctrl-C leaves; running it again goes on from there.";
    io.err
        .write_all(wrapped(welcome, "", io.width).as_bytes())?;
    if global.sandbox.is_some() {
        writeln!(
            io.err,
            "This is the sandbox: all of it is invented, nothing of yours is touched."
        )?;
    }
    writeln!(io.err)?;
    let scm = named.scm.as_deref().and_then(scm::by_id);
    let mut given = Given {
        namespace: named.namespace.clone(),
        host: named.host.clone(),
        ..global.given(
            scm.map(|scm| scm.about().id.to_owned())
                .into_iter()
                .collect(),
            None,
        )
    };
    place::choose(&mut given, io)?;
    let mut prepared = None;
    let settings = settled(&given, io)?;
    choose_store(&settings, global, io);
    let mut session = Session::new(global, settings, io);
    tokens::complete(&mut session, &mut prepared, io).await?;
    let mut passed: Vec<String> = Vec::new();
    let mut again = false;
    let (mut heard, report) = loop {
        let (heard, report) = looked(&session, again, io).await?;
        again = true;
        session.keep_typed(&heard, global.store, io)?;
        if waits_for_app(&report, &session) {
            break (heard, report);
        }
        let Some(gap) = gaps::first(&report, &passed) else {
            break (heard, report);
        };
        match gaps::step(&gap, &session, io)? {
            Step::Again => {}
            Step::Token(place) => tokens::renew(&mut session, place, &mut prepared, io).await?,
            Step::Elsewhere(url) => {
                given.semgrep_url = Some(url);
                session = Session::new(global, settled(&given, io)?, io);
                tokens::complete(&mut session, &mut prepared, io).await?;
            }
            Step::Vouched => session.settings.attestations.push(Attestation {
                id: gap.finding.id.to_owned(),
                target: Some(gap.target.clone()),
                by: "the person at the wizard".to_owned(),
                via: Via::Wizard,
            }),
            Step::Skipped => passed.push(gap.name()),
            Step::Left => {
                let outcome = report.outcome();
                return farewell::left(report, outcome, &session, io);
            }
        }
    };
    let report = match installed(&session, &mut heard, report, global, io).await? {
        Ok(report) => report,
        Err((report, outcome)) => return farewell::left(report, outcome, &session, io),
    };
    let wish = wanted::ask_which(&heard, &session, io)?;
    let turned = turn_on(&wish, report, &mut heard, &session, global, io).await?;
    let fail_on = session.settings.fail_on;
    let finished = Done {
        error: turned.failure,
        ..Done::new("", turned.report, turned.outcome, fail_on)
    };
    farewell::done(finished, &wish, &session, global, io)
}

/// The settings for what was chosen; what files or flags have wrong is told all at once.
fn settled(given: &Given, io: &mut Io) -> Result<Settings, End> {
    let (settings, problems) = resolved(given, io);
    // A token that is missing or can't be fetched is asked for.
    let wrong: Vec<String> = problems
        .into_iter()
        .filter(|one| !one.credential)
        .map(|one| one.text)
        .collect();
    match settings.filter(|_| wrong.is_empty()) {
        Some(settings) => {
            for warning in &settings.warnings {
                writeln!(io.err, "warning: {warning}")?;
            }
            Ok(settings)
        }
        None => Err(End::Usage {
            problems: wrong,
            credentials: false,
            hint: None,
        }),
    }
}

/// The situation in which the wizard judges: it is about to write.
fn stage() -> Stage {
    Stage {
        writes: true,
        ..Stage::default()
    }
}

/// Asks everybody while the checklist shows what is known so far.
async fn looked(session: &Session, again: bool, io: &mut Io) -> Result<(Heard, Report), End> {
    let stage = stage();
    let dumb = io.env.get("TERM").is_none_or(|term| term == "dumb");
    let height = console::Term::stderr()
        .size_checked()
        .map(|(lines, _)| usize::from(lines));
    let style = style(io);
    let mut checklist = Checklist::new(
        io.err.as_mut(),
        style,
        height.filter(|_| io.watched && !dumb),
        again,
    );
    let mut shown = Ok(());
    let heard = session
        .ask_watched(|heard, done| {
            let report = session.judge(heard, &stage);
            if shown.is_ok() {
                shown = checklist.show(&report, done);
            }
        })
        .await;
    shown?;
    let report = session.judge(&heard, &stage);
    Ok((heard, report))
}

/// Whether all that is missing is an app that a person installs.
fn waits_for_app(report: &Report, session: &Session) -> bool {
    let Handover::App { rows, .. } = &session.settings.connections[0].scm.about().handover else {
        return false;
    };
    let awaited = |id: &str| rows.contains(&id) || is_platform_side(id);
    let (app, other): (Vec<_>, Vec<_>) = report.findings().partition(|row| awaited(row.id));
    worst(other) == Outcome::Ready && worst(app) != Outcome::Ready
}

/// Waits for the app where one is missing. The inner error is a wait that ended without it.
async fn installed(
    session: &Session,
    heard: &mut Heard,
    report: Report,
    global: &Global,
    io: &mut Io,
) -> Result<Result<Report, (Report, Outcome)>, End> {
    let Handover::App { steps, rows } = &session.settings.connections[0].scm.about().handover
    else {
        return Ok(Ok(report));
    };
    if !waits_for_app(&report, session) {
        return Ok(Ok(report));
    }
    let wait = Wait { steps, rows };
    let (report, outcome) = wait.run(session, heard, &stage(), global, io).await?;
    if outcome != Outcome::Done {
        return Ok(Err((report, outcome)));
    }
    // Waiting looks at less than the checks do.
    *heard = session.ask(|_| {}).await;
    Ok(Ok(session.judge(heard, &stage())))
}
