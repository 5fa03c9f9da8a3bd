//! `assistant completions`.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command};
use clap_complete::Shell;

use super::{End, Io, help, output};
use crate::sandbox::scenario;
use crate::semgrep::features;

pub(super) fn run(shell: Shell, io: &mut Io) -> Result<u8, End> {
    let mut script = Vec::new();
    clap_complete::generate(
        shell,
        &mut valued(help::command()),
        "assistant",
        &mut script,
    );
    let script = String::from_utf8_lossy(&script).into_owned();
    let script = match shell {
        Shell::Bash => with_equals(&script),
        _ => script,
    };
    output::print(io, &script)?;
    Ok(0)
}

/// The command line with the values of what the program itself reads more freely: files as scenarios, any case.
fn valued(command: Command) -> Command {
    let command = command.mut_args(|arg| match values(&arg) {
        Some(values) => arg.value_parser(PossibleValuesParser::new(values)),
        None => arg,
    });
    let below: Vec<String> = command
        .get_subcommands()
        .map(|one| one.get_name().to_owned())
        .collect();
    below.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, valued)
    })
}

fn values(arg: &Arg) -> Option<Vec<PossibleValue>> {
    match arg.get_id().as_str() {
        "sandbox" | "scenario" => Some(
            scenario::builtin()
                .map(|(name, about)| PossibleValue::new(name).help(about))
                .collect(),
        ),
        "skip" | "key" => Some(
            features::ALL
                .iter()
                .map(|one| PossibleValue::new(one.key).help(one.label))
                .collect(),
        ),
        "set" | "settings" => Some(settings()),
        "topic" => Some(help::topics()),
        _ => None,
    }
}

/// Every feature with each of the words it takes.
fn settings() -> Vec<PossibleValue> {
    let of = |feature: &'static features::Feature| {
        let taken = feature
            .words()
            .map(|word| format!("{}={word}", feature.key));
        taken
            .map(|setting| PossibleValue::new(setting).help(feature.label))
            .collect::<Vec<_>>()
    };
    features::ALL.iter().flat_map(of).collect()
}

/// Bash breaks words at `=`, so a flag whose value stands behind one is not the word before.
fn with_equals(script: &str) -> String {
    const PREVIOUS: &str = "    prev=\"$3\"\n";
    let behind = "    if [[ \"$cur\" == \"=\" ]]; then\n        cur=\"\"\n    elif [[ \"$prev\" == \"=\" ]]; then\n        prev=\"${COMP_WORDS[COMP_CWORD-2]}\"\n    fi\n";
    script.replacen(PREVIOUS, &format!("{PREVIOUS}{behind}"), 1)
}
