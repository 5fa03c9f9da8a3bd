//! How the wizard ends: what was done, what is left, how to undo it, and how to do the same without questions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::args::Global;
use super::super::copied::quoted;
use super::super::gather::Session;
use super::super::output::{self, Done, print, style};
use super::super::turning_on::Wish;
use super::super::{End, Io};
use super::checklist::is_aim;
use crate::audit::{Outcome, Report, Via};
use crate::render::table;
use crate::semgrep::{self, features};
use crate::settings::Connection;

/// The end of a walk that got as far as the features.
pub(super) fn done(
    finished: Done<'_>,
    wish: &Wish,
    session: &Session,
    global: &Global,
    io: &mut Io,
) -> Result<u8, End> {
    let code = finished.code(global);
    let frame = finished.frame(code, global, io);
    let mut text = table::after(&finished.report, &frame);
    text.push_str(&again(wish, session));
    text.push_str(&file(&finished.report, wish, session)?);
    print(io, &text)?;
    output::summary(&finished, &frame, global, io)?;
    Ok(code)
}

/// The person stopped before that, or has to wait for somebody else.
pub(super) fn left(
    report: Report,
    outcome: Outcome,
    session: &Session,
    io: &mut Io,
) -> Result<u8, End> {
    let code = report.exit_code(outcome, session.settings.fail_on, false);
    print(io, &table::todo(&without_aims(report), style(io)))?;
    let text = format!(
        "{} (exit {code}); nothing was changed on the platform. Running assistant again goes on with the first open check.",
        outcome.word()
    );
    let text = format!("\n{}", table::wrapped(&text, "", io.width));
    io.err.write_all(text.as_bytes())?;
    Ok(code)
}

/// What is left to do before the wizard can do its own part.
fn without_aims(mut report: Report) -> Report {
    if let Some(platform) = &mut report.platform {
        platform.findings.retain(|row| !is_aim(row));
    }
    for connection in &mut report.connections {
        connection.findings.retain(|row| !is_aim(row));
    }
    report
}

/// The same as one command without questions.
fn again(wish: &Wish, session: &Session) -> String {
    let mut words = String::from("assistant enable");
    for connection in &session.settings.connections {
        words.push(' ');
        words.push_str(&connection.flags(session.way.sandboxed));
    }
    words.push_str(&session.way.aim);
    for (feature, value) in &wish.set {
        words.push_str(&format!(" --set {}={value}", feature.key));
    }
    for key in &wish.skip {
        words.push_str(&format!(" --skip {key}"));
    }
    for one in session
        .settings
        .attestations
        .iter()
        .filter(|one| one.via == Via::Wizard)
    {
        let target = one.target.as_ref().map(|target| format!("@{target}"));
        words.push_str(&format!(
            " --attest {}",
            quoted(&(one.id.clone() + &target.unwrap_or_default()))
        ));
    }
    words.push_str(" --yes");
    if !wish.skip.contains(&features::CODE_SNIPPETS) {
        words.push_str(" --accept-ai-code-sharing");
    }
    format!(
        "\nThe same without questions, with the tokens in the environment or the keyring:\n{words}\n"
    )
}

/// `assistant.yaml`, as far as the wizard writes it; the shape is that of `settings::files`.
#[derive(Serialize)]
struct File {
    version: u32,
    #[serde(skip_serializing_if = "Semgrep::is_empty")]
    semgrep: Semgrep,
    connections: Vec<Entry>,
    features: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Semgrep {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deployment: Option<String>,
}

impl Semgrep {
    fn is_empty(&self) -> bool {
        self.url.is_none() && self.deployment.is_none()
    }
}

#[derive(Serialize)]
struct Entry {
    scm: &'static str,
    namespace: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<String>,
}

/// The same as a file, without any secret. The sandbox's own addresses end with it, so they are left out.
fn file(report: &Report, wish: &Wish, session: &Session) -> Result<String, End> {
    let settings = &session.settings;
    let url = settings.semgrep_url.as_str().trim_end_matches('/');
    let own = |url: &str, default: &str| {
        (url != default && !session.way.sandboxed).then(|| url.to_owned())
    };
    let deployment = report
        .platform
        .as_ref()
        .and_then(|one| one.deployment.as_ref());
    let entry = |one: &Connection| Entry {
        scm: one.scm.about().id,
        namespace: one.namespace.clone(),
        host: own(
            one.base.as_str().trim_end_matches('/'),
            one.scm.about().default_url,
        )
        .filter(|_| one.scm.about().self_managed),
    };
    let wanted = report.features.iter().filter(|row| {
        let documented = features::by_key(row.key).is_some_and(|one| one.documented);
        documented && !wish.skip.contains(&row.key)
    });
    let file = File {
        version: 1,
        semgrep: Semgrep {
            url: own(url, semgrep::DEFAULT_URL),
            deployment: deployment.map(|one| one.slug.clone()),
        },
        connections: settings.connections.iter().map(entry).collect(),
        features: wanted
            .filter_map(|row| Some((row.key.to_owned(), row.value.clone()?)))
            .collect(),
    };
    let yaml = serde_yaml::to_string(&file).map_err(anyhow::Error::from)?;
    Ok(format!("\nThe same as a file, assistant.yaml:\n{yaml}"))
}
