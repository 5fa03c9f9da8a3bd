//! `--explain`: every request a command may make, before it makes any.

use serde_json::{Value, json};

use super::args::{Command, Features, Format, Global, Kept, Rotate, Token};
use super::features::parsed;
use super::output::{only, print};
use super::{End, Io};
use crate::ask::{Ask, Effect, Probe};
use crate::local;
use crate::render::table::wrapped;
use crate::scm::{self, Handover, Rotation, Scm};
use crate::semgrep::features::{self, Feature};
use crate::semgrep::{Platform, connections};

const PLATFORM: &str = "Semgrep platform";

/// The requests to one side, writes included only where the command may write.
struct Listed {
    name: &'static str,
    asks: Vec<&'static Ask>,
}

pub(super) fn run(global: &Global, command: &Command, io: &mut Io) -> Result<u8, End> {
    let sides = sides(global, command)?;
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

fn sides(global: &Global, command: &Command) -> Result<Vec<Listed>, End> {
    if let Command::Doctor(_) = command {
        return Ok(vec![Listed {
            name: "Each host of the platform and the source code managers",
            asks: local::ASKS.to_vec(),
        }]);
    }
    let (ids, asks_scms): (Vec<String>, bool) = match command {
        Command::CheckScopes(args) | Command::Status(args) => (args.scm.clone(), true),
        Command::Enable(args) => (args.connections.scm.clone(), true),
        Command::ConnectScm(args) => (args.scm.clone().into_iter().collect(), true),
        Command::Audit(_) | Command::Apply(_) => (Vec::new(), true),
        Command::DisconnectScm(_) | Command::Disable | Command::Features { .. } => {
            (Vec::new(), false)
        }
        Command::Token {
            command: Token::Rotate(args),
        } => return Ok(of_rotation(global, args)),
        Command::Token {
            command: Token::Add(kept),
        } => return Ok(of_kept(kept)),
        Command::Token { .. }
        | Command::Doctor(_)
        | Command::Report { .. }
        | Command::Requirements { .. }
        | Command::Sandbox(_)
        | Command::Schema { .. }
        | Command::Completions { .. }
        | Command::Man { .. }
        | Command::Help { .. } => return Ok(Vec::new()),
    };
    let writes = Writes::of(global, command)?;
    let platform = Listed {
        name: PLATFORM,
        asks: without_writes(Platform::default().asks(), &|ask| writes.may_send(ask)),
    };
    let of_scms = chosen(&ids).filter(|_| asks_scms).map(|scm| Listed {
        name: scm.about().name,
        // Only a rotation writes there.
        asks: without_writes(scm.asks(), &|_| false),
    });
    Ok(std::iter::once(platform).chain(of_scms).collect())
}

/// The source code managers of these ids, or all.
fn chosen(ids: &[String]) -> impl Iterator<Item = &'static dyn Scm> {
    scm::ALL.into_iter().filter(|scm| {
        let same = |id: &String| scm::by_id(id).is_some_and(|one| one.about().id == scm.about().id);
        ids.is_empty() || ids.iter().any(same)
    })
}

/// What a command may change at the platform.
#[derive(Default)]
struct Writes {
    /// Whether it makes connections.
    creates: bool,
    /// Whether it gives one another token.
    hands_over: bool,
    /// Whether it removes them.
    removes: bool,
    settings: Vec<&'static Feature>,
}

impl Writes {
    fn of(global: &Global, command: &Command) -> Result<Writes, End> {
        // An app is installed by a person.
        let by_token =
            |ids: &[String]| chosen(ids).any(|scm| matches!(scm.about().handover, Handover::Token));
        let all = || features::ALL.iter().collect();
        let writes = match command {
            Command::ConnectScm(args) => {
                let by_token = by_token(args.scm.as_slice());
                Writes {
                    creates: by_token,
                    hands_over: by_token,
                    ..Writes::default()
                }
            }
            Command::Enable(args) => Writes {
                creates: by_token(&args.connections.scm),
                settings: all(),
                ..Writes::default()
            },
            Command::Apply(_) => Writes {
                creates: true,
                removes: true,
                settings: all(),
                ..Writes::default()
            },
            Command::DisconnectScm(_) => Writes {
                removes: true,
                ..Writes::default()
            },
            Command::Disable => Writes {
                settings: features::by_key(features::CODE_SNIPPETS)
                    .into_iter()
                    .collect(),
                ..Writes::default()
            },
            Command::Features {
                command: Features::Set { settings },
            } => {
                let asked = parsed(settings)?;
                Writes {
                    settings: asked.into_iter().map(|(feature, _)| feature).collect(),
                    ..Writes::default()
                }
            }
            _ => Writes::default(),
        };
        Ok(match global.dry_run {
            true => Writes::default(),
            false => writes,
        })
    }

    fn may_send(&self, ask: &Ask) -> bool {
        let sets = |feature: &&Feature| features::changes(feature, ask);
        (self.creates && connections::creates(ask))
            || (self.hands_over && connections::hands_over(ask))
            || (self.removes && connections::removes(ask))
            || self.settings.iter().any(sets)
    }
}

/// All requests but those that write and are not wanted.
fn without_writes(asks: &[&'static Ask], wanted: &dyn Fn(&Ask) -> bool) -> Vec<&'static Ask> {
    let fits = |ask: &&&'static Ask| ask.effect != Effect::Writes || wanted(ask);
    asks.iter().filter(fits).copied().collect()
}

/// The token's own source code manager, and of the platform what hands a token over; nothing where a person does it.
fn of_rotation(global: &Global, args: &Rotate) -> Vec<Listed> {
    let writes = !global.dry_run;
    let by_itself = |scm: &&'static dyn Scm| matches!(scm.rotation(), Rotation::Call(_));
    let of_scms = chosen(args.one.scm.as_slice()).filter(by_itself);
    let of_scms = of_scms.map(|scm| Listed {
        name: scm.about().name,
        asks: without_writes(scm.asks(), &|_| writes),
    });
    let mut sides: Vec<Listed> = of_scms.collect();
    if !args.no_platform && !sides.is_empty() {
        let hands_over = |ask: &Ask| writes && connections::hands_over(ask);
        let platform = Listed {
            name: PLATFORM,
            asks: without_writes(Platform::default().asks(), &hands_over),
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
        return vec![reads(PLATFORM, Platform::default().asks())];
    }
    chosen(kept.one.scm.as_slice())
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
