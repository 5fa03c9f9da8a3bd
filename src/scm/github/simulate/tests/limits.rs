//! Tests of rate limits, conditional requests and the lock after failed logins.

use std::time::Duration;

use super::*;

fn number(reply: &Reply, name: &str) -> u64 {
    header_of(reply, name).unwrap().parse().unwrap()
}

#[test]
fn every_answer_tells_what_is_left_and_an_unchanged_one_costs_nothing() {
    let mut github = github("{}");
    let first = with(&mut github, "/user", &[]);
    assert_eq!(
        (
            number(&first, "x-ratelimit-limit"),
            number(&first, "x-ratelimit-remaining")
        ),
        (5000, 4999)
    );
    assert_eq!(header_of(&first, "x-ratelimit-resource"), Some("core"));
    assert!(
        number(&first, "x-ratelimit-reset")
            > u64::try_from(jiff::Timestamp::now().as_second()).unwrap()
    );
    let tag = header_of(&first, "etag").unwrap().to_owned();
    let same = with(&mut github, "/user", &[("if-none-match", &tag)]);
    assert_eq!((same.status, same.body.len()), (304, 0));
    assert_eq!(number(&same, "x-ratelimit-used"), 1);
    assert_eq!(
        with(&mut github, "/user", &[("if-none-match", "\"other\"")]).status,
        200
    );
    let free = with(&mut github, "/rate_limit", &[]);
    assert_eq!((free.status, number(&free, "x-ratelimit-used")), (200, 2));
    assert_eq!(json_of(&free)["resources"]["core"]["used"], 2);
    assert_eq!(json_of(&free)["rate"]["limit"], 5000);
    let newer = with(
        &mut github,
        "/rate_limit",
        &[("x-github-api-version", "2026-03-10")],
    );
    assert_eq!(json_of(&newer).get("rate"), None);
}

#[test]
fn the_request_that_is_one_too_many_is_refused_with_nothing_left() {
    let mut github = github("{ rate-limit: 2 }");
    assert_eq!(get(&mut github, "/user").0, 200);
    assert_eq!(get(&mut github, "/nowhere").0, 404);
    let third = with(&mut github, "/user", &[]);
    assert_eq!(
        (third.status, header_of(&third, "x-ratelimit-remaining")),
        (403, Some("0"))
    );
    assert!(message(&third).starts_with("API rate limit exceeded for user ID"));
    assert_eq!(header_of(&third, "retry-after"), None);
    assert_eq!(get(&mut github, "/rate_limit").0, 200);
}

#[test]
fn without_a_token_sixty_requests_are_an_hours_worth() {
    let mut github = github("{}");
    for _ in 0..60 {
        assert_eq!(bare(&mut github, "/meta").status, 200);
    }
    let reply = bare(&mut github, "/meta");
    assert_eq!(
        (reply.status, header_of(&reply, "x-ratelimit-limit")),
        (403, Some("60"))
    );
    assert_eq!(get(&mut github, "/user").0, 200);
}

#[tokio::test(start_paused = true)]
async fn an_exhausted_limit_comes_back_when_it_said() {
    let mut github = github("{ limit: { kind: primary, wait: 1 } }");
    let reply = with(&mut github, "/user", &[]);
    assert_eq!(
        (reply.status, header_of(&reply, "x-ratelimit-remaining")),
        (403, Some("0"))
    );
    assert_eq!(get(&mut github, "/user").0, 403);
    tokio::time::advance(Duration::from_secs(1)).await;
    let reply = with(&mut github, "/user", &[]);
    assert_eq!(
        (reply.status, header_of(&reply, "x-ratelimit-remaining")),
        (200, Some("4999"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_secondary_limit_says_how_long_to_wait_and_leaves_the_primary_alone() {
    let mut github = github("{ limit: { kind: secondary, wait: 1 } }");
    let reply = with(&mut github, "/user", &[]);
    assert_eq!(
        (reply.status, header_of(&reply, "retry-after")),
        (403, Some("1"))
    );
    assert!(message(&reply).starts_with("You have exceeded a secondary rate limit."));
    assert_eq!(header_of(&reply, "x-ratelimit-remaining"), Some("5000"));
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(get(&mut github, "/user").0, 200);
}

#[test]
fn a_limit_refuses_with_either_documented_status() {
    for kind in ["primary", "secondary"] {
        let section = format!("{{ limit: {{ kind: {kind}, status: 429 }} }}");
        assert_eq!(get(&mut github(&section), "/user").0, 429, "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn after_many_failed_logins_even_the_right_token_is_refused_for_a_while() {
    let mut github = github("{ limit: { wait: 1 } }");
    let headers = [
        ("authorization", "Bearer ghp_wrong"),
        ("user-agent", "test"),
    ];
    for _ in 0..30 {
        assert_eq!(
            ask(&mut github, Method::GET, "/user", &headers, "").status,
            401
        );
    }
    let reply = with(&mut github, "/user", &[]);
    assert_eq!(
        (reply.status, message(&reply).as_str()),
        (
            403,
            "Maximum number of login attempts exceeded. Please try again later."
        )
    );
    assert_eq!(bare(&mut github, "/meta").status, 200);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(get(&mut github, "/user").0, 200);
    assert_eq!(status("{ limit: { kind: login-attempts } }", "/user"), 403);
}

#[test]
fn an_enterprise_server_has_a_version_and_no_limits() {
    let mut github = github("{ rate-limit: 1, limit: { kind: primary } }");
    for _ in 0..3 {
        let reply = with(&mut github, "/api/v3/user", &[]);
        assert_eq!(
            (reply.status, header_of(&reply, "x-ratelimit-limit")),
            (200, None)
        );
        assert_eq!(
            header_of(&reply, "x-github-enterprise-version"),
            Some("3.17.2")
        );
    }
    let (code, body) = get(&mut github, "/api/v3/rate_limit");
    assert_eq!(
        (code, &body["message"]),
        (404, &json!("Rate limiting is not enabled."))
    );
    assert_eq!(
        get(&mut github, "/api/v3/meta").1["installed_version"],
        "3.17.2"
    );
    let (_, membership) = get(&mut github, "/api/v3/user/memberships/orgs/acme");
    assert!(
        membership["url"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:4711/github/api/v3/orgs/acme")
    );
    assert_eq!(
        header_of(
            &with(&mut github, "/meta", &[]),
            "x-github-enterprise-version"
        ),
        None
    );
}
