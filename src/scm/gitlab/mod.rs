//! GitLab: gitlab.com and self-managed instances.

mod asks;
mod membership;
mod next;
mod owner;
mod place;
mod read;
mod renewal;
mod requirements;
mod shape;
pub mod simulate;
mod token;

#[cfg(test)]
mod tests;

use url::Url;

use super::{About, Guess, Handover, Remote, Rotation, Scm};
use crate::ask::{Answers, Ask, Call, PlatformKey, Probe, Target};
use crate::audit::{Evidence, Requirement};
use crate::sandbox::face::Build;
use crate::secret::Secret;

/// GitLab.
pub struct GitLab;

static ABOUT: About = About {
    id: "gitlab",
    aliases: &[],
    name: "GitLab",
    namespace: "group or project path",
    example: "acme or acme/web",
    default_url: "https://gitlab.com",
    platform_types: &["SCM_TYPE_GITLAB", "SCM_TYPE_GITLAB_SELFMANAGED"],
    self_managed: true,
    url_variable: "ASSISTANT_GITLAB_URL",
    token_variables: &["ASSISTANT_GITLAB_TOKEN", "GITLAB_TOKEN"],
    token_page: "{web}/-/user_settings/personal_access_tokens?name=Semgrep+Assistant&scopes=api",
    token_choices: "a project or personal access token with the scope api",
    handover: Handover::Token,
    revoke: "personal tokens under User settings > Access tokens, project and group tokens under the project's or group's Settings > Access tokens; revoking takes effect at once",
    narrow: "use a project access token, which reaches its one project only",
};

/// Prefixes of tokens that are never access tokens of the kind needed, with their names.
/// Source: GitLab docs, security/tokens, "Token prefixes".
const OTHER_KINDS: &[(&str, &str)] = &[
    ("glcbt-", "CI/CD job token"),
    ("gldt-", "deploy token"),
    ("glrt-", "runner authentication token"),
    ("glptt-", "pipeline trigger token"),
    ("gloas-", "OAuth application secret"),
    ("glft-", "feed token"),
    ("glimt-", "incoming mail token"),
    ("glagent-", "Kubernetes agent token"),
    ("glsoat-", "SCIM token"),
    ("glffct-", "feature flags client token"),
    ("glwt-", "workspace token"),
];

/// The kind of a token that can be told from its prefix to be the wrong one.
fn wrong_kind(token: &Secret) -> Option<&'static str> {
    OTHER_KINDS
        .iter()
        .find(|(prefix, _)| token.expose().starts_with(prefix))
        .map(|(_, kind)| *kind)
}

impl Probe for GitLab {
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

impl Scm for GitLab {
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
        let whole = if host.contains("://") {
            host.to_owned()
        } else {
            format!("https://{host}")
        };
        Url::parse(&whole).map_err(|error| format!("'{host}' is not a host: {error}"))
    }

    fn recognise(&self, remote: &Remote) -> Option<Guess> {
        // All but the last part are groups.
        let (_, groups) = remote.path.split_last()?;
        remote.guess("gitlab.com", "gitlab", groups)
    }

    fn check_namespace(&self, namespace: &str) -> Result<(), String> {
        if shape::is_path(namespace) {
            Ok(())
        } else {
            Err(format!(
                "'{namespace}' is not a group or project path such as acme or acme/web"
            ))
        }
    }

    fn equip(&self, base: &Url, token: Option<&Secret>, target: &mut Target) {
        target.servers.insert("api", base.clone());
        // Bodies and rights are the same as with `Authorization: Bearer`, which OAuth tokens would need.
        target.credentials = token
            .map(|token| ("private-token", token.clone()))
            .into_iter()
            .collect();
    }

    fn is_token(&self, word: &str) -> bool {
        let known = OTHER_KINDS.iter().map(|(prefix, _)| *prefix);
        known.chain(["glpat-"]).any(|prefix| {
            word.strip_prefix(prefix)
                .is_some_and(|rest| rest.len() >= 16)
        })
    }

    fn word(&self, target: &Target, name: &str) -> Option<String> {
        let web = || {
            let base = target.servers.get("api")?;
            Some(base.as_str().trim_end_matches('/').to_owned())
        };
        match name {
            "web" => web(),
            "top-group" => target.namespace.split('/').next().map(str::to_owned),
            "members" => match target.namespace.contains('/') {
                true => Some(format!("{}/{}/-/project_members", web()?, target.namespace)),
                false => Some(format!(
                    "{}/groups/{}/-/group_members",
                    web()?,
                    target.namespace
                )),
            },
            _ => None,
        }
    }

    fn platform_key(&self, target: &Target) -> PlatformKey {
        // Semgrep keeps one connection a top-level group.
        let namespace = target.namespace.split('/').next().unwrap_or_default();
        let base = target
            .servers
            .get("api")
            .map(Url::as_str)
            .unwrap_or_default();
        let types: &[&str] = if target.host == "gitlab.com" {
            &["SCM_TYPE_GITLAB"]
        } else {
            // The other type always means gitlab.com, whose groups may have the same names.
            &["SCM_TYPE_GITLAB_SELFMANAGED"]
        };
        PlatformKey {
            public: target.host == "gitlab.com",
            types,
            namespace: namespace.to_owned(),
            base_url: base.trim_end_matches('/').to_owned(),
        }
    }

    fn rotation(&self) -> Rotation {
        Rotation::Call(&renewal::RENEWAL)
    }

    fn simulate(&self) -> Build {
        simulate::build
    }
}
