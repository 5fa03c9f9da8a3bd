//! Every format of every built-in scenario, read by a parser that is not ours.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, OnceLock};

use assistant::sandbox::scenario;
use serde_json::Value;

use crate::program::{Run, line, program, run};
use crate::schemas::{check, check_output, check_record};

pub const ENDS: [&str; 8] = ["json", "ndjson", "csv", "md", "sarif", "xml", "html", "txt"];

/// One run of `check-scopes` over all source code managers, and its files by their extensions.
struct Seen {
    scenario: &'static str,
    run: Run,
    files: BTreeMap<&'static str, String>,
}

impl Seen {
    fn of(scenario: &'static str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = program(home.path());
        command.arg(format!("--sandbox={scenario}"));
        command.args(["check-scopes", "--format", "json", "-q"]);
        for end in ENDS {
            command.arg("-o").arg(format!("report.{end}"));
        }
        let run = Run::from(command.output().unwrap());
        let read =
            |end| std::fs::read_to_string(home.path().join(format!("report.{end}"))).unwrap();
        Seen {
            scenario,
            run,
            files: ENDS.map(|end| (end, read(end))).into(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.files["json"]).unwrap()
    }

    fn findings(&self) -> Vec<Value> {
        let json = self.json();
        let lists =
            std::iter::once(&json["platform"]).chain(json["connections"].as_array().unwrap());
        lists
            .flat_map(|one| one["findings"].as_array().unwrap().clone())
            .collect()
    }
}

/// All scenarios, each run once for all tests here.
fn all() -> &'static [Seen] {
    static ALL: OnceLock<Vec<Seen>> = OnceLock::new();
    ALL.get_or_init(|| each_scenario(Seen::of))
}

/// Does something in each built-in scenario. Some wait for a service, so several go side by side.
pub fn each_scenario<T: Send>(run: impl Fn(&'static str) -> T + Sync) -> Vec<T> {
    let names: Vec<&'static str> = scenario::builtin().map(|(name, _)| name).collect();
    let next = Mutex::new(names.into_iter());
    let seen = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some(name) = next.lock().unwrap().next() else {
                        return;
                    };
                    let one = run(name);
                    seen.lock().unwrap().push(one);
                }
            });
        }
    });
    seen.into_inner().unwrap()
}

/// The pages of all scenarios, with what each is of.
pub fn pages() -> impl Iterator<Item = (String, &'static str)> {
    all()
        .iter()
        .map(|seen| (seen.scenario.to_owned(), seen.files["html"].as_str()))
}

fn is_open(finding: &Value) -> bool {
    finding["verdict"] != "met"
}

#[test]
fn the_json_file_is_what_standard_output_got_and_what_the_schema_says() {
    for seen in all() {
        let json = seen.json();
        check_output(&json);
        assert_eq!(json, seen.run.json(), "{}", seen.scenario);
        assert_eq!(json["exit_code"], seen.run.code, "{}", seen.scenario);
        assert_eq!(seen.run.err, "", "{}", seen.scenario);
    }
}

#[test]
fn ndjson_has_a_deployment_its_connections_and_a_summary_with_the_same_findings() {
    for seen in all() {
        let lines = seen.files["ndjson"].lines();
        let records: Vec<Value> = lines
            .map(|one| serde_json::from_str(one).unwrap())
            .collect();
        records.iter().for_each(check_record);
        let kinds: Vec<&str> = records
            .iter()
            .map(|one| one["record"].as_str().unwrap())
            .collect();
        let connections = seen.json()["connections"].as_array().unwrap().len();
        let mut expected = vec!["connection"; connections];
        expected.insert(0, "deployment");
        expected.push("summary");
        assert_eq!(kinds, expected, "{}", seen.scenario);
        let platform = records[0]["platform"]["findings"].as_array().unwrap();
        let others = &records[1..=connections];
        let others = others
            .iter()
            .flat_map(|one| one["findings"].as_array().unwrap());
        let findings: Vec<Value> = platform.iter().chain(others).cloned().collect();
        assert_eq!(findings, seen.findings(), "{}", seen.scenario);
        assert_eq!(records.last().unwrap()["exit_code"], seen.run.code);
    }
}

#[test]
fn csv_has_one_row_for_each_finding_under_the_documented_columns() {
    const COLUMNS: &str = "target,scm,host,namespace,phase,id,title,level,verdict,cause,certainty,mark,attested_by,attested_via,waived_by,waived_until,waived_reason,evidence,fix,fix_url,fix_who,docs,deployment,lost";
    for seen in all() {
        let text = &seen.files["csv"];
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns: Vec<&str> = COLUMNS.split(',').collect();
        assert_eq!(reader.headers().unwrap(), columns);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let findings = seen.findings();
        assert_eq!(rows.len(), findings.len(), "{}", seen.scenario);
        for (row, finding) in rows.iter().zip(&findings) {
            assert_eq!(row[5], *finding["id"].as_str().unwrap());
            assert_eq!(row[8], *finding["verdict"].as_str().unwrap());
            assert_eq!(row[9], *finding["cause"].as_str().unwrap_or_default());
        }
    }
}

#[test]
fn markdown_holds_all_rows_in_tables_of_four_columns_without_any_link() {
    for seen in all() {
        let text = &seen.files["md"];
        assert!(text.chars().count() <= 65_536, "{}", seen.scenario);
        let page = crate::hostile::Markdown::read(text);
        assert_eq!(page.links, 0, "{}", seen.scenario);
        assert_eq!(
            page.rows.len(),
            seen.findings().len(),
            "{}\n{text}",
            seen.scenario
        );
        assert!(page.rows.iter().all(|cells| cells.len() == 4));
        let folded = text.find("<details>").unwrap_or(text.len());
        for (at, _) in text.match_indices("| ✓ met |") {
            assert!(at > folded, "a met row stands among the open ones");
        }
        for (at, _) in text.match_indices("| ✗ not met |") {
            assert!(at < folded, "an open row is folded away");
        }
    }
}

/// The official schema, from the package that is built from it.
fn sarif_schema() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--manifest-path"])
        .arg(manifest)
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages
        .iter()
        .find(|one| one["name"] == "serde-sarif")
        .unwrap();
    let manifest = Path::new(package["manifest_path"].as_str().unwrap());
    let path = manifest.with_file_name("src").join("schema.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// What holds a log to that schema.
pub fn sarif() -> jsonschema::Validator {
    let mut schema = sarif_schema();
    // The pattern of a key that is not used here is no valid pattern, as it was published.
    for part in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][part]["properties"]["language"];
        let language = language.as_object_mut().unwrap();
        language.shift_remove("pattern").unwrap();
    }
    jsonschema::draft7::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

#[test]
fn sarif_is_what_the_official_schema_says() {
    let validator = sarif();
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.0.0", "runs": [] })));
    for seen in all() {
        let log: Value = serde_json::from_str(&seen.files["sarif"]).unwrap();
        check(&validator, &log);
        let run = &log["runs"][0];
        assert_eq!(run["invocations"][0]["exitCode"], seen.run.code);
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let results = run["results"].as_array().unwrap();
        let open: Vec<Value> = seen.findings().into_iter().filter(is_open).collect();
        assert_eq!(results.len(), open.len(), "{}", seen.scenario);
        for (result, finding) in results.iter().zip(&open) {
            assert_eq!(result["ruleId"], finding["id"]);
            let at = result["ruleIndex"].as_u64().unwrap();
            assert_eq!(rules[usize::try_from(at).unwrap()]["id"], finding["id"]);
            let hard = finding["level"] == "required" && finding["verdict"] == "not-met";
            assert_eq!(
                result["level"] == "error",
                hard,
                "{}: {result}",
                seen.scenario
            );
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "assistant.yaml");
            assert_eq!(place["region"]["startLine"], 1);
        }
    }
}

#[test]
fn sarif_names_the_same_row_by_the_same_fingerprint_whatever_was_seen() {
    let script = "$ASSISTANT check-scopes --scm gitlab -q -o a.sarif >/dev/null\n$ASSISTANT check-scopes --scm gitlab -q -o b.sarif --max-requests 1 >/dev/null\ntrue";
    let home = tempfile::tempdir().unwrap();
    crate::program::session_in(home.path(), "missing-scope", script);
    let prints = |name: &str| -> BTreeMap<String, String> {
        let text = std::fs::read_to_string(home.path().join(name)).unwrap();
        let log: Value = serde_json::from_str(&text).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let each = |one: &Value| {
            let print = one["partialFingerprints"]["primaryLocationLineHash"].clone();
            (one["ruleId"].to_string(), print.to_string())
        };
        results.iter().map(each).collect()
    };
    let (before, after) = (prints("a.sarif"), prints("b.sarif"));
    let gitlab = |(id, _): &(&String, &String)| id.contains("gitlab/");
    let both: Vec<_> = before
        .iter()
        .filter(gitlab)
        .filter(|(id, _)| after.contains_key(*id))
        .collect();
    assert!(!both.is_empty(), "{before:?} {after:?}");
    for (id, print) in both {
        assert_eq!(&after[id], print, "{id}");
    }
    let distinct: std::collections::BTreeSet<&String> = before.values().collect();
    assert_eq!(distinct.len(), before.len());
}

#[test]
fn junit_has_a_case_for_each_row_and_fails_what_is_required_and_not_met() {
    for seen in all() {
        let tree = roxmltree::Document::parse(&seen.files["xml"]).unwrap();
        let cases: Vec<_> = tree
            .descendants()
            .filter(|it| it.has_tag_name("testcase"))
            .collect();
        let findings = seen.findings();
        assert_eq!(cases.len(), findings.len(), "{}", seen.scenario);
        let mut failures = 0;
        for (case, finding) in cases.iter().zip(&findings) {
            assert_eq!(case.attribute("name"), finding["id"].as_str());
            let has = |name| case.children().any(|it| it.has_tag_name(name));
            let hard = finding["level"] == "required" && finding["verdict"] == "not-met";
            assert_eq!(has("failure"), hard, "{}: {finding}", seen.scenario);
            assert_eq!(
                has("skipped"),
                is_open(finding) && !hard,
                "{}: {finding}",
                seen.scenario
            );
            failures += usize::from(hard);
        }
        let suites = tree.root_element();
        let count = |name| suites.attribute(name).unwrap().parse::<usize>().unwrap();
        assert_eq!(
            (count("tests"), count("failures")),
            (findings.len(), failures)
        );
    }
}

#[test]
fn html_is_one_well_formed_page_that_needs_nothing_else() {
    for seen in all() {
        let text = &seen.files["html"];
        let page = crate::hostile::Page::read(text);
        page.needs_nothing_else();
        page.can_be_read_by_everyone();
        assert_eq!(
            page.count("section tbody tr td.mark"),
            seen.findings().len(),
            "{}",
            seen.scenario
        );
    }
}

#[test]
fn a_table_in_a_file_has_no_colour_and_says_what_the_run_came_to() {
    for seen in all() {
        let text = &seen.files["txt"];
        assert!(!text.contains('\u{1b}'), "{}", seen.scenario);
        assert!(
            text.contains(&format!("(exit {};", seen.run.code)),
            "{text}"
        );
    }
}

#[test]
fn every_format_goes_to_standard_output_as_into_a_file() {
    // Times and ports differ from run to run, so only the kind of text is looked at.
    let out = |format: &str| {
        line(&format!(
            "--sandbox=expired check-scopes --scm gitlab --format {format}"
        ))
        .out
    };
    assert!(
        out("ndjson")
            .lines()
            .all(|one| one.starts_with("{\"record\":\""))
    );
    assert!(out("csv").starts_with("\"target\","));
    assert!(out("markdown").starts_with("## "));
    assert!(out("sarif").contains("\"version\": \"2.1.0\""));
    assert!(out("junit").starts_with("<?xml "));
    assert!(out("html").starts_with("<!DOCTYPE html>"));
}

#[test]
fn other_commands_print_table_and_json_only() {
    for command in [
        "status",
        "enable --scm gitlab --yes",
        "features list",
        "requirements",
        "sandbox --list",
        "check-scopes --explain",
        "disable",
    ] {
        for format in ["ndjson", "csv", "markdown", "sarif", "junit", "html"] {
            let run = line(&format!("{command} --format {format}"));
            assert_eq!(run.code, 2, "{command} {format}");
            assert!(run.err.contains("table and json only"), "{}", run.err);
            assert_eq!(run.out, "");
        }
    }
}

#[test]
fn a_run_without_a_result_is_a_document_in_every_format() {
    let without = |format: &str| {
        let run = run(&[
            "check-scopes",
            "--format",
            format,
            "--config",
            "missing.yaml",
        ]);
        assert_eq!(run.code, 2, "{format}");
        run.out
    };
    let record: Value = serde_json::from_str(without("ndjson").lines().last().unwrap()).unwrap();
    check_record(&record);
    assert_eq!(record["error"]["code"], "usage");
    let sarif: Value = serde_json::from_str(&without("sarif")).unwrap();
    assert_eq!(
        sarif["runs"][0]["invocations"][0]["executionSuccessful"],
        false
    );
    let junit = without("junit");
    let tree = roxmltree::Document::parse(&junit).unwrap();
    assert_eq!(tree.root_element().attribute("errors"), Some("1"));
    for format in ["markdown", "html"] {
        assert!(without(format).contains("missing.yaml"), "{format}");
    }
    assert_eq!(without("csv").lines().count(), 1);
}

#[test]
fn what_somebody_answers_for_shows_in_every_format() {
    let file = "version: 1\nwaivers:\n  - { id: gitlab/api-scope, reason: moving house, owner: appsec, until: 2999-01-01 }\n  - { id: gitlab/expiry, reason: rotated by hand, owner: platform-team, until: 2020-01-01 }\n";
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("assistant.yaml"), file).unwrap();
    let scenario = "version: 1\nfrom: missing-scope\ngitlab: { token: { scopes: [read_api], expires-in: 3 } }\n";
    std::fs::write(home.path().join("own.yaml"), scenario).unwrap();
    let files = ENDS.map(|end| format!("-o report.{end}")).join(" ");
    let script = format!("COLUMNS=200 $ASSISTANT check-scopes --scm gitlab -q {files}");
    let run = crate::program::session_in(home.path(), "./own.yaml", &script);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    for end in ENDS {
        let text = std::fs::read_to_string(home.path().join(format!("report.{end}"))).unwrap();
        assert!(text.contains("moving house"), "waived: {end}\n{text}");
        assert!(text.contains("2999-01-01"), "until: {end}");
        let ended = "a waiver by platform-team ended on 2020-01-01";
        assert!(text.contains(ended), "expired: {end}\n{text}");
    }
    let sarif = std::fs::read_to_string(home.path().join("report.sarif")).unwrap();
    let log: Value = serde_json::from_str(&sarif).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let suppressed: Vec<&Value> = results
        .iter()
        .filter(|one| one.get("suppressions").is_some())
        .map(|one| &one["ruleId"])
        .collect();
    assert_eq!(suppressed, ["gitlab/api-scope"]);
}
