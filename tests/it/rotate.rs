//! Rotating a token against a sandbox that remembers: nothing is lost, nothing is sent twice, nothing is claimed.

mod lost;
mod served;

use std::sync::Arc;

use assistant::secret::Secret;
use assistant::vault::{InMemory, Store, VaultError};

use self::served::{ROTATE, Served, Yes, message, pairs, rotate, run_with, states, text, words};
use crate::program::line;

#[test]
fn rotating_keeps_hands_over_and_proves_it() {
    let served = Served::start("enabled");
    let store = served.kept(InMemory::new());
    let run = rotate(&served, &store, "--yes -vv");
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
    let expected = [
        ("token", "verified"),
        ("kept-token", "verified"),
        ("connection-token", "verified"),
    ];
    assert_eq!(states(&run), pairs(&expected));
    let fresh = text(&store, &served.key("acme"));
    assert!(
        fresh.starts_with("glpat-sandboxrotated"),
        "another token is kept"
    );
    for token in [&fresh, &served.tokens["gitlab"]] {
        assert!(!run.out.contains(token) && !run.err.contains(token));
    }
    assert_eq!(served.rotations(), 1);
    assert_eq!(run.verdict("semgrep/connection-healthy"), "met");
    assert_eq!(run.verdict("semgrep/agrees-with-scm"), "met");
    assert!(!run.err.contains("To do:"), "{}", run.err);
    let again = rotate(&served, &store, "--yes");
    assert_eq!(
        again.code, 0,
        "the fresh one can be rotated in turn: {}",
        again.err
    );
    assert_ne!(text(&store, &served.key("acme")), fresh);
}

#[test]
fn every_place_that_holds_the_token_gets_the_fresh_one() {
    let served = Served::start("enabled");
    let store = served.kept(InMemory::new());
    let former = Secret::new(served.tokens["gitlab"].clone());
    store.set(&served.key("acme/web"), &former).unwrap();
    let other = Secret::new("glpat-another-token-0000".to_owned());
    store.set(&served.key("globex"), &other).unwrap();
    let run = rotate(&served, &store, "--yes");
    assert_eq!(run.code, 0, "{}", run.err);
    let fresh = text(&store, &served.key("acme"));
    assert_eq!(text(&store, &served.key("acme/web")), fresh);
    assert_eq!(text(&store, &served.key("globex")), other.expose());
}

#[test]
fn a_token_from_elsewhere_is_kept_and_the_person_told_what_still_holds_the_former() {
    let served = Served::start("enabled");
    let store = Arc::new(InMemory::new());
    let mut env = served.env();
    env.insert(
        "ASSISTANT_GITLAB_TOKEN".to_owned(),
        served.tokens["gitlab"].clone(),
    );
    let run = run_with(env.clone(), &store, None, &format!("{ROTATE} --yes"));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(text(&store, &served.key("acme")).starts_with("glpat-sandboxrotated"));
    let words = words(&run.err);
    assert!(
        words.contains(
            "To do: the token from the environment variable ASSISTANT_GITLAB_TOKEN is the former one"
        ),
        "{words}"
    );
    assert!(
        words.ends_with(&format!("as {}.", served.key("acme"))),
        "{words}"
    );
    let again = run_with(env, &store, None, &format!("{ROTATE} --yes"));
    assert_eq!(
        again.code, 4,
        "the former token is dead, so nothing is tried"
    );
    assert_eq!(served.rotations(), 1);
}

#[test]
fn where_the_fresh_token_can_t_be_kept_nothing_is_sent() {
    let served = Served::start("enabled");
    let store = Arc::new(InMemory::broken(VaultError::Locked));
    let mut env = served.env();
    env.insert(
        "ASSISTANT_GITLAB_TOKEN".to_owned(),
        served.tokens["gitlab"].clone(),
    );
    let run = run_with(env, &store, None, &format!("{ROTATE} --yes"));
    assert_eq!(run.code, 2);
    assert!(
        message(&run).contains("the new token could not be kept"),
        "{}",
        run.out
    );
    assert_eq!(served.count(""), 0);
}

#[test]
fn a_store_that_fails_after_the_rotation_costs_the_platform_nothing() {
    let served = Served::start("enabled");
    let store = served.kept(InMemory::new());
    store.refuse(1_000);
    let run = rotate(&served, &store, "--yes");
    assert_eq!(run.code, 7);
    let expected = [
        ("token", "verified"),
        ("kept-token", "failed"),
        ("connection-token", "verified"),
    ];
    assert_eq!(states(&run), pairs(&expected));
    assert!(
        message(&run).contains("is not kept: the OS keyring is locked"),
        "{}",
        run.out
    );
    let fix = run.json()["error"]["fix"].as_str().unwrap().to_owned();
    assert!(
        fix.contains("/-/user_settings/personal_access_tokens"),
        "{fix}"
    );
    assert!(!run.out.contains("sandboxrotated") && !run.err.contains("sandboxrotated"));
}

#[test]
fn a_person_may_mend_the_store_while_the_token_is_held() {
    let served = Served::start("enabled");
    let store = served.kept(InMemory::new());
    store.refuse(4);
    let run = run_with(served.env(), &store, Some(Box::new(Yes)), ROTATE);
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
    assert!(text(&store, &served.key("acme")).starts_with("glpat-sandboxrotated"));
}

#[test]
fn a_refused_end_changes_nothing_and_another_one_may_be_chosen() {
    let served = Served::start("rotation-refused");
    let store = served.kept(InMemory::new());
    let run = rotate(&served, &store, "--yes");
    assert_eq!(run.code, 7);
    assert!(
        message(&run).contains("400 Bad request - Expiration date must be before"),
        "{}",
        run.out
    );
    assert!(message(&run).contains("nothing was changed"), "{}", run.out);
    assert_eq!(text(&store, &served.key("acme")), served.tokens["gitlab"]);
    let run = rotate(&served, &store, "--yes --expires 20");
    assert_eq!(run.code, 0, "{}", run.out);
    assert_eq!(run.json()["connections"][0]["token"]["days_left"], 20);
}

#[test]
fn the_former_lifetime_is_kept() {
    let served = Served::start("enabled");
    let run = rotate(&served, &served.kept(InMemory::new()), "--yes");
    let days = run.json()["connections"][0]["token"]["days_left"].clone();
    assert_eq!(days, 190, "it was made 10 days ago and ended in 180");
}

/// The sandbox in which all is on, but for what this says.
fn but_for(text: &str) -> Served {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("own.yaml");
    let text = format!("version: 1\nfrom: enabled\nabout: otherwise as it should be\n{text}\n");
    std::fs::write(&path, text).unwrap();
    Served::start(path.to_str().unwrap())
}

#[test]
fn a_lifetime_that_is_not_granted_any_more_becomes_the_longest() {
    let ends = "the token from the keyring of the test, which ends 20";
    let endless = "the token from the keyring of the test, which has no known end";
    for (days, former) in [("390", ends), ("null", endless)] {
        let served = but_for(&format!("gitlab: {{ token: {{ expires-in: {days} }} }}"));
        let run = rotate(&served, &served.kept(InMemory::new()), "--yes");
        let left = run.json()["connections"][0]["token"]["days_left"].clone();
        assert_eq!(left, 365, "{days}: {}", run.out);
        let from = run.json()["changes"][0]["from"].clone();
        assert!(from.as_str().unwrap().starts_with(former), "{from}");
    }
}

#[test]
fn other_connections_of_the_host_that_may_hold_the_token_are_named() {
    let told = |run: &crate::program::Run| words(&run.err);
    let warns = "The platform has other connections on this host: globex. One that holds this same token stops";
    let todo = "where the former token was also used for globex, hand over the fresh one";
    let connection = |namespace: &str| {
        format!(
            "{{ type: SCM_TYPE_GITLAB_SELFMANAGED, base-url: \"{{gitlab}}\", namespace: {namespace}, \
             token: glpat-sandboxsandboxsandbo, subscribed: true }}"
        )
    };
    for (namespaces, others) in [(&["acme", "globex"][..], true), (&["acme"], false)] {
        let list: Vec<String> = namespaces.iter().map(|one| connection(one)).collect();
        let served = but_for(&format!(
            "semgrep: {{ connections: [ {} ] }}",
            list.join(", ")
        ));
        let run = rotate(&served, &served.kept(InMemory::new()), "--yes");
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        for part in [warns, todo] {
            assert_eq!(told(&run).contains(part), others, "{}", run.err);
        }
        assert_eq!(
            told(&run).contains("other connections"),
            others,
            "{}",
            run.err
        );
    }
}

#[test]
fn nothing_is_rotated_before_everything_is_proven() {
    for (scenario, code) in [
        ("expired", 4),
        ("revoked", 4),
        ("missing-scope", 3),
        ("not-admin", 3),
        ("no-web-api-scope", 3),
    ] {
        let served = Served::start(scenario);
        let run = rotate(&served, &served.kept(InMemory::new()), "--yes");
        assert_eq!(run.code, code, "{scenario}: {}", run.out);
        assert_eq!(run.json()["changes"], serde_json::json!([]), "{scenario}");
        assert_eq!(served.count(" POST "), 0, "{scenario}");
    }
}

#[test]
fn a_dry_run_and_a_run_without_a_yes_send_no_write() {
    let served = Served::start("enabled");
    let store = served.kept(InMemory::new());
    let run = rotate(&served, &store, "--dry-run");
    assert_eq!(run.code, 6, "{}", run.out);
    assert_eq!(states(&run).len(), 3);
    let sent = served.count("");
    assert_eq!(rotate(&served, &store, "").code, 2);
    assert_eq!(rotate(&served, &store, "--yes --expires yesterday").code, 2);
    assert_eq!(served.count(""), sent);
    assert_eq!(served.rotations(), 0);
}

#[test]
fn without_the_platform_nothing_is_asked_of_it() {
    let served = Served::start("enabled");
    let store = served.kept(InMemory::new());
    let mut env = served.env();
    env.remove("ASSISTANT_SEMGREP_TOKEN");
    let run = run_with(env, &store, None, &format!("{ROTATE} --yes --no-platform"));
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
    let expected = [("token", "verified"), ("kept-token", "verified")];
    assert_eq!(states(&run), pairs(&expected));
    assert_eq!(served.count("semgrep "), 0);
    assert!(run.err.contains("--no-platform"), "{}", run.err);
}

#[test]
fn a_token_that_does_not_pass_is_not_handed_over_but_may_be_rotated_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("low.yaml");
    std::fs::write(
        &path,
        "version: 1\nfrom: enabled\nabout: x\ngitlab: { role: 10 }\n",
    )
    .unwrap();
    let served = Served::start(path.to_str().unwrap());
    let store = served.kept(InMemory::new());
    let run = rotate(&served, &store, "--yes");
    assert_eq!(run.code, 3, "{}", run.out);
    assert!(message(&run).contains("nothing was rotated"), "{}", run.out);
    assert_eq!(served.rotations(), 0);
    let run = rotate(&served, &store, "--yes --no-platform");
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn where_the_platform_has_no_connection_only_the_kept_token_changes() {
    let served = Served::start("ready");
    let store = served.kept(InMemory::new());
    let run = rotate(&served, &store, "--yes");
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
    assert_eq!(states(&run).len(), 2);
    assert!(
        run.err.contains("The platform has no connection for"),
        "{}",
        run.err
    );
}

#[test]
fn a_platform_that_does_not_take_the_token_is_told_with_the_way_on() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("fault.yaml");
    std::fs::write(&path, "version: 1\nfrom: enabled\nabout: x\nfaults: [ { on: semgrep, match: \"PATCH *\", answer: 500, times: 1 } ]\n").unwrap();
    let served = Served::start(path.to_str().unwrap());
    let store = served.kept(InMemory::new());
    let run = rotate(&served, &store, "--yes");
    assert_eq!(run.code, 7);
    assert_eq!(states(&run)[2].1, "failed");
    let fix = run.json()["error"]["fix"].as_str().unwrap().to_owned();
    assert!(
        fix.contains("assistant connect-scm --scm gitlab --namespace acme"),
        "{fix}"
    );
    let connect = "connect-scm --scm gitlab --namespace acme --yes --format json";
    let mended = run_with(served.env(), &store, None, connect);
    assert_eq!(mended.code, 0, "{}", mended.out);
}

#[test]
fn the_sandbox_rotates_and_says_that_its_token_ends_with_it() {
    let run = line("--sandbox=enabled token rotate --scm gitlab --yes");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains("the fresh token ends with it"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("sandboxrotated") && !run.out.contains("sandboxrotated"));
}

#[test]
fn no_format_or_verbosity_shows_either_token() {
    for format in ["table", "json"] {
        for verbosity in ["", " -v", " -vv", " -q"] {
            let flags = format!("--format {format}{verbosity}");
            let run = line(&format!(
                "--sandbox=enabled token rotate --scm gitlab --yes {flags}"
            ));
            assert_eq!(run.code, 0, "{flags}: {}", run.err);
            for token in ["sandboxrotated", "sandboxsandbox"] {
                let shown = run.out.contains(token) || run.err.contains(token);
                assert!(!shown, "{flags}");
            }
        }
    }
}

#[test]
fn the_others_name_their_page_and_what_to_do_there() {
    for (scm, page) in [
        ("github", "/settings/tokens"),
        ("bitbucket", "/acme/workspace/settings/access-tokens"),
        ("azure-devops", "/acme/_usersSettings/tokens"),
    ] {
        let run = line(&format!("--sandbox token rotate --scm {scm}"));
        assert_eq!(run.code, 6, "{}", run.err);
        let words = words(&run.out);
        assert!(words.contains(page), "{scm}: {}", run.out);
        assert!(words.contains(" 1. open "), "{scm}: {}", run.out);
        // None of their documents promises that a token can be renewed in place.
        let last = words.contains("the former token on the same page");
        assert!(last, "{scm}: {}", run.out);
        assert!(!words.contains('{'), "{scm}: {}", run.out);
        let run = line(&format!("--sandbox token rotate --scm {scm} --format json"));
        assert_eq!(run.json()["outcome"], "pending", "{scm}");
        assert_eq!(run.json()["requests"]["sent"], 0, "{scm}");
    }
    let run = line("token rotate --scm github --namespace acme");
    assert!(
        run.out.contains("https://github.com/settings/tokens"),
        "{}",
        run.out
    );
}

#[test]
fn only_rotating_explains_the_rotation() {
    let write = "POST /api/v4/personal_access_tokens/self/rotate (writes)";
    let run = line("token rotate --scm gitlab --explain");
    assert!(run.out.contains(write), "{}", run.out);
    assert!(
        run.out
            .contains("PATCH /api/scm/deployments/{deployment}/configs/{config} (writes)")
    );
    assert_eq!(run.out.matches("(writes)").count(), 2, "{}", run.out);
    let run = line("token rotate --scm gitlab --no-platform --explain");
    assert!(!run.out.contains("Semgrep platform"), "{}", run.out);
    for command in [
        "check-scopes",
        "status",
        "enable",
        "connect-scm --scm gitlab",
    ] {
        let run = line(&format!("{command} --explain"));
        assert!(!run.out.contains("/rotate"), "{command}");
    }
}
