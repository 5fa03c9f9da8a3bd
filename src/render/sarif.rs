//! SARIF 2.1.0 for code scanning. What is wrong lies in no line of code, so each result is pinned to the first line
//! of the configuration file, and names the connection as its logical location.

use serde_json::{Map, Value, json};

use super::entries::{Entry, Mark, advice, entries, told};
use super::json::{drift, escaped};
use super::{Frame, clean, members};
use crate::audit::{Level, Outcome, Report, Requirement, When, fnv1a};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole log: one run.
pub(super) fn log(report: &Report, frame: &Frame<'_>) -> String {
    let open = entries(report).filter(|entry| Mark::of(entry.finding) != Mark::Met);
    let results: Vec<Value> = open.map(|entry| result(&entry, frame)).collect();
    let rules: Vec<Value> = frame.catalogue.iter().map(|row| rule(row)).collect();
    let mut run = json!({
        "tool": { "driver": {
            "name": "assistant",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        } },
        "automationDetails": { "id": format!("assistant/{}/", frame.command) },
        "invocations": [invocation(report, frame)],
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    if let Some(moved) = &frame.drift {
        run["properties"] = json!({ "drift": drift(moved) });
    }
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    // Strings, numbers and lists always serialise.
    let text = serde_json::to_string_pretty(&log).unwrap_or_default();
    escaped(&text) + "\n"
}

fn rule(row: &Requirement) -> Value {
    json!({
        "id": row.id,
        "shortDescription": { "text": row.title },
        "helpUri": row.docs,
        "defaultConfiguration": { "level": level(heaviest(&row.when)) },
        "properties": { "level": row.when.words() },
    })
}

/// The most that a row can weigh.
fn heaviest(when: &When) -> Level {
    match when {
        When::Always(level) => *level,
        When::OnWrites(_) | When::Asked(_) => Level::Required,
        When::Connected { before, after } => before.map_or(*after, |before| before.max(*after)),
        When::Unmet {
            then, otherwise, ..
        } => *then.max(otherwise),
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Required => "error",
        Level::Recommended => "warning",
        Level::Hygiene => "note",
    }
}

fn result(entry: &Entry<'_>, frame: &Frame<'_>) -> Value {
    let finding = entry.finding;
    let mark = Mark::of(finding);
    let weight = match (mark, finding.level) {
        (Mark::CannotTell, Level::Required) => "warning",
        (Mark::CannotTell | Mark::Waiting, _) => "note",
        (_, by) => level(by),
    };
    let target = clean(&entry.target);
    let shown = entry.shown();
    let (_, words) = mark.words().split_once(' ').unwrap_or_default();
    let mut text = format!("{shown}: {}: {words}", finding.title);
    for part in told(finding) {
        text.push_str(&format!("\n{part}"));
    }
    if let Some(advice) = advice(finding) {
        text.push_str(&format!("\n{advice}"));
    }
    let mut result = json!({
        "ruleId": finding.id,
        "level": weight,
        "message": { "text": text },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": frame.location },
                "region": { "startLine": 1 },
            },
            "logicalLocations": [{ "fullyQualifiedName": shown, "kind": "resource" }],
        }],
        "partialFingerprints": fingerprints(entry),
        "properties": {
            "target": target,
            "level": finding.level.word(),
            "verdict": finding.judged.verdict.word(),
            "certainty": finding.judged.sure.word(),
        },
    });
    if let Some(name) = &entry.report.name {
        result["properties"]["deployment"] = Value::from(clean(name));
    }
    let at = frame.catalogue.iter().position(|row| row.id == finding.id);
    if let Some(at) = at {
        result["ruleIndex"] = Value::from(at);
    }
    if let Some(why) = accepted(entry) {
        let one = json!({ "kind": "external", "status": "accepted", "justification": why });
        result["suppressions"] = json!([one]);
    }
    result
}

/// Who answers for a finding, and why.
fn accepted(entry: &Entry<'_>) -> Option<String> {
    let finding = entry.finding;
    let waived = finding.waived.as_ref().map(|one| {
        let (owner, until, reason) = (&one.owner, &one.until, &one.reason);
        clean(&format!("waived by {owner} until {until}: {reason}"))
    });
    let attested = finding.attested.as_ref();
    let attested = attested.map(|one| clean(&format!("vouched for by {} ({})", one.by, one.via)));
    waived.or(attested)
}

/// The same for the same row of the same target in every run, whatever was seen. Code scanning goes by the name that
/// is meant for a line's hash.
fn fingerprints(entry: &Entry<'_>) -> Value {
    let (target, id) = (&entry.target, entry.finding.id);
    let row = match &entry.report.name {
        Some(name) => format!("{target} {id} {name}"),
        None => format!("{target} {id}"),
    };
    let hash = format!("{:032x}", fnv1a(&row));
    Value::Object(Map::from_iter([
        ("assistantFinding/v1".to_owned(), Value::from(hash.as_str())),
        (
            "primaryLocationLineHash".to_owned(),
            Value::from(format!("{hash}:1")),
        ),
    ]))
}

fn invocation(report: &Report, frame: &Frame<'_>) -> Value {
    let failed = matches!(
        frame.outcome,
        Outcome::Error | Outcome::Usage | Outcome::Interrupted
    );
    let mut invocation = json!({
        "executionSuccessful": !failed && frame.error.is_none(),
        "exitCode": frame.exit_code,
        "exitCodeDescription": frame.outcome.word(),
        "endTimeUtc": frame.generated_at,
    });
    let error = frame.error.iter().map(|error| {
        let fix = error.fix.as_deref().map(|fix| format!("\n{fix}"));
        clean(&error.message) + &fix.unwrap_or_default()
    });
    let lost = members::lost(report).map(|(target, why)| format!("{target}: no token: {why}"));
    let told = error.chain(lost);
    let notes: Vec<Value> = told
        .map(|text| json!({ "level": "error", "message": { "text": text } }))
        .collect();
    if !notes.is_empty() {
        invocation["toolExecutionNotifications"] = Value::from(notes);
    }
    invocation
}
