//! Help: `-h` on one screen, `--help` with examples first, and topics that no single command owns.

mod environment;
mod examples;

use clap::builder::PossibleValue;
use clap::{Command, CommandFactory};

use super::args::Cli;
use super::{End, Io, output};
use crate::audit::Outcome;
use crate::render::lines::{hanging, padded, wrapped};
use crate::semgrep::features;
use crate::settings::nearest;

pub(super) use examples::examples;

/// A topic: its name, what it is about, and its text for so many columns.
type Topic = (&'static str, &'static str, fn(u16) -> String);

const TOPICS: [Topic; 3] = [
    ("exit-codes", "What each exit code means", exit_codes),
    (
        "environment",
        "Every variable that is read",
        environment::told,
    ),
    (
        "names",
        "Semgrep Assistant and Semgrep Multimodal: what is called what",
        names,
    ),
];

/// The command line as it is parsed and helped with: `-h` leaves to `--help` what every command takes, and `--help`
/// begins with examples.
pub(super) fn command() -> Command {
    with_examples(plain(), "")
}

/// The same without examples, which manual pages set in their own way.
pub(super) fn plain() -> Command {
    Cli::command()
        .disable_help_subcommand(true)
        .mut_args(|arg| {
            let everywhere = arg.is_global_set();
            arg.hide_short_help(everywhere)
        })
}

/// What `assistant help` knows, for completions.
pub(super) fn topics() -> Vec<PossibleValue> {
    let command = plain();
    let commands = command.get_subcommands().map(|one| {
        let about = one.get_about().map(ToString::to_string);
        PossibleValue::new(one.get_name().to_owned()).help(about.unwrap_or_default())
    });
    let topics = TOPICS.map(|(name, about, _)| PossibleValue::new(name).help(about));
    commands.chain(topics).collect()
}

fn with_examples(command: Command, path: &str) -> Command {
    let below: Vec<String> = command
        .get_subcommands()
        .map(|one| one.get_name().to_owned())
        .collect();
    let command = below.into_iter().fold(command, |command, name| {
        let path = format!("{path} {name}").trim_start().to_owned();
        command.mut_subcommand(name, |below| with_examples(below, &path))
    });
    let more = match path {
        "" => format!(
            "On a terminal, assistant without a command walks through everything\n\
             Try it without any account: assistant --sandbox check-scopes\n\
             Every command also takes flags for output, input, judging, changes and network: assistant --help\n\
             Topics: {}",
            TOPICS
                .map(|(name, _, _)| format!("assistant help {name}"))
                .join(", ")
        ),
        path => format!("More flags, and examples: assistant {path} --help"),
    };
    let command = match path {
        "" => command.after_help(more),
        _ => command.after_help(more).after_long_help(""),
    };
    let examples = examples(path);
    let Some(about) = command.get_about().filter(|_| !examples.is_empty()) else {
        return command;
    };
    let mut long = format!("{about}\n\nExamples:");
    for (about, line) in examples {
        long.push_str(&format!("\n  # {about}\n  {line}"));
    }
    command.long_about(long)
}

/// The command that these words name, below this one.
pub(super) fn find<'a>(root: &'a Command, words: &[String]) -> Result<&'a Command, End> {
    words.iter().try_fold(root, |command, word| {
        command.find_subcommand(word).ok_or_else(|| {
            let topics = TOPICS.map(|(name, _, _)| name);
            let commands = command.get_subcommands().map(Command::get_name);
            let known: Vec<&str> = commands.chain(topics).collect();
            let near = nearest(word, &known).map(|near| format!("; did you mean {near}?"));
            End::usage(
                format!(
                    "there is no command or topic '{word}'{}",
                    near.unwrap_or_default()
                ),
                "assistant help",
            )
        })
    })
}

/// The words of every command, the program itself (none) first.
pub(super) fn paths(root: &Command) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    for command in root.get_subcommands() {
        let name = command.get_name().to_owned();
        let below = paths(command).into_iter();
        all.extend(below.map(|rest| [vec![name.clone()], rest].concat()));
    }
    all
}

/// The topic of that name.
#[cfg(test)]
pub(super) fn environment(width: u16) -> String {
    environment::told(width)
}

pub(super) fn run(words: &[String], io: &mut Io) -> Result<u8, End> {
    let known = TOPICS.into_iter().find(|(name, _, _)| words == [*name]);
    if let Some((_, _, told)) = known {
        let text = told(io.width);
        output::print(io, &text)?;
        return Ok(0);
    }
    let mut root = command();
    root.build();
    let help = find(&root, words)?.clone().render_long_help();
    let text = match io.colors {
        true => help.ansi().to_string(),
        false => help.to_string(),
    };
    output::print(io, &text)?;
    Ok(0)
}

/// What each exit code means, with the word that JSON has for it.
fn exit_codes(width: u16) -> String {
    let meanings: [(&[Outcome], &str); 9] = [
        (
            &[Outcome::Ready, Outcome::Done],
            "everything required holds, or what was asked for is done",
        ),
        (&[Outcome::Error], "our own fault"),
        (
            &[Outcome::Usage],
            "bad usage, bad configuration or missing input; nothing was sent",
        ),
        (&[Outcome::Gaps], "something required is not met"),
        (
            &[Outcome::Credentials],
            "a token is missing, invalid, expired, revoked, of the wrong kind or for another organization",
        ),
        (
            &[Outcome::Inconclusive],
            "nothing required is unmet, but something required cannot be told",
        ),
        (&[Outcome::Pending], "--dry-run found changes to make"),
        (
            &[Outcome::Partial],
            "partly applied, or applied and not confirmed on reading back; run the same command again to go on",
        ),
        (
            &[Outcome::Interrupted],
            "declined or interrupted; the terminal is as it was",
        ),
    ];
    let mut text = "Exit codes, with the outcome that --format json gives\n\n".to_owned();
    for (outcomes, meaning) in meanings {
        let code = outcomes.first().map_or(0, |one| one.code());
        let words: Vec<&str> = outcomes.iter().map(|one| one.word()).collect();
        let head = format!("{code:>5}  {}", padded(&words.join(", "), 14));
        let whole = hanging(meaning, &" ".repeat(23), &" ".repeat(23), width);
        text.push_str(&head);
        text.push_str("  ");
        text.push_str(whole.trim_start());
    }
    text.push('\n');
    let notes = [
        "The worst one wins, in the order 1, 7, 4, 3, 5, 6, 0.",
        "--fail-on not-met lets 5 pass; --fail-on hygiene also fails on recommended and hygiene checks.",
        "--exit-zero turns 3 and 5 of commands that only read, and 6 of --dry-run, into 0.",
    ];
    text + &notes.map(|note| wrapped(note, "  ", width)).concat()
}

/// Both product names, and both names of each setting.
fn names(width: u16) -> String {
    let mut text = wrapped(
        "Semgrep Assistant has been called Semgrep Multimodal since March 2026. It is the same product, and this program speaks of both.",
        "",
        width,
    );
    text.push('\n');
    for feature in &features::ALL {
        text.push_str(&format!("  {}\n", feature.key));
        let mut words = format!("Semgrep Multimodal: {}", feature.label);
        if feature.former_label != feature.label {
            words.push_str(&format!("; Semgrep Assistant: {}", feature.former_label));
        }
        text.push_str(&wrapped(&words, "      ", width));
    }
    text + "\n  assistant features explain KEY tells more of each\n"
}

#[cfg(test)]
mod tests;
