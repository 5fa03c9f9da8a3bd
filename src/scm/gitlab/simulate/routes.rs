//! Which endpoint a method and a path are.

use http::Method;

/// The endpoints that are simulated. Ids are decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `/user`
    CurrentUser,
    /// `/users/:id`
    User(String),
    /// `/groups/:id`
    Group(String),
    /// `/projects/:id`
    Project(String),
    /// `/groups/:id/members/all/:user_id`
    GroupMember(String, String),
    /// `/projects/:id/members/all/:user_id`
    ProjectMember(String, String),
    /// `GET /personal_access_tokens/self`
    Token,
    /// `DELETE /personal_access_tokens/self`
    RevokeToken,
    /// `POST /personal_access_tokens/self/rotate`
    RotateToken,
    /// `/personal_access_tokens/self/associations`
    Associations,
    /// `/metadata`, `/version`
    Metadata,
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

/// Finds the endpoint; `version` is that of the instance, as (major, minor).
pub(super) fn find(method: &Method, path: &str, version: (u32, u32)) -> Match {
    let Some(rest) = path.strip_prefix("/api/v4/") else {
        return Match::None;
    };
    // A trailing slash is the same route, and nothing else is tolerated.
    let segments: Vec<&str> = rest.strip_suffix('/').unwrap_or(rest).split('/').collect();
    if segments.iter().any(|segment| segment.is_empty()) {
        return Match::None;
    }
    let get = matches!(*method, Method::GET | Method::HEAD);
    let since = |wanted: (u32, u32), found: Match| {
        if version >= wanted {
            found
        } else {
            Match::None
        }
    };
    let read = |route: Route| {
        if get {
            Match::Route(route)
        } else {
            Match::WrongMethod("GET, HEAD")
        }
    };
    match segments[..] {
        ["user"] => read(Route::CurrentUser),
        ["version"] => read(Route::Metadata),
        ["metadata"] => since((15, 2), read(Route::Metadata)),
        ["users", id] => read(Route::User(decode(id))),
        ["groups", id] => read(Route::Group(decode(id))),
        ["projects", id] => read(Route::Project(decode(id))),
        ["groups", id, "members", "all", user] => {
            read(Route::GroupMember(decode(id), decode(user)))
        }
        ["projects", id, "members", "all", user] => {
            read(Route::ProjectMember(decode(id), decode(user)))
        }
        ["personal_access_tokens", "self"] => {
            let found = match *method {
                _ if get => Match::Route(Route::Token),
                Method::DELETE => Match::Route(Route::RevokeToken),
                _ => Match::WrongMethod("DELETE, GET, HEAD"),
            };
            since((15, 5), found)
        }
        ["personal_access_tokens", "self", "associations"] => {
            since((17, 4), read(Route::Associations))
        }
        ["personal_access_tokens", "self", "rotate"] => {
            let found = if *method == Method::POST {
                Match::Route(Route::RotateToken)
            } else {
                Match::WrongMethod("POST")
            };
            since((16, 10), found)
        }
        _ => Match::None,
    }
}

/// A path segment without its percent-encoding; a `+` stays what it is.
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
    /// The scopes any of which suffices, in the order in which a refusal names them; none = any token will do.
    ///
    /// Source: `gitlabhq lib/api/api_guard.rb` (an endpoint's own scopes, then those of the whole API), with
    /// `lib/api/{users,metadata}.rb` and `lib/api/personal_access_tokens/{self_information,self_rotation}.rb`.
    pub(super) fn scopes(&self) -> &'static [&'static str] {
        match self {
            Self::CurrentUser | Self::User(_) => &["read_user", "api", "read_api"],
            Self::Metadata => &["read_user", "ai_features", "api", "read_api"],
            Self::Group(_) | Self::Project(_) | Self::GroupMember(..) | Self::ProjectMember(..) => {
                &["api", "read_api"]
            }
            Self::Token | Self::RevokeToken | Self::Associations => &[],
            Self::RotateToken => &["api", "self_rotate"],
        }
    }

    /// The permission that a fine-grained token would need, in the words of its form.
    pub(super) fn permission(&self) -> Option<&'static str> {
        match self {
            Self::CurrentUser | Self::User(_) => Some("User: Read"),
            Self::Metadata => Some("Metadata: Read"),
            Self::Group(_) => Some("Group: Read"),
            Self::Project(_) => Some("Project: Read"),
            Self::GroupMember(..) | Self::ProjectMember(..) => Some("Member: Read"),
            Self::RotateToken => Some("Personal Access Token: Rotate"),
            Self::Token | Self::RevokeToken | Self::Associations => None,
        }
    }

    /// Whether the endpoint is only for personal access tokens, of whatever owner.
    pub(super) fn about_token(&self) -> bool {
        matches!(self, Self::Token | Self::RevokeToken | Self::Associations)
    }

    /// Whether it answers without any token what everybody may see.
    pub(super) fn open_to_all(&self) -> bool {
        matches!(self, Self::Group(_) | Self::Project(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: (u32, u32) = (19, 6);

    #[test]
    fn an_encoded_path_is_one_id_and_a_bare_one_is_no_route() {
        assert_eq!(
            find(&Method::GET, "/api/v4/projects/acme%2Fweb%2fshop", NOW),
            Match::Route(Route::Project("acme/web/shop".into()))
        );
        assert_eq!(
            find(&Method::GET, "/api/v4/projects/acme/web/shop", NOW),
            Match::None
        );
        assert_eq!(
            find(&Method::GET, "/api/v4/projects//members/all/3", NOW),
            Match::None
        );
        assert_eq!(find(&Method::GET, "/api/v3/user", NOW), Match::None);
        assert_eq!(find(&Method::GET, "/user", NOW), Match::None);
    }

    #[test]
    fn a_wrong_method_says_which_are_right() {
        assert_eq!(
            find(&Method::POST, "/api/v4/user", NOW),
            Match::WrongMethod("GET, HEAD")
        );
        assert_eq!(
            find(
                &Method::GET,
                "/api/v4/personal_access_tokens/self/rotate",
                NOW
            ),
            Match::WrongMethod("POST")
        );
    }

    #[test]
    fn an_endpoint_younger_than_the_instance_does_not_exist() {
        let rotate = "/api/v4/personal_access_tokens/self/rotate";
        assert_eq!(find(&Method::POST, rotate, (16, 9)), Match::None);
        assert_eq!(
            find(&Method::POST, rotate, (16, 10)),
            Match::Route(Route::RotateToken)
        );
        assert_eq!(
            find(&Method::GET, "/api/v4/personal_access_tokens/self", (15, 4)),
            Match::None
        );
    }

    #[test]
    fn broken_encodings_stay_as_they_are() {
        assert_eq!(decode("a%2"), "a%2");
        assert_eq!(decode("a%zz%"), "a%zz%");
        assert_eq!(decode("%+1%F"), "%+1%F");
        assert_eq!(decode("%41+b"), "A+b");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }
}
