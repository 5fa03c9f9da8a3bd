//! Settings for a command, asking the person for what is missing where there is one to ask.

use std::path::Path;

use super::args::{Global, Place};
use super::copied::{aim, quoted};
use super::{End, Io};
use crate::render::table::wrapped;
use crate::scm;
use crate::settings::{self, Connection, Credential, Given, Problem, Settings, World};
use crate::vault::Key;

/// What a command can't do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants<'a> {
    /// The platform only.
    Platform,
    /// The platform, and whatever connections are known or chosen.
    Connections,
    /// The platform, and the connections of this file only, each with its token.
    File(&'a Path),
    /// Exactly one connection, and its token.
    OneToken,
    /// Exactly one connection.
    One,
    /// Exactly one connection and its token, and nothing of the platform.
    OneTokenAlone,
    /// Exactly one connection, by name only.
    Name,
}

/// What a command is run with.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) command: &'a str,
    pub(super) scm: &'a [String],
    pub(super) place: Option<&'a Place>,
    pub(super) wants: Wants<'a>,
}

/// Resolves the settings; what is missing is asked for, or named all at once together with what `more` finds missing.
pub(super) fn settings(
    global: &Global,
    call: Call<'_>,
    io: &mut Io,
    more: impl Fn(&Settings, bool) -> Vec<Problem>,
) -> Result<Settings, End> {
    let Call {
        command,
        scm,
        place,
        wants,
    } = call;
    let mut given = global.given(scm.to_vec(), place);
    if let Wants::File(path) = wants {
        given.config = Some(path.to_owned());
        given.of_file_only = true;
    }
    let (mut settings, mut problems) = resolved(&given, io);
    if can_ask(global, io) && lacks_place(settings.as_ref(), &problems, wants) {
        ask_place(&mut given, io)?;
        (settings, problems) = resolved(&given, io);
    }
    let Some(mut settings) = settings else {
        return Err(missing(&problems, command, &given, global));
    };
    problems.extend(more(&settings, can_ask(global, io)));
    one_connection(&settings, wants, &given, &mut problems);
    tokens(&mut settings, wants, io, !global.no_input, &mut problems)?;
    for warning in &settings.warnings {
        writeln!(io.err, "warning: {warning}")?;
    }
    if problems.is_empty() {
        Ok(settings)
    } else {
        Err(missing(&problems, command, &given, global))
    }
}

/// Whether there is a person who may be asked.
fn can_ask(global: &Global, io: &Io) -> bool {
    io.prompter.is_some() && !global.no_input
}

/// The answer to whether the changes shall be made, where nobody is there to give it.
pub(super) fn needs_yes(global: &Global, asks: bool) -> Option<Problem> {
    let settled = global.yes || global.dry_run || asks;
    (!settled).then(|| {
        Problem::missing(
            "--yes: nobody can be asked whether to make the changes (--dry-run shows them only)",
            "--yes",
        )
    })
}

/// Consent to code sharing, where nobody is there to give it; `--yes` does not.
pub(super) fn needs_consent(global: &Global, settings: &Settings, asks: bool) -> Option<Problem> {
    let settled = settings.consent.is_some() || global.dry_run || asks;
    (!settled).then(|| {
        Problem::missing(
            "--accept-ai-code-sharing: consent that Semgrep reads code, file by file, and sends it to AI providers; \
             --yes does not give it, and without that feature it is not needed",
            "--accept-ai-code-sharing",
        )
    })
}

/// The settings as far as they can be resolved, and everything that is wrong or missing.
pub(super) fn resolved(given: &Given, io: &mut Io) -> (Option<Settings>, Vec<Problem>) {
    settings::resolve(given, &mut world(io))
}

/// What resolving may look at.
pub(super) fn world(io: &mut Io) -> World<'_> {
    World {
        env: &io.env,
        folder: io.folder.as_deref(),
        user_file: io.user_file.clone(),
        store: io.store.as_ref(),
        stdin: io.stdin.as_mut(),
    }
}

/// Whether a question about source code manager and namespace is all that keeps a command from one connection.
fn lacks_place(settings: Option<&Settings>, problems: &[Problem], wants: Wants<'_>) -> bool {
    let about_place = |one: &Problem| {
        one.flag
            .as_deref()
            .is_some_and(|flag| flag.starts_with("--namespace"))
    };
    let only_place = problems
        .iter()
        .all(|one| about_place(one) || one.credential);
    let several = settings.is_none_or(|one| one.connections.len() != 1);
    match wants {
        Wants::Platform | Wants::File(_) => false,
        Wants::Connections => only_place && problems.iter().any(about_place),
        Wants::One | Wants::OneToken | Wants::OneTokenAlone | Wants::Name => only_place && several,
    }
}

fn ask_place(given: &mut Given, io: &mut Io) -> Result<(), End> {
    let Some(prompter) = &mut io.prompter else {
        return Ok(());
    };
    if given.scm.is_empty() {
        let names = scm::ALL.map(|scm| scm.about().name);
        let chosen = prompter
            .select("Which source code manager?", &names)
            .map_err(|_| End::Declined)?;
        given.scm = vec![scm::ALL[chosen].about().id.to_owned()];
    }
    let [only] = given.scm.as_slice() else {
        return Ok(());
    };
    let Some(scm) = scm::by_id(only).filter(|_| given.namespace.is_none()) else {
        return Ok(());
    };
    let about = scm.about();
    let question = format!(
        "{} {} (such as {})",
        about.name, about.namespace, about.example
    );
    given.namespace = Some(prompter.text(&question).map_err(|_| End::Declined)?);
    Ok(())
}

fn one_connection(
    settings: &Settings,
    wants: Wants<'_>,
    given: &Given,
    problems: &mut Vec<Problem>,
) {
    let any_number = matches!(wants, Wants::Platform | Wants::Connections | Wants::File(_));
    if any_number || !problems.is_empty() {
        return;
    }
    match settings.connections.as_slice() {
        [_] => {}
        [] => problems.push(Problem::missing(
            "--scm and --namespace: which connection",
            "--scm SCM --namespace NAMESPACE",
        )),
        many => {
            let names: Vec<String> = many.iter().map(|one| one.target()).collect();
            let flag = if given.scm.is_empty() {
                "--scm"
            } else {
                "--namespace"
            };
            let text = format!("{flag}: which of {}", names.join(", "));
            problems.push(Problem::missing(text, format!("{flag} …")));
        }
    }
}

/// Asks for tokens that are missing, or names them.
fn tokens(
    settings: &mut Settings,
    wants: Wants<'_>,
    io: &mut Io,
    may_ask: bool,
    problems: &mut Vec<Problem>,
) -> Result<(), End> {
    let told = |one: &Problem| one.flag.as_deref() == Some(Problem::SEMGREP_TOKEN);
    let alone = matches!(wants, Wants::OneTokenAlone | Wants::Name);
    let missing_platform = !alone && settings.semgrep_token.is_none() && !problems.iter().any(told);
    if missing_platform {
        let about = platform_token_page(settings);
        match typed(
            &about,
            "Semgrep API token",
            io,
            may_ask && problems.is_empty(),
        )? {
            Some(credential) => settings.semgrep_token = Some(credential),
            None => problems.push(Problem::credential(
                format!(
                    "the Semgrep token: set ASSISTANT_SEMGREP_TOKEN, or use --semgrep-token-file, \
                     --semgrep-token-command or --semgrep-token-stdin{}",
                    unreachable(io, &Key::platform(&settings.semgrep_host, ""))
                ),
                Problem::SEMGREP_TOKEN,
            )),
        }
    }
    let needed = settings.chosen
        || matches!(
            wants,
            Wants::OneToken | Wants::OneTokenAlone | Wants::File(_)
        );
    if !needed || matches!(wants, Wants::One | Wants::Platform | Wants::Name) {
        return Ok(());
    }
    for connection in &mut settings.connections {
        if connection.credential.is_some() {
            continue;
        }
        let about = connection.scm.about();
        let (hint, question) = token_page(connection);
        match typed(&hint, &question, io, may_ask && problems.is_empty())? {
            Some(credential) => connection.credential = Some(credential),
            None => problems.push(Problem::credential(
                format!(
                    "the {} token for {}: set {}, or use --token-file, --token-command or --token-stdin{}",
                    about.name,
                    connection.namespace,
                    about.token_variables[0],
                    unreachable(io, &connection.key())
                ),
                "--token-file FILE",
            )),
        }
    }
    Ok(())
}

/// Asks for the platform's token, or a connection's by its place.
pub(super) fn ask_token(
    settings: &Settings,
    whose: Option<usize>,
    io: &mut Io,
) -> Result<Credential, End> {
    let (about, question) = match whose.map(|at| &settings.connections[at]) {
        None => (
            platform_token_page(settings),
            "Semgrep API token".to_owned(),
        ),
        Some(connection) => token_page(connection),
    };
    typed(&about, &question, io, true)?.ok_or(End::Declined)
}

/// Where the platform's token is made.
fn platform_token_page(settings: &Settings) -> String {
    let url = settings.semgrep_url.as_str().trim_end_matches('/');
    format!(
        "An admin makes a Semgrep API token with the scope Web API on {url}/orgs/-/settings/tokens/api"
    )
}

/// Where a connection's token is made and what to choose there, and the question for it.
fn token_page(connection: &Connection) -> (String, String) {
    let about = connection.scm.about();
    (
        format!("Use {}: {}", about.token_choices, connection.token_page()),
        format!("{} token for {}", about.name, connection.namespace),
    )
}

/// Why the store of tokens could not be asked, where that is so.
fn unreachable(io: &Io, key: &Key) -> String {
    match io.store.get(key) {
        Ok(_) => String::new(),
        Err(error) => format!(" (a kept token could not be looked for: {error})"),
    }
}

/// Asks for a token, after a line that says which one and where it is made.
fn typed(
    about: &str,
    question: &str,
    io: &mut Io,
    may_ask: bool,
) -> Result<Option<Credential>, End> {
    if !may_ask || io.prompter.is_none() {
        return Ok(None);
    }
    io.err.write_all(wrapped(about, "", io.width).as_bytes())?;
    match io
        .prompter
        .as_mut()
        .map(|prompter| prompter.secret(question))
    {
        Some(Ok(Some(secret))) => Ok(Some(Credential::typed(secret))),
        _ => Err(End::Declined),
    }
}

/// Everything that is missing or wrong, with a command to copy.
fn missing(problems: &[Problem], command: &str, given: &Given, global: &Global) -> End {
    let mut hint = format!("assistant {command}");
    for scm in &given.scm {
        hint.push_str(&format!(" --scm {scm}"));
    }
    if let Some(namespace) = &given.namespace {
        hint.push_str(&format!(" --namespace {}", quoted(namespace)));
    }
    if let Some(host) = &given.host {
        hint.push_str(&format!(" --host {}", quoted(host)));
    }
    hint.push_str(&aim(global));
    for (flag, given) in [
        (" --yes", global.yes),
        (" --dry-run", global.dry_run),
        (" --accept-ai-code-sharing", global.accept_ai_code_sharing),
    ] {
        if given {
            hint.push_str(flag);
        }
    }
    let flags: Vec<&str> = problems
        .iter()
        .filter_map(|one| one.flag.as_deref())
        .collect();
    for flag in &flags {
        hint.push_str(&format!(" {flag}"));
    }
    End::Usage {
        problems: problems.iter().map(|one| one.text.clone()).collect(),
        credentials: problems.iter().all(|one| one.credential),
        hint: (!flags.is_empty()).then_some(hint),
    }
}
