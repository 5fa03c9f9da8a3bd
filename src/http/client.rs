//! The client behind the way out, and what its failures mean.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::Policy;
use url::{Host, Url};

use super::Failure;
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
        let shown = path.display();
        let pem = std::fs::read(path).map_err(|error| format!("can't read {shown}: {error}"))?;
        let certs = reqwest::Certificate::from_pem_bundle(&pem)
            .map_err(|_| format!("{shown} holds no PEM certificate"))?;
        if matches!(way, Way::AsTheSystemSays) {
            builder = builder.tls_certs_merge(certs);
        }
    }
    if matches!(way, Way::Direct) {
        // The system's certificates take a while to read, and plain http needs none.
        builder = builder.no_proxy().tls_certs_only([]);
    }
    builder
        .build()
        .map_err(|error| format!("can't set up TLS: {}", root(&error)))
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
    let error = error.without_url();
    let (cause, start) = match (of_tls(&error), error.is_connect()) {
        (true, _) => (Cause::Tls, "TLS failed"),
        (_, true) => (Cause::Network, "can't connect"),
        _ => (Cause::Network, "the connection broke"),
    };
    Failure {
        cause,
        detail: format!("{start}: {}", root(&error)),
    }
}

/// Whether TLS itself failed. A connection that broke under TLS is not meant, whatever its message says.
fn of_tls(error: &(dyn Error + 'static)) -> bool {
    let inner = error
        .downcast_ref::<std::io::Error>()
        .and_then(|error| error.get_ref());
    error.is::<rustls::Error>()
        || error.to_string().contains("tls handshake")
        || inner.is_some_and(|inner| of_tls(inner))
        || error.source().is_some_and(of_tls)
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
