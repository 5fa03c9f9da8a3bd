//! Where an instance is: its host, its web pages, its name on the platform.

use url::Url;

/// The path of the API on a server of one's own. Source: GitHub Enterprise Server docs, "Getting started with the REST API".
const ENTERPRISE: &str = "/api/v3";

fn root(base: &Url) -> &str {
    base.as_str().trim_end_matches('/')
}

/// Whether this is a GitHub Enterprise Server.
pub(super) fn enterprise(base: &Url) -> bool {
    root(base).ends_with(ENTERPRISE)
}

/// The subdomain's host of Enterprise Cloud with data residency, from that of its API.
/// Source: GitHub docs, "Network details for GHE.com".
fn residency(base: &Url) -> Option<&str> {
    let host = base.host_str()?;
    let host = host.strip_prefix("api.").unwrap_or(host);
    host.ends_with(".ghe.com").then_some(host)
}

/// The public host, such as `github.com`.
pub(super) fn host(base: &Url) -> String {
    if let Some(host) = residency(base) {
        return host.to_owned();
    }
    match (base.host_str(), base.port()) {
        (Some("api.github.com"), None) => "github.com".to_owned(),
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// The root of the web pages.
pub(super) fn web(base: &Url) -> String {
    if let Some(front) = root(base).strip_suffix(ENTERPRISE) {
        return front.to_owned();
    }
    match (residency(base), base.host_str()) {
        (Some(host), _) => format!("https://{host}"),
        (None, Some("api.github.com")) => "https://github.com".to_owned(),
        _ => root(base).to_owned(),
    }
}

/// The base URL of the API of an instance that is named by its host or by any of its addresses.
pub(super) fn base(host: &str) -> Result<Url, String> {
    let whole = if host.contains("://") {
        host.to_owned()
    } else {
        format!("https://{host}")
    };
    let not = |why: &dyn std::fmt::Display| format!("'{host}' is not a host: {why}");
    let url = Url::parse(&whole).map_err(|error| not(&error))?;
    let api = match (residency(&url), url.host_str()) {
        (Some(host), _) => format!("https://api.{host}"),
        (None, Some("github.com" | "www.github.com" | "api.github.com")) => {
            "https://api.github.com".to_owned()
        }
        (None, Some(_)) if enterprise(&url) => root(&url).to_owned(),
        (None, Some(_)) => format!("{}{ENTERPRISE}", root(&url)),
        (None, None) => return Err(not(&"it names none")),
    };
    Url::parse(&api).map_err(|error| not(&error))
}

/// The platform's types under which this instance may be listed, the one to create first.
pub(super) fn platform_types(base: &Url) -> &'static [&'static str] {
    match (enterprise(base), residency(base)) {
        (true, _) => &["SCM_TYPE_GITHUB_ENTERPRISE"],
        // Semgrep's description does not say which of the two data residency is.
        (false, Some(_)) => &["SCM_TYPE_GITHUB", "SCM_TYPE_GITHUB_ENTERPRISE"],
        (false, None) => &["SCM_TYPE_GITHUB"],
    }
}
