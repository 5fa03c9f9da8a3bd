//! A list over several pages, served as documented and read through the program's own runner.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use assistant::ask::{Answer, Call, Limits, Miss, Permit, Runner, Target};
use assistant::http::{Http, Options};
use assistant::scm;
use assistant::semgrep;
use serde_json::Value;
use url::Url;

use super::fixture::{Fixture, written};

/// What the runner makes of the fixture's pages.
pub fn joined(fixture: &Fixture, target: &Target, call: &Call) -> Result<Answer, Miss> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let pages = Pages::of(fixture, &url);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            pages.answer(stream.unwrap());
        }
    });
    let mut here = target.clone();
    let base = Url::parse(&url).unwrap();
    here.servers
        .values_mut()
        .for_each(|server| *server = base.clone());
    let http = Http::new(Options::default());
    let permit = Permit {
        probes: true,
        writes: false,
    };
    let deadline = Duration::from_secs(20);
    let runner = Runner::new(&http, permit, Limits { deadline });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(runner.send(&here, call))
}

struct Page {
    /// What the query must have; nothing for the first.
    asked: Option<(String, String)>,
    text: String,
}

struct Pages(Vec<Page>);

impl Pages {
    fn of(fixture: &Fixture, url: &str) -> Self {
        let case = &fixture.case;
        let public = match scm::by_id(fixture.side) {
            Some(scm) => scm.about().default_url,
            None => semgrep::DEFAULT_URL,
        };
        let page = |asked, headers: &std::collections::BTreeMap<String, String>, body: &Value| {
            let (kind, body) = written(body);
            let mut text = format!(
                "HTTP/1.1 {} OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n",
                case.status,
                body.len()
            );
            for (name, value) in headers {
                // Links lead to the service itself.
                text.push_str(&format!("{name}: {}\r\n", value.replace(public, url)));
            }
            text.push_str(&format!("\r\n{body}"));
            Page { asked, text }
        };
        let mut pages = vec![page(None, &case.headers, &case.body)];
        for further in &case.then {
            let (name, value) = further.asked.split_once('=').unwrap();
            let asked = Some((name.to_owned(), value.to_owned()));
            pages.push(page(asked, &further.headers, &further.body));
        }
        Pages(pages)
    }

    fn answer(&self, mut stream: TcpStream) {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let path = head.split(' ').nth(1).unwrap();
        let url = Url::parse("http://localhost").unwrap().join(path).unwrap();
        let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let later = |page: &&Page| page.asked.as_ref().is_some_and(|one| query.contains(one));
        let page = self.0.iter().find(later).unwrap_or(&self.0[0]);
        stream.write_all(page.text.as_bytes()).unwrap();
    }
}
