//! Azure DevOps' rows of the catalogue.

use crate::audit::{About, Lattice, Level, Need, On, Remedy, Requirement, When, fact};

const GETTING_STARTED: &str = "https://semgrep.dev/docs/semgrep-multimodal/getting-started";
const PERMISSIONS: &str = "https://semgrep.dev/docs/deployment/scm-permissions";
const TOKENS: &str = "https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate";
const TOKEN_PAGE: &str = "{web}/{organization}/_usersSettings/tokens";
const GROUPS_PAGE: &str = "{web}/{organization}/_settings/groups";

/// Source: Azure DevOps docs, integrate/includes/scopes, "Scopes".
pub(super) static SCOPES: Lattice = Lattice {
    includes: &[
        ("vso.code_full", &["vso.code_manage"]),
        ("vso.code_manage", &["vso.code_write"]),
        ("vso.code_write", &["vso.code"]),
        ("vso.code", &["vso.hooks_write"]),
        ("vso.hooks_write", &["vso.hooks"]),
        ("vso.hooks", &["vso.profile"]),
        ("vso.project_manage", &["vso.project_write"]),
        ("vso.project_write", &["vso.project"]),
        ("vso.graph_manage", &["vso.graph"]),
        ("vso.identity_manage", &["vso.identity"]),
        (
            "vso.memberentitlementmanagement_write",
            &["vso.memberentitlementmanagement"],
        ),
    ],
    labels: &[
        ("vso.code", "Code: Read"),
        ("vso.code_write", "Code: Read & write"),
        ("vso.code_manage", "Code: Read, write, & manage"),
        ("vso.code_full", "Code: Full"),
        ("vso.code_status", "Code: Status"),
        ("vso.threads_full", "Pull Request Threads: Read & write"),
        ("vso.graph", "Graph: Read"),
        (
            "vso.memberentitlementmanagement",
            "Member Entitlement Management: Read",
        ),
        ("app_token", "Full access"),
    ],
    notes: &[
        (
            "vso.graph",
            "Graph: Read; no feature of Semgrep asks for it",
        ),
        (
            "vso.memberentitlementmanagement",
            "Member Entitlement Management: Read; Managed Scans ask for it, beside Project and Team: Read & write",
        ),
    ],
};

const YOU: &str = "you";
const USER: &str = "the token's user";
const ADMINISTRATORS: &str = "an administrator of the organization";

const BEHIND: &[&str] = &["azure-devops/token-kind", "azure-devops/token"];
const IN_PROJECT: &[&str] = &[
    "azure-devops/token-kind",
    "azure-devops/token",
    "azure-devops/project",
];

const RETRY: Remedy = Remedy {
    on: On::CannotTell,
    text: "mend what stands in the way ({why}), then run the check again",
    url: "",
    who: YOU,
};

const PROBE: Remedy = Remedy {
    on: On::Cause("not-asked"),
    text: "run the check without --no-write-probes: what is sent names a repository that does not exist and can't change anything; or compare the token's scopes on its page",
    url: TOKEN_PAGE,
    who: YOU,
};

const COMPARE: Remedy = Remedy {
    on: On::CannotTell,
    text: "compare the token's scopes on its page with Code: Read & write and Pull Request Threads: Read & write ({why})",
    url: TOKEN_PAGE,
    who: USER,
};

pub(super) static ALL: [Requirement; 9] = [
    Requirement {
        id: "azure-devops/token-kind",
        title: "A personal access token",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds("ado.kind-fits"),
        behind: &[],
        remedies: &[Remedy {
            on: On::NotMet,
            text: "this is an Entra token, which ends within hours: create a personal access token with Code: Read & write and Pull Request Threads: Read & write",
            url: TOKEN_PAGE,
            who: YOU,
        }],
        docs: GETTING_STARTED,
        pardonable: false,
    },
    Requirement {
        id: "azure-devops/token",
        title: "The token is accepted",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds(fact::ALIVE),
        behind: &["azure-devops/token-kind"],
        remedies: &[
            Remedy {
                on: On::Cause("token-expired"),
                text: "make a new token on its page, then run connect-scm with it",
                url: TOKEN_PAGE,
                who: USER,
            },
            Remedy {
                on: On::Cause("not-this-organization"),
                text: "check the organization's name ({organization}), and create a token in it as a user who is a member there",
                url: TOKEN_PAGE,
                who: YOU,
            },
            Remedy {
                on: On::NotMet,
                text: "create a new token in {organization} with Code: Read & write and Pull Request Threads: Read & write, then run connect-scm with it",
                url: TOKEN_PAGE,
                who: YOU,
            },
            Remedy {
                on: On::Cause("not-found-or-hidden"),
                text: "check the organization's name: nothing answers for {organization} on {host}",
                url: "{web}/{organization}",
                who: YOU,
            },
            RETRY,
        ],
        docs: TOKENS,
        pardonable: false,
    },
    Requirement {
        id: "azure-devops/project",
        title: "The project is visible to the token",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds("ado.project"),
        behind: BEHIND,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "check the project's name in {namespace}, and add {ado.user|the token's user} to the project",
                url: "{web}/{organization}",
                who: "an administrator of the project",
            },
            Remedy {
                on: On::Cause("refused"),
                text: "give the token Code: Read & write, with which the project can be seen, then check again",
                url: TOKEN_PAGE,
                who: USER,
            },
            RETRY,
        ],
        docs: GETTING_STARTED,
        pardonable: true,
    },
    Requirement {
        id: "azure-devops/code-write",
        title: "Code: Read & write",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::AnyScope("ado.code", &["vso.code_write"], &SCOPES),
        behind: IN_PROJECT,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "edit the token and tick {missing}",
                url: TOKEN_PAGE,
                who: USER,
            },
            PROBE,
            COMPARE,
        ],
        docs: GETTING_STARTED,
        pardonable: true,
    },
    Requirement {
        id: "azure-devops/threads",
        title: "Pull Request Threads: Read & write",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::AnyScope(
            "ado.threads",
            &["vso.threads_full", "vso.code_write"],
            &SCOPES,
        ),
        behind: IN_PROJECT,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "edit the token and tick {missing}",
                url: TOKEN_PAGE,
                who: USER,
            },
            PROBE,
            COMPARE,
        ],
        docs: GETTING_STARTED,
        pardonable: true,
    },
    Requirement {
        id: "azure-devops/administrator",
        title: "Owner or Project Collection Administrator",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Any(&[Need::Holds("ado.administers"), Need::Holds("ado.owns")]),
        behind: BEHIND,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "add {ado.user|the token's user} to Project Collection Administrators",
                url: GROUPS_PAGE,
                who: ADMINISTRATORS,
            },
            Remedy {
                on: On::CannotTell,
                text: "look whether {ado.user|the token's user} is in Project Collection Administrators or owns the organization, then vouch with --attest azure-devops/administrator",
                url: GROUPS_PAGE,
                who: YOU,
            },
        ],
        docs: GETTING_STARTED,
        pardonable: true,
    },
    Requirement {
        id: "azure-devops/service-account",
        title: "A service account's token",
        about: About::Connection,
        when: When::Always(Level::Recommended),
        need: Need::Advice(&Need::Holds("ado.looks-like-service")),
        behind: BEHIND,
        remedies: &[Remedy {
            on: On::CannotTell,
            text: "if {ado.user|the token's user} is a person, create the token as a service account: a person's token ends with the person's access",
            url: TOKEN_PAGE,
            who: YOU,
        }],
        docs: GETTING_STARTED,
        pardonable: true,
    },
    Requirement {
        id: "azure-devops/excess",
        title: "No scope beyond what is needed",
        about: About::Connection,
        when: When::Always(Level::Hygiene),
        need: Need::NothingBeyond {
            fact: "ado.beyond",
            setup: None,
            steady: &[],
            lattice: &SCOPES,
        },
        behind: BEHIND,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "edit the token: choose Custom defined and tick Code: Read & write and Pull Request Threads: Read & write only ({why})",
                url: TOKEN_PAGE,
                who: USER,
            },
            COMPARE,
        ],
        docs: PERMISSIONS,
        pardonable: true,
    },
    Requirement {
        id: "azure-devops/expiry",
        title: "The token expires, and not soon",
        about: About::Connection,
        when: When::Always(Level::Hygiene),
        need: Need::Advice(&Need::Lasts {
            fact: fact::EXPIRES,
            at_most: None,
        }),
        behind: BEHIND,
        remedies: &[Remedy {
            on: On::CannotTell,
            text: "look at the token's end date on its page; a token for all organizations ends on 2026-12-01 in any case",
            url: TOKEN_PAGE,
            who: USER,
        }],
        docs: TOKENS,
        pardonable: true,
    },
];
