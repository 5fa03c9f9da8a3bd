//! Proxies: what passes through them, and whose fault it is when nothing does.

use std::path::Path;
use std::process::Command;

use super::authority::Authority;
use super::proxy::{Door, Proxy};
use super::world::{World, text};
use crate::program::Run;

/// `ada:swordfish-9`, as it goes over the wire.
const BASIC: &str = "Basic YWRhOnN3b3JkZmlzaC05";

const PASSWORD: &str = "swordfish-9";

/// Names that only the proxy knows.
const PLATFORM: &str = "https://semgrep.acme.test";
const GITLAB: &str = "https://gitlab.acme.test";

/// The sandbox behind TLS, and a folder with the authority's certificate.
struct Scene {
    world: World,
    authority: Authority,
    home: tempfile::TempDir,
    server: u16,
    heard: super::world::Heard,
}

impl Scene {
    fn new() -> Scene {
        let world = World::start("ready");
        let authority = Authority::new();
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("ca.pem"), authority.pem()).unwrap();
        let names = ["semgrep.acme.test", "gitlab.acme.test", "localhost"];
        let (server, heard) = world.tls(authority.sign(&names).serves(), world.port);
        Scene {
            world,
            authority,
            home,
            server,
            heard,
        }
    }

    /// A check of servers behind this proxy, as JSON.
    fn check(&self, proxy: &str) -> Run {
        run(self.command(self.home.path()).env("HTTPS_PROXY", proxy))
    }

    fn command(&self, home: &Path) -> Command {
        let mut command = self.world.program(home, PLATFORM, GITLAB);
        command.args(["--ca-cert", "ca.pem", "--format", "json", "-vv"]);
        command
    }
}

fn run(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

/// Both sides could not be reached, for this cause and in these words; the token is not blamed.
fn unreached(run: &Run, cause: &str, words: &[&str]) {
    assert_eq!(run.code, 5, "{}{}", run.out, run.err);
    for id in ["semgrep/host", "gitlab/token"] {
        let finding = run.finding(id);
        assert_eq!(finding["verdict"], "cannot-tell", "{finding}");
        assert_eq!(finding["cause"], cause, "{finding}");
        let told = finding["evidence"].to_string();
        for part in words {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
    assert!(!run.out.contains("new token"), "{}", run.out);
}

fn keeps_quiet(run: &Run) {
    for text in [&run.out, &run.err] {
        for secret in [PASSWORD, "YWRhOnN3b3JkZmlzaC05", "ada:"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[test]
fn a_proxy_sees_names_of_hosts_and_no_credential() {
    let scene = Scene::new();
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let proxy = Proxy::start(&scene.world, Door::To(scene.server));
        let mut command = scene.command(scene.home.path());
        let run = run(command.env(variable, proxy.url()));
        assert_eq!(run.code, 0, "{variable}: {}{}", run.out, run.err);
        let heads = proxy.heads().join("\n");
        for host in ["semgrep.acme.test", "gitlab.acme.test"] {
            assert!(heads.contains(&format!("CONNECT {host}:443 ")), "{heads}");
        }
        assert!(proxy.through().len() > 1000, "something did pass");
        for service in ["semgrep", "gitlab"] {
            let token = scene.world.token(service);
            assert!(!heads.contains(token) && !proxy.through().contains(token));
            assert!(text(&scene.heard).contains(token), "within TLS it stands");
        }
        assert!(!heads.to_lowercase().contains("authorization"), "{heads}");
    }
}

#[test]
fn a_proxy_s_password_reaches_the_proxy_alone() {
    let scene = Scene::new();
    let proxy = Proxy::start(&scene.world, Door::Guarded(BASIC, scene.server));
    let run = scene.check(&format!("http://ada:{PASSWORD}@127.0.0.1:{}", proxy.port));
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    keeps_quiet(&run);
    assert!(proxy.heads().iter().all(|head| head.contains(BASIC)));
    assert!(!text(&scene.heard).to_lowercase().contains("proxy-auth"));
}

#[test]
fn a_proxy_that_asks_for_a_password_is_named_and_not_asked_again() {
    let scene = Scene::new();
    let proxy = Proxy::start(&scene.world, Door::Guarded(BASIC, scene.server));
    let run = scene.check(&proxy.url());
    let named = format!("the proxy {} asks for a user and password", proxy.url());
    unreached(&run, "network", &[&named, "HTTPS_PROXY"]);
    assert_eq!(proxy.heads().len(), 1, "{:?}", proxy.heads());
    assert_eq!(text(&scene.heard), "");
}

#[test]
fn a_wrong_password_for_a_proxy_is_tried_once_and_never_shown() {
    let scene = Scene::new();
    let proxy = Proxy::start(&scene.world, Door::Guarded("Basic bm8=", scene.server));
    let run = scene.check(&format!("http://ada:{PASSWORD}@127.0.0.1:{}", proxy.port));
    let named = format!("the proxy {} asks for a user and password", proxy.url());
    unreached(&run, "network", &[&named, "must be right"]);
    // Tried often, it would lock its owner out.
    assert_eq!(proxy.heads().len(), 1, "{:?}", proxy.heads());
    keeps_quiet(&run);
}

#[test]
fn a_proxy_that_is_down_is_what_failed() {
    let scene = Scene::new();
    // Held, so that nobody else gets it, but not listened on.
    let held = tokio::net::TcpSocket::new_v4().unwrap();
    held.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let port = held.local_addr().unwrap().port();
    let run = scene.check(&format!("http://ada:{PASSWORD}@127.0.0.1:{port}"));
    let named = format!("can't connect to the proxy http://127.0.0.1:{port}:");
    unreached(&run, "network", &[&named, "check HTTPS_PROXY"]);
    keeps_quiet(&run);
}

#[test]
fn a_proxy_that_refuses_or_hangs_up_is_what_failed() {
    let scene = Scene::new();
    for (door, words) in [
        (Door::Says("403 Forbidden"), "refuses to connect to"),
        (Door::Says("502 Bad Gateway"), "refuses to connect to"),
        (Door::HangsUp, "broke off"),
    ] {
        let proxy = Proxy::start(&scene.world, door);
        let run = scene.check(&proxy.url());
        unreached(
            &run,
            "network",
            &[&format!("the proxy {}", proxy.url()), words],
        );
    }
}

#[test]
fn a_server_s_certificate_behind_a_proxy_is_told_with_the_proxy() {
    let scene = Scene::new();
    let other = Authority::new();
    let names = ["semgrep.acme.test", "gitlab.acme.test"];
    // What a proxy that opens TLS looks like to those who don't know its authority.
    let (opened, heard) = scene
        .world
        .tls(other.sign(&names).serves(), scene.world.port);
    let proxy = Proxy::start(&scene.world, Door::To(opened));
    let run = scene.check(&proxy.url());
    let through = format!("through the proxy {}", proxy.url());
    unreached(&run, "tls", &["unknown issuer", "--ca-cert", &through]);
    assert_eq!(text(&heard), "");
}

#[test]
fn a_proxy_reached_by_tls_works_and_its_own_certificate_is_told_apart() {
    let scene = Scene::new();
    let config = scene.authority.sign(&["localhost"]).serves();
    let proxy = Proxy::over_tls(&scene.world, config, Door::To(scene.server));
    let run = scene.check(&format!("https://localhost:{}", proxy.port));
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let unknown = Authority::new().sign(&["localhost"]).serves();
    let proxy = Proxy::over_tls(&scene.world, unknown, Door::To(scene.server));
    let name = format!("localhost:{}", proxy.port);
    let run = scene.check(&format!("https://{name}"));
    let named = format!("TLS with the proxy https://{name} failed");
    unreached(&run, "tls", &[&named, "unknown issuer"]);
    assert_eq!(proxy.heads(), [""; 0], "not even a host's name was said");
}

#[test]
fn hosts_of_no_proxy_are_asked_directly() {
    let scene = Scene::new();
    let base = format!("https://localhost:{}", scene.server);
    for (variable, hosts) in [
        ("NO_PROXY", "localhost"),
        ("no_proxy", "internal.example, localhost"),
        ("NO_PROXY", "*"),
    ] {
        let proxy = Proxy::start(&scene.world, Door::HangsUp);
        let mut command = scene.world.program(scene.home.path(), &base, &base);
        command.args(["--ca-cert", "ca.pem"]).env(variable, hosts);
        let run = run(command.env("HTTPS_PROXY", proxy.url()));
        assert_eq!(run.code, 0, "{hosts}: {}{}", run.out, run.err);
        assert_eq!(proxy.heads(), [""; 0], "{hosts}");
    }
    let proxy = Proxy::start(&scene.world, Door::To(scene.server));
    let mut command = scene.world.program(scene.home.path(), &base, &base);
    command.args(["--ca-cert", "ca.pem"]);
    command
        .env("NO_PROXY", "elsewhere.example")
        .env("HTTPS_PROXY", proxy.url());
    assert_eq!(run(&mut command).code, 0);
    assert!(!proxy.heads().is_empty(), "others pass the proxy");
}

#[test]
fn plain_http_on_this_machine_never_passes_a_proxy() {
    let scene = Scene::new();
    let proxy = Proxy::start(&scene.world, Door::HangsUp);
    let base = format!("http://127.0.0.1:{}", scene.world.port);
    let mut command = scene.world.program(scene.home.path(), &base, &base);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env(name, proxy.url());
    }
    assert_eq!(run(&mut command).code, 0);
    assert_eq!(proxy.heads(), [""; 0]);
}

#[test]
fn a_proxy_that_can_t_be_used_is_no_reason_to_go_without() {
    let scene = Scene::new();
    let base = format!("https://localhost:{}", scene.server);
    for (value, words) in [
        (format!("http://ada:{PASSWORD}@pro xy:1"), "can't be read"),
        (format!("htp://ada:{PASSWORD}@127.0.0.1:1"), "can't be read"),
        (
            format!("http://ada:{PASSWORD}@127.0.0.1:port"),
            "can't be read",
        ),
        (
            format!("socks5://ada:{PASSWORD}@127.0.0.1:1"),
            "not supported",
        ),
    ] {
        for variable in ["HTTPS_PROXY", "all_proxy"] {
            let mut command = scene.world.program(scene.home.path(), &base, &base);
            let run = run(command.args(["--ca-cert", "ca.pem"]).env(variable, &value));
            assert_eq!(run.code, 2, "{value}: {}", run.err);
            assert!(run.err.contains(&format!("{variable} ")), "{}", run.err);
            assert!(run.err.contains(words), "{value}: {}", run.err);
            keeps_quiet(&run);
        }
    }
    assert_eq!(text(&scene.heard), "");
}
