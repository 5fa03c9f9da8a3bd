//! One run of the program in process, against the sandbox, on a clock of its own.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::super::{Io, args::Cli, output, parse, sandbox, with_services};
use super::clock;
use crate::sandbox::{Seen, scenario};
use crate::secret::KeptOut;
use crate::vault::InMemory;

/// What came of a run.
#[derive(Default)]
pub(super) struct Run {
    pub(super) code: u8,
    /// The result; null where there is none.
    pub(super) json: Value,
    pub(super) err: String,
    /// By the run's own clock.
    pub(super) took: Duration,
    /// What the sandbox received.
    pub(super) seen: Vec<Seen>,
    /// The tokens that were in the environment.
    pub(super) tokens: Vec<String>,
    pub(super) panicked: Option<String>,
}

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Until when the server is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum There {
    /// As long as the command runs.
    Always,
    /// Until it has answered so many requests to this service; then nobody listens any more.
    Until(&'static str, usize),
}

/// Runs a command in a scenario, given as YAML.
pub(super) fn run(scenario: &str, command: &str, there: There) -> Run {
    let caught = catch_unwind(AssertUnwindSafe(|| {
        clock::block_on(in_sandbox(scenario, command, there))
    }));
    caught.unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        let said = said.or_else(|| panic.downcast_ref::<&str>().map(|one| (*one).to_owned()));
        Run {
            panicked: Some(said.unwrap_or_default()),
            ..Run::default()
        }
    })
}

async fn in_sandbox(scenario: &str, command: &str, there: There) -> Run {
    let loaded = scenario::load("./matrix.yaml", |_| Ok(scenario.to_owned())).unwrap();
    let mut sandbox = sandbox::start(&loaded, None).ok();
    let env = sandbox.as_ref().map(sandbox::environment).unwrap();
    let is_token = |name: &&String| name.ends_with("_TOKEN");
    let tokens = env.keys().filter(is_token).map(|name| env[name].clone());
    let tokens = tokens.collect();
    let (out, err) = (Sink::default(), Sink::default());
    let mut io = io(command, env, &out, &err);
    let start = Instant::now();
    let mut seen = Vec::new();
    let code = {
        let mut work = pin!(code(&mut io));
        let mut pause = 0;
        poll_fn(|cx| {
            if let (There::Until(service, most), Some(running)) = (there, &sandbox) {
                let all = running.requests();
                let of = all.iter().filter(|one| one.service == service);
                if of.filter(|one| one.status.is_some()).count() >= most {
                    seen = all;
                    sandbox = None;
                    // The listener closes when its task is next looked at.
                    pause = 8;
                }
            }
            if pause > 0 {
                pause -= 1;
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            work.as_mut().poll(cx)
        })
        .await
    };
    if let Some(sandbox) = &sandbox {
        seen = sandbox.requests();
    }
    Run {
        code,
        json: serde_json::from_str(&out.text()).unwrap_or_default(),
        err: err.text(),
        took: start.elapsed(),
        seen,
        tokens,
        panicked: None,
    }
}

/// What `cli::run` does, within this runtime.
async fn code(io: &mut Io) -> u8 {
    io.spread_net(true);
    let cli: Cli = match parse(io) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = io.err.write_all(error.to_string().as_bytes());
            return 2;
        }
    };
    let command = cli.command.as_ref().unwrap();
    match with_services(&cli, io).await {
        Ok(code) => code,
        Err(end) => output::ended(
            io,
            output::To::early(true),
            super::super::name(Some(command)),
            end,
        ),
    }
}

fn io(command: &str, env: BTreeMap<String, String>, out: &Sink, err: &Sink) -> Io {
    let words = ["assistant"].into_iter().chain(command.split(' '));
    Io {
        args: words.map(str::to_owned).collect(),
        env,
        folder: None,
        user_file: None,
        stdin: Box::new(io::empty()),
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        prompter: None,
        store: Box::new(InMemory::new()),
        width: 80,
        colors: false,
        links: false,
        unicode: (true, true),
        every: false,
        kept_out: KeptOut::default(),
        watched: false,
        made: Arc::default(),
    }
}
