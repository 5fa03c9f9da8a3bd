//! Judges what the sides of a run said, and makes it a report.

use std::collections::BTreeSet;

use super::copied::{flag, quoted};
use super::gather::{Heard, Session, SideHeard, holds};
use super::net::redact;
use crate::ask::Probe;
use crate::audit::{
    About, ConnectionReport, Context, Evidence, Finding, Gap, Outcome, Phase, PlatformReport,
    Report, TokenReport, Value, Verdict, fact, findings, pardon,
};
use crate::render::json::Failure;
use crate::scm::{self, Handover, Scm};
use crate::semgrep::connections::{self, Connections, Listed};
use crate::semgrep::{self, Platform, features};

/// Compares both sides, so it is left out where only one is asked.
const AGREES: &str = "semgrep/agrees-with-scm";

/// What must be there before features are any use, and what no other command depends on.
const PREREQUISITES: [&str; 2] = ["semgrep/core-deployment", "semgrep/comment-or-block"];

/// The situation in which the rows are judged.
#[derive(Clone, Debug, Default)]
pub(super) struct Stage {
    /// The command is about to write.
    pub(super) writes: bool,
    /// The command's own default, where no phase was asked for.
    pub(super) phase: Option<Phase>,
    /// The connection is being made, so its rows count as if it was there.
    pub(super) connecting: bool,
    /// Features that must be on by now.
    pub(super) asked: BTreeSet<String>,
    /// Features that are left out.
    pub(super) left_out: BTreeSet<String>,
    /// Projects, policies and features are none of the command's business.
    pub(super) narrow: bool,
}

impl Session {
    /// Judges everything heard.
    pub(super) fn judge(&self, heard: &Heard, stage: &Stage) -> Report {
        let settings = &self.settings;
        let own = self.judge_own(heard, stage);
        let all = Connections::of(&heard.answers);
        let mut reports: Vec<ConnectionReport> = heard
            .sides
            .iter()
            .map(|side| self.judge_side(side, heard, &all, stage, &own))
            .collect();
        if !settings.chosen {
            reports.extend(self.judge_others(heard, &all, stage, &own));
        }
        let found = semgrep::found(&heard.answers).ok().map(|(_, found)| found);
        let mut report = Report {
            platform: Some(self.platform_report(heard, own)),
            connections: reports,
            features: features::rows(found.as_ref(), &[]),
            changes: Vec::new(),
            name: None,
            lost: None,
            deployments: Vec::new(),
            local: None,
            sent: self.way.http.ledger.count(),
            elapsed_ms: self.way.elapsed_ms(),
        };
        redact(&mut report, &self.way.kept_out);
        report
    }

    /// Judges the rows about the deployment.
    pub(super) fn judge_own(&self, heard: &Heard, stage: &Stage) -> Vec<Finding> {
        let settings = &self.settings;
        let platform = self.platform(&heard.sides);
        let evidence = platform.read(&heard.platform, &heard.answers);
        let deployment = semgrep::deployment(&heard.answers);
        let context = self.context(stage, Phase::Steady, false);
        let word = |name: &str| match name {
            "aim" => Some(self.aim(heard)),
            _ => semgrep::word(&heard.platform, name),
        };
        let rows = platform.requirements();
        let name = semgrep::target_name(&settings.semgrep_host, deployment.as_ref());
        let pardon = |row: &mut Finding| self.pardon(row, &name);
        let mut own = findings(
            rows,
            About::Deployment,
            &evidence,
            &context,
            &[],
            &word,
            &pardon,
        );
        if stage.narrow {
            own.retain(|row| !PREREQUISITES.contains(&row.id));
        }
        own
    }

    /// The platform's part of a report.
    pub(super) fn platform_report(&self, heard: &Heard, own: Vec<Finding>) -> PlatformReport {
        let settings = &self.settings;
        let url = settings.semgrep_url.as_str().trim_end_matches('/');
        let token = settings.semgrep_token.as_ref();
        PlatformReport {
            url: url.to_owned(),
            token_source: token.map(|one| one.source.clone()),
            deployment: semgrep::deployment(&heard.answers),
            findings: own,
        }
    }

    /// Judges what the source code managers said, where the platform was not asked: their rows only.
    pub(super) fn judge_scms(&self, heard: &Heard, stage: &Stage) -> Report {
        let all = Connections::of(&heard.answers);
        let of_side = |side: &SideHeard| {
            let mut report = self.judge_side(side, heard, &all, stage, &[]);
            report.findings.retain(|row| !is_platform_side(row.id));
            report
        };
        let mut report = Report {
            connections: heard.sides.iter().map(of_side).collect(),
            sent: self.way.http.ledger.count(),
            elapsed_ms: self.way.elapsed_ms(),
            ..Report::default()
        };
        redact(&mut report, &self.way.kept_out);
        report
    }

    /// Judges one connection, after the rows about the deployment.
    pub(super) fn judge_side(
        &self,
        side: &SideHeard,
        heard: &Heard,
        all: &Connections,
        stage: &Stage,
        earlier: &[Finding],
    ) -> ConnectionReport {
        let scm = side.connection.scm;
        let evidence = all.read(&side.key).join(&side.read(all));
        // No write of ours makes a connection that works through an app: it must be there.
        let by_app = matches!(scm.about().handover, Handover::App { .. });
        let connected =
            stage.connecting || (stage.writes && by_app) || holds(&evidence, fact::CONNECTED);
        let phase = side
            .connection
            .phase
            .or(stage.phase)
            .unwrap_or(match connected {
                true => Phase::Steady,
                false => Phase::Setup,
            });
        let context = self.context(stage, phase, connected);
        let own = |name: &str| match name {
            "host" => Some(side.connection.host.clone()),
            "namespace" => Some(side.connection.namespace.clone()),
            "scm" => Some(scm.about().id.to_owned()),
            "connection" => Some(side.connection.flags(self.way.sandboxed) + &self.aim(heard)),
            _ => scm.word(&side.target, name),
        };
        let about = |name: &str| match name {
            "web" => semgrep::word(&heard.platform, name),
            _ => own(name),
        };
        let name = side.connection.target();
        let pardon = |row: &mut Finding| self.pardon(row, &name);
        let mut rows = Vec::new();
        if side.connection.credential.is_some() {
            let of_scm = scm.requirements();
            rows = findings(
                of_scm,
                About::Connection,
                &evidence,
                &context,
                earlier,
                &own,
                &pardon,
            );
        }
        let of_platform = self.platform(&[]).requirements();
        let before: Vec<Finding> = earlier.iter().chain(&rows).cloned().collect();
        rows.extend(findings(
            of_platform,
            About::Connection,
            &evidence,
            &context,
            &before,
            &about,
            &pardon,
        ));
        if side.connection.credential.is_none() {
            rows.retain(|row| row.id != AGREES);
        }
        ConnectionReport {
            lost: side.lost.clone(),
            scm: scm.about().id.to_owned(),
            host: side.connection.host.clone(),
            namespace: side.connection.namespace.clone(),
            phase: phase.word(),
            token: side.connection.credential.as_ref().map(|credential| {
                token_report(scm, &evidence, &rows, &credential.source, self.way.today)
            }),
            findings: rows,
        }
    }

    /// Connections that only the platform knows of get its rows only.
    pub(super) fn judge_others(
        &self,
        heard: &Heard,
        all: &Connections,
        stage: &Stage,
        earlier: &[Finding],
    ) -> Vec<ConnectionReport> {
        let listed = all.listed().unwrap_or_default();
        let unknown = |one: &&Listed| {
            !heard
                .sides
                .iter()
                .any(|side| connections::is(&side.key, one))
        };
        let report = |one: &Listed| {
            let evidence = all.read_listed(one);
            let context = self.context(stage, Phase::Steady, true);
            let scm = scm_of(one);
            let id = scm.map_or(one.kind.clone(), |scm| scm.about().id.to_owned());
            let word = |name: &str| match name {
                "host" => Some(host_of(one, scm)),
                "namespace" => Some(one.namespace.clone()),
                "scm" => Some(id.clone()),
                "connection" => Some(format!(
                    "--scm {}{}{}",
                    quoted(&id),
                    flag("--namespace", &one.namespace),
                    self.aim(heard)
                )),
                _ => semgrep::word(&heard.platform, name),
            };
            let rows = self.platform(&[]).requirements();
            let mut report = ConnectionReport {
                lost: None,
                scm: id.clone(),
                host: host_of(one, scm),
                namespace: one.namespace.clone(),
                phase: Phase::Steady.word(),
                token: None,
                findings: Vec::new(),
            };
            let name = report.target();
            let pardon = |row: &mut Finding| self.pardon(row, &name);
            report.findings = findings(
                rows,
                About::Connection,
                &evidence,
                &context,
                earlier,
                &word,
                &pardon,
            );
            // Without a token here there is no other side to compare with.
            report.findings.retain(|row| row.id != AGREES);
            report
        };
        listed.iter().filter(unknown).map(report).collect()
    }

    fn context(&self, stage: &Stage, phase: Phase, connected: bool) -> Context {
        Context {
            phase,
            connected,
            writes: stage.writes,
            today: self.way.today,
            warn_days: self.settings.warn_days,
            asked: stage.asked.clone(),
            left_out: match stage.narrow {
                true => features::ALL.iter().map(|one| one.key.to_owned()).collect(),
                false => stage.left_out.clone(),
            },
        }
    }

    fn pardon(&self, row: &mut Finding, target: &str) {
        let settings = &self.settings;
        pardon(
            std::slice::from_mut(row),
            target,
            &settings.attestations,
            &settings.waivers,
            self.way.today,
        );
    }
}

fn scm_of(listed: &Listed) -> Option<&'static dyn Scm> {
    scm::ALL
        .into_iter()
        .find(|scm| scm.about().platform_types.contains(&listed.kind.as_str()))
}

fn host_of(listed: &Listed, scm: Option<&'static dyn Scm>) -> String {
    let base = listed
        .base_url
        .as_deref()
        .or(scm.map(|scm| scm.about().default_url));
    let url = base.and_then(|base| url::Url::parse(base).ok());
    match (url, scm) {
        (Some(url), Some(scm)) => scm.host(&url),
        (Some(url), None) => url.host_str().unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

fn token_report(
    scm: &dyn Scm,
    evidence: &Evidence,
    rows: &[Finding],
    source: &str,
    today: i64,
) -> TokenReport {
    let expires = match evidence.get(fact::EXPIRES) {
        Ok(seen) => match seen.value {
            Value::Day(day) => day,
            _ => None,
        },
        Err(_) => None,
    };
    let scopes = evidence.set(fact::SCOPES).cloned().unwrap_or_default();
    let unmet = || {
        rows.iter()
            .filter(|row| row.judged.verdict == Verdict::NotMet)
    };
    let all = |pick: fn(&Finding) -> &Vec<String>| -> Vec<String> {
        let set: BTreeSet<String> = unmet().flat_map(|row| pick(row).clone()).collect();
        set.into_iter().collect()
    };
    let missing = all(|row| &row.judged.missing);
    let words: Vec<&str> = missing.iter().map(String::as_str).collect();
    let lattice = scm.requirements().iter().find_map(|row| row.need.lattice());
    let smallest = lattice.map_or(words.clone(), |lattice| lattice.smallest(&words));
    TokenReport {
        kind: evidence.text(fact::KIND),
        source: source.to_owned(),
        scopes: scopes.into_iter().collect(),
        missing: smallest.into_iter().map(str::to_owned).collect(),
        excess: all(|row| &row.judged.excess),
        expires,
        days_left: expires.map(|day| day - today),
    }
}

/// Rows that say how the platform sees the connection, which a new token or app may change.
pub(super) fn is_platform_side(id: &str) -> bool {
    let rows = Platform::default().requirements();
    rows.iter()
        .any(|row| row.id == id && row.about == About::Connection)
}

/// Why nothing is done where the platform's connections are not known: a second one must not be made by mistake.
pub(super) fn unlisted(gap: &Gap) -> Failure {
    Failure {
        code: Outcome::Inconclusive.word().to_owned(),
        message: format!("the connections can't be read: {}", gap.cause.words()),
        fix: None,
    }
}
