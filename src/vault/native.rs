//! The keyring of each operating system.
//!
//! Only the Secret Service is tested. The branches for macOS (login keychain) and Windows (Credential Manager) are
//! written from their crates' documentation and were never compiled or run there: they are **untested**.

use std::collections::HashMap;
use std::sync::Arc;

use keyring::{CredentialStore, Entry, Error, Result};

use super::SERVICE;

/// What the keyring of this system is called in messages.
pub(super) const PLACE: &str = if cfg!(target_os = "macos") {
    "the OS keyring (login keychain)"
} else if cfg!(windows) {
    "the OS keyring (Credential Manager)"
} else {
    "the OS keyring (Secret Service)"
};

/// Connects to the keyring. May block.
#[cfg(all(unix, not(target_os = "macos")))]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(dbus_secret_service_keyring_store::Store::new()?)
}

/// Connects to the keyring. May block.
#[cfg(target_os = "macos")]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// Connects to the keyring. May block.
#[cfg(windows)]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// Says that there is no keyring for this system.
#[cfg(not(any(unix, windows)))]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Err(Error::NoDefaultStore)
}

/// The handle of one entry, whether it exists or not.
pub(super) fn entry(store: &CredentialStore, account: &str) -> Result<Entry> {
    // The password manager shows it; the crate's own would begin with "keyring:".
    let label = format!("{SERVICE}: {account}");
    match store.build(
        SERVICE,
        account,
        Some(&HashMap::from([("label", label.as_str())])),
    ) {
        // Only the Secret Service has labels.
        Err(Error::Invalid(..) | Error::NotSupportedByStore(_)) => {
            store.build(SERVICE, account, None)
        }
        built => built,
    }
}

/// The accounts of all entries under our service name.
pub(super) fn accounts(store: &CredentialStore) -> Result<Vec<String>> {
    // Windows names an entry `account.service` and searches by pattern, the others by attribute.
    let spec = if cfg!(windows) {
        HashMap::from([("pattern", r"\.assistant$")])
    } else {
        HashMap::from([("service", SERVICE)])
    };
    let mine = |entry: Entry| {
        entry
            .get_specifiers()
            .filter(|(service, _)| service == SERVICE)
            .map(|(_, account)| account)
    };
    Ok(store.search(&spec)?.into_iter().filter_map(mine).collect())
}
