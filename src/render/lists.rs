//! Lists for people, in columns where they fit: settings, changes, kept tokens, what moved.

use super::entries::moved;
use super::lines::{Style, hanging, padded, widest, wrapped};
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
    let wide = |at: usize| widest(rows.iter().map(|row| row[at].as_str())) + 2;
    let widths: Vec<usize> = (0..N).map(wide).collect();
    let fits = widths.iter().sum::<usize>() < usize::from(style.width) + 2;
    let line = |row: &[String; N]| match fits {
        true => {
            let cells = row.iter().zip(&widths);
            let cells: String = cells.map(|(cell, width)| padded(cell, *width)).collect();
            format!(" {}\n", cells.trim_end())
        }
        false => {
            let told: Vec<&str> = row.iter().map(String::as_str).collect();
            let told: Vec<&str> = told.into_iter().filter(|one| !one.is_empty()).collect();
            hanging(&told.join(", "), " ", "   ", style.width)
        }
    };
    rows.iter().map(line).collect()
}

/// The settings under both names.
pub fn features(rows: &[FeatureRow], style: Style) -> String {
    let value = |row: &FeatureRow| {
        row.value
            .clone()
            .map_or("cannot tell".to_owned(), |text| clean(&text))
    };
    let keys = widest(rows.iter().map(|row| row.key).chain(["key"])) + 3;
    let values = widest(rows.iter().map(|_| "cannot tell")) + 2;
    let names = widest(
        rows.iter()
            .map(|row| row.label)
            .chain(["name (Semgrep Multimodal)"]),
    ) + 2;
    let formers = widest(
        rows.iter()
            .map(|row| row.former_label)
            .chain(["name (Semgrep Assistant)"]),
    );
    let line = |key: &str, value: &str, name: &str, former: &str| {
        let cells = [
            padded(&format!(" {key}"), keys),
            padded(value, values),
            padded(name, names),
            former.to_owned(),
        ];
        cells.concat().trim_end().to_owned() + "\n"
    };
    if keys + values + names + formers <= usize::from(style.width) {
        let head = line(
            "key",
            "value",
            "name (Semgrep Multimodal)",
            "name (Semgrep Assistant)",
        );
        let each = |row: &FeatureRow| line(row.key, &value(row), row.label, row.former_label);
        return rows.iter().map(each).fold(head, |all, one| all + &one);
    }
    let each = |row: &FeatureRow| {
        let both = match row.label == row.former_label {
            true => row.label.to_owned(),
            false => format!("{}; formerly {}", row.label, row.former_label),
        };
        line(row.key, &value(row), "", "") + &wrapped(&both, "     ", style.width)
    };
    let head = line("key", "value", "", "")
        + &wrapped(
            "name (Semgrep Multimodal); former name (Semgrep Assistant)",
            "     ",
            style.width,
        );
    rows.iter().map(each).fold(head, |all, one| all + &one)
}

/// What was or would be changed, under what it is changed on.
pub fn changes(changes: &[Change], style: Style) -> String {
    let what = |one: &Change| {
        let from = one.from.as_deref().unwrap_or("absent");
        format!("{} → {}", clean(from), clean(&one.to))
    };
    let mut text = String::new();
    for group in changes.chunk_by(|one, other| one.target == other.target) {
        text.push_str(&hanging(
            &brief(&group[0].target, NAME),
            "",
            "  ",
            style.width,
        ));
        let keys = widest(group.iter().map(|one| one.key.as_str())) + 3;
        let whats: Vec<String> = group.iter().map(what).collect();
        let middle = widest(whats.iter().map(String::as_str)) + 2;
        let states = widest(group.iter().map(|one| one.state.word()));
        let fits = keys + middle + states <= usize::from(style.width);
        for (change, what) in group.iter().zip(&whats) {
            let key = clean(&change.key);
            let state = change.state.word();
            text.push_str(&match fits {
                true => format!(
                    "{}{}{state}\n",
                    padded(&format!(" {key}"), keys),
                    padded(what, middle)
                ),
                false => hanging(&format!("{key}: {what}, {state}"), " ", "   ", style.width),
            });
        }
    }
    text
}
