//! This machine, looked at by the real binary.

mod machine;
mod way;

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;

use crate::program::{Run, program};

/// A port where nobody listens.
const CLOSED: &str = "https://127.0.0.1:1";

/// The program about to look at GitLab and the platform on these hosts.
fn doctor(home: &Path, platform: &str, gitlab: &str) -> Command {
    let mut command = program(home);
    command
        .env("SEMGREP_URL", platform)
        .env("ASSISTANT_GITLAB_URL", gitlab)
        // No bus of this machine's own may be found.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        // What a flag of a test says counts more.
        .env("ASSISTANT_FORMAT", "json")
        .env("ASSISTANT_DEADLINE", "20")
        .args(["doctor", "--scm", "gitlab"]);
    command
}

fn ended(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

/// The row of this id, of this host where it is about hosts.
fn row(run: &Run, id: &str, host: Option<&str>) -> Value {
    let json = run.json();
    let rows = json.pointer("/local/findings").unwrap().as_array().unwrap();
    let mut found = rows
        .iter()
        .filter(|row| row["id"] == id && host.is_none_or(|host| row["host"] == host));
    found
        .next()
        .unwrap_or_else(|| panic!("no {id} in {}", run.out))
        .clone()
}

/// Verdict and cause of a row.
fn verdict(run: &Run, id: &str) -> (String, String) {
    let row = row(run, id, None);
    let word = |key: &str| row[key].as_str().unwrap_or("none").to_owned();
    (word("verdict"), word("cause"))
}

fn is(run: &Run, id: &str, expected: &str, cause: &str) {
    let found = verdict(run, id);
    let wanted = (expected.to_owned(), cause.to_owned());
    assert_eq!(found, wanted, "{id}: {}", run.out);
}

fn told(run: &Run, id: &str) -> String {
    let row = row(run, id, None);
    let evidence = row["evidence"].as_array().unwrap();
    let details: Vec<&str> = evidence
        .iter()
        .map(|one| one["detail"].as_str().unwrap())
        .collect();
    details.join("; ")
}

/// Writes down the head of every request it gets and answers all the same.
struct Listener {
    host: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Listener {
    fn start(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heads);
        // Ends with the test's process.
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let head = head(&stream);
                // Before the answer, after which whoever asked may end and the test look here.
                kept.lock().unwrap().push(head);
                // Whoever asked may be gone.
                let _ = stream.write_all(answer.as_bytes());
                left(&stream);
            }
        });
        Listener { host, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

/// Reads up to the empty line, or what comes in its place.
fn head(stream: &TcpStream) -> String {
    let mut head = String::new();
    let mut lines = BufReader::new(stream);
    loop {
        let mut line = Vec::new();
        // A TLS greeting has lines too, of a kind: the first is enough.
        let read = lines.read_until(b'\n', &mut line).unwrap_or(0);
        let text = String::from_utf8_lossy(&line).into_owned();
        head.push_str(&text);
        if read == 0 || text.trim().is_empty() || text.contains('\u{fffd}') {
            return head;
        }
    }
}

/// Ends the answer, and takes what still comes: left unread, it would break off the answer too.
fn left(mut stream: &TcpStream) {
    let _ = stream.shutdown(Shutdown::Write);
    let _ = std::io::copy(&mut stream, &mut std::io::sink());
}

const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
