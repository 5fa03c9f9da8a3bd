//! Tests of the permission routes.

use super::*;

const BATCH: &str = "/acme/_apis/security/permissionevaluationbatch?api-version=7.1";
const COLLECTION: &str = "3e65f728-f8bc-4ecd-8764-7e378b19bfa7";
const GIT: &str = "2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87";

fn batch(azure: &mut AzureDevOps, namespace: &str, token: &str, bits: i64) -> Value {
    let body = json!({
        "alwaysAllowAdministrators": false,
        "evaluations": [{ "securityNamespaceId": namespace, "token": token, "permissions": bits }],
    });
    let (status, body) = post(azure, BATCH, &body);
    assert_eq!(status, 200);
    body["evaluations"][0]["value"].clone()
}

#[test]
fn the_permission_to_edit_the_collection_is_that_of_administrators_and_of_whom_it_was_given() {
    for (admin, holds) in [
        ("direct", true),
        ("nested", true),
        ("bit-only", true),
        ("owner", false),
        ("none", false),
    ] {
        let mut azure = azure(&format!("{{ admin: {admin} }}"));
        let answer = get(&mut azure, EDIT_COLLECTION);
        assert_eq!(
            answer,
            (200, json!({ "count": 1, "value": [holds] })),
            "{admin}"
        );
        assert_eq!(
            batch(&mut azure, COLLECTION, "NAMESPACE:", 2),
            holds,
            "{admin}"
        );
    }
}

#[test]
fn the_token_of_the_collection_ends_with_a_colon() {
    let mut azure = azure("{}");
    assert_eq!(batch(&mut azure, COLLECTION, "NAMESPACE", 2), false);
    let with_tokens = format!("{EDIT_COLLECTION}&tokens=NAMESPACE,NAMESPACE%3A");
    assert_eq!(
        get(&mut azure, &with_tokens).1["value"],
        json!([false, true])
    );
    let other = format!("{EDIT_COLLECTION}&tokens=NAMESPACE%3A;x&delimiter=;");
    assert_eq!(get(&mut azure, &other).1["value"], json!([true, false]));
}

#[test]
fn all_the_bits_asked_about_must_be_held() {
    let mut azure = azure("{ admin: bit-only }");
    assert_eq!(batch(&mut azure, COLLECTION, "NAMESPACE:", 3), true);
    assert_eq!(batch(&mut azure, COLLECTION, "NAMESPACE:", 6), false);
    let mut plain = super::azure("{ admin: none, repository-permission: false }");
    assert_eq!(batch(&mut plain, GIT, "repoV2", 2), true);
    assert_eq!(batch(&mut plain, GIT, "repoV2", 4), false);
}

#[test]
fn a_batch_needs_tokens_and_known_namespaces() {
    let mut azure = azure("{}");
    let one = |evaluation: Value| json!({ "evaluations": [evaluation] });
    for (body, status) in [
        (json!({}), 400),
        (
            one(json!({ "securityNamespaceId": COLLECTION, "permissions": 2 })),
            400,
        ),
        (
            one(json!({ "securityNamespaceId": COLLECTION, "token": "NAMESPACE:" })),
            400,
        ),
        (one(json!(7)), 400),
        (
            one(
                json!({ "securityNamespaceId": "0a11acde-9999-4000-8000-000000000001", "token": "", "permissions": 1 }),
            ),
            404,
        ),
        (
            one(json!({ "securityNamespaceId": "x", "token": "", "permissions": 1 })),
            400,
        ),
    ] {
        assert_eq!(post(&mut azure, BATCH, &body).0, status, "{body}");
    }
    assert_eq!(
        get(&mut azure, &EDIT_COLLECTION.replace("/2?", "/two?")).0,
        400
    );
}

#[test]
fn without_a_documented_scope_the_routes_answer_any_token_or_only_full_access() {
    let mut open = azure("{ token: { scopes: [vso.work] } }");
    assert_eq!(get(&mut open, EDIT_COLLECTION).0, 200);
    let mut refused = azure("{ permission-routes: refused }");
    assert!(bare(&with(&mut refused, Method::GET, EDIT_COLLECTION, "")));
    assert!(bare(&with(&mut refused, Method::POST, BATCH, "{}")));
    let mut full = azure("{ permission-routes: refused, token: { scopes: [app_token] } }");
    assert_eq!(get(&mut full, EDIT_COLLECTION).0, 200);
}
