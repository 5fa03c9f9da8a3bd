//! The checks on the terminal, each turning from open to its verdict as the answers come in.

use std::io::Write;

use crate::audit::{Cause, Finding, Level, Report, Verdict, counted};
use crate::render::clean;
use crate::render::lines::{Style, padded, wrapped};
use crate::render::table::marked;

/// What is shown of a run. Where the terminal can't be redrawn, each part is printed once it is whole.
pub(super) struct Checklist<'a> {
    err: &'a mut dyn Write,
    style: Style,
    /// The terminal's lines, where it can be redrawn.
    height: Option<usize>,
    drawn: usize,
    printed: usize,
    /// Whether all of it was shown before, so that what is met takes one line.
    again: bool,
}

/// Rows that the wizard acts on itself, so that they are no gap: features are its aim, and so is the connection.
pub(super) fn is_aim(finding: &Finding) -> bool {
    finding.id.starts_with("semgrep/feature-")
        || (finding.id == "semgrep/scm-connected" && finding.level != Level::Required)
}

impl<'a> Checklist<'a> {
    pub(super) fn new(
        err: &'a mut dyn Write,
        style: Style,
        height: Option<usize>,
        again: bool,
    ) -> Self {
        Checklist {
            err,
            style,
            height,
            drawn: 0,
            printed: 0,
            again,
        }
    }

    /// Shows what is known. `done` says who was heard to the end: the platform first, then the connections.
    pub(super) fn show(&mut self, report: &Report, done: &[bool]) -> std::io::Result<()> {
        let parts = self.parts(report, done);
        let all = parts.concat();
        let lines = all.lines().count();
        match self.height {
            // What scrolled away can't be redrawn.
            Some(height) if lines + 1 < height => {
                if self.drawn > 0 {
                    write!(self.err, "\x1b[{}A\x1b[J", self.drawn)?;
                }
                self.err.write_all(all.as_bytes())?;
                self.drawn = lines;
            }
            _ => {
                self.height = None;
                let whole = done.iter().take_while(|over| **over).count();
                for part in parts.iter().take(whole).skip(self.printed) {
                    self.err.write_all(part.as_bytes())?;
                }
                self.printed = self.printed.max(whole);
            }
        }
        self.err.flush()
    }

    fn parts(&self, report: &Report, done: &[bool]) -> Vec<String> {
        let mut parts = Vec::new();
        let over = |place: usize| done.get(place).copied().unwrap_or(true);
        if let Some(platform) = &report.platform {
            let name = match &platform.deployment {
                Some(deployment) => format!("deployment {} on ", clean(&deployment.slug)),
                None => String::new(),
            };
            let head = format!("\nSemgrep: {name}{}\n", clean(&platform.url));
            parts.push(head + &self.rows(&platform.findings, over(0)));
        }
        for (at, connection) in report.connections.iter().enumerate() {
            let head = format!("\n{}\n", clean(&connection.target()));
            // The platform has a say in these rows as well.
            let heard = over(at + 1) && over(0);
            parts.push(head + &self.rows(&connection.findings, heard));
        }
        parts
    }

    fn rows(&self, findings: &[Finding], over: bool) -> String {
        let shown = || findings.iter().filter(|row| !is_aim(row));
        let folded = |row: &&Finding| {
            let met = row.judged.verdict == Verdict::Met;
            (met && self.again) || (over && row.blocked())
        };
        let rows: String = shown()
            .filter(|row| !folded(row))
            .map(|row| self.row(row, over))
            .collect();
        let met = shown().filter(|row| folded(row) && !row.blocked()).count();
        rows + &self.met(met) + &self.waiting(shown().filter(|row| over && row.blocked()))
    }

    /// What is met, where it was shown before.
    fn met(&self, count: usize) -> String {
        match count {
            0 => String::new(),
            count => format!("  {}{}\n", padded("✓ met", 15), counted(count, "check")),
        }
    }

    /// What can't be known before something else is mended.
    fn waiting<'f>(&self, blocked: impl Iterator<Item = &'f Finding>) -> String {
        let (mut count, mut causes, mut word) = (0, Vec::new(), String::new());
        for row in blocked {
            count += 1;
            word = marked(row, self.style);
            if let Some(Cause::BlockedBy(id)) = &row.judged.cause
                && !causes.contains(id)
            {
                causes.push(*id);
            }
        }
        if count == 0 {
            return String::new();
        }
        let checks = counted(count, "check");
        let text = format!("{checks} until {} is met", causes.join(", "));
        let text = wrapped(&text, &" ".repeat(17), self.style.width);
        format!("  {}{}", padded(&word, 15), text.trim_start())
    }

    /// One check: its verdict, its title, and what shows it.
    fn row(&self, finding: &Finding, over: bool) -> String {
        let undecided = finding.judged.verdict == Verdict::CannotTell && !over;
        let word = match undecided {
            true => "… asking".to_owned(),
            false => marked(finding, self.style),
        };
        let mut text = finding.title.to_owned();
        match &finding.judged.cause {
            _ if undecided => {}
            _ => {
                if let Some(detail) = evidence(finding) {
                    text.push_str(&format!(": {detail}"));
                }
            }
        }
        let text = wrapped(&text, &" ".repeat(17), self.style.width);
        format!("  {}{}", padded(&word, 15), text.trim_start())
    }
}

/// The evidence in a few words: why it is not enough, else what was seen.
fn evidence(finding: &Finding) -> Option<String> {
    let judged = &finding.judged;
    if judged.verdict != Verdict::Met && judged.why != "it does not hold" {
        return Some(clean(&judged.why));
    }
    let details = judged.by.iter().map(|trace| clean(&trace.detail));
    let first = details.into_iter().find(|detail| !detail.is_empty())?;
    let short: String = first.chars().take(160).collect();
    Some(match short.len() < first.len() {
        true => short + "…",
        false => short,
    })
}
