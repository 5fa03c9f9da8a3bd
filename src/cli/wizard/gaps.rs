//! One gap at a time: what is missing, and what can be done about it from here.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::super::gather::Session;
use super::super::{End, Io, browser, questions};
use super::checklist::is_aim;
use super::message;
use super::tokens::Whose;
use crate::audit::{Finding, Level, Outcome, Report, Verdict, counted};
use crate::render::clean;
use crate::render::lines::hanging;

/// A check that is open.
pub(super) struct Gap {
    pub(super) finding: Finding,
    /// `scm:host/namespace`, or `semgrep:host/deployment`.
    pub(super) target: String,
    /// Whose token it is about.
    whose: Whose,
    /// So many others are open.
    more: usize,
}

/// How the person goes on.
pub(super) enum Step {
    Again,
    Token(Whose),
    Elsewhere(String),
    Vouched,
    Skipped,
    Left,
}

/// What can be chosen about a gap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Offer {
    Open,
    Copy,
    Message,
    Token,
    Elsewhere,
    Vouch,
    Again,
    Skip,
    Leave,
}

impl Gap {
    /// The name by which a skipped one is known again.
    pub(super) fn name(&self) -> String {
        format!("{}@{}", self.finding.id, self.target)
    }

    fn required(&self) -> bool {
        self.finding.outcome() != Outcome::Ready
    }

    /// Whether it is open: it counts, or it is recommended and something can be done about it.
    fn is_open(&self) -> bool {
        let finding = &self.finding;
        let pardoned = finding.attested.is_some() || finding.waived.is_some() || finding.blocked();
        let worth = finding.level == Level::Recommended
            && finding.judged.verdict == Verdict::NotMet
            && finding.fix.is_some();
        !pardoned && !is_aim(finding) && (self.required() || worth)
    }

    fn offers(&self) -> Vec<Offer> {
        let finding = &self.finding;
        let fix = finding.fix.as_ref();
        let page = fix.is_some_and(|fix| fix.url.is_some());
        let judged = &finding.judged;
        let dead = judged
            .cause
            .as_ref()
            .is_some_and(|cause| cause.is_credential());
        // A new token has other scopes, and another owner.
        let by_token = dead
            || !judged.missing.is_empty()
            || (self.whose.is_some() && judged.verdict == Verdict::NotMet);
        let unknown = judged.verdict == Verdict::CannotTell;
        let offers = [
            // Where it is asked for, the page is opened too.
            (Offer::Token, dead),
            // What somebody else must do, the page may not even show to this person.
            (Offer::Message, fix.is_some_and(|fix| fix.who != "you")),
            (Offer::Open, page),
            (Offer::Copy, page),
            (Offer::Token, by_token && !dead),
            (Offer::Elsewhere, finding.id == "semgrep/host"),
            (Offer::Vouch, unknown && finding.pardonable),
            (Offer::Again, true),
            (Offer::Skip, !self.required()),
            (Offer::Leave, true),
        ];
        offers
            .into_iter()
            .filter(|(_, here)| *here)
            .map(|(offer, _)| offer)
            .collect()
    }

    fn label(&self, offer: Offer) -> String {
        let who = self.finding.fix.as_ref().map_or("", |fix| fix.who.as_str());
        match offer {
            Offer::Open => "Open the page in the browser".to_owned(),
            Offer::Copy => "Copy the link".to_owned(),
            Offer::Message => format!("Write a message to {}", clean(who)),
            Offer::Token => "Use another token".to_owned(),
            Offer::Elsewhere => "Use another Semgrep host".to_owned(),
            Offer::Vouch => "Vouch for it: I have seen that it holds".to_owned(),
            Offer::Again => "Recheck now".to_owned(),
            Offer::Skip => "Go on without it".to_owned(),
            Offer::Leave => "Stop here".to_owned(),
        }
    }

    fn page(&self) -> &str {
        self.finding
            .fix
            .as_ref()
            .and_then(|fix| fix.url.as_deref())
            .unwrap_or_default()
    }
}

/// The first open check: what is required comes first.
pub(super) fn first(report: &Report, passed: &[String]) -> Option<Gap> {
    let mut gaps = Vec::new();
    if let Some(platform) = &report.platform {
        let host = url::Url::parse(&platform.url);
        let host = host.as_ref().ok().and_then(|url| {
            let host = url.host_str()?;
            Some(
                url.port()
                    .map_or(host.to_owned(), |port| format!("{host}:{port}")),
            )
        });
        let target =
            crate::semgrep::target_name(&host.unwrap_or_default(), platform.deployment.as_ref());
        gaps.extend(platform.findings.iter().map(|finding| Gap {
            finding: finding.clone(),
            target: target.clone(),
            whose: None,
            more: 0,
        }));
    }
    for (at, connection) in report.connections.iter().enumerate() {
        gaps.extend(connection.findings.iter().map(|finding| Gap {
            finding: finding.clone(),
            target: connection.target(),
            whose: Some(at),
            more: 0,
        }));
    }
    gaps.retain(|gap| gap.is_open() && !passed.contains(&gap.name()));
    gaps.sort_by_key(|gap| !gap.required());
    let more = gaps.len().saturating_sub(1);
    let first = gaps.into_iter().next()?;
    Some(Gap { more, ..first })
}

/// Shows the gap and does what the person chooses, until that is something to go on with.
pub(super) fn step(gap: &Gap, session: &Session, io: &mut Io) -> Result<Step, End> {
    describe(gap, io)?;
    let mut offers = gap.offers();
    loop {
        let labels: Vec<String> = offers.iter().map(|offer| gap.label(*offer)).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let chosen = offers[questions::GAP.select("What next?", &labels, io)?];
        match chosen {
            Offer::Open => browser::open(gap.page(), io)?,
            Offer::Copy => copy(gap.page(), io)?,
            Offer::Message => {
                let text = message::to_whom_it_concerns(gap, session);
                writeln!(io.err, "\n{text}")?;
                copy(&text, io)?;
            }
            Offer::Token => return Ok(Step::Token(gap.whose)),
            Offer::Elsewhere => {
                let question = "The address of your Semgrep, such as https://acme.semgrep.dev";
                let url = questions::SEMGREP_URL.text(question, io)?;
                return Ok(Step::Elsewhere(url));
            }
            Offer::Vouch => return Ok(Step::Vouched),
            Offer::Again => return Ok(Step::Again),
            Offer::Skip => return Ok(Step::Skipped),
            Offer::Leave => return Ok(Step::Left),
        }
        // Having gone there, looking again is what comes next.
        offers.sort_by_key(|offer| *offer != Offer::Again);
    }
}

/// What is open, why, and what to do: nothing twice, since advice often repeats the reason.
fn describe(gap: &Gap, io: &mut Io) -> Result<(), End> {
    let finding = &gap.finding;
    let word = match finding.judged.verdict {
        Verdict::CannotTell => "? cannot tell",
        _ => "✗ not met",
    };
    let head = format!("{word}: {} ({})", finding.title, finding.id);
    writeln!(io.err)?;
    io.err
        .write_all(hanging(&head, "", "  ", io.width).as_bytes())?;
    let why = clean(&finding.judged.why);
    let fix = finding.fix.as_ref();
    let advice = fix.map(|fix| clean(&fix.text)).unwrap_or_default();
    let mut said = Vec::new();
    if !advice.contains(&why) && why != "it does not hold" {
        said.push(why);
    }
    if let Some(fix) = fix {
        said.push(match fix.who.as_str() {
            "you" => format!("to do: {advice}"),
            who => format!("to do, by {}: {advice}", clean(who)),
        });
    }
    if !gap.required() {
        said.push("recommended, not required: you can go on without it".to_owned());
    }
    if gap.more > 0 {
        let are = if gap.more == 1 { "is" } else { "are" };
        let more = counted(gap.more, "more check");
        said.push(format!("{more} {are} open after this one"));
    }
    for line in said.iter().filter(|line| !line.is_empty()) {
        io.err
            .write_all(hanging(line, "  ", "    ", io.width).as_bytes())?;
    }
    if !gap.page().is_empty() {
        writeln!(io.err, "  {}", clean(gap.page()))?;
    }
    Ok(())
}

/// Hands text to the terminal's clipboard (OSC 52), which works through ssh as well; not every terminal takes it.
fn copy(text: &str, io: &mut Io) -> Result<(), End> {
    let dumb = io.env.get("TERM").is_none_or(|term| term == "dumb");
    if dumb {
        writeln!(
            io.err,
            "this terminal has no clipboard; select the text above"
        )?;
        return Ok(());
    }
    write!(io.err, "\x1b]52;c;{}\x07", BASE64_STANDARD.encode(text))?;
    writeln!(
        io.err,
        "copied, if your terminal allows it; else select it above"
    )?;
    Ok(())
}
