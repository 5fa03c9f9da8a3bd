//! Every source code manager through the real binary: each trap has a scenario, and ends as it should.

use serde_json::Value;

use crate::program::{Run, line, session};

fn check(scenario: &str, scm: &str) -> Run {
    line(&format!(
        "--sandbox={scenario} check-scopes --scm {scm} --format json --deadline 30"
    ))
}

/// The verdict, and the cause behind it where there is one.
fn told(run: &Run, id: &str) -> String {
    let finding = run.finding(id);
    let verdict = finding["verdict"].as_str().unwrap().to_owned();
    match finding["cause"].as_str() {
        Some(cause) => format!("{verdict}: {cause}"),
        None => verdict,
    }
}

/// Scenario, exit code, a row and what it comes to.
type Case = (&'static str, i32, &'static str, &'static str);

fn all(scm: &str, cases: &[Case]) {
    for (scenario, code, id, wanted) in cases {
        let run = check(scenario, scm);
        let id = if id.contains('/') {
            (*id).to_owned()
        } else {
            format!("{scm}/{id}")
        };
        assert_eq!(told(&run, &id), *wanted, "{scm}: {scenario}: {id}");
        assert_eq!(run.code, *code, "{scm}: {scenario}: {}", run.out);
        assert_eq!(run.json()["exit_code"], *code, "{scm}: {scenario}");
    }
}

#[test]
fn azure_devops_traps() {
    all(
        "azure-devops",
        &[
            ("ready", 0, "code-write", "met"),
            ("ready", 0, "administrator", "met"),
            ("ready", 0, "expiry", "cannot-tell: not-visible"),
            ("wrong-kind", 4, "token-kind", "not-met: wrong-token-kind"),
            ("expired", 4, "token", "not-met: token-expired"),
            ("anonymous-200", 4, "token", "not-met: token-invalid"),
            ("sign-in-page", 4, "token", "not-met: token-invalid"),
            ("not-a-member", 4, "token", "not-met: not-this-organization"),
            ("missing-scope", 3, "code-write", "not-met"),
            ("missing-scope", 3, "threads", "not-met"),
            ("threads-only", 3, "threads", "met"),
            ("code-write-only", 0, "threads", "met"),
            ("project-missing", 3, "project", "not-met"),
            ("no-repository-permission", 0, "code-write", "met"),
            ("nested-admin", 0, "administrator", "met"),
            ("localized-admin", 0, "administrator", "met"),
            ("owner-not-admin", 0, "administrator", "met"),
            ("low-role", 3, "administrator", "not-met"),
            (
                "permission-refused",
                5,
                "administrator",
                "cannot-tell: refused",
            ),
            (
                "personal-account-name",
                0,
                "service-account",
                "cannot-tell: not-visible",
            ),
            (
                "organization-stopped",
                5,
                "token",
                "cannot-tell: server-error",
            ),
            ("throttled-200", 0, "token", "met"),
            ("down", 5, "token", "cannot-tell: network"),
        ],
    );
}

#[test]
fn azure_devops_excess_counts_once_setup_is_over() {
    for (scenario, phase, wanted) in [
        ("global-excess", "setup", "met"),
        ("global-excess", "steady", "not-met"),
        ("ready", "steady", "met"),
        ("full-access", "steady", "not-met"),
    ] {
        let run = line(&format!(
            "--sandbox={scenario} check-scopes --scm ado --phase {phase} --format json"
        ));
        assert_eq!(
            run.verdict("azure-devops/excess"),
            wanted,
            "{scenario}, {phase}"
        );
    }
}

#[test]
fn azure_devops_write_probes_can_be_switched_off() {
    let run = line("--sandbox check-scopes --scm azure-devops --no-write-probes --format json -v");
    assert_eq!(
        told(&run, "azure-devops/code-write"),
        "cannot-tell: not-asked"
    );
    assert_eq!(run.code, 5);
    assert!(!run.err.contains("POST"), "{}", run.err);
}

#[test]
fn each_answer_that_azure_devops_only_lets_infer_says_so() {
    let run = check("ready", "azure-devops");
    for row in ["azure-devops/code-write", "azure-devops/administrator"] {
        assert_eq!(run.finding(row)["certainty"], "inferred", "{row}");
    }
    assert_eq!(
        run.finding("azure-devops/service-account")["certainty"],
        "heuristic"
    );
}

#[test]
fn bitbucket_traps() {
    all(
        "bitbucket",
        &[
            ("ready", 0, "workspace", "met"),
            ("ready", 0, "premium", "met"),
            ("ready", 0, "expiry", "cannot-tell: not-visible"),
            ("expired", 4, "token", "not-met: token-invalid"),
            (
                "repository-token",
                4,
                "token-kind",
                "not-met: wrong-token-kind",
            ),
            (
                "project-token",
                4,
                "token-kind",
                "not-met: wrong-token-kind",
            ),
            (
                "user-api-token",
                4,
                "token-kind",
                "not-met: wrong-token-kind",
            ),
            ("app-password", 4, "token-kind", "not-met: wrong-token-kind"),
            (
                "other-workspace",
                4,
                "workspace",
                "not-met: not-this-organization",
            ),
            (
                "other-workspace-public",
                5,
                "workspace",
                "cannot-tell: refused",
            ),
            ("public-only", 0, "workspace", "met"),
            ("missing-scope", 3, "pullrequests-write", "not-met"),
            ("excess-scopes", 0, "excess", "not-met"),
            ("future-scope", 0, "excess", "not-met"),
            (
                "headers-stripped",
                5,
                "token-kind",
                "cannot-tell: not-visible",
            ),
            ("headers-on-user-only", 0, "token-kind", "met"),
            (
                "workspace-gone",
                5,
                "token-kind",
                "cannot-tell: not-visible",
            ),
            ("rate-limited", 0, "token", "met"),
        ],
    );
}

#[test]
fn github_traps() {
    all(
        "github",
        &[
            ("ready", 0, "app-installed", "met"),
            ("ready", 0, "semgrep/comments", "met"),
            ("many-apps", 0, "app-installed", "met"),
            ("wrong-kind", 4, "token-kind", "not-met: wrong-token-kind"),
            ("expired", 4, "token", "not-met: token-invalid"),
            ("low-role", 3, "owner", "not-met"),
            (
                "not-a-member",
                5,
                "owner",
                "cannot-tell: not-found-or-hidden",
            ),
            ("sso-required", 5, "owner", "cannot-tell: sso-required"),
            (
                "classic-forbidden",
                5,
                "owner",
                "cannot-tell: policy-blocks-token",
            ),
            (
                "lifetime-policy",
                5,
                "owner",
                "cannot-tell: policy-blocks-token",
            ),
            (
                "oauth-restricted",
                5,
                "owner",
                "cannot-tell: policy-blocks-token",
            ),
            ("ip-allow-list", 5, "owner", "cannot-tell: ip-allow-list"),
            ("app-suspended", 3, "app-active", "not-met"),
            ("app-without-contents", 3, "app-contents", "not-met"),
            ("app-not-accepted", 3, "app-contents", "not-met"),
            (
                "app-selected-repositories",
                0,
                "repositories",
                "cannot-tell: not-visible",
            ),
            ("public-app-missing", 3, "public-app-installed", "not-met"),
            ("personal-account", 5, "app-installed", "met"),
            ("never-expires", 0, "expiry", "not-met"),
        ],
    );
}

#[test]
fn github_s_policies_are_told_apart_in_words_and_sso_brings_its_link() {
    let words = |scenario: &str| {
        let finding = check(scenario, "github").finding("github/owner");
        format!("{}{}", finding["evidence"], finding["fix"])
    };
    let told: Vec<String> = ["classic-forbidden", "lifetime-policy", "oauth-restricted"]
        .map(words)
        .into();
    assert!(
        told[0] != told[1] && told[1] != told[2] && told[0] != told[2],
        "{told:?}"
    );
    assert!(
        words("sso-required").contains("/sso?authorization_request="),
        "{}",
        words("sso-required")
    );
}

#[test]
fn a_missing_app_is_waited_for_until_it_is_there() {
    let run = line("--sandbox=app-not-installed connect-scm --scm github --no-input --format json");
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["outcome"], "done");
    assert_eq!(run.verdict("github/app-installed"), "met");
    assert!(run.err.contains("Review the permissions"), "{}", run.err);
    assert!(run.err.contains("met: github/app-installed"), "{}", run.err);
}

#[test]
fn the_command_for_a_missing_app_aims_where_the_run_aimed() {
    let run = line("--sandbox=app-not-installed check-scopes --scm github --format json");
    let fix = run.finding("github/app-installed")["fix"]["text"].clone();
    let command =
        "assistant connect-scm --scm github --namespace acme --sandbox=app-not-installed;";
    assert!(fix.as_str().unwrap().contains(command), "{fix}");
}

#[test]
fn the_wait_for_an_app_ends_and_says_how_to_go_on() {
    let run = line(
        "--sandbox=app-not-installed connect-scm --scm github --no-input --deadline 1 --format json",
    );
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(
        run.err.contains("Running the same command again goes on"),
        "{}",
        run.err
    );
}

#[test]
fn no_wait_mends_a_role() {
    let run = line("--sandbox=low-role connect-scm --scm github --no-input --format json");
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(!run.err.contains("Waiting"), "{}", run.err);
}

#[test]
fn all_four_stand_in_one_check_in_a_stable_order() {
    let run = line("--sandbox=enabled check-scopes --format json");
    assert_eq!(run.code, 0, "{}", run.err);
    let json = run.json();
    let scms: Vec<&Value> = json["connections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["scm"])
        .collect();
    assert_eq!(scms, ["azure-devops", "bitbucket", "github", "gitlab"]);
    let table = line("--sandbox=enabled check-scopes").out;
    let places: Vec<usize> = ["\nazure-devops:", "\nbitbucket:", "\ngithub:", "\ngitlab:"]
        .iter()
        .map(|head| table.find(head).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn all_four_are_enabled_at_once() {
    let run = session(
        "ready",
        "$ASSISTANT enable --yes --accept-ai-code-sharing --format json",
    );
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let json = run.json();
    let connected = json["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["key"] == "connection");
    // GitHub is connected through its app.
    assert_eq!(connected.count(), 3);
    for connection in json["connections"].as_array().unwrap() {
        assert_eq!(connection["outcome"], "ready", "{}", connection["scm"]);
    }
}

#[test]
fn a_connection_that_only_the_platform_knows_gets_the_platform_s_rows() {
    let run = session(
        "enabled",
        "unset ASSISTANT_GITLAB_TOKEN ASSISTANT_GITLAB_NAMESPACE; $ASSISTANT check-scopes --format json",
    );
    let json = run.json();
    let gitlab = json["connections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["scm"] == "gitlab")
        .unwrap();
    assert!(gitlab["token"].is_null());
    let ids: Vec<&str> = gitlab["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert!(ids.iter().all(|id| id.starts_with("semgrep/")), "{ids:?}");
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn where_to_revoke_and_narrow_is_told_for_each() {
    for command in ["requirements", "--sandbox=enabled status"] {
        let run = line(command);
        assert_eq!(run.out.matches("To revoke:").count(), 4, "{command}");
        assert_eq!(run.out.matches("To narrow:").count(), 4, "{command}");
    }
}

#[test]
fn the_write_probe_of_azure_devops_is_sent_once_and_to_a_fresh_made_up_name() {
    let read =
        "$ASSISTANT check-scopes --scm azure-devops -v 2>&1 >/dev/null | grep -c 'POST.*/refs'";
    let run = session("ready", read);
    assert_eq!(run.out.trim(), "1", "{}", run.err);
    let ids = session(
        "ready",
        "$ASSISTANT check-scopes --scm azure-devops -v 2>&1 >/dev/null | grep -o 'repositories/[^/]*/refs'; $ASSISTANT check-scopes --scm azure-devops -v 2>&1 >/dev/null | grep -o 'repositories/[^/]*/refs'",
    );
    let mut lines = ids.out.lines();
    assert_ne!(
        lines.next().unwrap(),
        lines.next().unwrap(),
        "a fresh name each run"
    );
}

#[test]
fn each_stays_within_its_request_budget() {
    // The platform's ten, one further policy, its pages, and the check of the connection beside each.
    for (scm, most) in [
        ("azure-devops", 11),
        ("bitbucket", 2),
        ("github", 3),
        ("gitlab", 4),
    ] {
        let run = check("enabled", scm);
        let sent = run.json()["requests"]["sent"].as_u64().unwrap();
        assert!(sent <= most + 10 + 1 + 4, "{scm}: {sent}");
    }
}
