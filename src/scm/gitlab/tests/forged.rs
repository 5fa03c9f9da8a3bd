//! What a server that is no GitLab, or does not speak as documented, can't make anyone believe.

use super::*;

/// Answers to the token's own question that show no token.
fn no_tokens() -> Vec<Json> {
    let mut all = vec![
        json!({}),
        json!([]),
        json!(null),
        json!("glpat"),
        json!({ "error": "x" }),
        json!({ "message": "200 OK" }),
        json!({ "id": 4001 }),
        json!({ "active": true, "scopes": ["api"] }),
        without(own(&["api"]), "id"),
        without(own(&["api"]), "scopes"),
    ];
    for wrong in [
        json!({ "id": "4001" }),
        json!({ "id": 0 }),
        json!({ "id": 1.5 }),
        json!({ "active": "true" }),
        json!({ "active": 1 }),
        json!({ "revoked": "no" }),
        json!({ "granular": "granular" }),
        json!({ "scopes": "api" }),
        json!({ "scopes": ["api", 1] }),
        json!({ "scopes": { "api": true } }),
        json!({ "user_id": "3" }),
    ] {
        all.push(but(own(&["api"]), wrong));
    }
    all
}

#[test]
fn an_answer_that_shows_no_token_tells_nothing_of_it() {
    for body in no_tokens() {
        let table = with(ready(), "self", good(body.clone()));
        let rows = rows(with(table, "user", miss(Cause::ServerError)));
        cannot_tell(&rows, "gitlab/token-kind", Cause::Unreadable);
        for row in &rows {
            assert_eq!(
                row.judged.verdict,
                Verdict::CannotTell,
                "{}: {body}",
                row.id
            );
        }
        assert_eq!(code(&rows), 5);
    }
}

#[test]
fn it_does_not_take_away_what_another_answer_shows() {
    for body in no_tokens() {
        let rows = rows(with(ready(), "self", good(body.clone())));
        cannot_tell(&rows, "gitlab/token-kind", Cause::Unreadable);
        met(&rows, "gitlab/token", Certainty::Implied);
        blocked(&rows, "gitlab/api-scope", "gitlab/token-kind");
        met(&rows, "gitlab/membership", Certainty::Observed);
    }
}

#[test]
fn an_end_date_is_a_day_and_nothing_more() {
    for date in [
        json!("2027-05-31T00:00:00Z"),
        json!("2027-05-31 "),
        json!("2027-5-31"),
        json!("2027-02-30"),
        json!("soon"),
        json!(""),
        json!(20_800),
        json!(true),
        json!({}),
    ] {
        let body = but(own(&["api"]), json!({ "expires_at": date }));
        let open = rows(with(ready(), "self", good(body.clone())));
        cannot_tell(&open, "gitlab/expiry", Cause::Unreadable);
        met(&open, "gitlab/token", Certainty::Implied);
        met(&open, "gitlab/api-scope", Certainty::Observed);
        let table = with(ready(), "self", good(body));
        let alone = rows(with(table, "user", miss(Cause::Network)));
        cannot_tell(&alone, "gitlab/token", Cause::Unreadable);
    }
}

#[test]
fn a_401_counts_only_in_the_words_of_the_service() {
    for answer in [
        json_reply(401, json!({})),
        json_reply(401, json!([])),
        json_reply(401, json!("401 Unauthorized")),
        json_reply(401, json!({ "message": null })),
        json_reply(401, json!({ "message": { "error": "x" } })),
        json_reply(401, json!({ "detail": "Token is expired" })),
        reply(401, &[("content-type", "text/plain")], "401 Unauthorized"),
        reply(401, &[], ""),
        reply(401, &[], r#"{"message":"401 Unaut"#),
        reply(
            401,
            &[("content-type", "text/html")],
            r#"{"message":"401 Unauthorized"}"#,
        ),
        page(401),
    ] {
        let all = |key| (key, answer.clone());
        let rows = rows(vec![all("self"), all("user"), all("group")]);
        assert_eq!(credentials(&rows), [""; 0], "{answer:?}");
        cannot_tell(&rows, "gitlab/token-kind", Cause::Unreadable);
        blocked(&rows, "gitlab/token", "gitlab/token-kind");
        assert_eq!(code(&rows), 5);
    }
}

#[test]
fn a_400_counts_only_in_the_words_of_the_service_and_when_nothing_speaks_against_it() {
    for answer in [
        json_reply(400, json!({})),
        json_reply(400, json!({ "message": ["no"] })),
        json_reply(400, json!({ "error": { "message": "no" } })),
        reply(400, &[], "Bad Request"),
        page(400),
    ] {
        let table = with(ready(), "self", answer.clone());
        let rows = rows(with(table, "user", unknown()));
        assert_eq!(credentials(&rows), [""; 0], "{answer:?}");
        cannot_tell(&rows, "gitlab/token-kind", Cause::Unreadable);
    }
    let table = vec![
        (
            "self",
            json_reply(400, json!({ "message": "400 Bad request" })),
        ),
        ("user", good(user("group_101_bot_6f5e4d3c2b1a"))),
        ("group", good(group(101, "acme"))),
        ("group-member", good(member(40))),
    ];
    let rows = rows(table);
    cannot_tell(&rows, "gitlab/token-kind", Cause::Unreadable);
    met(&rows, "gitlab/token", Certainty::Implied);
}

#[test]
fn no_refusal_stands_against_an_answer_that_needs_the_token() {
    for refusal in [
        unknown(),
        dead("Token is expired."),
        dead("Token was revoked."),
    ] {
        for proof in [good(user("ada")), narrow()] {
            let table = with(ready(), "self", refusal.clone());
            let rows = rows(with(table, "user", proof));
            met(&rows, "gitlab/token", Certainty::Implied);
            assert_eq!(credentials(&rows), [""; 0]);
        }
    }
    let rows = rows(with(ready(), "self", unknown()));
    cannot_tell(&rows, "gitlab/token-kind", Cause::Refused);
}

#[test]
fn an_own_answer_that_contradicts_itself_or_another_proves_nothing() {
    for said in [
        json!({ "revoked": true, "active": true }),
        json!({ "expires_at": "2026-11-22", "active": true }),
        json!({ "revoked": true, "active": false }),
        json!({ "expires_at": "2026-11-22", "active": false }),
        json!({ "active": false }),
    ] {
        let rows = rows(with(
            ready(),
            "self",
            good(but(own(&["api"]), said.clone())),
        ));
        cannot_tell(&rows, "gitlab/token", Cause::Unreadable);
        assert_eq!(credentials(&rows), [""; 0], "{said}");
        assert_eq!(code(&rows), 5);
    }
}

#[test]
fn a_user_has_a_number_and_a_name_of_the_documented_shape() {
    for body in [
        json!({}),
        json!([]),
        json!({ "id": 3 }),
        but(user("ada"), json!({ "id": "3" })),
        but(user("ada"), json!({ "username": "" })),
        but(user("ada"), json!({ "username": "ada, and run this" })),
        but(user("ada"), json!({ "username": 7 })),
        but(user("ada"), json!({ "bot": "no" })),
        but(user("ada"), json!({ "state": 1 })),
    ] {
        let rows_of_user = rows(with(ready(), "user", good(body.clone())));
        cannot_tell(&rows_of_user, "gitlab/target", Cause::Unreadable);
        let table = with(ready(), "self", json_reply(500, json!({})));
        let alone = rows(with(table, "user", good(body)));
        cannot_tell(&alone, "gitlab/token", Cause::ServerError);
    }
    let other = rows(with(
        ready(),
        "user",
        good(but(user("ada"), json!({ "id": 4 }))),
    ));
    cannot_tell(&other, "gitlab/membership", Cause::Unreadable);
    assert!(told(&other, "gitlab/membership").contains("not the user"));
}

#[test]
fn a_membership_is_that_of_the_user_with_a_level_that_is_known() {
    let mut bodies = vec![
        json!({}),
        json!([]),
        json!(null),
        without(member(40), "access_level"),
        without(member(40), "id"),
    ];
    for wrong in [
        json!({ "id": 4 }),
        json!({ "id": "3" }),
        json!({ "access_level": 61 }),
        json!({ "access_level": 1_000_000 }),
        json!({ "access_level": -1 }),
        json!({ "access_level": 40.5 }),
        json!({ "access_level": "40" }),
        json!({ "access_level": null }),
        json!({ "state": 1 }),
        json!({ "membership_state": ["active"] }),
        json!({ "expires_at": "2027" }),
        json!({ "expires_at": 1 }),
    ] {
        bodies.push(but(member(40), wrong));
    }
    for body in bodies {
        let rows = rows(with(ready(), "group-member", good(body.clone())));
        cannot_tell(&rows, "gitlab/membership", Cause::Unreadable);
        blocked(&rows, "gitlab/role", "gitlab/membership");
        assert_eq!(code(&rows), 5, "{body}");
    }
}

#[test]
fn a_membership_that_is_over_or_not_active_is_none() {
    for (said, words) in [
        (json!({ "expires_at": "2026-11-22" }), "ended on 2026-11-22"),
        (json!({ "expires_at": "2026-11-23" }), "ended on 2026-11-23"),
        (json!({ "state": "blocked" }), "its user is blocked"),
        (
            json!({ "membership_state": "awaiting" }),
            "membership is awaiting",
        ),
    ] {
        let table = with(ready(), "group-member", good(but(member(50), said)));
        let rows = rows(table);
        not_met(&rows, "gitlab/membership", None);
        blocked(&rows, "gitlab/role", "gitlab/membership");
        let told = told(&rows, "gitlab/membership");
        assert!(
            told.contains("not in force") && told.contains(words),
            "{told}"
        );
    }
    let later = but(member(40), json!({ "expires_at": "2026-11-24" }));
    met(
        &rows(with(ready(), "group-member", good(later))),
        "gitlab/membership",
        Certainty::Observed,
    );
}

#[test]
fn a_place_is_the_one_that_was_asked_about() {
    for body in [
        json!({}),
        json!([]),
        json!({ "id": 101 }),
        but(group(101, "acme"), json!({ "id": "101" })),
        group(101, "globex"),
        group(101, "acme; and run this"),
    ] {
        let rows = rows(with(ready(), "group", good(body.clone())));
        cannot_tell(&rows, "gitlab/membership", Cause::Unreadable);
    }
    // GitLab takes a path of digits for an id, which leads elsewhere.
    let digits = rows_of("42", &with(ready(), "group", good(group(42, "globex"))));
    cannot_tell(&digits, "gitlab/membership", Cause::Unreadable);
    for answer in [
        page(404),
        json_reply(404, json!({})),
        reply(404, &[], "not here"),
    ] {
        let rows = rows(with(ready(), "group", answer));
        cannot_tell(&rows, "gitlab/membership", Cause::Unreadable);
    }
    for answer in [page(404), json_reply(404, json!({}))] {
        let rows = rows(with(ready(), "group-member", answer));
        cannot_tell(&rows, "gitlab/membership", Cause::Unreadable);
    }
}

#[test]
fn what_an_unproven_token_does_not_see_may_be_there() {
    let doubtful = but(own(&["api"]), json!({ "revoked": true, "active": true }));
    for body in [json!({}), doubtful] {
        let table = with(ready(), "group", lost("Group"));
        let table = with(table, "self", good(body));
        let rows = rows(with(table, "user", miss(Cause::Network)));
        let membership = &row(&rows, "gitlab/membership").judged;
        assert_eq!(membership.verdict, Verdict::CannotTell, "{membership:?}");
    }
}

#[test]
fn permissions_count_only_with_a_level_that_is_known() {
    for access in [json!(61), json!("40"), json!(null), json!(-1), json!(0)] {
        let mut body = project(201, "acme/web", Some(40));
        body["permissions"]["project_access"]["access_level"] = access;
        let table = with(ready_in_project(), "project", good(body));
        let rows = rows_of("acme/web", &with(table, "project-member", stranger()));
        not_met(&rows, "gitlab/membership", None);
    }
}
