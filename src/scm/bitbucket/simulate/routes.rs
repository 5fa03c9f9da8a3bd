//! Which endpoint a method and a path are, and which scopes it needs.

use http::Method;

/// The endpoints that are simulated. Ids are decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `/2.0/user`
    User,
    /// `/2.0/user/workspaces`
    UserWorkspaces,
    /// `/2.0/workspaces/{workspace}`
    Workspace(String),
    /// `/2.0/workspaces/{workspace}/projects`
    Projects(String),
    /// `/2.0/workspaces/{workspace}/hooks`
    Hooks(String),
    /// `/2.0/repositories/{workspace}`
    Repositories(String),
    /// `/2.0/repositories/{workspace}/{repo_slug}`
    Repository(String, String),
    /// `GET /2.0/repositories/{workspace}/{repo_slug}/pullrequests`
    Pulls(String, String),
    /// `POST /2.0/repositories/{workspace}/{repo_slug}/pullrequests`
    CreatePull(String, String),
}

/// The scopes an endpoint needs, all of them, in both vocabularies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Need {
    /// Of access tokens and OAuth.
    pub(super) oauth: &'static [&'static str],
    /// Of users' API tokens.
    pub(super) forge: &'static [&'static str],
}

/// What a method and a path come to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// An endpoint.
    Route(Route),
    /// An endpoint, but not by this method; what it allows.
    WrongMethod(&'static str),
    /// Nothing.
    None,
}

/// The segments behind `/2.0/`; one trailing slash is tolerated, an empty segment is not.
fn segments(path: &str) -> Option<Vec<&str>> {
    let rest = path.strip_prefix("/2.0/")?;
    let segments: Vec<&str> = rest.strip_suffix('/').unwrap_or(rest).split('/').collect();
    segments
        .iter()
        .all(|segment| !segment.is_empty())
        .then_some(segments)
}

/// Whether the endpoint was taken away for everybody: those across workspaces.
///
/// Source: Bitbucket Cloud changelog, CHANGE-2770 (2026-04-14).
pub(super) fn removed(path: &str) -> bool {
    matches!(
        segments(path).as_deref(),
        Some(["repositories"] | ["workspaces"] | ["user", "permissions", ..])
    )
}

/// Finds the endpoint.
pub(super) fn find(method: &Method, path: &str) -> Match {
    let Some(segments) = segments(path) else {
        return Match::None;
    };
    let get = matches!(*method, Method::GET | Method::HEAD);
    let read = |route: Route| {
        if get {
            Match::Route(route)
        } else {
            Match::WrongMethod("GET, HEAD")
        }
    };
    match segments[..] {
        ["user"] => read(Route::User),
        ["user", "workspaces"] => read(Route::UserWorkspaces),
        ["workspaces", workspace] => read(Route::Workspace(decode(workspace))),
        ["workspaces", workspace, "projects"] => read(Route::Projects(decode(workspace))),
        ["workspaces", workspace, "hooks"] => read(Route::Hooks(decode(workspace))),
        ["repositories", workspace] => read(Route::Repositories(decode(workspace))),
        ["repositories", workspace, slug] => {
            read(Route::Repository(decode(workspace), decode(slug)))
        }
        ["repositories", workspace, slug, "pullrequests"] => match *method {
            _ if get => Match::Route(Route::Pulls(decode(workspace), decode(slug))),
            Method::POST => Match::Route(Route::CreatePull(decode(workspace), decode(slug))),
            _ => Match::WrongMethod("GET, HEAD, POST"),
        },
        _ => Match::None,
    }
}

/// A path segment without its percent-encoding.
fn decode(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    let hex = |byte: u8| char::from(byte).to_digit(16);
    while let [first, tail @ ..] = rest {
        rest = tail;
        if let (b'%', [high, low, after @ ..]) = (first, tail)
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            bytes.extend(u8::try_from(high << 4 | low));
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Route {
    /// What it needs; nothing where any credential will do.
    ///
    /// Source: Bitbucket Cloud description, `security` and `x-atlassian-oauth2-scopes` of each operation; users' scopes for
    /// webhooks and the user from the list of API token scopes.
    pub(super) fn need(&self) -> Need {
        let need = |oauth, forge| Need { oauth, forge };
        match self {
            Self::User => need(&["account"], &["read:user:bitbucket"]),
            Self::UserWorkspaces => need(&["account"], &["read:workspace:bitbucket"]),
            Self::Workspace(_) => need(&[], &[]),
            Self::Projects(_) => need(&["project"], &["read:project:bitbucket"]),
            Self::Hooks(_) => need(&["webhook"], &["read:webhook:bitbucket"]),
            Self::Repositories(_) | Self::Repository(..) => {
                need(&["repository"], &["read:repository:bitbucket"])
            }
            Self::Pulls(..) => need(&["pullrequest"], &["read:pullrequest:bitbucket"]),
            Self::CreatePull(..) => need(
                &["pullrequest:write"],
                &["read:pullrequest:bitbucket", "write:pullrequest:bitbucket"],
            ),
        }
    }

    /// The workspace in its path.
    pub(super) fn workspace(&self) -> Option<&str> {
        match self {
            Self::User | Self::UserWorkspaces => None,
            Self::Workspace(workspace)
            | Self::Projects(workspace)
            | Self::Hooks(workspace)
            | Self::Repositories(workspace)
            | Self::Repository(workspace, _)
            | Self::Pulls(workspace, _)
            | Self::CreatePull(workspace, _) => Some(workspace),
        }
    }

    /// Whether it is about a user, which an access token is not.
    pub(super) fn about_user(&self) -> bool {
        matches!(self, Self::User | Self::UserWorkspaces)
    }

    /// Whether it answers without a credential what everybody may see.
    pub(super) fn open_to_all(&self) -> bool {
        !self.about_user() && !matches!(self, Self::Hooks(_) | Self::CreatePull(..))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lists_across_workspaces_was_removed() {
        for path in [
            "/2.0/repositories",
            "/2.0/workspaces/",
            "/2.0/user/permissions/workspaces",
            "/2.0/user/permissions/repositories",
            "/2.0/user/permissions",
        ] {
            assert!(removed(path), "{path}");
        }
        for path in [
            "/2.0/repositories/acme",
            "/2.0/workspaces/acme",
            "/2.0/user",
            "/2.0/user/workspaces",
            "/repositories",
        ] {
            assert!(!removed(path), "{path}");
        }
    }

    #[test]
    fn ids_are_decoded_and_empty_segments_are_no_route() {
        assert_eq!(
            find(&Method::GET, "/2.0/workspaces/%7Babc%7D/"),
            Match::Route(Route::Workspace("{abc}".into()))
        );
        assert_eq!(find(&Method::GET, "/2.0/workspaces//hooks"), Match::None);
        assert_eq!(find(&Method::GET, "/1.0/user"), Match::None);
        assert_eq!(decode("a%2"), "a%2");
        assert_eq!(decode("%zz%41%"), "%zzA%");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }
}
