//! Which connection to set up: what is known is offered, the rest is asked.

use super::super::ask_first::resolved;
use super::super::{End, Io, questions};
use crate::render::clean;
use crate::scm::{self, Guess, Scm};
use crate::settings::{Connection, Given, remote};

/// One line of the menu.
enum Choice {
    Known(Connection),
    Guessed(&'static dyn Scm, Guess),
    Other(&'static dyn Scm),
    /// None of those known.
    Another,
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
            Choice::Other(scm) => scm.about().name.to_owned(),
            Choice::Another => "Another one …".to_owned(),
        }
    }
}

/// Fills in the source code manager, host and namespace, as far as flags did not.
pub(super) fn choose(given: &mut Given, io: &mut Io) -> Result<(), End> {
    let first = choices(given, io);
    let mut chosen = one_of(first, "What shall Semgrep work on?", given, io)?;
    if let Choice::Another = chosen {
        chosen = one_of(others(given), "Where is it?", given, io)?;
    }
    match chosen {
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
        Choice::Another => {}
    }
    Ok(())
}

/// Asks for one of these, unless there is only one that it can be.
fn one_of(
    mut choices: Vec<Choice>,
    question: &str,
    given: &Given,
    io: &mut Io,
) -> Result<Choice, End> {
    let chosen = match choices.as_slice() {
        [Choice::Known(_)] => 0,
        [_] if !given.scm.is_empty() => 0,
        many => {
            let labels: Vec<String> = many.iter().map(Choice::label).collect();
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            questions::SCM.select(question, &labels, io)?
        }
    };
    Ok(choices.swap_remove(chosen))
}

fn others(given: &Given) -> Vec<Choice> {
    let wanted =
        |scm: &dyn Scm| given.scm.is_empty() || given.scm.iter().any(|id| id == scm.about().id);
    let scms = scm::ALL.into_iter().filter(|scm| wanted(*scm));
    scms.map(Choice::Other).collect()
}

fn is_public(one: &Connection) -> bool {
    one.base.as_str().trim_end_matches('/') == one.scm.about().default_url
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
    let meant = |guess: &Guess| {
        let named = given.namespace.as_ref();
        given.host.is_none() && named.is_none_or(|name| *name == guess.namespace)
    };
    let guess = guess.filter(|(scm, guess)| {
        meant(guess) && !named_twice(*scm, guess) && scm.check_namespace(&guess.namespace).is_ok()
    });
    let only_known = given.namespace.is_some() && known.len() == 1;
    let mut choices: Vec<Choice> = known.into_iter().map(Choice::Known).collect();
    if only_known {
        return choices;
    }
    choices.extend(guess.map(|(scm, guess)| Choice::Guessed(scm, guess)));
    if choices.is_empty() {
        return others(given);
    }
    choices.push(Choice::Another);
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
    match questions::HOST_TRUSTED.confirm(&question, io)? {
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
    if questions::HOST.select(&question, &options, io)? == 0 {
        return Ok(None);
    }
    loop {
        let host = questions::HOST.text("Its address, such as git.example.com", io)?;
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
        let name = match guess {
            Some(guess) => questions::NAMESPACE.text_with(&question, guess, io)?,
            None => questions::NAMESPACE.text(&question, io)?,
        };
        // What was typed here was seen, and would be sent as a part of addresses.
        if scm::ALL.into_iter().any(|one| one.is_token(&name)) {
            let text = "that looks like a token, which is asked for later and not shown then; as it was shown now, revoke it";
            writeln!(io.err, "{text}")?;
            continue;
        }
        match scm.check_namespace(&name) {
            Ok(()) => return Ok(name),
            Err(text) => writeln!(io.err, "{}", clean(&text))?,
        }
    }
}
