//! What many connections come to, counted one by one, so that none has to be kept.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{ConnectionReport, FailOn, Finding, Outcome, Report, Shard, Verdict, worst};

/// So many of the worst, and of those that end soonest, are named.
const NAMED: usize = 10;

/// How many connections came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Everything required holds.
    pub ready: u64,
    /// Something required cannot be told.
    pub inconclusive: u64,
    /// Something required is not met.
    pub gaps: u64,
    /// A credential is missing or dead.
    pub credentials: u64,
}

/// How often a row is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Not met.
    pub not_met: u64,
    /// Cannot be told, and does not only wait for another row.
    pub cannot_tell: u64,
}

/// One of the worst connections.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worst {
    /// What it came to, the worst first.
    pub outcome: Reverse<Outcome>,
    /// How many required rows are open.
    pub open: Reverse<usize>,
    /// `scm:host/namespace`.
    pub target: String,
    /// The deployment's name in the fleet's file.
    pub name: Option<String>,
}

/// A token that ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ending {
    /// Its last day, in days since 1970-01-01.
    pub day: i64,
    /// `scm:host/namespace`.
    pub target: String,
    /// The deployment's name in the fleet's file.
    pub name: Option<String>,
}

/// The count so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Deployments looked at.
    pub deployments: u64,
    /// Deployments by what their own rows came to.
    pub platforms: Counts,
    /// Connections looked at.
    pub connections: u64,
    /// Connections by source code manager and what they came to.
    pub by_scm: BTreeMap<String, Counts>,
    /// Open rows by requirement.
    pub by_requirement: BTreeMap<&'static str, Open>,
    /// The worst connections, worst first.
    pub worst: Vec<Worst>,
    /// The tokens that end soonest.
    pub ending: Vec<Ending>,
    /// The part of the fleet that was counted, where it is not all of it.
    pub part: Option<Shard>,
    outcome: Option<Outcome>,
    lesser: bool,
}

impl Tally {
    /// An empty count of this part of a fleet, or of all of it.
    pub fn of_part(part: Option<Shard>) -> Self {
        Tally {
            part,
            ..Tally::default()
        }
    }

    /// Counts a deployment's own rows.
    pub fn add_deployment(&mut self, report: &Report) {
        self.deployments += 1;
        let rows = report.platform.iter().flat_map(|one| &one.findings);
        let lost = report.lost.as_ref().map(|_| Outcome::Credentials);
        let outcome = worst(rows.clone()).max(lost.unwrap_or(Outcome::Ready));
        self.platforms.add(outcome);
        rows.for_each(|row| self.add_row(row));
        self.note(outcome);
    }

    /// Counts a connection of the deployment with this name.
    pub fn add_connection(&mut self, name: Option<&str>, connection: &ConnectionReport) {
        self.connections += 1;
        let outcome = connection.outcome();
        let scm = self.by_scm.entry(connection.scm.clone()).or_default();
        scm.add(outcome);
        connection.findings.iter().for_each(|row| self.add_row(row));
        self.note(outcome);
        if outcome != Outcome::Ready {
            let open = connection.findings.iter();
            let open = open.filter(|row| row.outcome() != Outcome::Ready).count();
            let one = Worst {
                outcome: Reverse(outcome),
                open: Reverse(open),
                target: connection.target(),
                name: name.map(str::to_owned),
            };
            insert(&mut self.worst, one);
        }
        if let Some(day) = connection.token.as_ref().and_then(|token| token.expires) {
            let (target, name) = (connection.target(), name.map(str::to_owned));
            insert(&mut self.ending, Ending { day, target, name });
        }
    }

    /// The rows that are open somewhere, the most frequent first.
    pub fn most_open(&self) -> Vec<(&'static str, Open)> {
        let mut all: Vec<_> = self
            .by_requirement
            .iter()
            .map(|(id, open)| (*id, *open))
            .collect();
        all.sort_by_key(|(id, open)| (Reverse(open.not_met), Reverse(open.cannot_tell), *id));
        all
    }

    /// Notes that something was not counted at all.
    pub fn incomplete(&mut self) {
        self.note(Outcome::Inconclusive);
    }

    /// What everything comes to.
    pub fn outcome(&self) -> Outcome {
        self.outcome.unwrap_or(Outcome::Ready)
    }

    /// The exit code under a policy.
    pub fn exit_code(&self, fail_on: FailOn) -> u8 {
        match (self.outcome(), fail_on) {
            (Outcome::Inconclusive, FailOn::NotMet) => 0,
            (Outcome::Ready | Outcome::Inconclusive, FailOn::Hygiene) if self.lesser => {
                Outcome::Gaps.code()
            }
            (outcome, _) => outcome.code(),
        }
    }

    fn note(&mut self, outcome: Outcome) {
        self.outcome = self.outcome.max(Some(outcome));
    }

    fn add_row(&mut self, row: &Finding) {
        if row.blocked() {
            return;
        }
        let open = || row.waived.is_none() && row.attested.is_none();
        match row.judged.verdict {
            Verdict::Met => {}
            Verdict::NotMet => {
                self.lesser |= row.waived.is_none();
                if open() {
                    self.by_requirement.entry(row.id).or_default().not_met += 1;
                }
            }
            Verdict::CannotTell if open() => {
                self.by_requirement.entry(row.id).or_default().cannot_tell += 1;
            }
            Verdict::CannotTell => {}
        }
    }
}

impl Counts {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Gaps => self.gaps += 1,
            Outcome::Credentials => self.credentials += 1,
            Outcome::Inconclusive => self.inconclusive += 1,
            _ => self.ready += 1,
        }
    }
}

/// Puts one in its place among the first few.
fn insert<T: Ord>(few: &mut Vec<T>, one: T) {
    let at = few.partition_point(|other| *other <= one);
    few.insert(at, one);
    few.truncate(NAMED);
}
