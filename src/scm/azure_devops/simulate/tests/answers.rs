//! Tests of what every answer carries.

use super::*;

#[test]
fn who_is_known_is_named_in_every_answer_but_a_401() {
    let mut azure = azure("{ repository-permission: false }");
    let update = json!([{ "name": "refs/heads/x", "oldObjectId": "0", "newObjectId": "1" }]);
    for (method, target, body, status) in [
        (Method::GET, CONNECTION, String::new(), 200),
        (
            Method::GET,
            "/acme/_apis/projects?api-version=99.0",
            String::new(),
            400,
        ),
        (Method::POST, REFS, update.to_string(), 403),
        (Method::POST, PROBE, "[]".to_owned(), 404),
        (Method::GET, "/acme/_apis/nothing/here", String::new(), 404),
        (Method::DELETE, PROJECTS, String::new(), 405),
    ] {
        let reply = with(&mut azure, method, target, &body);
        assert_eq!(reply.status, status, "{target}");
        assert_eq!(
            header_of(&reply, "x-vss-userdata"),
            Some("5e4a1e55-0000-4000-8000-000000000007:svc-semgrep@acme.example")
        );
        for name in ["activityid", "x-vss-e2eid", "x-tfs-session", "x-msedge-ref"] {
            assert!(header_of(&reply, name).is_some(), "{name}");
        }
    }
    assert!(bare(&with(&mut azure, Method::GET, GROUPS, "")));
}

#[test]
fn the_connection_names_the_account_and_the_organization() {
    let mut azure = azure("{ account: { name: Robin Rowe, upn: robin@acme.example } }");
    let (status, body) = get(&mut azure, CONNECTION);
    let user = &body["authenticatedUser"];
    assert_eq!(
        (status, &user["providerDisplayName"]),
        (200, &json!("Robin Rowe"))
    );
    assert_eq!(
        user["properties"]["Account"]["$value"],
        "robin@acme.example"
    );
    assert!(
        user["descriptor"]
            .as_str()
            .unwrap()
            .ends_with("\\robin@acme.example")
    );
    let coded = user["subjectDescriptor"]
        .as_str()
        .unwrap()
        .strip_prefix("aad.")
        .unwrap();
    let id = String::from_utf8(base64::decode(coded).unwrap()).unwrap();
    assert_eq!(user["id"], id);
    assert_eq!(body["deploymentType"], "hosted");
    assert_eq!(body["instanceId"], world::ORGANIZATION_ID);
}

#[test]
fn some_bodies_begin_with_a_byte_order_mark() {
    let marked = |azure: &mut AzureDevOps, target: &str| {
        with(azure, Method::GET, target, "")
            .body
            .starts_with(b"\xEF\xBB\xBF")
    };
    let missing = "/acme/_apis/projects/nothing?api-version=7.1";
    let mut some = azure("{}");
    assert!(marked(&mut some, CONNECTION) && marked(&mut some, missing));
    assert!(!marked(&mut some, PROJECTS));
    let mut none = azure("{ bom: false }");
    assert!(!marked(&mut none, CONNECTION) && !marked(&mut none, missing));
}

#[test]
fn an_error_has_the_documented_keys_and_no_others() {
    let (_, body) = get(
        &mut azure("{}"),
        "/acme/_apis/projects/nothing?api-version=7.1",
    );
    let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
    let documented = [
        "$id",
        "innerException",
        "message",
        "typeName",
        "typeKey",
        "errorCode",
        "eventId",
    ];
    assert_eq!(keys, documented);
    assert_eq!(body["typeKey"], "ProjectDoesNotExistWithNameException");
    assert!(body["message"].as_str().unwrap().starts_with(
        "TF200016: The following project does not exist: nothing. Verify that the name"
    ));
}

#[test]
fn projects_are_found_by_name_and_id_and_listed_in_the_envelope() {
    let mut azure = azure("{ projects: [web, Mobile App] }");
    let (status, body) = get(&mut azure, PROJECTS);
    assert_eq!((status, &body["count"]), (200, &json!(2)));
    let id = body["value"][1]["id"].as_str().unwrap().to_owned();
    for word in ["Mobile%20App", "mobile%20app", &id] {
        let (status, body) = get(
            &mut azure,
            &format!("/acme/_apis/projects/{word}?api-version=7.1"),
        );
        assert_eq!(
            (status, &body["name"], &body["state"]),
            (200, &json!("Mobile App"), &json!("wellFormed"))
        );
    }
    let reply = with(&mut azure, Method::GET, &format!("{PROJECTS}&$top=1"), "");
    assert_eq!(header_of(&reply, "x-ms-continuationtoken"), Some("1"));
    let (_, rest) = get(
        &mut azure,
        &format!("{PROJECTS}&$top=1&continuationToken=1"),
    );
    assert_eq!(rest["value"][0]["name"], "Mobile App");
    assert_eq!(get(&mut azure, &format!("{PROJECTS}&$skip=-1")).0, 400);
    let gone = "/acme/_apis/projects/0a11acde-0001-4000-8000-00000000dead?api-version=7.1";
    assert_eq!(
        get(&mut azure, gone).1["typeKey"],
        "ProjectDoesNotExistException"
    );
}

#[test]
fn a_project_is_read_with_any_code_scope_but_not_with_threads_alone() {
    for (scope, sees) in [
        ("vso.code", true),
        ("vso.hooks", true),
        ("vso.profile", true),
        ("vso.project", true),
        ("vso.threads_full", false),
        ("vso.graph", false),
    ] {
        let mut azure = azure(&format!("{{ token: {{ scopes: [{scope}] }} }}"));
        let reply = with(
            &mut azure,
            Method::GET,
            "/acme/_apis/projects/web?api-version=7.1",
            "",
        );
        assert_eq!(
            (reply.status == 200, bare(&reply)),
            (sees, !sees),
            "{scope}"
        );
    }
}
