//! What a 403 means: header first, then the words.

use super::*;

const CLASSIC: &str = "`acme` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, \
     or a personal access token with fine-grained permissions.";
const LIFETIME: &str = "The 'acme' organization forbids access via a fine-grained personal access tokens if the token's \
     lifetime is greater than 366 days. Please adjust your token's lifetime at the following URL: \
     https://github.com/settings/personal-access-tokens/1";
const CLASSIC_LIFETIME: &str = "The 'acme' organization forbids access via a personal access tokens (classic) if the \
     token's lifetime is greater than 366 days.";
const OAUTH: &str = "Although you appear to have the correct authorization credentials, the `acme` organization has \
     enabled OAuth App access restrictions, meaning that data access to third-parties is limited.";
const ADDRESS: &str = "Although you appear to have the correct authorization credentials, the `acme` organization has an \
     IP allow list enabled, and your IP address is not permitted to access this resource.";
const SAML: &str = "Resource protected by organization SAML enforcement. You must grant your Personal Access token access \
     to this organization.";

fn both(reply: Reply) -> World {
    World::ready()
        .membership(reply.clone())
        .installations(reply)
}

const ROWS: [&str; 7] = [
    "github/owner",
    "github/app-installed",
    "github/public-app-installed",
    "github/app-active",
    "github/app-contents",
    "github/app-standard",
    "github/repositories",
];

#[test]
fn single_sign_on_is_told_by_its_header_with_the_link() {
    let link = "https://github.com/orgs/acme/sso?authorization_request=A0B1";
    let header = format!("required; url={link}");
    let world = both(refused_with(403, SAML, &[("x-github-sso", &header)]));
    for id in ROWS {
        assert_eq!(world.judged(id), cannot_tell("sso-required"), "{id}");
        let row = world.row(id);
        assert_eq!(
            row.judged.cause,
            Some(Cause::SsoRequired(Some(link.to_owned())))
        );
        assert_eq!(row.fix.unwrap().url.as_deref(), Some(link));
    }
}

#[test]
fn single_sign_on_without_a_link_is_told_as_well() {
    let header = [("x-github-sso", "required; url=javascript:alert(1)")];
    for reply in [refused(403, SAML), refused_with(403, SAML, &header)] {
        let row = both(reply).row("github/owner");
        assert_eq!(row.judged.cause, Some(Cause::SsoRequired(None)));
        let url = row.fix.unwrap().url.unwrap();
        assert!(url.starts_with("https://docs.github.com/"), "{url}");
    }
}

#[test]
fn policies_are_one_cause_told_apart_in_words() {
    let mut seen = Vec::new();
    for (text, word, advice) in [
        (CLASSIC, "forbids classic", "fine-grained"),
        (LIFETIME, "lives longer", "ends sooner"),
        (CLASSIC_LIFETIME, "lives longer", "ends sooner"),
        (OAUTH, "restricts OAuth apps", "approve"),
    ] {
        let world = both(refused(403, text));
        for id in ROWS {
            assert_eq!(world.judged(id), cannot_tell("policy-blocks-token"), "{id}");
        }
        let row = world.row("github/owner");
        assert!(told(&row).contains(word), "{}", told(&row));
        assert!(!told(&row).contains("://"));
        let fix = row.fix.unwrap().text;
        assert!(fix.contains(advice), "{fix}");
        seen.push(told(&world.row("github/app-installed")));
    }
    seen.dedup();
    assert_eq!(seen.len(), 3);
    let (_, url) = both(refused(403, CLASSIC)).fix("github/owner");
    assert_eq!(
        url,
        "https://github.com/settings/personal-access-tokens/new"
    );
}

#[test]
fn an_ip_allow_list_names_itself() {
    let world = both(refused(403, ADDRESS));
    for id in ROWS {
        assert_eq!(world.judged(id), cannot_tell("ip-allow-list"), "{id}");
    }
    let (_, url) = world.fix("github/owner");
    assert_eq!(
        url,
        "https://github.com/organizations/acme/settings/security"
    );
}

#[test]
fn rate_limits_come_as_403_too_and_say_until_when() {
    let primary = [
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "1725895359"),
    ];
    let text = "API rate limit exceeded for user ID 1.";
    let row = both(refused_with(403, text, &primary)).row("github/owner");
    assert_eq!(
        row.judged.cause,
        Some(Cause::RateLimited(Some("2024-09-09T15:22:39Z".to_owned())))
    );
    let secondary = [("retry-after", "60")];
    let text = "You have exceeded a secondary rate limit.";
    let row = both(refused_with(403, text, &secondary)).row("github/owner");
    assert_eq!(
        row.judged.cause,
        Some(Cause::RateLimited(Some("60 s from now".to_owned())))
    );
    for text in [
        text,
        "Maximum number of login attempts exceeded. Please try again later.",
    ] {
        assert_eq!(
            both(refused(403, text)).judged("github/owner"),
            cannot_tell("rate-limited")
        );
    }
    let odd = [
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "9999999999999999999"),
    ];
    assert_eq!(
        both(refused_with(403, text, &odd)).judged("github/owner"),
        cannot_tell("rate-limited")
    );
    let left = [("x-ratelimit-remaining", "4977")];
    assert_eq!(
        both(refused_with(403, "Forbidden", &left)).judged("github/owner"),
        cannot_tell("refused")
    );
}

#[test]
fn a_limit_at_the_first_request_ends_the_asking_and_is_the_cause_of_all() {
    let header = [("x-ratelimit-remaining", "0")];
    let run = World::ready()
        .user(refused_with(403, "API rate limit exceeded", &header))
        .run();
    assert_eq!(run.rounds, [["user"]]);
    for row in run
        .findings
        .iter()
        .filter(|row| row.id != "github/token-kind")
    {
        // The token's row tells it once for all.
        let cause = row.judged.cause.as_ref().map(Cause::name);
        let wanted = if row.id == "github/token" {
            "rate-limited"
        } else {
            "blocked-by"
        };
        assert_eq!(cause, Some(wanted), "{}", row.id);
    }
}

#[test]
fn unknown_words_are_quoted_short_and_without_addresses() {
    let text = format!(
        "The moon\nis full, see https://example.com/secret {}",
        "x ".repeat(300)
    );
    let row = both(refused(403, &text)).row("github/owner");
    assert_eq!(row.judged.cause, Some(Cause::Refused));
    let told = told(&row);
    assert!(told.starts_with("The moon is full, see x"), "{told}");
    assert!(!told.contains("example.com") && told.chars().count() < 200);
}

#[test]
fn words_never_change_the_class_of_a_status() {
    for text in [CLASSIC, SAML, ADDRESS, "rate limit", "Bad credentials"] {
        assert_eq!(
            both(refused(404, text)).judged("github/owner"),
            cannot_tell("not-found-or-hidden"),
            "{text}"
        );
        let run = both(refused(403, text)).user(refused(403, text)).run();
        for row in run.findings {
            assert!(
                !row.judged.cause.is_some_and(|cause| cause.is_credential()),
                "{text}"
            );
        }
    }
    // A token accepted a moment ago is not dead because one answer says so.
    assert_eq!(
        both(refused(401, "Bad credentials")).judged("github/owner"),
        cannot_tell("refused")
    );
}

#[test]
fn pages_of_something_in_between_say_nothing_of_the_token() {
    for status in [400, 401, 403, 404, 407, 451] {
        assert_eq!(
            both(page(status)).judged("github/owner"),
            cannot_tell("unreadable"),
            "{status}"
        );
    }
    let moved = answer(301, &[("location", "https://ghe.example.com/")], "");
    assert_eq!(
        both(moved).judged("github/owner"),
        cannot_tell("unreadable")
    );
    // A client that names itself is never told this, but a proxy may take the name out.
    let text = "\r\nRequest forbidden by administrative rules. Please make sure your request has a User-Agent header\r\n";
    let world = both(refused(500, "")).user(answer(403, &[("content-type", "text/html")], text));
    assert_eq!(world.judged("github/token"), cannot_tell("unreadable"));
}
