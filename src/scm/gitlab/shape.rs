//! The shapes in which GitLab itself answers, told from what others put in its place.

use serde_json::Value as Json;

use crate::ask::Heard;
use crate::audit::{Cause, Gap, format_day, parse_day};

/// The highest level there is: that of an administrator.
/// Source: GitLab docs, api/access_requests, "Valid access levels".
const HIGHEST: u64 = 60;

/// A refusal in GitLab's words: a JSON object with a text as `message` or `error`.
/// Source: gitlabhq, lib/api/helpers.rb and lib/api/api_guard.rb.
pub(super) fn refusal(heard: &Heard) -> bool {
    let kind = heard.answer.header("content-type").unwrap_or_default();
    let said = |key| heard.json.get(key).is_some_and(Json::is_string);
    heard.status >= 400 && !kind.contains("html") && (said("message") || said("error"))
}

/// The gap that an answer leaves: `cause` for a refusal in GitLab's words, else it can't be read.
pub(super) fn open(heard: &Heard, cause: Cause) -> Gap {
    match refusal(heard) {
        true => heard.gap(cause),
        false => heard.gap(Cause::Unreadable),
    }
}

/// The gap left by a success without what is documented.
pub(super) fn unfit(heard: &Heard, said: &str) -> Gap {
    Gap::by(Cause::Unreadable, heard.saying(said))
}

/// A whole number above zero, as ids are.
pub(super) fn id(json: &Json, key: &str) -> Option<u64> {
    json.get(key)?.as_u64().filter(|id| *id > 0)
}

/// A field that may be left out or null; `Err` where it is of another type.
pub(super) fn maybe<'a, T>(
    json: &'a Json,
    key: &str,
    read: impl Fn(&'a Json) -> Option<T>,
) -> Result<Option<T>, ()> {
    match json.get(key) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => read(value).map(Some).ok_or(()),
    }
}

/// A day written as `YYYY-MM-DD` and nothing more.
pub(super) fn day(json: &Json) -> Option<i64> {
    let text = json.as_str()?;
    parse_day(text).filter(|day| format_day(*day) == text)
}

/// An access level that is in GitLab's range; what lies above is none that is known.
pub(super) fn rank(json: &Json) -> Option<u16> {
    let rank = json.as_u64().filter(|rank| *rank <= HIGHEST)?;
    u16::try_from(rank).ok()
}

/// Whether this can be the path of a group or project.
/// Source: GitLab docs, user/reserved_names, "Limitations on usernames, project and group names".
pub(super) fn is_path(path: &str) -> bool {
    path.split('/').all(|part| {
        let first = part.chars().next();
        first.is_some_and(|first| first.is_ascii_alphanumeric() || first == '_')
            && part.len() <= 255
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
            && !part.ends_with(".git")
            && !part.ends_with(".atom")
    })
}
