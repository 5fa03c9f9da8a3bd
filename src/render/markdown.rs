//! Markdown for a pull request's comment or a CI step's summary: what is open first, what is met folded away.
//!
//! Text from servers must neither make markup nor links, nor call anybody: it is escaped, and what platforms turn
//! into mentions and references on their own is broken up by an invisible word joiner.

use std::cmp::Reverse;

use super::entries::{Mark, advice, entries, moved, of_fleet, summary, told};
use super::{Frame, brief, members};
use crate::audit::{Drift, Level, Report, counted};

/// What a comment may hold on the platform that takes the least, in characters.
const MOST: usize = 65_536;

/// Room kept for what stands below the tables.
const RESERVE: usize = 1_000;

/// So much of a name is shown.
const NAME: usize = 120;

/// So much of one cell is shown.
const CELL: usize = 600;

const HEAD: &str = "| | Check | What was seen | What to do |\n|---|---|---|---|\n";

/// The page.
pub(super) fn page(report: &Report, frame: &Frame<'_>) -> String {
    let mut page = Page::default();
    page.add(&format!("## {}\n\n", title(report)));
    page.add(&format!("{}\n\n", escaped(&summary(report, frame), CELL)));
    if let Some(error) = &frame.error {
        page.add(&format!("**Error:** {}\n\n", escaped(&error.message, CELL)));
        if let Some(fix) = &error.fix {
            page.add(&format!("**Hint:** {}\n\n", escaped(fix, CELL)));
        }
    }
    if let Some(drift) = &frame.drift {
        add_drift(&mut page, drift);
    }
    for (head, lines) in frame.tally.iter().flat_map(of_fleet) {
        page.add(&format!("### {head}\n\n"));
        for line in lines {
            page.add(&format!("- {}\n", escaped(&line, CELL)));
        }
        page.add("\n");
    }
    add_lost(&mut page, report);
    add_rows(&mut page, report);
    page.text
}

/// Tokens that could not be had.
fn add_lost(page: &mut Page, report: &Report) {
    let rows = members::lost(report).map(|(target, why)| {
        let (target, why) = (escaped(&target, NAME), escaped(&why, CELL));
        format!("| {target} | {why} |\n")
    });
    let mut rows = rows.peekable();
    if rows.peek().is_some() {
        page.add_table("| No token for | Why |\n|---|---|\n", rows);
    }
}

fn title(report: &Report) -> String {
    let deployment = report.platform.as_ref();
    let deployment = deployment.and_then(|one| one.deployment.as_ref());
    let named = deployment.map(|one| format!(": {}", escaped(&one.slug, NAME)));
    format!("Semgrep Assistant{}", named.unwrap_or_default())
}

fn add_drift(page: &mut Page, drift: &Drift) {
    page.add(&format!(
        "### Drift since {}\n\n",
        escaped(&drift.since, NAME)
    ));
    if let Some(why) = &drift.incomparable {
        page.add(&format!("Not compared: {}\n\n", escaped(why, CELL)));
        return;
    }
    if drift.moves.is_empty() {
        page.add("Nothing moved.\n\n");
        return;
    }
    let rows = drift.moves.iter().map(|one| {
        let parts = moved(one).map(|part| escaped(&part, CELL));
        format!("| {} |\n", parts.join(" | "))
    });
    page.add_table("| | What | From → to |\n|---|---|---|\n", rows);
}

fn add_rows(page: &mut Page, report: &Report) {
    let mut rows: Vec<(Mark, Reverse<Level>, String)> = entries(report)
        .map(|entry| {
            let finding = entry.finding;
            let mark = Mark::of(finding);
            let told = told(finding)
                .iter()
                .map(|part| escaped(part, CELL))
                .collect::<Vec<_>>();
            let todo = advice(finding).map(|text| escaped(&text, CELL));
            let row = format!(
                "| {} | {}<br>`{}` ({})<br>{} | {} | {} |\n",
                mark.words(),
                escaped(finding.title, CELL),
                finding.id,
                finding.level.word(),
                escaped(&entry.shown(), 2 * NAME),
                told.join("<br>"),
                todo.unwrap_or_default(),
            );
            (mark, Reverse(finding.level), row)
        })
        .collect();
    // Within one mark and level the order stays: the deployment's rows first, then connection by connection.
    rows.sort_by_key(|(mark, level, _)| (*mark, *level));
    let (met, open): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|(mark, _, _)| *mark == Mark::Met);
    if !open.is_empty() {
        page.add_table(HEAD, open.into_iter().map(|(_, _, row)| row));
    }
    if !met.is_empty() {
        let head = format!("<details><summary>{} met</summary>\n\n{HEAD}", met.len());
        page.add_table(&head, met.into_iter().map(|(_, _, row)| row));
        page.always("</details>\n");
    }
}

/// Text that never grows over what a comment holds.
#[derive(Default)]
struct Page {
    text: String,
    length: usize,
}

impl Page {
    fn fits(&self, text: &str) -> bool {
        self.length + text.chars().count() + RESERVE <= MOST
    }

    fn add(&mut self, text: &str) {
        if self.fits(text) {
            self.always(text);
        }
    }

    /// What the reserve is for.
    fn always(&mut self, text: &str) {
        self.length += text.chars().count();
        self.text.push_str(text);
    }

    /// As many rows as fit, and how many do not.
    fn add_table(&mut self, head: &str, rows: impl Iterator<Item = String>) {
        self.always(head);
        let mut left_out = 0;
        for row in rows {
            // After a gap a shorter row would look as if it was the next one.
            if left_out == 0 && self.fits(&row) {
                self.always(&row);
            } else {
                left_out += 1;
            }
        }
        self.always("\n");
        if left_out > 0 {
            let (rows, are) = (
                counted(left_out, "more row"),
                if left_out == 1 { "is" } else { "are" },
            );
            self.always(&format!(
                "**{rows} {are} left out: a comment holds {MOST} characters. The JSON output has them all.**\n\n"
            ));
        }
    }
}

/// Parts a reference from what it refers to, and is not seen.
const JOINER: char = '\u{2060}';

/// Signs that mean something within a line of Markdown.
const MARKUP: &str = "\\`*_{}[]()#+!|~$^@";

/// Signs that begin a reference where something follows them.
const REFERENCES: &str = "@#!$%~&^:";

/// The text as text: no markup, no link, no mention, no reference.
fn escaped(text: &str, most: usize) -> String {
    let text = brief(text, most);
    let mut out = String::with_capacity(text.len() + 8);
    let mut signs = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = signs.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if MARKUP.contains(c) => out.extend(['\\', c]),
            c => out.push(c),
        }
        let www = c == '.' && before.eq_ignore_ascii_case(&'w');
        let followed = signs.peek().is_some_and(|next| !next.is_whitespace());
        if followed && (www || REFERENCES.contains(c)) {
            out.push(JOINER);
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn server_text_makes_no_markup() {
        let text = escaped("<b>a</b> | `x` [y](http://z) *w* @team #12", CELL);
        for part in ["<b>", " | ", " `", "](", "@team", "#12", "://"] {
            assert!(!text.contains(part), "{part} in {text}");
        }
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let mut page = Page::default();
        page.add_table("", (0..1_000).map(|_| "x".repeat(100)));
        assert!(page.length <= MOST);
        let kept = page.text.matches(&"x".repeat(100)).count();
        let note = format!("{} more rows", 1_000 - kept);
        assert!(page.text.contains(&note), "{kept}");
    }
}
