//! This machine: what a look around saw, read into evidence and judged by the same rows and the same judge as
//! everything else. Nothing in here looks around itself.

mod clock;
mod read;
mod requirements;
#[cfg(test)]
mod tests;
mod tls;

use std::collections::BTreeSet;

use url::Url;

use crate::ask::{Answer, Ask, Miss};
use crate::audit::{About, Context, Evidence, Finding, HostReport, LocalReport, Phase, findings};
use crate::vault::VaultError;

pub use requirements::ALL;

/// Whether a host answers at all, by which way, and what its clock says.
pub static REACH: Ask = Ask {
    key: "reach",
    method: "HEAD",
    template: "/",
    authenticated: false,
    why: "whether the host can be reached from this machine, over which TLS, and what time it is there",
    scope: "none, sent without any token",
    source: "https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2",
    ..Ask::GET
};

/// Every request sent to look at this machine, each to every host.
pub static ASKS: [&Ask; 1] = [&REACH];

/// What a look around saw.
#[derive(Clone, Debug)]
pub struct Machine {
    /// The run is against the sandbox, so nothing of the user's own was looked at.
    pub sandboxed: bool,
    /// The configuration.
    pub config: Config,
    /// Where tokens are kept.
    pub keyring: Keyring,
    /// The variables about proxies.
    pub proxies: Vec<Variable>,
    /// The operating system, as `std::env::consts::OS` has it.
    pub system: &'static str,
    /// The processor, as `std::env::consts::ARCH` has it.
    pub processor: &'static str,
    /// The hosts that commands would ask.
    pub hosts: Vec<Host>,
}

/// What the configuration came to.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What was read, and where each credential comes from.
    pub notes: Vec<String>,
    /// What is wrong, with file and line where it stands in one.
    pub problems: Vec<String>,
}

/// Where tokens are kept, and whether one could be kept now.
#[derive(Clone, Debug)]
pub struct Keyring {
    /// What the place is called.
    pub place: String,
    /// What came of writing a harmless entry, reading it back and removing it.
    pub probe: Result<(), VaultError>,
}

/// A variable about proxies.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its value without any login, or why it can't be used.
    pub shown: Result<String, &'static str>,
}

/// One host, and the way there.
#[derive(Clone, Debug)]
pub struct Host {
    /// The host, with its port where that is not the usual one.
    pub name: String,
    /// What it is asked for.
    pub uses: String,
    /// The base URL that was asked.
    pub url: Url,
    /// The proxy on the way.
    pub proxy: Option<String>,
    /// How many addresses its name has; `None` where nobody was asked.
    pub names: Option<Result<usize, String>>,
    /// What [`REACH`] came to.
    pub answer: Result<Answer, Miss>,
    /// When that was, by this machine's clock, in seconds since 1970-01-01.
    pub at: i64,
}

impl Machine {
    /// Everything judged.
    pub fn report(&self) -> LocalReport {
        let hosts = self.hosts.iter().map(|host| HostReport {
            host: host.name.clone(),
            uses: host.uses.clone(),
            proxy: host.proxy.clone(),
            findings: judged(About::Host, &read::host(self, host)),
        });
        LocalReport {
            findings: judged(About::Machine, &read::machine(self)),
            hosts: hosts.collect(),
        }
    }
}

fn judged(about: About, evidence: &Evidence) -> Vec<Finding> {
    // Nothing here depends on the phase, the day or what was asked for.
    let context = Context {
        phase: Phase::Steady,
        connected: false,
        writes: false,
        today: 0,
        warn_days: 0,
        asked: BTreeSet::new(),
        left_out: BTreeSet::new(),
    };
    findings(&ALL, about, evidence, &context, &[], &|_| None, &|_| {})
}
