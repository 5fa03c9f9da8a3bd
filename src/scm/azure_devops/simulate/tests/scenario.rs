//! Tests of sections of scenarios, powers and wild requests.

use proptest::prelude::*;

use super::*;

#[test]
fn a_section_is_refused_by_the_key_that_is_wrong() {
    for (yaml, word) in [
        ("{ tokn: {} }", "tokn"),
        ("{ token: { frmat: new } }", "frmat"),
        ("{ token: { format: round } }", "round"),
        ("{ token: { scopes: [code] } }", "code"),
        ("{ token: { scopes: [vso.] } }", "vso."),
        ("{ token: { value: '' } }", "token.value"),
        ("{ account: { nme: x } }", "nme"),
        ("{ account: { name: '' } }", "account"),
        ("{ namespace: acme }", "namespace"),
        ("{ namespace: acme/web/shop }", "acme/web/shop"),
        ("{ projects: [''] }", "projects"),
        ("{ admin: maybe }", "maybe"),
        ("{ stranger-answer: 404 }", "stranger-answer"),
        ("{ page-size: 0 }", "page-size"),
        ("{ bom: perhaps }", "bom"),
        ("[]", "invalid type"),
    ] {
        let error = AzureDevOps::build(&serde_yaml::from_str(yaml).unwrap()).unwrap_err();
        assert!(error.contains(word), "{yaml}: {error}");
    }
    assert!(build(&serde_yaml::Value::Null).is_ok());
}

#[test]
fn tokens_look_like_their_format() {
    let token = |format: &str| {
        azure(&format!("{{ token: {{ format: {format} }} }}"))
            .login()
            .token
    };
    let new = token("new");
    assert_eq!((new.len(), &new[76..80]), (84, "AZDO"));
    assert!(new.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let legacy = token("legacy");
    assert_eq!(legacy.len(), 52);
    assert!(
        legacy
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    );
    assert_eq!(token("jwt").matches('.').count(), 2);
    assert!(![52, 84].contains(&token("odd").len()));
    assert_eq!(azure("{ token: { value: mine } }").login().token, "mine");
    assert_eq!(azure("{}").login().namespace, "acme/web");
}

#[test]
fn powers_follow_scopes_permission_and_membership() {
    let powers = |yaml: &str| {
        let azure = azure(yaml);
        azure.powers(&azure.login().token, &azure.login().namespace)
    };
    let ready = powers("{}").unwrap();
    assert!(ready.read_contents && ready.write_pull_request_comment && ready.manage_webhooks);
    assert!(ready.write_contents && !ready.read_members);
    let reading = powers("{ token: { scopes: [vso.code] } }").unwrap();
    assert!(
        reading.read_contents && !reading.write_pull_request_comment && !reading.write_contents
    );
    let threads = powers("{ token: { scopes: [vso.threads_full] } }").unwrap();
    assert!(threads.write_pull_request_comment && !threads.read_contents);
    let denied = powers("{ repository-permission: false }").unwrap();
    assert!(denied.read_contents && !denied.write_pull_request_comment);
    assert!(!powers("{ admin: none }").unwrap().manage_webhooks);
    assert!(
        powers("{ token: { scopes: [app_token] } }")
            .unwrap()
            .read_members
    );
    for (yaml, text) in [
        ("{ token: { state: expired } }", "has expired"),
        ("{ token: { state: revoked } }", "401"),
        ("{ token: { format: jwt } }", "401"),
        ("{ token: { scopes: [vso.work] } }", "401"),
        ("{ member: false }", "TF400813"),
        ("{ namespace: acme/mobile }", "TF200016"),
        ("{ organization: stopped }", "TF24668"),
        ("{ organization: unknown }", "404"),
    ] {
        let error = powers(yaml).unwrap_err();
        assert!(error.contains(text), "{yaml}: {error}");
    }
    let here = azure("{}");
    assert!(here.powers("other", "acme/web").is_err());
    assert!(here.powers(&here.login().token, "globex/web").is_err());
}

const WORDS: &str = "(_apis|git|repositories|refs|pushes|pullRequests|threads|graph|groups|memberships|permissions|security|permissionevaluationbatch|Contribution|HierarchyQuery|projects|connectionData|web|acme|shop|1|-7|99999999999999999999|%[0-9a-f]{0,2}|\\PC{0,4})";

fn wild_path() -> impl Strategy<Value = String> {
    prop::string::string_regex(&format!("(/{WORDS}){{0,5}}")).unwrap()
}

proptest! {
    #[test]
    fn no_request_makes_it_panic_or_fail(
        method in prop::sample::select(vec![Method::GET, Method::HEAD, Method::POST, Method::DELETE, Method::PATCH]),
        start in prop::sample::select(vec!["", "/acme/_apis", "/acme/web/_apis/git/repositories/shop", "/acme/_apis/graph", "/_apis"]),
        path in wild_path(),
        query in r"\?api-version=(7\.1|7\.1-preview|7\.1-preview\.1|\PC{0,8})&(continuationToken|\$top|\$skip|tokens|depth|direction)=(-1|9{1,25}|\PC{0,6})",
        body in prop::sample::select(vec![
            "", "[]", "{}", "[{}]", "{\"evaluations\":[{}]}", "{\"evaluations\":[[]]}", "{\"contributionIds\":[1]}", "{\"comments\":[1]}",
            "{\"refUpdates\":[{}],\"commits\":[{}]}", "{\"refUpdates\":[1],\"commits\":[1]}", "{\"name\":1,\"project\":{\"id\":\"web\"}}", "[[[", "\u{feff}[]",
        ]),
    ) {
        let mut azure = azure("{ token: { scopes: [app_token] } }");
        let reply = with(&mut azure, method, &format!("{start}{path}{query}"), body);
        prop_assert!((200..500).contains(&reply.status), "{}", reply.status);
    }

    #[test]
    fn no_credential_makes_it_panic_or_is_let_in(value in r"(Basic |Bearer |basic)?[ -~]{0,40}") {
        let mut azure = azure("{}");
        let headers = [("authorization", value.as_str()), ("x-tfs-fedauthredirect", "suppress")];
        let reply = ask(&mut azure, Method::GET, CONNECTION, &headers, "");
        prop_assert_eq!(reply.status, 401);
    }
}
