//! The vault against real buses and a real Secret Service.
//!
//! What needs a real service runs only with `ASSISTANT_KEYRING_TESTS=1` (`.ci/keyring` starts one), so that nobody's
//! own keyring is touched by `cargo test`; `ASSISTANT_KEYRING_STATE` says which state the service was put in:
//! `unlocked` (default), `locked`, `empty` (no collection yet), `stopped` or `missing` (a bus without a service).
#![cfg(all(unix, not(target_os = "macos")))]

use std::env;
use std::fs::File;
use std::io::{self, Write};
use std::os::unix::net::UnixListener;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use assistant::secret::Secret;
use assistant::vault::{BOUND, Key, OsKeyring, Store, VaultError};

const CANARY: &str = "glpat-canary-0123456789";
const STATES: [&str; 5] = ["unlocked", "locked", "empty", "stopped", "missing"];
/// What a process may take on top of the bound to start and to end, on a busy machine.
const SLACK: Duration = Duration::from_secs(15);

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn key(namespace: &str) -> Key {
    Key::new("gitlab", "gitlab.com", namespace)
}

/// Whether the real service is there in this state; says so where the test runner does not swallow it.
fn in_state(state: &str, test: &str) -> bool {
    if env::var("ASSISTANT_KEYRING_TESTS").as_deref() != Ok("1") {
        let _ = writeln!(
            io::stderr(),
            "SKIPPED {test}: no keyring to test with (ASSISTANT_KEYRING_TESTS=1)"
        );
        return false;
    }
    let actual = env::var("ASSISTANT_KEYRING_STATE").unwrap_or_else(|_| "unlocked".to_owned());
    assert!(STATES.contains(&actual.as_str()), "no such state: {actual}");
    if actual == state
        && let Ok(list) = env::var("ASSISTANT_KEYRING_RAN")
    {
        let mut list = File::options()
            .append(true)
            .open(list)
            .expect("the list of what ran");
        writeln!(list, "{test}").expect("it can be written");
    }
    actual == state
}

/// What a run came to.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
    took: Duration,
}

/// Runs shell lines with the real program as `$A`, against one sandbox, in this session's keyring and a home of
/// their own.
fn session(script: &str) -> Run {
    let home = tempfile::tempdir().expect("a folder");
    let started = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_assistant"))
        .args(["sandbox", "--", "sh", "-c", script])
        .env("A", env!("CARGO_BIN_EXE_assistant"))
        .env("XDG_DATA_HOME", home.path())
        .env("HELD", home.path().join("assistant").join("tokens.json"))
        .output()
        .expect("the program runs");
    let run = Run {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        took: started.elapsed(),
    };
    assert!(run.code.is_some(), "{}", run.err);
    run
}

/// Keeps the scenario's token for `gitlab:…/acme`; further flags may follow.
const ADD: &str =
    "printf %s $ASSISTANT_GITLAB_TOKEN | $A token add --scm gitlab --namespace acme --token-stdin";

#[test]
fn the_program_keeps_lists_and_removes_a_token_seen_from_outside() {
    let name = "the_program_keeps_lists_and_removes_a_token_seen_from_outside";
    if !in_state("unlocked", name) {
        return;
    }
    let script = format!(
        "host=$(printf %s $ASSISTANT_GITLAB_URL | cut -d/ -f3); account=gitlab:$host/acme
        {ADD} -q >/dev/null || exit 9
        test \"$(secret-tool lookup service assistant username $account)\" = $ASSISTANT_GITLAB_TOKEN || exit 8
        $A token list --format json || exit 7
        $A token remove --scm gitlab --namespace acme --yes -q >/dev/null || exit 6
        test -z \"$(secret-tool lookup service assistant username $account)\" || exit 5
        $A token add --platform -q >/dev/null || exit 4
        platform=semgrep:$(printf %s $SEMGREP_URL | cut -d/ -f3)
        test \"$(secret-tool lookup service assistant username $platform)\" = $ASSISTANT_SEMGREP_TOKEN || exit 3
        $A token remove --platform --yes -q >/dev/null || exit 2
        test ! -e $HELD"
    );
    let run = session(&script);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("\"kept_in\": \"the OS keyring (Secret Service)\""),
        "{}",
        run.out
    );
    assert!(
        !run.out.contains("glpat-"),
        "{}",
        run.out.replace("glpat-", "…")
    );
}

#[test]
fn a_token_moves_from_the_file_into_the_keyring_and_stands_there_only() {
    let name = "a_token_moves_from_the_file_into_the_keyring_and_stands_there_only";
    if !in_state("unlocked", name) {
        return;
    }
    let script = format!(
        "account=gitlab:$(printf %s $ASSISTANT_GITLAB_URL | cut -d/ -f3)/acme
        {ADD} --store=file -q >/dev/null || exit 9
        test -z \"$(secret-tool lookup service assistant username $account)\" || exit 8
        test -s $HELD || exit 7
        TOKEN=$ASSISTANT_GITLAB_TOKEN; unset ASSISTANT_GITLAB_TOKEN
        $A token add --scm gitlab --namespace acme --store=keyring -q >/dev/null || exit 6
        test \"$(secret-tool lookup service assistant username $account)\" = $TOKEN || exit 5
        test ! -e $HELD || exit 4
        $A token remove --scm gitlab --namespace acme --yes -q >/dev/null"
    );
    let run = session(&script);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
}

/// Without a keyring that works, a token is refused with the cause, and kept in the file where that is chosen.
fn is_told_and_the_file_helps(cause: &str) {
    let script = format!(
        "{ADD} >/dev/null; test $? = 5 || exit 9
        test ! -e $HELD || exit 8
        {ADD} --store=file -q >/dev/null || exit 7
        test -s $HELD || exit 6
        unset ASSISTANT_GITLAB_TOKEN
        $A check-scopes --scm gitlab --namespace acme -q --format json"
    );
    let run = session(&script);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.err.contains(&format!("error: {cause}")), "{}", run.err);
    assert!(run.err.contains("--store=file"), "{}", run.err);
    assert!(
        run.out.contains("\"source\": \"the plain text file"),
        "{}",
        run.out
    );
    // Four runs, each of which waits once at most.
    assert!(run.took < (BOUND + SLACK) * 4, "{:?}", run.took);
}

/// What the list says of a keyring that can't be read.
fn is_told_by_the_list(cause: &str) {
    let run = session("$A token list --format json");
    assert_eq!(run.code, Some(5), "{}{}", run.out, run.err);
    assert!(run.out.contains(cause), "{}", run.out);
    assert!(run.took < BOUND + SLACK, "{:?}", run.took);
}

#[test]
fn the_program_tells_a_locked_keyring() {
    if in_state("locked", "the_program_tells_a_locked_keyring") {
        is_told_and_the_file_helps("the OS keyring is locked");
        is_told_by_the_list("the OS keyring is locked");
    }
}

#[test]
fn the_program_tells_a_keyring_without_a_collection() {
    if in_state("empty", "the_program_tells_a_keyring_without_a_collection") {
        is_told_and_the_file_helps("the OS keyring has no default collection yet");
    }
}

#[test]
fn the_program_tells_a_hung_keyring_within_the_bound() {
    if in_state(
        "stopped",
        "the_program_tells_a_hung_keyring_within_the_bound",
    ) {
        is_told_and_the_file_helps("the OS keyring does not answer");
        is_told_by_the_list("the OS keyring does not answer");
    }
}

#[test]
fn the_program_tells_a_missing_keyring() {
    if in_state("missing", "the_program_tells_a_missing_keyring") {
        is_told_and_the_file_helps("no OS keyring is available");
        is_told_by_the_list("no OS keyring is available");
    }
}

fn secret_tool(arguments: &[&str]) -> Output {
    Command::new("secret-tool")
        .args(arguments)
        // It reads and prints in the locale's charset, which need not know every letter.
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("secret-tool (Debian: libsecret-tools) is there")
}

/// Everything secret-tool finds under our service name, standard output and error together.
fn seen_from_outside() -> String {
    let output = secret_tool(&["search", "--all", "service", "assistant"]);
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn a_token_is_kept_seen_from_outside_and_removed() {
    if !in_state("unlocked", "a_token_is_kept_seen_from_outside_and_removed") {
        return;
    }
    let (keyring, key) = (OsKeyring::new(), key("acme/wéb"));
    keyring.probe().expect("a Secret Service answers");
    assert!(keyring.get(&key).expect("it answers").is_none());
    keyring.set(&key, &secret("old")).expect("it is kept");
    keyring.set(&key, &secret(CANARY)).expect("it is replaced");
    assert_eq!(
        keyring
            .get(&key)
            .expect("it answers")
            .expect("it is there")
            .expose(),
        CANARY
    );
    let again = OsKeyring::new()
        .get(&key)
        .expect("it answers")
        .expect("another connection finds it");
    assert_eq!(again.expose(), CANARY);
    assert!(keyring.list().expect("it answers").contains(&key));

    let looked_up = secret_tool(&[
        "lookup",
        "service",
        "assistant",
        "username",
        "gitlab:gitlab.com/acme/wéb",
    ]);
    assert_eq!(String::from_utf8_lossy(&looked_up.stdout).trim(), CANARY);
    let seen = seen_from_outside();
    for line in [
        "label = assistant: gitlab:gitlab.com/acme/wéb",
        "attribute.username = gitlab:gitlab.com/acme/wéb",
    ] {
        assert!(seen.contains(line), "{line}\n{}", seen.replace(CANARY, "…"));
    }
    assert!(!seen.contains("probe"), "the probe entry is gone");

    assert!(keyring.delete(&key).expect("it answers"));
    assert!(!keyring.delete(&key).expect("it answers"));
    assert!(!seen_from_outside().contains("acme/wéb"));
}

#[test]
fn entries_of_other_programs_are_left_alone() {
    if !in_state("unlocked", "entries_of_other_programs_are_left_alone") {
        return;
    }
    let foreign =
        "printf x | secret-tool store --label other service assistant username other-program";
    assert!(
        Command::new("sh")
            .args(["-c", foreign])
            .status()
            .expect("a shell")
            .success()
    );
    let keyring = OsKeyring::new();
    let keys = keyring.list().expect("it answers");
    assert!(
        keys.iter()
            .all(|key| !key.account().contains("other-program")),
        "{keys:?}"
    );
    assert!(seen_from_outside().contains("other-program"));
    secret_tool(&["clear", "service", "assistant", "username", "other-program"]);
}

#[test]
fn a_second_entry_of_the_same_name_is_told_and_repaired() {
    if !in_state(
        "unlocked",
        "a_second_entry_of_the_same_name_is_told_and_repaired",
    ) {
        return;
    }
    let (keyring, key) = (OsKeyring::new(), key("twice"));
    keyring.set(&key, &secret("one")).expect("it is kept");
    let copy = "printf two | secret-tool store --label copy service assistant username gitlab:gitlab.com/twice more x";
    assert!(
        Command::new("sh")
            .args(["-c", copy])
            .status()
            .expect("a shell")
            .success()
    );
    let error = keyring.get(&key).expect_err("which one?");
    assert_eq!(
        error,
        VaultError::Refused("2 entries have this name".to_owned())
    );
    keyring.set(&key, &secret(CANARY)).expect("it is kept");
    assert_eq!(
        keyring
            .get(&key)
            .expect("it answers")
            .expect("it is there")
            .expose(),
        CANARY
    );
    assert!(keyring.delete(&key).expect("it answers"));
    assert!(!seen_from_outside().contains("twice"));
}

#[test]
fn a_locked_keyring_is_told_as_locked() {
    if !in_state("locked", "a_locked_keyring_is_told_as_locked") {
        return;
    }
    let keyring = OsKeyring::new();
    assert_eq!(keyring.probe(), Err(VaultError::Locked));
    assert_eq!(
        keyring.set(&key("a"), &secret(CANARY)),
        Err(VaultError::Locked)
    );
    // The script kept this one before it locked the keyring.
    assert_eq!(
        keyring.get(&key("locked")).map(drop),
        Err(VaultError::Locked)
    );
    assert_eq!(keyring.list(), Err(VaultError::Locked));
}

#[test]
fn a_keyring_without_a_collection_is_told() {
    if !in_state("empty", "a_keyring_without_a_collection_is_told") {
        return;
    }
    let keyring = OsKeyring::new();
    assert!(keyring.get(&key("a")).expect("nothing is there").is_none());
    assert_eq!(keyring.list(), Ok(Vec::new()));
    assert_eq!(keyring.probe(), Err(VaultError::NoCollection));
    assert_eq!(
        keyring.set(&key("a"), &secret(CANARY)),
        Err(VaultError::NoCollection)
    );
}

#[test]
fn a_stopped_daemon_is_told_as_hung() {
    if !in_state("stopped", "a_stopped_daemon_is_told_as_hung") {
        return;
    }
    let (keyring, started) = (OsKeyring::new(), Instant::now());
    assert_eq!(keyring.probe(), Err(VaultError::Hung));
    assert!(started.elapsed() < BOUND + SLACK, "{:?}", started.elapsed());
    let again = Instant::now();
    assert_eq!(keyring.list(), Err(VaultError::Hung));
    assert!(again.elapsed() < BOUND, "a hung daemon is asked once");
}

#[test]
fn a_bus_without_a_service_is_told_as_absent() {
    if !in_state("missing", "a_bus_without_a_service_is_told_as_absent") {
        return;
    }
    let absent = VaultError::Absent("no Secret Service on the D-Bus session bus".to_owned());
    let keyring = OsKeyring::new();
    assert_eq!(keyring.probe(), Err(absent.clone()));
    assert_eq!(keyring.get(&key("a")).map(drop), Err(absent));
}

/// Not a test by itself: with `ASSISTANT_KEYRING_CHILD` it says what the keyring of its environment answers.
#[test]
fn child() {
    if env::var_os("ASSISTANT_KEYRING_CHILD").is_none() {
        return;
    }
    let keyring = OsKeyring::with_bound(Duration::from_millis(500));
    let answers = [
        keyring.probe(),
        keyring.set(&key("a"), &secret(CANARY)),
        keyring.get(&key("a")).map(drop),
    ];
    for answer in answers {
        let _ = writeln!(io::stdout(), "answer: {answer:?}");
    }
}

/// Runs [`child`] with this bus and nothing else that leads to one.
fn asked_with_bus(address: &str) -> (String, Duration) {
    let started = Instant::now();
    let output = Command::new(env::current_exe().expect("this test"))
        .args(["--exact", "child", "--nocapture"])
        .env("ASSISTANT_KEYRING_CHILD", "1")
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .env_remove("DISPLAY")
        .env_remove("XDG_RUNTIME_DIR")
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && !said.contains(CANARY), "{said}");
    (said, started.elapsed())
}

#[test]
fn no_bus_is_told_as_absent() {
    // Empty means that libdbus looks for one by itself.
    for address in [
        "unix:path=/nonexistent/bus",
        "tcp:host=127.0.0.1,port=1",
        "nonsense",
        "",
    ] {
        let (said, _) = asked_with_bus(address);
        let expected = "answer: Err(Absent(\"no D-Bus session bus\"))";
        assert_eq!(said.matches(expected).count(), 3, "{address}: {said}");
    }
}

/// A folder for a socket, whose path has 107 bytes at most, whatever `TMPDIR` says.
fn near() -> tempfile::TempDir {
    tempfile::tempdir_in("/tmp").expect("a directory")
}

#[test]
fn a_bus_that_never_answers_is_told_as_hung_and_lets_the_process_end() {
    let directory = near();
    let path = directory.path().join("bus");
    // Connections are taken by the kernel; nobody ever reads.
    let _listener = UnixListener::bind(&path).expect("a socket");
    let (said, took) = asked_with_bus(&format!("unix:path={}", path.display()));
    assert_eq!(said.matches("answer: Err(Hung)").count(), 3, "{said}");
    assert!(took < SLACK, "{took:?}");
}

#[test]
fn the_program_waits_for_a_silent_bus_no_longer_than_the_bound() {
    let directory = near();
    let path = directory.path().join("bus");
    let _listener = UnixListener::bind(&path).expect("a socket");
    let started = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_assistant"))
        .args(["token", "list"])
        .env(
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}", path.display()),
        )
        .env("XDG_DATA_HOME", directory.path())
        .output()
        .expect("the program runs");
    assert!(started.elapsed() < BOUND + SLACK, "{:?}", started.elapsed());
    assert_eq!(output.status.code(), Some(5));
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(err.contains("the OS keyring does not answer"), "{err}");
}

#[test]
fn a_token_given_with_store_is_used_by_the_next_run_and_forgotten_by_disconnecting() {
    let name = "a_token_given_with_store_is_used_by_the_next_run_and_forgotten_by_disconnecting";
    if !in_state("unlocked", name) {
        return;
    }
    let script = "printf %s $ASSISTANT_GITLAB_TOKEN | $A connect-scm --scm gitlab --namespace acme --token-stdin --store --yes -q >/dev/null || exit 9
        unset ASSISTANT_GITLAB_TOKEN
        $A check-scopes --scm gitlab --namespace acme --format json || exit 8
        $A disconnect-scm --scm gitlab --namespace acme --yes -q >/dev/null || exit 7
        $A check-scopes --scm gitlab --namespace acme -q >/dev/null; exit $?";
    let output = Command::new(env!("CARGO_BIN_EXE_assistant"))
        .args(["sandbox", "--", "sh", "-c", script])
        .env("A", env!("CARGO_BIN_EXE_assistant"))
        .output()
        .expect("the program runs");
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(out.contains("\"source\": \"the OS keyring"), "{out}{err}");
    // The last run finds no token any more.
    assert_eq!(output.status.code(), Some(4), "{out}{err}");
}

/// Verdict and words of doctor's row about the keyring.
fn doctor_says() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_assistant"))
        .args([
            "doctor",
            "--scm",
            "gitlab",
            "--deadline",
            "5",
            "--format",
            "json",
        ])
        .env("SEMGREP_URL", "https://127.0.0.1:1")
        .env("ASSISTANT_GITLAB_URL", "https://127.0.0.1:1")
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{output:?}");
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let rows = json["local"]["findings"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["id"] == "local/keyring");
    let row = row.expect("the row is there");
    format!("{} {}", row["verdict"], row["evidence"][0]["detail"])
}

#[test]
fn doctor_tells_the_states_of_a_keyring_apart_and_leaves_nothing_in_it() {
    let name = "doctor_tells_the_states_of_a_keyring_apart_and_leaves_nothing_in_it";
    for (state, verdict, words) in [
        ("unlocked", "\"met\"", "written, read back and removed"),
        ("locked", "\"not-met\"", "is locked"),
        ("empty", "\"not-met\"", "no default collection"),
        ("stopped", "\"not-met\"", "does not answer"),
        ("missing", "\"cannot-tell\"", "no Secret Service"),
    ] {
        if !in_state(state, name) {
            continue;
        }
        let said = doctor_says();
        assert!(said.starts_with(verdict) && said.contains(words), "{said}");
        if state == "unlocked" {
            assert!(!seen_from_outside().contains("probe"));
        }
    }
}

#[test]
fn a_rotated_token_is_kept_here_and_used_by_the_next_run() {
    let name = "a_rotated_token_is_kept_here_and_used_by_the_next_run";
    if !in_state("unlocked", name) {
        return;
    }
    let script = "$A token rotate --scm gitlab --namespace acme --yes -q >/dev/null || exit 9
        unset ASSISTANT_GITLAB_TOKEN
        host=${ASSISTANT_GITLAB_URL#http://}; host=${host%%/*}
        secret-tool lookup service assistant username gitlab:$host/acme | cut -c 1-20
        $A token rotate --scm gitlab --namespace acme --yes --format json || exit 8
        $A disconnect-scm --scm gitlab --namespace acme --yes -q >/dev/null; exit $?";
    let output = Command::new(env!("CARGO_BIN_EXE_assistant"))
        .args(["sandbox", "--scenario", "enabled", "--", "sh", "-c", script])
        .env("A", env!("CARGO_BIN_EXE_assistant"))
        .output()
        .expect("the program runs");
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{out}{err}");
    let (kept, json) = out.split_once('\n').expect("two answers");
    assert_eq!(kept, "glpat-sandboxrotated", "{err}");
    let json: serde_json::Value = serde_json::from_str(json).expect("a document");
    let changes = json["changes"].as_array().expect("a list");
    assert_eq!(changes.len(), 3, "{json}");
    assert!(
        changes.iter().all(|one| one["state"] == "verified"),
        "{json}"
    );
}
