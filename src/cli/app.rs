//! Waiting until a person has installed the app through which the platform works.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::args::Global;
use super::gather::{Heard, Session};
use super::judging::{Stage, is_platform_side};
use super::{End, Io, browser, questions};
use crate::audit::{Finding, Outcome, Report, Verdict, worst};
use crate::render::table::wrapped;
use crate::semgrep;

/// How long to wait for a person, unless told otherwise.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// The longest pause between two looks; the first ones are shorter.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What to wait for.
pub(super) struct Wait<'a> {
    pub(super) steps: &'a [&'a str],
    pub(super) rows: &'a [&'a str],
}

impl Wait<'_> {
    /// Says what to do and looks again and again until it is done. Running it again goes on where it was.
    pub(super) async fn run(
        &self,
        session: &Session,
        heard: &mut Heard,
        stage: &Stage,
        global: &Global,
        io: &mut Io,
    ) -> Result<(Report, Outcome), End> {
        let until = Instant::now() + session.settings.given_deadline.unwrap_or(PATIENCE);
        let mut pause = Duration::from_millis(500);
        let mut met = Vec::new();
        let mut told = false;
        loop {
            let report = session.judge(heard, stage);
            // What no installation mends ends the wait.
            let other = worst(report.findings().filter(|row| !self.awaits(row)));
            let open = worst(report.findings().filter(|row| self.awaits(row)));
            if other != Outcome::Ready {
                let outcome = report.outcome();
                return Ok((report, outcome));
            }
            if open == Outcome::Ready {
                return Ok((report, Outcome::Done));
            }
            if !told {
                self.tell(heard, io)?;
                if global.dry_run {
                    return Ok((report, Outcome::Pending));
                }
                offer_browser(heard, session, global, io)?;
                writeln!(
                    io.err,
                    "Waiting until it is there. Ctrl-C stops; running the same command again goes on."
                )?;
                told = true;
            }
            self.progress(&report, &mut met, io)?;
            if Instant::now() + pause >= until {
                writeln!(
                    io.err,
                    "Not there yet. Running the same command again goes on."
                )?;
                let outcome = report.outcome();
                return Ok((report, outcome));
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            *heard = session.ask(|platform| platform.prerequisites = false).await;
        }
    }

    fn awaits(&self, row: &Finding) -> bool {
        self.rows.contains(&row.id) || is_platform_side(row.id)
    }

    fn tell(&self, heard: &Heard, io: &mut Io) -> Result<(), End> {
        let side = &heard.sides[0];
        let namespace = &side.connection.namespace;
        let web = semgrep::word(&heard.platform, "web").unwrap_or_default();
        let head = format!(
            "Semgrep works on {} through an app that a person installs:",
            side.connection.target()
        );
        let head = format!("\n{}", wrapped(&head, "", io.width));
        io.err.write_all(head.as_bytes())?;
        for (number, step) in self.steps.iter().enumerate() {
            let step = step
                .replace("{web}", &web)
                .replace("{namespace}", namespace);
            let step = wrapped(&format!("{}. {step}", number + 1), "  ", io.width);
            io.err.write_all(step.as_bytes())?;
        }
        Ok(())
    }

    /// Rows that turned good since the last look.
    fn progress(
        &self,
        report: &Report,
        met: &mut Vec<&'static str>,
        io: &mut Io,
    ) -> Result<(), End> {
        for row in report.findings().filter(|row| self.awaits(row)) {
            if row.judged.verdict == Verdict::Met && !met.contains(&row.id) {
                met.push(row.id);
                writeln!(io.err, "  met: {}", row.id)?;
            }
        }
        Ok(())
    }
}

fn offer_browser(
    heard: &Heard,
    session: &Session,
    global: &Global,
    io: &mut Io,
) -> Result<(), End> {
    let yes = global.yes || session.settings.yes;
    if io.prompter.is_none() || global.no_input || yes {
        return Ok(());
    }
    let web = semgrep::word(&heard.platform, "web").unwrap_or_default();
    let page = format!("{web}/orgs/-/settings/source-code");
    match questions::PAGE.confirm(&format!("Open {page} in the browser?"), io)? {
        true => browser::open(&page, io),
        false => Ok(()),
    }
}
