//! Every request sent to GitHub when checking.

use crate::ask::{Ask, Paging, never};

pub(super) static USER: Ask = Ask {
    key: "user",
    template: "/user",
    why: "whether the token is accepted, whose it is, its scopes and its end date",
    scope: "any token of a user",
    source: "https://docs.github.com/en/rest/users/users#get-the-authenticated-user",
    ..Ask::GET
};

pub(super) static MEMBERSHIP: Ask = Ask {
    key: "membership",
    template: "/user/memberships/orgs/{org}",
    round: 2,
    when: "the namespace is not the login of the token's user",
    why: "whether the token's user is an owner of the organization",
    scope: "read:org; fine-grained: Members, Read-only",
    source: "https://docs.github.com/en/rest/orgs/members#get-an-organization-membership-for-the-authenticated-user",
    ..Ask::GET
};

pub(super) static INSTALLATIONS: Ask = Ask {
    key: "installations",
    template: "/orgs/{org}/installations?per_page=100[&page={page}]",
    round: 2,
    when: "the namespace is not the login of the token's user",
    why: "which apps are installed, with which permissions, on which repositories",
    scope: "read:org up to admin:org, of an owner; fine-grained: Administration, Read-only",
    source: "https://docs.github.com/en/rest/orgs/orgs#list-app-installations-for-an-organization",
    paging: Paging::Linked {
        items: "installations",
        enough: never,
    },
    ..Ask::GET
};

pub(super) static ALL: [&Ask; 3] = [&USER, &MEMBERSHIP, &INSTALLATIONS];
