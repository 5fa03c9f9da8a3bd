//! One record a line: a deployment, then its connections, and the summary last. The findings are those of the JSON.

use super::shape::{ConnectionRecord, DeploymentRecord, Record, Summary};
use super::{Frame, json};
use crate::audit::{ConnectionReport, Report};

/// All records of one run.
pub(super) fn records(report: &Report, frame: &Frame<'_>) -> String {
    let connections = report.connections.iter();
    let connections: String = connections.map(|one| connection(report, one)).collect();
    deployment(report) + &connections + &summary(report, frame)
}

/// The record of the deployment.
pub fn deployment(report: &Report) -> String {
    line(&Record::Deployment(Box::new(DeploymentRecord {
        platform: report.platform.as_ref().map(json::platform),
        features: report.features.iter().map(json::feature).collect(),
    })))
}

/// The record of one connection of this report.
pub fn connection(report: &Report, connection: &ConnectionReport) -> String {
    let platform = report.platform.as_ref();
    let deployment = platform.and_then(|one| one.deployment.as_ref());
    line(&Record::Connection(Box::new(ConnectionRecord {
        deployment: deployment.map(|one| one.slug.as_str()),
        connection: json::connection(connection),
    })))
}

/// The last record.
pub fn summary(report: &Report, frame: &Frame<'_>) -> String {
    line(&Record::Summary(Box::new(Summary {
        schema_version: "1",
        command: frame.command,
        outcome: frame.outcome.word(),
        exit_code: frame.exit_code,
        generated_at: &frame.generated_at,
        version: env!("CARGO_PKG_VERSION"),
        connections: report.connections.len(),
        requests: json::requests(report),
        error: frame.error.as_ref(),
        drift: frame.drift.as_ref().map(json::drift),
    })))
}

fn line(record: &Record<'_>) -> String {
    // Strings, numbers and lists always serialise.
    let text = serde_json::to_string(record).unwrap_or_default();
    // That escapes what some readers take for ends of lines as well.
    json::escaped(&text) + "\n"
}
