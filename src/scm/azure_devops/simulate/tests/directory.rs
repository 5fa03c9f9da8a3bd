//! Tests of Graph, entitlements and the owner.

use super::*;

fn wide(more: &str) -> AzureDevOps {
    azure(&format!(
        "{{ token: {{ scopes: [vso.code_write, vso.graph, vso.memberentitlementmanagement] }}, {more} }}"
    ))
}

/// All groups, page by page, and how many pages there were.
fn groups(azure: &mut AzureDevOps) -> (Vec<Value>, usize) {
    let (mut all, mut pages, mut next) = (Vec::new(), 0, String::new());
    loop {
        let reply = with(
            azure,
            Method::GET,
            &format!("{GROUPS}&continuationToken={next}"),
            "",
        );
        assert_eq!(reply.status, 200);
        all.extend(json_of(&reply)["value"].as_array().unwrap().clone());
        pages += 1;
        match header_of(&reply, "X-MS-ContinuationToken") {
            Some(token) => next = token.to_owned(),
            None => return (all, pages),
        }
    }
}

fn sid(group: &Value) -> String {
    let coded = group["descriptor"]
        .as_str()
        .unwrap()
        .strip_prefix("vssgp.")
        .unwrap();
    String::from_utf8(base64::decode(coded).unwrap()).unwrap()
}

fn administrators(azure: &mut AzureDevOps) -> String {
    let (all, _) = groups(azure);
    let of_organization = all.iter().filter(|group| {
        let domain = group["domain"].as_str().unwrap();
        sid(group).ends_with("-0-0-0-0-1")
            && domain.starts_with("vstfs:///Framework/IdentityDomain/")
    });
    let found: Vec<&Value> = of_organization.collect();
    assert_eq!(found.len(), 1);
    found[0]["descriptor"].as_str().unwrap().to_owned()
}

fn edge(subject: &str, group: &str) -> String {
    format!("/acme/_apis/graph/memberships/{subject}/{group}?api-version=7.1-preview.1")
}

fn up(azure: &mut AzureDevOps, subject: &str) -> Vec<String> {
    let target = format!(
        "/acme/_apis/Graph/Memberships/{subject}?direction=up&depth=1&api-version=7.1-preview.1"
    );
    let (status, body) = get(azure, &target);
    assert_eq!(status, 200);
    let edges = body["value"].as_array().unwrap().iter();
    edges
        .map(|edge| {
            assert_eq!(edge["memberDescriptor"], subject);
            edge["containerDescriptor"].as_str().unwrap().to_owned()
        })
        .collect()
}

#[test]
fn graph_and_entitlements_take_their_scopes() {
    let mut narrow = azure("{}");
    let entitlements = "/acme/_apis/userentitlements?api-version=7.1-preview.4";
    for target in [GROUPS, &edge("aad.x", "vssgp.y"), entitlements] {
        assert!(
            bare(&with(&mut narrow, Method::GET, target, "")),
            "{target}"
        );
    }
    assert!(bare(&with(
        &mut narrow,
        Method::HEAD,
        &edge("aad.x", "vssgp.y"),
        ""
    )));
    let mut wide = wide("");
    assert_eq!(get(&mut wide, GROUPS).0, 200);
    let (status, body) = get(&mut wide, entitlements);
    assert_eq!(
        (status, &body["totalCount"], &body["continuationToken"]),
        (200, &json!(2), &Value::Null)
    );
    assert_eq!(body["members"], body["items"]);
    assert_eq!(
        get(
            &mut wide,
            "/acme/_apis/graph/users?api-version=7.1-preview.1"
        )
        .1["count"],
        2
    );
}

#[test]
fn groups_come_in_pages_and_the_administrators_on_the_last() {
    let mut azure = wide("page-size: 3");
    let (all, pages) = groups(&mut azure);
    assert_eq!((all.len(), pages), (8, 3));
    assert_eq!(
        all[7]["principalName"],
        "[acme]\\Project Collection Administrators"
    );
    let (one, pages) = groups(&mut wide("page-size: 50"));
    assert_eq!((one, pages), (all, 1));
    assert_eq!(
        get(&mut azure, &format!("{GROUPS}&continuationToken=zzz")).0,
        400
    );
    assert_eq!(
        get(&mut azure, &format!("{GROUPS}&continuationToken=page-99")).0,
        400
    );
}

#[test]
fn the_administrators_of_a_project_end_like_those_of_the_organization() {
    let mut azure = wide("page-size: 50");
    let (all, _) = groups(&mut azure);
    let decoy = &all[0];
    assert_eq!(decoy["principalName"], "[web]\\Project Administrators");
    assert!(sid(decoy).ends_with("-0-0-0-0-1"));
    assert!(
        decoy["domain"]
            .as_str()
            .unwrap()
            .starts_with("vstfs:///Classification/TeamProject/")
    );
}

#[test]
fn groups_have_names_in_the_language_of_the_organization() {
    let mut azure = wide("localized-groups: true");
    let (all, _) = groups(&mut azure);
    assert!(all.iter().all(|group| {
        !group["displayName"]
            .as_str()
            .unwrap()
            .contains("Administrators")
    }));
    let group = administrators(&mut azure);
    let account = azure.people.account.descriptor();
    assert_eq!(
        with(&mut azure, Method::HEAD, &edge(&account, &group), "").status,
        200
    );
}

#[test]
fn direct_membership_is_a_200_and_anything_else_a_404() {
    for (admin, status) in [
        ("direct", 200),
        ("nested", 404),
        ("bit-only", 404),
        ("owner", 404),
        ("none", 404),
    ] {
        let mut azure = wide(&format!("admin: {admin}"));
        let group = administrators(&mut azure);
        let account = azure.people.account.descriptor();
        let head = with(&mut azure, Method::HEAD, &edge(&account, &group), "");
        assert_eq!((head.status, head.body.len()), (status, 0), "{admin}");
        assert!(header_of(&head, "x-vss-userdata").is_some());
        assert_eq!(get(&mut azure, &edge(&account, &group)).0, status);
    }
}

#[test]
fn nested_membership_is_found_by_walking_up_one_edge_at_a_time() {
    for (admin, reaches) in [
        ("direct", true),
        ("nested", true),
        ("bit-only", false),
        ("none", false),
    ] {
        let mut azure = wide(&format!("admin: {admin}"));
        let group = administrators(&mut azure);
        let mut seen = vec![azure.people.account.descriptor()];
        let mut at = 0;
        while at < seen.len() {
            let subject = seen[at].clone();
            for container in up(&mut azure, &subject) {
                if !seen.contains(&container) {
                    seen.push(container);
                }
            }
            at += 1;
        }
        assert_eq!(seen.contains(&group), reaches, "{admin}");
    }
    let mut azure = wide("admin: nested");
    let group = administrators(&mut azure);
    let account = azure.people.account.descriptor();
    assert!(!up(&mut azure, &account).contains(&group));
}

#[test]
fn a_walk_takes_one_step_a_known_direction_and_a_known_subject() {
    let mut azure = wide("");
    let account = azure.people.account.descriptor();
    for (subject, query, status) in [
        (account.as_str(), "", 200),
        (&account, "&depth=1", 200),
        (&account, "&depth=2", 400),
        (&account, "&depth=x", 400),
        (&account, "&direction=sideways", 400),
        ("aad.nobody", "", 404),
    ] {
        let target =
            format!("/acme/_apis/graph/memberships/{subject}?api-version=7.1-preview.1{query}");
        assert_eq!(get(&mut azure, &target).0, status, "{query}");
    }
    let group = administrators(&mut azure);
    let target =
        format!("/acme/_apis/graph/memberships/{group}?direction=down&api-version=7.1-preview.1");
    assert_eq!(get(&mut azure, &target).1["count"], 2);
}

#[test]
fn the_owner_is_named_by_the_undocumented_routes() {
    let query = "/acme/_apis/Contribution/HierarchyQuery?api-version=5.0-preview.1";
    let page = "ms.vss-admin-web.organization-admin-overview-delay-load-data-provider";
    for (admin, owns) in [("owner", true), ("direct", false), ("none", false)] {
        let mut azure = azure(&format!("{{ admin: {admin} }}"));
        let me = azure.people.account.id.clone();
        let (status, body) = get(&mut azure, "/acme/_apis/Organization/Collections/Me");
        assert_eq!((status, body["owner"] == me), (200, owns), "{admin}");
        let (_, body) = post(&mut azure, query, &json!({ "contributionIds": [page] }));
        let provider = &body["dataProviders"][page];
        assert_eq!(
            (
                provider["currentOwner"]["id"] == me,
                &provider["currentUserId"]
            ),
            (owns, &json!(me))
        );
        let (_, other) = post(
            &mut azure,
            query,
            &json!({ "contributionIds": ["ms.other"] }),
        );
        assert_eq!(other["dataProviders"], json!({}));
        assert_eq!(post(&mut azure, query, &json!({})).0, 400);
    }
    let mut closed = azure("{ owner-routes: refused }");
    assert!(bare(&with(
        &mut closed,
        Method::GET,
        "/acme/_apis/Organization/Collections/Me",
        ""
    )));
}
