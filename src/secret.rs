//! A value that must never be seen: it redacts itself wherever it is printed, and is wiped when dropped.

mod kept_out;

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroize;

pub use kept_out::KeptOut;

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
}
