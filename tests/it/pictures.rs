//! Pictures of real runs under `examples/pictures/`, drawn from what the program puts on a terminal within the sandbox.
//! `UPDATE_PICTURES=1` draws them anew; else a picture that shows something else than the program does is a failure.

mod svg;

use std::path::{Path, PathBuf};

use crate::pty::{Prompt, Terminal, screen};
use svg::Frame;

/// Rows and columns of the terminal for the wizard.
const WIZARD: (u16, u16) = (34, 80);

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples/pictures")
        .join(name)
}

/// What differs from run to run: ports, days, and how long it took.
fn settled(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let text = replaced(&text, "127.0.0.1:", |rest| {
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        ("40000".to_owned(), end)
    });
    let text = replaced(&text, "20", |rest| {
        let bytes = rest.as_bytes();
        let is = |at: usize, digit: bool| {
            let byte = bytes.get(at).copied().unwrap_or_default();
            if digit {
                byte.is_ascii_digit()
            } else {
                byte == b'-'
            }
        };
        let day = [true, true, false, true, true, false, true, true];
        match (0..8).all(|at| is(at, day[at])) {
            true => ("27-03-01".to_owned(), 8),
            false => (String::new(), 0),
        }
    });
    replaced(&text, " requests, ", |rest| {
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        ("700".to_owned(), end)
    })
}

/// Puts other words behind each mark; the closure gives them, and how much they replace.
fn replaced(text: &str, mark: &str, other: impl Fn(&str) -> (String, usize)) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(mark) {
        let behind = at + mark.len();
        out.push_str(&rest[..behind]);
        let (words, taken) = other(&rest[behind..]);
        out.push_str(&words);
        rest = &rest[behind + taken..];
    }
    out + rest
}

fn drawn(raw: &[u8], size: (u16, u16)) -> vt100::Parser {
    let mut screen = screen(size.0, size.1);
    screen.process(settled(raw).as_bytes());
    screen
}

/// Compares with the picture that is kept, or keeps this one.
fn keep(name: &str, svg: &str) {
    let path = file(name);
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, svg).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differing = || {
        let lines = kept.lines().zip(svg.lines());
        let other = lines.filter(|(old, new)| old != new).take(3);
        other
            .map(|(old, new)| format!("- {old}\n+ {new}\n"))
            .collect::<String>()
    };
    assert!(
        kept == svg,
        "{name} shows something else than the program does; UPDATE_PICTURES=1 draws it anew\n{}",
        differing()
    );
}

/// The whole of a command that asks nothing.
fn still(name: &str, line: &str) {
    let home = tempfile::tempdir().unwrap();
    let args: Vec<&str> = line.split_whitespace().collect();
    let size = (120, 80);
    let mut terminal = Terminal::sized(home.path(), &[], &args, size);
    let _ = terminal.until("the end", |_| None::<()>);
    let raw = terminal.end().raw;
    let screen = drawn(&raw, size);
    keep(
        name,
        &svg::still(&format!("assistant {line}"), screen.screen()),
    );
}

#[test]
fn the_picture_of_check_scopes_is_true() {
    still(
        "check-scopes.svg",
        "--sandbox=missing-scope check-scopes --scm gitlab",
    );
}

#[test]
fn the_picture_of_status_is_true() {
    still("status.svg", "--sandbox=enabled status");
}

#[test]
fn the_picture_of_a_gap_is_true() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::sized(home.path(), &[], &["--sandbox=low-role"], WIZARD);
    terminal.choose("GitLab");
    assert!(terminal.prompt().is_some());
    let screen = drawn(&terminal.raw, WIZARD);
    keep("gap.svg", &svg::still("assistant", screen.screen()));
}

#[test]
fn the_recording_of_the_wizard_is_true() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::sized(home.path(), &[], &["--sandbox"], WIZARD);
    let mut frames = Vec::new();
    while let Some(prompt) = terminal.prompt() {
        frames.push(Frame::of(&drawn(&terminal.raw, WIZARD), 3));
        match &prompt {
            Prompt::Menu(question, ..) if question.starts_with("What shall") => {
                terminal.choose("GitLab")
            }
            Prompt::Menu(..) => terminal.choose("Turn all"),
            Prompt::Line(_) => terminal.answer("y"),
        }
    }
    let raw = terminal.end().raw;
    frames.push(Frame::of(&drawn(&raw, WIZARD), 8));
    assert!(frames.len() > 4);
    keep("wizard.svg", &svg::moving("assistant", &frames));
}
