//! Somebody in the middle: passes requests on one by one, and stops where a test says so.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::program::Platform;

/// A request that arrived.
#[derive(Clone, Debug)]
pub struct Passing {
    /// The first is 1.
    pub number: usize,
    pub method: String,
    /// Path and query.
    pub path: String,
}

impl Passing {
    pub fn writes(&self) -> bool {
        self.method != "GET" && self.method != "HEAD"
    }
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Pass,
    /// It never arrives, and neither does any later one.
    StopBefore,
    /// It is carried out, and neither its answer nor any later request arrives.
    StopAfter,
}

type Decide = Box<dyn FnMut(&Passing) -> Act + Send>;

struct Middle {
    decide: Decide,
    seen: Vec<Passing>,
    stopped: bool,
    reached: Sender<Passing>,
}

/// Listens on loopback before a simulated platform and its source code managers.
pub struct Relay {
    port: u16,
    to: u16,
    middle: Arc<Mutex<Middle>>,
    stopped: Receiver<Passing>,
}

impl Relay {
    pub fn before(platform: &Platform) -> Self {
        let to = url::Url::parse(&platform.url).unwrap().port().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (reached, stopped) = mpsc::channel();
        let middle = Arc::new(Mutex::new(Middle {
            decide: Box::new(|_| Act::Pass),
            seen: Vec::new(),
            stopped: false,
            reached,
        }));
        let shared = Arc::clone(&middle);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let middle = Arc::clone(&shared);
                // A client that was killed breaks its connections, which is what is meant to happen.
                thread::spawn(move || serve(&stream.unwrap(), to, port, &middle));
            }
        });
        Relay {
            port,
            to,
            middle,
            stopped,
        }
    }

    /// The platform's environment, leading here.
    pub fn env(&self, platform: &Platform) -> std::collections::BTreeMap<String, String> {
        let (there, here) = (address(self.to), address(self.port));
        let moved =
            |(name, value): (&String, &String)| (name.clone(), value.replace(&there, &here));
        platform.env.iter().map(moved).collect()
    }

    /// From now on this decides; the count begins anew.
    pub fn decide(&self, decide: impl FnMut(&Passing) -> Act + Send + 'static) {
        let mut middle = self.middle.lock().unwrap();
        middle.decide = Box::new(decide);
        middle.seen.clear();
        middle.stopped = false;
    }

    /// Waits until a request is stopped, and says which; `None` where the one who was to send it ended before.
    pub fn wait(&self, mut ended: impl FnMut() -> bool) -> Option<Passing> {
        loop {
            // Asked first: what it sent before it ended is here by then, or never will be.
            let over = ended();
            match self.stopped.recv_timeout(Duration::from_millis(100)) {
                Ok(passing) => return Some(passing),
                Err(_) if over => return None,
                Err(_) => {}
            }
        }
    }

    /// What arrived since the last decision.
    pub fn seen(&self) -> Vec<Passing> {
        self.middle.lock().unwrap().seen.clone()
    }
}

fn address(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

fn serve(mut stream: &TcpStream, to: u16, port: u16, middle: &Mutex<Middle>) {
    let Some((head, body)) = message(&mut stream) else {
        return;
    };
    let mut words = head.split(' ');
    let mut passing = Passing {
        number: 0,
        method: words.next().unwrap().to_owned(),
        path: words.next().unwrap().to_owned(),
    };
    let act = {
        let mut middle = middle.lock().unwrap();
        passing.number = middle.seen.len() + 1;
        middle.seen.push(passing.clone());
        match middle.stopped {
            true => None,
            false => {
                let act = (middle.decide)(&passing);
                middle.stopped = act != Act::Pass;
                Some(act)
            }
        }
    };
    let reply = match act {
        Some(Act::Pass | Act::StopAfter) => forward(&head, &body, to, port),
        _ => Vec::new(),
    };
    if act == Some(Act::Pass) {
        let _ = stream.write_all(&reply);
        return;
    }
    if act.is_some() {
        middle.lock().unwrap().reached.send(passing).unwrap();
    }
    // Open until the client is gone.
    let _ = stream.read(&mut [0]);
}

/// A head and a body, or nothing where the other side left.
fn message(stream: &mut impl Read) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let count = stream.read(&mut chunk).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let lower = head.to_lowercase();
        let length = lower.split("content-length: ").nth(1);
        let length = length.and_then(|rest| rest.lines().next()?.trim().parse().ok());
        if bytes.len() >= end + 4 + length.unwrap_or(0) {
            return Some((head, bytes.split_off(end + 4)));
        }
    }
}

/// The answer, in which the sandbox's own address is this one's.
fn forward(head: &str, body: &[u8], to: u16, port: u16) -> Vec<u8> {
    let mut there = TcpStream::connect(("127.0.0.1", to)).unwrap();
    write!(there, "{head}\r\nconnection: close\r\n\r\n").unwrap();
    there.write_all(body).unwrap();
    let mut reply = String::new();
    there.read_to_string(&mut reply).unwrap();
    let reply = reply.replace(&address(to), &address(port));
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    let kept = head
        .lines()
        .filter(|line| !line.to_lowercase().starts_with("content-length:"));
    let head: Vec<&str> = kept.collect();
    format!(
        "{}\r\ncontent-length: {}\r\n\r\n{body}",
        head.join("\r\n"),
        body.len()
    )
    .into_bytes()
}
