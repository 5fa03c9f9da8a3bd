//! The operating system's keyring, asked with patience that ends.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keyring::{CredentialStore, Error};

use super::bound::within;
use super::{Key, Store, VaultError, native};
use crate::secret::Secret;

/// How long one call may take.
pub const BOUND: Duration = Duration::from_secs(3);

type Open = dyn Fn() -> keyring::Result<Arc<CredentialStore>> + Send + Sync;
type Line = Mutex<Option<Arc<CredentialStore>>>;

/// The keyring of the operating system.
///
/// Making one costs nothing; the first call connects. Every call ends within the bound, even when the daemon
/// never answers; after that the others fail at once, until a [`Store::probe`] finds it answering again.
pub struct OsKeyring {
    bound: Duration,
    open: Arc<Open>,
    line: Arc<Line>,
    hung: AtomicBool,
}

impl OsKeyring {
    /// The keyring with the usual [`BOUND`].
    pub fn new() -> Self {
        Self::with_bound(BOUND)
    }

    /// The keyring with another bound, such as a longer one while a person types into an unlock dialog.
    pub fn with_bound(bound: Duration) -> Self {
        Self::opened_by(bound, native::open)
    }

    fn opened_by(
        bound: Duration,
        open: impl Fn() -> keyring::Result<Arc<CredentialStore>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            bound,
            open: Arc::new(open),
            line: Arc::default(),
            hung: AtomicBool::new(false),
        }
    }

    fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&CredentialStore) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, VaultError> {
        if self.hung.load(Ordering::Relaxed) {
            return Err(VaultError::Hung);
        }
        let (open, line) = (Arc::clone(&self.open), Arc::clone(&self.line));
        let answer = within(self.bound, move || {
            let done = connected(&*open, &line).and_then(|store| work(&*store));
            if done.is_err() {
                // It may be the connection that broke.
                *held(&line) = None;
            }
            Ok(done?)
        });
        if matches!(answer, Err(VaultError::Hung)) {
            self.hung.store(true, Ordering::Relaxed);
            // The thread that was left behind may hold this connection's lock for ever.
            *held(&self.line) = None;
        }
        answer
    }
}

impl Store for OsKeyring {
    fn get(&self, key: &Key) -> Result<Option<Secret>, VaultError> {
        let account = key.account();
        self.call(
            move |store| match native::entry(store, &account)?.get_password() {
                Ok(text) => Ok(Some(Secret::new(text))),
                Err(Error::NoEntry) => Ok(None),
                Err(error) => Err(error),
            },
        )
    }

    fn set(&self, key: &Key, secret: &Secret) -> Result<(), VaultError> {
        let (account, kept) = (key.account(), secret.clone());
        self.call(
            move |store| match native::entry(store, &account)?.set_password(kept.expose()) {
                // One holds the new secret before the others go.
                Err(Error::Ambiguous(entries)) => {
                    let mut entries = entries.into_iter();
                    entries.next().map_or(Err(Error::NoEntry), |first| {
                        first.set_password(kept.expose())
                    })?;
                    entries.try_for_each(|other| other.delete_credential())
                }
                done => done,
            },
        )
        .map_err(|error| error.without(secret))
    }

    fn delete(&self, key: &Key) -> Result<bool, VaultError> {
        let account = key.account();
        self.call(
            move |store| match native::entry(store, &account)?.delete_credential() {
                Ok(()) => Ok(true),
                Err(Error::NoEntry) => Ok(false),
                Err(Error::Ambiguous(entries)) => entries
                    .iter()
                    .try_for_each(|entry| entry.delete_credential())
                    .map(|()| true),
                Err(error) => Err(error),
            },
        )
    }

    fn list(&self) -> Result<Vec<Key>, VaultError> {
        let accounts = self.call(native::accounts)?;
        let mut keys: Vec<Key> = accounts
            .iter()
            .filter_map(|account| Key::parse(account))
            .collect();
        keys.sort();
        keys.dedup();
        Ok(keys)
    }

    fn probe(&self) -> Result<(), VaultError> {
        self.hung.store(false, Ordering::Relaxed);
        // Two processes that probe at once must not take away each other's entry; no key reads like this.
        let account = format!("probe-{}", std::process::id());
        let same = self.call(move |store| {
            let entry = native::entry(store, &account)?;
            entry.set_password(&account)?;
            let same = entry.get_password()? == account;
            entry.delete_credential()?;
            Ok(same)
        })?;
        if same {
            Ok(())
        } else {
            Err(VaultError::Refused(
                "it gave back something else than it was given".to_owned(),
            ))
        }
    }

    fn place(&self) -> &str {
        native::PLACE
    }
}

impl Default for OsKeyring {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for OsKeyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OsKeyring")
            .field("bound", &self.bound)
            .field("hung", &self.hung)
            .finish_non_exhaustive()
    }
}

/// The connection there is, or a new one.
fn connected(open: &Open, line: &Line) -> keyring::Result<Arc<CredentialStore>> {
    let there = held(line).clone();
    if let Some(store) = there {
        return Ok(store);
    }
    // Not under the lock: opening may never return.
    let store = open()?;
    *held(line) = Some(Arc::clone(&store));
    Ok(store)
}

fn held(line: &Line) -> MutexGuard<'_, Option<Arc<CredentialStore>>> {
    line.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use keyring::mock;

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);
    const LONG: Duration = Duration::from_secs(30);

    fn mocked() -> OsKeyring {
        OsKeyring::opened_by(LONG, || Ok(mock::Store::new()?))
    }

    fn key(namespace: &str) -> Key {
        Key::new("gitlab", "gitlab.com", namespace)
    }

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn nothing_is_opened_before_the_first_call() {
        let keyring = OsKeyring::opened_by(LONG, || panic!("opened"));
        assert!(!keyring.place().is_empty());
        assert!(!format!("{keyring:?}").is_empty());
    }

    #[test]
    fn tokens_are_kept_replaced_listed_and_removed() {
        let keyring = mocked();
        assert!(keyring.get(&key("a")).expect("it works").is_none());
        keyring.set(&key("b/c"), &secret("one")).expect("it works");
        keyring.set(&key("a"), &secret("two")).expect("it works");
        keyring.set(&key("a"), &secret("three")).expect("it works");
        assert_eq!(
            keyring
                .get(&key("a"))
                .expect("it works")
                .expect("it works")
                .expose(),
            "three"
        );
        assert_eq!(keyring.list(), Ok(vec![key("a"), key("b/c")]));
        assert_eq!(
            (keyring.delete(&key("a")), keyring.delete(&key("a"))),
            (Ok(true), Ok(false))
        );
        assert_eq!(keyring.probe(), Ok(()));
    }

    #[test]
    fn a_hung_keyring_is_waited_for_once_until_it_is_probed() {
        let keyring = OsKeyring::opened_by(SHORT, || {
            std::thread::sleep(LONG);
            Err(Error::NoEntry)
        });
        let started = Instant::now();
        assert_eq!(keyring.list(), Err(VaultError::Hung));
        assert!(started.elapsed() >= SHORT);
        let waited = Instant::now();
        for _ in 0..1000 {
            assert_eq!(keyring.delete(&key("a")), Err(VaultError::Hung));
        }
        assert!(waited.elapsed() < SHORT * 1000);
        let probed = Instant::now();
        assert_eq!(keyring.probe(), Err(VaultError::Hung));
        assert!(probed.elapsed() >= SHORT);
        assert!(started.elapsed() < LONG);
    }

    #[test]
    fn a_broken_connection_is_opened_anew() {
        let opened = Arc::new(Mutex::new(0));
        let count = Arc::clone(&opened);
        let keyring = OsKeyring::opened_by(LONG, move || {
            *count.lock().expect("it works") += 1;
            if *count.lock().expect("it works") == 1 {
                Err(Error::BadStoreFormat("torn".to_owned()))
            } else {
                Ok(mock::Store::new()?)
            }
        });
        assert_eq!(keyring.list(), Err(VaultError::Refused("torn".to_owned())));
        assert_eq!(keyring.list(), Ok(Vec::new()));
        assert_eq!(keyring.list(), Ok(Vec::new()));
        assert_eq!(*opened.lock().expect("it works"), 2);
    }
}
