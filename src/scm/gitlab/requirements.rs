//! GitLab's rows of the catalogue.

use crate::audit::{About, Lattice, Level, Need, On, Remedy, Requirement, When, fact};

const GETTING_STARTED: &str = "https://semgrep.dev/docs/semgrep-multimodal/getting-started";
const PERMISSIONS: &str = "https://semgrep.dev/docs/deployment/scm-permissions";
const TOKENS: &str = "https://docs.gitlab.com/security/tokens/";
const TOKEN_PAGE: &str =
    "{web}/-/user_settings/personal_access_tokens?name=Semgrep+Assistant&scopes=api";

/// GitLab's names for access levels. Source: GitLab docs, api/access_requests, "Valid access levels".
pub(super) const LEVELS: &[(u16, &str)] = &[
    (0, "no access"),
    (5, "Minimal access"),
    (10, "Guest"),
    (15, "Planner"),
    (20, "Reporter"),
    (30, "Developer"),
    (40, "Maintainer"),
    (50, "Owner"),
    (60, "Admin"),
];

/// Source: GitLab docs, personal access tokens, "Personal access token scopes".
pub(super) static SCOPES: Lattice = Lattice {
    includes: &[
        ("api", &["read_api", "read_repository"]),
        ("read_api", &["read_user"]),
        ("write_repository", &["read_repository"]),
        ("write_registry", &["read_registry"]),
        ("write_virtual_registry", &["read_virtual_registry"]),
    ],
    labels: &[],
    notes: &[
        ("sudo", "dangerous: acts as any user"),
        ("admin_mode", "dangerous: administers the instance"),
        ("write_repository", "for Autofix"),
        ("write_registry", "writes container images"),
        ("create_runner", "creates runners"),
        ("manage_runner", "manages runners"),
    ],
};

const NEW_TOKEN: &str = "create a new token with the scope api, then run connect-scm with it";
const YOU: &str = "you";
const MAINTAINERS: &str = "an owner or maintainer of {namespace}";

const RETRY: Remedy = Remedy {
    on: On::CannotTell,
    text: "mend what stands in the way ({why}), then run the check again",
    url: "",
    who: YOU,
};

pub(super) static ALL: [Requirement; 8] = [
    Requirement {
        id: "gitlab/token-kind",
        title: "A project or personal access token",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds("gitlab.kind-fits"),
        behind: &[],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "use a project or personal access token with the scope api; this kind can't hold it",
                url: TOKEN_PAGE,
                who: YOU,
            },
            RETRY,
        ],
        docs: GETTING_STARTED,
        pardonable: false,
    },
    Requirement {
        id: "gitlab/token",
        title: "The token is accepted",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds(fact::ALIVE),
        behind: &["gitlab/token-kind"],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: NEW_TOKEN,
                url: TOKEN_PAGE,
                who: YOU,
            },
            RETRY,
        ],
        docs: TOKENS,
        pardonable: false,
    },
    Requirement {
        id: "gitlab/api-scope",
        title: "The scope api",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::AnyScope(fact::SCOPES, &["api"], &SCOPES),
        behind: &["gitlab/token-kind", "gitlab/token"],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "create a token with the scope api: scopes can't be added to an existing one, and read_api is not enough",
                url: TOKEN_PAGE,
                who: YOU,
            },
            RETRY,
        ],
        docs: GETTING_STARTED,
        pardonable: true,
    },
    Requirement {
        id: "gitlab/membership",
        title: "Member of the group or project",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds("gitlab.member"),
        behind: &["gitlab/token-kind", "gitlab/token", "gitlab/api-scope"],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "check the path {namespace}, and make {gitlab.user|the token's user} a member with the role Maintainer; else Semgrep reports \"No SCMs with code access found\"",
                url: "{members}",
                who: MAINTAINERS,
            },
            RETRY,
        ],
        docs: GETTING_STARTED,
        pardonable: true,
    },
    Requirement {
        id: "gitlab/role",
        title: "Role Maintainer for setup, Developer after",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Rank {
            fact: "gitlab.level",
            setup: 40,
            steady: 30,
            names: LEVELS,
        },
        behind: &[
            "gitlab/token-kind",
            "gitlab/token",
            "gitlab/api-scope",
            "gitlab/membership",
        ],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "raise the role of {gitlab.user|the token's user} ({why}); after setup Developer is enough",
                url: "{members}",
                who: MAINTAINERS,
            },
            RETRY,
        ],
        docs: PERMISSIONS,
        pardonable: true,
    },
    Requirement {
        id: "gitlab/target",
        title: "The token reaches this group or project",
        about: About::Connection,
        when: When::Always(Level::Required),
        need: Need::Holds("gitlab.covers"),
        behind: &["gitlab/token-kind", "gitlab/token", "gitlab/api-scope"],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "use a token of {namespace} itself or of a group above it",
                url: "{web}/{namespace}/-/settings/access_tokens",
                who: MAINTAINERS,
            },
            RETRY,
        ],
        docs: TOKENS,
        pardonable: true,
    },
    Requirement {
        id: "gitlab/excess",
        title: "No scope beyond what is needed",
        about: About::Connection,
        when: When::Always(Level::Hygiene),
        need: Need::NothingBeyond {
            fact: fact::SCOPES,
            setup: Some(&["api", "read_repository"]),
            steady: &["api", "read_repository"],
            lattice: &SCOPES,
        },
        behind: &["gitlab/token-kind", "gitlab/token"],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "create a token with api alone ({why})",
                url: TOKEN_PAGE,
                who: YOU,
            },
            RETRY,
        ],
        docs: PERMISSIONS,
        pardonable: true,
    },
    Requirement {
        id: "gitlab/expiry",
        title: "The token expires, and not soon",
        about: About::Connection,
        when: When::Always(Level::Hygiene),
        need: Need::Lasts {
            fact: fact::EXPIRES,
            at_most: None,
        },
        behind: &["gitlab/token-kind", "gitlab/token"],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "replace it by a token with an end date that leaves time ({why})",
                url: TOKEN_PAGE,
                who: YOU,
            },
            RETRY,
        ],
        docs: TOKENS,
        pardonable: true,
    },
];
