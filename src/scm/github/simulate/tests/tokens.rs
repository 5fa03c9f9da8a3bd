//! Tests of the kinds of token and of the headers that tell of them.

use super::*;

fn reply(yaml: &str, target: &str) -> Reply {
    with(&mut github(yaml), target, &[])
}

#[test]
fn a_classic_token_shows_its_normalized_scopes_and_no_scope_is_not_the_same_as_no_header() {
    let classic = reply(
        "{ token: { scopes: [write:org, gist, read:org] } }",
        MEMBERSHIP,
    );
    assert_eq!(
        header_of(&classic, "x-oauth-scopes"),
        Some("gist, write:org")
    );
    assert_eq!(
        header_of(&classic, "x-accepted-oauth-scopes"),
        Some("admin:org, read:org, repo, user, write:org")
    );
    assert_eq!(header_of(&classic, "x-accepted-github-permissions"), None);
    let empty = reply("{ token: { scopes: [] } }", "/user");
    assert_eq!(
        (empty.status, header_of(&empty, "x-oauth-scopes")),
        (200, Some(""))
    );
    let fine = reply("{ token: { kind: fine-grained } }", "/user");
    assert_eq!(
        (fine.status, header_of(&fine, "x-oauth-scopes")),
        (200, None)
    );
    let app = reply("{ token: { kind: app-user } }", "/user");
    assert_eq!(
        (app.status, header_of(&app, "x-oauth-scopes")),
        (200, Some(""))
    );
}

#[test]
fn a_fine_grained_token_is_told_the_permission_of_each_endpoint_even_when_it_lacks_it() {
    let accepted = |target: &str| {
        let reply = reply("{ token: { kind: fine-grained, permissions: [] } }", target);
        (
            reply.status,
            header_of(&reply, "x-accepted-github-permissions")
                .unwrap()
                .to_owned(),
        )
    };
    assert_eq!(
        accepted("/user"),
        (200, "allows_permissionless_access=true".into())
    );
    assert_eq!(accepted(MEMBERSHIP), (403, "members=read".into()));
    assert_eq!(
        accepted(INSTALLATIONS),
        (403, "organization_administration=read".into())
    );
}

#[test]
fn the_end_of_a_personal_token_comes_in_either_form_and_not_at_all_when_there_is_none() {
    let end = |yaml: &str, target: &str| {
        let reply = reply(yaml, target);
        assert_eq!(reply.status, 200, "{yaml}");
        header_of(&reply, "github-authentication-token-expiration").map(str::to_owned)
    };
    let day = |days: i64| {
        let then = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * days);
        then.strftime("%Y-%m-%d").to_string()
    };
    // The day may end between one look at the clock and the next.
    let (early, utc, late) = (day(90), end("{}", "/user").unwrap(), day(90));
    assert!(utc.ends_with(" UTC") && utc.len() == 23, "{utc}");
    let offset = end(
        "{ token: { kind: fine-grained, expiry-format: offset } }",
        "/user",
    )
    .unwrap();
    assert!(offset.ends_with(" +0100") && offset.len() == 25, "{offset}");
    assert!(utc.starts_with(&early) || utc.starts_with(&late), "{utc}");
    assert_eq!(end("{ token: { expires-in: null } }", "/user"), None);
    for kind in ["oauth", "app-user"] {
        assert_eq!(
            end(&format!("{{ token: {{ kind: {kind} }} }}"), "/user"),
            None,
            "{kind}"
        );
    }
    // There its absence says nothing.
    assert_eq!(end("{}", "/api/v3/user"), None);
}

#[test]
fn a_token_that_does_not_work_is_refused_in_the_same_words_whatever_the_reason() {
    for yaml in [
        "{ token: { state: expired } }",
        "{ token: { state: revoked } }",
        "{ token: { state: unknown } }",
        "{ token: { expires-in: 0 } }",
        "{ token: { kind: refresh } }",
    ] {
        let reply = reply(yaml, "/user");
        assert_eq!(
            (reply.status, json_of(&reply)),
            (
                401,
                json!({ "message": "Bad credentials", "documentation_url": "https://docs.github.com/rest", "status": "401" })
            ),
            "{yaml}"
        );
        assert_eq!(header_of(&reply, "x-oauth-scopes"), None);
        assert_eq!(header_of(&reply, "x-ratelimit-limit"), Some("60"));
    }
}

#[test]
fn the_invented_tokens_have_the_shapes_of_their_kinds() {
    for (kind, prefix, length) in [
        ("classic", "ghp_", 40),
        ("fine-grained", "github_pat_", 93),
        ("oauth", "gho_", 40),
        ("app-user", "ghu_", 40),
        ("installation", "ghs_", 40),
        ("refresh", "ghr_", 80),
    ] {
        let token = github(&format!("{{ token: {{ kind: {kind} }} }}"))
            .login()
            .token;
        assert!(
            token.starts_with(prefix) && token.len() == length,
            "{token}"
        );
    }
}

#[test]
fn an_installations_token_has_no_user() {
    let yaml = "{ token: { kind: installation } }";
    for target in ["/user", "/user/orgs", MEMBERSHIP] {
        let reply = reply(yaml, target);
        assert_eq!(
            (reply.status, message(&reply).as_str()),
            (403, "Resource not accessible by integration"),
            "{target}"
        );
        assert_eq!(header_of(&reply, "x-oauth-scopes"), None);
    }
    assert_eq!(status(yaml, "/installation/repositories"), 200);
    assert_eq!(status(yaml, INSTALLATIONS), 403);
    let administers =
        "{ token: { kind: installation, permissions: [organization_administration=read] } }";
    assert_eq!(status(administers, INSTALLATIONS), 200);
}

#[test]
fn a_revoked_list_of_tokens_no_longer_works_and_must_be_sent_without_one() {
    let mut github = github("{}");
    let token = github.login().token;
    let body = json!({ "credentials": [token] }).to_string();
    let agent = ("user-agent", "test");
    let bearer = format!("token {token}");
    let target = "/credentials/revoke";
    let with_token = [agent, ("authorization", bearer.as_str())];
    assert_eq!(
        ask(&mut github, Method::POST, target, &with_token, &body).status,
        403
    );
    for wrong in [
        "",
        "[]",
        "{}",
        r#"{"credentials":[]}"#,
        r#"{"credentials":[1]}"#,
    ] {
        let reply = ask(&mut github, Method::POST, target, &[agent], wrong);
        assert_eq!(
            (reply.status, message(&reply).as_str()),
            (422, "Validation Failed"),
            "{wrong}"
        );
    }
    assert_eq!(get(&mut github, "/user").0, 200);
    assert_eq!(
        ask(&mut github, Method::POST, target, &[agent], &body).status,
        202
    );
    assert_eq!(get(&mut github, "/user").0, 401);
    let enterprise = "/api/v3/credentials/revoke";
    assert_eq!(
        ask(&mut github, Method::POST, enterprise, &[agent], &body).status,
        404
    );
}

#[test]
fn an_installation_revokes_its_own_token_and_nobody_elses() {
    let mut github = github("{ token: { kind: installation } }");
    let bearer = format!("Bearer {}", github.login().token);
    let headers = [("user-agent", "test"), ("authorization", bearer.as_str())];
    let mut delete = || {
        ask(
            &mut github,
            Method::DELETE,
            "/installation/token",
            &headers,
            "",
        )
        .status
    };
    assert_eq!((delete(), delete()), (204, 401));
}
