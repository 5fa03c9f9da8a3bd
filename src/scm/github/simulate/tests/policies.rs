//! Tests of what an organization puts in the way of tokens.

use super::*;

fn refusal(yaml: &str, target: &str) -> (u16, String) {
    let reply = with(&mut github(yaml), target, &[]);
    let text = match reply.status {
        200 => String::new(),
        _ => message(&reply),
    };
    (reply.status, text)
}

fn with_kind(policy: &str, kind: &str) -> String {
    format!("{{ policy: {policy}, token: {{ kind: {kind} }} }}")
}

#[test]
fn a_policy_is_about_the_organization_and_never_about_the_user() {
    for (policy, kind) in [
        ("sso", "classic"),
        ("classic-forbidden", "classic"),
        ("oauth-restricted", "oauth"),
        ("ip-allow-list", "fine-grained"),
    ] {
        let yaml = with_kind(policy, kind);
        assert_eq!(refusal(&yaml, "/user").0, 200, "{policy}");
        for target in [MEMBERSHIP, INSTALLATIONS, "/orgs/acme"] {
            assert_eq!(refusal(&yaml, target).0, 403, "{policy} {target}");
        }
        assert_eq!(
            refusal(&yaml, "/user/memberships/orgs/globex").0,
            404,
            "{policy}"
        );
    }
}

#[test]
fn each_policy_concerns_its_kinds_of_token() {
    let code = |policy: &str, kind: &str| refusal(&with_kind(policy, kind), MEMBERSHIP).0;
    let codes = |policy: &str| {
        ["classic", "fine-grained", "oauth", "app-user"].map(|kind| code(policy, kind))
    };
    assert_eq!(codes("none"), [200, 200, 200, 200]);
    assert_eq!(codes("sso"), [403, 200, 403, 403]);
    assert_eq!(codes("classic-forbidden"), [403, 200, 200, 200]);
    assert_eq!(codes("oauth-restricted"), [200, 200, 403, 200]);
    assert_eq!(codes("ip-allow-list"), [403, 403, 403, 403]);
    assert_eq!(codes("lifetime"), [200, 200, 200, 200]);
}

#[test]
fn single_sign_on_names_the_page_where_the_token_is_authorized() {
    let mut github = github("{ policy: sso }");
    let reply = with(&mut github, MEMBERSHIP, &[]);
    assert_eq!(
        message(&reply),
        "Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization."
    );
    let sso = header_of(&reply, "x-github-sso").unwrap();
    assert!(
        sso.starts_with("required; url=https://github.com/orgs/acme/sso?authorization_request="),
        "{sso}"
    );
    let list = with(&mut github, "/user/orgs", &[]);
    assert_eq!((list.status, json_of(&list)), (200, json!([])));
    assert_eq!(
        header_of(&list, "x-github-sso"),
        Some("partial-results; organizations=52000001")
    );
    // The scopes are told even so.
    assert_eq!(header_of(&reply, "x-oauth-scopes"), Some("read:org"));
}

#[test]
fn a_token_that_lives_too_long_is_sent_to_its_settings() {
    let token = |token: &str| {
        refusal(
            &format!("{{ policy: lifetime, token: {{ {token} }} }}"),
            MEMBERSHIP,
        )
    };
    let (code, text) = token("kind: fine-grained, expires-in: null");
    assert_eq!(code, 403);
    assert!(text.contains("The 'acme' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days."), "{text}");
    assert!(
        text.ends_with("https://github.com/settings/personal-access-tokens/71000001"),
        "{text}"
    );
    assert_eq!(token("kind: fine-grained, expires-in: 367").0, 403);
    assert_eq!(token("kind: fine-grained, expires-in: 366").0, 200);
    assert!(
        token("expires-in: null")
            .1
            .ends_with("/settings/tokens/71000001")
    );
    assert_eq!(
        status("{ policy: lifetime, max-lifetime: 30 }", MEMBERSHIP),
        403
    );
}

#[test]
fn the_words_of_the_other_policies_name_the_organization() {
    let text = |policy: &str, kind: &str| refusal(&with_kind(policy, kind), INSTALLATIONS).1;
    assert!(
        text("classic-forbidden", "classic")
            .starts_with("`acme` forbids access via a personal access token (classic).")
    );
    assert!(
        text("oauth-restricted", "oauth")
            .contains("the `acme` organization has enabled OAuth App access restrictions")
    );
    assert!(
        text("ip-allow-list", "classic")
            .contains("the `acme` organization has an IP allow list enabled")
    );
}
