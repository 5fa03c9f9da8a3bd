//! Bitbucket Cloud.

mod asks;
mod kind;
mod marks;
mod next;
mod read;
mod requirements;
pub mod simulate;
#[cfg(test)]
mod tests;

use url::Url;

use super::{About, Guess, Handover, Remote, Rotation, Scm};
use crate::ask::{Answers, Ask, Call, PlatformKey, Probe, Target};
use crate::audit::{Evidence, Requirement};
use crate::sandbox::face::Build;
use crate::secret::Secret;

/// Bitbucket Cloud.
pub struct Bitbucket;

/// The one public web host.
const HOST: &str = "bitbucket.org";

/// Where its API is.
const API: &str = "api.bitbucket.org";

static ABOUT: About = About {
    id: "bitbucket",
    aliases: &[],
    name: "Bitbucket Cloud",
    namespace: "workspace",
    example: "acme",
    default_url: "https://api.bitbucket.org",
    platform_types: &["SCM_TYPE_BITBUCKET"],
    self_managed: false,
    url_variable: "ASSISTANT_BITBUCKET_URL",
    token_variables: &["ASSISTANT_BITBUCKET_TOKEN", "BITBUCKET_TOKEN"],
    token_page: "{web}/{namespace}/workspace/settings/access-tokens",
    token_choices: "a workspace access token (Premium plan) with Projects: Read, Repositories: Read, Pull requests: Write, Webhooks: Read and write",
    handover: Handover::Token,
    revoke: "under Workspace settings > Access tokens of the workspace; on the web only, no API does it",
    narrow: "a workspace access token reaches every project and repository of its workspace: keep what Semgrep must not read in another workspace, and tick no scope beyond those needed",
};

/// Whether a base URL is that of the public service.
fn public(base: &Url) -> bool {
    matches!(base.host_str(), Some(HOST | API))
}

impl Probe for Bitbucket {
    fn asks(&self) -> &'static [&'static Ask] {
        &asks::ALL
    }

    fn next(&self, target: &Target, so_far: &Answers) -> Vec<Call> {
        next::next(target, so_far)
    }

    fn read(&self, target: &Target, answers: &Answers) -> Evidence {
        read::read(target, answers)
    }

    fn requirements(&self) -> &'static [Requirement] {
        &requirements::ALL
    }
}

impl Scm for Bitbucket {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn host(&self, base: &Url) -> String {
        match (base.host_str(), base.port()) {
            _ if public(base) => HOST.to_owned(),
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (host, _) => host.unwrap_or_default().to_owned(),
        }
    }

    fn web(&self, base: &Url) -> String {
        match public(base) {
            true => format!("https://{HOST}"),
            false => base.as_str().trim_end_matches('/').to_owned(),
        }
    }

    fn base(&self, host: &str) -> Result<Url, String> {
        let bare = host.trim_start_matches("https://").trim_end_matches('/');
        match bare {
            HOST | API => Url::parse(ABOUT.default_url).map_err(|error| error.to_string()),
            _ => Err(format!(
                "'{host}' is not Bitbucket Cloud, which has one public host only: {HOST}"
            )),
        }
    }

    fn recognise(&self, remote: &Remote) -> Option<Guess> {
        let [workspace, _repository] = remote.path.as_slice() else {
            return None;
        };
        // Bitbucket Data Center is another product, so a host of one's own is never meant.
        let guess = remote.guess(
            "bitbucket.org",
            "bitbucket",
            std::slice::from_ref(workspace),
        );
        guess.filter(|one| one.host.is_none())
    }

    fn check_namespace(&self, namespace: &str) -> Result<(), String> {
        let well = !namespace.is_empty()
            && namespace
                .chars()
                .all(|c| c.is_alphanumeric() || "-_".contains(c));
        if well {
            Ok(())
        } else {
            Err(format!(
                "'{namespace}' is not a workspace ID such as acme: the part after bitbucket.org/ in its address, without a repository"
            ))
        }
    }

    fn equip(&self, base: &Url, token: Option<&Secret>, target: &mut Target) {
        target.servers.insert("api", base.clone());
        // Access tokens stand for themselves; only a person's credentials are sent with a name (Basic).
        target.credentials = token
            .map(|token| Secret::new(format!("Bearer {}", token.expose())))
            .map(|bearer| ("authorization", bearer))
            .into_iter()
            .collect();
    }

    fn is_token(&self, word: &str) -> bool {
        kind::is_token(word)
    }

    fn word(&self, target: &Target, name: &str) -> Option<String> {
        let base = target.servers.get("api")?;
        (name == "web").then(|| self.web(base))
    }

    fn platform_key(&self, target: &Target) -> PlatformKey {
        PlatformKey {
            types: ABOUT.platform_types,
            namespace: target.namespace.clone(),
            base_url: self.word(target, "web").unwrap_or_default(),
            public: target.host == HOST,
        }
    }

    fn rotation(&self) -> Rotation {
        Rotation::Page {
            page: "{web}/{namespace}/workspace/settings/access-tokens",
            steps: &[
                "open {page} as an administrator of the workspace (a project's or repository's token stands under its own settings, Access tokens)",
                "create a second token with the same scopes: an existing one can be neither read nor renewed",
                "copy it, as it is shown this once",
                "once the last step below is done, revoke the former token on the same page",
            ],
        }
    }

    fn simulate(&self) -> Build {
        simulate::build
    }
}
