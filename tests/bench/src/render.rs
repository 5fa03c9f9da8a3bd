//! Judging and rendering, in this process: no network is as slow.

use std::collections::BTreeSet;
use std::time::Instant;

use assistant::audit::{
    About, Cause, ConnectionReport, Context, Evidence, FailOn, Gap, Known, Need, Outcome, Phase,
    Report, Seen, Side, Trace, Value, findings,
};
use assistant::render::table::Style;
use assistant::render::{Format, Frame};
use assistant::scm;

use crate::Row;
use crate::run::{median, ms};

/// So many findings at least.
const FINDINGS: usize = 10_000;

const RUNS: usize = 9;

const FORMATS: [(Format, &str); 8] = [
    (Format::Table, "table"),
    (Format::Json, "json"),
    (Format::Ndjson, "ndjson"),
    (Format::Csv, "csv"),
    (Format::Markdown, "markdown"),
    (Format::Sarif, "sarif"),
    (Format::Junit, "junit"),
    (Format::Html, "html"),
];

pub fn rows() -> Vec<Row> {
    let report = judged();
    let count: usize = report
        .connections
        .iter()
        .map(|one| one.findings.len())
        .sum();
    let judging = took(|| judged().connections.len());
    let mut rows = vec![Row {
        what: format!("judging {count} findings"),
        came_to: told(judging, count),
        goal: None,
    }];
    for (format, name) in FORMATS {
        let time = took(|| format.render(&report, &frame()).len());
        rows.push(Row {
            what: format!("rendering them as {name}"),
            came_to: told(time, count),
            goal: None,
        });
    }
    rows
}

fn told(time: std::time::Duration, count: usize) -> String {
    let each = time.as_secs_f64() * 1e6 / count as f64;
    format!("{}, {each:.2} µs each", ms(time))
}

fn took(work: impl Fn() -> usize) -> std::time::Duration {
    let once = |_| {
        let start = Instant::now();
        std::hint::black_box(work());
        start.elapsed()
    };
    median((0..RUNS).map(once).collect())
}

/// Connections of all source code managers, with what is met, what is not and what can't be told by turns.
fn judged() -> Report {
    let mut report = Report::default();
    let mut count = 0;
    for (number, scm) in (0..).zip(scm::ALL.into_iter().cycle()) {
        if count >= FINDINGS {
            break;
        }
        let mut evidence = Evidence::default();
        for (at, row) in scm.requirements().iter().enumerate() {
            put(&row.need, number + at, &mut evidence);
        }
        let about = About::Connection;
        let rows = scm.requirements();
        let found = findings(rows, about, &evidence, &context(), &[], &|_| None, &|_| {});
        count += found.len();
        report.connections.push(ConnectionReport {
            scm: scm.about().id.to_owned(),
            host: "scm.example".to_owned(),
            namespace: format!("fleet-{number:05}"),
            phase: "steady",
            token: None,
            lost: None,
            findings: found,
        });
    }
    report
}

/// Evidence for what a row needs: held, not held and unknown by turns.
fn put(need: &Need, turn: usize, evidence: &mut Evidence) {
    let trace = Trace {
        side: Side::Scm,
        request: "GET /api/v4/personal_access_tokens/self".to_owned(),
        status: Some(200),
        detail: "scopes: read_api".to_owned(),
    };
    let known = |value: Value| -> Known {
        match turn % 3 {
            0 => Err(Gap::by(Cause::Refused, trace.clone())),
            _ => Ok(Seen::observed(value, trace.clone())),
        }
    };
    let scopes = |all: &[&str]| -> BTreeSet<String> {
        let kept = if turn % 3 == 1 { all.len() } else { 0 };
        all[..kept].iter().map(|one| (*one).to_owned()).collect()
    };
    match need {
        Need::Holds(fact) => evidence.put(fact, known(Value::Flag(turn % 3 == 1))),
        Need::AnyScope(fact, all, _) | Need::EveryScope(fact, all, _) => {
            evidence.put(fact, known(Value::Set(scopes(all))));
        }
        Need::NothingBeyond { fact, steady, .. } => {
            evidence.put(fact, known(Value::Set(scopes(steady))));
        }
        Need::Rank { fact, steady, .. } => evidence.put(fact, known(Value::Rank(*steady))),
        Need::Lasts { fact, .. } => evidence.put(fact, known(Value::Day(Some(20_700)))),
        Need::Agree(one, other) => {
            evidence.put(one, known(Value::Text("one".to_owned())));
            evidence.put(other, known(Value::Text("one".to_owned())));
        }
        Need::Any(parts) | Need::All(parts) => {
            parts.iter().for_each(|part| put(part, turn, evidence));
        }
        Need::Where {
            fact,
            then,
            otherwise,
        } => {
            evidence.put(fact, known(Value::Flag(true)));
            put(then, turn, evidence);
            put(otherwise, turn, evidence);
        }
        Need::Advice(inner) => put(inner, turn, evidence),
    }
}

fn context() -> Context {
    Context {
        phase: Phase::Steady,
        connected: true,
        writes: false,
        today: 20_650,
        warn_days: 30,
        asked: BTreeSet::new(),
        left_out: BTreeSet::new(),
    }
}

fn frame() -> Frame<'static> {
    Frame {
        command: "check-scopes",
        outcome: Outcome::Gaps,
        exit_code: 3,
        fail_on: FailOn::default(),
        generated_at: "2026-09-01T08:00:00Z".to_owned(),
        error: None,
        drift: None,
        tally: None,
        extra: serde_json::Map::new(),
        catalogue: scm::ALL
            .into_iter()
            .flat_map(|scm| scm.requirements())
            .collect(),
        location: "assistant.yaml".to_owned(),
        undo: Vec::new(),
        style: Style {
            width: 100,
            colors: false,
            links: false,
            every: true,
        },
    }
}
