//! Every request sent to GitLab.

use crate::ask::{Ask, Effect};

pub(super) static SELF: Ask = Ask {
    key: "self",
    template: "/api/v4/personal_access_tokens/self",
    why: "the token's scopes, end date and state",
    scope: "any scope",
    source: "https://docs.gitlab.com/api/personal_access_tokens/#self-inform",
    ..Ask::GET
};

pub(super) static USER: Ask = Ask {
    key: "user",
    template: "/api/v4/user",
    why: "whose token it is, and of which kind",
    scope: "read_user, read_api or api",
    source: "https://docs.gitlab.com/api/users/#get-the-current-user",
    ..Ask::GET
};

pub(super) static GROUP: Ask = Ask {
    key: "group",
    template: "/api/v4/groups/{group}?with_projects=false",
    when: "the path has one part, or no project has it, or the token is a bot of another group",
    why: "whether the group is visible to the token",
    scope: "read_api or api",
    source: "https://docs.gitlab.com/api/groups/#get-a-single-group",
    ..Ask::GET
};

pub(super) static PROJECT: Ask = Ask {
    key: "project",
    template: "/api/v4/projects/{project}",
    when: "the path has several parts, or the token is a bot of another project",
    why: "whether the project is visible to the token, and with which access level",
    scope: "read_api or api",
    source: "https://docs.gitlab.com/api/projects/#get-a-single-project",
    ..Ask::GET
};

pub(super) static GROUP_MEMBER: Ask = Ask {
    key: "group-member",
    template: "/api/v4/groups/{group}/members/all/{user}",
    round: 2,
    when: "a group is asked about",
    why: "the access level of the token's user, inherited levels included",
    scope: "read_api or api",
    source: "https://docs.gitlab.com/api/members/",
    ..Ask::GET
};

pub(super) static PROJECT_MEMBER: Ask = Ask {
    key: "project-member",
    template: "/api/v4/projects/{project}/members/all/{user}",
    round: 2,
    when: "a project is asked about, or the token is a bot of one",
    why: "the access level of the token's user, inherited levels included",
    scope: "read_api or api",
    source: "https://docs.gitlab.com/api/members/",
    ..Ask::GET
};

/// Serves tokens of projects, groups and service accounts as well: all are personal access tokens of some user.
/// Source: gitlabhq, lib/api/personal_access_tokens/self_rotation.rb.
pub(super) static ROTATE: Ask = Ask {
    key: "rotate",
    method: "POST",
    template: "/api/v4/personal_access_tokens/self/rotate",
    effect: Effect::Writes,
    round: 0,
    when: "only on token rotate, after consent; sent once, never again",
    why: "replaces the token by a fresh one and ends it",
    scope: "api or self_rotate",
    source: "https://docs.gitlab.com/api/personal_access_tokens/#self-rotate",
    ..Ask::GET
};

pub(super) static ALL: [&Ask; 7] = [
    &SELF,
    &USER,
    &GROUP,
    &PROJECT,
    &GROUP_MEMBER,
    &PROJECT_MEMBER,
    &ROTATE,
];
