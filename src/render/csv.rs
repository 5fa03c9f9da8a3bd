//! CSV by RFC 4180: a header, then one finding a row. Columns are added at the end, never moved.
//!
//! Spreadsheets take a cell that begins like a formula for one: such a cell gets an apostrophe before it.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::entries::{Entry, Mark, entries};
use super::{Frame, brief};
use crate::audit::{Report, Verdict};

const COLUMNS: [&str; 24] = [
    "target",
    "scm",
    "host",
    "namespace",
    "phase",
    "id",
    "title",
    "level",
    "verdict",
    "cause",
    "certainty",
    "mark",
    "attested_by",
    "attested_via",
    "waived_by",
    "waived_until",
    "waived_reason",
    "evidence",
    "fix",
    "fix_url",
    "fix_who",
    "docs",
    "deployment",
    "lost",
];

/// A spreadsheet's cell holds 32,767 characters.
const MOST: usize = 32_000;

/// The header and all rows.
pub(super) fn rows(report: &Report, _frame: &Frame<'_>) -> String {
    header() + &body(report)
}

/// The header alone.
pub fn header() -> String {
    written([COLUMNS.map(str::to_owned)])
}

/// The rows alone.
pub fn body(report: &Report) -> String {
    written(entries(report).map(|entry| row(&entry).map(|text| cell(&text))))
}

fn written(records: impl IntoIterator<Item = [String; COLUMNS.len()]>) -> String {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        // A reader that splits at another sign than the comma must not split within a cell either.
        .quote_style(QuoteStyle::Always)
        .from_writer(Vec::new());
    // Nothing fails on the way to memory.
    for cells in records {
        let _ = writer.write_record(cells);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn row(entry: &Entry<'_>) -> [String; COLUMNS.len()] {
    let finding = entry.finding;
    let judged = &finding.judged;
    let of = |pick: fn(&crate::audit::ConnectionReport) -> &str| {
        entry.connection.map(pick).unwrap_or_default().to_owned()
    };
    let cause = judged.cause.as_ref();
    let cause = cause.filter(|_| judged.verdict != Verdict::Met);
    let attested = finding.attested.as_ref();
    let waived = finding.waived.as_ref();
    let fix = finding.fix.as_ref();
    let seen = judged.by.iter().map(|trace| trace.detail.as_str());
    let seen: Vec<&str> = seen.filter(|detail| !detail.is_empty()).collect();
    let (_, mark) = Mark::of(finding)
        .words()
        .split_once(' ')
        .unwrap_or_default();
    [
        entry.target.clone(),
        of(|one| &one.scm),
        of(|one| &one.host),
        of(|one| &one.namespace),
        of(|one| one.phase),
        finding.id.to_owned(),
        finding.title.to_owned(),
        finding.level.word().to_owned(),
        judged.verdict.word().to_owned(),
        cause.map(|one| one.code()).unwrap_or_default(),
        judged.sure.word().to_owned(),
        mark.to_owned(),
        attested.map(|one| one.by.clone()).unwrap_or_default(),
        attested.map(|one| one.via.to_owned()).unwrap_or_default(),
        waived.map(|one| one.owner.clone()).unwrap_or_default(),
        waived.map(|one| one.until.clone()).unwrap_or_default(),
        waived.map(|one| one.reason.clone()).unwrap_or_default(),
        seen.join("; "),
        fix.map(|one| one.text.clone()).unwrap_or_default(),
        fix.and_then(|one| one.url.clone()).unwrap_or_default(),
        fix.map(|one| one.who.clone()).unwrap_or_default(),
        finding.docs.to_owned(),
        entry.report.name.clone().unwrap_or_default(),
        entry.lost().unwrap_or_default().to_owned(),
    ]
}

/// One cell: clean, of bounded length, and never a formula.
fn cell(text: &str) -> String {
    let text = brief(text, MOST);
    let begins_formula = |c: char| "=+-@＝＋－＠".contains(c);
    if text.trim_start().starts_with(begins_formula) {
        return format!("'{text}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_begins_like_a_formula() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r\n=1",
            " =1",
            "＝1",
            "\u{200b}=1",
        ] {
            let cell = cell(text);
            assert!(cell.starts_with('\''), "{text:?} became {cell:?}");
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        assert_eq!(cell("a=1, \"b\"; 'c'"), "a=1, \"b\"; 'c'");
    }

    #[test]
    fn no_cell_is_longer_than_a_spreadsheet_takes() {
        assert!(cell(&"x".repeat(100_000)).chars().count() < 32_767);
    }
}
