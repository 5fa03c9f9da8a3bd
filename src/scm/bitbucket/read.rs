//! What Bitbucket's answers mean together.

use serde_json::Value as Json;

use super::asks::{HOOKS, REPOSITORIES, USER, WORKSPACE};
use super::requirements::SCOPES;
use super::{kind, marks};
use crate::ask::json::items;
use crate::ask::{Answers, Heard, Target, message};
use crate::audit::{Cause, Certainty, Evidence, Gap, Known, Seen, Trace, Value, fact};

/// Whether the token's kind can do the job.
pub(super) const KIND_FITS: &str = "bitbucket.kind-fits";
/// What to do instead of using a token of another kind.
pub(super) const INSTEAD: &str = "bitbucket.instead";
/// Whether the token belongs to the workspace.
pub(super) const REACHES: &str = "bitbucket.reaches-workspace";
/// Whether the workspace is on the plan that has workspace access tokens.
pub(super) const PREMIUM: &str = "bitbucket.premium";

/// The row that speaks of a dead token.
const TOKEN_ROW: &str = "bitbucket/token";

pub(super) fn read(target: &Target, answers: &Answers) -> Evidence {
    let mut evidence = Evidence::default();
    let alive = alive(answers);
    kinds(target, answers, &alive, &mut evidence);
    evidence.put(PREMIUM, premium(&evidence));
    evidence.put(REACHES, reaches(answers, &alive));
    evidence.put(fact::SCOPES, scopes(answers));
    let hidden = Trace::local("Bitbucket shows the end date on its web page only");
    evidence.put(fact::EXPIRES, Err(Gap::by(Cause::NotVisible, hidden)));
    evidence.put(fact::ALIVE, alive);
    powers(&mut evidence);
    evidence
}

/// The token's kind: its look decides against kinds with one of their own, else Bitbucket's word does.
fn kinds(target: &Target, answers: &Answers, alive: &Known, evidence: &mut Evidence) {
    let text = |text: &str, trace: Trace| Ok(Seen::observed(Value::Text(text.to_owned()), trace));
    let (name, known, trace) = match (&target.token, marks::kind(answers)) {
        (None, _) => return,
        (Some(token), named) => match (kind::by_look(token), named) {
            (Some((kind, said)), _) => (kind.name.to_owned(), Some(kind), Trace::local(said)),
            (None, Some(named)) => match named.kind {
                Some(kind) => (kind.name.to_owned(), Some(kind), named.trace),
                None => (named.word, None, named.trace),
            },
            (None, None) => {
                let gap = untold(answers, alive, "x-credential-type");
                evidence.put(KIND_FITS, Err(gap.clone()));
                evidence.put(fact::KIND, Err(gap));
                return;
            }
        },
    };
    evidence.put(fact::KIND, text(&name, trace.clone()));
    let fits = match known {
        Some(kind) if kind.fits() => Ok(Seen::observed(Value::Flag(true), trace)),
        Some(kind) => {
            evidence.put(INSTEAD, text(kind.instead, trace.clone()));
            Err(Gap::by(Cause::WrongTokenKind, trace))
        }
        // A kind that no document names proves nothing.
        None => Err(Gap::by(Cause::Unreadable, trace)),
    };
    evidence.put(KIND_FITS, fits);
}

/// Why something that travels in headers is not told.
fn untold(answers: &Answers, alive: &Known, header: &str) -> Gap {
    match alive {
        Err(gap) if gap.cause.is_credential() => Gap::of(Cause::BlockedBy(TOKEN_ROW)),
        _ => match (marks::own(answers).next(), kept_back(answers)) {
            (Some(_), Some(gap)) => gap,
            (Some(heard), None) => {
                let said = format!("no {header} header, which a proxy may take away");
                Gap::by(Cause::NotVisible, heard.saying(said))
            }
            (None, _) => unheard(answers),
        },
    }
}

/// Why an answer did not come whose headers may tell what those before it did not: a limit (Atlassian support, "API
/// request limits"), a failure of the service, a page in its place.
fn kept_back(answers: &Answers) -> Option<Gap> {
    let asked = [&USER, &WORKSPACE]
        .into_iter()
        .filter(|ask| answers.has(ask));
    let mut gaps = asked.filter_map(|ask| answers.hear(ask).err());
    gaps.find(|gap| gap.cause.is_of_the_way())
}

/// Why nothing of Bitbucket's own was heard.
fn unheard(answers: &Answers) -> Gap {
    match answers.hear(&REPOSITORIES) {
        Ok(heard) => heard.gap(Cause::Unreadable),
        Err(gap) => gap,
    }
}

/// Workspace access tokens exist on the Premium plan only.
/// Source: Atlassian support, "Workspace access tokens".
fn premium(evidence: &Evidence) -> Known {
    let fits = evidence.get(KIND_FITS)?;
    Ok(fits.but(Certainty::Implied))
}

/// Whether Bitbucket accepts the token. Being recognised anywhere counts more than being refused somewhere: the words
/// of a 401 are "invalid, expired, or not supported for this endpoint".
fn alive(answers: &Answers) -> Known {
    let yes = |trace| Ok(Seen::observed(Value::Flag(true), trace));
    if let Some(trace) = marks::recognised(answers) {
        return yes(trace);
    }
    if let Some(trace) = shows_private(answers).or_else(|| lists_hooks(answers)) {
        return Ok(Seen::observed(Value::Flag(true), trace).but(Certainty::Implied));
    }
    if let Ok(heard) = answers.hear(&USER)
        && heard.ok()
        && heard.json.get("type") == Some(&Json::from("user"))
    {
        return yes(heard.saying("names its user"));
    }
    let heard = answers.hear(&REPOSITORIES)?;
    // A 401 may come without a body.
    let bare = heard.answer.body.trim().is_empty();
    match heard.status {
        401 if bare || marks::refusal(&heard.json) => {
            let said = message(&heard.json).unwrap_or_default();
            let cause = match said.starts_with("Access token expired") {
                true => Cause::TokenExpired,
                false => Cause::TokenInvalid,
            };
            let said = match bare {
                true => "refused without a word".to_owned(),
                false => said,
            };
            Err(Gap::by(cause, heard.saying(said)))
        }
        200 => Err(Gap::by(
            Cause::NotVisible,
            heard.saying("public repositories answer anyone"),
        )),
        _ => Err(heard.gap(unsettled(&heard))),
    }
}

/// The answer that shows a private repository of the workspace, which only its own tokens see.
pub(super) fn shows_private(answers: &Answers) -> Option<Trace> {
    let heard = answers.hear(&REPOSITORIES).ok().filter(Heard::ok)?;
    items(&heard.json, "values")
        .any(|one| one.get("is_private") == Some(&Json::Bool(true)))
        .then(|| heard.saying("a private repository is visible"))
}

/// The answer that lists the workspace's hooks, which strangers can't.
fn lists_hooks(answers: &Answers) -> Option<Trace> {
    let heard = answers.hear(&HOOKS).ok().filter(Heard::ok)?;
    let listed = heard.json.get("values").is_some_and(Json::is_array);
    listed.then(|| heard.saying("its hooks can be listed"))
}

/// Whether the token belongs to the workspace.
fn reaches(answers: &Answers, alive: &Known) -> Known {
    if let Some(trace) = shows_private(answers) {
        return Ok(Seen::observed(Value::Flag(true), trace));
    }
    if let Some(trace) = lists_hooks(answers) {
        return Ok(Seen::observed(Value::Flag(true), trace).but(Certainty::Inferred));
    }
    let heard = answers.hear(&REPOSITORIES)?;
    if heard.status == 404 && marks::refusal(&heard.json) {
        // A missing and a foreign private workspace answer alike; only a live token makes it the wrong one.
        return Err(match alive {
            Ok(seen) => {
                let mut gap = heard.gap(Cause::NotThisOrganization);
                gap.by.extend(
                    seen.by
                        .iter()
                        .filter(|by| by.request != heard.trace.request)
                        .cloned(),
                );
                gap
            }
            Err(_) => heard.gap(Cause::NotFoundOrHidden),
        });
    }
    if !heard.ok() || !heard.json.get("values").is_some_and(Json::is_array) {
        return Err(heard.gap(unsettled(&heard)));
    }
    let mut gap = match answers.hear(&HOOKS) {
        Ok(hooks) => hooks.gap(unsettled(&hooks)),
        Err(gap) => gap,
    };
    gap.by
        .insert(0, heard.saying("no private repository is visible"));
    Err(gap)
}

/// What an answer that settles nothing leaves open. A removed endpoint (410) is never a verdict on the token.
fn unsettled(heard: &Heard) -> Cause {
    match heard.status {
        200..=299 => Cause::Unreadable,
        404 if marks::refusal(&heard.json) => Cause::NotFoundOrHidden,
        410 => Cause::NotVisible,
        _ if marks::refusal(&heard.json) || heard.answer.body.trim().is_empty() => Cause::Refused,
        _ => Cause::Unreadable,
    }
}

fn scopes(answers: &Answers) -> Known {
    match marks::scopes(answers) {
        Some((scopes, trace)) => Ok(Seen::observed(Value::Set(scopes), trace)),
        // A dead token's row blocks all that ask for this.
        None => Err(untold(
            answers,
            &Err(Gap::of(Cause::NotAsked)),
            "x-oauth-scopes",
        )),
    }
}

/// What scopes and workspace together allow, in the platform's terms. `pullrequest` is enough to comment.
/// Source: Bitbucket REST API, "Bitbucket OAuth 2.0 scopes".
fn powers(evidence: &mut Evidence) {
    for (name, scope) in [
        (fact::SCM_READS_CODE, "repository"),
        (fact::SCM_COMMENTS, "pullrequest"),
    ] {
        let known = match (evidence.get(fact::SCOPES), evidence.get(REACHES)) {
            (Err(gap), _) | (_, Err(gap)) => Err(gap),
            (Ok(scopes), Ok(reaches)) => {
                let granted = matches!(&scopes.value, Value::Set(set) if SCOPES.missing(set, &[scope]).is_empty());
                let mut by = scopes.by;
                by.extend(reaches.by);
                Ok(Seen {
                    value: Value::Flag(granted),
                    sure: scopes.sure.max(reaches.sure).max(Certainty::Implied),
                    by,
                })
            }
        };
        evidence.put(name, known);
    }
}
