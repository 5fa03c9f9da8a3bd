//! Which proxy stands before a server, told without its user and password.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::Instant;
use url::Url;

use super::Failure;
use crate::audit::Cause;
use crate::secret::Secret;

/// The variables that name a proxy for https, the first that is set counts.
pub const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

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

/// The proxy before a server, as `the proxy http://HOST:PORT`, by the rules that the client follows.
pub(super) fn before(url: &Url) -> Option<String> {
    let found = Matcher::from_system().intercept(&url.as_str().parse().ok()?)?;
    let uri = found.uri();
    Some(format!(
        "the proxy {}://{}",
        uri.scheme()?,
        uri.authority()?
    ))
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
