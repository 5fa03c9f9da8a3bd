//! Tests against the documents; what they share stands here.

#![allow(clippy::unwrap_used)]

mod answers;
mod code;
mod directory;
mod door;
mod permissions;
mod scenario;
mod versions;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use super::*;

struct Alone;

impl Neighbours for Alone {
    fn powers(&self, _: &str, _: &str, _: &str) -> Result<Powers, String> {
        Err("nobody".to_owned())
    }
}

fn azure(yaml: &str) -> AzureDevOps {
    AzureDevOps::build(&serde_yaml::from_str(yaml).unwrap()).unwrap()
}

fn ask(
    azure: &mut AzureDevOps,
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
    azure.receive(&request, &Alone)
}

fn basic(token: &str) -> String {
    format!("Basic {}", base64::encode(&format!(":{token}")))
}

/// Asks as the vendor's own clients do: Basic, JSON, no sign-in page.
fn with(azure: &mut AzureDevOps, method: Method, target: &str, body: &str) -> Reply {
    let token = basic(&azure.login().token);
    let headers = [
        ("authorization", token.as_str()),
        ("accept", "application/json"),
        ("content-type", "application/json"),
        ("x-tfs-fedauthredirect", "Suppress"),
    ];
    ask(azure, method, target, &headers, body)
}

fn get(azure: &mut AzureDevOps, target: &str) -> (u16, Value) {
    let reply = with(azure, Method::GET, target, "");
    (reply.status, json_of(&reply))
}

fn post(azure: &mut AzureDevOps, target: &str, body: &Value) -> (u16, Value) {
    let reply = with(azure, Method::POST, target, &body.to_string());
    (reply.status, json_of(&reply))
}

/// The body as JSON, without a byte order mark; null where there is none.
fn json_of(reply: &Reply) -> Value {
    let body = &reply.body[..];
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    serde_json::from_slice(body).unwrap_or(Value::Null)
}

fn header_of<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    headers_of(reply, name).first().copied()
}

fn headers_of<'a>(reply: &'a Reply, name: &str) -> Vec<&'a str> {
    reply
        .headers
        .iter()
        .filter(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
        .collect()
}

/// Whether a reply is that of a missing scope: 401, one challenge and nothing else.
fn bare(reply: &Reply) -> bool {
    let challenge = header(
        "WWW-Authenticate",
        r#"Basic realm="https://dev.azure.com/""#,
    );
    reply.status == 401 && reply.body.is_empty() && reply.headers == [challenge]
}

const CONNECTION: &str = "/acme/_apis/connectionData?api-version=7.1-preview";
const PROJECTS: &str = "/acme/_apis/projects?api-version=7.1";
const REPOSITORIES: &str = "/acme/_apis/git/repositories?api-version=7.1";
const GROUPS: &str = "/acme/_apis/graph/groups?api-version=7.1-preview.1";
const EDIT_COLLECTION: &str =
    "/acme/_apis/permissions/3e65f728-f8bc-4ecd-8764-7e378b19bfa7/2?api-version=7.1";
/// Refs of a repository that is not there.
const PROBE: &str =
    "/acme/web/_apis/git/repositories/1d6c8e0a-52b4-4f6e-9a37-c0ffee123456/refs?api-version=7.1";
/// Refs of one that is.
const REFS: &str = "/acme/web/_apis/git/repositories/shop/refs?api-version=7.1";
/// Threads of a pull request that is not there, and of one that is.
const NO_THREADS: &str =
    "/acme/web/_apis/git/repositories/shop/pullRequests/99/threads?api-version=7.1";
const THREADS: &str =
    "/acme/web/_apis/git/repositories/shop/pullRequests/1/threads?api-version=7.1";
