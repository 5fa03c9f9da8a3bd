//! Tests against the documents; what they share stands here.

#![allow(clippy::unwrap_used)]

mod access;
mod estate;
mod life;
mod scenario;

use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::civil::Date;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

struct Alone;

impl Neighbours for Alone {
    fn powers(&self, _: &str, _: &str, _: &str) -> Result<Powers, String> {
        Err("nobody".to_owned())
    }
}

fn gitlab(yaml: &str) -> GitLab {
    GitLab::build(&serde_yaml::from_str(yaml).unwrap()).unwrap()
}

fn refused(yaml: &str) -> String {
    GitLab::build(&serde_yaml::from_str(yaml).unwrap()).unwrap_err()
}

fn ask(
    gitlab: &mut GitLab,
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
        path: format!("/api/v4{path}"),
        query: url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect(),
        headers: headers.collect::<HeaderMap>(),
        body: body.as_bytes().to_vec(),
    };
    gitlab.receive(&request, &Alone)
}

fn with(gitlab: &mut GitLab, method: Method, target: &str) -> Reply {
    let token = gitlab.login().token;
    ask(gitlab, method, target, &[("private-token", &token)], "")
}

fn get(gitlab: &mut GitLab, target: &str) -> (u16, Value) {
    let reply = with(gitlab, Method::GET, target);
    (reply.status, json_of(&reply))
}

fn json_of(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).unwrap()
}

fn header_of<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply
        .headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

fn message(text: &str) -> Value {
    json!({ "message": text })
}

const SELF: &str = "/personal_access_tokens/self";
const ROTATE: &str = "/personal_access_tokens/self/rotate";
const SHOP: &str = "/projects/acme%2Fweb%2Fshop";
