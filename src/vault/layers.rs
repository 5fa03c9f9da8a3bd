//! The keyring, and beside it the plain text file.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::{Choice, Found, Key, PlainFile, Removal, Shelf, Store, VaultError, access};
use crate::secret::Secret;

/// Two places, of which each token stands in one.
///
/// A token goes where the person chose. Without a choice it goes into the keyring; where that fails, into the file if
/// there is one, which means that it was chosen before. What the other place holds under the same key is removed. Only
/// a keyring that can't be reached may still hold an older one, so the file is read first; then nobody has to wait for
/// a keyring that hangs either.
pub struct Layers {
    keyring: Box<dyn Store>,
    file: PlainFile,
    chosen: Mutex<Option<Choice>>,
    /// Where the last token went.
    last: Mutex<Choice>,
}

impl Layers {
    /// This keyring with this file behind it.
    pub fn new(keyring: Box<dyn Store>, file: PlainFile) -> Self {
        Self {
            keyring,
            file,
            chosen: Mutex::new(None),
            last: Mutex::new(Choice::Keyring),
        }
    }

    fn chosen(&self) -> Option<Choice> {
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn went(&self, place: Choice) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }

    fn at(&self, place: Choice) -> &dyn Store {
        match place {
            Choice::Keyring => &*self.keyring,
            Choice::File => &self.file,
        }
    }

    /// Does something with the place where a token goes.
    fn there(
        &self,
        work: impl Fn(&dyn Store) -> Result<(), VaultError>,
    ) -> Result<Choice, VaultError> {
        let first = self.chosen().unwrap_or(Choice::Keyring);
        let place = match work(self.at(first)) {
            Ok(()) => first,
            Err(_) if self.chosen().is_none() && self.file.exists() => {
                work(&self.file)?;
                Choice::File
            }
            Err(error) => return Err(error),
        };
        self.went(place);
        Ok(place)
    }
}

impl Store for Layers {
    fn get(&self, key: &Key) -> Result<Option<Secret>, VaultError> {
        Ok(self.find(key)?.map(|found| found.secret))
    }

    fn find(&self, key: &Key) -> Result<Option<Found>, VaultError> {
        let first = self.file.find(key);
        if let Ok(Some(found)) = first {
            return Ok(Some(found));
        }
        match self.keyring.find(key)? {
            Some(found) => Ok(Some(found)),
            None => first,
        }
    }

    fn set(&self, key: &Key, secret: &Secret) -> Result<(), VaultError> {
        // A file that can't be read may hold an older token, which would count again once it is mended.
        self.file.list()?;
        match self.there(|place| place.set(key, secret))? {
            Choice::Keyring => self.file.delete(key).map(drop),
            Choice::File => {
                // What can't be reached can't be removed, and counts less.
                let _ = self.keyring.delete(key);
                Ok(())
            }
        }
    }

    fn delete(&self, key: &Key) -> Result<bool, VaultError> {
        let (keyring, file) = (self.keyring.delete(key), self.file.delete(key)?);
        match keyring {
            Err(VaultError::Absent(_)) if file => Ok(true),
            other => Ok(other? || file),
        }
    }

    fn list(&self) -> Result<Vec<Key>, VaultError> {
        let mut keys = match (self.keyring.list(), self.file.list()) {
            (Ok(mut keys), Ok(more)) => {
                keys.extend(more);
                keys
            }
            (Err(error), Ok(keys)) if keys.is_empty() => return Err(error),
            // What one place can't tell stands in the warning, or in what is said of a token that is missing.
            (Ok(keys), Err(_)) | (Err(_), Ok(keys)) => keys,
            (Err(error), Err(_)) => return Err(error),
        };
        keys.sort();
        keys.dedup();
        Ok(keys)
    }

    fn probe(&self) -> Result<(), VaultError> {
        self.file.list()?;
        self.there(|place| place.probe()).map(drop)
    }

    fn place(&self) -> &str {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        self.at(last).place()
    }

    fn shelves(&self) -> Vec<Shelf> {
        let mut shelves = self.keyring.shelves();
        if self.file.exists() {
            shelves.push(Shelf {
                place: self.file.place().to_owned(),
                plain: true,
                keys: self.file.list(),
            });
        }
        shelves
    }

    fn remove(&self, key: &Key) -> Vec<Removal> {
        let mut removals = self.keyring.remove(key);
        if self.file.exists() {
            removals.extend(self.file.remove(key));
        }
        removals
    }

    fn choose(&self, choice: Choice) {
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner) = Some(choice);
        self.went(choice);
    }

    fn plain_file(&self) -> Option<&Path> {
        Some(self.file.path())
    }

    fn warning(&self) -> Option<String> {
        if !self.file.exists() {
            return None;
        }
        let path = self.file.path().display();
        let unchecked = match access::CHECKED {
            true => "",
            false => " (who else may read it is not checked on this system)",
        };
        Some(match self.file.tokens() {
            Ok(_) => format!(
                "tokens stand in plain text in {path}{unchecked}; assistant token add --store=keyring moves one into the \
                 OS keyring"
            ),
            Err(error) => format!("no token is read from {path}: {error}; {}", error.hint()),
        })
    }
}

impl std::fmt::Debug for Layers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Layers")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::InMemory;
    use super::*;

    fn key() -> Key {
        Key::new("gitlab", "gitlab.com", "acme")
    }

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    fn layers(keyring: InMemory, folder: &Path) -> Layers {
        let file = PlainFile::at(folder.join("own").join("tokens.json"));
        Layers::new(Box::new(keyring), file)
    }

    fn found(layers: &Layers) -> (String, String) {
        let found = layers.find(&key()).expect("it works").expect("it is there");
        (found.secret.expose().to_owned(), found.place)
    }

    #[test]
    fn without_a_choice_a_broken_keyring_leaves_no_file_behind() {
        let home = tempfile::tempdir().expect("a folder");
        let layers = layers(InMemory::broken(VaultError::Locked), home.path());
        assert_eq!(layers.probe(), Err(VaultError::Locked));
        assert_eq!(layers.set(&key(), &secret("one")), Err(VaultError::Locked));
        assert_eq!(layers.list(), Err(VaultError::Locked));
        assert_eq!(layers.get(&key()).map(drop), Err(VaultError::Locked));
        assert!(layers.warning().is_none());
        assert_eq!(std::fs::read_dir(home.path()).expect("it").count(), 0);
    }

    #[test]
    fn the_file_once_chosen_is_remembered_where_the_keyring_fails() {
        let home = tempfile::tempdir().expect("a folder");
        let first = layers(InMemory::broken(VaultError::Hung), home.path());
        first.choose(Choice::File);
        first.set(&key(), &secret("one")).expect("it is kept");
        let next = layers(InMemory::broken(VaultError::Hung), home.path());
        assert!(next.warning().expect("one").contains("tokens.json"));
        assert_eq!(next.probe(), Ok(()));
        next.set(&key(), &secret("two")).expect("it is kept");
        assert!(next.place().contains("tokens.json"));
        assert_eq!(found(&next).0, "two");
        assert_eq!(next.list(), Ok(vec![key()]));
    }

    #[test]
    fn a_keyring_that_was_chosen_is_not_replaced_by_the_file() {
        let home = tempfile::tempdir().expect("a folder");
        let layers = layers(InMemory::broken(VaultError::Hung), home.path());
        layers.choose(Choice::File);
        layers.set(&key(), &secret("one")).expect("it is kept");
        layers.choose(Choice::Keyring);
        assert_eq!(layers.probe(), Err(VaultError::Hung));
        assert_eq!(layers.set(&key(), &secret("two")), Err(VaultError::Hung));
    }

    #[test]
    fn a_token_stands_in_one_place_only_and_the_last_one_counts() {
        let home = tempfile::tempdir().expect("a folder");
        let layers = layers(InMemory::new(), home.path());
        layers.set(&key(), &secret("one")).expect("it is kept");
        assert_eq!(found(&layers), ("one".to_owned(), "memory".to_owned()));
        layers.choose(Choice::File);
        layers.set(&key(), &secret("two")).expect("it is kept");
        assert_eq!(found(&layers).0, "two");
        assert!(found(&layers).1.contains("tokens.json"));
        layers.choose(Choice::Keyring);
        layers.set(&key(), &secret("three")).expect("it is kept");
        assert_eq!(found(&layers), ("three".to_owned(), "memory".to_owned()));
        assert!(
            layers.warning().is_none(),
            "the file went with its last token"
        );
    }

    #[test]
    fn an_older_token_in_a_keyring_that_comes_back_does_not_count() {
        let home = tempfile::tempdir().expect("a folder");
        let away = layers(InMemory::broken(VaultError::Hung), home.path());
        away.choose(Choice::File);
        away.set(&key(), &secret("newer")).expect("it is kept");
        let keyring = InMemory::new();
        keyring.set(&key(), &secret("older")).expect("it is kept");
        assert_eq!(found(&layers(keyring, home.path())).0, "newer");
    }

    #[test]
    fn nothing_is_kept_anywhere_while_the_file_is_damaged() {
        let home = tempfile::tempdir().expect("a folder");
        let layers = layers(InMemory::new(), home.path());
        layers.choose(Choice::File);
        layers.set(&key(), &secret("one")).expect("it is kept");
        std::fs::write(layers.file.path(), "damaged").expect("it is ours");
        layers.choose(Choice::Keyring);
        assert!(matches!(layers.probe(), Err(VaultError::File(_))));
        let refused = layers.set(&key(), &secret("two"));
        assert!(matches!(refused, Err(VaultError::File(_))));
        assert_eq!(layers.keyring.list(), Ok(Vec::new()));
        assert!(layers.warning().expect("one").contains("damaged"));
    }

    #[test]
    fn removing_takes_it_from_wherever_it_is_and_says_where() {
        let home = tempfile::tempdir().expect("a folder");
        let layers = layers(InMemory::broken(VaultError::Locked), home.path());
        layers.choose(Choice::File);
        layers.set(&key(), &secret("one")).expect("it is kept");
        let removals = layers.remove(&key());
        assert_eq!(removals[0].done, Err(VaultError::Locked));
        assert_eq!(removals[1].done, Ok(true));
        assert_eq!(layers.shelves().len(), 1);
    }
}
