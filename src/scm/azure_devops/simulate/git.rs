//! Repositories, their refs, and what writes to them.
//!
//! What a write meets, in this order: the scope (before anything is read), the version, a body that is no JSON or not
//! of its kind (400), the project and the repository (404), the permission (403), what the body says (400). The documents
//! name 400 and 404 for a repository that is not there; with a body of the right kind, such as `[]`, it is the 404.

use serde_json::{Value, json};

use super::AzureDevOps;
use super::gate::Caller;
use super::reply::{self, exception, git, json, list};
use super::request;
use super::route::Place;
use super::who::sees;
use super::world::Repository;
use crate::sandbox::face::{Received, Reply};

/// The commit before the first.
const NOTHING: &str = "0000000000000000000000000000000000000000";

impl AzureDevOps {
    /// The repositories of a project, or of all.
    pub(super) fn list_repositories(
        &self,
        caller: Caller,
        project: Option<&str>,
    ) -> Result<Reply, Reply> {
        let only = project.map(|word| self.project(word)).transpose()?;
        let here = self.world.repositories.iter().filter(|repository| {
            let home = self.world.project(&repository.project);
            only.is_none_or(|only| only.id == repository.project)
                && home.is_some_and(|home| sees(caller, home))
        });
        let shown = here.map(|repository| self.world.show_repository(repository));
        Ok(list(shown.collect()))
    }

    /// Creates a repository.
    pub(super) fn create_repository(
        &mut self,
        project: Option<&str>,
        request: &Received,
    ) -> Result<Reply, Reply> {
        let body = object(request)?;
        let in_body = || body.pointer("/project/id").and_then(Value::as_str);
        let Some(word) = project.or_else(in_body) else {
            return Err(reply::bad_argument(
                "A project id is required.\r\nParameter name: project",
            ));
        };
        let home = self.project(word)?.clone();
        self.permit("CreateRepository")?;
        let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
        if name.is_empty() {
            return Err(reply::bad_argument(
                "A repository name is required.\r\nParameter name: name",
            ));
        }
        if self.world.repository(Some(&home), name).is_some() {
            let text = format!("TF400948: A Git repository with the name {name} already exists.");
            return Err(exception(
                409,
                &text,
                git!("GitRepositoryNameAlreadyExistsException"),
            ));
        }
        self.world.writes += 1;
        let made = self.world.add_repository(name, &home.id).clone();
        Ok(json(201, &self.world.show_repository(&made)))
    }

    /// The branches of a repository.
    pub(super) fn list_refs(&self, place: &Place) -> Result<Reply, Reply> {
        let at = self.repository(place)?;
        let refs = self.world.repositories[at].refs.iter();
        Ok(list(
            refs.map(|(name, commit)| json!({ "name": name, "objectId": commit }))
                .collect(),
        ))
    }

    /// Creates, moves or deletes branches.
    pub(super) fn update_refs(
        &mut self,
        place: &Place,
        request: &Received,
    ) -> Result<Reply, Reply> {
        let Value::Array(updates) = request::body(request)? else {
            return Err(request::invalid_json());
        };
        if !updates.iter().all(Value::is_object) {
            return Err(request::invalid_json());
        }
        let at = self.repository(place)?;
        self.permit("GenericContribute")?;
        if updates.is_empty() {
            return Err(reply::bad_argument(
                "The collection must contain at least one element.\r\nParameter name: refUpdates",
            ));
        }
        let repository = &mut self.world.repositories[at];
        let results = updates.iter().map(|update| move_ref(repository, update));
        let results: Vec<Value> = results.collect();
        let succeeded = results.iter().any(|result| result["success"] == true);
        self.world.writes += u32::from(succeeded);
        Ok(list(results))
    }

    /// Pushes commits.
    pub(super) fn push(&mut self, place: &Place, request: &Received) -> Result<Reply, Reply> {
        let body = object(request)?;
        let at = self.repository(place)?;
        self.permit("GenericContribute")?;
        let listed = |key: &str| {
            let values = body.get(key).and_then(Value::as_array);
            values.filter(|values| !values.is_empty() && values.iter().all(Value::is_object))
        };
        let (Some(updates), Some(commits)) = (listed("refUpdates"), listed("commits")) else {
            return Err(reply::bad_argument(
                "A push needs at least one ref update and one commit.\r\nParameter name: push",
            ));
        };
        let repository = &mut self.world.repositories[at];
        let results: Vec<Value> = updates
            .iter()
            .map(|update| {
                // The new commit of a push is what its commits come to.
                let commit = format!("5a11dbace0{:030}", commits.len());
                let mut update = update.clone();
                update["newObjectId"] = json!(commit);
                move_ref(repository, &update)
            })
            .collect();
        if results.iter().all(|result| result["success"] != true) {
            let name = updates[0]
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let text = format!(
                "TF401028: The reference '{name}' has already been updated by another client, so you cannot update it. Please try again."
            );
            return Err(exception(409, &text, git!("GitReferenceStaleException")));
        }
        self.world.writes += 1;
        let shown =
            json!({ "pushId": self.world.writes, "refUpdates": results, "commits": commits });
        Ok(json(201, &shown))
    }

    /// The index of the repository that a path names.
    pub(super) fn repository(&self, place: &Place) -> Result<usize, Reply> {
        let project = place.project.as_deref().map(|word| self.project(word));
        let project = project.transpose()?;
        self.world.repository(project, &place.repository).ok_or_else(|| {
            let text = format!(
                "TF401019: The Git repository with name or identifier {} does not exist or you do not have permissions for the operation you are attempting.",
                place.repository
            );
            exception(404, &text, git!("GitRepositoryNotFoundException"))
        })
    }

    /// Refuses an account that may not do this to the repositories.
    pub(super) fn permit(&self, permission: &str) -> Result<(), Reply> {
        if self.section.repository_permission {
            return Ok(());
        }
        let account = &self.people.account;
        let text = format!(
            "TF401027: You need the Git '{permission}' permission to perform this action. Details: identity '{}\\{}', scope 'repository'.",
            self.world.organization, account.upn
        );
        Err(exception(403, &text, git!("GitNeedsPermissionException")))
    }
}

/// A body that must be an object.
pub(super) fn object(request: &Received) -> Result<Value, Reply> {
    let body = request::body(request)?;
    if body.is_object() {
        Ok(body)
    } else {
        Err(request::invalid_json())
    }
}

/// Moves one branch, if it stands where the update says.
fn move_ref(repository: &mut Repository, update: &Value) -> Value {
    let word = |key: &str| update.get(key).and_then(Value::as_str).unwrap_or_default();
    let (name, old, new) = (word("name"), word("oldObjectId"), word("newObjectId"));
    let is_commit =
        |text: &str| text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let at = repository.refs.iter().position(|(known, _)| known == name);
    let stands = at.map_or(NOTHING, |at| repository.refs[at].1.as_str());
    let status = if !name.starts_with("refs/") {
        "invalidRefName"
    } else if !is_commit(old) || !is_commit(new) || stands != old {
        "staleOldObjectId"
    } else {
        "succeeded"
    };
    if status == "succeeded" {
        match at {
            Some(at) if new == NOTHING => drop(repository.refs.remove(at)),
            Some(at) => new.clone_into(&mut repository.refs[at].1),
            None => repository.refs.push((name.to_owned(), new.to_owned())),
        }
    }
    json!({
        "repositoryId": repository.id,
        "name": name,
        "oldObjectId": old,
        "newObjectId": new,
        "isLocked": false,
        "updateStatus": status,
        "success": status == "succeeded",
    })
}
