//! The Semgrep platform: what to ask it, what its answers mean, and the only writes of this product.

mod app;
mod asks;
pub mod connections;
pub mod features;
mod policies;
mod read;
mod requirements;
pub mod simulate;
#[cfg(test)]
mod tests;
mod written;

use url::Url;

use crate::ask::{Answers, Ask, Call, PlatformKey, Probe, Target};
use crate::audit::{Deployment, Evidence, Requirement};
use crate::secret::Secret;

pub use read::{deployment, found, identified};
pub use written::written;

/// The public platform.
pub const DEFAULT_URL: &str = "https://semgrep.dev";

/// The platform, and which part of it a command wants to know.
#[derive(Clone, Debug, Default)]
pub struct Platform {
    /// Whether projects, policies and the checklist matter.
    pub prerequisites: bool,
    /// Whether the settings matter.
    pub features: bool,
    /// Whether connections matter.
    pub connections: bool,
    /// The connections to look at closely.
    pub sought: Vec<PlatformKey>,
    /// Look at every connection closely, the sought ones included.
    pub every: bool,
    /// The deployment that the token must reach.
    pub guard: Option<String>,
}

impl Platform {
    /// Whether a listed connection is one of those sought.
    fn seeks(&self, listed: &connections::Listed) -> bool {
        self.sought.iter().any(|key| connections::is(key, listed))
    }
}

/// Fills in how the platform is reached.
pub fn equip(url: &Url, token: Option<&Secret>, target: &mut Target) {
    target.servers.insert("api", url.clone());
    let bearer = |token: &Secret| Secret::new(format!("Bearer {}", token.expose()));
    target.credentials = token
        .map(|token| ("authorization", bearer(token)))
        .into_iter()
        .collect();
}

/// Words for remedies.
pub fn word(target: &Target, name: &str) -> Option<String> {
    match name {
        "web" => {
            let base = target.servers.get("api")?;
            Some(base.as_str().trim_end_matches('/').to_owned())
        }
        "host" => Some(target.host.clone()),
        _ => None,
    }
}

/// Where a token for the platform on `host` is revoked.
pub fn revoke(host: &str) -> String {
    format!("Settings > Tokens > API tokens, https://{host}/orgs/-/settings/tokens/api")
}

/// The name by which waivers and scripts refer to the deployment: `semgrep:host/deployment`.
pub fn target_name(host: &str, deployment: Option<&Deployment>) -> String {
    let slug = deployment.map(|one| one.slug.as_str()).unwrap_or_default();
    format!("semgrep:{host}/{slug}")
}

impl Probe for Platform {
    fn asks(&self) -> &'static [&'static Ask] {
        &asks::ALL
    }

    fn next(&self, target: &Target, so_far: &Answers) -> Vec<Call> {
        read::next(self, target, so_far)
    }

    fn read(&self, target: &Target, answers: &Answers) -> Evidence {
        read::read(self, target, answers)
    }

    fn requirements(&self) -> &'static [Requirement] {
        &requirements::ALL
    }
}
