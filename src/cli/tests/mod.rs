//! Whole commands in this process, their streams caught.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod bound;
mod canary;
mod checkout;
mod explained;
mod hostile;
mod stage;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use clap::{CommandFactory, ValueEnum};

use super::args::{Cli, Format};
use super::{Io, Prompter, run};
use crate::secret::KeptOut;
use crate::vault::{InMemory, Store};

/// What a run came to.
struct Ran {
    code: u8,
    out: String,
    err: String,
}

impl Ran {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

/// A stream whose bytes can be looked at afterwards.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Sink {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// What a run is given besides its arguments.
#[derive(Default)]
struct World {
    env: BTreeMap<String, String>,
    folder: Option<std::path::PathBuf>,
    stdin: Option<Box<dyn Read>>,
    store: Option<Box<dyn Store>>,
    prompter: Option<Box<dyn Prompter>>,
}

impl World {
    fn of(env: &BTreeMap<String, String>) -> Self {
        World {
            env: env.clone(),
            ..World::default()
        }
    }

    fn at(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// Runs a line, its words separated by blanks.
    fn run(self, line: &str) -> Ran {
        let (out, err) = (Sink::default(), Sink::default());
        let words = line.split_whitespace().map(str::to_owned);
        let io = Io {
            args: std::iter::once("assistant".to_owned())
                .chain(words)
                .collect(),
            env: self.env,
            folder: self.folder,
            user_file: None,
            stdin: self.stdin.unwrap_or_else(|| Box::new(std::io::empty())),
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
            prompter: self.prompter,
            store: self.store.unwrap_or_else(|| Box::new(InMemory::new())),
            width: 100,
            colors: false,
            links: false,
            unicode: (true, true),
            every: false,
            kept_out: KeptOut::default(),
            watched: false,
            made: Arc::default(),
        };
        Ran {
            code: run(io),
            out: out.text(),
            err: err.text(),
        }
    }
}

/// Every command that clap knows, the ones below others included: `features set`.
fn commands() -> Vec<String> {
    fn below(command: &clap::Command, path: &str, all: &mut Vec<String>) {
        for one in command
            .get_subcommands()
            .filter(|one| one.get_name() != "help")
        {
            let path = format!("{path} {}", one.get_name()).trim_start().to_owned();
            match one.has_subcommands() {
                true => below(one, &path, all),
                false => all.push(path),
            }
        }
    }
    let mut all = Vec::new();
    below(&Cli::command(), "", &mut all);
    all
}

/// Every value of `--format`.
fn formats() -> Vec<String> {
    let name = |one: &Format| one.to_possible_value().unwrap().get_name().to_owned();
    Format::value_variants().iter().map(name).collect()
}

/// Characters that a terminal obeys, or that hide what is there.
fn unsafe_in(text: &str) -> Option<char> {
    text.chars().find(|c| {
        let hidden = matches!(*c as u32, 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe007f);
        hidden || (c.is_control() && *c != '\n')
    })
}
