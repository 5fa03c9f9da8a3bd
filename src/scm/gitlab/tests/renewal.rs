//! Replacing a token: who may, with which end, and what the answer means.

use super::*;
use crate::scm::gitlab::renewal::RENEWAL;
use crate::scm::{Renewed, Rotation};

fn evidence(table: &Table) -> crate::audit::Evidence {
    let target = target("acme");
    let (answers, _) = converse(&target, table);
    GitLab.read(&target, &answers)
}

fn own_with(scopes: &[&str], more: Json) -> Reply {
    let mut own = own(scopes);
    let more = more.as_object().unwrap().clone();
    own.as_object_mut().unwrap().extend(more);
    good(own)
}

fn read(reply: Reply) -> String {
    match (RENEWAL.read)(reply.unwrap()) {
        Renewed::Fresh(token) => format!("fresh {}", token.expose()),
        Renewed::Refused(words) => format!("refused {words}"),
        Renewed::Unclear(words) => format!("unclear {words}"),
    }
}

#[test]
fn the_scope_api_or_self_rotate_is_needed() {
    let hindered = |scopes: &[&str]| {
        let table = with(ready(), "self", own_with(scopes, json!({})));
        (RENEWAL.hindrance)(&evidence(&table)).is_some()
    };
    assert!(!hindered(&["api"]));
    assert!(!hindered(&["read_api", "self_rotate"]));
    assert!(hindered(&["read_api"]));
    let untold = with(
        ready(),
        "self",
        json_reply(404, json!({ "error": "404 Not Found" })),
    );
    assert!((RENEWAL.hindrance)(&evidence(&untold)).is_some());
}

#[test]
fn the_lifetime_is_from_the_day_it_was_made_to_its_end() {
    let lifetime = |more: Json| {
        let table = with(ready(), "self", own_with(&["api"], more));
        (RENEWAL.lifetime)(&evidence(&table))
    };
    let made = "2026-11-01T10:00:00.000Z";
    let life = json!({ "created_at": made, "expires_at": "2026-12-01" });
    assert_eq!(lifetime(life), Some(30));
    assert_eq!(
        lifetime(json!({ "created_at": made, "expires_at": null })),
        None
    );
    assert_eq!(
        lifetime(json!({ "created_at": "soon", "expires_at": "2026-12-01" })),
        None
    );
}

#[test]
fn the_end_is_always_sent() {
    let call = (RENEWAL.call)(TODAY + 1);
    assert_eq!(
        call.ask.name(),
        "POST /api/v4/personal_access_tokens/self/rotate"
    );
    assert_eq!(
        call.body.unwrap().json,
        json!({ "expires_at": "2026-11-24" })
    );
    assert!(matches!(GitLab.rotation(), Rotation::Call(_)));
}

#[test]
fn a_fresh_token_is_read_whatever_stands_beside_it() {
    let fresh = json!({ "id": "odd", "scopes": 7, "token": "glpat-fresh-0123456789" });
    for status in [200, 201] {
        let found = read(json_reply(status, fresh.clone()));
        assert_eq!(found, "fresh glpat-fresh-0123456789");
    }
}

#[test]
fn only_gitlab_s_own_words_are_a_refusal() {
    let said = json!({ "message": "400 Bad request - Expiration date must be before 2027-01-01" });
    assert_eq!(
        read(json_reply(400, said.clone())),
        "refused 400 Bad request - Expiration date must be before 2027-01-01"
    );
    let revoked = read(dead(
        "Token was revoked. You have to re-authorize from the user.",
    ));
    assert!(
        revoked.starts_with("refused 401 Token was revoked."),
        "{revoked}"
    );
    assert!(revoked.contains("its successor"), "{revoked}");
    assert!(read(narrow()).starts_with("refused 403 "));
    let throttle = reply(429, &[("content-type", "text/plain")], "Retry later\n");
    assert!(read(throttle).starts_with("refused 429 "));
    let maintenance = json!({ "message": "GitLab Maintenance: system is in maintenance mode" });
    assert!(read(json_reply(503, maintenance)).starts_with("refused 503 GitLab Maintenance"));
    let page = |status| reply(status, &[("content-type", "text/html")], "<html></html>");
    for unclear in [
        page(200),
        page(403),
        page(429),
        json_reply(503, said.clone()),
        page(503),
        json_reply(502, said.clone()),
        json_reply(302, said.clone()),
        json_reply(408, said),
        json_reply(200, json!({ "id": 1 })),
        json_reply(200, json!({ "token": "" })),
        json_reply(200, json!({ "token": "[redacted]" })),
        json_reply(200, json!({ "token": "two words here" })),
        reply(200, &[], "{\"id\":1,\"token\":\"glpat-"),
    ] {
        let found = read(unclear);
        assert!(found.starts_with("unclear "), "{found}");
    }
}

#[test]
fn the_successor_shows_another_number_and_the_end_that_was_asked_for() {
    let show = |id: u64, ends: &str| {
        let more = json!({ "id": id, "expires_at": ends });
        evidence(&with(ready(), "self", own_with(&["api"], more)))
    };
    let former = show(4, "2026-12-31");
    let unlike = |now| (RENEWAL.unlike)(&former, &now, TODAY + 30);
    assert_eq!(unlike(show(5, "2026-12-23")), None);
    assert!(unlike(show(4, "2026-12-23")).is_some());
    assert!(
        unlike(show(5, "2026-12-24"))
            .unwrap()
            .contains("2026-12-24")
    );
    let refused = with(with(ready(), "self", unknown()), "user", unknown());
    assert!(unlike(evidence(&refused)).is_some());
}

#[test]
fn the_page_is_that_of_whoever_owns_the_token() {
    let page = |namespace: &str, table: &Table| {
        let target = target(namespace);
        let (answers, _) = converse(&target, table);
        (RENEWAL.page)(&target, &GitLab.read(&target, &answers))
    };
    assert_eq!(
        page("acme", &ready()),
        "https://gitlab.com/-/user_settings/personal_access_tokens"
    );
    let bot = good(user("project_201_bot_0a1b2c"));
    assert_eq!(
        page("acme/web", &with(ready_in_project(), "user", bot)),
        "https://gitlab.com/acme/web/-/settings/access_tokens"
    );
    let bot = good(user("group_101_bot_0a1b2c"));
    assert_eq!(
        page("acme", &with(ready(), "user", bot)),
        "https://gitlab.com/groups/acme/-/settings/access_tokens"
    );
}
