//! Bitbucket Cloud's rows of the catalogue.

use super::read::{KIND_FITS, PREMIUM, REACHES};
use crate::audit::{About, Lattice, Level, Need, On, Remedy, Requirement, When, fact};

const GETTING_STARTED: &str = "https://semgrep.dev/docs/semgrep-multimodal/getting-started";
const PERMISSIONS: &str = "https://semgrep.dev/docs/deployment/scm-permissions";
const ACCESS_TOKENS: &str =
    "https://developer.atlassian.com/cloud/bitbucket/rest/intro/#access-tokens";
const WORKSPACE_TOKENS: &str =
    "https://support.atlassian.com/bitbucket-cloud/docs/workspace-access-tokens/";
const TOKEN_PAGE: &str = "{web}/{namespace}/workspace/settings/access-tokens";

/// Sources: Bitbucket REST API, "Bitbucket OAuth 2.0 scopes" and "Workspace Access Tokens". The admin scopes include
/// nothing: each grants its own actions only.
pub(super) static SCOPES: Lattice = Lattice {
    includes: &[
        ("project", &["repository"]),
        ("repository:write", &["repository"]),
        ("pullrequest", &["repository"]),
        ("pullrequest:write", &["pullrequest", "repository:write"]),
        ("issue:write", &["issue"]),
        ("snippet:write", &["snippet"]),
    ],
    labels: &[
        ("project", "Projects: Read"),
        ("project:admin", "Projects: Admin"),
        ("repository", "Repositories: Read"),
        ("repository:write", "Repositories: Write"),
        ("repository:admin", "Repositories: Admin"),
        ("repository:delete", "Repositories: Delete"),
        ("pullrequest", "Pull requests: Read"),
        ("pullrequest:write", "Pull requests: Write"),
        ("webhook", "Webhooks: Read and write"),
        ("account", "Account: Read"),
    ],
    notes: &[
        (
            "repository:admin",
            "dangerous: changes settings and who reaches a repository; tick Repositories: Read instead of Admin",
        ),
        (
            "repository:delete",
            "dangerous: deletes repositories; leave Repositories: Delete unticked",
        ),
        (
            "project:admin",
            "dangerous: changes and deletes projects; tick Projects: Read instead of Admin, unless Managed Scans are used, which ask for it",
        ),
        (
            "pipeline:variable",
            "dangerous: writes the variables of pipelines; leave Pipelines unticked",
        ),
        ("account:write", "dangerous: changes the account"),
        (
            "account",
            "leave Account: Read unticked, unless Managed Scans are used, which ask for it",
        ),
        ("pipeline", "leave Pipelines unticked"),
        ("pipeline:write", "leave Pipelines unticked"),
        ("runner", "leave Runners unticked"),
        ("runner:write", "leave Runners unticked"),
    ],
};

/// Everything that Assistant needs.
const NEEDED: &[&str] = &["project", "repository", "pullrequest:write", "webhook"];

const ADMINS: &str = "an admin of the workspace {namespace}";
const YOU: &str = "you";

const KIND: &str = "bitbucket/token-kind";
const TOKEN: &str = "bitbucket/token";
const WORKSPACE: &str = "bitbucket/workspace";
const BEHIND_ALL: &[&str] = &[KIND, TOKEN, WORKSPACE];

const RETRY: Remedy = Remedy {
    on: On::CannotTell,
    text: "mend what stands in the way ({why}), then run the check again",
    url: "",
    who: YOU,
};

/// Where a proxy takes the headers away.
const HEADERS: Remedy = Remedy {
    on: On::Cause("not-visible"),
    text: "let the proxy on the way to {host} pass the headers x-credential-type and x-oauth-scopes, or look the token up on this page",
    url: TOKEN_PAGE,
    who: ADMINS,
};

const TICK: &[Remedy] = &[
    Remedy {
        on: On::NotMet,
        text: "create a new workspace access token and tick {missing} too: a token's scopes can't be changed later",
        url: TOKEN_PAGE,
        who: ADMINS,
    },
    HEADERS,
    RETRY,
];

/// A row about one scope.
const fn scope(id: &'static str, title: &'static str, need: Need) -> Requirement {
    Requirement {
        id,
        title,
        about: About::Connection,
        when: When::Always(Level::Required),
        need,
        behind: BEHIND_ALL,
        remedies: TICK,
        docs: GETTING_STARTED,
        pardonable: true,
    }
}

pub(super) static ALL: [Requirement; 10] = [
    Requirement {
        id: KIND,
        title: "A workspace access token",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds(KIND_FITS),
        behind: &[],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "{bitbucket.instead|create a workspace access token}",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            Remedy {
                on: On::Cause("unreadable"),
                text: "see whether the token is listed on this page, which makes it a workspace access token; Bitbucket calls it {token.kind|nothing that can be read}",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            HEADERS,
            RETRY,
        ],
        docs: GETTING_STARTED,
        pardonable: false,
    },
    Requirement {
        id: TOKEN,
        title: "The token is accepted",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds(fact::ALIVE),
        behind: &[KIND],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "create a new workspace access token with Projects: Read, Pull requests: Write and Webhooks: Read and write, then run connect-scm with it; a person's API token does not work here, as access tokens are sent by themselves (Bearer) and not with a name (Basic)",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            Remedy {
                on: On::Cause("refused"),
                text: "see why {host} refuses ({why}): its own words are in the evidence; a workspace's IP allow list is one reason",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            HEADERS,
            RETRY,
        ],
        docs: ACCESS_TOKENS,
        pardonable: false,
    },
    Requirement {
        id: WORKSPACE,
        title: "The token belongs to this workspace",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds(REACHES),
        behind: &[KIND, TOKEN],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "check the workspace ID {namespace}, the part after bitbucket.org/ in its address; if it is right, the token is of another workspace: create one in this",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            Remedy {
                on: On::Cause("refused"),
                text: "see that this token is listed for {namespace} and has Webhooks: Read and write, and that no IP allow list stands in the way",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            Remedy {
                on: On::Cause("not-found-or-hidden"),
                text: "check the workspace ID {namespace}, and that this token is listed on its page",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "see that this token is listed on the page of {namespace}",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            RETRY,
        ],
        docs: ACCESS_TOKENS,
        pardonable: true,
    },
    Requirement {
        id: "bitbucket/premium",
        title: "The Premium plan",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds(PREMIUM),
        behind: BEHIND_ALL,
        remedies: &[
            Remedy {
                on: On::Cause("not-visible"),
                text: "see that the workspace offers access tokens: only the Premium plan does",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            RETRY,
        ],
        docs: WORKSPACE_TOKENS,
        pardonable: true,
    },
    scope(
        "bitbucket/projects-read",
        "Projects: Read",
        Need::AnyScope(fact::SCOPES, &["project"], &SCOPES),
    ),
    scope(
        "bitbucket/repositories-read",
        "Repositories: Read",
        Need::AnyScope(fact::SCOPES, &["repository"], &SCOPES),
    ),
    scope(
        "bitbucket/pullrequests-write",
        "Pull requests: Read and Write",
        Need::AnyScope(fact::SCOPES, &["pullrequest:write"], &SCOPES),
    ),
    scope(
        "bitbucket/webhooks",
        "Webhooks: Read and write",
        Need::AnyScope(fact::SCOPES, &["webhook"], &SCOPES),
    ),
    Requirement {
        id: "bitbucket/excess",
        title: "No scope beyond what is needed",
        about: About::Connection,
        when: When::Always(Level::Hygiene),
        need: Need::NothingBeyond {
            fact: fact::SCOPES,
            setup: Some(NEEDED),
            steady: NEEDED,
            lattice: &SCOPES,
        },
        behind: BEHIND_ALL,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "create a new token with Projects: Read, Pull requests: Write and Webhooks: Read and write alone ({why})",
                url: TOKEN_PAGE,
                who: ADMINS,
            },
            HEADERS,
            RETRY,
        ],
        docs: PERMISSIONS,
        pardonable: true,
    },
    Requirement {
        id: "bitbucket/expiry",
        title: "The token expires, and not soon",
        about: About::Connection,
        when: When::Always(Level::Hygiene),
        need: Need::Advice(&Need::Lasts {
            fact: fact::EXPIRES,
            at_most: None,
        }),
        behind: BEHIND_ALL,
        remedies: &[Remedy {
            on: On::CannotTell,
            text: "look up when the token ends on this page: no API shows it",
            url: TOKEN_PAGE,
            who: ADMINS,
        }],
        docs: WORKSPACE_TOKENS,
        pardonable: true,
    },
];
