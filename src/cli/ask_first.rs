//! Settings for a command, asking the person for what is missing where there is one to ask.

use std::path::Path;

use super::args::{Global, Place};
use super::ask_token::tokens;
use super::copied::{aim, quoted};
use super::interrupt::blocking;
use super::keep;
use super::{End, Io, questions};
use crate::render::clean;
use crate::scm;
use crate::settings::{self, Given, Problem, Settings, World};
use crate::vault::Nowhere;

/// What a command can't do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants<'a> {
    /// The platform only.
    Platform,
    /// The platform, and whatever connections are known or chosen.
    Connections,
    /// The platform, and the connections of this file only, each with its token.
    File(&'a Path),
    /// The platform, and exactly one connection with its token.
    OneToken,
    /// The platform, and exactly one connection.
    One,
    /// Exactly one connection and its token, and nothing of the platform.
    OneTokenAlone,
    /// Exactly one connection, by name only.
    Name,
    /// Exactly one connection and a token for it that is to be kept; nothing of the platform.
    ToKeep,
    /// A token for the platform that is to be kept; no connection.
    PlatformToKeep,
}

impl Wants<'_> {
    /// Whether a token is to be kept, so that what is kept already does not count.
    pub(super) fn keeps(self) -> bool {
        matches!(self, Wants::ToKeep | Wants::PlatformToKeep)
    }

    /// Whether the platform's token is needed.
    pub(super) fn platform_token(self) -> bool {
        !matches!(self, Wants::OneTokenAlone | Wants::Name | Wants::ToKeep)
    }

    /// Whether the tokens of connections are needed; `chosen` says that they were named.
    pub(super) fn scm_tokens(self, chosen: bool) -> bool {
        match self {
            Wants::Platform | Wants::PlatformToKeep | Wants::One | Wants::Name => false,
            Wants::Connections => chosen,
            Wants::File(_) | Wants::OneToken | Wants::OneTokenAlone | Wants::ToKeep => true,
        }
    }

    fn one(self) -> bool {
        match self {
            Wants::Platform | Wants::PlatformToKeep | Wants::Connections | Wants::File(_) => false,
            Wants::One | Wants::OneToken | Wants::OneTokenAlone | Wants::Name | Wants::ToKeep => {
                true
            }
        }
    }
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
    let (mut settings, mut problems) = resolved_for(&given, wants, io);
    if can_ask(global, io) && lacks_place(settings.as_ref(), &problems, wants) {
        ask_place(&mut given, io)?;
        (settings, problems) = resolved_for(&given, wants, io);
    }
    let Some(mut settings) = settings else {
        return Err(missing(&problems, command, &given, global));
    };
    choose_store(&settings, global, io);
    problems.extend(more(&settings, can_ask(global, io)));
    one_connection(&settings, wants, &given, &mut problems);
    for warning in &settings.warnings {
        writeln!(io.err, "warning: {}", clean(warning))?;
    }
    if wants.keeps() {
        let asks = can_ask(global, io);
        keep::source(&mut settings, global, &given, asks, io);
    }
    tokens(&mut settings, wants, io, !global.no_input, &mut problems)?;
    if problems.is_empty() {
        Ok(settings)
    } else {
        Err(missing(&problems, command, &given, global))
    }
}

/// Where the user file says that tokens are to be kept, unless a flag says it.
pub(super) fn choose_store(settings: &Settings, global: &Global, io: &Io) {
    if let (None, Some(choice)) = (global.store, settings.store) {
        io.store.choose(choice);
    }
}

/// Whether there is a person who may be asked.
fn can_ask(global: &Global, io: &Io) -> bool {
    io.prompter.is_some() && !global.no_input
}

/// The answer to whether the changes shall be made, where nobody is there to give it.
pub(super) fn needs_yes(global: &Global, settings: &Settings, asks: bool) -> Option<Problem> {
    let settled = global.yes || settings.yes || global.dry_run || asks;
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
    blocking(|| settings::resolve(given, &mut world(io)))
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

fn resolved_for(given: &Given, wants: Wants<'_>, io: &mut Io) -> (Option<Settings>, Vec<Problem>) {
    if !wants.keeps() {
        return resolved(given, io);
    }
    // What is kept already is not what is to be kept.
    let mut world = World {
        store: &Nowhere,
        ..world(io)
    };
    let (mut settings, mut problems) = blocking(|| settings::resolve(given, &mut world));
    // The other side's tokens are none of the command's business.
    let of_platform = |one: &Problem| one.flag.as_deref() == Some(Problem::SEMGREP_TOKEN);
    match wants {
        Wants::ToKeep => {
            problems.retain(|one| !of_platform(one));
            settings.iter_mut().for_each(|one| one.semgrep_token = None);
        }
        Wants::PlatformToKeep => {
            problems.retain(|one| !one.credential || of_platform(one));
            settings.iter_mut().for_each(|one| one.connections.clear());
        }
        _ => {}
    }
    if let Some(settings) = &mut settings {
        settings.warnings.extend(io.store.warning());
    }
    (settings, problems)
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
        Wants::Connections => only_place && problems.iter().any(about_place),
        _ => wants.one() && only_place && several,
    }
}

fn ask_place(given: &mut Given, io: &mut Io) -> Result<(), End> {
    if given.scm.is_empty() {
        let names = scm::ALL.map(|scm| scm.about().name);
        let chosen = questions::SCM.select("Which source code manager?", &names, io)?;
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
    given.namespace = Some(questions::NAMESPACE.text(&question, io)?);
    Ok(())
}

fn one_connection(
    settings: &Settings,
    wants: Wants<'_>,
    given: &Given,
    problems: &mut Vec<Problem>,
) {
    if !wants.one() || !problems.is_empty() {
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
