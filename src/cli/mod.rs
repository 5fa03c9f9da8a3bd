//! The terminal's door: everything that prints, prompts or ends the process.

mod app;
mod apply;
mod args;
mod ask_first;
mod ask_token;
mod audit;
mod browser;
mod check_scopes;
mod completions;
mod connect_scm;
mod copied;
mod desired;
mod disconnect_scm;
mod doctor;
mod enable;
mod explain;
#[cfg(test)]
mod fault_matrix;
mod features;
mod files;
mod gather;
mod help;
mod interrupt;
mod judging;
mod keep;
mod man;
mod net;
mod network;
mod output;
mod progress;
mod prompt;
mod questions;
mod report;
mod requirements;
mod sandbox;
mod schema;
mod status;
#[cfg(test)]
mod tests;
mod token;
mod traced;
mod turning_on;
mod variables;
mod wizard;

use std::collections::BTreeMap;
use std::io::{IsTerminal, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches};
use etcetera::BaseStrategy;

use crate::audit::Outcome;
use crate::secret::KeptOut;
use crate::vault::{Layers, OsKeyring, PlainFile, Store, VaultError};

use args::{Cli, Command};
use output::To;
pub use prompt::{Prompter, Terminal};

/// Everything a run touches outside of itself, handed in so that tests can run it in process.
pub struct Io {
    /// The arguments, the program's name first.
    pub args: Vec<String>,
    /// The environment.
    pub env: BTreeMap<String, String>,
    /// The current folder, from which a project file is discovered.
    pub folder: Option<PathBuf>,
    /// The user file.
    pub user_file: Option<PathBuf>,
    /// Standard input.
    pub stdin: Box<dyn Read>,
    /// Standard output: results.
    pub out: Box<dyn Write + Send>,
    /// Standard error: everything else.
    pub err: Box<dyn Write + Send>,
    /// Asks the person; `None` where there is none to ask.
    pub prompter: Option<Box<dyn Prompter>>,
    /// Where tokens are kept.
    pub store: Box<dyn Store>,
    /// Columns for tables.
    pub width: u16,
    /// Whether results may be coloured.
    pub colors: bool,
    /// Whether results may hold links that the terminal opens.
    pub links: bool,
    /// Whether standard output and standard error show more than ASCII.
    pub unicode: (bool, bool),
    /// Whether rows that are met are shown in full too.
    pub every: bool,
    /// The secrets of this run, which must stand in nothing it prints.
    pub kept_out: KeptOut,
    /// Whether a person watches standard error.
    pub watched: bool,
    /// What was changed so far, to be told if the run is interrupted.
    pub made: Arc<Mutex<Vec<String>>>,
}

impl Io {
    /// The real arguments, environment, streams and keyring of this process.
    pub fn of_this_process() -> Self {
        no_core_dumps();
        let kept_out = KeptOut::default();
        net::hush_panics(kept_out.clone());
        let env: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let args = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
        let set = |name: &str| env.get(name).is_some_and(|value| !value.is_empty());
        let dumb = env.get("TERM").is_some_and(|term| term == "dumb");
        let plain = |terminal: bool| terminal && dumb;
        let asks = console::user_attended() && console::user_attended_stderr();
        let terminal = std::io::stdin().is_terminal() && asks && !set("CI");
        // A relative home would lead into whatever folder the program is run in.
        let dirs = etcetera::choose_base_strategy()
            .ok()
            .filter(|dirs| dirs.home_dir().is_absolute());
        let user_file = dirs
            .as_ref()
            .map(|dirs| dirs.config_dir().join("assistant").join("config.yaml"));
        let keyring = Box::new(OsKeyring::new());
        // Without a home there is no place for a file either.
        let store: Box<dyn Store> = match dirs.map(|dirs| dirs.data_dir()) {
            Some(data) => {
                let file = PlainFile::at(data.join("assistant").join("tokens.json"));
                Box::new(Layers::new(keyring, file))
            }
            None => keyring,
        };
        Io {
            args: args.collect(),
            folder: std::env::current_dir().ok(),
            user_file,
            stdin: prompt::standard_input(&env),
            out: Box::new(std::io::stdout()),
            err: Box::new(Unheard(std::io::stderr())),
            prompter: terminal.then(|| Box::new(Terminal::of(&env)) as Box<dyn Prompter>),
            store,
            width: width(&env),
            colors: std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb,
            links: std::io::stdout().is_terminal()
                && !dumb
                && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
            unicode: (
                !plain(std::io::stdout().is_terminal())
                    && supports_unicode::on(supports_unicode::Stream::Stdout),
                !plain(std::io::stderr().is_terminal())
                    && supports_unicode::on(supports_unicode::Stream::Stderr),
            ),
            every: false,
            watched: std::io::stderr().is_terminal() && !set("CI"),
            kept_out,
            made: Arc::default(),
            env,
        }
    }
}

/// Standard error as it is: that nobody listens must not change what is done.
struct Unheard<W>(W);

impl<W: Write> Write for Unheard<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = self.0.write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}

/// A core dump would hold the tokens.
fn no_core_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let _ = setrlimit(Resource::Core, none);
    }
}

/// The terminal's columns; 80 where there is no terminal to ask.
fn width(env: &BTreeMap<String, String>) -> u16 {
    let given = env.get("COLUMNS").and_then(|columns| columns.parse().ok());
    let asked = || {
        console::Term::stdout()
            .size_checked()
            .map(|(_, columns)| columns)
    };
    given.or_else(asked).unwrap_or(80).clamp(40, 200)
}

/// How a command ended when it did not come to a report.
#[derive(Debug)]
pub(crate) enum End {
    /// Bad usage or missing input, all of it; nothing was sent.
    Usage {
        /// One line each.
        problems: Vec<String>,
        /// Credentials are all that is missing.
        credentials: bool,
        /// A command to copy.
        hint: Option<String>,
    },
    /// The person said no, or ended the input.
    Declined,
    /// Ctrl-C, with what was done before it.
    Interrupted(Vec<String>),
    /// The store of tokens can't be used, so that what was asked for can't be told or done.
    Store(VaultError),
    /// Our own fault.
    Fault(anyhow::Error),
}

impl End {
    pub(crate) fn usage(problem: impl Into<String>, hint: impl Into<String>) -> Self {
        End::Usage {
            problems: vec![problem.into()],
            credentials: false,
            hint: Some(hint.into()),
        }
    }
}

impl From<anyhow::Error> for End {
    fn from(error: anyhow::Error) -> Self {
        End::Fault(error)
    }
}

impl From<std::io::Error> for End {
    fn from(error: std::io::Error) -> Self {
        End::Fault(error.into())
    }
}

/// Runs one command and gives its exit code.
pub fn run(mut io: Io) -> u8 {
    let wants_json = variables::wants_json(&io.args, &io.env);
    io.spread_net(wants_json);
    // What the run holds is not looked at again after a panic, but for the two streams.
    let ended = catch_unwind(AssertUnwindSafe(|| watched(&mut io, wants_json)));
    ended.unwrap_or_else(|_| output::broken(&mut io, wants_json))
}

fn watched(io: &mut Io, wants_json: bool) -> u8 {
    let kept_out = io.kept_out.clone();
    interrupt::tell_with(Arc::clone(&io.made), move |made| {
        output::interrupted(To::early(wants_json), "", &made, &kept_out);
    });
    if let Some(problem) = variables::token_in(&io.args) {
        let end = End::usage(
            problem,
            "revoke that token now: it may stand in the shell's history and in process lists; then pass the new one by --token-file, --token-stdin or the environment",
        );
        return output::ended(io, To::early(wants_json), "", end);
    }
    let cli = match parse(io) {
        Ok(cli) => cli,
        Err(error) => return clap_ended(io, wants_json, &error),
    };
    match cli.global.color {
        args::Color::Always => io.colors = true,
        args::Color::Never => io.colors = false,
        args::Color::Auto => {}
    }
    io.every = cli.global.full_table || cli.global.verbose > 0;
    let command = name(cli.command.as_ref());
    if let Err(end) = files::fit(&cli.global, cli.command.as_ref()) {
        return output::ended(io, To::early(wants_json), command, end);
    }
    let (format, quiet) = (cli.global.format, cli.global.quiet);
    let (files, kept_out) = (cli.global.output.clone(), io.kept_out.clone());
    interrupt::tell_with(Arc::clone(&io.made), move |made| {
        let to = To::these(format, &files, quiet);
        output::interrupted(to, command, &made, &kept_out);
    });
    match dispatch(&cli, io) {
        Ok(code) => code,
        Err(end) => output::ended(io, To::of(&cli.global), command, end),
    }
}

/// Arguments, then the variables that mean the same.
fn parse(io: &mut Io) -> Result<Cli, clap::Error> {
    let mut command = help::plain();
    let matches = matched(&mut command, &io.args)?;
    if variables::uses_sandbox(&io.args, &io.env) {
        // A scenario named by the environment counts; nothing else of it does.
        if let Some(scenario) = io
            .env
            .get("ASSISTANT_SANDBOX")
            .filter(|_| !variables::names_sandbox(&io.args))
        {
            let at = io.args.len().min(1);
            io.args.insert(at, format!("--sandbox={scenario}"));
            return Cli::from_arg_matches(&matched(&mut help::plain(), &io.args)?);
        }
        return Cli::from_arg_matches(&matches);
    }
    let extra = variables::as_flags(&command, &matches, &io.env);
    if extra.is_empty() {
        return Cli::from_arg_matches(&matches);
    }
    let end = io
        .args
        .iter()
        .position(|one| one == "--")
        .unwrap_or(io.args.len());
    io.args.splice(end..end, extra);
    Cli::from_arg_matches(&matched(&mut help::plain(), &io.args)?)
}

/// Parses without what only help shows; where it comes to help, once more with that.
fn matched(command: &mut clap::Command, args: &[String]) -> Result<ArgMatches, clap::Error> {
    let matches = command.try_get_matches_from_mut(args);
    match matches.as_ref().err().map(clap::Error::kind) {
        Some(ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) => {
            help::command().try_get_matches_from(args)
        }
        _ => matches,
    }
}

fn clap_ended(io: &mut Io, wants_json: bool, error: &clap::Error) -> u8 {
    let text = error.render();
    if !error.use_stderr() {
        let text = if io.colors {
            text.ansi().to_string()
        } else {
            text.to_string()
        };
        let _ = io.out.write_all(text.as_bytes());
        return 0;
    }
    if wants_json {
        let end = End::Usage {
            problems: vec![
                text.to_string()
                    .trim_start_matches("error: ")
                    .trim_end()
                    .to_owned(),
            ],
            credentials: false,
            hint: None,
        };
        return output::ended(io, To::early(true), "", end);
    }
    let _ = io.err.write_all(text.to_string().as_bytes());
    Outcome::Usage.code()
}

fn name(command: Option<&Command>) -> &'static str {
    match command {
        None => "",
        Some(Command::ConnectScm(_)) => "connect-scm",
        Some(Command::DisconnectScm(_)) => "disconnect-scm",
        Some(Command::CheckScopes(_)) => "check-scopes",
        Some(Command::Enable(_)) => "enable",
        Some(Command::Disable) => "disable",
        Some(Command::Apply(_)) => "apply",
        Some(Command::Audit(_)) => "audit",
        Some(Command::Report { .. }) => "report",
        Some(Command::Features { .. }) => "features",
        Some(Command::Status(_)) => "status",
        Some(Command::Token { .. }) => "token",
        Some(Command::Doctor(_)) => "doctor",
        Some(Command::Requirements { .. }) => "requirements",
        Some(Command::Sandbox(_)) => "sandbox",
        Some(Command::Schema { .. }) => "schema",
        Some(Command::Completions { .. }) => "completions",
        Some(Command::Man { .. }) => "man",
        Some(Command::Help { .. }) => "help",
    }
}

fn dispatch(cli: &Cli, io: &mut Io) -> Result<u8, End> {
    let global = &cli.global;
    let place = cli.place.flags();
    let can_ask = io.prompter.is_some() && !global.no_input;
    match &cli.command {
        Some(command) if !place.is_empty() => Err(End::usage(
            "the flags that name a connection follow the command",
            format!("assistant {}{place}", name(Some(command))),
        )),
        None if !place.is_empty() && (!can_ask || global.format == args::Format::Json) => {
            Err(End::usage(
                "no command is given, and nobody can be walked through the setup here",
                format!(
                    "assistant enable{place}; on a terminal, assistant{place} walks through everything"
                ),
            ))
        }
        None if global.format == args::Format::Json => {
            Err(End::usage("no command is given", "assistant --help"))
        }
        // Nobody can be walked through anything in the other cases.
        None if !can_ask => {
            let help = help::command().render_help();
            io.err.write_all(help.to_string().as_bytes())?;
            Ok(Outcome::Usage.code())
        }
        Some(Command::Help { topic }) => help::run(topic, io),
        Some(Command::Man { command, out }) => man::run(command, out.as_deref(), io),
        Some(Command::Features {
            command: args::Features::Explain { key },
        }) => features::explain(global, key, io),
        Some(command) if global.explain => explain::run(global, command, io),
        None if global.explain => Err(End::usage(
            "--explain: no command is given",
            "assistant enable --explain prints what the setup may send as well",
        )),
        Some(Command::Requirements { scm }) => requirements::run(global, scm, io),
        Some(Command::Schema { of }) => schema::run(*of, io),
        Some(Command::Completions { shell }) => completions::run(*shell, io),
        Some(Command::Sandbox(args)) => sandbox::run(global, args, io),
        _ => {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                // Time is looked at after each task: reading what never ends, such as interim answers, is one too.
                .event_interval(1)
                .build()?;
            let made = Arc::clone(&io.made);
            let end = runtime.block_on(async {
                tokio::select! {
                    // First, so that the handler stands before the first prompt or request.
                    biased;
                    () = interrupt::pressed() => {
                        let made = made.lock().unwrap_or_else(PoisonError::into_inner);
                        Err(End::Interrupted(made.clone()))
                    }
                    end = with_services(cli, io) => end,
                }
            });
            // A resolver that hangs must not keep the process from ending.
            runtime.shutdown_background();
            end
        }
    }
}

/// The commands that talk to services: for real, or within the sandbox.
async fn with_services(cli: &Cli, io: &mut Io) -> Result<u8, End> {
    let (global, command) = (&cli.global, cli.command.as_ref());
    if global.sandbox.is_some() {
        sandbox::refuse_own(cli)?;
    }
    // The sandbox lives as long as the command.
    let _sandbox = match &global.sandbox {
        Some(scenario) => Some(sandbox::enter(scenario, io)?),
        None => None,
    };
    if let Some(choice) = global.store {
        io.store.choose(choice);
    }
    network::ready(global, command, io)?;
    let Some(command) = command else {
        return wizard::run(global, &cli.place, io).await;
    };
    match command {
        Command::CheckScopes(args) => check_scopes::run(global, args, io).await,
        Command::ConnectScm(args) => connect_scm::run(global, args, io).await,
        Command::DisconnectScm(args) => disconnect_scm::run(global, args, io).await,
        Command::Enable(args) => enable::run(global, args, io).await,
        Command::Disable => features::disable(global, io).await,
        Command::Apply(args) => desired::run(global, args, io).await,
        Command::Audit(args) => audit::run(global, args, io).await,
        Command::Report {
            command: args::ReportCommand::Merge { files },
        } => report::merge(global, files, io),
        Command::Features { command } => features::run(global, command, io).await,
        Command::Status(args) => status::run(global, args, io).await,
        Command::Token { command } => token::run(global, command, io).await,
        Command::Doctor(args) => doctor::run(global, args, io).await,
        Command::Requirements { .. }
        | Command::Sandbox(_)
        | Command::Schema { .. }
        | Command::Completions { .. }
        | Command::Man { .. }
        | Command::Help { .. } => Err(End::Fault(anyhow::anyhow!(
            "this command needs no services"
        ))),
    }
}
