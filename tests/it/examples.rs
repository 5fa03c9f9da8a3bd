//! The examples work.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::program::{line, session, session_in};

fn example(name: &str) -> String {
    format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_example_file_is_read() {
    let run = line(&format!(
        "check-scopes --config {} --format json",
        example("assistant.yaml")
    ));
    // Its tokens are not on this machine; everything else is fine.
    assert_eq!(run.code, 4, "{}", run.out);
    let message = run.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("/run/secrets/gitlab"), "{message}");
}

#[test]
fn the_example_profiles_are_read() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/assistant");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(example("profiles.yaml"), folder.join("config.yaml")).unwrap();
    let output = crate::program::program(home.path())
        .args(["check-scopes", "--profile", "nobody"])
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        err.contains("has no profile 'nobody'"),
        "read, and asked for what it does not have: {err}"
    );
}

#[test]
fn the_example_scenario_shows_what_it_says() {
    let run = line(&format!(
        "--sandbox={} check-scopes --scm gitlab --format json",
        example("scenario.yaml")
    ));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.verdict("gitlab/excess"), "not-met");
    assert_eq!(run.verdict("gitlab/expiry"), "not-met");
}

#[test]
fn the_example_ci_job_passes_the_exit_code_on() {
    let script = format!(
        "PATH=\"$(dirname \"$ASSISTANT\"):$PATH\" sh {}",
        example("ci.sh")
    );
    let run = session("low-role", &script);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(
        run.out.contains("something required is missing"),
        "{}",
        run.out
    );
}

#[test]
fn the_example_of_a_desired_state_is_applied_and_stays() {
    let home = tempfile::tempdir().unwrap();
    let apply = format!(
        "$ASSISTANT apply --file {} --format json",
        example("desired.yaml")
    );
    let script = format!(
        "{apply} --dry-run > planned.json; echo $? > planned
         {apply} --yes --accept-ai-code-sharing > applied.json; echo $? > applied
         {apply} --dry-run > again.json; echo $? > again"
    );
    let run = session_in(home.path(), "ready", &script);
    let codes = ["planned", "applied", "again"].map(|name| {
        let code = std::fs::read_to_string(home.path().join(name)).unwrap();
        code.trim().to_owned()
    });
    assert_eq!(codes, ["6", "0", "0"], "{}", run.err);
    let applied = std::fs::read_to_string(home.path().join("applied.json")).unwrap();
    let applied: Value = serde_json::from_str(&applied).unwrap();
    let changes = applied["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 5, "{applied}");
    assert!(
        changes.iter().all(|one| one["state"] == "verified"),
        "{applied}"
    );
}

#[test]
fn the_example_of_a_desired_state_removes_what_is_marked_absent() {
    let home = tempfile::tempdir().unwrap();
    let script = format!(
        "$ASSISTANT connect-scm --scm bitbucket --yes >/dev/null
         $ASSISTANT apply --file {} --yes --accept-ai-code-sharing --format json",
        example("desired.yaml")
    );
    let run = session_in(home.path(), "ready", &script);
    assert_eq!(run.code, 0, "{}", run.err);
    let json = run.json();
    let mut changes = json["changes"].as_array().unwrap().iter();
    let removed = changes.find(|one| one["target"].as_str().unwrap().starts_with("bitbucket:"));
    assert_eq!(removed.unwrap()["to"], "absent", "{json}");
}

fn yaml(name: &str) -> Value {
    let text = std::fs::read_to_string(example(name)).unwrap();
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Runs the lines of a job in a session, and gives the files that they wrote.
fn job(scenario: &str, lines: &[&str]) -> (i32, BTreeSet<String>) {
    let home = tempfile::tempdir().unwrap();
    let script = format!(
        "PATH=\"$(dirname \"$ASSISTANT\"):$PATH\"; GITHUB_STEP_SUMMARY=summary; set -e\n{}",
        lines.join("\n")
    );
    let run = session_in(home.path(), scenario, &script);
    let files = std::fs::read_dir(home.path()).unwrap();
    let files = files.map(|one| one.unwrap().file_name().into_string().unwrap());
    (run.code, files.collect())
}

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_example_for_github_actions_writes_what_its_later_steps_take() {
    let file = yaml("github-actions.yaml");
    let steps = file["jobs"]["check"]["steps"].as_array().unwrap();
    let runs = |name: &str| {
        let step = steps.iter().find(|step| step["name"] == name).unwrap();
        step["run"].as_str().unwrap()
    };
    let (code, files) = job("ready", &[runs("check"), runs("summary")]);
    assert_eq!(code, 0);
    let written = [
        "assistant.md",
        "assistant.sarif",
        "assistant.html",
        "assistant.json",
        "summary",
    ];
    assert_eq!(files, names(&written));
    let sarif = steps
        .iter()
        .find_map(|step| step["with"]["sarif_file"].as_str());
    assert_eq!(sarif, Some("assistant.sarif"));
    let (code, files) = job("low-role", &[runs("check")]);
    assert_eq!(code, 3, "a gap fails the job");
    assert!(
        files.contains("assistant.md"),
        "and is reported all the same"
    );
}

#[test]
fn the_example_for_gitlab_writes_what_it_keeps() {
    let file = yaml("gitlab-ci.yaml");
    let check = file["assistant"]["script"][0].as_str().unwrap();
    let (code, files) = job("ready", &[check]);
    assert_eq!(code, 0);
    let artifacts = &file["assistant"]["artifacts"];
    let mut kept = names(&[artifacts["reports"]["junit"].as_str().unwrap()]);
    let paths = artifacts["paths"].as_array().unwrap();
    kept.extend(paths.iter().map(|path| path.as_str().unwrap().to_owned()));
    assert_eq!(files, kept);
}

/// The first words of each instruction, and the rest of its line, continued lines joined.
fn instructions(text: &str) -> Vec<(String, String)> {
    let joined = text.replace("\\\n", " ");
    let lines = joined
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (word, rest) = line.split_once(' ').unwrap();
            (word.to_owned(), rest.to_owned())
        })
        .collect()
}

#[test]
fn the_container_file_names_what_is_there_and_holds_no_token() {
    let text = std::fs::read_to_string(example("Containerfile")).unwrap();
    let all = instructions(&text);
    let of = |name: &'static str| {
        all.iter()
            .filter(move |(word, _)| word == name)
            .map(move |(_, rest)| rest.as_str())
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for copy in of("COPY").filter(|rest| !rest.starts_with("--from")) {
        let words: Vec<&str> = copy.split_whitespace().collect();
        for path in &words[..words.len() - 1] {
            assert!(root.join(path).exists(), "COPY {copy}: there is no {path}");
        }
    }
    let built = of("COPY")
        .find(|rest| rest.starts_with("--from=build"))
        .unwrap();
    assert!(built.contains("/src/target/release/assistant "), "{built}");
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let (_, rest) = manifest.split_once("rust-version = \"").unwrap();
    let (oldest, _) = rest.split_once('"').unwrap();
    let first = of("FROM").next().unwrap();
    assert!(first.contains(&format!("rust:{oldest}")), "{first}");
    let user = of("USER").next_back().unwrap();
    assert!(!user.starts_with('0') && user != "root", "{user}");
    // Whatever is set while building stays in the image.
    assert_eq!(of("ARG").chain(of("ENV")).count(), 0);
}

#[test]
fn the_container_builds_from_what_is_copied_into_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for beside in ["build.rs", "benches"] {
        assert!(!root.join(beside).exists(), "{beside} must be copied too");
    }
}

/// The words of the example's command that audits one part of the fleet.
fn part_command(name: &str) -> String {
    let text = std::fs::read_to_string(example(name)).unwrap();
    let parsed: Result<serde_json::Value, _> = serde_yaml::from_str(&text);
    assert!(parsed.is_ok(), "{name}: {parsed:?}");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let at = lines
        .iter()
        .position(|line| line.contains("--shard"))
        .unwrap();
    let command = lines[at].split_once("assistant audit").unwrap().1;
    // A folded line goes on.
    let rest = lines[at + 1..]
        .iter()
        .take_while(|line| line.starts_with("--") || line.starts_with("> "));
    let rest: Vec<&str> = rest.copied().collect();
    format!("$ASSISTANT audit{command} {}", rest.join(" "))
}

#[test]
fn the_parts_of_the_fleet_examples_together_are_the_whole() {
    for (name, parts, variable) in [
        ("fleet-github-actions.yaml", 8, "PART"),
        ("fleet-gitlab-ci.yaml", 4, "CI_NODE_INDEX"),
        ("fleet-kubernetes.yaml", 8, "JOB_COMPLETION_INDEX"),
    ] {
        let command = part_command(name)
            .replace("${{ matrix.part }}", "$PART")
            .replace("/fleet/fleet.yaml", "examples/fleet.yaml")
            .replace("examples/fleet.yaml", &example("fleet.yaml"))
            .replace("/results/", "./");
        let first = usize::from(variable != "JOB_COMPLETION_INDEX");
        let numbers: Vec<String> = (first..first + parts).map(|one| one.to_string()).collect();
        let script = format!(
            "export CI_NODE_TOTAL={parts}; for one in {}; do export {variable}=$one; {command} || exit 9; done
             $ASSISTANT report merge part-*.ndjson --format ndjson -q",
            numbers.join(" ")
        );
        let run = session("ready", &script);
        let last = run.out.lines().last().unwrap_or_default();
        let summary: Value = serde_json::from_str(last).unwrap_or_default();
        assert_eq!(summary["fleet"]["connections"], 5, "{name}: {}", run.err);
        assert_eq!(summary["fleet"]["deployments"], 2, "{name}: {}", run.err);
    }
}

#[test]
fn the_jobs_of_a_fleet_keep_a_part_that_failed_and_report_all_the_same() {
    let github = yaml("fleet-github-actions.yaml");
    let steps = github["jobs"]["part"]["steps"].as_array().unwrap();
    let uploads = |step: &&Value| {
        let uses = step["uses"].as_str().unwrap_or_default();
        uses.starts_with("actions/upload-artifact")
    };
    assert_eq!(steps.iter().find(uploads).unwrap()["if"], "always()");
    assert_eq!(github["jobs"]["whole"]["if"], "always()");
    let gitlab = yaml("fleet-gitlab-ci.yaml");
    assert_eq!(gitlab["part"]["artifacts"]["when"], "always");
    assert_eq!(gitlab["whole"]["when"], "always");
}

#[test]
fn the_pods_of_a_fleet_may_write_to_their_volume() {
    let pod = yaml("fleet-kubernetes.yaml")["spec"]["template"]["spec"].clone();
    let container = std::fs::read_to_string(example("Containerfile")).unwrap();
    let all = instructions(&container);
    let (_, user) = all.iter().rfind(|(word, _)| word == "USER").unwrap();
    let group = pod["securityContext"]["fsGroup"].to_string();
    assert_eq!(user.split_once(':').unwrap().1, group);
}

#[test]
fn every_example_is_run_or_read_by_a_test() {
    let known = [
        "Containerfile",
        "assistant.yaml",
        "ci.sh",
        "desired.yaml",
        "fleet-github-actions.yaml",
        "fleet-gitlab-ci.yaml",
        "fleet-kubernetes.yaml",
        "fleet.yaml",
        "github-actions.yaml",
        "gitlab-ci.yaml",
        "profiles.yaml",
        "scenario.yaml",
    ];
    let there = std::fs::read_dir(example("")).unwrap().map(Result::unwrap);
    // Pages are tested where they are made or described.
    let files = there.filter(|one| {
        one.file_type().unwrap().is_file() && one.path().extension().is_none_or(|end| end != "md")
    });
    let there: BTreeSet<String> = files
        .map(|one| one.file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, names(&known));
}
