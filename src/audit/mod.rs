//! The heart: what must hold, what was seen, and the verdict. It knows no network, no terminal and no clock.

mod count;
mod day;
pub mod drift;
mod evidence;
pub mod fact;
mod judge;
mod pardon;
mod report;
mod requirement;
mod rows;
mod scopes;
mod shard;
pub mod tally;

pub use count::counted;
pub use day::{format_day, parse_day};
pub use drift::Drift;
pub use evidence::{Cause, Certainty, Evidence, Fact, Gap, Known, Seen, Side, Trace, Value};
pub use judge::{Judged, Verdict, judge};
pub use pardon::{Attestation, Via, Waiver, pardon, strays};
pub use report::{
    Attested, Change, ConnectionReport, Deployment, FailOn, FeatureRow, Finding, Fix, HostReport,
    LocalReport, Outcome, PlatformReport, Report, State, TokenReport, Waived, worst,
};
pub use requirement::{About, Context, Level, Need, On, Phase, Remedy, Requirement, When};
pub use rows::findings;
pub use scopes::Lattice;
pub use shard::{Shard, fnv1a, missing};
pub use tally::Tally;

#[cfg(test)]
mod tests;
