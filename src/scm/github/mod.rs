//! GitHub: github.com, Enterprise Cloud with data residency, and Enterprise Server.

mod apps;
mod asks;
mod kind;
mod listing;
mod place;
mod read;
mod refusal;
mod requirements;
pub mod simulate;
#[cfg(test)]
mod tests;
mod token;

use url::Url;

use super::{About, Guess, Handover, Remote, Rotation, Scm};
use crate::ask::{Answers, Ask, Call, PlatformKey, Probe, Target};
use crate::audit::{Evidence, Requirement};
use crate::sandbox::face::Build;
use crate::secret::Secret;
use kind::Kind;

/// GitHub.
pub struct GitHub;

/// The version of the API that every supported Enterprise Server knows as well.
const VERSION: &str = "2022-11-28";

static ABOUT: About = About {
    id: "github",
    aliases: &[],
    name: "GitHub",
    namespace: "organization or personal account",
    example: "acme",
    default_url: "https://api.github.com",
    platform_types: &["SCM_TYPE_GITHUB", "SCM_TYPE_GITHUB_ENTERPRISE"],
    self_managed: true,
    url_variable: "ASSISTANT_GITHUB_URL",
    token_variables: &["ASSISTANT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"],
    token_page: "{web}/settings/tokens/new?scopes=read:org&description=Semgrep%20Assistant%20check",
    token_choices: "a personal access token (classic) of an organization owner with the scope read:org, or a fine-grained one owned by the organization with Members: Read-only and Administration: Read-only under Organization permissions; it is for checking only, Semgrep works through its apps",
    handover: Handover::App {
        steps: &[
            "As a Semgrep admin who is an owner on GitHub, open {web}/orgs/-/settings/source-code and add GitHub",
            "Choose organization or personal account, and give its name: {namespace}",
            "Review the permissions, Contents: Read among them, and choose Register GitHub App",
            "Choose Continue to GitHub, and create and install the private app there",
            "Choose all repositories, or those that Semgrep may read; install the public app semgrep-app there as well",
        ],
        rows: &[
            "github/app-installed",
            "github/public-app-installed",
            "github/app-active",
            "github/app-contents",
        ],
    },
    revoke: "the apps under the organization's Settings > GitHub Apps (a personal account: Settings > Applications) > Configure > Uninstall; the checking token under Settings > Developer settings > Personal access tokens; both take effect at once",
    narrow: "on the Configure page of each app choose Repository access > Only select repositories",
};

fn web(target: &Target) -> Option<String> {
    target.servers.get("api").map(place::web)
}

fn kind(target: &Target) -> Option<Kind> {
    target.token.as_ref().map(Kind::of)
}

/// Where a token of this kind is made; fine-grained pages take no choices along.
fn token_page(target: &Target, kind: Option<Kind>) -> String {
    let page = match kind {
        Some(Kind::FineGrained) => "settings/personal-access-tokens/new",
        _ => "settings/tokens/new?scopes=read:org&description=Semgrep%20Assistant%20check",
    };
    format!("{}/{page}", web(target).unwrap_or_default())
}

impl Probe for GitHub {
    fn asks(&self) -> &'static [&'static Ask] {
        &asks::ALL
    }

    fn next(&self, target: &Target, so_far: &Answers) -> Vec<Call> {
        read::next(target, so_far)
    }

    fn read(&self, target: &Target, answers: &Answers) -> Evidence {
        read::read(target, answers)
    }

    fn requirements(&self) -> &'static [Requirement] {
        &requirements::ALL
    }
}

impl Scm for GitHub {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn host(&self, base: &Url) -> String {
        place::host(base)
    }

    fn base(&self, host: &str) -> Result<Url, String> {
        place::base(host)
    }

    fn recognise(&self, remote: &Remote) -> Option<Guess> {
        let [owner, _repository] = remote.path.as_slice() else {
            return None;
        };
        remote.guess("github.com", "github", std::slice::from_ref(owner))
    }

    fn check_namespace(&self, namespace: &str) -> Result<(), String> {
        // Managed users carry a short code behind an underscore.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !namespace.is_empty() && namespace.chars().all(plain) {
            Ok(())
        } else {
            Err(format!(
                "'{namespace}' is not an organization or personal account such as acme"
            ))
        }
    }

    fn equip(&self, base: &Url, token: Option<&Secret>, target: &mut Target) {
        target.servers.insert("api", base.clone());
        let bearer = |token: &Secret| Secret::new(format!("Bearer {}", token.expose()));
        target.credentials = token
            .map(|token| ("authorization", bearer(token)))
            .into_iter()
            .collect();
        target
            .headers
            .retain(|(name, _)| !matches!(*name, "accept" | "x-github-api-version"));
        target.headers.extend([
            ("accept", "application/vnd.github+json".to_owned()),
            ("x-github-api-version", VERSION.to_owned()),
        ]);
    }

    fn is_token(&self, word: &str) -> bool {
        kind::is_token(word)
    }

    fn web(&self, base: &Url) -> String {
        place::web(base)
    }

    fn word(&self, target: &Target, name: &str) -> Option<String> {
        match name {
            "web" => web(target),
            "token-page" => Some(token_page(target, kind(target))),
            "tokens-page" => {
                let page = match kind(target) {
                    Some(Kind::FineGrained) => "settings/personal-access-tokens",
                    Some(Kind::OauthApp | Kind::AppUser) => "settings/applications",
                    _ => "settings/tokens",
                };
                Some(format!("{}/{page}", web(target)?))
            }
            _ => None,
        }
    }

    fn platform_key(&self, target: &Target) -> PlatformKey {
        let base = target.servers.get("api");
        PlatformKey {
            types: base.map_or(&["SCM_TYPE_GITHUB"], place::platform_types),
            namespace: target.namespace.clone(),
            base_url: base.map(place::web).unwrap_or_default(),
            public: target.host == "github.com",
        }
    }

    fn rotation(&self) -> Rotation {
        Rotation::Page {
            page: "{web}/settings/tokens",
            // GitHub docs, "Managing your personal access tokens"; no operation of the REST API renews one.
            steps: &[
                "open {page}, or {web}/settings/personal-access-tokens for a fine-grained token, as the user whose token it is",
                "generate a second token with the same scopes, or with the same resource owner and permissions where it is fine-grained: a token can't renew itself",
                "copy it",
                "once the last step below is done, delete the former token on the same page",
            ],
        }
    }

    fn simulate(&self) -> Build {
        simulate::build
    }
}
