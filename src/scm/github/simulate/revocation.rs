//! Revoking tokens.

use serde_json::{Value, json};

use super::GitHub;
use super::replies;
use super::request::Asked;
use super::routes::Route;
use crate::sandbox::face::Reply;

/// Most tokens of one request.
///
/// Source: GitHub docs, "Revoke a list of credentials".
const MOST: usize = 1000;

impl GitHub {
    /// Revokes a list of tokens that somebody found; installations' tokens are not among the kinds it takes.
    ///
    /// Source: GitHub docs, "Revoke a list of credentials".
    pub(super) fn revoke_found(&mut self, asked: &Asked) -> Reply {
        let wrong = |text: &str| replies::invalid(asked, &Route::RevokeCredentials, &[text]);
        let body: Option<Value> = serde_json::from_slice(&asked.request.body).ok();
        let Some(Value::Array(list)) = body.as_ref().and_then(|body| body.get("credentials"))
        else {
            return wrong("\"credentials\" wasn't supplied.");
        };
        if list.is_empty() || list.len() > MOST {
            return wrong("\"credentials\" must have between 1 and 1000 items.");
        }
        let Some(values) = list.iter().map(Value::as_str).collect::<Option<Vec<_>>>() else {
            return wrong("\"credentials\" must be a list of strings.");
        };
        for value in values
            .into_iter()
            .filter(|value| !value.starts_with("ghs_"))
        {
            self.tokens.revoke(value);
        }
        replies::body(202, &json!({}))
    }

    /// Revokes the installation's token with which it is asked.
    ///
    /// Source: GitHub docs, "Revoke an installation access token".
    pub(super) fn revoke_own(&mut self) -> Reply {
        let value = self.tokens.handed_out().to_owned();
        self.tokens.revoke(&value);
        Reply {
            status: 204,
            ..Reply::default()
        }
    }
}
