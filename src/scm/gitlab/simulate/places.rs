//! Groups and projects, and who may see them.

use serde_json::{Value, json};

use super::section::{Section, Visibility};

/// Where the web pages of the simulated instance would be.
pub(super) const WEB: &str = "https://gitlab.example.com";

/// A group or a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its id, of its own count.
    pub(super) id: u64,
    /// Its full path.
    pub(super) path: String,
}

impl Place {
    /// The last segment of the path.
    fn slug(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether `other` is this path or lies above it.
    pub(super) fn within(&self, other: &str) -> bool {
        self.path
            .strip_prefix(other)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// All groups and projects of the instance.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) groups: Vec<Place>,
    pub(super) projects: Vec<Place>,
    moved: Vec<(String, String)>,
    pub(super) visibility: Visibility,
}

/// What a project's `:id` stands for.
pub(super) enum Found<'a> {
    /// The project.
    Here(&'a Place),
    /// The project, by a path it no longer has.
    Moved(&'a Place),
}

impl<'a> Found<'a> {
    /// The project, wherever it is.
    pub(super) fn place(&self) -> &'a Place {
        match self {
            Self::Here(place) | Self::Moved(place) => place,
        }
    }
}

impl Places {
    /// Builds the estate and refuses one without parents.
    pub(super) fn build(section: &Section) -> Result<Self, String> {
        let number = |paths: &[String], first: u64| -> Vec<Place> {
            (first..)
                .zip(paths)
                .map(|(id, path)| Place {
                    id,
                    path: path.clone(),
                })
                .collect()
        };
        let groups = number(&section.groups, 101);
        for (index, group) in groups.iter().enumerate() {
            if let Some((parent, _)) = group.path.rsplit_once('/')
                && !groups[..index].iter().any(|other| other.path == parent)
            {
                return Err(format!(
                    "groups: `{}` stands before its parent `{parent}`, or has none",
                    group.path
                ));
            }
        }
        for project in &section.projects {
            let parent = project.rsplit_once('/').map(|(parent, _)| parent);
            if !groups
                .iter()
                .any(|group| Some(group.path.as_str()) == parent)
            {
                return Err(format!("projects: `{project}` is in none of the groups"));
            }
        }
        let projects = number(&section.projects, 201);
        if let Some((_, now)) = section
            .moved
            .iter()
            .find(|(_, now)| !section.projects.contains(now))
        {
            // The default move goes with the default project.
            if section.moved != Section::default().moved {
                return Err(format!("moved: `{now}` is none of the projects"));
            }
        }
        let moved = section.moved.clone().into_iter().collect();
        Ok(Self {
            groups,
            projects,
            moved,
            visibility: section.visibility,
        })
    }

    /// A group by id or decoded path.
    pub(super) fn group(&self, id: &str) -> Option<&Place> {
        find(&self.groups, id)
    }

    /// A project by id or decoded path, old paths included.
    ///
    /// Source: `gitlabhq lib/api/helpers.rb`, `find_project!`.
    pub(super) fn project(&self, id: &str) -> Option<Found<'_>> {
        if let Some(place) = find(&self.projects, id) {
            return Some(Found::Here(place));
        }
        let (_, now) = self
            .moved
            .iter()
            .find(|(old, _)| old.eq_ignore_ascii_case(id))?;
        find(&self.projects, now).map(Found::Moved)
    }

    /// The group as the API shows it, in the shape of `gitlabhq doc/api/groups.md`, "Retrieve a group".
    pub(super) fn show_group(&self, group: &Place) -> Value {
        json!({
            "id": group.id,
            "web_url": format!("{WEB}/groups/{}", group.path),
            "name": group.slug(),
            "path": group.slug(),
            "description": "",
            "visibility": self.visibility.word(),
            "share_with_group_lock": false,
            "require_two_factor_authentication": false,
            "two_factor_grace_period": 48,
            "lfs_enabled": true,
            "archived": false,
            "avatar_url": null,
            "request_access_enabled": true,
            "full_name": group.path.replace('/', " / "),
            "full_path": group.path,
            "created_at": "2026-01-12T09:00:00.000Z",
            "parent_id": self.parent(group),
            "organization_id": 1,
            "shared_with_groups": [],
            "projects": [],
            "shared_projects": []
        })
    }

    /// The parts of a project that stand both on its own page and in lists.
    pub(super) fn show_project(&self, project: &Place) -> Value {
        let namespace = project
            .path
            .rsplit_once('/')
            .and_then(|(parent, _)| self.group(parent));
        let namespace = namespace.map(|group| {
            json!({
                "id": group.id, "name": group.slug(), "path": group.slug(), "kind": "group", "full_path": group.path,
                "parent_id": self.parent(group), "avatar_url": null, "web_url": format!("{WEB}/groups/{}", group.path)
            })
        });
        json!({
            "id": project.id,
            "description": null,
            "name": project.slug(),
            "name_with_namespace": project.path.replace('/', " / "),
            "path": project.slug(),
            "path_with_namespace": project.path,
            "created_at": "2026-01-12T09:30:00.000Z",
            "visibility": self.visibility.word(),
            "web_url": format!("{WEB}/{}", project.path),
            "namespace": namespace
        })
    }

    /// The id of the group above a group.
    pub(super) fn parent(&self, group: &Place) -> Option<u64> {
        let (parent, _) = group.path.rsplit_once('/')?;
        self.group(parent).map(|group| group.id)
    }
}

fn find<'a>(places: &'a [Place], id: &str) -> Option<&'a Place> {
    if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
        let id: u64 = id.parse().ok()?;
        return places.iter().find(|place| place.id == id);
    }
    places
        .iter()
        .find(|place| place.path.eq_ignore_ascii_case(id))
}
