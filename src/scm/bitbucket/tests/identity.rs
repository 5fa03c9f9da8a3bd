//! Which credential it is: by its look, by Bitbucket's word, and dead or alive.

use super::*;
use crate::audit::fact;

#[test]
fn other_kinds_are_told_by_their_look_each_in_its_own_words_and_nothing_is_sent() {
    let mut texts = BTreeSet::new();
    for (token, words) in [
        (
            "ATATT3xFfGF0sandboxsandboxsandbox=0A1B2C3D",
            "Atlassian API token",
        ),
        ("ATBBsandboxsandboxsandbox0A1B2C3D", "app password"),
        ("jo@acme.example:ATATT3xFfGF0sandbox", "pasted as one"),
        ("x-token-auth:ATCTT3xFfGN0sandbox", "pasted as one"),
        ("Bearer ATCTT3xFfGN0sandbox", "holds blanks"),
    ] {
        let target = target(token);
        let (answers, rounds) = converse(&target, &Vec::new());
        assert_eq!(rounds.len(), 0, "{words}");
        let rows = judged(&target, &answers);
        not_met(&rows, "bitbucket/token-kind", Some(Cause::WrongTokenKind));
        assert_eq!(credentials(&rows), ["bitbucket/token-kind"]);
        let text = fix(&rows, "bitbucket/token-kind");
        assert!(text.contains(words), "{text}");
        texts.insert(text);
        for row in rows.iter().skip(1) {
            assert!(row.blocked(), "{}", row.id);
        }
        let shown = format!("{rows:?}{:?}", Bitbucket.read(&target, &answers));
        assert!(!shown.contains("sandbox"), "{shown}");
    }
    assert_eq!(texts.len(), 4);
}

#[test]
fn tokens_of_one_repository_or_project_are_told_each_in_its_own_words() {
    for (kind, words) in [
        ("repo_access_token", "one repository only"),
        ("project_access_token", "one project only"),
    ] {
        // All access tokens look alike; only the header tells, here beside a refusal.
        let rows = rows(vec![
            ("repositories", bare(401, dead())),
            ("user", kinded(kind, "repository", 403, error("no"))),
        ]);
        not_met(&rows, "bitbucket/token-kind", Some(Cause::WrongTokenKind));
        assert_eq!(credentials(&rows), ["bitbucket/token-kind"]);
        assert!(fix(&rows, "bitbucket/token-kind").contains(words));
    }
}

#[test]
fn a_kind_that_no_document_names_is_carried_through() {
    let table = vec![(
        "repositories",
        kinded("team_access_token", NEEDED, 200, repositories(true)),
    )];
    let target = target(TOKEN);
    let (answers, _) = converse(&target, &table);
    let kind = Bitbucket.read(&target, &answers).text(fact::KIND);
    assert_eq!(kind.as_deref(), Some("team_access_token"));
    let rows = judged(&target, &answers);
    cannot_tell(&rows, "bitbucket/token-kind", Cause::Unreadable);
    let behind = Cause::BlockedBy("bitbucket/token-kind");
    cannot_tell(&rows, "bitbucket/premium", behind);
    met(&rows, "bitbucket/webhooks", Certainty::Observed);
    assert!(told(&rows, "bitbucket/token-kind").contains("team_access_token"));
}

#[test]
fn a_look_that_nobody_knows_is_asked_about() {
    let table = vec![("repositories", marked(NEEDED, 200, repositories(true)))];
    let rows = rows_of("something-new-0123456789", table);
    met(&rows, "bitbucket/token-kind", Certainty::Observed);
}

#[test]
fn a_dead_token_is_one_cause_and_the_rest_is_behind_it() {
    for (answer, cause) in [
        (bare(401, dead()), Cause::TokenInvalid),
        (reply(401, &[], ""), Cause::TokenInvalid),
        (
            bare(
                401,
                error("Access token expired. Use your refresh token to obtain a new access token."),
            ),
            Cause::TokenExpired,
        ),
        (bare(401, error("Something new")), Cause::TokenInvalid),
    ] {
        let table = vec![("repositories", answer.clone()), ("user", answer)];
        let rows = rows(table);
        not_met(&rows, "bitbucket/token", Some(cause));
        assert_eq!(credentials(&rows), ["bitbucket/token"]);
        for row in rows.iter().filter(|row| row.id != "bitbucket/token") {
            assert_eq!(
                row.judged.cause,
                Some(Cause::BlockedBy("bitbucket/token")),
                "{}",
                row.id
            );
        }
        assert_eq!(crate::audit::worst(&rows).code(), 4);
        assert!(fix(&rows, "bitbucket/token").contains("(Bearer)"));
    }
}

#[test]
fn a_token_that_one_endpoint_does_not_support_is_not_dead() {
    let rows = rows(vec![
        ("repositories", bare(401, dead())),
        ("user", marked(NEEDED, 403, error("no"))),
    ]);
    met(&rows, "bitbucket/token", Certainty::Observed);
    cannot_tell(&rows, "bitbucket/workspace", Cause::Refused);
}

#[test]
fn public_repositories_say_nothing_about_a_token() {
    let refused = bare(403, error("no"));
    let rows = rows(vec![
        ("repositories", bare(200, repositories(false))),
        ("user", refused.clone()),
        ("workspace", refused.clone()),
        ("hooks", refused),
    ]);
    cannot_tell(&rows, "bitbucket/token", Cause::NotVisible);
}

#[test]
fn a_second_refusal_that_fails_does_not_save_a_dead_token() {
    let rows = rows(vec![
        ("repositories", bare(401, dead())),
        ("user", miss(Cause::Network)),
    ]);
    not_met(&rows, "bitbucket/token", Some(Cause::TokenInvalid));
}

#[test]
fn the_token_is_sent_by_itself_and_only_to_the_api() {
    let target = target(TOKEN);
    let [(name, value)] = target.credentials.as_slice() else {
        panic!("one header")
    };
    assert_eq!(*name, "authorization");
    assert_eq!(value.expose(), format!("Bearer {TOKEN}"));
    assert_eq!(target.servers["api"].as_str(), "https://api.bitbucket.org/");
}

#[test]
fn links_and_names_are_of_the_web_host_or_of_the_base_that_replaces_it() {
    let public = Url::parse("https://api.bitbucket.org").unwrap();
    assert_eq!(Bitbucket.host(&public), "bitbucket.org");
    assert_eq!(Bitbucket.web(&public), "https://bitbucket.org");
    let sandbox = Url::parse("http://127.0.0.1:4711/bitbucket").unwrap();
    assert_eq!(Bitbucket.host(&sandbox), "127.0.0.1:4711");
    assert_eq!(Bitbucket.web(&sandbox), "http://127.0.0.1:4711/bitbucket");
    let key = Bitbucket.platform_key(&target(TOKEN));
    assert_eq!(key.types, ["SCM_TYPE_BITBUCKET"]);
    assert_eq!(
        (key.namespace.as_str(), key.base_url.as_str()),
        ("acme", "https://bitbucket.org")
    );
    assert!(Bitbucket.base("bitbucket.org").is_ok());
    assert!(Bitbucket.base("bitbucket.example.com").is_err());
}

#[test]
fn a_workspace_has_one_part() {
    for good in ["acme", "acme-inc_2"] {
        assert_eq!(Bitbucket.check_namespace(good), Ok(()));
    }
    for bad in [
        "",
        "acme/web",
        "https://bitbucket.org/acme",
        "acme inc",
        "{0a1b}",
    ] {
        assert!(Bitbucket.check_namespace(bad).is_err(), "{bad}");
    }
}

#[test]
fn only_what_is_unmistakable_counts_as_a_token() {
    for token in [
        TOKEN,
        "ATATT3xFfGF0sandboxsandbox",
        "ATBBsandboxsandboxsand",
    ] {
        assert!(Bitbucket.is_token(token));
    }
    for word in [
        "acme",
        "ATBB",
        "ATCTT3x",
        "sandbox-ATCTT3xFfGN0sandboxsandbox",
    ] {
        assert!(!Bitbucket.is_token(word), "{word}");
    }
}

#[test]
fn who_is_named_as_a_user_is_recognised_where_no_header_tells() {
    for (named, alive) in [("user", true), ("team", false)] {
        let table = vec![
            ("repositories", bare(401, dead())),
            ("user", bare(200, json!({ "type": named }))),
            ("workspace", bare(401, dead())),
        ];
        let target = target(TOKEN);
        let (answers, _) = converse(&target, &table);
        let known = Bitbucket.read(&target, &answers).get(fact::ALIVE);
        assert_eq!(known.is_ok(), alive, "{named}: {known:?}");
    }
}
