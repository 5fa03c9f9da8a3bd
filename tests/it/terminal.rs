//! What tables look like, whatever the width.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use assistant::sandbox::scenario;

use crate::program::{Run, program};

fn at(width: u16, args: &str) -> Run {
    let home = tempfile::tempdir().unwrap();
    program(home.path())
        .env("COLUMNS", width.to_string())
        .args(args.split_whitespace())
        .output()
        .unwrap()
        .into()
}

/// A line that may be longer than the terminal is wide: a link or a command, which are copied as a whole.
fn is_copied(line: &str) -> bool {
    let line = line.trim_start();
    (line.starts_with("http") && !line.contains(' '))
        || line.starts_with("assistant ")
        || line.starts_with("undo: ")
}

fn fits(run: &Run, width: u16, what: &str) {
    for line in run.out.lines().filter(|line| !is_copied(line)) {
        assert!(
            line.width() <= usize::from(width),
            "{what} at {width}: {line}"
        );
    }
}

/// The text without line breaks, indents and the blanks between columns.
fn joined(text: &str) -> String {
    text.split_whitespace().collect()
}

fn found_in<'a>(json: &'a Value, key: &str, found: &mut Vec<&'a str>) {
    match json {
        Value::Object(map) => {
            if let Some(Value::String(text)) = map.get(key) {
                found.push(text);
            }
            map.values().for_each(|value| found_in(value, key, found));
        }
        Value::Array(list) => list.iter().for_each(|value| found_in(value, key, found)),
        _ => {}
    }
}

#[test]
fn full_tables_fit_too() {
    for width in [60, 95, 96, 130] {
        for args in [
            "--sandbox check-scopes --full-table",
            "--sandbox=enabled status",
            "--sandbox features list",
            "requirements",
            "help environment",
            "help exit-codes",
            "help names",
        ] {
            fits(&at(width, args), width, args);
        }
    }
}

/// Ports differ from run to run, so hosts are left out of the comparison.
fn without_ports(text: &str) -> String {
    let mut parts = text.split("127.0.0.1:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        all + part.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}

#[test]
fn lines_fit_and_no_id_or_link_is_cut_in_any_scenario() {
    for (name, _) in scenario::builtin() {
        let report = at(80, &format!("--sandbox={name} check-scopes --format json")).json();
        let (mut ids, mut links) = (Vec::new(), Vec::new());
        found_in(&report["platform"]["findings"], "id", &mut ids);
        found_in(&report["connections"], "id", &mut ids);
        found_in(&report["platform"]["findings"], "url", &mut links);
        found_in(&report["connections"], "url", &mut links);
        assert!(!ids.is_empty(), "{name}");
        for width in [60, 120] {
            let run = at(width, &format!("--sandbox={name} check-scopes"));
            fits(&run, width, name);
            let table = without_ports(&joined(&run.out));
            for text in ids.iter().chain(&links) {
                assert!(
                    table.contains(&without_ports(text)),
                    "{name} at {width}: {text}"
                );
            }
        }
    }
}

#[test]
fn words_stay_whole_on_a_narrow_terminal() {
    let out = at(40, "--sandbox check-scopes").out;
    for id in [
        "semgrep/feature-priority-emails",
        "azure-devops/service-account",
    ] {
        assert!(out.lines().any(|line| line.contains(id)), "{id}: {out}");
    }
}

#[test]
fn met_rows_are_one_line_unless_asked_for() {
    let short = at(80, "--sandbox=enabled check-scopes --scm gitlab").out;
    assert!(short.contains("✓ 10 met"), "{short}");
    assert!(!short.contains("The scope api"), "{short}");
    for flag in ["--full-table", "-v"] {
        let full = at(
            80,
            &format!("--sandbox=enabled check-scopes --scm gitlab {flag}"),
        )
        .out;
        assert!(
            full.contains("✓ met          The scope api  gitlab/api-scope"),
            "{full}"
        );
    }
}

#[test]
fn the_same_advice_names_its_rows_once() {
    let out = at(100, "--sandbox check-scopes --scm gitlab").out;
    assert_eq!(out.matches("turn on what is off").count(), 1, "{out}");
    assert!(
        out.contains("\n    assistant enable --sandbox=ready\n"),
        "to copy: {out}"
    );
}

#[test]
fn no_escape_reaches_a_pipe() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path())
        .envs([
            ("FORCE_HYPERLINK", "1"),
            ("TERM", "xterm-kitty"),
            ("CLICOLOR_FORCE", "1"),
        ])
        .args(["--sandbox", "check-scopes"])
        .output()
        .unwrap();
    assert!(!output.stdout.contains(&0x1b));
    assert!(!output.stderr.contains(&0x1b));
}

#[test]
fn colour_is_never_all_there_is() {
    let plain = at(80, "--sandbox=low-role check-scopes --color never").out;
    let coloured = at(80, "--sandbox=low-role check-scopes --color always").out;
    assert!(coloured.contains("\u{1b}["), "{coloured}");
    let stripped = console::strip_ansi_codes(&coloured).into_owned();
    assert_eq!(without_ports(&stripped), without_ports(&plain));
}

#[test]
fn the_platform_s_own_words_are_told_in_people_s() {
    let run = at(
        80,
        "--sandbox enable --scm gitlab --yes --accept-ai-code-sharing",
    );
    assert!(run.err.contains("all affected: GitHub acme"), "{}", run.err);
    assert!(!(run.err + &run.out).contains("SCM_TYPE_"));
    let low = at(80, "--sandbox=low-role check-scopes --scm gitlab").out;
    assert!(
        low.contains("the role Developer (access_level: 30)"),
        "{low}"
    );
}
