//! Shows a plan, and gets the person's yes and consent.

use super::super::args::Global;
use super::super::gather::{Heard, Session};
use super::super::questions::{self, Question};
use super::super::{End, Io};
use super::plan::{ABSENT, Plan, sign};
use crate::plan;
use crate::render::lines::hanging;
use crate::render::{NAME, brief, clean};
use crate::scm;
use crate::semgrep::connections::Connections;

/// Shows the plan and gets the person's consent, by flag or at the prompt.
pub(in crate::cli) fn agree(
    plan: &Plan,
    heard: &Heard,
    session: &Session,
    global: &Global,
    io: &mut Io,
) -> Result<(), End> {
    show(plan, heard, session, io)?;
    if plan::needs_consent(&plan.switches) {
        consent(heard, session, global, io)?;
    }
    if global.yes || session.settings.yes {
        return Ok(());
    }
    confirm(&questions::CHANGES, "Make these changes?", global, io)
}

/// A yes, or the end of the run.
pub(in crate::cli) fn confirm(
    question: &Question,
    text: &str,
    global: &Global,
    io: &mut Io,
) -> Result<(), End> {
    if io.prompter.is_none() || global.no_input {
        return Err(End::usage(
            "--yes: nobody can be asked whether to make these changes",
            "run the same command with --yes, or with --dry-run to see the changes only",
        ));
    }
    match question.confirm(text, io)? {
        true => Ok(()),
        false => Err(End::Declined),
    }
}

/// Shows what a plan would do, and to which connections.
pub(in crate::cli) fn show(
    plan: &Plan,
    heard: &Heard,
    session: &Session,
    io: &mut Io,
) -> Result<(), End> {
    let deployment = heard.deployment()?;
    let line = format!(
        "Plan for the whole deployment {} on {}:",
        brief(&deployment.slug, NAME),
        session.settings.semgrep_host
    );
    write!(io.err, "{}", hanging(&line, "", "  ", io.width))?;
    for change in plan.changes(heard, session) {
        let from = change.from.as_deref().unwrap_or(ABSENT);
        let line = format!(
            "{} {}: {from} → {}",
            brief(&change.target, NAME),
            clean(&change.key),
            change.to
        );
        let sign = format!("  {} ", sign(&change));
        write!(io.err, "{}", hanging(&line, &sign, "      ", io.width))?;
    }
    for (target, key, value) in &plan.same {
        let line = format!("{} {}: {}", clean(target), clean(key), clean(value));
        write!(io.err, "{}", hanging(&line, "  = ", "      ", io.width))?;
    }
    let all = Connections::of(&heard.answers);
    let listed = all.listed().unwrap_or_default();
    let names: Vec<String> = listed
        .iter()
        .map(|one| format!("{} {}", kind(&one.kind), brief(&one.namespace, NAME)))
        .collect();
    if !names.is_empty() {
        let line = format!(
            "It holds these connections, all affected: {}",
            names.join(", ")
        );
        write!(io.err, "{}", hanging(&line, "", "  ", io.width))?;
    }
    Ok(())
}

/// The platform's type of a connection in people's words; one that is not known here as the platform calls it.
fn kind(name: &str) -> String {
    let known = scm::ALL
        .into_iter()
        .find(|scm| scm.about().platform_types.contains(&name));
    known.map_or_else(|| brief(name, NAME), |scm| scm.about().name.to_owned())
}

/// Consent to code sharing is its own: `--yes` does not give it.
fn consent(heard: &Heard, session: &Session, global: &Global, io: &mut Io) -> Result<(), End> {
    let deployment = heard.deployment()?;
    let text = format!(
        "Turning on code-snippets lets Semgrep read files of every repository connected to deployment {}, one file at a \
         time, and send their contents to the AI providers that Semgrep uses. To take it back, run: assistant disable",
        brief(&deployment.slug, NAME)
    );
    write!(
        io.err,
        "{}",
        crate::render::table::wrapped(&text, "", io.width)
    )?;
    if let Some(source) = &session.settings.consent {
        writeln!(io.err, "Consent given by {source}.")?;
        return Ok(());
    }
    if io.prompter.is_none() || global.no_input {
        return Err(End::usage(
            "--accept-ai-code-sharing: consent to code sharing is missing, which --yes does not give",
            "read the paragraph above, then add --accept-ai-code-sharing, or leave it out with --skip code-snippets",
        ));
    }
    match questions::CONSENT.confirm("Do you consent to this code sharing?", io)? {
        true => Ok(()),
        false => Err(End::Declined),
    }
}
