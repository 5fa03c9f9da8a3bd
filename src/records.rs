//! Reports that were written as JSON or ndjson, read back so that they can be joined, resumed and printed again.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::ask::Probe;
use crate::audit::{
    Attested, Cause, Certainty, ConnectionReport, Deployment, FeatureRow, Finding, Fix, Judged,
    Level, Phase, PlatformReport, Report, Requirement, Shard, Side, TokenReport, Trace, Verdict,
    Via, Waived, parse_day,
};
use crate::scm;
use crate::semgrep::{Platform, features};

/// One record of an audit.
#[derive(Clone, Debug)]
pub enum Record {
    /// A deployment, with its name in the fleet's file; without connections.
    Deployment(Box<Report>),
    /// One connection; the report around it names its deployment.
    Connection(Box<Report>),
    /// What an earlier run came to, which is counted anew; and which part of a fleet it looked at.
    Summary(Option<Shard>),
}

#[derive(Deserialize)]
struct Any {
    record: String,
    name: Option<String>,
    deployment: Option<String>,
}

#[derive(Deserialize)]
struct OneDeployment {
    name: Option<String>,
    lost: Option<String>,
    features: Vec<OneFeature>,
    platform: Option<OnePlatform>,
}

#[derive(Deserialize)]
struct OneSummary {
    fleet: Option<OneFleet>,
}

#[derive(Deserialize)]
struct OneFleet {
    part: Option<String>,
}

#[derive(Deserialize)]
struct OneFeature {
    key: String,
    value: Option<String>,
    wanted: Option<String>,
}

#[derive(Deserialize)]
struct OnePlatform {
    url: String,
    token: Option<Source>,
    deployment: Option<OneOrganization>,
    findings: Vec<One>,
}

#[derive(Deserialize)]
struct Source {
    source: String,
}

#[derive(Deserialize)]
struct OneOrganization {
    id: String,
    slug: String,
    name: String,
}

#[derive(Deserialize)]
struct OneConnection {
    scm: String,
    host: String,
    namespace: String,
    phase: String,
    token: Option<OneToken>,
    lost: Option<String>,
    findings: Vec<One>,
}

#[derive(Deserialize)]
struct OneToken {
    kind: Option<String>,
    source: String,
    scopes: Vec<String>,
    missing: Vec<String>,
    excess: Vec<String>,
    expires_at: Option<String>,
    days_left: Option<i64>,
}

#[derive(Deserialize)]
struct One {
    id: String,
    level: String,
    verdict: String,
    cause: Option<String>,
    certainty: String,
    why: Option<String>,
    attested: Option<OneAttested>,
    waived: Option<OneWaived>,
    evidence: Vec<OneTrace>,
    fix: Option<OneFix>,
}

#[derive(Deserialize)]
struct OneAttested {
    by: String,
    via: String,
}

#[derive(Deserialize)]
struct OneWaived {
    reason: String,
    owner: String,
    until: String,
}

#[derive(Deserialize)]
struct OneTrace {
    side: String,
    request: Option<String>,
    status: Option<u16>,
    detail: String,
}

#[derive(Deserialize)]
struct OneFix {
    text: String,
    url: Option<String>,
    who: String,
}

/// Reads records; knows every row of the catalogue.
pub struct Reader {
    rows: BTreeMap<&'static str, &'static Requirement>,
}

impl Default for Reader {
    fn default() -> Self {
        let platform = Platform::default();
        let of_scms = scm::ALL.into_iter().flat_map(|scm| scm.requirements());
        let rows = platform.requirements().iter().chain(of_scms);
        Reader {
            rows: rows.map(|row| (row.id, row)).collect(),
        }
    }
}

impl Reader {
    /// Reads one line of ndjson; the error goes on after the line's name and repeats none of it.
    pub fn line(&self, line: &str) -> Result<Record, String> {
        let any: Any = serde_json::from_str(line).map_err(|_| FOREIGN.to_owned())?;
        match any.record.as_str() {
            "deployment" => Ok(Record::Deployment(Box::new(
                self.deployment(parsed(line)?)?,
            ))),
            "connection" => {
                let slug = any.deployment;
                let report = named(any.name, slug, self.connection(parsed(line)?)?);
                Ok(Record::Connection(Box::new(report)))
            }
            "summary" => Ok(Record::Summary(part(parsed(line)?)?)),
            _ => Err(FOREIGN.to_owned()),
        }
    }

    /// Reads a whole JSON document of `audit`, `report merge` or `check-scopes` as records.
    pub fn document(&self, text: &str) -> Result<Vec<Record>, String> {
        let whole: Value = serde_json::from_str(text).map_err(|_| FOREIGN.to_owned())?;
        let single = std::slice::from_ref(&whole);
        let deployments = whole.get("deployments").and_then(Value::as_array);
        let mut records = Vec::new();
        for one in deployments.map_or(single, Vec::as_slice) {
            let text = |value: &Value| value.to_string();
            let read: OneDeployment = parsed(&text(one))?;
            let name = read.name.clone();
            let slug = read.platform.as_ref().and_then(|it| it.deployment.as_ref());
            let slug = slug.map(|it| it.slug.clone());
            let connections = one.get("connections").and_then(Value::as_array);
            for connection in connections.ok_or(FOREIGN)? {
                let read = self.connection(parsed(&text(connection))?)?;
                let report = named(name.clone(), slug.clone(), read);
                records.push(Record::Connection(Box::new(report)));
            }
            records.push(Record::Deployment(Box::new(self.deployment(read)?)));
        }
        if let Some(summary) = whole.get("summary") {
            let summary: OneSummary = parsed(&summary.to_string())?;
            records.push(Record::Summary(part(summary)?));
        }
        Ok(records)
    }

    fn deployment(&self, one: OneDeployment) -> Result<Report, String> {
        let feature = |one: OneFeature| {
            let known = features::by_key(&one.key).ok_or(FOREIGN)?;
            Ok::<_, String>(FeatureRow {
                key: known.key,
                label: known.label,
                former_label: known.former_label,
                value: one.value,
                wanted: one.wanted,
            })
        };
        Ok(Report {
            name: one.name,
            lost: one.lost,
            platform: one.platform.map(|one| self.platform(one)).transpose()?,
            features: one
                .features
                .into_iter()
                .map(feature)
                .collect::<Result<_, _>>()?,
            ..Report::default()
        })
    }

    fn platform(&self, one: OnePlatform) -> Result<PlatformReport, String> {
        Ok(PlatformReport {
            url: one.url,
            token_source: one.token.map(|token| token.source),
            deployment: one.deployment.map(|one| Deployment {
                id: one.id,
                slug: one.slug,
                name: one.name,
            }),
            findings: self.findings(one.findings)?,
        })
    }

    fn connection(&self, one: OneConnection) -> Result<ConnectionReport, String> {
        let phases = [Phase::Setup, Phase::Steady].map(Phase::word);
        let phase = phases.into_iter().find(|word| *word == one.phase);
        Ok(ConnectionReport {
            lost: one.lost,
            scm: one.scm,
            host: one.host,
            namespace: one.namespace,
            phase: phase.ok_or(FOREIGN)?,
            token: one.token.map(|token| TokenReport {
                kind: token.kind,
                source: token.source,
                scopes: token.scopes,
                missing: token.missing,
                excess: token.excess,
                expires: token.expires_at.as_deref().and_then(parse_day),
                days_left: token.days_left,
            }),
            findings: self.findings(one.findings)?,
        })
    }

    fn findings(&self, all: Vec<One>) -> Result<Vec<Finding>, String> {
        all.into_iter().map(|one| self.finding(one)).collect()
    }

    fn finding(&self, one: One) -> Result<Finding, String> {
        let row = self.rows.get(one.id.as_str());
        let row = row.ok_or("names a check that this version does not know")?;
        let id = |id: &str| self.rows.get(id).map(|row| row.id);
        let cause = one.cause.as_deref();
        let cause = cause.map(|code| Cause::of_code(code, id).ok_or(FOREIGN));
        let word = |known: bool| known.then_some(()).ok_or(FOREIGN);
        let level = [Level::Required, Level::Recommended, Level::Hygiene];
        let level = level.into_iter().find(|level| level.word() == one.level);
        let verdict = [Verdict::Met, Verdict::NotMet, Verdict::CannotTell];
        let verdict = verdict.into_iter().find(|it| it.word() == one.verdict);
        let sure = [
            Certainty::Observed,
            Certainty::Implied,
            Certainty::Inferred,
            Certainty::Heuristic,
        ];
        let sure = sure.into_iter().find(|it| it.word() == one.certainty);
        word(level.is_some() && verdict.is_some() && sure.is_some())?;
        let attested = one.attested.map(|it| {
            let via = [Via::Flag, Via::Wizard, Via::File].map(Via::word);
            let via = via
                .into_iter()
                .find(|word| *word == it.via)
                .ok_or(FOREIGN)?;
            Ok::<_, String>(Attested { by: it.by, via })
        });
        Ok(Finding {
            id: row.id,
            title: row.title,
            level: level.ok_or(FOREIGN)?,
            judged: Judged {
                verdict: verdict.ok_or(FOREIGN)?,
                cause: cause.transpose()?,
                sure: sure.ok_or(FOREIGN)?,
                why: one.why.unwrap_or_default(),
                missing: Vec::new(),
                excess: Vec::new(),
                by: one
                    .evidence
                    .into_iter()
                    .map(trace)
                    .collect::<Result<_, _>>()?,
            },
            fix: one.fix.map(|fix| Fix {
                text: fix.text,
                url: fix.url,
                who: fix.who,
            }),
            docs: row.docs,
            pardonable: row.pardonable,
            attested: attested.transpose()?,
            waived: one.waived.map(|it| Waived {
                reason: it.reason,
                owner: it.owner,
                until: it.until,
            }),
        })
    }
}

fn part(one: OneSummary) -> Result<Option<Shard>, String> {
    let part = one.fleet.and_then(|fleet| fleet.part);
    let part = part.map(|text| Shard::parse(&text).map_err(|_| FOREIGN.to_owned()));
    part.transpose()
}

/// A connection in the report of its deployment.
fn named(name: Option<String>, slug: Option<String>, connection: ConnectionReport) -> Report {
    let deployment = slug.map(|slug| Deployment {
        slug,
        ..Deployment::default()
    });
    Report {
        name,
        platform: deployment.map(|deployment| PlatformReport {
            deployment: Some(deployment),
            ..PlatformReport::default()
        }),
        connections: vec![connection],
        ..Report::default()
    }
}

const FOREIGN: &str = "is not a record of this program";

fn parsed<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|_| FOREIGN.to_owned())
}

fn trace(one: OneTrace) -> Result<Trace, String> {
    let sides = [Side::Scm, Side::Platform, Side::Local];
    let side = sides.into_iter().find(|side| side.word() == one.side);
    Ok(Trace {
        side: side.ok_or(FOREIGN)?,
        request: one.request.unwrap_or_default(),
        status: one.status,
        detail: one.detail,
    })
}
