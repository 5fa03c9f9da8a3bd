//! Azure DevOps Services: dev.azure.com.

mod administrator;
mod asks;
mod graph;
mod identity;
mod look;
mod next;
mod probes;
mod read;
mod requirements;
mod shape;
pub mod simulate;
#[cfg(test)]
mod tests;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;
use zeroize::Zeroizing;

use self::look::Look;
use super::{About, Guess, Handover, Remote, Rotation, Scm};
use crate::ask::{Answers, Ask, Call, PlatformKey, Probe, Target};
use crate::audit::{Evidence, Requirement};
use crate::sandbox::face::Build;
use crate::secret::Secret;

/// Azure DevOps Services.
pub struct AzureDevOps;

const HOST: &str = "dev.azure.com";

static ABOUT: About = About {
    id: "azure-devops",
    aliases: &["ado"],
    name: "Azure DevOps",
    namespace: "organization/project",
    example: "acme/web",
    default_url: "https://dev.azure.com",
    platform_types: &["SCM_TYPE_AZURE_DEVOPS"],
    self_managed: false,
    url_variable: "ASSISTANT_AZURE_DEVOPS_URL",
    token_variables: &["ASSISTANT_AZURE_DEVOPS_TOKEN", "AZURE_DEVOPS_EXT_PAT"],
    token_page: "{web}/{organization}/_usersSettings/tokens",
    token_choices: "a personal access token for this one organization with Code: Read & write and Pull Request Threads: Read & write, best of a service account",
    handover: Handover::Token,
    revoke: "User settings > Personal access tokens, choose the token, Revoke; an administrator revokes other people's tokens",
    narrow: "a token reaches every project its user can see: use a service account that is a member of the chosen projects only, and narrow the token's scopes after setup",
};

/// The other servers of the public service.
const SERVERS: [(&str, &str); 2] = [
    ("vssps", "https://vssps.dev.azure.com"),
    ("vsaex", "https://vsaex.dev.azure.com"),
];

/// Characters that neither an organization's nor a project's name may hold.
/// Source: Azure DevOps docs, "Naming restrictions and conventions".
const NOT_IN_NAMES: &str = "\\/:*?\"<>|;#$*{}+=[],";

fn organization(target: &Target) -> &str {
    let parts = target.namespace.split_once('/');
    parts
        .map(|(organization, _)| organization)
        .unwrap_or_default()
}

fn project(target: &Target) -> &str {
    let parts = target.namespace.split_once('/');
    parts.map(|(_, project)| project).unwrap_or_default()
}

impl Probe for AzureDevOps {
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

impl Scm for AzureDevOps {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn host(&self, base: &Url) -> String {
        match (base.host_str(), base.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (host, _) => host.unwrap_or_default().to_owned(),
        }
    }

    fn base(&self, host: &str) -> Result<Url, String> {
        let bare = host.trim_start_matches("https://").trim_end_matches('/');
        if bare.eq_ignore_ascii_case(HOST) {
            return Url::parse(ABOUT.default_url).map_err(|error| error.to_string());
        }
        Err(format!(
            "'{host}' is not {HOST}, the one host of Azure DevOps Services; Azure DevOps Server is not supported"
        ))
    }

    fn recognise(&self, remote: &Remote) -> Option<Guess> {
        // https://dev.azure.com/ORG/PROJECT/_git/REPO, git@ssh.dev.azure.com:v3/ORG/PROJECT/REPO,
        // https://ORG.visualstudio.com/PROJECT/_git/REPO.
        // Source: Azure Repos docs, "Use SSH key authentication" and "Clone an existing Git repo".
        let path: Vec<&str> = remote.path.iter().map(String::as_str).collect();
        let former = remote.host.strip_suffix(".visualstudio.com");
        let (organization, project) = match (remote.host.as_str(), former, path.as_slice()) {
            ("dev.azure.com", _, [organization, project, "_git", _]) => (*organization, *project),
            ("ssh.dev.azure.com", _, ["v3", organization, project, _]) => (*organization, *project),
            (_, Some(organization), [project, "_git", _]) => (organization, *project),
            (_, Some(organization), ["DefaultCollection", project, "_git", _]) => {
                (organization, *project)
            }
            _ => return None,
        };
        Some(Guess {
            namespace: format!("{organization}/{project}"),
            host: None,
        })
    }

    fn check_namespace(&self, namespace: &str) -> Result<(), String> {
        let good = |part: &str| {
            !part.trim().is_empty()
                && part != "."
                && part != ".."
                && !part
                    .chars()
                    .any(|c| c.is_control() || NOT_IN_NAMES.contains(c))
        };
        match namespace.split_once('/') {
            Some((organization, project)) if good(organization) && good(project) => Ok(()),
            Some(_) => Err(format!(
                "'{namespace}' is not an organization and a project such as acme/web"
            )),
            None => Err(format!(
                "'{namespace}' lacks the project: give organization/project, such as acme/web"
            )),
        }
    }

    fn equip(&self, base: &Url, token: Option<&Secret>, target: &mut Target) {
        target.servers.insert("api", base.clone());
        for (name, public) in SERVERS {
            let own = (base.host_str() == Some(HOST)).then(|| Url::parse(public).ok());
            let url = own.flatten().unwrap_or_else(|| base.clone());
            target.servers.insert(name, url);
        }
        // Without it a refused token is answered with a redirect to a sign-in page.
        target
            .headers
            .push(("x-tfs-fedauthredirect", "Suppress".to_owned()));
        target.credentials = token
            .map(|token| ("authorization", basic(token)))
            .into_iter()
            .collect();
    }

    fn is_token(&self, word: &str) -> bool {
        Look::of(word).unmistakable(word)
    }

    fn word(&self, target: &Target, name: &str) -> Option<String> {
        match name {
            "web" => {
                let base = target.servers.get("api")?;
                Some(base.as_str().trim_end_matches('/').to_owned())
            }
            "organization" => Some(organization(target).to_owned()),
            "project" => Some(project(target).to_owned()),
            _ => None,
        }
    }

    fn platform_key(&self, target: &Target) -> PlatformKey {
        let base = target.servers.get("api").map(Url::as_str);
        PlatformKey {
            types: ABOUT.platform_types,
            namespace: target.namespace.clone(),
            base_url: base.unwrap_or_default().trim_end_matches('/').to_owned(),
            public: target.host == HOST,
        }
    }

    fn rotation(&self) -> Rotation {
        Rotation::Page {
            page: "{web}/{organization}/_usersSettings/tokens",
            // Microsoft Learn, "Use personal access tokens": the value is not shown again. The PAT Lifecycle Management API
            // takes no personal access token (Microsoft Learn, "Manage personal access tokens using REST API").
            steps: &[
                "open {page} as the user whose token it is",
                "create a second token for this organization, with the same scopes: a token can't renew itself",
                "copy it, as it is not shown again",
                "once the last step below is done, revoke the former token on the same page",
            ],
        }
    }

    fn simulate(&self) -> Build {
        simulate::build
    }
}

/// The token as the password of nobody in particular, which is how personal access tokens are sent.
fn basic(token: &Secret) -> Secret {
    let plain = Zeroizing::new(format!(":{}", token.expose()));
    let mut header = String::with_capacity(6 + plain.len().div_ceil(3) * 4);
    header.push_str("Basic ");
    STANDARD.encode_string(plain.as_bytes(), &mut header);
    Secret::new(header)
}
