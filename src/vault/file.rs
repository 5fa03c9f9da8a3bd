//! Tokens in a plain text file: for machines without a keyring, and only where a person chose it.
//!
//! The file is JSON, `{"version": 1, "tokens": {"gitlab:gitlab.com/acme": "…"}}`, in a folder that nobody else may
//! enter. It is replaced as a whole, so that a reader never sees half of it, and removed with its last token.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use fs4::FileExt;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, Visitor};
use zeroize::Zeroizing;

use super::bound::within;
use super::{BOUND, Fault, Key, Store, VaultError, access};
use crate::secret::Secret;

/// No such file comes near this many bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// How the name of a file that is being written begins.
const UNFINISHED: &str = ".unfinished-";

type Tokens = BTreeMap<Key, Secret>;

/// The plain text file.
#[derive(Clone, Debug)]
pub struct PlainFile {
    path: PathBuf,
    place: String,
}

impl PlainFile {
    /// The file at `path`, whose folder is its own; nothing is read or made yet.
    pub fn at(path: PathBuf) -> Self {
        let place = format!("the plain text file {}", path.display());
        Self { path, place }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is one, so that it was chosen at some time.
    pub fn exists(&self) -> bool {
        fs::symlink_metadata(&self.path).is_ok()
    }

    /// Whether any token stands in it; an error where it can't be told.
    pub(super) fn tokens(&self) -> Result<usize, VaultError> {
        Ok(self.read()?.len())
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    fn read(&self) -> Result<Tokens, Fault> {
        let file = match access::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Tokens::new()),
            Err(error) if access::is_link(&error) => {
                return Err(Fault::NotAFile(self.path.clone()));
            }
            Err(error) => return Err(Fault::system(&self.path, &error)),
        };
        access::check_file(&file, &self.path)?;
        parse(&self.bytes(file)?).map_err(|what| Fault::damaged(&self.path, what))
    }

    fn bytes(&self, file: File) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let fault = |error| Fault::system(&self.path, &error);
        let long = file.metadata().map_err(fault)?.len();
        if long > MOST_BYTES {
            return Err(Fault::damaged(&self.path, "it is too long"));
        }
        // Large enough at once: a buffer that moves leaves a copy behind.
        let room = usize::try_from(long).unwrap_or_default() + 1;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        file.take(long).read_to_end(&mut bytes).map_err(fault)?;
        Ok(bytes)
    }

    /// Changes what is kept while nobody else does. Nothing is written where `change` says that it changed nothing.
    fn change(&self, change: impl FnOnce(&mut Tokens) -> bool) -> Result<bool, Fault> {
        access::make_folder(self.folder())?;
        let _lock = self.lock()?;
        let mut tokens = self.read()?;
        if !change(&mut tokens) {
            return Ok(false);
        }
        self.sweep();
        let done = match tokens.is_empty() {
            true => fs::remove_file(&self.path),
            false => self.write(&tokens),
        };
        done.map_err(|error| Fault::system(&self.path, &error))?;
        Ok(true)
    }

    /// A new file in the place of the old one, on the disk before it has the name.
    fn write(&self, tokens: &Tokens) -> io::Result<()> {
        let text = text(tokens)?;
        if text.len() as u64 > MOST_BYTES {
            return Err(io::Error::other("it would grow too long"));
        }
        let mut unfinished = self.unfinished()?;
        unfinished.write_all(&text)?;
        unfinished.as_file().sync_all()?;
        unfinished.persist(&self.path)?;
        access::sync_folder(self.folder())
    }

    /// A file that only we can read, and that is gone again unless it is finished.
    fn unfinished(&self) -> io::Result<tempfile::NamedTempFile> {
        tempfile::Builder::new()
            .prefix(UNFINISHED)
            .tempfile_in(self.folder())
    }

    /// Removes what a killed process left behind. Only under the lock, which whoever writes now would hold.
    fn sweep(&self) {
        let Ok(entries) = fs::read_dir(self.folder()) else {
            return;
        };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// The lock is a file of its own that stays: the other one is replaced with each change.
    fn lock(&self) -> Result<File, Fault> {
        let path = self.path.with_extension("lock");
        let file = access::open_lock(&path).map_err(|error| Fault::system(&path, &error))?;
        let locked = within(BOUND, move || match FileExt::lock(&file) {
            Ok(()) => Ok(Ok(file)),
            Err(error) => Ok(Err(error)),
        });
        match locked {
            Ok(Ok(file)) => Ok(file),
            Ok(Err(error)) => Err(Fault::system(&path, &error)),
            Err(_) => Err(Fault::Busy(self.path.clone())),
        }
    }
}

impl Store for PlainFile {
    fn get(&self, key: &Key) -> Result<Option<Secret>, VaultError> {
        Ok(self.read()?.remove(key))
    }

    fn set(&self, key: &Key, secret: &Secret) -> Result<(), VaultError> {
        self.change(|tokens| {
            tokens.insert(key.clone(), secret.clone());
            true
        })?;
        Ok(())
    }

    fn delete(&self, key: &Key) -> Result<bool, VaultError> {
        // Nothing is made where nothing is.
        if !self.exists() {
            return Ok(false);
        }
        Ok(self.change(|tokens| tokens.remove(key).is_some())?)
    }

    fn list(&self) -> Result<Vec<Key>, VaultError> {
        Ok(self.read()?.into_keys().collect())
    }

    fn probe(&self) -> Result<(), VaultError> {
        access::make_folder(self.folder())?;
        self.read()?;
        let _lock = self.lock()?;
        self.unfinished()
            .map_err(|error| Fault::system(self.folder(), &error))?;
        Ok(())
    }

    fn place(&self) -> &str {
        &self.place
    }
}

/// One value, which never lies about in a text of its own.
struct Kept(Secret);

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Kept;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Kept, E> {
                match text.is_empty() {
                    true => Err(E::custom("empty")),
                    false => Ok(Kept(Secret::new(text.to_owned()))),
                }
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// An entry's name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Name(Key);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let key = Key::parse(&text).ok_or_else(|| D::Error::custom("not the name of a token"))?;
        Ok(Name(key))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    version: u32,
    tokens: BTreeMap<Name, Kept>,
}

/// What is kept, or where it is damaged: the words of the reader may quote a token, so only the place is told.
fn parse(bytes: &[u8]) -> Result<Tokens, String> {
    let contents: Contents = serde_json::from_slice(bytes)
        .map_err(|error| format!("line {}, column {}", error.line(), error.column()))?;
    if contents.version != 1 {
        return Err(format!("version {}, not 1", contents.version));
    }
    let each = |(name, kept): (Name, Kept)| (name.0, kept.0);
    Ok(contents.tokens.into_iter().map(each).collect())
}

fn text(tokens: &Tokens) -> io::Result<Zeroizing<Vec<u8>>> {
    // A character takes six bytes at most, `\u001f`.
    let long = |(key, secret): (&Key, &Secret)| 6 * (key.account().len() + secret.expose().len());
    let room: usize = tokens.iter().map(|one| long(one) + 16).sum();
    let mut bytes = Zeroizing::new(Vec::with_capacity(room + 64));
    bytes.extend_from_slice(b"{\n  \"version\": 1,\n  \"tokens\": {");
    for (at, (key, secret)) in tokens.iter().enumerate() {
        let before: &[u8] = if at == 0 { b"\n    " } else { b",\n    " };
        bytes.extend_from_slice(before);
        serde_json::to_writer(&mut *bytes, &key.account())?;
        bytes.extend_from_slice(b": ");
        serde_json::to_writer(&mut *bytes, secret.expose())?;
    }
    bytes.extend_from_slice(b"\n  }\n}\n");
    Ok(bytes)
}

#[cfg(test)]
mod tests;
