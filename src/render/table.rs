//! Tables for people: they wrap and never cut, and say everything in words, colour only beside them.

use comfy_table::{
    Attribute, Cell, Color, ColumnConstraint, ContentArrangement, Table, Width, presets,
};

use super::entries::{Mark, advice, moved, told};
use super::{Frame, clean};
use crate::audit::{
    Change, ConnectionReport, Drift, FeatureRow, Finding, Level, LocalReport, PlatformReport,
    Report, Verdict,
};

/// How a table may look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns.
    pub width: u16,
    /// Whether colours may be used.
    pub colors: bool,
}

/// The whole report: the rows, then what follows from them.
pub(super) fn page(report: &Report, frame: &Frame<'_>) -> String {
    let of_platform = report.platform.iter();
    let of_platform = of_platform.map(|one| platform(one, frame.style));
    let of_connections = report.connections.iter();
    let of_connections = of_connections.map(|one| connection(one, frame.style));
    let of_machine = report.local.iter().map(|one| local(one, frame.style));
    let rows: String = of_platform
        .chain(of_connections)
        .chain(of_machine)
        .collect();
    rows + &after(report, frame)
}

/// What stands below the rows: what moved, what to do, what was changed and how to undo it.
pub fn after(report: &Report, frame: &Frame<'_>) -> String {
    let moved = frame.drift.iter().map(|one| drift(one, frame.style));
    let mut text = moved.collect::<String>() + &todo(report, frame.style);
    if !report.changes.is_empty() {
        text.push_str(&format!(
            "\nChanges\n{}",
            changes(&report.changes, frame.style)
        ));
        for command in &frame.undo {
            text.push_str(&format!("undo: {}\n", clean(command)));
        }
    }
    text
}

/// What moved since an earlier report.
fn drift(drift: &Drift, style: Style) -> String {
    let mut text = format!("\nDrift since {}\n", clean(&drift.since));
    if let Some(why) = &drift.incomparable {
        return text + &wrapped(&format!("not compared: {}", clean(why)), "  ", style.width);
    }
    if drift.moves.is_empty() {
        return text + "  nothing moved\n";
    }
    let mut table = table(style);
    for one in &drift.moves {
        table.add_row(moved(one));
    }
    text.push_str(&trimmed(&table));
    text
}

/// The rows about this machine, then those about the way to each host.
fn local(local: &LocalReport, style: Style) -> String {
    let mut text = "This machine\n".to_owned() + &rows(&local.findings, style);
    for host in &local.hosts {
        let way = match &host.proxy {
            Some(proxy) => format!("through {}", clean(proxy)),
            None => "straight".to_owned(),
        };
        text.push_str(&format!("\n{}, {way}\n", clean(&host.host)));
        text.push_str(&wrapped(
            &format!("for {}", clean(&host.uses)),
            "  ",
            style.width,
        ));
        text.push_str(&rows(&host.findings, style));
    }
    text
}

/// The rows about the deployment.
pub fn platform(platform: &PlatformReport, style: Style) -> String {
    head_of_platform(platform) + &rows(&platform.findings, style)
}

/// The rows about one connection.
pub fn connection(connection: &ConnectionReport, style: Style) -> String {
    format!(
        "\n{}{}",
        head_of_connection(connection),
        rows(&connection.findings, style)
    )
}

fn head_of_platform(platform: &PlatformReport) -> String {
    let mut parts = vec![format!("Semgrep {}", clean(&platform.url))];
    if let Some(deployment) = &platform.deployment {
        parts.push(format!("deployment {}", clean(&deployment.slug)));
    }
    if let Some(source) = &platform.token_source {
        parts.push(format!("token from {}", clean(source)));
    }
    parts.join(", ") + "\n"
}

fn head_of_connection(connection: &ConnectionReport) -> String {
    let mut parts = vec![
        clean(&connection.target()),
        format!("phase {}", connection.phase),
    ];
    match &connection.token {
        Some(token) => {
            let kind = token.kind.as_deref().unwrap_or("token");
            parts.push(format!("{} from {}", clean(kind), clean(&token.source)));
        }
        None => parts.push("no token here, so only the platform's side".to_owned()),
    }
    parts.join(", ") + "\n"
}

/// One row each; rows that wait for another one are one line together.
fn rows(findings: &[Finding], style: Style) -> String {
    let mut table = table(style);
    for finding in findings.iter().filter(|one| !one.blocked()) {
        table.add_row([
            verdict(finding, style),
            check(finding),
            Cell::new(told(finding).join("\n")),
        ]);
    }
    let mut waiting: Vec<(&str, usize)> = Vec::new();
    for finding in findings {
        if let Some(crate::audit::Cause::BlockedBy(id)) = finding.judged.cause {
            match waiting.iter_mut().find(|(one, _)| *one == id) {
                Some((_, count)) => *count += 1,
                None => waiting.push((id, 1)),
            }
        }
    }
    for (id, count) in waiting {
        let checks = if count == 1 {
            "check waits"
        } else {
            "checks wait"
        };
        table.add_row([
            Mark::Waiting.words().to_owned(),
            format!("{count} more {checks} for {id}"),
            String::new(),
        ]);
    }
    // All tables of a report share their columns; at 80 the second one holds the longest id.
    let check = style.width / 2 - 6;
    table.set_constraints([
        ColumnConstraint::Absolute(Width::Fixed(15)),
        ColumnConstraint::Absolute(Width::Fixed(check)),
    ]);
    trimmed(&table)
}

/// The verdict of a row as symbol and words.
pub fn verdict_words(finding: &Finding, _style: Style) -> String {
    Mark::of(finding).words().to_owned()
}

fn verdict(finding: &Finding, style: Style) -> Cell {
    let mark = Mark::of(finding);
    let color = match mark {
        Mark::Met => Color::Green,
        Mark::NotMet => Color::Red,
        _ => Color::Yellow,
    };
    let cell = Cell::new(mark.words());
    if style.colors {
        cell.fg(color).add_attribute(Attribute::Bold)
    } else {
        cell
    }
}

fn check(finding: &Finding) -> Cell {
    let mut text = format!("{}\n{}", finding.title, finding.id);
    if finding.level != Level::Required {
        text.push_str(&format!(" ({})", finding.level.word()));
    }
    Cell::new(text)
}

/// What to do, the most pressing first.
pub fn todo(report: &Report, style: Style) -> String {
    let several = report.connections.len() > 1;
    let platform = report.platform.iter().flat_map(|one| &one.findings);
    let mut open: Vec<(String, &Finding)> = platform.map(|row| (String::new(), row)).collect();
    for connection in &report.connections {
        // With one connection it is clear which is meant.
        let target = if several {
            connection.target() + " "
        } else {
            String::new()
        };
        open.extend(connection.findings.iter().map(|row| (target.clone(), row)));
    }
    if let Some(local) = &report.local {
        open.extend(local.findings.iter().map(|row| (String::new(), row)));
        for host in &local.hosts {
            let name = host.host.clone() + " ";
            open.extend(host.findings.iter().map(|row| (name.clone(), row)));
        }
    }
    open.retain(|(_, one)| one.fix.is_some() && one.waived.is_none() && one.attested.is_none());
    open.sort_by_key(|(_, one)| {
        (
            std::cmp::Reverse(one.level),
            one.judged.verdict == Verdict::CannotTell,
        )
    });
    if open.is_empty() {
        return String::new();
    }
    let mut text = "\nTo do\n".to_owned();
    // The same advice for several rows, such as an unreachable host, is given once.
    let mut said: Vec<(String, Option<String>, Vec<String>)> = Vec::new();
    for (target, finding) in open {
        let Some(fix) = &finding.fix else { continue };
        let Some(advice) = advice(finding) else {
            continue;
        };
        let row = format!(
            "{}{} ({})",
            clean(&target),
            finding.id,
            finding.level.word()
        );
        match said.iter_mut().find(|(one, _, _)| *one == advice) {
            Some((_, _, rows)) => rows.push(row),
            None => said.push((advice, fix.url.as_deref().map(clean), vec![row])),
        }
    }
    for (advice, place, rows) in said {
        text.push_str(&wrapped(&rows.join(", "), "  ", style.width));
        text.push_str(&wrapped(&advice, "    ", style.width));
        if let Some(place) = place {
            text.push_str(&format!("    {place}\n"));
        }
    }
    text
}

/// The settings under both names.
pub fn features(rows: &[FeatureRow], style: Style) -> String {
    let mut table = table(style);
    table.set_header([
        "key",
        "value",
        "name (Semgrep Multimodal)",
        "name (Semgrep Assistant)",
    ]);
    for row in rows {
        table.add_row([
            row.key,
            row.value.as_deref().unwrap_or("cannot tell"),
            row.label,
            row.former_label,
        ]);
    }
    trimmed(&table)
}

/// The tokens kept here: source code manager, host, namespace, place.
pub fn kept(rows: &[[&str; 4]], style: Style) -> String {
    let mut table = table(style);
    table.set_header(["scm", "host", "namespace", "kept in"]);
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell)));
    }
    trimmed(&table)
}

/// What was or would be changed, under what it is changed on.
fn changes(changes: &[Change], style: Style) -> String {
    let mut text = String::new();
    for group in changes.chunk_by(|one, other| one.target == other.target) {
        text.push_str(&format!("{}\n", clean(&group[0].target)));
        let mut table = table(style);
        for change in group {
            let from = change.from.as_deref().unwrap_or("absent");
            table.add_row([
                clean(&change.key),
                format!("{} → {}", clean(from), clean(&change.to)),
                change.state.word().to_owned(),
            ]);
        }
        text.push_str(&trimmed(&table));
    }
    text
}

fn table(style: Style) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(style.width);
    if style.colors {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table
}

/// The table without the blanks that fill up its last column.
fn trimmed(table: &Table) -> String {
    table
        .lines()
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect()
}

/// Text broken between words to fit, each line indented.
pub fn wrapped(text: &str, indent: &str, width: u16) -> String {
    let width = usize::from(width).max(indent.len() + 20);
    let mut out = String::new();
    let mut line = indent.to_owned();
    for word in text.split(' ') {
        let fits = line.chars().count() + 1 + word.chars().count() <= width;
        if line.len() > indent.len() && !fits {
            out.push_str(&line);
            out.push('\n');
            line = indent.to_owned();
        }
        if line.len() > indent.len() {
            line.push(' ');
        }
        line.push_str(word);
    }
    out + &line + "\n"
}
