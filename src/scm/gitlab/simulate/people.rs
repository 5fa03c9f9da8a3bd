//! Users and their memberships.

use serde_json::{Value, json};

use super::places::{Place, Places, WEB};
use super::section::{Kind, Section, UserState};

/// A user of the instance.
#[derive(Debug)]
pub(super) struct User {
    pub(super) id: u64,
    username: String,
    name: &'static str,
    bot: bool,
    pub(super) state: UserState,
    /// The memberships that stand somewhere, from where they are inherited downwards.
    memberships: Vec<(String, u8)>,
    custom_role: Option<String>,
    nested_invitation: bool,
}

/// The id of the user that the token belongs to.
pub(super) const HOLDER: u64 = 3;

/// The token's user, and the owner of everything.
pub(super) fn build(section: &Section, places: &Places, home: &str) -> Result<[User; 2], String> {
    let group = places.group(home);
    let project = places.project(home);
    let (username, name, bot) = match (section.token.kind, group, project) {
        (Kind::Project, _, Some(project)) => (
            format!("project_{}_bot_1a2b3c4d5e6f", project.place().id),
            "assistant",
            true,
        ),
        (Kind::Project, ..) => {
            return Err(format!(
                "member-of: `{home}` is none of the projects, which a project's token needs"
            ));
        }
        (Kind::Group, Some(group), _) => (
            format!("group_{}_bot_6f5e4d3c2b1a", group.id),
            "assistant",
            true,
        ),
        (Kind::Group, ..) => {
            return Err(format!(
                "member-of: `{home}` is none of the groups, which a group's token needs"
            ));
        }
        (_, None, None) => {
            return Err(format!(
                "member-of: `{home}` is none of the groups and projects"
            ));
        }
        (Kind::ServiceAccount, ..) => {
            let top = home
                .split('/')
                .next()
                .and_then(|top| places.group(top))
                .map_or(0, |group| group.id);
            // Service accounts often say that they are no bots.
            (
                format!("service_account_group_{top}_0a1b2c3d4e5f"),
                "Service account user",
                false,
            )
        }
        (Kind::Personal | Kind::Job, ..) => ("ada".to_owned(), "Ada Example", false),
    };
    let owner = User {
        id: 2,
        username: "grace".to_owned(),
        name: "Grace Example",
        bot: false,
        state: UserState::Active,
        memberships: places
            .groups
            .iter()
            .filter(|group| !group.path.contains('/'))
            .map(|group| (group.path.clone(), 50))
            .collect(),
        custom_role: None,
        nested_invitation: false,
    };
    let holder = User {
        id: HOLDER,
        username,
        name,
        bot,
        state: section.state,
        memberships: section
            .role
            .map(|role| (home.to_owned(), role))
            .into_iter()
            .collect(),
        custom_role: section.custom_role.clone(),
        nested_invitation: section.nested_invitation,
    };
    Ok([holder, owner])
}

impl User {
    /// The highest level on a place, inherited ones included.
    pub(super) fn level(&self, place: &Place) -> Option<u8> {
        self.memberships
            .iter()
            .filter(|(home, _)| place.within(home))
            .map(|(_, level)| *level)
            .max()
    }

    /// The level that stands on the place itself, and the level that comes from above.
    pub(super) fn levels(&self, place: &Place) -> (Option<u8>, Option<u8>) {
        let best = |own: bool| {
            let here = self
                .memberships
                .iter()
                .filter(|(home, _)| place.within(home) && (*home == place.path) == own);
            here.map(|(_, level)| *level).max()
        };
        (best(true), best(false))
    }

    /// The highest level anywhere in a group, on what lies below it included.
    pub(super) fn level_in_or_below(&self, group: &Place) -> Option<u8> {
        let below = |home: &str| {
            Place {
                id: 0,
                path: home.to_owned(),
            }
            .within(&group.path)
        };
        self.memberships
            .iter()
            .filter(|(home, _)| group.within(home) || below(home))
            .map(|(_, level)| *level)
            .max()
    }

    /// As `/user` shows it, in the shape of `gitlabhq doc/api/users.md`, "Retrieve the current user".
    pub(super) fn show_current(&self) -> Value {
        let mut shown = self.show();
        if let Value::Object(map) = &mut shown {
            let email = format!("{}@example.com", self.username);
            map.insert("last_sign_in_at".into(), json!("2026-02-02T08:00:00.000Z"));
            map.insert("confirmed_at".into(), json!("2026-01-12T08:00:00.000Z"));
            map.insert("email".into(), json!(email));
            map.insert("projects_limit".into(), json!(0));
            map.insert("identities".into(), json!([]));
            map.insert("can_create_group".into(), json!(false));
            map.insert("can_create_project".into(), json!(false));
            map.insert("two_factor_enabled".into(), json!(false));
            map.insert("external".into(), json!(self.bot));
            map.insert("private_profile".into(), json!(false));
            map.insert("commit_email".into(), json!(email));
        }
        shown
    }

    /// As `/users/:id` shows it.
    pub(super) fn show(&self) -> Value {
        let mut shown = self.show_basic();
        if let Value::Object(map) = &mut shown {
            map.insert("created_at".into(), json!("2026-01-12T08:00:00.000Z"));
            map.insert("bio".into(), json!(""));
            map.insert("bot".into(), json!(self.bot));
            map.insert("followers".into(), json!(0));
            map.insert("following".into(), json!(0));
        }
        shown
    }

    /// As a member, in the shape of `gitlabhq doc/api/project_members.md`; `None` if the API finds no such member.
    pub(super) fn show_member(&self, place: &Place, added_by: &Self) -> Option<Value> {
        let level = self.level(place).filter(|_| !self.nested_invitation)?;
        let mut shown = self.show_basic();
        if let Value::Object(map) = &mut shown {
            map.insert("access_level".into(), json!(level));
            map.insert("created_at".into(), json!("2026-01-13T10:00:00.000Z"));
            map.insert("created_by".into(), added_by.show_basic());
            map.insert("expires_at".into(), Value::Null);
            map.insert("membership_state".into(), json!("active"));
            let role = self.custom_role.as_ref().map(|name| json!({ "id": 7, "group_id": null, "name": name, "description": "", "base_access_level": level }));
            map.insert("member_role".into(), role.unwrap_or_default());
        }
        Some(shown)
    }

    fn show_basic(&self) -> Value {
        let state = match self.state {
            UserState::Active => "active",
            UserState::Blocked => "blocked",
        };
        json!({
            "id": self.id, "username": self.username, "public_email": null, "name": self.name, "state": state, "locked": false,
            "avatar_url": null, "web_url": format!("{WEB}/{}", self.username)
        })
    }
}
