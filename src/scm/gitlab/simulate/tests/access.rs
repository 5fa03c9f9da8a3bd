//! Tests of who is let in, and how the others are refused.

use super::*;

#[test]
fn both_headers_carry_the_token_and_nothing_else_does() {
    let mut gitlab = gitlab("{}");
    let token = gitlab.login().token;
    let bearer = format!("Bearer {token}");
    let mut status = |headers: &[(&str, &str)], target: &str| {
        ask(&mut gitlab, Method::GET, target, headers, "").status
    };
    assert_eq!(status(&[("private-token", &token)], "/user"), 200);
    assert_eq!(status(&[("authorization", &bearer)], "/user"), 200);
    assert_eq!(status(&[("authorization", &token)], "/user"), 401);
    assert_eq!(
        status(&[("authorization", &format!("Basic {token}"))], "/user"),
        401
    );
    assert_eq!(status(&[("token", &token)], "/user"), 401);
    assert_eq!(status(&[], &format!("/user?private_token={token}")), 401);
    // The wrong one in front is not made good by the right one behind.
    assert_eq!(
        status(
            &[("private-token", "glpat-other"), ("authorization", &bearer)],
            "/user"
        ),
        401
    );
}

#[test]
fn dead_tokens_are_told_apart_as_documented() {
    let unknown = get(&mut gitlab("{ token: { state: unknown } }"), SELF);
    assert_eq!(unknown, (401, message("401 Unauthorized")));
    let expired = "Token is expired. You can either do re-authorization or token refresh.";
    for yaml in [
        "{ token: { state: expired } }",
        "{ token: { expires-in: 0 } }",
        "{ token: { state: expired, expires-in: null } }",
    ] {
        assert_eq!(
            get(&mut gitlab(yaml), SELF),
            (
                401,
                json!({ "error": "invalid_token", "error_description": expired })
            ),
            "{yaml}"
        );
    }
    let mut revoked = gitlab("{ token: { state: revoked } }");
    let description = "Token was revoked. You have to re-authorize from the user.";
    for path in [SELF, "/user", "/groups/acme", SHOP, "/metadata"] {
        assert_eq!(
            get(&mut revoked, path),
            (
                401,
                json!({ "error": "invalid_token", "error_description": description })
            ),
            "{path}"
        );
    }
    let reply = with(&mut revoked, Method::GET, SELF);
    assert!(
        header_of(&reply, "WWW-Authenticate")
            .unwrap()
            .contains(r#"error="invalid_token""#)
    );
}

#[test]
fn scopes_are_enforced_on_each_route_with_what_they_contain() {
    let granted = |scope: &str| {
        let mut gitlab = gitlab(&format!("{{ token: {{ scopes: [{scope}] }} }}"));
        let mut status = |method: Method, path: &str| with(&mut gitlab, method, path).status;
        [
            status(Method::GET, SELF),
            status(Method::GET, "/user"),
            status(Method::GET, "/metadata"),
            status(Method::GET, "/groups/acme"),
            status(Method::GET, "/projects/201/members/all/3"),
            status(Method::POST, ROTATE),
        ]
    };
    assert_eq!(granted("api"), [200, 200, 200, 200, 200, 200]);
    assert_eq!(granted("read_api"), [200, 200, 200, 200, 200, 403]);
    assert_eq!(granted("read_user"), [200, 200, 200, 403, 403, 403]);
    assert_eq!(granted("ai_features"), [200, 403, 200, 403, 403, 403]);
    assert_eq!(granted("self_rotate"), [200, 403, 403, 403, 403, 200]);
    assert_eq!(granted("read_repository"), [200, 403, 403, 403, 403, 403]);
    assert_eq!(granted(""), [200, 403, 403, 403, 403, 403]);
}

#[test]
fn a_refusal_for_scope_names_the_scopes() {
    let (status, body) = get(
        &mut gitlab("{ token: { scopes: [read_repository] } }"),
        "/groups/acme",
    );
    let description = "The request requires higher privileges than provided by the access token.";
    assert_eq!(status, 403);
    assert_eq!(
        body,
        json!({ "error": "insufficient_scope", "error_description": description, "scope": "api read_api" })
    );
}

#[test]
fn a_job_token_is_no_personal_access_token() {
    let mut gitlab = gitlab("{ token: { kind: job } }");
    let token = gitlab.login().token;
    let bearer = format!("Bearer {token}");
    let mut status = |method: Method, path: &str, header: (&str, &str)| {
        ask(&mut gitlab, method, path, &[header], "").status
    };
    assert_eq!(status(Method::GET, SELF, ("job-token", &token)), 400);
    assert_eq!(status(Method::GET, SELF, ("authorization", &bearer)), 400);
    assert_eq!(
        status(Method::POST, ROTATE, ("authorization", &bearer)),
        405
    );
    assert_eq!(
        status(Method::GET, "/user", ("authorization", &bearer)),
        401
    );
    assert_eq!(status(Method::GET, SELF, ("private-token", &token)), 401);
}

#[test]
fn a_fine_grained_token_says_what_it_is_and_reads_nothing_else() {
    let mut gitlab = gitlab("{ token: { granular: true } }");
    let (status, token) = get(&mut gitlab, SELF);
    assert_eq!(
        (status, &token["granular"], &token["scopes"]),
        (200, &json!(true), &json!(["granular"]))
    );
    let (status, body) = get(&mut gitlab, SHOP);
    assert_eq!(
        (status, &body["error"]),
        (403, &json!("insufficient_granular_scope"))
    );
    assert!(
        body["error_description"]
            .as_str()
            .unwrap()
            .contains("Project: Read")
    );
}

#[test]
fn without_a_token_each_route_refuses_in_its_own_way() {
    let mut gitlab = gitlab("{}");
    let mut bare = |path: &str| {
        let reply = ask(&mut gitlab, Method::GET, path, &[], "");
        (reply.status, json_of(&reply))
    };
    for path in ["/user", "/metadata", SELF, "/groups/acme/members/all/3"] {
        assert_eq!(bare(path), (401, message("401 Unauthorized")), "{path}");
    }
    assert_eq!(
        bare("/users/3"),
        (403, message("403 Forbidden - Not authorized!"))
    );
    assert_eq!(bare("/groups/acme"), (404, message("404 Group Not Found")));
    assert_eq!(bare(SHOP), (404, message("404 Project Not Found")));
}

#[test]
fn a_blocked_user_is_refused_everywhere() {
    let mut gitlab = gitlab("{ state: blocked }");
    assert_eq!(
        get(&mut gitlab, SELF),
        (
            403,
            message("403 Forbidden - Your account has been blocked.")
        )
    );
    assert!(
        gitlab
            .powers(&gitlab.login().token, "acme")
            .unwrap_err()
            .contains("blocked")
    );
}

#[test]
fn wrong_methods_and_unknown_routes_are_refused_by_the_router() {
    let mut gitlab = gitlab("{}");
    let reply = with(&mut gitlab, Method::POST, SELF);
    assert_eq!(
        (reply.status, header_of(&reply, "Allow")),
        (405, Some("DELETE, GET, HEAD"))
    );
    assert_eq!(json_of(&reply), json!({ "error": "405 Not Allowed" }));
    assert_eq!(
        get(&mut gitlab, "/nothing"),
        (404, json!({ "error": "404 Not Found" }))
    );
    let old = &mut self::gitlab("{ version: 16.9.2 }");
    assert_eq!(
        json_of(&with(old, Method::POST, ROTATE)),
        json!({ "error": "404 Not Found" })
    );
}

#[test]
fn every_answer_shows_that_it_is_a_gitlab_and_what_is_left() {
    let mut gitlab = gitlab("{ rate-limit: 2 }");
    let first = with(&mut gitlab, Method::GET, "/nothing");
    assert!(serde_json::from_str::<Value>(header_of(&first, "X-Gitlab-Meta").unwrap()).unwrap()["correlation_id"].is_string());
    assert_eq!(header_of(&first, "X-Request-Id").unwrap().len(), 26);
    assert_eq!(
        (
            header_of(&first, "RateLimit-Limit"),
            header_of(&first, "RateLimit-Remaining")
        ),
        (Some("2"), Some("1"))
    );
    with(&mut gitlab, Method::GET, "/user");
    let third = with(&mut gitlab, Method::GET, "/user");
    assert_eq!(
        (
            third.status,
            header_of(&third, "Content-Type"),
            third.body.as_slice()
        ),
        (429, Some("text/plain"), b"Retry later\n".as_slice())
    );
    assert!(
        header_of(&third, "Retry-After")
            .unwrap()
            .parse::<u64>()
            .unwrap()
            <= 60
    );
}

#[test]
fn head_answers_like_get_without_the_body() {
    let reply = with(&mut gitlab("{}"), Method::HEAD, "/user");
    assert_eq!((reply.status, reply.body.len()), (200, 0));
}
