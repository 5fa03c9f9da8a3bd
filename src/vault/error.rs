//! What a store can answer instead of a token, told apart by what the user can do about it.

use keyring::Error;
use zeroize::Zeroize;

use super::Fault;
use super::key::unseen;
use crate::secret::{REDACTED, Secret};

/// Text from outside is cut here: an error is one line.
const LONGEST: usize = 200;

const PASS_IT: &str = "pass the token each time (--token-file, the environment), or keep it in plain text with --store=file";

/// Why a store could not do what it was asked. Never holds any part of a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There is no keyring on this machine or in this session; the text says what is missing.
    #[error("no OS keyring is available: {0}")]
    Absent(String),
    /// There is a keyring, it is locked, and nobody could be asked to unlock it, or nobody did.
    #[error("the OS keyring is locked")]
    Locked,
    /// The keyring, or the bus to it, did not answer in time.
    #[error("the OS keyring does not answer")]
    Hung,
    /// The keyring service runs, but has no collection yet in which a token could be kept.
    #[error("the OS keyring has no default collection yet")]
    NoCollection,
    /// This run keeps nothing, because it is a run against the sandbox.
    #[error("nothing is kept in a run against the sandbox")]
    Nowhere,
    /// Any other answer, in the store's own words.
    #[error("the OS keyring refused: {0}")]
    Refused(String),
    /// The plain text file, where it was chosen.
    #[error(transparent)]
    File(#[from] Fault),
}

impl VaultError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Nowhere | Self::File(_) => self.mend(),
            _ => format!("{}; or {PASS_IT}", self.mend()),
        }
    }

    /// What to do about the store itself, where nothing but a store will do.
    pub fn mend(&self) -> String {
        let text = match self {
            Self::Absent(_) if cfg!(all(unix, not(target_os = "macos"))) => {
                "start one (gnome-keyring, KWallet or KeePassXC)"
            }
            Self::Absent(_) => "sign in to a desktop session of your own",
            Self::Locked => "unlock it by signing in to the desktop or in its password manager",
            Self::Hung => "answer its password dialog, or restart the keyring service",
            Self::NoCollection => {
                "make one by signing in to the desktop or in its password manager"
            }
            Self::Nowhere => "leave `--sandbox` out to keep a token",
            Self::Refused(_) => "look at it with the password manager of your desktop",
            Self::File(fault) => return fault.hint(),
        };
        text.to_owned()
    }

    /// The same error without `secret`, should a store ever repeat what it was given.
    pub(super) fn without(self, secret: &Secret) -> Self {
        match self {
            Self::Refused(text) if text.contains(secret.expose()) => {
                Self::Refused(text.replace(secret.expose(), REDACTED))
            }
            other => other,
        }
    }
}

impl From<Error> for VaultError {
    fn from(error: Error) -> Self {
        match error {
            Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => {
                told(&format!("{cause:?}"), &cause.to_string())
            }
            Error::NoDefaultStore => Self::Absent("none is built in for this system".to_owned()),
            Error::NoEntry => Self::Refused("there is no such entry".to_owned()),
            // The bytes are the secret.
            Error::BadEncoding(mut bytes) => {
                bytes.zeroize();
                Self::Refused("the entry is not text".to_owned())
            }
            Error::BadDataFormat(mut bytes, _) => {
                bytes.zeroize();
                Self::Refused("the entry is damaged".to_owned())
            }
            Error::BadStoreFormat(reason) => Self::Refused(one_line(&reason)),
            Error::TooLong(name, most) => Self::Refused(one_line(&format!(
                "{name} is longer than {most} characters"
            ))),
            Error::Invalid(name, reason) => Self::Refused(one_line(&format!("{name}: {reason}"))),
            // Its own text would list the entries with their paths.
            Error::Ambiguous(entries) => {
                Self::Refused(format!("{} entries have this name", entries.len()))
            }
            Error::NotSupportedByStore(issue) => Self::Refused(one_line(&issue)),
            _ => Self::Refused("for a reason this version does not know".to_owned()),
        }
    }
}

/// Classifies a platform's failure. `inner` is its debug text, the only place where the stable name of a D-Bus
/// error can be found; `shown` is its message, which is never classified by (it may be translated) except
/// where a platform gives nothing else.
fn told(inner: &str, shown: &str) -> VaultError {
    let names = |words: &[&str]| words.iter().any(|word| inner.contains(word));
    match inner {
        "Prompt" | "Locked" => return VaultError::Locked,
        "NoResult" => return VaultError::NoCollection,
        _ => {}
    }
    if names(&["Secret.Error.IsLocked"]) || shown.contains("interaction is not allowed") {
        return VaultError::Locked;
    }
    if names(&[
        "DBus.Error.NoReply",
        "DBus.Error.Timeout",
        "DBus.Error.TimedOut",
    ]) {
        return VaultError::Hung;
    }
    if names(&[
        "DBus.Error.ServiceUnknown",
        "DBus.Error.NameHasNoOwner",
        "DBus.Error.Spawn.Service",
        "Unavailable",
    ]) {
        return VaultError::Absent("no Secret Service on the D-Bus session bus".to_owned());
    }
    if names(&[
        "DBus.Error.NoServer",
        "DBus.Error.FileNotFound",
        "DBus.Error.NotSupported",
        "DBus.Error.BadAddress",
        "DBus.Error.Disconnected",
        "DBus.Error.Spawn.ExecFailed",
    ]) {
        return VaultError::Absent("no D-Bus session bus".to_owned());
    }
    if shown.contains("ERROR_NO_SUCH_LOGON_SESSION") {
        return VaultError::Absent("this session has no credential store".to_owned());
    }
    VaultError::Refused(one_line(shown))
}

/// One bounded line without control characters or marks that reorder text.
fn one_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| if unseen(c) { ' ' } else { c })
        .take(LONGEST)
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;

    /// A platform failure with the two texts it would have.
    struct Failure(&'static str, &'static str);

    impl fmt::Debug for Failure {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl fmt::Display for Failure {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.1)
        }
    }

    impl std::error::Error for Failure {}

    fn platform(inner: &'static str, shown: &'static str) -> VaultError {
        VaultError::from(Error::PlatformFailure(Box::new(Failure(inner, shown))))
    }

    #[test]
    fn causes_are_told_apart() {
        let dbus = |name: &'static str| platform(name, "whatever the daemon said");
        let absent = |text: &str| VaultError::Absent(text.to_owned());
        let no_bus = absent("no D-Bus session bus");
        let no_service = absent("no Secret Service on the D-Bus session bus");
        assert_eq!(
            dbus("Dbus(D-Bus error: x (org.freedesktop.DBus.Error.FileNotFound))"),
            no_bus
        );
        assert_eq!(
            dbus("Dbus(D-Bus error: x (org.freedesktop.DBus.Error.NotSupported))"),
            no_bus
        );
        assert_eq!(
            dbus("Dbus(D-Bus error: x (org.freedesktop.DBus.Error.ServiceUnknown))"),
            no_service
        );
        assert_eq!(
            dbus("Dbus(D-Bus error: x (org.freedesktop.DBus.Error.NoReply))"),
            VaultError::Hung
        );
        assert_eq!(
            dbus("Dbus(D-Bus error: x (org.freedesktop.Secret.Error.IsLocked))"),
            VaultError::Locked
        );
        assert_eq!(dbus("Prompt"), VaultError::Locked);
        assert_eq!(dbus("NoResult"), VaultError::NoCollection);
        assert_eq!(
            dbus("Parse"),
            VaultError::Refused("whatever the daemon said".to_owned())
        );
    }

    #[test]
    fn bytes_of_an_entry_are_never_repeated() {
        for error in [
            Error::BadEncoding(b"canary\xff".to_vec()),
            Error::BadDataFormat(b"canary".to_vec(), Box::new(Failure("canary", "canary"))),
        ] {
            let error = VaultError::from(error);
            assert!(!format!("{error} {error:?} {}", error.hint()).contains("canary"));
        }
    }

    #[test]
    fn text_of_a_store_is_one_plain_line() {
        let error = platform("Parse", "bad\r\n\u{1b}[31mred\u{202e}\u{7}\0 end");
        assert_eq!(error.to_string(), "the OS keyring refused: bad [31mred end");
        assert!(
            VaultError::from(Error::BadStoreFormat("x".repeat(9999)))
                .to_string()
                .len()
                < 300
        );
    }

    #[test]
    fn a_store_that_repeats_the_secret_is_cut_short() {
        let secret = Secret::new("canary".to_owned());
        let error = VaultError::from(Error::Invalid("password".into(), "canary is bad".into()))
            .without(&secret);
        assert_eq!(
            error.to_string(),
            "the OS keyring refused: password: [redacted] is bad"
        );
    }

    #[test]
    fn every_error_says_what_to_do() {
        let all = [
            VaultError::Absent("x".into()),
            VaultError::Locked,
            VaultError::Hung,
            VaultError::NoCollection,
            VaultError::Nowhere,
            VaultError::Refused("x".into()),
            Fault::Busy("x".into()).into(),
        ];
        for error in all {
            assert!(!error.hint().is_empty() && !error.to_string().ends_with('.'));
            assert!(error.hint().len() < 220, "{}", error.hint());
            assert_eq!(
                error.hint().contains("--store=file"),
                !matches!(error, VaultError::Nowhere | VaultError::File(_))
            );
        }
    }
}
