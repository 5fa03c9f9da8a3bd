//! `assistant sandbox`, and `--sandbox` of every other command.

mod child;
mod fleet;

use std::collections::BTreeMap;
use std::process;

use super::args::{Cli, Command, Format, Global, Place, SandboxArgs, Token};
use super::copied::quoted;
use super::{End, Io, files, output};
use crate::render::clean;
use crate::render::table::wrapped;
use crate::sandbox::face::Build;
use crate::sandbox::{Sandbox, Scenario, scenario};
use crate::settings::files::text;
use crate::settings::namespace_variable;
use crate::vault::Nowhere;
use crate::{scm, semgrep};

pub(super) const PLATFORM: &str = "semgrep";

pub(super) fn run(global: &Global, args: &SandboxArgs, io: &mut Io) -> Result<u8, End> {
    if args.list {
        return list(global, io);
    }
    let scenario = load(&args.scenario)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let sandbox = start(&scenario, args.port)?;
        if let Some(file) = &args.fleet {
            fleet::write(sandbox.deployments(), file)?;
        }
        let mut environment = environment(&sandbox);
        environment.extend(fleet::tokens(sandbox.deployments()));
        match args.command.split_first() {
            Some((program, rest)) => run_in(program, rest, environment).await,
            None => serve(&scenario, environment, io).await,
        }
    })
}

/// Prints what to export, and serves until interrupted.
async fn serve(
    scenario: &Scenario,
    environment: BTreeMap<String, String>,
    io: &mut Io,
) -> Result<u8, End> {
    let export = |(name, value): (&String, &String)| format!("export {name}={}\n", quoted(value));
    let exports: String = environment.iter().map(export).collect();
    for value in environment.values() {
        io.kept_out.spare(value);
    }
    output::print(io, &exports)?;
    writeln!(
        io.err,
        "sandbox: scenario {}: {}",
        clean(&scenario.name),
        clean(scenario.about())
    )?;
    writeln!(
        io.err,
        "sandbox: serving on this machine until Ctrl-C; paste the lines above into another shell"
    )?;
    tokio::signal::ctrl_c().await?;
    Ok(0)
}

/// Runs a command with its environment replaced where the sandbox speaks, and gives its exit code.
async fn run_in(
    program: &str,
    rest: &[String],
    environment: BTreeMap<String, String>,
) -> Result<u8, End> {
    let mut command = process::Command::new(program);
    command.args(rest).envs(environment);
    // The user's own tokens and hosts must not leak into a sandboxed command.
    for name in foreign() {
        command.env_remove(name);
    }
    match child::ran(command.into()).await {
        Ok(status) => Ok(child::code(status)),
        Err(error) => Err(End::usage(
            format!("can't run '{program}': {error}"),
            "assistant sandbox -- assistant check-scopes",
        )),
    }
}

/// Conventional variables that would speak beside the sandbox's own.
fn foreign() -> impl Iterator<Item = &'static str> {
    let tokens = scm::ALL
        .into_iter()
        .flat_map(|scm| &scm.about().token_variables[1..]);
    tokens.copied().chain([
        "SEMGREP_APP_TOKEN",
        "SEMGREP_APP_URL",
        "ASSISTANT_SEMGREP_URL",
    ])
}

/// Starts the sandbox for a command in this process: from here on nothing of the user's own is read or touched.
pub(super) fn enter(name: &str, io: &mut Io) -> Result<Sandbox, End> {
    let sandbox = start(&load(name)?, None)?;
    let terminal: BTreeMap<String, String> = ["TERM", "NO_COLOR", "COLUMNS"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), io.env.get(name)?.clone())))
        .collect();
    io.env = environment(&sandbox);
    io.env.extend(terminal);
    io.folder = None;
    io.user_file = None;
    io.store = Box::new(Nowhere);
    Ok(sandbox)
}

/// The sandbox supplies tokens and hosts; what names the user's own beside it is a mistake that could reach the real
/// services.
pub(super) fn refuse_own(cli: &Cli) -> Result<(), End> {
    let (global, command) = (&cli.global, cli.command.as_ref());
    let place = match command {
        Some(Command::CheckScopes(args) | Command::Status(args)) => Some(&args.place),
        Some(Command::Enable(args)) => Some(&args.connections.place),
        Some(Command::ConnectScm(args) | Command::DisconnectScm(args)) => Some(&args.place),
        Some(Command::Token { command }) => match command {
            Token::Add(kept) => Some(&kept.one.place),
            Token::Rotate(args) => Some(&args.one.place),
            Token::Remove(_) | Token::List => None,
        },
        _ => None,
    };
    let host = match command {
        Some(Command::Doctor(args)) => args.host.as_ref(),
        Some(Command::Token {
            command: Token::Remove(args),
        }) => args.name.host.as_ref(),
        None => cli.place.host.as_ref(),
        _ => place.and_then(|place| place.host.as_ref()),
    };
    let token = |place: &Place| {
        place.token_stdin || place.token_file.is_some() || place.token_command.is_some()
    };
    let given = [
        ("--semgrep-url", global.semgrep_url.is_some()),
        ("--semgrep-token-stdin", global.semgrep_token_stdin),
        ("--semgrep-token-file", global.semgrep_token_file.is_some()),
        (
            "--semgrep-token-command",
            global.semgrep_token_command.is_some(),
        ),
        ("--config", global.config.is_some()),
        ("--profile", global.profile.is_some()),
        ("--store", global.store.is_some()),
        ("--ca-cert", global.ca_cert.is_some()),
        ("--host", host.is_some()),
        ("--token-…", place.is_some_and(token)),
    ];
    let problems: Vec<String> = given
        .iter()
        .filter(|(_, given)| *given)
        .map(|(flag, _)| {
            format!("{flag} can't stand beside --sandbox, which touches nothing of yours")
        })
        .collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(End::Usage {
        problems,
        credentials: false,
        hint: Some("assistant sandbox -- assistant … runs a command with flags and files of your own against it".to_owned()),
    })
}

fn load(name: &str) -> Result<Scenario, End> {
    scenario::load(name, text)
        .map_err(|error| End::usage(error.to_string(), "assistant sandbox --list"))
}

pub(super) fn start(scenario: &Scenario, port: Option<u16>) -> Result<Sandbox, End> {
    let mut services: Vec<(&'static str, Build)> = vec![(PLATFORM, semgrep::simulate::build)];
    services.extend(scm::ALL.map(|scm| (scm.about().id, scm.simulate())));
    Sandbox::start(scenario, &services, port)
        .map_err(|error| End::usage(error.to_string(), "assistant sandbox --scenario ready"))
}

pub(super) fn environment(sandbox: &Sandbox) -> BTreeMap<String, String> {
    let mut environment = BTreeMap::from([("SEMGREP_URL".to_owned(), sandbox.url(PLATFORM))]);
    if let Some(login) = sandbox.login(PLATFORM) {
        environment.insert("ASSISTANT_SEMGREP_TOKEN".to_owned(), login.token);
    }
    for scm in scm::ALL {
        let about = scm.about();
        environment.insert(about.url_variable.to_owned(), sandbox.url(about.id));
        if let Some(login) = sandbox.login(about.id) {
            environment.insert(about.token_variables[0].to_owned(), login.token);
            environment.insert(namespace_variable(scm), login.namespace);
        }
    }
    environment
}

fn list(global: &Global, io: &mut Io) -> Result<u8, End> {
    let scenarios: Vec<(&str, String)> = scenario::builtin().collect();
    if global.format == Format::Json {
        return output::scenarios(&scenarios, io);
    }
    let mut text = String::new();
    for (name, about) in &scenarios {
        text.push_str(&format!("{name}\n{}", wrapped(about, "    ", io.width)));
    }
    output::print(io, &text)?;
    Ok(0)
}
