//! Tests of the way in: organization, token, sign-in.

use super::*;

#[test]
fn the_token_is_the_password_and_the_user_may_be_anything() {
    let mut azure = azure("{}");
    let token = azure.login().token;
    for user in ["", "anything"] {
        let value = format!("Basic {}", base64::encode(&format!("{user}:{token}")));
        let reply = ask(
            &mut azure,
            Method::GET,
            CONNECTION,
            &[("authorization", &value)],
            "",
        );
        assert_eq!(reply.status, 200, "{user}");
    }
}

#[test]
fn a_token_sent_in_another_way_is_not_accepted() {
    let mut azure = azure("{}");
    let token = azure.login().token;
    for value in [
        format!("Bearer {token}"),
        format!("Basic {token}"),
        format!("Basic {}", base64::encode(&token)),
        format!("Basic {}", base64::encode(&format!("{token}:"))),
        format!("Token {token}"),
        token.clone(),
        basic("wrong"),
    ] {
        let headers = [
            ("authorization", value.as_str()),
            ("x-tfs-fedauthredirect", "Suppress"),
        ];
        let reply = ask(&mut azure, Method::GET, CONNECTION, &headers, "");
        assert_eq!(reply.status, 401, "{value}");
        assert_eq!(header_of(&reply, "x-vss-userdata"), None);
    }
}

#[test]
fn a_bad_token_is_sent_to_the_sign_in_page_unless_that_is_suppressed() {
    let wrong = basic("wrong");
    let plain = [("authorization", wrong.as_str())];
    let mut redirecting = azure("{}");
    let reply = ask(&mut redirecting, Method::GET, REPOSITORIES, &plain, "");
    assert_eq!(reply.status, 302);
    assert!(
        header_of(&reply, "location")
            .unwrap()
            .contains("/_signin?realm=dev.azure.com&")
    );
    assert!(
        String::from_utf8(reply.body)
            .unwrap()
            .contains("Object moved")
    );
    let mut paging = azure("{ sign-in: page }");
    let reply = ask(&mut paging, Method::GET, REPOSITORIES, &plain, "");
    assert_eq!(reply.status, 203);
    assert!(
        header_of(&reply, "content-type")
            .unwrap()
            .starts_with("text/html")
    );
    assert!(
        String::from_utf8(reply.body)
            .unwrap()
            .contains("Azure DevOps Services | Sign In")
    );
    for yaml in ["{}", "{ sign-in: page }"] {
        let headers = [plain[0], ("x-tfs-fedauthredirect", "Suppress")];
        let reply = ask(&mut azure(yaml), Method::GET, REPOSITORIES, &headers, "");
        assert_eq!(reply.status, 401);
        let challenges = headers_of(&reply, "www-authenticate");
        assert_eq!(challenges.len(), 3);
        assert!(challenges[0].starts_with("Bearer authorization_uri=https://login.windows.net/"));
        assert_eq!(challenges[1], r#"Basic realm="https://dev.azure.com/""#);
        assert_eq!(challenges[2], "TFS-Federated");
        for name in ["realm", "issuer", "redirect"] {
            assert!(
                header_of(&reply, &format!("X-TFS-FedAuth{name}")).is_some(),
                "{name}"
            );
        }
    }
}

#[test]
fn revoked_and_unknown_tokens_are_refused_alike() {
    for state in ["revoked", "unknown"] {
        let mut azure = azure(&format!("{{ token: {{ state: {state} }} }}"));
        let reply = with(&mut azure, Method::GET, CONNECTION, "");
        assert_eq!(
            (reply.status, header_of(&reply, "x-vss-userdata")),
            (401, None)
        );
        assert!(
            header_of(&reply, "content-type")
                .unwrap()
                .starts_with("text/html")
        );
    }
}

#[test]
fn an_expired_token_is_told_so_or_nothing_at_all() {
    let mut told = azure("{ token: { state: expired } }");
    let (status, body) = get(&mut told, CONNECTION);
    assert_eq!(status, 401);
    assert_eq!(body["typeKey"], "AccessCheckException");
    assert_eq!(
        body["message"],
        "Access Denied: The Personal Access Token used has expired."
    );
    assert_eq!(body["customProperties"]["Token"], Value::Null);
    let mut quiet = azure("{ token: { state: expired }, expired-answer: bare }");
    assert!(bare(&with(&mut quiet, Method::GET, CONNECTION, "")));
}

#[test]
fn an_account_from_elsewhere_is_not_authorized() {
    for (yaml, status, marked) in [
        ("{ member: false }", 401, false),
        ("{ member: false, stranger-answer: 403 }", 403, true),
    ] {
        let mut azure = azure(yaml);
        let reply = with(&mut azure, Method::GET, CONNECTION, "");
        let body = json_of(&reply);
        assert_eq!(
            (reply.status, &body["typeKey"]),
            (status, &json!("UnauthorizedRequestException"))
        );
        let text = format!("TF400813: The user '{}' is not", azure.people.account.id);
        assert!(body["message"].as_str().unwrap().starts_with(&text));
        assert_eq!(header_of(&reply, "x-vss-userdata").is_some(), marked);
    }
}

#[test]
fn with_public_projects_a_bad_token_is_nobody_and_gets_200() {
    let mut azure = azure("{ public-projects: true, token: { state: revoked } }");
    let reply = with(&mut azure, Method::GET, CONNECTION, "");
    assert_eq!(
        (reply.status, header_of(&reply, "x-vss-userdata")),
        (200, None)
    );
    let user = &json_of(&reply)["authenticatedUser"];
    assert_eq!(user["id"], "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    assert_eq!(user["providerDisplayName"], "Anonymous");
    assert_eq!(
        user["descriptor"],
        "System:PublicAccess;aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"
    );
    for list in [PROJECTS, REPOSITORIES] {
        let (status, body) = get(&mut azure, list);
        assert_eq!(
            (status, &body["count"], &body["value"][0]["name"]),
            (200, &json!(1), &json!("oss"))
        );
    }
    let (status, body) = post(&mut azure, PROBE, &json!([]));
    assert_eq!(status, 401);
    assert!(
        body["message"]
            .as_str()
            .unwrap()
            .contains("aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa")
    );
    for hidden in [
        "/acme/_apis/projects/web?api-version=7.1",
        EDIT_COLLECTION,
        GROUPS,
    ] {
        assert_eq!(get(&mut azure, hidden).0, 401, "{hidden}");
    }
    let reply = ask(&mut azure, Method::GET, GROUPS, &[], "");
    assert_eq!(reply.status, 302);
}

#[test]
fn public_projects_do_not_change_what_a_good_token_sees() {
    let mut azure = azure("{ public-projects: true }");
    let (_, body) = get(&mut azure, CONNECTION);
    assert_eq!(
        body["authenticatedUser"]["providerDisplayName"],
        "svc-semgrep"
    );
    assert_eq!(get(&mut azure, PROJECTS).1["count"], 2);
}

#[test]
fn an_organization_that_is_not_there_is_a_page() {
    let mut unknown = azure("{ organization: unknown }");
    let elsewhere = CONNECTION.replace("acme", "globex");
    for reply in [
        with(&mut unknown, Method::GET, CONNECTION, ""),
        with(&mut azure("{}"), Method::GET, &elsewhere, ""),
    ] {
        assert_eq!(reply.status, 404);
        assert!(
            header_of(&reply, "content-type")
                .unwrap()
                .starts_with("text/html")
        );
        assert_eq!(header_of(&reply, "x-vss-userdata"), None);
    }
}

#[test]
fn a_stopped_organization_says_so() {
    let mut azure = azure("{ organization: stopped }");
    let reply = with(&mut azure, Method::GET, CONNECTION, "");
    assert_eq!(reply.status, 503);
    assert!(
        json_of(&reply)["message"]
            .as_str()
            .unwrap()
            .starts_with("TF24668: ")
    );
    assert!(
        header_of(&reply, "x-tfs-serviceerror")
            .unwrap()
            .starts_with("TF24668%3A+The+following")
    );
}

#[test]
fn used_up_usage_blocks_and_nearly_used_up_usage_only_delays() {
    let mut blocked = azure("{ usage: blocked, retry-after: 7 }");
    let reply = with(&mut blocked, Method::GET, CONNECTION, "");
    assert_eq!(
        (reply.status, header_of(&reply, "retry-after")),
        (429, Some("7"))
    );
    assert!(
        json_of(&reply)["message"]
            .as_str()
            .unwrap()
            .starts_with("TF400733: ")
    );
    let mut delayed = azure("{ usage: delayed }");
    let reply = with(&mut delayed, Method::GET, CONNECTION, "");
    assert_eq!(
        (reply.status, header_of(&reply, "retry-after")),
        (200, Some("1"))
    );
    assert_eq!(
        header_of(&reply, "x-ratelimit-resource"),
        Some("Concurrency")
    );
    let reply = with(&mut azure("{}"), Method::GET, CONNECTION, "");
    assert_eq!(header_of(&reply, "retry-after"), None);
}

#[test]
fn an_entra_token_is_a_bearer_token_and_lists_the_tokens() {
    let mut azure = azure("{ token: { format: jwt } }");
    let token = azure.login().token;
    assert!(token.starts_with("eyJ"));
    assert_eq!(with(&mut azure, Method::GET, CONNECTION, "").status, 401);
    let bearer = format!("Bearer {token}");
    let tokens = "/acme/_apis/tokens/pats?api-version=7.1-preview.1";
    for target in [
        CONNECTION,
        tokens,
        "/_apis/profile/profiles/me?api-version=7.1",
    ] {
        let reply = ask(
            &mut azure,
            Method::GET,
            target,
            &[("authorization", &bearer)],
            "",
        );
        assert_eq!(reply.status, 200, "{target}");
    }
}

#[test]
fn no_personal_access_token_reads_tokens_or_the_profile() {
    for scopes in ["vso.code_write", "app_token"] {
        let mut azure = azure(&format!("{{ token: {{ scopes: [{scopes}] }} }}"));
        for target in [
            "/acme/_apis/tokens/pats?api-version=7.1-preview.1",
            "/_apis/profile/profiles/me?api-version=7.1",
        ] {
            assert!(bare(&with(&mut azure, Method::GET, target, "")), "{target}");
        }
    }
}
