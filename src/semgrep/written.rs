//! What the answer to a write means.

use crate::ask::{Answer, message};

/// Whether a write was done; else why not, with the platform's own words as they came.
pub fn written(answer: &Answer) -> Result<(), String> {
    if (200..300).contains(&answer.status) {
        return match is_own(answer) {
            true => Ok(()),
            false => Err(format!(
                "the platform answered {}, but not as it does, so it may or may not be done",
                answer.status
            )),
        };
    }
    let words = answer.json().and_then(|json| message(&json));
    // A proxy's page speaks for the proxy.
    let said = words.is_some();
    let words = words.map(|words| format!(": {words}")).unwrap_or_default();
    Err(match answer.status {
        401 if said => format!("the platform no longer accepts the token{words}"),
        403 if said => format!("the platform refuses: the token's owner may not do this{words}"),
        409 => format!("the platform says that it exists already{words}"),
        status => format!("the platform answered {status}{words}"),
    })
}

/// Whether a success is the platform's own, which is an object or nothing at all: a page or a list is somebody else's.
fn is_own(answer: &Answer) -> bool {
    answer.body.trim().is_empty() || answer.json().is_some_and(|json| json.is_object())
}
