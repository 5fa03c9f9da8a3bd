//! Where a token comes from. A token is only handed to the host that its source is bound to.

use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use uuid::Uuid;
use zeroize::Zeroizing;

use super::files::TokenFrom;
use crate::input;
use crate::secret::Secret;
use crate::vault::{Key, Store};

/// A token file or a command's output may have this many bytes.
const MOST_BYTES: u64 = 64 * 1024;

/// A password manager may ask its person something, but not for ever.
const COMMAND_BOUND: Duration = Duration::from_secs(60);

/// How often a token command is looked at.
const COMMAND_POLL: Duration = Duration::from_millis(5);

/// A token with the words that tell where it came from.
#[derive(Clone, Debug)]
pub struct Credential {
    /// The token.
    pub secret: Secret,
    /// Such as an environment variable's name or `the OS keyring`.
    pub source: String,
    /// Whether a person typed it, so that it is worth keeping.
    pub typed: bool,
}

impl Credential {
    pub(super) fn new(
        text: impl Into<Zeroizing<String>>,
        source: impl Into<String>,
    ) -> Option<Self> {
        let mut text = text.into();
        Some(Credential {
            secret: Secret::from_input(std::mem::take(&mut *text))?,
            source: source.into(),
            typed: false,
        })
    }

    /// A token that a person typed.
    pub fn typed(secret: Secret) -> Self {
        Credential {
            secret,
            source: "typed at the prompt".to_owned(),
            typed: true,
        }
    }
}

/// The flags that name a source.
#[derive(Clone, Debug, Default)]
pub struct TokenFlags {
    /// Read it from standard input.
    pub stdin: bool,
    /// Read it from this file.
    pub file: Option<std::path::PathBuf>,
    /// Run this and read what it prints.
    pub command: Option<String>,
}

impl TokenFlags {
    /// Whether any is given.
    pub fn any(&self) -> bool {
        self.stdin || self.file.is_some() || self.command.is_some()
    }
}

/// The token that a flag names, if one does.
pub(super) fn from_flags(
    flags: &TokenFlags,
    stdin: &mut dyn Read,
) -> Result<Option<Credential>, String> {
    if flags.stdin {
        let text = text_of(stdin)
            .map_err(|error| format!("can't read the token from standard input: {error}"))?;
        return match Credential::new(text, "standard input") {
            Some(credential) => Ok(Some(credential)),
            None => Err("standard input holds no token".to_owned()),
        };
    }
    if let Some(path) = &flags.file {
        return from_file(path).map(Some);
    }
    if let Some(command) = &flags.command {
        return from_command(command).map(Some);
    }
    Ok(None)
}

/// The token that a file's entry names; `None` where the keyring holds none.
pub(super) fn from_entry(
    from: &TokenFrom,
    variable: &dyn Fn(&str) -> Option<String>,
    store: &dyn Store,
    key: &Key,
) -> Result<Option<Credential>, String> {
    let named = [
        from.env.is_some(),
        from.file.is_some(),
        from.command.is_some(),
        from.keyring == Some(true),
    ];
    if named.iter().filter(|one| **one).count() != 1 {
        return Err("token: name exactly one of env, file, command or keyring: true".to_owned());
    }
    if let Some(name) = &from.env {
        return match variable(name).and_then(|text| Credential::new(text, name)) {
            Some(credential) => Ok(Some(credential)),
            None => Err(format!("the environment variable {name} is not set")),
        };
    }
    if let Some(path) = &from.file {
        return from_file(path).map(Some);
    }
    if let Some(command) = &from.command {
        return from_command(command).map(Some);
    }
    kept(store, key)
}

/// The token kept for a connection.
pub(super) fn kept(store: &dyn Store, key: &Key) -> Result<Option<Credential>, String> {
    match store.find(key) {
        Ok(found) => Ok(found.map(|found| Credential {
            secret: found.secret,
            source: found.place,
            typed: false,
        })),
        Err(error) => Err(format!("{error}; {}", error.hint())),
    }
}

/// A text that may be a token. A buffer that grows would leave copies behind, so this one does not; it is wiped.
fn text_of(from: impl Read) -> std::io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::with_capacity(MOST_BYTES as usize + 1));
    // Its beginning would be another token.
    if from.take(MOST_BYTES + 1).read_to_string(&mut text)? as u64 > MOST_BYTES {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(text)
}

fn from_file(path: &Path) -> Result<Credential, String> {
    let shown = path.display();
    let text = input::open(path).and_then(text_of);
    let text = text.map_err(|error| format!("can't read {shown}: {error}"))?;
    Credential::new(text, format!("file {shown}")).ok_or_else(|| format!("{shown} holds no token"))
}

/// Runs a command by the shell, for a minute at most. What it prints to its standard error reaches the person.
fn from_command(command: &str) -> Result<Credential, String> {
    let (shell, flag) = if cfg!(windows) {
        ("cmd", "/C")
    } else {
        ("sh", "-c")
    };
    let failed = |error: std::io::Error| format!("can't run the token command: {error}");
    let (out, mut into) = std::io::pipe().map_err(failed)?;
    let mut child = Command::new(shell)
        .args([flag, command])
        .stdin(Stdio::null())
        .stdout(into.try_clone().map_err(failed)?)
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(failed)?;
    // What it left running may hold the pipe open, so its end is marked rather than waited for.
    let mark = *Uuid::new_v4().as_bytes();
    let (say, hear) = mpsc::channel();
    thread::spawn(move || {
        // Nobody hears when time ran out.
        let _ = say.send(text_before(&mark, out));
    });
    let status = ended(&mut child)?;
    // Nobody reads on where it printed too much.
    let _ = into.write_all(&mark);
    if !status.success() {
        return Err(format!("the token command failed ({status})"));
    }
    let unread = || "the token command's output can't be read".to_owned();
    let read = hear.recv().map_err(|_| unread())?;
    // What it printed may be a token, so it is never quoted.
    let text = read.map_err(|error| match error.kind() {
        ErrorKind::InvalidData => "the token command printed something that is not text".to_owned(),
        ErrorKind::FileTooLarge => "the token command printed more than any token".to_owned(),
        _ => unread(),
    })?;
    Credential::new(text, "token command")
        .ok_or_else(|| "the token command printed nothing".to_owned())
}

/// Waits until the command itself has ended, whatever it left running.
fn ended(child: &mut Child) -> Result<ExitStatus, String> {
    let start = Instant::now();
    loop {
        let status = child.try_wait();
        if let Some(status) =
            status.map_err(|error| format!("can't run the token command: {error}"))?
        {
            return Ok(status);
        }
        if start.elapsed() > COMMAND_BOUND {
            let _ = child.kill();
            let _ = child.wait();
            let seconds = COMMAND_BOUND.as_secs();
            return Err(format!("the token command did not end within {seconds} s"));
        }
        thread::sleep(COMMAND_POLL);
    }
}

/// The text that comes before the mark. Like [`text_of`] it leaves no copies behind.
fn text_before(mark: &[u8], mut from: impl Read) -> std::io::Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(vec![0; MOST_BYTES as usize + mark.len()]);
    let mut filled = 0;
    loop {
        match from.read(&mut bytes[filled..]) {
            Ok(0) => return Err(ErrorKind::FileTooLarge.into()),
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        }
        let mut parts = bytes[..filled].windows(mark.len());
        if let Some(at) = parts.position(|part| part == mark) {
            let text = std::str::from_utf8(&bytes[..at]).map_err(|_| ErrorKind::InvalidData)?;
            return Ok(Zeroizing::new(text.to_owned()));
        }
    }
}
