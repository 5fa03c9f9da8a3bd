//! Bad and missing input: everything at once, with a command to copy, before anything is sent.

use std::net::TcpListener;
use std::process::Stdio;

use crate::program::{line, program, run, session};

#[test]
fn everything_missing_is_named_at_once() {
    let run = line("connect-scm --scm gitlab");
    assert_eq!(run.code, 2);
    for part in [
        "--namespace",
        "the Semgrep token",
        "--yes",
        "hint: assistant connect-scm --scm gitlab --namespace acme --yes",
    ] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
}

#[test]
fn only_credentials_missing_is_code_4() {
    let run = line("check-scopes --scm gitlab --namespace acme");
    assert_eq!(run.code, 4, "{}", run.err);
    assert!(run.err.contains("ASSISTANT_GITLAB_TOKEN"), "{}", run.err);
    assert!(
        run.err
            .contains("--semgrep-token-file FILE --token-file FILE"),
        "{}",
        run.err
    );
}

#[test]
fn a_missing_token_is_named_with_the_page_that_makes_it_and_its_scope() {
    let run = line("check-scopes --scm gitlab --namespace acme");
    for part in [
        "--semgrep-token-stdin; it is made on https://semgrep.dev/orgs/-/settings/tokens/api by an admin, with the \
         scope Web API\n",
        "--token-stdin; it is made on \
         https://gitlab.com/-/user_settings/personal_access_tokens?name=Semgrep+Assistant&scopes=api as a project or \
         personal access token with the scope api\n",
    ] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
    let run = line("check-scopes --scm gitlab --host git.example.com --namespace acme");
    let page = "made on https://git.example.com/-/user_settings";
    assert!(run.err.contains(page), "{}", run.err);
}

#[test]
fn failure_is_one_json_document_too() {
    for args in [
        "check-scopes --scm gitlab --format json",
        "check-scopes --scm gitlub --format=json",
        "--format json frobnicate",
    ] {
        let run = line(args);
        let json = run.json();
        assert_eq!(json["outcome"], "usage", "{args}");
        assert_eq!(json["exit_code"], 2, "{args}");
        assert_eq!(run.code, 2, "{args}");
        assert!(
            json["error"]["message"].as_str().unwrap().len() > 10,
            "{args}"
        );
    }
}

#[test]
fn a_token_among_the_arguments_is_refused_and_not_repeated() {
    let run = run(&[
        "check-scopes",
        "--scm",
        "gitlab",
        "--token-file",
        "glpat-0123456789abcdefghij",
    ]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("argument 5 looks like a GitLab token"),
        "{}",
        run.err
    );
    assert!(run.err.contains("revoke"), "{}", run.err);
    assert!(!run.err.contains("0123456789"), "{}", run.err);
}

#[test]
fn a_bad_namespace_is_refused() {
    let run = line("--sandbox check-scopes --scm gitlab --namespace acme//web");
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("is not a group or project path"),
        "{}",
        run.err
    );
}

#[test]
fn plain_http_to_another_machine_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path())
        .args(["check-scopes", "--scm", "gitlab", "--namespace", "acme"])
        .env("ASSISTANT_SEMGREP_TOKEN", "x")
        .env("ASSISTANT_GITLAB_TOKEN", "y")
        .env("ASSISTANT_GITLAB_URL", "http://gitlab.example.com")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("https only"));
}

#[test]
fn a_mistyped_feature_command_or_scenario_gets_a_suggestion() {
    assert!(line("check-scope").err.contains("check-scopes"));
    assert!(
        line("--sandbox=expird check-scopes")
            .err
            .contains("expired")
    );
    assert_eq!(line("--sandbox=expird check-scopes").code, 2);
}

#[test]
fn a_port_in_use_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = run(&["sandbox", "--port", &port, "--", "true"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains(&port) && run.err.contains("--port"),
        "{}",
        run.err
    );
}

#[test]
fn without_a_terminal_the_bare_program_prints_help_and_ends_with_2() {
    let run = line("");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("check-scopes"));
    let walks = "On a terminal, assistant without a command walks through everything\n";
    assert!(run.err.contains(walks), "{}", run.err);
    assert!(run.out.is_empty());
}

#[test]
fn flags_of_the_setup_on_a_terminal_are_told_what_to_do_elsewhere() {
    let run = line("--scm gitlab --yes");
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains(
            "hint: assistant enable --scm gitlab; on a terminal, assistant --scm gitlab walks through everything\n"
        ),
        "{}",
        run.err
    );
    let run = line("--scm gitlab --namespace acme check-scopes --yes");
    assert_eq!(run.code, 2);
    assert!(
        run.err
            .contains("hint: assistant check-scopes --scm gitlab --namespace acme\n"),
        "{}",
        run.err
    );
}

#[test]
fn tokens_come_from_standard_input_files_and_commands_and_the_source_is_told() {
    let token = "$ASSISTANT_GITLAB_TOKEN";
    for (script, source) in [
        (
            format!(
                "printf %s {token} | env -u ASSISTANT_GITLAB_TOKEN $ASSISTANT check-scopes --scm gitlab --namespace acme --token-stdin --format json"
            ),
            "standard input",
        ),
        (
            format!(
                "printf '%s\\n' {token} > t; env -u ASSISTANT_GITLAB_TOKEN $ASSISTANT check-scopes --scm gitlab --namespace acme --token-file t --format json"
            ),
            "file t",
        ),
        (
            format!(
                "printf '%s\\n' {token} > t; env -u ASSISTANT_GITLAB_TOKEN $ASSISTANT check-scopes --scm gitlab --namespace acme --token-command 'cat t' --format json"
            ),
            "token command",
        ),
        (
            format!(
                "env -u ASSISTANT_GITLAB_TOKEN GITLAB_TOKEN={token} $ASSISTANT check-scopes --scm gitlab --namespace acme --format json"
            ),
            "GITLAB_TOKEN",
        ),
        (
            "$ASSISTANT check-scopes --scm gitlab --format json".to_owned(),
            "ASSISTANT_GITLAB_TOKEN",
        ),
    ] {
        let run = session("ready", &script);
        assert_eq!(run.code, 0, "{source}: {}", run.err);
        assert_eq!(run.json()["connections"][0]["token"]["source"], source);
    }
}

#[test]
fn two_tokens_from_standard_input_are_refused() {
    let run =
        line("check-scopes --scm gitlab --namespace acme --token-stdin --semgrep-token-stdin");
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("can't both read standard input"),
        "{}",
        run.err
    );
}

#[test]
fn a_token_command_that_fails_is_told_without_its_output() {
    let run = session(
        "ready",
        "$ASSISTANT check-scopes --scm gitlab --namespace acme --token-command 'echo hidden-part; exit 3'",
    );
    assert_eq!(run.code, 4);
    assert!(run.err.contains("the token command failed"), "{}", run.err);
    assert!(!run.err.contains("hidden-part"));
}

#[cfg(unix)]
#[test]
fn what_a_token_command_leaves_running_is_not_waited_for() {
    let script = "printf %s $ASSISTANT_GITLAB_TOKEN > t; \
                  env -u ASSISTANT_GITLAB_TOKEN $ASSISTANT check-scopes --scm gitlab --namespace acme --format json \
                  --token-command 'sleep 45 & echo $! > left; cat t'; code=$?; kill $(cat left) && exit $code";
    let run = session("ready", script);
    // Killing it fails where it is gone, which is after it was waited for.
    assert_eq!(run.code, 0, "{}", run.err);
    let source = &run.json()["connections"][0]["token"]["source"];
    assert_eq!(*source, "token command");
}

#[test]
fn variables_stand_for_flags_and_flags_count_more() {
    let run = session(
        "ready",
        "ASSISTANT_SCM=gitlab ASSISTANT_FORMAT=json ASSISTANT_PHASE=steady $ASSISTANT check-scopes",
    );
    assert_eq!(run.json()["connections"][0]["phase"], "steady");
    let run = session(
        "ready",
        "ASSISTANT_SCM=gitlab ASSISTANT_FORMAT=json ASSISTANT_PHASE=steady $ASSISTANT check-scopes --phase setup",
    );
    assert_eq!(run.json()["connections"][0]["phase"], "setup");
}

#[test]
fn another_deployment_than_the_guard_is_a_credential_problem() {
    let run = line("--sandbox check-scopes --scm gitlab --deployment globex --format json");
    assert_eq!(run.code, 4);
    assert_eq!(
        run.finding("semgrep/token")["cause"],
        "not-this-organization"
    );
}

#[test]
fn fail_on_and_exit_zero_change_only_the_code() {
    let code = |args: &str| {
        let run = line(args);
        (run.code, run.json()["outcome"].clone())
    };
    let check = "check-scopes --scm gitlab --format json";
    assert_eq!(
        code(&format!(
            "--sandbox=migrated-hidden {check} --fail-on not-met"
        )),
        (0, "inconclusive".into())
    );
    assert_eq!(
        code(&format!("--sandbox=ready {check} --fail-on hygiene")),
        (3, "ready".into())
    );
    assert_eq!(
        code(&format!("--sandbox=low-role {check} --exit-zero")),
        (0, "gaps".into())
    );
    assert_eq!(
        code(&format!("--sandbox=expired {check} --exit-zero")),
        (4, "credentials".into())
    );
}

#[test]
fn a_budget_of_requests_is_kept_and_told() {
    let run = line("--sandbox check-scopes --scm gitlab --max-requests 3 --format json");
    assert_eq!(run.json()["requests"]["sent"], 3);
    assert_eq!(run.code, 5);
    assert!(run.out.contains("\"budget\""), "{}", run.out);
}

#[test]
fn a_closed_pipe_is_quiet() {
    let home = tempfile::tempdir().unwrap();
    let mut child = program(home.path())
        .args(["--sandbox", "check-scopes", "--scm", "gitlab"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(
        !err.contains("panic") && !err.contains("Broken pipe"),
        "{err}"
    );
}
