//! What an organization puts in the way of tokens.

use super::GitHub;
use super::replies::{self, header};
use super::request::Asked;
use super::routes::Route;
use super::section::Policy;
use super::tokens::{Kind, Token};
use crate::sandbox::face::Reply;

impl GitHub {
    /// What the organization's policy says of a token, if it refuses it.
    pub(super) fn objection(&self, token: &Token, web: &str) -> Option<String> {
        let org = self.section.namespace();
        match (self.section.policy, token.kind) {
            // Source: GitHub docs, "Authorizing a personal access token for use with single sign-on"; fine-grained tokens
            // are authorized when they are made.
            (Policy::Sso, Kind::Classic) => Some(saml("Personal Access token")),
            (Policy::Sso, Kind::Oauth | Kind::AppUser) => Some(saml("OAuth token")),
            // Source: GitHub docs, "Setting a personal access token policy for your organization".
            (Policy::ClassicForbidden, Kind::Classic) => Some(format!(
                "`{org}` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a \
                 personal access token with fine-grained permissions."
            )),
            (Policy::Lifetime, Kind::Classic | Kind::FineGrained) => {
                let most = self.section.max_lifetime;
                let (what, page) = if token.kind == Kind::Classic {
                    ("personal access tokens (classic)", "tokens")
                } else {
                    (
                        "fine-grained personal access tokens",
                        "personal-access-tokens",
                    )
                };
                token.lifetime.is_none_or(|days| days > most).then(|| {
                    format!(
                        "The '{org}' organization forbids access via a {what} if the token's lifetime is greater than \
                         {most} days. Please adjust your token's lifetime at the following URL: {web}/settings/{page}/71000001"
                    )
                })
            }
            // Source: GitHub docs, "About OAuth app access restrictions".
            (Policy::OauthRestricted, Kind::Oauth) => Some(format!(
                "Although you appear to have the correct authorization credentials, the `{org}` organization has enabled \
                 OAuth App access restrictions, meaning that data access to third-parties is limited. For more information \
                 on these restrictions, including how to enable this app, visit \
                 https://docs.github.com/articles/restricting-access-to-your-organization-s-data/"
            )),
            // Source: GitHub docs, "Managing allowed IP addresses for your organization".
            (Policy::IpAllowList, _) => Some(format!(
                "Although you appear to have the correct authorization credentials, the `{org}` organization has an IP \
                 allow list enabled, and your IP address is not permitted to access this resource."
            )),
            _ => None,
        }
    }

    /// The refusal that follows from an objection.
    pub(super) fn objected(&self, asked: &Asked, route: &Route, text: &str) -> Reply {
        let mut reply = replies::refusal(asked, Some(route), 403, text);
        if self.section.policy == Policy::Sso {
            let url = format!(
                "{}/orgs/{}/sso?authorization_request=SANDBOX0123456789",
                asked.web,
                self.section.namespace()
            );
            reply
                .headers
                .push(header("X-GitHub-SSO", &format!("required; url={url}")));
        }
        reply
    }
}

fn saml(what: &str) -> String {
    format!(
        "Resource protected by organization SAML enforcement. You must grant your {what} access to this organization."
    )
}
