//! How much is asked, in every case.

use super::*;

#[test]
fn one_request_where_a_private_repository_is_seen() {
    let table = vec![("repositories", marked(NEEDED, 200, repositories(true)))];
    assert_eq!(converse(&target(TOKEN), &table).1, [["repositories"]]);
}

#[test]
fn two_where_none_is() {
    let table = vec![
        ("repositories", marked(NEEDED, 200, repositories(false))),
        ("hooks", marked(NEEDED, 200, hooks())),
    ];
    assert_eq!(
        converse(&target(TOKEN), &table).1,
        [["repositories"], ["hooks"]]
    );
}

#[test]
fn four_in_three_rounds_where_the_headers_are_taken_away() {
    let table = vec![
        ("repositories", bare(200, repositories(false))),
        ("user", bare(403, error("no"))),
        ("hooks", bare(200, hooks())),
        ("workspace", bare(200, json!({ "type": "workspace" }))),
    ];
    let rounds = converse(&target(TOKEN), &table).1;
    assert_eq!(
        rounds,
        [
            vec!["repositories"],
            vec!["user", "hooks"],
            vec!["workspace"]
        ]
    );
}

#[test]
fn nothing_more_than_needed_for_another_workspace_another_kind_or_a_dead_token() {
    let lost = marked(NEEDED, 404, error("Workspace acme not found"));
    let kind = kinded("repo_access_token", "repository", 200, repositories(false));
    for answer in [lost, kind] {
        let table = vec![("repositories", answer)];
        assert_eq!(converse(&target(TOKEN), &table).1, [["repositories"]]);
    }
    let table = vec![
        ("repositories", bare(401, dead())),
        ("user", bare(401, dead())),
    ];
    assert_eq!(
        converse(&target(TOKEN), &table).1,
        [["repositories"], ["user"]]
    );
}

/// Every way in which each answer can come, all together.
#[test]
fn never_more_than_four_in_three_rounds_and_only_what_is_listed() {
    let ways: Vec<Reply> = vec![
        miss(Cause::Network),
        marked(NEEDED, 200, repositories(true)),
        marked(NEEDED, 200, repositories(false)),
        bare(200, repositories(true)),
        bare(200, repositories(false)),
        bare(401, dead()),
        marked(NEEDED, 403, error("no")),
        bare(403, lacks(&["webhook"], &["repository"])),
        bare(403, error("no")),
        marked(NEEDED, 404, error("Workspace acme not found")),
        bare(404, error("Workspace acme not found")),
        bare(410, error("gone")),
        bare(429, error("slow down")),
        bare(500, json!({})),
        reply(200, &[], "<html>"),
        kinded("team_access_token", NEEDED, 200, repositories(true)),
    ];
    let target = target(TOKEN);
    let known: Vec<&str> = Bitbucket.asks().iter().map(|ask| ask.key).collect();
    for first in &ways {
        for user in &ways {
            for hooks in &ways {
                let table = vec![
                    ("repositories", first.clone()),
                    ("user", user.clone()),
                    ("hooks", hooks.clone()),
                    ("workspace", bare(200, json!({ "type": "workspace" }))),
                ];
                let (answers, rounds) = converse(&target, &table);
                let sent: Vec<&str> = rounds.concat();
                let fallback = sent.contains(&"user");
                assert!(rounds.len() <= 3, "{rounds:?}");
                assert!(sent.len() <= if fallback { 4 } else { 2 }, "{rounds:?}");
                assert!(sent.iter().all(|key| known.contains(key)));
                for (at, round) in rounds.iter().enumerate() {
                    for key in round {
                        let ask = Bitbucket.asks().iter().find(|ask| ask.key == *key).unwrap();
                        assert_eq!(usize::from(ask.round), at + 1, "{key}");
                    }
                }
                let rows = judged(&target, &answers);
                assert!(credentials(&rows).len() <= 1, "{rounds:?}");
                assert!(Bitbucket.next(&target, &answers).is_empty());
            }
        }
    }
}
