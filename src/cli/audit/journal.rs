//! What an earlier, interrupted run found out already.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::audit::{Cause, ConnectionReport, Report, fnv1a};
use crate::records::{Reader, Record};

/// The file of `--resume`, and what it holds.
#[derive(Default)]
pub(super) struct Journal {
    path: Option<PathBuf>,
    done: BTreeSet<u128>,
}

impl Journal {
    /// Looks through the file; one that is not there yet holds nothing. A last line that was cut off is taken away.
    pub(super) fn open(path: &Path) -> Result<Journal, String> {
        let shown = path.display();
        let fault = |error: std::io::Error| format!("can't use {shown}: {error}");
        // It is read from its end, and again; a device may have none.
        if std::fs::metadata(path).is_ok_and(|about| !about.is_file()) {
            return Err(format!("{shown} is no ordinary file"));
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(fault)?;
        whole_lines(&mut file).map_err(fault)?;
        let mut journal = Journal {
            path: Some(path.to_owned()),
            done: BTreeSet::new(),
        };
        let mut done = BTreeSet::new();
        let mut of_cut = BTreeSet::new();
        let mut deployments = Vec::new();
        journal.each(|record| match record {
            Record::Connection(one) => {
                let name = one.name.unwrap_or_default();
                for connection in &one.connections {
                    match is_whole(connection) {
                        true => done.insert(key(&name, Some(&connection.target()))),
                        false => of_cut.insert(name.clone()),
                    };
                }
            }
            Record::Deployment(one) => deployments.push(one.name.unwrap_or_default()),
            Record::Summary => {}
        })?;
        // What the platform said of a cut connection is asked again, so its deployment is told again as well.
        let whole = deployments.iter().filter(|name| !of_cut.contains(*name));
        done.extend(whole.map(|name| key(name, None)));
        journal.done = done;
        Ok(journal)
    }

    /// Whether this connection, or the deployment itself, is known.
    pub(super) fn has(&self, name: &str, target: Option<&str>) -> bool {
        self.done.contains(&key(name, target))
    }

    /// The file to add to.
    pub(super) fn to_add(&self) -> std::io::Result<Option<File>> {
        let path = self.path.as_ref();
        path.map(|path| OpenOptions::new().append(true).open(path))
            .transpose()
    }

    /// Every record that is not asked for again, one at a time.
    pub(super) fn known(&self, mut tell: impl FnMut(Record)) -> Result<(), String> {
        if self.path.is_none() {
            return Ok(());
        }
        self.each(|record| {
            let name = |one: &Report| one.name.clone().unwrap_or_default();
            let known = match &record {
                Record::Connection(one) => one.connections.iter().all(|connection| {
                    is_whole(connection) && self.has(&name(one), Some(&connection.target()))
                }),
                Record::Deployment(one) => self.has(&name(one), None),
                Record::Summary => false,
            };
            if known {
                tell(record);
            }
        })
    }
}

impl Journal {
    fn each(&self, mut tell: impl FnMut(Record)) -> Result<(), String> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let shown = path.display();
        let file = File::open(path).map_err(|error| format!("can't read {shown}: {error}"))?;
        let reader = Reader::default();
        for (at, line) in BufReader::new(file).lines().enumerate() {
            let line = line.map_err(|error| format!("can't read {shown}: {error}"))?;
            let record = reader.line(&line);
            tell(record.map_err(|problem| format!("{shown}: line {} {problem}", at + 1))?);
        }
        Ok(())
    }
}

/// Whether nothing in it was left out for want of time or requests.
fn is_whole(connection: &ConnectionReport) -> bool {
    let mut causes = connection
        .findings
        .iter()
        .filter_map(|row| row.judged.cause.as_ref());
    !causes.any(|cause| matches!(cause, Cause::Deadline | Cause::Budget))
}

/// Cuts off what follows the last line's end.
fn whole_lines(file: &mut File) -> std::io::Result<()> {
    let mut end = file.seek(SeekFrom::End(0))?;
    let mut byte = [0];
    while end > 0 {
        file.seek(SeekFrom::Start(end - 1))?;
        file.read_exact(&mut byte)?;
        if byte == [b'\n'] {
            break;
        }
        end -= 1;
    }
    file.set_len(end)
}

/// A short name for a connection or a deployment, so that millions need little room.
fn key(name: &str, target: Option<&str>) -> u128 {
    fnv1a(&format!("{name}\n{}", target.unwrap_or_default()))
}
