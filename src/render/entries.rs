//! What all formats for people say of a finding, in the same words.

use super::{Frame, brief, clean, members};
use crate::audit::drift::Move;
use crate::audit::tally::Counts;
use crate::audit::{
    Cause, Certainty, ConnectionReport, Finding, Level, LocalReport, Outcome, Report, Tally,
    Verdict, counted, format_day,
};

/// One finding and what it is about.
pub(super) struct Entry<'a> {
    /// `scm:host/namespace`, or `semgrep:host/deployment`.
    pub(super) target: String,
    /// The connection; `None` for a finding about the deployment.
    pub(super) connection: Option<&'a ConnectionReport>,
    /// The report of the deployment, which has a name in a fleet.
    pub(super) report: &'a Report,
    pub(super) finding: &'a Finding,
}

impl Entry<'_> {
    /// The target, told apart from the same one of another deployment. Clean.
    pub(super) fn shown(&self) -> String {
        match self.connection {
            Some(one) => members::connection(one, self.report),
            None => members::deployment(self.report),
        }
    }

    /// Why the token could not be had that would have been asked with.
    pub(super) fn lost(&self) -> Option<&str> {
        let own = || self.report.lost.as_deref();
        self.connection.map_or_else(own, |one| one.lost.as_deref())
    }
}

/// All findings, the deployment's first.
pub(super) fn entries(report: &Report) -> impl Iterator<Item = Entry<'_>> {
    report.all().flat_map(of_one)
}

fn of_one(report: &Report) -> impl Iterator<Item = Entry<'_>> {
    let of_platform = report.platform.iter().flat_map(move |one| {
        let target = members::name(one);
        one.findings.iter().map(move |finding| Entry {
            target: target.clone(),
            connection: None,
            report,
            finding,
        })
    });
    let of_connections = report.connections.iter().flat_map(move |one| {
        one.findings.iter().map(move |finding| Entry {
            target: one.target(),
            connection: Some(one),
            report,
            finding,
        })
    });
    of_platform.chain(of_connections)
}

/// How a finding is marked: a symbol and words, so that colour is never needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// Required, and not met.
    NotMet,
    /// Cannot be told.
    CannotTell,
    /// Not met, and not required.
    Lesser,
    /// Accepted for a while.
    Waived,
    /// Vouched for.
    Vouched,
    /// Waits for another row.
    Waiting,
    /// Met.
    Met,
}

impl Mark {
    pub(super) fn of(finding: &Finding) -> Mark {
        let required = finding.level == Level::Required;
        match finding.judged.verdict {
            _ if finding.blocked() => Mark::Waiting,
            _ if finding.waived.is_some() => Mark::Waived,
            _ if finding.attested.is_some() => Mark::Vouched,
            Verdict::Met => Mark::Met,
            Verdict::NotMet if required => Mark::NotMet,
            Verdict::NotMet => Mark::Lesser,
            Verdict::CannotTell => Mark::CannotTell,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Mark::NotMet => "✗ not met",
            Mark::CannotTell => "? cannot tell",
            Mark::Lesser => "! not met",
            Mark::Waived => "~ waived",
            Mark::Vouched => "~ vouched for",
            Mark::Waiting => "- waiting",
            Mark::Met => "✓ met",
        }
    }
}

/// The evidence in words, with why it is not enough and who answers for it. Each part is clean.
pub(super) fn told(finding: &Finding) -> Vec<String> {
    let judged = &finding.judged;
    if let Some(Cause::BlockedBy(id)) = judged.cause {
        return vec![format!("waits for {id}")];
    }
    let mut parts: Vec<String> = Vec::new();
    if judged.verdict != Verdict::Met && judged.why != "it does not hold" {
        parts.push(brief(&judged.why, ADVICE));
    }
    for trace in &judged.by {
        let detail = brief(&trace.detail, WORDS);
        if !detail.is_empty() && !parts.iter().any(|part| part.contains(&detail)) {
            parts.push(detail);
        }
    }
    let sure = format!("({})", judged.sure.word());
    let told = judged.sure == Certainty::Observed || parts.iter().any(|part| part.contains(&sure));
    if judged.verdict != Verdict::CannotTell && !told {
        parts.push(sure);
    }
    if let Some(waived) = &finding.waived {
        parts.push(format!(
            "waived by {} until {}: {}",
            clean(&waived.owner),
            clean(&waived.until),
            clean(&waived.reason)
        ));
    }
    if let Some(attested) = &finding.attested {
        parts.push(format!(
            "vouched for by {} ({})",
            clean(&attested.by),
            attested.via
        ));
    }
    parts
}

/// What to do, and who can do it, clean; `None` where there is nothing to do or somebody answers for it.
pub(super) fn advice(finding: &Finding) -> Option<String> {
    let settled = finding.waived.is_some() || finding.attested.is_some();
    let fix = finding.fix.as_ref().filter(|_| !settled)?;
    let text = brief(&fix.text, ADVICE);
    Some(match fix.who.as_str() {
        "you" => text,
        who => format!("{text} [{}]", clean(who)),
    })
}

/// One line of a drift: what kind, on what, and from what to what.
pub(super) fn moved(one: &Move) -> [String; 3] {
    let kind = one.kind.word().replace('-', " ");
    let on = match &one.key {
        Some(key) => format!("{} {}", one.target, key),
        None => one.target.clone(),
    };
    let change = match (&one.from, &one.to) {
        (Some(from), Some(to)) => format!("{from} → {to}"),
        _ => String::new(),
    };
    [kind, on, change].map(|part| brief(&part, WORDS))
}

/// Characters of a service's words; the rest is in the JSON output.
const WORDS: usize = 400;

/// Characters of an advice, which may hold a name or two.
const ADVICE: usize = 2_000;

/// What a fleet comes to, under headings.
pub(super) fn of_fleet(tally: &Tally) -> Vec<(&'static str, Vec<String>)> {
    let words = |of: &Counts| {
        let all = [
            (of.credentials, "credentials"),
            (of.gaps, "gaps"),
            (of.inconclusive, "inconclusive"),
            (of.ready, "ready"),
        ];
        let some = all.iter().filter(|(count, _)| *count > 0);
        let some: Vec<String> = some
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        some.join(", ")
    };
    let scms = tally.by_scm.iter();
    let open = tally.most_open();
    let most = open.iter().map(|(id, open)| {
        format!(
            "{id}: {} not met, {} cannot be told",
            open.not_met, open.cannot_tell
        )
    });
    let worst = tally.worst.iter().map(|one| {
        let outcome = one.outcome.0.word();
        format!(
            "{}: {outcome}, {} required open",
            members::shown(&one.target, one.name.as_deref()),
            one.open.0
        )
    });
    let ending = tally.ending.iter();
    let ending = ending.map(|one| {
        let target = members::shown(&one.target, one.name.as_deref());
        format!("{} {target}", format_day(one.day))
    });
    let all = vec![
        ("Deployments", vec![words(&tally.platforms)]),
        (
            "By source code manager",
            scms.map(|(scm, of)| format!("{}: {}", clean(scm), words(of)))
                .collect(),
        ),
        ("By requirement", most.collect()),
        ("Worst first", worst.collect()),
        ("Soonest expiry", ending.collect()),
    ];
    all.into_iter()
        .filter(|(_, lines): &(_, Vec<String>)| !lines.is_empty())
        .collect()
}

/// What the run came to, in one line.
pub fn summary(report: &Report, frame: &Frame<'_>) -> String {
    if let Some(tally) = &frame.tally {
        return format!(
            "{}: {} in {} (exit {}; {}, {} ms)",
            frame.outcome.word(),
            counted(tally.connections, "connection"),
            counted(tally.deployments, "deployment"),
            frame.exit_code,
            counted(report.sent, "request"),
            report.elapsed_ms
        );
    }
    let count = |verdict| {
        let counted = report.findings().filter(|one| one.counts());
        counted.filter(|one| one.judged.verdict == verdict).count()
    };
    let (unmet, open) = (count(Verdict::NotMet), count(Verdict::CannotTell));
    let lesser = || {
        let open = report
            .findings()
            .filter(|one| one.judged.verdict == Verdict::NotMet);
        open.filter(|one| !one.counts() && !one.blocked() && one.waived.is_none())
            .count()
    };
    let words = match frame.outcome {
        Outcome::Ready if frame.exit_code == 3 => {
            let open = lesser();
            let are = if open == 1 { "is" } else { "are" };
            let open = counted(open, "recommended or hygiene check");
            format!("ready, but {open} {are} not met")
        }
        Outcome::Ready if report.local.is_some() => local(report),
        Outcome::Ready => "ready: every required check is met".to_owned(),
        Outcome::Done => "done: everything asked for is in place".to_owned(),
        Outcome::Pending => "pending: the changes above would be made".to_owned(),
        Outcome::Gaps => format!("gaps: {unmet} required not met, {open} cannot be told"),
        Outcome::Credentials => "credentials: a token can't be used, see the checks".to_owned(),
        Outcome::Inconclusive => format!("inconclusive: {open} required cannot be told"),
        Outcome::Partial => {
            "partial: not everything was done and confirmed, see the checks".to_owned()
        }
        other => other.word().to_owned(),
    };
    format!(
        "{words} (exit {}; {}, {} ms)",
        frame.exit_code,
        counted(report.sent, "request"),
        report.elapsed_ms
    )
}

/// What the checks of this machine come to: none of them is required.
fn local(report: &Report) -> String {
    let count = |verdict| {
        let rows = report.local.iter().flat_map(LocalReport::findings);
        rows.filter(|one| one.judged.verdict == verdict).count()
    };
    format!(
        "this machine: {} met, {} not met, {} cannot be told",
        count(Verdict::Met),
        count(Verdict::NotMet),
        count(Verdict::CannotTell)
    )
}
