//! `assistant token rotate`: a fresh token in the place of a former one, here and on the platform.
//!
//! The former token ends at once, so everything that can be proven is proven before: that it may be replaced, that the
//! fresh one can be kept, and that the platform would take it.

mod by_hand;
mod keep;
mod plan;
mod prove;
mod read_back;
mod steps;

use jiff::Timestamp;

use super::super::args::{Global, Rotate};
use super::super::ask_first::{Call, Wants, needs_yes, settings};
use super::super::gather::{Heard, Session};
use super::super::judging::{Stage, is_platform_side};
use super::super::output::{Done, done};
use super::super::{End, Io, questions};
use crate::audit::{Change, Outcome, Report, State, parse_day};
use crate::render::json::Failure;
use crate::scm::{self, Renewal, Rotation};
use crate::settings::{Problem, Settings};
use crate::vault::{InMemory, VaultError};

/// The name of the command, as hints repeat it.
const NAME: &str = "token rotate";

/// The command's name in documents.
const COMMAND: &str = "token";

pub(in crate::cli) async fn run(global: &Global, args: &Rotate, io: &mut Io) -> Result<u8, End> {
    if global.sandbox.is_some() {
        // Nothing real is at stake: what the sandbox gives out is kept as long as the sandbox lasts.
        io.store = Box::new(InMemory::new());
    }
    let (settings, ends) = resolved(global, args, io)?;
    let Some(connection) = settings.connections.first() else {
        return Err(End::Fault(anyhow::anyhow!("no connection is chosen")));
    };
    let renewal = match connection.scm.rotation() {
        Rotation::Call(renewal) => renewal,
        Rotation::Page { page, steps } => {
            return by_hand::tell(page, steps, &settings, global, io);
        }
    };
    let session = Session::new(global, settings, io);
    let mut heard = match args.no_platform {
        true => session.ask_scms().await,
        false => {
            let narrow = |platform: &mut crate::semgrep::Platform| {
                platform.prerequisites = false;
                platform.features = false;
            };
            session.ask(narrow).await
        }
    };
    let run = Run {
        session: &session,
        renewal,
        no_platform: args.no_platform,
        ends,
        global,
    };
    session.keep_typed(&heard, global.store, io)?;
    let proven = match run.prove(&heard) {
        Ok(proven) => proven,
        Err((outcome, error)) => return run.finish(run.report(&heard), outcome, error, io),
    };
    let planned = run.plan(&heard, proven, io)?;
    if global.dry_run {
        let mut report = run.report(&heard);
        report.changes = planned.changes;
        return run.finish(report, Outcome::Pending, None, io);
    }
    planned.show(io)?;
    if !global.yes && !run.session.settings.yes {
        super::super::apply::confirm(&questions::CHANGES, "Rotate the token?", global, io)?;
    }
    let after = planned.after.clone();
    let (changes, error) = run.perform(planned, &mut heard, io).await;
    let mut report = run.report(&heard);
    report.changes = changes;
    let outcome = match error {
        Some(_) => Outcome::Partial,
        None => Outcome::Done,
    };
    let made = |one: &Change| matches!(one.state, State::Applied | State::Verified);
    let rotated = report.changes.first().is_some_and(made);
    let code = run.finish(report, outcome, error, io)?;
    for line in after.iter().filter(|_| rotated) {
        let line = crate::render::clean(line);
        write!(
            io.err,
            "{}",
            crate::render::table::wrapped(&line, "", io.width)
        )?;
    }
    Ok(code)
}

/// The settings, and the end that was asked for; everything that is missing or in the way is named at once.
fn resolved(global: &Global, args: &Rotate, io: &mut Io) -> Result<(Settings, Option<i64>), End> {
    let named = args.one.scm.as_deref().and_then(scm::by_id);
    let by_page = named.is_some_and(by_hand::is);
    let wants = match (by_page, args.no_platform) {
        (true, _) => Wants::Name,
        (_, true) => Wants::OneTokenAlone,
        _ => Wants::OneToken,
    };
    // Before a token is asked for.
    let store = match by_page {
        true => Ok(()),
        false => io.store.probe(),
    };
    let place = io.store.place().to_owned();
    let ends = args.expires.as_deref().map(|text| end(text, today()));
    let scm: Vec<String> = args.one.scm.clone().into_iter().collect();
    let call = Call {
        command: NAME,
        scm: &scm,
        place: Some(&args.one.place),
        wants,
    };
    let settings = settings(global, call, io, |settings, asks| {
        let one = settings.connections.first();
        if one.is_some_and(|one| by_hand::is(one.scm)) {
            return Vec::new();
        }
        let ends = ends.clone().and_then(Result::err).map(Problem::wrong);
        let store = store.clone().err().map(|error| unkept(&place, &error));
        let yes = needs_yes(global, settings, asks);
        ends.into_iter().chain(store).chain(yes).collect()
    })?;
    Ok((settings, ends.and_then(Result::ok)))
}

fn unkept(place: &str, error: &VaultError) -> Problem {
    Problem::wrong(format!(
        "the new token could not be kept in {place}, and the former one would be dead: {error}; {}",
        error.mend()
    ))
}

fn today() -> i64 {
    Timestamp::now().as_second().div_euclid(86_400)
}

/// The day that `--expires` names: a day, or a number of days from today.
fn end(text: &str, today: i64) -> Result<i64, String> {
    let days = text.parse::<u16>().ok().map(|days| today + i64::from(days));
    let whole = |day: &i64| crate::audit::format_day(*day) == text;
    match days.or_else(|| parse_day(text).filter(whole)) {
        Some(day) if day > today => Ok(day),
        Some(_) => Err(format!("--expires: '{text}' is not in the future")),
        None => Err(format!(
            "--expires: '{text}' is neither a day (YYYY-MM-DD) nor a number of days"
        )),
    }
}

/// What a rotation is run with.
struct Run<'a> {
    session: &'a Session,
    renewal: &'static Renewal,
    no_platform: bool,
    /// The end that was asked for.
    ends: Option<i64>,
    global: &'a Global,
}

impl Run<'_> {
    /// Judges what was heard; without the platform only what the source code manager said.
    fn report(&self, heard: &Heard) -> Report {
        let stage = Stage {
            writes: true,
            narrow: true,
            ..Stage::default()
        };
        let mut report = self.session.judge(heard, &stage);
        report.features.clear();
        if self.no_platform {
            report.platform = None;
            for one in &mut report.connections {
                one.findings.retain(|row| !is_platform_side(row.id));
            }
        }
        report
    }

    fn finish(
        &self,
        report: Report,
        outcome: Outcome,
        error: Option<Failure>,
        io: &mut Io,
    ) -> Result<u8, End> {
        let finished = Done {
            error,
            ..Done::new(COMMAND, report, outcome, self.session.settings.fail_on)
        };
        done(finished, self.global, io)
    }
}

fn failure(outcome: Outcome, message: String, fix: String) -> Failure {
    Failure {
        code: outcome.word().to_owned(),
        message,
        fix: Some(fix),
    }
}

#[cfg(test)]
mod tests {
    use super::end;

    #[test]
    fn an_end_is_a_day_or_a_number_of_days() {
        assert_eq!(end("30", 20_780), Ok(20_810));
        assert_eq!(end("2026-11-24", 20_780), Ok(20_781));
        for wrong in [
            "0",
            "2026-11-23",
            "-1",
            "soon",
            "2026-11-24T00:00",
            "99999999",
        ] {
            assert!(end(wrong, 20_780).is_err(), "{wrong}");
        }
    }
}
