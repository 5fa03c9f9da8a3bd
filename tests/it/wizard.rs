//! The wizard on a real terminal: in every scenario, left at each prompt, and with people's own surroundings.

mod left;
mod surroundings;
mod tokens;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use assistant::sandbox::scenario;

use crate::program::{Platform, program, run};
use crate::pty::{Ended, Prompt, Terminal};

/// Who answers as somebody would who wants to get through: what can be left out is, what can be vouched for is, and
/// everything is agreed to.
struct Person<'a> {
    scm: &'a str,
    /// Answers to lines whose question begins so, in order of preference.
    lines: Vec<(&'a str, String)>,
}

impl<'a> Person<'a> {
    fn with(scm: &'a str) -> Self {
        Person {
            scm,
            lines: Vec::new(),
        }
    }

    /// One whose tokens have to be typed.
    fn typing(scm: &'a str, name: &'a str, platform: &Platform) -> Self {
        let token = platform.tokens[scm].clone();
        let line = |begin, text: &String| (begin, text.clone());
        Person {
            scm: name,
            lines: vec![
                line("GitLab group or project", &"acme".to_owned()),
                line("GitHub organization", &"acme".to_owned()),
                line("Semgrep API token", &platform.token),
                line(name, &token),
            ],
        }
    }

    fn answer(&self, terminal: &mut Terminal, prompt: &Prompt) {
        match prompt {
            Prompt::Menu(question, options, _) => {
                let wanted = [
                    self.scm,
                    "Go on without it",
                    "Vouch",
                    "Stop here",
                    "Turn all",
                    "Use the token for this run only",
                ];
                let begin = wanted
                    .into_iter()
                    .find(|begin| options.iter().any(|one| one.starts_with(begin)));
                let begin = begin.unwrap_or_else(|| panic!("{question}: {options:?}"));
                terminal.choose(begin);
            }
            Prompt::Line(question) if question.contains("in the browser?") => terminal.answer("n"),
            Prompt::Line(question) if question.ends_with("(y/N)") => terminal.answer("y"),
            Prompt::Line(question) => {
                let known = |(begin, _): &&(&str, String)| question.starts_with(begin);
                let line = self.lines.iter().find(known);
                let (_, text) = line.unwrap_or_else(|| panic!("nobody answers {question}"));
                terminal.answer(text);
            }
        }
    }

    /// Answers so many prompts; whether another one is open then.
    fn answer_some(&self, terminal: &mut Terminal, count: usize) -> bool {
        for _ in 0..count {
            match next(terminal) {
                Some(prompt) => self.answer(terminal, &prompt),
                None => return false,
            }
        }
        next(terminal).is_some()
    }
}

/// What is said before the wait for an app that somebody installs.
const WAITS: &str = "Waiting until it is there";

/// The next prompt; `None` where it ended, or waits for an app, which nobody installs here.
fn next(terminal: &mut Terminal) -> Option<Prompt> {
    let asks = terminal.until("a prompt or the wait", |one| {
        match one.text().contains(WAITS) {
            true => Some(false),
            false => one.open().then_some(true),
        }
    });
    match asks {
        Some(true) => terminal.prompt(),
        _ => None,
    }
}

/// The environment in which a program reaches a platform, but for the tokens of the platform and this manager.
fn without_tokens(platform: &Platform, id: &str) -> BTreeMap<String, String> {
    let word = id.to_uppercase().replace('-', "_");
    let theirs = |name: &String| {
        let other = name.starts_with("ASSISTANT_") && !name.contains(&word);
        other || name.ends_with("_TOKEN")
    };
    let all = platform.env.iter();
    all.filter(|(name, _)| !theirs(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn pairs(env: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    env.iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The manager that a scenario is about, with its name; GitLab where it is about the platform or about all.
fn about(scenario: &str) -> (&'static str, &'static str) {
    let file = format!("src/sandbox/scenarios/{scenario}.yaml");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let all = [
        ("github", "GitHub"),
        ("bitbucket", "Bitbucket"),
        ("azure-devops", "Azure DevOps"),
        ("gitlab", "GitLab"),
    ];
    let named = |one: &(&str, &str)| {
        text.lines()
            .any(|line| line.starts_with(&format!("{}:", one.0)))
    };
    all.into_iter().find(named).unwrap_or(all[3])
}

/// Walks to the end. A wait for an app, which nobody installs here, is left by Ctrl-C.
fn walked(scenario: &str, name: &str) -> Ended {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &[], &[&format!("--sandbox={scenario}")]);
    let person = Person::with(name);
    while let Some(prompt) = next(&mut terminal) {
        person.answer(&mut terminal, &prompt);
    }
    if terminal.text().contains(WAITS) {
        terminal.send("\x03");
    }
    terminal.end()
}

/// The command that the wizard says is the same, as words.
fn same_as(text: &str) -> Option<Vec<String>> {
    let line = text
        .lines()
        .find(|line| line.starts_with("assistant enable"))?;
    let words = line.split_whitespace().skip(1);
    Some(
        words
            .map(|word| word.trim_matches('\'').to_owned())
            .collect(),
    )
}

fn compare(scenario: &str) -> Result<(), String> {
    let (id, name) = about(scenario);
    let ended = walked(scenario, name);
    let wrong = |what: String| Err(format!("{scenario}: {what}\n{}", ended.text));
    if ended.text.contains(WAITS) {
        return match ended.code {
            130 => Ok(()),
            code => wrong(format!("interrupted, but {code}")),
        };
    }
    let sandbox = format!("--sandbox={scenario}");
    let args = same_as(&ended.text).unwrap_or_else(|| {
        let plain = ["enable", "--scm", id, "--yes", "--accept-ai-code-sharing"];
        plain
            .into_iter()
            .chain([sandbox.as_str()])
            .map(str::to_owned)
            .collect()
    });
    // What was vouched for belongs to the wizard's own sandbox, by the port.
    let args: Vec<String> = args
        .into_iter()
        .map(|word| match word.contains('/') && word.contains('@') {
            true => word.split('@').next().unwrap_or_default().to_owned(),
            false => word,
        })
        .collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let same = run(&args);
    match same.code == ended.code {
        true => Ok(()),
        false => wrong(format!(
            "{} here, but {} from {args:?}\n{}",
            ended.code, same.code, same.err
        )),
    }
}

#[test]
fn the_wizard_ends_as_enable_does_in_every_scenario() {
    let all: Vec<&str> = scenario::builtin().map(|(name, _)| name).collect();
    let next = AtomicUsize::new(0);
    let mut wrong = Vec::new();
    std::thread::scope(|scope| {
        let work = || {
            let mut wrong = Vec::new();
            while let Some(name) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                wrong.extend(compare(name).err());
            }
            wrong
        };
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            wrong.extend(worker.join().unwrap());
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n=====\n"));
}

#[test]
fn what_it_prints_at_the_end_does_the_same() {
    let platform = Platform::start("ready");
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &pairs(&platform.env), &[]);
    let person = Person::with("GitLab");
    while let Some(prompt) = terminal.prompt() {
        person.answer(&mut terminal, &prompt);
    }
    let ended = terminal.end();
    assert_eq!(ended.code, 0, "{}", ended.text);
    assert!(
        ended.text.contains("undo: assistant features set"),
        "{}",
        ended.text
    );
    let (_, yaml) = ended.text.split_once("assistant.yaml:\n").unwrap();
    let yaml = yaml.split("\n\n").next().unwrap();
    std::fs::write(home.path().join("desired.yaml"), yaml).unwrap();
    let args = [
        "apply",
        "-f",
        "desired.yaml",
        "--dry-run",
        "--format",
        "json",
    ];
    let again = program(home.path())
        .envs(&platform.env)
        .args(args)
        .output()
        .unwrap();
    let told = String::from_utf8(again.stdout).unwrap();
    assert_eq!(again.status.code(), Some(0), "{yaml}\n{told}");
    assert!(told.contains("\"changes\": []"), "{told}");
}

#[test]
fn run_again_it_finds_nothing_to_do() {
    let platform = Platform::start("ready");
    let home = tempfile::tempdir().unwrap();
    for said in ["Make these changes?", "nothing to change"] {
        let mut terminal = Terminal::start(home.path(), &pairs(&platform.env), &[]);
        let person = Person::with("GitLab");
        while let Some(prompt) = terminal.prompt() {
            person.answer(&mut terminal, &prompt);
        }
        let ended = terminal.end();
        assert_eq!(ended.code, 0, "{}", ended.text);
        assert!(ended.text.contains(said), "{}", ended.text);
    }
}
