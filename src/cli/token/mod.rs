//! `assistant token`: the tokens kept here.

mod add;
mod list;
mod remove;
mod rotate;

use super::args::{Global, Token};
use super::copied::quoted;
use super::{End, Io};
use crate::scm;
use crate::semgrep;
use crate::vault::{Key, Shelf, VaultError};

pub(super) async fn run(global: &Global, command: &Token, io: &mut Io) -> Result<u8, End> {
    match command {
        Token::List => list::run(global, io),
        Token::Add(kept) => add::run(global, kept, io).await,
        Token::Remove(kept) => remove::run(global, kept, io),
        Token::Rotate(args) => rotate::run(global, args, io).await,
    }
}

/// Where the token itself can be revoked, which removing it here does not do.
fn revoke(key: &Key) -> String {
    match scm::by_id(key.scm()) {
        Some(scm) => scm.about().revoke.to_owned(),
        None if key.scm() == Key::PLATFORM => semgrep::revoke(key.host()),
        None => String::new(),
    }
}

/// The flags that name a kept token.
fn flags(key: &Key) -> String {
    let mut flags = match key.scm() {
        Key::PLATFORM => "--platform".to_owned(),
        scm => format!("--scm {scm} --namespace {}", quoted(key.namespace())),
    };
    let public = |url: &str| url.trim_start_matches("https://") == key.host();
    match scm::by_id(key.scm()) {
        None => {
            if !public(semgrep::DEFAULT_URL) {
                flags.push_str(&format!(" --semgrep-url {}", quoted(key.host())));
            }
            if !key.namespace().is_empty() {
                flags.push_str(&format!(" --deployment {}", quoted(key.namespace())));
            }
        }
        Some(scm) if scm.about().self_managed => {
            let at_home = url::Url::parse(scm.about().default_url)
                .is_ok_and(|base| scm.host(&base) == key.host());
            if !at_home {
                flags.push_str(&format!(" --host {}", quoted(key.host())));
            }
        }
        Some(_) => {}
    }
    flags
}

/// Why a place could not be looked into. That there is no keyring says nothing where the plain text file is in use.
fn unread(shelves: &[Shelf]) -> Option<VaultError> {
    let in_file = shelves.iter().any(|shelf| shelf.plain);
    shelves
        .iter()
        .filter_map(|shelf| shelf.keys.as_ref().err())
        .find(|error| !(in_file && matches!(error, VaultError::Absent(_))))
        .cloned()
}

/// Says what stands in the way of a place that could not be looked into.
fn tell_unread(shelves: &[Shelf], io: &mut Io) -> Result<(), End> {
    for error in shelves.iter().filter_map(|shelf| shelf.keys.as_ref().err()) {
        writeln!(io.err, "warning: {error}")?;
        writeln!(io.err, "hint: {}", error.hint())?;
    }
    Ok(())
}
