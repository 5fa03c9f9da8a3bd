//! Tests of powers, sections of scenarios and wild requests.

use super::*;

#[test]
fn powers_follow_scope_role_and_membership() {
    let powers = |yaml: &str| {
        let gitlab = gitlab(yaml);
        gitlab.powers(&gitlab.login().token, "acme")
    };
    let all = powers("{}").unwrap();
    assert!(
        all.read_contents
            && all.write_pull_request_comment
            && all.manage_webhooks
            && all.read_members
            && all.read_metadata
    );
    let narrow = powers("{ token: { scopes: [read_api] } }").unwrap();
    assert!(
        narrow.read_contents
            && !narrow.write_pull_request_comment
            && !narrow.manage_webhooks
            && !narrow.write_contents
    );
    let developer = powers("{ role: 30 }").unwrap();
    assert!(developer.write_pull_request_comment && !developer.manage_webhooks);
    assert!(!powers("{ role: 10 }").unwrap().read_contents);
    assert!(
        powers("{ token: { kind: project } }")
            .unwrap()
            .manage_webhooks
    );
    for (yaml, text) in [
        ("{ role: null }", "404 Group Not Found"),
        ("{ role: null, visibility: public }", "404 Group Not Found"),
        ("{ token: { state: revoked } }", "Token was revoked"),
        ("{ token: { state: expired } }", "Token is expired"),
        ("{ token: { state: unknown } }", "401 Unauthorized"),
        ("{ token: { kind: job } }", "401 Unauthorized"),
        (
            "{ token: { scopes: [read_repository] } }",
            "higher privileges",
        ),
        (
            "{ token: { granular: true } }",
            "lacks the required permissions",
        ),
    ] {
        assert!(
            powers(yaml).unwrap_err().starts_with(text) || powers(yaml).unwrap_err().contains(text),
            "{yaml}"
        );
    }
    let here = gitlab("{}");
    assert!(here.powers(&here.login().token, "acme/web").is_err());
}

#[test]
fn a_section_is_refused_by_the_key_that_is_wrong() {
    for (yaml, word) in [
        ("{ rle: 30 }", "rle"),
        ("{ token: { knd: job } }", "knd"),
        ("{ token: { kind: robot } }", "robot"),
        ("{ role: x }", "role: invalid type"),
        ("{ role: 41 }", "role"),
        ("{ role: 60 }", "role"),
        ("{ token: { scopes: [apii] } }", "apii"),
        ("{ token: { kind: project, scopes: [sudo] } }", "sudo"),
        ("{ namespace: nowhere }", "nowhere"),
        ("{ member-of: nowhere }", "nowhere"),
        ("{ token: { kind: project }, namespace: acme }", "acme"),
        ("{ groups: [a/b] }", "a/b"),
        ("{ projects: [x/y] }", "x/y"),
        ("{ groups: [], projects: [] }", "groups"),
        ("{ moved: { a: b } }", "moved"),
        ("{ rate-limit: 0 }", "rate-limit"),
        ("{ token: { value: '' } }", "token.value"),
        ("[]", "invalid type"),
    ] {
        assert!(refused(yaml).contains(word), "{yaml}: {}", refused(yaml));
    }
}

proptest! {
    #[test]
    fn no_request_makes_it_panic(
        method in prop::sample::select(vec![Method::GET, Method::POST, Method::DELETE, Method::PUT]),
        path in prop_oneof![
            r"/\PC{0,30}",
            r"/(user|users|groups|projects|personal_access_tokens)/(self|[0-9]{1,25}|acme|%[0-9a-f]{0,2}){1,2}(/members/all/-?[0-9]{1,30})?",
            Just(ROTATE.to_owned()),
        ],
        query in r"\?(min_access_level|page|per_page|expires_at)=\PC{0,12}",
        body in r"\PC{0,40}",
        expires in proptest::option::of(any::<i32>()),
    ) {
        let days = expires.map_or("null".to_owned(), |days| days.to_string());
        let mut gitlab = gitlab(&format!("{{ token: {{ expires-in: {days} }} }}"));
        let token = gitlab.login().token;
        let headers = [("private-token", token.as_str()), ("content-type", "application/json")];
        let reply = ask(&mut gitlab, method, &format!("{path}{query}"), &headers, &body);
        prop_assert!((200..600).contains(&reply.status) && reply.status != 500);
    }
}
