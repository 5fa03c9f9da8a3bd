//! Files: what each may set, and where a mistake stands.

use std::fs;

use crate::program::{program, session_in};

const CHECK: &str = "$ASSISTANT check-scopes --format json";

#[test]
fn a_mistake_in_yaml_is_told_with_line_and_column() {
    let home = tempfile::tempdir().unwrap();
    fs::write(
        home.path().join("assistant.yaml"),
        "version: 1\nfeatures:\n  noise-filter: [\n",
    )
    .unwrap();
    let run = session_in(home.path(), "ready", CHECK);
    assert_eq!(run.code, 2);
    let message = run.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("assistant.yaml")
            && message.contains("line")
            && message.contains("column"),
        "{message}"
    );
}

#[test]
fn unknown_and_repeated_keys_are_mistakes() {
    for (text, part) in [
        ("version: 1\nfeature: {}\n", "feature"),
        (
            "version: 1\nfeatures: { remediation: on, remediation: off }\n",
            "twice",
        ),
    ] {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("own.yaml"), text).unwrap();
        let run = session_in(home.path(), "ready", &format!("{CHECK} --config own.yaml"));
        assert_eq!(run.code, 2, "{text}");
        assert!(
            run.json()["error"]["message"]
                .as_str()
                .unwrap()
                .contains(part),
            "{text}: {}",
            run.out
        );
    }
}

#[test]
fn a_file_found_here_names_connections_but_no_hosts_tokens_commands_or_consent() {
    let home = tempfile::tempdir().unwrap();
    let hostile = "version: 1\nsemgrep: { url: \"https://evil.example\", token: { command: \"touch pwned\" } }\nconsent: { ai-code-sharing: true }\nconnections:\n  - { scm: gitlab, namespace: acme, token: { command: \"touch pwned\" } }\n  - { scm: gitlab, namespace: acme, host: \"https://evil.example\" }\n";
    fs::write(home.path().join("assistant.yaml"), hostile).unwrap();
    let run = session_in(home.path(), "ready", CHECK);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(!home.path().join("pwned").exists());
    let json = run.json();
    let connections = json["connections"].as_array().unwrap();
    let of_gitlab = connections.iter().filter(|one| one["scm"] == "gitlab");
    assert_eq!(of_gitlab.count(), 1);
    assert!(
        json["platform"]["url"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1")
    );
    for part in [
        "semgrep",
        "consent",
        "token",
        "connections with a host",
        "--config",
    ] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
    let run = session_in(home.path(), "ready", "$ASSISTANT enable --scm gitlab --yes");
    assert_eq!(
        run.code, 2,
        "consent in a discovered file counts for nothing"
    );
}

#[test]
fn a_named_file_is_trusted() {
    let home = tempfile::tempdir().unwrap();
    let text = "version: 1\nconnections:\n  - { scm: gitlab, namespace: acme/web, phase: steady, token: { env: MY_TOKEN } }\npolicy: { fail-on: not-met, warn-expiry: 365 }\nconsent: { ai-code-sharing: true }\n";
    fs::write(home.path().join("own.yaml"), text).unwrap();
    let run = session_in(
        home.path(),
        "ready",
        &format!(
            "MY_TOKEN=$ASSISTANT_GITLAB_TOKEN; export MY_TOKEN; unset ASSISTANT_GITLAB_TOKEN; {CHECK} --config own.yaml"
        ),
    );
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let connection = run.json()["connections"][0].clone();
    assert_eq!(connection["namespace"], "acme/web");
    assert_eq!(connection["phase"], "steady");
    assert_eq!(connection["token"]["source"], "MY_TOKEN");
    assert_eq!(
        run.verdict("gitlab/expiry"),
        "not-met",
        "180 days are fewer than 365"
    );
}

#[test]
fn the_user_file_has_profiles() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/assistant");
    fs::create_dir_all(&folder).unwrap();
    let text = "version: 1\ndefault-profile: acme\nprofiles:\n  acme: { connections: [ { scm: gitlab, namespace: acme } ] }\n  shop: { connections: [ { scm: gitlab, namespace: acme/web/shop } ] }\n";
    fs::write(folder.join("config.yaml"), text).unwrap();
    let namespaces = |run: crate::program::Run| run.json()["connections"][0]["namespace"].clone();
    assert_eq!(
        namespaces(session_in(
            home.path(),
            "ready",
            &format!("unset ASSISTANT_GITLAB_NAMESPACE; {CHECK} --scm gitlab")
        )),
        "acme"
    );
    assert_eq!(
        namespaces(session_in(
            home.path(),
            "ready",
            &format!("unset ASSISTANT_GITLAB_NAMESPACE; {CHECK} --scm gitlab --profile shop")
        )),
        "acme/web/shop"
    );
    let run = session_in(home.path(), "ready", &format!("{CHECK} --profile nobody"));
    assert_eq!(run.code, 2);
}

#[test]
fn with_the_sandbox_nothing_of_the_user_is_read() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("assistant.yaml"), "this is: [not yaml").unwrap();
    let output = program(home.path())
        .args([
            "--sandbox",
            "check-scopes",
            "--scm",
            "gitlab",
            "--format",
            "json",
        ])
        .env("ASSISTANT_GITLAB_TOKEN", "glpat-of-the-user-0000")
        .env("SEMGREP_URL", "https://semgrep.example")
        .env("ASSISTANT_DEPLOYMENT", "another")
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_variable_token_goes_to_no_other_host() {
    let home = tempfile::tempdir().unwrap();
    let text = "version: 1\nconnections:\n  - { scm: gitlab, host: \"https://other.example\", namespace: acme }\n  - { scm: gitlab, namespace: acme }\n";
    fs::write(home.path().join("own.yaml"), text).unwrap();
    let run = session_in(
        home.path(),
        "ready",
        &format!("{CHECK} --config own.yaml --deadline 5"),
    );
    let connections = run.json()["connections"].clone();
    let token = |host: &str| {
        let all = connections.as_array().unwrap();
        all.iter()
            .find(|one| one["host"].as_str().unwrap().starts_with(host))
            .unwrap()["token"]
            .clone()
    };
    assert!(token("other.example").is_null(), "unbound means not sent");
    assert!(token("127.0.0.1").is_object());
    // A conventional variable goes to a named host only where nothing else could be meant.
    let run = session_in(
        home.path(),
        "ready",
        &format!(
            "GITLAB_TOKEN=$ASSISTANT_GITLAB_TOKEN; export GITLAB_TOKEN; unset ASSISTANT_GITLAB_TOKEN; {CHECK} --config own.yaml --deadline 5"
        ),
    );
    for connection in run.json()["connections"].as_array().unwrap() {
        assert!(
            connection["scm"] != "gitlab" || connection["token"].is_null(),
            "{connection}"
        );
    }
}

#[test]
fn a_token_flag_belongs_to_one_connection() {
    let home = tempfile::tempdir().unwrap();
    let text = "version: 1\nconnections:\n  - { scm: gitlab, namespace: acme }\n  - { scm: gitlab, namespace: acme/web, token: { env: OWN } }\n";
    fs::write(home.path().join("own.yaml"), text).unwrap();
    fs::write(home.path().join("t"), "glpat-a-token-of-its-own").unwrap();
    let run = session_in(
        home.path(),
        "ready",
        &format!("{CHECK} --scm gitlab --config own.yaml --token-file t"),
    );
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(
        run.out.contains("a token flag belongs to one connection"),
        "{}",
        run.out
    );
}

#[test]
fn a_mistake_does_not_repeat_what_stands_in_the_file() {
    let home = tempfile::tempdir().unwrap();
    let text = "version: 1\nconnections:\n  - { scm: gitlab, namespace: acme, token: \"glpat-written-here-by-mistake\" }\n";
    fs::write(home.path().join("own.yaml"), text).unwrap();
    let run = session_in(home.path(), "ready", &format!("{CHECK} --config own.yaml"));
    assert_eq!(run.code, 2);
    assert!(
        !run.out.contains("by-mistake") && !run.err.contains("by-mistake"),
        "{}",
        run.out
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_a_checkout_is_not_followed() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("secret"), "some: secret").unwrap();
    std::os::unix::fs::symlink(
        home.path().join("secret"),
        home.path().join("assistant.yaml"),
    )
    .unwrap();
    let run = session_in(home.path(), "ready", CHECK);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn a_file_above_counts_only_within_a_repository() {
    let home = tempfile::tempdir().unwrap();
    let below = home.path().join("below");
    fs::create_dir(&below).unwrap();
    fs::write(home.path().join("assistant.yaml"), "version: 1\nwaivers: [ { id: semgrep/core-deployment, reason: r, owner: o, until: 2999-01-01 } ]\n").unwrap();
    assert_eq!(
        session_in(&below, "no-scans", CHECK).code,
        3,
        "no repository"
    );
    fs::create_dir(home.path().join(".git")).unwrap();
    assert_eq!(
        session_in(&below, "no-scans", CHECK).code,
        0,
        "its root is above"
    );
}

#[test]
fn what_a_file_sets_off_or_otherwise_does_not_turn_anything_off() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("assistant.yaml"), "version: 1\nfeatures: { code-snippets: off, noise-filter: off, remediation: off, min-confidence: 0.9 }\n").unwrap();
    let run = session_in(
        home.path(),
        "enabled",
        "$ASSISTANT enable --scm gitlab --yes --accept-ai-code-sharing --format json",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["changes"], serde_json::json!([]));
}

#[test]
fn nothing_of_the_user_s_own_stands_beside_the_sandbox() {
    let run = crate::program::line(
        "--sandbox enable --yes --accept-ai-code-sharing --semgrep-url https://semgrep.dev --semgrep-token-file x",
    );
    assert_eq!(run.code, 2);
    for flag in ["--semgrep-url", "--semgrep-token-file"] {
        assert!(run.err.contains(flag), "{flag}: {}", run.err);
    }
}

#[test]
fn a_waiver_for_what_is_not_here_is_told() {
    let home = tempfile::tempdir().unwrap();
    let file = |namespace: &str| {
        let text = format!(
            "version: 1\nwaivers:\n  - {{ id: gitlab/expiry, target: \"gitlab:$HOST/{namespace}\", reason: r, owner: o, \
             until: 2999-01-01 }}\n"
        );
        fs::write(home.path().join("assistant.yaml"), text).unwrap();
    };
    let script = |rest: &str| {
        let host = "HOST=$(echo \"$ASSISTANT_GITLAB_URL\" | cut -d/ -f3)";
        format!("{host}; sed -i \"s/\\$HOST/$HOST/\" assistant.yaml; {CHECK}{rest}")
    };
    let warned = "has no effect: nothing here is called that, only semgrep:";
    for (namespace, rest, told) in [
        ("acme", "", false),
        ("akme", "", true),
        // Whoever chooses leaves out much that waivers are for.
        ("akme", " --scm bitbucket", false),
    ] {
        file(namespace);
        let run = session_in(home.path(), "ready", &script(rest));
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(run.err.contains(warned), told, "{namespace}: {}", run.err);
    }
}

#[test]
fn a_waiver_is_not_said_to_be_pointless_while_the_platform_lists_nothing() {
    let home = tempfile::tempdir().unwrap();
    let waiver = |target: &str| {
        format!(
            "  - {{ id: semgrep/admin, target: \"{target}\", reason: r, owner: o, until: 2999-01-01 }}\n"
        )
    };
    let text = format!(
        "version: 1\nwaivers:\n{}{}",
        waiver("semgrep:semgrep.dev/acme-inc"),
        waiver("gitlab:gitlab.com/elsewhere")
    );
    fs::write(home.path().join("assistant.yaml"), text).unwrap();
    for (scenario, warnings) in [("ready", 2), ("down", 0), ("no-web-api-scope", 0)] {
        let run = session_in(home.path(), scenario, CHECK);
        let told = run.err.matches("has no effect").count();
        assert_eq!(told, warnings, "{scenario}: {}", run.err);
    }
}
