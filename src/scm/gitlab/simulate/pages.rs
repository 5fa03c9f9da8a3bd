//! What each endpoint answers to a request that was let in.

use serde_json::{Value, json};

use super::GitLab;
use super::people::User;
use super::places::{Found, Place};
use super::replies;
use super::request::{expiry, query};
use super::routes::Route;
use super::section::{LEVELS, Visibility};
use super::tokens::Dead;
use crate::sandbox::face::{Received, Reply};

impl GitLab {
    /// Answers an admitted request; `token` is its token's secret.
    pub(super) fn serve(
        &mut self,
        route: &Route,
        token: Option<&str>,
        request: &Received,
    ) -> Reply {
        let holder = token.map(|_| &self.users[0]);
        match route {
            Route::CurrentUser => replies::body(200, &self.users[0].show_current()),
            Route::User(id) => self.user(id),
            Route::Group(id) => match self.visible_group(id, holder) {
                Some(group) => replies::body(200, &self.places.show_group(group)),
                None => replies::message(404, "404 Group Not Found"),
            },
            Route::Project(id) => {
                self.project(id, holder, |project| self.project_page(project, holder))
            }
            Route::GroupMember(id, user) => match self.visible_group(id, holder) {
                _ if user.parse::<i64>().is_err() => replies::error(400, "user_id is invalid"),
                Some(group) => self.member(group, user),
                None => replies::message(404, "404 Group Not Found"),
            },
            Route::ProjectMember(_, user) if user.parse::<i64>().is_err() => {
                replies::error(400, "user_id is invalid")
            }
            Route::ProjectMember(id, user) => {
                self.project(id, holder, |project| self.member(project, user))
            }
            Route::Metadata => replies::body(200, &self.metadata()),
            Route::Associations => self.associations(request),
            Route::Token => match token.map(|value| self.tokens.check(value)) {
                Some(Ok(token)) => replies::body(200, &token.show(true)),
                _ => replies::dead(Dead::Unknown),
            },
            Route::RevokeToken => {
                self.tokens.revoke(token.unwrap_or_default());
                Reply {
                    status: 204,
                    ..Reply::default()
                }
            }
            Route::RotateToken => match expiry(request) {
                Err(()) => replies::error(400, "expires_at is invalid"),
                Ok(day) => match self.tokens.rotate(token.unwrap_or_default(), day) {
                    Ok(shown) => replies::body(200, &shown),
                    Err(reason) => replies::message(400, &format!("400 Bad request - {reason}")),
                },
            },
        }
    }

    fn user(&self, id: &str) -> Reply {
        let Ok(id) = id.parse::<u64>() else {
            return replies::error(400, "id is invalid");
        };
        match self.users.iter().find(|user| user.id == id) {
            Some(user) => replies::body(200, &user.show()),
            None => replies::message(404, "404 User Not Found"),
        }
    }

    /// Members of a group, of what lies above it or of anything in it may see it.
    ///
    /// Source: `gitlabhq doc/user/public_access.md`, "Private projects and groups".
    fn visible_group(&self, id: &str, user: Option<&User>) -> Option<&Place> {
        let public = self.places.visibility == Visibility::Public;
        self.places.group(id).filter(|group| {
            public || user.is_some_and(|user| user.level_in_or_below(group).is_some())
        })
    }

    /// Answers for a project that the user may see; one by its old path is redirected.
    ///
    /// Source: `gitlabhq lib/api/helpers.rb`, `find_project!`; `doc/api/rest/_index.md`, "Redirects".
    fn project(&self, id: &str, user: Option<&User>, then: impl FnOnce(&Place) -> Reply) -> Reply {
        let public = self.places.visibility == Visibility::Public;
        // Minimal access (5) on a group shows none of its projects.
        let sees = |place: &Place| {
            public
                || user
                    .and_then(|user| user.level(place))
                    .is_some_and(|level| level >= 10)
        };
        match self.places.project(id) {
            Some(found) if !sees(found.place()) => replies::message(404, "404 Project Not Found"),
            None => replies::message(404, "404 Project Not Found"),
            Some(Found::Here(project)) => then(project),
            Some(Found::Moved(project)) => Reply {
                status: 301,
                headers: vec![
                    replies::header("Content-Type", "text/plain"),
                    replies::header("Location", &format!("/api/v4/projects/{}", project.id)),
                ],
                body: b"This resource has been moved permanently.".to_vec(),
            },
        }
    }

    /// A project's own page: with `permissions` for a user, without for a visitor.
    ///
    /// Source: `gitlabhq doc/api/projects.md`, "Retrieve a project".
    fn project_page(&self, project: &Place, user: Option<&User>) -> Reply {
        let mut shown = self.places.show_project(project);
        if let (Value::Object(map), Some(user)) = (&mut shown, user) {
            let access = |level: Option<u8>| {
                level.map(|level| json!({ "access_level": level, "notification_level": 3 }))
            };
            let (own, inherited) = user.levels(project);
            map.insert("archived".into(), json!(false));
            map.insert("default_branch".into(), json!("main"));
            map.insert(
                "permissions".into(),
                json!({ "project_access": access(own), "group_access": access(inherited) }),
            );
        }
        replies::body(200, &shown)
    }

    fn member(&self, place: &Place, user: &str) -> Reply {
        let user = self.users.iter().find(|known| user.parse() == Ok(known.id));
        match user.and_then(|user| user.show_member(place, &self.users[1])) {
            Some(member) => replies::body(200, &member),
            // What the API says of any record that is not there.
            None => replies::message(404, "404 Not found"),
        }
    }

    fn metadata(&self) -> Value {
        json!({
            "version": self.version, "revision": "5a4d80c0ffe", "enterprise": self.version.ends_with("-ee"),
            "kas": { "enabled": true, "externalUrl": "wss://kas.gitlab.example.com", "externalK8sProxyUrl": null, "version": self.version }
        })
    }

    /// Groups and projects that the user is a member of.
    ///
    /// Source: `gitlabhq doc/api/personal_access_tokens.md`, "List all token associations".
    fn associations(&self, request: &Received) -> Reply {
        let query = |key: &str| query(request, key);
        let least = match query("min_access_level").map(str::parse::<u8>) {
            None => 0,
            Some(Ok(level)) if level == 0 || level == 60 || LEVELS.contains(&level) => level,
            Some(Ok(_)) => {
                return replies::error(400, "min_access_level does not have a valid value");
            }
            Some(Err(_)) => return replies::error(400, "min_access_level is invalid"),
        };
        let number = |key: &str, usual: usize| {
            query(key).map_or(Some(usual), |value| {
                value.parse().ok().filter(|value| *value > 0)
            })
        };
        let (Some(page), Some(size)) = (number("page", 1), number("per_page", 20)) else {
            return replies::error(400, "page does not have a valid value");
        };
        let size = size.min(100);
        let skipped = (page - 1).saturating_mul(size);
        let user = &self.users[0];
        let groups = self.places.groups.iter().filter_map(|group| {
            let level = user.level(group).filter(|level| *level >= least)?;
            let mut shown = self.places.show_group(group);
            keep(
                &mut shown,
                &[
                    "id",
                    "web_url",
                    "name",
                    "parent_id",
                    "organization_id",
                    "visibility",
                ],
            );
            if let Value::Object(map) = &mut shown {
                map.insert("access_levels".into(), json!(level));
            }
            Some(shown)
        });
        let projects = self.places.projects.iter().filter_map(|project| {
            user.level(project)
                .filter(|level| *level >= least.max(10))?;
            let (own, inherited) = user.levels(project);
            let mut shown = self.places.show_project(project);
            if let Value::Object(map) = &mut shown {
                map.insert(
                    "access_levels".into(),
                    json!({ "project_access_level": own, "group_access_level": inherited }),
                );
            }
            Some(shown)
        });
        let groups: Vec<Value> = groups.skip(skipped).take(size).collect();
        let projects: Vec<Value> = projects.skip(skipped).take(size).collect();
        let mut reply = replies::body(200, &json!({ "groups": groups, "projects": projects }));
        reply
            .headers
            .push(replies::header("X-Page", &page.to_string()));
        reply
            .headers
            .push(replies::header("X-Per-Page", &size.to_string()));
        reply
    }
}

/// Leaves only these keys in an object.
fn keep(value: &mut Value, keys: &[&str]) {
    if let Value::Object(map) = value {
        map.retain(|key, _| keys.contains(&key.as_str()));
    }
}
