//! Findings, what they add up to, and everything a command has to tell.

use super::{Cause, Judged, Level, Trace, Verdict};

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// One sentence.
    pub text: String,
    /// The page to go to.
    pub url: Option<String>,
    /// Who can do it.
    pub who: String,
}

/// Somebody vouched for a row that can't be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attested {
    /// Who.
    pub by: String,
    /// How: `flag`, `wizard` or `file`.
    pub via: &'static str,
}

/// A row that is not met and accepted as such for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day, `YYYY-MM-DD`.
    pub until: String,
}

/// One judged row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The requirement's id.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its level here.
    pub level: Level,
    /// Verdict, cause, certainty, evidence.
    pub judged: Judged,
    /// What to do; `None` when met or when another row comes first.
    pub fix: Option<Fix>,
    /// The page the requirement comes from.
    pub docs: &'static str,
    /// Whether it may be vouched for or waived.
    pub pardonable: bool,
    /// Who vouched for it.
    pub attested: Option<Attested>,
    /// Who waived it.
    pub waived: Option<Waived>,
}

impl Finding {
    /// Whether it stands behind another row that failed.
    pub fn blocked(&self) -> bool {
        matches!(self.judged.cause, Some(Cause::BlockedBy(_)))
    }

    /// Whether it counts: required, and neither vouched for, waived nor blocked.
    pub fn counts(&self) -> bool {
        self.level == Level::Required
            && self.attested.is_none()
            && self.waived.is_none()
            && !self.blocked()
    }

    /// What it comes to on its own.
    pub fn outcome(&self) -> Outcome {
        match (self.counts(), self.judged.verdict) {
            (false, _) | (_, Verdict::Met) => Outcome::Ready,
            (_, Verdict::CannotTell) => Outcome::Inconclusive,
            (_, Verdict::NotMet) => match &self.judged.cause {
                Some(cause) if cause.is_credential() => Outcome::Credentials,
                _ => Outcome::Gaps,
            },
        }
    }
}

/// What a run comes to, best first: the worst wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Everything required holds.
    Ready,
    /// What was asked for is done.
    Done,
    /// A dry run found changes to make.
    Pending,
    /// Something required cannot be told.
    Inconclusive,
    /// Something required is not met.
    Gaps,
    /// A credential is missing or dead.
    Credentials,
    /// Partly applied, or applied and not confirmed.
    Partial,
    /// Our own fault.
    Error,
    /// Bad usage, configuration or missing input; nothing was sent.
    Usage,
    /// Declined or interrupted.
    Interrupted,
}

impl Outcome {
    /// The word used in the output.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Ready => "ready",
            Outcome::Done => "done",
            Outcome::Pending => "pending",
            Outcome::Inconclusive => "inconclusive",
            Outcome::Gaps => "gaps",
            Outcome::Credentials => "credentials",
            Outcome::Partial => "partial",
            Outcome::Error => "error",
            Outcome::Usage => "usage",
            Outcome::Interrupted => "interrupted",
        }
    }

    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Outcome::Ready | Outcome::Done => 0,
            Outcome::Error => 1,
            Outcome::Usage => 2,
            Outcome::Gaps => 3,
            Outcome::Credentials => 4,
            Outcome::Inconclusive => 5,
            Outcome::Pending => 6,
            Outcome::Partial => 7,
            Outcome::Interrupted => 130,
        }
    }
}

/// What counts as failure in the exit code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Only what is not met.
    NotMet,
    /// Also what cannot be told.
    #[default]
    CannotTell,
    /// Also recommended and hygiene rows that are not met.
    Hygiene,
}

/// The worst outcome of these findings.
pub fn worst<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Outcome {
    findings
        .into_iter()
        .map(Finding::outcome)
        .max()
        .unwrap_or(Outcome::Ready)
}

/// Everything about the deployment.
#[derive(Clone, Debug, Default)]
pub struct PlatformReport {
    /// The platform's base URL.
    pub url: String,
    /// Where the token came from.
    pub token_source: Option<String>,
    /// The deployment, once known.
    pub deployment: Option<Deployment>,
    /// The rows about the deployment.
    pub findings: Vec<Finding>,
}

/// The organization on the platform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deployment {
    /// Its numeric id, as text.
    pub id: String,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A token as far as it may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenReport {
    /// Its kind, such as `project access token`.
    pub kind: Option<String>,
    /// Where it came from.
    pub source: String,
    /// What was granted.
    pub scopes: Vec<String>,
    /// What to add.
    pub missing: Vec<String>,
    /// What to take away.
    pub excess: Vec<String>,
    /// Its last day, in days since 1970-01-01.
    pub expires: Option<i64>,
    /// Days until then.
    pub days_left: Option<i64>,
}

/// Everything about one connection.
#[derive(Clone, Debug)]
pub struct ConnectionReport {
    /// The source code manager's id; for one that is not known here, the platform's name for its type.
    pub scm: String,
    /// Its host.
    pub host: String,
    /// Group, organization, workspace or `organization/project`.
    pub namespace: String,
    /// `setup` or `steady`.
    pub phase: &'static str,
    /// The token used, if any.
    pub token: Option<TokenReport>,
    /// Why its token could not be had, though one is named.
    pub lost: Option<String>,
    /// The rows about the connection, from both sides.
    pub findings: Vec<Finding>,
}

impl ConnectionReport {
    /// What its rows come to; a token that could not be had counts as well.
    pub fn outcome(&self) -> Outcome {
        let lost = self.lost.as_ref().map(|_| Outcome::Credentials);
        worst(&self.findings).max(lost.unwrap_or(Outcome::Ready))
    }

    /// The name by which waivers and scripts refer to it: `scm:host/namespace`.
    pub fn target(&self) -> String {
        format!("{}:{}/{}", self.scm, self.host, self.namespace)
    }
}

/// Everything about this machine.
#[derive(Clone, Debug, Default)]
pub struct LocalReport {
    /// The rows about the machine itself.
    pub findings: Vec<Finding>,
    /// The hosts looked at, each with its rows.
    pub hosts: Vec<HostReport>,
}

/// The way from this machine to one host.
#[derive(Clone, Debug)]
pub struct HostReport {
    /// The host, with its port where that is not the usual one.
    pub host: String,
    /// What it is asked for, such as `Semgrep platform`.
    pub uses: String,
    /// The proxy on the way, if there is one.
    pub proxy: Option<String>,
    /// The rows about it.
    pub findings: Vec<Finding>,
}

impl LocalReport {
    /// All findings, those about the machine first.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let of_hosts = self.hosts.iter().flat_map(|host| &host.findings);
        self.findings.iter().chain(of_hosts)
    }
}

/// One setting of the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureRow {
    /// The key used on the command line.
    pub key: &'static str,
    /// Its name under Semgrep Multimodal.
    pub label: &'static str,
    /// Its name under Semgrep Assistant.
    pub former_label: &'static str,
    /// The value found; `None` where it could not be read.
    pub value: Option<String>,
    /// The value asked for.
    pub wanted: Option<String>,
}

/// How far a change has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not sent yet.
    Planned,
    /// Accepted by the service, not confirmed on reading back.
    Applied,
    /// Read back as wanted.
    Verified,
    /// Refused, or the answer was lost.
    Failed,
    /// Not tried, because an earlier change failed.
    Skipped,
}

impl State {
    /// The word used in the output.
    pub fn word(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Applied => "applied",
            State::Verified => "verified",
            State::Failed => "failed",
            State::Skipped => "skipped",
        }
    }
}

/// One change, wanted or made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is changed: `semgrep:host/deployment` or `scm:host/namespace`.
    pub target: String,
    /// Which part of it.
    pub key: String,
    /// What it was.
    pub from: Option<String>,
    /// What it becomes.
    pub to: String,
    /// How far it has come.
    pub state: State,
    /// The command that undoes it.
    pub undo: String,
}

/// Everything a command has to tell.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The platform's side.
    pub platform: Option<PlatformReport>,
    /// The connections, in a stable order.
    pub connections: Vec<ConnectionReport>,
    /// The settings.
    pub features: Vec<FeatureRow>,
    /// What was or would be changed.
    pub changes: Vec<Change>,
    /// This machine.
    pub local: Option<LocalReport>,
    /// The deployment's name in a fleet's file.
    pub name: Option<String>,
    /// Why the platform's token could not be had, though one is named.
    pub lost: Option<String>,
    /// A fleet's deployments, each a report of its own; empty for a single one.
    pub deployments: Vec<Report>,
    /// Requests sent.
    pub sent: u64,
    /// Milliseconds from the first request to the last answer.
    pub elapsed_ms: u64,
}

impl Report {
    /// This one, then the deployments of a fleet.
    pub fn all(&self) -> impl Iterator<Item = &Report> {
        std::iter::once(self).chain(&self.deployments)
    }
    /// All findings, the platform's first and this machine's last.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.platform
            .iter()
            .flat_map(|platform| &platform.findings)
            .chain(self.connections.iter().flat_map(|one| &one.findings))
            .chain(self.local.iter().flat_map(LocalReport::findings))
    }

    /// What the findings add up to.
    pub fn outcome(&self) -> Outcome {
        let lost = self.lost.as_ref().map(|_| Outcome::Credentials);
        let of_connections = self.connections.iter().map(ConnectionReport::outcome);
        let rest = of_connections.chain(lost).max();
        worst(self.findings()).max(rest.unwrap_or(Outcome::Ready))
    }

    /// The exit code of an outcome under a policy. Only the code changes, never the outcome. A command that does not
    /// only read, and did not do what it is for, has not succeeded under any policy.
    pub fn exit_code(&self, outcome: Outcome, fail_on: FailOn, reads: bool) -> u8 {
        let undone = || {
            let verified = |one: &Change| one.state == State::Verified;
            self.changes.is_empty() || !self.changes.iter().all(verified)
        };
        let hygiene = || {
            self.findings().any(|finding| {
                finding.judged.verdict == Verdict::NotMet
                    && finding.waived.is_none()
                    && !finding.blocked()
            })
        };
        match (outcome, fail_on) {
            (Outcome::Inconclusive, FailOn::NotMet) if reads || !undone() => 0,
            (
                Outcome::Ready | Outcome::Done | Outcome::Pending | Outcome::Inconclusive,
                FailOn::Hygiene,
            ) if hygiene() => Outcome::Gaps.code(),
            _ => outcome.code(),
        }
    }
}

impl Finding {
    /// Adds a look at something on this machine to the evidence.
    pub(crate) fn note(&mut self, detail: String) {
        self.judged.by.push(Trace::local(detail));
    }
}
