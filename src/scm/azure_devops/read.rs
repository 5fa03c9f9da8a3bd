//! What Azure DevOps' answers mean together.

use super::administrator::{administers, owner};
use super::asks::{REPOSITORIES, THREADS, WRITE};
use super::identity::{Who, alive, identity, quoting, unproven};
use super::look::Look;
use super::probes::{beyond, code, flag, list, reaction, reads, threads, trusted};
use super::shape::{bare, named, no_such_project};
use crate::ask::{Answers, Target};
use crate::audit::{Cause, Certainty, Evidence, Gap, Known, Seen, Trace, Value, fact};

pub(super) fn read(target: &Target, answers: &Answers) -> Evidence {
    let mut evidence = Evidence::default();
    let who = identity(answers);
    evidence.put("ado.kind-fits", kind_fits(target));
    evidence.put(fact::KIND, kind(target));
    evidence.put(fact::ALIVE, alive(answers, &who));
    evidence.put(
        fact::SCOPES,
        Err(hidden("no API shows a token's own scopes")),
    );
    evidence.put(
        fact::EXPIRES,
        Err(hidden(
            "no API shows a token's own end; tokens for all organizations end on 2026-12-01",
        )),
    );
    if let Ok(Who {
        name: Some(name),
        trace,
        ..
    }) = &who
    {
        evidence.put(
            "ado.user",
            Ok(Seen::observed(Value::Text(name.clone()), trace.clone())),
        );
    }
    let proven = who.as_ref().map(|_| ()).map_err(unproven);
    evidence.put("ado.project", visible(answers, &proven));
    let write = reaction(answers, &WRITE, &proven);
    let read = reads(answers, &proven);
    evidence.put("ado.threads", threads(answers, &write, &proven));
    evidence.put("ado.code", code(&write, &read));
    evidence.put("ado.beyond", beyond(answers, &proven));
    let who = who.map_err(|gap| unproven(&gap));
    let each = |known: &dyn Fn(&Who) -> Known| who.as_ref().map_err(Clone::clone).and_then(known);
    evidence.put("ado.owns", each(&|who| owner(answers, who)));
    evidence.put(
        "ado.administers",
        each(&|who| administers(target, answers, who)),
    );
    evidence.put("ado.looks-like-service", each(&|who| Ok(service(who))));
    evidence.put(fact::SCM_READS_CODE, read.map(flag));
    evidence.put(
        fact::SCM_COMMENTS,
        evidence.get("ado.threads").map(|seen| Seen {
            value: Value::Flag(matches!(&seen.value, Value::Set(set) if !set.is_empty())),
            ..seen
        }),
    );
    evidence
}

fn hidden(why: &str) -> Gap {
    Gap::by(Cause::NotVisible, Trace::local(why))
}

fn kind_fits(target: &Target) -> Known {
    let look = target.token.as_ref().map(|token| Look::of(token.expose()));
    let fits = |said, sure| Ok(Seen::observed(Value::Flag(true), Trace::local(said)).but(sure));
    match look {
        None => Err(Gap::of(Cause::NotAsked)),
        Some(Look::Signed) => fits(
            "has the signature of a personal access token",
            Certainty::Observed,
        ),
        Some(Look::Legacy) => fits(
            "has the form of an older personal access token",
            Certainty::Observed,
        ),
        Some(Look::Entra) => Err(Gap::by(
            Cause::WrongTokenKind,
            Trace::local("this is an Entra token, not a personal access token"),
        )),
        Some(Look::Unknown) => fits(
            "does not look like any token that is documented; taken for a personal access token",
            Certainty::Heuristic,
        ),
    }
}

fn kind(target: &Target) -> Known {
    let token = target.token.as_ref().ok_or(Gap::of(Cause::NotAsked))?;
    let (kind, sure) = match Look::of(token.expose()) {
        Look::Signed | Look::Legacy => ("personal access token", Certainty::Observed),
        Look::Entra => ("Entra token", Certainty::Observed),
        Look::Unknown => return Err(hidden("does not look like any token that is documented")),
    };
    let trace = Trace::local("by its look");
    Ok(Seen::observed(Value::Text(kind.to_owned()), trace).but(sure))
}

/// Whether the project is there for this token. A refusal without a word says nothing about it.
fn visible(answers: &Answers, proven: &Result<(), Gap>) -> Known {
    // The probes name a project that is missing too, where reading code is not granted.
    let missing = [&REPOSITORIES, &WRITE, &THREADS]
        .into_iter()
        .find_map(|ask| {
            let heard = answers.hear(ask).ok().filter(no_such_project)?;
            trusted(&heard, proven).ok()?;
            Some(heard.saying(format!(
                "{}: no such project for this token",
                named(&heard.json)
            )))
        });
    if let Some(trace) = missing {
        return Ok(Seen::observed(Value::Flag(false), trace));
    }
    let heard = answers.hear(&REPOSITORIES)?;
    match heard.status {
        _ if heard.ok() => {
            let count = list(&heard)?;
            trusted(&heard, proven)?;
            let trace = heard.saying(format!("repositories: {count}"));
            Ok(Seen::observed(Value::Flag(true), trace))
        }
        401 if bare(&heard) => {
            proven.clone()?;
            let said = "bare 401: without the scope Code: Read projects can't be seen";
            Err(Gap::by(Cause::Refused, heard.saying(said)))
        }
        404 => Err(quoting(&heard, Cause::NotFoundOrHidden)),
        _ => Err(quoting(&heard, Cause::Refused)),
    }
}

/// Whether the names look like those of an account for a service. No API says so.
fn service(who: &Who) -> Seen {
    let looks = |name: &Option<String>| name.as_deref().is_some_and(serves);
    let said = match (&who.name, looks(&who.name), looks(&who.account)) {
        (Some(name), true, _) => format!("name: {name}"),
        (_, _, true) => "the account is named like one of a service".to_owned(),
        (Some(name), ..) => format!("name: {name}, which does not look like a service's"),
        (None, ..) => "the name does not look like a service's".to_owned(),
    };
    let yes = looks(&who.name) || looks(&who.account);
    let trace = who.trace.clone().saying(said);
    Seen::observed(Value::Flag(yes), trace).but(Certainty::Heuristic)
}

/// Short words count only as whole words: `ci` is in Marcia, `bot` in Abbott.
fn serves(name: &str) -> bool {
    let words = name.split(|letter: char| !letter.is_alphabetic());
    words.map(str::to_lowercase).any(|word| {
        matches!(word.as_str(), "svc" | "bot" | "ci")
            || ["svc", "service", "automation", "semgrep"]
                .iter()
                .any(|start| word.starts_with(start))
    })
}
