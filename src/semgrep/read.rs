//! What to ask the platform next, and what its answers mean together.

use serde_json::Value as Json;

use super::asks::{
    ALL, CHECK, CHECKLIST, CONFIGS, DEPLOYMENT, DEPLOYMENTS, IDENTITY, PING, POLICIES, PRODUCTS,
    PROJECTS, REMEDIATION, RULES, USERS, last_scan,
};
use super::connections::{self, Connections};
use super::features::{self, Found};
use super::{Platform, policies};
use crate::ask::json::{flag, has_reserved_key, id, items, list, plain_id, plain_name, text};
use crate::ask::{Answers, Call, Heard, Target};
use crate::audit::{
    Cause, Certainty, Deployment, Evidence, Gap, Known, Seen, Value, counted, format_day,
};

/// The deployment that the token reaches, once the platform has said it without contradicting itself.
pub fn deployment(answers: &Answers) -> Option<Deployment> {
    deployed(answers).ok()
}

/// The id of the deployment that a token belongs to, even one that lacks the scope Web API.
pub fn identified(answers: &Answers) -> Option<String> {
    let identity = answers.hear(&IDENTITY).ok().filter(Heard::ok)?;
    plain_id(&identity.json, "deploymentId")
}

/// The listed deployment that identity names; the only one where it names none.
fn deployed(answers: &Answers) -> Result<Deployment, Gap> {
    let heard = answers.hear(&DEPLOYMENTS)?;
    if !heard.ok() {
        return Err(refused(&heard));
    }
    let Some(mut all) = list(&heard.json, "deployments") else {
        return Err(unreadable(&heard, "not a list of deployments"));
    };
    let identity = answers.hear(&IDENTITY).ok().filter(Heard::ok);
    if let Some(identity) = identity.filter(names_deployment) {
        let named = plain_id(&identity.json, "deploymentId");
        all.retain(|one| named.is_some() && plain_id(one, "id") == named);
        if all.is_empty() {
            let told = "identity names a deployment that is not listed";
            return Err(unreadable(&heard, told));
        }
    }
    let [one] = all[..] else {
        let told = format!("{}, a token reaches one", counted(all.len(), "deployment"));
        return Err(unreadable(&heard, told));
    };
    match (plain_id(one, "id"), plain_name(one, "slug")) {
        (Some(id), Some(slug)) => Ok(Deployment {
            id,
            slug,
            name: text(one, "name").unwrap_or_default(),
        }),
        _ => Err(unreadable(
            &heard,
            "a deployment without a usable id and slug",
        )),
    }
}

/// Whether identity names a deployment, if only in a form that can't be read.
fn names_deployment(identity: &Heard) -> bool {
    let none = |id: &Json| id.is_null() || *id == "" || *id == "0" || *id == 0;
    identity
        .json
        .get("deploymentId")
        .is_some_and(|id| !none(id))
}

/// A gap for an answer that is not what the API documents.
pub(super) fn unreadable(heard: &Heard, told: impl Into<String>) -> Gap {
    Gap::by(Cause::Unreadable, heard.saying(told))
}

/// The gap left by an answer that is no success. Only JSON can be the platform's refusal: a web page or nothing at all
/// comes from something in between.
pub(super) fn refused(heard: &Heard) -> Gap {
    match heard.json.is_object() && !is_page(heard) {
        true => heard.gap(Cause::Refused),
        false => unreadable(heard, "not JSON, so not the platform's own answer"),
    }
}

fn is_page(heard: &Heard) -> bool {
    let kind = heard.answer.header("content-type").unwrap_or_default();
    kind.to_lowercase().contains("html") || heard.answer.body.trim_start().starts_with('<')
}

/// Whether a refusal has the form that the platform's own have.
fn is_own_refusal(heard: &Heard) -> bool {
    let says = |key| text(&heard.json, key).is_some_and(|words| !words.is_empty());
    !is_page(heard) && (says("error") || says("message"))
}

/// The products object as the platform gave it, and the settings read from it.
pub fn found(answers: &Answers) -> Result<(Json, Found), Gap> {
    let heard = answers.hear(&PRODUCTS)?;
    if !heard.ok() {
        return Err(refused(&heard));
    }
    let products = heard.json.get("products").filter(|one| one.is_object());
    let Some(products) = products.filter(|_| !has_reserved_key(&heard.answer.body)) else {
        return Err(unreadable(&heard, "not the settings as documented"));
    };
    let triage = answers.hear(&DEPLOYMENT).ok().filter(Heard::ok);
    let triage = triage.and_then(|heard| {
        let deployment = heard.json.get("deployment").filter(|one| one.is_object());
        flag(deployment?, "has_triage_via_comment")
    });
    Ok((products.clone(), features::read(products, triage)))
}

pub(super) fn next(platform: &Platform, target: &Target, so_far: &Answers) -> Vec<Call> {
    if target.token.is_none() {
        return Vec::new();
    }
    if so_far.is_empty() {
        return vec![IDENTITY.call(), DEPLOYMENTS.call()];
    }
    let identity = so_far.hear(&IDENTITY).ok().filter(is_identity);
    let mut calls = Vec::new();
    if identity.is_none() {
        calls.push(PING.call());
    }
    let Some(deployment) = deployment(so_far) else {
        return calls;
    };
    if platform
        .guard
        .as_ref()
        .is_some_and(|slug| *slug != deployment.slug)
    {
        return calls;
    }
    let of = |ask: &'static crate::ask::Ask| ask.call().with("deployment", &deployment.id);
    if identity.is_some_and(|heard| id(&heard.json, "userId").is_some()) {
        calls.push(of(&USERS));
    }
    if platform.prerequisites {
        calls.push(PROJECTS.call().with("slug", &deployment.slug));
        calls.push(of(&POLICIES));
        calls.push(of(&CHECKLIST));
    }
    if platform.features {
        calls.push(of(&PRODUCTS));
        calls.push(DEPLOYMENT.call());
    }
    if platform.connections {
        calls.push(of(&CONFIGS));
    }
    // The third round: what the second one named.
    if so_far.status(&POLICIES) == Some(410) {
        calls.push(of(&REMEDIATION));
    }
    if let Some(heard) = so_far.hear(&POLICIES).ok().filter(Heard::ok) {
        let ids = policies::ids(&heard).unwrap_or_default().into_iter();
        let ids = ids.take(policies::MOST_READ);
        calls.extend(ids.map(|policy| of(&RULES).with("policy", policy)));
    }
    if let Ok(listed) = Connections::of(so_far).listed() {
        let (sought, others): (Vec<_>, Vec<_>) = listed.iter().partition(|one| platform.seeks(one));
        let others = others.into_iter().filter(|_| platform.every);
        let checked = sought.into_iter().chain(others);
        let checked = checked.take(connections::MOST_CHECKED);
        calls.extend(checked.map(|one| of(&CHECK).with("config", &one.id)));
    }
    calls
}

pub(super) fn read(platform: &Platform, target: &Target, answers: &Answers) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.put("semgrep.host", host(answers));
    evidence.put("semgrep.token", token(platform, target, answers));
    evidence.put("semgrep.web-api", web_api(answers));
    evidence.put("semgrep.admin", admin(answers));
    evidence.put("semgrep.scanned", projects(answers));
    policies::read(answers, &mut evidence);
    read_features(answers, &mut evidence);
    evidence
}

fn yes(heard: &Heard, detail: impl Into<String>) -> Known {
    Ok(Seen::observed(Value::Flag(true), heard.saying(detail)))
}

fn no(heard: &Heard, detail: impl Into<String>) -> Known {
    Ok(Seen::observed(Value::Flag(false), heard.saying(detail)))
}

/// Whether this is identity's real answer: both fields may be there, one always is. Anything else is somebody else's
/// JSON.
fn is_identity(heard: &Heard) -> bool {
    let named = text(&heard.json, "identity").is_some_and(|name| !name.is_empty());
    heard.ok() && (named || plain_id(&heard.json, "deploymentId").is_some())
}

/// Identity speaks for the host as well, a refusal of the token included; else ping does.
fn host(answers: &Answers) -> Known {
    if let Ok(heard) = answers.hear(&IDENTITY)
        && (is_identity(&heard) || (heard.status == 401 && is_own_refusal(&heard)))
    {
        let seen = Seen::observed(Value::Flag(true), heard.saying("answers as the platform"));
        return Ok(seen.but(Certainty::Implied));
    }
    let heard = answers.hear(&PING).map_err(|gap| match gap.cause {
        Cause::NotAsked => answers.hear(&IDENTITY).err().unwrap_or(gap),
        _ => gap,
    })?;
    match heard.status {
        200 if heard.json.is_object() => yes(&heard, "answers to ping"),
        404 if is_whole(&heard) => no(&heard, "answers, but knows no ping"),
        _ => Err(heard.gap(Cause::Unreadable)),
    }
}

/// Whether a refusal came as a whole: JSON that can be read, or plain text that does not claim to be anything else.
fn is_whole(heard: &Heard) -> bool {
    let kind = heard.answer.header("content-type").unwrap_or_default();
    let plain = kind.to_lowercase().starts_with("text/plain") && !heard.answer.body.is_empty();
    let cut = heard.answer.body.trim_start().starts_with(['{', '[', '"']);
    !is_page(heard) && (!heard.json.is_null() || (plain && !cut))
}

fn token(platform: &Platform, target: &Target, answers: &Answers) -> Known {
    if target.token.is_none() {
        return Err(Gap::of(Cause::NotAsked));
    }
    let heard = answers.hear(&IDENTITY)?;
    if heard.status == 401 && is_own_refusal(&heard) {
        return Err(match accepted_elsewhere(answers) {
            Some(request) => {
                let told = format!("contradicts itself: {request} takes the same token");
                unreadable(&heard, told)
            }
            None => heard.gap(Cause::TokenInvalid),
        });
    }
    if heard.status == 401 || (heard.ok() && !is_identity(&heard)) {
        return Err(unreadable(&heard, "not as the platform answers"));
    }
    if !heard.ok() {
        return Err(refused(&heard));
    }
    if let (Some(guard), Some(deployment)) = (&platform.guard, deployment(answers))
        && *guard != deployment.slug
    {
        let told = format!("reaches deployment {}, not {guard}", deployment.slug);
        return Err(Gap::by(Cause::NotThisOrganization, heard.saying(told)));
    }
    yes(&heard, "accepted")
}

/// Another request that took the token.
fn accepted_elsewhere(answers: &Answers) -> Option<String> {
    let mut others = ALL.into_iter().filter(|ask| ask.authenticated);
    let took = others.find(|ask| answers.hear(ask).is_ok_and(|heard| heard.ok()));
    took.map(|ask| ask.name())
}

/// A valid token without Web API scope gets 404, as does one that `semgrep login` stores.
fn web_api(answers: &Answers) -> Known {
    let heard = answers.hear(&DEPLOYMENTS)?;
    match heard.status {
        404 if is_own_refusal(&heard) => no(&heard, "not found, as for a token without this scope"),
        404 => Err(heard.gap(Cause::Unreadable)),
        _ => yes(&heard, format!("deployment {}", deployed(answers)?.slug)),
    }
}

/// The role of the user who owns the token.
fn admin(answers: &Answers) -> Known {
    let identity = answers.hear(&IDENTITY)?;
    if !identity.ok() {
        return Err(refused(&identity));
    }
    if !is_identity(&identity) {
        return Err(unreadable(&identity, "not as the platform answers"));
    }
    let Some(user) = id(&identity.json, "userId") else {
        let trace = identity.saying("names no user, as for tokens other than API tokens");
        return Err(Gap::by(Cause::NotVisible, trace));
    };
    let heard = answers.hear(&USERS)?;
    if !heard.ok() {
        return Err(refused(&heard));
    }
    let Some(users) = list(&heard.json, "users") else {
        return Err(unreadable(&heard, "not a list of users"));
    };
    let open = |detail: &str| Err(Gap::by(Cause::NotVisible, heard.saying(detail)));
    let is_owner = |one: &&Json| id(one, "id").as_ref() == Some(&user);
    let Some(found) = users.into_iter().find(is_owner) else {
        // Tokens outlive memberships.
        return open("the token's owner is not among the users");
    };
    match text(found, "orgRole").as_deref() {
        Some("ORG_ROLE_ADMIN") => yes(&heard, "the role Admin (orgRole: ORG_ROLE_ADMIN)"),
        Some("ORG_ROLE_MEMBER") => no(&heard, "the role Member (orgRole: ORG_ROLE_MEMBER)"),
        Some("ORG_ROLE_READONLY") => no(&heard, "the role Readonly (orgRole: ORG_ROLE_READONLY)"),
        Some("ORG_ROLE_IMPERSONATOR") => no(
            &heard,
            "the role Impersonator (orgRole: ORG_ROLE_IMPERSONATOR)",
        ),
        Some(role) => open(&format!(
            "orgRole: {role}, which this version does not know"
        )),
        None => open("names no role for the token's owner"),
    }
}

fn projects(answers: &Answers) -> Known {
    let heard = answers.hear(&PROJECTS)?;
    if !heard.ok() {
        return Err(refused(&heard));
    }
    let Some(projects) = list(&heard.json, "projects") else {
        return Err(unreadable(&heard, "not a list of projects"));
    };
    let count = projects.len();
    let scans = projects.iter().filter_map(|one| last_scan(one)?);
    let seen = if let Some(day) = scans.max() {
        let newest = format_day(day);
        yes(
            &heard,
            format!(
                "at least {}, newest scan {newest}",
                counted(count, "project")
            ),
        )
    } else if projects.iter().any(|one| last_scan(one).is_none()) {
        Err(unreadable(&heard, "the time of a scan can't be read"))
    } else if count == 0 {
        no(&heard, "no projects")
    } else {
        no(
            &heard,
            format!("{}, none ever scanned", counted(count, "project")),
        )
    };
    seen.map(|mut seen| {
        seen.by.extend(checklist(answers));
        seen
    })
}

/// The onboarding checklist can be ticked by hand, so it is shown and decides nothing.
fn checklist(answers: &Answers) -> Option<crate::audit::Trace> {
    let heard = answers.hear(&CHECKLIST).ok().filter(Heard::ok)?;
    let task = items(&heard.json, "taskStatus")
        .find(|task| text(task, "type").as_deref() == Some("TASK_TYPE_SCAN_CODE"))?;
    let state = text(task, "state")?;
    let state = state.trim_start_matches("TASK_STATE_").to_lowercase();
    Some(heard.saying(format!(
        "hint: the onboarding checklist has \"scan code\" as {state}"
    )))
}

fn read_features(answers: &Answers, evidence: &mut Evidence) {
    let found = found(answers);
    for (key, fact) in [
        (features::CODE_SNIPPETS, "feature.code-snippets"),
        ("priority-emails", "feature.priority-emails"),
        ("noise-filter", "feature.noise-filter"),
        ("remediation", "feature.remediation"),
    ] {
        let known = match (&found, answers.hear(&PRODUCTS)) {
            (Ok((_, found)), Ok(heard)) => match found.get(key) {
                Some(setting) => Ok(Seen::observed(
                    Value::Flag(setting.is_on()),
                    heard.saying(format!("{key}: {setting}")),
                )),
                None => Err(heard.gap(Cause::Unreadable)),
            },
            (Err(gap), _) => Err(gap.clone()),
            (_, Err(gap)) => Err(gap),
        };
        evidence.put(fact, known);
    }
}
