//! Lists for people, in columns where they fit: settings, changes, kept tokens, what moved.

use super::entries::moved;
use comfy_table::{ContentArrangement, Table, presets};

use super::lines::{Style, hanging, widest, wrapped};
use super::{NAME, brief, clean};
use crate::audit::{Change, Drift, FeatureRow};

/// What moved since an earlier report.
pub(super) fn drift(drift: &Drift, style: Style) -> String {
    let head = format!("\nDrift since {}\n", clean(&drift.since));
    if let Some(why) = &drift.incomparable {
        return head + &wrapped(&format!("not compared: {}", clean(why)), "  ", style.width);
    }
    if drift.moves.is_empty() {
        return head + "  nothing moved\n";
    }
    let rows: Vec<[String; 3]> = drift.moves.iter().map(moved).collect();
    head + &columns(&rows, style)
}

/// The tokens kept here: source code manager, host, namespace, place.
pub fn kept(rows: &[[&str; 4]], style: Style) -> String {
    let head = ["scm", "host", "namespace", "kept in"].map(str::to_owned);
    let each = rows.iter().map(|row| row.map(clean));
    let rows: Vec<[String; 4]> = std::iter::once(head).chain(each).collect();
    columns(&rows, style)
}

/// Rows in columns where all fit, else each as words of its own.
fn columns<const N: usize>(rows: &[[String; N]], style: Style) -> String {
    fitting(rows, style).unwrap_or_else(|| {
        let told = |row: &[String; N]| {
            let told = row.iter().map(String::as_str).filter(|one| !one.is_empty());
            let told = told.collect::<Vec<_>>().join(", ");
            hanging(&told, " ", "   ", style.width)
        };
        rows.iter().map(told).collect()
    })
}

/// Rows in columns; `None` where they are wider than the terminal, since no id and no link may be cut.
fn fitting<const N: usize>(rows: &[[String; N]], style: Style) -> Option<String> {
    let text = in_columns(rows);
    (widest(text.lines()) <= usize::from(style.width)).then_some(text)
}

fn in_columns<const N: usize>(rows: &[[String; N]]) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .add_rows(rows);
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((u16::from(at == 0), 2));
    }
    table.trim_fmt() + "\n"
}

/// The settings under both names.
pub fn features(rows: &[FeatureRow], style: Style) -> String {
    let value = |row: &FeatureRow| {
        let text = row.value.as_deref().map(clean);
        text.unwrap_or_else(|| "cannot tell".to_owned())
    };
    let head = [
        "key",
        "value",
        "name (Semgrep Multimodal)",
        "name (Semgrep Assistant)",
    ];
    let each = rows.iter().map(|row| {
        let [key, label, former] = [row.key, row.label, row.former_label].map(str::to_owned);
        [key, value(row), label, former]
    });
    let wide: Vec<_> = std::iter::once(head.map(str::to_owned))
        .chain(each)
        .collect();
    if let Some(text) = fitting(&wide, style) {
        return text;
    }
    let both = |row: &FeatureRow| match row.label == row.former_label {
        true => row.label.to_owned(),
        false => format!("{}; formerly {}", row.label, row.former_label),
    };
    let names = "name (Semgrep Multimodal); former name (Semgrep Assistant)".to_owned();
    let names = std::iter::once(names).chain(rows.iter().map(both));
    let narrow: Vec<[String; 2]> = wide
        .into_iter()
        .map(|[key, value, ..]| [key, value])
        .collect();
    let lines = in_columns(&narrow);
    let told = lines.lines().zip(names);
    told.map(|(line, both)| format!("{line}\n{}", wrapped(&both, "     ", style.width)))
        .collect()
}

/// What was or would be changed, under what it is changed on.
pub fn changes(changes: &[Change], style: Style) -> String {
    let mut text = String::new();
    for group in changes.chunk_by(|one, other| one.target == other.target) {
        let target = brief(&group[0].target, NAME);
        text.push_str(&hanging(&target, "", "  ", style.width));
        let row = |one: &Change| {
            let from = one.from.as_deref().unwrap_or("absent");
            let what = format!("{} → {}", clean(from), clean(&one.to));
            [clean(&one.key), what, one.state.word().to_owned()]
        };
        let rows: Vec<[String; 3]> = group.iter().map(row).collect();
        text.push_str(&fitting(&rows, style).unwrap_or_else(|| {
            let told = rows.iter().map(|[key, what, state]| {
                hanging(&format!("{key}: {what}, {state}"), " ", "   ", style.width)
            });
            told.collect()
        }));
    }
    text
}

#[cfg(test)]
mod tests {
    use console::measure_text_width;
    use proptest::prelude::*;

    use super::kept;
    use crate::render::lines::Style;

    /// Letters and digits, in all the widths that there are.
    const CELL: &str = "[a-z0-9é漢🦀ｗ\u{301}]{0,40}";

    proptest! {
        #[test]
        fn a_list_fits_the_terminal_and_loses_nothing(rows in proptest::collection::vec([CELL; 4], 0..6), width in 20_u16..200) {
            let cells: Vec<[&str; 4]> = rows.iter().map(|row| row.each_ref().map(String::as_str)).collect();
            let text = kept(&cells, Style { width, ..Style::default() });
            for line in text.lines() {
                // A wide character is not broken.
                prop_assert!(measure_text_width(line) <= usize::from(width.max(23)) + 1, "{width}: {line:?}");
                prop_assert_eq!(line, line.trim_end());
            }
            let bare = |text: &str| text.replace([' ', ',', '\n'], "");
            prop_assert_eq!(bare(&text), bare(&format!("scmhostnamespacekeptin{}", rows.concat().concat())));
        }
    }
}
