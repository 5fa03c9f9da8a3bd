//! What the README and the pages beside it say is what the program does.

use std::collections::BTreeSet;
use std::path::Path;

use assistant::ask::{Ask, Effect, Probe};
use assistant::audit::drift::Kind;
use assistant::semgrep::Platform;
use assistant::{local, scm};

use crate::program::{line, run};

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands below a heading, up to the next one.
fn below(text: &str, heading: &str) -> String {
    let lines = text.lines().skip_while(|line| *line != heading).skip(1);
    let part: Vec<&str> = lines.take_while(|line| !line.starts_with('#')).collect();
    assert!(!part.is_empty(), "there is no {heading}");
    part.join("\n")
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Every request that there is, with the name of its side as the README has it.
fn asks() -> Vec<(&'static str, &'static Ask)> {
    let platform = Platform::default();
    let of_platform = platform.asks().iter().map(|ask| ("Semgrep", *ask));
    let of_scms = scm::ALL.into_iter().flat_map(|scm| {
        let name = scm.about().name;
        scm.asks().iter().map(move |ask| (name, *ask))
    });
    let of_machine = local::ASKS.iter().map(|ask| ("this machine", *ask));
    of_platform.chain(of_scms).chain(of_machine).collect()
}

fn with(effect: Effect) -> BTreeSet<(String, String)> {
    let fitting = asks().into_iter().filter(|(_, ask)| ask.effect == effect);
    fitting
        .map(|(side, ask)| (side.to_owned(), ask.name()))
        .collect()
}

#[test]
fn the_readme_lists_every_request_that_writes_and_no_other() {
    let part = below(&text("README.md"), "### Which requests write");
    let rows = part.lines().filter(|line| line.contains("| `"));
    let listed: BTreeSet<(String, String)> = rows
        .map(|row| {
            let side = row.split('|').nth(1).unwrap().trim();
            (side.to_owned(), quoted(row)[0].clone())
        })
        .collect();
    assert_eq!(listed, with(Effect::Writes));
}

#[test]
fn the_readme_lists_every_request_that_is_shaped_like_a_write() {
    let part = below(&text("README.md"), "### Which requests write");
    let rows = part.lines().filter(|line| line.starts_with("- `"));
    let listed: BTreeSet<(String, String)> = rows
        .map(|row| ("Azure DevOps".to_owned(), quoted(row)[0].clone()))
        .collect();
    assert_eq!(listed, with(Effect::Probes));
}

#[test]
fn every_other_request_is_get_or_head() {
    for (side, ask) in asks() {
        let reads = ["GET", "HEAD"].contains(&ask.method);
        assert_eq!(reads, ask.effect == Effect::Reads, "{side}: {}", ask.name());
    }
}

#[test]
fn every_command_is_in_the_readme() {
    let table = quoted(&below(&text("README.md"), "## Commands"));
    let help = line("-h").out;
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<&str> = commands
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.len() > 10, "{help}");
    for command in commands {
        let named = |words: &String| words.split(' ').next() == Some(command);
        assert!(table.iter().any(named), "{command} is not in the table");
    }
}

/// The commands of this program that stand in blocks of shell lines.
fn lines_to_copy(text: &str) -> Vec<String> {
    let mut within = false;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        match line {
            "```sh" => within = true,
            "```" => within = false,
            _ if within && line.starts_with("assistant ") => found.push(line.to_owned()),
            _ => {}
        }
    }
    found
}

#[test]
fn every_line_to_copy_is_one_the_program_takes() {
    let lines = lines_to_copy(&text("README.md"));
    assert!(lines.len() > 5, "{lines:?}");
    for line in lines {
        let words = line.split_whitespace().skip(1);
        // Redirections and remarks are the shell's affair. With --help after them, words are read and nothing is done.
        let words = words.take_while(|word| ![">", "|", "#"].contains(word));
        let words: Vec<&str> = words.chain(["--help"]).collect();
        let run = run(&words);
        assert_eq!(run.code, 0, "{line}: {}", run.err);
    }
}

#[test]
fn every_flag_that_is_named_exists() {
    let pages = ["README.md", "examples/reports.md", "examples/Containerfile"];
    let known: BTreeSet<String> = all_flags();
    for page in pages {
        let text = text(page);
        // Cargo's and the container engine's own.
        let lines = text.lines().filter(|line| {
            !["cargo ", "podman ", "apt-get", "COPY "]
                .iter()
                .any(|own| line.contains(own))
        });
        for word in lines.flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || c == '-')))
        {
            if word.starts_with("--") && word.len() > 2 && !word.starts_with("---") {
                assert!(known.contains(word), "{page}: there is no {word}");
            }
        }
    }
}

/// The flags of every command, from its help.
fn all_flags() -> BTreeSet<String> {
    let commands = [
        "",
        "connect-scm",
        "disconnect-scm",
        "check-scopes",
        "enable",
        "apply",
        "audit",
        "report merge",
        "features set",
        "status",
        "token add",
        "token rotate",
        "doctor",
        "requirements",
        "sandbox",
        "man",
    ];
    let mut flags = BTreeSet::new();
    for command in commands {
        let help = line(&format!("{command} --help")).out;
        let words = help.split(|c: char| !(c.is_alphanumeric() || c == '-'));
        flags.extend(
            words
                .filter(|word| word.starts_with("--"))
                .map(str::to_owned),
        );
    }
    flags
}

/// The anchor that a heading gets on the web.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = kept
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_link_leads_somewhere() {
    for page in ["README.md", "examples/reports.md", "CHANGELOG.md"] {
        let text = text(page);
        let anchors: Vec<String> = text
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(anchor)
            .collect();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            match link.strip_prefix('#') {
                Some(name) => assert!(anchors.iter().any(|one| one == name), "{page}: {link}"),
                None if link.starts_with("https://") => {}
                None => assert!(folder.with_file_name(link).exists(), "{page}: {link}"),
            }
        }
    }
}

#[test]
fn the_columns_of_the_csv_are_described_in_their_order() {
    let part = below(&text("examples/reports.md"), "## Columns of the CSV");
    let rows = part.lines().filter(|line| line.starts_with("| `"));
    let described: Vec<String> = rows.map(|row| quoted(row)[0].clone()).collect();
    let csv = line("--sandbox check-scopes --scm gitlab --format csv").out;
    let printed: Vec<&str> = csv
        .lines()
        .next()
        .unwrap()
        .split(',')
        .map(|name| name.trim_matches('"'))
        .collect();
    assert_eq!(described, printed);
}

#[test]
fn every_kind_of_move_is_described() {
    let part = below(&text("examples/reports.md"), "## What moved");
    let rows = part.lines().filter(|line| line.starts_with("| `"));
    let described: Vec<String> = rows
        .flat_map(|row| quoted(row.split('|').nth(1).unwrap()))
        .collect();
    assert_eq!(described, Kind::ALL.map(|kind| kind.word().to_owned()));
}
