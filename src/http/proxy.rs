//! Which proxy stands before a server, told without its user and password.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::Instant;
use url::Url;

use super::Failure;
use super::client::loopback;
use crate::audit::Cause;
use crate::secret::{REDACTED, Secret};

/// The variables that name a proxy for https, the first that is set counts.
pub const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Those that name what goes past it, the first that is set counts.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// What keeps a wrong password from being tried often enough to lock its owner out: the first request to the proxy goes
/// alone, and none follows one that was asked for another password.
#[derive(Default)]
pub(super) struct Gate {
    asked: AtomicBool,
    first: Mutex<()>,
    shut: OnceLock<Failure>,
}

/// The first request's place; others follow once it is dropped.
pub(super) struct First<'a> {
    asked: &'a AtomicBool,
    _place: MutexGuard<'a, ()>,
}

impl Drop for First<'_> {
    fn drop(&mut self) {
        self.asked.store(true, Ordering::Release);
    }
}

impl Gate {
    /// Lets a request for `url` through, at once where no proxy stands before it.
    pub(super) async fn enter(
        &self,
        url: &Url,
        until: Instant,
    ) -> Result<Option<First<'_>>, Failure> {
        if url.scheme() != "https" || before(url).is_none() {
            return Ok(None);
        }
        let mut first = None;
        if !self.asked.load(Ordering::Acquire) {
            let place = tokio::time::timeout_at(until, self.first.lock()).await;
            let place = place.map_err(|_| Failure {
                cause: Cause::Deadline,
                detail: "not sent: time ran out before the proxy answered".to_owned(),
            })?;
            // Another may have come back while this one waited.
            let asked = &self.asked;
            first = (!asked.load(Ordering::Acquire)).then_some(First {
                asked,
                _place: place,
            });
        }
        match self.shut.get() {
            Some(failure) => Err(failure.clone()),
            None => Ok(first),
        }
    }

    /// From now on nothing passes the proxy.
    pub(super) fn shut(&self, failure: &Failure) {
        let _ = self.shut.set(failure.clone());
    }

    /// Whether the proxy may still let something through.
    pub(super) fn is_open(&self) -> bool {
        self.shut.get().is_none()
    }
}

/// The proxy before a server, as `the proxy http://HOST:PORT`.
pub(super) fn before(url: &Url) -> Option<String> {
    proxy_of(url).map(|proxy| format!("the proxy {proxy}"))
}

/// The proxy that a request to `url` goes through, as `scheme://host:port`, by the rules that the client follows;
/// `None` where it goes straight. Nothing that stays on this machine over plain http is ever handed to a proxy.
pub fn proxy_of(url: &Url) -> Option<String> {
    if url.scheme() == "http" && loopback(url) {
        return None;
    }
    // From the process itself, and the system's settings where it has some: what the client goes by.
    let found = Matcher::from_system().intercept(&url.as_str().parse().ok()?)?;
    Some(address(&found))
}

fn address(proxy: &Intercept) -> String {
    let uri = proxy.uri();
    let host = uri.host().unwrap_or_default();
    let port = uri.port().map_or(String::new(), |port| format!(":{port}"));
    format!("{}://{host}{port}", uri.scheme_str().unwrap_or("http"))
}

/// A variable about proxies, as far as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyVariable {
    /// Its name.
    pub name: &'static str,
    /// Its value without any user name or password; or why it can't be used.
    pub shown: Result<String, &'static str>,
}

/// The variables about proxies that are set and count.
pub fn proxy_variables(env: &BTreeMap<String, String>) -> Vec<ProxyVariable> {
    let first = |names: &[&'static str]| {
        let name = names.iter().find(|name| env.contains_key(**name))?;
        let value = env.get(*name).filter(|value| !value.is_empty())?;
        Some((*name, value.as_str()))
    };
    // An empty one stands before its other spelling, and not before the next variable.
    let proxies = VARIABLES.chunks(2).filter_map(first);
    let proxies = proxies.map(|(name, value)| (name, shown(value)));
    let exceptions = first(&EXCEPTIONS).map(|(name, value)| (name, Ok(exceptions(value))));
    let all = proxies.chain(exceptions);
    all.map(|(name, shown)| ProxyVariable { name, shown })
        .collect()
}

fn shown(value: &str) -> Result<String, &'static str> {
    if let Some(problem) = problem(value) {
        return Err(problem);
    }
    let Some(proxy) = named(value) else {
        return Ok(String::new());
    };
    let login = match proxy.basic_auth() {
        Some(_) => " (with a user name, not shown)",
        None => "",
    };
    Ok(format!("{}{login}", address(&proxy)))
}

/// Only hosts belong here, so what looks like a login is a mistake that is not repeated.
fn exceptions(value: &str) -> String {
    let each = value.split(',').map(|one| match one.trim() {
        one if one.contains('@') => REDACTED,
        one => one,
    });
    each.collect::<Vec<_>>().join(", ")
}

/// What is wrong with a variable's value, if it names no proxy that can be used. The client would pass over it in
/// silence and go out directly, which is not what was asked for.
pub fn problem(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return None;
    }
    let found = named(value);
    // The client would take a port that is no number for none.
    let Some(found) = found.filter(|found| Url::parse(&found.uri().to_string()).is_ok()) else {
        return Some("can't be read as the URL of a proxy, such as http://proxy.example.com:3128");
    };
    let known = matches!(found.uri().scheme_str(), Some("http" | "https"));
    (!known).then_some("names a kind of proxy that is not supported: only http:// and https:// are")
}

/// The forms in which a proxy's user and password could come to light.
pub fn secrets(value: &str) -> Vec<Secret> {
    let bare = value.split_once("://").map_or(value, |(_, rest)| rest);
    let authority = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else {
        return Vec::new();
    };
    let engine = base64::engine::general_purpose::STANDARD;
    let wire = named(value).and_then(|found| {
        let header = found.basic_auth()?.to_str().ok()?;
        Some(header.trim_start_matches("Basic ").to_owned())
    });
    let decoded = wire
        .as_ref()
        .and_then(|wire| String::from_utf8(engine.decode(wire).ok()?).ok());
    let forms = [Some(user.to_owned()), wire, decoded];
    forms.into_iter().flatten().map(Secret::new).collect()
}

/// The proxy that a variable's value names, as the client reads it.
fn named(value: &str) -> Option<Intercept> {
    let matcher = Matcher::builder().https(value).build();
    matcher.intercept(&http::Uri::from_static("https://assistant.invalid"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Vec<ProxyVariable> {
        let each = pairs.iter().map(|(name, value)| (*name, *value));
        let env = each.map(|(name, value)| (name.to_owned(), value.to_owned()));
        proxy_variables(&env.collect())
    }

    fn shown(name: &'static str, shown: &str) -> ProxyVariable {
        ProxyVariable {
            name,
            shown: Ok(shown.to_owned()),
        }
    }

    #[test]
    fn a_login_is_never_shown() {
        let login = "http://proxy.example:3128 (with a user name, not shown)";
        for value in [
            "http://me:canary@proxy.example:3128",
            "me:canary@proxy.example:3128",
            "http://me:canary@proxy.example:3128/?canary#canary",
            "http://canary@proxy.example:3128",
        ] {
            let all = variables(&[("HTTPS_PROXY", value)]);
            assert_eq!(all, [shown("HTTPS_PROXY", login)], "{value}");
        }
        let all = variables(&[("no_proxy", "a.example, me:canary@b.example")]);
        assert_eq!(all, [shown("no_proxy", "a.example, [redacted]")]);
    }

    #[test]
    fn what_can_t_be_used_is_told_without_repeating_it() {
        for value in ["::canary::", "ftp://canary@h", "socks5://me:canary@h:1080"] {
            let all = variables(&[("ALL_PROXY", value)]);
            assert!(all[0].shown.is_err(), "{value}");
            assert!(!format!("{all:?}").contains("canary"), "{value}");
        }
    }

    #[test]
    fn the_first_that_is_set_counts_and_an_empty_one_is_none() {
        let both = [
            ("https_proxy", "b.example:1"),
            ("HTTPS_PROXY", "a.example:1"),
        ];
        assert_eq!(
            variables(&both),
            [shown("HTTPS_PROXY", "http://a.example:1")]
        );
        let off = [("https_proxy", "b.example:1"), ("HTTPS_PROXY", "")];
        assert_eq!(variables(&off), []);
    }

    #[test]
    fn plain_http_on_this_machine_goes_straight() {
        let url = Url::parse("http://127.0.0.1:1/").expect("it is one");
        assert_eq!(proxy_of(&url), None);
    }
}
