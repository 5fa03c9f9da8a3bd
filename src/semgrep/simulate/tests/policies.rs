use super::{Stage, json, stage};
use crate::sandbox::face::Reply;
use serde_json::{Value, json};

const RULES: &str = "/api/v1/deployments/73105/policies/311";
const V2: &str = "/api/policies/v2/deployments/73105/remediation-policies";

fn modes(stage: &mut Stage, query: &str) -> (Vec<String>, String) {
    let page = stage.get(&format!("{RULES}{query}"));
    let rules = page["rules"].as_array().expect("rules");
    let modes = rules
        .iter()
        .map(|rule| rule["policyMode"].as_str().expect("a mode").to_owned());
    let cursor = page["cursor"].as_str().expect("a cursor, even if empty");
    (
        modes.collect(),
        url::form_urlencoded::byte_serialize(cursor.as_bytes()).collect(),
    )
}

fn put(stage: &mut Stage, version: Option<&str>, policies: &Value) -> Reply {
    let bearer = format!("Bearer {}", stage.platform.login().token);
    let mut headers = vec![("authorization", bearer.as_str())];
    headers.extend(version.map(|version| ("if-match", version)));
    let body = json!({ "bundle": { "policies": policies } });
    stage.send_with("PUT", V2, &body.to_string(), &headers)
}

#[test]
fn the_one_rule_that_comments_stands_on_the_last_page() {
    let mut stage = stage("{}");
    let (first, cursor) = modes(&mut stage, "?limit=2000");
    assert_eq!(first.len(), 4);
    assert!(!first.iter().any(|mode| mode == "MODE_COMMENT"));
    let (last, end) = modes(&mut stage, &format!("?limit=2000&cursor={cursor}"));
    assert_eq!(
        (last.last().map(String::as_str), end.as_str()),
        (Some("MODE_COMMENT"), "")
    );
    for query in ["limit=0", "limit=2001", "limit=x", "cursor=4"] {
        assert_eq!(
            stage.status("GET", &format!("{RULES}?{query}"), ""),
            400,
            "{query}"
        );
    }
}

#[test]
fn monitor_only_has_no_rule_that_comments_or_blocks() {
    let (all, _) = modes(&mut stage("policies: { mode: monitor, page: 100 }"), "");
    assert_eq!(all.len(), 7);
    assert!(
        !all.iter()
            .any(|mode| mode == "MODE_COMMENT" || mode == "MODE_BLOCK")
    );
}

#[test]
fn policies_have_ids_as_strings_and_show_what_is_false() {
    let list = stage("{}").get("/api/v1/deployments/73105/policies");
    assert_eq!(list["policies"][0]["id"], json!("311"));
    assert_eq!(list["policies"][1]["isDefault"], json!(false));
}

#[test]
fn a_rule_is_moved_by_its_path() {
    let mut stage = stage("policies: { mode: monitor, page: 100 }");
    let body = r#"{"rulePath":"python.acme.security.rule-1","policyMode":"MODE_BLOCK"}"#;
    let moved = json(&stage.send("PUT", RULES, body));
    assert_eq!(moved["updatedRule"]["policyMode"], "MODE_BLOCK");
    assert_eq!(modes(&mut stage, "").0[0], "MODE_BLOCK");
    for body in [
        r#"{"policyMode":"MODE_BLOCK"}"#,
        r#"{"rulePath":"nothing","policyMode":"MODE_BLOCK"}"#,
        r#"{"rulePath":"python.acme.security.rule-1","policyMode":"block"}"#,
        r#"{"rule_path":"python.acme.security.rule-1","policyMode":"MODE_BLOCK"}"#,
    ] {
        assert_eq!(stage.status("PUT", RULES, body), 400, "{body}");
    }
    assert_eq!(
        stage.status("PUT", "/api/v1/deployments/73105/policies/1", body),
        404
    );
}

#[test]
fn after_the_migration_v1_is_gone_and_v2_answers_and_before_it_is_the_other_way_round() {
    let mut migrated = stage("policies: { generation: unified }");
    for path in ["/api/v1/deployments/73105/policies", RULES] {
        let reply = migrated.send("GET", path, "");
        assert_eq!(
            (reply.status, &json(&reply)["code"]),
            (410, &json!("DEPLOYMENT_MIGRATED"))
        );
    }
    assert_eq!(migrated.status("GET", V2, ""), 200);
    assert_eq!(stage("{}").status("GET", V2, ""), 404);
}

#[test]
fn an_inactive_policy_that_would_block_is_visible_in_every_mode() {
    let seen = |mode: &str| {
        let yaml = format!("policies: {{ generation: unified, mode: {mode} }}");
        let answer = stage(&yaml).get(V2);
        let all = answer["bundle"]["policies"]
            .as_array()
            .expect("policies")
            .clone();
        assert_eq!(
            (&all[0]["actions"][1]["type"], all[0].get("active")),
            (&json!("block"), None)
        );
        let active = all.into_iter().filter(|policy| policy["active"] == true);
        active
            .map(|policy| policy["actions"].to_string())
            .collect::<String>()
    };
    assert!(!seen("monitor").contains("pr_comment"));
    assert!(seen("comment").contains("pr_comment"));
    assert!(seen("block").contains("block"));
}

#[test]
fn system_managed_policies_alone_show_as_nothing() {
    let hidden = stage("policies: { generation: unified, visible: false }").get(V2);
    assert_eq!(hidden["bundle"], json!({ "deployment_slug": "acme-inc" }));
    assert!(hidden["state_version"].is_string());
}

#[test]
fn a_put_needs_the_current_version_and_replaces_the_whole_list() {
    let mut stage = stage("policies: { generation: unified }");
    let read = stage.get(V2);
    let version = read["state_version"]
        .as_str()
        .expect("a version")
        .to_owned();
    let kept = json!([read["bundle"]["policies"][0]]);
    assert_eq!(put(&mut stage, None, &kept).status, 428);
    let stale = put(&mut stage, Some("00000000"), &kept);
    assert_eq!(
        (stale.status, &json(&stale)["state_version"]),
        (409, &json!(version))
    );
    assert_eq!(put(&mut stage, Some(&version), &kept).status, 200);
    let after = stage.get(V2);
    assert_eq!(after["bundle"]["policies"], kept);
    assert_ne!(after["state_version"], json!(version));
    assert_eq!(put(&mut stage, Some(&version), &kept).status, 409);
}

#[test]
fn a_dry_run_tells_all_flaws_or_the_whole_difference_and_changes_nothing() {
    let mut stage = stage("policies: { generation: unified }");
    let before = stage.get(V2);
    let dry = format!("{V2}:dryRun");
    let filters =
        json!({ "mode": "all", "conditions": [{ "type": "severity", "values": ["high"] }] });
    let new =
        json!({ "name": "New One", "filters": filters, "actions": [{ "type": "pr_comment" }] });
    let answer = json(&stage.send(
        "POST",
        &dry,
        &json!({ "bundle": { "policies": [new] } }).to_string(),
    ));
    assert_eq!(answer["creates"][0]["after"]["slug"], "new-one");
    assert_eq!(answer["creates"][0]["after"]["active"], json!(true));
    assert_eq!(answer["deletes"].as_array().map(Vec::len), Some(3));
    assert_eq!(answer["state_version"], before["state_version"]);
    let bad = json!([
        { "name": "A", "filters": filters, "actions": [{ "type": "block" }] },
        { "name": "B", "slug": "semgrep-default", "filters": filters, "actions": [{ "type": "shout" }] },
        7, { "name": "C", "filters": { "mode": "all", "conditions": [1] }, "actions": [] },
    ]);
    let answer = json(&stage.send(
        "POST",
        &dry,
        &json!({ "bundle": { "policies": bad } }).to_string(),
    ));
    let codes: Vec<&str> = answer["validation_errors"]
        .as_array()
        .expect("errors")
        .iter()
        .filter_map(|flaw| flaw["code"].as_str())
        .collect();
    let expected = [
        "MISSING_COMPANION",
        "RESERVED_SLUG",
        "UNSUPPORTED_ACTION_TYPE",
        "INVALID_POLICY",
        "INVALID_FIELD",
    ];
    assert_eq!(codes, expected);
    assert_eq!(answer.get("creates"), None);
    assert_eq!(stage.status("POST", &dry, r#"{"policies":[]}"#), 400);
    assert_eq!(stage.get(V2), before);
}
