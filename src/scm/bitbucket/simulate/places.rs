//! Workspaces, projects and repositories, and who may see them.

use super::section::Section;
use super::tokens::Token;

/// The workspace that scenarios are about.
pub(super) const HOME: &str = "acme";

/// The workspace of others, with a private repository.
pub(super) const FOREIGN: &str = "globex";

/// The projects of each workspace: key, name, and whether private. A private one has no public repositories.
const PROJECTS: [(&str, &str, bool); 3] = [
    ("WEB", "Web", true),
    ("OPS", "Operations", true),
    ("OPEN", "Open source", false),
];

/// A workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) slug: String,
    pub(super) uuid: String,
}

/// A repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repository {
    pub(super) workspace: String,
    pub(super) slug: String,
    pub(super) uuid: String,
    /// The key of its project.
    pub(super) project: &'static str,
    pub(super) private: bool,
}

/// A project of a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Project {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) private: bool,
    pub(super) number: usize,
}

/// A pull request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pull {
    /// The uuid of its repository.
    pub(super) repository: String,
    pub(super) id: usize,
    pub(super) title: String,
    pub(super) source: String,
}

/// All workspaces and repositories.
#[derive(Debug)]
pub(super) struct Places {
    workspaces: Vec<Place>,
    repositories: Vec<Repository>,
}

/// An invented uuid, in the braces that the API shows it with.
pub(super) fn uuid(sort: u32, number: usize) -> String {
    format!("{{{sort:08x}-5a0d-4b0c-8000-{number:012x}}}")
}

impl Places {
    /// The estate of a scenario.
    pub(super) fn build(section: &Section) -> Self {
        let workspaces = [HOME, FOREIGN].iter().enumerate();
        let workspaces = workspaces.map(|(number, slug)| Place {
            slug: (*slug).to_owned(),
            uuid: uuid(1, number + 1),
        });
        let mut repositories = Vec::new();
        let mut add = |workspace: &str, slug: String, project, private| {
            repositories.push(Repository {
                workspace: workspace.to_owned(),
                slug,
                uuid: uuid(2, repositories.len() + 1),
                project,
                private,
            });
        };
        let counts = section.repositories;
        for number in 1..=counts.private {
            let project = PROJECTS[(number - 1) % 2].0;
            add(HOME, format!("service-{number}"), project, true);
        }
        for number in 1..=counts.public {
            add(HOME, format!("library-{number}"), "OPEN", false);
        }
        add(FOREIGN, "vault".to_owned(), "WEB", true);
        if counts.public_first {
            repositories.sort_by_key(|repository| repository.private);
        }
        Self {
            workspaces: workspaces.collect(),
            repositories,
        }
    }

    /// The pull request that is there from the beginning: one, in the first repository.
    pub(super) fn first_pulls(&self) -> Vec<Pull> {
        let pull = |repository: &Repository| Pull {
            repository: repository.uuid.clone(),
            id: 1,
            title: "Escape the search term".to_owned(),
            source: "escape-search-term".to_owned(),
        };
        self.of(HOME).next().map(pull).into_iter().collect()
    }

    /// A workspace by slug or uuid.
    pub(super) fn workspace(&self, id: &str) -> Option<&Place> {
        self.workspaces
            .iter()
            .find(|workspace| workspace.slug == id || workspace.uuid == id)
    }

    /// The repositories of a workspace, in the order of lists.
    pub(super) fn of(&self, workspace: &str) -> impl Iterator<Item = &Repository> {
        let own = move |repository: &&Repository| repository.workspace == workspace;
        self.repositories.iter().filter(own)
    }

    /// A repository by slug or uuid; by its uuid it is found in the workspace `{}` too.
    ///
    /// Source: Bitbucket Cloud description, `x-atlassian-narrative`, "Repository object and UUID".
    pub(super) fn repository(&self, workspace: &str, id: &str) -> Option<&Repository> {
        if workspace == "{}" {
            return self.repositories.iter().find(|known| known.uuid == id);
        }
        let workspace = self.workspace(workspace)?;
        let mut own = self.of(&workspace.slug);
        own.find(|repository| repository.slug == id || repository.uuid == id)
    }

    /// Whether others see nothing of a workspace: it has no public repository.
    pub(super) fn is_private(&self, workspace: &Place) -> bool {
        self.of(&workspace.slug)
            .all(|repository| repository.private)
    }

    /// The projects of a workspace that have a repository.
    pub(super) fn projects(&self, workspace: &Place) -> Vec<Project> {
        let has = |key: &str| {
            self.of(&workspace.slug)
                .any(|repository| repository.project == key)
        };
        let projects = PROJECTS.iter().zip(1..).filter(|((key, ..), _)| has(key));
        projects
            .map(|(&(key, name, private), number)| Project {
                key,
                name,
                private,
                number,
            })
            .collect()
    }

    /// Whether somebody sees a workspace: it is public, or the credential's own as a whole.
    pub(super) fn sees(&self, token: Option<&Token>, workspace: &Place) -> bool {
        !self.is_private(workspace) || token.is_some_and(|token| token.is_of(workspace))
    }
}
