//! What each endpoint answers to a request that was let in.

use serde_json::Value;

use super::guard::Viewer;
use super::paging::page;
use super::places::{Place, Pull, Repository};
use super::request::{base, query};
use super::routes::Route;
use super::tokens::Dead;
use super::{Bitbucket, fields, replies, shapes};
use crate::sandbox::face::{Received, Reply};

impl Bitbucket {
    /// Answers an admitted request.
    pub(super) fn serve(&mut self, route: &Route, viewer: Viewer, request: &Received) -> Reply {
        let base = base(request);
        let mut reply = match route {
            Route::User => replies::body(200, &shapes::user()),
            Route::UserWorkspaces => self.memberships(request, &base),
            Route::Workspace(id) => self.workspace(id, viewer, &base),
            Route::Projects(id) => self.projects(id, viewer, request),
            Route::Hooks(id) => self.hooks(id, request),
            Route::Repositories(id) => self.repositories(id, viewer, request, &base),
            Route::Repository(workspace, slug) => match self.visible(workspace, slug, viewer) {
                Some(repository) => replies::body(200, &shapes::repository(repository, &base)),
                None => replies::no_repository(),
            },
            Route::Pulls(workspace, slug) => self.pulls(workspace, slug, viewer, request, &base),
            Route::CreatePull(workspace, slug) => {
                self.create_pull(workspace, slug, viewer, request, &base)
            }
        };
        if let (200, Some(fields)) = (reply.status, query(request, "fields"))
            && let Ok(whole) = serde_json::from_slice::<Value>(&reply.body)
        {
            reply.body = fields::select(&whole, fields).to_string().into_bytes();
        }
        reply
    }

    fn sees(&self, repository: &Repository, viewer: Viewer) -> bool {
        let token = self.token_of(viewer);
        !repository.private || token.is_some_and(|token| token.reaches(repository))
    }

    fn visible(&self, workspace: &str, slug: &str, viewer: Viewer) -> Option<&Repository> {
        let found = self.places.repository(workspace, slug);
        found.filter(|repository| self.sees(repository, viewer))
    }

    /// The workspaces that a user is in.
    ///
    /// Source: Bitbucket Cloud REST reference, "List workspaces for the current user".
    fn memberships(&self, request: &Received, base: &str) -> Reply {
        let own = self.places.workspace(&self.token.workspace);
        let show = |place: &Place| {
            let workspace = shapes::workspace(place, self.places.is_private(place), base);
            shapes::membership(&self.token, workspace)
        };
        page(request, own.map(show).into_iter().collect(), 100)
    }

    fn workspace(&self, id: &str, viewer: Viewer, base: &str) -> Reply {
        let token = self.token_of(viewer);
        let found = self.places.workspace(id);
        match found.filter(|place| self.places.sees(token, place)) {
            Some(place) => {
                let private = self.places.is_private(place);
                replies::body(200, &shapes::workspace(place, private, base))
            }
            None => replies::no_workspace(id),
        }
    }

    fn projects(&self, id: &str, viewer: Viewer, request: &Received) -> Reply {
        let token = self.token_of(viewer);
        let Some(place) = self.places.workspace(id) else {
            return replies::no_workspace(id);
        };
        let mut projects = self.places.projects(place);
        projects.retain(|project| {
            let reached = |key| token.is_some_and(|token| token.reaches_project(&place.slug, key));
            !project.private || reached(project.key)
        });
        if projects.is_empty() && !self.places.sees(token, place) {
            return replies::no_workspace(id);
        }
        let show = |project| shapes::project(&project, place);
        page(request, projects.into_iter().map(show).collect(), 100)
    }

    /// The webhooks of a workspace, for its owners.
    fn hooks(&self, id: &str, request: &Received) -> Reply {
        let found = self.places.workspace(id);
        match found.filter(|place| self.places.sees(Some(&self.token), place)) {
            None => replies::no_workspace(id),
            Some(place) if !self.token.owner || !self.token.is_of(place) => replies::no_owner(),
            Some(place) => page(request, vec![shapes::hook(place)], 100),
        }
    }

    /// The repositories of a workspace that the viewer sees; public ones answer anyone.
    fn repositories(&self, id: &str, viewer: Viewer, request: &Received, base: &str) -> Reply {
        let token = self.token_of(viewer);
        let Some(place) = self.places.workspace(id) else {
            return replies::no_workspace(id);
        };
        let mut seen: Vec<&Repository> = self.places.of(&place.slug).collect();
        seen.retain(|repository| self.sees(repository, viewer));
        if seen.is_empty() && !self.places.sees(token, place) {
            return replies::no_workspace(id);
        }
        match query(request, "role") {
            None => {}
            // What everybody may see is in nobody's role.
            Some("admin" | "contributor" | "member" | "owner") => {
                seen.retain(|known| token.is_some_and(|token| token.reaches(known)));
            }
            Some(_) => return replies::error(400, "Invalid role"),
        }
        if let Some(filter) = query(request, "q") {
            let Some(private) = wanted_privacy(filter) else {
                return replies::error(400, "Invalid query");
            };
            seen.retain(|repository| repository.private == private);
        }
        let show = |repository| shapes::repository(repository, base);
        page(request, seen.into_iter().map(show).collect(), 100)
    }

    /// The pull requests of a repository; a visitor is asked for credentials where it is private.
    fn pulls(
        &self,
        workspace: &str,
        slug: &str,
        viewer: Viewer,
        request: &Received,
        base: &str,
    ) -> Reply {
        let Some(repository) = self.visible(workspace, slug, viewer) else {
            // Source: Bitbucket Cloud description, "List pull requests", 401, which has no body.
            let private = self.places.repository(workspace, slug).is_some();
            return if private && viewer == Viewer::Anonymous {
                replies::dead(Dead::Invalid, true)
            } else {
                replies::no_repository()
            };
        };
        let asked = || request.query.iter().filter(|(name, _)| name == "state");
        let known = ["OPEN", "MERGED", "DECLINED", "SUPERSEDED"];
        if !asked().all(|(_, state)| known.contains(&state.as_str())) {
            return replies::error(400, "Invalid state");
        }
        // All are open, and open ones are shown unless other states are asked for.
        let open = asked().next().is_none() || asked().any(|(_, state)| state == "OPEN");
        let own = |pull: &&Pull| open && pull.repository == repository.uuid;
        let pulls = self.pulls.iter().rev().filter(own);
        let pulls = pulls.map(|pull| shapes::pull(pull, repository, base));
        page(request, pulls.collect(), 50)
    }

    /// Creates a pull request: a title and a source branch are required.
    fn create_pull(
        &mut self,
        workspace: &str,
        slug: &str,
        viewer: Viewer,
        request: &Received,
        base: &str,
    ) -> Reply {
        let Some(repository) = self.visible(workspace, slug, viewer).cloned() else {
            return replies::no_repository();
        };
        let body = serde_json::from_slice::<Value>(&request.body).unwrap_or_default();
        let text = |pointer| body.pointer(pointer).and_then(Value::as_str);
        let title = text("/title").filter(|title| !title.is_empty());
        let source = text("/source/branch/name").filter(|name| !name.is_empty());
        let (Some(title), Some(source)) = (title, source) else {
            let missing = [("title", title), ("source", source)];
            let missing = missing.iter().filter(|(_, value)| value.is_none());
            return replies::bad_document(&missing.map(|(name, _)| *name).collect::<Vec<_>>());
        };
        // Others have no branch here to come from.
        if !self.token.reaches(&repository) {
            return replies::bad_document(&["source"]);
        }
        let own = |pull: &&Pull| pull.repository == repository.uuid;
        let pull = Pull {
            id: self.pulls.iter().filter(own).count() + 1,
            repository: repository.uuid.clone(),
            title: title.to_owned(),
            source: source.to_owned(),
        };
        let shown = shapes::pull(&pull, &repository, base);
        let location = format!("{base}{}/{}", request.path.trim_end_matches('/'), pull.id);
        self.pulls.push(pull);
        let mut reply = replies::body(201, &shown);
        reply.headers.push(replies::header("Location", &location));
        reply
    }
}

/// Of the query language, what can be asked of `is_private`; all else is not simulated, and refused.
///
/// Source: Bitbucket Cloud description, `x-atlassian-narrative`, "Filtering".
fn wanted_privacy(filter: &str) -> Option<bool> {
    let compact: String = filter.split_whitespace().collect();
    match compact.as_str() {
        "is_private=true" | "is_private!=false" => Some(true),
        "is_private=false" | "is_private!=true" => Some(false),
        _ => None,
    }
}
