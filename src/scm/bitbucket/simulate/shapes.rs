//! The objects as the API shows them, in the shapes of the Bitbucket Cloud description, "definitions".

use serde_json::{Value, json};

use super::places::{Place, Project, Pull, Repository, uuid};
use super::tokens::Token;

/// When all of it was made.
const MADE: &str = "2026-01-12T09:00:00.000000+00:00";

/// Where the web pages are.
const WEB: &str = "https://bitbucket.org";

fn link(href: &str) -> Value {
    json!({ "href": href })
}

/// A workspace; `base` is where its API is.
pub(super) fn workspace(place: &Place, private: bool, base: &str) -> Value {
    let (slug, own) = (&place.slug, format!("{base}/2.0/workspaces/{}", place.slug));
    json!({
        "type": "workspace",
        "uuid": place.uuid,
        "name": slug,
        "slug": slug,
        "is_private": private,
        "created_on": MADE,
        "links": {
            "self": link(&own),
            "html": link(&format!("{WEB}/{slug}/")),
            "members": link(&format!("{own}/members")),
            "projects": link(&format!("{own}/projects")),
            "repositories": link(&format!("{base}/2.0/repositories/{slug}")),
        }
    })
}

/// A repository; whether it is private stands in each.
pub(super) fn repository(repository: &Repository, base: &str) -> Value {
    let full = format!("{}/{}", repository.workspace, repository.slug);
    let own = format!("{base}/2.0/repositories/{full}");
    json!({
        "type": "repository",
        "uuid": repository.uuid,
        "full_name": full,
        "name": repository.slug,
        "slug": repository.slug,
        "description": "",
        "scm": "git",
        "website": null,
        "owner": { "type": "team", "display_name": repository.workspace, "username": repository.workspace },
        "workspace": { "type": "workspace", "slug": repository.workspace, "name": repository.workspace },
        "is_private": repository.private,
        "project": { "type": "project", "key": repository.project, "name": repository.project },
        "fork_policy": if repository.private { "no_public_forks" } else { "allow_forks" },
        "created_on": MADE,
        "updated_on": MADE,
        "size": 33_348,
        "language": "",
        "has_issues": false,
        "has_wiki": false,
        "mainbranch": { "type": "branch", "name": "main" },
        "links": {
            "self": link(&own),
            "html": link(&format!("{WEB}/{full}")),
            "pullrequests": link(&format!("{own}/pullrequests")),
            "commits": link(&format!("{own}/commits")),
            "hooks": link(&format!("{own}/hooks")),
            "clone": [
                { "name": "https", "href": format!("{WEB}/{full}.git") },
                { "name": "ssh", "href": format!("ssh://git@bitbucket.org/{full}.git") },
            ],
        }
    })
}

/// A project of a workspace.
pub(super) fn project(project: &Project, workspace: &Place) -> Value {
    let slug = &workspace.slug;
    let html = format!("{WEB}/{slug}/workspace/projects/{}", project.key);
    json!({
        "type": "project",
        "uuid": uuid(3, project.number),
        "key": project.key,
        "name": project.name,
        "description": "",
        "owner": { "type": "team", "display_name": slug, "uuid": workspace.uuid },
        "is_private": project.private,
        "has_publicly_visible_repos": !project.private,
        "created_on": MADE,
        "updated_on": MADE,
        "links": { "html": link(&html) }
    })
}

/// The webhook that a workspace has; it is nobody's in particular.
pub(super) fn hook(workspace: &Place) -> Value {
    json!({
        "type": "webhook_subscription",
        "uuid": uuid(4, 1),
        "url": "https://hooks.example.com/build",
        "description": "Build server",
        "subject_type": "workspace",
        "subject": { "type": "workspace", "slug": workspace.slug, "uuid": workspace.uuid },
        "active": true,
        "created_at": MADE,
        "events": ["repo:push", "pullrequest:created"],
        "secret_set": false
    })
}

/// The user behind a user's credential.
pub(super) fn user() -> Value {
    json!({
        "type": "user",
        "uuid": uuid(5, 1),
        "account_id": "557058:5a0db0c5-0000-4000-8000-000000000001",
        "display_name": "Robin Roe",
        "nickname": "robin",
        "account_status": "active",
        "created_on": MADE,
        "links": {}
    })
}

/// How a user stands in a workspace.
pub(super) fn membership(token: &Token, workspace: Value) -> Value {
    let permission = if token.owner { "owner" } else { "member" };
    json!({ "type": "workspace_access", "permission": permission, "workspace": workspace })
}

/// A pull request.
pub(super) fn pull(pull: &Pull, repository: &Repository, base: &str) -> Value {
    let full = format!("{}/{}", repository.workspace, repository.slug);
    let end = |branch: &str| {
        json!({
            "branch": { "name": branch },
            "repository": { "type": "repository", "full_name": full, "uuid": repository.uuid }
        })
    };
    json!({
        "type": "pullrequest",
        "id": pull.id,
        "title": pull.title,
        "state": "OPEN",
        "author": user(),
        "source": end(&pull.source),
        "destination": end("main"),
        "comment_count": 0,
        "created_on": MADE,
        "updated_on": MADE,
        "links": {
            "self": link(&format!("{base}/2.0/repositories/{full}/pullrequests/{}", pull.id)),
            "html": link(&format!("{WEB}/{full}/pull-requests/{}", pull.id)),
        }
    })
}
