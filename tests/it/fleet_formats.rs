//! Every format of a fleet, in every built-in scenario, written by `audit` and by `report merge`, read by a parser that
//! is not ours.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;

use crate::formats::{ENDS, each_scenario, sarif};
use crate::hostile::{Markdown, Page};
use crate::program::{Run, session_in};
use crate::schemas::{check, check_audit, check_record};

/// Two deployments with the same connection, and a third whose tokens nobody has.
const FLEET: &str = "version: 1
deployments:
  - name: acme
    semgrep: { token: { env: ASSISTANT_SEMGREP_TOKEN } }
    connections:
      - { scm: gitlab, namespace: acme, token: { env: ASSISTANT_GITLAB_TOKEN } }
      - { scm: bitbucket, namespace: acme, token: { env: ASSISTANT_BITBUCKET_TOKEN } }
  - name: acme-elsewhere
    semgrep: { token: { env: ASSISTANT_SEMGREP_TOKEN } }
    connections:
      - { scm: gitlab, namespace: acme, token: { env: ASSISTANT_GITLAB_TOKEN } }
      - { scm: github, namespace: acme, token: { env: ASSISTANT_GITHUB_TOKEN } }
      - { scm: azure-devops, namespace: acme/web, token: { env: ASSISTANT_AZURE_DEVOPS_TOKEN } }
  - name: nobody
    semgrep: { token: { env: NOT_SET } }
    connections:
      - { scm: gitlab, namespace: acme, token: { env: NOT_SET_EITHER } }
";

/// The files of one run over the fleet.
pub struct Seen {
    pub about: String,
    code: i32,
    pub files: BTreeMap<&'static str, String>,
}

/// What `audit` wrote in a scenario, and what `report merge` made of it.
fn both(scenario: &'static str) -> [Seen; 2] {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("fleet.yaml"), FLEET).unwrap();
    let files = |name: &str| ENDS.map(|end| format!("-o {name}.{end}")).join(" ");
    // Some scenarios wait for a service that never answers.
    let script = format!(
        "$ASSISTANT audit -f fleet.yaml --deadline 3 -q --format csv {} > /dev/null; echo $?
         $ASSISTANT report merge audit.ndjson -q --format csv {} > /dev/null; echo $?",
        files("audit"),
        files("merge")
    );
    let run: Run = session_in(home.path(), scenario, &script);
    assert_eq!(run.err, "", "{scenario}");
    let mut codes = run.out.lines().map(|line| line.parse().unwrap());
    ["audit", "merge"].map(|name| Seen {
        about: format!("{name} in {scenario}"),
        code: codes.next().unwrap(),
        files: ENDS
            .map(|end| {
                let path = home.path().join(format!("{name}.{end}"));
                (end, std::fs::read_to_string(path).unwrap())
            })
            .into(),
    })
}

pub fn all() -> &'static [Seen] {
    static ALL: OnceLock<Vec<Seen>> = OnceLock::new();
    ALL.get_or_init(|| each_scenario(both).into_iter().flatten().collect())
}

/// One row: the deployment's name, what it is about, and the finding.
struct Row {
    name: String,
    target: String,
    lost: String,
    finding: Value,
}

impl Seen {
    fn json(&self) -> Value {
        serde_json::from_str(&self.files["json"]).unwrap()
    }

    /// All findings in the order of the JSON, each with what it is about.
    fn rows(&self) -> Vec<Row> {
        let json = self.json();
        let mut rows = Vec::new();
        for one in json["deployments"].as_array().unwrap() {
            let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let mut add = |target: &str, lost: &Value, findings: &Value| {
                rows.extend(findings.as_array().unwrap().iter().map(|finding| Row {
                    name: word(&one["name"]),
                    target: target.to_owned(),
                    lost: word(lost),
                    finding: finding.clone(),
                }));
            };
            add("semgrep", &one["lost"], &one["platform"]["findings"]);
            for connection in one["connections"].as_array().unwrap() {
                let [scm, host, place] =
                    ["scm", "host", "namespace"].map(|key| word(&connection[key]));
                let target = format!("{scm}:{host}/{place}");
                add(&target, &connection["lost"], &connection["findings"]);
            }
        }
        rows
    }

    fn lost(&self) -> usize {
        let json = self.json();
        let deployments = json["deployments"].as_array().unwrap();
        let connections = deployments
            .iter()
            .flat_map(|one| one["connections"].as_array().unwrap());
        let all = deployments.iter().chain(connections);
        all.filter(|one| one["lost"].is_string()).count()
    }
}

#[test]
fn the_json_of_a_fleet_is_what_the_schema_says() {
    for seen in all() {
        let json = seen.json();
        check_audit(&json);
        assert_eq!(json["summary"]["exit_code"], seen.code, "{}", seen.about);
        assert_eq!(json["deployments"].as_array().unwrap().len(), 3);
        assert_eq!(seen.lost(), 2, "{}", seen.about);
    }
}

#[test]
fn the_ndjson_of_a_fleet_has_the_same_findings() {
    for seen in all() {
        let lines = seen.files["ndjson"].lines();
        let records: Vec<Value> = lines
            .map(|one| serde_json::from_str(one).unwrap())
            .collect();
        records.iter().for_each(check_record);
        let findings = records.iter().flat_map(|one| {
            let own = one.pointer("/platform/findings");
            let list = own.or(one.get("findings")).and_then(Value::as_array);
            list.cloned().unwrap_or_default()
        });
        let rows: Vec<Value> = seen.rows().into_iter().map(|row| row.finding).collect();
        assert_eq!(findings.collect::<Vec<_>>(), rows, "{}", seen.about);
        assert_eq!(records.last().unwrap()["exit_code"], seen.code);
    }
}

#[test]
fn the_csv_of_a_fleet_tells_its_deployments_apart() {
    for seen in all() {
        let mut reader = csv::Reader::from_reader(seen.files["csv"].as_bytes());
        let cells: Vec<BTreeMap<String, String>> =
            reader.deserialize().map(Result::unwrap).collect();
        let rows = seen.rows();
        assert_eq!(cells.len(), rows.len(), "{}", seen.about);
        for (cells, row) in cells.iter().zip(&rows) {
            assert_eq!(cells["id"], row.finding["id"], "{}", seen.about);
            assert_eq!(cells["verdict"], row.finding["verdict"]);
            assert_eq!(cells["deployment"], row.name);
            assert_eq!(cells["lost"], row.lost);
            assert!(cells["target"].starts_with(&row.target));
        }
    }
}

#[test]
fn the_markdown_of_a_fleet_holds_its_rows_and_the_tokens_that_are_missing() {
    for seen in all() {
        let text = &seen.files["md"];
        assert!(text.chars().count() <= 65_536, "{}", seen.about);
        let page = Markdown::read(text);
        assert_eq!(page.links, 0, "{}", seen.about);
        let of_width = |width| page.rows.iter().filter(|row| row.len() == width).count();
        assert_eq!(of_width(4), seen.rows().len(), "{}\n{text}", seen.about);
        assert_eq!(of_width(2), seen.lost(), "{}\n{text}", seen.about);
        assert!(page.text.contains("NOT_SET_EITHER"), "{}", seen.about);
    }
}

#[test]
fn the_sarif_of_a_fleet_gives_every_row_a_fingerprint_of_its_own() {
    let validator = sarif();
    for seen in all() {
        let log: Value = serde_json::from_str(&seen.files["sarif"]).unwrap();
        check(&validator, &log);
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        let rows = seen.rows();
        let open = rows.iter().filter(|row| row.finding["verdict"] != "met");
        assert_eq!(results.len(), open.count(), "{}", seen.about);
        let prints = results
            .iter()
            .map(|one| one["partialFingerprints"].to_string());
        let prints: BTreeSet<String> = prints.collect();
        assert_eq!(prints.len(), results.len(), "{}", seen.about);
        let notes = &run["invocations"][0]["toolExecutionNotifications"];
        assert_eq!(notes.as_array().unwrap().len(), seen.lost(), "{notes}");
    }
}

#[test]
fn the_junit_of_a_fleet_has_an_error_for_each_token_that_is_missing() {
    for seen in all() {
        let tree = roxmltree::Document::parse(&seen.files["xml"]).unwrap();
        let cases: Vec<_> = tree
            .descendants()
            .filter(|it| it.has_tag_name("testcase"))
            .collect();
        let names = cases
            .iter()
            .map(|it| (it.attribute("classname"), it.attribute("name")));
        let names: BTreeSet<_> = names.collect();
        assert_eq!(
            names.len(),
            cases.len(),
            "{}: a case stands twice",
            seen.about
        );
        let suites = tree.root_element();
        let count = |name| suites.attribute(name).unwrap().parse::<usize>().unwrap();
        assert_eq!(count("errors"), seen.lost(), "{}", seen.about);
        assert_eq!(count("tests"), seen.rows().len() + seen.lost());
        assert_eq!(count("tests"), cases.len());
    }
}

#[test]
fn the_page_of_a_fleet_has_every_row_and_names_every_deployment() {
    for seen in all() {
        let text = &seen.files["html"];
        let page = Page::read(text);
        page.needs_nothing_else();
        page.can_be_read_by_everyone();
        let rows = page.count("section tbody tr td.mark");
        assert_eq!(rows, seen.rows().len(), "{}", seen.about);
        for words in ["/acme (acme)", "/acme (acme-elsewhere)", "NOT_SET_EITHER"] {
            assert!(text.contains(words), "{}: {words}", seen.about);
        }
    }
}

#[test]
fn the_table_of_a_fleet_names_every_deployment() {
    for seen in all() {
        let text = &seen.files["txt"];
        assert!(!text.contains('\u{1b}'), "{}", seen.about);
        assert!(
            text.contains(&format!("(exit {};", seen.code)),
            "{}",
            seen.about
        );
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            "acme, Semgrep http",
            "nobody, Semgrep http",
            "/acme (acme-elsewhere), phase",
            "no token: the environment variable NOT_SET_EITHER is not set",
        ] {
            assert!(words.contains(part), "{}: {part}\n{text}", seen.about);
        }
    }
}

#[test]
fn merging_changes_no_row() {
    for pair in all().chunks(2) {
        let [audit, merge] = pair else { unreachable!() };
        for end in ["csv", "xml"] {
            let text = |seen: &Seen| {
                let (_, rest) = seen.files[end].split_once('\n').unwrap();
                // How long it took.
                let lines = rest.lines().filter(|line| !line.starts_with("<testsuites"));
                lines.map(str::to_owned).collect::<Vec<_>>()
            };
            assert_eq!(text(audit), text(merge), "{}", merge.about);
        }
        assert_eq!(audit.code, merge.code, "{}", merge.about);
    }
}
