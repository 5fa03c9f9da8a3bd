//! The bodies and headers in which Bitbucket answers.

use serde_json::{Value, json};

use super::tokens::Dead;
use crate::sandbox::face::Reply;

/// What is said where a workspace is not, or not for this credential.
pub(super) fn no_workspace_text(workspace: &str) -> String {
    format!("Workspace {workspace} not found")
}

/// What is said where a repository is not, or not for this credential.
const NO_REPOSITORY: &str = "You may not have access to this repository or it no longer exists in this workspace. \
    If you think this repository exists and you have access, make sure you are authenticated.";

/// What an IP allow-list says. Its real text is not documented.
const OFF_THE_LIST: &str =
    "Access to this workspace is restricted to the IP addresses on its allowlist.";

/// A header.
pub(super) fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// A body as the API renders it.
pub(super) fn body(status: u16, body: &Value) -> Reply {
    Reply {
        status,
        headers: vec![header("Content-Type", "application/json; charset=utf-8")],
        body: body.to_string().into_bytes(),
    }
}

fn refusal(status: u16, error: &Value) -> Reply {
    body(status, &json!({ "type": "error", "error": error }))
}

/// A refusal with nothing but a text.
///
/// Source: Bitbucket Cloud description, `error`.
pub(super) fn error(status: u16, text: &str) -> Reply {
    refusal(status, &json!({ "message": text }))
}

/// What is said of a credential that does not work.
pub(super) fn dead_text(dead: Dead) -> &'static str {
    match dead {
        Dead::Invalid => "Token is invalid, expired, or not supported for this endpoint.",
        Dead::OauthExpired => {
            "Access token expired. Use your refresh token to obtain a new access token."
        }
    }
}

/// The answer to a credential that does not work; some of them come without a body.
pub(super) fn dead(dead: Dead, empty: bool) -> Reply {
    if empty {
        return Reply {
            status: 401,
            ..Reply::default()
        };
    }
    error(401, dead_text(dead))
}

/// The answer to a credential that may too little.
pub(super) fn too_narrow(granted: &[String], required: &[&str], with_detail: bool) -> Reply {
    let text = "Your credentials lack one or more required privilege scopes.";
    if !with_detail {
        return error(403, text);
    }
    refusal(
        403,
        &json!({ "message": text, "detail": { "granted": granted, "required": required } }),
    )
}

/// The answer to a credential that is no user where one is asked about. Its real text is not documented.
pub(super) fn no_user() -> Reply {
    error(403, "Access tokens cannot be used with this endpoint.")
}

/// The answer to somebody who is no owner. Its real text is not documented.
pub(super) fn no_owner() -> Reply {
    error(403, "Access denied. You must have admin access.")
}

/// The answer to an address that is not on the allow-list.
pub(super) fn off_the_list() -> Reply {
    error(403, OFF_THE_LIST)
}

/// The answer where there is no such workspace, or a private one of others.
pub(super) fn no_workspace(workspace: &str) -> Reply {
    error(404, &no_workspace_text(workspace))
}

/// The answer where there is no such repository, or a private one out of reach.
pub(super) fn no_repository() -> Reply {
    error(404, NO_REPOSITORY)
}

/// The answer of an endpoint that was taken away.
///
/// Source: Bitbucket Cloud changelog, CHANGE-2770; the body as others recorded it.
pub(super) fn gone() -> Reply {
    let data = json!({ "announcement_url": "https://developer.atlassian.com/cloud/bitbucket/changelog#CHANGE-2770" });
    body(
        410,
        &json!({
            "type": "error",
            "error": {
                "message": "CHANGE-2770 - Functionality has been deprecated",
                "detail": "Please read the changelog entry for more details.",
                "data": data,
            },
            "data": data,
        }),
    )
}

/// The answer where there is no endpoint.
pub(super) fn no_such_api() -> Reply {
    refusal(
        404,
        &json!({ "message": "Resource not found", "detail": "There is no API hosted at this URL." }),
    )
}

/// The answer to a document that lacks required fields.
pub(super) fn bad_document(missing: &[&str]) -> Reply {
    let fields: serde_json::Map<String, Value> = missing
        .iter()
        .map(|field| ((*field).to_owned(), json!(["This field is required."])))
        .collect();
    refusal(400, &json!({ "message": "Bad request", "data": fields }))
}
