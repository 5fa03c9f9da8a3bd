//! The bodies in which GitHub refuses.

use serde_json::{Value, json};

use super::request::Asked;
use super::routes::Route;
use super::tokens::Kind;
use crate::sandbox::face::Reply;

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

/// The documents that a reply points to; a server of one's own has those of its version.
fn documents(asked: &Asked) -> &'static str {
    if asked.enterprise {
        "https://docs.github.com/enterprise-server@latest/rest"
    } else {
        "https://docs.github.com/rest"
    }
}

/// A refusal whose `documentation_url` is given.
pub(super) fn refusal_at(status: u16, message: &str, url: &str) -> Reply {
    body(
        status,
        &json!({ "message": message, "documentation_url": url, "status": status.to_string() }),
    )
}

/// A refusal that points to the endpoint's page, or to the first one where there is no endpoint.
pub(super) fn refusal(asked: &Asked, route: Option<&Route>, status: u16, message: &str) -> Reply {
    let page = route.map_or("", Route::page);
    refusal_at(status, message, &format!("{}{page}", documents(asked)))
}

/// What is not there, or not for the caller to know of.
///
/// Source: GitHub docs, "Troubleshooting the REST API", "404 Not Found for an existing resource".
pub(super) fn not_found(asked: &Asked, route: Option<&Route>) -> Reply {
    refusal(asked, route, 404, "Not Found")
}

/// What is said of a token that does not work, whatever the reason.
pub(super) const BAD_CREDENTIALS: &str = "Bad credentials";

/// The answer to a token that does not work.
pub(super) fn bad_credentials(asked: &Asked) -> Reply {
    refusal(asked, None, 401, BAD_CREDENTIALS)
}

/// The answer where a token is needed and none was sent.
pub(super) fn requires_authentication(asked: &Asked, route: &Route) -> Reply {
    refusal(asked, Some(route), 401, "Requires authentication")
}

/// The answer where only an app itself may ask.
pub(super) fn no_json_web_token(asked: &Asked) -> Reply {
    let text = "A JSON web token could not be decoded";
    refusal(asked, None, 401, text)
}

/// The answer after too many tokens that do not work, to working ones as well.
///
/// Source: GitHub docs, "Authenticating to the REST API", "Failed login limit".
pub(super) fn too_many_logins(asked: &Asked) -> Reply {
    let text = "Maximum number of login attempts exceeded. Please try again later.";
    refusal(asked, None, 403, text)
}

/// What is said of a permission that a token of this kind lacks.
pub(super) fn inaccessible_text(kind: Kind) -> &'static str {
    match kind {
        Kind::FineGrained | Kind::Classic | Kind::Oauth => {
            "Resource not accessible by personal access token"
        }
        _ => "Resource not accessible by integration",
    }
}

/// The answer to a client that does not say who it is: plain text, from before the API.
///
/// Source: GitHub docs, "Troubleshooting the REST API", "User agent required".
pub(super) fn no_agent() -> Reply {
    let text = "\r\nRequest forbidden by administrative rules. Please make sure your request has a User-Agent header \
                (https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent). \
                Check https://developer.github.com for other possible causes.\r\n";
    Reply {
        status: 403,
        headers: vec![header("Content-Type", "text/html")],
        body: text.as_bytes().to_vec(),
    }
}

/// The answer to a version of the API that is not known; the documents give the status only.
pub(super) fn unsupported_version(asked: &Asked, version: &str) -> Reply {
    let text = format!("'{version}' is not a supported API version");
    let url = format!("{}/about-the-rest-api/api-versions", documents(asked));
    refusal_at(400, &text, &url)
}

/// The answer to a body that is not as it must be.
pub(super) fn invalid(asked: &Asked, route: &Route, errors: &[&str]) -> Reply {
    let url = format!("{}{}", documents(asked), route.page());
    body(
        422,
        &json!({ "message": "Validation Failed", "errors": errors, "documentation_url": url, "status": "422" }),
    )
}
