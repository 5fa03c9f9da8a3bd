//! `check-scopes` side by side with curl, which sends the same requests in the order in which they depend on each other.
//!
//! One curl can't wait between requests, so there is one for each step; what the further ones take to start is taken off.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use assistant::scm::{self, Scm};
use serde_json::Value;

use crate::Row;
use crate::run::{assistant, bare, cost, median, ms, time};
use crate::served::Served;

const RUNS: usize = 15;

/// Milliseconds that an answer takes.
const LATENCIES: [u32; 2] = [0, 50];

/// The most memory that a check may take, in KiB.
const MOST_MEMORY: u64 = 30 << 10;

pub fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for latency in LATENCIES {
        let served = Served::start(&format!("from: enabled\nlatency-ms: {latency}"), None);
        for scm in scm::ALL {
            rows.extend(beside_curl(&served, &[scm], latency));
        }
        rows.extend(beside_curl(&served, &scm::ALL, latency));
    }
    rows
}

fn beside_curl(served: &Served, scms: &[&'static dyn Scm], latency: u32) -> Vec<Row> {
    let mut args = vec!["check-scopes", "--format", "json"];
    let all = scms.len() > 1;
    if !all {
        args.extend(["--scm", scms[0].about().id]);
    }
    let name = if all { "all four" } else { scms[0].about().id };
    let steps = steps(served, &args);
    let sent: usize = steps.values().map(Vec::len).sum();
    let (mut ours, mut curls) = (Vec::new(), Vec::new());
    let start = median(
        (0..RUNS)
            .map(|_| time(Command::new("curl").arg("--version")))
            .collect(),
    );
    let further = start * u32::try_from(steps.len() - 1).unwrap();
    for _ in 0..RUNS {
        ours.push(time(bare(&served.environment, &assistant()).args(&args)));
        curls.push(curl(&steps));
    }
    let (ours, curls) = (median(ours), median(curls).saturating_sub(further));
    let ratio = ours.as_secs_f64() / curls.as_secs_f64();
    // The promise is about one source code manager at a latency that counts.
    let promised = !all && latency > 0;
    let mut rows = vec![Row {
        what: format!(
            "`check-scopes`, {name}, {latency} ms: {sent} requests in {} steps, median of {RUNS}",
            steps.len()
        ),
        came_to: format!("{ratio:.2} × curl ({} against {})", ms(ours), ms(curls)),
        goal: promised.then(|| ("1.15 × curl".to_owned(), ratio <= 1.15)),
    }];
    if all && latency > 0 {
        rows.push(memory(served, &args));
    }
    rows
}

fn memory(served: &Served, args: &[&str]) -> Row {
    let out = tempfile::NamedTempFile::new().unwrap();
    let peak = cost(&served.environment, args, out.path()).map(|cost| cost.peak);
    Row {
        what: "peak memory of that".to_owned(),
        came_to: peak.map_or_else(
            || "not measured: no /usr/bin/time".to_owned(),
            |peak| format!("{:.1} MiB", peak as f64 / 1024.0),
        ),
        goal: peak.map(|peak| ("30 MiB".to_owned(), peak < MOST_MEMORY)),
    }
}

/// A request as curl is to send it.
struct Request {
    method: String,
    url: String,
}

/// What one run sends, by the earliest step at which it could: the round that `--explain` names, and one step more for
/// each further page. A step of a side waits for the step before, never for all pages of the round before.
fn steps(served: &Served, args: &[&str]) -> BTreeMap<usize, Vec<String>> {
    let explained = bare(&served.environment, &assistant())
        .args(args)
        .arg("--explain")
        .output()
        .unwrap();
    let explained: Value = serde_json::from_slice(&explained.stdout).unwrap();
    let templates = explained["explained"].as_array().unwrap();
    let run = bare(&served.environment, &assistant())
        .args(args)
        .arg("-v")
        .output()
        .unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    let mut steps: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut pages: BTreeMap<String, usize> = BTreeMap::new();
    for line in told.lines() {
        let mut words = line.split(' ');
        let (Some(method), Some(url)) = (words.next(), words.next()) else {
            continue;
        };
        if !url.starts_with("http://127.0.0.1") {
            continue;
        }
        let template = templates.iter().filter(|one| one["method"] == method);
        let found = { template }.find(|one| is_instance(url, one["template"].as_str().unwrap()));
        let template = found.unwrap_or_else(|| panic!("nothing explains {method} {url}"));
        let round = usize::try_from(template["round"].as_u64().unwrap()).unwrap();
        // Pages of one list differ in the query only.
        let list = format!("{method} {}", url.split('?').next().unwrap());
        let page = pages.entry(list).or_default();
        let request = Request {
            method: method.to_owned(),
            url: url.to_owned(),
        };
        steps
            .entry(round + *page)
            .or_default()
            .push(config(served, &request));
        *page += 1;
    }
    assert!(!steps.is_empty(), "nothing was sent: {told}");
    steps
}

/// Whether the path of a URL is that of a template, with something in place of each word in braces.
fn is_instance(url: &str, template: &str) -> bool {
    let bare = |text: &str| text.split(['?', '[']).next().unwrap().to_owned();
    let (url, template) = (bare(url), bare(template));
    let parts = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (url, template) = (parts(&url), parts(&template));
    let template = &template[1..];
    let Some(start) = url.len().checked_sub(template.len()) else {
        return false;
    };
    let mut pairs = url[start..].iter().zip(template);
    start <= 6 && pairs.all(|(word, wanted)| wanted.starts_with('{') || word == wanted)
}

/// The lines by which curl sends a request as the program does: with the token of its side.
fn config(served: &Served, request: &Request) -> String {
    let side = request.url.split('/').nth(3).unwrap();
    let scm = scm::ALL.into_iter().find(|scm| scm.about().id == side);
    let token = served.get(scm.map_or("ASSISTANT_SEMGREP_TOKEN", |scm| {
        scm.about().token_variables[0]
    }));
    let credential = match side {
        "azure-devops" => format!("user = \":{token}\""),
        "gitlab" => format!("header = \"PRIVATE-TOKEN: {token}\""),
        _ => format!("header = \"Authorization: Bearer {token}\""),
    };
    let body = match request.method.as_str() {
        "GET" => String::new(),
        _ => "header = \"Content-Type: application/json\"\ndata = \"{}\"\n".to_owned(),
    };
    format!(
        "url = \"{}\"\nrequest = \"{}\"\n{credential}\nuser-agent = \"bench\"\n{body}output = \"/dev/null\"\n",
        request.url, request.method
    )
}

/// How long curl takes for all steps, one process for each.
fn curl(steps: &BTreeMap<usize, Vec<String>>) -> Duration {
    let start = Instant::now();
    for requests in steps.values() {
        let mut curl = Command::new("curl")
            .args([
                "--silent",
                "--parallel",
                "--parallel-immediate",
                "--config",
                "-",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("curl is needed");
        let mut stdin = curl.stdin.take().unwrap();
        stdin.write_all(requests.join("next\n").as_bytes()).unwrap();
        drop(stdin);
        assert!(curl.wait().unwrap().success(), "curl failed");
    }
    start.elapsed()
}
