//! Which endpoint a method and a path are, and what each needs.

use http::Method;

use super::section::InstallationsScope;

/// The endpoints that are simulated. Names are decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `GET /`
    Root,
    /// `GET /user`
    CurrentUser,
    /// `GET /user/orgs`
    CurrentOrganizations,
    /// `GET /user/memberships/orgs/{org}`
    Membership(String),
    /// `GET /user/installations`
    UserInstallations,
    /// `GET /user/installations/{id}/repositories`
    UserInstallationRepositories(String),
    /// `GET /users/{username}`
    User(String),
    /// `GET /organizations`
    Organizations,
    /// `GET /orgs/{org}`
    Organization(String),
    /// `GET /orgs/{org}/installations`
    Installations(String),
    /// The same by the number of the organization, as `Link` headers write it.
    InstallationsById(String),
    /// `GET /orgs/{org}/personal-access-tokens` and what is below; for GitHub Apps.
    OrganizationTokens(String),
    /// `GET /apps/{app_slug}`
    App(String),
    /// What only an app itself may ask, with a JSON web token.
    AppOnly,
    /// `GET /installation/repositories`
    InstallationRepositories,
    /// `DELETE /installation/token`
    RevokeInstallationToken,
    /// `POST /credentials/revoke`
    RevokeCredentials,
    /// `POST /app-manifests/{code}/conversions`
    ConvertManifest,
    /// `GET /meta`
    Meta,
    /// `GET /rate_limit`
    RateLimit,
}

/// Finds the endpoint; a wrong method is no endpoint either.
pub(super) fn find(method: &Method, path: &str, enterprise: bool) -> Option<Route> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let segments: Vec<String> = path.split('/').map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if segments.iter().any(|segment| segment.is_empty()) && segments != [""] {
        return None;
    }
    match *method {
        Method::GET | Method::HEAD => read(&segments),
        Method::POST => match segments[..] {
            // Enterprise Server has no secret that others could find.
            ["credentials", "revoke"] if !enterprise => Some(Route::RevokeCredentials),
            ["app-manifests", _, "conversions"] => Some(Route::ConvertManifest),
            ["app", "installations", _, "access_tokens"] => Some(Route::AppOnly),
            _ => None,
        },
        Method::DELETE if segments == ["installation", "token"] => {
            Some(Route::RevokeInstallationToken)
        }
        _ => None,
    }
}

fn read(segments: &[&str]) -> Option<Route> {
    Some(match segments {
        [""] => Route::Root,
        ["user"] => Route::CurrentUser,
        ["user", "orgs"] => Route::CurrentOrganizations,
        ["user", "memberships", "orgs", org] => Route::Membership((*org).to_owned()),
        ["user", "installations"] => Route::UserInstallations,
        ["user", "installations", id, "repositories"] => {
            Route::UserInstallationRepositories((*id).to_owned())
        }
        ["users", name] => Route::User((*name).to_owned()),
        ["organizations"] => Route::Organizations,
        ["organizations", id, "installations"] => Route::InstallationsById((*id).to_owned()),
        ["orgs", org] => Route::Organization((*org).to_owned()),
        ["orgs", org, "installations"] => Route::Installations((*org).to_owned()),
        ["orgs", org, "personal-access-tokens", ..] => Route::OrganizationTokens((*org).to_owned()),
        ["apps", slug] => Route::App((*slug).to_owned()),
        ["app"] | ["app", "installations", ..] => Route::AppOnly,
        ["orgs" | "users", _, "installation"] | ["repos", _, _, "installation"] => Route::AppOnly,
        ["installation", "repositories"] => Route::InstallationRepositories,
        ["meta"] => Route::Meta,
        ["rate_limit"] => Route::RateLimit,
        _ => return None,
    })
}

/// A path segment without its percent-encoding; what is not well-formed stays as it is.
fn decode(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let hex = |byte: u8| {
            char::from(byte)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        match (first, tail) {
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Route {
    /// Its page in the documents, below `https://docs.github.com/rest`.
    pub(super) fn page(&self) -> &'static str {
        match self {
            Self::Root => "/meta/meta#github-api-root",
            Self::CurrentUser => "/users/users#get-the-authenticated-user",
            Self::CurrentOrganizations => {
                "/orgs/orgs#list-organizations-for-the-authenticated-user"
            }
            Self::Membership(_) => {
                "/orgs/members#get-an-organization-membership-for-the-authenticated-user"
            }
            Self::UserInstallations => {
                "/apps/installations#list-app-installations-accessible-to-the-user-access-token"
            }
            Self::UserInstallationRepositories(_) => {
                "/apps/installations#list-repositories-accessible-to-the-user-access-token"
            }
            Self::User(_) => "/users/users#get-a-user",
            Self::Organizations => "/orgs/orgs#list-organizations",
            Self::Organization(_) => "/orgs/orgs#get-an-organization",
            Self::Installations(_) | Self::InstallationsById(_) => {
                "/orgs/orgs#list-app-installations-for-an-organization"
            }
            Self::OrganizationTokens(_) => "/orgs/personal-access-tokens",
            Self::App(_) => "/apps/apps#get-an-app",
            Self::AppOnly => "/apps/apps",
            Self::InstallationRepositories => {
                "/apps/installations#list-repositories-accessible-to-the-app-installation"
            }
            Self::RevokeInstallationToken => {
                "/apps/installations#revoke-an-installation-access-token"
            }
            Self::RevokeCredentials => "/credentials/revoke#revoke-a-list-of-credentials",
            Self::ConvertManifest => "/apps/apps#create-a-github-app-from-a-manifest",
            Self::Meta => "/meta/meta#get-apiname-meta-information",
            Self::RateLimit => {
                "/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user"
            }
        }
    }

    /// The classic scopes any of which suffices, sorted; none = any token will do.
    ///
    /// Source: recorded `X-Accepted-OAuth-Scopes`; GitHub docs of each endpoint.
    pub(super) fn scopes(&self, installations: InstallationsScope) -> &'static [&'static str] {
        match self {
            Self::Membership(_) => &["admin:org", "read:org", "repo", "user", "write:org"],
            Self::CurrentOrganizations => &["admin:org", "read:org", "user", "write:org"],
            Self::Installations(_) | Self::InstallationsById(_) => match installations {
                InstallationsScope::ReadOrg => &["admin:org", "read:org", "write:org"],
                InstallationsScope::AdminOrg => &["admin:org"],
            },
            _ => &[],
        }
    }

    /// The permission that a token without scopes needs to read.
    ///
    /// Source: GitHub docs, "Permissions required for fine-grained personal access tokens".
    pub(super) fn permission(&self) -> Option<&'static str> {
        match self {
            Self::Membership(_) => Some("members"),
            Self::Installations(_) | Self::InstallationsById(_) => {
                Some("organization_administration")
            }
            Self::OrganizationTokens(_) => Some("organization_personal_access_tokens"),
            Self::InstallationRepositories => Some("metadata"),
            _ => None,
        }
    }

    /// Whether it is about a user, whom an installation's token has not.
    pub(super) fn needs_user(&self) -> bool {
        matches!(
            self,
            Self::CurrentUser | Self::CurrentOrganizations | Self::Membership(_)
        )
    }

    /// Whether nobody is answered without a token.
    pub(super) fn needs_login(&self) -> bool {
        !matches!(
            self,
            Self::Root
                | Self::User(_)
                | Self::Organizations
                | Self::Organization(_)
                | Self::App(_)
                | Self::RevokeCredentials
                | Self::ConvertManifest
                | Self::Meta
                | Self::RateLimit
        )
    }
}
