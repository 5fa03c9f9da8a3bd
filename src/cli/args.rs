//! The command line.

mod global;

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(super) use global::{Color, Global};

use super::copied::quoted;
pub(super) use crate::render::Format;
use crate::scm::{self, Scm};
use crate::settings::TokenFlags;

/// Set up and audit Semgrep Assistant (now called Semgrep Multimodal) on your source code managers
#[derive(Debug, Parser)]
#[command(
    name = "assistant",
    version,
    propagate_version = true,
    max_term_width = 100
)]
#[command(after_help = "Try it without any account: assistant --sandbox check-scopes")]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    /// What the setup on a terminal need not ask.
    #[command(flatten, next_help_heading = "Setup on a terminal, without a command")]
    pub(super) place: Name,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// The ids of all source code managers, aliases accepted.
fn scms() -> PossibleValuesParser {
    let value = |scm: &dyn Scm| {
        let about = scm.about();
        PossibleValue::new(about.id).aliases(about.aliases.iter().copied())
    };
    PossibleValuesParser::new(scm::ALL.map(value))
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Hand a source code manager's token to Semgrep, after checking it
    ConnectScm(One),
    /// Remove a connection and the kept token
    DisconnectScm(One),
    /// Check everything Semgrep Assistant needs; changes nothing
    CheckScopes(Several),
    /// Check, connect if needed, turn the features on, and prove it
    Enable(Enable),
    /// Turn code snippets in AI prompts off again
    Disable,
    /// Bring connections and settings to what a file says
    Apply(Apply),
    /// Check many deployments and connections in one run; changes nothing
    Audit(Audit),
    /// Work with reports that were written before
    Report {
        #[command(subcommand)]
        command: ReportCommand,
    },
    /// Show, change and explain the settings
    Features {
        #[command(subcommand)]
        command: Features,
    },
    /// One screen: deployment, connections, features and tokens; never asks anything
    Status(Several),
    /// List, keep, remove and rotate the tokens kept here
    Token {
        #[command(subcommand)]
        command: Token,
    },
    /// Check this machine: keyring, clock, proxy, names, certificates, configuration
    Doctor(Machine),
    /// Print the catalogue of checks
    Requirements {
        /// Only this source code manager's, beside the platform's
        #[arg(long, value_name = "SCM", value_parser = scms())]
        scm: Vec<String>,
    },
    /// Serve the embedded platform and source code managers on this machine
    Sandbox(SandboxArgs),
    /// Print a JSON Schema of the output, or of a file
    Schema {
        /// What it describes
        #[arg(value_enum, default_value_t = SchemaOf::Output)]
        of: SchemaOf,
    },
    /// Print a completion script
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print man pages, or write them all
    Man {
        /// The command, such as `features set`; the main page if left out
        command: Vec<String>,
        /// Write all pages into this folder
        #[arg(long, value_name = "DIR", conflicts_with = "command")]
        out: Option<PathBuf>,
    },
    /// Help on a command, or on a topic: exit-codes, environment, names
    Help {
        /// The command, such as `features set`, or the topic
        topic: Vec<String>,
    },
}

/// Flags for exactly one connection.
#[derive(Args, Clone, Debug)]
pub(super) struct One {
    /// The source code manager
    #[arg(long, value_name = "SCM", value_parser = scms())]
    pub(super) scm: Option<String>,
    #[command(flatten)]
    pub(super) place: Place,
}

/// Flags that name a connection, without a token for it.
#[derive(Args, Clone, Debug)]
pub(super) struct Name {
    /// The source code manager
    #[arg(long, value_name = "SCM", value_parser = scms())]
    pub(super) scm: Option<String>,
    /// Group or project path, organization, workspace, or organization/project
    #[arg(long, visible_aliases = ["org", "group", "workspace"], value_name = "NAMESPACE")]
    pub(super) namespace: Option<String>,
    /// The instance, if not the public one
    #[arg(long, value_name = "HOST")]
    pub(super) host: Option<String>,
}

/// Flags for any number of connections.
#[derive(Args, Clone, Debug)]
pub(super) struct Several {
    /// The source code manager; repeatable, all configured ones if left out
    #[arg(long, value_name = "SCM", value_parser = scms())]
    pub(super) scm: Vec<String>,
    #[command(flatten)]
    pub(super) place: Place,
}

/// Which hosts to look at from this machine.
#[derive(Args, Clone, Debug)]
pub(super) struct Machine {
    /// The source code manager; repeatable, all configured ones if left out
    #[arg(long, value_name = "SCM", value_parser = scms())]
    pub(super) scm: Vec<String>,
    /// The instance, if not the public one
    #[arg(long, value_name = "HOST")]
    pub(super) host: Option<String>,
}

/// Where a connection leads and whose token it uses.
#[derive(Args, Clone, Debug)]
pub(super) struct Place {
    /// Group or project path, organization, workspace, or organization/project
    #[arg(long, visible_aliases = ["org", "group", "workspace"], value_name = "NAMESPACE")]
    pub(super) namespace: Option<String>,
    /// The instance, if not the public one
    #[arg(long, value_name = "HOST")]
    pub(super) host: Option<String>,
    /// Read the source code manager's token from standard input; what is typed there is hidden
    #[arg(long, group = "token")]
    pub(super) token_stdin: bool,
    /// Read it from this file
    #[arg(long, group = "token", value_name = "FILE")]
    pub(super) token_file: Option<PathBuf>,
    /// Run this command and read it from its output
    #[arg(long, group = "token", value_name = "COMMAND")]
    pub(super) token_command: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Enable {
    #[command(flatten)]
    pub(super) connections: Several,
    /// Also set this feature, such as noise-filter=suppress; repeatable
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// Leave this feature as it is; repeatable
    #[arg(long, value_name = "KEY")]
    pub(super) skip: Vec<String>,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Apply {
    /// The file with the desired state
    #[arg(short, long, value_name = "FILE")]
    pub(super) file: PathBuf,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Audit {
    /// The file with the deployments
    #[arg(short, long, value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Only this part of so many, such as 2/8; parts are joined by report merge
    #[arg(long, value_name = "I/N")]
    pub(super) shard: Option<String>,
    /// Keep each result in this ndjson file as it comes, and leave out what it holds already
    #[arg(long, value_name = "FILE")]
    pub(super) resume: Option<PathBuf>,
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum ReportCommand {
    /// Join reports, such as the parts of an audit, into one
    Merge {
        /// Files in ndjson or JSON
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum Features {
    /// Show the settings, under both names
    List,
    /// Change settings: read, show the difference, ask, write, read back
    Set {
        /// Such as code-snippets=on, noise-filter=inform, min-confidence=0.3
        #[arg(required = true, value_name = "KEY=VALUE")]
        settings: Vec<String>,
    },
    /// Say what a setting does and where it stands on the web
    Explain {
        /// The setting
        key: String,
    },
}

#[derive(Clone, Debug, Subcommand)]
pub(super) enum Token {
    /// List the tokens kept here; never shows one
    List,
    /// Check a token and keep it
    Add(Kept),
    /// Remove a kept token from here; it stays valid where it was made
    Remove(Removed),
    /// Replace a token by a fresh one, here and on the platform
    Rotate(Rotate),
}

/// A token to check and keep: a connection's, or the platform's.
#[derive(Args, Clone, Debug)]
pub(super) struct Kept {
    /// The Semgrep token instead of a source code manager's
    #[arg(long, conflicts_with_all = ["scm", "namespace", "host", "token"])]
    pub(super) platform: bool,
    #[command(flatten)]
    pub(super) one: One,
}

/// One kept token, by its name alone: a connection's, or the platform's.
#[derive(Args, Clone, Debug)]
pub(super) struct Removed {
    /// The Semgrep token instead of a source code manager's
    #[arg(long, conflicts_with_all = ["scm", "namespace", "host"])]
    pub(super) platform: bool,
    #[command(flatten)]
    pub(super) name: Name,
}

#[derive(Args, Clone, Debug)]
pub(super) struct Rotate {
    #[command(flatten)]
    pub(super) one: One,
    /// Leave the platform's connection alone
    #[arg(long)]
    pub(super) no_platform: bool,
    /// When the fresh token ends: a day (YYYY-MM-DD) or a number of days [default: the former token's lifetime]
    #[arg(long, value_name = "DAY|DAYS")]
    pub(super) expires: Option<String>,
}

#[derive(Args, Clone, Debug)]
pub(super) struct SandboxArgs {
    /// A built-in scenario or a file
    #[arg(long, default_value = "ready", value_name = "SCENARIO")]
    pub(super) scenario: String,
    /// Listen on this port instead of a free one
    #[arg(long, value_name = "PORT")]
    pub(super) port: Option<u16>,
    /// List the built-in scenarios
    #[arg(long)]
    pub(super) list: bool,
    /// Write the deployments of a scenario with `connections: N` as a fleet to this file, one document for each
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    pub(super) fleet: Option<PathBuf>,
    /// Run this command in the sandbox's environment, and end with its exit code
    #[arg(last = true, value_name = "COMMAND")]
    pub(super) command: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// What --format json prints
    Output,
    /// One line of what --format ndjson prints
    Ndjson,
    /// assistant.yaml
    Assistant,
    /// The user file with profiles
    Profiles,
    /// A scenario for the sandbox
    Scenario,
    /// What audit and report merge print with --format json
    Audit,
    /// fleet.yaml: many deployments
    Fleet,
}

impl Name {
    /// The flags as they were given, for commands to copy; nothing where none was.
    pub(super) fn flags(&self) -> String {
        let given = [
            ("--scm", &self.scm),
            ("--namespace", &self.namespace),
            ("--host", &self.host),
        ];
        let given = given
            .iter()
            .filter_map(|(flag, value)| Some((flag, value.as_ref()?)));
        given
            .map(|(flag, value)| format!(" {flag} {}", quoted(value)))
            .collect()
    }
}

impl Place {
    fn token(&self) -> TokenFlags {
        TokenFlags {
            stdin: self.token_stdin,
            file: self.token_file.clone(),
            command: self.token_command.clone(),
        }
    }
}
