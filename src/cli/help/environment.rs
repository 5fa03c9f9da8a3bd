//! `assistant help environment`: every variable, from the flags, the source code managers, and a short list of others.

use std::collections::BTreeMap;

use clap::{ArgAction, Command};

use super::plain;
use crate::render::lines::wrapped;
use crate::scm;
use crate::semgrep;
use crate::settings::namespace_variable;

/// Of the platform and of none of the flags.
const PLATFORM: [(&str, &str); 4] = [
    ("ASSISTANT_SEMGREP_TOKEN", "the Semgrep API token"),
    (
        "SEMGREP_APP_TOKEN",
        "the same, where ASSISTANT_SEMGREP_TOKEN is not set",
    ),
    ("SEMGREP_URL", "the Semgrep platform"),
    ("SEMGREP_APP_URL", "the same, where SEMGREP_URL is not set"),
];

/// Of the machine and the terminal.
const OTHERS: [(&str, &str); 12] = [
    (
        "HTTPS_PROXY",
        "the proxy to go through, else ALL_PROXY; it sees no plain HTTP, which stays on this machine",
    ),
    ("NO_PROXY", "hosts that are reached without the proxy"),
    (
        "SSL_CERT_FILE",
        "certificate authorities to trust: in place of the system's on Linux, beside them elsewhere",
    ),
    ("NO_COLOR", "no colours, if it holds anything"),
    ("TERM", "dumb: no colours, no links, ASCII only"),
    (
        "LC_ALL",
        "whether the terminal shows more than ASCII; else LC_CTYPE, else LANG",
    ),
    ("COLUMNS", "the width of tables, 40 to 200"),
    (
        "FORCE_HYPERLINK",
        "1 makes links on a terminal that is not known to open them, 0 makes none",
    ),
    (
        "CI",
        "nobody is asked and no progress is shown, if it holds anything",
    ),
    (
        "XDG_CONFIG_HOME",
        "the folder of assistant/config.yaml, the user file [default: ~/.config]",
    ),
    (
        "SEMGREP_SETTINGS_FILE",
        "where semgrep login keeps its token, by which assistant alone recognises your deployment",
    ),
    (
        "PATH",
        "where the commands of --token-command and sandbox -- are found",
    ),
];

pub(super) fn told(width: u16) -> String {
    let mut text = wrapped(
        "Flags come before variables, and variables before files. Every flag has a variable: ASSISTANT_ and its name in capitals. An empty variable counts as not set. With --sandbox none but those of the terminal counts.",
        "",
        width,
    );
    let mut section = |name: &str, rows: Vec<(String, String)>| {
        text.push_str(&format!("\n{name}\n"));
        for (name, about) in rows {
            text.push_str(&format!("  {name}\n{}", wrapped(&about, "      ", width)));
        }
    };
    let owned = |rows: &[(&str, &str)]| -> Vec<(String, String)> {
        let one = |(name, about): &(&str, &str)| ((*name).to_owned(), (*about).to_owned());
        rows.iter().map(one).collect()
    };
    let mut platform = owned(&PLATFORM);
    platform[2]
        .1
        .push_str(&format!(" [default: {}]", semgrep::DEFAULT_URL));
    section("Semgrep", platform);
    for scm in scm::ALL {
        section(scm.about().name, of_scm(scm));
    }
    section("This machine and the terminal", owned(&OTHERS));
    let mut flags = BTreeMap::new();
    of_flags(&plain(), &mut flags);
    section("In place of flags", flags.into_iter().collect());
    text
}

fn of_scm(scm: &dyn scm::Scm) -> Vec<(String, String)> {
    let about = scm.about();
    let mut rows = Vec::new();
    for (at, name) in about.token_variables.iter().enumerate() {
        let words = match at {
            0 => "its token".to_owned(),
            1 => format!("the same, where {} is not set", about.token_variables[0]),
            _ => format!(
                "the same, where {} are not set",
                about.token_variables[..at].join(" and ")
            ),
        };
        rows.push(((*name).to_owned(), words));
    }
    rows.push((
        namespace_variable(scm),
        format!(
            "the {} that a token in the environment belongs to",
            about.namespace
        ),
    ));
    rows.push((
        about.url_variable.to_owned(),
        format!("its base URL [default: {}]", about.default_url),
    ));
    rows
}

/// The variable of every flag of every command.
fn of_flags(command: &Command, rows: &mut BTreeMap<String, String>) {
    for arg in command.get_arguments() {
        let Some(long) = arg.get_long() else { continue };
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let values = match arg.get_action() {
            ArgAction::SetTrue | ArgAction::Count => " (1, true, yes or on)",
            ArgAction::Append => " (several separated by commas)",
            _ => "",
        };
        let name = format!("ASSISTANT_{}", long.to_uppercase().replace('-', "_"));
        rows.entry(name)
            .or_insert_with(|| format!("--{long}: {help}{values}"));
    }
    for below in command.get_subcommands() {
        of_flags(below, rows);
    }
}
