//! Where tokens live between two runs: the keyring of the operating system, and a plain text file where a person chose
//! it; nothing else.
//!
//! Everything here is synchronous and may take up to [`BOUND`]; nothing is set up before the first call.

mod access;
mod bound;
mod error;
mod fault;
mod file;
mod key;
mod layers;
mod memory;
mod native;
mod os;

pub use error::VaultError;
pub use fault::Fault;
pub use file::PlainFile;
pub use key::Key;
pub use layers::Layers;
pub use memory::{InMemory, Nowhere};
pub use os::{BOUND, OsKeyring};

use std::path::Path;

use crate::secret::Secret;

/// The service name under which every entry is kept.
pub const SERVICE: &str = "assistant";

/// Where a token is to be kept, as far as a person said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// In the keyring only.
    Keyring,
    /// In the plain text file.
    File,
}

/// A token that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The token.
    pub secret: Secret,
    /// Where, in the words of [`Store::place`].
    pub place: String,
}

/// What one place holds.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// What the place is called.
    pub place: String,
    /// Whether tokens stand there in plain text.
    pub plain: bool,
    /// The keys, sorted; or why they can't be listed.
    pub keys: Result<Vec<Key>, VaultError>,
}

/// What became of a removal in one place.
#[derive(Clone, Debug)]
pub struct Removal {
    /// What the place is called.
    pub place: String,
    /// Whether there was something; or why nothing can be said.
    pub done: Result<bool, VaultError>,
}

/// A place that keeps tokens, or several that are read one after the other.
pub trait Store: Send + Sync {
    /// The token kept under `key`; `None` when there is none.
    fn get(&self, key: &Key) -> Result<Option<Secret>, VaultError>;

    /// Keeps `secret` under `key`, in the place of what was there.
    fn set(&self, key: &Key, secret: &Secret) -> Result<(), VaultError>;

    /// Removes what is kept under `key`; `false` when there was nothing.
    fn delete(&self, key: &Key) -> Result<bool, VaultError>;

    /// The keys of all kept tokens, sorted; entries that another program made are left out.
    fn list(&self) -> Result<Vec<Key>, VaultError>;

    /// Proves that a token could be kept now: writes a harmless entry, reads it back and removes it.
    /// Worth calling before a token is asked for.
    fn probe(&self) -> Result<(), VaultError>;

    /// What this place is called in messages: "the OS keyring (Secret Service)". Of several, the one that took the last
    /// token, or would take the next.
    fn place(&self) -> &str;

    /// The token kept under `key`, and where.
    fn find(&self, key: &Key) -> Result<Option<Found>, VaultError> {
        let found = |secret| Found {
            secret,
            place: self.place().to_owned(),
        };
        Ok(self.get(key)?.map(found))
    }

    /// What each place holds, in the order in which they are read.
    fn shelves(&self) -> Vec<Shelf> {
        vec![Shelf {
            place: self.place().to_owned(),
            plain: false,
            keys: self.list(),
        }]
    }

    /// Removes what is kept under `key` from every place.
    fn remove(&self, key: &Key) -> Vec<Removal> {
        vec![Removal {
            place: self.place().to_owned(),
            done: self.delete(key),
        }]
    }

    /// From now on tokens are kept there; nothing where there is only one place.
    fn choose(&self, _: Choice) {}

    /// The plain text file that could be chosen.
    fn plain_file(&self) -> Option<&Path> {
        None
    }

    /// What a person should know about this store at every run, in one line.
    fn warning(&self) -> Option<String> {
        None
    }
}
