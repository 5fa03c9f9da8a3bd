//! What a request carries: its token and its parameters.

use jiff::civil::Date;
use serde_json::Value;

use crate::sandbox::face::Received;

/// A token and how it was sent.
pub(super) enum Sent {
    /// In `PRIVATE-TOKEN`.
    Private(String),
    /// In `Authorization: Bearer` or `JOB-TOKEN`.
    Other(String),
}

/// The value of a parameter of the query; of several, the last counts.
pub(super) fn query<'a>(request: &'a Received, key: &str) -> Option<&'a str> {
    request
        .query
        .iter()
        .rev()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value.as_str())
}

/// The token of a request; the header of GitLab's own goes first.
///
/// Source: `gitlabhq doc/api/rest/authentication.md`.
pub(super) fn sent(request: &Received) -> Option<Sent> {
    let header = |name: &str| {
        request
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
            .filter(|value| !value.is_empty())
    };
    if let Some(value) = header("private-token") {
        return Some(Sent::Private(value.to_owned()));
    }
    let bearer = header("authorization").and_then(|value| value.split_once(' '));
    let bearer = bearer
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, value)| value.trim());
    bearer
        .or_else(|| header("job-token"))
        .map(|value| Sent::Other(value.to_owned()))
}

/// The `expires_at` of a rotation, from a JSON or form body or the query; `Err` if it is no day.
pub(super) fn expiry(request: &Received) -> Result<Option<Date>, ()> {
    let content_type = request
        .headers
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let from_query = || query(request, "expires_at").map(str::to_owned);
    let text = if request.body.is_empty() {
        from_query()
    } else if content_type.starts_with("application/json") {
        let body: Value = serde_json::from_slice(&request.body).map_err(|_| ())?;
        match body.get("expires_at") {
            Some(Value::String(text)) => Some(text.clone()),
            None | Some(Value::Null) => from_query(),
            Some(_) => return Err(()),
        }
    } else if content_type.starts_with("application/x-www-form-urlencoded") {
        let found = url::form_urlencoded::parse(&request.body)
            .filter(|(name, _)| name == "expires_at")
            .last();
        found
            .map(|(_, value)| value.into_owned())
            .or_else(from_query)
    } else {
        // A body of another type is not read.
        from_query()
    };
    // An empty parameter counts as none.
    text.filter(|text| !text.is_empty())
        .map(|text| text.parse().map_err(|_| ()))
        .transpose()
}
