//! A value that must never be seen: it redacts itself wherever it is printed, and is wiped when dropped.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use zeroize::{Zeroize, Zeroizing};

/// What stands in the place of every secret.
pub const REDACTED: &str = "[redacted]";

/// A token or another secret text.
///
/// `Debug` and `Display` print `[redacted]`. There is no `Serialize` and no `==`: the text leaves through
/// [`Secret::expose`] only, so that a search for that word finds every place where it is used.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Keeps `text` exactly as it is, and wipes the buffer it came in.
    pub fn new(mut text: String) -> Self {
        // `String::into_boxed_str` may move the text and leave the old copy behind unwiped.
        let kept = Box::<str>::from(text.as_str());
        text.zeroize();
        Self(SecretString::from(kept))
    }

    /// Reads a secret as people and files hand it over: white space and a byte order mark around it are
    /// dropped. `None` when nothing is left.
    pub fn from_input(mut text: String) -> Option<Self> {
        let bare = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let kept = (!bare.is_empty()).then(|| Self(SecretString::from(Box::<str>::from(bare))));
        text.zeroize();
        kept
    }

    /// The text itself. Never for messages, logs or files.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// The secrets of a run, which must stand in nothing that leaves it; shared by all that write or read.
#[derive(Clone, Debug, Default)]
pub struct KeptOut(Arc<Mutex<Vec<Secret>>>);

/// Shorter texts stand in too many innocent words.
const SHORTEST: usize = 8;

impl KeptOut {
    /// From now on this one is kept out.
    pub fn add(&self, secret: &Secret) {
        let length = secret.expose().len();
        if length >= SHORTEST {
            let mut all = self.lock();
            // The longest first: one that stands within another would leave the other's ends behind.
            let at = all.partition_point(|one| one.expose().len() >= length);
            all.insert(at, secret.clone());
        }
    }

    /// The text without any of the secrets, be they as they are or percent-encoded.
    pub fn scrub(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in self.lock().iter() {
            let plain = secret.expose();
            if clean.contains(plain) {
                clean = clean.replace(plain, REDACTED);
            }
            if clean.contains('%') {
                let encoded = Zeroizing::new(percent_encoded(plain));
                clean = clean.replace(encoded.as_str(), REDACTED);
            }
        }
        clean
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Secret>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn percent_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CANARY: &str = "glpat-canary-0123456789";

    /// Stands for every struct that holds a secret; read by its `Debug` only.
    #[derive(Debug)]
    #[allow(dead_code)]
    struct Login {
        user: &'static str,
        token: Secret,
        spare: Option<Secret>,
    }

    fn canary() -> Secret {
        Secret::new(CANARY.to_owned())
    }

    #[test]
    fn what_is_kept_out_does_not_come_back_in_another_form() {
        let kept_out = KeptOut::default();
        kept_out.add(&Secret::new("ATCTT/secret+words=1".to_owned()));
        let text = "a ATCTT/secret+words=1 b ATCTT%2Fsecret%2Bwords%3D1 c";
        assert_eq!(kept_out.scrub(text), "a [redacted] b [redacted] c");
    }

    #[test]
    fn is_redacted_in_debug_and_display() {
        assert_eq!(format!("{}", canary()), REDACTED);
        assert_eq!(format!("{:?}", canary()), REDACTED);
        assert_eq!(
            format!("{:#?} {:>40} {:.3}", canary(), canary(), canary())
                .matches(REDACTED)
                .count(),
            3
        );
    }

    #[test]
    fn is_redacted_inside_whatever_holds_it() {
        let login = Login {
            user: "ada",
            token: canary(),
            spare: Some(canary()),
        };
        for text in [
            format!("{login:?}"),
            format!("{login:#?}"),
            format!("{:?}", vec![Ok::<_, ()>(canary())]),
        ] {
            assert!(!text.contains("canary"), "{text}");
            assert!(text.contains(REDACTED), "{text}");
        }
    }

    #[test]
    fn is_redacted_in_a_panic() {
        fn fails() -> Result<(), Secret> {
            Err(canary())
        }
        let caught = std::panic::catch_unwind(|| fails().expect("no"));
        let payload = caught.expect_err("it panics");
        let said = payload.downcast_ref::<String>().expect("a text");
        assert_eq!(said, "no: [redacted]");
    }

    #[test]
    fn exposes_exactly_what_it_was_given() {
        assert_eq!(Secret::new(" a b \n".to_owned()).expose(), " a b \n");
        assert_eq!(canary().clone().expose(), CANARY);
        assert_eq!(Secret::from(CANARY.to_owned()).expose(), CANARY);
    }

    #[test]
    fn input_loses_what_surrounds_it_and_nothing_else() {
        let read = |text: &str| Secret::from_input(text.to_owned()).map(|s| s.expose().to_owned());
        assert_eq!(read("abc\n").as_deref(), Some("abc"));
        assert_eq!(read("\u{feff}abc\r\n").as_deref(), Some("abc"));
        assert_eq!(read("  a c\t").as_deref(), Some("a c"));
        for empty in ["", "\n", " \r\n\t", "\u{feff}"] {
            assert_eq!(read(empty), None);
        }
    }

    #[test]
    fn a_secret_within_another_leaves_nothing_of_it_behind() {
        for order in [
            ["canary-token", "user:canary-token:tail"],
            ["user:canary-token:tail", "canary-token"],
        ] {
            let kept_out = KeptOut::default();
            for text in order {
                kept_out.add(&Secret::new(text.to_owned()));
            }
            assert_eq!(
                kept_out.scrub("a user:canary-token:tail b"),
                "a [redacted] b"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn no_secret_survives_scrubbing_however_often_it_stands(
            secrets in proptest::collection::vec("[A-Za-z0-9+/=_.-]{8,24}", 1..4),
            around in "[ a-z%\"{}:,\\\\]{0,20}",
        ) {
            let kept_out = KeptOut::default();
            let mut text = around.clone();
            for secret in &secrets {
                kept_out.add(&Secret::new(secret.clone()));
                text.push_str(&format!("{secret} {}{around}", percent_encoded(secret)));
            }
            let clean = kept_out.scrub(&text);
            for secret in &secrets {
                proptest::prop_assert!(!clean.contains(secret.as_str()), "{clean}");
                proptest::prop_assert!(!clean.contains(&percent_encoded(secret)), "{clean}");
            }
            proptest::prop_assert_eq!(kept_out.scrub(&clean), clean);
        }

        #[test]
        fn text_without_a_secret_stays_as_it_is(text in "[a-z %{}\\n]*") {
            let kept_out = KeptOut::default();
            kept_out.add(&Secret::new(CANARY.to_owned()));
            proptest::prop_assert_eq!(kept_out.scrub(&text), text);
        }
    }
}
