//! One deployment of a fleet: the platform once, then each connection on its own.

use futures_util::StreamExt;
use futures_util::stream;

use super::super::End;
use super::super::gather::{Heard, Session};
use super::super::judging::Stage;
use super::Run;
use crate::audit::{Finding, Report};
use crate::semgrep::connections::Connections;
use crate::semgrep::{self, features};
use crate::settings::files::TokenFrom;
use crate::settings::fleet::{self, Member, Resolved};
use crate::settings::{Connection, Credential};
use crate::vault::Key;

/// Asks and judges what this part of the fleet holds of a deployment and is not known from before.
pub(super) async fn audit(run: &Run<'_>, member: Member) -> Result<(), End> {
    // Everything in the file was looked through before.
    let Some(resolved) = run.file.resolve(&member, &run.given, run.env) else {
        return Ok(());
    };
    let Resolved {
        mut settings,
        semgrep_token,
        tokens,
    } = resolved;
    let name = member.name.as_str();
    let open = |one: &Connection| {
        let target = one.target();
        run.holds(&format!("{name} {target}")) && !run.journal.has(name, Some(&target))
    };
    let mine: Vec<usize> = (0..settings.connections.len())
        .filter(|at| open(&settings.connections[*at]))
        .collect();
    let owner = run.holds(name) && !run.journal.has(name, None);
    if mine.is_empty() && !owner {
        return Ok(());
    }
    let key = Key::platform(
        &settings.semgrep_host,
        settings.deployment.as_deref().unwrap_or_default(),
    );
    let (credential, lost) = match token(run, &semgrep_token, &key).await {
        Ok(credential) => (Some(credential), None),
        Err(text) => (None, Some(text)),
    };
    settings.semgrep_token = credential;
    let session = run.way.to(settings);
    let mut heard = session.nothing_yet();
    let sought = match owner {
        true => heard.sides.iter().map(|side| side.key.clone()).collect(),
        false => mine.iter().map(|at| heard.sides[*at].key.clone()).collect(),
    };
    {
        let _place = run.places.acquire().await;
        session.ask_about(&mut heard, sought, owner).await;
    }
    let stage = Stage::default();
    let own = session.judge_own(&heard, &stage);
    // What names a connection's deployment.
    let frame = Report {
        name: Some(name.to_owned()),
        platform: Some(session.platform_report(&heard, Vec::new())),
        ..Report::default()
    };
    let all = Connections::of(&heard.answers);
    let each = mine.iter().map(|at| {
        connection(
            run,
            &session,
            &heard,
            &all,
            &own,
            &frame,
            *at,
            tokens[*at].as_ref(),
        )
    });
    let mut each = stream::iter(each).buffer_unordered(run.file.concurrency());
    while let Some(done) = each.next().await {
        done?;
    }
    drop(each);
    if owner {
        // Connections that only the platform knows of belong to whoever holds the deployment.
        let others = session.judge_others(&heard, &all, &stage, &own).into_iter();
        for one in others.filter(|one| !run.journal.has(name, Some(&one.target()))) {
            let report = Report {
                connections: vec![one],
                ..frame.clone()
            };
            run.sink.borrow_mut().connection(report, &session.way)?;
        }
        let found = semgrep::found(&heard.answers).ok().map(|(_, found)| found);
        let report = Report {
            platform: Some(session.platform_report(&heard, own)),
            features: features::rows(found.as_ref(), &[]),
            name: Some(name.to_owned()),
            lost,
            ..Report::default()
        };
        run.sink.borrow_mut().deployment(report, &session.way)?;
    }
    if let Some(credential) = &session.settings.semgrep_token {
        session.way.kept_out.forget(&credential.secret);
    }
    Ok(())
}

#[expect(clippy::too_many_arguments)]
async fn connection(
    run: &Run<'_>,
    session: &Session,
    heard: &Heard,
    all: &Connections,
    own: &[Finding],
    frame: &Report,
    at: usize,
    from: Option<&TokenFrom>,
) -> Result<(), End> {
    let _place = run.places.acquire().await;
    let known = &session.settings.connections[at];
    let credential = match from {
        Some(from) => token(run, from, &known.key()).await.map(Some),
        None => Ok(None),
    };
    let side = session.ask_alone(known, credential).await;
    let report = Report {
        connections: vec![session.judge_side(&side, heard, all, &Stage::default(), own)],
        ..frame.clone()
    };
    run.sink.borrow_mut().connection(report, &session.way)?;
    if let Some(credential) = &side.connection.credential {
        session.way.kept_out.forget(&credential.secret);
    }
    Ok(())
}

/// Fetches a token; commands and files, which may be pipes, are waited for beside, so that the others go on.
async fn token(run: &Run<'_>, from: &TokenFrom, key: &Key) -> Result<Credential, String> {
    let credential = match from.command.is_some() || from.file.is_some() {
        false => fleet::fetch(from, run.env, run.store, key),
        true => {
            let (from, key) = (from.clone(), key.clone());
            let fetched = tokio::task::spawn_blocking(move || {
                fleet::fetch(&from, &Default::default(), &crate::vault::Nowhere, &key)
            });
            let broken = |_| "the token could not be fetched".to_owned();
            fetched.await.map_err(broken)?
        }
    }?;
    run.way.kept_out.add(&credential.secret);
    Ok(credential)
}
