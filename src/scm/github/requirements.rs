//! GitHub's rows of the catalogue.

use super::apps;
use crate::audit::{About, Lattice, Level, Need, On, Remedy, Requirement, When, fact};

const GETTING_STARTED: &str = "https://semgrep.dev/docs/semgrep-multimodal/getting-started";
const PERMISSIONS: &str = "https://semgrep.dev/docs/deployment/scm-permissions";
const TOKEN_FORMATS: &str = "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github";
const APPROVING: &str = "https://docs.github.com/en/apps/using-github-apps/approving-updated-permissions-for-a-github-app";
const SUSPENDING: &str = "https://docs.github.com/en/apps/using-github-apps/reviewing-and-modifying-installed-github-apps";
const SCOPES_PAGE: &str =
    "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps";
const EXPIRATION: &str = "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation";

const TOKEN_PAGE: &str = "{token-page}";
const TOKENS_PAGE: &str = "{tokens-page}";
const APPS_PAGE: &str = "{github.apps-page}";

const YOU: &str = "you";
const OWNER: &str = "an organization owner";

/// About as long as a token may be made to live where that is limited. Source: GitHub docs, "Setting a personal access
/// token policy for your organization", which counts a year as 366 days.
const A_YEAR: i64 = 366;

const KIND_ROW: &str = "github/token-kind";
const TOKEN_ROW: &str = "github/token";
const INSTALLED_ROW: &str = "github/app-installed";
const BEHIND: &[&str] = &[KIND_ROW, TOKEN_ROW];
const BEHIND_APP: &[&str] = &[KIND_ROW, TOKEN_ROW, INSTALLED_ROW];

/// Source: GitHub docs, "Scopes for OAuth apps"; labels and what they include as on the page where tokens are made.
pub(super) static SCOPES: Lattice = Lattice {
    includes: &[
        (
            "repo",
            &[
                "repo:status",
                "repo_deployment",
                "public_repo",
                "repo:invite",
                "security_events",
            ],
        ),
        ("admin:org", &["write:org", "manage_runners:org"]),
        ("write:org", &["read:org"]),
        ("admin:repo_hook", &["write:repo_hook"]),
        ("write:repo_hook", &["read:repo_hook"]),
        ("user", &["read:user", "user:email", "user:follow"]),
        ("write:packages", &["read:packages"]),
        ("admin:public_key", &["write:public_key"]),
        ("write:public_key", &["read:public_key"]),
        ("admin:gpg_key", &["write:gpg_key"]),
        ("write:gpg_key", &["read:gpg_key"]),
        ("admin:ssh_signing_key", &["write:ssh_signing_key"]),
        ("write:ssh_signing_key", &["read:ssh_signing_key"]),
        ("project", &["read:project"]),
    ],
    labels: &[
        (
            "read:org",
            "Read org and team membership, read org projects",
        ),
        (
            "admin:org",
            "Full control of orgs and teams, read and write org projects",
        ),
    ],
    notes: &[
        (
            "repo",
            "reads and writes code; Semgrep does so through its apps, with Contents for code access",
        ),
        ("public_repo", "writes to public repositories"),
        (
            "workflow",
            "changes workflow files; Semgrep adds its CI jobs through its app, with Workflows",
        ),
        (
            "security_events",
            "Semgrep writes code scanning alerts through its app",
        ),
        (
            "admin:repo_hook",
            "Semgrep gets its webhooks through its apps",
        ),
        ("admin:org_hook", "manages webhooks of organizations"),
        ("delete_repo", "dangerous: deletes repositories"),
        ("delete:packages", "dangerous: deletes packages"),
        ("admin:enterprise", "dangerous: administers enterprises"),
        ("site_admin", "dangerous: administers the whole instance"),
        ("admin:public_key", "dangerous: adds keys to the account"),
        ("user", "changes the user's profile"),
    ],
};

/// What the vendor asks for both apps together. Source: Semgrep docs, "Permissions for source code managers", GitHub.
static STANDARD: [&str; 9] = [
    "metadata:read",
    "members:read",
    "pull_requests:write",
    "actions:write",
    "checks:read",
    "security_events:write",
    "secrets:write",
    "single_file:write",
    "workflows:write",
];

/// Permissions of apps, in the words of their pages. Source: GitHub docs, "Permissions required for GitHub Apps".
static GRANTS: Lattice = Lattice {
    includes: &[
        ("metadata:write", &["metadata:read"]),
        ("members:write", &["members:read"]),
        ("checks:write", &["checks:read"]),
    ],
    labels: &[
        ("metadata:read", "Metadata: Read-only"),
        ("members:read", "Members: Read-only"),
        ("pull_requests:write", "Pull requests: Read and write"),
        ("actions:write", "Actions: Read and write"),
        ("checks:read", "Checks: Read-only"),
        (
            "security_events:write",
            "Code scanning alerts: Read and write",
        ),
        ("secrets:write", "Secrets: Read and write"),
        (
            "single_file:write",
            "Single file .github/workflows/semgrep.yml and .semgrepignore: Read and write",
        ),
        ("workflows:write", "Workflows: Read and write"),
    ],
    notes: &[],
};

const RETRY: Remedy = Remedy {
    on: On::CannotTell,
    text: "mend what stands in the way ({why}), then run the check again",
    url: "",
    who: YOU,
};

const LIMITED: Remedy = Remedy {
    on: On::Cause("rate-limited"),
    text: "run the check again later: {why}",
    url: "",
    who: YOU,
};

const SSO: Remedy = Remedy {
    on: On::Cause("sso-required"),
    text: "authorize the token for single sign-on: follow the link, or choose Configure SSO beside the token and then {namespace}",
    url: "{github.sso-page|https://docs.github.com/en/enterprise-cloud@latest/authentication/authenticating-with-single-sign-on/authorizing-a-personal-access-token-for-use-with-single-sign-on}",
    who: YOU,
};

const POLICY: Remedy = Remedy {
    on: On::Cause("policy-blocks-token"),
    text: "{github.policy-advice|use a token that the policies of the organization allow}",
    url: "{github.policy-page}",
    who: YOU,
};

const ADDRESS: Remedy = Remedy {
    on: On::Cause("ip-allow-list"),
    text: "run the check from an allowed address, or let an owner add this one to the IP allow list; Semgrep's own addresses must be on it as well",
    url: "{web}/organizations/{namespace}/settings/security",
    who: OWNER,
};

const HIDDEN: Remedy = Remedy {
    on: On::Cause("not-found-or-hidden"),
    text: "check the name {namespace}, and use a token of an owner with the scope read:org, or a fine-grained one owned by {namespace} with Members: Read-only and Administration: Read-only; for a personal account use a token of its own user",
    url: TOKEN_PAGE,
    who: OWNER,
};

const REFUSED: Remedy = Remedy {
    on: On::Cause("refused"),
    text: "use a token of an owner with the scope read:org (where that is not enough, admin:org), or a fine-grained one owned by {namespace} with Members: Read-only and Administration: Read-only",
    url: TOKEN_PAGE,
    who: OWNER,
};

/// Rows about apps share everything but what they need.
const APP: Requirement = Requirement {
    id: "",
    title: "",
    about: About::Connection,
    when: When::Always(Level::Required),
    need: Need::All(&[]),
    behind: BEHIND_APP,
    remedies: &[],
    docs: GETTING_STARTED,
    pardonable: true,
};

pub(super) static ALL: [Requirement; 11] = [
    Requirement {
        id: KIND_ROW,
        title: "A token that can ask",
        need: Need::Holds("github.kind-fits"),
        behind: &[],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "use a personal access token with the scope read:org instead: a {token.kind|token of this kind} has no user whose role could be seen",
                url: TOKEN_PAGE,
                who: YOU,
            },
            RETRY,
        ],
        docs: TOKEN_FORMATS,
        pardonable: false,
        ..APP
    },
    Requirement {
        id: TOKEN_ROW,
        title: "The token is accepted",
        need: Need::Holds(fact::ALIVE),
        behind: &[KIND_ROW],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "create a new token with the scope read:org: this one is mistyped, expired or revoked, which look the same",
                url: TOKEN_PAGE,
                who: YOU,
            },
            SSO,
            POLICY,
            ADDRESS,
            LIMITED,
            Remedy {
                on: On::Cause("refused"),
                text: "use a personal access token with the scope read:org: this one may not even ask whose it is",
                url: TOKEN_PAGE,
                who: YOU,
            },
            RETRY,
        ],
        docs: TOKEN_FORMATS,
        pardonable: false,
        ..APP
    },
    Requirement {
        id: "github/owner",
        title: "Organization owner, or the account itself",
        when: When::Unmet {
            fact: apps::PRIVATE_APP,
            then: Level::Required,
            otherwise: Level::Recommended,
        },
        need: Need::Holds("github.owner"),
        behind: BEHIND,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "let an owner of {namespace} install the apps, or make {github.login|the token's user} an owner (now {github.role|no member})",
                url: "{web}/orgs/{namespace}/people",
                who: OWNER,
            },
            SSO,
            POLICY,
            ADDRESS,
            LIMITED,
            HIDDEN,
            REFUSED,
            RETRY,
        ],
        ..APP
    },
    Requirement {
        id: INSTALLED_ROW,
        title: "The private app is installed",
        // No API lists the apps of a personal account for a token of its user; the platform knows of its own.
        need: Need::Where {
            fact: "github.personal",
            then: &Need::Any(&[
                Need::Holds(apps::PRIVATE_APP),
                Need::Holds(fact::APP_INSTALLED),
            ]),
            otherwise: &Need::Holds(apps::PRIVATE_APP),
        },
        behind: BEHIND,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "register and install the private app (Semgrep Code - {namespace}): assistant connect-scm {connection}; if it is installed under another name, give --app-slug",
                url: APPS_PAGE,
                who: OWNER,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look there for the app whose name begins with Semgrep Code, then vouch for it with --attest github/app-installed",
                url: APPS_PAGE,
                who: YOU,
            },
            SSO,
            POLICY,
            ADDRESS,
            LIMITED,
            HIDDEN,
            REFUSED,
            RETRY,
        ],
        ..APP
    },
    Requirement {
        id: "github/public-app-installed",
        title: "The public app is installed",
        need: Need::Holds(apps::PUBLIC_APP),
        behind: BEHIND,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "install the public app semgrep-app on {namespace}; where it is suspended, choose Unsuspend on its Configure page",
                url: "{github.public-page}",
                who: OWNER,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look there for semgrep-app, not suspended, then vouch for it with --attest github/public-app-installed",
                url: APPS_PAGE,
                who: YOU,
            },
            SSO,
            POLICY,
            ADDRESS,
            LIMITED,
            HIDDEN,
            REFUSED,
            RETRY,
        ],
        ..APP
    },
    Requirement {
        id: "github/app-active",
        title: "The private app is not suspended",
        need: Need::Where {
            fact: "github.personal",
            then: &Need::Any(&[
                Need::Holds(apps::PRIVATE_ACTIVE),
                Need::Holds(fact::APP_ACTIVE),
            ]),
            otherwise: &Need::Holds(apps::PRIVATE_ACTIVE),
        },
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "choose Unsuspend on the Configure page of {github.private-slug|the private app}",
                url: "{github.private-page}",
                who: OWNER,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look there that the app Semgrep Code is not suspended, then vouch for it with --attest github/app-active",
                url: APPS_PAGE,
                who: YOU,
            },
            SSO,
            POLICY,
            ADDRESS,
            LIMITED,
            HIDDEN,
            REFUSED,
            RETRY,
        ],
        docs: SUSPENDING,
        ..APP
    },
    Requirement {
        id: "github/app-contents",
        title: "The private app may read code (Contents)",
        need: Need::Holds(apps::PRIVATE_CONTENTS),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "choose Review request on the Configure page of {github.private-slug|the private app} and accept Contents: Read-only; what an app declares counts only once an owner accepted it, so where no request waits, add it to the app's permissions first",
                url: "{github.private-page}",
                who: OWNER,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look on the Configure page of the app Semgrep Code for read access to code, then vouch for it with --attest github/app-contents",
                url: APPS_PAGE,
                who: YOU,
            },
            SSO,
            POLICY,
            ADDRESS,
            LIMITED,
            HIDDEN,
            REFUSED,
            RETRY,
        ],
        docs: APPROVING,
        ..APP
    },
    Requirement {
        id: "github/app-standard",
        title: "The apps have the standard permissions",
        when: When::Always(Level::Recommended),
        need: Need::EveryScope(apps::PERMISSIONS, &STANDARD, &GRANTS),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "accept on the Configure pages of the apps, under Review request: {missing}; what no request asks for is added to the private app's permissions first",
                url: APPS_PAGE,
                who: OWNER,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look at the permissions on the Configure pages of the apps",
                url: APPS_PAGE,
                who: YOU,
            },
            SSO,
            POLICY,
            ADDRESS,
            LIMITED,
            HIDDEN,
            REFUSED,
            RETRY,
        ],
        docs: PERMISSIONS,
        ..APP
    },
    Requirement {
        id: "github/repositories",
        title: "The apps reach all repositories",
        when: When::Always(Level::Recommended),
        need: Need::Advice(&Need::Holds(apps::ALL_REPOSITORIES)),
        remedies: &[
            Remedy {
                on: On::Cause("not-visible"),
                text: "see that every repository to be scanned is among those chosen under Repository access of {github.limited-app|each app}; only All repositories takes in new ones by itself",
                url: "{github.repositories-page}",
                who: OWNER,
            },
            SSO,
            POLICY,
            ADDRESS,
            LIMITED,
            HIDDEN,
            REFUSED,
            RETRY,
        ],
        docs: GETTING_STARTED,
        ..APP
    },
    Requirement {
        id: "github/excess",
        title: "No scope beyond what is needed",
        when: When::Always(Level::Hygiene),
        need: Need::NothingBeyond {
            fact: "github.spare-scopes",
            setup: Some(&["admin:org"]),
            steady: &["admin:org"],
            lattice: &SCOPES,
        },
        behind: BEHIND,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "untick {excess} on the token's page and leave read:org, under admin:org ({why})",
                url: TOKENS_PAGE,
                who: YOU,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look at what it may do on its page; a personal access token (classic) with read:org alone is enough for this check",
                url: TOKENS_PAGE,
                who: YOU,
            },
            LIMITED,
            RETRY,
        ],
        docs: SCOPES_PAGE,
        ..APP
    },
    Requirement {
        id: "github/expiry",
        title: "The token expires, within a year and not soon",
        when: When::Always(Level::Hygiene),
        need: Need::Lasts {
            fact: fact::EXPIRES,
            at_most: Some(A_YEAR),
        },
        behind: BEHIND,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "replace it by a token that ends within a year and leaves time ({why})",
                url: TOKEN_PAGE,
                who: YOU,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look at its end date on its page: {host} does not tell it for this token",
                url: TOKENS_PAGE,
                who: YOU,
            },
            LIMITED,
            RETRY,
        ],
        docs: EXPIRATION,
        ..APP
    },
];
