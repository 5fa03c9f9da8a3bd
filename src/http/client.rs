//! The client behind the way out, and what its failures mean.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use url::{Host, Url};

use super::{Failure, proxy, tls};
use crate::audit::Cause;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How a client reaches its servers.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// Through the proxy that the environment names, if it names one.
    AsTheSystemSays,
    /// By plain http, past any proxy.
    Direct,
}

/// The client, or why there is none.
pub(super) fn build(ca_cert: Option<&Path>, way: Way) -> Result<Client, String> {
    // Another part of the process may have installed it already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .redirect(Policy::none())
        // Repeats are decided, and counted, in one place: not in here.
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT_TIMEOUT)
        // GitHub refuses requests without one.
        .user_agent(concat!("assistant/", env!("CARGO_PKG_VERSION")));
    if let Some(path) = ca_cert {
        let certs = tls::authorities(path)?;
        if matches!(way, Way::AsTheSystemSays) {
            let certs = certs.iter().map(|one| reqwest::Certificate::from_der(one));
            let certs: Result<Vec<_>, _> = certs.collect();
            builder = builder.tls_certs_merge(certs.map_err(|error| root(&error))?);
        }
    }
    if matches!(way, Way::Direct) {
        // The system's certificates take a while to read, and plain http needs none.
        builder = builder.no_proxy().tls_certs_only([]);
    }
    builder.build().map_err(|error| {
        let why = root(&error);
        format!(
            "can't set up TLS: {why}; install the system's certificate authorities or name one by --ca-cert FILE"
        )
    })
}

/// Plain http reaches only this machine.
pub(super) fn allowed(url: &Url) -> Result<(), Failure> {
    if may_carry_tokens(url) {
        return Ok(());
    }
    Err(Failure {
        cause: Cause::NotAsked,
        detail: "a token is never sent over plain http".to_owned(),
    })
}

/// Whether a token may be sent to a URL: by https anywhere, by http to this machine only.
pub fn may_carry_tokens(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && loopback(url))
}

/// Whether a URL stays on this machine.
pub(super) fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// What a failed exchange means. The URL is left out: the ledger has it.
pub(super) fn failure(error: reqwest::Error) -> Failure {
    let host = error.url().map_or("the server".to_owned(), |url| {
        url[url::Position::BeforeHost..url::Position::AfterPort].to_owned()
    });
    // Plain http never passes a proxy.
    let proxied = error.url().filter(|url| url.scheme() == "https");
    let proxy = proxied.and_then(proxy::before);
    let error = error.without_url();
    let (cause, detail) = match (&proxy, tunnel(&error)) {
        (Some(proxy), Some(trouble)) => of_proxy(&error, proxy, &trouble, &host),
        _ => of_server(&error, &host, proxy.as_deref()),
    };
    Failure { cause, detail }
}

/// What a failure says about the server, which `proxy` may stand before.
fn of_server(error: &reqwest::Error, host: &str, proxy: Option<&str>) -> (Cause, String) {
    let through = proxy.map_or(String::new(), |proxy| format!(" (through {proxy})"));
    if let Some(broken) = tls::within(error) {
        let words = tls::words(broken, host);
        return (Cause::Tls, format!("TLS failed: {words}{through}"));
    }
    let (cause, start) = match (breaks_tls(error), error.is_connect()) {
        (true, _) => (Cause::Tls, "TLS failed"),
        (_, true) => (Cause::Network, "can't connect"),
        _ => (Cause::Network, "the connection broke"),
    };
    (cause, format!("{start}{through}: {}", root(error)))
}

/// What a failure says about the proxy, which did not come to ask the server.
fn of_proxy(error: &reqwest::Error, proxy: &str, trouble: &str, host: &str) -> (Cause, String) {
    if let Some(broken) = tls::within(error) {
        let name = proxy.rsplit('/').next().unwrap_or(proxy);
        let words = tls::words(broken, name);
        return (Cause::Tls, format!("TLS with {proxy} failed: {words}"));
    }
    let words = match trouble {
        ASKS_FOR_PASSWORD => format!(
            "{proxy} asks for a user and password; HTTPS_PROXY takes them as http://USER:PASSWORD@HOST:PORT, and they must be right"
        ),
        "unsuccessful" => format!("{proxy} refuses to connect to {host}; ask who runs it"),
        "failed to create underlying connection" => {
            format!(
                "can't connect to {proxy}: {}; check HTTPS_PROXY",
                root(error)
            )
        }
        other => format!("{proxy} broke off: {other}"),
    };
    (Cause::Network, words)
}

const ASKS_FOR_PASSWORD: &str = "proxy authorization required";

/// Whether the proxy wants a password, or another: asking again with the same one may lock its owner out.
pub(super) fn proxy_wants_password(error: &reqwest::Error) -> bool {
    tunnel(error).is_some_and(|trouble| trouble == ASKS_FOR_PASSWORD)
}

/// Why the proxy opened no tunnel, in the client's words; its type can't be named from here.
fn tunnel(error: &reqwest::Error) -> Option<String> {
    let told = chain(error);
    let trouble = told
        .iter()
        .find_map(|one| one.strip_prefix("tunnel error: "));
    trouble.map(str::to_owned)
}

/// Whether TLS broke before it stood, without saying why. A connection that broke under TLS is not meant.
fn breaks_tls(error: &(dyn Error + 'static)) -> bool {
    error.to_string().contains("tls handshake") || error.source().is_some_and(breaks_tls)
}

fn root(error: &dyn Error) -> String {
    chain(error).pop().unwrap_or_default()
}

fn chain(error: &dyn Error) -> Vec<String> {
    let mut told = vec![error.to_string()];
    let mut at = error.source();
    while let Some(error) = at {
        told.push(error.to_string());
        at = error.source();
    }
    told
}
