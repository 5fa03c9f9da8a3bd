//! The organization: its projects and repositories.

use serde_json::{Value, json};

use super::section::Section;

/// The id of the organization.
pub(super) const ORGANIZATION_ID: &str = "0a11acde-0000-4000-8000-000000000001";

/// The id of the Entra tenant behind the organization.
pub(super) const TENANT_ID: &str = "0a11acde-0000-4000-8000-0000000000ff";

/// The commit that every `main` stands on.
const MAIN: &str = "5a11dbace00000000000000000000000000000a1";

/// A project.
#[derive(Clone, Debug)]
pub(super) struct Project {
    pub(super) id: String,
    pub(super) name: String,
    /// Whether everybody may see it.
    pub(super) public: bool,
}

/// A repository.
#[derive(Clone, Debug)]
pub(super) struct Repository {
    pub(super) id: String,
    pub(super) name: String,
    /// The id of its project.
    pub(super) project: String,
    /// Branches with their commits.
    pub(super) refs: Vec<(String, String)>,
    /// The threads of its one pull request, whose number is 1.
    pub(super) threads: Vec<Value>,
}

/// Everything that requests read and change.
#[derive(Debug)]
pub(super) struct World {
    /// The name of the organization.
    pub(super) organization: String,
    pub(super) projects: Vec<Project>,
    pub(super) repositories: Vec<Repository>,
    /// How often something was written.
    pub(super) writes: u32,
}

/// An id of a kind: `1` projects, `2` repositories.
fn id(kind: u8, number: usize) -> String {
    format!("0a11acde-{kind:04}-4000-8000-{number:012}")
}

/// Whether a word is a GUID.
pub(super) fn is_guid(word: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = word.split('-').collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, length)| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

impl World {
    /// The organization of a scenario.
    pub(super) fn build(section: &Section) -> Self {
        let organization = section.namespace.split('/').next().unwrap_or_default();
        let mut world = Self {
            organization: organization.to_owned(),
            projects: Vec::new(),
            repositories: Vec::new(),
            writes: 0,
        };
        for (at, name) in section.projects.iter().enumerate() {
            let project = world.add_project(name, false);
            let own = [name.clone()];
            let repositories = if at == 0 {
                &section.repositories[..]
            } else {
                &own
            };
            for name in repositories {
                world.add_repository(name, &project);
            }
        }
        if section.public_projects {
            let project = world.add_project("oss", true);
            world.add_repository("oss", &project);
        }
        world
    }

    fn add_project(&mut self, name: &str, public: bool) -> String {
        let id = id(1, self.projects.len() + 1);
        self.projects.push(Project {
            id: id.clone(),
            name: name.to_owned(),
            public,
        });
        id
    }

    /// Adds a repository with one branch.
    pub(super) fn add_repository(&mut self, name: &str, project: &str) -> &Repository {
        let at = self.repositories.len();
        self.repositories.push(Repository {
            id: id(2, at + 1),
            name: name.to_owned(),
            project: project.to_owned(),
            refs: vec![("refs/heads/main".to_owned(), MAIN.to_owned())],
            threads: Vec::new(),
        });
        &self.repositories[at]
    }

    /// The project of this name or id.
    pub(super) fn project(&self, word: &str) -> Option<&Project> {
        self.projects.iter().find(|project| {
            project.name.eq_ignore_ascii_case(word) || project.id.eq_ignore_ascii_case(word)
        })
    }

    /// The index of a repository by id, or by name within a project.
    pub(super) fn repository(&self, project: Option<&Project>, word: &str) -> Option<usize> {
        self.repositories.iter().position(|repository| {
            let here = project.is_none_or(|project| project.id == repository.project);
            let by_name = project.is_some() && repository.name.eq_ignore_ascii_case(word);
            here && (by_name || repository.id.eq_ignore_ascii_case(word))
        })
    }

    /// A project as lists show it.
    pub(super) fn show_project(&self, project: &Project) -> Value {
        let organization = &self.organization;
        json!({
            "id": project.id,
            "name": project.name,
            "url": format!("https://dev.azure.com/{organization}/_apis/projects/{}", project.id),
            "state": "wellFormed",
            "revision": 11,
            "visibility": if project.public { "public" } else { "private" },
            "lastUpdateTime": "2026-01-15T09:30:00.000Z",
        })
    }

    /// A repository as lists show it.
    pub(super) fn show_repository(&self, repository: &Repository) -> Value {
        let (organization, id) = (&self.organization, &repository.id);
        let project = self.project(&repository.project);
        let name = project.map_or("", |project| project.name.as_str());
        let web = format!(
            "https://dev.azure.com/{organization}/{name}/_git/{}",
            repository.name
        );
        json!({
            "id": id,
            "name": repository.name,
            "url": format!("https://dev.azure.com/{organization}/{}/_apis/git/repositories/{id}", repository.project),
            "project": project.map(|project| self.show_project(project)),
            "defaultBranch": "refs/heads/main",
            "size": 20480,
            "remoteUrl": web,
            "sshUrl": format!("git@ssh.dev.azure.com:v3/{organization}/{name}/{}", repository.name),
            "webUrl": web,
            "isDisabled": false,
            "isInMaintenance": false,
        })
    }
}
