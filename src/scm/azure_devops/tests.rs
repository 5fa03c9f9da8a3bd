//! Azure DevOps' rows, judged from documented answers without a socket.
#![allow(clippy::unwrap_used)]

mod garbage;
mod rounds;
mod rows;
mod traps;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::{AzureDevOps, Scm};
use crate::ask::{Answer, Answers, Call, Miss, Probe, Target};
use crate::audit::{About, Cause, Context, Finding, Phase, Side, Verdict, findings};
use crate::secret::Secret;

/// 84 characters with the signature at its place.
fn pat() -> String {
    format!("{}AZDO{}", "a1".repeat(38), "b2c3")
}

const USER: &str = "22157d54-1d2c-4f3e-9a0b-0123456789ab";
const OTHER: &str = "11111111-1d2c-4f3e-9a0b-0123456789ab";
const DESCRIPTOR: &str = "aad.MjIxNTdkNTQ";
const NONCE: &str = "7f6b1c1e-8c0f-4c55-9d2a-5b8e3f0a1c2d";
const IDENTITY_DOMAIN: &str =
    "vstfs:///Framework/IdentityDomain/4f1d0b5e-0000-4000-8000-0123456789ab";

fn target_with(token: &str) -> Target {
    let base = AzureDevOps.base("dev.azure.com").unwrap();
    let secret = Secret::new(token.to_owned());
    let mut target = Target {
        side: Side::Scm,
        host: AzureDevOps.host(&base),
        namespace: "acme/web".to_owned(),
        servers: BTreeMap::new(),
        token: Some(secret.clone()),
        credentials: Vec::new(),
        headers: Vec::new(),
        today: 20_780,
        full: false,
        app_slug: None,
        nonce: NONCE.to_owned(),
        exact: true,
    };
    AzureDevOps.equip(&base, Some(&secret), &mut target);
    target
}

fn target() -> Target {
    target_with(&pat())
}

type Result = std::result::Result<Answer, Miss>;

fn answer(status: u16, headers: &[(&str, &str)], body: impl ToString) -> Result {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Ok(Answer {
        status,
        headers: headers.collect(),
        body: body.to_string(),
    })
}

/// An answer to the known user.
fn known(status: u16, body: Json) -> Result {
    let user = format!("{USER}:user@example.com");
    let headers = [
        ("x-vss-userdata", user.as_str()),
        ("content-type", "application/json; charset=utf-8"),
    ];
    answer(status, &headers, body)
}

/// The answer to a missing scope.
fn bare() -> Result {
    let headers = [
        (
            "www-authenticate",
            "Basic realm=\"https://tfs.example.com/\"",
        ),
        ("content-length", "0"),
    ];
    answer(401, &headers, "")
}

fn miss(cause: Cause) -> Result {
    Err(Miss {
        cause,
        detail: "no answer".to_owned(),
    })
}

fn refusal(kind: &str, message: &str) -> Json {
    json!({"$id": "1", "innerException": null, "message": message, "typeName": format!("Microsoft.{kind}"),
        "typeKey": kind, "errorCode": 0, "eventId": 3000})
}

fn no_repository() -> Result {
    let words = format!(
        "TF401019: The Git repository with name or identifier {NONCE} does not exist or you do not have permissions for the operation you are attempting."
    );
    known(404, refusal("GitRepositoryNotFoundException", &words))
}

fn no_project() -> Result {
    let words = "TF200016: The following project does not exist: web. Verify that the name of the project is correct and that the project exists on the specified Azure DevOps Server.";
    known(404, refusal("ProjectDoesNotExistWithNameException", words))
}

fn identity(name: &str) -> Json {
    json!({"authenticatedUser": {"id": USER, "descriptor": "Microsoft.IdentityModel.Claims.ClaimsIdentity;t\\user@example.com",
        "subjectDescriptor": DESCRIPTOR, "providerDisplayName": name, "isActive": true,
        "properties": {"Account": {"$type": "System.String", "$value": "user@example.com"}}}})
}

/// A group's descriptor; `last` is the last part of its security id.
fn group(last: u8) -> String {
    use base64::Engine;
    let sid = format!("S-1-9-1551374245-1204400969-2402986413-2179408616-0-0-0-0-{last}");
    let encoded = base64::engine::general_purpose::STANDARD_NO_PAD.encode(sid);
    format!("vssgp.{encoded}")
}

/// The groups of an organization in German.
fn groups() -> Json {
    json!({"count": 2, "value": [
        {"descriptor": group(3), "domain": IDENTITY_DOMAIN, "principalName": "[acme]\\Gültige Benutzer"},
        {"descriptor": group(1), "domain": IDENTITY_DOMAIN, "principalName": "[acme]\\Projektauflistungsadministratoren"},
    ]})
}

fn links(key: &str, all: &[&str]) -> Json {
    let all: Vec<Json> = all.iter().map(|one| json!({key: one})).collect();
    json!({"count": all.len(), "value": all})
}

/// What Azure DevOps answers, by request; for memberships by request and subject.
#[derive(Clone, Debug)]
struct World(BTreeMap<String, Result>);

impl World {
    /// A token with both scopes and nothing more, of a service account that administers the organization.
    fn ready() -> World {
        World(BTreeMap::new())
            .with("identity", known(200, identity("Semgrep Service")))
            .with(
                "repositories",
                known(
                    200,
                    json!({"count": 1, "value": [{"id": OTHER, "name": "web"}]}),
                ),
            )
            .with("write-probe", no_repository())
            .with(
                "permission",
                known(200, json!({"count": 1, "value": [true]})),
            )
            .with("owner", known(200, json!({"id": OTHER, "owner": OTHER})))
            .with("groups", bare())
            .with("entitlements", bare())
    }

    fn with(mut self, key: &str, answer: Result) -> World {
        self.0.insert(key.to_owned(), answer);
        self
    }

    /// Graph answers: the user's groups, and the members of each group.
    fn graph(self, above: &[&str], below: &[(&str, &[&str])]) -> World {
        let key = format!("memberships {DESCRIPTOR}");
        let world = self
            .with("groups", known(200, groups()))
            .with(&key, known(200, links("containerDescriptor", above)));
        below.iter().fold(world, |world, (group, members)| {
            world.with(
                &format!("members {group}"),
                known(200, links("memberDescriptor", members)),
            )
        })
    }

    fn answer(&self, call: &Call) -> Result {
        let last = call
            .bind
            .iter()
            .find(|(name, _)| matches!(*name, "subject" | "group"));
        let key = match last {
            Some((_, value)) => format!("{} {value}", call.ask.key),
            None => call.ask.key.to_owned(),
        };
        self.0.get(&key).cloned().unwrap_or(miss(Cause::Network))
    }

    /// Asks round by round, as the runner does.
    fn asked(&self, target: &Target) -> (Answers, Vec<Vec<Call>>) {
        let mut answers = Answers::of(Side::Scm);
        let mut rounds = Vec::new();
        let mut sent = BTreeSet::new();
        loop {
            let mut calls = AzureDevOps.next(target, &answers);
            calls.retain(|call| sent.insert((call.ask.key, call.bind.clone())));
            if calls.is_empty() {
                return (answers, rounds);
            }
            for call in &calls {
                answers.keep(call, self.answer(call));
            }
            rounds.push(calls);
            assert!(rounds.len() < 10, "it never ends");
        }
    }

    fn judged_as(&self, target: &Target, phase: Phase) -> Vec<Finding> {
        let (answers, _) = self.asked(target);
        let evidence = AzureDevOps.read(target, &answers);
        let context = Context {
            phase,
            connected: phase == Phase::Steady,
            writes: false,
            today: target.today,
            warn_days: 30,
            asked: BTreeSet::new(),
            left_out: BTreeSet::new(),
        };
        let word = |name: &str| match name {
            "host" => Some(target.host.clone()),
            "namespace" => Some(target.namespace.clone()),
            _ => AzureDevOps.word(target, name),
        };
        let rows = AzureDevOps.requirements();
        findings(
            rows,
            About::Connection,
            &evidence,
            &context,
            &[],
            &word,
            &|_| {},
        )
    }

    fn judged(&self) -> Vec<Finding> {
        self.judged_as(&target(), Phase::Steady)
    }

    fn row(&self, id: &str) -> Finding {
        row(self.judged(), id)
    }
}

fn row(all: Vec<Finding>, id: &str) -> Finding {
    let id = format!("azure-devops/{id}");
    all.into_iter().find(|one| one.id == id).unwrap()
}

fn said(finding: &Finding) -> String {
    let all: Vec<&str> = finding
        .judged
        .by
        .iter()
        .map(|trace| trace.detail.as_str())
        .collect();
    all.join("; ")
}

#[track_caller]
fn met(finding: &Finding) {
    assert_eq!(finding.judged.verdict, Verdict::Met, "{finding:?}");
}

#[track_caller]
fn not_met(finding: &Finding) {
    assert_eq!(finding.judged.verdict, Verdict::NotMet, "{finding:?}");
}

#[track_caller]
fn cannot_tell(finding: &Finding, cause: &str) {
    assert_eq!(finding.judged.verdict, Verdict::CannotTell, "{finding:?}");
    assert_eq!(
        finding.judged.cause.as_ref().unwrap().code(),
        cause,
        "{finding:?}"
    );
}

#[track_caller]
fn dead(finding: &Finding, cause: &str) {
    not_met(finding);
    assert_eq!(
        finding.judged.cause.as_ref().unwrap().code(),
        cause,
        "{finding:?}"
    );
}
