//! `--explain`: every request a command may make, before it makes any.

use serde_json::{Value, json};

use super::args::{Command, Features, Format, Global, Kept, Rotate, Token};
use super::output::{only, print};
use super::{End, Io};
use crate::ask::{Ask, Effect, Probe};
use crate::local;
use crate::render::table::wrapped;
use crate::scm::{self, Rotation, Scm};
use crate::semgrep::{Platform, connections};

/// The requests to one side, writes included only where the command may write.
struct Listed {
    name: &'static str,
    asks: Vec<&'static Ask>,
}

pub(super) fn run(global: &Global, command: &Command, io: &mut Io) -> Result<u8, End> {
    let sides = sides(command);
    if global.format == Format::Json {
        let each = |side: &Listed| {
            side.asks
                .iter()
                .map(|ask| as_json(side.name, ask))
                .collect::<Vec<_>>()
        };
        let list: Vec<Value> = sides.iter().flat_map(each).collect();
        return only(
            super::name(Some(command)),
            "explained",
            Value::Array(list),
            io,
        );
    }
    let mut text: String = sides.iter().map(|side| side.told(io.width)).collect();
    text.push_str(match sides.is_empty() {
        true => "This command asks no service anything.\n",
        false => "Nothing was sent. Each request goes only to the host of its side; pages of a list count as one.\n",
    });
    print(io, &text)?;
    Ok(0)
}

fn sides(command: &Command) -> Vec<Listed> {
    if let Command::Doctor(_) = command {
        return vec![Listed {
            name: "Each host of the platform and the source code managers",
            asks: local::ASKS.to_vec(),
        }];
    }
    let (ids, writes, asks_scms): (Vec<String>, bool, bool) = match command {
        Command::CheckScopes(args) | Command::Status(args) => (args.scm.clone(), false, true),
        Command::Enable(args) => (args.connections.scm.clone(), true, true),
        Command::ConnectScm(args) => (args.scm.clone().into_iter().collect(), true, true),
        Command::Audit(_) => (Vec::new(), false, true),
        Command::Apply(_) => (Vec::new(), true, true),
        Command::DisconnectScm(_) | Command::Disable => (Vec::new(), true, false),
        Command::Features { command } => {
            (Vec::new(), matches!(command, Features::Set { .. }), false)
        }
        Command::Token {
            command: Token::Rotate(args),
        } => return of_rotation(args),
        Command::Token {
            command: Token::Add(kept),
        } => return of_kept(kept),
        Command::Token { .. }
        | Command::Doctor(_)
        | Command::Report { .. }
        | Command::Requirements { .. }
        | Command::Sandbox(_)
        | Command::Schema { .. }
        | Command::Completions { .. }
        | Command::Man { .. }
        | Command::Help { .. } => return Vec::new(),
    };
    let may = |ask: &&&'static Ask| writes || ask.effect != Effect::Writes;
    let platform = Listed {
        name: "Semgrep platform",
        asks: Platform::default()
            .asks()
            .iter()
            .filter(may)
            .copied()
            .collect(),
    };
    let chosen = |id: &str| {
        let same = |one: &String| scm::by_id(one).is_some_and(|one| one.about().id == id);
        ids.is_empty() || ids.iter().any(same)
    };
    let of_scms = scm::ALL
        .into_iter()
        .filter(|scm| asks_scms && chosen(scm.about().id))
        .map(|scm| Listed {
            name: scm.about().name,
            // Only a rotation writes there.
            asks: without_writes(scm.asks(), &|_| false),
        });
    std::iter::once(platform).chain(of_scms).collect()
}

/// All requests but those that write and are not wanted.
fn without_writes(asks: &[&'static Ask], wanted: &dyn Fn(&Ask) -> bool) -> Vec<&'static Ask> {
    let fits = |ask: &&&'static Ask| ask.effect != Effect::Writes || wanted(ask);
    asks.iter().filter(fits).copied().collect()
}

/// The token's own source code manager, and of the platform what hands a token over; nothing where a person does it.
fn of_rotation(args: &Rotate) -> Vec<Listed> {
    let chosen = |scm: &&'static dyn Scm| {
        let given = args.one.scm.as_deref().and_then(scm::by_id);
        let same = given.is_none_or(|given| given.about().id == scm.about().id);
        same && matches!(scm.rotation(), Rotation::Call(_))
    };
    let of_scms = scm::ALL.into_iter().filter(chosen).map(|scm| Listed {
        name: scm.about().name,
        asks: without_writes(scm.asks(), &|_| true),
    });
    let mut sides: Vec<Listed> = of_scms.collect();
    if !args.no_platform && !sides.is_empty() {
        let platform = Listed {
            name: "Semgrep platform",
            asks: without_writes(Platform::default().asks(), &connections::hands_over),
        };
        sides.insert(0, platform);
    }
    sides
}

/// What checks a token before it is kept: one side alone, and reads only.
fn of_kept(kept: &Kept) -> Vec<Listed> {
    let reads = |name, asks: &[&'static Ask]| Listed {
        name,
        asks: without_writes(asks, &|_| false),
    };
    if kept.platform {
        return vec![reads("Semgrep platform", Platform::default().asks())];
    }
    let chosen = |id: &str| {
        let same = |one: &String| scm::by_id(one).is_some_and(|one| one.about().id == id);
        kept.one.scm.as_ref().is_none_or(same)
    };
    scm::ALL
        .into_iter()
        .filter(|scm| chosen(scm.about().id))
        .map(|scm| reads(scm.about().name, scm.asks()))
        .collect()
}

impl Listed {
    fn told(&self, width: u16) -> String {
        let mut text = format!("{}\n", self.name);
        let last = self.asks.iter().map(|ask| ask.round).max().unwrap_or(0);
        for round in (1..=last).chain([0]) {
            let mut asks = self.asks.iter().filter(|ask| ask.round == round).peekable();
            if asks.peek().is_none() {
                continue;
            }
            text.push_str(&match round {
                0 => "  only after consent\n".to_owned(),
                round => format!("  round {round}, all at once\n"),
            });
            asks.for_each(|ask| text.push_str(&one(ask, width)));
        }
        text.push('\n');
        text
    }
}

fn one(ask: &Ask, width: u16) -> String {
    let server = match ask.server {
        "api" => String::new(),
        other => format!(", on its server {other}"),
    };
    let head = format!(
        "    {} {} ({}{server})\n",
        ask.method,
        ask.template,
        ask.effect.word()
    );
    let words = format!("{}; {}; needs {}", ask.why, ask.when, ask.scope);
    head + &wrapped(&words, "        ", width)
}

fn as_json(side: &str, ask: &Ask) -> Value {
    json!({
        "side": side,
        "server": ask.server,
        "round": ask.round,
        "method": ask.method,
        "template": ask.template,
        "effect": ask.effect.word(),
        "authenticated": ask.authenticated,
        "when": ask.when,
        "why": ask.why,
        "scope": ask.scope,
        "source": ask.source,
    })
}
