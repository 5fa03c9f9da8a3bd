//! Keeps tokens. What stands in the way is said before a person types one, and nothing is thrown away silently.

use super::args::Global;
use super::{End, Io, questions};
use crate::secret::Secret;
use crate::settings::{Credential, Given, Settings};
use crate::vault::{Choice, Key, VaultError};

/// What a token is good for that can't be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unkept {
    /// This run.
    ThisRun,
    /// Nothing: the command is there to keep it.
    Nothing,
}

/// Which token is to be kept: the one a flag names; else, where it goes from the plain text file into the keyring, the
/// one in the file; else the person is asked, where there is one. In the sandbox it is the scenario's.
pub(super) fn source(settings: &mut Settings, global: &Global, given: &Given, asks: bool, io: &Io) {
    let key = match settings.connections.first() {
        Some(connection) => connection.key(),
        None => {
            let slug = settings.deployment.as_deref().unwrap_or_default();
            Key::platform(&settings.semgrep_host, slug)
        }
    };
    if given.token.any() || given.semgrep_token.any() || global.sandbox.is_some() {
        return;
    }
    let moves = global.store == Some(Choice::Keyring);
    let found = moves.then(|| in_file(io, &key)).flatten();
    if found.is_none() && !asks {
        return;
    }
    match settings.connections.first_mut() {
        Some(connection) => connection.credential = found,
        None => settings.semgrep_token = found,
    }
}

/// The token that stands in the plain text file under this key.
fn in_file(io: &Io, key: &Key) -> Option<Credential> {
    let shelves = io.store.shelves();
    let plain = shelves.iter().find(|shelf| shelf.plain)?;
    plain.keys.as_ref().ok()?.iter().find(|one| *one == key)?;
    let found = io.store.find(key).ok().flatten()?;
    Some(Credential {
        secret: found.secret,
        source: found.place,
        typed: false,
    })
}

/// Proves, before a token is typed, that it could be kept, and asks what to do where it can't. `false`: the person
/// wants to use it for this run only.
pub(super) fn prepare(unkept: Unkept, io: &mut Io) -> Result<bool, End> {
    let other = match unkept {
        Unkept::ThisRun => "Use the token for this run only",
        Unkept::Nothing => "Stop",
    };
    loop {
        let error = match io.store.probe() {
            Ok(()) => return Ok(true),
            Err(VaultError::Nowhere) => return Ok(false),
            Err(error) => error,
        };
        tell("a token could not be kept", &error, io)?;
        if io.prompter.is_none() {
            return Err(End::Store(error));
        }
        match instead(other, &error, io) {
            Ok(Instead::Again) => {}
            Ok(Instead::Other) if unkept == Unkept::ThisRun => return Ok(false),
            Ok(Instead::Other) | Err(_) => return Err(End::Declined),
        }
    }
}

/// Keeps a token and says where. Where that fails, a person is offered the plain text file; else it is said what to
/// do. `None`: it was not kept.
pub(super) fn keep(
    key: &Key,
    secret: &Secret,
    asks: bool,
    io: &mut Io,
) -> Result<Option<String>, End> {
    let warned = io.store.warning().is_some();
    loop {
        let Err(error) = io.store.set(key, secret) else {
            let place = io.store.place().to_owned();
            writeln!(io.err, "kept the token for {key} in {place}")?;
            if let Some(warning) = io.store.warning().filter(|_| !warned) {
                writeln!(io.err, "warning: {warning}")?;
            }
            return Ok(Some(place));
        };
        tell(&format!("the token for {key} was not kept"), &error, io)?;
        if !asks || error == VaultError::Nowhere {
            return Ok(None);
        }
        match instead("Don't keep the token", &error, io) {
            Ok(Instead::Again) => {}
            Ok(Instead::Other) | Err(_) => return Ok(None),
        }
    }
}

fn tell(what: &str, error: &VaultError, io: &mut Io) -> Result<(), End> {
    writeln!(io.err, "warning: {what}: {error}")?;
    writeln!(io.err, "hint: {}", error.hint())?;
    Ok(())
}

enum Instead {
    /// Do it again: in the same place, or in the one that was just chosen.
    Again,
    Other,
}

fn instead(other: &str, error: &VaultError, io: &mut Io) -> Result<Instead, End> {
    let file = io.store.plain_file().map(|path| path.display().to_string());
    // The file is what fails.
    let file = file.filter(|_| !matches!(error, VaultError::File(_)));
    let offer = file.map(|path| format!("Keep it in the plain text file {path}"));
    let mut options = vec![other, "Try again"];
    options.extend(offer.as_deref());
    if io.prompter.is_none() {
        return Ok(Instead::Other);
    }
    let chosen = questions::STORE.select("What shall be done?", &options, io)?;
    Ok(match chosen {
        0 => Instead::Other,
        1 => Instead::Again,
        _ => {
            io.store.choose(Choice::File);
            Instead::Again
        }
    })
}
