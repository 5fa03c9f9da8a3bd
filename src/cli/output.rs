//! Results to standard output, everything else to standard error.

use std::io::Write;
use std::path::PathBuf;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::apply::Made;
use super::args::{Format, Global};
use super::{End, Io, files};
use crate::ask::Probe;
use crate::audit::{Drift, FailOn, Outcome, Report};
use crate::http::Sent;
use crate::render::json::Failure;
use crate::render::{self, Frame, brief, clean, table};
use crate::secret::KeptOut;
use crate::semgrep::Platform;
use crate::{plan, scm};

/// A finished run.
pub(super) struct Done<'a> {
    pub(super) command: &'a str,
    pub(super) report: Report,
    pub(super) outcome: Outcome,
    pub(super) fail_on: FailOn,
    /// Whether the command only reads, so that `--exit-zero` applies.
    pub(super) reads: bool,
    pub(super) error: Option<Failure>,
    /// What moved since the report that this one is compared with.
    pub(super) drift: Option<Drift>,
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
            drift: None,
            streamed: None,
        }
    }

    /// The exit code under the run's policy; `--exit-zero` excuses reading commands and dry runs only.
    pub(super) fn code(&self, global: &Global) -> u8 {
        let code = self
            .report
            .exit_code(self.outcome, self.fail_on, self.reads);
        let excused = match code {
            3 | 5 => self.reads,
            6 => true,
            _ => false,
        };
        if global.exit_zero && excused { 0 } else { code }
    }

    /// Everything beside the report.
    pub(super) fn frame(&self, exit_code: u8, global: &Global, io: &Io) -> Frame<'a> {
        let platform = Platform::default();
        let of_scms = scm::ALL.into_iter().flat_map(|scm| scm.requirements());
        Frame {
            fail_on: self.fail_on,
            drift: self.drift.clone(),
            catalogue: platform.requirements().iter().chain(of_scms).collect(),
            location: files::location(global.config.as_deref(), io.folder.as_deref()),
            undo: plan::undo(&self.report.changes),
            style: style(io),
            ..frame(self.command, self.outcome, exit_code, self.error.clone())
        }
    }
}

/// Where results go beside standard error.
#[derive(Clone, Copy, Debug)]
pub(super) struct To<'a> {
    pub(super) format: Format,
    pub(super) files: &'a [PathBuf],
    pub(super) quiet: bool,
}

impl<'a> To<'a> {
    /// Before the command line is understood.
    pub(super) fn early(wants_json: bool) -> Self {
        To {
            format: match wants_json {
                true => Format::Json,
                false => Format::Table,
            },
            files: &[],
            quiet: false,
        }
    }

    pub(super) fn of(global: &'a Global) -> Self {
        To::these(global.format, &global.output, global.quiet)
    }

    pub(super) fn these(format: Format, files: &'a [PathBuf], quiet: bool) -> Self {
        To {
            format,
            files,
            quiet,
        }
    }
}

/// Prints a run's result, writes its files and gives its exit code.
pub(super) fn done(done: Done<'_>, global: &Global, io: &mut Io) -> Result<u8, End> {
    let code = done.code(global);
    let frame = done.frame(code, global, io);
    let text = match (global.format, done.streamed) {
        (Format::Table, Some(printed)) => {
            let rest = done.report.connections.iter().skip(printed);
            let rest: String = rest
                .map(|one| table::connection(one, frame.style))
                .collect();
            rest + &table::after(&done.report, &frame)
        }
        (format, _) => format.render(&done.report, &frame),
    };
    // The result stands whether or not somebody still reads it.
    let printed = print(io, &text);
    let to = To::of(global);
    let written = files::write(&done.report, &frame, to, &io.kept_out, io.err.as_mut());
    if global.format == Format::Table {
        let _ = summary(&done, &frame, global, io);
    }
    match printed.and(written) {
        Err(End::Fault(error)) => {
            let _ = writeln!(io.err, "error: the result can't be written: {error:#}");
            Ok(if code == 0 {
                Outcome::Error.code()
            } else {
                code
            })
        }
        _ => Ok(code),
    }
}

/// Everything beside a report that joins many.
pub(super) fn frame_of(command: &'static str, global: &Global, io: &Io) -> Frame<'static> {
    let platform = Platform::default();
    let of_scms = scm::ALL.into_iter().flat_map(|scm| scm.requirements());
    let given = global.given(Vec::new(), None);
    Frame {
        fail_on: given.fail_on.unwrap_or_default(),
        catalogue: platform.requirements().iter().chain(of_scms).collect(),
        style: style(io),
        ..frame(command, Outcome::Ready, 0, None)
    }
}

/// How wide and colourful.
pub(super) fn style(io: &Io) -> table::Style {
    table::Style {
        width: io.width,
        colors: io.colors,
        links: io.links,
        every: io.every,
    }
}

/// The last lines for a person; an error is told even where the rest is unwanted.
pub(super) fn summary(
    done: &Done<'_>,
    frame: &Frame<'_>,
    global: &Global,
    io: &mut Io,
) -> Result<(), End> {
    if !global.quiet {
        writeln!(io.err, "\n{}", render::summary(&done.report, frame))?;
    }
    if let Some(error) = &done.error {
        writeln!(io.err, "error: {}", clean(&error.message))?;
        if let Some(fix) = &error.fix {
            writeln!(io.err, "hint: {}", clean(fix))?;
        }
    }
    Ok(())
}

/// The way out of what should not happen.
pub(super) const OUR_FAULT: &str = "this is our fault; please report it with the command you ran";

/// Ends a run that panicked, which standard error tells already.
pub(super) fn broken(io: &mut Io, wants_json: bool) -> u8 {
    if wants_json {
        let words = "the program broke; standard error says where";
        return ended(io, To::early(true), "", End::Fault(anyhow::anyhow!(words)));
    }
    Outcome::Error.code()
}

/// Says how a run ended that came to no report, and gives its exit code.
pub(super) fn ended(io: &mut Io, to: To<'_>, command: &str, end: End) -> u8 {
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
            vec!["stopped; nothing was changed on the platform".to_owned()],
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
        End::Fault(error) => {
            // A full disk is nobody's mistake here.
            let is_theirs = error.chain().any(|one| one.is::<std::io::Error>());
            let hint = (!is_theirs).then(|| OUR_FAULT.to_owned());
            (Outcome::Error, vec![format!("{error:#}")], hint)
        }
    };
    if outcome == Outcome::Interrupted && io.prompter.is_some() {
        // The question's line may still be open.
        let _ = writeln!(io.err);
    }
    let ending = Ending {
        outcome,
        problems,
        hint,
    };
    let streams = Streams {
        out: io.out.as_mut(),
        err: io.err.as_mut(),
        kept_out: &io.kept_out,
    };
    ending.told(to, command, streams)
}

/// How a run ended that came to no report.
struct Ending {
    outcome: Outcome,
    /// One line each.
    problems: Vec<String>,
    hint: Option<String>,
}

/// Where it is told.
struct Streams<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    /// What must stand in no file either.
    kept_out: &'a KeptOut,
}

impl Ending {
    /// Says it in every format that was asked for, and gives the exit code.
    fn told(self, to: To<'_>, command: &str, streams: Streams<'_>) -> u8 {
        let Ending {
            outcome,
            problems,
            hint,
        } = self;
        let Streams { out, err, kept_out } = streams;
        let error = Failure {
            code: outcome.word().to_owned(),
            message: problems.join("; "),
            fix: hint.clone(),
        };
        let frame = frame(command, outcome, outcome.code(), Some(error));
        // A reader of a machine's format gets a document on failure too.
        if to.format != Format::Table {
            let text = to.format.render(&Report::default(), &frame);
            let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        }
        if to.format != Format::Json {
            let _ = tell(err, &problems, hint.as_deref());
        }
        // An earlier run's file must not pass for this one's.
        let written = files::write(&Report::default(), &frame, to, kept_out, err);
        if let Err(End::Fault(error)) = written {
            let _ = writeln!(err, "error: {error:#}");
        }
        outcome.code()
    }
}

/// Says, from outside of the run, that it was interrupted while it waited for input, after these changes.
pub(super) fn interrupted(to: To<'_>, command: &str, made: &[String], kept_out: &KeptOut) {
    let (message, hint) = interruption(made);
    let ending = Ending {
        outcome: Outcome::Interrupted,
        problems: vec![message],
        hint,
    };
    let mut err = anstream::stderr();
    // The question's line is still open.
    let _ = writeln!(err);
    let streams = Streams {
        out: &mut anstream::stdout(),
        err: &mut err,
        kept_out,
    };
    ending.told(to, command, streams);
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
        fail_on: FailOn::default(),
        generated_at: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        error,
        drift: None,
        tally: None,
        extra: Map::new(),
        catalogue: Vec::new(),
        location: files::location(None, None),
        undo: Vec::new(),
        style: table::Style {
            width: 80,
            ..table::Style::default()
        },
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
    let frame = Frame {
        extra,
        ..frame(end.command, end.outcome, code, end.error)
    };
    let text = Format::Json.render(&Report::default(), &frame);
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

/// Characters of a URL that are shown.
const LONGEST_URL: usize = 1_000;

/// One request for `-v`.
pub(super) fn request(sent: &Sent) -> String {
    let status = match (sent.status, &sent.failure) {
        (Some(status), _) => status.to_string(),
        (None, Some(failure)) => failure.clone(),
        (None, None) => String::new(),
    };
    let took = sent.took.as_millis();
    let url = brief(&sent.url, LONGEST_URL);
    clean(&format!("{} {url} {status} {took} ms", sent.method))
}
