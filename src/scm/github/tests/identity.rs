//! The token, its user, and where the instance is.

use super::*;

#[test]
fn an_empty_scopes_header_means_none_and_an_absent_one_means_untold() {
    let scopes = |world: World| world.run().evidence.get(fact::SCOPES);
    let empty = World::ready().telling(&[("x-oauth-scopes", "")]);
    assert_eq!(
        scopes(empty.clone()).unwrap().value,
        Value::Set(Default::default())
    );
    let absent = World::ready().telling(&[]);
    assert_eq!(scopes(absent).unwrap_err().cause, Cause::NotVisible);
    // An app's user token has an empty header, which says nothing.
    for token in ["ghu_invented", "github_pat_11X", "of-unknown-look"] {
        let gap = scopes(empty.clone().token(token)).unwrap_err();
        assert_eq!(gap.cause, Cause::NotVisible, "{token}");
    }
}

#[test]
fn scopes_and_kind_are_reported_for_tokens_of_oauth_apps() {
    let world = World::ready()
        .telling(&[
            ("x-oauth-scopes", "gist, read:org, repo, workflow"),
            ("x-oauth-client-id", "178c6fc778ccc68e1d6a"),
        ])
        .token("gho_invented");
    let evidence = world.run().evidence;
    assert_eq!(
        evidence.text(fact::SCOPES).unwrap(),
        "gist, read:org, repo, workflow"
    );
    assert_eq!(
        evidence.text(fact::KIND).unwrap(),
        "OAuth app token (GitHub CLI)"
    );
}

#[test]
fn forty_digits_with_a_client_are_an_oauth_token_of_the_old_form() {
    let world = World::ready()
        .telling(&[("x-oauth-scopes", "repo"), ("x-oauth-client-id", "f00")])
        .token(&"0a".repeat(20));
    assert_eq!(world.judged("github/excess"), cannot_tell("not-visible"));
    let plain = World::ready()
        .telling(&[("x-oauth-scopes", "repo")])
        .token(&"0a".repeat(20));
    assert_eq!(plain.judged("github/excess"), not_met());
}

#[test]
fn both_forms_of_the_end_date_are_read_to_the_day_in_utc() {
    let day = |at: &str| {
        World::ready()
            .telling(&[("github-authentication-token-expiration", at)])
            .run()
            .evidence
            .get(fact::EXPIRES)
            .map(|seen| seen.value)
    };
    assert_eq!(
        day("2026-11-23 16:42:10 UTC").unwrap(),
        Value::Day(Some(TODAY))
    );
    assert_eq!(
        day("2026-11-24 00:42:23 +0100").unwrap(),
        Value::Day(Some(TODAY))
    );
    assert_eq!(
        day("2026-11-22 23:42:23 -0100").unwrap(),
        Value::Day(Some(TODAY))
    );
    for odd in [
        "",
        "2026-11-23",
        "2026-11-23 25:00:00 UTC",
        "2026-11-23 10:00:00 XYZ",
        "2026-11-23 10:00:00 +é1",
        "2026-02-30 10:00:00 UTC",
    ] {
        assert_eq!(day(odd).unwrap_err().cause, Cause::Unreadable, "{odd}");
    }
}

#[test]
fn a_dead_token_is_told_once_and_all_else_stands_behind_it() {
    let run = World::ready().user(refused(401, "Bad credentials")).run();
    assert_eq!(run.rounds, [["user"]]);
    for row in &run.findings {
        let cause = row.judged.cause.as_ref().map(Cause::code);
        let wanted = match row.id {
            "github/token-kind" => None,
            "github/token" => Some("token-invalid"),
            _ => Some("blocked-by:github/token"),
        };
        assert_eq!(cause.as_deref(), wanted, "{}", row.id);
    }
    for name in [fact::SCM_READS_CODE, fact::SCM_COMMENTS] {
        let gap = run.evidence.get(name).unwrap_err();
        assert_eq!(gap.cause, Cause::BlockedBy("github/token"));
    }
}

#[test]
fn only_a_dead_credential_stands_before_what_is_known_of_the_owner() {
    let cause = |world: World| {
        let known = world.run().evidence.get("github.owner");
        known.map_err(|gap| gap.cause).unwrap_err()
    };
    let wrong_kind = World::ready().token("ghs_invented");
    assert_eq!(cause(wrong_kind), Cause::BlockedBy("github/token-kind"));
    let dead = World::ready().user(refused(401, "Bad credentials"));
    assert_eq!(cause(dead), Cause::BlockedBy("github/token"));
    let limited = cause(World::ready().user(refused(429, "")));
    assert!(matches!(limited, Cause::RateLimited(_)), "{limited:?}");
    let mut without = World::ready();
    without.target.token = None;
    assert_eq!(cause(without), Cause::NotAsked);
}

#[test]
fn an_invitation_that_nobody_accepted_shows_in_the_role() {
    for (state, role) in [
        ("active", "admin"),
        ("pending", "admin, invited but not accepted"),
    ] {
        let run = World::ready().membership(member("admin", state)).run();
        let seen = run.evidence.get("github.role").unwrap();
        assert_eq!(seen.value, Value::Text(role.to_owned()));
    }
}

#[test]
fn a_personal_account_says_why_its_apps_are_not_visible() {
    let gap = World::ready().personal().run().evidence;
    let gap = gap.get("github.private-app").unwrap_err();
    assert_eq!(gap.cause, Cause::NotVisible);
    let told = &gap.by.last().unwrap().detail;
    assert!(
        told.starts_with("a personal account: no API lists"),
        "{told}"
    );
}

#[test]
fn a_token_of_the_wrong_kind_is_told_without_asking() {
    let run = World::ready().token("ghs_invented").run();
    assert!(run.rounds.is_empty());
    let others = run
        .findings
        .iter()
        .filter(|row| row.id != "github/token-kind");
    for row in others {
        let cause = row.judged.cause.as_ref().map(Cause::code);
        assert_eq!(
            cause.as_deref(),
            Some("blocked-by:github/token-kind"),
            "{}",
            row.id
        );
    }
    let (text, url) = World::ready()
        .token("ghs_invented")
        .fix("github/token-kind");
    assert!(text.contains("GitHub App installation token"), "{text}");
    assert!(url.starts_with("https://github.com/settings/tokens/new?scopes=read:org"));
}

#[test]
fn instances_are_named_by_host_and_asked_by_base() {
    for (given, base, host, web) in [
        (
            "github.com",
            "https://api.github.com/",
            "github.com",
            "https://github.com",
        ),
        (
            "https://api.github.com",
            "https://api.github.com/",
            "github.com",
            "https://github.com",
        ),
        (
            "ghe.example.com",
            "https://ghe.example.com/api/v3",
            "ghe.example.com",
            "https://ghe.example.com",
        ),
        (
            "https://ghe.example.com:8443/api/v3/",
            "https://ghe.example.com:8443/api/v3",
            "ghe.example.com:8443",
            "https://ghe.example.com:8443",
        ),
        (
            "acme.ghe.com",
            "https://api.acme.ghe.com/",
            "acme.ghe.com",
            "https://acme.ghe.com",
        ),
        (
            "https://api.acme.ghe.com",
            "https://api.acme.ghe.com/",
            "acme.ghe.com",
            "https://acme.ghe.com",
        ),
    ] {
        let url = GitHub.base(given).unwrap();
        assert_eq!(url.as_str(), base, "{given}");
        assert_eq!(GitHub.host(&url), host, "{given}");
        let target = target(base, "acme", "ghp_x");
        assert_eq!(GitHub.word(&target, "web").unwrap(), web, "{given}");
        let base = target.servers.get("api").unwrap();
        assert_eq!(GitHub.web(base), web, "{given}: where tokens are made");
    }
    assert!(GitHub.base("a b").is_err());
    assert!(GitHub.base("https://").is_err());
    // As the platform lists it.
    let listed = Url::parse("https://github.com").unwrap();
    assert_eq!(GitHub.host(&listed), "github.com");
}

#[test]
fn a_base_on_this_machine_is_its_own_host_and_like_the_public_one() {
    let world = World::ready()
        .telling(&[])
        .at("http://127.0.0.1:8080/github");
    assert_eq!(world.target.host, "127.0.0.1:8080");
    assert_eq!(world.judged("github/expiry"), not_met());
    let key = GitHub.platform_key(&world.target);
    assert_eq!(
        (key.types, key.base_url.as_str()),
        (&["SCM_TYPE_GITHUB"][..], "http://127.0.0.1:8080/github")
    );
    let own = World::ready().at("http://127.0.0.1:8080/github/api/v3");
    let key = GitHub.platform_key(&own.target);
    assert_eq!(
        (key.types, key.base_url.as_str()),
        (
            &["SCM_TYPE_GITHUB_ENTERPRISE"][..],
            "http://127.0.0.1:8080/github"
        )
    );
}

#[test]
fn requests_carry_the_version_and_a_bearer_token_once() {
    let target = World::ready().target;
    assert_eq!(
        target.headers,
        [
            ("accept", "application/vnd.github+json".to_owned()),
            ("x-github-api-version", "2022-11-28".to_owned())
        ]
    );
    assert_eq!(target.credentials.len(), 1);
    let (name, secret) = &target.credentials[0];
    assert_eq!(
        (*name, secret.expose()),
        ("authorization", "Bearer ghp_inventedinventedinvented")
    );
}

#[test]
fn namespaces_and_tokens_are_known_by_their_form() {
    for good in ["acme", "acme-web", "ada_acme", "A1"] {
        assert!(GitHub.check_namespace(good).is_ok(), "{good}");
    }
    for bad in ["", "acme/web", "acme web", "acme?", "..", "é"] {
        assert!(GitHub.check_namespace(bad).is_err(), "{bad}");
    }
    assert!(GitHub.is_token("ghp_inventedinventedinvented"));
    assert!(GitHub.is_token("github_pat_11INVENTEDINVENTED"));
    for word in ["ghp_short", "acme", &"0a".repeat(20)] {
        assert!(!GitHub.is_token(word), "{word}");
    }
}
