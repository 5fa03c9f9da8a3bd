//! Which endpoint a method and a path are.

use http::Method;

use super::version::Rule;

/// The endpoints that are simulated. Names are decoded and as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `GET connectionData`
    ConnectionData,
    /// `GET projects`
    Projects,
    /// `GET projects/{project}`
    Project(String),
    /// `GET [{project}/]git/repositories`
    Repositories(Option<String>),
    /// `POST [{project}/]git/repositories`
    CreateRepository(Option<String>),
    /// `GET …/refs`
    Refs(Place),
    /// `POST …/refs`
    UpdateRefs(Place),
    /// `POST …/pushes`
    Push(Place),
    /// `GET …/pullRequests/{id}/threads`
    Threads(Place, String),
    /// `POST …/pullRequests/{id}/threads`
    CreateThread(Place, String),
    /// `GET permissions/{namespace}/{bits}`
    Permissions(String, String),
    /// `POST security/permissionevaluationbatch`
    PermissionBatch,
    /// `GET graph/groups`
    Groups,
    /// `GET graph/users`
    Users,
    /// `HEAD` and `GET graph/memberships/{subject}/{container}`
    Membership(String, String),
    /// `GET graph/memberships/{subject}`
    Memberships(String),
    /// `GET Organization/Collections/Me`
    Collection,
    /// `POST Contribution/HierarchyQuery`
    HierarchyQuery,
    /// `GET userentitlements`
    Entitlements,
    /// `GET tokens/pats`
    Tokens,
    /// `GET profile/profiles/me`, outside of any organization
    Profile,
}

/// A repository as a path names it: by name or id, within a project or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Name or id of the project.
    pub(super) project: Option<String>,
    /// Name or id of the repository.
    pub(super) repository: String,
}

/// Who may call an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Any valid token.
    Token,
    /// A token with one of these scopes; two mean that either suffices.
    Scope(&'static [&'static str]),
    /// No scope is documented; the permission routes.
    Permissions,
    /// Nothing is documented; the routes that name the owner.
    Owner,
    /// An Entra token of a user.
    Entra,
}

/// What a path comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The organization; none on the host that belongs to all.
    pub(super) organization: Option<String>,
    /// The methods there, with the endpoint of each; empty for nothing.
    pub(super) routes: Vec<(Method, Route)>,
}

/// Finds what a path is; `None` if it is not below `_apis` at all. Fixed words are of any case.
pub(super) fn find(path: &str) -> Option<Found> {
    let path = path.strip_prefix('/')?;
    let segments: Vec<String> = path
        .strip_suffix('/')
        .unwrap_or(path)
        .split('/')
        .map(decode)
        .collect();
    let at = segments
        .iter()
        .take(3)
        .position(|word| word.eq_ignore_ascii_case("_apis"))?;
    let rest = &segments[at + 1..];
    let lower: Vec<String> = rest.iter().map(|word| word.to_ascii_lowercase()).collect();
    let words: Vec<&str> = lower.iter().map(String::as_str).collect();
    let routes = match at {
        0 => global(&words),
        1 => organization(&words, rest),
        _ => git(&words, rest, Some(segments[1].clone())),
    };
    Some(Found {
        organization: (at > 0).then(|| segments[0].clone()),
        routes,
    })
}

fn global(words: &[&str]) -> Vec<(Method, Route)> {
    match words {
        ["profile", "profiles", "me"] => vec![(Method::GET, Route::Profile)],
        _ => Vec::new(),
    }
}

fn organization(words: &[&str], rest: &[String]) -> Vec<(Method, Route)> {
    let named = |at: usize| rest.get(at).cloned().unwrap_or_default();
    let get = |route: Route| vec![(Method::GET, route)];
    let post = |route: Route| vec![(Method::POST, route)];
    match words {
        ["connectiondata"] => get(Route::ConnectionData),
        ["projects"] => get(Route::Projects),
        ["projects", _] => get(Route::Project(named(1))),
        ["permissions", _, _] => get(Route::Permissions(named(1), named(2))),
        ["security", "permissionevaluationbatch"] => post(Route::PermissionBatch),
        ["graph", "groups"] => get(Route::Groups),
        ["graph", "users"] => get(Route::Users),
        ["graph", "memberships", _] => get(Route::Memberships(named(2))),
        ["graph", "memberships", _, _] => {
            let route = Route::Membership(named(2), named(3));
            vec![(Method::HEAD, route.clone()), (Method::GET, route)]
        }
        ["organization", "collections", "me"] => get(Route::Collection),
        ["contribution", "hierarchyquery"] => post(Route::HierarchyQuery),
        ["userentitlements"] => get(Route::Entitlements),
        ["tokens", "pats"] => get(Route::Tokens),
        _ => git(words, rest, None),
    }
}

fn git(words: &[&str], rest: &[String], project: Option<String>) -> Vec<(Method, Route)> {
    let named = |at: usize| rest.get(at).cloned().unwrap_or_default();
    let ["git", "repositories", more @ ..] = words else {
        return Vec::new();
    };
    let place = Place {
        project: project.clone(),
        repository: named(2),
    };
    match more {
        [] => vec![
            (Method::GET, Route::Repositories(project.clone())),
            (Method::POST, Route::CreateRepository(project)),
        ],
        [_, "refs"] => vec![
            (Method::GET, Route::Refs(place.clone())),
            (Method::POST, Route::UpdateRefs(place)),
        ],
        [_, "pushes"] => vec![(Method::POST, Route::Push(place))],
        [_, "pullrequests", _, "threads"] => vec![
            (Method::GET, Route::Threads(place.clone(), named(4))),
            (Method::POST, Route::CreateThread(place, named(4))),
        ],
        _ => Vec::new(),
    }
}

impl Route {
    /// Who may call it.
    ///
    /// Source: vsts-rest-api-specs, `security` of each operation, version 7.1; azure-devops-docs,
    /// `manage-personal-access-tokens-via-api.md` for the tokens.
    pub(super) fn needs(&self) -> Needs {
        match self {
            Self::ConnectionData => Needs::Token,
            Self::Projects | Self::Project(_) => Needs::Scope(&["vso.profile", "vso.project"]),
            Self::Repositories(_) | Self::Refs(_) => Needs::Scope(&["vso.code"]),
            Self::CreateRepository(_) => Needs::Scope(&["vso.code_manage"]),
            Self::UpdateRefs(_) | Self::Push(_) => Needs::Scope(&["vso.code_write"]),
            Self::Threads(..) => Needs::Scope(&["vso.code", "vso.threads_full"]),
            Self::CreateThread(..) => Needs::Scope(&["vso.code_write", "vso.threads_full"]),
            Self::Permissions(..) | Self::PermissionBatch => Needs::Permissions,
            Self::Groups | Self::Users | Self::Membership(..) | Self::Memberships(_) => {
                Needs::Scope(&["vso.graph"])
            }
            Self::Collection | Self::HierarchyQuery => Needs::Owner,
            Self::Entitlements => Needs::Scope(&["vso.memberentitlementmanagement"]),
            Self::Tokens | Self::Profile => Needs::Entra,
        }
    }

    /// What it demands of `api-version`.
    pub(super) fn version(&self) -> Rule {
        match self {
            Self::ConnectionData | Self::Collection => Rule::Loose,
            Self::Groups
            | Self::Users
            | Self::Membership(..)
            | Self::Memberships(_)
            | Self::HierarchyQuery
            | Self::Tokens => Rule::Preview(1),
            Self::Entitlements => Rule::Preview(5),
            _ => Rule::Released,
        }
    }
}

/// Takes the percent encoding off; what is none stays as it is.
fn decode(segment: &str) -> String {
    let bytes = segment.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = (byte == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(hex.unwrap_or(byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
