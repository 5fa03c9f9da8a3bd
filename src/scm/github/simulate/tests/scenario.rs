//! Tests of powers, sections of scenarios and wild requests.

use super::*;

#[test]
fn powers_follow_scopes_permissions_and_membership() {
    let powers = |yaml: &str| {
        let github = github(yaml);
        github.powers(&github.login().token, &github.login().namespace)
    };
    let narrow = powers("{}").unwrap();
    assert!(narrow.read_members && !narrow.read_contents && !narrow.manage_webhooks);
    let wide = powers("{ token: { scopes: [repo] } }").unwrap();
    assert!(wide.read_contents && wide.write_pull_request_comment && !wide.read_members);
    let fine =
        "{ token: { kind: fine-grained, permissions: [contents=read, pull_requests=write] } }";
    let fine = powers(fine).unwrap();
    assert!(
        fine.read_contents && !fine.write_contents && fine.write_pull_request && fine.read_metadata
    );
    for (yaml, text) in [
        ("{ role: null }", "Not Found"),
        ("{ token: { state: revoked } }", "Bad credentials"),
        ("{ policy: sso }", "Resource protected by organization SAML"),
        ("{ account: personal, login: juniper }", "Not Found"),
        (
            "{ token: { kind: fine-grained, resource-owner: globex } }",
            "Not Found",
        ),
    ] {
        assert!(powers(yaml).unwrap_err().starts_with(text), "{yaml}");
    }
    let here = github("{}");
    assert!(here.powers(&here.login().token, "globex").is_err());
    assert!(here.powers("ghp_other", "acme").is_err());
}

#[test]
fn a_section_is_refused_by_the_key_that_is_wrong() {
    for (yaml, word) in [
        ("{ rle: admin }", "rle"),
        ("{ role: owner }", "owner"),
        ("{ token: { knd: oauth } }", "knd"),
        ("{ token: { kind: robot } }", "robot"),
        ("{ token: { value: '' } }", "token.value"),
        ("{ token: { value: \"a\\nb\" } }", "token.value"),
        ("{ token: { scopes: ['a, b'] } }", "token.scopes"),
        ("{ token: { permissions: [members] } }", "token.permissions"),
        ("{ token: { expires-in: soon } }", "token.expires-in"),
        ("{ apps: { secret: {} } }", "secret"),
        ("{ apps: { private: { contents: all } } }", "contents"),
        ("{ apps: { private: { lacks: [contents] } } }", "apps.lacks"),
        (
            "{ apps: { private: { slug: 'a b' } } }",
            "apps.private.slug",
        ),
        ("{ namespace: 'a/b' }", "namespace"),
        ("{ policy: firewall }", "firewall"),
        ("{ other-apps: 70000 }", "other-apps"),
        ("{ limit: { wait: 0 } }", "limit.wait"),
        ("{ limit: { status: 503 } }", "limit.status"),
        ("{ rate-limit: 0 }", "rate-limit"),
        ("{ enterprise-version: new }", "enterprise-version"),
        ("[]", "invalid type"),
    ] {
        assert!(refused(yaml).contains(word), "{yaml}: {}", refused(yaml));
    }
}

#[test]
fn no_section_at_all_is_ready() {
    let github = GitHub::build(&serde_yaml::Value::Null).unwrap();
    assert_eq!(github.login().namespace, "acme");
    assert_eq!(
        github.scm_types(),
        ["SCM_TYPE_GITHUB", "SCM_TYPE_GITHUB_ENTERPRISE"]
    );
    assert!(build(&serde_yaml::Value::Null).is_ok());
}

proptest! {
    #[test]
    fn no_request_makes_it_panic_or_fail(
        method in prop::sample::select(vec![Method::GET, Method::HEAD, Method::POST, Method::DELETE, Method::PUT]),
        kind in prop::sample::select(vec!["classic", "fine-grained", "oauth", "app-user", "installation", "refresh"]),
        path in prop_oneof![
            r"\PC{0,30}",
            r"/\PC{0,30}",
            r"(/api/v3)?/(user|users|orgs|organizations|apps|installation)(/(acme|[0-9]{1,25}|%[0-9a-f]{0,2}|installations|orgs|repositories)){0,3}",
            Just("/credentials/revoke".to_owned()),
        ],
        query in r"\?(page|per_page|since)=(\PC{0,12}|[0-9]{1,25})",
        body in prop_oneof![r"\PC{0,40}", r#"\{"credentials":(\[("a",?){0,3}\]|null|3)\}"#],
        host in r"[ -~]{0,20}",
        expires in proptest::option::of(any::<i32>()),
    ) {
        let days = expires.map_or("null".to_owned(), |days| days.to_string());
        let mut github = github(&format!("{{ token: {{ kind: {kind}, expires-in: {days} }} }}"));
        let bearer = format!("Bearer {}", github.login().token);
        let headers = [("authorization", bearer.as_str()), ("user-agent", "x"), ("host", host.as_str())];
        let reply = ask(&mut github, method.clone(), &format!("{path}{query}"), &headers, &body);
        prop_assert!((200..500).contains(&reply.status), "{}", reply.status);
        let bare = ask(&mut github, method, &format!("{path}{query}"), &headers[1..], &body);
        prop_assert!((200..500).contains(&bare.status), "{}", bare.status);
        for (name, value) in reply.headers.iter().chain(&bare.headers) {
            prop_assert!(name.parse::<HeaderName>().is_ok() && HeaderValue::from_str(value).is_ok(), "{name}: {value}");
        }
    }
}
