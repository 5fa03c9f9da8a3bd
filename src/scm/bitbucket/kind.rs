//! The kinds of credential that Bitbucket knows, by their look and by the name that Bitbucket gives them.

use crate::secret::Secret;

/// A kind of credential.
#[derive(Debug)]
pub(super) struct Kind {
    /// Its name.
    pub(super) name: &'static str,
    /// Its name in the header `x-credential-type`; empty where none is known.
    header: &'static str,
    /// How it begins, where that tells it from the others; empty where it does not.
    prefix: &'static str,
    /// What to do instead of using it; empty for the kind that is needed.
    pub(super) instead: &'static str,
}

impl Kind {
    /// Whether it is the one that Assistant needs.
    pub(super) fn fits(&self) -> bool {
        self.instead.is_empty()
    }
}

/// How access tokens of all three kinds begin.
pub(super) const ACCESS_TOKEN: &str = "ATCTT";

/// Sources: Bitbucket REST API, "Authentication"; Atlassian support, "Access tokens" and "API tokens".
static KINDS: [Kind; 5] = [
    Kind {
        name: "workspace access token",
        header: "workspace_access_token",
        prefix: "",
        instead: "",
    },
    Kind {
        name: "project access token",
        header: "project_access_token",
        prefix: "",
        instead: "create a workspace access token: this is a project access token, which reaches one project only",
    },
    Kind {
        name: "repository access token",
        header: "repo_access_token",
        prefix: "",
        instead: "create a workspace access token: this is a repository access token, which reaches one repository only",
    },
    Kind {
        name: "user API token",
        header: "api_token",
        prefix: "ATATT",
        instead: "create a workspace access token: this is a person's Atlassian API token, which is sent with an e-mail address (Basic) and not by itself (Bearer)",
    },
    Kind {
        name: "app password",
        header: "",
        prefix: "ATBB",
        instead: "create a workspace access token: this is an app password, and those ended on 2026-07-28",
    },
];

/// A Bearer token holds neither a colon nor blanks (RFC 6750, 2.1), so these are more than a token.
static PAIR: Kind = Kind {
    name: "user name and token",
    header: "",
    prefix: "",
    instead: "give the workspace access token alone: this is a user name or e-mail address and a token pasted as one (Basic), while access tokens are sent by themselves (Bearer)",
};

static PHRASE: Kind = Kind {
    name: "several words",
    header: "",
    prefix: "",
    instead: "give the workspace access token alone: this holds blanks, as when Bearer or Basic is pasted along",
};

/// The wrong kind that a token's look shows, if it does, with what shows it. Nothing else of the token is told.
pub(super) fn by_look(token: &Secret) -> Option<(&'static Kind, &'static str)> {
    let text = token.expose();
    if text.contains(char::is_whitespace) {
        return Some((&PHRASE, "holds blanks"));
    }
    if text.contains(':') {
        return Some((&PAIR, "holds a colon: a name and a token pasted as one"));
    }
    let kind = prefixed().find(|kind| text.starts_with(kind.prefix))?;
    let said = match kind.prefix {
        "ATBB" => "begins with ATBB, like an app password",
        _ => "begins with ATATT, like a user API token",
    };
    Some((kind, said))
}

/// The kind that Bitbucket names, if it is a known one.
pub(super) fn by_header(value: &str) -> Option<&'static Kind> {
    KINDS
        .iter()
        .find(|kind| !kind.header.is_empty() && kind.header == value)
}

/// Whether a word can be nothing but a credential of Bitbucket's.
pub(super) fn is_token(word: &str) -> bool {
    let long = |prefix| {
        word.strip_prefix(prefix)
            .is_some_and(|rest: &str| rest.len() >= 16)
    };
    long(ACCESS_TOKEN) || prefixed().any(|kind| long(kind.prefix))
}

fn prefixed() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().filter(|kind| !kind.prefix.is_empty())
}
