//! What a request carries: its credential, its parameters and its body.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use serde_json::Value;

use super::base64;
use super::reply::{self, exception, web};
use crate::sandbox::face::{Received, Reply};

/// A credential and how it was sent.
pub(super) enum Credential {
    /// The password of `Basic`; the user may be anything.
    Basic(String),
    /// `Bearer`.
    Bearer(String),
}

/// The credential of a request; `None` where there is none that can be read.
///
/// Source: vsts-rest-api-specs, security definition `accessToken`: any user name, the token as the password.
pub(super) fn credential(request: &Received) -> Option<Credential> {
    let value = text(request, AUTHORIZATION.as_str())?;
    let (scheme, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(Credential::Bearer(rest.to_owned()));
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(base64::decode(rest)?).ok()?;
    let (_, password) = pair.split_once(':')?;
    Some(Credential::Basic(password.to_owned()))
}

/// Whether the caller asked not to be sent to the sign-in page.
pub(super) fn suppresses_sign_in(request: &Received) -> bool {
    text(request, "x-tfs-fedauthredirect")
        .is_some_and(|value| value.eq_ignore_ascii_case("suppress"))
}

/// The version asked for, in the query or in `Accept`.
///
/// Source: azure-devops-docs, `integrate/concepts/rest-api-versioning.md`.
pub(super) fn version(request: &Received) -> Option<&str> {
    query(request, "api-version").or_else(|| {
        let accept = text(request, ACCEPT.as_str())?;
        let mut parts = accept.split([';', ',']).map(str::trim);
        parts.find_map(|part| part.strip_prefix("api-version="))
    })
}

/// The value of a parameter of the query; names are of any case, and of several values the first counts.
pub(super) fn query<'a>(request: &'a Received, key: &str) -> Option<&'a str> {
    request
        .query
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(key))
        .map(|(_, value)| value.as_str())
}

/// The body, which must be said to be JSON and be it.
///
/// Source: microsoft/azure-devops-python-api#448 and azure-devops-rust-api#461 for the text.
pub(super) fn body(request: &Received) -> Result<Value, Reply> {
    let kind = text(request, CONTENT_TYPE.as_str()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let known = ["application/json", "application/json-patch+json"];
    if !known.iter().any(|known| kind.eq_ignore_ascii_case(known)) {
        return Err(exception(
            400,
            &format!(
                "The request indicated a Content-Type of \"{kind}\" for method type \"{}\" which is not supported. Valid content types for this method are: application/json, application/json-patch+json.",
                request.method
            ),
            web!("VssRequestContentTypeNotSupportedException"),
        ));
    }
    let bytes = &request.body[..];
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|_| invalid_json())
}

/// The refusal of a body that is no JSON, or not the JSON that belongs here.
pub(super) fn invalid_json() -> Reply {
    reply::bad_argument(
        "The body of the request contains invalid Json.\r\nParameter name: contentStream",
    )
}

/// A header, if it is text.
fn text<'a>(request: &'a Received, name: &str) -> Option<&'a str> {
    request.headers.get(name)?.to_str().ok().map(str::trim)
}
