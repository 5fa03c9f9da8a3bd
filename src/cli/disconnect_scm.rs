//! `assistant disconnect-scm`: removes a connection from the platform, and the kept token from here.

use super::apply::{Disconnect, Plan, apply, confirm};
use super::args::{Global, One};
use super::ask_first::{Call, Wants, needs_yes, settings};
use super::gather::Session;
use super::judging::Stage;
use super::output::{Done, done};
use super::{End, Io, questions};
use crate::audit::Outcome;
use crate::semgrep::connections::Connections;

const NAME: &str = "disconnect-scm";

pub(super) async fn run(global: &Global, args: &One, io: &mut Io) -> Result<u8, End> {
    let scm: Vec<String> = args.scm.clone().into_iter().collect();
    let call = Call {
        command: NAME,
        scm: &scm,
        place: Some(&args.place),
        wants: Wants::One,
    };
    let settings = settings(global, call, io, |settings, asks| {
        needs_yes(global, settings, asks).into_iter().collect()
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
    let key = side.key.clone();
    let config = match Connections::of(&heard.answers).config_id(&key) {
        Ok(config) => config,
        Err(gap) => {
            finished.outcome = Outcome::Inconclusive;
            finished.error = Some(super::judging::unlisted(&gap));
            return done(finished, global, io);
        }
    };
    let mut plan = Plan::default();
    if let Some(config) = config {
        plan.disconnect.push(Disconnect {
            connection: connection.clone(),
            config,
        });
    } else if !global.quiet {
        writeln!(
            io.err,
            "the platform has no connection for {}",
            connection.target()
        )?;
    }
    if global.dry_run {
        finished.outcome = match plan.is_empty() {
            true => Outcome::Done,
            false => Outcome::Pending,
        };
        finished.report.changes = plan.changes(&heard, &session);
        return done(finished, global, io);
    }
    finished.outcome = Outcome::Done;
    if !plan.is_empty() {
        writeln!(
            io.err,
            "Semgrep will no longer reach {}: no comments and no scans through this connection.",
            connection.target()
        )?;
        if !global.yes && !session.settings.yes {
            confirm(&questions::CHANGES, "Remove the connection?", global, io)?;
        }
        let applied = apply(&plan, &mut heard, &session, io).await?;
        if applied.failure.is_some() {
            finished.outcome = Outcome::Partial;
        }
        finished.report.changes = applied.changes;
        finished.error = applied.failure;
    }
    if finished.outcome == Outcome::Done {
        forget(&connection, io)?;
    }
    if !global.quiet {
        writeln!(io.err, "To revoke the token itself: {}", about.revoke)?;
    }
    done(finished, global, io)
}

fn forget(connection: &crate::settings::Connection, io: &mut Io) -> Result<(), End> {
    for removal in io.store.remove(&connection.key()) {
        match removal.done {
            Ok(true) => writeln!(io.err, "removed the token kept in {}", removal.place)?,
            Ok(false) => {}
            // Where there is no store there is no kept token.
            Err(crate::vault::VaultError::Nowhere | crate::vault::VaultError::Absent(_)) => {}
            Err(error) => writeln!(
                io.err,
                "warning: a kept token may remain: {error}\nhint: {}",
                error.hint()
            )?,
        }
    }
    Ok(())
}
