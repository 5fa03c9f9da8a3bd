//! An earlier report, read back so that this one can be compared with it.

use std::io::Read;
use std::path::Path;

use serde::Deserialize;

use crate::audit::drift::{DEPLOYMENT, Row, Snapshot, Token};
use crate::audit::parse_day;
use crate::input;

/// A report that was written by `check-scopes --format json`.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// When it was made, RFC 3339.
    pub generated_at: String,
    /// What it says.
    pub snapshot: Snapshot,
}

/// More bytes than the largest report that is worth comparing.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// What every document of this program begins with, whatever its version.
#[derive(Deserialize)]
struct Head {
    schema_version: String,
    command: String,
}

#[derive(Deserialize)]
struct Document {
    generated_at: String,
    platform: Option<Platform>,
    connections: Vec<Connection>,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Platform {
    deployment: Option<Deployment>,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Deployment {
    id: String,
    slug: String,
}

#[derive(Deserialize)]
struct Connection {
    scm: String,
    host: String,
    namespace: String,
    token: Option<OneToken>,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct OneToken {
    kind: Option<String>,
    scopes: Vec<String>,
    expires_at: Option<String>,
    days_left: Option<i64>,
}

#[derive(Deserialize)]
struct Finding {
    id: String,
    verdict: String,
    cause: Option<String>,
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
struct Evidence {
    detail: String,
}

#[derive(Deserialize)]
struct Feature {
    key: String,
    value: Option<String>,
}

/// Reads an earlier report of `command`; the error says what is wrong with the file, without its contents.
pub fn read(path: &Path, command: &str) -> Result<Baseline, String> {
    let shown = path.display();
    let fault = |error: std::io::Error| format!("can't read {shown}: {error}");
    let mut text = String::new();
    let file = input::open(path).map_err(fault)?;
    let read = file.take(MOST_BYTES + 1).read_to_string(&mut text);
    if read.map_err(fault)? as u64 > MOST_BYTES {
        return Err(format!("{shown} is larger than any report"));
    }
    parse(&text, command).map_err(|problem| format!("{shown} {problem}"))
}

/// The same, of the text; the error goes on after the file's name.
fn parse(text: &str, command: &str) -> Result<Baseline, String> {
    const FOREIGN: &str = "is not a report of this program in JSON";
    let head: Head = serde_json::from_str(text).map_err(|_| FOREIGN.to_owned())?;
    if head.schema_version != "1" {
        return Err("has another schema version; this program reads version 1".to_owned());
    }
    if head.command != command {
        return Err(format!("is not a report of {command}"));
    }
    let document: Document = serde_json::from_str(text).map_err(|_| FOREIGN.to_owned())?;
    if document.platform.is_none() {
        return Err("is of a run that came to no result".to_owned());
    }
    Ok(Baseline {
        generated_at: document.generated_at.clone(),
        snapshot: snapshot(document),
    })
}

fn snapshot(document: Document) -> Snapshot {
    let mut snapshot = Snapshot::default();
    let rows = &mut snapshot.rows;
    let mut add = |target: &str, findings: Vec<Finding>| {
        for finding in findings {
            let place = (target.to_owned(), finding.id.clone());
            rows.insert(place, row(finding));
        }
    };
    if let Some(platform) = document.platform {
        add(DEPLOYMENT, platform.findings);
        snapshot.deployment = platform.deployment.map(|one| (one.id, one.slug));
    }
    for connection in document.connections {
        let target = format!(
            "{}:{}/{}",
            connection.scm, connection.host, connection.namespace
        );
        add(&target, connection.findings);
        let token = connection.token.map(token);
        snapshot.connections.insert(target, token);
    }
    let known = |one: Feature| Some((one.key, one.value?));
    snapshot.features = document.features.into_iter().filter_map(known).collect();
    snapshot
}

fn row(finding: Finding) -> Row {
    let blocked = |cause: &String| cause.starts_with("blocked-by");
    Row {
        verdict: finding.verdict,
        blocked: finding.cause.as_ref().is_some_and(blocked),
        seen: finding.evidence.into_iter().map(|one| one.detail).collect(),
    }
}

fn token(token: OneToken) -> Token {
    Token {
        kind: token.kind,
        scopes: token.scopes,
        expires: token.expires_at.as_deref().and_then(parse_day),
        days_left: token.days_left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        r#""schema_version":"1","command":"check-scopes","generated_at":"2026-11-23T10:00:00Z""#;

    #[test]
    fn what_is_no_report_is_told_apart() {
        let cases = [
            ("", "is not a report"),
            ("[]", "is not a report"),
            (r#"{"name":"other"}"#, "is not a report"),
            (
                r#"{"schema_version":"2","command":"check-scopes"}"#,
                "another schema version",
            ),
            (
                r#"{"schema_version":"1","command":"status"}"#,
                "not a report of check-scopes",
            ),
        ];
        for (text, words) in cases {
            let problem = parse(text, "check-scopes").expect_err("refused");
            assert!(problem.contains(words), "{text}: {problem}");
        }
    }

    #[test]
    fn a_run_without_a_result_is_no_baseline() {
        let text = format!("{{{HEAD},\"platform\":null,\"connections\":[],\"features\":[]}}");
        let problem = parse(&text, "check-scopes").expect_err("refused");
        assert!(problem.contains("no result"), "{problem}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = parse(&text, "check-scopes");
            let _ = parse(&format!("{{{HEAD},{text}}}"), "check-scopes");
        }
    }
}
