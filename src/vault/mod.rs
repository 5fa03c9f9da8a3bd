//! Where tokens live between two runs: the keyring of the operating system, and nothing else by itself.
//!
//! Everything here is synchronous and may take up to [`BOUND`]; nothing is set up before the first call.

mod bound;
mod error;
mod key;
mod memory;
mod native;
mod os;

pub use error::VaultError;
pub use key::Key;
pub use memory::{InMemory, Nowhere};
pub use os::{BOUND, OsKeyring};

use crate::secret::Secret;

/// The service name under which every entry is kept.
pub const SERVICE: &str = "assistant";

/// A place that keeps tokens.
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

    /// What this place is called in messages: "the OS keyring (Secret Service)".
    fn place(&self) -> &str;
}
