use super::{Stage, json, stage};
use serde_json::{Value, json};

const PATH: &str = "/api/agent/deployments/73105/products";

fn settings(stage: &mut Stage) -> Value {
    stage.get(PATH)["products"].clone()
}

/// What a careful client sends: all it got, but the read-only field, with one change.
fn careful(stage: &mut Stage) -> Value {
    let mut sent = settings(stage);
    sent["ai"]
        .as_object_mut()
        .expect("ai")
        .remove("mdr_enabled");
    sent
}

fn put(stage: &mut Stage, body: &Value) -> (u16, Value) {
    let reply = stage.send("PUT", PATH, &body.to_string());
    (reply.status, json(&reply))
}

#[test]
fn false_and_zero_are_left_out_and_empty_objects_stay() {
    let yaml = "products: { sast: { ai_autofix: { enabled: false, min_confidence: 0 } } }";
    let products = settings(&mut stage(yaml));
    assert_eq!(products["sast"]["ai_autofix"], json!({}));
    assert_eq!(products["sast"].get("ai_detection"), None);
    assert_eq!(products["ai"].get("enabled"), None);
}

#[test]
fn what_is_sent_back_survives_exactly() {
    let mut stage = stage("{}");
    let before = settings(&mut stage);
    let mut sent = careful(&mut stage);
    sent["ai"]["enabled"] = json!(true);
    let (status, answer) = put(&mut stage, &sent);
    let mut expected = before;
    expected["ai"]["enabled"] = json!(true);
    assert_eq!((status, &answer["products"]), (200, &expected));
    let after = settings(&mut stage);
    assert_eq!(after, expected);
    assert_eq!(after["sca"]["futureBudget"].to_string(), "9007199254740993");
    assert_eq!(after["horizon"]["crew"], json!(["one", "two"]));
}

#[test]
fn what_is_not_sent_is_gone() {
    let mut stage = stage("{}");
    put(&mut stage, &json!({ "ai": { "enabled": true } }));
    let after = settings(&mut stage);
    assert_eq!(
        after,
        json!({ "ai": { "enabled": true, "mdr_enabled": true } })
    );
}

#[test]
fn an_unknown_field_that_was_lost_can_be_sent_again_but_none_can_be_invented() {
    let mut stage = stage("{}");
    let all = careful(&mut stage);
    put(&mut stage, &json!({}));
    assert_eq!(put(&mut stage, &all).0, 200);
    assert_eq!(careful(&mut stage), all);
    assert_eq!(
        put(&mut stage, &json!({ "ai": { "aiEnabled": true } })).0,
        400
    );
    assert_eq!(
        put(&mut stage, &json!({ "ai": { "future_switch": "yes" } })).0,
        400
    );
}

#[test]
fn a_wrapped_body_a_read_only_field_and_wrong_types_are_refused_and_change_nothing() {
    let mut stage = stage("{}");
    let before = settings(&mut stage);
    for body in [
        json!({ "products": { "ai": { "enabled": true } } }),
        json!({ "ai": { "mdr_enabled": true } }),
        json!({ "ai": { "enabled": "true" } }),
        json!({ "ai": { "enabled": 1 } }),
        json!({ "ai": true }),
        json!({ "ai": { "allowed_providers": [1] } }),
        json!({ "sast": { "aiAutofix": { "enabled": true } } }),
        json!({ "sast": { "ai_autofix": { "min_confidence": "0.5" } } }),
        json!({ "sast": { "ai_autofix": { "min_confidence": 1.5 } } }),
        json!({ "sca": { "upgrade_guidance_enabled": true } }),
        json!({ "sca": { "triagePermission": "TRIAGE_PERMISSION_ALL" } }),
        json!({ "approversTag": 7 }),
        json!({ "deploymentId": 73106 }),
    ] {
        assert_eq!(put(&mut stage, &body).0, 400, "{body}");
    }
    assert_eq!(settings(&mut stage), before);
}

#[test]
fn switching_the_main_switch_off_takes_upgrade_guidance_with_it() {
    let yaml = "products: { ai: { enabled: true }, sca: { upgradeGuidanceEnabled: true } }";
    let mut stage = stage(yaml);
    let mut sent = careful(&mut stage);
    assert_eq!(sent["sca"]["upgradeGuidanceEnabled"], json!(true));
    sent["ai"]["enabled"] = json!(false);
    put(&mut stage, &sent);
    let after = settings(&mut stage);
    assert_eq!(after["sca"].get("upgradeGuidanceEnabled"), None);
    assert_eq!(after["sca"]["prCommentsEnabled"], json!(true));
}

#[test]
fn a_confidence_comes_back_in_single_precision() {
    let mut stage = stage("{}");
    let mut sent = careful(&mut stage);
    for (given, kept) in [(0.5, 0.5), (0.7, 0.7), (0.123_456_789, 0.123_456_79)] {
        sent["sast"]["ai_autofix"] = json!({ "min_confidence": given });
        put(&mut stage, &sent);
        assert_eq!(
            settings(&mut stage)["sast"]["ai_autofix"]["min_confidence"],
            json!(kept)
        );
    }
}

#[test]
fn settings_that_stick_answer_as_if_they_had_changed() {
    let mut stage = stage("settings-stick: true");
    let before = settings(&mut stage);
    let mut sent = careful(&mut stage);
    sent["ai"]["enabled"] = json!(true);
    let (status, answer) = put(&mut stage, &sent);
    assert_eq!(
        (status, &answer["products"]["ai"]["enabled"]),
        (200, &json!(true))
    );
    assert_eq!(settings(&mut stage), before);
}
