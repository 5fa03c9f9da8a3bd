//! Where the fresh token is kept: in every place here that holds the former one.

use crate::secret::Secret;
use crate::vault::{Key, Store, VaultError};

/// A store that fails once may only have been slow.
const TRIES: u32 = 3;

/// What a place holds before the rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Nothing.
    Nothing,
    /// The token that is rotated.
    Former,
    /// Some other token.
    Another,
}

/// The connection's own place, and all others on the same host that hold the same token: it ends for them too.
pub(super) fn places(store: &dyn Store, own: &Key, former: &Secret) -> Vec<(Key, Holds)> {
    let mut places = vec![(own.clone(), holds(store, own, former))];
    let listed = store.list().unwrap_or_default();
    let same_host = listed
        .into_iter()
        .filter(|key| key.scm() == own.scm() && key.host() == own.host() && key != own);
    let also = same_host
        .map(|key| (holds(store, &key, former), key))
        .filter(|(holds, _)| *holds == Holds::Former);
    places.extend(also.map(|(holds, key)| (key, holds)));
    places
}

fn holds(store: &dyn Store, key: &Key, former: &Secret) -> Holds {
    match store.get(key) {
        Ok(Some(kept)) if kept.expose() == former.expose() => Holds::Former,
        Ok(Some(_)) => Holds::Another,
        Ok(None) | Err(_) => Holds::Nothing,
    }
}

/// Keeps the token, trying again where that fails.
pub(super) fn keep(store: &dyn Store, key: &Key, fresh: &Secret) -> Result<(), VaultError> {
    let mut result = store.set(key, fresh);
    for _ in 1..TRIES {
        if result.is_ok() {
            break;
        }
        result = store.set(key, fresh);
    }
    result
}

/// Whether the token is what the place gives back.
pub(super) fn is_kept(store: &dyn Store, key: &Key, fresh: &Secret) -> bool {
    holds(store, key, fresh) == Holds::Former
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::InMemory;

    fn key(host: &str, namespace: &str) -> Key {
        Key::new("gitlab", host, namespace)
    }

    fn token(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn every_place_of_the_host_that_holds_the_token_is_found() {
        let store = InMemory::new();
        let kept = [
            (key("gitlab.com", "acme"), "same"),
            (key("gitlab.com", "acme/web"), "same"),
            (key("gitlab.com", "globex"), "other"),
            (key("gitlab.example.com", "acme"), "same"),
        ];
        for (key, text) in &kept {
            store.set(key, &token(text)).expect("it works");
        }
        let found = places(&store, &kept[2].0, &token("same"));
        let expected = [
            (kept[2].0.clone(), Holds::Another),
            (kept[0].0.clone(), Holds::Former),
            (kept[1].0.clone(), Holds::Former),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_store_that_fails_twice_is_asked_a_third_time() {
        let own = key("gitlab.com", "acme");
        let store = InMemory::new();
        store.refuse(2);
        assert_eq!(keep(&store, &own, &token("a")), Ok(()));
        store.refuse(3);
        let locked = Err(VaultError::Locked);
        assert_eq!(keep(&store, &own, &token("b")), locked);
    }
}
