//! The way to the hosts: what is sent there, and what comes of it.

use std::fs;
use std::net::TcpListener;

use super::{CLOSED, Listener, NO_CONTENT, doctor, ended, is, row, told};
use crate::program::{line, program, session};

const CANARY: &str = "glpat-canary7f3acanary7f3a";

#[test]
fn a_platform_that_is_no_url_is_told_and_the_others_are_asked() {
    let home = tempfile::tempdir().unwrap();
    let host = Listener::start(NO_CONTENT);
    let url = format!("http://{}", host.host);
    let run = ended(&mut doctor(home.path(), "http://far.example", &url));
    is(&run, "local/config", "not-met", "none");
    assert!(told(&run, "local/config").contains("far.example"));
    assert_eq!(host.heads().len(), 1);
}

#[test]
fn no_credential_is_sent_and_only_its_source_is_shown() {
    let home = tempfile::tempdir().unwrap();
    let host = Listener::start(NO_CONTENT);
    let url = format!("http://{}", host.host);
    fs::write(home.path().join("token"), CANARY).unwrap();
    for format in ["json", "table"] {
        let mut command = doctor(home.path(), &url, &url);
        let run = ended(
            command
                .env("ASSISTANT_GITLAB_TOKEN", CANARY)
                .env("ASSISTANT_GITLAB_NAMESPACE", "acme")
                .args(["--semgrep-token-file", "token", "-vv", "--format", format]),
        );
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("ASSISTANT_GITLAB_TOKEN"), "{}", run.out);
        assert!(run.out.contains("file token"), "{}", run.out);
        assert!(!run.out.contains("canary7f3a") && !run.err.contains("canary7f3a"));
    }
    let heads = host.heads();
    assert_eq!(heads.len(), 2);
    for head in heads {
        assert!(head.starts_with("HEAD / HTTP/1.1\r\n"), "{head}");
        let head = head.to_lowercase();
        for part in ["canary", "authorization", "token", "cookie"] {
            assert!(!head.contains(part), "{part}: {head}");
        }
    }
}

#[test]
fn the_hosts_of_configured_connections_are_looked_at_and_no_others() {
    let home = tempfile::tempdir().unwrap();
    let text = "version: 1\nsemgrep: { url: 'https://127.0.0.1:2' }\nconnections:\n  - { scm: gitlab, host: 'https://127.0.0.1:3', namespace: acme }\n";
    fs::write(home.path().join("own.yaml"), text).unwrap();
    let args = ["doctor", "--config", "own.yaml", "--format", "json"];
    let run = ended(program(home.path()).args(args));
    let json = run.json();
    let rows = json.pointer("/local/findings").unwrap().as_array().unwrap();
    let of_tls = rows.iter().filter(|row| row["id"] == "local/tls");
    let hosts: Vec<&str> = of_tls.map(|row| row["host"].as_str().unwrap()).collect();
    assert_eq!(hosts, ["127.0.0.1:2", "127.0.0.1:3"]);
}

#[test]
fn a_closed_port_leaves_tls_open() {
    let home = tempfile::tempdir().unwrap();
    let run = ended(&mut doctor(home.path(), CLOSED, CLOSED));
    assert_eq!(run.code, 0, "{}", run.err);
    is(&run, "local/tls", "cannot-tell", "network");
    is(&run, "local/clock", "cannot-tell", "not-asked");
    is(&run, "local/dns", "cannot-tell", "not-asked");
}

#[test]
fn a_port_that_does_not_speak_tls_is_not_met() {
    let home = tempfile::tempdir().unwrap();
    let plain = Listener::start("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
    let url = format!("https://{}", plain.host);
    let run = ended(&mut doctor(home.path(), &url, &url));
    is(&run, "local/tls", "not-met", "none");
    let fix = row(&run, "local/tls", None)["fix"]["text"].to_string();
    assert!(fix.contains("something else than TLS"), "{fix}");
}

#[test]
fn a_certificate_file_that_is_not_there_is_told() {
    let home = tempfile::tempdir().unwrap();
    let mut command = doctor(home.path(), CLOSED, CLOSED);
    let run = ended(command.env("SSL_CERT_FILE", "nowhere.pem"));
    is(&run, "local/tls", "not-met", "none");
    assert!(told(&run, "local/tls").contains("nowhere.pem"));
}

#[test]
fn a_proxy_s_password_is_not_shown_and_its_refusal_is_told() {
    let home = tempfile::tempdir().unwrap();
    let proxy = Listener::start("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
    for format in ["json", "table"] {
        let mut command = doctor(home.path(), "https://a.example", CLOSED);
        let run = ended(
            command
                .env("HTTPS_PROXY", format!("http://me:canary@{}", proxy.host))
                .env("NO_PROXY", "127.0.0.1")
                .args(["-vv", "--format", format]),
        );
        assert!(
            !run.out.contains("canary") && !run.err.contains("canary"),
            "{}",
            run.out
        );
        assert!(run.out.contains(&proxy.host), "{}", run.out);
        if format == "json" {
            is(&run, "local/proxy", "not-met", "none");
            let told = told(&run, "local/proxy");
            assert!(
                told.contains("through a proxy: a.example; straight: 127.0.0.1:1"),
                "{told}"
            );
            is(&run, "local/dns", "cannot-tell", "not-asked");
            is(&run, "local/tls", "cannot-tell", "blocked-by:local/proxy");
            let straight = row(&run, "local/tls", Some("127.0.0.1:1"));
            assert_eq!(straight["cause"], "network");
        }
    }
    assert!(
        proxy
            .heads()
            .iter()
            .all(|head| head.starts_with("CONNECT a.example:443 "))
    );
}

#[test]
fn a_variable_that_names_no_proxy_is_not_met() {
    let home = tempfile::tempdir().unwrap();
    let mut command = doctor(home.path(), CLOSED, CLOSED);
    let run = ended(command.env("HTTPS_PROXY", "ftp://me:canary@proxy.example"));
    is(&run, "local/proxy", "not-met", "none");
    assert!(!run.out.contains("canary"), "{}", run.out);
}

#[test]
fn a_host_that_never_answers_ends_with_the_deadline() {
    let home = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let mut command = doctor(home.path(), &url, &url);
    command.args(["--deadline", "1"]);
    let run = ended(&mut command);
    is(&run, "local/tls", "cannot-tell", "deadline");
}

#[test]
fn explaining_lists_the_one_request() {
    let run = line("doctor --explain");
    assert!(run.out.contains("HEAD / (reads)"), "{}", run.out);
    assert!(run.out.contains("without any token"), "{}", run.out);
    let json = line("doctor --explain --format json").json();
    let listed = json["explained"].as_array().unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["authenticated"], false);
}

#[test]
fn everything_sent_is_an_instance_of_that_request() {
    let run = session("ready", "$ASSISTANT doctor -v > /dev/null");
    let sent: Vec<&str> = run
        .err
        .lines()
        .filter(|line| line.contains(" http://127.0.0.1:"))
        .collect();
    assert_eq!(sent.len(), 1, "{}", run.err);
    assert!(sent[0].starts_with("HEAD http://127.0.0.1:"), "{}", sent[0]);
}

#[test]
fn a_name_that_does_not_resolve_is_told_once() {
    let home = tempfile::tempdir().unwrap();
    // No part of a name may be that long (RFC 1035, 2.3.4), so no resolver needs to be asked.
    let url = format!("https://{}.example", "a".repeat(70));
    let run = ended(&mut doctor(home.path(), &url, &url));
    assert_eq!(run.code, 0, "{}", run.err);
    is(&run, "local/dns", "not-met", "none");
    is(&run, "local/tls", "cannot-tell", "blocked-by:local/dns");
}
