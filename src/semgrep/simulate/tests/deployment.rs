use super::{json, stage};
use serde_json::json;

#[test]
fn ids_are_strings_in_identity_and_numbers_in_v1() {
    let mut stage = stage("{}");
    let identity = stage.get("/api/agent/identity");
    assert_eq!(
        (&identity["userId"], &identity["deploymentId"]),
        (&json!("5502"), &json!("73105"))
    );
    let deployments = stage.get("/api/v1/deployments");
    assert_eq!(deployments["deployments"][0]["id"], json!(73105));
    assert_eq!(deployments["deployments"][0]["slug"], "acme-inc");
    assert_eq!(
        stage.get("/api/v1/deployments/acme-inc/projects")["projects"][0]["id"],
        json!(880_001)
    );
}

#[test]
fn projects_page_from_zero_until_a_page_is_empty() {
    let mut stage = stage("projects: 250");
    let mut count = |query: &str| {
        let page = stage.get(&format!("/api/v1/deployments/acme-inc/projects{query}"));
        page["projects"].as_array().expect("always there").len()
    };
    assert_eq!(count(""), 100);
    assert_eq!(count("?page=2&page_size=100"), 50);
    assert_eq!(count("?page=3"), 0);
    assert_eq!(count("?page_size=3000"), 250);
    assert_eq!(count("?page=18446744073709551615&page_size=3000"), 0);
    for query in ["page_size=99", "page_size=3001", "page_size=all", "page=-1"] {
        let target = format!("/api/v1/deployments/acme-inc/projects?{query}");
        assert_eq!(stage.status("GET", &target, ""), 400, "{query}");
    }
}

#[test]
fn the_first_project_was_never_scanned_and_the_second_was() {
    let projects = stage("{}").get("/api/v1/deployments/acme-inc/projects");
    assert_eq!(projects["projects"][0].get("latest_scan_at"), None);
    assert!(projects["projects"][1]["latest_scan_at"].is_string());
    let none = stage("scanned: false").get("/api/v1/deployments/acme-inc/projects");
    assert!(!none.to_string().contains("latest_scan_at"));
}

#[test]
fn the_owner_is_one_of_several_users_and_may_be_gone_or_without_a_role() {
    let role = |yaml: &str| {
        let users = stage(yaml).get("/api/agent/deployments/73105/users");
        let list = users["users"].as_array().expect("users").clone();
        assert!(list.iter().any(|user| user["id"] == "5501"));
        list.into_iter().find(|user| user["id"] == "5502")
    };
    assert_eq!(
        role("role: admin").expect("listed")["orgRole"],
        "ORG_ROLE_ADMIN"
    );
    assert_eq!(
        role("role: member").expect("listed")["orgRole"],
        "ORG_ROLE_MEMBER"
    );
    assert_eq!(role("role: untold").expect("listed").get("orgRole"), None);
    assert_eq!(role("role: gone"), None);
}

#[test]
fn triage_by_comment_is_left_out_while_off_and_its_write_answers_with_nothing() {
    let mut stage = stage("{}");
    let write = "/api/agent/deployments/73105/has_triage_via_comment";
    let shown = |deployment: serde_json::Value| {
        deployment["deployment"]
            .get("has_triage_via_comment")
            .cloned()
    };
    assert_eq!(shown(stage.get("/api/agent/deployment")), None);
    let reply = stage.send(
        "POST",
        write,
        r#"{"deploymentId":"73105","hasTriageViaComment":true}"#,
    );
    assert_eq!((reply.status, reply.body.as_slice()), (200, &b""[..]));
    assert_eq!(shown(stage.get("/api/agent/deployment")), Some(json!(true)));
    assert_eq!(
        stage.status("POST", write, r#"{"hasTriageViaComment":"true"}"#),
        400
    );
    assert_eq!(
        stage.status("POST", write, r#"{"has_triage_via_comment":true}"#),
        400
    );
    assert_eq!(
        stage.status(
            "POST",
            write,
            r#"{"deploymentId":"1","hasTriageViaComment":true}"#
        ),
        400
    );
    assert_eq!(stage.status("POST", write, "{}"), 200);
    assert_eq!(shown(stage.get("/api/agent/deployment")), None);
}

#[test]
fn the_checklist_follows_what_was_done() {
    let state = |yaml: &str, kind: &str| {
        let list = stage(yaml).get("/api/onboarding/deployments/73105/checklist");
        let tasks = list["taskStatus"].as_array().expect("tasks").clone();
        let task = tasks
            .into_iter()
            .find(|task| task["type"] == kind)
            .expect("the task");
        task["state"].as_str().expect("a state").to_owned()
    };
    assert_eq!(
        state("scanned: false", "TASK_TYPE_SCAN_CODE"),
        "TASK_STATE_INCOMPLETE"
    );
    assert_eq!(state("{}", "TASK_TYPE_SCAN_CODE"), "TASK_STATE_COMPLETE");
    let on = "products: { ai: { enabled: true } }";
    assert_eq!(
        state(on, "TASK_TYPE_ENABLE_SEMGREP_MULTIMODAL"),
        "TASK_STATE_COMPLETE"
    );
}

#[test]
fn a_body_must_be_declared_as_json_and_be_an_object() {
    let mut stage = stage("{}");
    let path = "/api/agent/deployments/73105/has_triage_via_comment";
    let bearer = format!("Bearer {}", stage.platform.login().token);
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "text/plain"),
    ];
    let reply = stage.send_with("POST", path, "{}", &headers);
    assert_eq!(
        (reply.status, json(&reply)["error"].is_string()),
        (415, true)
    );
    assert_eq!(stage.status("POST", path, "[1]"), 400);
    assert_eq!(stage.status("POST", path, "{\"cut"), 400);
}
