//! What a request carries: its place, its token and its parameters.

use http::HeaderMap;

use super::section::Section;
use crate::sandbox::face::Received;

/// Where the sandbox puts this service below its root; part of every URL that the API writes.
const PLACE: &str = "/github";

/// What path an Enterprise Server puts before its REST API.
///
/// Source: GitHub Enterprise Server docs, "Getting started with the REST API".
const ENTERPRISE: &str = "/api/v3";

/// The version of the API that answers those who name none.
///
/// Source: GitHub docs, "API Versions".
const USUAL_VERSION: &str = "2022-11-28";

/// The version that came after, which an Enterprise Server up to 3.17 does not know.
pub(super) const NEW_VERSION: &str = "2026-03-10";

/// What was sent as a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// No `Authorization` at all.
    Nothing,
    /// `Bearer X` or `token X`.
    Token(String),
    /// Anything else, such as user name and password, which the REST API does not take.
    Other,
}

/// A request that was read.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    /// Whether it went to an Enterprise Server.
    pub(super) enterprise: bool,
    /// The path below the root of the API.
    pub(super) path: &'a str,
    /// The root of the API as the client sees it, without a slash at the end.
    pub(super) root: String,
    /// The root of the web pages.
    pub(super) web: &'static str,
    /// The token.
    pub(super) sent: Sent,
    /// The version of the API that is wanted.
    pub(super) version: String,
    /// Whether the client says who it is.
    pub(super) has_agent: bool,
    /// The rest.
    pub(super) request: &'a Received,
}

impl<'a> Asked<'a> {
    /// Reads a request.
    pub(super) fn read(request: &'a Received) -> Self {
        let below = request.path.strip_prefix(ENTERPRISE);
        let below = below.filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let host = header(&request.headers, "host")
            .filter(|host| !host.contains(['/', '<', '>', '"', ' ']))
            .unwrap_or("127.0.0.1");
        let prefix = if below.is_some() { ENTERPRISE } else { "" };
        Self {
            enterprise: below.is_some(),
            path: below.unwrap_or(&request.path),
            root: format!("http://{host}{PLACE}{prefix}"),
            web: if below.is_some() {
                "https://github.example.com"
            } else {
                "https://github.com"
            },
            sent: sent(&request.headers),
            version: header(&request.headers, "x-github-api-version")
                .unwrap_or(USUAL_VERSION)
                .to_owned(),
            has_agent: header(&request.headers, "user-agent").is_some(),
            request,
        }
    }

    /// The version that is wanted, if the service does not know it.
    ///
    /// Source: GitHub docs, "Troubleshooting the REST API", "400 Unsupported API version".
    pub(super) fn unsupported_version(&self, section: &Section) -> Option<String> {
        let mut parts = section
            .enterprise_version
            .split('.')
            .map(|part| part.parse().unwrap_or(0));
        let age: (u32, u32) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        let known = self.version == USUAL_VERSION
            || self.version == NEW_VERSION && (!self.enterprise || age > (3, 17));
        (!known).then(|| self.version.clone())
    }

    /// The value of a parameter of the query; of several, the last counts.
    pub(super) fn query(&self, key: &str) -> Option<&'a str> {
        self.request
            .query
            .iter()
            .rev()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// A header that is not empty.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        header(&self.request.headers, name)
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::trim)
        .filter(|value| !value.is_empty())
}

/// Source: GitHub docs, "Authenticating to the REST API", "About authentication".
fn sent(headers: &HeaderMap) -> Sent {
    if !headers.contains_key("authorization") {
        return Sent::Nothing;
    }
    let words = header(headers, "authorization").and_then(|value| value.split_once(' '));
    match words {
        Some((scheme, value))
            if scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token") =>
        {
            Sent::Token(value.trim().to_owned())
        }
        _ => Sent::Other,
    }
}
