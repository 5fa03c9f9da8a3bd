//! What a person is told and asked, in process, with answers prepared.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use assistant::cli::{self, Io, Prompter};
use assistant::secret::{KeptOut, Secret};
use assistant::vault::{InMemory, Key, Layers, PlainFile, Store, VaultError};

use crate::program::Platform;

/// What is said and asked, in order.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<String>>);

impl Heard {
    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    fn at(&self, words: &str) -> usize {
        let text = self.text();
        text.find(words)
            .unwrap_or_else(|| panic!("no '{words}' in {text}"))
    }
}

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap()
            .push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Answer {
    Yes,
    Text(&'static str),
    Token(String),
    /// The option that begins like this.
    Choose(&'static str),
}

/// Fails on a question that nobody prepared an answer for.
struct Prepared {
    answers: VecDeque<Answer>,
    heard: Heard,
}

impl Prepared {
    fn next(&mut self, question: &str) -> Answer {
        writeln!(self.heard, "ASKED {question}").unwrap();
        let next = self.answers.pop_front();
        next.unwrap_or_else(|| panic!("nobody answers '{question}'\n{}", self.heard.text()))
    }
}

impl Prompter for Prepared {
    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        match self.next(question) {
            Answer::Yes => Ok(true),
            _ => panic!("{question}"),
        }
    }

    fn text(&mut self, question: &str) -> io::Result<String> {
        match self.next(question) {
            Answer::Text(text) => Ok(text.to_owned()),
            _ => panic!("{question}"),
        }
    }

    fn secret(&mut self, question: &str) -> io::Result<Option<Secret>> {
        match self.next(question) {
            Answer::Token(token) => Ok(Secret::from_input(token)),
            _ => panic!("{question}"),
        }
    }

    fn select(&mut self, question: &str, options: &[&str]) -> io::Result<usize> {
        match self.next(question) {
            Answer::Choose(begin) => {
                let at = options.iter().position(|one| one.starts_with(begin));
                Ok(at.unwrap_or_else(|| panic!("no {begin} in {options:?}")))
            }
            _ => panic!("{question}"),
        }
    }
}

/// A keyring that passes its probe and then fails.
struct Fickle;

impl Store for Fickle {
    fn get(&self, _: &Key) -> Result<Option<Secret>, VaultError> {
        Ok(None)
    }
    fn set(&self, _: &Key, _: &Secret) -> Result<(), VaultError> {
        Err(VaultError::Hung)
    }
    fn delete(&self, _: &Key) -> Result<bool, VaultError> {
        Ok(false)
    }
    fn list(&self) -> Result<Vec<Key>, VaultError> {
        Ok(Vec::new())
    }
    fn probe(&self) -> Result<(), VaultError> {
        Ok(())
    }
    fn place(&self) -> &str {
        "a keyring"
    }
}

/// Runs a command on a terminal against the simulated services.
fn hosts(
    env: &std::collections::BTreeMap<String, String>,
) -> std::collections::BTreeMap<String, String> {
    let mut env = env.clone();
    env.retain(|name, _| name.ends_with("_URL"));
    env
}

fn run(
    platform: &Platform,
    keyring: impl Store + 'static,
    home: &Path,
    args: &str,
    answers: impl IntoIterator<Item = Answer>,
) -> (u8, Heard) {
    let heard = Heard::default();
    let words = std::iter::once("assistant").chain(args.split(' '));
    let io = Io {
        args: words.map(str::to_owned).collect(),
        // The hosts only: tokens are what is asked for.
        env: hosts(&platform.env),
        folder: None,
        user_file: None,
        stdin: Box::new(io::empty()),
        out: Box::new(heard.clone()),
        err: Box::new(heard.clone()),
        prompter: Some(Box::new(Prepared {
            answers: answers.into_iter().collect(),
            heard: heard.clone(),
        })),
        store: Box::new(Layers::new(Box::new(keyring), PlainFile::at(file(home)))),
        width: 100,
        colors: false,
        links: false,
        unicode: (true, true),
        every: false,
        kept_out: KeptOut::default(),
        watched: false,
        made: Arc::default(),
    };
    let code = cli::run(io);
    for token in platform.tokens.values().chain([&platform.token]) {
        assert!(!heard.text().contains(token), "a token was shown");
    }
    (code, heard)
}

fn file(home: &Path) -> std::path::PathBuf {
    home.join("own").join("tokens.json")
}

fn locked() -> InMemory {
    InMemory::broken(VaultError::Locked)
}

fn gitlab(platform: &Platform) -> Answer {
    Answer::Token(platform.tokens["gitlab"].clone())
}

const ADD: &str = "token add --scm gitlab --namespace acme";

#[test]
fn a_typed_token_is_checked_and_kept() {
    let platform = Platform::start("ready");
    let home = super::home();
    let (code, heard) = run(
        &platform,
        InMemory::new(),
        home.path(),
        ADD,
        [gitlab(&platform)],
    );
    assert_eq!(code, 0, "{}", heard.text());
    assert!(heard.at("kept the token for gitlab:") > heard.at("ASKED GitLab token for acme"));
    heard.at("verified");
    assert!(!file(home.path()).exists());
}

#[test]
fn where_the_store_fails_the_person_hears_it_before_typing() {
    let platform = Platform::start("ready");
    let home = super::home();
    let answers = [
        Answer::Choose("Keep it in the plain text file"),
        gitlab(&platform),
    ];
    let (code, heard) = run(&platform, locked(), home.path(), ADD, answers);
    assert_eq!(code, 0, "{}", heard.text());
    let told = heard.at("warning: a token could not be kept: the OS keyring is locked");
    assert!(told < heard.at("hint: unlock it"));
    assert!(told < heard.at("ASKED What shall be done?"));
    assert!(heard.at("ASKED What shall be done?") < heard.at("ASKED GitLab token"));
    heard.at("warning: tokens stand in plain text in");
    assert!(file(home.path()).exists());
}

#[test]
fn stopping_there_asks_for_no_token() {
    let platform = Platform::start("ready");
    let home = super::home();
    let (code, heard) = run(
        &platform,
        locked(),
        home.path(),
        ADD,
        [Answer::Choose("Stop")],
    );
    assert_eq!(code, 130, "{}", heard.text());
    assert!(!heard.text().contains("ASKED GitLab token"));
}

#[test]
fn a_token_for_one_run_only_is_used_and_kept_nowhere() {
    let platform = Platform::start("ready");
    let home = super::home();
    let answers = [
        Answer::Choose("Use the token for this run only"),
        Answer::Token(platform.token.clone()),
        gitlab(&platform),
    ];
    let command = "check-scopes --scm gitlab --namespace acme";
    let (code, heard) = run(&platform, locked(), home.path(), command, answers);
    assert_eq!(code, 0, "{}", heard.text());
    assert_eq!(heard.text().matches("could not be kept").count(), 1);
    assert!(!heard.text().contains("was not kept"), "{}", heard.text());
    assert!(!file(home.path()).exists());
}

#[test]
fn a_working_store_is_probed_without_a_word() {
    let platform = Platform::start("ready");
    let home = super::home();
    let answers = [Answer::Token(platform.token.clone()), gitlab(&platform)];
    let command = "check-scopes --scm gitlab --namespace acme";
    let (code, heard) = run(&platform, InMemory::new(), home.path(), command, answers);
    assert_eq!(code, 0, "{}", heard.text());
    assert!(!heard.text().contains("could not be kept"));
    assert_eq!(heard.text().matches("kept the token for").count(), 2);
}

#[test]
fn a_token_that_could_not_be_kept_after_all_is_offered_the_file() {
    let platform = Platform::start("ready");
    let home = super::home();
    let answers = [
        gitlab(&platform),
        Answer::Choose("Keep it in the plain text file"),
    ];
    let (code, heard) = run(&platform, Fickle, home.path(), ADD, answers);
    assert_eq!(code, 0, "{}", heard.text());
    heard.at("was not kept: the OS keyring does not answer");
    assert!(file(home.path()).exists());
}

#[test]
fn a_token_that_the_person_does_not_want_kept_leaves_the_change_failed() {
    let platform = Platform::start("ready");
    let home = super::home();
    let answers = [gitlab(&platform), Answer::Choose("Don't keep")];
    let (code, heard) = run(&platform, Fickle, home.path(), ADD, answers);
    assert_eq!(code, 7, "{}", heard.text());
    heard.at("was checked, but not kept");
    heard.at("--store=file");
    assert!(!file(home.path()).exists());
}

#[test]
fn the_place_is_asked_for_too() {
    let platform = Platform::start("ready");
    let home = super::home();
    let answers = [
        Answer::Choose("GitLab"),
        Answer::Text("acme"),
        gitlab(&platform),
    ];
    let (code, heard) = run(
        &platform,
        InMemory::new(),
        home.path(),
        "token add",
        answers,
    );
    assert_eq!(code, 0, "{}", heard.text());
}

#[test]
fn removing_asks_first() {
    let platform = Platform::start("ready");
    let home = super::home();
    let store = InMemory::new();
    let host = platform.env["ASSISTANT_GITLAB_URL"]
        .split('/')
        .nth(2)
        .unwrap();
    let kept = Key::new("gitlab", host, "acme");
    store.set(&kept, &Secret::new("x".to_owned())).unwrap();
    let answers = [Answer::Choose("gitlab:"), Answer::Yes];
    let (code, heard) = run(&platform, store, home.path(), "token remove", answers);
    assert_eq!(code, 0, "{}", heard.text());
    assert!(heard.at("is kept in memory") < heard.at("ASKED Remove it from here?"));
    heard.at("To revoke the token itself");
}

#[test]
fn a_token_moves_from_the_file_into_the_keyring_without_being_typed_again() {
    let platform = Platform::start("ready");
    let home = super::home();
    let answers = [
        Answer::Choose("Keep it in the plain text file"),
        gitlab(&platform),
    ];
    run(&platform, locked(), home.path(), ADD, answers);
    let moves = format!("{ADD} --store=keyring");
    let (code, heard) = run(&platform, InMemory::new(), home.path(), &moves, []);
    assert_eq!(code, 0, "{}", heard.text());
    heard.at("/acme in memory");
    assert!(!file(home.path()).exists());
}
