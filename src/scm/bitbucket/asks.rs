//! Every request sent to Bitbucket when checking, in the order in which their headers count. None of them spans
//! workspaces: those were removed on 2026-04-14 (Bitbucket changelog, CHANGE-2770).

use crate::ask::Ask;

pub(super) static REPOSITORIES: Ask = Ask {
    key: "repositories",
    template: "/2.0/repositories/{workspace}?pagelen=1",
    why: "the token's kind and scopes, from the headers, and whether a private repository is visible",
    scope: "repository (Repositories: Read)",
    source: "https://developer.atlassian.com/cloud/bitbucket/rest/api-group-repositories/#api-repositories-workspace-get",
    ..Ask::GET
};

pub(super) static USER: Ask = Ask {
    key: "user",
    template: "/2.0/user",
    round: 2,
    when: "kind or scopes are not told yet; access tokens are refused here, the headers still tell",
    why: "the token's kind and scopes, from the headers",
    scope: "none for the headers",
    source: "https://developer.atlassian.com/cloud/bitbucket/rest/api-group-users/#api-user-get",
    ..Ask::GET
};

pub(super) static HOOKS: Ask = Ask {
    key: "hooks",
    template: "/2.0/workspaces/{workspace}/hooks?pagelen=1",
    round: 2,
    when: "no private repository is visible: public ones answer anyone",
    why: "whether the token belongs to the workspace",
    scope: "webhook (Webhooks: Read and write)",
    source: "https://developer.atlassian.com/cloud/bitbucket/rest/api-group-workspaces/#api-workspaces-workspace-hooks-get",
    ..Ask::GET
};

pub(super) static WORKSPACE: Ask = Ask {
    key: "workspace",
    template: "/2.0/workspaces/{workspace}",
    round: 3,
    when: "kind or scopes are still not told",
    why: "the token's kind and scopes, from the headers",
    scope: "none",
    source: "https://developer.atlassian.com/cloud/bitbucket/rest/api-group-workspaces/#api-workspaces-workspace-get",
    ..Ask::GET
};

pub(super) static ALL: [&Ask; 4] = [&REPOSITORIES, &USER, &HOOKS, &WORKSPACE];
