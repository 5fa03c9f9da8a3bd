//! Tests of what headers tell: about the credential and about limits.

use super::*;

fn told(yaml: &str, path: &str) -> [Option<String>; 3] {
    let reply = with(&mut bitbucket(yaml), Method::GET, path, "");
    [
        "x-credential-type",
        "x-oauth-scopes",
        "x-accepted-oauth-scopes",
    ]
    .map(|name| header_of(&reply, name).map(str::to_owned))
}

fn some(texts: [&str; 3]) -> [Option<String>; 3] {
    texts.map(|text| Some(text.to_owned()))
}

const NEEDED: &str = "project, repository, pullrequest:write, webhook";

#[test]
fn every_answer_to_a_live_credential_tells_kind_and_scopes() {
    let kind = "workspace_access_token";
    assert_eq!(told("{}", REPOSITORIES), some([kind, NEEDED, "repository"]));
    assert_eq!(told("{}", "/user"), some([kind, NEEDED, "account"]));
    assert_eq!(told("{}", HOOKS), some([kind, NEEDED, "webhook"]));
    assert_eq!(
        told("{}", "/repositories/globex"),
        some([kind, NEEDED, "repository"])
    );
    let [kind_there, scopes, accepted] = told("{}", WORKSPACE);
    assert!(kind_there.is_some() && scopes.is_some() && accepted.is_none());
}

#[test]
fn each_kind_has_its_word() {
    for (kind, word) in [
        ("workspace", "workspace_access_token"),
        ("project", "project_access_token"),
        ("repository", "repo_access_token"),
        ("user-api", "api_token"),
        ("oauth", "oauth2"),
    ] {
        let yaml = format!("{{ token: {{ kind: {kind} }} }}");
        assert_eq!(told(&yaml, "/user")[0].as_deref(), Some(word));
    }
}

#[test]
fn scopes_are_told_as_granted_without_what_they_imply_and_none_is_an_empty_header() {
    let yaml = "{ token: { scopes: ['pullrequest:write'], future-scopes: ['test:read'] } }";
    assert_eq!(
        told(yaml, PULLS)[1].as_deref(),
        Some("pullrequest:write, test:read")
    );
    assert_eq!(
        told("{ token: { scopes: [] } }", PULLS)[1].as_deref(),
        Some("")
    );
}

#[test]
fn a_dead_credential_learns_nothing() {
    let nothing = [None, None, None];
    assert_eq!(told("{ token: { state: expired } }", REPOSITORIES), nothing);
    assert_eq!(told("{ token: { state: expired } }", "/user"), nothing);
    assert_eq!(told("{}", "/repositories"), nothing);
    assert_eq!(told("{}", "/nothing"), nothing);
}

#[test]
fn headers_can_be_lost_on_the_way() {
    let seen = |mode: &str, path: &str| {
        told(&format!("{{ headers: {mode} }}"), path).map(|header| header.is_some())
    };
    let (all, none) = ([true; 3], [false; 3]);
    assert_eq!(seen("never", "/user"), none);
    assert_eq!(seen("never", REPOSITORIES), none);
    assert_eq!(seen("user-only", "/user"), all);
    assert_eq!(seen("user-only", REPOSITORIES), none);
    assert_eq!(seen("user-only", WORKSPACE), none);
    assert_eq!(seen("not-on-repositories", REPOSITORIES), none);
    assert_eq!(seen("not-on-repositories", HOOKS), all);
    assert_eq!(seen("not-on-repositories", PULLS), all);
    assert_eq!(seen("kind-only", REPOSITORIES), [true, false, false]);
    assert_eq!(seen("scopes-only", REPOSITORIES), [false, true, true]);
    // Where headers are lost, a refusal still names the scopes.
    let (_, body) = get(&mut bitbucket("{ headers: never }"), "/user");
    assert_eq!(
        body["error"]["detail"]["granted"],
        json!(["project", "repository", "pullrequest:write", "webhook"])
    );
}

#[test]
fn repositories_are_limited_without_a_word_on_when_to_return() {
    let mut here = bitbucket("{ rate-limit: 2 }");
    let first = with(&mut here, Method::GET, REPOSITORIES, "");
    assert_eq!(header_of(&first, "x-ratelimit-limit"), Some("2"));
    assert_eq!(header_of(&first, "x-ratelimit-nearlimit"), Some("false"));
    let second = with(&mut here, Method::GET, PULLS, "");
    assert_eq!(header_of(&second, "x-ratelimit-nearlimit"), Some("true"));
    let third = with(&mut here, Method::GET, REPOSITORIES, "");
    let text = "Rate limit for this resource has been exceeded";
    assert_eq!((third.status, json_of(&third)), (429, message(text)));
    assert_eq!(header_of(&third, "retry-after"), None);
    // Workspaces have a limit of their own, and so have visitors.
    let hooks = with(&mut here, Method::GET, HOOKS, "");
    assert_eq!(hooks.status, 200);
    assert_eq!(header_of(&hooks, "x-ratelimit-limit"), None);
    assert_eq!(bare(&mut here, REPOSITORIES).status, 200);
    let statuses: Vec<u16> = (0..60)
        .map(|_| bare(&mut here, REPOSITORIES).status)
        .collect();
    assert_eq!((statuses[58], statuses[59]), (200, 429));
}

#[test]
fn head_answers_like_get_without_the_body() {
    let reply = with(&mut bitbucket("{}"), Method::HEAD, REPOSITORIES, "");
    assert_eq!((reply.status, reply.body.len()), (200, 0));
    assert!(header_of(&reply, "x-oauth-scopes").is_some());
}
