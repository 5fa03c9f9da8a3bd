//! What must hold, as data.

use std::collections::BTreeSet;

use super::{Evidence, Fact, Lattice, Value};

/// How much a requirement weighs, lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Least privilege, expiry, stray grants.
    Hygiene,
    /// The vendor asks for it, or things work badly without.
    Recommended,
    /// Assistant does not work without it.
    Required,
}

impl Level {
    /// The word used in the output.
    pub fn word(self) -> &'static str {
        match self {
            Level::Hygiene => "hygiene",
            Level::Recommended => "recommended",
            Level::Required => "required",
        }
    }
}

/// Before the connection is set up, or while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Onboarding, which often needs more rights.
    Setup,
    /// Everyday use.
    Steady,
}

impl Phase {
    /// The word used on the command line and in the output.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Setup => "setup",
            Phase::Steady => "steady",
        }
    }
}

/// What a requirement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The whole deployment on the platform.
    Deployment,
    /// One connection to a source code manager.
    Connection,
    /// The machine this runs on.
    Machine,
    /// One host that is asked, seen from this machine.
    Host,
}

/// Everything about the situation that judging needs and evidence does not say.
#[derive(Clone, Debug)]
pub struct Context {
    /// Setup or steady.
    pub phase: Phase,
    /// Whether the platform already has this connection.
    pub connected: bool,
    /// Whether the command is about to write.
    pub writes: bool,
    /// Today, in days since 1970-01-01.
    pub today: i64,
    /// An expiry nearer than this many days is too near.
    pub warn_days: i64,
    /// Feature keys that this command was asked to turn on, once it is done.
    pub asked: BTreeSet<String>,
    /// Feature keys that were skipped or deliberately set off.
    pub left_out: BTreeSet<String>,
}

/// The level of a requirement by context.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// The same level always.
    Always(Level),
    /// Required when something is to be written, else this.
    OnWrites(Level),
    /// By whether the platform has the connection; `None` leaves the row out.
    Connected {
        /// The level before the connection exists.
        before: Option<Level>,
        /// The level once it exists.
        after: Level,
    },
    /// By another fact: `then` while it does not hold, `otherwise` when it does.
    Unmet {
        /// The fact, a flag.
        fact: Fact,
        /// The level while it does not hold or is not known.
        then: Level,
        /// The level when it holds.
        otherwise: Level,
    },
    /// Required for a feature that was asked for, left out for one that was skipped or set off, else recommended.
    Asked(&'static str),
}

impl When {
    /// The level here, or `None` where the row is left out.
    pub fn level(&self, context: &Context, evidence: &Evidence) -> Option<Level> {
        match self {
            When::Always(level) => Some(*level),
            When::OnWrites(otherwise) => Some(if context.writes {
                Level::Required
            } else {
                *otherwise
            }),
            When::Connected { before, after } => {
                if context.connected {
                    Some(*after)
                } else {
                    *before
                }
            }
            When::Unmet {
                fact,
                then,
                otherwise,
            } => match evidence.get(fact) {
                Ok(seen) if seen.value == Value::Flag(true) => Some(*otherwise),
                _ => Some(*then),
            },
            When::Asked(key) if context.left_out.contains(*key) => None,
            When::Asked(key) if context.asked.contains(*key) => Some(Level::Required),
            When::Asked(_) => Some(Level::Recommended),
        }
    }

    /// The rule in words, for the printed catalogue.
    pub fn words(&self) -> String {
        match self {
            When::Always(level) => level.word().to_owned(),
            When::OnWrites(otherwise) => {
                format!("required before a change, else {}", otherwise.word())
            }
            When::Connected {
                before: None,
                after,
            } => {
                format!("{} once connected", after.word())
            }
            When::Connected {
                before: Some(before),
                after,
            } => format!("{}, {} once connected", before.word(), after.word()),
            When::Unmet {
                fact,
                then,
                otherwise,
            } => format!(
                "{} until {fact} holds, then {}",
                then.word(),
                otherwise.word()
            ),
            When::Asked(_) => "required when asked for, else recommended".to_owned(),
        }
    }
}

/// What a requirement needs of the evidence.
#[derive(Debug)]
pub enum Need {
    /// A flag is true.
    Holds(Fact),
    /// The scopes include at least one of these; the first is the smallest and the one to recommend.
    AnyScope(Fact, &'static [&'static str], &'static Lattice),
    /// The scopes include each of these.
    EveryScope(Fact, &'static [&'static str], &'static Lattice),
    /// No scope beyond the closure of what the phase allows; `setup: None` allows all during setup.
    NothingBeyond {
        /// The scopes.
        fact: Fact,
        /// Allowed during setup.
        setup: Option<&'static [&'static str]>,
        /// Allowed when steady.
        steady: &'static [&'static str],
        /// How scopes include each other.
        lattice: &'static Lattice,
    },
    /// A level at least this high.
    Rank {
        /// The level.
        fact: Fact,
        /// The least during setup.
        setup: u16,
        /// The least when steady.
        steady: u16,
        /// The service's names for its levels.
        names: &'static [(u16, &'static str)],
    },
    /// An end date that exists, is not near, and is at most so many days away.
    Lasts {
        /// The day.
        fact: Fact,
        /// The most days a token should live.
        at_most: Option<i64>,
    },
    /// Two facts are known and equal.
    Agree(Fact, Fact),
    /// At least one part is met.
    Any(&'static [Need]),
    /// All parts are met.
    All(&'static [Need]),
    /// One need where a flag is true, another where it is false or not known.
    Where {
        /// The flag.
        fact: Fact,
        /// Where it is true.
        then: &'static Need,
        /// Where it is false or not known.
        otherwise: &'static Need,
    },
    /// The inner need, but never more than *cannot tell*.
    Advice(&'static Need),
}

impl Need {
    /// Whether it is, or may be, about a role.
    pub fn ranks(&self) -> bool {
        match self {
            Need::Rank { .. } => true,
            Need::Any(parts) | Need::All(parts) => parts.iter().any(Need::ranks),
            Need::Where {
                then, otherwise, ..
            } => then.ranks() || otherwise.ranks(),
            Need::Advice(inner) => inner.ranks(),
            _ => false,
        }
    }
}

/// When a remedy applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The row is not met, whatever the cause.
    NotMet,
    /// The row is not met or cannot be told for this cause (`Cause::name`).
    Cause(&'static str),
    /// The row cannot be told, whatever the cause.
    CannotTell,
}

/// What to do about a row, who can do it, and where. `{…}` is replaced by words of the target, facts of the
/// evidence, or `why`, `missing` and `excess` of the verdict; `{fact|otherwise}` gives a fallback.
#[derive(Clone, Copy, Debug)]
pub struct Remedy {
    /// When it applies; the first that does is used.
    pub on: On,
    /// One sentence.
    pub text: &'static str,
    /// The page to go to; empty for none.
    pub url: &'static str,
    /// Who can do it, such as `you` or `an organization owner`.
    pub who: &'static str,
}

/// One row of the catalogue.
#[derive(Debug)]
pub struct Requirement {
    /// What waivers, SARIF and scripts refer to; never changes.
    pub id: &'static str,
    /// A few words for people.
    pub title: &'static str,
    /// What it is about.
    pub about: About,
    /// Its level by context.
    pub when: When,
    /// What must hold.
    pub need: Need,
    /// Rows that make this one moot when they fail.
    pub behind: &'static [&'static str],
    /// What to do, first match wins.
    pub remedies: &'static [Remedy],
    /// The vendor's page that asks for it.
    pub docs: &'static str,
    /// Whether a person may vouch for it or waive it; token and host rows can be neither.
    pub pardonable: bool,
}
