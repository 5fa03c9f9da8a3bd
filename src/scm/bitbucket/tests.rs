//! Tables of documented answers, judged by the real rows. The bodies follow Bitbucket's API description and the
//! Atlassian pages on access tokens; all names are invented.
#![allow(clippy::unwrap_used)]

mod budget;
mod garbage;
mod identity;
mod rows;
mod traps;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use url::Url;

use super::Bitbucket;
use crate::ask::{Answer, Answers, Call, Miss, Probe, Target};
use crate::audit::{About, Cause, Certainty, Context, Finding, Phase, Side, Verdict, findings};
use crate::scm::Scm;
use crate::secret::Secret;

const TOKEN: &str = "ATCTT3xFfGN0sandboxsandboxsandbox=0A1B2C3D";
const NEEDED: &str = "project, pullrequest:write, webhook";

fn target(token: &str) -> Target {
    let base = Url::parse("https://api.bitbucket.org").unwrap();
    let mut target = Target {
        side: Side::Scm,
        host: Bitbucket.host(&base),
        namespace: "acme".to_owned(),
        servers: BTreeMap::new(),
        token: Some(Secret::new(token.to_owned())),
        credentials: Vec::new(),
        headers: Vec::new(),
        today: 20_700,
        full: false,
        app_slug: None,
        nonce: String::new(),
        exact: true,
    };
    let token = target.token.clone();
    Bitbucket.equip(&base, token.as_ref(), &mut target);
    target
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

/// An answer without the headers that tell of the credential.
fn bare(status: u16, body: Json) -> Reply {
    reply(status, &[], &body.to_string())
}

/// An answer to a workspace access token with these scopes.
fn marked(scopes: &str, status: u16, body: Json) -> Reply {
    kinded("workspace_access_token", scopes, status, body)
}

fn kinded(kind: &str, scopes: &str, status: u16, body: Json) -> Reply {
    let headers = [("x-credential-type", kind), ("x-oauth-scopes", scopes)];
    reply(status, &headers, &body.to_string())
}

fn miss(cause: Cause) -> Reply {
    Err(Miss {
        cause,
        detail: String::new(),
    })
}

fn repositories(private: bool) -> Json {
    json!({ "pagelen": 1, "values": [{ "type": "repository", "full_name": "acme/web", "is_private": private }] })
}

fn hooks() -> Json {
    json!({ "pagelen": 1, "values": [] })
}

fn error(message: &str) -> Json {
    json!({ "type": "error", "error": { "message": message } })
}

fn dead() -> Json {
    error("Token is invalid, expired, or not supported for this endpoint.")
}

fn lacks(granted: &[&str], required: &[&str]) -> Json {
    json!({ "type": "error", "error": {
        "message": "Your credentials lack one or more required privilege scopes.",
        "detail": { "granted": granted, "required": required },
    } })
}

/// Answers by request; a request that has none here may not be sent.
type Table = Vec<(&'static str, Reply)>;

/// Asks round by round as the runner does; gives all answers and the keys of each round.
fn converse(target: &Target, table: &Table) -> (Answers, Vec<Vec<&'static str>>) {
    let mut answers = Answers::of(Side::Scm);
    let mut sent = BTreeSet::new();
    let mut rounds = Vec::new();
    loop {
        let mut calls: Vec<Call> = Bitbucket.next(target, &answers);
        calls.retain(|call| sent.insert(call.ask.key));
        if calls.is_empty() {
            return (answers, rounds);
        }
        for call in &calls {
            let key = call.ask.key;
            let found = table.iter().find(|(name, _)| *name == key);
            let (_, reply) = found.unwrap_or_else(|| panic!("{key} is sent"));
            answers.keep(call, reply.clone());
        }
        rounds.push(calls.iter().map(|call| call.ask.key).collect());
    }
}

fn judged(target: &Target, answers: &Answers) -> Vec<Finding> {
    let context = Context {
        phase: Phase::Setup,
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
        _ => Bitbucket.word(target, name),
    };
    let evidence = Bitbucket.read(target, answers);
    findings(
        Bitbucket.requirements(),
        About::Connection,
        &evidence,
        &context,
        &[],
        &word,
        &|_| {},
    )
}

fn rows_of(token: &str, table: Table) -> Vec<Finding> {
    let target = target(token);
    let (answers, _) = converse(&target, &table);
    judged(&target, &answers)
}

fn rows(table: Table) -> Vec<Finding> {
    rows_of(TOKEN, table)
}

fn row<'a>(rows: &'a [Finding], id: &str) -> &'a Finding {
    rows.iter().find(|row| row.id == id).unwrap()
}

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

/// The rows that carry a credential cause.
fn credentials(rows: &[Finding]) -> Vec<&'static str> {
    let dead = |row: &&Finding| row.judged.cause.as_ref().is_some_and(Cause::is_credential);
    rows.iter().filter(dead).map(|row| row.id).collect()
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
