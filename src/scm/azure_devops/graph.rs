//! Whether the token's user is a Project Collection Administrator, by Graph: through nested groups, in any language.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value as Json;

use super::asks::{ABOVE, BELOW, GROUPS};
use super::identity::{Who, quoting};
use super::shape::bare;
use crate::ask::json::{items, text};
use crate::ask::{Answers, Heard};
use crate::audit::{Cause, Gap, Known, Seen, Trace, Value};

/// The end of the security id of the administrators of a scope, whatever the group is called there.
const ADMINISTRATORS: &str = "-0-0-0-0-1";
/// The same of the service accounts of a scope, which hold no people.
const SERVICE_ACCOUNTS: &str = "-0-0-0-0-2";
/// The scope of a whole organization; a project's begins `vstfs:///Classification/TeamProject/`.
const ORGANIZATION: &str = "vstfs:///Framework/IdentityDomain/";

/// Kinds of descriptor that have no members.
const LEAVES: &[&str] = &[
    "aad", "msa", "svc", "bnd", "aadsp", "acs", "imp", "s2s", "win",
];

/// Requests that may follow one nested group further, within the budget for this row.
const FURTHER: usize = 1;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Whether a page of groups holds the organization's administrators.
pub(super) fn administrators_listed(page: &Json) -> bool {
    items(page, "value").any(administrators)
}

fn administrators(group: &Json) -> bool {
    let descriptor = text(group, "descriptor").unwrap_or_default();
    let domain = text(group, "domain").unwrap_or_default();
    ends(&descriptor, ADMINISTRATORS) && domain.starts_with(ORGANIZATION)
}

/// Whether the security id in a group's descriptor ends so. It is the same in every language.
fn ends(descriptor: &str, end: &str) -> bool {
    let encoded = descriptor.strip_prefix("vssgp.");
    let sid = encoded.and_then(|one| LENIENT.decode(one).ok());
    sid.is_some_and(|sid| sid.ends_with(end.as_bytes()))
}

/// The one group of administrators in a list of groups; of several, the one that bears the organization's name.
fn chosen(list: &Json, organization: &str) -> Option<String> {
    let scope = format!("[{organization}]\\").to_lowercase();
    let all: Vec<&Json> = items(list, "value")
        .filter(|group| administrators(group))
        .collect();
    let own = |group: &&&Json| {
        text(group, "principalName").is_some_and(|name| name.to_lowercase().starts_with(&scope))
    };
    let one = match all.as_slice() {
        [one] => *one,
        several => several.iter().find(own)?,
    };
    text(one, "descriptor")
}

/// How far the walk has come.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Walk {
    /// The user is among the administrators, directly or through groups.
    Inside,
    /// Every group within the administrators was read, and the user is in none.
    Outside,
    /// These groups within the administrators were not read; what else stands in the way.
    Open(BTreeSet<String>, Option<&'static str>),
}

/// The group of administrators, where Graph listed it.
pub(super) fn group(answers: &Answers, organization: &str) -> Result<String, Gap> {
    let heard = answers.hear(&GROUPS)?;
    match heard.status {
        _ if heard.ok() && heard.json.get("value").is_some_and(Json::is_array) => {
            let silent = || {
                Gap::by(
                    Cause::NotVisible,
                    heard.saying("no group of administrators is listed"),
                )
            };
            chosen(&heard.json, organization).ok_or_else(silent)
        }
        _ if heard.ok() => Err(heard.gap(Cause::Unreadable)),
        _ if bare(&heard) => Err(Gap::by(
            Cause::Refused,
            heard.saying("bare 401: without the scope Graph: Read the members can't be seen"),
        )),
        _ => Err(quoting(&heard, Cause::Refused)),
    }
}

/// Who is a member of what, as far as it was read, in one direction.
fn edges(each: Vec<(String, Result<Heard, Gap>)>, key: &str) -> BTreeMap<String, BTreeSet<String>> {
    let read = |(from, heard): (String, Result<Heard, Gap>)| {
        let heard = heard.ok().filter(Heard::ok)?;
        // Cut or foreign lists must not pass as short ones.
        let list = heard.json.get("value")?.as_array()?;
        let all: Option<BTreeSet<String>> = list.iter().map(|one| text(one, key)).collect();
        Some((from, all?))
    };
    each.into_iter().filter_map(read).collect()
}

/// Whether user and administrators meet: up from the user, down from the administrators.
pub(super) fn walk(answers: &Answers, user: &str, administrators: &str) -> Walk {
    let above = edges(answers.hear_each(&ABOVE, "subject"), "containerDescriptor");
    let below = edges(answers.hear_each(&BELOW, "group"), "memberDescriptor");
    let up = reached(user, &above);
    let down = reached(administrators, &below);
    if !up.is_disjoint(&down) {
        return Walk::Inside;
    }
    let leaf = |one: &&String| LEAVES.contains(&one.split('.').next().unwrap_or_default());
    let unread = down
        .iter()
        .filter(|one| !leaf(one) && !below.contains_key(*one));
    let (own, foreign): (BTreeSet<String>, BTreeSet<String>) =
        unread.cloned().partition(|one| one.starts_with("vssgp."));
    match (own.is_empty(), foreign.is_empty()) {
        (true, true) => Walk::Outside,
        (_, false) => Walk::Open(
            own,
            Some("a group of Entra is among them, whose members Graph does not list"),
        ),
        (false, true) => Walk::Open(own, None),
    }
}

fn reached(from: &str, edges: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(one) = open.pop() {
        if seen.insert(one.to_owned()) {
            open.extend(edges.get(one).into_iter().flatten().map(String::as_str));
        }
    }
    seen
}

/// The nested groups to read next: only ones that were not tried, and no more than the budget leaves.
pub(super) fn further(answers: &Answers, user: &str, administrators: &str) -> Vec<String> {
    let tried: BTreeSet<String> = answers
        .hear_each(&BELOW, "group")
        .into_iter()
        .map(|(group, _)| group)
        .collect();
    let left = (1 + FURTHER).saturating_sub(tried.len());
    match walk(answers, user, administrators) {
        Walk::Open(groups, _) => {
            let mut groups: Vec<String> = groups.difference(&tried).cloned().collect();
            // Where not all can be followed, those made by people come first.
            groups.sort_by_key(|group| ends(group, SERVICE_ACCOUNTS));
            groups.truncate(left);
            groups
        }
        Walk::Inside | Walk::Outside => Vec::new(),
    }
}

/// Whether the user is an administrator, by Graph's own words.
pub(super) fn member(answers: &Answers, who: &Who, organization: &str) -> Known {
    let administrators = group(answers, organization)?;
    let Some(user) = &who.descriptor else {
        return Err(Gap::by(
            Cause::NotVisible,
            who.trace.clone().saying("no descriptor of the user"),
        ));
    };
    let listed = answers
        .trace(&GROUPS)
        .saying("lists the administrators of the organization");
    let mut by = vec![listed];
    let mut asked = |ask: &'static crate::ask::Ask, detail: &str| {
        if answers.has(ask) {
            by.push(answers.trace(ask).saying(detail));
        }
    };
    let (yes, said) = match walk(answers, user, &administrators) {
        Walk::Inside => (
            true,
            "member of Project Collection Administrators".to_owned(),
        ),
        Walk::Outside => (
            false,
            "not a member of Project Collection Administrators".to_owned(),
        ),
        Walk::Open(groups, foreign) => {
            let failed = failure(answers);
            let cause = failed
                .as_ref()
                .map_or(Cause::NotVisible, |gap| gap.cause.clone());
            let said = match (foreign, groups.len()) {
                _ if failed.is_some() => "the members could not be read".to_owned(),
                (Some(foreign), _) => foreign.to_owned(),
                (None, left) => format!("groups within the administrators not followed: {left}"),
            };
            asked(&ABOVE, "the groups of the user");
            asked(&BELOW, &said);
            return Err(Gap { cause, by });
        }
    };
    asked(&ABOVE, "the groups of the user");
    asked(&BELOW, &said);
    Ok(Seen {
        by,
        ..Seen::observed(Value::Flag(yes), Trace::local(""))
    })
}

/// The first listing of members that was not answered as documented.
fn failure(answers: &Answers) -> Option<Gap> {
    let all = answers.hear_each(&BELOW, "group");
    all.into_iter().find_map(|(_, heard)| match heard {
        Ok(heard) if heard.ok() => match heard.json.get("value").is_some_and(Json::is_array) {
            true => None,
            false => Some(heard.gap(Cause::Unreadable)),
        },
        Ok(heard) => Some(quoting(&heard, Cause::Refused)),
        Err(gap) => Some(gap),
    })
}
