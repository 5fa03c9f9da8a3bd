//! How much is asked, and that nothing an answer holds can do harm.

use proptest::prelude::*;

use super::*;

fn sent(world: &World) -> Vec<Vec<&'static str>> {
    world.run().rounds
}

#[test]
fn an_organization_takes_three_requests_in_two_rounds() {
    let wanted = vec![vec!["user"], vec!["membership", "installations"]];
    assert_eq!(sent(&World::ready()), wanted);
    for broken in [refused(502, ""), page(200), refused(403, "Forbidden")] {
        assert_eq!(sent(&World::ready().user(broken)), wanted);
    }
}

#[test]
fn a_personal_account_takes_one_request() {
    assert_eq!(sent(&World::ready().personal()), [["user"]]);
}

#[test]
fn what_would_be_refused_again_is_not_asked() {
    for reply in [
        refused(401, "Bad credentials"),
        page(401),
        refused(429, ""),
        missed(Cause::Network),
        missed(Cause::Deadline),
        missed(Cause::Budget),
    ] {
        assert_eq!(sent(&World::ready().user(reply)), [["user"]]);
    }
    let none = World {
        target: Target {
            token: None,
            ..World::ready().target
        },
        ..World::ready()
    };
    assert!(sent(&none).is_empty());
}

#[test]
fn every_request_only_reads_and_names_its_page() {
    for ask in GitHub.asks() {
        assert_eq!(ask.method, "GET");
        assert_eq!(ask.effect, crate::ask::Effect::Reads);
        assert!(ask.source.starts_with("https://docs.github.com/"));
    }
    let call = asks::INSTALLATIONS
        .call()
        .with("org", "acme")
        .with("page", "2");
    assert_eq!(
        call.ask.path(&call.bind),
        "/orgs/acme/installations?per_page=100&page=2"
    );
}

#[test]
fn every_fix_is_filled_in_whole() {
    let worlds = [
        World::ready().apps(&[]),
        World::ready().personal(),
        World::ready().apps(&[lacking(private(), "contents")]),
        World::ready().membership(member("member", "active")),
        World::ready().user(refused(401, "Bad credentials")),
        World::ready().telling(&[("x-oauth-scopes", "repo")]),
        World::ready().installations(refused(403, "Forbidden")),
    ];
    for row in worlds.iter().flat_map(|world| world.run().findings) {
        let open = row.judged.verdict != Verdict::Met && !row.blocked();
        assert_eq!(row.fix.is_some(), open, "{}", row.id);
        if let Some(fix) = row.fix {
            let all = format!("{} {}", fix.text, fix.url.unwrap_or_default());
            assert!(!all.contains(['{', '}', '|']), "{}: {all}", row.id);
            assert!(
                !all.contains("  ") && !all.contains("()"),
                "{}: {all}",
                row.id
            );
        }
    }
}

fn arbitrary() -> impl Strategy<Value = Reply> {
    let names = prop::sample::select(vec![
        "x-oauth-scopes",
        "x-github-sso",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "retry-after",
        "github-authentication-token-expiration",
        "x-oauth-client-id",
        "content-type",
        "location",
    ]);
    let headers = prop::collection::vec((names, ".{0,40}"), 0..4);
    let body = prop_oneof![
        ".{0,80}",
        Just(String::new()),
        Just("null".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("{\"login\": 7, \"role\": [], \"installations\": {}}".to_owned()),
        Just("{\"login\": \"\", \"message\": {\"message\": 1}}".to_owned()),
        "\\{\"total_count\": [0-9]{1,30}, \"installations\": 1\\}",
    ];
    let answered = (100u16..600, headers, body).prop_map(|(status, headers, body)| {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
        answer(status, &headers, &body)
    });
    prop_oneof![9 => answered, 1 => Just(missed(Cause::Network))]
}

proptest! {
    #[test]
    fn garbage_never_meets_a_row_nor_kills_a_token(
        user in arbitrary(), membership in arbitrary(), installations in arbitrary()
    ) {
        let world = World::ready().user(user).membership(membership).installations(installations);
        for row in world.run().findings.iter().filter(|row| row.id != "github/token-kind") {
            prop_assert_ne!(row.judged.verdict, Verdict::Met, "{}", row.id);
            prop_assert!(!row.judged.cause.as_ref().is_some_and(Cause::is_credential), "{}", row.id);
        }
    }

    #[test]
    fn garbage_beside_a_live_token_never_proves_an_app(
        membership in arbitrary(), installations in arbitrary()
    ) {
        let world = World::ready().membership(membership).installations(installations);
        for row in world.run().findings.iter().filter(|row| row.id.starts_with("github/app")) {
            prop_assert_eq!(row.judged.verdict, Verdict::CannotTell, "{}", row.id);
        }
    }

    #[test]
    fn no_end_date_panics(text in ".*") {
        let _ = token::moment(&text);
    }

    #[test]
    fn no_host_panics(text in ".*") {
        let _ = GitHub.base(&text);
    }
}
