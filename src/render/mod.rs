//! Reports as text, each format by one function of the same shape. Text from servers is data: it is cleaned before it
//! reaches a terminal, and escaped for every other reader.

pub mod csv;
mod entries;
mod html;
pub mod json;
mod junit;
pub mod lines;
mod lists;
mod markdown;
mod members;
pub mod ndjson;
mod sarif;
mod shape;
pub mod table;

use serde_json::{Map, Value};

use crate::audit::{Drift, FailOn, Outcome, Report, Requirement, Tally};

pub use entries::summary;
use json::Failure;
use table::Style;

/// Everything of a run beside its report.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The command's name.
    pub command: &'a str,
    /// The judged outcome.
    pub outcome: Outcome,
    /// The process's exit code.
    pub exit_code: u8,
    /// What counts as failure.
    pub fail_on: FailOn,
    /// Now, RFC 3339.
    pub generated_at: String,
    /// What went wrong.
    pub error: Option<Failure>,
    /// What moved since an earlier report.
    pub drift: Option<Drift>,
    /// What a fleet comes to.
    pub tally: Option<Tally>,
    /// The one key that some commands add to the JSON.
    pub extra: Map<String, Value>,
    /// The rows that may have been judged.
    pub catalogue: Vec<&'static Requirement>,
    /// The file that results are pinned to, as a relative URI.
    pub location: String,
    /// The commands that undo what was changed.
    pub undo: Vec<String>,
    /// How tables look.
    pub style: Style,
}

/// How a report is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a terminal.
    Table,
    /// One document, version 1.
    Json,
    /// One record a line.
    Ndjson,
    /// One finding a row.
    Csv,
    /// For a pull request's comment or a CI step's summary.
    Markdown,
    /// For code scanning, 2.1.0.
    Sarif,
    /// For test reports.
    Junit,
    /// One page that needs nothing else.
    Html,
}

/// The one shape of all renderers.
type Render = fn(&Report, &Frame<'_>) -> String;

impl Format {
    /// All formats with the extensions of their files, the longest first where one ends with another.
    pub const EXTENSIONS: [(&'static str, Format); 9] = [
        (".sarif.json", Format::Sarif),
        (".json", Format::Json),
        (".ndjson", Format::Ndjson),
        (".csv", Format::Csv),
        (".md", Format::Markdown),
        (".sarif", Format::Sarif),
        (".xml", Format::Junit),
        (".html", Format::Html),
        (".txt", Format::Table),
    ];

    /// The format of a file by its name, upper or lower case.
    pub fn of_file(name: &str) -> Option<Format> {
        let name = name.to_lowercase();
        let by_end = |(end, format): &(&str, Format)| {
            let named = name.len() > end.len() && name.ends_with(end);
            named.then_some(*format)
        };
        Format::EXTENSIONS.iter().find_map(by_end)
    }

    /// The report in this format.
    pub fn render(self, report: &Report, frame: &Frame<'_>) -> String {
        let render: Render = match self {
            Format::Table => table::page,
            Format::Json => json::document,
            Format::Ndjson => ndjson::records,
            Format::Csv => csv::rows,
            Format::Markdown => markdown::page,
            Format::Sarif => sarif::log,
            Format::Junit => junit::suites,
            Format::Html => html::page,
        };
        render(report, frame)
    }
}

/// Text that can't move the cursor, change colours or turn the reading direction around.
pub fn clean(text: &str) -> String {
    // Most text is like this, and long reports have much of it.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| if c == '\n' || c == '\t' { ' ' } else { c })
        .filter(|c| !steers(*c))
        .collect()
}

/// Enough of a text to know it again, cleaned: a service may give a name that never ends. JSON has all of it.
pub fn brief(text: &str, most: usize) -> String {
    let text = clean(text);
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Characters of a name that people need to know it again; services allow 255 at most.
pub const NAME: usize = 300;

/// What a terminal obeys rather than shows.
fn steers(c: char) -> bool {
    c.is_control() || turns(c)
}

/// Marks that change the direction of text, or are not seen at all.
fn turns(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{clean, turns};

    #[test]
    fn escapes_and_bidi_marks_do_not_reach_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\r\nc\u{202e}d"), "a[31mb cd");
    }

    proptest! {
        #[test]
        fn nothing_that_moves_or_turns_survives(text in any::<String>(), marks in "[\\x00-\\x1f\\x7f-\\u{9f}\\u{200b}-\\u{202e}\\u{2060}-\\u{206f}]{0,9}") {
            let cleaned = clean(&format!("{text}{marks}{text}"));
            prop_assert!(!cleaned.chars().any(|c| c.is_control() || turns(c)), "{:?}", cleaned);
            prop_assert_eq!(clean(&cleaned), cleaned);
        }

        #[test]
        fn plain_text_stays_as_it_is(text in "[ -~äößéñ日本語🦀]*") {
            prop_assert_eq!(clean(&text), text);
        }
    }
}
