//! Tests of who is let in, by header, scope, permission and role.

use super::*;

#[test]
fn both_schemes_carry_the_token_and_nothing_else_does() {
    let mut github = github("{}");
    let token = github.login().token;
    let mut status = |value: &str| {
        let headers = [("authorization", value), ("user-agent", "test")];
        ask(&mut github, Method::GET, "/user", &headers, "").status
    };
    assert_eq!(status(&format!("Bearer {token}")), 200);
    assert_eq!(status(&format!("token {token}")), 200);
    assert_eq!(status(&format!("Basic {token}")), 401);
    assert_eq!(status(&token), 401);
    assert_eq!(status("Bearer"), 401);
}

#[test]
fn without_a_token_private_routes_ask_for_one_and_public_ones_answer() {
    let mut github = github("{}");
    for target in ["/user", MEMBERSHIP, INSTALLATIONS, "/user/installations"] {
        let reply = bare(&mut github, target);
        assert_eq!(
            (reply.status, message(&reply).as_str()),
            (401, "Requires authentication"),
            "{target}"
        );
    }
    for target in [
        "/",
        "/meta",
        "/users/acme",
        "/orgs/ACME",
        "/apps/semgrep-app",
        "/organizations",
        "/rate_limit",
    ] {
        assert_eq!(bare(&mut github, target).status, 200, "{target}");
    }
    assert_eq!(bare(&mut github, "/nowhere").status, 404);
}

#[test]
fn a_client_must_say_who_it_is_and_want_a_version_that_exists() {
    let mut github = github("{}");
    let anonymous = ask(&mut github, Method::GET, "/meta", &[], "");
    assert_eq!(
        (anonymous.status, header_of(&anonymous, "content-type")),
        (403, Some("text/html"))
    );
    assert!(
        String::from_utf8_lossy(&anonymous.body)
            .contains("Request forbidden by administrative rules.")
    );
    let mut status = |target: &str, version: &str| {
        let reply = with(&mut github, target, &[("x-github-api-version", version)]);
        (
            reply.status,
            header_of(&reply, "x-github-api-version-selected").map(str::to_owned),
        )
    };
    assert_eq!(
        status("/user", "2022-11-28"),
        (200, Some("2022-11-28".into()))
    );
    assert_eq!(
        status("/user", "2026-03-10"),
        (200, Some("2026-03-10".into()))
    );
    assert_eq!(status("/user", "2021-01-01"), (400, None));
    assert_eq!(status("/api/v3/user", "2022-11-28").0, 200);
    assert_eq!(status("/api/v3/user", "2026-03-10").0, 400);
}

#[test]
fn the_membership_needs_one_of_the_accepted_scopes() {
    for (scope, wanted) in [
        ("read:org", 200),
        ("write:org", 200),
        ("admin:org", 200),
        ("repo", 200),
        ("user", 200),
        ("read:user", 403),
        ("public_repo", 403),
        ("admin:org_hook", 403),
        ("gist", 403),
    ] {
        let yaml = format!("{{ token: {{ scopes: ['{scope}'] }} }}");
        assert_eq!(status(&yaml, MEMBERSHIP), wanted, "{scope}");
    }
    assert_eq!(status("{ token: { scopes: [] } }", MEMBERSHIP), 403);
    assert_eq!(status("{ token: { kind: oauth } }", MEMBERSHIP), 200);
}

#[test]
fn the_membership_tells_role_and_state_and_hides_from_strangers() {
    let (_, owner) = get(&mut github("{}"), MEMBERSHIP);
    assert_eq!(
        (&owner["role"], &owner["state"]),
        (&json!("admin"), &json!("active"))
    );
    assert_eq!(owner["organization"]["login"], "acme");
    let yaml = "{ role: billing_manager, membership: pending }";
    let (_, pending) = get(&mut github(yaml), MEMBERSHIP);
    assert_eq!(
        (&pending["role"], &pending["state"]),
        (&json!("billing_manager"), &json!("pending"))
    );
    let (code, body) = get(&mut github("{ role: null }"), MEMBERSHIP);
    assert_eq!(
        (code, &body["message"], &body["status"]),
        (404, &json!("Not Found"), &json!("404"))
    );
    assert_eq!(status("{}", "/user/memberships/orgs/ACME"), 200);
    assert_eq!(status("{}", "/user/memberships/orgs/globex"), 404);
}

#[test]
fn installations_are_listed_for_owners_with_the_scope_and_hidden_or_forbidden_to_others() {
    assert_eq!(status("{}", INSTALLATIONS), 200);
    for yaml in [
        "{ role: member }",
        "{ role: null }",
        "{ role: billing_manager }",
        "{ membership: pending }",
        "{ token: { scopes: [repo] } }",
        "{ account: personal, namespace: acme }",
        "{ installations-scope: admin:org }",
    ] {
        assert_eq!(status(yaml, INSTALLATIONS), 404, "{yaml}");
    }
    assert_eq!(
        status("{ role: member, refusal: forbidden }", INSTALLATIONS),
        403
    );
    assert_eq!(
        status(
            "{ installations-scope: admin:org, token: { scopes: [admin:org] } }",
            INSTALLATIONS
        ),
        200
    );
}

#[test]
fn a_fine_grained_token_needs_permission_and_the_right_resource_owner() {
    let fine = |more: &str| format!("{{ token: {{ kind: fine-grained{more} }} }}");
    assert_eq!(status(&fine(""), MEMBERSHIP), 200);
    assert_eq!(status(&fine(""), INSTALLATIONS), 200);
    assert_eq!(
        status(&fine(", permissions: [members=read]"), INSTALLATIONS),
        403
    );
    assert_eq!(status(&fine(", resource-owner: rowan"), MEMBERSHIP), 404);
    assert_eq!(status(&fine(", resource-owner: rowan"), "/user"), 200);
    let reply = with(&mut github(&fine(", permissions: []")), MEMBERSHIP, &[]);
    assert_eq!(
        message(&reply),
        "Resource not accessible by personal access token"
    );
}

#[test]
fn what_only_apps_may_ask_is_refused_in_its_own_words() {
    let mut github = github("{}");
    for target in [
        "/orgs/acme/installation",
        "/users/rowan/installation",
        "/repos/acme/shop/installation",
        "/app",
    ] {
        let (code, body) = get(&mut github, target);
        assert_eq!(
            (code, body["message"].as_str().unwrap()),
            (401, "A JSON web token could not be decoded"),
            "{target}"
        );
    }
    let (code, body) = get(&mut github, "/user/installations");
    let text = "You must authenticate with an access token authorized to a GitHub App in order to list installations";
    assert_eq!((code, body["message"].as_str().unwrap()), (403, text));
    assert_eq!(get(&mut github, "/installation/repositories").0, 403);
    assert_eq!(get(&mut github, "/orgs/acme/personal-access-tokens").0, 403);
    assert_eq!(
        status("{ token: { kind: app-user } }", "/user/installations"),
        200
    );
}

#[test]
fn a_wrong_method_or_path_is_not_found() {
    let mut github = github("{}");
    let headers = [("user-agent", "test")];
    assert_eq!(
        ask(&mut github, Method::POST, "/user", &headers, "").status,
        404
    );
    for target in [
        "/user/",
        "//user",
        "/orgs//installations",
        "/api/v4/user",
        "/api/v3x/user",
        "/orgs/acme/teams",
    ] {
        let (code, body) = get(&mut github, target);
        assert_eq!(
            (code, &body["message"]),
            (404, &json!("Not Found")),
            "{target}"
        );
    }
}
