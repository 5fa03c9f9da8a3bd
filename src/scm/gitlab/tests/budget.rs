//! How much is asked, in every case.

use super::*;

/// Every way in which each answer can come, all together.
#[test]
fn never_more_than_four_or_five_in_two_rounds_and_only_what_is_listed() {
    let failed = [
        miss(Cause::Network),
        json_reply(500, json!({})),
        page(200),
        unknown(),
        narrow(),
        reply(429, &[], "Retry later\n"),
        good(json!({})),
    ];
    let ways = |good_ones: Vec<Reply>| {
        good_ones
            .into_iter()
            .chain(failed.clone())
            .collect::<Vec<_>>()
    };
    let selves = ways(vec![
        good(own(&["api"])),
        good(without(own(&["api"]), "user_id")),
        lost(""),
    ]);
    let names = [
        "ada",
        "project_201_bot_1a",
        "project_9_bot_1a",
        "group_101_bot_1a",
        "group_9_bot_1a",
    ];
    let users = ways(names.map(|name| good(user(name))).to_vec());
    let moved = reply(301, &[("location", "/api/v4/projects/201")], "");
    for namespace in ["acme", "acme/web"] {
        let project_asked = namespace.contains('/');
        let guesses = ways(match project_asked {
            true => vec![
                good(project(201, "acme/web", Some(40))),
                lost("Project"),
                moved.clone(),
            ],
            false => vec![good(group(101, "acme")), lost("Group")],
        });
        let target = target(namespace);
        for own in &selves {
            for user in &users {
                for guess in &guesses {
                    for seconds in ways(vec![good(member(40)), stranger()]) {
                        let first = if project_asked {
                            "project acme/web"
                        } else {
                            "group acme"
                        };
                        let table = vec![
                            ("self", own.clone()),
                            ("user", user.clone()),
                            (first, guess.clone()),
                            ("project", seconds.clone()),
                            ("group", seconds.clone()),
                            ("project-member", seconds.clone()),
                            ("group-member", seconds),
                        ];
                        holds(&target, &table, guess);
                    }
                }
            }
        }
    }
}

fn holds(target: &Target, table: &Table, guess: &Reply) {
    let (answers, rounds) = converse(target, table);
    let sent = rounds.concat();
    assert!(rounds.len() <= 2, "{rounds:?}");
    let bot = answers
        .hear(&super::super::asks::USER)
        .ok()
        .is_some_and(|heard| {
            let name = heard.json.get("username").and_then(Json::as_str);
            name.is_some_and(|name| name.contains("_bot"))
        });
    let absent = guess.as_ref().is_ok_and(|answer| answer.status == 404);
    assert!(
        sent.len() <= if bot || absent { 5 } else { 4 },
        "{rounds:?}"
    );
    for (at, round) in rounds.iter().enumerate() {
        for key in round {
            let ask = GitLab.asks().iter().find(|ask| ask.key == *key).unwrap();
            assert_eq!(ask.method, "GET");
            // Groups and projects are looked up in the second round where the first guess was not it.
            let early = usize::from(ask.round) <= at + 1;
            assert!(early, "{key} in round {}", at + 1);
        }
    }
    let rows = judged(target, &answers);
    assert!(credentials(&rows).len() <= 1, "{rounds:?}");
    assert!(GitLab.next(target, &answers).is_empty());
}

#[test]
fn three_where_the_token_is_dead_and_none_for_another_kind() {
    let table = vec![
        ("self", unknown()),
        ("user", unknown()),
        ("group", unknown()),
    ];
    let (_, rounds) = converse(&target("acme"), &table);
    assert_eq!(rounds, [["self", "user", "group"]]);
    for prefix in [
        "glcbt-", "gldt-", "glrt-", "glptt-", "gloas-", "glft-", "glimt-", "glagent-", "glsoat-",
        "glffct-", "glwt-",
    ] {
        let target = target_with(&format!("{prefix}sandboxsandboxsandbo"), "acme");
        assert!(converse(&target, &Vec::new()).1.is_empty(), "{prefix}");
    }
}

#[test]
fn four_for_a_person_and_for_a_bot_of_what_is_asked_about() {
    for (namespace, table) in [("acme", ready()), ("acme/web", ready_in_project())] {
        assert_eq!(converse(&target(namespace), &table).1.concat().len(), 4);
    }
    let bot = with(ready(), "user", good(user("group_101_bot_1a2b")));
    assert_eq!(converse(&target("acme"), &bot).1.concat().len(), 4);
}

#[test]
fn the_members_are_asked_even_where_the_user_is_named_by_the_own_answer_only() {
    let table = with(ready(), "user", json_reply(500, json!({})));
    let (answers, rounds) = converse(&target("acme"), &table);
    assert_eq!(rounds.concat().len(), 4);
    met(
        &judged(&target("acme"), &answers),
        "gitlab/membership",
        Certainty::Observed,
    );
}
