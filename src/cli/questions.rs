//! Every question that the program asks, and how else it can be answered.

use super::{End, Io};
use crate::secret::Secret;

/// One question. Whoever asks, asks through it; what stands in it is walked by a test.
#[cfg_attr(not(test), expect(dead_code))]
pub(super) struct Question {
    /// A word for it.
    pub(super) name: &'static str,
    pub(super) says: Says,
}

/// What the answer is good for.
#[cfg_attr(not(test), expect(dead_code))]
pub(super) enum Says {
    /// Something that the run needs, which can be given beforehand.
    Input(Given),
    /// Nothing that a run without questions would need; why.
    Nothing(&'static str),
}

/// The other ways to answer.
#[cfg_attr(not(test), expect(dead_code))]
pub(super) struct Given {
    /// A command that takes the flag, and the flag. The wizard, which has no flags, is the way to `enable` with questions.
    pub(super) flag: (&'static str, &'static str),
    /// The variable; of those that each source code manager has, GitLab's.
    pub(super) variable: &'static str,
    pub(super) key: FileKey,
}

/// Where a file answers.
#[cfg_attr(not(test), expect(dead_code))]
pub(super) enum FileKey {
    /// In `assistant.yaml` and in profiles, such as `connections.scm`.
    Anywhere(&'static str),
    /// Not in a file that was only found in the folder.
    Trusted(&'static str),
    /// In the user file only.
    Own(&'static str),
    /// Nowhere; why.
    Never(&'static str),
}

macro_rules! questions {
    ($($(#[$about:meta])* $name:ident: $says:expr;)*) => {
        $($(#[$about])* pub(super) static $name: Question = Question { name: stringify!($name), says: $says };)*
        /// All of them.
        #[cfg(test)]
        pub(super) static ALL: &[&Question] = &[$(&$name),*];
    };
}

const fn input(
    command: &'static str,
    flag: &'static str,
    variable: &'static str,
    key: FileKey,
) -> Says {
    let flag = (command, flag);
    Says::Input(Given {
        flag,
        variable,
        key,
    })
}

questions! {
    /// Which source code manager.
    SCM: input("enable", "scm", "ASSISTANT_SCM", FileKey::Anywhere("connections.scm"));
    /// Which group, organization, workspace or project.
    NAMESPACE: input("enable", "namespace", "ASSISTANT_NAMESPACE", FileKey::Anywhere("connections.namespace"));
    /// Which instance.
    HOST: input("enable", "host", "ASSISTANT_HOST", FileKey::Trusted("connections.host"));
    /// Whether a host that a checkout names is the person's own.
    HOST_TRUSTED: input("enable", "host", "ASSISTANT_HOST", FileKey::Trusted("connections.host"));
    /// Which platform.
    SEMGREP_URL: input("enable", "semgrep-url", "SEMGREP_URL", FileKey::Trusted("semgrep.url"));
    /// The platform's token.
    SEMGREP_TOKEN: input("enable", "semgrep-token-file", "ASSISTANT_SEMGREP_TOKEN", FileKey::Trusted("semgrep.token"));
    /// A source code manager's token.
    SCM_TOKEN: input("enable", "token-file", "ASSISTANT_GITLAB_TOKEN", FileKey::Trusted("connections.token"));
    /// What to do about an open check; of that, only vouching is an answer that a run needs.
    GAP: input("enable", "attest", "ASSISTANT_ATTEST", FileKey::Anywhere("waivers"));
    /// Which features to turn on.
    FEATURES: input("enable", "skip", "ASSISTANT_SKIP", FileKey::Anywhere("features"));
    /// What to set one feature to.
    FEATURE: input("enable", "set", "ASSISTANT_SET", FileKey::Anywhere("features"));
    /// Consent to code sharing.
    CONSENT: input("enable", "accept-ai-code-sharing", "ASSISTANT_ACCEPT_AI_CODE_SHARING", FileKey::Trusted("consent.ai-code-sharing"));
    /// Whether to make the changes that were shown.
    CHANGES: input("enable", "yes", "ASSISTANT_YES", FileKey::Trusted("policy.yes"));
    /// Whether to remove a kept token.
    REMOVAL: input("token remove", "yes", "ASSISTANT_YES", FileKey::Never("what is removed from here is said each time"));
    /// Where to keep a token, where the keyring fails.
    STORE: input("enable", "store", "ASSISTANT_STORE", FileKey::Own("store"));
    /// Which kept token.
    KEPT: input("token remove", "namespace", "ASSISTANT_NAMESPACE", FileKey::Never("no file says what is removed"));
    /// Whether to open a page.
    PAGE: Says::Nothing("the link is printed in any case");
    /// Whether to keep a fresh token once more, after that failed.
    ONCE_MORE: Says::Nothing("without a person it ends, and says how to go on");
}

impl Question {
    /// Yes or no.
    pub(super) fn confirm(&self, text: &str, io: &mut Io) -> Result<bool, End> {
        let prompter = io.prompter.as_mut().ok_or(End::Declined)?;
        prompter.confirm(text).map_err(|_| End::Declined)
    }

    /// A line of text.
    pub(super) fn text(&self, text: &str, io: &mut Io) -> Result<String, End> {
        let prompter = io.prompter.as_mut().ok_or(End::Declined)?;
        prompter.text(text).map_err(|_| End::Declined)
    }

    /// A line of text with an answer that is taken for an empty one.
    pub(super) fn text_with(&self, text: &str, usual: &str, io: &mut Io) -> Result<String, End> {
        let prompter = io.prompter.as_mut().ok_or(End::Declined)?;
        prompter.text_with(text, usual).map_err(|_| End::Declined)
    }

    /// A line that is not shown; `None` where it is empty.
    pub(super) fn secret(&self, text: &str, io: &mut Io) -> Result<Option<Secret>, End> {
        let prompter = io.prompter.as_mut().ok_or(End::Declined)?;
        prompter.secret(text).map_err(|_| End::Declined)
    }

    /// One of several, by index.
    pub(super) fn select(&self, text: &str, options: &[&str], io: &mut Io) -> Result<usize, End> {
        let prompter = io.prompter.as_mut().ok_or(End::Declined)?;
        prompter.select(text, options).map_err(|_| End::Declined)
    }
}

#[cfg(test)]
mod tests;
