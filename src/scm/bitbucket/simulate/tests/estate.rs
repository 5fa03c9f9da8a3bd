//! Tests of what each credential sees of workspaces, projects and repositories.

use super::*;

fn names(yaml: &str, path: &str) -> (u16, Vec<String>) {
    let (status, body) = get(&mut bitbucket(yaml), path);
    let values = body["values"].as_array().cloned().unwrap_or_default();
    let name = |value: &Value| {
        let key = if value["slug"].is_string() {
            "slug"
        } else {
            "key"
        };
        value[key].as_str().unwrap_or_default().to_owned()
    };
    (status, values.iter().map(name).collect())
}

fn ok(names: &[&str]) -> (u16, Vec<String>) {
    (200, names.iter().map(|name| (*name).to_owned()).collect())
}

const HIDDEN: (u16, Vec<String>) = (404, Vec::new());

#[test]
fn a_workspace_token_sees_all_of_its_workspace() {
    assert_eq!(
        names("{}", REPOSITORIES),
        ok(&["service-1", "service-2", "library-1"])
    );
    assert_eq!(names("{}", PROJECTS), ok(&["WEB", "OPS", "OPEN"]));
    assert_eq!(names("{}", HOOKS).0, 200);
    let (status, body) = get(&mut bitbucket("{}"), WORKSPACE);
    assert_eq!((status, &body["slug"]), (200, &json!("acme")));
}

#[test]
fn whether_it_is_private_stands_in_each_repository() {
    let (_, body) = get(&mut bitbucket("{}"), REPOSITORIES);
    let private = |index: usize| body["values"][index]["is_private"].clone();
    assert_eq!(
        [private(0), private(1), private(2)],
        [json!(true), json!(true), json!(false)]
    );
}

#[test]
fn narrower_tokens_see_their_part_and_what_is_public() {
    let project = "{ token: { kind: project } }";
    assert_eq!(
        names(project, REPOSITORIES),
        ok(&["service-1", "library-1"])
    );
    assert_eq!(names(project, PROJECTS), ok(&["WEB", "OPEN"]));
    let repository = "{ repositories: { private: 3 }, token: { kind: repository } }";
    assert_eq!(
        names(repository, REPOSITORIES),
        ok(&["service-1", "library-1"])
    );
    assert_eq!(status(repository, PROJECTS), 403);
    for yaml in [project, repository] {
        assert_eq!(status(yaml, HOOKS), 403);
        assert_eq!(status(yaml, "/repositories/acme/service-1"), 200);
        assert_eq!(status(yaml, "/repositories/acme/service-2"), 404);
    }
    // In a workspace without anything public, only its own part answers.
    let private = "{ repositories: { public: 0 }, token: { kind: repository } }";
    assert_eq!(names(private, REPOSITORIES), ok(&["service-1"]));
    assert_eq!(status(private, WORKSPACE), 404);
    assert_eq!(status(private, HOOKS), 404);
}

#[test]
fn a_private_workspace_of_others_is_not_found() {
    let yaml = "{ repositories: { public: 0 }, token: { workspace: globex } }";
    for path in [REPOSITORIES, PROJECTS, HOOKS, WORKSPACE] {
        assert_eq!(names(yaml, path), HIDDEN, "{path}");
    }
    let (_, body) = get(&mut bitbucket(yaml), REPOSITORIES);
    assert_eq!(body, message("Workspace acme not found"));
    assert_eq!(names(yaml, "/repositories/globex"), ok(&["vault"]));
}

#[test]
fn a_workspace_of_others_shows_only_what_is_public() {
    let yaml = "{ token: { workspace: globex } }";
    assert_eq!(names(yaml, REPOSITORIES), ok(&["library-1"]));
    assert_eq!(names(yaml, PROJECTS), ok(&["OPEN"]));
    assert_eq!(status(yaml, WORKSPACE), 200);
    assert_eq!(status(yaml, HOOKS), 403);
    assert_eq!(status(yaml, PULLS), 404);
}

#[test]
fn an_unknown_workspace_looks_like_a_private_one_of_others() {
    let (status, body) = get(&mut bitbucket("{}"), "/repositories/initech");
    assert_eq!(
        (status, body),
        (404, message("Workspace initech not found"))
    );
    assert_eq!(names("{}", "/workspaces/ACME"), HIDDEN);
}

#[test]
fn a_workspace_with_nothing_private_proves_nothing_by_its_list() {
    let own = "{ repositories: { private: 0, public: 2 } }";
    let foreign = "{ repositories: { private: 0, public: 2 }, token: { workspace: globex } }";
    assert_eq!(names(own, REPOSITORIES), names(foreign, REPOSITORIES));
    assert_eq!((status(own, HOOKS), status(foreign, HOOKS)), (200, 403));
}

#[test]
fn an_empty_workspace_is_there_for_its_own_token() {
    let yaml = "{ repositories: { private: 0, public: 0 } }";
    assert_eq!(names(yaml, REPOSITORIES), ok(&[]));
    assert_eq!(bare(&mut bitbucket(yaml), REPOSITORIES).status, 404);
}

#[test]
fn webhooks_are_for_owners() {
    assert_eq!(status("{ token: { role: member } }", HOOKS), 403);
    assert_eq!(status("{ token: { kind: oauth } }", HOOKS), 200);
    let member = "{ token: { kind: oauth, role: member } }";
    assert_eq!(status(member, HOOKS), 403);
    let (_, hooks) = get(&mut bitbucket("{}"), HOOKS);
    assert_eq!(hooks["values"][0]["subject_type"], json!("workspace"));
}

#[test]
fn a_users_credential_is_a_user_with_workspaces() {
    for kind in ["user-api", "oauth"] {
        let mut here = bitbucket(&format!("{{ token: {{ kind: {kind}, role: member }} }}"));
        assert_eq!(get(&mut here, "/user").1["type"], json!("user"));
        let (_, body) = get(&mut here, "/user/workspaces");
        let first = &body["values"][0];
        assert_eq!(first["permission"], json!("member"));
        assert_eq!(first["workspace"]["slug"], json!("acme"));
    }
}

#[test]
fn uuids_stand_for_slugs() {
    let mut here = bitbucket("{}");
    let (_, repository) = get(&mut here, "/repositories/acme/service-2");
    let uuid = repository["uuid"].as_str().unwrap().to_owned();
    let encoded = uuid.replace('{', "%7B").replace('}', "%7D");
    for path in [
        format!("/repositories/acme/{encoded}"),
        format!("/repositories/%7B%7D/{encoded}"),
    ] {
        assert_eq!(get(&mut here, &path), (200, repository.clone()));
    }
    let (_, workspace) = get(&mut here, WORKSPACE);
    let uuid = workspace["uuid"].as_str().unwrap().to_owned();
    assert_eq!(get(&mut here, &format!("/workspaces/{uuid}")).1, workspace);
    assert_eq!(get(&mut here, "/repositories/globex/service-2").0, 404);
}

#[test]
fn whoever_creates_a_pull_request_is_noticed() {
    let mut here = bitbucket("{}");
    let empty = with(&mut here, Method::POST, PULLS, "{}");
    assert_eq!(empty.status, 400);
    assert_eq!(json_of(&empty)["error"]["message"], json!("Bad request"));
    assert_eq!(header_of(&empty, "x-sandbox-writes"), Some("1"));
    let whole = r#"{"title":"Mine","source":{"branch":{"name":"topic"}}}"#;
    let made = with(&mut here, Method::POST, PULLS, whole);
    assert_eq!(made.status, 201);
    assert!(
        header_of(&made, "location")
            .unwrap()
            .ends_with("/pullrequests/2")
    );
    let (_, list) = get(&mut here, PULLS);
    assert_eq!(
        (&list["size"], &list["values"][0]["title"]),
        (&json!(2), &json!("Mine"))
    );
    let after = with(&mut here, Method::GET, WORKSPACE, "");
    assert_eq!(header_of(&after, "x-sandbox-writes"), Some("2"));
    let clean = with(&mut bitbucket("{}"), Method::GET, WORKSPACE, "");
    assert_eq!(header_of(&clean, "x-sandbox-writes"), None);
}

#[test]
fn without_the_scope_a_pull_request_is_refused_before_it_is_read() {
    let mut here = bitbucket("{ token: { scopes: [repository, pullrequest] } }");
    let reply = with(&mut here, Method::POST, PULLS, "{}");
    assert_eq!(reply.status, 403);
    assert_eq!(
        json_of(&reply)["error"]["detail"]["required"],
        json!(["pullrequest:write"])
    );
    assert_eq!(header_of(&reply, "x-sandbox-writes"), Some("1"));
}
