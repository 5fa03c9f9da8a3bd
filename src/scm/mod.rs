//! The source code managers. Each is one folder; nothing outside of here names one.

pub mod azure_devops;
pub mod bitbucket;
pub mod github;
pub mod gitlab;
#[cfg(test)]
mod tests;

use url::Url;

use crate::ask::{Answer, Call, PlatformKey, Probe, Target};
use crate::audit::Evidence;
use crate::sandbox::face::Build;
use crate::secret::Secret;

/// All of them, in the order of menus and documents.
pub static ALL: [&dyn Scm; 4] = [
    &azure_devops::AzureDevOps,
    &bitbucket::Bitbucket,
    &github::GitHub,
    &gitlab::GitLab,
];

/// The one with this id or alias.
pub fn by_id(id: &str) -> Option<&'static dyn Scm> {
    ALL.into_iter().find(|scm| {
        let about = scm.about();
        about.id == id || about.aliases.contains(&id)
    })
}

/// Where a repository's remote leads: `git.example.com` and `["acme", "web"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// The host, in lower case, without a port.
    pub host: String,
    /// The path's parts, the repository's `.git` left out.
    pub path: Vec<String>,
}

/// What a remote says about a connection: a guess to offer, never to act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The namespace.
    pub namespace: String,
    /// The instance, where it is not the public one.
    pub host: Option<String>,
}

impl Remote {
    /// The guess for a namespace at a host that is the public one or, as people name theirs, begins with `word`.
    fn guess(&self, public: &str, word: &str, namespace: &[String]) -> Option<Guess> {
        let own = self.host.starts_with(&format!("{word}."));
        let known = self.host == public || own;
        (known && !namespace.is_empty()).then(|| Guess {
            namespace: namespace.join("/"),
            host: (self.host != public).then(|| self.host.clone()),
        })
    }
}

/// How the platform gets to work on this source code manager.
#[derive(Debug)]
pub enum Handover {
    /// It is given the token that was checked.
    Token,
    /// A person installs an app, which the platform works through; the token only checks.
    App {
        /// What the person does, in order; templates over [`Scm::word`], `{web}` being the platform's.
        steps: &'static [&'static str],
        /// The rows that the installation makes good.
        rows: &'static [&'static str],
    },
}

/// How a token is replaced by a fresh one.
#[derive(Clone, Copy, Debug)]
pub enum Rotation {
    /// The token asks for its own successor.
    Call(&'static Renewal),
    /// A person makes the new one on a page.
    Page {
        /// The page, as a template like [`About::token_page`].
        page: &'static str,
        /// What the person does there, in order.
        steps: &'static [&'static str],
    },
}

/// The request by which a token replaces itself, and what it says. The token ends with it at once, and sending it again
/// may end the successor as well: whoever sends it sends it once.
#[derive(Debug)]
pub struct Renewal {
    /// The longest life that is granted anywhere, in days.
    pub longest: i64,
    /// Why the token may not replace itself, from what was seen of it.
    pub hindrance: fn(&Evidence) -> Option<String>,
    /// The life that the token was given, in days; `None` where it is not known or has no end.
    pub lifetime: fn(&Evidence) -> Option<i64>,
    /// The request, for a successor that ends on this day (counted from 1970-01-01).
    pub call: fn(i64) -> Call,
    /// What an answer to it means; the copy of the token in the answer is overwritten.
    pub read: fn(Answer) -> Renewed,
    /// What does not fit where the successor shows itself (second) as another token than the former (first) that ends
    /// on this day.
    pub unlike: fn(&Evidence, &Evidence, i64) -> Option<String>,
    /// The page where such a token is made and revoked.
    pub page: fn(&Target, &Evidence) -> String,
}

/// What came of a rotation.
#[derive(Debug)]
pub enum Renewed {
    /// The successor, which is told this once.
    Fresh(Secret),
    /// It was refused in the service's own words: the token is as it was.
    Refused(String),
    /// Nothing that can be read: the token may or may not be replaced.
    Unclear(String),
}

/// What never changes about a source code manager.
#[derive(Debug)]
pub struct About {
    /// The value of `--scm`.
    pub id: &'static str,
    /// Other accepted values of `--scm`.
    pub aliases: &'static [&'static str],
    /// Its name.
    pub name: &'static str,
    /// What a namespace is called, such as `group or project path`.
    pub namespace: &'static str,
    /// An example namespace for messages.
    pub example: &'static str,
    /// The base URL of the public service.
    pub default_url: &'static str,
    /// The platform's types for it.
    pub platform_types: &'static [&'static str],
    /// Whether `--host` may name another instance.
    pub self_managed: bool,
    /// The variable that replaces the base URL.
    pub url_variable: &'static str,
    /// Variables that may hold a token, the product's own first.
    pub token_variables: &'static [&'static str],
    /// Where a token is made, as a template over [`Scm::word`].
    pub token_page: &'static str,
    /// What to choose on that page.
    pub token_choices: &'static str,
    /// How the platform gets to work.
    pub handover: Handover,
    /// Where and how a token or app is revoked.
    pub revoke: &'static str,
    /// How access is limited to chosen projects or repositories.
    pub narrow: &'static str,
}

/// A source code manager: a side to ask, and its identity.
pub trait Scm: Probe {
    /// Its identity.
    fn about(&self) -> &'static About;

    /// The public host behind a base URL, such as `gitlab.com`.
    fn host(&self, base: &Url) -> String;

    /// The base URL of an instance that `--host` names, or why there is none.
    fn base(&self, host: &str) -> Result<Url, String>;

    /// The connection that a repository's remote belongs to, where it is one of this source code manager's.
    fn recognise(&self, remote: &Remote) -> Option<Guess>;

    /// Whether a namespace has the form it must have; else what is wrong.
    fn check_namespace(&self, namespace: &str) -> Result<(), String>;

    /// The servers, headers and credential headers to ask with.
    fn equip(&self, base: &Url, token: Option<&Secret>, target: &mut Target);

    /// Whether a word is unmistakably one of its tokens.
    fn is_token(&self, word: &str) -> bool;

    /// The web root behind a base URL, without a slash at its end; the same, unless the API has a host of its own.
    fn web(&self, base: &Url) -> String {
        base.as_str().trim_end_matches('/').to_owned()
    }

    /// Words for remedies: `web` (the instance's web root), …
    fn word(&self, target: &Target, name: &str) -> Option<String>;

    /// How the platform names this connection.
    fn platform_key(&self, target: &Target) -> PlatformKey;

    /// How one of its tokens is replaced by a fresh one.
    fn rotation(&self) -> Rotation;

    /// Its part of the sandbox.
    fn simulate(&self) -> Build;
}
