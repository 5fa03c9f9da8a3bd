//! The simulator as its callers see it: requests in, replies out.

mod auth;
mod connections;
mod coverage;
mod deployment;
mod policies;
mod products;
mod scenario;

use super::build;
use crate::sandbox::face::{Neighbours, Powers, Received, Reply, Simulate};
use http::{HeaderMap, HeaderValue, Method};
use serde_json::Value;

/// The id of the default deployment.
const ID: &str = "73105";

/// A platform and what its neighbours say of every token.
struct Stage {
    platform: Box<dyn Simulate>,
    powers: Result<Powers, String>,
}

struct Fixed<'a>(&'a Result<Powers, String>);

impl Neighbours for Fixed<'_> {
    fn powers(&self, _: &str, _: &str, _: &str) -> Result<Powers, String> {
        self.0.clone()
    }
}

/// A platform of this scenario section; its neighbours allow comments, code and webhooks.
fn stage(yaml: &str) -> Stage {
    let section = serde_yaml::from_str(yaml).expect("valid yaml");
    Stage {
        platform: build(&section).expect("a valid section"),
        powers: Ok(Powers {
            read_contents: true,
            write_pull_request_comment: true,
            manage_webhooks: true,
            ..Powers::default()
        }),
    }
}

impl Stage {
    /// Sends with the right token; `body` empty means none.
    fn send(&mut self, method: &str, target: &str, body: &str) -> Reply {
        let bearer = format!("Bearer {}", self.platform.login().token);
        self.send_with(method, target, body, &[("authorization", &bearer)])
    }

    fn send_with(
        &mut self,
        method: &str,
        target: &str,
        body: &str,
        headers: &[(&'static str, &str)],
    ) -> Reply {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, HeaderValue::from_str(value).expect("a header"));
        }
        if !body.is_empty() {
            let json = HeaderValue::from_static("application/json");
            map.entry("content-type").or_insert(json);
        }
        let request = Received {
            method: Method::from_bytes(method.as_bytes()).expect("a method"),
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            headers: map,
            body: body.as_bytes().to_vec(),
        };
        self.platform.receive(&request, &Fixed(&self.powers))
    }

    /// The JSON of a GET that must answer 200.
    fn get(&mut self, target: &str) -> Value {
        let reply = self.send("GET", target, "");
        assert_eq!(reply.status, 200, "{target}: {}", text(&reply));
        json(&reply)
    }

    /// The status of a request.
    fn status(&mut self, method: &str, target: &str, body: &str) -> u16 {
        self.send(method, target, body).status
    }
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).expect("text")
}

fn json(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).expect("json")
}
