//! Certificate files that are none: told before anything is sent.

use std::fs;
use std::path::Path;

use super::authority::Authority;
use super::world::{World, text};
use crate::program::Run;

/// A folder with every wrong file, the words that name each, and a key's secret middle.
fn wrong(folder: &Path) -> (Vec<(&'static str, &'static str)>, String) {
    let authority = Authority::new();
    let key = authority.key_pem();
    let pem = authority.pem();
    let cut = pem.replace("-----END CERTIFICATE-----", "");
    let garbled = pem.replacen("MII", "M!!", 1);
    let empty_one = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (name, bytes) in [
        ("empty.pem", Vec::new()),
        ("blank.pem", b" \n\n".to_vec()),
        ("words.pem", b"see the wiki for the certificate\n".to_vec()),
        ("key.pem", key.clone().into_bytes()),
        ("der.pem", authority.der()),
        ("cut.pem", cut.into_bytes()),
        ("garbled.pem", garbled.into_bytes()),
        ("hollow.pem", empty_one.as_bytes().to_vec()),
        ("binary.pem", vec![0, 159, 146, 150]),
    ] {
        fs::write(folder.join(name), bytes).unwrap();
    }
    fs::create_dir(folder.join("folder.pem")).unwrap();
    let cases = vec![
        ("missing.pem", "can't read missing.pem"),
        ("folder.pem", "can't read folder.pem"),
        ("empty.pem", "empty.pem is empty"),
        ("blank.pem", "blank.pem is empty"),
        ("words.pem", "words.pem holds no PEM certificate"),
        ("key.pem", "key.pem holds a private key"),
        ("der.pem", "der.pem is a certificate in DER"),
        ("cut.pem", "cut.pem is damaged"),
        ("garbled.pem", "garbled.pem is damaged"),
        (
            "hollow.pem",
            "hollow.pem holds no certificate that can be used",
        ),
        ("binary.pem", "binary.pem holds no PEM certificate"),
    ];
    (cases, key.lines().nth(1).unwrap().to_owned())
}

#[test]
fn a_file_that_is_no_certificate_is_named_before_anything_is_sent() {
    let world = World::start("ready");
    let home = tempfile::tempdir().unwrap();
    let (cases, secret) = wrong(home.path());
    let (port, heard) = world.canned("HTTP/1.1 200 OK\r\n\r\n".to_owned());
    let base = format!("http://127.0.0.1:{port}");
    for (file, words) in cases {
        for variable in [false, true] {
            let mut command = world.program(home.path(), &base, &base);
            match variable {
                true => command.env("SSL_CERT_FILE", file),
                false => command.args(["--ca-cert", file]),
            };
            let run: Run = command.output().unwrap().into();
            assert_eq!(run.code, 2, "{file}: {}{}", run.out, run.err);
            assert!(run.err.contains(words), "{file}: {}", run.err);
            let name = if variable {
                "SSL_CERT_FILE: "
            } else {
                "--ca-cert: "
            };
            assert!(run.err.contains(name), "{file}: {}", run.err);
            assert!(!run.err.contains(&secret), "{}", run.err);
        }
    }
    assert_eq!(text(&heard), "");
}

#[test]
fn everything_wrong_with_the_way_out_is_named_at_once_and_as_json() {
    let world = World::start("ready");
    let home = tempfile::tempdir().unwrap();
    let base = format!("http://127.0.0.1:{}", world.port);
    let mut command = world.program(home.path(), &base, &base);
    command.args(["--ca-cert", "a.pem", "--format", "json"]);
    command
        .env("SSL_CERT_FILE", "b.pem")
        .env("HTTPS_PROXY", "::");
    let run: Run = command.output().unwrap().into();
    assert_eq!(run.code, 2);
    let message = run.json()["error"]["message"].as_str().unwrap().to_owned();
    for part in ["a.pem", "b.pem", "HTTPS_PROXY"] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn the_sandbox_leaves_the_user_s_certificates_and_proxies_alone() {
    let home = tempfile::tempdir().unwrap();
    let mut command = crate::program::program(home.path());
    command.args(["--sandbox", "check-scopes", "--scm", "gitlab"]);
    command
        .env("SSL_CERT_FILE", "b.pem")
        .env("HTTPS_PROXY", "::");
    let run: Run = command.output().unwrap().into();
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn a_bundle_with_odd_parts_serves_with_the_others() {
    let world = World::start("ready");
    let authority = Authority::new();
    let home = tempfile::tempdir().unwrap();
    let bundle = format!(
        "a comment\n{}\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n{}",
        Authority::new().pem(),
        authority.pem().replace('\n', "\r\n"),
    );
    fs::write(home.path().join("ca.pem"), bundle).unwrap();
    let (port, _) = world.tls(authority.sign(&["localhost"]).serves(), world.port);
    let base = format!("https://localhost:{port}");
    for variable in [false, true] {
        let mut command = world.program(home.path(), &base, &base);
        match variable {
            true => command.env("SSL_CERT_FILE", "ca.pem"),
            false => command.args(["--ca-cert", "ca.pem"]),
        };
        let run: Run = command.output().unwrap().into();
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    }
}
