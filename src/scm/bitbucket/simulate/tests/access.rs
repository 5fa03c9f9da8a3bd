//! Tests of who is let in, and how the others are refused.

use super::*;

#[test]
fn an_access_token_goes_as_bearer_and_nothing_else_does() {
    let mut here = bitbucket("{}");
    let token = here.login().token;
    let mut status = |value: &str| {
        let headers = [("authorization", value)];
        ask(&mut here, Method::GET, REPOSITORIES, &headers, "").status
    };
    assert_eq!(status(&format!("Bearer {token}")), 200);
    assert_eq!(status(&format!("bearer {token}")), 200);
    assert_eq!(status(&basic("x-token-auth", &token)), 401);
    assert_eq!(status(&basic("robin@acme.example", &token)), 401);
    assert_eq!(status(&token), 401);
    assert_eq!(status("Bearer "), 401);
    assert_eq!(status("Bearer ATCTT3xFfGN0other=00000000"), 401);
    assert_eq!(status("Basic ???"), 401);
}

#[test]
fn a_token_in_the_query_is_not_read() {
    let mut here = bitbucket("{}");
    let token = here.login().token;
    let reply = bare(&mut here, &format!("{HOOKS}?access_token={token}"));
    assert_eq!(reply.status, 401);
}

#[test]
fn a_users_api_token_goes_as_basic_with_its_address() {
    let mut here = bitbucket("{ token: { kind: user-api } }");
    let token = here.login().token;
    let mut answer = |value: &str| {
        let headers = [("authorization", value)];
        ask(&mut here, Method::GET, REPOSITORIES, &headers, "")
    };
    assert_eq!(answer(&basic("robin@acme.example", &token)).status, 200);
    assert_eq!(answer(&basic("robin", &token)).status, 401);
    assert_eq!(answer(&basic("", &token)).status, 401);
    let bearer = answer(&format!("Bearer {token}"));
    assert_eq!((bearer.status, json_of(&bearer)), (401, message(INVALID)));
}

#[test]
fn an_app_password_is_dead_however_it_is_sent() {
    let mut here = bitbucket("{ token: { kind: app-password } }");
    let token = here.login().token;
    assert!(token.starts_with("ATBB"));
    for value in [format!("Bearer {token}"), basic("robin", &token)] {
        let headers = [("authorization", value.as_str())];
        let reply = ask(&mut here, Method::GET, REPOSITORIES, &headers, "");
        assert_eq!((reply.status, json_of(&reply)), (401, message(INVALID)));
    }
}

#[test]
fn all_dead_tokens_are_told_the_same_even_before_public_repositories() {
    for state in ["expired", "revoked", "unknown"] {
        let yaml = format!("{{ token: {{ state: {state} }} }}");
        for path in [REPOSITORIES, "/user", "/repositories/acme/library-1"] {
            let answer = get(&mut bitbucket(&yaml), path);
            assert_eq!(answer, (401, message(INVALID)), "{state} {path}");
        }
    }
    let oauth = get(
        &mut bitbucket("{ token: { kind: oauth, state: expired } }"),
        "/user",
    );
    let text = "Access token expired. Use your refresh token to obtain a new access token.";
    assert_eq!(oauth, (401, message(text)));
}

#[test]
fn a_401_may_have_no_body() {
    let mut here = bitbucket("{ empty-401: true, token: { state: revoked } }");
    let reply = with(&mut here, Method::GET, REPOSITORIES, "");
    assert_eq!((reply.status, reply.body.len()), (401, 0));
    assert_eq!(header_of(&reply, "content-type"), None);
}

#[test]
fn scopes_are_enforced_on_each_route_with_what_they_imply() {
    let granted = |scopes: &str| {
        let mut here = bitbucket(&format!("{{ token: {{ scopes: [{scopes}] }} }}"));
        let mut status = |path: &str| with(&mut here, Method::GET, path, "").status;
        [
            status(REPOSITORIES),
            status("/repositories/acme/service-1"),
            status(PULLS),
            status(PROJECTS),
            status(HOOKS),
            status(WORKSPACE),
        ]
    };
    assert_eq!(granted(""), [403, 403, 403, 403, 403, 200]);
    assert_eq!(granted("repository"), [200, 200, 403, 403, 403, 200]);
    assert_eq!(granted("project"), [200, 200, 403, 200, 403, 200]);
    assert_eq!(granted("pullrequest"), [200, 200, 200, 403, 403, 200]);
    assert_eq!(
        granted("'pullrequest:write'"),
        [200, 200, 200, 403, 403, 200]
    );
    assert_eq!(granted("webhook"), [403, 403, 403, 403, 200, 200]);
    assert_eq!(
        granted("'project:admin', 'repository:admin', 'repository:delete'"),
        [403, 403, 403, 403, 403, 200]
    );
}

#[test]
fn a_refusal_for_scope_names_what_was_granted_and_what_is_required() {
    let text = "Your credentials lack one or more required privilege scopes.";
    let yaml = "{ token: { scopes: [webhook, repository] } }";
    let body = json!({ "type": "error", "error": { "message": text,
        "detail": { "granted": ["webhook", "repository"], "required": ["pullrequest"] } } });
    assert_eq!(get(&mut bitbucket(yaml), PULLS), (403, body));
    let bare = "{ detail: false, token: { scopes: [webhook, repository] } }";
    assert_eq!(get(&mut bitbucket(bare), PULLS), (403, message(text)));
    let forge = "{ token: { kind: user-api, scopes: ['write:pullrequest:bitbucket'] } }";
    let (status, body) = get(&mut bitbucket(forge), PULLS);
    assert_eq!(status, 403);
    assert_eq!(
        body["error"]["detail"]["required"],
        json!(["read:pullrequest:bitbucket"])
    );
}

#[test]
fn an_access_token_is_no_user_even_with_the_scope() {
    let (status, body) = get(&mut bitbucket("{}"), "/user");
    assert_eq!(status, 403);
    assert_eq!(body["error"]["detail"]["required"], json!(["account"]));
    for path in ["/user", "/user/workspaces"] {
        let mut here = bitbucket("{ token: { scopes: [account] } }");
        let (status, body) = get(&mut here, path);
        assert_eq!((status, &body["error"]["detail"]), (403, &Value::Null));
    }
}

#[test]
fn without_a_credential_only_public_things_answer() {
    let mut here = bitbucket("{}");
    let mut answer = |path: &str| {
        let reply = bare(&mut here, path);
        (reply.status, header_of(&reply, "x-oauth-scopes").is_some())
    };
    assert_eq!(answer(REPOSITORIES), (200, false));
    assert_eq!(answer("/repositories/acme/library-1"), (200, false));
    assert_eq!(answer("/repositories/acme/service-1"), (404, false));
    assert_eq!(answer("/repositories/globex"), (404, false));
    assert_eq!(answer("/user"), (401, false));
    assert_eq!(answer("/user/workspaces"), (401, false));
    assert_eq!(answer(HOOKS), (401, false));
    assert_eq!(answer(PULLS), (401, false));
    assert_eq!(
        answer("/repositories/acme/library-1/pullrequests"),
        (200, false)
    );
    assert_eq!(answer("/repositories/acme/none/pullrequests"), (404, false));
}

#[test]
fn an_allow_list_refuses_by_another_text_and_still_tells_the_scopes() {
    let mut here = bitbucket("{ ip-allow-list: true }");
    for path in [REPOSITORIES, WORKSPACE, HOOKS, PULLS] {
        let reply = with(&mut here, Method::GET, path, "");
        let text = json_of(&reply)["error"]["message"].to_string();
        assert_eq!(reply.status, 403, "{path}");
        assert!(text.contains("allowlist") && !text.contains("scopes"));
        assert!(header_of(&reply, "x-oauth-scopes").is_some());
    }
    assert_eq!(bare(&mut here, REPOSITORIES).status, 403);
    assert_eq!(get(&mut here, "/workspaces/globex").0, 404);
}

#[test]
fn removed_endpoints_are_gone_for_everybody() {
    for yaml in ["{}", "{ token: { state: revoked } }"] {
        let mut here = bitbucket(yaml);
        for path in [
            "/repositories",
            "/workspaces",
            "/workspaces/",
            "/user/permissions/workspaces",
            "/user/permissions/repositories",
        ] {
            let reply = with(&mut here, Method::GET, path, "");
            assert_eq!(reply.status, 410, "{path}");
            assert_eq!(header_of(&reply, "x-oauth-scopes"), None);
            let text = "CHANGE-2770 - Functionality has been deprecated";
            assert_eq!(json_of(&reply)["error"]["message"], json!(text));
        }
    }
}

#[test]
fn a_scenario_can_take_paths_away() {
    let yaml = "{ gone: [/2.0/workspaces/acme, '/2.0/repositories/{workspace}'] }";
    assert_eq!(status(yaml, WORKSPACE), 410);
    assert_eq!(status(yaml, "/workspaces/acme/"), 410);
    assert_eq!(status(yaml, "/repositories/globex"), 410);
    assert_eq!(status(yaml, HOOKS), 200);
}

#[test]
fn wrong_methods_and_unknown_routes_are_refused_by_the_router() {
    let mut here = bitbucket("{}");
    let reply = with(
        &mut here,
        Method::DELETE,
        "/repositories/acme/service-1",
        "",
    );
    assert_eq!(
        (reply.status, header_of(&reply, "allow")),
        (405, Some("GET, HEAD"))
    );
    let reply = with(&mut here, Method::PUT, PULLS, "");
    assert_eq!(header_of(&reply, "allow"), Some("GET, HEAD, POST"));
    let (status, body) = get(&mut here, "/nothing");
    assert_eq!(
        (status, &body["error"]["message"]),
        (404, &json!("Resource not found"))
    );
}
