//! Changes that are cut off in the middle, and what somebody else does meanwhile.
#![cfg(unix)]

use std::collections::BTreeMap;
#[cfg(target_os = "linux")]
use std::process::Command;
use std::process::{Child, Stdio};
use std::sync::Arc;
#[cfg(target_os = "linux")]
use std::sync::mpsc;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::program::{Platform, Run, program};
use crate::relay::{Act, Passing, Relay};

/// A changing command and the scenario it starts from.
struct Case {
    scenario: &'static str,
    command: &'static str,
}

const ENABLE: Case = Case {
    scenario: "ready",
    command: "enable --scm gitlab --yes --accept-ai-code-sharing --set comment-triage=on --format json",
};

const SET: Case = Case {
    scenario: "ready",
    command: "features set code-snippets=on noise-filter=suppress comment-triage=on --yes --accept-ai-code-sharing --format json",
};

const CONNECT: Case = Case {
    scenario: "ready",
    command: "connect-scm --scm gitlab --yes --format json",
};

const CONNECT_AGAIN: Case = Case {
    scenario: "enabled",
    command: "connect-scm --scm gitlab --yes --format json",
};

const DISCONNECT: Case = Case {
    scenario: "enabled",
    command: "disconnect-scm --scm gitlab --yes --format json",
};

const CONFIGS: &str = "/api/scm/deployments/73105/configs";
const PRODUCTS: &str = "/api/agent/deployments/73105/products";

/// A platform, somebody in the middle, and a folder to run in.
struct Stage {
    platform: Arc<Platform>,
    relay: Relay,
    home: tempfile::TempDir,
    command: &'static str,
}

impl Stage {
    fn of(case: &Case) -> Self {
        let platform = Arc::new(Platform::start(case.scenario));
        Stage {
            relay: Relay::before(&platform),
            platform,
            home: tempfile::tempdir().unwrap(),
            command: case.command,
        }
    }

    fn start(&self) -> Child {
        program(self.home.path())
            .args(self.command.split(' '))
            .envs(self.relay.env(&self.platform))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    fn run(&self) -> Run {
        self.start().wait_with_output().unwrap().into()
    }

    /// Runs until a request is stopped, and ends the program there.
    fn cut(&self, signal: Signal, at: usize, act: Act) -> (Passing, Run) {
        self.relay
            .decide(move |passing| match passing.number == at {
                true => act,
                false => Act::Pass,
            });
        let mut child = self.start();
        let ended = || child.try_wait().unwrap().is_some();
        let Some(stopped) = self.relay.wait(ended) else {
            let run: Run = child.wait_with_output().unwrap().into();
            panic!("it ended before request {at}: {}{}", run.out, run.err);
        };
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
        let run = child.wait_with_output().unwrap().into();
        (stopped, run)
    }

    /// What the platform holds, without what differs from run to run.
    fn state(&self) -> Value {
        let mut configs = self.platform.get(CONFIGS)["configs"].clone();
        for config in configs.as_array_mut().unwrap() {
            let fields = config.as_object_mut().unwrap();
            fields.retain(|key, _| {
                [
                    "type",
                    "namespace",
                    "hasAccessToken",
                    "autoScan",
                    "subscriptions",
                ]
                .contains(&key.as_str())
            });
            if let Some(Value::Array(all)) = fields.get_mut("subscriptions") {
                *all = vec![json!(all.len())];
            }
        }
        json!({
            "configs": configs,
            "products": self.platform.get(PRODUCTS)["products"],
            "triage": self.platform.get("/api/agent/deployment")["deployment"]["hasTriageViaComment"],
        })
    }
}

/// Runs the command undisturbed: its requests, and what it leaves.
fn undisturbed(case: &Case) -> (Vec<Passing>, Value) {
    let stage = Stage::of(case);
    let run = stage.run();
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    (stage.relay.seen(), stage.state())
}

/// Every place at which the command can be cut: before each request, and between each write and its answer.
fn cuts(requests: &[Passing]) -> Vec<(usize, Act)> {
    let before = requests.iter().map(|one| (one.number, Act::StopBefore));
    let writes = requests.iter().filter(|one| one.writes());
    let after = writes.map(|one| (one.number, Act::StopAfter));
    before.chain(after).collect()
}

fn is_finished_by_running_it_again(case: &Case) {
    let (requests, state) = undisturbed(case);
    assert!(requests.iter().any(Passing::writes));
    for (at, act) in cuts(&requests) {
        let stage = Stage::of(case);
        let (stopped, run) = stage.cut(Signal::KILL, at, act);
        assert_eq!(run.code, -1, "killed at {stopped:?}");
        stage.relay.decide(|_| Act::Pass);
        let again = stage.run();
        let place = format!("{act:?} {stopped:?}: {}{}", again.out, again.err);
        assert_eq!(again.code, 0, "{place}");
        assert_eq!(stage.state(), state, "{place}");
    }
}

#[test]
fn enable_killed_anywhere_is_finished_by_running_it_again() {
    is_finished_by_running_it_again(&ENABLE);
}

#[test]
fn features_set_killed_anywhere_is_finished_by_running_it_again() {
    is_finished_by_running_it_again(&SET);
}

#[test]
fn connect_scm_killed_anywhere_is_finished_by_running_it_again() {
    is_finished_by_running_it_again(&CONNECT);
    is_finished_by_running_it_again(&CONNECT_AGAIN);
}

#[test]
fn disconnect_scm_killed_anywhere_is_finished_by_running_it_again() {
    is_finished_by_running_it_again(&DISCONNECT);
}

/// What an interrupted run must say, given the requests that came before the end.
fn says_what_was_done(case: &Case, signal: Signal) {
    let (requests, state) = undisturbed(case);
    for (at, act) in cuts(&requests) {
        let stage = Stage::of(case);
        let (stopped, run) = stage.cut(signal, at, act);
        let place = format!("{act:?} {stopped:?}: {}{}", run.out, run.err);
        assert_eq!(run.code, 130, "{place}");
        let json = run.json();
        assert_eq!(json["outcome"], "interrupted", "{place}");
        let message = json["error"]["message"].as_str().unwrap();
        let seen = stage.relay.seen();
        let done = seen[..at - 1].iter().filter(|one| one.writes()).count();
        let says = |words: &str| message.contains(words);
        assert_eq!(
            says("nothing was changed"),
            done == 0 && !stopped.writes(),
            "{place}"
        );
        assert_eq!(says("may or may not be done"), stopped.writes(), "{place}");
        assert_eq!(
            message.matches(" → ").count() > 0,
            done > 0 || stopped.writes(),
            "{place}"
        );
        if stopped.writes() || done > 0 {
            stage.relay.decide(|_| Act::Pass);
            let again = stage.run();
            assert_eq!(again.code, 0, "{place}: {}", again.out);
            assert_eq!(stage.state(), state, "{place}");
        }
    }
}

#[test]
fn enable_interrupted_anywhere_says_what_was_done() {
    says_what_was_done(&ENABLE, Signal::INT);
}

#[test]
fn features_set_interrupted_anywhere_says_what_was_done() {
    says_what_was_done(&SET, Signal::INT);
}

#[test]
fn connect_scm_interrupted_anywhere_says_what_was_done() {
    says_what_was_done(&CONNECT, Signal::INT);
    says_what_was_done(&CONNECT_AGAIN, Signal::INT);
}

#[test]
fn disconnect_scm_interrupted_anywhere_says_what_was_done() {
    says_what_was_done(&DISCONNECT, Signal::INT);
}

#[test]
fn disconnect_scm_asked_to_end_anywhere_says_what_was_done() {
    says_what_was_done(&DISCONNECT, Signal::TERM);
}

#[cfg(target_os = "linux")]
#[test]
fn disconnect_scm_whose_terminal_closes_anywhere_says_what_was_done() {
    says_what_was_done(&DISCONNECT, Signal::HUP);
}

#[cfg(target_os = "linux")]
#[test]
fn what_nohup_started_goes_on_when_its_terminal_closes() {
    let stage = Stage::of(&DISCONNECT);
    let (say, hear) = mpsc::channel::<u32>();
    stage.relay.decide(move |passing| {
        // Once: after the first request nobody says a number any more.
        if let Some(id) = hear.recv().ok().filter(|_| passing.number == 1) {
            let pid = Pid::from_raw(i32::try_from(id).unwrap()).unwrap();
            kill_process(pid, Signal::HUP).unwrap();
        }
        Act::Pass
    });
    let child = Command::new("nohup")
        .arg(env!("CARGO_BIN_EXE_assistant"))
        .args(stage.command.split(' '))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", stage.home.path())
        .envs(stage.relay.env(&stage.platform))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    say.send(child.id()).unwrap();
    drop(say);
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(of_gitlab(&stage), 0, "{}", run.out);
}

fn variable(env: &BTreeMap<String, String>, name: &str) -> String {
    env[name].clone()
}

/// Runs while somebody else does something right before the nth request that is meant.
fn meanwhile(
    case: &Case,
    meant: impl Fn(&Passing, bool) -> bool + Send + 'static,
    nth: usize,
    act: impl Fn(&Platform, &str) + Send + 'static,
) -> (Stage, Run) {
    let stage = Stage::of(case);
    let platform = Arc::clone(&stage.platform);
    let env = stage.relay.env(&platform);
    let here = variable(&env, "ASSISTANT_GITLAB_URL");
    let (mut count, mut wrote) = (0, false);
    stage.relay.decide(move |passing| {
        if meant(passing, wrote) {
            count += 1;
            if count == nth {
                act(&platform, &here);
            }
        }
        wrote |= passing.method == "PUT";
        Act::Pass
    });
    let run = stage.run();
    (stage, run)
}

fn put(platform: &Platform, pointer: &str, value: &Value) {
    let mut products = platform.get(PRODUCTS)["products"].clone();
    if let Some(Value::Object(ai)) = products.get_mut("ai") {
        ai.remove("mdr_enabled");
    }
    *products.pointer_mut(pointer).unwrap() = value.clone();
    assert_eq!(platform.ask("PUT", PRODUCTS, Some(&products)).0, 200);
}

fn reads_products(passing: &Passing, _: bool) -> bool {
    !passing.writes() && passing.path.ends_with("/products")
}

fn connect(platform: &Platform, base: &str) {
    let body = json!({
        "type": "SCM_TYPE_GITLAB_SELFMANAGED",
        "namespace": "acme",
        "baseUrl": base,
        "accessToken": variable(&platform.env, "ASSISTANT_GITLAB_TOKEN"),
    });
    assert_eq!(platform.ask("POST", CONFIGS, Some(&body)).0, 201);
}

fn of_gitlab(stage: &Stage) -> usize {
    let state = stage.state();
    let configs = state["configs"].as_array().unwrap();
    let of_gitlab = |one: &&Value| one["type"].as_str().unwrap().contains("GITLAB");
    configs.iter().filter(of_gitlab).count()
}

#[test]
fn a_setting_that_somebody_changes_between_plan_and_write_is_not_overwritten() {
    let (stage, run) = meanwhile(&SET, reads_products, 2, |platform, _| {
        put(
            platform,
            "/sast/ai_autotriage",
            &json!({ "enabled": true, "send_to_scm_comments": true }),
        );
    });
    assert_eq!(run.code, 7, "{}{}", run.out, run.err);
    assert!(run.out.contains("somebody else changed it"), "{}", run.out);
    let products = stage.state()["products"].clone();
    assert_eq!(
        products
            .pointer("/sast/ai_autotriage/hide_false_positive_comments")
            .cloned()
            .unwrap_or(json!(false)),
        json!(false)
    );
    assert!(!stage.relay.seen().iter().any(Passing::writes));
    let changes = run.json()["changes"].clone();
    assert!(
        changes
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["state"] == "skipped"),
        "{changes}"
    );
}

#[test]
fn a_setting_that_somebody_changes_between_write_and_read_back_is_not_claimed() {
    let meant = |passing: &Passing, wrote| wrote && reads_products(passing, wrote);
    let (_, run) = meanwhile(&ENABLE, meant, 1, |platform, _| {
        put(platform, "/sast/ai_autofix/enabled", &json!(false));
    });
    assert_eq!(run.code, 7, "{}{}", run.out, run.err);
    assert!(
        run.out.contains("reading back does not show"),
        "{}",
        run.out
    );
    let changes = run.json()["changes"].clone();
    let state = |key: &str| {
        let all = changes.as_array().unwrap();
        all.iter().find(|one| one["key"] == key).unwrap()["state"].clone()
    };
    assert_eq!(state("remediation"), "applied");
    assert_eq!(state("code-snippets"), "verified");
}

#[test]
fn a_connection_that_somebody_makes_between_plan_and_write_is_not_made_twice() {
    for case in [&CONNECT, &ENABLE] {
        let reads = |passing: &Passing, _| !passing.writes() && passing.path.contains("/configs?");
        let (stage, run) = meanwhile(case, reads, 2, connect);
        assert_eq!(run.code, 7, "{}{}", run.out, run.err);
        assert!(run.out.contains("somebody else changed it"), "{}", run.out);
        assert!(!stage.relay.seen().iter().any(Passing::writes));
        stage.relay.decide(|_| Act::Pass);
        let again = stage.run();
        assert_eq!(again.code, 0, "{}{}", again.out, again.err);
        assert_eq!(of_gitlab(&stage), 1);
    }
}

#[test]
fn a_connection_that_somebody_makes_at_the_same_moment_is_not_made_twice() {
    let (stage, run) = meanwhile(&CONNECT, |passing, _| passing.writes(), 1, connect);
    assert_eq!(run.code, 7, "{}{}", run.out, run.err);
    assert!(run.out.contains("exists already"), "{}", run.out);
    assert_eq!(of_gitlab(&stage), 1);
}

#[test]
fn a_platform_that_lets_two_connect_the_same_place_is_noticed() {
    // To the platform it is another place, and read back it is the same.
    let twice = |platform: &Platform, _: &str| {
        connect(platform, &variable(&platform.env, "ASSISTANT_GITLAB_URL"));
    };
    let (_, run) = meanwhile(&CONNECT, |passing, _| passing.writes(), 1, twice);
    assert_eq!(run.code, 7, "{}{}", run.out, run.err);
    assert!(run.out.contains("connected 2 times"), "{}", run.out);
}

#[test]
fn a_connection_that_somebody_removed_already_is_removed() {
    let (stage, run) = meanwhile(
        &DISCONNECT,
        |passing, _| passing.writes(),
        1,
        |platform, _| {
            let configs = platform.get(CONFIGS)["configs"].clone();
            let all = configs.as_array().unwrap();
            let of_gitlab = |one: &&Value| one["type"].as_str().unwrap().contains("GITLAB");
            let id = all.iter().find(of_gitlab).unwrap()["id"].as_str().unwrap();
            assert_eq!(
                platform.ask("DELETE", &format!("{CONFIGS}/{id}"), None).0,
                204
            );
        },
    );
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(of_gitlab(&stage), 0);
}
