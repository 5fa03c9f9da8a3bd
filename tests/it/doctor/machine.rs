//! The rows about the machine itself, and the shape of the report.

use std::fs;

use serde_json::Value;

use super::{CLOSED, Listener, NO_CONTENT, doctor, ended, is, told};
use crate::program::line;

#[test]
fn in_the_sandbox_the_clock_is_met_and_nothing_of_the_user_s_is_touched() {
    let run = line("--sandbox doctor --format json");
    assert_eq!(run.code, 0, "{}", run.err);
    is(&run, "local/config", "met", "none");
    is(&run, "local/clock", "met", "none");
    for id in ["local/keyring", "local/proxy", "local/dns", "local/tls"] {
        is(&run, id, "cannot-tell", "not-asked");
    }
    assert!(told(&run, "local/keyring").contains("sandbox"));
    assert_eq!(run.json()["requests"]["sent"], 1, "one host, one request");
}

#[test]
fn the_envelope_is_that_of_every_command() {
    let json = line("--sandbox doctor --format json").json();
    assert_eq!(json["command"], "doctor");
    assert_eq!(json["outcome"], "ready");
    assert_eq!(json["schema_version"], "1");
    assert_eq!(json["platform"], Value::Null);
    assert_eq!(json["connections"], serde_json::json!([]));
    for row in json["local"]["findings"].as_array().unwrap() {
        assert_eq!(row["level"], "recommended");
        for trace in row["evidence"].as_array().unwrap() {
            assert_eq!(trace["side"], "local", "{row}");
        }
    }
}

#[test]
fn one_request_is_told_as_one() {
    let run = line("--sandbox doctor");
    assert!(run.err.contains("; 1 request, "), "{}", run.err);
}

#[test]
fn a_token_in_the_environment_that_belongs_to_no_namespace_is_told() {
    let home = tempfile::tempdir().unwrap();
    let of = |variables: &[(&str, &str)]| {
        let mut command = doctor(home.path(), CLOSED, CLOSED);
        command.envs(variables.iter().copied());
        let run = ended(&mut command);
        is(&run, "local/config", "met", "none");
        let told = told(&run, "local/config");
        let warns = run.err.contains("warning: GitLab: token");
        assert_eq!(told.contains("unused"), warns, "{}", run.err);
        told
    };
    let token = ("GITLAB_TOKEN", "glpat-invented-0123456789");
    let says = "GitLab: token from GITLAB_TOKEN, unused until its namespace (group or project path) is given by \
                ASSISTANT_GITLAB_NAMESPACE or --namespace";
    assert!(of(&[token]).contains(says), "{}", of(&[token]));
    let whole = of(&[token, ("ASSISTANT_GITLAB_NAMESPACE", "acme")]);
    assert!(!whole.contains("unused"), "{whole}");
    assert!(!of(&[("GITLAB_TOKEN", "")]).contains("unused"));
}

#[test]
fn a_wrong_clock_is_told_and_costs_nothing_unless_asked_to() {
    let run = line("--sandbox=clock-skew doctor --format json");
    assert_eq!(run.code, 0, "recommended rows never fail");
    is(&run, "local/clock", "not-met", "none");
    let told = told(&run, "local/clock");
    assert!(told.starts_with("2 hours behind 127.0.0.1"), "{told}");
    let strict = line("--sandbox=clock-skew doctor --fail-on hygiene --format json");
    assert_eq!(strict.code, 3);
    assert_eq!(strict.json()["outcome"], "ready", "only the code changes");
    assert_eq!(line("--sandbox doctor --fail-on hygiene").code, 0);
}

#[test]
fn the_table_fits_80_columns_and_says_what_to_do() {
    let run = line("--sandbox=clock-skew doctor");
    let widest = run.out.lines().map(|line| line.chars().count()).max();
    assert!(widest.is_some_and(|columns| columns <= 80), "{}", run.out);
    assert!(run.out.contains("This machine\n") && run.out.contains("To do\n"));
    assert!(run.out.contains("Set the date"), "{}", run.out);
    assert!(run.err.contains("1 not met"), "{}", run.err);
}

#[test]
fn a_broken_file_is_told_with_its_line_and_the_rest_is_checked() {
    let home = tempfile::tempdir().unwrap();
    let host = Listener::start(NO_CONTENT);
    let url = format!("http://{}", host.host);
    let file = home.path().join("own.yaml");
    fs::write(&file, "version: 1\nsemgrep:\n  tokn: {}\n").unwrap();
    let mut command = doctor(home.path(), &url, &url);
    let run = ended(command.args(["--config", "own.yaml"]));
    assert_eq!(run.code, 0, "{}", run.err);
    is(&run, "local/config", "not-met", "none");
    let told = told(&run, "local/config");
    for part in ["own.yaml", "tokn", "line 3"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(host.heads().len(), 1, "the host was asked all the same");
}

#[test]
fn missing_tokens_are_no_error() {
    let home = tempfile::tempdir().unwrap();
    let text =
        "version: 1\nconnections:\n  - { scm: gitlab, namespace: acme, token: { env: NOWHERE } }\n";
    fs::write(home.path().join("own.yaml"), text).unwrap();
    let mut command = doctor(home.path(), CLOSED, CLOSED);
    let run = ended(command.args(["--config", "own.yaml"]));
    assert_eq!(run.code, 0, "{}", run.err);
    is(&run, "local/config", "met", "none");
    let told = told(&run, "local/config");
    for part in [
        "Semgrep platform: no token here",
        "NOWHERE is not set",
        "own.yaml",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn without_a_keyring_or_a_home_the_rest_is_told() {
    let home = tempfile::tempdir().unwrap();
    let run = ended(doctor(home.path(), CLOSED, CLOSED).env_remove("HOME"));
    assert_eq!(run.code, 0, "{}", run.err);
    is(&run, "local/config", "met", "none");
    if cfg!(target_os = "linux") {
        is(&run, "local/keyring", "cannot-tell", "not-asked");
        assert!(told(&run, "local/keyring").contains("no D-Bus session bus"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_keyring_that_never_answers_is_not_met_and_not_waited_for() {
    let home = tempfile::tempdir().unwrap();
    // A socket's path has 107 bytes at most, whatever `TMPDIR` says.
    let short = tempfile::tempdir_in("/tmp").unwrap();
    let path = short.path().join("bus");
    // Connections are taken by the kernel; nobody ever reads.
    let _bus = std::os::unix::net::UnixListener::bind(&path).unwrap();
    let address = format!("unix:path={}", path.display());
    let mut command = doctor(home.path(), CLOSED, CLOSED);
    let run = ended(command.env("DBUS_SESSION_BUS_ADDRESS", address));
    assert_eq!(run.code, 0, "{}", run.err);
    is(&run, "local/keyring", "not-met", "none");
    assert!(told(&run, "local/keyring").contains("does not answer"));
    // The other rows are there, so the keyring held up nothing.
    is(&run, "local/tls", "cannot-tell", "network");
}

#[test]
fn the_catalogue_lists_the_rows_of_this_machine() {
    let json = line("requirements --format json").json();
    let rows = json["requirements"].as_array().unwrap();
    let ids: Vec<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    for id in [
        "config", "keyring", "clock", "proxy", "dns", "tls", "version",
    ] {
        assert!(ids.contains(&format!("local/{id}").as_str()), "{id}");
    }
    assert!(line("requirements").out.contains("\nThis machine\n"));
}

#[test]
fn no_other_command_is_touched_by_this_machine() {
    let run = line("--sandbox=clock-skew check-scopes --scm gitlab --format json");
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["local"]["findings"], serde_json::json!([]));
}

#[test]
fn a_host_flag_can_t_stand_beside_the_sandbox() {
    let run = line("--sandbox doctor --scm gitlab --host far.example");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--host"), "{}", run.err);
}
