//! The face behind which each service is simulated: requests in, replies out, no sockets.

use http::{HeaderMap, Method};
use serde_yaml::Value;

use super::fleet::Deployment;

/// A request as it arrived, with the service's base path already taken off.
#[derive(Debug)]
pub struct Received {
    /// The method, as sent.
    pub method: Method,
    /// The path as sent, still percent-encoded, beginning with `/` (`/api/v4/user`).
    pub path: String,
    /// The query, decoded, in the order sent.
    pub query: Vec<(String, String)>,
    /// All headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Vec<u8>,
}

/// What a service answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Headers in order; names in any case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What a user of the sandbox needs to talk to one simulated service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The token the scenario hands out.
    pub token: String,
    /// The namespace (group, organization, workspace, `organization/project`); empty for the platform.
    pub namespace: String,
}

/// What a token lets the platform do on a source code manager, as the platform's own check reports it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Powers {
    /// May read repository metadata.
    pub read_metadata: bool,
    /// May read pull requests.
    pub read_pull_request: bool,
    /// May comment on pull requests.
    pub write_pull_request_comment: bool,
    /// May read file contents.
    pub read_contents: bool,
    /// May read members.
    pub read_members: bool,
    /// May manage webhooks.
    pub manage_webhooks: bool,
    /// May write file contents.
    pub write_contents: bool,
    /// May write pull requests.
    pub write_pull_request: bool,
}

/// A connection that the platform has from the start, because a scenario has `connections: N`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The service that it leads to.
    pub service: &'static str,
    /// The platform types that this service answers for.
    pub scm_types: &'static [&'static str],
    /// The service's base URL.
    pub base_url: String,
    /// The token that works there.
    pub token: String,
    /// The namespace there.
    pub namespace: String,
}

/// The services beside this one, as the platform reaches them with a token it was given.
pub trait Neighbours {
    /// What `token` can do for `namespace` on the source code manager of this platform type
    /// (`SCM_TYPE_GITLAB`, …), or the error text that its API would give.
    fn powers(&self, scm_type: &str, token: &str, namespace: &str) -> Result<Powers, String>;
}

/// One simulated service. Written from the vendors' documents, never from this product's own client.
pub trait Simulate: Send {
    /// Answers one request and changes the simulated state accordingly.
    fn receive(&mut self, request: &Received, neighbours: &dyn Neighbours) -> Reply;

    /// The token and namespace the scenario hands out.
    fn login(&self) -> Login;

    /// The platform types this service answers for (`["SCM_TYPE_GITLAB", …]`); empty for the platform itself.
    fn scm_types(&self) -> &'static [&'static str] {
        &[]
    }

    /// What the platform would learn by using `token` for `namespace`; `Err` is the text of the refusal.
    fn powers(&self, _token: &str, _namespace: &str) -> Result<Powers, String> {
        Err("not a source code manager".to_owned())
    }

    /// Takes in generated deployments; only the platform has any.
    fn take_in(&mut self, _deployments: &[Deployment]) -> Result<(), String> {
        Ok(())
    }
}

/// Builds a service from its part of a scenario (already merged with what it was derived `from`).
/// An unknown key or a bad value is an `Err` that names it.
pub type Build = fn(&Value) -> Result<Box<dyn Simulate>, String>;
