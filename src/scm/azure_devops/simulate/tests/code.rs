//! Tests of repositories, what writes to them, and threads.

use super::*;

const NOTHING: &str = "0000000000000000000000000000000000000000";
const COMMIT: &str = "5a11dbace00000000000000000000000000000b2";

fn scoped(scopes: &str) -> AzureDevOps {
    azure(&format!("{{ token: {{ scopes: [{scopes}] }} }}"))
}

fn branch() -> Value {
    json!([{ "name": "refs/heads/new", "oldObjectId": NOTHING, "newObjectId": COMMIT }])
}

fn key(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["typeKey"].as_str().unwrap_or_default())
}

#[test]
fn repositories_are_listed_for_a_project_and_for_all() {
    let mut azure = azure("{ projects: [web, tools] }");
    let (status, all) = get(&mut azure, REPOSITORIES);
    assert_eq!((status, &all["count"]), (200, &json!(3)));
    let (_, web) = get(
        &mut azure,
        "/acme/WEB/_apis/git/Repositories?api-version=7.1",
    );
    assert_eq!(web["count"], 2);
    assert_eq!(web["value"][0]["name"], "shop");
    assert_eq!(web["value"][0]["project"]["name"], "web");
    let missing = get(
        &mut azure,
        "/acme/none/_apis/git/repositories?api-version=7.1",
    );
    assert_eq!(key(&missing), (404, "ProjectDoesNotExistWithNameException"));
}

#[test]
fn reading_code_takes_the_code_scope() {
    assert!(bare(&with(
        &mut scoped("vso.threads_full"),
        Method::GET,
        REPOSITORIES,
        ""
    )));
    assert_eq!(
        with(&mut scoped("vso.code"), Method::GET, REPOSITORIES, "").status,
        200
    );
}

#[test]
fn the_write_probe_meets_the_scope_before_its_body() {
    for scopes in ["vso.code", "vso.threads_full", "vso.code_status", ""] {
        for body in ["[]", "{", ""] {
            let mut azure = scoped(scopes);
            assert!(
                bare(&with(&mut azure, Method::POST, PROBE, body)),
                "{scopes} {body}"
            );
        }
    }
}

#[test]
fn the_write_probe_on_a_random_repository_is_a_404_that_names_it() {
    for scopes in [
        "vso.code_write",
        "vso.code_manage",
        "vso.code_full",
        "app_token",
    ] {
        let mut azure = scoped(scopes);
        let reply = with(&mut azure, Method::POST, PROBE, "[]");
        let body = json_of(&reply);
        assert_eq!(
            (reply.status, &body["typeKey"]),
            (404, &json!("GitRepositoryNotFoundException"))
        );
        assert!(body["message"].as_str().unwrap().starts_with(
            "TF401019: The Git repository with name or identifier 1d6c8e0a-52b4-4f6e-9a37-c0ffee123456 does not exist"
        ));
        assert!(header_of(&reply, "x-vss-userdata").is_some());
        assert_eq!(azure.world.writes, 0);
    }
}

#[test]
fn a_body_of_the_wrong_kind_is_a_400_even_for_a_random_repository() {
    let mut azure = azure("{}");
    for body in ["{", "", "{}", "[1]", "null"] {
        let reply = with(&mut azure, Method::POST, PROBE, body);
        let said = json_of(&reply);
        assert_eq!(reply.status, 400, "{body}");
        assert_eq!(
            said["message"],
            "The body of the request contains invalid Json.\r\nParameter name: contentStream"
        );
    }
    let token = basic(&azure.login().token);
    let reply = ask(
        &mut azure,
        Method::POST,
        PROBE,
        &[("authorization", &token)],
        "[]",
    );
    assert_eq!(
        json_of(&reply)["typeKey"],
        "VssRequestContentTypeNotSupportedException"
    );
}

#[test]
fn a_real_repository_with_a_real_body_is_written_to() {
    let mut azure = azure("{}");
    assert_eq!(key(&post(&mut azure, REFS, &json!([]))).0, 400);
    assert_eq!(azure.world.writes, 0);
    let (status, body) = post(&mut azure, REFS, &branch());
    assert_eq!((status, &body["value"][0]["success"]), (200, &json!(true)));
    assert_eq!(azure.world.writes, 1);
    assert_eq!(
        get(&mut azure, REFS).1["value"][1]["name"],
        "refs/heads/new"
    );
    // A second time the branch no longer stands where the update says.
    let (_, again) = post(&mut azure, REFS, &branch());
    assert_eq!(again["value"][0]["updateStatus"], "staleOldObjectId");
    assert_eq!(azure.world.writes, 1);
    let gone = json!([{ "name": "refs/heads/new", "oldObjectId": COMMIT, "newObjectId": NOTHING }]);
    post(&mut azure, REFS, &gone);
    assert_eq!(get(&mut azure, REFS).1["count"], 1);
}

#[test]
fn a_repository_is_named_without_its_project_only_by_its_id() {
    let mut azure = azure("{}");
    let id = get(&mut azure, REPOSITORIES).1["value"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let refs = |word: &str| format!("/acme/_apis/git/repositories/{word}/refs?api-version=7.1");
    assert_eq!(get(&mut azure, &refs(&id)).0, 200);
    assert_eq!(
        key(&get(&mut azure, &refs("shop"))),
        (404, "GitRepositoryNotFoundException")
    );
}

#[test]
fn without_the_permission_a_real_repository_is_a_403_and_a_random_one_still_a_404() {
    let mut azure = azure("{ repository-permission: false }");
    for body in [json!([]), branch()] {
        let (status, said) = post(&mut azure, REFS, &body);
        assert_eq!(
            (status, &said["typeKey"]),
            (403, &json!("GitNeedsPermissionException"))
        );
        assert!(said["message"].as_str().unwrap().starts_with(
            "TF401027: You need the Git 'GenericContribute' permission to perform this action. Details: identity '"
        ));
    }
    assert_eq!(post(&mut azure, PROBE, &json!([])).0, 404);
    let thread = json!({ "comments": [{ "content": "hello" }] });
    assert_eq!(post(&mut azure, THREADS, &thread).0, 403);
    assert_eq!(post(&mut azure, NO_THREADS, &thread).0, 404);
    assert_eq!(azure.world.writes, 0);
}

#[test]
fn a_probe_in_a_project_that_is_not_there_is_a_404_for_the_project() {
    let mut azure = azure("{ namespace: acme/mobile }");
    let answer = post(&mut azure, &PROBE.replace("/web/", "/mobile/"), &json!([]));
    assert_eq!(key(&answer), (404, "ProjectDoesNotExistWithNameException"));
}

#[test]
fn pushes_take_a_ref_update_and_a_commit() {
    let mut azure = azure("{}");
    let real = REFS.replace("/refs", "/pushes");
    assert_eq!(
        post(&mut azure, &PROBE.replace("/refs", "/pushes"), &json!({})).0,
        404
    );
    assert_eq!(post(&mut azure, &real, &json!({})).0, 400);
    assert_eq!(azure.world.writes, 0);
    let push = json!({
        "refUpdates": [{ "name": "refs/heads/p", "oldObjectId": NOTHING }],
        "commits": [{ "comment": "hello", "changes": [] }],
    });
    assert_eq!(post(&mut azure, &real, &push).0, 201);
    assert_eq!(
        (azure.world.writes, &get(&mut azure, REFS).1["count"]),
        (1, &json!(2))
    );
    let again = post(&mut azure, &real, &push);
    assert_eq!(key(&again), (409, "GitReferenceStaleException"));
    assert_eq!(azure.world.writes, 1);
    assert!(bare(&with(
        &mut scoped("vso.code"),
        Method::POST,
        &real,
        "{}"
    )));
}

#[test]
fn threads_take_either_scope() {
    for (scopes, reads, writes) in [
        ("vso.threads_full", true, true),
        ("vso.code_write", true, true),
        ("vso.code", true, false),
        ("vso.profile", false, false),
    ] {
        let mut azure = scoped(scopes);
        let read = with(&mut azure, Method::GET, NO_THREADS, "");
        assert_eq!(
            (read.status == 404, bare(&read)),
            (reads, !reads),
            "{scopes}"
        );
        let write = with(&mut azure, Method::POST, NO_THREADS, "{}");
        assert_eq!(
            (write.status == 404, bare(&write)),
            (writes, !writes),
            "{scopes}"
        );
    }
}

#[test]
fn a_thread_needs_a_pull_request_and_a_comment() {
    let mut azure = azure("{}");
    let thread = json!({ "comments": [{ "content": "hello" }] });
    let missing = post(&mut azure, NO_THREADS, &thread);
    assert_eq!(key(&missing), (404, "GitPullRequestNotFoundException"));
    assert_eq!(
        missing.1["message"],
        "TF401180: The requested pull request was not found."
    );
    let random = PROBE.replace("/refs", "/pullRequests/1/threads");
    assert_eq!(
        key(&post(&mut azure, &random, &thread)),
        (404, "GitRepositoryNotFoundException")
    );
    assert_eq!(
        post(&mut azure, &THREADS.replace("/1/", "/x/"), &thread).0,
        400
    );
    assert_eq!(post(&mut azure, THREADS, &json!({})).0, 400);
    assert_eq!(azure.world.writes, 0);
    assert_eq!(post(&mut azure, THREADS, &thread).0, 200);
    assert_eq!(
        (azure.world.writes, &get(&mut azure, THREADS).1["count"]),
        (1, &json!(1))
    );
}

#[test]
fn creating_a_repository_takes_the_manage_scope_and_creates_one() {
    let new = json!({ "name": "fresh", "project": { "id": "web" } });
    assert!(bare(&with(
        &mut scoped("vso.code_write"),
        Method::POST,
        REPOSITORIES,
        "{}"
    )));
    let mut azure = scoped("vso.code_manage");
    assert_eq!(post(&mut azure, REPOSITORIES, &json!({})).0, 400);
    assert_eq!(post(&mut azure, REPOSITORIES, &new).0, 201);
    assert_eq!(key(&post(&mut azure, REPOSITORIES, &new)).0, 409);
    assert_eq!(
        (
            azure.world.writes,
            &get(&mut azure, REPOSITORIES).1["count"]
        ),
        (1, &json!(3))
    );
}
