//! The samples in the README are what is printed.

use std::path::Path;

use crate::program::{Run, program};

/// A line of a sample as it can be looked for: ports and times differ from run to run.
fn timeless(line: &str) -> String {
    let mut parts = line.split("127.0.0.1:");
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.fold(first, |all, part| {
        all + part.trim_start_matches(|c: char| c.is_ascii_digit())
    });
    match text.split_once(" ms)") {
        Some((text, _)) => text.rsplit_once(", ").unwrap().0.to_owned(),
        None => text,
    }
}

/// The command that a sample shows: its own first line, else the last one for Cargo before it.
fn command(before: &str, sample: &str) -> String {
    if let Some(rest) = sample.strip_prefix("$ assistant ") {
        return rest.lines().next().unwrap().to_owned();
    }
    let (_, rest) = before.rsplit_once("cargo run --release -- ").unwrap();
    rest.lines().next().unwrap().to_owned()
}

#[test]
fn the_samples_in_the_readme_are_what_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let mut before = String::new();
    let mut seen = 0;
    for part in readme.split("```text\n") {
        if seen > 0 {
            let (sample, _) = part.split_once("```").unwrap();
            let command = command(&before, sample);
            let home = tempfile::tempdir().unwrap();
            let output = program(home.path())
                .current_dir(root)
                .args(command.split_whitespace())
                .output()
                .unwrap();
            let run = Run::from(output);
            let printed: Vec<String> = (run.out + &run.err).lines().map(timeless).collect();
            let lines = sample
                .lines()
                .filter(|line| !line.starts_with("$ ") && *line != "…");
            for line in lines.map(timeless) {
                assert!(
                    printed.contains(&line),
                    "{command} does not print: {line}\n{}",
                    printed.join("\n")
                );
            }
        }
        before.push_str(part);
        seen += 1;
    }
    assert!(seen > 3, "the README has samples");
}
