//! `assistant apply`: connections and settings of one deployment as a file says they shall be.

use super::apply::{Connect, Disconnect, Plan, agree, apply, show, sign};
use super::args::{Apply, Global};
use super::ask_first::{Call, Wants, needs_consent, needs_yes, settings};
use super::copied::quoted;
use super::gather::{Heard, Session};
use super::judging::{Stage, unlisted};
use super::output::{Done, done};
use super::{End, Io};
use crate::ask::PlatformKey;
use crate::audit::{Change, Gap, Outcome, Report, State};
use crate::plan;
use crate::render::json::Failure;
use crate::scm::Handover;
use crate::semgrep;
use crate::semgrep::connections::Connections;
use crate::semgrep::features::{self, CODE_SNIPPETS};

const NAME: &str = "apply";

pub(super) async fn run(global: &Global, args: &Apply, io: &mut Io) -> Result<u8, End> {
    if global.config.is_some() {
        return Err(End::usage(
            "--config and --file both name the file",
            "assistant apply --file FILE",
        ));
    }
    let command = format!("{NAME} --file {}", quoted(&args.file.display().to_string()));
    let call = Call {
        command: &command,
        scm: &[],
        place: None,
        wants: Wants::File(&args.file),
    };
    let settings = settings(global, call, io, |settings, asks| {
        let mut problems: Vec<_> = needs_yes(global, settings, asks).into_iter().collect();
        let shares = |(one, to): &(&features::Feature, features::Setting)| {
            one.key == CODE_SNIPPETS && to.is_on()
        };
        if settings.features.iter().any(shares) {
            problems.extend(needs_consent(global, settings, asks));
        }
        problems
    })?;
    // Commands to copy name the file by the flag that all commands have.
    let global = &Global {
        config: Some(args.file.clone()),
        ..global.clone()
    };
    let session = Session::new(global, settings, io);
    let mut heard = session.ask(|_| {}).await;
    session.keep_typed(&heard, global.store, io)?;
    let mut report = session.judge(&heard, &stage(&session));
    show_wanted(&mut report, &heard, &session);
    let plan = match planned(&heard, &session) {
        Ok(plan) => plan,
        Err(failure) => {
            let outcome = report.outcome().max(Outcome::Inconclusive);
            return finish(report, outcome, Some(failure), &session, global, io);
        }
    };
    let outcome = gate(&plan, &report, &heard, &session);
    if outcome != Outcome::Ready {
        report.changes = plan.changes(&heard, &session);
        return finish(report, outcome, None, &session, global, io);
    }
    moot(&heard, &session)?;
    if !global.quiet {
        writeln!(io.err, "{}", counted(&plan, &heard, &session))?;
    }
    if plan.is_empty() {
        return finish(report, Outcome::Done, None, &session, global, io);
    }
    if global.dry_run {
        show(&plan, &heard, &session, io)?;
        report.changes = plan.changes(&heard, &session);
        return finish(report, Outcome::Pending, None, &session, global, io);
    }
    agree(&plan, &heard, &session, global, io)?;
    let applied = apply(&plan, &mut heard, &session, io).await?;
    let after = Stage {
        connecting: true,
        asked: asked(&session),
        ..stage(&session)
    };
    let mut report = session.judge(&heard, &after);
    show_wanted(&mut report, &heard, &session);
    report.changes = applied.changes;
    let outcome = match applied.failure {
        Some(_) => Outcome::Partial,
        None => gate(&plan, &report, &heard, &session).max(Outcome::Done),
    };
    finish(report, outcome, applied.failure, &session, global, io)
}

fn finish(
    report: Report,
    outcome: Outcome,
    error: Option<Failure>,
    session: &Session,
    global: &Global,
    io: &mut Io,
) -> Result<u8, End> {
    let finished = Done {
        error,
        ..Done::new(NAME, report, outcome, session.settings.fail_on)
    };
    done(finished, global, io)
}

fn stage(session: &Session) -> Stage {
    let wanted = session.settings.features.iter();
    let off = wanted.filter(|(_, to)| !to.is_on());
    Stage {
        writes: true,
        left_out: off.map(|(one, _)| one.key.to_owned()).collect(),
        ..Stage::default()
    }
}

fn asked(session: &Session) -> std::collections::BTreeSet<String> {
    let wanted = session.settings.features.iter();
    let on = wanted.filter(|(_, to)| to.is_on());
    on.map(|(one, _)| one.key.to_owned()).collect()
}

/// What keeps the plan from being carried out. Removing and turning off needs nothing of the source code managers.
fn gate(plan: &Plan, report: &Report, heard: &Heard, session: &Session) -> Outcome {
    let adds = |change: &Change| sign(change) != '-';
    let only_removes = !plan.is_empty() && !plan.changes(heard, session).iter().any(adds);
    if !only_removes {
        return report.outcome();
    }
    let narrow = Stage {
        narrow: true,
        ..stage(session)
    };
    let mut own = session.judge(heard, &narrow);
    own.connections.clear();
    own.outcome()
}

fn planned(heard: &Heard, session: &Session) -> Result<Plan, Failure> {
    let settings = &session.settings;
    let all = Connections::of(&heard.answers);
    all.listed().map_err(|gap| unlisted(&gap))?;
    let id = |key: &PlatformKey| all.config_id(key).map_err(|gap| unlisted(&gap));
    let mut plan = Plan::default();
    for (side, one) in heard.sides.iter().enumerate() {
        let by_token = matches!(one.connection.scm.about().handover, Handover::Token);
        match id(&one.key)? {
            Some(_) => plan.same.push((
                one.connection.target(),
                "connection".to_owned(),
                "connected".to_owned(),
            )),
            // An app is installed by a person: its rows say so.
            None if by_token && one.connection.credential.is_some() => {
                plan.connect.push(Connect { side, config: None })
            }
            None => {}
        }
    }
    for connection in &settings.absent {
        match id(&session.key_of(connection))? {
            Some(config) => plan.disconnect.push(Disconnect {
                connection: connection.clone(),
                config,
            }),
            None => plan.same.push((
                connection.target(),
                "connection".to_owned(),
                "absent".to_owned(),
            )),
        }
    }
    if settings.features.is_empty() {
        return Ok(plan);
    }
    let (_, found) = semgrep::found(&heard.answers).map_err(|gap| unreadable(&gap))?;
    plan.switches = plan::set(&found, &settings.features);
    let target = semgrep::target_name(
        &settings.semgrep_host,
        semgrep::deployment(&heard.answers).as_ref(),
    );
    for (feature, to) in &settings.features {
        if plan
            .switches
            .iter()
            .all(|one| one.feature.key != feature.key)
        {
            plan.same
                .push((target.clone(), feature.key.to_owned(), to.to_string()));
        }
    }
    Ok(plan)
}

fn unreadable(gap: &Gap) -> Failure {
    Failure {
        code: Outcome::Inconclusive.word().to_owned(),
        message: format!("the settings can't be read: {}", gap.cause.words()),
        fix: None,
    }
}

/// What would do nothing while the main switch stays off is a mistake in the file, found before any write.
fn moot(heard: &Heard, session: &Session) -> Result<(), End> {
    let Ok((_, found)) = semgrep::found(&heard.answers) else {
        return Ok(());
    };
    let moot = plan::moot(&found, &session.settings.features);
    if moot.is_empty() {
        return Ok(());
    }
    Err(End::usage(
        format!(
            "{}: does nothing while code-snippets is off",
            moot.join(", ")
        ),
        "say code-snippets: on in the file, or leave these out of it",
    ))
}

/// Each setting beside what the file wants of it.
fn show_wanted(report: &mut Report, heard: &Heard, session: &Session) {
    let found = semgrep::found(&heard.answers).ok().map(|(_, found)| found);
    report.features = features::rows(found.as_ref(), &session.settings.features);
}

/// How much there is to do, in one line.
fn counted(plan: &Plan, heard: &Heard, session: &Session) -> String {
    let changes = plan.changes(heard, session);
    let count = |wanted: char| {
        let planned = changes.iter().filter(|one| one.state == State::Planned);
        planned.filter(|one| sign(one) == wanted).count()
    };
    format!(
        "{} to add, {} to change, {} to remove or turn off, {} as they should be",
        count('+'),
        count('~'),
        count('-'),
        plan.same.len()
    )
}
