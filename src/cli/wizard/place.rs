//! Which connection to set up: what is known is offered, the rest is asked.

use super::super::ask_first::resolved;
use super::super::{End, Io, Prompter};
use crate::render::clean;
use crate::scm::{self, Guess, Scm};
use crate::settings::{Connection, Given, remote};

/// One line of the menu.
enum Choice {
    Known(Connection),
    Guessed(&'static dyn Scm, Guess),
    Other(&'static dyn Scm),
}

impl Choice {
    fn label(&self) -> String {
        match self {
            Choice::Known(one) => {
                let token = match one.credential {
                    Some(_) => "with a token",
                    None => "no token yet",
                };
                let name = one.scm.about().name;
                format!("{name} {} on {}, {token}", one.namespace, one.host)
            }
            Choice::Guessed(scm, guess) => {
                let host = guess
                    .host
                    .as_deref()
                    .map(|host| format!(" on {}", clean(host)));
                let (name, host) = (scm.about().name, host.unwrap_or_default());
                format!(
                    "{name} {}{host}, this folder's git remote",
                    clean(&guess.namespace)
                )
            }
            Choice::Other(scm) => format!("{} …", scm.about().name),
        }
    }
}

/// Fills in the source code manager, host and namespace.
pub(super) fn choose(given: &mut Given, io: &mut Io) -> Result<(), End> {
    from_variables(given, io);
    let mut choices = choices(given, io);
    let chosen = match choices.as_slice() {
        [Choice::Known(_)] => 0,
        _ if !given.scm.is_empty() && choices.len() == 1 => 0,
        many => {
            let labels: Vec<String> = many.iter().map(Choice::label).collect();
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            ask(io, |prompter| {
                prompter.select("What shall Semgrep work on?", &labels)
            })?
        }
    };
    match choices.swap_remove(chosen) {
        Choice::Known(one) => {
            writeln!(io.err, "Setting up {}.", clean(&one.target()))?;
            given.scm = vec![one.scm.about().id.to_owned()];
            given.namespace = Some(one.namespace.clone());
            let own = one.scm.about().self_managed && !is_public(&one);
            // Within the sandbox the environment says where the instance is.
            let named = io.env.contains_key(one.scm.about().url_variable);
            given.host = (own && !named).then(|| one.base.to_string());
        }
        Choice::Guessed(scm, guess) => {
            given.scm = vec![scm.about().id.to_owned()];
            given.host = trusted(scm, guess.host, io)?;
            given.namespace = Some(namespace(scm, Some(&guess.namespace), io)?);
        }
        Choice::Other(scm) => {
            given.scm = vec![scm.about().id.to_owned()];
            if given.host.is_none() && !io.env.contains_key(scm.about().url_variable) {
                given.host = host(scm, io)?;
            }
            if given.namespace.is_none() {
                given.namespace = Some(namespace(scm, None, io)?);
            }
        }
    }
    Ok(())
}

fn is_public(one: &Connection) -> bool {
    one.base.as_str().trim_end_matches('/') == one.scm.about().default_url
}

/// The bare command has no flags for these, but their variables count.
fn from_variables(given: &mut Given, io: &Io) {
    let variable = |name: &str| io.env.get(name).filter(|text| !text.is_empty()).cloned();
    if let Some(scm) = variable("ASSISTANT_SCM").and_then(|word| scm::by_id(&word)) {
        given.scm = vec![scm.about().id.to_owned()];
        given.namespace = variable("ASSISTANT_NAMESPACE");
        given.host = variable("ASSISTANT_HOST");
    }
}

fn choices(given: &Given, io: &mut Io) -> Vec<Choice> {
    let known = match resolved(given, io).0 {
        Some(settings) => settings.connections,
        None => Vec::new(),
    };
    let wanted =
        |scm: &dyn Scm| given.scm.is_empty() || given.scm.iter().any(|id| id == scm.about().id);
    let guess = io
        .folder
        .as_deref()
        .and_then(remote::discover)
        .and_then(|remote| {
            scm::ALL
                .into_iter()
                .filter(|scm| wanted(*scm))
                .find_map(|scm| Some((scm, scm.recognise(&remote)?)))
        });
    let named_twice = |scm: &dyn Scm, guess: &Guess| {
        known
            .iter()
            .any(|one| one.scm.about().id == scm.about().id && one.namespace == guess.namespace)
    };
    let guess = guess.filter(|(scm, guess)| {
        !named_twice(*scm, guess) && scm.check_namespace(&guess.namespace).is_ok()
    });
    let only_known = given.namespace.is_some() && known.len() == 1;
    let mut choices: Vec<Choice> = known.into_iter().map(Choice::Known).collect();
    if only_known {
        return choices;
    }
    choices.extend(guess.map(|(scm, guess)| Choice::Guessed(scm, guess)));
    choices.extend(
        scm::ALL
            .into_iter()
            .filter(|scm| wanted(*scm))
            .map(Choice::Other),
    );
    choices
}

/// A host that a checkout names gets a token only when a person says that it is theirs.
fn trusted(
    scm: &'static dyn Scm,
    host: Option<String>,
    io: &mut Io,
) -> Result<Option<String>, End> {
    let Some(host) = host else { return Ok(None) };
    let question = format!(
        "Is {} your {}? Tokens will be sent there",
        clean(&host),
        scm.about().name
    );
    match ask(io, |prompter| prompter.confirm(&question))? {
        true => Ok(Some(host)),
        false => self::host(scm, io),
    }
}

fn host(scm: &'static dyn Scm, io: &mut Io) -> Result<Option<String>, End> {
    let about = scm.about();
    if !about.self_managed {
        return Ok(None);
    }
    let public = url::Url::parse(about.default_url).map(|url| scm.host(&url));
    let public = public.unwrap_or_else(|_| about.default_url.to_owned());
    let options = [public.as_str(), "an instance of our own"];
    let question = format!("Where is your {}?", about.name);
    if ask(io, |prompter| prompter.select(&question, &options))? == 0 {
        return Ok(None);
    }
    loop {
        let host = ask(io, |prompter| {
            prompter.text("Its address, such as git.example.com")
        })?;
        match scm.base(&host) {
            Ok(_) if !host.is_empty() => return Ok(Some(host)),
            Ok(_) => writeln!(io.err, "the address is empty")?,
            Err(text) => writeln!(io.err, "{}", clean(&text))?,
        }
    }
}

fn namespace(scm: &'static dyn Scm, guess: Option<&str>, io: &mut Io) -> Result<String, End> {
    let about = scm.about();
    let question = format!(
        "{} {} (such as {})",
        about.name, about.namespace, about.example
    );
    loop {
        let name = ask(io, |prompter| match guess {
            Some(guess) => prompter.text_with(&question, guess),
            None => prompter.text(&question),
        })?;
        match scm.check_namespace(&name) {
            Ok(()) => return Ok(name),
            Err(text) => writeln!(io.err, "{}", clean(&text))?,
        }
    }
}

/// Asks the person; no answer ends the run.
pub(super) fn ask<T>(
    io: &mut Io,
    question: impl FnOnce(&mut dyn Prompter) -> std::io::Result<T>,
) -> Result<T, End> {
    match &mut io.prompter {
        Some(prompter) => question(prompter.as_mut()).map_err(|_| End::Declined),
        None => Err(End::Declined),
    }
}
