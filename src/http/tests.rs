//! The way out, over a real loopback socket.

#![allow(clippy::unwrap_used)]

mod bodies;
mod budget;
mod deadline;
mod repeats;
mod trust;

use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use super::scripted::{Act, Server, json, raw, reply, watched};
use super::*;

const CANARY: &str = "glpat-canary-0123456789";

fn http() -> Http {
    Http::new(Options::default())
}

fn with_budget(most: u64) -> Http {
    Http::new(Options {
        most_requests: Some(most),
        ..Options::default()
    })
}

/// A request without credentials that has a minute.
fn wire<'a>(method: &'static str, base: &'a Url, path: &str) -> Wire<'a> {
    Wire {
        method,
        base,
        path: path.to_owned(),
        headers: &[],
        credentials: &[],
        body: None,
        label: format!("{method} {path}"),
        until: Instant::now() + Duration::from_secs(60),
    }
}

/// Sends a GET that has a minute.
async fn get(http: &Http, server: &Server) -> Result<Reply, Failure> {
    http.send(wire("GET", &server.url, "/thing")).await
}
