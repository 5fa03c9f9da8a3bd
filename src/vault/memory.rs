//! Places that touch nothing of the user's: no place at all, and the memory of this process.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Key, Store, VaultError};
use crate::secret::Secret;

/// Keeps nothing: what a run with `--sandbox` gets, so that the user's own keyring is neither read nor written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

impl Store for Nowhere {
    fn get(&self, _: &Key) -> Result<Option<Secret>, VaultError> {
        Ok(None)
    }

    fn set(&self, _: &Key, _: &Secret) -> Result<(), VaultError> {
        Err(VaultError::Nowhere)
    }

    fn delete(&self, _: &Key) -> Result<bool, VaultError> {
        Ok(false)
    }

    fn list(&self) -> Result<Vec<Key>, VaultError> {
        Ok(Vec::new())
    }

    fn probe(&self) -> Result<(), VaultError> {
        Err(VaultError::Nowhere)
    }

    fn place(&self) -> &str {
        "nowhere (sandbox)"
    }
}

/// Keeps tokens as long as the process lives; can be made to fail, for tests of what happens then.
#[derive(Debug, Default)]
pub struct InMemory {
    kept: Mutex<BTreeMap<Key, Secret>>,
    broken: Option<VaultError>,
    /// So many times a token is not taken, though everything else works.
    refusals: AtomicU32,
}

impl InMemory {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// A store whose every call fails with `error`.
    pub fn broken(error: VaultError) -> Self {
        Self {
            broken: Some(error),
            ..Self::default()
        }
    }

    /// From now on so many tokens are not taken, while everything else seems fine.
    pub fn refuse(&self, times: u32) {
        self.refusals.store(times, Ordering::Relaxed);
    }

    fn open(&self) -> Result<MutexGuard<'_, BTreeMap<Key, Secret>>, VaultError> {
        match &self.broken {
            Some(error) => Err(error.clone()),
            // A map is whole between any two calls, so a panic elsewhere cannot have spoiled it.
            None => Ok(self.kept.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

impl Store for InMemory {
    fn get(&self, key: &Key) -> Result<Option<Secret>, VaultError> {
        Ok(self.open()?.get(key).cloned())
    }

    fn set(&self, key: &Key, secret: &Secret) -> Result<(), VaultError> {
        let one_less = |left: u32| left.checked_sub(1);
        let (now, order) = (&self.refusals, Ordering::Relaxed);
        let mut kept = self.open()?;
        if now.fetch_update(order, order, one_less).is_ok() {
            return Err(VaultError::Locked);
        }
        kept.insert(key.clone(), secret.clone());
        Ok(())
    }

    fn delete(&self, key: &Key) -> Result<bool, VaultError> {
        Ok(self.open()?.remove(key).is_some())
    }

    fn list(&self) -> Result<Vec<Key>, VaultError> {
        Ok(self.open()?.keys().cloned().collect())
    }

    fn probe(&self) -> Result<(), VaultError> {
        self.open().map(drop)
    }

    fn place(&self) -> &str {
        "memory"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(namespace: &str) -> Key {
        Key::new("gitlab", "gitlab.com", namespace)
    }

    #[test]
    fn memory_keeps_replaces_lists_and_forgets() {
        let store = InMemory::new();
        let text = |key: &Key| {
            store
                .get(key)
                .expect("it works")
                .map(|s| s.expose().to_owned())
        };
        store
            .set(&key("b"), &Secret::new("one".to_owned()))
            .expect("it works");
        store
            .set(&key("a"), &Secret::new("two".to_owned()))
            .expect("it works");
        store
            .set(&key("b"), &Secret::new("three".to_owned()))
            .expect("it works");
        assert_eq!(text(&key("b")).as_deref(), Some("three"));
        assert_eq!(store.list(), Ok(vec![key("a"), key("b")]));
        assert!(!format!("{store:?}").contains("three"));
        assert_eq!(
            (store.delete(&key("b")), store.delete(&key("b"))),
            (Ok(true), Ok(false))
        );
        assert_eq!(text(&key("b")), None);
    }

    #[test]
    fn a_refusing_store_seems_fine_until_it_is_to_take_something() {
        let store = InMemory::new();
        store.refuse(1);
        let token = Secret::new("one".to_owned());
        assert_eq!(store.probe(), Ok(()));
        assert_eq!(store.set(&key("a"), &token), Err(VaultError::Locked));
        assert_eq!(store.set(&key("a"), &token), Ok(()));
    }

    #[test]
    fn a_broken_store_says_why_every_time() {
        let store = InMemory::broken(VaultError::Locked);
        assert_eq!(store.get(&key("a")).map(|_| ()), Err(VaultError::Locked));
        assert_eq!(store.list(), Err(VaultError::Locked));
        assert_eq!(store.probe(), Err(VaultError::Locked));
    }

    #[test]
    fn nowhere_holds_nothing_and_takes_nothing() {
        assert!(matches!(Nowhere.get(&key("a")), Ok(None)));
        assert_eq!(Nowhere.list(), Ok(Vec::new()));
        assert_eq!(Nowhere.delete(&key("a")), Ok(false));
        let refused = Nowhere
            .set(&key("a"), &Secret::new("x".to_owned()))
            .expect_err("it is refused");
        assert!(refused.to_string().contains("sandbox"), "{refused}");
        assert_eq!(Nowhere.probe(), Err(VaultError::Nowhere));
    }

    #[test]
    fn any_store_can_stand_behind_the_trait() {
        let stores: [Box<dyn Store>; 2] = [Box::new(Nowhere), Box::new(InMemory::new())];
        assert!(stores.iter().all(|s| !s.place().is_empty()));
    }
}
