//! One of several, chosen with arrows or by its first letter.

use std::io;

use console::{Key, Term, measure_text_width, style};

use super::{Terminal, ended};
use crate::cli::interrupt::{end, without_cursor};

/// How to choose, below the options.
const KEYS: &str = "  (arrows and Enter, or a first letter)";

/// So many lines the menu takes on a terminal of this width.
pub(super) fn rows(question: &str, options: &[&str], width: usize) -> usize {
    let lines = |text: &str, beside: usize| {
        let columns = measure_text_width(text) + beside;
        columns.div_ceil(width.max(1)).max(1)
    };
    let of_options = options.iter().map(|option| lines(option, 2));
    lines(question, 2) + of_options.sum::<usize>() + lines(KEYS, 0)
}

/// Draws the menu, follows the keys, and leaves one line that says what was chosen.
pub(super) fn run(
    terminal: Terminal,
    term: &Term,
    question: &str,
    options: &[&str],
) -> io::Result<usize> {
    let at = without_cursor(term, || choose(terminal, term, question, options))??;
    let (mark, dot) = match terminal.unicode {
        true => ("✔", "·"),
        false => ("+", "-"),
    };
    let mark = style(mark).for_stderr().green();
    terminal.put(&format!("{mark} {question} {dot} {}\n", options[at]))?;
    Ok(at)
}

fn choose(terminal: Terminal, term: &Term, question: &str, options: &[&str]) -> io::Result<usize> {
    let mut at = 0;
    loop {
        terminal.put(&drawn(terminal, question, options, at))?;
        let key = term.read_key_raw();
        // Or a signal that came meanwhile, which ends the program just now: nothing more is drawn.
        if matches!(key, Ok(Key::CtrlC)) {
            end();
            return Err(io::ErrorKind::Interrupted.into());
        }
        let width = usize::from(term.size().1);
        term.clear_last_lines(rows(question, options, width))?;
        match key? {
            Key::ArrowDown | Key::Tab => at = (at + 1) % options.len(),
            Key::ArrowUp | Key::BackTab => at = (at + options.len() - 1) % options.len(),
            Key::Home => at = 0,
            Key::End => at = options.len() - 1,
            Key::Enter => return Ok(at),
            // Ctrl-D; without a line there is no end of input but this.
            Key::Char('\u{4}') => return Err(ended()),
            Key::Char(letter) => match by_letter(options, letter) {
                Some(only) => return Ok(only),
                None => continue,
            },
            _ => {}
        }
    }
}

/// The one option that begins with this letter.
fn by_letter(options: &[&str], letter: char) -> Option<usize> {
    let begins = |option: &&str| {
        let first = option.chars().next();
        first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
    };
    let mut found = (0..options.len()).filter(|at| begins(&options[*at]));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

fn drawn(terminal: Terminal, question: &str, options: &[&str], at: usize) -> String {
    let mut text = terminal.asked(question) + "\n";
    let arrow = if terminal.unicode { "❯" } else { ">" };
    for (number, option) in options.iter().enumerate() {
        match number == at {
            true => {
                let chosen = style(format!("{arrow} {option}")).for_stderr().cyan();
                text.push_str(&format!("{chosen}\n"));
            }
            false => text.push_str(&format!("  {option}\n")),
        }
    }
    let keys = style(KEYS).for_stderr().dim();
    text + &format!("{keys}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_chooses_only_what_alone_begins_with_it() {
        let options = ["Open the page", "Copy the link", "Check again"];
        assert_eq!(by_letter(&options, 'o'), Some(0));
        assert_eq!(by_letter(&options, 'O'), Some(0));
        assert_eq!(by_letter(&options, 'c'), None);
        assert_eq!(by_letter(&options, 'x'), None);
    }

    #[test]
    fn lines_that_wrap_are_counted() {
        assert_eq!(rows("What next?", &["short", &"x".repeat(39)], 40), 5);
    }
}
