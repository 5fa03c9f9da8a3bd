//! What is easily read wrongly.

use super::*;
use crate::audit::{Value, fact};

/// A bot that is asked about a place; what is its own answers by id.
fn bot(username: &str, more: Table) -> Table {
    let mut table = vec![
        ("self", good(own(&["api"]))),
        ("user", good(user(username))),
    ];
    table.extend(more);
    table
}

#[test]
fn the_bot_of_the_project_is_its_member() {
    for name in [
        "project_201_bot_1a2b3c4d5e6f",
        "project_201_bot",
        "project_201_bot1",
    ] {
        let table = bot(
            name,
            vec![
                ("project", good(project(201, "acme/web", None))),
                ("project-member", good(member(40))),
            ],
        );
        let (answers, rounds) = converse(&target("acme/web"), &table);
        assert_eq!(rounds.concat().len(), 4);
        let rows = judged(&target("acme/web"), &answers);
        met(&rows, "gitlab/target", Certainty::Observed);
        assert_eq!(code(&rows), 0);
    }
}

#[test]
fn the_bot_of_a_project_under_the_group_covers_only_that() {
    let table = bot(
        "project_201_bot_1a2b",
        vec![
            // The group is private, and a bot of a project is no member of it.
            ("group", lost("Group")),
            ("project 201", good(project(201, "acme/web", Some(40)))),
            ("project-member 201", good(member(40))),
        ],
    );
    let rows = rows(table);
    met(&rows, "gitlab/target", Certainty::Observed);
    assert_eq!(told(&rows, "gitlab/target"), "covers only project acme/web");
    met(&rows, "gitlab/membership", Certainty::Observed);
    assert_eq!(code(&rows), 0);
}

#[test]
fn the_bot_of_another_project_is_told_as_such() {
    let table = bot(
        "project_9_bot_1a2b",
        vec![
            ("project", lost("Project")),
            ("project 9", good(project(9, "acme/webshop", Some(40)))),
            ("project-member 9", good(member(40))),
        ],
    );
    // A path that begins alike is not below.
    let rows = rows_of("acme/web", &table);
    not_met(&rows, "gitlab/target", None);
    assert!(told(&rows, "gitlab/target").contains("belongs to acme/webshop"));
}

#[test]
fn the_bot_of_a_parent_group_reaches_what_is_below() {
    let table = bot(
        "group_101_bot_6f5e",
        vec![
            ("project", good(project(201, "acme/shop/web", None))),
            ("group 101", good(group(101, "Acme"))),
            ("group-member 101", good(member(40))),
        ],
    );
    let rows = rows_of("acme/shop/web", &table);
    met(&rows, "gitlab/target", Certainty::Observed);
    assert_eq!(code(&rows), 0);
}

#[test]
fn the_bot_of_a_subgroup_does_not_reach_the_group() {
    let table = bot(
        "group_102_bot_6f5e",
        vec![
            ("group", lost("Group")),
            ("group 102", good(group(102, "acme/shop"))),
            ("group-member 102", good(member(40))),
        ],
    );
    not_met(&rows(table), "gitlab/target", None);
}

#[test]
fn a_person_may_be_named_like_a_bot() {
    let name = but(user("project_9_bot_1a2b"), json!({ "bot": false }));
    let rows = rows(with(ready(), "user", good(name)));
    met(&rows, "gitlab/target", Certainty::Implied);
    for name in [
        "project_x_bot_1",
        "project_9_bot_A",
        "project_9_robot",
        "project__bot",
        "group_9.1_bot",
    ] {
        let named = but(user(name), json!({ "bot": true }));
        let rows = super::rows(with(ready(), "user", good(named)));
        met(&rows, "gitlab/target", Certainty::Implied);
    }
}

#[test]
fn a_service_account_works_and_is_named() {
    let target = target("acme");
    let name = but(
        user("service_account_group_101_0a1b"),
        json!({ "bot": false }),
    );
    let (answers, _) = converse(&target, &with(ready(), "user", good(name)));
    assert_eq!(code(&judged(&target, &answers)), 0);
    let kind = GitLab.read(&target, &answers).text(fact::KIND).unwrap();
    assert!(
        kind.contains("service account") && kind.contains("do not name it"),
        "{kind}"
    );
}

#[test]
fn a_fine_grained_token_is_the_wrong_kind() {
    for body in [
        but(own(&["granular"]), json!({ "granular": true })),
        but(own(&["granular"]), json!({ "granular": null })),
        but(own(&[]), json!({ "granular": true, "granular_scopes": [] })),
    ] {
        let refused = json_reply(
            403,
            json!({ "error": "insufficient_granular_scope",
            "error_description": "Access denied: Your fine-grained personal access token lacks the required permissions: [read_user]." }),
        );
        let table = vec![
            ("self", good(body)),
            ("user", refused.clone()),
            ("group", refused),
        ];
        let rows = rows(table);
        not_met(&rows, "gitlab/token-kind", Some(Cause::WrongTokenKind));
        assert_eq!(credentials(&rows), ["gitlab/token-kind"]);
        assert_eq!(code(&rows), 4);
    }
}

#[test]
fn a_path_of_several_parts_may_be_a_subgroup() {
    let table = vec![
        ("self", good(own(&["api"]))),
        ("user", good(user("ada"))),
        ("project", lost("Project")),
        ("group", good(group(102, "acme/shop"))),
        ("group-member", good(member(50))),
    ];
    let (answers, rounds) = converse(&target("acme/shop"), &table);
    assert_eq!(
        rounds,
        [
            vec!["self", "user", "project"],
            vec!["group", "group-member"]
        ]
    );
    assert_eq!(code(&judged(&target("acme/shop"), &answers)), 0);
    let table = with(table, "group", lost("Group"));
    let rows = rows_of("acme/shop", &with(table, "group-member", lost("Group")));
    not_met(&rows, "gitlab/membership", None);
    assert_eq!(
        row(&rows, "gitlab/membership").judged.sure,
        Certainty::Inferred
    );
}

#[test]
fn membership_through_nested_invited_groups_shows_in_permissions() {
    let table = with(ready_in_project(), "project-member", stranger());
    let rows = rows_of("acme/web", &table);
    met(&rows, "gitlab/membership", Certainty::Observed);
    met(&rows, "gitlab/role", Certainty::Observed);
    assert!(told(&rows, "gitlab/role").contains("permissions: access_level 40"));
    // The highest of all sources wins.
    let table = with(ready_in_project(), "project-member", good(member(20)));
    met(
        &rows_of("acme/web", &table),
        "gitlab/role",
        Certainty::Observed,
    );
}

#[test]
fn a_moved_project_is_not_followed_and_settles_nothing() {
    let moved = reply(
        301,
        &[
            ("content-type", "text/plain"),
            ("location", "/api/v4/projects/201"),
        ],
        "This resource has been moved permanently.",
    );
    let person = with(ready_in_project(), "project", moved.clone());
    let rows = rows_of("acme/web", &person);
    cannot_tell(&rows, "gitlab/membership", Cause::Unreadable);
    assert!(told(&rows, "gitlab/membership").contains("redirected"));
    let table = bot(
        "project_201_bot_1a2b",
        vec![
            ("project acme/web", moved),
            ("project 201", good(project(201, "globex/web", Some(40)))),
            ("project-member 201", good(member(40))),
        ],
    );
    let rows = rows_of("acme/web", &table);
    cannot_tell(&rows, "gitlab/target", Cause::Unreadable);
    met(&rows, "gitlab/membership", Certainty::Observed);
}

#[test]
fn an_old_version_does_not_know_the_first_request() {
    for body in [
        json!({ "error": "404 Not Found" }),
        json!({ "message": "404 Not found" }),
    ] {
        let rows = rows(with(ready(), "self", json_reply(404, body)));
        met(&rows, "gitlab/token-kind", Certainty::Heuristic);
        met(&rows, "gitlab/token", Certainty::Implied);
        for id in ["gitlab/api-scope", "gitlab/excess", "gitlab/expiry"] {
            cannot_tell(&rows, id, Cause::NotVisible);
        }
        met(&rows, "gitlab/role", Certainty::Observed);
        assert_eq!(credentials(&rows), [""; 0]);
    }
}

#[test]
fn a_blocked_user_is_no_dead_token() {
    let said = "403 Forbidden - Your account has been blocked.";
    let blocked = json_reply(403, json!({ "message": said }));
    let all = |key| (key, blocked.clone());
    let refused = rows(vec![all("self"), all("user"), all("group")]);
    cannot_tell(&refused, "gitlab/token", Cause::Refused);
    assert!(told(&refused, "gitlab/token").contains(said));
    assert_eq!(credentials(&refused), [""; 0]);
    assert_eq!(code(&refused), 5);
    let shown = but(user("ada"), json!({ "state": "blocked" }));
    let table = with(ready(), "user", good(shown));
    let state = rows(with(table, "self", json_reply(500, json!({}))));
    assert_eq!(
        row(&state, "gitlab/token").judged.verdict,
        Verdict::CannotTell
    );
}

#[test]
fn a_custom_role_stands_on_its_level_and_is_named() {
    let role = json!({ "member_role": { "id": 7, "name": "Reviewer", "base_access_level": 30 } });
    let rows = rows(with(ready(), "group-member", good(but(member(30), role))));
    not_met(&rows, "gitlab/role", None);
    assert!(told(&rows, "gitlab/role").contains("custom role Reviewer"));
    let broken = but(member(40), json!({ "member_role": { "name": [1] } }));
    met(
        &super::rows(with(ready(), "group-member", good(broken))),
        "gitlab/role",
        Certainty::Observed,
    );
}

#[test]
fn a_sign_in_page_in_place_of_the_service_proves_nothing() {
    for answer in [
        page(200),
        page(403),
        page(503),
        reply(302, &[("location", "https://id.example.com/sign-in")], ""),
    ] {
        let all = |key| (key, answer.clone());
        let rows = rows(vec![all("self"), all("user"), all("group")]);
        assert_eq!(credentials(&rows), [""; 0], "{answer:?}");
        assert_eq!(code(&rows), 5);
        for row in rows.iter().filter(|row| row.id != "gitlab/token-kind") {
            assert_eq!(row.judged.verdict, Verdict::CannotTell, "{}", row.id);
        }
    }
}

#[test]
fn too_many_requests_are_told_with_how_long_to_wait() {
    let app = json!({ "message": { "error": "This endpoint has been requested too many times. Try again later." } });
    for answer in [
        reply(
            429,
            &[("content-type", "text/plain"), ("retry-after", "60")],
            "Retry later\n",
        ),
        reply(429, &[("retry-after", "60")], &app.to_string()),
    ] {
        let all = |key| (key, answer.clone());
        let rows = rows(vec![all("self"), all("user"), all("group")]);
        cannot_tell(
            &rows,
            "gitlab/token",
            Cause::RateLimited(Some("60".to_owned())),
        );
        blocked(&rows, "gitlab/api-scope", "gitlab/token");
        assert_eq!(credentials(&rows), [""; 0]);
        assert_eq!(code(&rows), 5);
    }
}

#[test]
fn a_token_that_is_too_narrow_is_not_a_dead_one() {
    let table = vec![
        ("self", good(own(&["read_repository"]))),
        ("user", narrow()),
        ("group", narrow()),
    ];
    let (answers, rounds) = converse(&target("acme"), &table);
    assert_eq!(rounds.len(), 1);
    let rows = judged(&target("acme"), &answers);
    met(&rows, "gitlab/token", Certainty::Observed);
    not_met(&rows, "gitlab/api-scope", None);
    blocked(&rows, "gitlab/membership", "gitlab/api-scope");
    assert_eq!(credentials(&rows), [""; 0]);
}

#[test]
fn the_platform_is_told_what_scope_and_level_allow() {
    for (scope, level, reads, comments) in [
        ("api", 20, true, true),
        ("api", 10, false, false),
        ("read_api", 40, true, false),
        ("read_user", 40, false, false),
    ] {
        let target = target("acme");
        let table = with(ready(), "self", good(own(&[scope])));
        let (answers, _) = converse(&target, &with(table, "group-member", good(member(level))));
        let evidence = GitLab.read(&target, &answers);
        let flag = |name| evidence.get(name).unwrap().value;
        assert_eq!(
            flag(fact::SCM_READS_CODE),
            Value::Flag(reads),
            "{scope} {level}"
        );
        assert_eq!(
            flag(fact::SCM_COMMENTS),
            Value::Flag(comments),
            "{scope} {level}"
        );
    }
}
