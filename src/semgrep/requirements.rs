//! The platform's rows of the catalogue.

use crate::audit::{About, Level, Need, On, Remedy, Requirement, When, fact};

const GETTING_STARTED: &str = "https://semgrep.dev/docs/semgrep-multimodal/getting-started";
const TOKENS: &str = "https://semgrep.dev/docs/deployment/tokens";
const POLICIES: &str = "https://semgrep.dev/docs/semgrep-code/policies";
const CORE: &str = "https://semgrep.dev/docs/deployment/core-deployment";
const CODE_ACCESS: &str = "https://semgrep.dev/docs/semgrep-appsec-platform/scm-code-access";

const TOKEN_PAGE: &str = "{web}/orgs/-/settings/tokens/api";
const SCM_PAGE: &str = "{web}/orgs/-/settings/source-code";
const SETTINGS_PAGE: &str = "{web}/orgs/-/settings/general/global";
const TURN_ON: &str = "turn on what is off: assistant enable{aim}";
const YOU: &str = "you";
const ADMIN: &str = "a Semgrep admin";

const HOST: &str = "semgrep/host";
const TOKEN: &str = "semgrep/token";
const WEB_API: &str = "semgrep/web-api-scope";
const CONNECTED: &str = "semgrep/scm-connected";
const BEHIND: &[&str] = &[HOST, TOKEN, WEB_API];
const BEHIND_CONNECTED: &[&str] = &[HOST, TOKEN, WEB_API, CONNECTED];
const HEALTHY: &str = "semgrep/connection-healthy";
const BEHIND_HEALTHY: &[&str] = &[HOST, TOKEN, WEB_API, CONNECTED, HEALTHY];

const RETRY: Remedy = Remedy {
    on: On::CannotTell,
    text: "mend what stands in the way ({why}), then run the check again",
    url: "",
    who: YOU,
};

const REFUSED: Remedy = Remedy {
    on: On::Cause("refused"),
    text: "use a Web API token of an admin: this one may not ask",
    url: TOKEN_PAGE,
    who: ADMIN,
};

/// Rows about the deployment share everything but what they need.
const DEPLOYMENT: Requirement = Requirement {
    id: "",
    title: "",
    about: About::Deployment,
    when: When::Always(Level::Required),
    need: Need::All(&[]),
    behind: BEHIND,
    remedies: &[],
    docs: GETTING_STARTED,
    pardonable: true,
};

const CONNECTION: Requirement = Requirement {
    about: About::Connection,
    when: When::Connected {
        before: None,
        after: Level::Required,
    },
    behind: BEHIND_CONNECTED,
    docs: CODE_ACCESS,
    ..DEPLOYMENT
};

pub(super) static ALL: [Requirement; 16] = [
    Requirement {
        id: HOST,
        title: "The host is a Semgrep platform",
        need: Need::Holds("semgrep.host"),
        behind: &[],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "{host} answers, but is no Semgrep platform: set --semgrep-url to https://semgrep.dev or to your tenant, https://COMPANY.semgrep.dev",
                url: "",
                who: YOU,
            },
            RETRY,
        ],
        pardonable: false,
        ..DEPLOYMENT
    },
    Requirement {
        id: TOKEN,
        title: "The Semgrep token is accepted",
        need: Need::Holds("semgrep.token"),
        behind: &[HOST],
        remedies: &[
            Remedy {
                on: On::Cause("not-this-organization"),
                text: "use a token of the deployment that --deployment names: a token reaches exactly one",
                url: TOKEN_PAGE,
                who: ADMIN,
            },
            Remedy {
                on: On::NotMet,
                text: "create an API token with the scope Web API; on a tenant also check that --semgrep-url names it",
                url: TOKEN_PAGE,
                who: ADMIN,
            },
            RETRY,
        ],
        docs: TOKENS,
        pardonable: false,
        ..DEPLOYMENT
    },
    Requirement {
        id: WEB_API,
        title: "The Semgrep token has the scope Web API",
        need: Need::Holds("semgrep.web-api"),
        behind: &[HOST, TOKEN],
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "create an API token and tick Web API; a token kept by semgrep login does not have that scope",
                url: TOKEN_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        docs: TOKENS,
        pardonable: false,
        ..DEPLOYMENT
    },
    Requirement {
        id: "semgrep/admin",
        title: "The token's owner is an admin",
        when: When::OnWrites(Level::Recommended),
        need: Need::Holds("semgrep.admin"),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "let an admin create the API token, or make its owner an admin: only admins change settings",
                url: TOKEN_PAGE,
                who: ADMIN,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "use an API token whose owner is listed as an admin, or vouch for it with --attest semgrep/admin",
                url: TOKEN_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        docs: TOKENS,
        ..DEPLOYMENT
    },
    Requirement {
        id: "semgrep/core-deployment",
        title: "Core deployment: a project was scanned",
        need: Need::Holds("semgrep.scanned"),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "add Semgrep to CI or turn on managed scans, and let one scan finish",
                url: "{web}/orgs/-/projects",
                who: "a Semgrep admin or a repository maintainer",
            },
            REFUSED,
            RETRY,
        ],
        docs: CORE,
        ..DEPLOYMENT
    },
    Requirement {
        id: "semgrep/comment-or-block",
        title: "A rule in Comment or Block mode",
        need: Need::Holds("semgrep.comments-or-blocks"),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "move rules to Comment mode, for example {semgrep.candidate-rule|one of high severity}; Block mode can stop merges",
                url: "{web}/orgs/-/policies",
                who: ADMIN,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look at the policies page for a policy that leaves pull request comments or blocks, then vouch for it with --attest semgrep/comment-or-block",
                url: "{web}/orgs/-/policies",
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        docs: POLICIES,
        ..DEPLOYMENT
    },
    Requirement {
        id: "semgrep/feature-code-snippets",
        title: "Semgrep Multimodal (code snippets in AI prompts)",
        when: When::Asked("code-snippets"),
        need: Need::Holds("feature.code-snippets"),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: TURN_ON,
                url: SETTINGS_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        ..DEPLOYMENT
    },
    Requirement {
        id: "semgrep/feature-priority-emails",
        title: "Weekly priority emails",
        when: When::Asked("priority-emails"),
        need: Need::Holds("feature.priority-emails"),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: TURN_ON,
                url: SETTINGS_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        ..DEPLOYMENT
    },
    Requirement {
        id: "semgrep/feature-noise-filter",
        title: "Noise filter for PR/MR comments",
        when: When::Asked("noise-filter"),
        need: Need::Holds("feature.noise-filter"),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: TURN_ON,
                url: SETTINGS_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        ..DEPLOYMENT
    },
    Requirement {
        id: "semgrep/feature-remediation",
        title: "Suggested fix (remediation)",
        when: When::Asked("remediation"),
        need: Need::Holds("feature.remediation"),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: TURN_ON,
                url: SETTINGS_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        ..DEPLOYMENT
    },
    Requirement {
        id: CONNECTED,
        title: "Connected to the platform",
        when: When::Connected {
            before: Some(Level::Recommended),
            after: Level::Required,
        },
        need: Need::Holds(fact::CONNECTED),
        behind: BEHIND,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "connect it: assistant connect-scm {connection}",
                url: SCM_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        ..CONNECTION
    },
    Requirement {
        id: HEALTHY,
        title: "The platform's own check passes",
        need: Need::Holds(fact::HEALTHY),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "mend what the platform reports, or hand it a working token: assistant connect-scm {connection}",
                url: SCM_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        ..CONNECTION
    },
    Requirement {
        id: "semgrep/code-access",
        title: "The platform can read code",
        need: Need::Holds(fact::PLATFORM_READS_CODE),
        behind: BEHIND_HEALTHY,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "let the platform read code, through a token or app that may: assistant connect-scm {connection}",
                url: SCM_PAGE,
                who: ADMIN,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look at the connection on the settings page, then vouch for it with --attest semgrep/code-access",
                url: SCM_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        ..CONNECTION
    },
    Requirement {
        id: "semgrep/comments",
        title: "The platform can comment on PRs/MRs",
        // The platform does not tell what an app may do; its installation does.
        need: Need::Where {
            fact: fact::THROUGH_APP,
            then: &Need::Holds(fact::SCM_COMMENTS),
            otherwise: &Need::Holds(fact::PLATFORM_COMMENTS),
        },
        behind: BEHIND_HEALTHY,
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "let the platform comment, through a token or app that may: assistant connect-scm {connection}",
                url: SCM_PAGE,
                who: ADMIN,
            },
            Remedy {
                on: On::Cause("not-visible"),
                text: "look at the connection on the settings page, then vouch for it with --attest semgrep/comments",
                url: SCM_PAGE,
                who: ADMIN,
            },
            Remedy {
                on: On::Cause("not-asked"),
                text: "give a token of this connection here as well: what its app may do shows on {host} only",
                url: "",
                who: YOU,
            },
            REFUSED,
            RETRY,
        ],
        ..CONNECTION
    },
    Requirement {
        id: "semgrep/webhooks",
        title: "Webhooks are subscribed",
        when: When::Connected {
            before: None,
            after: Level::Recommended,
        },
        need: Need::Holds(fact::WEBHOOKS),
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "switch on incoming webhooks for the connection",
                url: SCM_PAGE,
                who: ADMIN,
            },
            REFUSED,
            RETRY,
        ],
        ..CONNECTION
    },
    Requirement {
        id: "semgrep/agrees-with-scm",
        title: "Platform and source code manager agree",
        when: When::Connected {
            before: None,
            after: Level::Recommended,
        },
        need: Need::Where {
            fact: fact::THROUGH_APP,
            then: &Need::Agree(fact::PLATFORM_READS_CODE, fact::SCM_READS_CODE),
            otherwise: &Need::All(&[
                Need::Agree(fact::PLATFORM_READS_CODE, fact::SCM_READS_CODE),
                Need::Agree(fact::PLATFORM_COMMENTS, fact::SCM_COMMENTS),
            ]),
        },
        remedies: &[
            Remedy {
                on: On::NotMet,
                text: "the platform works with another token or app than was looked at here, so connect it again: assistant connect-scm {connection}",
                url: SCM_PAGE,
                who: ADMIN,
            },
            Remedy {
                on: On::CannotTell,
                text: "give the token of this connection here as well, so that both sides can be compared",
                url: "",
                who: YOU,
            },
        ],
        ..CONNECTION
    },
];
