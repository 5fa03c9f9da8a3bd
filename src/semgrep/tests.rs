//! What the platform's answers mean when they are not what they should be.

#![allow(clippy::unwrap_used)]

mod meanings;

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::asks::{
    CHECK, CONFIGS, DEPLOYMENTS, IDENTITY, PING, POLICIES, PRODUCTS, PROJECTS, RULES,
};
use super::connections::{Connections, Listed, is};
use super::features;
use super::*;
use crate::ask::{Answer, PlatformKey};
use crate::audit::{Cause, Known, Side, Value, fact};

const HTML: &str = "<html><body>Sign in</body></html>";

fn answer(status: u16, kind: &str, body: &str) -> Answer {
    Answer {
        status,
        headers: BTreeMap::from([("content-type".to_owned(), kind.to_owned())]),
        body: body.to_owned(),
    }
}

/// Answers with an identity and a deployment, to which others are added.
struct Told(Answers);

impl Told {
    fn nothing() -> Self {
        Told(Answers::of(Side::Platform))
    }

    fn usual() -> Self {
        let identity = json!({ "identity": "api-token: x", "userId": "5", "deploymentId": "1" });
        let deployment = json!({ "id": 1, "slug": "acme", "name": "Acme" });
        Told::nothing().json(&IDENTITY, 200, identity).json(
            &DEPLOYMENTS,
            200,
            json!({ "deployments": [deployment] }),
        )
    }

    fn with(mut self, ask: &'static Ask, answer: Answer) -> Self {
        self.0.keep(&ask.call(), Ok(answer));
        self
    }

    fn json(self, ask: &'static Ask, status: u16, body: Json) -> Self {
        self.with(ask, answer(status, "application/json", &body.to_string()))
    }

    fn rules(mut self, policy: &str, body: Json) -> Self {
        let call = RULES.call().with("policy", policy);
        let answer = answer(200, "application/json", &body.to_string());
        self.0.keep(&call, Ok(answer));
        self
    }

    fn check(mut self, config: &str, body: Json) -> Self {
        let call = CHECK.call().with("config", config);
        let answer = answer(200, "application/json", &body.to_string());
        self.0.keep(&call, Ok(answer));
        self
    }

    fn known(&self, fact: &str) -> Known {
        platform().read(&target(), &self.0).get(fact)
    }

    /// The flag of a fact, or the name of the cause for which there is none.
    fn flag(&self, fact: &str) -> Result<bool, &'static str> {
        flag(self.known(fact))
    }

    fn connection(&self, fact: &str) -> Result<bool, &'static str> {
        flag(Connections::of(&self.0).read(&key(true, SCM)).get(fact))
    }

    fn calls(&self, ask: &Ask) -> Vec<String> {
        let calls = platform().next(&target(), &self.0).into_iter();
        calls
            .filter(|call| call.ask.key == ask.key)
            .map(|call| ask.path(&call.bind))
            .collect()
    }
}

fn flag(known: Known) -> Result<bool, &'static str> {
    match known {
        Ok(seen) => Ok(seen.value == Value::Flag(true)),
        Err(gap) => Err(gap.cause.name()),
    }
}

fn platform() -> Platform {
    Platform {
        prerequisites: true,
        features: true,
        connections: true,
        every: true,
        ..Platform::default()
    }
}

fn target() -> Target {
    Target {
        side: Side::Platform,
        host: "semgrep.dev".to_owned(),
        namespace: String::new(),
        servers: BTreeMap::new(),
        token: Some(Secret::new("x".to_owned())),
        credentials: Vec::new(),
        headers: Vec::new(),
        today: 20_000,
        full: false,
        nonce: String::new(),
        exact: true,
        app_slug: None,
    }
}

const SCM: &str = "https://scm.example";
const KIND: &str = "SCM_TYPE_OF_TESTS";

fn key(public: bool, base_url: &str) -> PlatformKey {
    PlatformKey {
        types: &[KIND],
        namespace: "acme".to_owned(),
        base_url: base_url.to_owned(),
        public,
    }
}

fn configs(configs: Json) -> Told {
    Told::usual().json(&CONFIGS, 200, json!({ "configs": configs }))
}

fn config(id: impl Into<Json>) -> Json {
    json!({ "id": id.into(), "type": KIND, "namespace": "acme", "baseUrl": SCM })
}

/// Bodies that are no list under any key.
fn no_lists(key: &str) -> Vec<Json> {
    let mut all = vec![json!([]), json!(null), json!("x"), json!(1)];
    all.push(json!({ "error": "try again" }));
    all.push(json!({ "code": 13, "message": "try again" }));
    for wrong in [json!({}), json!("x"), json!(null), json!([1]), json!([[]])] {
        all.push(json!({ key: wrong }));
    }
    all
}

#[test]
fn a_connection_without_base_url_belongs_to_the_public_service_only() {
    let listed = |base_url: Option<&str>| Listed {
        id: "7".to_owned(),
        kind: KIND.to_owned(),
        namespace: "Acme".to_owned(),
        base_url: base_url.map(str::to_owned),
    };
    let public = key(true, SCM);
    let own = key(false, "https://scm.acme.example:8443/root");
    assert!(is(&public, &listed(None)));
    assert!(is(&public, &listed(Some("https://SCM.example/"))));
    assert!(is(&public, &listed(Some("scm.example"))));
    assert!(!is(&public, &listed(Some("https://scm.acme.example:8443"))));
    assert!(!is(&own, &listed(None)));
    assert!(!is(&own, &listed(Some(SCM))));
    assert!(!is(&own, &listed(Some("https://scm.acme.example"))));
    assert!(is(&own, &listed(Some("https://scm.acme.example:8443"))));
    // Two addresses that can't be read are not the same one.
    assert!(!is(&key(false, "https://"), &listed(Some("https://"))));
}

#[test]
fn a_list_that_can_not_be_read_is_not_the_absence_of_a_connection() {
    let id = |told: &Told| {
        let id = Connections::of(&told.0).config_id(&key(true, SCM));
        id.map_err(|gap| gap.cause.name())
    };
    assert_eq!(id(&configs(json!([config("7")]))), Ok(Some("7".to_owned())));
    assert_eq!(id(&configs(json!([]))), Ok(None));
    assert_eq!(id(&Told::usual().json(&CONFIGS, 200, json!({}))), Ok(None));
    assert_eq!(id(&Told::usual()), Err("not-asked"));
    let mut odd = vec![json!(1), json!({ "type": KIND, "namespace": "acme" })];
    for wrong in ["..", ".", "", "0", "7/check", "7 ", "7?"] {
        odd.push(config(wrong));
    }
    odd.extend([config(json!(1.5)), config(json!(-7)), config(json!({}))]);
    for (name, wrong) in [
        ("baseUrl", json!(1)),
        ("baseUrl", json!("https://")),
        ("namespace", json!([])),
        ("type", json!(4)),
    ] {
        let mut one = config("8");
        one[name] = wrong;
        odd.push(one);
    }
    for one in odd {
        let told = configs(json!([one, config("7")]));
        assert_eq!(id(&told), Err("unreadable"), "{one}");
        assert_eq!(told.connection(fact::CONNECTED), Err("unreadable"), "{one}");
        assert!(told.calls(&CHECK).is_empty(), "{one}");
    }
    for body in no_lists("configs") {
        let told = Told::usual().json(&CONFIGS, 200, body.clone());
        assert_eq!(id(&told), Err("unreadable"), "{body}");
    }
}

#[test]
fn an_answer_of_another_type_is_never_not_met() {
    for body in no_lists("projects") {
        let told = Told::usual().json(&PROJECTS, 200, body.clone());
        assert_eq!(told.flag("semgrep.scanned"), Err("unreadable"), "{body}");
    }
    let fact = "semgrep.comments-or-blocks";
    for body in no_lists("policies") {
        let told = Told::usual().json(&POLICIES, 200, body.clone());
        assert_eq!(told.flag(fact), Err("unreadable"), "{body}");
    }
    for policy in [json!({}), json!({ "id": ".." }), json!({ "id": {} })] {
        let policies = json!({ "policies": [policy, { "id": "3" }] });
        let told = Told::usual().json(&POLICIES, 200, policies);
        assert_eq!(told.flag(fact), Err("unreadable"));
        assert!(told.calls(&RULES).is_empty());
    }
    let policies = || Told::usual().json(&POLICIES, 200, json!({ "policies": [{ "id": 3 }] }));
    assert_eq!(policies().flag(fact), Err("not-asked"));
    let mut odd = no_lists("rules");
    for mode in [json!(2), json!({}), json!(null), json!("MODE_SHOUT")] {
        odd.push(json!({ "rules": [{ "policyMode": mode }] }));
    }
    for body in odd {
        let told = policies().rules("3", body.clone());
        assert_eq!(told.flag(fact), Err("unreadable"), "{body}");
    }
    for body in no_lists("deployments") {
        let told = Told::usual().json(&DEPLOYMENTS, 200, body.clone());
        assert_eq!(told.flag("semgrep.web-api"), Err("unreadable"), "{body}");
        assert_eq!(deployment(&told.0), None);
    }
}

#[test]
fn an_empty_list_may_be_left_out() {
    let told = Told::usual()
        .json(&PROJECTS, 200, json!({}))
        .json(&POLICIES, 200, json!({}));
    assert_eq!(told.flag("semgrep.scanned"), Ok(false));
    assert_eq!(told.flag("semgrep.comments-or-blocks"), Ok(false));
    let told = Told::usual()
        .json(&POLICIES, 200, json!({ "policies": [{ "id": "3" }] }))
        .rules("3", json!({ "policy": { "id": "3" } }));
    assert_eq!(told.flag("semgrep.comments-or-blocks"), Ok(false));
}

#[test]
fn a_test_of_a_connection_counts_only_as_documented() {
    let healthy = |check: Json| {
        let told = configs(json!([config("7")])).check("7", check);
        told.connection(fact::HEALTHY)
    };
    assert_eq!(healthy(json!({ "status": { "ok": true } })), Ok(true));
    assert_eq!(healthy(json!({ "status": {} })), Ok(false));
    for odd in [json!({ "ok": "yes" }), json!({ "ok": 1 }), json!([])] {
        assert_eq!(healthy(json!({ "status": odd })), Err("unreadable"));
    }
    let mut odd = config("7");
    odd["subscriptions"] = json!("all");
    let check = json!({ "status": { "ok": true }, "tokenScopes": [] });
    let told = configs(json!([odd])).check("7", check);
    assert_eq!(told.connection(fact::WEBHOOKS), Err("unreadable"));
    assert_eq!(told.connection(fact::PLATFORM_COMMENTS), Err("unreadable"));
}

#[test]
fn a_scan_has_a_day() {
    let scanned = |ats: &[Json]| {
        let projects: Vec<Json> = ats
            .iter()
            .map(|at| json!({ "latest_scan_at": at }))
            .collect();
        let told = Told::usual().json(&PROJECTS, 200, json!({ "projects": projects }));
        let page = json!({ "projects": projects });
        let seen = told.flag("semgrep.scanned");
        assert_eq!(asks::scanned(&page), seen == Ok(true));
        seen
    };
    let (day, zero) = ("2026-08-30 06:12:44.120318+00:00", "0001-01-01T00:00:00Z");
    assert_eq!(scanned(&[json!(day)]), Ok(true));
    assert_eq!(scanned(&[json!(zero), json!(day)]), Ok(true));
    assert_eq!(scanned(&[json!("later"), json!(day)]), Ok(true));
    for never in [zero, "1970-01-01T00:00:00Z", "1970-01-02", ""] {
        assert_eq!(scanned(&[json!(never), json!(null)]), Ok(false), "{never}");
    }
    for odd in [json!("later"), json!(1), json!({}), json!(true)] {
        assert_eq!(scanned(&[odd, json!(zero)]), Err("unreadable"));
    }
}

#[test]
fn only_the_platform_s_own_refusal_makes_a_token_invalid() {
    let own = r#"{"error":"Not authorized"}"#;
    let token = |body: &str, kind: &str| {
        let told = Told::nothing()
            .with(&IDENTITY, answer(401, kind, body))
            .with(&DEPLOYMENTS, answer(401, kind, body));
        told.flag("semgrep.token")
    };
    let json = "application/json";
    assert_eq!(token(own, json), Err("token-invalid"));
    assert_eq!(token(r#"{"message":"no"}"#, ""), Err("token-invalid"));
    for (body, kind) in [
        (own, "text/html"),
        (HTML, json),
        ("{}", json),
        ("[]", json),
        (r#"{"error":{}}"#, json),
        (r#"{"error":"#, json),
        (r#"{"detail":"login"}"#, json),
        ("", json),
        ("Not authorized", "text/plain"),
    ] {
        assert_eq!(token(body, kind), Err("unreadable"), "{kind}: {body}");
    }
}

#[test]
fn a_token_that_works_elsewhere_is_not_invalid() {
    let told = Told::usual().json(&IDENTITY, 401, json!({ "error": "Not authorized" }));
    let gap = told.known("semgrep.token").unwrap_err();
    assert_eq!(gap.cause, Cause::Unreadable);
    let detail = &gap.by[0].detail;
    assert!(detail.starts_with("contradicts itself"), "{detail}");
    assert_eq!(told.flag("semgrep.host"), Ok(true));
}

#[test]
fn a_page_in_between_refuses_nothing() {
    for status in [401, 403] {
        let page = || answer(status, "text/html", HTML);
        let told = Told::usual()
            .with(&PROJECTS, page())
            .with(&POLICIES, page())
            .with(&CONFIGS, page())
            .with(&PRODUCTS, page());
        for fact in [
            "semgrep.scanned",
            "semgrep.comments-or-blocks",
            "feature.remediation",
        ] {
            assert_eq!(told.flag(fact), Err("unreadable"), "{status} {fact}");
        }
        assert_eq!(told.connection(fact::CONNECTED), Err("unreadable"));
        let told = Told::usual().with(&DEPLOYMENTS, page());
        assert_eq!(told.flag("semgrep.web-api"), Err("unreadable"));
        let told = Told::usual().json(&PROJECTS, status, json!({ "error": "no" }));
        assert_eq!(told.flag("semgrep.scanned"), Err("refused"));
    }
}

#[test]
fn a_host_is_no_platform_only_where_ping_s_404_came_whole() {
    let host = |answer: Answer| {
        let told = Told::nothing().with(&IDENTITY, self::answer(404, "text/html", HTML));
        told.with(&PING, answer).flag("semgrep.host")
    };
    let json = "application/json";
    assert_eq!(host(answer(200, json, "{}")), Ok(true));
    let not_found = r#"{"error":"not found"}"#;
    assert_eq!(host(answer(404, json, not_found)), Ok(false));
    let plain = "404 page not found";
    assert_eq!(host(answer(404, "text/plain", plain)), Ok(false));
    for (kind, body) in [
        ("text/html", HTML),
        (json, r#"{"error":"not f"#),
        ("text/plain", r#"{"error":"not f"#),
        ("text/plain", ""),
        ("text/html", not_found),
        ("", ""),
    ] {
        let read = host(answer(404, kind, body));
        assert_eq!(read, Err("unreadable"), "{kind}: {body}");
    }
}

#[test]
fn an_identity_of_somebody_else_is_followed_by_a_ping() {
    let told = Told::nothing().json(&IDENTITY, 200, json!({ "login": "ada" }));
    assert_eq!(told.flag("semgrep.token"), Err("unreadable"));
    assert_eq!(told.calls(&PING).len(), 1);
}

#[test]
fn the_deployment_is_the_listed_one_that_identity_names() {
    let slug = |named: Json, listed: Json| {
        let told = Told::nothing()
            .json(
                &IDENTITY,
                200,
                json!({ "identity": "x", "deploymentId": named }),
            )
            .json(&DEPLOYMENTS, 200, json!({ "deployments": listed }));
        deployment(&told.0).map(|one| one.slug)
    };
    let two = || json!([{ "id": 1, "slug": "other" }, { "id": "2", "slug": "acme" }]);
    let one = || json!([{ "id": 1, "slug": "acme" }]);
    let acme = Some("acme".to_owned());
    assert_eq!(slug(json!("2"), two()), acme);
    assert_eq!(slug(json!(2), two()), acme);
    assert_eq!(slug(json!(null), one()), acme);
    assert_eq!(slug(json!("3"), two()), None);
    assert_eq!(slug(json!("3"), one()), None);
    assert_eq!(slug(json!({}), one()), None);
    assert_eq!(slug(json!(null), two()), None);
    for (id, slug_of) in [
        ("..", "acme"),
        ("1/2", "acme"),
        ("1", ".."),
        ("1", "."),
        ("1", ""),
        ("1", "a/b"),
        ("1", "a?b"),
    ] {
        let listed = json!([{ "id": id, "slug": slug_of }]);
        assert_eq!(slug(json!(null), listed), None, "{id} {slug_of}");
    }
    let plain = json!([{ "id": "a-1_B", "slug": "acme.co_x-1" }]);
    assert_eq!(slug(json!("a-1_B"), plain), Some("acme.co_x-1".to_owned()));
}

#[test]
fn more_policies_than_anybody_has_are_not_all_read() {
    let fact = "semgrep.comments-or-blocks";
    let told = |count: usize, mode: &str| {
        let policies: Vec<Json> = (1..=count).map(|id| json!({ "id": id })).collect();
        let mut told = Told::usual().json(&POLICIES, 200, json!({ "policies": policies }));
        assert_eq!(told.calls(&RULES).len(), count.min(50));
        for id in 1..=count.min(50) {
            let rules = json!({ "rules": [{ "policyMode": mode }] });
            told = told.rules(&id.to_string(), rules);
        }
        told
    };
    assert_eq!(told(50, "MODE_MONITOR").flag(fact), Ok(false));
    assert_eq!(told(51, "MODE_COMMENT").flag(fact), Ok(true));
    let gap = told(51, "MODE_MONITOR").known(fact).unwrap_err();
    assert_eq!(gap.cause, Cause::Budget);
    assert_eq!(gap.by[0].detail, "51 policies, only 50 were read");
}

#[test]
fn more_connections_than_can_be_tested_are_not_all_tested() {
    let mut all: Vec<Json> = (1..=2_001)
        .map(|id| json!({ "id": id, "type": KIND, "namespace": format!("n{id}") }))
        .collect();
    all[2_000]["namespace"] = json!("acme");
    let mut told = configs(json!(all));
    let sought = Platform {
        sought: vec![key(true, SCM)],
        ..platform()
    };
    let checks = |platform: &Platform, told: &Told| {
        let calls = platform.next(&target(), &told.0).into_iter();
        let calls = calls.filter(|call| call.ask.key == CHECK.key);
        let paths: Vec<String> = calls.map(|call| CHECK.path(&call.bind)).collect();
        (
            paths.len(),
            paths.iter().any(|path| path.ends_with("/2001/check")),
        )
    };
    // The one that was asked for comes first.
    assert_eq!(checks(&sought, &told), (2_000, true));
    assert_eq!(checks(&platform(), &told), (2_000, false));
    for id in 1..=2_000 {
        told = told.check(&id.to_string(), json!({ "status": { "ok": true } }));
    }
    assert_eq!(told.connection(fact::HEALTHY), Err("budget"));
}

#[test]
fn a_setting_in_something_that_is_no_object_is_neither_read_nor_written() {
    let deployment = crate::audit::Deployment {
        id: "1".to_owned(),
        slug: "acme".to_owned(),
        name: String::new(),
    };
    for (key, word, products) in [
        ("code-snippets", "on", json!({ "ai": "weird" })),
        ("code-snippets", "on", json!({ "ai": [] })),
        ("code-snippets", "on", json!({ "ai": { "enabled": "yes" } })),
        ("code-snippets", "on", json!([])),
        ("remediation", "on", json!({ "sast": 1 })),
        ("remediation", "on", json!({ "sast": { "ai_autofix": 1 } })),
        (
            "noise-filter",
            "inform",
            json!({ "sast": { "ai_autotriage": true } }),
        ),
        (
            "min-confidence",
            "0.3",
            json!({ "sast": { "ai_autofix": { "min_confidence": "low" } } }),
        ),
        (
            "min-confidence",
            "0.3",
            json!({ "sast": { "ai_autofix": "x" } }),
        ),
    ] {
        let feature = features::by_key(key).unwrap();
        let wanted = [(feature, feature.parse(word).unwrap())];
        assert_eq!(feature.read(&products, None), None, "{key} {products}");
        let calls = features::calls(&deployment, &products, &wanted);
        assert_eq!(calls.unwrap_err().cause, Cause::Unreadable, "{products}");
    }
}

#[test]
fn a_setting_that_was_left_out_is_written_beside_what_is_odd_elsewhere() {
    let feature = features::by_key("remediation").unwrap();
    let products = json!({ "ai": "weird", "sast": null });
    let wanted = [(feature, feature.parse("on").unwrap())];
    let body = features::body(&products, &wanted).unwrap();
    let expected = json!({ "ai": "weird", "sast": { "ai_autofix": { "enabled": true } } });
    assert_eq!(body, expected);
}

#[test]
fn a_key_that_the_json_library_would_swallow_makes_the_settings_unreadable() {
    let found = |products: &str| {
        let body = format!("{{\"products\":{products}}}");
        let told = Told::usual().with(&PRODUCTS, answer(200, "application/json", &body));
        super::found(&told.0).map_err(|gap| gap.cause.name())
    };
    assert!(found(r#"{"ai":{"note":"a \"quoted\\\" word","n":1.50}}"#).is_ok());
    for key in [
        "$serde_json::private::Number",
        r"\u0024serde_json::private::Number",
        r"$serde_json\u003A:private::Number",
    ] {
        let products = format!(r#"{{"ai":{{"a\"":"\\","odd":{{"{key}":"12"}}}}}}"#);
        assert_eq!(found(&products).err(), Some("unreadable"), "{products}");
    }
}

#[test]
fn a_thousand_connections_are_judged_without_delay() {
    let ids = 1..=1_000;
    let all: Vec<Json> = ids
        .clone()
        .map(|id| json!({ "id": id, "type": KIND, "namespace": format!("n{id}"), "baseUrl": SCM }))
        .collect();
    let mut told = configs(json!(all));
    for id in ids {
        told = told.check(&id.to_string(), json!({ "status": { "ok": id % 2 == 0 } }));
    }
    let start = std::time::Instant::now();
    let connections = Connections::of(&told.0);
    for (at, one) in connections.listed().unwrap().iter().enumerate() {
        let key = PlatformKey {
            namespace: one.namespace.clone(),
            ..key(true, SCM)
        };
        let even = Ok((at + 1) % 2 == 0);
        let listed = connections.read_listed(one);
        assert_eq!(flag(listed.get(fact::HEALTHY)), even);
        assert_eq!(flag(connections.read(&key).get(fact::HEALTHY)), even);
        assert_eq!(connections.config_id(&key), Ok(Some(one.id.clone())));
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn an_identity_or_a_check_of_another_shape_is_unreadable_and_not_hidden() {
    for odd in [json!([]), json!("ok"), Json::Null] {
        let told = Told::usual().json(&IDENTITY, 200, odd.clone());
        assert_eq!(told.flag("semgrep.admin"), Err("unreadable"), "{odd}");
        let told = configs(json!([config("7")])).check("7", odd.clone());
        for fact in [fact::PLATFORM_READS_CODE, fact::PLATFORM_COMMENTS] {
            assert_eq!(told.connection(fact), Err("unreadable"), "{odd}");
        }
    }
}
