//! Asking for tokens that are missing: where each is made, typed without being shown, or named where nobody is asked.

use super::ask_first::Wants;
use super::keep::{Unkept, prepare};
use super::{End, Io};
use crate::render::table::wrapped;
use crate::settings::{Connection, Credential, Problem, Settings};
use crate::vault::Key;

/// Asks for tokens that are missing, or names them.
pub(super) fn tokens(
    settings: &mut Settings,
    wants: Wants<'_>,
    io: &mut Io,
    may_ask: bool,
    problems: &mut Vec<Problem>,
) -> Result<(), End> {
    let told = |one: &Problem| one.flag.as_deref() == Some(Problem::SEMGREP_TOKEN);
    let missing_platform =
        wants.platform_token() && settings.semgrep_token.is_none() && !problems.iter().any(told);
    // Found out once, and only where a token is really asked for.
    let mut prepared = None;
    let mut unreachable = None;
    if missing_platform {
        let about = platform_page(settings);
        match typed(
            &about,
            "Semgrep API token",
            wants,
            &mut prepared,
            io,
            may_ask && problems.is_empty(),
        )? {
            Some(credential) => settings.semgrep_token = Some(credential),
            None => {
                let key = Key::platform(&settings.semgrep_host, "");
                unreachable = io.store.get(&key).err();
                problems.push(Problem::credential(
                    "the Semgrep token: set ASSISTANT_SEMGREP_TOKEN, or use --semgrep-token-file, \
                     --semgrep-token-command or --semgrep-token-stdin",
                    Problem::SEMGREP_TOKEN,
                ));
            }
        }
    }
    let connections: &mut [Connection] = match wants.scm_tokens(settings.chosen) {
        true => &mut settings.connections,
        false => &mut [],
    };
    for connection in connections {
        if connection.credential.is_some() {
            continue;
        }
        let about = connection.scm.about();
        let (hint, question) = page(connection);
        let may_ask = may_ask && problems.is_empty();
        match typed(&hint, &question, wants, &mut prepared, io, may_ask)? {
            Some(credential) => connection.credential = Some(credential),
            None => {
                unreachable = unreachable.or_else(|| io.store.get(&connection.key()).err());
                problems.push(Problem::credential(
                    format!(
                        "the {} token for {}: set {}, or use --token-file, --token-command or --token-stdin",
                        about.name, connection.namespace, about.token_variables[0],
                    ),
                    "--token-file FILE",
                ));
            }
        }
    }
    if let Some(error) = unreachable.filter(|_| !wants.keeps()) {
        writeln!(
            io.err,
            "warning: a kept token could not be looked for: {error}"
        )?;
        writeln!(io.err, "hint: {}", error.hint())?;
    }
    Ok(())
}

/// Asks for the platform's token, or a connection's by its place. What stands in the way of keeping it is told once:
/// `prepared` remembers.
pub(super) fn ask_token(
    settings: &Settings,
    whose: Option<usize>,
    prepared: &mut Option<bool>,
    io: &mut Io,
) -> Result<Credential, End> {
    let (about, question) = match whose.map(|at| &settings.connections[at]) {
        None => (platform_page(settings), "Semgrep API token".to_owned()),
        Some(connection) => page(connection),
    };
    let wants = Wants::Connections;
    typed(&about, &question, wants, prepared, io, true)?.ok_or(End::Declined)
}

/// Where the platform's token is made.
fn platform_page(settings: &Settings) -> String {
    let url = settings.semgrep_url.as_str().trim_end_matches('/');
    format!(
        "An admin makes a Semgrep API token with the scope Web API on {url}/orgs/-/settings/tokens/api"
    )
}

/// Where a connection's token is made and what to choose there, and the question for it.
fn page(connection: &Connection) -> (String, String) {
    let about = connection.scm.about();
    (
        format!("Use {}: {}", about.token_choices, connection.token_page()),
        format!("{} token for {}", about.name, connection.namespace),
    )
}

/// Asks for a token, after a line that says which one and where it is made.
fn typed(
    about: &str,
    question: &str,
    wants: Wants<'_>,
    prepared: &mut Option<bool>,
    io: &mut Io,
    may_ask: bool,
) -> Result<Option<Credential>, End> {
    if !may_ask || io.prompter.is_none() {
        return Ok(None);
    }
    let unkept = match wants.keeps() {
        true => Unkept::Nothing,
        false => Unkept::ThisRun,
    };
    let keeps = match *prepared {
        Some(keeps) => keeps,
        None => *prepared.insert(prepare(unkept, io)?),
    };
    io.err.write_all(wrapped(about, "", io.width).as_bytes())?;
    match io
        .prompter
        .as_mut()
        .map(|prompter| prompter.secret(question))
    {
        Some(Ok(Some(secret))) => Ok(Some(Credential {
            // A token for this run only is not one to keep.
            typed: keeps,
            ..Credential::typed(secret)
        })),
        _ => Err(End::Declined),
    }
}
