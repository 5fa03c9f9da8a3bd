//! The files that apply to a run, and how much each may say.

use std::path::{Path, PathBuf};

use super::files::{self, Document, UserFile};
use super::{Given, Problem, World, feature, nearest};
use crate::ask::Probe;
use crate::audit::{Waiver, parse_day};
use crate::local;
use crate::scm;
use crate::semgrep::Platform;
use crate::semgrep::features::{Feature, Setting};
use crate::vault::Choice;

/// The documents that apply, most telling first.
pub(super) struct Documents(pub(super) Vec<(Origin, Document)>);

/// How much a document may set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Named by `--config` or `ASSISTANT_CONFIG`.
    Named(PathBuf),
    /// Found in the folder or above it.
    Discovered(PathBuf),
    /// The user's own file.
    User(PathBuf),
}

impl Documents {
    pub(super) fn find<T>(&self, pick: impl Fn(&Document) -> Option<T>) -> Option<T> {
        self.0.iter().find_map(|(_, document)| pick(document))
    }

    /// The files that were read, most telling first.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.iter().map(|(origin, _)| match origin {
            Origin::Named(path) | Origin::Discovered(path) | Origin::User(path) => path.as_path(),
        })
    }

    pub(super) fn consent(&self) -> Option<String> {
        self.0.iter().find_map(|(origin, document)| {
            let given = document.consent.as_ref()?.ai_code_sharing;
            match origin {
                Origin::Named(path) | Origin::User(path) if given => {
                    Some(format!("consent in {}", path.display()))
                }
                _ => None,
            }
        })
    }

    /// Whether changes are agreed to beforehand.
    pub(super) fn yes(&self) -> bool {
        self.find(|one| one.policy.as_ref()?.yes).unwrap_or(false)
    }

    /// Where tokens are to be kept; that is a matter of the machine, which no other file knows.
    pub(super) fn store(&self, problems: &mut Vec<Problem>) -> Option<Choice> {
        let own = |origin: &Origin| matches!(origin, Origin::User(_));
        let (_, document) = self.0.iter().find(|(origin, _)| own(origin))?;
        match document.store.as_deref()? {
            "keyring" => Some(Choice::Keyring),
            "file" => Some(Choice::File),
            word => {
                let text = format!("store: '{word}' is not keyring or file");
                problems.push(Problem::wrong(text));
                None
            }
        }
    }

    pub(super) fn features(&self, problems: &mut Vec<Problem>) -> Vec<(&'static Feature, Setting)> {
        let mut wanted: Vec<(&'static Feature, Setting)> = Vec::new();
        for (key, value) in self.0.iter().flat_map(|(_, one)| &one.features.0) {
            match feature(key, &value.to_string()) {
                Ok((feature, value)) if wanted.iter().all(|(one, _)| one.key != feature.key) => {
                    wanted.push((feature, value));
                }
                Ok(_) => {}
                Err(text) => problems.push(Problem::wrong(text)),
            }
        }
        wanted
    }

    pub(super) fn waivers(&self, problems: &mut Vec<Problem>) -> Vec<Waiver> {
        let mut waivers = Vec::new();
        for waiver in self.0.iter().flat_map(|(_, one)| &one.waivers) {
            if let Err(problem) = may_be_vouched_for(&waiver.id) {
                problems.push(Problem::wrong(format!("waiver for {problem}")));
            }
            for (name, words) in [("reason", &waiver.reason), ("owner", &waiver.owner)] {
                if words.trim().is_empty() {
                    let text = format!("waiver for {}: {name}: must say something", waiver.id);
                    problems.push(Problem::wrong(text));
                }
            }
            match parse_day(&waiver.until) {
                Some(until_day) => waivers.push(Waiver {
                    id: waiver.id.clone(),
                    target: waiver.target.clone(),
                    reason: waiver.reason.clone(),
                    owner: waiver.owner.clone(),
                    until: waiver.until.clone(),
                    until_day,
                }),
                None => problems.push(Problem::wrong(format!(
                    "waiver for {}: until: '{}' is not a day such as 2027-03-01",
                    waiver.id, waiver.until
                ))),
            }
        }
        waivers
    }
}

pub(super) fn gather(
    given: &Given,
    world: &World<'_>,
    problems: &mut Vec<Problem>,
    warnings: &mut Vec<String>,
) -> Documents {
    let mut found = Vec::new();
    let mut wrong = |text| problems.push(Problem::wrong(text));
    match (&given.config, world.folder.and_then(files::discover)) {
        (Some(path), _) => match files::read::<Document>(path) {
            Ok(mut document) => {
                if document.store.take().is_some() {
                    warnings.push(format!(
                        "{}: store left aside: only the user file says where tokens are kept",
                        path.display()
                    ));
                }
                found.push((Origin::Named(path.clone()), document));
            }
            Err(text) => wrong(text),
        },
        (None, Some(path)) => match files::read(&path) {
            Ok(document) => {
                let limited = limit(document, &path, warnings);
                found.push((Origin::Discovered(path), limited));
            }
            Err(text) => wrong(text),
        },
        (None, None) => {}
    }
    if let Some(path) = world.user_file.as_ref().filter(|path| path.is_file()) {
        match files::read::<UserFile>(path) {
            Ok(file) => match profile(given, file, path) {
                Ok(Some(document)) => found.push((Origin::User(path.clone()), document)),
                Ok(None) => {}
                Err(text) => wrong(text),
            },
            Err(text) => wrong(text),
        }
    } else if let Some(name) = &given.profile {
        wrong(format!(
            "--profile {name}: there is no user file with profiles"
        ));
    }
    for (_, document) in &found {
        if document.version.is_some_and(|version| version != 1) {
            wrong("version: this program reads version 1 of the files".to_owned());
        }
    }
    Documents(found)
}

fn profile(given: &Given, mut file: UserFile, path: &Path) -> Result<Option<Document>, String> {
    let Some(name) = given.profile.clone().or(file.default_profile) else {
        return Ok(None);
    };
    match file.profiles.0.remove(&name) {
        Some(document) => Ok(Some(document)),
        None => Err(format!("{} has no profile '{name}'", path.display())),
    }
}

/// A file that lies in a checkout may have been put there by anyone: it may say what to look at, never where to send a
/// token, where to take one from, or that sharing code is fine.
fn limit(mut document: Document, path: &Path, warnings: &mut Vec<String>) -> Document {
    let mut aside = Vec::new();
    if document.semgrep.take().is_some() {
        aside.push("semgrep");
    }
    if document.consent.take().is_some() {
        aside.push("consent");
    }
    if document.store.take().is_some() {
        aside.push("store");
    }
    if document.policy.take().is_some() {
        aside.push("policy");
    }
    let elsewhere = document.connections.len();
    document.connections.retain(|one| one.host.is_none());
    if document.connections.len() < elsewhere {
        aside.push("connections with a host");
    }
    for connection in &mut document.connections {
        if connection.token.take().is_some() && !aside.contains(&"token") {
            aside.push("token");
        }
    }
    if !aside.is_empty() {
        warnings.push(format!(
            "{}: {} left aside, because the file was only found here; name it with --config to trust it",
            path.display(),
            aside.join(", ")
        ));
    }
    document
}

/// Whether there is such a row, and one that a person may vouch for or waive.
pub(super) fn may_be_vouched_for(id: &str) -> Result<(), String> {
    let platform = Platform::default();
    let of_scms = scm::ALL.into_iter().flat_map(|scm| scm.requirements());
    let rows: Vec<_> = platform
        .requirements()
        .iter()
        .chain(of_scms)
        .chain(&local::ALL)
        .collect();
    match rows.iter().find(|row| row.id == id) {
        Some(row) if row.pardonable => Ok(()),
        Some(_) => Err(format!(
            "{id}: tokens and hosts can be neither vouched for nor waived"
        )),
        None => {
            let ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
            Err(match nearest(id, &ids) {
                Some(near) => format!("{id}: there is no such check; did you mean {near}?"),
                None => format!("{id}: there is no such check; assistant requirements prints them"),
            })
        }
    }
}
