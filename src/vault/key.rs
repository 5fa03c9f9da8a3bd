//! The name under which a token is kept.

use std::fmt::{self, Write as _};

/// What a kept token belongs to: a source code manager or the platform, a host, and there a namespace or deployment.
///
/// As text, and as the account of a keyring entry: `gitlab:gitlab.com/acme/web`, `semgrep:semgrep.dev/acme-inc`,
/// `semgrep:semgrep.dev` while the deployment is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    scm: String,
    host: String,
    namespace: String,
}

impl Key {
    /// The `scm` of the platform's own keys.
    pub const PLATFORM: &'static str = "semgrep";

    /// The key of an SCM token: `("gitlab", "gitlab.com", "acme/web")`. The host may carry a port; its case
    /// does not matter, the namespace's does.
    pub fn new(scm: impl Into<String>, host: &str, namespace: impl Into<String>) -> Self {
        Self {
            scm: scm.into(),
            host: host.to_ascii_lowercase(),
            namespace: namespace.into(),
        }
    }

    /// The key of a platform token; `deployment` is its slug, empty while it is not known.
    pub fn platform(host: &str, deployment: impl Into<String>) -> Self {
        Self::new(Self::PLATFORM, host, deployment)
    }

    /// The source code manager's id, or [`Key::PLATFORM`].
    pub fn scm(&self) -> &str {
        &self.scm
    }

    /// The host, in lower case, with its port if it has one.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The namespace, or the deployment's slug; may be empty.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The stable text that names the entry. Delimiters inside a part, and characters that cannot be seen,
    /// are percent-encoded; everything else stays readable.
    pub fn account(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.scm, &[':', '/']);
        text.push(':');
        encode(&mut text, &self.host, &['/']);
        if !self.namespace.is_empty() {
            text.push('/');
            encode(&mut text, &self.namespace, &[]);
        }
        text
    }

    /// Reads what [`Key::account`] wrote; `None` for anything else, such as another program's entry.
    pub fn parse(account: &str) -> Option<Self> {
        let (scm, rest) = account.split_once(':')?;
        let (host, namespace) = rest.split_once('/').unwrap_or((rest, ""));
        let key = Self::new(decode(scm)?, &decode(host)?, decode(namespace)?);
        // A second spelling of the same key would be listed and then not found.
        (!key.scm.is_empty() && !key.host.is_empty() && key.account() == account).then_some(key)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.account())
    }
}

/// Control characters and marks that reorder or hide text: neither is fit for a terminal or an attribute.
pub(super) fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn encode(text: &mut String, part: &str, delimiters: &[char]) {
    for c in part.chars() {
        if c == '%' || unseen(c) || delimiters.contains(&c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                // Writing to a String cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
        } else {
            text.push(c);
        }
    }
}

fn decode(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_account_is_readable() {
        assert_eq!(
            Key::new("gitlab", "GitLab.com", "acme").account(),
            "gitlab:gitlab.com/acme"
        );
        assert_eq!(
            Key::new("gitlab", "git.example:8443", "acme/web").account(),
            "gitlab:git.example:8443/acme/web"
        );
        assert_eq!(
            Key::new("azure-devops", "dev.azure.com", "acme/Große Halle").to_string(),
            "azure-devops:dev.azure.com/acme/Große Halle"
        );
        assert_eq!(
            Key::platform("semgrep.dev", "acme-inc").account(),
            "semgrep:semgrep.dev/acme-inc"
        );
        assert_eq!(
            Key::platform("semgrep.dev", "").account(),
            "semgrep:semgrep.dev"
        );
    }

    #[test]
    fn odd_characters_come_back() {
        let odd = [
            "a/b/c",
            "/",
            "//",
            "100%",
            "%2F",
            "a:b",
            "日本/グループ",
            "x\u{202e}y",
            "a\0b\n",
            " ",
            "é\u{200b}",
            "🦀",
        ];
        for namespace in odd {
            for host in ["gitlab.com", "[::1]:8080", "host/path", "h:1"] {
                let key = Key::new("a:b/c", host, namespace);
                let account = key.account();
                assert!(!account.chars().any(unseen), "{account:?}");
                assert_eq!(Key::parse(&account), Some(key), "{account}");
            }
        }
    }

    #[test]
    fn what_is_not_ours_is_not_read() {
        let foreign = [
            "", "x", "probe-1", ":h/n", "a:", "a:/n", "a:H/n", "a:h/", "a:h/%", "a:h/%2",
            "a:h/%zz", "a:h/%41", "a:h/%ff",
        ];
        for account in foreign {
            assert_eq!(Key::parse(account), None, "{account}");
        }
    }

    proptest! {
        #[test]
        fn every_key_comes_back(scm in "\\PC{1,8}", host in "[^A-Z]{1,12}", namespace in any::<String>()) {
            let key = Key::new(scm, &host, namespace);
            prop_assert_eq!(Key::parse(&key.account()), Some(key));
        }

        #[test]
        fn reading_never_panics(account in any::<String>()) {
            if let Some(key) = Key::parse(&account) {
                prop_assert_eq!(key.account(), account);
            }
        }
    }
}
