//! `assistant token remove`: takes a kept token out of wherever it is. It stays valid where it was made.

use std::collections::BTreeMap;

use url::Url;

use super::super::apply::confirm;
use super::super::args::{Global, Removed};
use super::super::output::{Done, done};
use super::super::{End, Io, questions};
use super::{flags, revoke, tell_unread, unread};
use crate::audit::{Change, FailOn, Outcome, Report, State};
use crate::render::json::Failure;
use crate::scm;
use crate::vault::{Key, Removal, Shelf, VaultError};

const NAME: &str = "token remove";

pub(in crate::cli) fn run(global: &Global, args: &Removed, io: &mut Io) -> Result<u8, End> {
    refuse_sources(global)?;
    if let Some(warning) = io.store.warning() {
        writeln!(io.err, "warning: {warning}")?;
    }
    let wanted = Wanted::of(global, args, &io.env)?;
    let shelves = io.store.shelves();
    let Some(key) = choose(wanted.among(&shelves), global, args, io)? else {
        return nothing(&shelves, global, io);
    };
    let mut changes: Vec<Change> = shelves
        .iter()
        .filter(|shelf| holds(shelf, &key))
        .map(|shelf| Change {
            target: key.to_string(),
            key: "token".to_owned(),
            from: Some(format!("kept in {}", shelf.place)),
            to: "absent".to_owned(),
            state: State::Planned,
            undo: format!("assistant token add {}", flags(&key)),
        })
        .collect();
    if global.dry_run {
        return finish(changes, Outcome::Pending, None, global, io);
    }
    if !global.yes {
        for change in &changes {
            let from = change.from.as_deref().unwrap_or_default();
            writeln!(io.err, "The token for {key} is {from}.")?;
        }
        confirm(&questions::REMOVAL, "Remove it from here?", global, io)?;
    }
    let failure = removed(&mut changes, io.store.remove(&key));
    tell_unread(&shelves, io)?;
    if !global.quiet {
        writeln!(io.err, "To revoke the token itself: {}", revoke(&key))?;
    }
    let outcome = match (&failure, unread(&shelves)) {
        (Some(_), _) => Outcome::Partial,
        // Another may be left there.
        (None, Some(_)) => Outcome::Inconclusive,
        (None, None) => Outcome::Done,
    };
    finish(changes, outcome, failure, global, io)
}

/// A token is named by its place only; a source of one is a mistake.
fn refuse_sources(global: &Global) -> Result<(), End> {
    let given = global.semgrep_token_stdin
        || global.semgrep_token_file.is_some()
        || global.semgrep_token_command.is_some();
    if !given {
        return Ok(());
    }
    Err(End::usage(
        "--semgrep-token-… says where a token comes from, and this command takes none",
        "assistant token remove --scm SCM --namespace NAMESPACE, or --platform",
    ))
}

fn holds(shelf: &Shelf, key: &Key) -> bool {
    shelf.keys.as_ref().is_ok_and(|keys| keys.contains(key))
}

/// Which tokens are meant; what is left out fits any.
struct Wanted {
    scm: Option<&'static str>,
    host: Option<String>,
    namespace: Option<String>,
}

impl Wanted {
    /// The host is the one that any other command would ask: of the flag, else of the environment.
    fn of(global: &Global, args: &Removed, env: &BTreeMap<String, String>) -> Result<Wanted, End> {
        let variable = |name: &str| env.get(name).filter(|text| !text.is_empty());
        if args.platform {
            let named = global.semgrep_url.as_ref();
            let url = named
                .or_else(|| variable("SEMGREP_URL"))
                .or_else(|| variable("SEMGREP_APP_URL"));
            return Ok(Wanted {
                scm: Some(Key::PLATFORM),
                host: url
                    .map(|url| parsed(url).map(|url| host_of(&url)))
                    .transpose()?,
                namespace: global.deployment.clone(),
            });
        }
        let scm = args.name.scm.as_deref().and_then(scm::by_id);
        let host = match (scm, &args.name.host) {
            (Some(scm), Some(host)) => {
                let base = scm.base(host).map_err(|text| wrong(&text))?;
                Some(scm.host(&base))
            }
            (Some(scm), None) => match variable(scm.about().url_variable) {
                Some(url) => Some(scm.host(&parsed(url)?)),
                None => None,
            },
            (None, Some(_)) => return Err(wrong("--host needs exactly one --scm to belong to")),
            (None, None) => None,
        };
        Ok(Wanted {
            scm: scm.map(|scm| scm.about().id),
            host,
            namespace: args.name.namespace.clone(),
        })
    }

    /// Each key that fits, once.
    fn among(&self, shelves: &[Shelf]) -> Vec<Key> {
        let fits = |key: &&Key| {
            let same = |one: &String| one.eq_ignore_ascii_case(key.namespace());
            self.scm.is_none_or(|scm| scm == key.scm())
                && self.host.as_ref().is_none_or(|host| host == key.host())
                && self.namespace.as_ref().is_none_or(same)
        };
        let keys = shelves.iter().flat_map(|shelf| shelf.keys.iter().flatten());
        let mut keys: Vec<Key> = keys.filter(fits).cloned().collect();
        keys.sort();
        keys.dedup();
        keys
    }
}

fn wrong(text: &str) -> End {
    End::usage(text, "assistant token list")
}

fn parsed(url: &str) -> Result<Url, End> {
    let whole = match url.contains("://") {
        true => url.to_owned(),
        false => format!("https://{url}"),
    };
    // What stands before an @ may be a secret, so the text is not repeated.
    Url::parse(&whole).map_err(|error| wrong(&format!("the URL is none: {error}")))
}

fn host_of(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// The one that is meant. Where several fit, or nothing was named at all, the person chooses.
fn choose(
    mut fitting: Vec<Key>,
    global: &Global,
    args: &Removed,
    io: &mut Io,
) -> Result<Option<Key>, End> {
    let named = args.platform || args.name.scm.is_some();
    if fitting.is_empty() && named {
        return Ok(None);
    }
    if fitting.len() == 1 && named {
        return Ok(fitting.pop());
    }
    let names: Vec<String> = fitting.iter().map(Key::to_string).collect();
    if io.prompter.is_none() || global.no_input || names.is_empty() {
        let what = match names.is_empty() {
            true => "--scm and --namespace, or --platform: which token".to_owned(),
            false => format!("which of {}", names.join(", ")),
        };
        let hint = match fitting.first() {
            Some(key) => format!("assistant token remove {} --yes", flags(key)),
            None => "assistant token remove --scm SCM --namespace NAMESPACE --yes".to_owned(),
        };
        return Err(End::usage(what, hint));
    }
    let words: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = questions::KEPT.select("Which token?", &words, io)?;
    Ok(Some(fitting.swap_remove(chosen)))
}

fn nothing(shelves: &[Shelf], global: &Global, io: &mut Io) -> Result<u8, End> {
    if let Some(error) = unread(shelves) {
        return Err(End::Store(error));
    }
    writeln!(
        io.err,
        "no such token is kept here, so there is nothing to remove"
    )?;
    finish(Vec::new(), Outcome::Done, None, global, io)
}

/// Notes what became of each removal; the error of the first that failed where a token is known to be.
fn removed(changes: &mut [Change], removals: Vec<Removal>) -> Option<Failure> {
    let mut failed: Option<VaultError> = None;
    for change in changes.iter_mut() {
        let here = |one: &&Removal| {
            let from = format!("kept in {}", one.place);
            change.from.as_deref() == Some(from.as_str())
        };
        change.state = match removals.iter().find(here).map(|one| &one.done) {
            // Gone, be it by somebody else.
            Some(Ok(_)) => State::Verified,
            Some(Err(error)) => {
                failed = failed.or_else(|| Some(error.clone()));
                State::Failed
            }
            None => State::Skipped,
        };
    }
    failed.map(|error| Failure {
        code: Outcome::Partial.word().to_owned(),
        message: format!("a token is still kept: {error}"),
        fix: Some(error.hint()),
    })
}

fn finish(
    changes: Vec<Change>,
    outcome: Outcome,
    error: Option<Failure>,
    global: &Global,
    io: &mut Io,
) -> Result<u8, End> {
    let report = Report {
        changes,
        ..Report::default()
    };
    let finished = Done {
        error,
        ..Done::new(NAME, report, outcome, FailOn::default())
    };
    done(finished, global, io)
}
