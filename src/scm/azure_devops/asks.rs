//! Every request sent to Azure DevOps when checking. A token can't ask for its own scopes there, so some are probes.

use super::graph::administrators_listed;
use crate::ask::{Ask, Effect, Paging};

pub(super) static IDENTITY: Ask = Ask {
    key: "identity",
    // Only previews of this resource exist: a plain 7.1 is refused with 400.
    template: "/{organization}/_apis/connectionData?api-version=7.1-preview",
    why: "whether the token is accepted, and whose it is",
    scope: "any scope",
    source: "Azure DevOps CLI, `az devops login`, which verifies every token with it",
    ..Ask::GET
};

pub(super) static REPOSITORIES: Ask = Ask {
    key: "repositories",
    template: "/{organization}/{project}/_apis/git/repositories?api-version=7.1",
    why: "whether the project is visible to the token, and code can be read",
    scope: "Code: Read (vso.code)",
    source: "https://learn.microsoft.com/en-us/rest/api/azure/devops/git/repositories/list?view=azure-devops-rest-7.1",
    ..Ask::GET
};

pub(super) static WRITE: Ask = Ask {
    key: "write-probe",
    method: "POST",
    template: "/{organization}/{project}/_apis/git/repositories/{random}/refs?api-version=7.1",
    effect: Effect::Probes,
    when: "always, unless --no-write-probes",
    why: "whether the token may write code: an empty list of changes for a repository that does not exist, which can't change anything",
    scope: "Code: Read & write (vso.code_write)",
    source: "https://learn.microsoft.com/en-us/rest/api/azure/devops/git/refs/update-refs?view=azure-devops-rest-7.1",
    ..Ask::GET
};

pub(super) static PERMISSION: Ask = Ask {
    key: "permission",
    // Namespace Collection, bit 2: edit collection-level information, which administrators hold by default.
    template: "/{organization}/_apis/permissions/3e65f728-f8bc-4ecd-8764-7e378b19bfa7/2?api-version=7.1",
    why: "whether the token's user may edit collection-level information, as administrators may",
    scope: "no scope that is documented",
    source: "https://learn.microsoft.com/en-us/rest/api/azure/devops/security/permissions/has-permissions?view=azure-devops-rest-7.1",
    ..Ask::GET
};

pub(super) static OWNER: Ask = Ask {
    key: "owner",
    server: "vssps",
    template: "/{organization}/_apis/Organization/Collections/Me",
    why: "who owns the organization",
    scope: "no scope that is documented",
    source: "Microsoft365DSC, which reads the owner this way; no page documents it",
    ..Ask::GET
};

pub(super) static GROUPS: Ask = Ask {
    key: "groups",
    server: "vssps",
    template: "/{organization}/_apis/graph/groups?api-version=7.1-preview.1[&continuationToken={continuation}]",
    why: "which group is Project Collection Administrators, and whether the token has the scope Graph, which it does not need",
    scope: "Graph: Read (vso.graph), or a 401 that tells it is missing",
    source: "https://learn.microsoft.com/en-us/rest/api/azure/devops/graph/groups/list?view=azure-devops-rest-7.1",
    paging: Paging::Continued {
        header: "x-ms-continuationtoken",
        items: "value",
        enough: administrators_listed,
    },
    ..Ask::GET
};

pub(super) static ENTITLEMENTS: Ask = Ask {
    key: "entitlements",
    server: "vsaex",
    // Versions differ in whether this one is released; a preview is accepted either way.
    template: "/{organization}/_apis/userentitlements?api-version=7.1-preview",
    why: "whether the token has the scope Member Entitlement Management, which it does not need",
    scope: "Member Entitlement Management: Read (vso.memberentitlementmanagement), or a 401 that tells it is missing",
    source: "https://learn.microsoft.com/en-us/rest/api/azure/devops/memberentitlementmanagement/user-entitlements/search-user-entitlements?view=azure-devops-rest-7.1",
    ..Ask::GET
};

pub(super) static THREADS: Ask = Ask {
    key: "threads-probe",
    method: "POST",
    template: "/{organization}/{project}/_apis/git/repositories/{random}/pullRequests/0/threads?api-version=7.1",
    effect: Effect::Probes,
    round: 2,
    when: "the write probe shows that Code: Read & write is missing",
    why: "whether the token may comment: a thread without a comment for a pull request and a repository that do not exist, which can't change anything",
    scope: "Pull Request Threads: Read & write (vso.threads_full), or Code: Read & write (vso.code_write)",
    source: "https://learn.microsoft.com/en-us/rest/api/azure/devops/git/pull-request-threads/create?view=azure-devops-rest-7.1",
    ..Ask::GET
};

/// What both directions share. One step is all that `depth` supports.
const MEMBERSHIPS: Ask = Ask {
    server: "vssps",
    round: 2,
    scope: "Graph: Read (vso.graph)",
    source: "https://learn.microsoft.com/en-us/rest/api/azure/devops/graph/memberships/list?view=azure-devops-rest-7.1",
    ..Ask::GET
};

pub(super) static ABOVE: Ask = Ask {
    key: "memberships",
    template: "/{organization}/_apis/graph/Memberships/{subject}?direction=up&depth=1&api-version=7.1-preview.1",
    when: "the groups were listed, and the token's user is not the owner",
    why: "the groups that the token's user is in",
    ..MEMBERSHIPS
};

pub(super) static BELOW: Ask = Ask {
    key: "members",
    template: "/{organization}/_apis/graph/Memberships/{group}?direction=down&depth=1&api-version=7.1-preview.1",
    when: "the groups were listed, and the token's user is not the owner; once more for a group within the administrators",
    why: "the members of Project Collection Administrators, nested groups included",
    ..MEMBERSHIPS
};

pub(super) static ALL: [&Ask; 10] = [
    &IDENTITY,
    &REPOSITORIES,
    &WRITE,
    &PERMISSION,
    &OWNER,
    &GROUPS,
    &ENTITLEMENTS,
    &THREADS,
    &ABOVE,
    &BELOW,
];
