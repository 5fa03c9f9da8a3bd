//! JSON, version 1.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::shape::{self, Document, Documents, Fleet, Local, Record, Requests, Summary};
use super::{Frame, steers};
use crate::audit::{
    Change, ConnectionReport, Drift, FeatureRow, Finding, LocalReport, PlatformReport, Report,
    Tally, Verdict, format_day, tally,
};

pub use super::shape::Failure;

/// One document, ended by a line break; a fleet's holds one for each deployment.
pub(super) fn document(report: &Report, frame: &Frame<'_>) -> String {
    // Strings, numbers and lists always serialise.
    let text = match &frame.tally {
        None => serde_json::to_string_pretty(&one(report, frame)),
        Some(_) => serde_json::to_string_pretty(&Documents {
            deployments: report.deployments.iter().map(|it| one(it, frame)).collect(),
            summary: Box::new(summary(report, frame)),
        }),
    };
    escaped(&text.unwrap_or_default()) + "\n"
}

/// What stands at the end: what the run came to.
pub(super) fn summary<'a>(report: &'a Report, frame: &'a Frame<'_>) -> Summary<'a> {
    let listed: usize = report.all().map(|one| one.connections.len()).sum();
    let tally = frame.tally.as_ref();
    Summary {
        schema_version: "1",
        command: frame.command,
        outcome: frame.outcome.word(),
        exit_code: frame.exit_code,
        generated_at: &frame.generated_at,
        version: env!("CARGO_PKG_VERSION"),
        connections: tally.map_or(listed, |tally| tally.connections as usize),
        requests: requests(report),
        error: frame.error.as_ref(),
        drift: frame.drift.as_ref().map(drift),
        fleet: tally.map(fleet),
    }
}

fn fleet(tally: &Tally) -> Fleet<'_> {
    let by_requirement = tally.most_open().into_iter();
    Fleet {
        part: tally.part.map(|part| part.to_string()),
        deployments: tally.deployments,
        platforms: counts(tally.platforms),
        connections: tally.connections,
        by_scm: tally
            .by_scm
            .iter()
            .map(|(scm, of)| shape::ByScm {
                scm,
                counts: counts(*of),
            })
            .collect(),
        by_requirement: by_requirement
            .map(|(id, open)| shape::ByRequirement {
                id,
                not_met: open.not_met,
                cannot_tell: open.cannot_tell,
            })
            .collect(),
        worst: tally
            .worst
            .iter()
            .map(|one| shape::Worst {
                target: &one.target,
                name: one.name.as_deref(),
                outcome: one.outcome.0.word(),
                open: one.open.0,
            })
            .collect(),
        soonest_expiry: tally
            .ending
            .iter()
            .map(|one| shape::Ending {
                target: &one.target,
                name: one.name.as_deref(),
                expires_at: format_day(one.day),
            })
            .collect(),
    }
}

fn counts(counts: tally::Counts) -> shape::Counts {
    shape::Counts {
        ready: counts.ready,
        inconclusive: counts.inconclusive,
        gaps: counts.gaps,
        credentials: counts.credentials,
    }
}

fn one<'a>(report: &'a Report, frame: &'a Frame<'_>) -> Document<'a> {
    // A deployment of a fleet comes to something of its own.
    let (outcome, exit_code) = match frame.tally {
        None => (frame.outcome, frame.exit_code),
        Some(_) => {
            let outcome = report.outcome();
            (outcome, report.exit_code(outcome, frame.fail_on, true))
        }
    };
    Document {
        schema_version: "1",
        command: frame.command,
        outcome: outcome.word(),
        exit_code,
        generated_at: &frame.generated_at,
        version: env!("CARGO_PKG_VERSION"),
        platform: report.platform.as_ref().map(platform),
        connections: report.connections.iter().map(connection).collect(),
        features: report.features.iter().map(feature).collect(),
        changes: report.changes.iter().map(change).collect(),
        local: Local {
            findings: report.local.iter().flat_map(local).collect(),
        },
        requests: requests(report),
        // What is wrong with a whole fleet stands in its summary.
        error: frame.error.as_ref().filter(|_| frame.tally.is_none()),
        drift: frame.drift.as_ref().map(drift),
        name: report.name.as_deref(),
        lost: report.lost.as_deref(),
        extra: &frame.extra,
    }
}

/// The same JSON, in which what would steer a terminal is written as `\u009b`. Below U+0020 it is so already.
pub(super) fn escaped(json: &str) -> String {
    if json.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\n' => out.push(c),
            _ if steers(c) => {
                let units = c.encode_utf16(&mut [0; 2]).to_vec();
                out.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
            }
            _ => out.push(c),
        }
    }
    out
}

/// The JSON Schema (2020-12) of the document.
pub fn schema() -> Value {
    let title = "What every command of assistant prints with --format json";
    titled(generator().into_root_schema_for::<Document<'_>>(), title)
}

/// The JSON Schema (2020-12) of what `audit` and `report merge` print.
pub fn audit_schema() -> Value {
    let title = "What assistant audit and report merge print with --format json";
    titled(generator().into_root_schema_for::<Documents<'_>>(), title)
}

/// The JSON Schema (2020-12) of one line of the ndjson output.
pub fn record_schema() -> Value {
    let title = "One line of what assistant prints with --format ndjson";
    titled(generator().into_root_schema_for::<Record<'_>>(), title)
}

/// Every key is always there, so the schemas describe what is written, not what might be read.
fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
}

fn titled(mut schema: schemars::Schema, title: &str) -> Value {
    schema.insert("title".to_owned(), Value::from(title));
    schema.to_value()
}

pub(super) fn requests(report: &Report) -> Requests {
    Requests {
        sent: report.sent,
        elapsed_ms: report.elapsed_ms,
    }
}

pub(super) fn drift(drift: &Drift) -> shape::Drift<'_> {
    let each = drift.moves.iter().map(|one| shape::Move {
        kind: one.kind.word(),
        target: &one.target,
        key: one.key.as_deref(),
        from: one.from.as_deref(),
        to: one.to.as_deref(),
    });
    shape::Drift {
        since: &drift.since,
        incomparable: drift.incomparable.as_deref(),
        moves: each.collect(),
    }
}

pub(super) fn platform(platform: &PlatformReport) -> shape::Platform<'_> {
    shape::Platform {
        url: &platform.url,
        token: platform
            .token_source
            .as_deref()
            .map(|source| shape::Source { source }),
        deployment: platform.deployment.as_ref().map(|one| shape::Deployment {
            id: &one.id,
            slug: &one.slug,
            name: &one.name,
        }),
        findings: platform.findings.iter().map(finding).collect(),
    }
}

pub(super) fn connection(connection: &ConnectionReport) -> shape::Connection<'_> {
    shape::Connection {
        scm: &connection.scm,
        host: &connection.host,
        namespace: &connection.namespace,
        phase: connection.phase,
        outcome: connection.outcome().word(),
        lost: connection.lost.as_deref(),
        token: connection.token.as_ref().map(|token| shape::Token {
            kind: token.kind.as_deref(),
            source: &token.source,
            scopes: &token.scopes,
            missing: &token.missing,
            excess: &token.excess,
            expires_at: token.expires.map(format_day),
            days_left: token.days_left,
        }),
        findings: connection.findings.iter().map(finding).collect(),
    }
}

pub(super) fn feature(row: &FeatureRow) -> shape::Feature<'_> {
    shape::Feature {
        key: row.key,
        label: row.label,
        former_label: row.former_label,
        value: row.value.as_deref(),
        wanted: row.wanted.as_deref(),
    }
}

fn change(change: &Change) -> shape::Change<'_> {
    shape::Change {
        target: &change.target,
        key: &change.key,
        from: change.from.as_deref(),
        to: &change.to,
        state: change.state.word(),
        undo: &change.undo,
    }
}

fn local(local: &LocalReport) -> Vec<shape::LocalFinding<'_>> {
    let one = |row, host| shape::LocalFinding {
        finding: finding(row),
        host,
    };
    let own = local.findings.iter().map(|row| one(row, None));
    let of_hosts = local.hosts.iter().flat_map(|host| {
        let name = Some(host.host.as_str());
        host.findings.iter().map(move |row| one(row, name))
    });
    own.chain(of_hosts).collect()
}

fn finding(finding: &Finding) -> shape::Finding<'_> {
    let judged = &finding.judged;
    shape::Finding {
        id: finding.id,
        title: finding.title,
        level: finding.level.word(),
        verdict: judged.verdict.word(),
        cause: judged
            .cause
            .as_ref()
            .filter(|_| judged.verdict != Verdict::Met)
            .map(|cause| cause.code()),
        certainty: judged.sure.word(),
        why: Some(judged.why.as_str()).filter(|why| !why.is_empty()),
        attested: finding.attested.as_ref().map(|one| shape::Attested {
            by: &one.by,
            via: one.via,
        }),
        waived: finding.waived.as_ref().map(|one| shape::Waived {
            reason: &one.reason,
            owner: &one.owner,
            until: &one.until,
        }),
        evidence: judged
            .by
            .iter()
            .map(|trace| shape::Evidence {
                side: trace.side.word(),
                request: Some(trace.request.as_str()).filter(|request| !request.is_empty()),
                status: trace.status,
                detail: &trace.detail,
            })
            .collect(),
        fix: finding.fix.as_ref().map(|fix| shape::Fix {
            text: &fix.text,
            url: fix.url.as_deref(),
            who: &fix.who,
        }),
        docs: finding.docs,
    }
}
