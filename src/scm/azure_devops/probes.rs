//! Which scopes are there, by how Azure DevOps reacts: no API shows a token's own scopes.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::asks::{ENTITLEMENTS, GROUPS, REPOSITORIES, THREADS};
use super::identity::quoting;
use super::shape::{bare, kind, named, signed};
use crate::ask::{Answers, Ask, Heard, message};
use crate::audit::{Cause, Certainty, Gap, Known, Seen, Trace, Value};

/// Yes or no, and the answer whose reaction shows it.
pub(super) type Shown = (bool, Trace);

pub(super) fn flag((yes, trace): Shown) -> Seen {
    Seen::observed(Value::Flag(yes), trace).but(Certainty::Inferred)
}

/// How many items a list has; lists are wrapped in `value`.
pub(super) fn list(heard: &Heard) -> Result<usize, Gap> {
    match heard.json.get("value").and_then(Json::as_array) {
        Some(list) => Ok(list.len()),
        None => Err(heard.gap(Cause::Unreadable)),
    }
}

/// An answer speaks of the token if it names its user, or the identity was proven beside it: public projects answer
/// everybody.
pub(super) fn trusted(heard: &Heard, proven: &Result<(), Gap>) -> Result<(), Gap> {
    match signed(&heard.answer) {
        Some(_) => Ok(()),
        None => proven.clone(),
    }
}

pub(super) fn reads(answers: &Answers, proven: &Result<(), Gap>) -> Result<Shown, Gap> {
    let heard = answers.hear(&REPOSITORIES)?;
    proven.clone()?;
    match list(&heard) {
        Ok(0) if heard.ok() => Err(Gap::by(
            Cause::NotVisible,
            heard.saying("no repository is visible to the token"),
        )),
        Ok(count) if heard.ok() => Ok((true, heard.saying(format!("repositories: {count}")))),
        _ if bare(&heard) => Ok((false, heard.saying("bare 401: the scope is missing"))),
        Err(gap) if heard.ok() => Err(gap),
        _ => Err(quoting(&heard, Cause::Refused)),
    }
}

/// Whether a probe got past the check of the token's scopes, which comes before the request itself is looked at.
pub(super) fn reaction(
    answers: &Answers,
    ask: &'static Ask,
    proven: &Result<(), Gap>,
) -> Result<Shown, Gap> {
    let heard = answers.hear(ask)?;
    proven.clone()?;
    if bare(&heard) {
        let said = "bare 401 beside a proven identity: the scope is missing (inferred)";
        return Ok((false, heard.saying(said)));
    }
    let says = !kind(&heard.json).is_empty() || message(&heard.json).is_some();
    // Who is refused as a stranger (TF400813, which may be a 403) got no further than that.
    let stranger = kind(&heard.json) == "UnauthorizedRequestException";
    let known = says && !stranger && signed(&heard.answer).is_some();
    // Its own mark on something that is no refusal: cut, or not as documented.
    let odd = !says && heard.answer.body.trim().starts_with(['{', '[']);
    let odd = odd && signed(&heard.answer).is_some();
    match heard.status {
        400 | 403 | 404 if known => {
            let said = match named(&heard.json) {
                name if name.is_empty() => String::new(),
                name => format!("{name}: "),
            };
            let said = format!(
                "{said}refused for the made-up repository only, so the scope is there (inferred)"
            );
            Ok((true, heard.saying(said)))
        }
        _ if heard.ok() || odd => Err(heard.gap(Cause::Unreadable)),
        _ => Err(quoting(&heard, Cause::Refused)),
    }
}

fn scopes(names: &[&str], by: Vec<Trace>) -> Seen {
    let set: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    Seen {
        value: Value::Set(set),
        sure: Certainty::Inferred,
        by,
    }
}

/// Which scopes for code are there, as far as the reactions show.
pub(super) fn code(write: &Result<Shown, Gap>, read: &Result<Shown, Gap>) -> Known {
    match (write, read) {
        (Ok((true, trace)), _) => Ok(scopes(&["vso.code_write"], vec![trace.clone()])),
        (Ok((false, trace)), Ok((true, other))) => {
            Ok(scopes(&["vso.code"], vec![trace.clone(), other.clone()]))
        }
        (Ok((false, trace)), _) => Ok(scopes(&[], vec![trace.clone()])),
        (Err(gap), _) => Err(gap.clone()),
    }
}

/// Which scope lets the token comment. Where writing code is allowed, the separate scope makes no difference to see.
pub(super) fn threads(
    answers: &Answers,
    write: &Result<Shown, Gap>,
    proven: &Result<(), Gap>,
) -> Known {
    match write {
        Ok((true, trace)) => {
            let said = "covered by Code: Read & write (inferred); whether Pull Request Threads: Read & write is granted too can't be seen";
            Ok(scopes(
                &["vso.code_write"],
                vec![trace.clone().saying(said)],
            ))
        }
        Ok((false, refused)) => {
            let (there, trace) = reaction(answers, &THREADS, proven)?;
            let names: &[&str] = if there { &["vso.threads_full"] } else { &[] };
            Ok(scopes(names, vec![refused.clone(), trace]))
        }
        Err(gap) => Err(gap.clone()),
    }
}

/// Scopes that are there without need, as far as two requests that need them show.
pub(super) fn beyond(answers: &Answers, proven: &Result<(), Gap>) -> Known {
    let asked = |ask, key| {
        let heard = answers.hear(ask)?;
        trusted(&heard, proven)?;
        match heard.status {
            _ if heard.ok() && heard.json.get(key).is_some_and(Json::is_array) => Ok((
                true,
                heard.saying("answered, so the scope is there (inferred)"),
            )),
            _ if heard.ok() => Err(heard.gap(Cause::Unreadable)),
            401 if bare(&heard) => {
                let said = "bare 401 beside a proven identity: the scope is missing (inferred); wider Code scopes can't be seen";
                Ok((false, heard.saying(said)))
            }
            _ => Err(quoting(&heard, Cause::Refused)),
        }
    };
    let both = [
        ("vso.graph", asked(&GROUPS, "value")),
        (
            "vso.memberentitlementmanagement",
            asked(&ENTITLEMENTS, "members").or_else(|gap| match gap.cause {
                // Older versions of the request call the list so.
                Cause::Unreadable => asked(&ENTITLEMENTS, "items"),
                _ => Err(gap),
            }),
        ),
    ];
    let mut names = Vec::new();
    let mut by = Vec::new();
    let mut open = None;
    for (name, shown) in both {
        match shown {
            Ok((there, trace)) => {
                by.push(trace);
                names.extend(there.then_some(name));
            }
            Err(gap) => {
                by.extend(gap.by);
                open = open.or(Some(gap.cause));
            }
        }
    }
    match open {
        Some(cause) if names.is_empty() => Err(Gap { cause, by }),
        _ => Ok(scopes(&names, by)),
    }
}
