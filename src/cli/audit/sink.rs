//! Where the results of a fleet go, one by one: counted, kept in the journal, printed at once where the format allows.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;

use anyhow::Context;

use super::super::args::{Audit, Format, Global};
use super::super::gather::Way;
use super::super::net::redact;
use super::super::output::{self, To, print};
use super::super::{End, Io, files};
use super::NAME;
use super::journal::Journal;
use crate::audit::{ConnectionReport, Outcome, Report, Shard, Tally};
use crate::records::Record;
use crate::render::{self, Frame, clean, csv, ndjson};

/// How many of the results are printed as they come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Streams {
    Ndjson,
    Csv,
    /// The format needs all of them, or a file does.
    No,
}

pub(super) struct Sink<'a> {
    streams: Streams,
    /// Whether all results are kept until the end.
    collects: bool,
    all: BTreeMap<String, Report>,
    tally: Tally,
    journal: Option<File>,
    out: &'a mut dyn Write,
    frame: Frame<'static>,
    /// Nobody reads on: asking further would be for nothing but the journal.
    unread: bool,
}

/// A finished audit.
pub(in crate::cli) struct Finished {
    report: Report,
    frame: Frame<'static>,
    streams: Streams,
}

/// Everything beside the results.
pub(super) fn frame(global: &Global, args: &Audit, io: &Io) -> Frame<'static> {
    let mut frame = output::frame_of(NAME, global, io);
    frame.location = files::location(Some(&args.file), io.folder.as_deref());
    frame
}

impl<'a> Sink<'a> {
    /// Prints what the journal holds, where it is printed as it comes.
    pub(super) fn open(
        global: &Global,
        frame: Frame<'static>,
        part: Option<Shard>,
        journal: &Journal,
        io: &'a mut Io,
    ) -> Result<Self, End> {
        let streams = match global.format {
            Format::Ndjson => Streams::Ndjson,
            Format::Csv => Streams::Csv,
            _ => Streams::No,
        };
        let mut sink = Sink {
            streams,
            collects: streams == Streams::No || !global.output.is_empty(),
            all: BTreeMap::new(),
            tally: Tally::of_part(part),
            journal: None,
            out: io.out.as_mut(),
            frame,
            unread: false,
        };
        if streams == Streams::Csv {
            sink.stream(&csv::header())?;
        }
        let mut failed = None;
        let told = journal.known(|record| {
            let done = match record {
                Record::Connection(one) => sink.take_connection(*one, false),
                Record::Deployment(one) => sink.take_deployment(*one, false),
                Record::Summary(_) => Ok(()),
            };
            failed = failed.take().or(done.err());
        });
        told.map_err(|text| End::usage(text, "--resume FILE"))?;
        if let Some(end) = failed {
            return Err(end);
        }
        // Only now: reading what is known moved to and fro in the file.
        sink.journal = journal.to_add()?;
        Ok(sink)
    }

    /// A connection's result, in a report that names its deployment.
    pub(super) fn connection(&mut self, mut report: Report, way: &Way) -> Result<(), End> {
        redact(&mut report, &way.kept_out);
        self.take_connection(report, true)
    }

    /// A deployment's result, after those of its connections.
    pub(super) fn deployment(&mut self, mut report: Report, way: &Way) -> Result<(), End> {
        redact(&mut report, &way.kept_out);
        self.take_deployment(report, true)
    }

    fn take_connection(&mut self, report: Report, fresh: bool) -> Result<(), End> {
        for connection in &report.connections {
            self.tally
                .add_connection(report.name.as_deref(), connection);
            self.tell(&ndjson::connection(&report, connection), &report, fresh)?;
        }
        if self.collects {
            let kept = self.all.entry(report.name.unwrap_or_default()).or_default();
            kept.connections.extend(report.connections);
        }
        Ok(())
    }

    fn take_deployment(&mut self, report: Report, fresh: bool) -> Result<(), End> {
        self.tally.add_deployment(&report);
        self.tell(&ndjson::deployment(&report), &report, fresh)?;
        if self.collects {
            let name = report.name.clone().unwrap_or_default();
            let kept = self.all.entry(name).or_default();
            *kept = Report {
                connections: std::mem::take(&mut kept.connections),
                ..report
            };
        }
        Ok(())
    }

    /// Keeps a record in the journal, then prints it.
    fn tell(&mut self, record: &str, report: &Report, fresh: bool) -> Result<(), End> {
        if let Some(journal) = self.journal.as_mut().filter(|_| fresh) {
            let written = journal.write_all(record.as_bytes());
            written.context("can't write to the file of --resume")?;
        }
        match self.streams {
            Streams::Ndjson => self.stream(record),
            Streams::Csv => self.stream(&csv::body(report)),
            Streams::No => Ok(()),
        }
    }

    fn stream(&mut self, text: &str) -> Result<(), End> {
        if self.unread {
            return Ok(());
        }
        let written = self.out.write_all(text.as_bytes());
        match written.and_then(|()| self.out.flush()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => self.unread = true,
            done => done.context("the result can't be written")?,
        }
        Ok(())
    }

    /// Everything together, in an order that depends on nothing but the names.
    pub(super) fn finish(mut self, way: &Way) -> Finished {
        let mut report = Report {
            sent: way.http.ledger.count(),
            elapsed_ms: way.elapsed_ms(),
            ..Report::default()
        };
        for (name, mut one) in std::mem::take(&mut self.all) {
            one.name = Some(name);
            one.connections.sort_by_key(ConnectionReport::target);
            report.deployments.push(one);
        }
        self.frame.outcome = self.tally.outcome();
        self.frame.exit_code = self.tally.exit_code(self.frame.fail_on);
        self.frame.tally = Some(self.tally);
        Finished {
            report,
            frame: self.frame,
            streams: self.streams,
        }
    }
}

impl Finished {
    /// Of reports that were read back.
    pub(in crate::cli) fn of(report: Report, tally: Tally, frame: Frame<'static>) -> Self {
        Finished {
            report,
            frame: Frame {
                outcome: tally.outcome(),
                exit_code: tally.exit_code(frame.fail_on),
                tally: Some(tally),
                ..frame
            },
            streams: Streams::No,
        }
    }

    /// Prints what is not printed yet, writes the files, and gives the exit code.
    pub(in crate::cli) fn told(mut self, global: &Global, io: &mut Io) -> Result<u8, End> {
        let code = self.frame.exit_code;
        if global.exit_zero && matches!(code, 3 | 5) {
            self.frame.exit_code = 0;
        }
        let text = match self.streams {
            Streams::No => global.format.render(&self.report, &self.frame),
            Streams::Ndjson => ndjson::summary(&self.report, &self.frame),
            Streams::Csv => String::new(),
        };
        let printed = print(io, &text);
        let to = To::of(global);
        let (kept_out, err) = (&io.kept_out, io.err.as_mut());
        let written = files::write(&self.report, &self.frame, to, kept_out, err);
        if !global.quiet {
            writeln!(io.err, "\n{}", render::summary(&self.report, &self.frame))?;
        }
        if let Some(error) = &self.frame.error {
            writeln!(io.err, "error: {}", clean(&error.message))?;
            if let Some(hint) = &error.fix {
                writeln!(io.err, "hint: {}", clean(hint))?;
            }
        }
        match printed.and(written) {
            Err(End::Fault(error)) => {
                let _ = writeln!(io.err, "error: the result can't be written: {error:#}");
                Ok(match self.frame.exit_code {
                    0 => Outcome::Error.code(),
                    code => code,
                })
            }
            done => done.map(|()| self.frame.exit_code),
        }
    }
}
