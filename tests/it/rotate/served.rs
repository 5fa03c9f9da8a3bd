//! A sandbox whose requests can be counted, and runs in this process with a store that can be looked into.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, mpsc};

use assistant::cli::{self, Io, Prompter};
use assistant::sandbox::face::Build;
use assistant::sandbox::{Sandbox, scenario};
use assistant::secret::Secret;
use assistant::vault::{InMemory, Key, Store, VaultError};
use assistant::{scm, semgrep};

use crate::program::Run;

/// A sandbox in this process, whose requests can be counted.
pub struct Served {
    pub urls: BTreeMap<&'static str, String>,
    pub tokens: BTreeMap<&'static str, String>,
    ask: mpsc::Sender<mpsc::Sender<Vec<String>>>,
}

impl Served {
    pub fn start(scenario: &str) -> Self {
        let (scenario, (say, hear)) = (scenario.to_owned(), mpsc::channel());
        let (ask, asked) = mpsc::channel::<mpsc::Sender<Vec<String>>>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let scenario =
                    scenario::load(&scenario, |path| std::fs::read_to_string(path)).unwrap();
                let mut services = vec![("semgrep", semgrep::simulate::build as Build)];
                services.extend(scm::ALL.map(|scm| (scm.about().id, scm.simulate())));
                let sandbox = Sandbox::start(&scenario, &services, None).unwrap();
                let names = ["semgrep", "gitlab"];
                let urls = names.map(|name| (name, sandbox.url(name)));
                let tokens = names.map(|name| (name, sandbox.login(name).unwrap().token));
                say.send((urls, tokens)).unwrap();
                let mut asked = asked;
                loop {
                    let heard = tokio::task::spawn_blocking(move || (asked.recv(), asked));
                    let (question, back) = heard.await.unwrap();
                    asked = back;
                    let Ok(answer) = question else { break };
                    let each = sandbox.requests().into_iter();
                    let lines = each.map(|one| {
                        format!("{} {} {}", one.service, one.method, one.path_and_query)
                    });
                    answer.send(lines.collect()).unwrap();
                }
            });
        });
        let (urls, tokens) = hear.recv().unwrap();
        Served {
            urls: urls.into(),
            tokens: tokens.into(),
            ask,
        }
    }

    /// How many requests so far contain these words.
    pub fn count(&self, words: &str) -> usize {
        let (say, hear) = mpsc::channel();
        self.ask.send(say).unwrap();
        let all = hear.recv().unwrap();
        all.iter().filter(|line| line.contains(words)).count()
    }

    pub fn rotations(&self) -> usize {
        self.count("gitlab POST /api/v4/personal_access_tokens/self/rotate")
    }

    pub fn key(&self, namespace: &str) -> Key {
        let url = url::Url::parse(&self.urls["gitlab"]).unwrap();
        let host = format!("127.0.0.1:{}", url.port().unwrap());
        Key::new("gitlab", &host, namespace)
    }

    pub fn env(&self) -> BTreeMap<String, String> {
        let pairs = [
            ("SEMGREP_URL", &self.urls["semgrep"]),
            ("ASSISTANT_SEMGREP_TOKEN", &self.tokens["semgrep"]),
            ("ASSISTANT_GITLAB_URL", &self.urls["gitlab"]),
        ];
        pairs
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .into()
    }

    /// A store that holds the scenario's token.
    pub fn kept(&self, store: InMemory) -> Arc<InMemory> {
        let token = Secret::new(self.tokens["gitlab"].clone());
        store.set(&self.key("acme"), &token).unwrap();
        Arc::new(store)
    }
}

/// A store that the test looks into after the run.
pub struct Shared(Arc<InMemory>);

impl Store for Shared {
    fn get(&self, key: &Key) -> Result<Option<Secret>, VaultError> {
        self.0.get(key)
    }
    fn set(&self, key: &Key, secret: &Secret) -> Result<(), VaultError> {
        self.0.set(key, secret)
    }
    fn delete(&self, key: &Key) -> Result<bool, VaultError> {
        self.0.delete(key)
    }
    fn list(&self) -> Result<Vec<Key>, VaultError> {
        self.0.list()
    }
    fn probe(&self) -> Result<(), VaultError> {
        self.0.probe()
    }
    fn place(&self) -> &str {
        "the keyring of the test"
    }
}

#[derive(Clone, Default)]
pub struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A person who says yes.
pub struct Yes;

impl Prompter for Yes {
    fn confirm(&mut self, _: &str) -> io::Result<bool> {
        Ok(true)
    }
    fn text(&mut self, _: &str) -> io::Result<String> {
        Err(io::Error::other("nothing is asked"))
    }
    fn secret(&mut self, _: &str) -> io::Result<Option<Secret>> {
        Err(io::Error::other("nothing is asked"))
    }
    fn select(&mut self, _: &str, _: &[&str]) -> io::Result<usize> {
        Err(io::Error::other("nothing is asked"))
    }
}

/// Runs in this process with this environment and store.
pub fn run_with(
    env: BTreeMap<String, String>,
    store: &Arc<InMemory>,
    prompter: Option<Box<dyn Prompter>>,
    args: &str,
) -> Run {
    let (out, err) = (Sink::default(), Sink::default());
    let words = ["assistant"].into_iter().chain(args.split_whitespace());
    let io = Io {
        args: words.map(str::to_owned).collect(),
        env,
        folder: None,
        user_file: None,
        stdin: Box::new(io::empty()),
        out: Box::new(out.clone()),
        err: Box::new(err.clone()),
        prompter,
        store: Box::new(Shared(Arc::clone(store))),
        width: 200,
        colors: false,
        watched: false,
        ..Io::of_this_process()
    };
    let code = i32::from(cli::run(io));
    let text = |sink: Sink| String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    Run {
        code,
        out: text(out),
        err: text(err),
    }
}

pub const ROTATE: &str = "token rotate --scm gitlab --namespace acme --format json";

pub fn rotate(served: &Served, store: &Arc<InMemory>, flags: &str) -> Run {
    run_with(served.env(), store, None, &format!("{ROTATE} {flags}"))
}

pub fn states(run: &Run) -> Vec<(String, String)> {
    let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let json = run.json();
    let changes = json["changes"].as_array().unwrap();
    changes
        .iter()
        .map(|one| (word(&one["key"]), word(&one["state"])))
        .collect()
}

pub fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |one: &&str| (*one).to_owned();
    expected
        .iter()
        .map(|(key, state)| (owned(key), owned(state)))
        .collect()
}

pub fn text(store: &InMemory, key: &Key) -> String {
    store.get(key).unwrap().unwrap().expose().to_owned()
}

/// A text without its line breaks.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn message(run: &Run) -> String {
    run.json()["error"]["message"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
