//! What tells the deployments of a fleet apart: the same connection may belong to several.

use super::{NAME, brief};
use crate::audit::{ConnectionReport, PlatformReport, Report};

/// `semgrep:host/deployment`, as waivers refer to it.
pub(super) fn name(platform: &PlatformReport) -> String {
    let url = platform.url.as_str();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let deployment = platform.deployment.as_ref();
    let slug = deployment.map(|one| one.slug.as_str()).unwrap_or_default();
    format!("semgrep:{host}/{slug}")
}

/// The target and, behind it, its deployment's name in a fleet's file. Clean.
pub(super) fn shown(target: &str, name: Option<&str>) -> String {
    let target = brief(target, NAME);
    match name.filter(|name| !name.is_empty()) {
        Some(name) => format!("{target} ({})", brief(name, NAME)),
        None => target,
    }
}

/// A connection as it is shown.
pub(super) fn connection(one: &ConnectionReport, report: &Report) -> String {
    shown(&one.target(), report.name.as_deref())
}

/// A deployment as it is shown; empty without a platform.
pub(super) fn deployment(report: &Report) -> String {
    let platform = report.platform.as_ref().map(name).unwrap_or_default();
    // Its own name may be the one that the file gives it.
    let other = |name: &&str| !platform.ends_with(&format!("/{name}"));
    shown(&platform, report.name.as_deref().filter(other))
}

/// The tokens that are named and could not be had: whose each is, and why. Clean.
pub(super) fn lost(report: &Report) -> impl Iterator<Item = (String, String)> {
    report.all().flat_map(|report| {
        let why = |lost: &str| brief(lost, NAME);
        let own = report.lost.as_deref();
        let own = own.map(|lost| (deployment(report), why(lost)));
        let each = report.connections.iter().filter_map(move |one| {
            let lost = one.lost.as_deref()?;
            Some((connection(one, report), why(lost)))
        });
        own.into_iter().chain(each)
    })
}
