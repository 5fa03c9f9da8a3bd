//! Many deployments in one run: streamed, sharded, resumed, joined.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::program::{Run, session_in};
use crate::schemas::{check_audit, check_record};

const FLEET: &str = include_str!("../../examples/fleet.yaml");

/// Runs a script in a folder that holds the fleet's file.
fn with(scenario: &str, fleet: &str, script: &str) -> (tempfile::TempDir, Run) {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("fleet.yaml"), fleet).unwrap();
    let script = script.replace("AUDIT", "$ASSISTANT audit -f fleet.yaml");
    let run = session_in(home.path(), scenario, &script);
    (home, run)
}

fn audited(script: &str) -> Run {
    with("ready", FLEET, script).1
}

fn records(text: &str) -> Vec<Value> {
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let records: Vec<Value> = lines.collect();
    records.iter().for_each(check_record);
    records
}

/// What a record is about.
fn about(record: &Value) -> String {
    ["record", "name", "scm", "namespace"]
        .map(|key| record[key].as_str().unwrap_or_default())
        .join(" ")
}

fn results(text: &str) -> BTreeSet<String> {
    let all = records(text);
    let some = all.iter().filter(|one| one["record"] != "summary");
    some.map(about).collect()
}

/// A JSON document without what differs from run to run.
fn stable(text: &str) -> Value {
    let mut json: Value = serde_json::from_str(text).unwrap();
    check_audit(&json);
    for one in json["deployments"].as_array_mut().unwrap() {
        for key in ["requests", "command", "generated_at"] {
            one[key] = Value::Null;
        }
    }
    for key in ["requests", "command", "generated_at"] {
        json["summary"][key] = Value::Null;
    }
    json
}

#[test]
fn every_deployment_and_connection_is_one_record_and_a_summary_ends_them() {
    let run = audited("AUDIT --format ndjson");
    let all = records(&run.out);
    let expected: BTreeSet<String> = [
        "connection acme bitbucket acme",
        "connection acme gitlab acme",
        // Only the platform knows of this one.
        "connection acme github acme",
        "deployment acme  ",
        "connection acme-elsewhere github acme",
        "connection acme-elsewhere azure-devops acme/web",
        "deployment acme-elsewhere  ",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(results(&run.out), expected);
    assert_eq!(all.len(), expected.len() + 1);
    let fleet = &all.last().unwrap()["fleet"];
    assert_eq!(
        (&fleet["deployments"], &fleet["connections"]),
        (&2.into(), &5.into())
    );
    assert_eq!(run.code, 5, "{}", run.err);
}

#[test]
fn shards_together_are_the_whole() {
    let script = "AUDIT --format json > whole.json
        for part in 1 2 3; do AUDIT --shard $part/3 --format ndjson > part-$part.ndjson; done
        $ASSISTANT report merge part-3.ndjson part-1.ndjson part-2.ndjson --format json > merged.json";
    let (home, _) = with("ready", FLEET, script);
    let read = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap();
    assert_eq!(stable(&read("merged.json")), stable(&read("whole.json")));
    let parts: Vec<BTreeSet<String>> = (1..=3)
        .map(|part| results(&read(&format!("part-{part}.ndjson"))))
        .collect();
    let together: usize = parts.iter().map(BTreeSet::len).sum();
    assert_eq!(together, 7, "{parts:?}");
}

#[test]
fn a_run_that_was_cut_off_anywhere_is_finished_without_losing_or_doubling_anything() {
    let (home, _) = with(
        "ready",
        FLEET,
        "AUDIT --resume whole.ndjson --format json -q",
    );
    let whole = std::fs::read(home.path().join("whole.ndjson")).unwrap();
    for cut in [
        0,
        1,
        whole.len() / 3,
        whole.len() / 2,
        whole.len() - 1,
        whole.len(),
    ] {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("fleet.yaml"), FLEET).unwrap();
        // The services of another sandbox have other ports.
        let script = "AUDIT --resume journal.ndjson --format ndjson -q > first.ndjson
            head -c CUT journal.ndjson > cut.ndjson
            AUDIT --resume cut.ndjson --format ndjson -q"
            .replace("AUDIT", "$ASSISTANT audit -f fleet.yaml")
            .replace("CUT", &cut.to_string());
        let run = session_in(home.path(), "ready", &script);
        let kept = std::fs::read_to_string(home.path().join("cut.ndjson")).unwrap();
        for text in [&run.out, &kept] {
            let all = records(text);
            let some: Vec<String> = all
                .iter()
                .filter(|one| one["record"] != "summary")
                .map(about)
                .collect();
            let once: BTreeSet<String> = some.iter().cloned().collect();
            assert_eq!((some.len(), once.len()), (7, 7), "cut at {cut}: {some:?}");
        }
    }
}

#[test]
fn what_the_file_of_an_earlier_run_holds_is_not_asked_again() {
    let run = audited(
        "AUDIT --resume j.ndjson --format json -q > /dev/null; AUDIT --resume j.ndjson --format json",
    );
    let json: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["summary"]["requests"]["sent"], 0);
    assert_eq!(json["summary"]["fleet"]["connections"], 5);
}

#[test]
fn what_time_ran_out_for_is_told_and_asked_again() {
    let faults = "version: 1\nfrom: ready\nfaults: [ { on: gitlab, match: \"GET /api/v4/personal_access_tokens/self\", answer: hang } ]\n";
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("fleet.yaml"), FLEET).unwrap();
    std::fs::write(home.path().join("slow.yaml"), faults).unwrap();
    let script = "$ASSISTANT audit -f fleet.yaml --resume j.ndjson --deadline 1 --format json -q > first.json
        $ASSISTANT audit -f fleet.yaml --resume j.ndjson --deadline 1 --format ndjson -q";
    let run = session_in(home.path(), "./slow.yaml", script);
    let first = std::fs::read_to_string(home.path().join("first.json")).unwrap();
    assert!(first.contains("\"deadline\""), "{first}");
    let asked = records(&run.out);
    let last = asked.last().unwrap();
    assert!(last["requests"]["sent"].as_u64().unwrap() > 0, "{last}");
    assert_eq!(results(&run.out).len(), 7, "{}", run.out);
}

#[test]
fn a_token_that_can_t_be_had_is_told_with_its_connection_and_the_rest_goes_on() {
    let fleet = FLEET.replacen("ASSISTANT_GITLAB_TOKEN", "NOT_SET", 1);
    let (_home, run) = with("ready", &fleet, "AUDIT --format json");
    assert_eq!(run.code, 4, "{}", run.err);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    check_audit(&json);
    let connections = json["deployments"][0]["connections"].as_array().unwrap();
    let lost = connections
        .iter()
        .find(|one| one["scm"] == "gitlab")
        .unwrap();
    assert_eq!(lost["outcome"], "credentials");
    assert!(lost["lost"].as_str().unwrap().contains("NOT_SET"), "{lost}");
    let other = connections
        .iter()
        .find(|one| one["scm"] == "bitbucket")
        .unwrap();
    assert_eq!(other["outcome"], "ready");
}

#[test]
fn mistakes_in_the_file_are_told_all_at_once_before_anything_is_sent() {
    let fleet = "version: 1\ndeployments:\n  - { name: a, semgrep: { url: 'http://elsewhere.example' , token: { env: X } } }\n  \
                 - { name: a, semgrep: {} }\n  - { name: c, semgrep: { token: { env: X } }, connections: [ { scm: gitlub, namespace: acme } ] }\n";
    let (_home, run) = with("ready", fleet, "AUDIT");
    assert_eq!(run.code, 2);
    for part in [
        "https only",
        "'a' stands twice",
        "token: is missing",
        "did you mean gitlab?",
    ] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
}

#[test]
fn shards_that_are_none_are_refused() {
    for shard in ["0/3", "4/3", "x", "1"] {
        let run = audited(&format!("AUDIT --shard {shard}"));
        assert_eq!(run.code, 2, "{shard}");
        assert!(run.err.contains("--shard"), "{}", run.err);
    }
}

#[test]
fn every_format_takes_a_fleet_and_files_are_written_beside() {
    for format in ["table", "csv", "markdown", "sarif", "junit", "html"] {
        let run = audited(&format!("AUDIT --format {format} -q"));
        assert_eq!(run.code, 5, "{format}: {}", run.err);
        assert!(run.out.contains("acme/web"), "{format}: {}", run.out);
    }
    let (home, run) = with(
        "ready",
        FLEET,
        "AUDIT --format ndjson -o all.csv -o all.html",
    );
    assert_eq!(results(&run.out).len(), 7);
    for name in ["all.csv", "all.html"] {
        let text = std::fs::read_to_string(home.path().join(name)).unwrap();
        assert!(text.contains("azure-devops/token"), "{name}");
    }
    check_csv(home.path());
}

/// The streamed rows and those written at the end are the same, in some order.
fn check_csv(home: &Path) {
    let text = std::fs::read_to_string(home.join("all.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert!(reader.records().all(|row| row.unwrap().len() == 24));
}

#[test]
fn reports_of_two_deployments_stay_two() {
    let home = tempfile::tempdir().unwrap();
    let scenario = "version: 1\nfrom: ready\nconnections: 8\ndeployments: 2\n";
    std::fs::write(home.path().join("two.yaml"), scenario).unwrap();
    let script = "CHECK=\"$ASSISTANT check-scopes --scm gitlab -q --format json\"
        ASSISTANT_SEMGREP_TOKEN=$FLEET_0001_SEMGREP $CHECK --namespace fleet-00004 > one.json
        ASSISTANT_SEMGREP_TOKEN=$FLEET_0002_SEMGREP $CHECK --namespace fleet-00008 -o two.ndjson > two.json
        $ASSISTANT report merge one.json two.ndjson -q --format json > mixed.json
        $ASSISTANT report merge one.json two.json -q --format json";
    let run = session_in(home.path(), "./two.yaml", script);
    let mixed = std::fs::read_to_string(home.path().join("mixed.json")).unwrap();
    for text in [&run.out, &mixed] {
        let json = stable(text);
        let each = json["deployments"].as_array().unwrap().iter();
        let slugs: Vec<&str> = each
            .map(|one| {
                assert_eq!(one["connections"].as_array().unwrap().len(), 1, "{one}");
                one["platform"]["deployment"]["slug"].as_str().unwrap()
            })
            .collect();
        assert_eq!(slugs, ["fleet-0001", "fleet-0002"], "{text}");
    }
}

#[test]
fn a_file_that_is_no_report_is_refused() {
    let run =
        audited("echo nonsense > part.ndjson; $ASSISTANT report merge part.ndjson missing.ndjson");
    assert_eq!(run.code, 2);
    for part in ["part.ndjson is not a record", "can't read missing.ndjson"] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
    assert!(!run.err.contains("nonsense"), "{}", run.err);
}

/// What the file of `--resume` holds after an audit with it, and the run.
fn resumed(before: &[u8], fleet: &str) -> (Vec<u8>, Run) {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("kept"), before).unwrap();
    std::fs::write(home.path().join("fleet.yaml"), fleet).unwrap();
    let script = "$ASSISTANT audit -f fleet.yaml --resume kept --format ndjson -q";
    let run = session_in(home.path(), "ready", script);
    (std::fs::read(home.path().join("kept")).unwrap(), run)
}

#[test]
fn a_file_that_holds_no_records_is_left_as_it_is() {
    let (whole, _) = resumed(b"", FLEET);
    let torn = [&whole[..], b"and more"].concat();
    let spoilt = [&whole[..], b"\xff\n"].concat();
    for before in [
        &b"hello"[..],
        b"{\"deployments\":[]}",
        b"a: b\nc: d",
        &torn,
        &spoilt,
    ] {
        let (after, run) = resumed(before, FLEET);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("is not a record"), "{}", run.err);
        assert!(after == before, "the file was changed: {}", run.err);
    }
}

#[test]
fn zeros_where_a_power_loss_left_no_record_are_taken_away() {
    let (whole, first) = resumed(b"", FLEET);
    let zeros = [0; 5000];
    let held = |file: &[u8]| results(std::str::from_utf8(file).unwrap());
    // Such a record was on its way, and nothing of it or its beginning reached the disk.
    let last = whole[..whole.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n');
    let before = &whole[..last.unwrap() + 1];
    for torn in [&b""[..], b"{\"rec", b"{\"record\":\"summary\",\"out"] {
        let (after, run) = resumed(&[before, torn, &zeros].concat(), FLEET);
        assert_eq!(run.code, first.code, "{}", run.err);
        assert!(after.starts_with(before), "{}", run.err);
        assert!(!after.contains(&0), "{}", run.err);
        assert_eq!(held(&after), held(&whole));
    }
    // Zeros alone may be anything.
    let (after, run) = resumed(&zeros, FLEET);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(after == zeros, "the file was changed: {}", run.err);
}

#[test]
fn two_audits_do_not_add_to_one_file() {
    use fs4::FileExt;
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("fleet.yaml"), FLEET).unwrap();
    let kept = std::fs::File::create(home.path().join("kept")).unwrap();
    FileExt::lock(&kept).unwrap();
    let script = "$ASSISTANT audit -f fleet.yaml --resume kept -q";
    let run = session_in(home.path(), "ready", script);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("in use by another audit"), "{}", run.err);
    assert_eq!(kept.metadata().unwrap().len(), 0);
}

#[test]
fn what_was_cut_and_asked_again_is_known_then_and_counts_once() {
    let script = "AUDIT --resume kept --max-requests 12 --format json -q > cut.json
        AUDIT --resume kept --format json -q > whole.json
        AUDIT --resume kept --format json -q";
    let (home, run) = with("ready", FLEET, script);
    let read = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap();
    assert!(read("cut.json").contains("\"budget\""));
    let again: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(again["summary"]["requests"]["sent"], 0);
    assert_eq!(stable(&run.out), stable(&read("whole.json")));
}

#[test]
fn a_deployment_without_connections_that_was_cut_is_asked_again() {
    let fleet = "{ version: 1, deployments: [ { name: acme, semgrep: { token: { env: ASSISTANT_SEMGREP_TOKEN } } } ] }";
    let script = "AUDIT --resume kept --max-requests 2 --format json -q > cut.json
        AUDIT --resume kept --format json -q";
    let (_home, run) = with("ready", fleet, script);
    let again: Value = serde_json::from_str(&run.out).unwrap();
    assert!(!run.out.contains("\"budget\""), "{}", run.out);
    assert_ne!(again["summary"]["requests"]["sent"], 0);
}

#[test]
fn what_had_no_token_is_asked_once_there_is_one() {
    let fleet = "version: 1\ndeployments:\n  - { name: a, semgrep: { token: { env: LATE } }, connections: [ { scm: gitlab, namespace: acme, token: { env: ASSISTANT_GITLAB_TOKEN } } ] }\n  \
                 - { name: b, semgrep: { token: { env: ASSISTANT_SEMGREP_TOKEN } }, connections: [ { scm: gitlab, namespace: acme, token: { env: LATER } } ] }\n";
    let script = "AUDIT --resume kept --format json -q > /dev/null; echo $? >&2
        export LATE=$ASSISTANT_SEMGREP_TOKEN LATER=$ASSISTANT_GITLAB_TOKEN
        AUDIT --resume kept --format json -q > late.json
        AUDIT --format json -q";
    let (home, run) = with("ready", fleet, script);
    assert_eq!(run.err, "4\n");
    let late = std::fs::read_to_string(home.path().join("late.json")).unwrap();
    assert_eq!(stable(&late), stable(&run.out));
}

#[test]
fn the_file_of_resume_is_not_written_over() {
    let run = audited("AUDIT --resume kept.ndjson -o ./kept.ndjson");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("is the file of --resume"), "{}", run.err);
}

#[test]
fn a_part_that_is_missing_is_no_smaller_fleet() {
    let script = "for part in 1 2 3; do AUDIT --shard $part/3 --format ndjson -q > part-$part.ndjson; done
        sed '$d' part-2.ndjson > cut.ndjson
        $ASSISTANT report merge part-1.ndjson part-3.ndjson part-2.ndjson --format json -q > whole.json; echo $?
        $ASSISTANT report merge part-1.ndjson cut.ndjson part-3.ndjson -q -o lacks.xml --format json > lacks.json; echo $?";
    let one = "{ scm: github, namespace: acme, token: { env: ASSISTANT_GITHUB_TOKEN } }";
    let each = ["a", "b", "c"].map(|name| {
        format!("{{ name: {name}, semgrep: {{ token: {{ env: ASSISTANT_SEMGREP_TOKEN }} }}, connections: [ {one} ] }}")
    });
    let fleet = format!("{{ version: 1, deployments: [ {} ] }}", each.join(", "));
    let (home, run) = with("ready", &fleet, script);
    assert_eq!(run.out, "0\n5\n", "{}", run.err);
    let read = |name: &str| std::fs::read_to_string(home.path().join(name)).unwrap();
    let whole: Value = serde_json::from_str(&read("whole.json")).unwrap();
    check_audit(&whole);
    assert_eq!(whole["summary"]["error"], Value::Null);
    let lacks: Value = serde_json::from_str(&read("lacks.json")).unwrap();
    check_audit(&lacks);
    let words = "parts of the fleet are missing: 2/3";
    assert_eq!(lacks["summary"]["error"]["message"], words);
    assert!(run.err.contains(words), "{}", run.err);
    assert!(read("lacks.xml").contains(words));
}

#[test]
fn a_fleet_file_may_begin_with_a_mark_and_end_its_lines_as_on_windows() {
    let file = format!("\u{feff}{}", FLEET.replace('\n', "\r\n"));
    let (_home, run) = with("ready", &file, "AUDIT --format ndjson -q");
    assert_eq!(run.code, 5, "{}", run.err);
    assert_eq!(results(&run.out).len(), 7);
}

#[test]
fn a_fleet_file_that_would_take_for_ever_is_refused() {
    let many = format!(
        "{{ version: 1, defaults: {{ concurrency: {} }}, deployments: [] }}",
        u64::MAX
    );
    let deep = format!(
        "version: 1\ndeployments: {}{}",
        "[".repeat(90_000),
        "]".repeat(90_000)
    );
    for (file, says) in [
        (many, "concurrency is from 1 to 1000"),
        (deep, "nested too deeply"),
    ] {
        let (_home, run) = with("ready", &file, "AUDIT -q");
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains(says), "{}", run.err);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_as_such() {
    for format in ["table", "ndjson"] {
        let run = audited(&format!("AUDIT -q --format {format} > /dev/full"));
        assert_ne!(run.code, 0);
        assert!(
            run.err.contains("the result can't be written"),
            "{}",
            run.err
        );
        assert!(!run.err.contains("our fault"), "{}", run.err);
    }
}

#[test]
fn commands_to_copy_name_the_deployment_that_they_are_for() {
    // What the file says counts, not what stands beside it.
    let beside = "--semgrep-url $SEMGREP_URL/ --deployment elsewhere --semgrep-token-file nowhere";
    for flags in ["", beside] {
        let script = format!("AUDIT --format json {flags}");
        let (_home, run) = with("missing-scope", FLEET, &script);
        let json: Value = serde_json::from_str(&run.out).unwrap();
        let commands = commands(&json);
        assert!(commands.len() > 3, "{commands:?}");
        for command in commands {
            let words = command.split(' ');
            let mut flags: Vec<&str> = words.filter(|word| word.starts_with("--")).collect();
            let all = flags.len();
            flags.sort_unstable();
            flags.dedup();
            assert_eq!(flags.len(), all, "{command}");
            assert!(command.contains(" --deployment acme-inc"), "{command}");
            assert!(!command.contains("nowhere"), "{command}");
        }
    }
}

/// The commands that the fixes of a fleet's report hold.
fn commands(json: &Value) -> Vec<String> {
    let list = |value: &Value| value.as_array().unwrap().clone();
    let of = |deployment: &Value| {
        let mut all = list(&deployment["connections"]);
        all.push(deployment["platform"].clone());
        all
    };
    let findings = list(&json["deployments"])
        .iter()
        .flat_map(of)
        .collect::<Vec<_>>();
    let findings = findings.iter().flat_map(|one| list(&one["findings"]));
    let fixes = findings.filter_map(|one| Some(one["fix"]["text"].as_str()?.to_owned()));
    fixes
        .filter_map(|fix| Some(fix[fix.find("assistant ")?..].to_owned()))
        .collect()
}
