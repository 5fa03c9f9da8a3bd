//! Every row: met, not met and cannot tell, where each can occur.

use super::*;

fn ready() -> Table {
    vec![("repositories", marked(NEEDED, 200, repositories(true)))]
}

fn with(scopes: &str) -> Vec<Finding> {
    rows(vec![(
        "repositories",
        marked(scopes, 200, repositories(true)),
    )])
}

/// A proxy takes all headers away.
fn stripped() -> Table {
    vec![
        ("repositories", bare(200, repositories(true))),
        ("user", bare(403, error("Access tokens have no user"))),
        (
            "workspace",
            bare(200, json!({ "type": "workspace", "slug": "acme" })),
        ),
    ]
}

#[test]
fn all_rows_are_those_of_the_catalogue_in_its_order() {
    let ids: Vec<&str> = Bitbucket.requirements().iter().map(|row| row.id).collect();
    assert_eq!(
        ids,
        [
            "bitbucket/token-kind",
            "bitbucket/token",
            "bitbucket/workspace",
            "bitbucket/premium",
            "bitbucket/projects-read",
            "bitbucket/repositories-read",
            "bitbucket/pullrequests-write",
            "bitbucket/webhooks",
            "bitbucket/excess",
            "bitbucket/expiry",
        ]
    );
}

#[test]
fn a_ready_workspace_token_meets_every_row_but_the_one_that_no_api_shows() {
    let rows = rows(ready());
    let unmet = rows.iter().filter(|row| row.judged.verdict != Verdict::Met);
    assert_eq!(
        unmet.map(|row| row.id).collect::<Vec<_>>(),
        ["bitbucket/expiry"]
    );
    assert_eq!(crate::audit::worst(&rows).code(), 0);
}

#[test]
fn the_kind_is_the_one_that_the_header_names() {
    met(&rows(ready()), "bitbucket/token-kind", Certainty::Observed);
    for kind in ["project_access_token", "repo_access_token", "api_token"] {
        let table = vec![(
            "repositories",
            kinded(kind, NEEDED, 200, repositories(true)),
        )];
        let rows = rows(table);
        not_met(&rows, "bitbucket/token-kind", Some(Cause::WrongTokenKind));
        assert_eq!(credentials(&rows), ["bitbucket/token-kind"]);
        assert_eq!(crate::audit::worst(&rows).code(), 4);
    }
    cannot_tell(&rows(stripped()), "bitbucket/token-kind", Cause::NotVisible);
    let mut failing = stripped();
    failing[1] = ("user", bare(502, json!({})));
    cannot_tell(&rows(failing), "bitbucket/token-kind", Cause::ServerError);
}

#[test]
fn a_token_is_accepted_dead_or_left_open() {
    met(&rows(ready()), "bitbucket/token", Certainty::Observed);
    met(&rows(stripped()), "bitbucket/token", Certainty::Implied);
    let table = vec![
        ("repositories", bare(401, dead())),
        ("user", bare(401, dead())),
    ];
    let rows_of_dead = rows(table);
    not_met(&rows_of_dead, "bitbucket/token", Some(Cause::TokenInvalid));
    assert_eq!(crate::audit::worst(&rows_of_dead).code(), 4);
    let refused = error("Your IP address is not on this workspace's allow list");
    let table = vec![
        ("repositories", bare(403, refused.clone())),
        ("user", bare(403, refused.clone())),
        ("hooks", bare(403, refused.clone())),
        ("workspace", bare(403, refused)),
    ];
    let rows = rows(table);
    cannot_tell(&rows, "bitbucket/token", Cause::Refused);
    assert_eq!(crate::audit::worst(&rows).code(), 5);
}

#[test]
fn a_private_repository_or_the_hooks_show_the_workspace() {
    met(&rows(ready()), "bitbucket/workspace", Certainty::Observed);
    let table = |hooks| {
        vec![
            ("repositories", marked(NEEDED, 200, repositories(false))),
            ("hooks", hooks),
        ]
    };
    let listed = rows(table(marked(NEEDED, 200, hooks())));
    met(&listed, "bitbucket/workspace", Certainty::Inferred);
    let refused = rows(table(marked(NEEDED, 403, error("Access denied"))));
    cannot_tell(&refused, "bitbucket/workspace", Cause::Refused);
    assert!(told(&refused, "bitbucket/workspace").contains("Access denied"));
    let hidden = rows(table(marked(
        NEEDED,
        404,
        error("Workspace acme not found"),
    )));
    cannot_tell(&hidden, "bitbucket/workspace", Cause::NotFoundOrHidden);
    let failed = rows(table(bare(502, json!({}))));
    cannot_tell(&failed, "bitbucket/workspace", Cause::ServerError);
    let contradicts_itself = marked(NEEDED, 200, error("Access denied"));
    let odd = rows(vec![
        ("repositories", contradicts_itself),
        ("hooks", bare(502, json!({}))),
    ]);
    cannot_tell(&odd, "bitbucket/workspace", Cause::Unreadable);
    let foreign = error("Workspace acme not found");
    let foreign = rows(vec![("repositories", marked(NEEDED, 404, foreign))]);
    not_met(
        &foreign,
        "bitbucket/workspace",
        Some(Cause::NotThisOrganization),
    );
}

#[test]
fn the_plan_is_implied_by_a_workspace_token_and_blocked_by_another_kind() {
    met(&rows(ready()), "bitbucket/premium", Certainty::Implied);
    cannot_tell(&rows(stripped()), "bitbucket/premium", Cause::NotVisible);
    let table = vec![(
        "repositories",
        kinded("repo_access_token", NEEDED, 200, repositories(true)),
    )];
    let blocked = Cause::BlockedBy("bitbucket/token-kind");
    cannot_tell(&rows(table), "bitbucket/premium", blocked);
}

#[test]
fn each_scope_row_asks_for_its_scope_by_the_words_of_the_web_page() {
    for (id, without, scope, label) in [
        (
            "bitbucket/projects-read",
            "pullrequest:write, webhook",
            "project",
            "Projects: Read",
        ),
        (
            "bitbucket/repositories-read",
            "webhook",
            "repository",
            "Repositories: Read",
        ),
        (
            "bitbucket/pullrequests-write",
            "project, pullrequest, webhook",
            "pullrequest:write",
            "Pull requests: Write",
        ),
        (
            "bitbucket/webhooks",
            "project, pullrequest:write",
            "webhook",
            "Webhooks: Read and write",
        ),
    ] {
        let sure = match scope {
            "repository" => Certainty::Implied,
            _ => Certainty::Observed,
        };
        met(&rows(ready()), id, sure);
        let lacking = with(without);
        not_met(&lacking, id, None);
        assert_eq!(row(&lacking, id).judged.missing, [scope]);
        let text = fix(&lacking, id);
        assert!(text.contains(&format!("{label} ({scope})")), "{text}");
        let page = row(&lacking, id).fix.as_ref().unwrap().url.clone();
        assert_eq!(
            page.as_deref(),
            Some("https://bitbucket.org/acme/workspace/settings/access-tokens")
        );
        cannot_tell(&rows(stripped()), id, Cause::NotVisible);
    }
    met(
        &with("repository"),
        "bitbucket/repositories-read",
        Certainty::Observed,
    );
}

#[test]
fn what_is_beyond_the_need_is_named_with_its_reason() {
    met(&rows(ready()), "bitbucket/excess", Certainty::Observed);
    // Included in what is needed, so never too much.
    let plain = "project, repository, repository:write, pullrequest, pullrequest:write, webhook";
    met(&with(plain), "bitbucket/excess", Certainty::Observed);
    let wide = with(&format!(
        "{NEEDED}, repository:admin, repository:delete, project:admin, pipeline:variable, account:write, account, later:scope"
    ));
    not_met(&wide, "bitbucket/excess", None);
    let excess = &row(&wide, "bitbucket/excess").judged.excess;
    assert_eq!(excess.len(), 7, "{excess:?}");
    let why = &row(&wide, "bitbucket/excess").judged.why;
    for part in why.split(", ").filter(|part| part.contains(" (")) {
        let dangerous = !part.contains("not needed: account (");
        assert_eq!(part.contains("dangerous"), dangerous, "{part}");
    }
    assert_eq!(why.matches("Managed Scans").count(), 2, "{why}");
    cannot_tell(&rows(stripped()), "bitbucket/excess", Cause::NotVisible);
}

#[test]
fn no_api_shows_the_end_date() {
    cannot_tell(&rows(ready()), "bitbucket/expiry", Cause::NotVisible);
    assert_eq!(
        row(&rows(ready()), "bitbucket/expiry").level.word(),
        "hygiene"
    );
}
