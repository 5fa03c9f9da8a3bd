//! What a file in a checkout may say, key by key, and what it may not.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;

use super::World;
use super::stage::Stage;
use crate::settings::files;

/// The keys that a struct of the files takes, by its own words.
fn keys<T: for<'de> serde::Deserialize<'de> + std::fmt::Debug>() -> BTreeSet<String> {
    let error = serde_yaml::from_str::<T>("no-such-key-at-all: 1")
        .unwrap_err()
        .to_string();
    let listed = error.split_once("expected ").unwrap().1;
    let names = listed.split('`').skip(1).step_by(2);
    names.map(str::to_owned).collect()
}

/// How a checkout's file tries each key, and whether it may: the path of the key, and the YAML that sets it. `EVIL` is a
/// host that listens, `RUN` a command that leaves a file.
const TRIED: [(&str, &str, bool); 29] = [
    ("version", "version: 1", true),
    ("semgrep.url", "semgrep: { url: \"EVIL\" }", false),
    (
        "semgrep.deployment",
        "semgrep: { deployment: another }",
        false,
    ),
    (
        "semgrep.token.env",
        "semgrep: { token: { env: HOME } }",
        false,
    ),
    (
        "semgrep.token.file",
        "semgrep: { token: { file: /etc/passwd } }",
        false,
    ),
    (
        "semgrep.token.command",
        "semgrep: { token: { command: \"RUN\" } }",
        false,
    ),
    (
        "semgrep.token.keyring",
        "semgrep: { token: { keyring: true } }",
        false,
    ),
    (
        "connections.scm",
        "connections: [ { scm: gitlab, namespace: acme } ]",
        true,
    ),
    (
        "connections.namespace",
        "connections: [ { scm: gitlab, namespace: acme/web } ]",
        true,
    ),
    (
        "connections.phase",
        "connections: [ { scm: gitlab, namespace: acme, phase: steady } ]",
        true,
    ),
    (
        "connections.host",
        "connections: [ { scm: gitlab, namespace: acme, host: \"EVIL\" } ]",
        false,
    ),
    (
        "connections.token.env",
        "connections: [ { scm: gitlab, namespace: acme, token: { env: ASSISTANT_SEMGREP_TOKEN } } ]",
        false,
    ),
    (
        "connections.token.file",
        "connections: [ { scm: gitlab, namespace: acme, token: { file: /etc/passwd } } ]",
        false,
    ),
    (
        "connections.token.command",
        "connections: [ { scm: gitlab, namespace: acme, token: { command: \"RUN\" } } ]",
        false,
    ),
    (
        "connections.token.keyring",
        "connections: [ { scm: gitlab, namespace: acme, token: { keyring: true } } ]",
        false,
    ),
    (
        "connections.state",
        "connections: [ { scm: gitlab, namespace: acme, state: absent } ]",
        true,
    ),
    ("features", "features: { remediation: off }", true),
    ("policy.fail-on", "policy: { fail-on: not-met }", false),
    ("policy.warn-expiry", "policy: { warn-expiry: 0 }", false),
    ("policy.yes", "policy: { yes: true }", false),
    (
        "waivers.id",
        "waivers: [ { id: semgrep/core-deployment, reason: r, owner: o, until: 2999-01-01 } ]",
        true,
    ),
    (
        "waivers.target",
        "waivers: [ { id: semgrep/core-deployment, target: x, reason: r, owner: o, until: 2999-01-01 } ]",
        true,
    ),
    (
        "waivers.reason",
        "waivers: [ { id: semgrep/core-deployment, reason: r, owner: o, until: 2999-01-01 } ]",
        true,
    ),
    (
        "waivers.owner",
        "waivers: [ { id: semgrep/core-deployment, reason: r, owner: o, until: 2999-01-01 } ]",
        true,
    ),
    (
        "waivers.until",
        "waivers: [ { id: semgrep/core-deployment, reason: r, owner: o, until: 2999-01-01 } ]",
        true,
    ),
    (
        "consent.ai-code-sharing",
        "consent: { ai-code-sharing: true }",
        false,
    ),
    ("store", "store: file", false),
    // The user file's keys are none of a project file's.
    ("default-profile", "default-profile: acme", false),
    (
        "profiles",
        "profiles: { acme: { semgrep: { url: \"EVIL\" } } }",
        false,
    ),
];

/// The path of every key, made from the structs that read the files.
fn all_keys() -> BTreeSet<String> {
    let of_token: Vec<String> = keys::<files::TokenFrom>().into_iter().collect();
    let mut all = BTreeSet::new();
    for key in keys::<files::Document>()
        .into_iter()
        .chain(keys::<files::UserFile>())
    {
        let below = match key.as_str() {
            "semgrep" => keys::<files::Semgrep>(),
            "connections" => keys::<files::Connection>(),
            "policy" => keys::<files::Policy>(),
            "waivers" => keys::<files::Waiver>(),
            "consent" => keys::<files::Consent>(),
            _ => {
                all.insert(key);
                continue;
            }
        };
        for name in below {
            match name.as_str() {
                "token" => all.extend(of_token.iter().map(|one| format!("{key}.token.{one}"))),
                _ => {
                    all.insert(format!("{key}.{name}"));
                }
            }
        }
    }
    all
}

#[test]
fn every_key_of_the_files_is_tried() {
    let tried: BTreeSet<String> = TRIED.iter().map(|(key, _, _)| (*key).to_owned()).collect();
    assert_eq!(tried, all_keys());
}

#[test]
fn a_file_in_a_checkout_redirects_no_token_runs_nothing_and_consents_to_nothing() {
    let evil = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    evil.set_nonblocking(true).unwrap();
    let url = format!("http://{}", evil.local_addr().unwrap());
    let stage = Stage::of("ready");
    for (key, yaml, may) in TRIED {
        let home = tempfile::tempdir().unwrap();
        let mark = home.path().join("ran");
        let yaml = yaml
            .replace("EVIL", &url)
            .replace("RUN", &format!("touch {}; echo token", mark.display()));
        let text = match key {
            "version" => yaml,
            _ => format!("version: 1\n{yaml}\n"),
        };
        fs::write(home.path().join("assistant.yaml"), text).unwrap();
        for line in [
            "check-scopes",
            "check-scopes --scm gitlab",
            "status",
            "doctor",
            "connect-scm --scm gitlab --dry-run",
            "token list",
            "enable --scm gitlab --yes",
        ] {
            stage.twist(|_, _| {});
            let ran = World::of(&stage.env).at(home.path()).run(line);
            let place = format!("{key}: {line}: {}{}", ran.out, ran.err);
            assert!(evil.accept().is_err(), "asked another host: {place}");
            assert!(!mark.exists(), "ran a command: {place}");
            let wrote = stage.arrived().iter().any(|one| {
                one.line.contains(" PUT ")
                    || one.line.contains("/configs") && one.line.contains(" POST ")
            });
            assert!(!wrote, "changed something: {place}");
            if line.starts_with("enable") {
                assert_eq!(ran.code, 2, "{place}");
            }
            if line == "check-scopes" {
                // Left aside with a warning, or refused as a mistake.
                let told = ran.err.contains("left aside") || ran.code == 2;
                assert_eq!(told, !may, "{place}");
            }
        }
    }
}
