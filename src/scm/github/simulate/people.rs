//! Users and organizations, and how the API shows them.

use serde_json::{Map, Value, json};

use super::request::Asked;
use super::section::{Account as Sort, Section};

/// The number of the token's user.
pub(super) const USER_ID: u64 = 51_000_001;
/// The number of the organization, or of the account that is somebody else's.
pub(super) const ORGANIZATION_ID: u64 = 52_000_001;

/// When everything here was made.
pub(super) const MADE: &str = "2024-03-05T09:30:00Z";

/// A user or an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) login: String,
    pub(super) id: u64,
    /// `User` or `Organization`.
    pub(super) kind: &'static str,
}

/// Everybody there is.
#[derive(Debug)]
pub(super) struct People {
    /// The token's user.
    pub(super) user: Account,
    /// What the scenario hands out: the organization, or the user of a personal account.
    pub(super) namespace: Account,
    /// The vendor of the public apps.
    pub(super) vendor: Account,
}

impl People {
    /// The people of a scenario.
    pub(super) fn build(section: &Section) -> Self {
        let account = |login: String, id: u64, kind: &'static str| Account { login, id, kind };
        let user = account(section.login(), USER_ID, "User");
        let namespace = section.namespace();
        Self {
            namespace: match section.account {
                Sort::Organization => account(namespace, ORGANIZATION_ID, "Organization"),
                Sort::Personal if namespace.eq_ignore_ascii_case(&user.login) => user.clone(),
                Sort::Personal => account(namespace, ORGANIZATION_ID, "User"),
            },
            vendor: account("sandbox-vendor".to_owned(), 53_000_001, "Organization"),
            user,
        }
    }

    /// The account of this login; logins are not case sensitive.
    pub(super) fn find(&self, login: &str) -> Option<&Account> {
        [&self.user, &self.namespace, &self.vendor]
            .into_iter()
            .find(|account| account.login.eq_ignore_ascii_case(login))
    }
}

/// Puts the fields of one object behind those of another.
pub(super) fn joined(mut first: Value, second: Value) -> Value {
    if let (Value::Object(map), Value::Object(more)) = (&mut first, second) {
        map.extend(more);
    }
    first
}

impl Account {
    fn node_id(&self) -> String {
        format!(
            "{}_kgDO{:08}",
            if self.kind == "User" { "U" } else { "O" },
            self.id
        )
    }

    fn avatar(&self) -> String {
        format!("https://avatars.githubusercontent.com/u/{}?v=4", self.id)
    }

    /// As it stands within other objects.
    ///
    /// Source: GitHub's OpenAPI description, "simple-user".
    pub(super) fn simple(&self, asked: &Asked) -> Value {
        let url = format!("{}/users/{}", asked.root, self.login);
        let mut map = Map::new();
        let mut put = |key: &str, value: Value| map.insert(key.to_owned(), value);
        put("login", json!(self.login));
        put("id", json!(self.id));
        put("node_id", json!(self.node_id()));
        put("avatar_url", json!(self.avatar()));
        put("gravatar_id", json!(""));
        put("url", json!(url));
        put("html_url", json!(format!("{}/{}", asked.web, self.login)));
        for (key, rest) in [
            ("followers_url", "/followers"),
            ("following_url", "/following{/other_user}"),
            ("gists_url", "/gists{/gist_id}"),
            ("starred_url", "/starred{/owner}{/repo}"),
            ("subscriptions_url", "/subscriptions"),
            ("organizations_url", "/orgs"),
            ("repos_url", "/repos"),
            ("events_url", "/events{/privacy}"),
            ("received_events_url", "/received_events"),
        ] {
            put(key, json!(format!("{url}{rest}")));
        }
        put("type", json!(self.kind));
        put("user_view_type", json!("public"));
        put("site_admin", json!(false));
        Value::Object(map)
    }

    /// As its own page shows it; with `private` as its user sees it.
    ///
    /// Source: GitHub's OpenAPI description, "public-user" and "private-user".
    pub(super) fn profile(&self, asked: &Asked, private: bool) -> Value {
        let shown = joined(
            self.simple(asked),
            json!({
                "name": null, "company": null, "blog": "", "location": null, "email": null, "hireable": null, "bio": null,
                "twitter_username": null, "public_repos": 2, "public_gists": 0, "followers": 3, "following": 0,
                "created_at": MADE, "updated_at": MADE
            }),
        );
        if !private {
            return shown;
        }
        joined(
            shown,
            json!({
                "user_view_type": "private", "private_gists": 0, "total_private_repos": 4, "owned_private_repos": 4,
                "disk_usage": 1200, "collaborators": 0, "two_factor_authentication": true,
                "plan": { "name": "pro", "space": 976_562_499, "collaborators": 0, "private_repos": 9999 }
            }),
        )
    }

    /// An organization as lists show it.
    ///
    /// Source: GitHub's OpenAPI description, "organization-simple".
    pub(super) fn organization(&self, asked: &Asked) -> Value {
        let url = format!("{}/orgs/{}", asked.root, self.login);
        json!({
            "login": self.login, "id": self.id, "node_id": self.node_id(), "url": url,
            "repos_url": format!("{url}/repos"), "events_url": format!("{url}/events"),
            "hooks_url": format!("{url}/hooks"), "issues_url": format!("{url}/issues"),
            "members_url": format!("{url}/members{{/member}}"),
            "public_members_url": format!("{url}/public_members{{/member}}"),
            "avatar_url": self.avatar(), "description": null
        })
    }

    /// An organization's own page; with `full` as an owner sees it.
    ///
    /// Source: GitHub's OpenAPI description, "organization-full".
    pub(super) fn organization_page(&self, asked: &Asked, full: bool) -> Value {
        let shown = joined(
            self.organization(asked),
            json!({
                "is_verified": false, "has_organization_projects": true, "has_repository_projects": true,
                "public_repos": 2, "public_gists": 0, "followers": 0, "following": 0,
                "html_url": format!("{}/{}", asked.web, self.login), "created_at": MADE, "updated_at": MADE,
                "archived_at": null, "type": "Organization"
            }),
        );
        if !full {
            return shown;
        }
        joined(
            shown,
            json!({
                "total_private_repos": 4, "owned_private_repos": 4, "private_gists": 0, "disk_usage": 1200,
                "collaborators": 0, "billing_email": "billing@example.com", "default_repository_permission": "read",
                "members_can_create_repositories": true, "two_factor_requirement_enabled": true,
                "plan": { "name": "enterprise", "space": 976_562_499, "private_repos": 999_999, "filled_seats": 4, "seats": 5 }
            }),
        )
    }
}
