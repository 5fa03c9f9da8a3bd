//! Tables of documented answers, judged by the real rows. The bodies follow GitLab's API pages; all names are invented.
#![allow(clippy::unwrap_used)]

mod budget;
mod forged;
mod garbage;
mod identity;
mod renewal;
mod rows;
mod traps;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use url::Url;

use super::GitLab;
use crate::ask::{Answer, Answers, Call, Effect, Miss, Probe, Target};
use crate::audit::{About, Cause, Certainty, Context, Finding, Phase, Side, Verdict, findings};
use crate::scm::Scm;
use crate::secret::Secret;

const TOKEN: &str = "glpat-sandboxsandboxsandbo";

/// The day of the tests, 2026-11-23.
const TODAY: i64 = 20_780;

fn target_with(token: &str, namespace: &str) -> Target {
    let base = Url::parse("https://gitlab.com").unwrap();
    let mut target = Target {
        side: Side::Scm,
        host: GitLab.host(&base),
        namespace: namespace.to_owned(),
        servers: BTreeMap::new(),
        token: Some(Secret::new(token.to_owned())),
        credentials: Vec::new(),
        headers: Vec::new(),
        today: TODAY,
        full: false,
        app_slug: None,
        nonce: String::new(),
        exact: true,
    };
    let token = target.token.clone();
    GitLab.equip(&base, token.as_ref(), &mut target);
    target
}

fn target(namespace: &str) -> Target {
    target_with(TOKEN, namespace)
}

type Reply = Result<Answer, Miss>;

fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Ok(Answer {
        status,
        headers,
        body: body.to_owned(),
    })
}

fn json_reply(status: u16, body: Json) -> Reply {
    reply(
        status,
        &[("content-type", "application/json")],
        &body.to_string(),
    )
}

fn good(body: Json) -> Reply {
    json_reply(200, body)
}

fn page(status: u16) -> Reply {
    let headers = [("content-type", "text/html; charset=utf-8")];
    reply(status, &headers, "<html>sign in</html>")
}

fn miss(cause: Cause) -> Reply {
    Err(Miss {
        cause,
        detail: String::new(),
    })
}

/// An object with some keys in place of what it had.
fn but(mut of: Json, other: Json) -> Json {
    for (key, value) in other.as_object().unwrap() {
        of[key.as_str()] = value.clone();
    }
    of
}

fn without(mut of: Json, key: &str) -> Json {
    of.as_object_mut().unwrap().remove(key);
    of
}

fn own(scopes: &[&str]) -> Json {
    json!({ "id": 4001, "name": "Semgrep Assistant", "revoked": false, "created_at": "2026-07-28T14:31:47.729Z",
        "description": null, "scopes": scopes, "user_id": 3, "last_used_at": null, "active": true,
        "expires_at": "2027-05-31", "last_used_ips": ["127.0.0.1"] })
}

fn user(username: &str) -> Json {
    let bot = username.contains("_bot");
    json!({ "id": 3, "username": username, "name": "Ada Example", "state": "active", "locked": false, "bot": bot })
}

fn group(id: u64, path: &str) -> Json {
    json!({ "id": id, "name": "Acme", "path": path.rsplit('/').next(), "full_path": path, "parent_id": null })
}

fn project(id: u64, path: &str, access: Option<u64>) -> Json {
    let access = access.map(|level| json!({ "access_level": level, "notification_level": 3 }));
    json!({ "id": id, "name": "Web", "path_with_namespace": path,
        "permissions": { "project_access": access, "group_access": null } })
}

fn member(level: u64) -> Json {
    json!({ "id": 3, "username": "ada", "name": "Ada Example", "state": "active", "locked": false,
        "access_level": level, "expires_at": null, "membership_state": "active", "member_role": null })
}

fn lost(what: &str) -> Reply {
    json_reply(404, json!({ "message": format!("404 {what} Not Found") }))
}

/// What is said where there is no such member.
fn stranger() -> Reply {
    json_reply(404, json!({ "message": "404 Not found" }))
}

fn narrow() -> Reply {
    json_reply(
        403,
        json!({ "error": "insufficient_scope", "scope": "api read_api",
            "error_description": "The request requires higher privileges than provided by the access token." }),
    )
}

fn unknown() -> Reply {
    json_reply(401, json!({ "message": "401 Unauthorized" }))
}

fn dead(said: &str) -> Reply {
    json_reply(
        401,
        json!({ "error": "invalid_token", "error_description": said }),
    )
}

/// Answers by request, and by what is bound first where that matters (`project 4`); a request without one may not be
/// sent.
type Table = Vec<(&'static str, Reply)>;

/// A person who is Maintainer of a group.
fn ready() -> Table {
    vec![
        ("self", good(own(&["api"]))),
        ("user", good(user("ada"))),
        ("group", good(group(101, "acme"))),
        ("group-member", good(member(40))),
    ]
}

/// The same of a project.
fn ready_in_project() -> Table {
    vec![
        ("self", good(own(&["api"]))),
        ("user", good(user("ada"))),
        ("project", good(project(201, "acme/web", Some(40)))),
        ("project-member", good(member(40))),
    ]
}

/// A table with another answer to one request.
fn with(mut table: Table, key: &'static str, reply: Reply) -> Table {
    table.retain(|(name, _)| *name != key);
    table.push((key, reply));
    table
}

fn answer_of(table: &Table, call: &Call) -> Reply {
    let key = call.ask.key;
    let bound = call.bind.first().map(|(_, value)| value.as_str());
    let exact = format!("{key} {}", bound.unwrap_or_default());
    let found = |wanted: &str| table.iter().find(|(name, _)| *name == wanted);
    let found = found(&exact).or_else(|| found(key));
    found.unwrap_or_else(|| panic!("{exact} is sent")).1.clone()
}

/// Asks round by round as the runner does; gives all answers and the keys of each round.
fn converse(target: &Target, table: &Table) -> (Answers, Vec<Vec<&'static str>>) {
    let mut answers = Answers::of(Side::Scm);
    let mut sent = BTreeSet::new();
    let mut rounds = Vec::new();
    loop {
        let mut calls: Vec<Call> = GitLab.next(target, &answers);
        calls.retain(|call| sent.insert((call.ask.key, call.bind.clone())));
        if calls.is_empty() {
            return (answers, rounds);
        }
        for call in &calls {
            answers.keep(call, answer_of(table, call));
        }
        rounds.push(calls.iter().map(|call| call.ask.key).collect());
    }
}

fn judged_in(phase: Phase, target: &Target, answers: &Answers) -> Vec<Finding> {
    let context = Context {
        phase,
        connected: false,
        writes: false,
        today: target.today,
        warn_days: 30,
        asked: BTreeSet::new(),
        left_out: BTreeSet::new(),
    };
    let word = |name: &str| match name {
        "host" => Some(target.host.clone()),
        "namespace" => Some(target.namespace.clone()),
        _ => GitLab.word(target, name),
    };
    let evidence = GitLab.read(target, answers);
    findings(
        GitLab.requirements(),
        About::Connection,
        &evidence,
        &context,
        &[],
        &word,
        &|_| {},
    )
}

fn judged(target: &Target, answers: &Answers) -> Vec<Finding> {
    judged_in(Phase::Setup, target, answers)
}

/// The rows about a group or project by this path.
fn rows_of(namespace: &str, table: &Table) -> Vec<Finding> {
    let target = target(namespace);
    let (answers, _) = converse(&target, table);
    judged(&target, &answers)
}

fn rows(table: Table) -> Vec<Finding> {
    rows_of("acme", &table)
}

fn row<'a>(rows: &'a [Finding], id: &str) -> &'a Finding {
    rows.iter().find(|row| row.id == id).unwrap()
}

#[track_caller]
fn met(rows: &[Finding], id: &str, sure: Certainty) {
    let judged = &row(rows, id).judged;
    assert_eq!(
        (judged.verdict, judged.sure),
        (Verdict::Met, sure),
        "{id}: {judged:?}"
    );
}

#[track_caller]
fn not_met(rows: &[Finding], id: &str, cause: Option<Cause>) {
    let judged = &row(rows, id).judged;
    assert_eq!(
        (judged.verdict, &judged.cause),
        (Verdict::NotMet, &cause),
        "{id}: {judged:?}"
    );
}

#[track_caller]
fn cannot_tell(rows: &[Finding], id: &str, cause: Cause) {
    let judged = &row(rows, id).judged;
    assert_eq!(
        (judged.verdict, &judged.cause),
        (Verdict::CannotTell, &Some(cause)),
        "{id}: {judged:?}"
    );
}

#[track_caller]
fn blocked(rows: &[Finding], id: &str, by: &'static str) {
    cannot_tell(rows, id, Cause::BlockedBy(by));
}

/// The rows that carry a credential cause.
fn credentials(rows: &[Finding]) -> Vec<&'static str> {
    let dead = |row: &&Finding| row.judged.cause.as_ref().is_some_and(Cause::is_credential);
    rows.iter().filter(dead).map(|row| row.id).collect()
}

/// The process's exit code.
fn code(rows: &[Finding]) -> u8 {
    crate::audit::worst(rows).code()
}

fn fix(rows: &[Finding], id: &str) -> String {
    row(rows, id).fix.as_ref().unwrap().text.clone()
}

fn told(rows: &[Finding], id: &str) -> String {
    let by = &row(rows, id).judged.by;
    by.iter()
        .map(|trace| trace.detail.clone())
        .collect::<Vec<_>>()
        .join("; ")
}
