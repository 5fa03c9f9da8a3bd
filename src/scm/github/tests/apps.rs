//! Which app is the private one, and what follows from its installation.

use super::*;

#[test]
fn the_slug_that_is_known_decides_and_the_usual_beginning_only_where_none_is() {
    let other = app("acme-code-reader", 13);
    let world = World::ready().apps(&[other, public(), private()]);
    let by_prefix = world.row("github/app-installed");
    assert_eq!(by_prefix.judged.sure, Certainty::Heuristic);
    let by_slug = world.clone().slug("acme-code-reader");
    assert_eq!(
        by_slug.row("github/app-installed").judged.sure,
        Certainty::Observed
    );
    assert!(told(&by_slug.row("github/app-contents")).contains("acme-code-reader"));
    // Another app that only looks alike does not stand in for the one that is named.
    let gone = world.slug("semgrep-code-acme-2");
    assert_eq!(gone.judged("github/app-installed"), not_met());
}

#[test]
fn of_several_that_look_alike_an_active_one_counts() {
    let old = with(
        app("semgrep-code-old", 9),
        "suspended_at",
        json!("2025-01-01T00:00:00Z"),
    );
    let world = World::ready().apps(&[old, public(), private()]);
    assert_eq!(world.judged("github/app-active"), met());
}

#[test]
fn an_app_missing_from_a_list_that_is_not_whole_is_not_missing() {
    let apps = [app("other", 1), app("another", 2)];
    let body = json!({ "total_count": 130, "installations": apps });
    let short = World::ready().installations(answer(200, &[], &body.to_string()));
    for id in ["github/app-installed", "github/public-app-installed"] {
        assert_eq!(short.judged(id), cannot_tell("unreadable"), "{id}");
    }
    let body = json!({ "total_count": 2, "installations": apps });
    let header = [(
        "x-github-sso",
        "partial-results; organizations=21955855,20582480",
    )];
    let partial = World::ready().installations(answer(200, &header, &body.to_string()));
    assert_eq!(
        partial.judged("github/app-installed"),
        cannot_tell("sso-required")
    );
}

#[test]
fn an_app_in_a_list_that_is_not_whole_is_there() {
    let body = json!({ "total_count": 130, "installations": [private(), public()] });
    let short = World::ready().installations(answer(200, &[], &body.to_string()));
    assert_eq!(short.judged("github/app-installed"), met());
}

#[test]
fn what_is_declared_but_not_accepted_is_explained_with_the_page_where_it_is_accepted() {
    let world = World::ready().apps(&[lacking(private(), "contents"), public()]);
    let (text, url) = world.fix("github/app-contents");
    assert!(
        text.contains("Review request") && text.contains("declares"),
        "{text}"
    );
    assert_eq!(
        url,
        "https://github.com/organizations/acme/settings/installations/11"
    );
}

#[test]
fn links_stand_on_the_host_of_the_connection_whatever_the_answer_says() {
    let mut stray = lacking(private(), "contents");
    stray["html_url"] = json!("https://elsewhere.example/phish");
    stray["id"] = json!("11/../../x");
    let world = World::ready()
        .at("https://ghe.example.com/api/v3")
        .apps(&[stray, private()]);
    let (_, url) = world.slug(SLUG).fix("github/app-contents");
    assert_eq!(
        url,
        "https://ghe.example.com/organizations/acme/settings/installations"
    );
    let missing = World::ready()
        .at("https://ghe.example.com/api/v3")
        .apps(&[]);
    let (_, url) = missing.fix("github/public-app-installed");
    assert_eq!(
        url,
        "https://ghe.example.com/github-apps/semgrep-app/installations/new"
    );
    let (_, url) = missing.fix("github/app-installed");
    assert!(!url.contains("elsewhere"), "{url}");
}

#[test]
fn powers_follow_the_active_installations() {
    let power = |world: &World, name: &str| world.run().evidence.get(name).unwrap().value;
    let (code, comments) = (fact::SCM_READS_CODE, fact::SCM_COMMENTS);
    let ready = World::ready();
    assert_eq!(power(&ready, code), Value::Flag(true));
    assert_eq!(power(&ready, comments), Value::Flag(true));
    let no_write = ready.clone().apps(&[
        lacking(private(), "pull_requests"),
        lacking(public(), "pull_requests"),
    ]);
    assert_eq!(power(&no_write, comments), Value::Flag(false));
    let suspended = json!("2026-02-04T10:00:00Z");
    let asleep = ready.clone().apps(&[
        with(private(), "suspended_at", suspended.clone()),
        with(public(), "suspended_at", suspended),
    ]);
    assert_eq!(power(&asleep, code), Value::Flag(false));
    assert_eq!(power(&asleep, comments), Value::Flag(false));
    let none = ready.clone().apps(&[]);
    assert_eq!(power(&none, code), Value::Flag(false));
    let hidden = ready.installations(refused(404, "Not Found"));
    let gap = hidden.run().evidence.get(comments).unwrap_err();
    assert_eq!(gap.cause, Cause::NotFoundOrHidden);
}

#[test]
fn unknown_permissions_and_apps_without_a_slug_are_carried_through() {
    let mut app = private();
    app["permissions"]["teleport"] = json!("write");
    app["permissions"]["odd"] = json!({ "deep": true });
    let world = World::ready().apps(&[json!({}), json!(null), app, public()]);
    assert_eq!(world.judged("github/app-standard"), met());
    assert!(told(&world.row("github/app-standard")).contains("teleport:write"));
}
