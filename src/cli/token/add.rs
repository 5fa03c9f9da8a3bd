//! `assistant token add`: asks the service about a token, then keeps it.

use super::super::args::{Global, Kept};
use super::super::ask_first::{Call, Wants, settings};
use super::super::gather::{Session, holds};
use super::super::judging::Stage;
use super::super::keep::{Unkept, keep, prepare};
use super::super::output::{Done, done};
use super::super::{End, Io};
use super::flags;
use crate::audit::{Change, Outcome, Phase, Report, State, Verdict, fact};
use crate::render::json::Failure;
use crate::semgrep;
use crate::semgrep::connections::Connections;
use crate::settings::{Credential, Problem, Settings};
use crate::vault::Key;

const NAME: &str = "token add";

/// The row that says whether the platform accepts its token.
const ACCEPTED: &str = "semgrep/token";

/// What the service says of a token.
struct Checked {
    key: Key,
    credential: Credential,
    report: Report,
    /// Whether the service accepts it, as far as that can be told.
    alive: bool,
}

pub(in crate::cli) async fn run(global: &Global, kept: &Kept, io: &mut Io) -> Result<u8, End> {
    let scm: Vec<String> = kept.one.scm.clone().into_iter().collect();
    let call = Call {
        command: match kept.platform {
            true => "token add --platform",
            false => NAME,
        },
        scm: &scm,
        place: Some(&kept.one.place).filter(|_| !kept.platform),
        wants: match kept.platform {
            true => Wants::PlatformToKeep,
            false => Wants::ToKeep,
        },
    };
    let settings = settings(global, call, io, |_, _| misplaced(global, kept))?;
    let given = match kept.platform {
        true => settings.semgrep_token.clone(),
        false => first_credential(&settings),
    };
    let missing = || End::Fault(anyhow::anyhow!("there is no token to check"));
    let credential = given.ok_or_else(missing)?;
    // Before a prompt this was seen to already.
    if !credential.typed && !global.dry_run && global.sandbox.is_none() {
        can_be_kept(global, io)?;
    }
    let session = Session::new(global, settings, io);
    let checked = match kept.platform {
        true => of_platform(&session, credential).await,
        false => of_scm(&session, credential).await,
    };
    finish(checked, &session, global, io)
}

fn first_credential(settings: &Settings) -> Option<Credential> {
    settings.connections.first()?.credential.clone()
}

/// A token for the other side would go unused, silently.
fn misplaced(global: &Global, kept: &Kept) -> Vec<Problem> {
    let semgrep = global.semgrep_token_stdin
        || global.semgrep_token_file.is_some()
        || global.semgrep_token_command.is_some();
    match semgrep && !kept.platform {
        true => vec![Problem::wrong(
            "--semgrep-token-… gives the Semgrep token, which is kept with --platform",
        )],
        false => Vec::new(),
    }
}

fn can_be_kept(global: &Global, io: &mut Io) -> Result<(), End> {
    if io.prompter.is_some() && !global.no_input {
        return prepare(Unkept::Nothing, io).map(drop);
    }
    io.store.probe().map_err(End::Store)
}

async fn of_scm(session: &Session, credential: Credential) -> Checked {
    let heard = session.ask_scms().await;
    let stage = Stage {
        phase: Some(Phase::Setup),
        ..Stage::default()
    };
    let side = &heard.sides[0];
    let said = side.read(&Connections::of(&heard.answers));
    Checked {
        key: side.connection.key(),
        credential,
        report: session.judge_scms(&heard, &stage),
        alive: holds(&said, fact::ALIVE),
    }
}

async fn of_platform(session: &Session, credential: Credential) -> Checked {
    let narrow = |platform: &mut semgrep::Platform| {
        platform.prerequisites = false;
        platform.features = false;
        platform.connections = false;
    };
    let heard = session.ask(narrow).await;
    let stage = Stage {
        narrow: true,
        ..Stage::default()
    };
    let mut report = session.judge(&heard, &stage);
    // Asked about nothing but the token.
    report.connections.clear();
    report.features.clear();
    let alive = report
        .findings()
        .any(|row| row.id == ACCEPTED && row.judged.verdict == Verdict::Met);
    let slug = semgrep::deployment(&heard.answers).map(|one| one.slug);
    Checked {
        key: session.platform_kept(&slug.unwrap_or_default()),
        credential,
        report,
        alive,
    }
}

fn finish(checked: Checked, session: &Session, global: &Global, io: &mut Io) -> Result<u8, End> {
    let Checked {
        key,
        credential,
        mut report,
        alive,
    } = checked;
    let judged = report.outcome();
    let mut change = change(&key, &credential, io);
    let mut error = None;
    let outcome = if judged == Outcome::Credentials {
        error = Some(Failure {
            code: judged.word().to_owned(),
            message: format!(
                "the token for {key} was not kept: {} says that it can't be used",
                key.host()
            ),
            fix: None,
        });
        change.state = State::Skipped;
        judged
    } else if session.way.sandboxed {
        writeln!(
            io.err,
            "nothing is kept in a run against the sandbox; this is what the check says"
        )?;
        change.state = State::Skipped;
        judged.max(Outcome::Done)
    } else if global.dry_run {
        judged.max(Outcome::Pending)
    } else {
        if !alive {
            writeln!(
                io.err,
                "warning: whether the token is alive could not be told; it is kept all the same"
            )?;
        }
        match keep(&key, &credential.secret, session.way.asks, io)? {
            Some(place) => {
                change.to = format!("kept in {place}");
                change.state = read_back(&key, &credential, io);
                judged.max(Outcome::Done)
            }
            None => {
                change.state = State::Failed;
                error = Some(Failure {
                    code: Outcome::Partial.word().to_owned(),
                    message: format!("the token for {key} was checked, but not kept"),
                    fix: Some(format!("assistant token add {} --store=file", flags(&key))),
                });
                judged.max(Outcome::Partial)
            }
        }
    };
    report.changes = vec![change];
    let finished = Done {
        error,
        ..Done::new(NAME, report, outcome, session.settings.fail_on)
    };
    done(finished, global, io)
}

fn change(key: &Key, credential: &Credential, io: &Io) -> Change {
    let before = io.store.find(key).ok().flatten();
    Change {
        target: key.to_string(),
        key: "token".to_owned(),
        from: before.map(|found| {
            let same = found.secret.expose() == credential.secret.expose();
            let which = if same { "" } else { "another " };
            format!("{which}kept in {}", found.place)
        }),
        to: format!("kept in {}", io.store.place()),
        state: State::Planned,
        undo: format!("assistant token remove {}", flags(key)),
    }
}

/// Whether the next run would find it.
fn read_back(key: &Key, credential: &Credential, io: &Io) -> State {
    match io.store.get(key) {
        Ok(Some(found)) if found.expose() == credential.secret.expose() => State::Verified,
        _ => State::Applied,
    }
}
