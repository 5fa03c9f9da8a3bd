//! Results to standard output, everything else to standard error.

use std::io::Write;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::apply::Made;
use super::args::{Format, Global};
use super::{End, Io};
use crate::audit::{FailOn, LocalReport, Outcome, Report, Verdict};
use crate::http::Sent;
use crate::plan;
use crate::render::json::{Failure, Frame};
use crate::render::{self, clean, table};

/// A finished run.
pub(super) struct Done<'a> {
    pub(super) command: &'a str,
    pub(super) report: Report,
    pub(super) outcome: Outcome,
    pub(super) fail_on: FailOn,
    /// Whether the command only reads, so that `--exit-zero` applies.
    pub(super) reads: bool,
    pub(super) error: Option<Failure>,
    /// So many connections' tables, and the platform's, were printed already.
    pub(super) streamed: Option<usize>,
}

impl<'a> Done<'a> {
    /// The end of a command that may write and whose report was not printed in part yet.
    pub(super) fn new(command: &'a str, report: Report, outcome: Outcome, fail_on: FailOn) -> Self {
        Done {
            command,
            report,
            outcome,
            fail_on,
            reads: false,
            error: None,
            streamed: None,
        }
    }

    /// The exit code under the run's policy; `--exit-zero` excuses reading commands and dry runs only.
    pub(super) fn code(&self, global: &Global) -> u8 {
        let code = self.report.exit_code(self.outcome, self.fail_on);
        let excused = match code {
            3 | 5 => self.reads,
            6 => true,
            _ => false,
        };
        if global.exit_zero && excused { 0 } else { code }
    }
}

/// Prints a run's result and gives its exit code.
pub(super) fn done(done: Done<'_>, global: &Global, io: &mut Io) -> Result<u8, End> {
    let code = done.code(global);
    let text = match global.format {
        Format::Json => {
            let frame = frame(done.command, done.outcome, code, done.error.clone());
            render::json::document(&done.report, &frame, Map::new())
        }
        Format::Table => {
            let style = style(io);
            let mut text = match done.streamed {
                None => table::report(&done.report, style),
                Some(printed) => {
                    let rest = done.report.connections.iter().skip(printed);
                    let rest: String = rest.map(|one| table::connection(one, style)).collect();
                    rest + &table::todo(&done.report, style)
                }
            };
            text.push_str(&changes(&done.report, io));
            text
        }
    };
    // The result stands whether or not somebody still reads it.
    let printed = print(io, &text);
    if global.format == Format::Table {
        let _ = summary(&done, code, global, io);
    }
    match printed {
        Err(End::Fault(error)) => {
            let _ = writeln!(io.err, "error: the result can't be written: {error}");
            Ok(if code == 0 {
                Outcome::Error.code()
            } else {
                code
            })
        }
        _ => Ok(code),
    }
}

/// How wide and colourful.
pub(super) fn style(io: &Io) -> table::Style {
    table::Style {
        width: io.width,
        colors: io.colors,
    }
}

/// The changes and the way back, as text.
pub(super) fn changes(report: &Report, io: &Io) -> String {
    if report.changes.is_empty() {
        return String::new();
    }
    let mut text = format!("\nChanges\n{}", table::changes(&report.changes, style(io)));
    for command in plan::undo(&report.changes) {
        text.push_str(&format!("undo: {}\n", clean(&command)));
    }
    text
}

pub(super) fn summary(done: &Done<'_>, code: u8, global: &Global, io: &mut Io) -> Result<(), End> {
    let count = |verdict| {
        let counted = done.report.findings().filter(|one| one.counts());
        counted.filter(|one| one.judged.verdict == verdict).count()
    };
    let (unmet, open) = (count(Verdict::NotMet), count(Verdict::CannotTell));
    let lesser = || {
        let open = done
            .report
            .findings()
            .filter(|one| one.judged.verdict == Verdict::NotMet);
        open.filter(|one| !one.counts() && !one.blocked() && one.waived.is_none())
            .count()
    };
    let words = match done.outcome {
        Outcome::Ready if code == 3 => {
            format!(
                "ready, but {} recommended or hygiene checks are not met",
                lesser()
            )
        }
        Outcome::Ready if done.report.local.is_some() => local(&done.report),
        Outcome::Ready => "ready: every required check is met".to_owned(),
        Outcome::Done => "done: everything asked for is in place".to_owned(),
        Outcome::Pending => "pending: the changes above would be made".to_owned(),
        Outcome::Gaps => format!("gaps: {unmet} required not met, {open} cannot be told"),
        Outcome::Credentials => "credentials: a token can't be used, see above".to_owned(),
        Outcome::Inconclusive => format!("inconclusive: {open} required cannot be told"),
        Outcome::Partial => "partial: not everything was done and confirmed, see above".to_owned(),
        other => other.word().to_owned(),
    };
    if !global.quiet {
        writeln!(
            io.err,
            "\n{words} (exit {code}; {} requests, {} ms)",
            done.report.sent, done.report.elapsed_ms
        )?;
    }
    if let Some(error) = &done.error {
        writeln!(io.err, "error: {}", clean(&error.message))?;
        if let Some(fix) = &error.fix {
            writeln!(io.err, "hint: {}", clean(fix))?;
        }
    }
    Ok(())
}

/// What the checks of this machine come to: none of them is required.
fn local(report: &Report) -> String {
    let count = |verdict| {
        let rows = report.local.iter().flat_map(LocalReport::findings);
        rows.filter(|one| one.judged.verdict == verdict).count()
    };
    format!(
        "this machine: {} met, {} not met, {} cannot be told",
        count(Verdict::Met),
        count(Verdict::NotMet),
        count(Verdict::CannotTell)
    )
}

/// Says how a run ended that came to no report, and gives its exit code.
pub(super) fn ended(io: &mut Io, wants_json: bool, command: &str, end: End) -> u8 {
    let (outcome, problems, hint) = match end {
        End::Usage {
            problems,
            credentials,
            hint,
        } => {
            let outcome = if credentials {
                Outcome::Credentials
            } else {
                Outcome::Usage
            };
            (outcome, problems, hint)
        }
        End::Declined => (
            Outcome::Interrupted,
            vec!["stopped before anything was changed".to_owned()],
            None,
        ),
        End::Interrupted(made) => {
            let (message, hint) = interruption(&made);
            (Outcome::Interrupted, vec![message], hint)
        }
        End::Store(error) => (
            Outcome::Inconclusive,
            vec![error.to_string()],
            Some(error.hint()),
        ),
        End::Fault(error) => (
            Outcome::Error,
            vec![format!("{error:#}")],
            Some("this is our fault; please report it with the command you ran".to_owned()),
        ),
    };
    if outcome == Outcome::Interrupted && io.prompter.is_some() {
        // A prompt that was left by Ctrl-C leaves the cursor hidden.
        let _ = console::Term::stderr().show_cursor();
        let _ = writeln!(io.err);
    }
    let message = problems.join("; ");
    if wants_json {
        let error = Failure {
            code: outcome.word().to_owned(),
            message,
            fix: hint,
        };
        let frame = frame(command, outcome, outcome.code(), Some(error));
        let text = render::json::document(&Report::default(), &frame, Map::new());
        let _ = print(io, &text);
        return outcome.code();
    }
    let _ = tell(io.err.as_mut(), &problems, hint.as_deref());
    outcome.code()
}

/// Says, from outside of the run, that it was interrupted at a prompt.
pub(super) fn interrupted(wants_json: bool, made: Vec<String>) {
    let (message, hint) = interruption(&made);
    if wants_json {
        let error = Failure {
            code: Outcome::Interrupted.word().to_owned(),
            message,
            fix: hint,
        };
        let frame = frame(
            "",
            Outcome::Interrupted,
            Outcome::Interrupted.code(),
            Some(error),
        );
        let text = render::json::document(&Report::default(), &frame, Map::new());
        let _ = anstream::stdout().write_all(text.as_bytes());
        return;
    }
    let mut err = anstream::stderr();
    let _ = writeln!(err);
    let _ = tell(&mut err, &[message], hint.as_deref());
}

/// What an interruption leaves behind, and how to go on.
fn interruption(made: &[String]) -> (String, Option<String>) {
    let (changes, how) = Made::told(made);
    if changes.is_empty() {
        return ("interrupted; nothing was changed".to_owned(), None);
    }
    let how = how.unwrap_or("run the same command again: it finishes what is left");
    (
        format!("interrupted; done before that: {}", changes.join("; ")),
        Some(how.to_owned()),
    )
}

fn tell(err: &mut dyn Write, problems: &[String], hint: Option<&str>) -> std::io::Result<()> {
    match problems {
        [one] => writeln!(err, "error: {}", clean(one))?,
        many => {
            writeln!(err, "error: {} things are missing or wrong", many.len())?;
            for one in many {
                writeln!(err, "  {}", clean(one))?;
            }
        }
    }
    match hint {
        Some(hint) => writeln!(err, "hint: {}", clean(hint)),
        None => Ok(()),
    }
}

fn frame(command: &str, outcome: Outcome, exit_code: u8, error: Option<Failure>) -> Frame<'_> {
    Frame {
        command,
        outcome,
        exit_code,
        generated_at: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        error,
    }
}

/// How a command ended that judges nothing.
pub(super) struct Plain<'a> {
    pub(super) command: &'a str,
    pub(super) outcome: Outcome,
    pub(super) error: Option<Failure>,
}

/// Its document, with keys of its own.
pub(super) fn plain(end: Plain<'_>, extra: Map<String, Value>, io: &mut Io) -> Result<u8, End> {
    let code = end.outcome.code();
    let frame = frame(end.command, end.outcome, code, end.error);
    let text = render::json::document(&Report::default(), &frame, extra);
    print(io, &text)?;
    Ok(code)
}

/// A document with one key of its own, for commands that judge nothing.
pub(super) fn only(command: &str, key: &str, value: Value, io: &mut Io) -> Result<u8, End> {
    let end = Plain {
        command,
        outcome: Outcome::Done,
        error: None,
    };
    plain(end, Map::from_iter([(key.to_owned(), value)]), io)
}

/// The list of scenarios.
pub(super) fn scenarios(scenarios: &[(&str, String)], io: &mut Io) -> Result<u8, End> {
    let each = |(name, about): &(&str, String)| json!({ "name": name, "about": about });
    let list = scenarios.iter().map(each).collect();
    only("sandbox", "scenarios", Value::Array(list), io)
}

/// Writes to standard output. That nobody reads on is no error: `| head` is a normal thing to do.
pub(super) fn print(io: &mut Io, text: &str) -> Result<(), End> {
    let written = io
        .out
        .write_all(text.as_bytes())
        .and_then(|()| io.out.flush());
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// One request for `-v`.
pub(super) fn trace_request(sent: &Sent) {
    let status = match (sent.status, &sent.failure) {
        (Some(status), _) => status.to_string(),
        (None, Some(failure)) => failure.clone(),
        (None, None) => String::new(),
    };
    let line = format!(
        "{} {} {status} {} ms",
        sent.method,
        sent.url,
        sent.took.as_millis()
    );
    let _ = anstream::stderr().write_all((clean(&line) + "\n").as_bytes());
}
