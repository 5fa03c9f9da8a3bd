//! Every row, met, not met and open, where each can occur.

use super::*;

#[test]
fn a_maintainer_with_api_and_an_end_date_meets_every_row() {
    for (namespace, table) in [("acme", ready()), ("acme/web", ready_in_project())] {
        let rows = rows_of(namespace, &table);
        assert_eq!(rows.len(), 8);
        for row in &rows {
            assert_eq!(row.judged.verdict, Verdict::Met, "{}: {row:?}", row.id);
        }
        assert_eq!(code(&rows), 0);
    }
}

#[test]
fn the_kind_is_told_by_the_prefix_by_the_own_answer_or_by_the_look() {
    met(&rows(ready()), "gitlab/token-kind", Certainty::Observed);
    let target = target_with("glcbt-64_sandboxsandboxsandbo", "acme");
    let (answers, rounds) = converse(&target, &Vec::new());
    assert!(rounds.is_empty());
    let job = judged(&target, &answers);
    not_met(&job, "gitlab/token-kind", Some(Cause::WrongTokenKind));
    assert!(told(&job, "gitlab/token-kind").contains("CI/CD job token"));
    assert_eq!(credentials(&job), ["gitlab/token-kind"]);
    assert_eq!(code(&job), 4);
    let open = rows(with(ready(), "self", good(json!({}))));
    cannot_tell(&open, "gitlab/token-kind", Cause::Unreadable);
    let down = rows(with(ready(), "self", miss(Cause::Network)));
    met(&down, "gitlab/token-kind", Certainty::Heuristic);
}

#[test]
fn a_request_for_another_kind_of_token_shows_the_wrong_kind() {
    for key in ["message", "error"] {
        let said =
            "400 Bad request - This endpoint requires token type to be a personal access token";
        let table = with(ready(), "self", json_reply(400, json!({ key: said })));
        let rows = rows(with(table, "user", unknown()));
        not_met(&rows, "gitlab/token-kind", Some(Cause::WrongTokenKind));
        assert_eq!(credentials(&rows), ["gitlab/token-kind"]);
    }
}

#[test]
fn a_token_is_accepted_dead_or_left_open() {
    met(&rows(ready()), "gitlab/token", Certainty::Observed);
    for (answer, cause) in [
        (unknown(), Cause::TokenInvalid),
        (
            dead("Token is expired. You can either do re-authorization or token refresh."),
            Cause::TokenExpired,
        ),
        (
            dead("Token was revoked. You have to re-authorize from the user."),
            Cause::TokenRevoked,
        ),
        (dead("Something new."), Cause::TokenInvalid),
    ] {
        let all = |key| (key, answer.clone());
        let rows = rows(vec![all("self"), all("user"), all("group")]);
        not_met(&rows, "gitlab/token", Some(cause));
        assert_eq!(credentials(&rows), ["gitlab/token"]);
        for id in [
            "gitlab/api-scope",
            "gitlab/membership",
            "gitlab/role",
            "gitlab/target",
            "gitlab/excess",
            "gitlab/expiry",
        ] {
            blocked(&rows, id, "gitlab/token");
        }
        assert_eq!(code(&rows), 4);
    }
    let all = |key| {
        (
            key,
            json_reply(500, json!({ "message": "500 Internal Server Error" })),
        )
    };
    let rows = rows(vec![all("self"), all("user"), all("group")]);
    cannot_tell(&rows, "gitlab/token", Cause::ServerError);
    assert_eq!(code(&rows), 5);
}

#[test]
fn the_own_answer_may_say_that_the_token_is_over() {
    for (said, cause) in [
        (
            json!({ "revoked": true, "active": false }),
            Cause::TokenRevoked,
        ),
        (
            json!({ "expires_at": "2026-11-23", "active": false }),
            Cause::TokenExpired,
        ),
        (json!({ "active": false }), Cause::TokenInvalid),
    ] {
        let all = |key| (key, unknown());
        let rows = rows(vec![
            ("self", good(but(own(&["api"]), said))),
            all("user"),
            all("group"),
            all("group-member"),
        ]);
        not_met(&rows, "gitlab/token", Some(cause));
        assert_eq!(credentials(&rows), ["gitlab/token"]);
    }
}

#[test]
fn only_api_is_enough() {
    met(&rows(ready()), "gitlab/api-scope", Certainty::Observed);
    let narrow = rows(with(
        ready(),
        "self",
        good(own(&["read_api", "read_repository"])),
    ));
    not_met(&narrow, "gitlab/api-scope", None);
    assert_eq!(row(&narrow, "gitlab/api-scope").judged.missing, ["api"]);
    assert!(fix(&narrow, "gitlab/api-scope").contains("read_api is not enough"));
    let none = rows(with(ready(), "self", good(own(&[]))));
    not_met(&none, "gitlab/api-scope", None);
    assert!(told(&none, "gitlab/api-scope").contains("no scopes"));
    let open = rows(with(
        ready(),
        "self",
        json_reply(403, json!({ "message": "403 Forbidden" })),
    ));
    cannot_tell(&open, "gitlab/api-scope", Cause::Refused);
}

#[test]
fn a_member_a_stranger_and_one_that_cannot_be_told() {
    met(&rows(ready()), "gitlab/membership", Certainty::Observed);
    let out = rows(with(ready(), "group-member", stranger()));
    not_met(&out, "gitlab/membership", None);
    blocked(&out, "gitlab/role", "gitlab/membership");
    let text = fix(&out, "gitlab/membership");
    assert!(text.contains("No SCMs with code access found"), "{text}");
    assert!(text.contains("make ada a member"), "{text}");
    assert_eq!(code(&out), 3);
    let hidden = rows(with(ready(), "group", lost("Group")));
    not_met(&hidden, "gitlab/membership", None);
    assert_eq!(
        row(&hidden, "gitlab/membership").judged.sure,
        Certainty::Inferred
    );
    let refused = json_reply(403, json!({ "message": "403 Forbidden" }));
    let open = rows(with(ready(), "group-member", refused));
    cannot_tell(&open, "gitlab/membership", Cause::Refused);
    let nobody = rows(with(ready(), "group-member", good(member(0))));
    not_met(&nobody, "gitlab/membership", None);
}

#[test]
fn the_role_needed_is_higher_in_setup_than_after() {
    let at = |phase, level| {
        let target = target("acme");
        let (answers, _) = converse(&target, &with(ready(), "group-member", good(member(level))));
        judged_in(phase, &target, &answers)
    };
    for (phase, level, enough) in [
        (Phase::Setup, 50, true),
        (Phase::Setup, 40, true),
        (Phase::Setup, 30, false),
        (Phase::Steady, 30, true),
        (Phase::Steady, 25, false),
        (Phase::Steady, 20, false),
    ] {
        let rows = at(phase, level);
        match enough {
            true => met(&rows, "gitlab/role", Certainty::Observed),
            false => not_met(&rows, "gitlab/role", None),
        }
        met(&rows, "gitlab/membership", Certainty::Observed);
    }
    assert!(
        fix(&at(Phase::Setup, 30), "gitlab/role")
            .contains("is Developer (30), needs Maintainer (40)")
    );
    let open = rows(with(ready(), "group-member", json_reply(502, json!({}))));
    let judged = &row(&open, "gitlab/role").judged;
    assert_eq!(judged.verdict, Verdict::CannotTell);
}

#[test]
fn a_bot_reaches_what_is_its_own_and_below() {
    met(&rows(ready()), "gitlab/target", Certainty::Implied);
    let bot = |own: Json, asked: &str| {
        let table = vec![
            ("self", good(crate::scm::gitlab::tests::own(&["api"]))),
            ("user", good(user("group_7_bot_6f5e4d3c2b1a"))),
            ("project", lost("Project")),
            ("group", lost("Group")),
            ("group 7", good(own)),
            ("group-member", good(member(40))),
        ];
        rows_of(asked, &table)
    };
    met(
        &bot(group(7, "acme"), "acme/web"),
        "gitlab/target",
        Certainty::Observed,
    );
    let other = bot(group(7, "globex"), "acme");
    not_met(&other, "gitlab/target", None);
    assert!(told(&other, "gitlab/target").contains("belongs to globex"));
    let open = with(ready(), "user", miss(Cause::Network));
    let open = rows(open);
    cannot_tell(&open, "gitlab/target", Cause::Network);
}

#[test]
fn what_is_beyond_the_need_is_named_with_its_reason() {
    met(&rows(ready()), "gitlab/excess", Certainty::Observed);
    let fine = rows(with(
        ready(),
        "self",
        good(own(&["api", "read_repository", "read_user"])),
    ));
    met(&fine, "gitlab/excess", Certainty::Observed);
    let wide = rows(with(
        ready(),
        "self",
        good(own(&[
            "api",
            "sudo",
            "admin_mode",
            "write_repository",
            "later_scope",
        ])),
    ));
    not_met(&wide, "gitlab/excess", None);
    let judged = &row(&wide, "gitlab/excess").judged;
    assert_eq!(judged.excess.len(), 4, "{judged:?}");
    assert_eq!(judged.why.matches("dangerous").count(), 2, "{}", judged.why);
    assert!(judged.why.contains("Autofix"), "{}", judged.why);
    assert_eq!(code(&wide), 0);
    let open = rows(with(
        ready(),
        "self",
        json_reply(403, json!({ "message": "403 Forbidden" })),
    ));
    cannot_tell(&open, "gitlab/excess", Cause::Refused);
}

#[test]
fn a_token_that_never_ends_or_ends_soon_is_told() {
    met(&rows(ready()), "gitlab/expiry", Certainty::Observed);
    for (date, words) in [
        (json!(null), "never expires"),
        (json!("2026-12-01"), "expires in 8 days"),
    ] {
        let rows = rows(with(
            ready(),
            "self",
            good(but(own(&["api"]), json!({ "expires_at": date }))),
        ));
        not_met(&rows, "gitlab/expiry", None);
        assert!(row(&rows, "gitlab/expiry").judged.why.contains(words));
        met(&rows, "gitlab/token", Certainty::Observed);
    }
    let open = rows(with(
        ready(),
        "self",
        good(without(own(&["api"]), "expires_at")),
    ));
    cannot_tell(&open, "gitlab/expiry", Cause::Unreadable);
}
