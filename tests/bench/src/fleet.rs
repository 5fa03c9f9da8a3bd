//! `audit` over generated fleets: as fast as concurrency and latency allow, in flat memory, and none lost when killed.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Row;
use crate::run::{Cost, assistant, bare, cost, text};
use crate::served::Served;

const LATENCY: f64 = 0.05;

/// Connections of the two fleets; the second must not take more memory.
const SIZES: [u32; 2] = [10_000, 20_000];

/// The most memory in KiB.
const MOST_MEMORY: u64 = 64 << 10;

/// Connections looked at at once, if the file does not say: what `audit` does by itself.
const CONCURRENCY: f64 = 32.0;

pub fn rows() -> Vec<Row> {
    if !text(&assistant(), &["--help"]).contains("\n  audit ") {
        return vec![Row {
            what: "`audit` of a fleet".to_owned(),
            came_to: "**skipped**: this program has no command `audit`".to_owned(),
            goal: None,
        }];
    }
    let mut rows = Vec::new();
    let mut first_peak = None;
    for size in SIZES {
        let folder = tempfile::tempdir().unwrap();
        let fleet = folder.path().join("fleet.yaml");
        let served = served(size, &fleet);
        let out = folder.path().join("out.ndjson");
        let args = audit(&fleet);
        let Some(cost) = cost(&served.environment, &args, &out) else {
            return vec![Row {
                what: "`audit` of a fleet".to_owned(),
                came_to: "**skipped**: no /usr/bin/time".to_owned(),
                goal: None,
            }];
        };
        rows.extend(told(size, &cost, &out, first_peak));
        first_peak = first_peak.or(Some(cost.peak));
        if size == SIZES[0] {
            rows.push(killed(&served, &fleet, folder.path(), cost.wall));
        }
        rows.push(Row {
            what: format!("peak memory of the sandbox, {size} connections"),
            came_to: format!("{:.1} MiB", served.peak() as f64 / 1024.0),
            goal: None,
        });
    }
    rows
}

fn served(size: u32, fleet: &Path) -> Served {
    // One token stands for all, so that it may ask as often as all of theirs together.
    let scenario = format!(
        "from: enabled\nlatency-ms: 50\nconnections: {size}\nbitbucket: {{ rate-limit: 10000000 }}\n\
         github: {{ rate-limit: 10000000 }}\ngitlab: {{ rate-limit: 10000000 }}"
    );
    Served::start(&scenario, Some(fleet))
}

fn audit(fleet: &Path) -> [&str; 5] {
    ["audit", "-f", fleet.to_str().unwrap(), "--format", "ndjson"]
}

fn told(size: u32, cost: &Cost, out: &Path, smaller: Option<u64>) -> Vec<Row> {
    let seen = connections(out);
    let requests = requests(out);
    let least = requests as f64 * LATENCY / CONCURRENCY;
    let each = cost.cpu * 1000.0 / f64::from(size);
    let peak = cost.peak as f64 / 1024.0;
    let flat = smaller.is_none_or(|before| cost.peak <= before + before / 20);
    let whole = seen.len() == size as usize && seen.values().all(|times| *times == 1);
    vec![
        Row {
            what: format!("`audit`, {size} connections at 50 ms, {requests} requests"),
            came_to: format!(
                "{:.2} × requests × latency / {CONCURRENCY}",
                cost.wall / least
            ),
            goal: Some((
                "1.3".to_owned(),
                whole && requests > 0 && cost.wall <= 1.3 * least,
            )),
        },
        Row {
            what: "peak memory of that".to_owned(),
            came_to: format!("{peak:.1} MiB"),
            goal: Some((
                "64 MiB, and no more for more connections".to_owned(),
                cost.peak < MOST_MEMORY && flat,
            )),
        },
        Row {
            what: "processor time of that".to_owned(),
            came_to: format!("{each:.2} ms a connection"),
            goal: Some(("2 ms".to_owned(), each < 2.0)),
        },
    ]
}

/// Each connection in the records, with how often it is there; a last line that broke off counts for nothing.
fn connections(out: &Path) -> BTreeMap<String, usize> {
    let mut seen = BTreeMap::new();
    for record in records(out).filter(|one| one["record"] == "connection") {
        let one = if record["connection"].is_object() {
            &record["connection"]
        } else {
            &record
        };
        let name = format!("{} {}", one["scm"], one["namespace"]);
        *seen.entry(name).or_default() += 1;
    }
    seen
}

/// All requests that the records count: those of the summary, else of the deployments together.
fn requests(out: &Path) -> u64 {
    let sent = |kind: &str| -> u64 {
        let of = records(out).filter(|one| one["record"] == kind);
        of.filter_map(|one| one["requests"]["sent"].as_u64()).sum()
    };
    match sent("summary") {
        0 => sent("deployment"),
        all => all,
    }
}

/// The records, one at a time: thousands of them are hundreds of MiB.
fn records(out: &Path) -> impl Iterator<Item = Value> {
    let lines = BufReader::new(File::open(out).unwrap()).lines();
    lines.filter_map(|line| serde_json::from_str(&line.ok()?).ok())
}

/// Kills a run halfway, resumes it, and counts.
fn killed(served: &Served, fleet: &Path, folder: &Path, wall: f64) -> Row {
    let out = folder.join("killed.ndjson");
    let file = File::create(&out).unwrap();
    let mut child = bare(&served.environment, &assistant())
        .args(audit(fleet))
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs_f64(wall / 2.0));
    child.kill().unwrap();
    child.wait().unwrap();
    let before = connections(&out).len();
    let start = Instant::now();
    let rest = folder.join("rest.ndjson");
    let status = bare(&served.environment, &assistant())
        .args(audit(fleet))
        .arg("--resume")
        .arg(&out)
        .stdin(Stdio::null())
        .stdout(File::create(&rest).unwrap())
        .stderr(Stdio::null())
        .status();
    let took = start.elapsed().as_secs_f64() / wall;
    // What is resumed may be gone on with in the same file, or told anew.
    let mut all = connections(&out);
    if all.len() < SIZES[0] as usize {
        for (name, times) in connections(&rest) {
            *all.entry(name).or_default() += times;
        }
    }
    let twice = all.values().filter(|times| **times > 1).count();
    let lost = (SIZES[0] as usize).saturating_sub(all.len());
    Row {
        what: format!("killed after {before} connections and resumed"),
        came_to: format!("{lost} lost, {twice} twice, the rest in {took:.2} × a whole run"),
        goal: Some((
            "none lost or done twice".to_owned(),
            status.is_ok() && before > 0 && lost == 0 && twice == 0,
        )),
    }
}
