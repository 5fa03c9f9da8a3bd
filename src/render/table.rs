//! Reports for people: what needs them is told in full, what is met in one line; words first, colour only beside them.

use anstyle::{AnsiColor, Style as Paint};

use super::entries::{Mark, of_fleet, told};
pub use super::lines::{Style, wrapped};
use super::lines::{broken, hanging, linked, padded, widest};
pub use super::lists::{changes, features, kept};
use super::{Frame, NAME, brief, clean, lists, members};
use crate::audit::{
    Cause, ConnectionReport, Finding, Fix, Level, LocalReport, PlatformReport, Report, Verdict,
};

/// The columns of a row's mark, such as `? cannot tell`.
const MARK: usize = 16;

/// From here on the evidence stands beside the check, else below it.
const SIDE_BY_SIDE: u16 = 96;

/// Below this the mark stands above the check.
const NARROW: u16 = 60;

/// The whole report: the rows, then what follows from them.
pub(super) fn page(report: &Report, frame: &Frame<'_>) -> String {
    let rows: String = report.all().map(|one| whole(one, frame.style)).collect();
    rows + &after(report, frame)
}

/// The rows of one deployment and its connections, or of this machine.
fn whole(report: &Report, style: Style) -> String {
    let of_platform = report.platform.iter().map(|one| {
        let head = head_of_platform(one, report, style);
        head + &rows(&one.findings, style)
    });
    let of_connections = report.connections.iter().map(|one| {
        let head = head_of_connection(one, &members::connection(one, report), style);
        format!("\n{head}{}", rows(&one.findings, style))
    });
    let of_machine = report.local.iter().map(|one| local(one, style));
    of_platform
        .chain(of_connections)
        .chain(of_machine)
        .collect()
}

/// What stands below the rows: what moved, what to do, what was changed and how to undo it.
pub fn after(report: &Report, frame: &Frame<'_>) -> String {
    let moved = frame.drift.iter().map(|one| lists::drift(one, frame.style));
    let mut text = moved.collect::<String>() + &todo(report, frame.style);
    for (head, lines) in frame.tally.iter().flat_map(of_fleet) {
        text.push_str(&format!("\n{head}\n"));
        let lines = lines
            .iter()
            .map(|line| hanging(line, "  ", "    ", frame.style.width));
        text.extend(lines);
    }
    if !report.changes.is_empty() {
        text.push_str("\nChanges\n");
        text.push_str(&changes(&report.changes, frame.style));
        for command in &frame.undo {
            text.push_str(&format!("undo: {}\n", clean(command)));
        }
    }
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
        let head = format!("{}, {way}", clean(&host.host));
        text.push_str(&format!("\n{}", hanging(&head, "", "  ", style.width)));
        let uses = format!("for {}", clean(&host.uses));
        text.push_str(&wrapped(&uses, "  ", style.width));
        text.push_str(&rows(&host.findings, style));
    }
    text
}

/// The rows about the deployment.
pub fn platform(platform: &PlatformReport, style: Style) -> String {
    let alone = Report::default();
    head_of_platform(platform, &alone, style) + &rows(&platform.findings, style)
}

/// The rows about one connection.
pub fn connection(connection: &ConnectionReport, style: Style) -> String {
    let head = head_of_connection(connection, &brief(&connection.target(), NAME), style);
    format!("\n{head}{}", rows(&connection.findings, style))
}

fn head_of_platform(platform: &PlatformReport, report: &Report, style: Style) -> String {
    let mut parts = vec![format!("Semgrep {}", clean(&platform.url))];
    if let Some(name) = &report.name {
        parts.insert(0, brief(name, NAME));
    }
    if let Some(deployment) = &platform.deployment {
        parts.push(format!("deployment {}", brief(&deployment.slug, NAME)));
    }
    if let Some(source) = &platform.token_source {
        parts.push(format!("token from {}", clean(source)));
    }
    if let Some(why) = &report.lost {
        parts.push(format!("no token: {}", brief(why, NAME)));
    }
    hanging(&parts.join(", "), "", "  ", style.width)
}

fn head_of_connection(connection: &ConnectionReport, shown: &str, style: Style) -> String {
    let mut parts = vec![shown.to_owned(), format!("phase {}", connection.phase)];
    match (&connection.token, &connection.lost) {
        (Some(token), _) => {
            let kind = token.kind.as_deref().unwrap_or("token");
            parts.push(format!("{} from {}", clean(kind), clean(&token.source)));
        }
        (None, Some(why)) => parts.push(format!("no token: {}", brief(why, NAME))),
        (None, None) => parts.push("no token here, so only the platform's side".to_owned()),
    }
    hanging(&parts.join(", "), "", "  ", style.width)
}

/// What needs somebody in full, then what waits for it, then what is met.
fn rows(findings: &[Finding], style: Style) -> String {
    let is_met = |one: &Finding| {
        one.judged.verdict == Verdict::Met && one.waived.is_none() && one.attested.is_none()
    };
    let shown: Vec<&Finding> = findings
        .iter()
        .filter(|one| !one.blocked() && (style.every || !is_met(one)))
        .collect();
    // What is the same for one check after the other, such as that a host hides something, is told once.
    let same = |one: &&Finding, other: &&Finding| {
        mark(one) == mark(other) && told(one) == told(other) && !is_met(one)
    };
    let mut text: String = shown.chunk_by(same).map(|some| row(some, style)).collect();
    let mut waiting: Vec<(&str, Vec<&str>)> = Vec::new();
    for finding in findings {
        if let Some(Cause::BlockedBy(root)) = finding.judged.cause {
            match waiting.iter_mut().find(|(one, _)| *one == root) {
                Some((_, ids)) => ids.push(finding.id),
                None => waiting.push((root, vec![finding.id])),
            }
        }
    }
    for (root, ids) in waiting {
        let mark = format!("- {} waiting", ids.len());
        let words = format!("for {root}: {}", ids.join(", "));
        text.push_str(&laid(&mark, &[], &[words], style).join("\n"));
        text.push('\n');
    }
    let met: Vec<&str> = findings
        .iter()
        .filter(|one| is_met(one) && !style.every)
        .map(|one| one.id)
        .collect();
    if !met.is_empty() {
        let mark = format!("✓ {} met", met.len());
        let mut lines = laid(&mark, &[], &[met.join(", ")], style);
        paint(&mut lines, &mark, AnsiColor::Green, style);
        text.push_str(&(lines.join("\n") + "\n"));
    }
    text
}

/// Findings in full, of which the same is told.
fn row(findings: &[&Finding], style: Style) -> String {
    let Some(first) = findings.first() else {
        return String::new();
    };
    let (mark, color) = mark(first);
    let mut lines = laid(mark, findings, &told(first), style);
    for finding in findings {
        // One id may begin another one.
        let is_id = |word: &str| word == finding.id;
        let found = lines.iter_mut().find(|line| line.split(' ').any(is_id));
        if let Some(line) = found {
            *line = line.replacen(finding.id, &linked(finding.id, finding.docs, style), 1);
        }
    }
    paint(&mut lines, mark, color, style);
    lines.join("\n") + "\n"
}

/// A mark, the checks it is for, and what is told of them, as lines that fit.
fn laid(mark: &str, checks: &[&Finding], told: &[String], style: Style) -> Vec<String> {
    let width = usize::from(style.width);
    let beside = style.width >= SIDE_BY_SIDE && !checks.is_empty();
    let indent = if style.width < NARROW { 4 } else { MARK };
    let column = match beside {
        // All tables of a report share their columns, so these depend on nothing but the width.
        true => (width * 2 / 5).clamp(40, 60),
        false => width.saturating_sub(indent),
    };
    let left: Vec<String> = checks.iter().flat_map(|one| named(one, column)).collect();
    let room = width.saturating_sub(indent + if beside { column + 2 } else { 0 });
    let right: Vec<String> = told.iter().flat_map(|one| broken(one, room)).collect();
    let body: Vec<String> = match beside {
        true => (0..left.len().max(right.len()))
            .map(|at| {
                let cell = |lines: &[String]| lines.get(at).cloned().unwrap_or_default();
                format!("{}  {}", padded(&cell(&left), column), cell(&right))
            })
            .collect(),
        false => left.into_iter().chain(right).collect(),
    };
    let indented = |line: &String| format!("{}{line}", " ".repeat(indent));
    let mut lines: Vec<String> = body.iter().map(indented).collect();
    if style.width < NARROW {
        lines.insert(0, format!(" {mark}"));
    } else if let Some(first) = lines.first_mut() {
        *first = format!("{}{}", padded(&format!(" {mark}"), indent), body[0]);
    }
    lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// A check's title and id, on one line where both fit.
fn named(finding: &Finding, width: usize) -> Vec<String> {
    let mut id = finding.id.to_owned();
    if finding.level != Level::Required {
        id.push_str(&format!(" ({})", finding.level.word()));
    }
    let both = format!("{}  {id}", finding.title);
    if widest([both.as_str()].into_iter()) <= width {
        return vec![both];
    }
    let title = broken(finding.title, width);
    title.into_iter().chain(broken(&id, width)).collect()
}

fn paint(lines: &mut [String], mark: &str, color: AnsiColor, style: Style) {
    let Some(first) = lines.first_mut().filter(|_| style.colors) else {
        return;
    };
    let paint = Paint::new().bold().fg_color(Some(color.into()));
    *first = first.replacen(mark, &format!("{paint}{mark}{paint:#}"), 1);
}

/// A sign and words; the colours are among those that are read on light and on dark.
fn mark(finding: &Finding) -> (&'static str, AnsiColor) {
    let mark = Mark::of(finding);
    let color = match mark {
        Mark::Waived | Mark::Vouched | Mark::Waiting => AnsiColor::Blue,
        Mark::Met => AnsiColor::Green,
        Mark::NotMet => AnsiColor::Red,
        Mark::Lesser | Mark::CannotTell => AnsiColor::Magenta,
    };
    (mark.words(), color)
}

/// The sign and words of a finding, painted where the style has colours.
pub fn marked(finding: &Finding, style: Style) -> String {
    let (words, color) = mark(finding);
    let mut line = [words.to_owned()];
    paint(&mut line, words, color, style);
    let [line] = line;
    line
}

/// Characters of an advice, which may hold a name or two.
const ADVICE: usize = 2_000;

/// What to do, the most pressing first.
pub fn todo(report: &Report, style: Style) -> String {
    let several = report.all().map(|one| one.connections.len()).sum::<usize>() > 1;
    let fleet = report.deployments.len() > 1;
    let mut open: Vec<(String, &Finding)> = Vec::new();
    for report in report.all() {
        let rows = report.platform.iter().flat_map(|one| &one.findings);
        let target = match fleet {
            true => members::deployment(report),
            false => String::new(),
        };
        open.extend(rows.map(|row| (target.clone(), row)));
    }
    for report in report.all() {
        for connection in &report.connections {
            // With one connection it is clear which is meant.
            let target = match several {
                true => members::connection(connection, report),
                false => String::new(),
            };
            open.extend(connection.findings.iter().map(|row| (target.clone(), row)));
        }
    }
    if let Some(local) = &report.local {
        open.extend(local.findings.iter().map(|row| (String::new(), row)));
        for host in &local.hosts {
            let name = clean(&host.host);
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
    let mut said: Vec<Advice<'_>> = Vec::new();
    for (target, finding) in open {
        let Some(fix) = &finding.fix else { continue };
        let place = fix.url.as_deref().map(|url| brief(url, ADVICE));
        let row = (target, finding.level, finding.id);
        match said
            .iter_mut()
            .find(|one| one.fix.text == fix.text && one.fix.who == fix.who)
        {
            Some(one) => {
                one.rows.push(row);
                let new = place.filter(|place| !one.places.contains(place));
                one.places.extend(new);
            }
            None => said.push(Advice {
                fix,
                places: place.into_iter().collect(),
                rows: vec![row],
            }),
        }
    }
    text.extend(said.iter().map(|one| one.told(style)));
    text
}

/// One piece of advice, and for which rows of which target it is given.
struct Advice<'a> {
    fix: &'a Fix,
    places: Vec<String>,
    rows: Vec<(String, Level, &'static str)>,
}

impl Advice<'_> {
    fn told(&self, style: Style) -> String {
        let same = |one: &(String, Level, _), other: &(String, Level, _)| {
            (&one.0, one.1) == (&other.0, other.1)
        };
        let group = |rows: &[(String, Level, &str)]| {
            let ids: Vec<&str> = rows.iter().map(|(_, _, id)| *id).collect();
            let (target, level, _) = &rows[0];
            format!("{target} {} ({})", ids.join(", "), level.word())
        };
        let groups: Vec<String> = self.rows.chunk_by(same).map(group).collect();
        let mut text = wrapped(&groups.join(", "), "  ", style.width);
        let advice = brief(&self.fix.text, ADVICE);
        let who = match self.fix.who.as_str() {
            "you" => String::new(),
            who => format!(" [{}]", clean(who)),
        };
        let (words, command, rest) = apart(&advice);
        text.push_str(&wrapped(&format!("{words}{who}"), "    ", style.width));
        if let Some(line) = command {
            text.push_str(&format!("    {line}\n"));
        }
        if !rest.is_empty() {
            text.push_str(&wrapped(rest, "    ", style.width));
        }
        for place in &self.places {
            text.push_str(&format!("    {}\n", linked(place, place, style)));
        }
        text
    }
}

/// Advice, the command in it, which is to be copied and so stays on one line, and what comes after.
fn apart(advice: &str) -> (&str, Option<&str>, &str) {
    let Some((words, command)) = advice.split_once(": assistant ") else {
        return (advice, None, "");
    };
    let command = &advice[advice.len() - command.len() - "assistant ".len()..];
    match command.split_once("; ") {
        Some((command, rest)) => (words, Some(command), rest),
        None => (words, Some(command), ""),
    }
}
