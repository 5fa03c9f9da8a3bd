//! Tests of groups, projects and memberships.

use super::*;

#[test]
fn a_group_and_a_project_are_found_by_id_and_by_encoded_path() {
    let mut gitlab = gitlab("{}");
    for path in ["/groups/acme", "/groups/101", "/groups/acme%2Fweb"] {
        assert_eq!(get(&mut gitlab, path).0, 200, "{path}");
    }
    for path in [SHOP, "/projects/201"] {
        let (status, body) = get(&mut gitlab, path);
        assert_eq!(
            (
                status,
                &body["path_with_namespace"],
                &body["namespace"]["full_path"]
            ),
            (200, &json!("acme/web/shop"), &json!("acme/web"))
        );
    }
    assert_eq!(get(&mut gitlab, "/groups/acme").1["parent_id"], Value::Null);
    assert_eq!(
        get(&mut gitlab, "/groups/acme%2Fweb").1["parent_id"],
        json!(101)
    );
    assert_eq!(
        get(&mut gitlab, "/projects/acme/web/shop"),
        (404, json!({ "error": "404 Not Found" }))
    );
}

#[test]
fn what_a_user_may_not_see_is_not_there() {
    let mut gitlab = gitlab("{}");
    for path in [
        "/groups/globex",
        "/groups/nothing",
        SHOP.replace("projects", "groups").as_str(),
    ] {
        assert_eq!(
            get(&mut gitlab, path),
            (404, message("404 Group Not Found")),
            "{path}"
        );
    }
    for path in [
        "/projects/globex%2Fvault",
        "/projects/203",
        "/projects/999",
        "/projects/acme",
        "/projects/99999999999999999999999",
    ] {
        assert_eq!(
            get(&mut gitlab, path),
            (404, message("404 Project Not Found")),
            "{path}"
        );
    }
    assert_eq!(
        get(&mut gitlab, "/users/77"),
        (404, message("404 User Not Found"))
    );
    assert_eq!(
        get(&mut gitlab, "/users/ada"),
        (400, json!({ "error": "id is invalid" }))
    );
}

#[test]
fn membership_is_inherited_downwards_only() {
    let mut gitlab =
        gitlab("{ namespace: acme/web, role: 30, projects: [acme/web/shop, acme/site] }");
    let (status, member) = get(&mut gitlab, "/projects/201/members/all/3");
    assert_eq!(
        (status, &member["access_level"], &member["membership_state"]),
        (200, &json!(30), &json!("active"))
    );
    assert_eq!(get(&mut gitlab, "/groups/acme%2Fweb/members/all/3").0, 200);
    // The group above may be seen, as something in it is the user's, but the user is no member of it.
    assert_eq!(
        get(&mut gitlab, "/groups/acme/members/all/3"),
        (404, message("404 Not found"))
    );
    assert_eq!(get(&mut gitlab, "/projects/acme%2Fsite").0, 404);
    assert_eq!(
        get(&mut gitlab, "/groups/acme%2Fweb/members/all/2").1["access_level"],
        json!(50)
    );
    assert_eq!(
        get(&mut gitlab, "/groups/acme%2Fweb/members/all/me"),
        (400, json!({ "error": "user_id is invalid" }))
    );
}

#[test]
fn permissions_tell_the_level_of_the_project_from_that_of_the_group() {
    let (_, inherited) = get(&mut gitlab("{}"), SHOP);
    assert_eq!(
        inherited["permissions"],
        json!({ "project_access": null, "group_access": { "access_level": 40, "notification_level": 3 } })
    );
    let (_, own) = get(&mut gitlab("{ namespace: acme/web/shop, role: 50 }"), SHOP);
    assert_eq!(
        own["permissions"],
        json!({ "project_access": { "access_level": 50, "notification_level": 3 }, "group_access": null })
    );
}

#[test]
fn a_nested_invitation_shows_in_permissions_only() {
    let mut gitlab = gitlab("{ nested-invitation: true }");
    assert_eq!(
        get(&mut gitlab, "/projects/201/members/all/3"),
        (404, message("404 Not found"))
    );
    assert_eq!(
        get(&mut gitlab, "/projects/201").1["permissions"]["group_access"]["access_level"],
        json!(40)
    );
}

#[test]
fn a_stranger_sees_only_what_is_public() {
    let mut private = gitlab("{ role: null }");
    assert_eq!(
        (
            get(&mut private, "/groups/acme").0,
            get(&mut private, SHOP).0
        ),
        (404, 404)
    );
    let mut public = gitlab("{ role: null, visibility: public }");
    assert_eq!(
        get(&mut public, SHOP).1["permissions"],
        json!({ "project_access": null, "group_access": null })
    );
    assert_eq!(
        get(&mut public, "/groups/acme/members/all/3"),
        (404, message("404 Not found"))
    );
    let visitor = ask(&mut public, Method::GET, SHOP, &[], "");
    assert_eq!(
        (visitor.status, json_of(&visitor).get("permissions")),
        (200, None)
    );
}

#[test]
fn minimal_access_shows_the_group_but_none_of_its_projects() {
    let mut gitlab = gitlab("{ role: 5 }");
    assert_eq!(
        (get(&mut gitlab, "/groups/acme").0, get(&mut gitlab, SHOP).0),
        (200, 404)
    );
}

#[test]
fn bots_carry_what_they_are_for_in_their_names() {
    let mut project = gitlab("{ token: { kind: project } }");
    let (_, bot) = get(&mut project, "/user");
    assert!(
        bot["username"]
            .as_str()
            .unwrap()
            .starts_with("project_201_bot_")
    );
    assert_eq!(
        (bot["bot"].clone(), project.login().namespace.as_str()),
        (json!(true), "acme/web/shop")
    );
    assert_eq!(
        get(&mut project, "/projects/201/members/all/3").1["access_level"],
        json!(40)
    );
    assert_eq!(get(&mut project, "/groups/acme/members/all/3").0, 404);
    let mut group = gitlab("{ token: { kind: group } }");
    assert!(
        get(&mut group, "/user").1["username"]
            .as_str()
            .unwrap()
            .starts_with("group_101_bot_")
    );
    let mut service = gitlab("{ token: { kind: service-account } }");
    let (_, account) = get(&mut service, "/user");
    assert!(
        account["username"]
            .as_str()
            .unwrap()
            .starts_with("service_account_group_101_")
    );
    assert_eq!(account["bot"], json!(false));
}

#[test]
fn a_bot_of_elsewhere_does_not_see_the_namespace_it_is_asked_about() {
    let mut elsewhere =
        gitlab("{ token: { kind: project }, namespace: acme, member-of: globex/vault }");
    assert_eq!(get(&mut elsewhere, "/groups/acme").0, 404);
    assert!(
        get(&mut elsewhere, "/user").1["username"]
            .as_str()
            .unwrap()
            .starts_with("project_203_bot_")
    );
    assert_eq!(get(&mut elsewhere, "/projects/203/members/all/3").0, 200);
}

#[test]
fn a_custom_role_stands_on_its_level() {
    let (_, member) = get(
        &mut gitlab("{ role: 30, custom-role: release lead }"),
        "/groups/acme/members/all/3",
    );
    assert_eq!(
        (
            &member["member_role"]["name"],
            &member["member_role"]["base_access_level"]
        ),
        (&json!("release lead"), &json!(30))
    );
    assert_eq!(
        get(&mut gitlab("{}"), "/groups/acme/members/all/3").1["member_role"],
        Value::Null
    );
}

#[test]
fn a_moved_project_redirects_those_who_may_see_it() {
    let moved = with(&mut gitlab("{}"), Method::GET, "/projects/acme%2Fshop");
    assert_eq!(
        (moved.status, header_of(&moved, "Location")),
        (301, Some("/api/v4/projects/201"))
    );
    assert_eq!(
        get(&mut gitlab("{ role: null }"), "/projects/acme%2Fshop").0,
        404
    );
}

#[test]
fn associations_list_what_the_level_reaches_in_pages() {
    let mut gitlab = gitlab("{ role: 30 }");
    let path = "/personal_access_tokens/self/associations";
    let (_, all) = get(&mut gitlab, path);
    assert_eq!(
        (
            all["groups"].as_array().unwrap().len(),
            all["projects"].as_array().unwrap().len()
        ),
        (2, 2)
    );
    assert_eq!(all["groups"][0]["access_levels"], json!(30));
    assert_eq!(
        all["projects"][0]["access_levels"],
        json!({ "project_access_level": null, "group_access_level": 30 })
    );
    let (_, maintained) = get(&mut gitlab, &format!("{path}?min_access_level=40"));
    assert_eq!(maintained, json!({ "groups": [], "projects": [] }));
    let (_, second) = get(&mut gitlab, &format!("{path}?per_page=1&page=2"));
    assert_eq!(
        (&second["groups"][0]["name"], &second["projects"][0]["id"]),
        (&json!("web"), &json!(202))
    );
    assert_eq!(
        get(&mut gitlab, &format!("{path}?min_access_level=41")).1,
        json!({ "error": "min_access_level does not have a valid value" })
    );
    assert_eq!(
        get(&mut gitlab, &format!("{path}?min_access_level=x")).1,
        json!({ "error": "min_access_level is invalid" })
    );
}
