//! Flags that any command takes.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::Place;
use crate::audit::{FailOn, Phase};
use crate::render::Format;
use crate::settings::{Given, TokenFlags};
use crate::vault::Choice;

/// Flags that any command takes.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct Global {
    /// How to print the result
    #[arg(long, global = true, value_enum, default_value_t = Format::Table, help_heading = "Output")]
    pub(in crate::cli) format: Format,
    /// Also write the report to this file, its format by the extension; repeatable
    #[arg(
        short,
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Output"
    )]
    pub(in crate::cli) output: Vec<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, help_heading = "Output")]
    pub(in crate::cli) color: Color,
    /// Show each request with status and time, and met rows in full; twice for bodies too, without secrets
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Output")]
    pub(in crate::cli) verbose: u8,
    /// Show rows that are met in full too, not only those that need attention
    #[arg(long, global = true, help_heading = "Output")]
    pub(in crate::cli) full_table: bool,
    /// Print the result only
    #[arg(short, long, global = true, help_heading = "Output")]
    pub(in crate::cli) quiet: bool,
    /// Print every request the command may make, and send nothing
    #[arg(long, global = true, help_heading = "Output")]
    pub(in crate::cli) explain: bool,

    /// Read this file instead of looking for assistant.yaml
    #[arg(long, global = true, value_name = "FILE", help_heading = "Input")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// The profile of the user file
    #[arg(long, global = true, value_name = "NAME", help_heading = "Input")]
    pub(in crate::cli) profile: Option<String>,
    /// The Semgrep platform [default: https://semgrep.dev]
    #[arg(long, global = true, value_name = "URL", help_heading = "Input")]
    pub(in crate::cli) semgrep_url: Option<String>,
    /// Refuse a Semgrep token that reaches another deployment
    #[arg(long, global = true, value_name = "SLUG", help_heading = "Input")]
    pub(in crate::cli) deployment: Option<String>,
    /// Read the Semgrep token from standard input; what is typed there is hidden
    #[arg(long, global = true, help_heading = "Input", conflicts_with_all = ["semgrep_token_file", "semgrep_token_command"])]
    pub(in crate::cli) semgrep_token_stdin: bool,
    /// Read the Semgrep token from this file
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        help_heading = "Input",
        conflicts_with = "semgrep_token_command"
    )]
    pub(in crate::cli) semgrep_token_file: Option<PathBuf>,
    /// Run this command and read the Semgrep token from its output
    #[arg(long, global = true, value_name = "COMMAND", help_heading = "Input")]
    pub(in crate::cli) semgrep_token_command: Option<String>,
    /// Keep the tokens given in the OS keyring, or in a plain text file (--store=file)
    #[arg(long, global = true, value_name = "WHERE", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "keyring", help_heading = "Input")]
    pub(in crate::cli) store: Option<Choice>,
    /// Never ask; name everything that is missing
    #[arg(long, global = true, help_heading = "Input")]
    pub(in crate::cli) no_input: bool,
    /// Use the embedded sandbox, in this scenario [default: ready]
    #[arg(long, global = true, value_name = "SCENARIO", num_args = 0..=1, require_equals = true, default_missing_value = "ready", help_heading = "Input")]
    pub(in crate::cli) sandbox: Option<String>,

    /// The slug of the private app that the platform works through, where it has one
    #[arg(long, global = true, value_name = "SLUG", help_heading = "Judging")]
    pub(in crate::cli) app_slug: Option<String>,
    /// Judge for setting up or for steady use
    #[arg(long, global = true, value_enum, help_heading = "Judging")]
    pub(in crate::cli) phase: Option<PhaseArg>,
    /// What makes the exit code a failure
    #[arg(long, global = true, value_enum, help_heading = "Judging")]
    pub(in crate::cli) fail_on: Option<FailOnArg>,
    /// Show what moved since this earlier JSON report
    #[arg(long, global = true, value_name = "FILE", help_heading = "Judging")]
    pub(in crate::cli) baseline: Option<PathBuf>,
    /// End with 0 even where checks fail
    #[arg(long, global = true, help_heading = "Judging")]
    pub(in crate::cli) exit_zero: bool,
    /// Vouch for a check that cannot be told: ID or ID@TARGET; repeatable
    #[arg(long, global = true, value_name = "ID", help_heading = "Judging")]
    pub(in crate::cli) attest: Vec<String>,
    /// Warn when a token ends within so many days [default: 30]
    #[arg(long, global = true, value_name = "DAYS", value_parser = clap::value_parser!(i64).range(0..=3650), help_heading = "Judging")]
    pub(in crate::cli) warn_expiry: Option<i64>,

    /// Answer yes to every question but the one about code sharing
    #[arg(long, short = 'y', global = true, help_heading = "Changes")]
    pub(in crate::cli) yes: bool,
    /// Show what would change, and change nothing
    #[arg(long, global = true, help_heading = "Changes")]
    pub(in crate::cli) dry_run: bool,
    /// Consent: Semgrep may read code, file by file, and send it to AI providers
    #[arg(long, global = true, help_heading = "Changes")]
    pub(in crate::cli) accept_ai_code_sharing: bool,

    /// Give up after so many seconds [default: 60]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400), help_heading = "Network")]
    pub(in crate::cli) deadline: Option<u64>,
    /// Send at most so many requests
    #[arg(long, global = true, value_name = "N", help_heading = "Network")]
    pub(in crate::cli) max_requests: Option<u64>,
    /// Leave out requests that are shaped like writes, though they can't change anything
    #[arg(long, global = true, help_heading = "Network")]
    pub(in crate::cli) no_write_probes: bool,
    /// Read lists to their end where the first hit would do
    #[arg(long, global = true, help_heading = "Network")]
    pub(in crate::cli) full: bool,
    /// Also trust this certificate authority
    #[arg(long, global = true, value_name = "FILE", help_heading = "Network")]
    pub(in crate::cli) ca_cert: Option<PathBuf>,
}

impl ValueEnum for Choice {
    fn value_variants<'a>() -> &'a [Self] {
        &[Choice::Keyring, Choice::File]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Choice::Keyring => "keyring",
            Choice::File => "file",
        }))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PhaseArg {
    Setup,
    Steady,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOnArg {
    NotMet,
    CannotTell,
    Hygiene,
}

impl Global {
    /// What the settings need of the command line.
    pub(in crate::cli) fn given(&self, scm: Vec<String>, place: Option<&Place>) -> Given {
        Given {
            scm,
            namespace: place.and_then(|place| place.namespace.clone()),
            host: place.and_then(|place| place.host.clone()),
            token: place.map(Place::token).unwrap_or_default(),
            semgrep_token: TokenFlags {
                stdin: self.semgrep_token_stdin,
                file: self.semgrep_token_file.clone(),
                command: self.semgrep_token_command.clone(),
            },
            semgrep_url: self.semgrep_url.clone(),
            deployment: self.deployment.clone(),
            config: self.config.clone(),
            of_file_only: false,
            profile: self.profile.clone(),
            phase: self.phase.map(|phase| match phase {
                PhaseArg::Setup => Phase::Setup,
                PhaseArg::Steady => Phase::Steady,
            }),
            fail_on: self.fail_on.map(|fail_on| match fail_on {
                FailOnArg::NotMet => FailOn::NotMet,
                FailOnArg::CannotTell => FailOn::CannotTell,
                FailOnArg::Hygiene => FailOn::Hygiene,
            }),
            warn_expiry: self.warn_expiry,
            attest: self.attest.clone(),
            consent: self.accept_ai_code_sharing,
            deadline: self.deadline,
        }
    }
}
