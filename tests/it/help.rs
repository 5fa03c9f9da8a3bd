//! Help as people ask for it.

use std::collections::BTreeSet;
use std::path::Path;

use assistant::scm;

use crate::program::{line, program, run, session};

#[test]
fn the_short_help_fits_one_screen_and_the_long_one_begins_with_the_sandbox() {
    for command in ["", "check-scopes", "enable", "features set"] {
        let short = line(&format!("{command} -h"));
        assert_eq!(short.code, 0);
        assert!(short.out.lines().count() <= 40, "{}", short.out);
        assert!(
            !short.out.contains("--semgrep-token-command"),
            "{}",
            short.out
        );
        assert!(short.out.contains("--help"), "{}", short.out);
        let long = line(&format!("{command} --help"));
        assert!(long.out.contains("--semgrep-token-command"), "{}", long.out);
        let first = long
            .out
            .lines()
            .find(|line| line.starts_with("  assistant "));
        assert!(
            first.unwrap().starts_with("  assistant --sandbox"),
            "{}",
            long.out
        );
    }
}

#[test]
fn both_product_names_are_found() {
    for words in [
        "-h",
        "--help",
        "help names",
        "features explain code-snippets",
        "--sandbox features list",
    ] {
        let out = line(words).out;
        for name in ["Semgrep Assistant", "Semgrep Multimodal"] {
            assert!(out.contains(name), "{words}: {out}");
        }
    }
}

/// Examples that touch nothing of anybody's can be run as they stand.
#[test]
fn the_sandbox_s_examples_work() {
    for command in [
        "",
        "check-scopes",
        "enable",
        "connect-scm",
        "disconnect-scm",
        "disable",
        "features",
        "features set",
        "status",
    ] {
        let help = line(&format!("{command} --help")).out;
        let examples = help.lines().map(str::trim);
        for example in examples.filter(|line| line.starts_with("assistant --sandbox")) {
            if example == "assistant --sandbox check-scopes" && command.is_empty() {
                continue;
            }
            let ran = line(example.trim_start_matches("assistant "));
            let fine = if example.contains("missing-scope") {
                3
            } else {
                0
            };
            assert_eq!(ran.code, fine, "{example}: {}{}", ran.out, ran.err);
        }
    }
}

#[test]
fn help_knows_commands_and_topics_and_suggests_the_nearest() {
    assert_eq!(
        line("help features set").out,
        line("features set --help").out
    );
    assert!(line("help exit-codes").out.contains("130  interrupted"));
    for (typed, meant) in [
        ("exit-code", "exit-codes"),
        ("enabel", "enable"),
        ("environ", "environment"),
    ] {
        let run = line(&format!("help {typed}"));
        assert_eq!(run.code, 2);
        assert!(
            run.err.contains(&format!("did you mean {meant}?")),
            "{}",
            run.err
        );
    }
}

#[test]
fn typos_are_answered_with_the_nearest_name() {
    for (typed, meant) in [
        ("check-scoops", "check-scopes"),
        ("check-scopes --namespac x", "--namespace"),
        ("check-scopes --scm gitlb", "gitlab"),
        ("--sandbox=redy status", "ready"),
        ("sandbox --scenario expird", "expired"),
        ("features explain noise-fliter", "noise-filter"),
        ("--sandbox features set noise-fliter=off", "noise-filter"),
        ("--sandbox enable --skip noise-fliter", "noise-filter"),
        ("--sandbox enable --set remedation=on", "remediation"),
        ("--sandbox check-scopes --fail-on hygien", "hygiene"),
        ("completions fsh", "fish"),
    ] {
        let run = line(typed);
        assert_eq!(run.code, 2, "{typed}");
        assert!(run.err.contains(meant), "{typed}: {}", run.err);
    }
}

/// Names in capitals that a source file reads from the environment.
fn variables_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.contains("simulate") && !name.contains("tests") {
                variables_in(&path, found);
            }
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for (at, part) in text.split('"').enumerate() {
            let is_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
            let ours = ["ASSISTANT_", "SEMGREP_", "SSL_"]
                .iter()
                .any(|start| part.starts_with(start));
            if at % 2 == 1 && ours && part.chars().all(is_name) && !part.ends_with('_') {
                found.insert(part.to_owned());
            }
        }
    }
}

#[test]
fn the_environment_topic_names_every_variable_the_sources_read() {
    let mut read = BTreeSet::new();
    variables_in(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut read,
    );
    assert!(
        read.contains("SEMGREP_APP_TOKEN"),
        "the search finds them: {read:?}"
    );
    for scm in scm::ALL {
        read.extend(
            scm.about()
                .token_variables
                .iter()
                .map(|name| (*name).to_owned()),
        );
        read.insert(scm.about().url_variable.to_owned());
    }
    let flags = [
        "ASSISTANT_SCM",
        "ASSISTANT_NAMESPACE",
        "ASSISTANT_ACCEPT_AI_CODE_SHARING",
        "ASSISTANT_CONFIG",
    ];
    let exported = line("sandbox -- env").out;
    let exported = exported
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, _)| name);
    let exported = exported.filter(|name| name.starts_with("ASSISTANT_"));
    let all = read.iter().map(String::as_str).chain(flags).chain(exported);
    let told = line("help environment").out;
    for name in all.filter(|name| *name != "ASSISTANT") {
        assert!(
            told.lines().any(|line| line.trim() == name),
            "{name} is missing"
        );
    }
}

#[test]
fn every_command_has_a_man_page() {
    let home = tempfile::tempdir().unwrap();
    let output = program(home.path())
        .args(["man", "--out", "pages"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    for name in ["assistant", "assistant-enable", "assistant-features-set"] {
        let page = std::fs::read_to_string(home.path().join(format!("pages/{name}.1"))).unwrap();
        assert!(page.contains(".SH EXAMPLES"), "{page}");
        assert!(page.contains("assistant \\-\\-sandbox"), "{page}");
    }
    assert_eq!(run(&["man", "enable"]).out, {
        std::fs::read_to_string(home.path().join("pages/assistant-enable.1")).unwrap()
    });
    assert!(run(&["man", "enabel"]).err.contains("did you mean enable?"));
}

#[test]
fn help_goes_to_standard_output_and_no_command_to_standard_error() {
    assert!(line("--help").err.is_empty());
    let none = line("");
    assert_eq!((none.code, none.out.as_str()), (2, ""));
    assert!(none.err.contains("Usage: assistant"));
}

#[test]
fn twice_verbose_shows_bodies_without_secrets() {
    let run = session(
        "ready",
        "$ASSISTANT enable --scm gitlab --yes --accept-ai-code-sharing -vv -q 2>&1 >/dev/null; printf 'T %s\\n' \"$ASSISTANT_GITLAB_TOKEN\" \"$ASSISTANT_SEMGREP_TOKEN\"",
    );
    let (told, tokens): (Vec<&str>, Vec<&str>) =
        run.out.lines().partition(|line| !line.starts_with("T "));
    assert_eq!(tokens.len(), 2);
    for token in tokens {
        assert!(!told.join("\n").contains(&token[2..]));
    }
    let sent = told
        .iter()
        .position(|line| line.starts_with("POST "))
        .unwrap();
    assert!(
        told[sent].contains(" 201 ") && told[sent].ends_with(" ms"),
        "{}",
        told[sent]
    );
    assert!(
        told[sent + 1].starts_with("  > {") && told[sent + 1].contains("\"[redacted]\""),
        "{}",
        told[sent + 1]
    );
    assert!(told[sent + 2].starts_with("  < {"), "{}", told[sent + 2]);
    let once = line("--sandbox check-scopes --scm gitlab -v");
    assert!(!once.err.contains("  < {"), "{}", once.err);
    assert!(once.err.contains("GET http"), "{}", once.err);
}
