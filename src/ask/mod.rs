//! Asking: requests are data, reading is pure, and one runner does all the sending.

mod answer;
pub mod json;
mod link;
mod request;
mod runner;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use url::Url;

use crate::audit::{Evidence, Requirement, Side};
use crate::secret::Secret;

pub use answer::{Answer, Answers, Heard, Miss, message};
pub use request::{Ask, Body, Call, Effect, Paging, never};
pub use runner::{Limits, Permit, Runner};

/// Whom to ask, with which credential. Everything a room needs to know to list and read its requests.
#[derive(Clone, Debug)]
pub struct Target {
    /// Which side this is, for the evidence.
    pub side: Side,
    /// The public host (`gitlab.com`, `gitlab.example.com`), for names and links.
    pub host: String,
    /// Group, organization, workspace or `organization/project`; empty for the platform.
    pub namespace: String,
    /// The base URL by [`Ask::server`].
    pub servers: BTreeMap<&'static str, Url>,
    /// The credential.
    pub token: Option<Secret>,
    /// Headers that carry the credential, sent only to `servers`.
    pub credentials: Vec<(&'static str, Secret)>,
    /// Further headers for every request.
    pub headers: Vec<(&'static str, String)>,
    /// Today, in days since 1970-01-01.
    pub today: i64,
    /// Page to the end where the first hit would do.
    pub full: bool,
    /// A random v4 GUID, fresh each run: the name of something that surely does not exist.
    pub nonce: String,
    /// Also send what only makes a finding more exact.
    pub exact: bool,
    /// The slug of the app through which the platform works, where it has one: as the platform says, else as given.
    pub app_slug: Option<String>,
}

/// How the platform names a connection to a source code manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformKey {
    /// All types under which it may be listed; the first is the one to create.
    pub types: &'static [&'static str],
    /// The namespace there.
    pub namespace: String,
    /// The base URL there.
    pub base_url: String,
    /// Whether that is the public service, to which connections without a base URL belong.
    pub public: bool,
}

/// One side that can be asked: the platform or a source code manager. Object safe and without any IO.
pub trait Probe: Sync + Send {
    /// Every request this side may ever send.
    fn asks(&self) -> &'static [&'static Ask];

    /// What to send in the next concurrent round, given all answers so far; nothing when done.
    fn next(&self, target: &Target, so_far: &Answers) -> Vec<Call>;

    /// Reads all answers together.
    fn read(&self, target: &Target, answers: &Answers) -> Evidence;

    /// This side's rows of the catalogue.
    fn requirements(&self) -> &'static [Requirement];
}
