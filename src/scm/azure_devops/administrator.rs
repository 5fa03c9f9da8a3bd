//! Whether the token's user administers or owns the organization.

use serde_json::Value as Json;

use super::asks::{OWNER, PERMISSION};
use super::identity::{Who, quoting};
use super::probes::{Shown, flag};
use super::shape::{guid, nobody};
use super::{graph, organization};
use crate::ask::json::{number, text};
use crate::ask::{Answers, Target};
use crate::audit::{Cause, Gap, Known, Seen, Value};

/// Whether the user owns the organization.
pub(super) fn owner(answers: &Answers, who: &Who) -> Known {
    let heard = answers.hear(&OWNER)?;
    if !heard.ok() {
        return Err(quoting(&heard, Cause::Refused));
    }
    let owner = text(&heard.json, "owner").filter(|id| guid(id) && !nobody(id));
    let Some(owner) = owner else {
        return Err(heard.gap(Cause::Unreadable));
    };
    let own = owner.eq_ignore_ascii_case(&who.id);
    let said = match own {
        true => "owner of the organization: this user",
        false => "owner of the organization: somebody else",
    };
    Ok(Seen::observed(Value::Flag(own), heard.saying(said)))
}

/// Whether the user administers the organization: Graph says it, else a permission that administrators hold shows it.
/// That permission can be given to others and taken away, so its absence shows nothing.
pub(super) fn administers(target: &Target, answers: &Answers, who: &Who) -> Known {
    let member = graph::member(answers, who, organization(target));
    if matches!(&member, Ok(seen) if seen.value == Value::Flag(true)) {
        return member;
    }
    let (held, trace) = match permission(answers) {
        Ok(shown) => shown,
        Err(gap) => {
            // Whatever Graph refuses, the permission may say yes once the way there is free.
            return member.map_err(|graph| Gap {
                cause: match gap.cause.is_of_the_way() {
                    true => gap.cause,
                    false => graph.cause,
                },
                by: [gap.by, graph.by].concat(),
            });
        }
    };
    if held {
        return Ok(flag((true, trace)));
    }
    match member {
        Ok(mut seen) => {
            seen.by.push(trace);
            Ok(seen)
        }
        Err(gap) => Err(Gap {
            by: [vec![trace], gap.by].concat(),
            cause: gap.cause,
        }),
    }
}

fn permission(answers: &Answers) -> Result<Shown, Gap> {
    let heard = answers.hear(&PERMISSION)?;
    if !heard.ok() {
        return Err(quoting(&heard, Cause::Refused));
    }
    // One permission was asked for, so one answer is due.
    let one = match heard.json.get("value").and_then(Json::as_array) {
        Some(all) if all.len() == 1 && number(&heard.json, "count") == Some(1) => all[0].as_bool(),
        _ => None,
    };
    match one {
        Some(true) => {
            let said = "may edit collection-level information, as administrators may (inferred)";
            Ok((true, heard.saying(said)))
        }
        Some(false) => {
            let said = "may not edit collection-level information, which decides nothing";
            Ok((false, heard.saying(said)))
        }
        None => Err(heard.gap(Cause::Unreadable)),
    }
}
