//! Tests of how users and organizations are shown.

use super::*;

#[test]
fn private_fields_of_the_user_need_the_user_scope() {
    let user = |scopes: &str| {
        get(
            &mut github(&format!("{{ token: {{ scopes: [{scopes}] }} }}")),
            "/user",
        )
        .1
    };
    let plain = user("read:org");
    assert_eq!(
        (&plain["login"], &plain["type"]),
        (&json!("rowan"), &json!("User"))
    );
    assert_eq!(plain.get("two_factor_authentication"), None);
    assert_eq!(user("user")["two_factor_authentication"], true);
    assert_eq!(user("'user:email'").get("plan"), None);
}

#[test]
fn a_personal_account_is_a_user_and_no_organization() {
    let mut personal = github("{ account: personal }");
    assert_eq!(personal.login().namespace, "rowan");
    assert_eq!(get(&mut personal, "/user").1["login"], "rowan");
    assert_eq!(get(&mut personal, "/users/ROWAN").1["type"], "User");
    for target in [
        "/orgs/rowan",
        "/orgs/rowan/installations",
        "/user/memberships/orgs/rowan",
        "/users/acme",
    ] {
        assert_eq!(get(&mut personal, target).0, 404, "{target}");
    }
    let mut other = github("{ account: personal, namespace: juniper, login: rowan }");
    assert_eq!(get(&mut other, "/user").1["login"], "rowan");
    assert_eq!(get(&mut other, "/users/juniper").1["login"], "juniper");
}

#[test]
fn an_organization_shows_its_inner_side_to_owners_with_the_scope() {
    let plan = |yaml: &str| get(&mut github(yaml), "/orgs/acme").1.get("plan").is_some();
    assert!(plan("{ token: { scopes: [admin:org] } }"));
    assert!(!plan("{}"));
    assert!(!plan("{ role: member, token: { scopes: [admin:org] } }"));
    assert!(plan("{ token: { kind: fine-grained } }"));
}

#[test]
fn organizations_are_listed_after_the_one_that_was_named() {
    let mut github = github("{}");
    let all = get(&mut github, "/organizations").1;
    assert_eq!(all[0]["login"], "acme");
    let rest = get(&mut github, "/organizations?since=52000001").1;
    assert_eq!(
        rest.as_array().unwrap().len(),
        all.as_array().unwrap().len() - 1
    );
    assert_eq!(get(&mut github, "/user/orgs").1[0]["login"], "acme");
    assert_eq!(
        get(&mut self::github("{ role: null }"), "/user/orgs").1,
        json!([])
    );
}

#[test]
fn urls_lead_back_to_where_the_client_asked() {
    let (_, membership) = get(&mut github("{}"), MEMBERSHIP);
    assert_eq!(
        membership["url"],
        "http://127.0.0.1:4711/github/orgs/acme/memberships/rowan"
    );
    assert_eq!(membership["user"]["html_url"], "https://github.com/rowan");
}

#[test]
fn head_answers_like_get_without_the_body() {
    let mut github = github("{}");
    let bearer = format!("Bearer {}", github.login().token);
    let headers = [("authorization", bearer.as_str()), ("user-agent", "test")];
    let reply = ask(&mut github, Method::HEAD, "/user", &headers, "");
    assert_eq!((reply.status, reply.body.len()), (200, 0));
    assert_eq!(header_of(&reply, "x-oauth-scopes"), Some("read:org"));
}
