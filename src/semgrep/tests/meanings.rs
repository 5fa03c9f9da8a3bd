//! What the platform's answers mean when they are as documented.

use serde_json::{Value as Json, json};

use super::{HTML, Told, answer, flag, platform, target};
use crate::ask::{Miss, Probe, Target};
use crate::audit::{Cause, Certainty, Known};
use crate::semgrep::asks::{
    CHECKLIST, DEPLOYMENT, DEPLOYMENTS, IDENTITY, PING, POLICIES, PRODUCTS, PROJECTS, REMEDIATION,
    USERS,
};
use crate::semgrep::features::Setting;
use crate::semgrep::{Platform, deployment, found, identified};

/// What was last said about a fact, whether it is known or not.
fn detail(known: Known) -> String {
    let by = known.map_or_else(|gap| gap.by, |seen| seen.by);
    by.last().map(|one| one.detail.clone()).unwrap_or_default()
}

fn miss(cause: Cause) -> Miss {
    Miss {
        cause,
        detail: String::new(),
    }
}

fn not_authorized() -> Json {
    json!({ "error": "Not authorized" })
}

/// The keys of what is asked next.
fn asked(platform: &Platform, told: &Told) -> Vec<&'static str> {
    let calls = platform.next(&target(), &told.0);
    calls.iter().map(|call| call.ask.key).collect()
}

#[test]
fn an_identity_that_names_no_deployment_leaves_the_only_one() {
    for none in [json!(null), json!(""), json!("0"), json!(0)] {
        let told = Told::usual().json(
            &IDENTITY,
            200,
            json!({ "identity": "x", "deploymentId": none }),
        );
        let slug = deployment(&told.0).map(|one| one.slug);
        assert_eq!(slug.as_deref(), Some("acme"), "{none}");
        assert_eq!(identified(&told.0).filter(|id| id != "0"), None, "{none}");
    }
    assert_eq!(identified(&Told::usual().0).as_deref(), Some("1"));
    let refused = json!({ "error": "no", "deploymentId": "1" });
    let told = Told::usual().json(&IDENTITY, 403, refused);
    assert_eq!(identified(&told.0), None);
}

#[test]
fn a_token_is_accepted_for_the_deployment_that_was_asked_for() {
    let guarded = |guard: Option<&str>, told: &Told| {
        let platform = Platform {
            guard: guard.map(str::to_owned),
            ..platform()
        };
        platform.read(&target(), &told.0).get("semgrep.token")
    };
    let usual = Told::usual();
    assert_eq!(flag(guarded(None, &usual)), Ok(true));
    assert_eq!(flag(guarded(Some("acme"), &usual)), Ok(true));
    let elsewhere = guarded(Some("globex"), &usual);
    assert_eq!(flag(elsewhere.clone()), Err("not-this-organization"));
    assert_eq!(detail(elsewhere), "reaches deployment acme, not globex");
    let refused = Told::usual().json(&IDENTITY, 403, not_authorized());
    assert_eq!(flag(guarded(None, &refused)), Err("refused"));
    let no_object = Told::usual().json(&IDENTITY, 403, json!(["no"]));
    assert_eq!(flag(guarded(None, &no_object)), Err("unreadable"));
    let nobody = Target {
        token: None,
        ..target()
    };
    let token = platform().read(&nobody, &usual.0).get("semgrep.token");
    assert_eq!(flag(token), Err("not-asked"));
}

#[test]
fn only_a_request_that_carries_the_token_contradicts_its_refusal() {
    let told = Told::nothing()
        .json(&IDENTITY, 401, not_authorized())
        .json(&PING, 200, json!({}));
    assert_eq!(told.flag("semgrep.token"), Err("token-invalid"));
}

#[test]
fn an_identity_speaks_for_the_host_and_else_a_ping_does() {
    let named = |status, identity: Json| Told::nothing().json(&IDENTITY, status, identity);
    for identity in [json!({ "identity": "x" }), json!({ "deploymentId": "1" })] {
        let host = named(200, identity).known("semgrep.host").unwrap();
        assert_eq!(host.sure, Certainty::Implied);
    }
    for (status, identity) in [
        (200, json!({ "identity": "" })),
        (403, json!({ "identity": "x", "deploymentId": "1" })),
        (403, not_authorized()),
    ] {
        let told = named(status, identity).json(&PING, 404, json!({ "error": "not found" }));
        assert_eq!(told.flag("semgrep.host"), Ok(false), "{status}");
    }
    for (status, body) in [(200, json!([])), (500, json!({})), (403, json!({}))] {
        let told = named(404, json!({})).json(&PING, status, body);
        assert!(told.flag("semgrep.host").is_err(), "{status}");
    }
}

#[test]
fn a_host_that_could_not_be_asked_is_told_by_what_went_wrong() {
    let mut told = Told::nothing();
    told.0.keep(&IDENTITY.call(), Err(miss(Cause::Network)));
    assert_eq!(told.flag("semgrep.host"), Err("network"));
    told.0.keep(&PING.call(), Err(miss(Cause::Tls)));
    assert_eq!(told.flag("semgrep.host"), Err("tls"));
}

#[test]
fn the_web_api_is_not_found_without_its_scope() {
    let web_api = |told: &Told| told.known("semgrep.web-api");
    let usual = web_api(&Told::usual());
    assert_eq!(flag(usual.clone()), Ok(true));
    assert_eq!(detail(usual), "deployment acme");
    let hidden = Told::usual().json(&DEPLOYMENTS, 404, json!({ "error": "not found" }));
    assert_eq!(flag(web_api(&hidden)), Ok(false));
    let page = Told::usual().with(&DEPLOYMENTS, answer(404, "text/html", HTML));
    assert_eq!(flag(web_api(&page)), Err("unreadable"));
    let nameless = Told::usual().json(&DEPLOYMENTS, 404, json!({}));
    assert_eq!(flag(web_api(&nameless)), Err("unreadable"));
}

#[test]
fn the_owner_of_the_token_is_an_admin_by_the_role_among_the_users() {
    let users = |users: Json| Told::usual().json(&USERS, 200, json!({ "users": users }));
    let role = |role: Json| {
        users(json!([{ "id": 4, "orgRole": "ORG_ROLE_ADMIN" }, { "id": 5, "orgRole": role }]))
    };
    for (name, expected) in [
        ("ORG_ROLE_ADMIN", Ok(true)),
        ("ORG_ROLE_MEMBER", Ok(false)),
        ("ORG_ROLE_READONLY", Ok(false)),
        ("ORG_ROLE_IMPERSONATOR", Ok(false)),
        ("ORG_ROLE_NEW", Err("not-visible")),
    ] {
        let known = role(json!(name)).known("semgrep.admin");
        assert_eq!(flag(known.clone()), expected);
        assert!(detail(known).contains(&format!("orgRole: {name}")));
    }
    for told in [role(json!(null)), users(json!([{ "id": 4 }]))] {
        assert_eq!(told.flag("semgrep.admin"), Err("not-visible"));
    }
    let identity = |status, identity: Json| Told::usual().json(&IDENTITY, status, identity);
    for (told, cause) in [
        (Told::usual().json(&USERS, 403, not_authorized()), "refused"),
        (Told::usual().json(&USERS, 200, json!([])), "unreadable"),
        (Told::usual(), "not-asked"),
        (identity(200, json!({ "identity": "x" })), "not-visible"),
        (identity(200, json!({ "userId": "5" })), "unreadable"),
        (identity(403, not_authorized()), "refused"),
    ] {
        assert_eq!(told.flag("semgrep.admin"), Err(cause));
    }
}

#[test]
fn projects_are_told_by_number_and_newest_scan() {
    let told = |projects: Json| {
        let told = Told::usual().json(&PROJECTS, 200, json!({ "projects": projects }));
        detail(told.known("semgrep.scanned"))
    };
    let scanned = |day: &str| json!({ "latest_scan_at": format!("{day}T06:12:44Z") });
    assert_eq!(told(json!([])), "no projects");
    assert_eq!(told(json!([{}])), "1 project, none ever scanned");
    assert_eq!(
        told(json!([scanned("2026-08-30"), scanned("2026-09-02"), {}])),
        "at least 3 projects, newest scan 2026-09-02"
    );
}

#[test]
fn the_checklist_is_a_hint_beside_the_projects() {
    let tasks = json!([
        { "type": "TASK_TYPE_OTHER", "state": "TASK_STATE_SKIPPED" },
        { "type": "TASK_TYPE_SCAN_CODE", "state": "TASK_STATE_COMPLETED" },
    ]);
    let told = Told::usual()
        .json(&PROJECTS, 200, json!({ "projects": [] }))
        .json(&CHECKLIST, 200, json!({ "taskStatus": tasks }));
    assert_eq!(told.flag("semgrep.scanned"), Ok(false));
    assert_eq!(
        detail(told.known("semgrep.scanned")),
        "hint: the onboarding checklist has \"scan code\" as completed"
    );
}

#[test]
fn settings_are_read_from_the_products_and_from_the_deployment() {
    let products = json!({ "ai": { "enabled": true } });
    let told = Told::usual()
        .json(&PRODUCTS, 200, json!({ "products": products }))
        .json(
            &DEPLOYMENT,
            200,
            json!({ "deployment": { "has_triage_via_comment": true } }),
        );
    let (whole, settings) = found(&told.0).unwrap();
    assert_eq!(whole, products);
    assert_eq!(settings["code-snippets"], Setting::Switch(true));
    assert_eq!(settings["comment-triage"], Setting::Switch(true));
    assert_eq!(told.flag("feature.code-snippets"), Ok(true));
    assert_eq!(told.flag("feature.noise-filter"), Ok(false));
    let refused = told.json(&PRODUCTS, 403, not_authorized());
    assert_eq!(found(&refused.0).unwrap_err().cause, Cause::Refused);
    assert_eq!(refused.flag("feature.code-snippets"), Err("refused"));
}

#[test]
fn each_round_asks_for_what_the_last_one_named() {
    let first = [IDENTITY.key, DEPLOYMENTS.key];
    assert_eq!(asked(&platform(), &Told::nothing()), first);
    let bare = Platform::default();
    assert_eq!(asked(&bare, &Told::usual()), [USERS.key]);
    let nameless = Told::usual().json(&IDENTITY, 200, json!({ "identity": "x" }));
    assert!(asked(&bare, &nameless).is_empty());
    let guarded = |guard: &str| Platform {
        guard: Some(guard.to_owned()),
        ..Platform::default()
    };
    assert!(asked(&guarded("globex"), &Told::usual()).is_empty());
    assert_eq!(asked(&guarded("acme"), &Told::usual()), [USERS.key]);
    for (status, expected) in [(410, true), (403, false)] {
        let told = Told::usual().json(&POLICIES, status, not_authorized());
        let remedied = asked(&platform(), &told).contains(&REMEDIATION.key);
        assert_eq!(remedied, expected, "{status}");
    }
}
