//! What is easily read wrongly.

use super::*;
use crate::audit::{Value, fact};

#[test]
fn the_headers_count_on_a_refusal_too() {
    let table = vec![
        ("repositories", marked("webhook", 403, error("no"))),
        ("hooks", marked("webhook", 200, hooks())),
    ];
    let rows = rows(table);
    met(&rows, "bitbucket/token-kind", Certainty::Observed);
    met(&rows, "bitbucket/workspace", Certainty::Inferred);
    met(&rows, "bitbucket/webhooks", Certainty::Observed);
    not_met(&rows, "bitbucket/projects-read", None);
}

#[test]
fn headers_that_are_absent_are_looked_for_where_access_tokens_are_refused() {
    let table = vec![
        ("repositories", bare(200, repositories(true))),
        (
            "user",
            marked(NEEDED, 403, error("Access tokens have no user")),
        ),
    ];
    let rows = rows(table);
    met(&rows, "bitbucket/token-kind", Certainty::Observed);
    met(&rows, "bitbucket/webhooks", Certainty::Observed);
}

#[test]
fn the_last_carrier_of_the_headers_is_the_workspace() {
    let table = vec![
        ("repositories", bare(200, repositories(true))),
        ("user", bare(403, error("no"))),
        ("workspace", marked(NEEDED, 410, error("gone"))),
    ];
    met(&rows(table), "bitbucket/token-kind", Certainty::Observed);
}

#[test]
fn a_refusal_for_lack_of_a_scope_is_a_complete_listing() {
    let granted = ["project", "webhook"];
    let table = vec![
        ("repositories", bare(403, lacks(&granted, &["repository"]))),
        ("user", bare(403, lacks(&granted, &["account"]))),
        ("hooks", bare(200, hooks())),
        ("workspace", bare(200, json!({ "type": "workspace" }))),
    ];
    let rows = rows(table);
    met(&rows, "bitbucket/token", Certainty::Observed);
    met(&rows, "bitbucket/projects-read", Certainty::Observed);
    not_met(&rows, "bitbucket/pullrequests-write", None);
    cannot_tell(&rows, "bitbucket/token-kind", Cause::NotVisible);
}

#[test]
fn an_empty_scope_header_is_not_an_absent_one() {
    let table = vec![("repositories", marked("", 200, repositories(true)))];
    let rows = rows(table);
    for id in ["bitbucket/projects-read", "bitbucket/webhooks"] {
        not_met(&rows, id, None);
    }
    assert!(told(&rows, "bitbucket/webhooks").contains("no scopes"));
}

#[test]
fn scopes_are_separated_by_commas_with_or_without_a_space() {
    for scopes in [
        "project,pullrequest:write,webhook",
        " project ,  pullrequest:write, webhook ",
    ] {
        let table = vec![("repositories", marked(scopes, 200, repositories(true)))];
        assert_eq!(crate::audit::worst(&rows(table)).code(), 0, "{scopes}");
    }
}

#[test]
fn admin_scopes_include_nothing() {
    let scopes = "project:admin, repository:admin";
    let table = vec![("repositories", marked(scopes, 403, error("no")))];
    let table = [table, vec![("hooks", marked(scopes, 403, error("no")))]].concat();
    let rows = rows(table);
    not_met(&rows, "bitbucket/projects-read", None);
    not_met(&rows, "bitbucket/repositories-read", None);
}

#[test]
fn a_removed_endpoint_is_never_a_verdict_on_the_token() {
    let gone = || bare(410, error("This endpoint was removed"));
    let table = vec![
        ("repositories", gone()),
        ("user", gone()),
        ("hooks", gone()),
        ("workspace", gone()),
    ];
    let rows = rows(table);
    for row in &rows {
        assert_eq!(row.judged.verdict, Verdict::CannotTell, "{}", row.id);
        assert_eq!(row.judged.cause, Some(Cause::NotVisible), "{}", row.id);
    }
}

#[test]
fn the_endpoints_that_span_workspaces_are_never_called() {
    for ask in Bitbucket.asks() {
        let path = ask.template.split('?').next().unwrap();
        assert!(
            path == "/2.0/user" || path.contains("{workspace}"),
            "{path}"
        );
        assert_eq!(ask.method, "GET");
        assert!(!path.contains("permissions"), "{path}");
    }
}

#[test]
fn public_repositories_answer_anyone() {
    let table = vec![
        ("repositories", bare(200, repositories(false))),
        ("user", bare(401, json!({}))),
        ("hooks", bare(401, json!({}))),
    ];
    let rows = rows(table);
    assert_eq!(credentials(&rows), [""; 0]);
    for id in ["bitbucket/token", "bitbucket/workspace"] {
        assert_eq!(row(&rows, id).judged.verdict, Verdict::CannotTell);
    }
}

#[test]
fn a_missing_workspace_counts_against_a_token_only_when_that_is_live() {
    let lost = || error("Workspace acme not found");
    let live = rows(vec![
        ("repositories", bare(404, lost())),
        ("user", marked(NEEDED, 403, error("no"))),
    ]);
    met(&live, "bitbucket/token", Certainty::Observed);
    assert_eq!(credentials(&live), ["bitbucket/workspace"]);
    assert_eq!(row(&live, "bitbucket/workspace").judged.by.len(), 2);
    assert!(row(&live, "bitbucket/webhooks").blocked());
    let open = rows(vec![
        ("repositories", bare(404, lost())),
        ("user", bare(503, json!({}))),
        ("workspace", bare(404, lost())),
    ]);
    cannot_tell(&open, "bitbucket/workspace", Cause::NotFoundOrHidden);
    assert_eq!(credentials(&open), [""; 0]);
    // A web page, or another service's words, is no answer of Bitbucket's.
    for body in ["<html>not here</html>", "{}", "[]"] {
        let rows = rows(vec![
            ("repositories", reply(404, &[], body)),
            ("user", marked(NEEDED, 403, error("no"))),
        ]);
        cannot_tell(&rows, "bitbucket/workspace", Cause::Unreadable);
    }
}

#[test]
fn the_platform_is_told_what_the_scopes_allow() {
    for (scopes, reads, comments) in [
        (NEEDED, true, true),
        ("project", true, false),
        ("pullrequest", true, true),
        ("webhook", false, false),
    ] {
        let target = target(TOKEN);
        let table = vec![("repositories", marked(scopes, 200, repositories(true)))];
        let (answers, _) = converse(&target, &table);
        let evidence = Bitbucket.read(&target, &answers);
        let flag = |name| evidence.get(name).unwrap().value;
        assert_eq!(flag(fact::SCM_READS_CODE), Value::Flag(reads), "{scopes}");
        assert_eq!(flag(fact::SCM_COMMENTS), Value::Flag(comments), "{scopes}");
    }
}

#[test]
fn failures_of_the_way_there_leave_everything_open_with_their_cause() {
    for (reply, cause) in [
        (miss(Cause::Network), Cause::Network),
        (miss(Cause::Deadline), Cause::Deadline),
        (
            bare(429, error("Rate limit for this resource has been exceeded")),
            Cause::RateLimited(None),
        ),
    ] {
        let rows = rows(vec![("repositories", reply)]);
        // The first row tells it once for all.
        assert_eq!(rows[0].judged.cause, Some(cause));
        for row in rows.iter().filter(|row| row.id != "bitbucket/expiry") {
            assert_eq!(row.judged.verdict, Verdict::CannotTell, "{}", row.id);
            assert!(row.id == rows[0].id || row.blocked(), "{}", row.id);
        }
    }
    let all = |reply: Reply| {
        ["repositories", "user", "hooks", "workspace"]
            .map(|key| (key, reply.clone()))
            .to_vec()
    };
    for (reply, cause) in [
        (bare(500, error("oops")), Cause::ServerError),
        (
            reply(200, &[("content-type", "text/html")], "<html>"),
            Cause::Unreadable,
        ),
        (
            reply(200, &[], r#"{"values": [{"is_pri"#),
            Cause::Unreadable,
        ),
        (
            reply(
                401,
                &[("content-type", "text/html")],
                "<html>sign in</html>",
            ),
            Cause::Unreadable,
        ),
        (
            reply(302, &[("location", "https://id.example.com/")], ""),
            Cause::Unreadable,
        ),
    ] {
        let rows = rows(all(reply));
        assert_eq!(rows[0].judged.cause, Some(cause));
        for row in rows.iter().filter(|row| row.id != "bitbucket/expiry") {
            assert!(row.id == rows[0].id || row.blocked(), "{}", row.id);
        }
    }
}

#[test]
fn headers_on_a_failure_or_a_web_page_tell_nothing() {
    let headers = [
        ("x-credential-type", "repo_access_token"),
        ("x-oauth-scopes", NEEDED),
    ];
    for (status, body) in [(500, "{}"), (200, "<html>"), (403, "<html>"), (302, "")] {
        let answer = reply(status, &headers, body);
        let all = ["repositories", "user", "hooks", "workspace"].map(|key| (key, answer.clone()));
        let rows = rows(all.to_vec());
        assert_eq!(credentials(&rows), [""; 0], "{status}");
        assert!(
            rows.iter()
                .all(|row| row.judged.verdict == Verdict::CannotTell)
        );
    }
}
