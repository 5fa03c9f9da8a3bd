use super::{Stage, json, stage, text};
use serde_json::{Value, json};

const CONFIGS: &str = "/api/scm/deployments/73105/configs";
const CANARY: &str = "canary-scm-token";

fn create(stage: &mut Stage, body: &Value) -> (u16, Value) {
    let reply = stage.send("POST", CONFIGS, &body.to_string());
    (reply.status, json(&reply))
}

fn gitlab(namespace: &str) -> Value {
    json!({ "type": "SCM_TYPE_GITLAB", "namespace": namespace, "accessToken": CANARY, "subscribe": true })
}

#[test]
fn a_created_connection_is_listed_with_its_webhooks_and_never_with_its_token() {
    let mut stage = stage("{}");
    assert_eq!(stage.get(CONFIGS), json!({}));
    let (status, answer) = create(&mut stage, &gitlab("acme"));
    assert_eq!(status, 201);
    let config = &answer["config"];
    assert!(config["id"].is_string());
    assert_eq!(config["hasAccessToken"], json!(true));
    assert_eq!(config["baseUrl"], "https://gitlab.com");
    assert_eq!(config["subscriptions"].as_array().map(Vec::len), Some(1));
    for absent in [
        "accessToken",
        "autoScan",
        "installed",
        "status",
        "tokenScopes",
        "app",
    ] {
        assert_eq!(config.get(absent), None, "{absent}");
    }
    let listed = stage.get(CONFIGS);
    assert_eq!(&listed["configs"][0], config);
    assert!(!listed.to_string().contains(CANARY));
}

#[test]
fn webhooks_are_not_made_where_the_token_may_not_manage_them() {
    let mut stage = stage("{}");
    stage.powers = Err("403 Forbidden".to_owned());
    let (status, answer) = create(&mut stage, &gitlab("acme"));
    assert_eq!((status, answer["config"].get("subscriptions")), (201, None));
    assert_eq!(
        stage.status("PUT", "/api/scm/deployments/73105/subscriptions/2101", ""),
        400
    );
}

#[test]
fn a_second_connection_of_the_same_place_conflicts() {
    let mut stage = stage("connections: [{ type: SCM_TYPE_GITLAB, namespace: acme }]");
    assert_eq!(create(&mut stage, &gitlab("Acme")).0, 409);
    let mut same = gitlab("acme");
    same["baseUrl"] = json!("https://gitlab.com/");
    assert_eq!(create(&mut stage, &same).0, 409);
    same["baseUrl"] = json!("https://gitlab.example.com");
    assert_eq!(create(&mut stage, &same).0, 201);
}

#[test]
fn bad_types_and_namespaces_are_refused() {
    let mut stage = stage("{}");
    for (kind, namespace) in [
        ("", "acme"),
        ("SCM_TYPE_UNKNOWN", "acme"),
        ("GITLAB", "acme"),
        ("SCM_TYPE_GITLAB", ""),
        ("SCM_TYPE_GITLAB", "acme/web"),
        ("SCM_TYPE_GITLAB_SELFMANAGED", "acme"),
        ("SCM_TYPE_GITHUB", "acme/web"),
        ("SCM_TYPE_AZURE_DEVOPS", "acme"),
        ("SCM_TYPE_AZURE_DEVOPS", "acme/"),
        ("SCM_TYPE_AZURE_DEVOPS", "acme/web/api"),
    ] {
        let body = json!({ "type": kind, "namespace": namespace });
        assert_eq!(create(&mut stage, &body).0, 400, "{body}");
    }
    let azure = json!({ "type": "SCM_TYPE_AZURE_DEVOPS", "namespace": "acme/web" });
    assert_eq!(create(&mut stage, &azure).0, 201);
    for body in [
        json!({ "type": "SCM_TYPE_GITLAB", "namespace": "b", "access_token": "x" }),
        json!({ "type": "SCM_TYPE_GITLAB", "namespace": "b", "subscribe": "true" }),
        json!({ "type": "SCM_TYPE_GITLAB", "namespace": "b", "baseUrl": "gitlab.com" }),
        json!({ "config": gitlab("b") }),
    ] {
        assert_eq!(create(&mut stage, &body).0, 400, "{body}");
    }
}

#[test]
fn a_check_says_what_the_token_can_do_and_leaves_out_what_it_cannot() {
    let mut stage = stage("connections: [{ type: SCM_TYPE_GITLAB, namespace: acme, token: t }]");
    let path = format!("{CONFIGS}/2101/check");
    let checked = stage.get(&path);
    assert_eq!(checked["status"]["ok"], json!(true));
    let scopes =
        json!({ "writePullRequestComment": true, "readContents": true, "manageWebhooks": true });
    assert_eq!(checked["tokenScopes"], scopes);
    stage.powers = Err("401 Unauthorized".to_owned());
    let checked = stage.get(&path);
    assert_eq!(checked["status"].get("ok"), None);
    assert_eq!(checked["status"]["error"], "401 Unauthorized");
    assert_eq!(checked.get("tokenScopes"), None);
    assert_eq!(
        stage.get(CONFIGS)["configs"][0]["status"],
        checked["status"]
    );
}

#[test]
fn a_token_without_any_power_still_has_a_scopes_object() {
    let mut stage = stage("connections: [{ type: SCM_TYPE_GITLAB, namespace: acme, token: t }]");
    stage.powers = Ok(crate::sandbox::face::Powers::default());
    assert_eq!(
        stage.get(&format!("{CONFIGS}/2101/check"))["tokenScopes"],
        json!({})
    );
}

#[test]
fn a_connection_without_a_token_is_not_healthy() {
    let mut stage = stage("connections: [{ type: SCM_TYPE_GITLAB, namespace: acme }]");
    let checked = stage.get(&format!("{CONFIGS}/2101/check"));
    assert_eq!(checked["status"].get("ok"), None);
    assert_eq!(checked["status"]["error"], "no access token");
}

#[test]
fn a_rotated_token_answers_with_nothing_and_keeps_the_old_status_until_checked() {
    let mut stage = stage("connections: [{ type: SCM_TYPE_GITLAB, namespace: acme, token: old }]");
    stage.powers = Err("401 Unauthorized".to_owned());
    stage.get(&format!("{CONFIGS}/2101/check"));
    stage.powers = Ok(crate::sandbox::face::Powers::default());
    let body = format!(r#"{{"accessToken":"{CANARY}","autoScan":true}}"#);
    let reply = stage.send("PATCH", &format!("{CONFIGS}/2101"), &body);
    assert_eq!((reply.status, text(&reply).as_str()), (200, ""));
    let listed = stage.get(CONFIGS);
    assert_eq!(listed["configs"][0]["status"]["error"], "401 Unauthorized");
    assert_eq!(listed["configs"][0]["autoScan"], json!(true));
    assert_eq!(
        stage.status(
            "PATCH",
            &format!("{CONFIGS}/2101"),
            r#"{"namespace":"a/b"}"#
        ),
        400
    );
    assert_eq!(stage.status("PATCH", &format!("{CONFIGS}/9"), "{}"), 404);
}

#[test]
fn lists_and_searches_come_in_small_pages_without_a_last_cursor() {
    let names = ["a", "b", "c", "d", "e"];
    let yaml = names.map(|n| format!("- {{ type: SCM_TYPE_GITLAB, namespace: {n} }}"));
    let mut stage = stage(&format!("connections:\n{}", yaml.join("\n")));
    let (mut seen, mut target) = (Vec::new(), CONFIGS.to_owned());
    loop {
        let page = stage.get(&target);
        let configs = page["configs"].as_array().expect("configs");
        assert!(configs.len() <= 2);
        seen.extend(
            configs
                .iter()
                .map(|c| c["namespace"].as_str().expect("a name").to_owned()),
        );
        let Some(cursor) = page.get("cursor").and_then(Value::as_str) else {
            break;
        };
        let cursor: String = url::form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        target = format!("{CONFIGS}?cursor={cursor}");
    }
    assert_eq!(seen, names);
    assert_eq!(
        stage.get(&format!("{CONFIGS}?limit=100"))["configs"]
            .as_array()
            .map(Vec::len),
        Some(5)
    );
    for query in [
        "limit=0",
        "limit=many",
        "cursor=2",
        "cursor=rules%2B0002%3D%3D",
        "sortBy=NAME",
    ] {
        assert_eq!(
            stage.status("GET", &format!("{CONFIGS}?{query}"), ""),
            400,
            "{query}"
        );
    }
    let search = r#"{"filter":{"namespace":"d"},"limit":"5"}"#;
    let found = json(&stage.send("POST", &format!("{CONFIGS}/search"), search));
    assert_eq!(found["configs"][0]["namespace"], "d");
    assert_eq!(found["configs"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_deleted_connection_is_gone() {
    let mut stage = stage("connections: [{ type: SCM_TYPE_GITLAB, namespace: acme }]");
    let reply = stage.send("DELETE", &format!("{CONFIGS}/2101"), "");
    assert_eq!((reply.status, reply.body.len()), (204, 0));
    assert_eq!(stage.status("DELETE", &format!("{CONFIGS}/2101"), ""), 404);
    assert_eq!(
        create(&mut stage, &gitlab("acme")).1["config"]["id"],
        "2102"
    );
}

#[test]
fn subscribing_twice_conflicts_and_unsubscribing_twice_does_not() {
    let mut stage = stage("connections: [{ type: SCM_TYPE_GITLAB, namespace: acme, token: t }]");
    let path = "/api/scm/deployments/73105/subscriptions/2101";
    assert_eq!(stage.get(path).get("subscriptions"), None);
    assert_eq!(stage.status("PUT", path, ""), 200);
    assert_eq!(stage.status("PUT", path, ""), 409);
    assert!(stage.get(path)["subscriptions"][0]["events"].is_array());
    assert_eq!(stage.status("DELETE", path, ""), 200);
    assert_eq!(stage.status("DELETE", path, ""), 200);
}

#[test]
fn github_shows_its_app_and_no_token_scopes() {
    let yaml = "connections: [{ type: SCM_TYPE_GITHUB, namespace: acme, installed: true, app: { slug: semgrep-code-acme } }]";
    let mut stage = stage(yaml);
    let status = "/api/agent/deployments/73105/github_app_status";
    assert_eq!(stage.get(status), json!({ "github_app_status": true }));
    assert_eq!(
        stage.get(&format!("{status}?withCodeAccess=true")),
        json!({})
    );
    assert_eq!(
        stage.status("GET", &format!("{status}?withCodeAccess=1"), ""),
        400
    );
    let checked = stage.get(&format!("{CONFIGS}/2101/check"));
    assert_eq!(
        (&checked["status"]["ok"], checked.get("tokenScopes")),
        (&json!(true), None)
    );
    let apps = stage.get("/api/scm/deployments/73105/scm_apps");
    assert_eq!(apps["apps"][0]["slug"], "semgrep-code-acme");
}
