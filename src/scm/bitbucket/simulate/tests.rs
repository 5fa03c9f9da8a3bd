//! Tests against the documents; what they share stands here.

#![allow(clippy::unwrap_used)]

mod access;
mod estate;
mod headers;
mod lists;
mod scenario;

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

fn bitbucket(yaml: &str) -> Bitbucket {
    Bitbucket::build(&serde_yaml::from_str(yaml).unwrap()).unwrap()
}

fn refused(yaml: &str) -> String {
    Bitbucket::build(&serde_yaml::from_str(yaml).unwrap()).unwrap_err()
}

fn ask(
    bitbucket: &mut Bitbucket,
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
        path: format!("/2.0{path}"),
        query: url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect(),
        headers: headers.collect::<HeaderMap>(),
        body: body.as_bytes().to_vec(),
    };
    bitbucket.receive(&request, &Alone)
}

/// With the scenario's credential, sent as its kind must be.
fn with(bitbucket: &mut Bitbucket, method: Method, target: &str, body: &str) -> Reply {
    let token = bitbucket.login().token;
    let value = if bitbucket.token.kind == section::Kind::UserApi {
        basic("robin@acme.example", &token)
    } else {
        format!("Bearer {token}")
    };
    let headers = [("authorization", value.as_str()), ("host", "sandbox:4000")];
    ask(bitbucket, method, target, &headers, body)
}

fn get(bitbucket: &mut Bitbucket, target: &str) -> (u16, Value) {
    let reply = with(bitbucket, Method::GET, target, "");
    (reply.status, json_of(&reply))
}

fn bare(bitbucket: &mut Bitbucket, target: &str) -> Reply {
    ask(bitbucket, Method::GET, target, &[], "")
}

fn status(yaml: &str, target: &str) -> u16 {
    with(&mut bitbucket(yaml), Method::GET, target, "").status
}

fn basic(user: &str, secret: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = format!("{user}:{secret}");
    let mut encoded = String::from("Basic ");
    for chunk in text.as_bytes().chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let held = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=chunk.len() {
            encoded.push(char::from(
                ALPHABET[(held >> (18 - 6 * place) & 63) as usize],
            ));
        }
        encoded.push_str(&"=="[..3 - chunk.len()]);
    }
    encoded
}

fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

fn header_of<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    let known = |header: &&(String, String)| header.0.eq_ignore_ascii_case(name);
    reply
        .headers
        .iter()
        .find(known)
        .map(|(_, value)| value.as_str())
}

fn message(text: &str) -> Value {
    json!({ "type": "error", "error": { "message": text } })
}

const INVALID: &str = "Token is invalid, expired, or not supported for this endpoint.";
const REPOSITORIES: &str = "/repositories/acme";
const WORKSPACE: &str = "/workspaces/acme";
const HOOKS: &str = "/workspaces/acme/hooks";
const PROJECTS: &str = "/workspaces/acme/projects";
const PULLS: &str = "/repositories/acme/service-1/pullrequests";
