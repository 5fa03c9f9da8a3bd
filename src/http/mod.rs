//! The only way out: one client, no redirects, bounded bodies, paced services, every request counted.

mod client;
mod ledger;
mod names;
mod pace;
mod proxy;
#[cfg(test)]
pub(crate) mod scripted;
#[cfg(test)]
mod tests;
mod tls;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Response};
use tokio::time::Instant;
use url::Url;
use zeroize::Zeroizing;

use crate::audit::Cause;
use crate::secret::{KeptOut, Secret};

pub use client::may_carry_tokens;
pub use ledger::{Ledger, Said, Sent};
pub use names::addresses;
use pace::Pace;
pub use proxy::{
    ProxyVariable, VARIABLES as PROXY_VARIABLES, problem as proxy_problem, proxy_of,
    proxy_variables, secrets as proxy_secrets,
};
pub use tls::authorities;

/// No documented answer comes near this many bytes.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// A read is tried this often in all.
const MOST_TRIES: u32 = 3;

/// One try may take this long; the deadline may be nearer.
const TRY_TIMEOUT: Duration = Duration::from_secs(30);

/// One request, ready to be sent.
pub struct Wire<'a> {
    /// The method.
    pub method: &'static str,
    /// The server's base URL, which may carry a path.
    pub base: &'a Url,
    /// Path and query below the base, already encoded, beginning with `/`.
    pub path: String,
    /// Plain headers.
    pub headers: &'a [(&'static str, String)],
    /// Headers with the credential.
    pub credentials: &'a [(&'static str, Secret)],
    /// A JSON body.
    pub body: Option<Zeroizing<Vec<u8>>>,
    /// How the ledger names it: method and path template.
    pub label: String,
    /// When to give up.
    pub until: Instant,
}

/// What came back. `Debug` leaves the values out: an answer may hold a new token.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Lower-case names with their values.
    pub headers: BTreeMap<String, String>,
    /// The body as text, without a byte order mark.
    pub body: String,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &self.headers.keys())
            .field("bytes", &self.body.len())
            .finish()
    }
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The class of it.
    pub cause: Cause,
    /// What happened, in words.
    pub detail: String,
}

/// How the way out is set up.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A further certificate authority, PEM.
    pub ca_cert: Option<PathBuf>,
    /// Sends at most so many requests in all.
    pub most_requests: Option<u64>,
    /// What must stand in nothing that comes back.
    pub kept_out: KeptOut,
}

/// The way out. Nothing is set up before the first request.
pub struct Http {
    options: Options,
    client: OnceLock<Result<Client, String>>,
    /// For plain http, which stays on this machine: no proxy may see it.
    near: OnceLock<Result<Client, String>>,
    pace: Pace,
    /// Every request sent.
    pub ledger: Ledger,
    left: AtomicU64,
    gate: proxy::Gate,
}

impl Http {
    /// A way out that has not sent anything yet.
    pub fn new(options: Options) -> Self {
        Http {
            left: AtomicU64::new(options.most_requests.unwrap_or(u64::MAX)),
            options,
            client: OnceLock::new(),
            near: OnceLock::new(),
            pace: Pace::default(),
            ledger: Ledger::default(),
            gate: proxy::Gate::default(),
        }
    }

    /// Sends a request and reads its whole answer. Only reads are tried again: a lost answer to a write says nothing
    /// about whether it was done.
    pub async fn send(&self, wire: Wire<'_>) -> Result<Reply, Failure> {
        let url = join(wire.base, &wire.path)?;
        client::allowed(&url)?;
        let service = wire.base.as_str();
        let reads = matches!(wire.method, "GET" | "HEAD");
        let mut tries = 0;
        loop {
            tries += 1;
            let place = self.pace.enter(service, wire.until).await?;
            let result = self.one_try(&wire, &url).await;
            drop(place);
            let wait = match &result {
                Ok(reply) => {
                    // Azure DevOps may ask for patience beside a success.
                    let asked = pace::retry_after(reply);
                    if let Some(wait) = asked {
                        self.pace.hold(service, wait);
                    }
                    again(reply.status).then(|| asked.unwrap_or_else(|| pace::backoff(tries)))
                }
                Err(failure) if failure.cause == Cause::Network && self.gate.is_open() => {
                    Some(pace::backoff(tries))
                }
                Err(_) => None,
            };
            let Some(wait) = wait.filter(|_| reads && tries < MOST_TRIES) else {
                return result;
            };
            if Instant::now() + wait >= wire.until {
                return result;
            }
            match &result {
                Ok(reply) if reply.status == 429 => self.pace.hold(service, wait),
                _ => tokio::time::sleep(wait).await,
            }
        }
    }

    async fn one_try(&self, wire: &Wire<'_>, url: &Url) -> Result<Reply, Failure> {
        let _first = self.gate.enter(url, wire.until).await?;
        let client = self.client_for(url).as_ref().map_err(|detail| Failure {
            cause: Cause::Tls,
            detail: detail.clone(),
        })?;
        let method =
            Method::from_bytes(wire.method.as_bytes()).map_err(|_| unsendable("method"))?;
        let mut request = client.request(method, url.clone()).headers(headers(wire)?);
        if let Some(body) = &wire.body {
            request = request
                .header("content-type", "application/json")
                // Wiped when it was sent: it may hold a token.
                .body(hyper::body::Bytes::from_owner(body.clone()));
        }
        // Only what really goes out counts.
        let took = |left: u64| left.checked_sub(1);
        if self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, took)
            .is_err()
        {
            return Err(Failure {
                cause: Cause::Budget,
                detail: "not sent: --max-requests is used up".to_owned(),
            });
        }
        let start = Instant::now();
        let latest = wire.until.min(start + TRY_TIMEOUT);
        let result = match tokio::time::timeout_at(latest, exchange(request, &self.gate)).await {
            Ok(result) => result,
            Err(_) if latest == wire.until => Err(Failure {
                cause: Cause::Deadline,
                detail: "no complete answer in time".to_owned(),
            }),
            Err(_) => Err(Failure {
                cause: Cause::Network,
                detail: format!("no complete answer within {} s", TRY_TIMEOUT.as_secs()),
            }),
        };
        let result = self.scrubbed(result);
        let asked = wire.body.as_ref().filter(|_| self.ledger.is_watched());
        let said = Said {
            asked: asked.map(|body| {
                let text = Zeroizing::new(String::from_utf8_lossy(body).into_owned());
                self.options.kept_out.scrub(&text)
            }),
            answered: result.as_ref().ok().map(|reply| reply.body.as_str()),
        };
        let sent = Sent {
            label: wire.label.clone(),
            method: wire.method,
            url: self.options.kept_out.scrub(url.as_str()),
            status: result.as_ref().ok().map(|reply| reply.status),
            failure: result.as_ref().err().map(|failure| failure.detail.clone()),
            took: start.elapsed(),
        };
        self.ledger.record(&sent, &said);
        result
    }

    /// Some services repeat what they were sent: a token must not come back in what is read.
    fn scrubbed(&self, result: Result<Reply, Failure>) -> Result<Reply, Failure> {
        let scrub = |text: &str| self.options.kept_out.scrub(text);
        match result {
            Ok(mut reply) => {
                // Both may hold a new token, which is on its way to the vault.
                let clean = scrub(&reply.body);
                drop(Zeroizing::new(std::mem::replace(&mut reply.body, clean)));
                for value in reply.headers.values_mut() {
                    *value = scrub(value);
                }
                Ok(reply)
            }
            Err(failure) => Err(Failure {
                detail: scrub(&failure.detail),
                ..failure
            }),
        }
    }

    fn client_for(&self, url: &Url) -> &Result<Client, String> {
        let ca_cert = self.options.ca_cert.as_deref();
        if url.scheme() == "http" {
            self.near
                .get_or_init(|| client::build(ca_cert, client::Way::Direct))
        } else {
            self.client
                .get_or_init(|| client::build(ca_cert, client::Way::AsTheSystemSays))
        }
    }
}

/// Base and path joined; a base may carry a path of its own, but neither a query nor a user. A path that would lead
/// anywhere else than it reads, such as by `..`, is refused.
fn join(base: &Url, path: &str) -> Result<Url, Failure> {
    let mut root = base.clone();
    root.set_query(None);
    root.set_fragment(None);
    let whole = format!("{}{path}", root.as_str().trim_end_matches('/'));
    let url = Url::parse(&whole).map_err(|_| unsendable("address"))?;
    let below = path.split(['?', '#']).next().unwrap_or_default();
    let meant = format!("{}{below}", root.path().trim_end_matches('/'));
    let nobody = url.username().is_empty() && url.password().is_none();
    if below.starts_with('/') && url.path() == meant && url.origin() == base.origin() && nobody {
        Ok(url)
    } else {
        Err(unsendable("address"))
    }
}

fn headers(wire: &Wire<'_>) -> Result<HeaderMap, Failure> {
    let mut map = HeaderMap::new();
    for (name, value) in wire.headers {
        let value = HeaderValue::from_str(value).map_err(|_| unsendable(name))?;
        map.insert(HeaderName::from_static(name), value);
    }
    for (name, value) in wire.credentials {
        // Header values may be more than ASCII, but no service reads them the same.
        let plain = Some(value.expose()).filter(|text| text.is_ascii());
        let value = plain.and_then(|text| HeaderValue::from_str(text).ok());
        let mut value = value.ok_or_else(|| Failure {
            cause: Cause::TokenInvalid,
            detail: "the token holds characters that no header can carry".to_owned(),
        })?;
        value.set_sensitive(true);
        map.insert(HeaderName::from_static(name), value);
    }
    Ok(map)
}

async fn exchange(request: reqwest::RequestBuilder, gate: &proxy::Gate) -> Result<Reply, Failure> {
    let mut response = request.send().await.map_err(|error| {
        let for_good = client::proxy_wants_password(&error);
        let failure = client::failure(error);
        if for_good {
            gate.shut(&failure);
        }
        failure
    })?;
    let status = response.status().as_u16();
    // A header that comes several times is one list (RFC 9110, 5.3).
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in response.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        headers
            .entry(name.as_str().to_owned())
            .and_modify(|all| {
                all.push_str(", ");
                all.push_str(&value);
            })
            .or_insert_with(|| value.clone().into_owned());
    }
    let bytes = Zeroizing::new(bounded(&mut response).await?);
    let body = String::from_utf8_lossy(&bytes);
    Ok(Reply {
        status,
        headers,
        body: body.trim_start_matches('\u{feff}').to_owned(),
    })
}

async fn bounded(response: &mut Response) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(client::failure)? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(Failure {
                cause: Cause::Unreadable,
                detail: format!("the answer is larger than {} MiB", MOST_BYTES >> 20),
            });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn again(status: u16) -> bool {
    matches!(status, 429 | 500 | 502 | 503 | 504)
}

fn unsendable(what: &str) -> Failure {
    Failure {
        cause: Cause::NotAsked,
        detail: format!("the {what} can't be sent"),
    }
}
