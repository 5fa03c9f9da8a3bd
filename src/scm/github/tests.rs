//! Tests against the documents; what they share stands here.

#![allow(clippy::unwrap_used)]

mod apps;
mod budget;
mod identity;
mod platform;
mod refusals;
mod rows;

use serde_json::{Value as Json, json};

use super::*;
use crate::ask::{Answer, Miss};
use crate::audit::{
    About, Cause, Certainty, Context, Finding, Gap, Phase, Seen, Side, Trace, Value, Verdict, fact,
    findings,
};

/// 2026-11-23.
const TODAY: i64 = 20_780;
const SLUG: &str = "semgrep-code-acme";

type Reply = Result<Answer, Miss>;

/// A verdict and its cause.
type Judgement = (Verdict, Option<String>);

/// GitHub as a test wants it, beside what the platform says.
#[derive(Clone)]
struct World {
    target: Target,
    user: Reply,
    membership: Reply,
    installations: Reply,
    platform: Evidence,
}

/// What came of asking.
struct Run {
    rounds: Vec<Vec<&'static str>>,
    evidence: Evidence,
    findings: Vec<Finding>,
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
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

/// A refusal as the documents show it.
fn refused(status: u16, text: &str) -> Reply {
    refused_with(status, text, &[])
}

fn refused_with(status: u16, text: &str, headers: &[(&str, &str)]) -> Reply {
    let body = json!({
        "message": text,
        "documentation_url": "https://docs.github.com/rest",
        "status": status.to_string()
    });
    answer(status, headers, &body.to_string())
}

fn page(status: u16) -> Reply {
    answer(
        status,
        &[("content-type", "text/html")],
        "<html>sign in</html>",
    )
}

fn missed(cause: Cause) -> Reply {
    Err(Miss {
        cause,
        detail: "broken".to_owned(),
    })
}

fn member(role: &str, state: &str) -> Reply {
    let body = json!({
        "url": "https://api.github.com/orgs/acme/memberships/ada", "state": state, "role": role,
        "organization_url": "https://api.github.com/orgs/acme", "direct_membership": true,
        "organization": { "login": "acme" }, "user": { "login": "ada" }
    });
    answer(200, &[], &body.to_string())
}

/// An installation as GitHub's OpenAPI description shows it.
fn app(slug: &str, id: u64) -> Json {
    json!({
        "id": id, "account": { "login": "acme", "type": "Organization" }, "repository_selection": "all",
        "app_id": 2218, "app_slug": slug, "target_type": "Organization",
        "permissions": {
            "metadata": "read", "members": "read", "contents": "read", "pull_requests": "write", "actions": "write",
            "checks": "read", "security_events": "write", "secrets": "write", "single_file": "write",
            "workflows": "write"
        },
        "events": ["push"], "html_url": format!("https://github.com/organizations/acme/settings/installations/{id}"),
        "suspended_by": null, "suspended_at": null
    })
}

fn private() -> Json {
    app(SLUG, 11)
}

fn public() -> Json {
    let mut app = app("semgrep-app", 12);
    app["permissions"]
        .as_object_mut()
        .unwrap()
        .remove("contents");
    app
}

fn list(apps: &[Json]) -> Reply {
    let body = json!({ "total_count": apps.len(), "installations": apps });
    answer(200, &[], &body.to_string())
}

fn with(mut app: Json, key: &str, value: Json) -> Json {
    app[key] = value;
    app
}

/// The same app without a permission.
fn lacking(mut app: Json, permission: &str) -> Json {
    app["permissions"]
        .as_object_mut()
        .unwrap()
        .remove(permission);
    app
}

fn target(base: &str, namespace: &str, token: &str) -> Target {
    let base = Url::parse(base).unwrap();
    let mut target = Target {
        side: Side::Scm,
        host: GitHub.host(&base),
        namespace: namespace.to_owned(),
        servers: Default::default(),
        token: Secret::from_input(token.to_owned()),
        credentials: Vec::new(),
        headers: vec![("accept", "application/json".to_owned())],
        today: TODAY,
        full: false,
        app_slug: None,
        nonce: String::new(),
        exact: true,
    };
    let token = target.token.clone();
    GitHub.equip(&base, token.as_ref(), &mut target);
    target
}

impl World {
    /// An owner of acme with a classic token, and both apps as they should be.
    fn ready() -> World {
        let world = World {
            target: target(
                "https://api.github.com",
                "acme",
                "ghp_inventedinventedinvented",
            ),
            user: refused(500, ""),
            membership: member("admin", "active"),
            installations: list(&[public(), private()]),
            platform: Evidence::default(),
        };
        world.telling(&[
            ("x-oauth-scopes", "read:org"),
            (
                "github-authentication-token-expiration",
                "2027-03-01 10:00:00 UTC",
            ),
        ])
    }

    /// The same user, with these headers beside the answer.
    fn telling(self, headers: &[(&str, &str)]) -> World {
        let body = json!({ "login": "ada", "id": 1, "type": "User" });
        World {
            user: answer(200, headers, &body.to_string()),
            ..self
        }
    }

    fn user(self, user: Reply) -> World {
        World { user, ..self }
    }

    fn membership(self, membership: Reply) -> World {
        World { membership, ..self }
    }

    fn installations(self, installations: Reply) -> World {
        World {
            installations,
            ..self
        }
    }

    fn apps(self, apps: &[Json]) -> World {
        self.installations(list(apps))
    }

    fn slug(mut self, slug: &str) -> World {
        self.target.app_slug = Some(slug.to_owned());
        self
    }

    fn token(mut self, token: &str) -> World {
        self.target.token = Secret::from_input(token.to_owned());
        self
    }

    fn at(mut self, base: &str) -> World {
        let token = self.target.token.as_ref().unwrap().expose().to_owned();
        self.target = target(base, &self.target.namespace, &token);
        self
    }

    /// The account of the token's own user.
    fn personal(mut self) -> World {
        self.target.namespace = "Ada".to_owned();
        self.membership(refused(404, "Not Found"))
            .installations(refused(404, "Not Found"))
    }

    fn platform_says(mut self, fact: crate::audit::Fact, yes: bool) -> World {
        let seen = Seen::observed(Value::Flag(yes), Trace::local("app")).but(Certainty::Implied);
        self.platform.put(fact, Ok(seen));
        self
    }

    /// Asks round by round as the runner does, and judges.
    fn run(&self) -> Run {
        let mut answers = Answers::of(Side::Scm);
        let mut rounds = Vec::new();
        loop {
            let calls = GitHub.next(&self.target, &answers);
            if calls.is_empty() {
                break;
            }
            assert!(rounds.len() < 3, "more than three rounds: {rounds:?}");
            rounds.push(calls.iter().map(|call| call.ask.key).collect());
            for call in calls {
                assert!(GitHub.asks().iter().any(|ask| ask.key == call.ask.key));
                let reply = match call.ask.key {
                    "user" => &self.user,
                    "membership" => &self.membership,
                    "installations" => &self.installations,
                    other => panic!("unknown request {other}"),
                };
                answers.keep(&call, reply.clone());
            }
        }
        let own = GitHub.read(&self.target, &answers);
        let evidence = self.platform.clone().join(&own);
        let context = Context {
            phase: Phase::Steady,
            connected: true,
            writes: false,
            today: TODAY,
            warn_days: 30,
            asked: Default::default(),
            left_out: Default::default(),
        };
        let word = |name: &str| match name {
            "host" => Some(self.target.host.clone()),
            "namespace" => Some(self.target.namespace.clone()),
            "scm" => Some("github".to_owned()),
            _ => GitHub.word(&self.target, name),
        };
        let findings = findings(
            GitHub.requirements(),
            About::Connection,
            &evidence,
            &context,
            &[],
            &word,
            &|_| {},
        );
        Run {
            rounds,
            evidence,
            findings,
        }
    }

    fn row(&self, id: &str) -> Finding {
        self.run()
            .findings
            .into_iter()
            .find(|row| row.id == id)
            .unwrap()
    }

    /// Verdict and cause of a row.
    fn judged(&self, id: &str) -> Judgement {
        let row = self.row(id);
        (row.judged.verdict, row.judged.cause.map(|c| c.code()))
    }

    fn fix(&self, id: &str) -> (String, String) {
        let fix = self.row(id).fix.unwrap();
        (fix.text, fix.url.unwrap_or_default())
    }
}

fn met() -> Judgement {
    (Verdict::Met, None)
}

fn not_met() -> Judgement {
    (Verdict::NotMet, None)
}

fn dead(cause: &str) -> Judgement {
    (Verdict::NotMet, Some(cause.to_owned()))
}

fn cannot_tell(cause: &str) -> Judgement {
    (Verdict::CannotTell, Some(cause.to_owned()))
}

/// The evidence of a row in one text.
fn told(row: &Finding) -> String {
    let details: Vec<&str> = row
        .judged
        .by
        .iter()
        .map(|trace| trace.detail.as_str())
        .collect();
    details.join(" | ")
}
