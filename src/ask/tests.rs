//! Asking, over a real loopback socket, and reading what may come back.

#![allow(clippy::unwrap_used)]

mod fields;
mod links;
mod pages;
mod reading;
mod rounds;
mod secrecy;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::*;
use crate::audit::Cause;
use crate::http::scripted::{Act, Server, json, reply, watched};
use crate::http::{Http, Options};
use crate::secret::Secret;

const CANARY: &str = "glpat-canary-0123456789";

const ALL: Permit = Permit {
    probes: true,
    writes: true,
};

const MINUTE: Limits = Limits {
    deadline: Duration::from_secs(60),
};

fn http() -> Http {
    Http::new(Options::default())
}

/// A target whose `api` is this server, with a token.
fn target(base: &Url) -> Target {
    Target {
        side: Side::Scm,
        host: "gitlab.example.com".to_owned(),
        namespace: "acme".to_owned(),
        servers: BTreeMap::from([("api", base.clone())]),
        token: Some(Secret::new(CANARY.to_owned())),
        credentials: vec![("private-token", Secret::new(CANARY.to_owned()))],
        headers: vec![("accept", "application/json".to_owned())],
        today: 20_000,
        full: false,
        app_slug: None,
        nonce: String::new(),
        exact: true,
    }
}

/// Sends one call that has a minute and may do anything.
async fn send(server: &Server, call: Call) -> Result<Answer, Miss> {
    let http = http();
    let runner = Runner::new(&http, ALL, MINUTE);
    runner.send(&target(&server.url), &call).await
}
