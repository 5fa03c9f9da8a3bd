//! Lines that fit: broken between words, measured in columns, never within a link or a command.

use console::measure_text_width;

/// How a text for people may look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Columns.
    pub width: u16,
    /// Whether colours may be used.
    pub colors: bool,
    /// Whether the terminal makes links of what is marked as such.
    pub links: bool,
    /// Whether rows that are met are shown in full too.
    pub every: bool,
}

/// The text broken between words into lines of at most `width` columns. A longer word is broken as well, unless it is
/// a link, which stays whole: terminals carry it on, and it can still be copied.
pub fn broken(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let fits = measure_text_width(&line) + 1 + measure_text_width(word) <= width;
        if !line.is_empty() && !fits {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            let full = measure_text_width(&line) >= width;
            if full && !is_link(word) {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines
}

fn is_link(word: &str) -> bool {
    word.contains("://")
}

/// Text broken to fit, each line indented.
pub fn wrapped(text: &str, indent: &str, width: u16) -> String {
    hanging(text, indent, indent, width)
}

/// Text broken to fit; the lines after the first have an indent of their own.
pub fn hanging(text: &str, first: &str, rest: &str, width: u16) -> String {
    let taken = first.len().max(rest.len());
    let room = usize::from(width).saturating_sub(taken).max(20);
    let mut out = String::new();
    for (at, line) in broken(text, room).iter().enumerate() {
        let indent = if at == 0 { first } else { rest };
        out.push_str(format!("{indent}{line}").trim_end());
        out.push('\n');
    }
    out
}

/// The text filled up with blanks to so many columns.
pub fn padded(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(measure_text_width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// The columns that the widest of these takes.
pub fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(measure_text_width).max().unwrap_or(0)
}

/// The text, made a link where the terminal knows such (OSC 8). Only plain web addresses become one.
pub fn linked(text: &str, url: &str, style: Style) -> String {
    let web = url.starts_with("https://") || url.starts_with("http://");
    if style.links && web && url.chars().all(|c| c.is_ascii_graphic()) {
        format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
    } else {
        text.to_owned()
    }
}

/// The same in ASCII, for terminals that know no more. Only what this program writes itself has a substitute.
pub fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '✓' => out.push('+'),
            '✗' => out.push('x'),
            '→' => out.push_str("->"),
            '…' => out.push_str("..."),
            '–' | '—' => out.push('-'),
            '·' | '•' => out.push('*'),
            '‘' | '’' => out.push('\''),
            '“' | '”' => out.push('"'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_where_a_line_holds_them() {
        assert_eq!(
            broken("gitlab/api-scope and on", 16),
            ["gitlab/api-scope", "and on"]
        );
    }

    #[test]
    fn a_word_wider_than_the_line_loses_nothing() {
        assert_eq!(broken("a 0123456789", 4), ["a", "0123", "4567", "89"]);
    }

    #[test]
    fn a_link_is_never_broken() {
        let link = "https://semgrep.dev/orgs/-/settings";
        assert_eq!(
            broken(&format!("see {link} there"), 10),
            ["see", link, "there"]
        );
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(broken("漢字 漢字", 5), ["漢字", "漢字"]);
    }

    #[test]
    fn only_plain_web_addresses_become_links() {
        let style = Style {
            links: true,
            ..Style::default()
        };
        assert!(
            linked("a", "https://example.com/", style).contains("\u{1b}]8;;https://example.com/")
        );
        for url in ["javascript:alert(1)", "https://a/\u{7}b", "https://a/ b"] {
            assert_eq!(linked("a", url, style), "a", "{url:?}");
        }
        assert_eq!(linked("a", "https://example.com/", Style::default()), "a");
    }

    #[test]
    fn every_sign_has_an_ascii_one() {
        assert_eq!(ascii("✓ met ✗ off → on…"), "+ met x off -> on...");
    }
}
