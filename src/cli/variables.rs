//! Variables that stand for flags, and what must never stand among the arguments.

use std::collections::{BTreeMap, BTreeSet};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, Id};

use crate::scm;

/// Whether the result was asked for as JSON, as far as can be seen before parsing.
pub(super) fn wants_json(args: &[String], env: &BTreeMap<String, String>) -> bool {
    let mut last = None;
    let mut words = args.iter().take_while(|word| *word != "--").peekable();
    while let Some(word) = words.next() {
        match word.strip_prefix("--format") {
            Some("") => last = words.peek().map(|word| word.as_str()),
            Some(rest) if rest.starts_with('=') => last = Some(&rest[1..]),
            _ => {}
        }
    }
    last.or_else(|| env.get("ASSISTANT_FORMAT").map(String::as_str)) == Some("json")
}

/// Whether the sandbox is asked for, so that the environment is left alone.
pub(super) fn uses_sandbox(args: &[String], env: &BTreeMap<String, String>) -> bool {
    names_sandbox(args)
        || env
            .get("ASSISTANT_SANDBOX")
            .is_some_and(|value| !value.is_empty())
}

/// Whether `--sandbox` stands among the arguments.
pub(super) fn names_sandbox(args: &[String]) -> bool {
    args.iter()
        .take_while(|word| *word != "--")
        .any(|word| word == "--sandbox" || word.starts_with("--sandbox="))
}

/// Says where a token stands among the arguments, without repeating it.
pub(super) fn token_in(args: &[String]) -> Option<String> {
    let looks = |word: &str| scm::ALL.into_iter().find(|scm| scm.is_token(word));
    let parts = |word: &str| -> Vec<String> {
        let whole = std::iter::once(word.to_owned());
        let split = word.split(|c: char| c.is_whitespace() || "=:,;'\"".contains(c));
        whole.chain(split.map(str::to_owned)).collect()
    };
    args.iter().enumerate().skip(1).find_map(|(at, word)| {
        let part = parts(word).iter().find_map(|part| looks(part))?;
        let name = part.about().name;
        Some(format!(
            "argument {at} looks like a {name} token, which other users of this machine could read"
        ))
    })
}

/// The flags that variables stand for: `ASSISTANT_` and the flag's name in capitals. What is on the command line stays.
pub(super) fn as_flags(
    command: &Command,
    matches: &ArgMatches,
    env: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut flags = Vec::new();
    // Flags that every command takes stand on each level.
    let mut seen = BTreeSet::new();
    let (mut command, mut matches) = (command, matches);
    loop {
        let out = ruled_out(command, matches);
        // What is the command's own is not meant where one below it is called.
        let below = matches.subcommand().is_some();
        for arg in command
            .get_arguments()
            .filter(|arg| arg.is_global_set() || !below)
            .filter(|arg| seen.insert(arg.get_id().clone()) && !out.contains(arg.get_id()))
        {
            add(arg, matches, env, &mut flags);
        }
        let Some((name, below)) = matches.subcommand() else {
            break;
        };
        let Some(next) = command.find_subcommand(name) else {
            break;
        };
        (command, matches) = (next, below);
    }
    flags
}

/// What can't stand beside the flags on the command line, which count before variables.
fn ruled_out(command: &Command, matches: &ArgMatches) -> BTreeSet<Id> {
    command
        .get_arguments()
        .filter(|arg| is_given(arg, matches))
        .flat_map(|arg| command.get_arg_conflicts_with(arg))
        .map(|arg| arg.get_id().clone())
        .collect()
}

fn is_given(arg: &Arg, matches: &ArgMatches) -> bool {
    let id = arg.get_id().as_str();
    matches.try_contains_id(id).unwrap_or(false)
        && matches.value_source(id) == Some(ValueSource::CommandLine)
}

fn add(arg: &Arg, matches: &ArgMatches, env: &BTreeMap<String, String>, flags: &mut Vec<String>) {
    let Some(long) = arg.get_long() else { return };
    let variable = format!("ASSISTANT_{}", long.to_uppercase().replace('-', "_"));
    let Some(value) = env.get(&variable).filter(|value| !value.is_empty()) else {
        return;
    };
    if is_given(arg, matches) {
        return;
    }
    let yes = matches!(value.as_str(), "1" | "true" | "yes" | "on");
    let no = matches!(value.as_str(), "0" | "false" | "no" | "off");
    let needs_no_value = arg
        .get_num_args()
        .is_some_and(|range| range.min_values() == 0);
    match arg.get_action() {
        ArgAction::SetTrue | ArgAction::Count if yes => flags.push(format!("--{long}")),
        ArgAction::SetTrue | ArgAction::Count => {}
        _ if needs_no_value && yes => flags.push(format!("--{long}")),
        _ if needs_no_value && no => {}
        // Several values are separated by commas.
        ArgAction::Append => flags.extend(
            value
                .split(',')
                .map(|one| format!("--{long}={}", one.trim())),
        ),
        _ => flags.push(format!("--{long}={value}")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::token_in;

    proptest! {
        #[test]
        fn a_token_among_the_arguments_is_found_and_not_repeated(
            before in "(--[a-z-]{2,9}=|[a-z]{0,5}[:;, '\"])?",
            token in "glpat-[A-Za-z0-9_-]{20}|ghp_[A-Za-z0-9]{36}|ATCTT[A-Za-z0-9_-]{30}|[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}",
            at in 1usize..5,
        ) {
            let mut args = vec!["assistant".to_owned(); 5];
            args[at] = format!("{before}{token}");
            let said = token_in(&args).unwrap_or_default();
            prop_assert!(said.starts_with(&format!("argument {at} ")), "{}: {}", args[at], said);
            prop_assert!(!said.contains(&token));
        }
    }
}
