//! Tests of powers, sections of scenarios and wild requests.

use super::*;

#[test]
fn powers_follow_scopes_by_closure() {
    let powers = |yaml: &str| {
        let here = bitbucket(yaml);
        here.powers(&here.login().token, "acme")
    };
    let ready = powers("{}").unwrap();
    assert!(ready.read_metadata && ready.read_contents && ready.write_contents);
    assert!(ready.read_pull_request && ready.write_pull_request && ready.manage_webhooks);
    assert!(ready.write_pull_request_comment && !ready.read_members);
    let reads = powers("{ token: { scopes: [pullrequest, webhook, account] } }").unwrap();
    assert!(reads.read_contents && !reads.write_contents && !reads.write_pull_request);
    // To comment is part of reading, to watch needs to read.
    assert!(reads.write_pull_request_comment && reads.manage_webhooks && reads.read_members);
    let hooks = powers("{ token: { scopes: [webhook] } }").unwrap();
    assert_eq!(hooks, Powers::default());
    let public = powers("{ token: { workspace: globex } }").unwrap();
    assert!(public.read_contents && !public.write_contents && !public.manage_webhooks);
    for (yaml, text) in [
        ("{ token: { state: revoked } }", INVALID),
        ("{ token: { kind: user-api } }", INVALID),
        ("{ token: { kind: app-password } }", INVALID),
        (
            "{ repositories: { public: 0 }, token: { workspace: globex } }",
            "Workspace acme not found",
        ),
    ] {
        assert_eq!(powers(yaml).unwrap_err(), text, "{yaml}");
    }
    assert_eq!(
        bitbucket("{}").powers("other", "acme").unwrap_err(),
        INVALID
    );
    let here = bitbucket("{}");
    assert!(here.powers(&here.login().token, "initech").is_err());
}

#[test]
fn the_login_is_the_tokens_of_its_kind_and_the_namespace() {
    let login = bitbucket("{}").login();
    assert!(login.token.starts_with("ATCTT3xFfGN0"));
    assert_eq!(login.namespace, "acme");
    for (kind, prefix) in [
        ("project", "ATCTT3xFfGN0"),
        ("repository", "ATCTT3xFfGN0"),
        ("user-api", "ATATT3x"),
        ("app-password", "ATBB"),
    ] {
        let yaml = format!("{{ namespace: initech, token: {{ kind: {kind} }} }}");
        let login = bitbucket(&yaml).login();
        assert!(login.token.starts_with(prefix));
        assert_eq!(login.namespace, "initech");
    }
    let own = bitbucket("{ token: { value: mine } }").login();
    assert_eq!(own.token, "mine");
    let face = build(&serde_yaml::Value::Null).unwrap();
    assert_eq!(face.login(), login);
    assert_eq!(face.scm_types(), ["SCM_TYPE_BITBUCKET"]);
}

#[test]
fn a_section_is_refused_by_the_key_that_is_wrong() {
    for (yaml, word) in [
        ("{ hedaers: always }", "hedaers"),
        ("{ headers: sometimes }", "sometimes"),
        ("{ token: { knd: oauth } }", "knd"),
        ("{ token: { kind: robot } }", "robot"),
        ("{ token: { state: ill } }", "ill"),
        ("{ token: { scopes: [webhok] } }", "webhok"),
        ("{ token: { scopes: ['account:write'] } }", "account:write"),
        ("{ token: { kind: project, scopes: [account] } }", "account"),
        (
            "{ token: { kind: repository, scopes: [project] } }",
            "project",
        ),
        (
            "{ token: { kind: user-api, scopes: [repository] } }",
            "repository",
        ),
        ("{ token: { workspace: initech } }", "initech"),
        ("{ token: { value: '' } }", "token.value"),
        ("{ token: { value: 'a b' } }", "token.value"),
        ("{ namespace: a/b }", "a/b"),
        ("{ namespace: '' }", "namespace"),
        ("{ gone: [/user] }", "/user"),
        ("{ repositories: { secret: 1 } }", "secret"),
        ("{ repositories: { private: -1 } }", "-1"),
        ("{ repositories: { private: 99999 } }", "repositories"),
        (
            "{ repositories: { private: 0, public: 0 }, token: { kind: repository } }",
            "token.kind",
        ),
        ("{ rate-limit: 0 }", "rate-limit"),
        ("[]", "invalid type"),
    ] {
        assert!(refused(yaml).contains(word), "{yaml}: {}", refused(yaml));
    }
}

proptest! {
    #[test]
    fn no_request_makes_it_panic_or_fail(
        method in prop::sample::select(vec![
            Method::GET, Method::POST, Method::DELETE, Method::PUT, Method::HEAD, Method::OPTIONS,
        ]),
        path in prop_oneof![
            r"/\PC{0,30}",
            r"/(user|workspaces|repositories)(/(acme|globex|%7B%7D|%[0-9a-f]{0,2}|permissions|\PC{0,8})){0,3}/?",
            Just(PULLS.to_owned()),
        ],
        query in r"\?(pagelen|page|fields|q|role|state)=(-?[0-9]{1,25}|[*+,.a-z-]{0,20}|\PC{0,12})",
        body in prop_oneof![r"\PC{0,40}", Just(r#"{"title":1,"source":{"branch":[]}}"#.to_owned())],
        kind in prop::sample::select(vec![
            "workspace", "project", "repository", "user-api", "app-password", "oauth",
        ]),
        header in prop_oneof![
            Just(None), r"[ -~]{0,20}".prop_map(Some), r"(Basic|Bearer) [a-zA-Z0-9+/=]{0,20}".prop_map(Some),
        ],
        host in r"[ -~]{0,12}",
    ) {
        let mut here = bitbucket(&format!("{{ token: {{ kind: {kind} }} }}"));
        let target = format!("{path}{query}");
        let owned = with(&mut here, method.clone(), &target, &body);
        prop_assert!((200..500).contains(&owned.status));
        let mut headers = vec![("host", host.as_str())];
        headers.extend(header.as_deref().map(|value| ("authorization", value)));
        let wild = ask(&mut here, method, &target, &headers, &body);
        prop_assert!((200..500).contains(&wild.status));
    }
}
