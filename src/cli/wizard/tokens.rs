//! Tokens that are missing: where to make one, asked for without showing it, checked at once.

use super::super::ask_token::ask_token;
use super::super::gather::Session;
use super::super::{End, Io};
use super::stage;
use crate::audit::{Finding, Report};
use crate::render::clean;
use crate::render::table::wrapped;
use crate::settings::login;

/// Whose token: the platform's, or a connection's by its place.
pub(super) type Whose = Option<usize>;

/// Asks for every token that is missing.
pub(super) async fn complete(
    session: &mut Session,
    prepared: &mut Option<bool>,
    io: &mut Io,
) -> Result<(), End> {
    if session.settings.semgrep_token.is_none() {
        let login = signed_in(session, io).await?;
        renew(session, None, prepared, io).await?;
        compare(login, session, io).await?;
    }
    for place in 0..session.settings.connections.len() {
        if session.settings.connections[place].credential.is_none() {
            renew(session, Some(place), prepared, io).await?;
        }
    }
    Ok(())
}

/// The deployment that `semgrep login` belongs to, told to the person: its token itself is not enough.
async fn signed_in(session: &Session, io: &mut Io) -> Result<Option<String>, End> {
    let Some(token) = login::find(&io.env) else {
        return Ok(None);
    };
    // A login that is over says nothing.
    let Some(id) = session.recognise(&token).await else {
        return Ok(None);
    };
    let text = format!(
        "You are signed in to {} by semgrep login, to the deployment with the id {id}. That token lacks the scope Web API, so another one is needed.",
        session.settings.semgrep_host
    );
    io.err.write_all(wrapped(&text, "", io.width).as_bytes())?;
    Ok(Some(id))
}

/// A person who is signed in to one deployment and sets up another may not mean to.
async fn compare(login: Option<String>, session: &Session, io: &mut Io) -> Result<(), End> {
    let now = crate::semgrep::deployment(&session.ask_one(None).await.answers);
    if let (Some(login), Some(now)) = (login, now)
        && login != now.id
    {
        let slug = clean(&now.slug);
        let text = format!(
            "this token is for another deployment than semgrep login: {slug} (id {}), not {login}.",
            now.id
        );
        io.err
            .write_all(wrapped(&text, "warning: ", io.width).as_bytes())?;
    }
    Ok(())
}

/// Asks for a token until one is not refused.
pub(super) async fn renew(
    session: &mut Session,
    whose: Whose,
    prepared: &mut Option<bool>,
    io: &mut Io,
) -> Result<(), End> {
    loop {
        let credential = ask_token(&session.settings, whose, prepared, io)?;
        session.take(whose, credential);
        let report = session.judge(&session.ask_one(whose).await, &stage());
        let Some(dead) = dead(&report, whose) else {
            writeln!(io.err, "  {}", accepted(&report, whose))?;
            return Ok(());
        };
        let text = format!("refused: {}", clean(&dead.judged.why));
        io.err
            .write_all(wrapped(&text, "  ", io.width).as_bytes())?;
        if let Some(fix) = &dead.fix {
            io.err
                .write_all(wrapped(&clean(&fix.text), "  ", io.width).as_bytes())?;
        }
        writeln!(io.err, "  Try another one; Ctrl-C leaves.")?;
    }
}

fn rows(report: &Report, whose: Whose) -> &[Finding] {
    match whose {
        None => report.platform.as_ref().map_or(&[], |one| &one.findings),
        Some(at) => report.connections.get(at).map_or(&[], |one| &one.findings),
    }
}

/// The row that says that this token can't be used.
fn dead(report: &Report, whose: Whose) -> Option<&Finding> {
    rows(report, whose).iter().find(|row| {
        row.judged
            .cause
            .as_ref()
            .is_some_and(|cause| cause.is_credential())
    })
}

/// What a token that was not refused turned out to be.
fn accepted(report: &Report, whose: Whose) -> String {
    let deployment = report
        .platform
        .as_ref()
        .and_then(|one| one.deployment.as_ref());
    let kind = |at: usize| report.connections.get(at)?.token.as_ref()?.kind.as_deref();
    match (whose, deployment) {
        (None, Some(deployment)) => format!("it reaches deployment {}", clean(&deployment.slug)),
        (None, None) => "whether it is accepted can't be told yet".to_owned(),
        (Some(at), _) => match kind(at) {
            Some(kind) => format!("it is a {}", clean(kind)),
            None => "its kind can't be told".to_owned(),
        },
    }
}
