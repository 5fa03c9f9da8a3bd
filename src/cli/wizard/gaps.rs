//! One gap at a time: what is missing, and what can be done about it from here.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::super::gather::Session;
use super::super::{End, Io};
use super::checklist::is_aim;
use super::message;
use super::place::ask;
use super::tokens::Whose;
use crate::audit::{Finding, Level, Outcome, Report, Verdict};
use crate::render::clean;
use crate::render::table::wrapped;

/// A check that is open.
pub(super) struct Gap {
    pub(super) finding: Finding,
    /// `scm:host/namespace`, or `semgrep:host/deployment`.
    pub(super) target: String,
    /// Whose token it is about.
    whose: Whose,
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
            (Offer::Open, fix.is_some_and(|fix| fix.url.is_some())),
            (Offer::Copy, fix.is_some_and(|fix| fix.url.is_some())),
            (Offer::Message, fix.is_some_and(|fix| fix.who != "you")),
            (Offer::Token, by_token),
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
            Offer::Vouch => "Vouch for it: I know that it holds".to_owned(),
            Offer::Again => "Check again".to_owned(),
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
        }));
    }
    for (at, connection) in report.connections.iter().enumerate() {
        gaps.extend(connection.findings.iter().map(|finding| Gap {
            finding: finding.clone(),
            target: connection.target(),
            whose: Some(at),
        }));
    }
    gaps.retain(|gap| gap.is_open() && !passed.contains(&gap.name()));
    gaps.sort_by_key(|gap| !gap.required());
    gaps.into_iter().next()
}

/// Shows the gap and does what the person chooses, until that is something to go on with.
pub(super) fn step(gap: &Gap, session: &Session, io: &mut Io) -> Result<Step, End> {
    describe(gap, io)?;
    let mut offers = gap.offers();
    loop {
        let labels: Vec<String> = offers.iter().map(|offer| gap.label(*offer)).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let chosen = offers[ask(io, |prompter| prompter.select("What next?", &labels))?];
        match chosen {
            Offer::Open => open(gap.page(), io)?,
            Offer::Copy => copy(gap.page(), io)?,
            Offer::Message => {
                let text = message::to_whom_it_concerns(gap, session);
                writeln!(io.err, "\n{text}")?;
                copy(&text, io)?;
            }
            Offer::Token => return Ok(Step::Token(gap.whose)),
            Offer::Elsewhere => {
                let question = "The address of your Semgrep, such as https://acme.semgrep.dev";
                return Ok(Step::Elsewhere(ask(io, |prompter| {
                    prompter.text(question)
                })?));
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

fn describe(gap: &Gap, io: &mut Io) -> Result<(), End> {
    let finding = &gap.finding;
    let word = match finding.judged.verdict {
        Verdict::CannotTell => "cannot be told",
        _ => "is not met",
    };
    let head = format!(
        "{} {word} ({}, {})",
        finding.title,
        finding.level.word(),
        finding.id
    );
    writeln!(io.err)?;
    io.err.write_all(wrapped(&head, "", io.width).as_bytes())?;
    let mut said = vec![clean(&finding.judged.why)];
    if let Some(fix) = &finding.fix {
        let who = match fix.who.as_str() {
            "you" => String::new(),
            who => format!(" ({})", clean(who)),
        };
        said.push(format!("What to do: {}{who}", clean(&fix.text)));
    }
    for line in said.iter().filter(|line| !line.is_empty()) {
        io.err.write_all(wrapped(line, "  ", io.width).as_bytes())?;
    }
    if !gap.page().is_empty() {
        writeln!(io.err, "  {}", clean(gap.page()))?;
    }
    Ok(())
}

fn open(page: &str, io: &mut Io) -> Result<(), End> {
    let web = page.starts_with("https://") || page.starts_with("http://");
    let opened = match web {
        true => open::that_detached(page),
        false => Err(std::io::Error::other("it is not a web page")),
    };
    match opened {
        Ok(()) => writeln!(io.err, "opened {}", clean(page))?,
        Err(error) => writeln!(
            io.err,
            "the browser could not be opened ({error}); go to {}",
            clean(page)
        )?,
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
