//! Between the program and the sandbox: passes every request and answer on as it is, and keeps both.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What was said in one direction.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// The request's or status line.
    pub line: String,
    /// The headers, names in lower case, in order.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Message {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        all.find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// What a sandbox on this port answers to this request.
    pub fn sent_to(&self, port: u16) -> Message {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let here = format!("127.0.0.1:{port}");
        let body = String::from_utf8(self.body.clone()).unwrap();
        let body = body.replace(self.header("host").unwrap(), &here);
        let own = ["connection", "content-length", "host"];
        let headers = self.headers.iter();
        let headers = headers.filter(|(name, _)| !own.contains(&name.as_str()));
        let headers: String = headers
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let request = format!(
            "{}\r\nhost: {here}\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n{body}",
            self.line,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let (head, body) = split(&bytes).unwrap_or_else(|| panic!("no answer to {}", self.line));
        message(&head, body.to_vec())
    }

    /// The status of an answer.
    pub fn status(&self) -> u16 {
        let word = self.line.split(' ').nth(1);
        word.and_then(|word| word.parse().ok())
            .unwrap_or_else(|| panic!("no status in {:?}", self.line))
    }
}

/// A request and what came of it; no answer where the connection was closed without one.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub request: Message,
    pub answer: Option<Message>,
}

/// Listens on a port of its own until the process ends.
pub struct Relay {
    port: u16,
    sandbox: u16,
    kept: Arc<Mutex<Vec<Exchange>>>,
}

impl Relay {
    pub fn before(sandbox: u16) -> Self {
        let (listener, port) = listener(sandbox);
        let kept = Arc::new(Mutex::new(Vec::new()));
        let keeper = Arc::clone(&kept);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, keeper) = (stream.unwrap(), Arc::clone(&keeper));
                thread::spawn(move || pass(stream, port, sandbox, &keeper));
            }
        });
        Relay {
            port,
            sandbox,
            kept,
        }
    }

    /// An address of the sandbox as one of the relay.
    pub fn instead_of(&self, url: &str) -> String {
        url.replace(&format!(":{}", self.sandbox), &format!(":{}", self.port))
    }

    pub fn kept(&self) -> Vec<Exchange> {
        self.kept.lock().unwrap().clone()
    }
}

/// On a port that is written with as many digits as the sandbox's: answers may hold addresses, which are replaced
/// without changing any length.
fn listener(sandbox: u16) -> (TcpListener, u16) {
    let mut others = Vec::new();
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        if port.to_string().len() == sandbox.to_string().len() {
            return (listener, port);
        }
        others.push(listener);
    }
}

/// One request for each connection: the answer is asked to close it.
fn pass(mut client: TcpStream, port: u16, sandbox: u16, kept: &Mutex<Vec<Exchange>>) {
    // A client that is idle has nothing to say any more.
    client
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    let Some((head, body)) = request(&mut client) else {
        return;
    };
    let outward = format!("127.0.0.1:{port}");
    let inward = format!("127.0.0.1:{sandbox}");
    let mut server = TcpStream::connect(&inward).unwrap();
    let closing = head.replacen("\r\n", "\r\nconnection: close\r\n", 1);
    server
        .write_all(&replaced(closing.as_bytes(), &outward, &inward))
        .unwrap();
    server
        .write_all(&replaced(&body, &outward, &inward))
        .unwrap();
    let mut bytes = Vec::new();
    // A connection that breaks is one of the sandbox's faults.
    let _ = server.read_to_end(&mut bytes);
    let bytes = replaced(&bytes, &inward, &outward);
    let answer = split(&bytes).map(|(head, body)| message(&head, body.to_vec()));
    kept.lock().unwrap().push(Exchange {
        request: message(&head, body),
        answer,
    });
    // The client may have given up by now.
    let _ = client.write_all(&bytes);
}

/// The head of a request with its blank line, and the body that its length announces.
fn request(client: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let (head, mut body) = loop {
        if let Some((head, body)) = split(&bytes) {
            break (head, body.to_vec());
        }
        more(client, &mut bytes)?;
    };
    let length = message(&head, Vec::new());
    assert!(length.header("transfer-encoding").is_none(), "{head}");
    let length = length
        .header("content-length")
        .map_or(0, |text| text.parse().unwrap());
    while body.len() < length {
        more(client, &mut body)?;
    }
    Some((head, body))
}

fn more(client: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let mut part = [0; 4096];
    loop {
        match client.read(&mut part) {
            Ok(0) => return None,
            Ok(read) => {
                bytes.extend_from_slice(&part[..read]);
                return Some(());
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

fn split(bytes: &[u8]) -> Option<(String, &[u8])> {
    let at = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8(bytes[..at].to_vec()).unwrap();
    Some((head, &bytes[at..]))
}

fn message(head: &str, body: Vec<u8>) -> Message {
    let mut lines = head.lines();
    let line = lines.next().unwrap().to_owned();
    let headers = lines.filter_map(|line| line.split_once(':'));
    Message {
        line,
        headers: headers
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
            .collect(),
        body,
    }
}

/// The bytes with one address in place of another of the same length.
fn replaced(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut out = bytes.to_vec();
    for at in 0..out.len().saturating_sub(from.len() - 1) {
        if &out[at..at + from.len()] == from.as_bytes() {
            out[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
    }
    out
}
