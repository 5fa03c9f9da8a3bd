//! Repositories as lists show them.

use serde_json::{Value, json};

use super::people::{Account, MADE, joined};
use super::request::Asked;

/// The names of the organization's repositories.
pub(super) const NAMES: [&str; 2] = ["shop", "docs"];

/// Fields that are URLs below that of the repository, with what follows it.
const URLS: [(&str, &str); 38] = [
    ("url", ""),
    ("archive_url", "/{archive_format}{/ref}"),
    ("assignees_url", "/assignees{/user}"),
    ("blobs_url", "/git/blobs{/sha}"),
    ("branches_url", "/branches{/branch}"),
    ("collaborators_url", "/collaborators{/collaborator}"),
    ("comments_url", "/comments{/number}"),
    ("commits_url", "/commits{/sha}"),
    ("compare_url", "/compare/{base}...{head}"),
    ("contents_url", "/contents/{+path}"),
    ("contributors_url", "/contributors"),
    ("deployments_url", "/deployments"),
    ("downloads_url", "/downloads"),
    ("events_url", "/events"),
    ("forks_url", "/forks"),
    ("git_commits_url", "/git/commits{/sha}"),
    ("git_refs_url", "/git/refs{/sha}"),
    ("git_tags_url", "/git/tags{/sha}"),
    ("hooks_url", "/hooks"),
    ("issue_comment_url", "/issues/comments{/number}"),
    ("issue_events_url", "/issues/events{/number}"),
    ("issues_url", "/issues{/number}"),
    ("keys_url", "/keys{/key_id}"),
    ("labels_url", "/labels{/name}"),
    ("languages_url", "/languages"),
    ("merges_url", "/merges"),
    ("milestones_url", "/milestones{/number}"),
    (
        "notifications_url",
        "/notifications{?since,all,participating}",
    ),
    ("pulls_url", "/pulls{/number}"),
    ("releases_url", "/releases{/id}"),
    ("stargazers_url", "/stargazers"),
    ("statuses_url", "/statuses/{sha}"),
    ("subscribers_url", "/subscribers"),
    ("subscription_url", "/subscription"),
    ("tags_url", "/tags"),
    ("teams_url", "/teams"),
    ("trees_url", "/git/trees{/sha}"),
    ("svn_url", ""),
];

/// A repository of an account.
///
/// Source: GitHub's OpenAPI description, "repository".
pub(super) fn show(asked: &Asked, owner: &Account, name: &str) -> Value {
    let full_name = format!("{}/{name}", owner.login);
    let page = format!("{}/{full_name}", asked.web);
    let host = asked.web.trim_start_matches("https://");
    let number = NAMES.iter().position(|known| *known == name).unwrap_or(0) as u64;
    let id = 54_000_001 + number;
    let urls = URLS.iter().map(|(key, rest)| {
        (
            (*key).to_owned(),
            json!(format!("{}/repos/{full_name}{rest}", asked.root)),
        )
    });
    let shown = json!({
        "id": id, "node_id": format!("R_kgDO{id:08}"), "name": name, "full_name": full_name,
        "owner": owner.simple(asked), "private": true, "html_url": page, "description": null, "fork": false
    });
    let rest = json!({
        "svn_url": page, "clone_url": format!("{page}.git"), "git_url": format!("git://{host}/{full_name}.git"),
        "ssh_url": format!("git@{host}:{full_name}.git"), "mirror_url": null, "homepage": null, "language": null,
        "license": null, "forks": 0, "forks_count": 0, "stargazers_count": 0, "watchers": 0, "watchers_count": 0,
        "size": 12, "default_branch": "main", "open_issues": 0, "open_issues_count": 0, "has_issues": true,
        "has_projects": true, "has_wiki": false, "has_pages": false, "has_downloads": true, "archived": false,
        "disabled": false, "visibility": "private", "pushed_at": MADE, "created_at": MADE, "updated_at": MADE,
        "permissions": { "admin": false, "maintain": false, "push": false, "triage": false, "pull": true }
    });
    joined(joined(shown, Value::Object(urls.collect())), rest)
}
