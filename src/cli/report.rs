//! `assistant report merge`: joins reports that were written before.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::args::Global;
use super::audit::Finished;
use super::interrupt::blocking;
use super::output;
use super::{End, Io};
use crate::audit::{ConnectionReport, Outcome, Report, Shard, Tally, missing};
use crate::input;
use crate::records::{Reader, Record};
use crate::render::json::Failure;

const NAME: &str = "report merge";

/// More bytes than any report that is worth joining in one piece.
const MOST_BYTES: u64 = 1024 * 1024 * 1024;

/// Reads all files and tells them as one. What stands in several counts once, as the last one has it.
pub(super) fn merge(global: &Global, files: &[PathBuf], io: &mut Io) -> Result<u8, End> {
    let reader = Reader::default();
    let mut problems = Vec::new();
    let mut parts = BTreeSet::new();
    let mut all: BTreeMap<_, (Report, BTreeMap<String, ConnectionReport>)> = BTreeMap::new();
    for path in files {
        let records = match blocking(|| read(path, &reader)) {
            Ok(records) => records,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        for record in records {
            match record {
                Record::Connection(report) => {
                    let of_name = all.entry(deployment(&report)).or_default();
                    let each = report.connections.into_iter();
                    of_name.1.extend(each.map(|one| (one.target(), one)));
                }
                Record::Deployment(report) => {
                    let name = deployment(&report);
                    all.entry(name).or_default().0 = *report;
                }
                Record::Summary(part) => parts.extend(part),
            }
        }
    }
    if !problems.is_empty() {
        return Err(End::Usage {
            problems,
            credentials: false,
            hint: Some("assistant report merge part-1.ndjson part-2.ndjson".to_owned()),
        });
    }
    let mut whole = Report::default();
    let mut tally = Tally::default();
    for ((name, _), (report, connections)) in all {
        let report = Report {
            // The deployment's own record may be in a part that is not here.
            name: (!name.is_empty()).then_some(name),
            connections: connections.into_values().collect(),
            ..report
        };
        report
            .connections
            .iter()
            .for_each(|one| tally.add_connection(report.name.as_deref(), one));
        if report.platform.is_some() || report.lost.is_some() {
            tally.add_deployment(&report);
        }
        whole.deployments.push(report);
    }
    let mut frame = output::frame_of(NAME, global, io);
    frame.error = lacking(&parts);
    if frame.error.is_some() {
        tally.incomplete();
    }
    Finished::of(whole, tally, frame).told(global, io)
}

/// What tells deployments apart: the name in a fleet's file or, in reports of one deployment each, the slug.
fn deployment(report: &Report) -> (String, String) {
    let platform = report.platform.as_ref();
    let slug = || Some(platform?.deployment.as_ref()?.slug.clone());
    match &report.name {
        Some(name) => (name.clone(), String::new()),
        None => (String::new(), slug().unwrap_or_default()),
    }
}

/// That parts of a fleet are not there, which would else look like a smaller fleet.
fn lacking(parts: &BTreeSet<Shard>) -> Option<Failure> {
    let missing = missing(parts);
    (!missing.is_empty()).then(|| Failure {
        code: Outcome::Inconclusive.word().to_owned(),
        message: format!("parts of the fleet are missing: {}", missing.join(", ")),
        fix: Some("look why their audits did not end, then join all parts".to_owned()),
    })
}

fn read(path: &Path, reader: &Reader) -> Result<Vec<Record>, String> {
    let shown = path.display();
    let mut text = String::new();
    let file = input::open(path);
    let read = file.and_then(|file| file.take(MOST_BYTES + 1).read_to_string(&mut text));
    let bytes = read.map_err(|error| format!("can't read {shown}: {error}"))?;
    if bytes as u64 > MOST_BYTES {
        return Err(format!("{shown} is larger than any report"));
    }
    // A part that held nothing is a part as well.
    let is_lines = text.is_empty() || text.starts_with("{\"record\"");
    if !is_lines {
        let document = reader.document(&text);
        return document.map_err(|problem| format!("{shown} {problem}"));
    }
    let mut records = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let record = reader.line(line);
        records.push(record.map_err(|problem| format!("{shown}: line {} {problem}", at + 1))?);
    }
    Ok(records)
}
