//! The bodies and headers in which GitLab answers.

use serde_json::{Value, json};

use super::tokens::Dead;
use crate::sandbox::face::Reply;

/// A body as the API renders it.
pub(super) fn body(status: u16, body: &Value) -> Reply {
    Reply {
        status,
        headers: vec![header("Content-Type", "application/json")],
        body: body.to_string().into_bytes(),
    }
}

/// A refusal by the endpoint: `{"message": …}`.
///
/// Source: `gitlabhq lib/api/helpers.rb`, `render_api_error!`.
pub(super) fn message(status: u16, text: &str) -> Reply {
    body(status, &json!({ "message": text }))
}

/// A refusal by the router or by the validation of parameters: `{"error": …}`.
pub(super) fn error(status: u16, text: &str) -> Reply {
    body(status, &json!({ "error": text }))
}

/// A header.
pub(super) fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// What is said of a token that does not work.
///
/// Source: `gitlabhq lib/api/api_guard.rb`, `oauth2_bearer_token_error_handler`.
pub(super) fn dead_text(dead: Dead) -> &'static str {
    match dead {
        Dead::Unknown => "401 Unauthorized",
        Dead::Expired => "Token is expired. You can either do re-authorization or token refresh.",
        Dead::Revoked => "Token was revoked. You have to re-authorize from the user.",
    }
}

/// What is said of a token that may too little.
pub(super) const TOO_NARROW: &str =
    "The request requires higher privileges than provided by the access token.";

/// What is said to a blocked user.
pub(super) const BLOCKED: &str = "403 Forbidden - Your account has been blocked.";

/// The answer to a token that does not work: plain for an unknown one, RFC 6750 for the others.
pub(super) fn dead(dead: Dead) -> Reply {
    if dead == Dead::Unknown {
        return message(401, dead_text(dead));
    }
    let text = dead_text(dead);
    let mut reply = body(
        401,
        &json!({ "error": "invalid_token", "error_description": text }),
    );
    let challenge = format!(
        r#"Bearer realm="Protected by OAuth 2.0", error="invalid_token", error_description="{text}""#
    );
    reply
        .headers
        .push(("WWW-Authenticate".to_owned(), challenge));
    reply
}

/// The answer to a token that may too little; it carries no challenge.
pub(super) fn too_narrow(scopes: &[&str]) -> Reply {
    let scope = scopes.join(" ");
    body(
        403,
        &json!({ "error": "insufficient_scope", "error_description": TOO_NARROW, "scope": scope }),
    )
}

/// What is said of a fine-grained token without a permission.
pub(super) fn granular_text(permission: &str) -> String {
    format!(
        "Access denied: Your fine-grained personal access token lacks the required permissions: [{permission}]."
    )
}

/// The answer to a fine-grained token without a permission.
///
/// Source: `gitlabhq lib/api/api_guard.rb`, `GranularPermissionsError`.
pub(super) fn too_fine(permission: &str) -> Reply {
    body(
        403,
        &json!({ "error": "insufficient_granular_scope", "error_description": granular_text(permission) }),
    )
}

/// The answer of the throttle, which stands before the API: plain text.
///
/// Source: `gitlabhq doc/user/gitlab_com/_index.md`, "Rate limiting responses".
pub(super) fn throttled() -> Reply {
    Reply {
        status: 429,
        headers: vec![header("Content-Type", "text/plain")],
        body: b"Retry later\n".to_vec(),
    }
}

/// The answer to a write while the instance is in maintenance mode; it stands before the API.
///
/// Source: `gitlabhq doc/administration/maintenance_mode/_index.md`, "REST API".
pub(super) fn maintenance() -> Reply {
    message(503, "GitLab Maintenance: system is in maintenance mode")
}
