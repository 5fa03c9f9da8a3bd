//! Whom the program trusts, and how it says whom not.

use std::process::Command;
use std::sync::Arc;

use rustls::ServerConfig;

use super::authority::{Authority, Identity};
use super::world::{World, text};
use crate::program::Run;

fn done(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

/// Every verdict of a run, with its id.
fn verdicts(run: &Run) -> Vec<(String, String)> {
    let json = run.json();
    let lists = [
        &json["platform"]["findings"],
        &json["connections"][0]["findings"],
    ];
    let all = lists.into_iter().flat_map(|list| list.as_array().unwrap());
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    all.map(|one| (word(&one["id"]), word(&one["verdict"])))
        .collect()
}

#[test]
fn a_whole_check_runs_over_tls_as_it_does_without() {
    let world = World::start("ready");
    let authority = Authority::new();
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("ca.pem"), authority.pem()).unwrap();
    let plain = format!("http://127.0.0.1:{}", world.port);
    let plain = done(
        world
            .program(home.path(), &plain, &plain)
            .args(["--format", "json"]),
    );
    assert_eq!(plain.code, 0, "{}", plain.out);
    for (flag, variable) in [(Some("--ca-cert=ca.pem"), None), (None, Some("ca.pem"))] {
        let config = authority.sign(&["localhost", "127.0.0.1"]).serves();
        let (port, heard) = world.tls(config, world.port);
        for host in ["localhost", "127.0.0.1"] {
            let base = format!("https://{host}:{port}");
            let mut command = world.program(home.path(), &base, &base);
            command.args(["--format", "json"]).args(flag);
            command.envs(variable.map(|file| ("SSL_CERT_FILE", file)));
            let run = done(&mut command);
            assert_eq!(run.code, 0, "{flag:?} {host}: {}", run.out);
            assert_eq!(verdicts(&run), verdicts(&plain));
        }
        for service in ["semgrep", "gitlab"] {
            assert!(text(&heard).contains(world.token(service)), "{service}");
        }
    }
}

/// Runs a check against a server with this certificate, and says what it must have come to.
fn refuses(config: Arc<ServerConfig>, authority: &Authority, flags: &[&str], words: &[&str]) {
    let world = World::start("ready");
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("ca.pem"), authority.pem()).unwrap();
    let (port, heard) = world.tls(config, world.port);
    let base = format!("https://localhost:{port}");
    let run = |more: &[&str]| {
        let mut command = world.program(home.path(), &base, &base);
        done(command.args(flags).args(more))
    };
    let json = run(&["--format", "json"]);
    assert_eq!(json.code, 5, "{}{}", json.out, json.err);
    for id in ["semgrep/host", "gitlab/token"] {
        let finding = json.finding(id);
        assert_eq!(finding["verdict"], "cannot-tell", "{finding}");
        assert_eq!(finding["cause"], "tls", "{finding}");
        let told = finding["evidence"].to_string();
        for part in words {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(told.contains(&format!("localhost:{port}")), "{told}");
    }
    let table = run(&["-vv", "--full"]);
    for text in [&json.out, &table.out, &table.err] {
        let blames = text.contains("new token") || text.contains("token is not accepted");
        assert!(!blames, "{text}");
    }
    // The table breaks lines where it must.
    let told = table.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        table.err.contains(words[0]) || told.contains(words[0]),
        "{told}"
    );
    assert_eq!(text(&heard), "", "nothing is sent to whom is not trusted");
}

#[test]
fn an_unknown_issuer_is_named_with_the_flag_that_helps() {
    let (own, other) = (Authority::new(), Authority::new());
    let config = other.sign(&["localhost"]).serves();
    let words = ["unknown issuer", "--ca-cert FILE"];
    refuses(config, &own, &["--ca-cert", "ca.pem"], &words);
}

#[test]
fn an_authority_that_was_made_anew_is_told_apart() {
    let (old, new) = (Authority::named("Acme"), Authority::named("Acme"));
    let config = new.sign(&["localhost"]).serves();
    let words = ["signed with another key", "current certificate"];
    refuses(config, &old, &["--ca-cert", "ca.pem"], &words);
}

#[test]
fn without_a_flag_only_the_system_s_authorities_count() {
    let own = Authority::new();
    let config = own.sign(&["localhost"]).serves();
    refuses(config, &own, &[], &["unknown issuer", "--ca-cert FILE"]);
}

#[test]
fn a_certificate_for_another_host_is_named() {
    let own = Authority::new();
    let config = own.sign(&["gitlab.acme.example", "127.0.0.1"]).serves();
    let words = [
        "is for another host",
        "gitlab.acme.example",
        "check the URL",
    ];
    refuses(config, &own, &["--ca-cert", "ca.pem"], &words);
}

#[test]
fn an_expired_certificate_is_named_with_its_day() {
    let own = Authority::new();
    let config = own.sign_between(&["localhost"], (2020, 1, 1), (2021, 2, 3));
    let words = ["has expired on 2021-02-03", "renew it", "clock"];
    refuses(config.serves(), &own, &["--ca-cert", "ca.pem"], &words);
}

#[test]
fn a_certificate_of_the_future_is_named_with_its_day() {
    let own = Authority::new();
    let config = own.sign_between(&["localhost"], (2098, 4, 5), (2099, 1, 1));
    let words = ["is not valid before 2098-04-05", "clock"];
    refuses(config.serves(), &own, &["--ca-cert", "ca.pem"], &words);
}

#[test]
fn a_certificate_that_nobody_else_signed_is_of_an_unknown_issuer() {
    let (identity, _) = Identity::self_signed(&["localhost"]);
    refuses(
        identity.serves(),
        &Authority::new(),
        &[],
        &["unknown issuer"],
    );
}

#[test]
fn a_server_that_wants_a_client_certificate_is_told_apart() {
    let own = Authority::new();
    let config = own.guarded(own.sign(&["localhost"]));
    let words = ["wants a client certificate"];
    refuses(config, &own, &["--ca-cert", "ca.pem"], &words);
}

#[test]
fn a_self_signed_server_is_trusted_once_its_own_certificate_is_named() {
    let world = World::start("ready");
    let home = tempfile::tempdir().unwrap();
    let (identity, pem) = Identity::self_signed(&["localhost"]);
    std::fs::write(home.path().join("own.pem"), pem).unwrap();
    let (port, _) = world.tls(identity.serves(), world.port);
    let base = format!("https://localhost:{port}");
    let mut command = world.program(home.path(), &base, &base);
    let run = done(command.args(["--ca-cert", "own.pem"]));
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn a_server_that_speaks_no_tls_is_named() {
    let world = World::start("ready");
    let home = tempfile::tempdir().unwrap();
    let refusal = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n".to_owned();
    let (port, heard) = world.canned(refusal);
    let base = format!("https://localhost:{port}");
    let run = done(
        world
            .program(home.path(), &base, &base)
            .args(["--format", "json"]),
    );
    for id in ["semgrep/host", "gitlab/token"] {
        let finding = run.finding(id);
        assert_eq!(finding["cause"], "tls", "{finding}");
        let told = finding["evidence"].to_string();
        assert!(told.contains("does not answer in TLS"), "{told}");
    }
    assert!(!heard.lock().unwrap().is_empty());
    for service in ["semgrep", "gitlab"] {
        assert!(!text(&heard).contains(world.token(service)), "{service}");
    }
}

#[test]
fn one_side_s_trouble_is_not_the_other_s() {
    let world = World::start("ready");
    let own = Authority::new();
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("ca.pem"), own.pem()).unwrap();
    let expired = own.sign_between(&["localhost"], (2020, 1, 1), (2021, 1, 1));
    let (good, _) = world.tls(own.sign(&["localhost"]).serves(), world.port);
    let (bad, _) = world.tls(expired.serves(), world.port);
    let (good, bad) = (
        format!("https://localhost:{good}"),
        format!("https://localhost:{bad}"),
    );
    let mut command = world.program(home.path(), &good, &bad);
    let run = done(command.args(["--ca-cert", "ca.pem", "--format", "json"]));
    assert_eq!(run.code, 5, "{}", run.out);
    assert_eq!(run.verdict("semgrep/token"), "met");
    assert_eq!(run.finding("gitlab/token")["cause"], "tls");
}

#[test]
fn a_redirect_from_https_takes_no_token_anywhere() {
    let world = World::start("ready");
    let own = Authority::new();
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("ca.pem"), own.pem()).unwrap();
    let (plain, at_plain) = world.canned("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_owned());
    let (other, at_other) = world.tls(own.sign(&["localhost"]).serves(), plain);
    for to in [
        format!("http://127.0.0.1:{plain}/"),
        format!("https://localhost:{other}/"),
    ] {
        let answer = format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n");
        let (from, at_from) = world.canned(answer);
        let (port, _) = world.tls(own.sign(&["localhost"]).serves(), from);
        let base = format!("https://localhost:{port}");
        let mut command = world.program(home.path(), &base, &base);
        let run = done(command.args(["--ca-cert", "ca.pem", "--format", "json"]));
        assert!(text(&at_from).contains(world.token("gitlab")));
        assert_eq!(run.verdict("gitlab/token"), "cannot-tell", "{to}");
        assert!(!run.out.contains("new token"), "{}", run.out);
    }
    assert_eq!(
        (text(&at_plain), text(&at_other)),
        (String::new(), String::new())
    );
}
