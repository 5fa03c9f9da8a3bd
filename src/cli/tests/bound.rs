//! A token goes to the host that it belongs to, and to no other.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::World;
use super::stage::Stage;
use crate::scm;
use crate::secret::Secret;
use crate::vault::{InMemory, Key, Store};

/// Another host, which writes down everything it is sent and refuses it.
struct Elsewhere {
    port: u16,
    heard: Arc<Mutex<String>>,
}

impl Elsewhere {
    fn listen() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard: Arc<Mutex<String>> = Arc::default();
        let kept = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                // In however many parts it comes; a body is sent by nobody who was refused.
                let (mut head, mut bytes) = (Vec::new(), [0; 16 * 1024]);
                while !head.windows(4).any(|four| four == b"\r\n\r\n") {
                    match stream.read(&mut bytes) {
                        Ok(count @ 1..) => head.extend_from_slice(&bytes[..count]),
                        _ => break,
                    }
                }
                kept.lock()
                    .unwrap()
                    .push_str(&String::from_utf8_lossy(&head));
                let _ = stream.write_all(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
            }
        });
        Elsewhere { port, heard }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/gitlab", self.port)
    }

    fn heard(&self) -> String {
        self.heard.lock().unwrap().clone()
    }
}

const TOKEN: &str = "glpat-bound-to-one-host-0";

const OTHER: &str = "glpat-of-the-other-host-1";

fn host(url: &str) -> String {
    let url = url::Url::parse(url).unwrap();
    scm::by_id("gitlab").unwrap().host(&url)
}

/// Where the token of the first connection comes from: what its entry in the file says, further flags, and what the run
/// is given.
type Source = (&'static str, String, fn(&mut World));

fn sources(folder: &Path) -> Vec<Source> {
    let file = folder.join("token");
    fs::write(&file, TOKEN).unwrap();
    let shown = file.display();
    vec![
        ("", String::new(), |world| {
            world
                .env
                .insert("ASSISTANT_GITLAB_TOKEN".to_owned(), TOKEN.to_owned());
        }),
        ("", String::new(), |world| {
            world
                .env
                .insert("GITLAB_TOKEN".to_owned(), TOKEN.to_owned());
        }),
        (", token: { env: OWN }", String::new(), |world| {
            world.env.insert("OWN".to_owned(), TOKEN.to_owned());
        }),
        (", token: { file: token }", String::new(), |_| {}),
        (", token: { command: \"cat token\" }", String::new(), |_| {}),
        (", token: { keyring: true }", String::new(), keep),
        ("", String::new(), keep),
        ("", format!("--namespace acme --token-file {shown}"), |_| {}),
        (
            "",
            format!("--namespace acme --token-command cat<{shown}"),
            |_| {},
        ),
        ("", "--namespace acme --token-stdin".to_owned(), |world| {
            world.stdin = Some(Box::new(TOKEN.as_bytes()));
        }),
    ]
}

fn keep(world: &mut World) {
    let store = InMemory::new();
    let host = host(&world.env["ASSISTANT_GITLAB_URL"]);
    let key = Key::new("gitlab", &host, "acme");
    store.set(&key, &Secret::new(TOKEN.to_owned())).unwrap();
    world.store = Some(Box::new(store));
}

#[test]
fn a_token_goes_to_no_host_it_is_not_bound_to() {
    let home = tempfile::tempdir().unwrap();
    let elsewhere = Elsewhere::listen();
    let stage = Stage::of(&format!(
        "version: 1\ngitlab: {{ token: {{ value: {TOKEN} }} }}\n"
    ));
    let token = home.path().join("token");
    for (own, flags, prepare) in sources(home.path()) {
        // Relative paths are the process's, not the test's.
        let own = own.replace("file: token", &format!("file: \"{}\"", token.display()));
        let own = own.replace("cat token", &format!("cat {}", token.display()));
        for theirs in ["", ", token: { env: THEIRS }"] {
            let text = format!(
                "version: 1\nconnections:\n  - {{ scm: gitlab, namespace: acme{own} }}\n  - {{ scm: gitlab, namespace: acme, host: \"{}\"{theirs} }}\n",
                elsewhere.url()
            );
            let named = home.path().join("named.yaml");
            fs::write(&named, text).unwrap();
            let mut world = World::of(&stage.env);
            world
                .env
                .retain(|name, _| !name.starts_with("ASSISTANT_GITLAB_T"));
            world.env.insert("THEIRS".to_owned(), OTHER.to_owned());
            prepare(&mut world);
            stage.twist(|_, _| {});
            // A token flag needs it; and without it a connection that lacks a token does not stop the run.
            let chosen = if flags.is_empty() { "" } else { "--scm gitlab" };
            let line = format!(
                "check-scopes {chosen} --deadline 60 --config {} {flags} --format json",
                named.display()
            );
            let ran = world.run(&line);
            let place = format!("{own}{theirs} {flags}: {}{}", ran.out, ran.err);
            assert!(!elsewhere.heard().contains(TOKEN), "{place}");
            let arrived = stage.arrived();
            assert!(
                !arrived.iter().any(|one| one.sent.contains(OTHER)),
                "{place}"
            );
            // What can't be sent elsewhere must not be lost here, or nothing was shown.
            let conventional = own.is_empty()
                && flags.is_empty()
                && !arrived.iter().any(|one| one.sent.contains(TOKEN));
            assert!(
                conventional || arrived.iter().any(|one| one.sent.contains(TOKEN)),
                "{place}"
            );
        }
    }
    assert!(
        elsewhere.heard().contains(OTHER),
        "the other host was asked with its own"
    );
}

#[test]
fn each_service_gets_its_own_token_only() {
    let stage = Stage::of("ready");
    let token = |name: &str| stage.env[name].clone();
    // The platform first, then the source code managers in their order.
    let mut tokens = vec![token("ASSISTANT_SEMGREP_TOKEN")];
    tokens.extend(scm::ALL.map(|scm| token(scm.about().token_variables[0])));
    for line in [
        "check-scopes",
        "status",
        "check-scopes --no-write-probes --full",
        "enable --dry-run",
    ] {
        stage.twist(|_, _| {});
        World::of(&stage.env).run(line);
        let arrived = stage.arrived();
        let services: BTreeMap<usize, usize> =
            arrived.iter().fold(BTreeMap::new(), |mut all, one| {
                *all.entry(one.service).or_default() += 1;
                all
            });
        assert_eq!(services.len(), 5, "{line}: all were asked");
        for one in &arrived {
            for (service, token) in tokens.iter().enumerate() {
                assert!(
                    service == one.service || !one.sent.contains(token),
                    "{line}: {}",
                    one.line
                );
            }
        }
    }
}
