//! What to ask GitHub next, and what its answers mean together.

use super::asks::{INSTALLATIONS, MEMBERSHIP, USER};
use super::kind::Kind;
use super::listing::Listing;
use super::{apps, refusal, token};
use crate::ask::json::text;
use crate::ask::{Answers, Ask, Call, Heard, Target};
use crate::audit::{Cause, Certainty, Evidence, Fact, Gap, Known, Seen, Value, fact};

pub(super) fn next(target: &Target, so_far: &Answers) -> Vec<Call> {
    if target
        .token
        .as_ref()
        .is_none_or(|token| Kind::of(token).is_wrong())
    {
        return Vec::new();
    }
    if so_far.is_empty() {
        return vec![USER.call()];
    }
    // Both that are asked next are asked together.
    if so_far.has(&MEMBERSHIP) || is_own_account(target, so_far) || !worth_asking(so_far) {
        return Vec::new();
    }
    [&MEMBERSHIP, &INSTALLATIONS]
        .map(|ask| ask.call().with("org", &target.namespace))
        .into()
}

/// Whether the namespace is the account of the token's user.
fn is_own_account(target: &Target, answers: &Answers) -> bool {
    token::login(answers).is_some_and(|login| login.eq_ignore_ascii_case(&target.namespace))
}

/// A token that is not accepted, a limit and a broken connection say the same again; failed logins even close the door.
fn worth_asking(answers: &Answers) -> bool {
    match answers.hear(&USER) {
        Ok(heard) => heard.status != 401 && !refusal::is_rate_limit(&heard),
        Err(gap) => matches!(gap.cause, Cause::ServerError | Cause::Unreadable),
    }
}

pub(super) fn read(target: &Target, answers: &Answers) -> Evidence {
    let mut evidence = Evidence::default();
    token::read(target, answers, &mut evidence);
    let login = token::login(answers);
    if let Some(login) = &login {
        word(&mut evidence, "github.login", login.clone());
    }
    for heard in [&USER, &MEMBERSHIP, &INSTALLATIONS]
        .into_iter()
        .filter_map(|ask| answers.hear(ask).ok())
        .filter(|heard| !heard.ok())
    {
        refusal::words(target, &heard, &mut evidence);
    }
    if let Ok(heard) = answers.hear(&MEMBERSHIP)
        && let Some(role) = text(&heard.json, "role")
    {
        let pending = text(&heard.json, "state").is_some_and(|state| state == "pending");
        let wait = if pending {
            ", invited but not accepted"
        } else {
            ""
        };
        word(&mut evidence, "github.role", format!("{role}{wait}"));
    }
    let personal = personal(target, answers);
    let own_account = holds(&personal);
    evidence.put("github.personal", personal);
    evidence.put("github.owner", owner(target, answers));
    let listing = match own_account {
        // Source: GitHub docs, "List app installations accessible to the user access token": for tokens of apps only.
        true => Err(Gap::of(Cause::NotVisible)),
        false => Listing::of(answers),
    };
    let listing = listing.map_err(|gap| match (own_account, answers.hear(&USER)) {
        (true, Ok(heard)) => Gap::by(
            Cause::NotVisible,
            heard.saying("a personal account: no API lists its apps for a token of its user"),
        ),
        _ => gap,
    });
    apps::read(target, own_account, listing, &mut evidence);
    tame(&mut evidence);
    evidence
}

/// Keeps a word for remedies.
pub(super) fn word(evidence: &mut Evidence, name: Fact, text: String) {
    let seen = Seen {
        value: Value::Text(text),
        sure: Certainty::Observed,
        by: Vec::new(),
    };
    evidence.put(name, Ok(seen));
}

fn holds(known: &Known) -> bool {
    matches!(known, Ok(seen) if seen.value == Value::Flag(true))
}

/// What an answer of the second round is a gap for, when it was not asked for.
pub(super) fn heard(answers: &Answers, ask: &'static Ask) -> Result<Heard, Gap> {
    match answers.hear(ask) {
        Err(gap) if gap.cause == Cause::NotAsked => Err(token::unanswered(answers)),
        Err(gap) => Err(gap),
        Ok(heard) if heard.ok() => Ok(heard),
        Ok(heard) => Err(refusal::gap(&heard)),
    }
}

/// Whether the namespace is a personal account.
fn personal(target: &Target, answers: &Answers) -> Known {
    let user = answers.hear(&USER);
    if is_own_account(target, answers) {
        let trace = user?.saying(format!("{} is the login itself", target.namespace));
        return Ok(Seen::observed(Value::Flag(true), trace));
    }
    match token::of_organization(answers) {
        Some(heard) => Ok(Seen::observed(
            Value::Flag(false),
            heard.saying("an organization"),
        )),
        // Accounts of others and organizations that hide look the same.
        None => Err(heard(answers, &MEMBERSHIP)
            .err()
            .unwrap_or_else(|| Gap::of(Cause::Unreadable))),
    }
}

/// Whether the token's user owns the organization or is the account.
/// Source: GitHub docs, "Get an organization membership for the authenticated user".
fn owner(target: &Target, answers: &Answers) -> Known {
    if is_own_account(target, answers) {
        let trace = answers.hear(&USER)?.saying(format!(
            "login: {}, the account itself",
            token::login(answers).unwrap_or_default()
        ));
        return Ok(Seen::observed(Value::Flag(true), trace));
    }
    let heard = heard(answers, &MEMBERSHIP)?;
    let (role, state) = match (text(&heard.json, "role"), text(&heard.json, "state")) {
        (Some(role), Some(state)) => (role, state),
        _ => return Err(refusal::gap(&heard)),
    };
    let trace = heard.saying(format!("role: {role}, state: {state}"));
    match (role.as_str(), state.as_str()) {
        ("admin", "active") => Ok(Seen::observed(Value::Flag(true), trace)),
        ("admin" | "member" | "billing_manager", "active" | "pending") => {
            Ok(Seen::observed(Value::Flag(false), trace))
        }
        // A role or state that the documents do not name decides nothing.
        _ => Err(Gap::by(Cause::NotVisible, trace)),
    }
}

/// A dead credential is told by its own row; all else about the connection stands behind that.
fn tame(evidence: &mut Evidence) {
    let root = match (evidence.get("github.kind-fits"), evidence.get(fact::ALIVE)) {
        (Err(gap), _) if gap.cause.is_credential() => "github/token-kind",
        (_, Err(gap)) if gap.cause.is_credential() => "github/token",
        _ => return,
    };
    for name in BEHIND {
        if let Err(gap) = evidence.get(name) {
            let cause = Cause::BlockedBy(root);
            evidence.put(name, Err(Gap { cause, ..gap }));
        }
    }
    if root == "github/token-kind" {
        evidence.put(fact::ALIVE, Err(Gap::of(Cause::BlockedBy(root))));
    }
}

/// Every fact that an accepted token is needed for.
static BEHIND: [Fact; 13] = [
    fact::SCOPES,
    fact::EXPIRES,
    fact::SCM_READS_CODE,
    fact::SCM_COMMENTS,
    "github.spare-scopes",
    "github.personal",
    "github.owner",
    apps::PRIVATE_APP,
    apps::PRIVATE_ACTIVE,
    apps::PRIVATE_CONTENTS,
    apps::PUBLIC_APP,
    apps::PERMISSIONS,
    apps::ALL_REPOSITORIES,
];
