use super::{ID, json, stage};
use serde_json::json;

const NOT_FOUND: &str = "The requested URL was not found on the server. If you entered the URL manually please check \
                         your spelling and try again.";

#[test]
fn ping_needs_no_token() {
    let reply = stage("{}").send_with("GET", "/api/v1/ping", "", &[]);
    assert_eq!((reply.status, json(&reply)), (200, json!({})));
}

#[test]
fn only_one_exact_bearer_header_with_the_known_token_is_let_in() {
    let mut stage = stage("token: { value: known }");
    let mut identity = |headers: &[(&'static str, &str)]| {
        let reply = stage.send_with("GET", "/api/agent/identity", "", headers);
        (reply.status, json(&reply)["error"].clone())
    };
    let refused = (401, json!("Not authorized"));
    assert_eq!(identity(&[("authorization", "Bearer known")]).0, 200);
    for value in [
        "known",
        "Token known",
        "Bearer other",
        "Bearer known ",
        "Bearer  known",
        "Basic known",
    ] {
        assert_eq!(identity(&[("authorization", value)]), refused, "{value}");
    }
    assert_eq!(identity(&[]), refused);
    assert_eq!(identity(&[("x-api-key", "known")]), refused);
    assert_eq!(
        identity(&[
            ("authorization", "Bearer known"),
            ("authorization", "Bearer known")
        ]),
        refused
    );
}

#[test]
fn an_unknown_token_is_refused_everywhere_but_on_ping() {
    let mut stage = stage("token: { state: unknown }");
    assert_eq!(stage.status("GET", "/api/agent/identity", ""), 401);
    assert_eq!(stage.status("GET", "/api/v1/deployments", ""), 401);
    assert_eq!(stage.status("GET", "/api/v1/ping", ""), 200);
}

#[test]
fn without_web_api_scope_all_but_identity_is_not_found() {
    let mut stage = stage("token: { web-api: false }");
    assert_eq!(stage.get("/api/agent/identity")["deploymentId"], ID);
    for path in [
        "/api/v1/deployments",
        "/api/agent/deployment",
        "/api/scm/deployments/73105/configs",
    ] {
        let reply = stage.send("GET", path, "");
        assert_eq!(
            (reply.status, json(&reply)),
            (404, json!({ "error": NOT_FOUND })),
            "{path}"
        );
    }
}

#[test]
fn a_cli_token_tells_no_owner_and_has_no_web_api_scope() {
    let mut stage = stage("token: { kind: cli }");
    let identity = stage.get("/api/agent/identity");
    assert!(identity["identity"].is_string());
    assert_eq!(
        (identity.get("userId"), identity.get("deploymentId")),
        (None, None)
    );
    assert_eq!(stage.status("GET", "/api/v1/deployments", ""), 404);
}

#[test]
fn unknown_addresses_answer_404_and_wrong_methods_405() {
    let mut stage = stage("{}");
    for path in [
        "/",
        "/api/v1/nothing",
        "/api/v1/deployments/",
        "/api/agent/deployments//users",
        "/api/v1/%zz",
    ] {
        let reply = stage.send("GET", path, "");
        assert_eq!(
            (reply.status, json(&reply)["error"].clone()),
            (404, json!(NOT_FOUND)),
            "{path}"
        );
    }
    let reply = stage.send("PATCH", "/api/agent/deployments/73105/products", "{}");
    assert_eq!(reply.status, 405);
    assert!(
        reply
            .headers
            .contains(&("allow".to_owned(), "GET, PUT".to_owned()))
    );
}

#[test]
fn another_deployment_is_not_found() {
    let mut stage = stage("{}");
    assert_eq!(
        stage.status("GET", "/api/agent/deployments/73106/products", ""),
        404
    );
    assert_eq!(
        stage.status("GET", "/api/agent/deployments/acme-inc/products", ""),
        404
    );
    assert_eq!(
        stage.status("GET", "/api/v1/deployments/73105/projects", ""),
        404
    );
    assert_eq!(
        stage.status("GET", "/api/v1/deployments/acme%2Dinc/projects", ""),
        200
    );
}

#[test]
fn members_read_but_write_nothing() {
    let mut stage =
        stage("role: member\nconnections: [{ type: SCM_TYPE_GITLAB, namespace: acme }]");
    assert_eq!(
        stage.status("GET", "/api/agent/deployments/73105/products", ""),
        200
    );
    for (method, path) in [
        ("PUT", "/api/agent/deployments/73105/products"),
        (
            "POST",
            "/api/agent/deployments/73105/has_triage_via_comment",
        ),
        ("PUT", "/api/v1/deployments/73105/policies/311"),
        ("POST", "/api/scm/deployments/73105/configs"),
        ("PATCH", "/api/scm/deployments/73105/configs/2101"),
        ("DELETE", "/api/scm/deployments/73105/configs/2101"),
        ("PUT", "/api/scm/deployments/73105/subscriptions/2101"),
    ] {
        let reply = stage.send(method, path, "{}");
        assert_eq!(reply.status, 403, "{method} {path}");
        assert!(json(&reply)["error"].is_string());
    }
}
