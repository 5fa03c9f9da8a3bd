//! JSON, version 1: a contract of its own, so the structs here are not the domain's.

use serde::Serialize;
use serde_json::Value;

use crate::audit::{
    Change, ConnectionReport, FeatureRow, Finding, LocalReport, Outcome, PlatformReport, Report,
    Verdict, format_day, worst,
};

/// What went wrong, for a run that came to no verdict or not to its end.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// The outcome's word.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub fix: Option<String>,
}

/// The parts that every command fills in.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The command's name.
    pub command: &'a str,
    /// The judged outcome.
    pub outcome: Outcome,
    /// The process's exit code.
    pub exit_code: u8,
    /// Now, RFC 3339.
    pub generated_at: String,
    /// What went wrong.
    pub error: Option<Failure>,
}

#[derive(Serialize)]
struct Document<'a> {
    schema_version: &'static str,
    command: &'a str,
    outcome: &'static str,
    exit_code: u8,
    generated_at: &'a str,
    version: &'static str,
    platform: Option<Platform<'a>>,
    connections: Vec<Connection<'a>>,
    features: Vec<Feature<'a>>,
    changes: Vec<OneChange<'a>>,
    local: Local<'a>,
    requests: Requests,
    error: Option<&'a Failure>,
    #[serde(flatten)]
    extra: serde_json::Map<String, Value>,
}

#[derive(Serialize)]
struct Platform<'a> {
    url: &'a str,
    token: Option<Source<'a>>,
    deployment: Option<Deployment<'a>>,
    findings: Vec<OneFinding<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    source: &'a str,
}

#[derive(Serialize)]
struct Deployment<'a> {
    id: &'a str,
    slug: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Connection<'a> {
    scm: &'a str,
    host: &'a str,
    namespace: &'a str,
    phase: &'a str,
    outcome: &'static str,
    token: Option<Token<'a>>,
    findings: Vec<OneFinding<'a>>,
}

#[derive(Serialize)]
struct Token<'a> {
    kind: Option<&'a str>,
    source: &'a str,
    scopes: &'a [String],
    missing: &'a [String],
    excess: &'a [String],
    expires_at: Option<String>,
    days_left: Option<i64>,
}

#[derive(Serialize)]
struct Feature<'a> {
    key: &'a str,
    label: &'a str,
    former_label: &'a str,
    value: Option<&'a str>,
    wanted: Option<&'a str>,
}

#[derive(Serialize)]
struct OneChange<'a> {
    target: &'a str,
    key: &'a str,
    from: Option<&'a str>,
    to: &'a str,
    state: &'static str,
    undo: &'a str,
}

#[derive(Serialize)]
struct Local<'a> {
    findings: Vec<LocalFinding<'a>>,
}

#[derive(Serialize)]
struct LocalFinding<'a> {
    #[serde(flatten)]
    finding: OneFinding<'a>,
    host: Option<&'a str>,
}

#[derive(Serialize)]
struct Requests {
    sent: u64,
    elapsed_ms: u64,
}

#[derive(Serialize)]
struct OneFinding<'a> {
    id: &'a str,
    title: &'a str,
    level: &'static str,
    verdict: &'static str,
    cause: Option<String>,
    certainty: &'static str,
    attested: Option<Attested<'a>>,
    waived: Option<Waived<'a>>,
    evidence: Vec<Evidence<'a>>,
    fix: Option<Fix<'a>>,
    docs: &'a str,
}

#[derive(Serialize)]
struct Attested<'a> {
    by: &'a str,
    via: &'a str,
}

#[derive(Serialize)]
struct Waived<'a> {
    reason: &'a str,
    owner: &'a str,
    until: &'a str,
}

#[derive(Serialize)]
struct Evidence<'a> {
    side: &'static str,
    request: Option<&'a str>,
    status: Option<u16>,
    detail: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    text: &'a str,
    url: Option<&'a str>,
    who: &'a str,
}

/// One document, ended by a line break. `extra` holds the one key that some commands add.
pub fn document(
    report: &Report,
    frame: &Frame<'_>,
    extra: serde_json::Map<String, Value>,
) -> String {
    let document = Document {
        schema_version: "1",
        command: frame.command,
        outcome: frame.outcome.word(),
        exit_code: frame.exit_code,
        generated_at: &frame.generated_at,
        version: env!("CARGO_PKG_VERSION"),
        platform: report.platform.as_ref().map(platform),
        connections: report.connections.iter().map(connection).collect(),
        features: report.features.iter().map(feature).collect(),
        changes: report.changes.iter().map(change).collect(),
        local: Local {
            findings: report.local.iter().flat_map(local).collect(),
        },
        requests: Requests {
            sent: report.sent,
            elapsed_ms: report.elapsed_ms,
        },
        error: frame.error.as_ref(),
        extra,
    };
    // Strings, numbers and lists always serialise.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn platform(platform: &PlatformReport) -> Platform<'_> {
    Platform {
        url: &platform.url,
        token: platform
            .token_source
            .as_deref()
            .map(|source| Source { source }),
        deployment: platform.deployment.as_ref().map(|one| Deployment {
            id: &one.id,
            slug: &one.slug,
            name: &one.name,
        }),
        findings: platform.findings.iter().map(finding).collect(),
    }
}

fn connection(connection: &ConnectionReport) -> Connection<'_> {
    Connection {
        scm: &connection.scm,
        host: &connection.host,
        namespace: &connection.namespace,
        phase: connection.phase,
        outcome: worst(&connection.findings).word(),
        token: connection.token.as_ref().map(|token| Token {
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

fn feature(row: &FeatureRow) -> Feature<'_> {
    Feature {
        key: row.key,
        label: row.label,
        former_label: row.former_label,
        value: row.value.as_deref(),
        wanted: row.wanted.as_deref(),
    }
}

fn change(change: &Change) -> OneChange<'_> {
    OneChange {
        target: &change.target,
        key: &change.key,
        from: change.from.as_deref(),
        to: &change.to,
        state: change.state.word(),
        undo: &change.undo,
    }
}

fn local(local: &LocalReport) -> Vec<LocalFinding<'_>> {
    let one = |row, host| LocalFinding {
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

fn finding(finding: &Finding) -> OneFinding<'_> {
    let judged = &finding.judged;
    OneFinding {
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
        attested: finding.attested.as_ref().map(|one| Attested {
            by: &one.by,
            via: one.via,
        }),
        waived: finding.waived.as_ref().map(|one| Waived {
            reason: &one.reason,
            owner: &one.owner,
            until: &one.until,
        }),
        evidence: judged
            .by
            .iter()
            .map(|trace| Evidence {
                side: trace.side.word(),
                request: Some(trace.request.as_str()).filter(|request| !request.is_empty()),
                status: trace.status,
                detail: &trace.detail,
            })
            .collect(),
        fix: finding.fix.as_ref().map(|fix| Fix {
            text: &fix.text,
            url: fix.url.as_deref(),
            who: &fix.who,
        }),
        docs: finding.docs,
    }
}
