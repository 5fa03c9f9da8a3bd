//! The threads of pull requests.

use serde_json::{Value, json};

use super::AzureDevOps;
use super::git::object;
use super::reply::{self, exception, git, json, list};
use super::route::Place;
use crate::sandbox::face::{Received, Reply};

impl AzureDevOps {
    /// The threads of a pull request.
    pub(super) fn list_threads(&self, place: &Place, number: &str) -> Result<Reply, Reply> {
        let number = parse(number)?;
        let at = self.pull_request(place, number)?;
        Ok(list(self.world.repositories[at].threads.clone()))
    }

    /// Creates a thread, which must contain a comment.
    pub(super) fn create_thread(
        &mut self,
        place: &Place,
        number: &str,
        request: &Received,
    ) -> Result<Reply, Reply> {
        let number = parse(number)?;
        let body = object(request)?;
        let at = self.pull_request(place, number)?;
        self.permit("PullRequestContribute")?;
        let comments = body.get("comments").and_then(Value::as_array);
        let Some(comments) = comments.filter(|comments| !comments.is_empty()) else {
            return Err(reply::bad_argument(
                "A thread must contain at least one comment.\r\nParameter name: comments",
            ));
        };
        let threads = &mut self.world.repositories[at].threads;
        let thread = json!({
            "id": threads.len() + 1,
            "publishedDate": "2026-01-15T09:30:00.000Z",
            "lastUpdatedDate": "2026-01-15T09:30:00.000Z",
            "comments": comments,
            "status": body.get("status").cloned().unwrap_or_else(|| json!("active")),
            "isDeleted": false,
        });
        threads.push(thread.clone());
        self.world.writes += 1;
        Ok(json(200, &thread))
    }

    /// The repository of a pull request that is there. The first repository has one, number 1.
    fn pull_request(&self, place: &Place, number: i32) -> Result<usize, Reply> {
        let at = self.repository(place)?;
        if at == 0 && number == 1 {
            return Ok(at);
        }
        let text = "TF401180: The requested pull request was not found.";
        Err(exception(
            404,
            text,
            git!("GitPullRequestNotFoundException"),
        ))
    }
}

/// The number of a pull request, which is an `int32`.
fn parse(number: &str) -> Result<i32, Reply> {
    number.parse().map_err(|_| {
        reply::bad_argument(&format!(
            "The value '{number}' is not valid for pullRequestId."
        ))
    })
}
