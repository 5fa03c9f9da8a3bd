//! The sandbox in this process, with servers before it that speak TLS.

use std::collections::BTreeMap;
use std::net::TcpListener as StdListener;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};

use assistant::sandbox::face::Build;
use assistant::sandbox::{Sandbox, scenario};
use assistant::{scm, semgrep};
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio_rustls::TlsAcceptor;

use crate::program::program;

/// What a double was sent.
pub type Heard = Arc<Mutex<Vec<u8>>>;

/// The sandbox, and the runtime that serves it and all that stands before it.
pub struct World {
    pub runtime: Handle,
    pub port: u16,
    services: BTreeMap<&'static str, (String, String, String)>,
    // Everything ends when this goes.
    _stop: mpsc::Sender<()>,
}

impl World {
    pub fn start(name: &'static str) -> World {
        let (say, hear) = mpsc::channel();
        let (stop, stopped) = mpsc::channel::<()>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let scenario = scenario::load(name, |path| std::fs::read_to_string(path)).unwrap();
                let mut services = vec![("semgrep", semgrep::simulate::build as Build)];
                services.extend(scm::ALL.map(|scm| (scm.about().id, scm.simulate())));
                let sandbox = Sandbox::start(&scenario, &services, None).unwrap();
                let known = |(name, _): &(&'static str, Build)| {
                    let login = sandbox.login(name).unwrap();
                    (*name, (sandbox.url(name), login.token, login.namespace))
                };
                let known: BTreeMap<_, _> = services.iter().map(known).collect();
                say.send((Handle::current(), known)).unwrap();
                let _ = tokio::task::spawn_blocking(move || stopped.recv()).await;
            });
        });
        let (runtime, services) = hear.recv().unwrap();
        let url = url::Url::parse(&services["semgrep"].0).unwrap();
        World {
            runtime,
            port: url.port().unwrap(),
            services,
            _stop: stop,
        }
    }

    pub fn token(&self, service: &str) -> &str {
        &self.services[service].1
    }

    /// The program, set up for GitLab and a platform that are reached below these.
    pub fn program(&self, home: &Path, platform: &str, gitlab: &str) -> Command {
        let below = |service: &str, base: &str| {
            let (_, path) = self.services[service].0.split_once("//").unwrap();
            let path = path.split_once('/').map_or("", |(_, path)| path);
            format!("{base}/{path}")
        };
        let mut command = program(home);
        command
            .env("SEMGREP_URL", below("semgrep", platform))
            .env("ASSISTANT_SEMGREP_TOKEN", self.token("semgrep"))
            .env("ASSISTANT_GITLAB_URL", below("gitlab", gitlab))
            .env("ASSISTANT_GITLAB_TOKEN", self.token("gitlab"))
            .args(["check-scopes", "--scm", "gitlab", "--namespace"])
            .arg(&self.services["gitlab"].2);
        command
    }

    /// A server that speaks TLS and hands on what it hears to `to` on loopback; its port, and what came through.
    pub fn tls(&self, config: Arc<ServerConfig>, to: u16) -> (u16, Heard) {
        let heard = Heard::default();
        let kept = Arc::clone(&heard);
        let acceptor = TlsAcceptor::from(config);
        let port = self.listen(move |stream| {
            let (acceptor, heard) = (acceptor.clone(), Arc::clone(&heard));
            async move {
                // A client that does not trust this server hangs up, which is what the tests are about.
                let Ok(stream) = acceptor.accept(stream).await else {
                    return;
                };
                let onward = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
                relay(stream, onward, heard).await;
            }
        });
        (port, kept)
    }

    /// A plain server that answers everything with these bytes; its port, and what came.
    pub fn canned(&self, answer: String) -> (u16, Heard) {
        let heard = Heard::default();
        let kept = Arc::clone(&heard);
        let port = self.listen(move |mut stream| {
            let (answer, heard) = (answer.clone(), Arc::clone(&heard));
            async move {
                let mut bytes = Vec::new();
                // In however many parts it comes.
                while !is_whole(&bytes)
                    && stream.read_buf(&mut bytes).await.is_ok_and(|read| read > 0)
                {
                }
                heard.lock().unwrap().extend_from_slice(&bytes);
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        (port, kept)
    }

    /// Serves each connection to a new port by `serve`.
    pub fn listen<F, S>(&self, serve: S) -> u16
    where
        S: Fn(TcpStream) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = StdListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        self.runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream));
            }
        });
        port
    }
}

/// Whether the head of a request is here to its end, or the first record of TLS (RFC 8446, 5.1), which has no such end.
fn is_whole(bytes: &[u8]) -> bool {
    const HANDSHAKE: u8 = 22;
    match bytes {
        [HANDSHAKE, _, _, high, low, rest @ ..] => {
            rest.len() >= usize::from(u16::from_be_bytes([*high, *low]))
        }
        [HANDSHAKE, ..] => false,
        _ => bytes.ends_with(b"\r\n\r\n"),
    }
}

/// Hands on both ways until one side ends, keeping what the client sends.
pub async fn relay<S>(client: S, onward: TcpStream, heard: Heard)
where
    S: AsyncRead + AsyncWrite,
{
    let (mut from, mut back) = tokio::io::split(client);
    let (mut answers, mut to) = onward.into_split();
    let asks = async {
        let mut bytes = [0; 8192];
        while let Ok(read @ 1..) = from.read(&mut bytes).await {
            heard.lock().unwrap().extend_from_slice(&bytes[..read]);
            if to.write_all(&bytes[..read]).await.is_err() {
                break;
            }
        }
    };
    let hears = async {
        let _ = tokio::io::copy(&mut answers, &mut back).await;
        let _ = back.shutdown().await;
    };
    tokio::select! {
        () = asks => {}
        () = hears => {}
    }
}

/// What was heard, as text as far as it is.
pub fn text(heard: &Heard) -> String {
    String::from_utf8_lossy(&heard.lock().unwrap()).into_owned()
}
