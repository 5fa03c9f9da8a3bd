//! Where a credential may go, and where it never goes.

use std::process::Command;

use super::*;

fn token(text: &str) -> [(&'static str, Secret); 1] {
    [("private-token", Secret::new(text.to_owned()))]
}

#[tokio::test]
async fn the_credential_goes_to_the_server_it_is_for() {
    let server = Server::always(json("{}")).await;
    let credentials = token(CANARY);
    let mut wire = wire("GET", &server.url, "/thing");
    wire.credentials = &credentials;
    http().send(wire).await.unwrap();
    assert_eq!(server.received()[0].headers["private-token"], CANARY);
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    let other = Server::always(json("{}")).await;
    for status in [300, 301, 302, 303, 305, 307, 308] {
        for to in [other.at("stolen"), other.url.clone()] {
            let to = format!("location: {to}\r\n");
            let server = Server::always(reply(status, &to, "")).await;
            for method in ["GET", "HEAD", "POST"] {
                let credentials = token(CANARY);
                let mut wire = wire(method, &server.url, "/thing");
                wire.credentials = &credentials;
                assert_eq!(http().send(wire).await.unwrap().status, status);
            }
            assert_eq!(server.count(), 3);
        }
        let server = Server::always(reply(status, "location: /elsewhere\r\n", "")).await;
        get(&http(), &server).await.unwrap();
        assert_eq!(server.paths(), ["/thing"], "not on its own server either");
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn nothing_is_sent_over_plain_http_to_another_machine() {
    for base in [
        "http://assistant.invalid",
        "http://assistant.invalid:80/api",
        "http://localhost.evil.invalid",
        "http://127.0.0.1.nip.invalid",
        "http://127.0.0.1@assistant.invalid",
        "http://0.0.0.0",
        "http://[::ffff:127.0.0.1]",
        "ws://127.0.0.1",
    ] {
        let base = Url::parse(base).unwrap();
        for credentials in [&[][..], &token(CANARY)[..]] {
            let http = http();
            let mut wire = wire("GET", &base, "/thing");
            wire.credentials = credentials;
            let failure = http.send(wire).await.unwrap_err();
            assert_eq!(failure.cause, Cause::NotAsked, "{base}");
            assert_eq!(http.ledger.count(), 0, "{base}");
        }
    }
}

#[test]
fn only_https_and_this_machine_may_get_tokens() {
    let may = |url: &str| may_carry_tokens(&Url::parse(url).unwrap());
    for url in [
        "https://gitlab.com",
        "https://127.0.0.1.nip.io",
        "http://localhost",
        "http://LOCALHOST:8080/api",
        "http://127.0.0.1",
        "http://127.1.2.3:1",
        "http://127.1",
        "http://2130706433",
        "http://[::1]:3000",
    ] {
        assert!(may(url), "{url}");
    }
    for url in [
        "http://gitlab.com",
        "http://127.0.0.1.nip.io",
        "http://localhost.evil.example",
        "http://evil.example/localhost",
        "http://localhost@evil.example",
        "http://localhost.",
        "http://10.0.0.1",
        "http://128.0.0.1",
        "http://0",
        "http://[::]",
        "ftp://localhost",
        "file:///etc/hosts",
        "data:text/plain,a",
    ] {
        assert!(!may(url), "{url}");
    }
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_neither_sent_nor_shown() {
    let server = Server::always(json("{}")).await;
    for bad in ["\n", "\r\nx-evil: 1", "\0", "é", "\u{7f}"] {
        let http = http();
        let credentials = token(&format!("{CANARY}{bad}"));
        let mut wire = wire("GET", &server.url, "/thing");
        wire.credentials = &credentials;
        let failure = http.send(wire).await.unwrap_err();
        assert_eq!(failure.cause, Cause::TokenInvalid, "{bad:?}");
        assert!(!format!("{failure:?}").contains("canary"), "{failure:?}");
        assert_eq!(http.ledger.count(), 0);
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn the_ledger_and_failures_never_show_the_credential_or_the_body() {
    for act in [json("{}"), Act::Reset(Vec::new()), reply(400, "", CANARY)] {
        let server = Server::always(act).await;
        let (http, credentials) = (http(), token(CANARY));
        let told = watched(&http);
        let mut wire = wire("POST", &server.url, "/thing");
        wire.credentials = &credentials;
        wire.body = Some(Zeroizing::new(CANARY.as_bytes().to_vec()));
        let result = http.send(wire).await;
        assert_eq!(server.received()[0].body, CANARY);
        let shown = format!("{:?} {result:?}", told.lock().unwrap());
        assert!(!shown.contains("canary"), "{shown}");
    }
}

#[test]
fn a_base_may_carry_a_path() {
    let joined = |base: &str| {
        let base = Url::parse(base).unwrap();
        join(&base, "/api/v4/user?a=b%2F").unwrap().to_string()
    };
    for (base, whole) in [
        ("https://a.example", "https://a.example/api/v4/user?a=b%2F"),
        ("https://a.example/", "https://a.example/api/v4/user?a=b%2F"),
        (
            "https://a.example/git",
            "https://a.example/git/api/v4/user?a=b%2F",
        ),
        (
            "https://a.example/git/",
            "https://a.example/git/api/v4/user?a=b%2F",
        ),
        (
            "https://a.example:444/x/y//",
            "https://a.example:444/x/y/api/v4/user?a=b%2F",
        ),
        (
            "https://a.example/git?x=1",
            "https://a.example/git/api/v4/user?a=b%2F",
        ),
        (
            "https://a.example/#top",
            "https://a.example/api/v4/user?a=b%2F",
        ),
    ] {
        assert_eq!(joined(base), whole, "{base}");
    }
}

#[test]
fn a_path_that_leads_elsewhere_is_refused() {
    let base = Url::parse("https://a.example/git/").unwrap();
    for path in [
        "",
        "user",
        "@evil.example/",
        ".evil.example/",
        ":444/",
        "?q=1",
        "/..",
        "/../admin",
        "/groups/../admin",
        "/groups/%2e%2E/admin",
        "/groups/.",
        "/a\\..\\b",
        "/a\nb",
    ] {
        assert!(join(&base, path).is_err(), "{path:?}");
    }
    let named = Url::parse("https://ada:secret@a.example/").unwrap();
    assert!(join(&named, "/user").is_err(), "a base with a user name");
}

#[tokio::test(start_paused = true)]
async fn a_refused_connection_is_a_failure_of_the_network() {
    let gone = Server::always(json("{}")).await.url.clone();
    let http = http();
    for scheme in ["http", "https"] {
        let base = gone.as_str().replacen("http", scheme, 1);
        let base = Url::parse(&base).unwrap();
        let failure = http.send(wire("GET", &base, "/thing")).await.unwrap_err();
        assert_eq!(failure.cause, Cause::Network, "{failure:?}");
    }
}

#[tokio::test]
async fn a_missing_or_broken_certificate_file_fails_before_anything_is_sent() {
    let server = Server::always(json("{}")).await;
    let http = Http::new(Options {
        ca_cert: Some("no/such/file.pem".into()),
        most_requests: None,
        ..Options::default()
    });
    let failure = get(&http, &server).await.unwrap_err();
    assert_eq!(failure.cause, Cause::Tls);
    assert!(failure.detail.contains("no/such/file.pem"), "{failure:?}");
    assert_eq!(server.connections(), 0);
}

/// Where the inner half of the test below sends its request.
const TARGET: &str = "ASSISTANT_TEST_LOOPBACK";

#[tokio::test]
async fn plain_http_to_this_machine_never_passes_a_proxy() {
    let server = Server::always(json("{}")).await;
    let proxy = Server::always(json("{}")).await;
    // A process of its own, because the environment belongs to all tests of this one.
    let mut inner = Command::new(std::env::current_exe().unwrap());
    inner.args(["--ignored", "--exact", inner_name()]);
    for name in ["http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"] {
        inner.env(name, proxy.url.as_str());
    }
    inner.env(TARGET, server.url.as_str());
    inner.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = tokio::task::spawn_blocking(move || inner.output());
    let output = output.await.unwrap().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(server.count(), 1);
    assert_eq!(server.received()[0].headers["private-token"], CANARY);
    assert_eq!(proxy.connections(), 0);
}

fn inner_name() -> &'static str {
    let name = concat!(module_path!(), "::sends_one_request");
    name.split_once("::").map_or(name, |(_, name)| name)
}

#[tokio::test]
#[ignore = "only run by the test above"]
async fn sends_one_request() {
    let Ok(base) = std::env::var(TARGET) else {
        return;
    };
    let base = Url::parse(&base).unwrap();
    let credentials = token(CANARY);
    let mut wire = wire("GET", &base, "/thing");
    wire.credentials = &credentials;
    http().send(wire).await.unwrap();
}
