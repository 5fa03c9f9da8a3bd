//! What an earlier, interrupted run found out already.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use crate::audit::{Cause, Finding, Report, fnv1a};
use crate::records::{Reader, Record};

/// The file of `--resume`, and what it holds.
#[derive(Default)]
pub(super) struct Journal {
    /// Open for the whole run, and locked: two runs that add to one file would do everything twice.
    file: Option<(PathBuf, File)>,
    /// On which line the last word on each connection and deployment stands, if nothing was left out in it.
    done: BTreeMap<u128, usize>,
    /// Deployments whose token could not be had: of their connections one side alone was heard.
    lost: BTreeSet<u128>,
}

impl Journal {
    /// Looks through the file; one that is not there yet holds nothing. A last record that was cut off is taken away;
    /// a file that holds anything but records is left as it is.
    pub(super) fn open(path: &Path) -> Result<Journal, String> {
        let shown = path.display();
        let fault = |error: io::Error| format!("can't use {shown}: {error}");
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(fault)?;
        if !file.metadata().map_err(fault)?.is_file() {
            return Err(format!("{shown} is no ordinary file"));
        }
        // Where files can't be locked, as on some network drives, there is nothing to look at.
        if let Err(TryLockError::WouldBlock) = FileExt::try_lock(&file) {
            return Err(format!("{shown} is in use by another audit"));
        }
        let mut journal = Journal {
            file: Some((path.to_owned(), file)),
            ..Journal::default()
        };
        let whole = journal.look()?;
        if let Some((_, file)) = &journal.file {
            file.set_len(whole).map_err(fault)?;
        }
        Ok(journal)
    }

    /// Whether this connection, or the deployment itself, is known.
    pub(super) fn has(&self, name: &str, target: Option<&str>) -> bool {
        let half = target.is_some() && self.lost.contains(&key(name, None));
        !half && self.done.contains_key(&key(name, target))
    }

    /// The file, to add to its end.
    pub(super) fn to_add(&self) -> io::Result<Option<File>> {
        let Some((_, file)) = &self.file else {
            return Ok(None);
        };
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::End(0))?;
        Ok(Some(file))
    }

    /// Every record that is not asked for again, one at a time.
    pub(super) fn known(&self, mut tell: impl FnMut(Record)) -> Result<(), String> {
        let last_word = |at: usize, name: &str, target: Option<&str>| {
            self.has(name, target) && self.done.get(&key(name, target)) == Some(&at)
        };
        let done = self.each(|at, record| {
            let name = |one: &Report| one.name.clone().unwrap_or_default();
            let known = match &record {
                Record::Connection(one) => one
                    .connections
                    .iter()
                    .all(|connection| last_word(at, &name(one), Some(&connection.target()))),
                Record::Deployment(one) => last_word(at, &name(one), None),
                Record::Summary(_) => false,
            };
            if known {
                tell(record);
            }
        });
        done.map(drop)
    }

    /// Takes note of what the file holds; gives the bytes of its whole lines.
    fn look(&mut self) -> Result<u64, String> {
        let mut done = BTreeMap::new();
        let mut lost = BTreeSet::new();
        let mut cut = BTreeSet::new();
        let whole = self.each(|at, record| match record {
            Record::Connection(one) => {
                let name = one.name.unwrap_or_default();
                for connection in &one.connections {
                    let key = key(&name, Some(&connection.target()));
                    if is_cut(&connection.findings) {
                        cut.insert(name.clone());
                    }
                    match is_cut(&connection.findings) || connection.lost.is_some() {
                        true => done.remove(&key),
                        false => done.insert(key, at),
                    };
                }
            }
            Record::Deployment(one) => {
                let name = one.name.unwrap_or_default();
                let key = key(&name, None);
                let own = one.platform.iter().flat_map(|it| &it.findings);
                // What the platform said of a cut connection is asked again, so its deployment is told again as well.
                let whole = !cut.remove(&name) && !is_cut(own);
                match whole && one.lost.is_none() {
                    true => done.insert(key, at),
                    false => done.remove(&key),
                };
                match one.lost {
                    Some(_) => lost.insert(key),
                    None => lost.remove(&key),
                };
            }
            Record::Summary(_) => {}
        })?;
        (self.done, self.lost) = (done, lost);
        Ok(whole)
    }

    /// Gives each record with the number of its line; then the bytes that all whole lines take.
    fn each(&self, mut tell: impl FnMut(usize, Record)) -> Result<u64, String> {
        let Some((path, mut file)) = self.file.as_ref().map(|(path, file)| (path, file)) else {
            return Ok(0);
        };
        let shown = path.display();
        let fault = |error: io::Error| format!("can't read {shown}: {error}");
        file.seek(SeekFrom::Start(0)).map_err(fault)?;
        let mut input = BufReader::new(file);
        let reader = Reader::default();
        let mut whole = 0;
        let mut line = Vec::new();
        for at in 1.. {
            line.clear();
            let bytes = input.read_until(b'\n', &mut line).map_err(fault)?;
            // A file that was longer than what reached the disk, when the power went, ends in zeros.
            let filled = line.iter().rposition(|byte| *byte != 0);
            let written = &line[..filled.map_or(0, |last| last + 1)];
            let begun = BEGINS.starts_with(written) || written.starts_with(BEGINS);
            let ours = written.len() == line.len() || whole > 0;
            if line.last() != Some(&b'\n') && begun && ours {
                break;
            }
            let text = std::str::from_utf8(&line).unwrap_or_default();
            let record = reader.line(text.trim_end());
            tell(
                at,
                record.map_err(|problem| format!("{shown}: line {at} {problem}"))?,
            );
            whole += bytes as u64;
        }
        Ok(whole)
    }
}

/// How every record begins.
const BEGINS: &[u8] = b"{\"record\":\"";

/// Whether something was left out for want of time or requests.
fn is_cut<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> bool {
    let mut causes = findings
        .into_iter()
        .filter_map(|row| row.judged.cause.as_ref());
    causes.any(|cause| matches!(cause, Cause::Deadline | Cause::Budget))
}

/// A short name for a connection or a deployment, so that millions need little room.
fn key(name: &str, target: Option<&str>) -> u128 {
    fnv1a(&format!("{name}\n{}", target.unwrap_or_default()))
}
