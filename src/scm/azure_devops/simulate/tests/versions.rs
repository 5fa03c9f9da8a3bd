//! Tests of versions on the routes themselves.

use super::*;

#[test]
fn routes_under_preview_refuse_a_plain_version() {
    let mut azure = azure("{ token: { scopes: [app_token] } }");
    for path in [
        "connectionData",
        "graph/groups",
        "graph/users",
        "graph/memberships/aad.x",
        "graph/memberships/aad.x/vssgp.y",
        "userentitlements",
    ] {
        let (status, body) = get(&mut azure, &format!("/acme/_apis/{path}?api-version=7.1"));
        assert_eq!(
            (status, &body["typeKey"]),
            (400, &json!("VssInvalidPreviewVersionException")),
            "{path}"
        );
    }
    let query = "/acme/_apis/Contribution/HierarchyQuery?api-version=7.1";
    assert_eq!(post(&mut azure, query, &json!({})).0, 400);
}

#[test]
fn only_the_connection_and_what_is_undocumented_do_without_a_version() {
    let mut azure = azure("{ token: { scopes: [app_token] } }");
    for path in ["connectionData", "Organization/Collections/Me"] {
        assert_eq!(
            get(&mut azure, &format!("/acme/_apis/{path}")).0,
            200,
            "{path}"
        );
    }
    for path in [
        "projects",
        "git/repositories",
        "graph/groups",
        "userentitlements",
    ] {
        let (status, body) = get(&mut azure, &format!("/acme/_apis/{path}"));
        assert_eq!(
            (status, &body["typeKey"]),
            (400, &json!("VssVersionNotSpecifiedException")),
            "{path}"
        );
    }
}

#[test]
fn the_version_may_stand_in_accept() {
    let mut azure = azure("{}");
    let token = basic(&azure.login().token);
    let headers = [
        ("authorization", token.as_str()),
        ("accept", "application/json; api-version=7.1"),
    ];
    let reply = ask(
        &mut azure,
        Method::GET,
        "/acme/_apis/projects",
        &headers,
        "",
    );
    assert_eq!(reply.status, 200);
}

#[test]
fn a_missing_scope_is_seen_before_a_bad_version() {
    let mut azure = azure("{ token: { scopes: [vso.code] } }");
    let reply = with(&mut azure, Method::POST, &PROBE.replace("7.1", "99"), "[]");
    assert!(bare(&reply));
}
