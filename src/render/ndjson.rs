//! One record a line: a deployment, then its connections, and the summary last. The findings are those of the JSON.

use super::shape::{ConnectionRecord, DeploymentRecord, Record};
use super::{Frame, json};
use crate::audit::{ConnectionReport, Report};

/// All records of one run.
pub(super) fn records(report: &Report, frame: &Frame<'_>) -> String {
    let of_fleet = !report.deployments.is_empty();
    let all = report.all().skip(usize::from(of_fleet));
    let each: String = all.map(one).collect();
    each + &summary(report, frame)
}

/// A deployment and its connections.
pub fn one(report: &Report) -> String {
    let connections = report.connections.iter();
    let connections: String = connections.map(|one| connection(report, one)).collect();
    deployment(report) + &connections
}

/// The record of the deployment.
pub fn deployment(report: &Report) -> String {
    line(&Record::Deployment(Box::new(DeploymentRecord {
        name: report.name.as_deref(),
        lost: report.lost.as_deref(),
        platform: report.platform.as_ref().map(json::platform),
        features: report.features.iter().map(json::feature).collect(),
    })))
}

/// The record of one connection of this report.
pub fn connection(report: &Report, connection: &ConnectionReport) -> String {
    let platform = report.platform.as_ref();
    let deployment = platform.and_then(|one| one.deployment.as_ref());
    line(&Record::Connection(Box::new(ConnectionRecord {
        name: report.name.as_deref(),
        deployment: deployment.map(|one| one.slug.as_str()),
        connection: json::connection(connection),
    })))
}

/// The last record.
pub fn summary(report: &Report, frame: &Frame<'_>) -> String {
    line(&Record::Summary(Box::new(json::summary(report, frame))))
}

fn line(record: &Record<'_>) -> String {
    // Strings, numbers and lists always serialise.
    let text = serde_json::to_string(record).unwrap_or_default();
    // That escapes what some readers take for ends of lines as well.
    json::escaped(&text) + "\n"
}
