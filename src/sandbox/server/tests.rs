//! Tests over a real loopback socket.

#![allow(clippy::unwrap_used)]

mod faults;
mod fleets;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use http::Method;

use super::*;
use crate::sandbox::face::{Neighbours, Received, Reply, Simulate};
use crate::sandbox::scenario;
use crate::sandbox::wire;

/// Stands in for the platform: `/powers` asks the neighbour, anything else answers JSON.
struct Platform;

impl Simulate for Platform {
    fn receive(&mut self, request: &Received, neighbours: &dyn Neighbours) -> Reply {
        match request.path.as_str() {
            "/powers" => {
                let asked = |key: &str| {
                    request
                        .query
                        .iter()
                        .find(|(name, _)| name == key)
                        .map(|(_, value)| value.clone())
                        .unwrap_or_default()
                };
                match neighbours.powers(&asked("type"), &asked("key"), &asked("namespace")) {
                    Ok(powers) => wire::own(200, &format!("{powers:?}")),
                    Err(text) => wire::own(422, &text),
                }
            }
            _ => wire::own(200, "a body that is long enough to be cut"),
        }
    }

    fn login(&self) -> Login {
        Login {
            token: "invented".to_owned(),
            namespace: String::new(),
        }
    }
}

fn platform(_: &serde_yaml::Value) -> Result<Box<dyn Simulate>, String> {
    Ok(Box::new(Platform))
}

/// The stand-in for the platform, and every source code manager.
fn services() -> Vec<(&'static str, Build)> {
    let scms = crate::scm::ALL
        .into_iter()
        .map(|scm| (scm.about().id, scm.simulate()));
    std::iter::once(("semgrep", platform as Build))
        .chain(scms)
        .collect()
}

fn scenario(yaml: &str) -> Scenario {
    scenario::load("./test.yaml", |_| Ok(format!("version: 1\n{yaml}\n"))).unwrap()
}

fn start(yaml: &str) -> Sandbox {
    Sandbox::start(&scenario(yaml), &services(), None).unwrap()
}

fn built_in(name: &str) -> Sandbox {
    let scenario = scenario::load(name, |_| unreachable!()).unwrap();
    Sandbox::start(&scenario, &services(), None).unwrap()
}

/// Sends one request and returns all bytes of the answer.
async fn send(sandbox: &Sandbox, method: &str, path: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(sandbox.house.address).await.unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A connection that is closed with unread bytes is reset; what came before counts.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

async fn get(sandbox: &Sandbox, path: &str) -> String {
    let token = sandbox.login("gitlab").unwrap().token;
    send(
        sandbox,
        "GET",
        path,
        &format!("PRIVATE-TOKEN: {token}\r\n"),
        "",
    )
    .await
}

fn status(answer: &str) -> Option<u16> {
    answer
        .strip_prefix("HTTP/1.1 ")?
        .split(' ')
        .next()?
        .parse()
        .ok()
}

#[tokio::test]
async fn each_service_answers_under_its_own_prefix() {
    let sandbox = start("");
    assert!(
        sandbox.url("gitlab").starts_with("http://127.0.0.1:")
            && sandbox.url("gitlab").ends_with("/gitlab")
    );
    assert!(
        get(&sandbox, "/gitlab/api/v4/user")
            .await
            .contains(r#""username":"ada""#)
    );
    assert_eq!(
        status(&get(&sandbox, "/semgrep/api/v1/ping").await),
        Some(200)
    );
    assert_eq!(sandbox.login("gitlab").unwrap().namespace, "acme");
    assert_eq!(sandbox.login("sourceforge"), None);
}

#[tokio::test]
async fn an_unknown_prefix_says_which_services_there_are() {
    let answer = get(&start(""), "/gitlob/api/v4/user").await;
    assert_eq!(status(&answer), Some(404));
    assert!(
        answer.contains("/semgrep, ") && answer.contains("/gitlab"),
        "{answer}"
    );
}

#[tokio::test]
async fn every_built_in_scenario_builds_and_hands_out_logins() {
    for (name, _) in scenario::builtin() {
        let sandbox = built_in(name);
        let login = sandbox.login("gitlab").unwrap();
        let namespace = if name == "one-project" {
            "acme/web/shop"
        } else {
            "acme"
        };
        assert_eq!(login.namespace, namespace, "{name}");
        assert_eq!(login.token.starts_with("glcbt-"), name == "wrong-kind");
    }
}

#[tokio::test]
async fn a_port_in_use_is_named_with_the_way_out() {
    let first = start("");
    let port = first.house.address.port();
    let error = Sandbox::start(&scenario(""), &services(), Some(port))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains(&format!("port {port}")) && error.contains("--port"),
        "{error}"
    );
}

#[tokio::test]
async fn a_dropped_sandbox_serves_no_more() {
    let sandbox = start("");
    let address = sandbox.house.address;
    let mut open = TcpStream::connect(address).await.unwrap();
    drop(sandbox);
    let refused = async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    let patience = Duration::from_secs(30);
    tokio::time::timeout(patience, refused).await.unwrap();
    let mut left = Vec::new();
    assert_eq!(open.read_to_end(&mut left).await.unwrap_or(0), 0);
}

#[tokio::test]
async fn the_log_has_paths_and_statuses_but_no_credential() {
    let sandbox = start("");
    get(
        &sandbox,
        "/gitlab/api/v4/projects/acme%2Fweb%2Fshop?private_token=canary&license=true",
    )
    .await;
    let seen = sandbox.requests();
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].service.as_str(), &seen[0].method, seen[0].status),
        ("gitlab", &Method::GET, Some(200))
    );
    assert_eq!(
        seen[0].path_and_query,
        "/api/v4/projects/acme%2Fweb%2Fshop?private_token=***&license=true"
    );
    assert!(!format!("{seen:?} {sandbox:?}").contains("glpat-"));
}

#[tokio::test]
async fn a_huge_body_is_refused() {
    let answer = send(
        &start(""),
        "POST",
        "/semgrep/x",
        "",
        &"x".repeat((1 << 20) + 1),
    )
    .await;
    assert_eq!(status(&answer), Some(413));
}

#[tokio::test]
async fn the_platform_reaches_the_source_code_manager_beside_it() {
    let sandbox = start("gitlab: { role: 30 }");
    let token = sandbox.login("gitlab").unwrap().token;
    let ask =
        |kind: &str, token: &str| format!("/semgrep/powers?type={kind}&key={token}&namespace=acme");
    let answer = get(&sandbox, &ask("SCM_TYPE_GITLAB", &token)).await;
    assert!(
        answer.contains("write_pull_request_comment: true")
            && answer.contains("manage_webhooks: false"),
        "{answer}"
    );
    assert!(
        get(&sandbox, &ask("SCM_TYPE_GITLAB", "glpat-other"))
            .await
            .contains("401 Unauthorized")
    );
    assert_eq!(
        status(&get(&sandbox, &ask("SCM_TYPE_OTHER", &token)).await),
        Some(422)
    );
}

#[tokio::test]
async fn a_redirect_leads_back_into_the_same_service() {
    let sandbox = start("");
    let answer = get(&sandbox, "/gitlab/api/v4/projects/acme%2Fshop").await;
    assert_eq!(status(&answer), Some(301));
    assert!(
        answer.contains(&format!(
            "location: {}/api/v4/projects/201",
            sandbox.url("gitlab")
        )),
        "{answer}"
    );
}

#[tokio::test]
async fn latency_holds_every_answer_back() {
    let sandbox = start("latency-ms: 60");
    let begun = std::time::Instant::now();
    get(&sandbox, "/gitlab/api/v4/user").await;
    assert!(begun.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn a_section_without_a_service_and_a_bad_section_are_refused_by_name() {
    let refused = |yaml: &str| {
        Sandbox::start(&scenario(yaml), &services(), None)
            .unwrap_err()
            .to_string()
    };
    assert!(refused("gitlob: {}").contains("`gitlob` is no service here: there are semgrep, "));
    assert!(refused("faults: [ { on: gitlob, match: '* *', answer: drop } ]").contains("`gitlob`"));
    let error = refused("gitlab: { token: { scops: [api] } }");
    assert!(
        error.contains("./test.yaml: gitlab: token: ") && error.contains("scops"),
        "{error}"
    );
}

#[test]
fn without_a_runtime_it_says_so() {
    assert!(matches!(
        Sandbox::start(&scenario(""), &services(), None),
        Err(Error::NoRuntime)
    ));
}
