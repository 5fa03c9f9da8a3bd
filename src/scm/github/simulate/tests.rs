//! Tests against the documents; what they share stands here.

#![allow(clippy::unwrap_used)]

mod access;
mod estate;
mod installations;
mod limits;
mod policies;
mod scenario;
mod tokens;

use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

struct Alone;

impl Neighbours for Alone {
    fn powers(&self, _: &str, _: &str, _: &str) -> Result<Powers, String> {
        Err("nobody".to_owned())
    }
}

fn github(yaml: &str) -> GitHub {
    GitHub::build(&serde_yaml::from_str(yaml).unwrap()).unwrap()
}

fn refused(yaml: &str) -> String {
    GitHub::build(&serde_yaml::from_str(yaml).unwrap()).unwrap_err()
}

fn ask(
    github: &mut GitHub,
    method: Method,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Reply {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = headers.iter().map(|(name, value)| {
        (
            name.parse::<HeaderName>().unwrap(),
            HeaderValue::from_str(value).unwrap(),
        )
    });
    let request = Received {
        method,
        path: path.to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect(),
        headers: headers.collect::<HeaderMap>(),
        body: body.as_bytes().to_vec(),
    };
    github.receive(&request, &Alone)
}

/// A GET with the scenario's token and more headers.
fn with(github: &mut GitHub, target: &str, more: &[(&str, &str)]) -> Reply {
    let bearer = format!("Bearer {}", github.login().token);
    let usual = [
        ("authorization", bearer.as_str()),
        ("user-agent", "test"),
        ("host", "127.0.0.1:4711"),
    ];
    ask(github, Method::GET, target, &[&usual, more].concat(), "")
}

fn get(github: &mut GitHub, target: &str) -> (u16, Value) {
    let reply = with(github, target, &[]);
    (reply.status, json_of(&reply))
}

fn status(yaml: &str, target: &str) -> u16 {
    with(&mut github(yaml), target, &[]).status
}

/// A GET without any token.
fn bare(github: &mut GitHub, target: &str) -> Reply {
    ask(github, Method::GET, target, &[("user-agent", "test")], "")
}

fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

fn message(reply: &Reply) -> String {
    json_of(reply)["message"].as_str().unwrap().to_owned()
}

fn header_of<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply
        .headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

const MEMBERSHIP: &str = "/user/memberships/orgs/acme";
const INSTALLATIONS: &str = "/orgs/acme/installations";
