//! `assistant disconnect-scm`: removes a connection from the platform, and the kept token from here.

use super::apply::{Made, confirm, sent};
use super::args::{Global, One};
use super::ask_first::{Call, Wants, needs_yes, settings};
use super::gather::Session;
use super::judging::Stage;
use super::output::{Done, done};
use super::{End, Io};
use crate::audit::{Change, Outcome, State};
use crate::render::json::Failure;
use crate::semgrep::connections::{self, Connections};

const NAME: &str = "disconnect-scm";

pub(super) async fn run(global: &Global, args: &One, io: &mut Io) -> Result<u8, End> {
    let scm: Vec<String> = args.scm.clone().into_iter().collect();
    let call = Call {
        command: NAME,
        scm: &scm,
        place: Some(&args.place),
        wants: Wants::One,
    };
    let settings = settings(global, call, io, |_, asks| {
        needs_yes(global, asks).into_iter().collect()
    })?;
    let session = Session::new(global, settings, io);
    let mut heard = session.ask_platform().await;
    let stage = Stage {
        writes: true,
        narrow: true,
        ..Stage::default()
    };
    let mut report = session.judge(&heard, &stage);
    // Removing needs the platform's token and an admin, nothing of the source code manager.
    report.connections.clear();
    let outcome = report.outcome();
    let mut finished = Done::new(NAME, report, outcome, session.settings.fail_on);
    if outcome != Outcome::Ready {
        return done(finished, global, io);
    }
    let side = &heard.sides[0];
    let connection = side.connection.clone();
    let about = connection.scm.about();
    let place = connection.flags(session.sandboxed) + &session.aim;
    let key = side.key.clone();
    let config = match Connections::of(&heard.answers).config_id(&key) {
        Ok(config) => config,
        Err(gap) => {
            finished.outcome = Outcome::Inconclusive;
            finished.error = Some(super::judging::unlisted(&gap));
            return done(finished, global, io);
        }
    };
    let mut changes = Vec::new();
    if config.is_some() {
        changes.push(Change {
            target: connection.target(),
            key: "connection".to_owned(),
            from: Some("connected".to_owned()),
            to: "absent".to_owned(),
            state: State::Planned,
            undo: format!("assistant connect-scm {place}"),
        });
    }
    if global.dry_run {
        finished.outcome = if changes.is_empty() {
            Outcome::Done
        } else {
            Outcome::Pending
        };
        finished.report.changes = changes;
        return done(finished, global, io);
    }
    finished.outcome = Outcome::Done;
    if let Some(config) = config {
        writeln!(
            io.err,
            "Semgrep will no longer reach {}: no comments and no scans through this connection.",
            connection.target()
        )?;
        if !global.yes {
            confirm("Remove the connection?", global, io)?;
        }
        let call = connections::delete(&heard.deployment()?, &config);
        let made = Made(&io.made);
        made.starts(&changes);
        let result = sent(&session, &heard, &call).await;
        made.ended(result.is_ok());
        match result {
            Ok(()) => {
                changes[0].state = State::Applied;
                session.ask_again(&mut heard).await;
                let all = Connections::of(&heard.answers);
                if all
                    .listed()
                    .is_ok_and(|all| all.iter().all(|one| one.id != config))
                {
                    changes[0].state = State::Verified;
                }
            }
            Err(text) => {
                changes[0].state = State::Failed;
                finished.error = Some(Failure {
                    code: "partial".to_owned(),
                    message: text,
                    fix: Some(
                        "run the same command again: it goes on with what is left".to_owned(),
                    ),
                });
            }
        }
        if changes[0].state != State::Verified {
            finished.outcome = Outcome::Partial;
        }
    } else if !global.quiet {
        writeln!(
            io.err,
            "the platform has no connection for {}",
            connection.target()
        )?;
    }
    finished.report.changes = changes;
    if finished.outcome == Outcome::Done {
        forget(&connection, io)?;
    }
    if !global.quiet {
        writeln!(io.err, "To revoke the token itself: {}", about.revoke)?;
    }
    done(finished, global, io)
}

fn forget(connection: &crate::settings::Connection, io: &mut Io) -> Result<(), End> {
    match io.store.delete(&connection.key()) {
        Ok(true) => writeln!(io.err, "removed the token kept in {}", io.store.place())?,
        Ok(false) => {}
        // Where there is no store there is no kept token.
        Err(crate::vault::VaultError::Nowhere | crate::vault::VaultError::Absent(_)) => {}
        Err(error) => writeln!(
            io.err,
            "warning: a kept token may remain: {error}; {}",
            error.hint()
        )?,
    }
    Ok(())
}
