//! What the heart promises, by what it is about.
#![allow(clippy::unwrap_used)]

mod behind;
mod drift;
mod findings;
mod lattice;
mod levels;
mod needs;
mod outcome;
mod pardon;
mod parts;
mod remedies;
mod tally;
mod unknown;
mod wholes;
mod words;

use std::collections::BTreeSet;

use super::{
    About, Cause, Certainty, Context, Evidence, Finding, Gap, Known, Lattice, Level, Need, On,
    Phase, Remedy, Requirement, Seen, Side, Trace, Value, Verdict, When, findings,
};

/// Needs and requirements are static data; here they are made up on the way.
fn leak<T>(items: impl Into<Vec<T>>) -> &'static [T] {
    Box::leak(items.into().into_boxed_slice())
}

fn set(scopes: &[&str]) -> BTreeSet<String> {
    scopes.iter().map(|scope| (*scope).to_owned()).collect()
}

fn context(phase: Phase) -> Context {
    Context {
        phase,
        connected: false,
        writes: false,
        today: 1_000,
        warn_days: 30,
        asked: BTreeSet::new(),
        left_out: BTreeSet::new(),
    }
}

/// An answer that can be told from others by its name.
fn trace(name: &str) -> Trace {
    Trace {
        side: Side::Scm,
        request: format!("GET /{name}"),
        status: Some(200),
        detail: String::new(),
    }
}

fn seen(value: Value) -> Known {
    Ok(Seen::observed(value, trace("seen")))
}

fn flag(yes: bool) -> Known {
    seen(Value::Flag(yes))
}

fn scopes(names: &[&str]) -> Known {
    seen(Value::Set(set(names)))
}

fn gap(cause: Cause) -> Known {
    Err(Gap::by(cause, trace("gap")))
}

/// The same as known, by an answer of this name.
fn by(name: &str, known: Known) -> Known {
    match known {
        Ok(seen) => Ok(Seen {
            by: vec![trace(name)],
            ..seen
        }),
        Err(gap) => Err(Gap::by(gap.cause, trace(name))),
    }
}

/// The same as known, less surely.
fn but(sure: Certainty, known: Known) -> Known {
    known.map(|seen| seen.but(sure))
}

fn evidence<const N: usize>(facts: [(&'static str, Known); N]) -> Evidence {
    let mut evidence = Evidence::default();
    for (fact, known) in facts {
        evidence.put(fact, known);
    }
    evidence
}

fn ordinary_causes() -> Vec<Cause> {
    vec![
        Cause::NotVisible,
        Cause::Refused,
        Cause::NotAsked,
        Cause::BlockedBy("x/root"),
        Cause::SsoRequired(None),
        Cause::SsoRequired(Some("https://sso.example".to_owned())),
        Cause::PolicyBlocksToken,
        Cause::IpAllowList,
        Cause::RateLimited(None),
        Cause::RateLimited(Some("12:00".to_owned())),
        Cause::Budget,
        Cause::Deadline,
        Cause::Network,
        Cause::Tls,
        Cause::ServerError,
        Cause::Unreadable,
        Cause::NotFoundOrHidden,
    ]
}

fn credential_causes() -> [Cause; 5] {
    [
        Cause::TokenInvalid,
        Cause::TokenExpired,
        Cause::TokenRevoked,
        Cause::WrongTokenKind,
        Cause::NotThisOrganization,
    ]
}

/// `wide` includes `narrow`, which includes `tiny`; `twin` and `mirror` include each other.
static LATTICE: Lattice = Lattice {
    includes: &[
        ("wide", &["narrow"]),
        ("narrow", &["tiny"]),
        ("twin", &["mirror"]),
        ("mirror", &["twin"]),
    ],
    labels: &[("narrow", "Narrow box"), ("wide", "Wide box")],
    notes: &[("sudo", "dangerous: acts as anyone")],
};

/// A required row about a connection that holds when the fact `flag` does.
const ROW: Requirement = Requirement {
    id: "x/row",
    title: "A row",
    about: About::Connection,
    when: When::Always(Level::Required),
    need: Need::Holds("flag"),
    behind: &[],
    remedies: &[],
    docs: "https://docs.example/row",
    pardonable: true,
};

/// What a flag that leads to this verdict is known as.
fn leading_to(verdict: Verdict) -> Known {
    match verdict {
        Verdict::Met => flag(true),
        Verdict::NotMet => flag(false),
        Verdict::CannotTell => gap(Cause::Network),
    }
}

const fn remedy(on: On, text: &'static str) -> Remedy {
    Remedy {
        on,
        text,
        url: "",
        who: "you",
    }
}

fn no_words(_: &str) -> Option<String> {
    None
}

/// The findings about a connection, with nothing before them.
fn found(rows: impl Into<Vec<Requirement>>, evidence: &Evidence) -> Vec<Finding> {
    findings(
        leak(rows),
        About::Connection,
        evidence,
        &context(Phase::Steady),
        &[],
        &no_words,
        &|_| {},
    )
}

/// The finding of `ROW` for what is known of its fact.
fn finding(known: Known) -> Finding {
    found([ROW], &evidence([("flag", known)])).remove(0)
}
