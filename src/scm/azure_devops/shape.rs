//! The shapes of Azure DevOps' answers: a bare 401, a sign-in page, an answer to somebody who is known.

use serde_json::Value as Json;

use crate::ask::json::text;
use crate::ask::{Answer, Heard, message};

/// The id that stands for nobody: an organization with public projects answers an unknown token in its name.
const ANONYMOUS: &str = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// As much of the service's own words as evidence quotes.
const MOST_QUOTED: usize = 200;

/// Whether this is a GUID.
pub(super) fn guid(id: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    id.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && id.split('-').all(digits)
}

/// Whether an id stands for nobody.
pub(super) fn nobody(id: &str) -> bool {
    id.eq_ignore_ascii_case(ANONYMOUS) || id == NOBODY
}

/// The id of the user an answer was given to, which every authenticated answer carries, refusals included.
pub(super) fn signed(answer: &Answer) -> Option<String> {
    let id = answer.header("x-vss-userdata")?.split(':').next()?.trim();
    (guid(id) && !nobody(id)).then(|| id.to_ascii_lowercase())
}

/// A 401 that says nothing at all: the scope is missing, if the identity was proven elsewhere. The check of the scope
/// comes before anything that would name the user.
pub(super) fn bare(heard: &Heard) -> bool {
    let answer = &heard.answer;
    answer.status == 401
        && answer.body.trim().is_empty()
        && answer.header("x-vss-userdata").is_none()
        && !federated(answer)
}

/// Whether an answer sends its reader to the sign-in, which a missing scope never does.
fn federated(answer: &Answer) -> bool {
    let challenge = challenge(answer);
    challenge.contains("bearer")
        || challenge.contains("tfs-federated")
        || answer
            .headers
            .keys()
            .any(|name| name.starts_with("x-tfs-fedauth"))
}

/// Headers with a GUID by which the service's own answers are known, refusals included.
const MARKS: [&str; 5] = [
    "activityid",
    "x-tfs-processid",
    "x-tfs-session",
    "x-vss-e2eid",
    "x-vss-resourcetenant",
];

/// Whether a 401 without readable JSON comes from the service itself and not from something before it. JSON that was
/// cut off does not count.
pub(super) fn challenged(answer: &Answer) -> bool {
    let marked = federated(answer)
        || MARKS
            .iter()
            .any(|name| answer.header(name).is_some_and(guid));
    if answer.body.trim().is_empty() {
        return marked || challenge(answer).contains("basic");
    }
    let kind = answer.header("content-type").unwrap_or_default();
    marked && kind.starts_with("text/")
}

fn challenge(answer: &Answer) -> String {
    let challenge = answer.header("www-authenticate").unwrap_or_default();
    challenge.to_ascii_lowercase()
}

/// The sign-in page in place of an answer: a redirect to it, or a 203 with it.
pub(super) fn sign_in(answer: &Answer) -> bool {
    let has = |name, part: &str| {
        let value = answer.header(name).unwrap_or_default();
        value.to_ascii_lowercase().contains(part)
    };
    match answer.status {
        203 => has("content-type", "text/html"),
        300..=399 => has("location", "/_signin"),
        _ => false,
    }
}

/// The kind of a refusal, such as `GitRepositoryNotFoundException`; empty where it has none.
pub(super) fn kind(json: &Json) -> String {
    text(json, "typeKey").unwrap_or_default()
}

/// A refusal that says that there is no such project.
pub(super) fn no_such_project(heard: &Heard) -> bool {
    let code = message(&heard.json).unwrap_or_default();
    heard.status == 404
        && heard.json.is_object()
        && (kind(&heard.json).starts_with("ProjectDoesNotExist") || code.starts_with("TF200016"))
}

/// The service's own words, shortened, without the addresses of people that they may repeat.
pub(super) fn quoted(json: &Json) -> String {
    let words = message(json).unwrap_or_default();
    let kept = words
        .split_whitespace()
        .map(|word| match word.contains('@') {
            true => "…",
            false => word,
        });
    let whole = kept.collect::<Vec<_>>().join(" ");
    let quiet = whole.chars().filter(|letter| !letter.is_control());
    quiet.take(MOST_QUOTED).collect()
}

/// The short name of a refusal: its number where it has one (`TF401019`), else its kind.
pub(super) fn named(json: &Json) -> String {
    let words = message(json).unwrap_or_default();
    let code = words.split(':').next().unwrap_or_default();
    let digits = code.strip_prefix("TF").or(code.strip_prefix("VS"));
    match digits {
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            code.to_owned()
        }
        _ => kind(json).chars().take(60).collect(),
    }
}
