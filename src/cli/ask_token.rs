//! Asking for tokens that are missing: where each is made, typed without being shown, or named where nobody is asked.

use super::ask_first::Wants;
use super::keep::{Unkept, prepare};
use super::questions::{self, Question};
use super::{End, Io, browser};
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
        match typed(
            &of_platform(settings),
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
                    of_platform(settings).missing(
                        "the Semgrep token: set ASSISTANT_SEMGREP_TOKEN, or use --semgrep-token-file, \
                         --semgrep-token-command or --semgrep-token-stdin",
                    ),
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
        let wanted = of_connection(connection);
        let may_ask = may_ask && problems.is_empty();
        match typed(&wanted, wants, &mut prepared, io, may_ask)? {
            Some(credential) => connection.credential = Some(credential),
            None => {
                unreachable = unreachable.or_else(|| io.store.get(&connection.key()).err());
                problems.push(Problem::credential(
                    wanted.missing(&format!(
                        "the {} token for {}: set {}, or use --token-file, --token-command or --token-stdin",
                        about.name, connection.namespace, about.token_variables[0],
                    )),
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
    let wanted = match whose.map(|at| &settings.connections[at]) {
        None => of_platform(settings),
        Some(connection) => of_connection(connection),
    };
    typed(&wanted, Wants::Connections, prepared, io, true)?.ok_or(End::Declined)
}

/// A token that is asked for.
struct Wanted {
    question: &'static Question,
    text: String,
    /// Which one it is, and what to choose where it is made.
    about: String,
    page: String,
    /// How it is made on that page.
    made: String,
}

impl Wanted {
    /// What is missing, with where and how it is made, for whom nobody can ask.
    fn missing(&self, what: &str) -> String {
        format!("{what}; it is made on {} {}", self.page, self.made)
    }
}

fn of_platform(settings: &Settings) -> Wanted {
    let url = settings.semgrep_url.as_str().trim_end_matches('/');
    Wanted {
        question: &questions::SEMGREP_TOKEN,
        text: "Semgrep API token".to_owned(),
        about: "A Semgrep API token with the scope Web API is needed; an admin makes it on"
            .to_owned(),
        page: format!("{url}/orgs/-/settings/tokens/api"),
        made: "by an admin, with the scope Web API".to_owned(),
    }
}

fn of_connection(connection: &Connection) -> Wanted {
    let about = connection.scm.about();
    Wanted {
        question: &questions::SCM_TOKEN,
        text: format!("{} token for {}", about.name, connection.namespace),
        about: format!("For {}, use {}, made on", about.name, about.token_choices),
        page: connection.token_page(),
        made: format!("as {}", about.token_choices),
    }
}

/// Asks for a token, after a line that says which one and where it is made. An empty line opens that page, once.
fn typed(
    wanted: &Wanted,
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
    let about = format!("\n{}", wrapped(&wanted.about, "", io.width));
    io.err.write_all(about.as_bytes())?;
    writeln!(io.err, "  {}", wanted.page)?;
    let mut text = match io.watched {
        true => format!("{} (hidden; Enter alone opens that page)", wanted.text),
        false => wanted.text.clone(),
    };
    loop {
        if let Some(secret) = wanted.question.secret(&text, io)? {
            return Ok(Some(Credential {
                // A token for this run only is not one to keep.
                typed: keeps,
                ..Credential::typed(secret)
            }));
        }
        if text == wanted.text {
            return Err(End::Declined);
        }
        browser::open(&wanted.page, io)?;
        text.clone_from(&wanted.text);
    }
}
