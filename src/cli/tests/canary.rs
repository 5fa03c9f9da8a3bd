//! No token in anything that leaves a run, whatever the command, the format, the verbosity and what goes wrong.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::{fs, io};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::super::Prompter;
use super::stage::Stage;
use super::{Ran, World, commands, formats};
use crate::sandbox::scenario;
use crate::scm;
use crate::secret::Secret;
use crate::vault::{InMemory, Key, Store};

const VERBOSITIES: [&str; 4] = ["", "-v", "-vv", "-q"];

/// How each command is called. A new command has none, which fails.
pub(super) fn recipes(command: &str) -> &'static [&'static str] {
    match command {
        "connect-scm" => &[
            "--scm gitlab --yes",
            "--scm github --yes",
            "--scm bitbucket --yes --dry-run",
        ],
        "disconnect-scm" => &["--scm gitlab --yes"],
        "check-scopes" => &["", "--explain"],
        "enable" => &["--yes --accept-ai-code-sharing", "--scm ado --dry-run"],
        "disable" => &["--yes"],
        "features list" | "status" | "doctor" | "token list" | "requirements" => &[""],
        "features set" => &["comment-triage=on code-snippets=off --yes"],
        "features explain" => &["remediation"],
        "token add" => &["--scm gitlab", "--platform"],
        "token remove" => &["--scm gitlab --yes", "--platform --yes"],
        "token rotate" => &["--scm gitlab --yes", "--scm github --yes"],
        "sandbox" => &["--list"],
        "audit" => &[
            "--file examples/fleet.yaml",
            "--file examples/fleet.yaml --shard 1/2",
        ],
        "report merge" => &["examples/fleet.yaml"],
        "apply" => &["--file examples/desired.yaml --yes --accept-ai-code-sharing"],
        "completions" => &["bash"],
        "man" => &["enable"],
        "schema" => &["assistant"],
        _ => &[],
    }
}

/// Every call of every command, but for what stands for all of them.
fn calls() -> Vec<String> {
    let mut calls = Vec::new();
    for command in commands() {
        let recipes = recipes(&command);
        assert!(!recipes.is_empty(), "{command} has no recipe here");
        calls.extend(recipes.iter().map(|one| format!("{command} {one}")));
    }
    calls
}

/// What must not be found: the token, and the forms in which it travels.
fn traces(token: &str) -> Vec<String> {
    let mut all = vec![token.to_owned()];
    all.push(url::form_urlencoded::byte_serialize(token.as_bytes()).collect());
    for before in ["", ":", "x:", "ab:"] {
        let pair = format!("{before}{token}");
        for encoded in [STANDARD.encode(&pair), URL_SAFE.encode(&pair)] {
            // Both ends hang together with what surrounds them.
            all.push(encoded[8..encoded.len() - 8].to_owned());
        }
    }
    // Half of one is too much as well.
    all.push(token[..token.len() / 2].to_owned());
    all.push(token[token.len() / 2..].to_owned());
    all
}

fn searched(ran: &Ran, traces: &[String], call: &str) -> usize {
    for (name, text) in [("output", &ran.out), ("error", &ran.err)] {
        // A table may break a word.
        let flat: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        for trace in traces {
            assert!(
                !text.contains(trace) && !flat.contains(trace),
                "{trace} in the {name} of {call}:\n{text}"
            );
        }
    }
    ran.out.len() + ran.err.len()
}

/// The tokens of the sandbox in a scenario.
fn tokens(stage: &Stage) -> Vec<String> {
    let of_token = |name: &&String| name.ends_with("_TOKEN");
    let names = stage.env.keys().filter(of_token);
    names.map(|name| stage.env[name].clone()).collect()
}

/// Those whose output does not depend on what services say.
fn is_fixed(call: &str) -> bool {
    let fixed = [
        "requirements",
        "completions",
        "sandbox",
        "features explain",
        "man",
        "schema",
    ];
    fixed.iter().any(|one| call.starts_with(one)) || call.contains("--explain")
}

/// Formats that a command does not print are refused before anything of a scenario is looked at.
fn is_refused(call: &str, format: &str) -> bool {
    !call.starts_with("check-scopes") && !matches!(format, "table" | "json")
}

#[test]
fn no_command_format_or_verbosity_shows_a_token_whatever_goes_wrong() {
    let scenarios: Vec<String> = scenario::builtin()
        .map(|(name, _)| name.to_owned())
        .collect();
    let (next, runs, bytes) = (
        AtomicUsize::new(0),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    // Many runs only wait for a deadline, so more of them than there are processors go side by side.
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                while let Some(name) = scenarios.get(next.fetch_add(1, Relaxed)) {
                    let traces = traces_of(&Stage::of(name));
                    for call in calls() {
                        for (format, verbosity) in shapes() {
                            if name != "ready" && (is_fixed(&call) || is_refused(&call, &format)) {
                                continue;
                            }
                            let line = format!("{call} --sandbox={name} --format {format} {verbosity} --deadline 1 --no-input");
                            bytes.fetch_add(searched(&World::default().run(&line), &traces, &line), Relaxed);
                            runs.fetch_add(1, Relaxed);
                        }
                    }
                }
            });
        }
    });
    let (runs, bytes) = (runs.into_inner(), bytes.into_inner());
    println!("{runs} runs, {bytes} bytes, 0 hits");
    assert!(
        runs > 5_000 && bytes > 10_000_000,
        "{runs} runs, {bytes} bytes"
    );
}

fn traces_of(stage: &Stage) -> Vec<String> {
    tokens(stage).iter().flat_map(|one| traces(one)).collect()
}

fn shapes() -> impl Iterator<Item = (String, &'static str)> {
    formats()
        .into_iter()
        .flat_map(|format| VERBOSITIES.map(|one| (format.clone(), one)))
}

/// A person who types the same at every question.
struct Types(&'static str);

impl Prompter for Types {
    fn confirm(&mut self, _: &str) -> io::Result<bool> {
        Ok(false)
    }
    fn text(&mut self, _: &str) -> io::Result<String> {
        Ok("acme".to_owned())
    }
    fn secret(&mut self, _: &str) -> io::Result<Option<Secret>> {
        Ok(Some(Secret::new(self.0.to_owned())))
    }
    fn select(&mut self, _: &str, _: &[&str]) -> io::Result<usize> {
        Ok(0)
    }
}

const CANARY: &str = "glpat-canary7f3acanary7f3a";

const PLATFORM_CANARY: &str = "canary-semgrep-7f3a-canary-7f3a";

type Source = (String, Box<dyn Fn(&mut World)>);

/// Where the source code manager's token comes from: the flags, and what they need.
fn sources(folder: &Path) -> Vec<Source> {
    let file = folder.join("token.txt");
    fs::write(&file, CANARY).unwrap();
    let shown = file.display();
    fs::write(
        folder.join("named.yaml"),
        "version: 1\nconnections:\n  - { scm: gitlab, namespace: acme, token: { env: OWN } }\n",
    )
    .unwrap();
    let named = folder.join("named.yaml");
    vec![
        (
            String::new(),
            Box::new(|world: &mut World| {
                world
                    .env
                    .insert("ASSISTANT_GITLAB_TOKEN".to_owned(), CANARY.to_owned());
            }),
        ),
        (format!("--token-file {shown}"), Box::new(|_| {})),
        (
            "--token-stdin".to_owned(),
            Box::new(|world| {
                world.stdin = Some(Box::new(CANARY.as_bytes()));
            }),
        ),
        // Without a blank, which separates the words here.
        (format!("--token-command cat<{shown}"), Box::new(|_| {})),
        (
            String::new(),
            Box::new(|world| {
                world.prompter = Some(Box::new(Types(CANARY)));
            }),
        ),
        (
            String::new(),
            Box::new(|world| {
                let store = InMemory::new();
                let host = world.env["ASSISTANT_GITLAB_URL"].clone();
                let host = url::Url::parse(&host).unwrap();
                let host = scm::by_id("gitlab").unwrap().host(&host);
                store
                    .set(
                        &Key::new("gitlab", &host, "acme"),
                        &Secret::new(CANARY.to_owned()),
                    )
                    .unwrap();
                world.store = Some(Box::new(store));
            }),
        ),
        (
            format!("--config {}", named.display()),
            Box::new(|world| {
                world.env.insert("OWN".to_owned(), CANARY.to_owned());
            }),
        ),
    ]
}

/// The commands that take the token of one connection.
const TAKES_TOKEN: [&str; 6] = [
    "check-scopes --scm gitlab",
    "status --scm gitlab",
    "doctor --scm gitlab",
    "connect-scm --scm gitlab --yes",
    "enable --scm gitlab --yes --accept-ai-code-sharing",
    "token add --scm gitlab",
];

#[test]
fn wherever_a_token_comes_from_it_is_neither_shown_nor_left_behind() {
    let traces: Vec<String> = [CANARY, PLATFORM_CANARY]
        .iter()
        .flat_map(|one| traces(one))
        .collect();
    for state in ["active", "expired", "unknown"] {
        let stage = Stage::of(&format!(
            "version: 1\nsemgrep: {{ token: {{ value: {PLATFORM_CANARY} }} }}\ngitlab: {{ token: {{ value: {CANARY}, state: {state} }} }}\n"
        ));
        let home = tempfile::tempdir().unwrap();
        let sources = sources(home.path());
        let before = files(home.path());
        for call in TAKES_TOKEN {
            for (flags, prepare) in &sources {
                for shape in [
                    "--format json -vv",
                    "--format table -vv",
                    "--format table --store",
                ] {
                    let mut world = World::of(&stage.env).at(home.path());
                    world.env.remove("ASSISTANT_GITLAB_TOKEN");
                    prepare(&mut world);
                    let line = format!("{call} {flags} --namespace acme {shape}");
                    searched(&world.run(&line), &traces, &line);
                }
            }
        }
        assert_eq!(files(home.path()), before, "nothing is left behind");
    }
}

fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let each = fs::read_dir(folder).unwrap().map(|one| one.unwrap().path());
    let mut all: Vec<_> = each
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn a_token_of_somebody_else_that_a_service_shows_is_not_repeated() {
    // Each is of the form that its source code manager documents.
    const OTHERS: [&str; 5] = [
        "glpat-0ther0ther0ther0ther",
        "ghp_0ther0ther0ther0ther0ther0ther0ther00",
        "github_pat_11OTHER0ther0ther0ther_0ther0ther",
        "ATCTT3xFfGN0otherOtherOtherOther=0A0B0C0D",
        "OtherInvented0OtherInvented0OtherInvented0OtherInvented0OtherInvented0OtherIAZDO1111",
    ];
    let stage = Stage::of("ready");
    for other in OTHERS {
        assert!(scm::ALL.iter().any(|scm| scm.is_token(other)), "{other}");
        for split in [false, true] {
            let shown = match split {
                true => format!("{}\u{200b}{}", &other[..9], &other[9..]),
                false => other.to_owned(),
            };
            let body = serde_json::json!({ "message": format!("a rather long message before the token {shown}") });
            stage.twist(move |_, reply| {
                reply.status = 403;
                reply.body = body.to_string().into_bytes();
            });
            for call in [
                "check-scopes",
                "status",
                "enable --yes --accept-ai-code-sharing",
            ] {
                for format in formats() {
                    let line = format!("{call} --format {format} -vv");
                    let ran = World::of(&stage.env).run(&line);
                    searched(&ran, &[other.to_owned(), other[10..].to_owned()], &line);
                }
            }
        }
    }
}

#[test]
fn a_token_command_is_given_no_token_that_the_environment_did_not_hold() {
    let stage = Stage::of("ready");
    let home = tempfile::tempdir().unwrap();
    let (told, args) = (home.path().join("env"), home.path().join("args"));
    let script = home.path().join("give");
    fs::write(
        &script,
        format!(
            "env > {}; tr '\\0' ' ' < /proc/$PPID/cmdline > {}; echo {CANARY}",
            told.display(),
            args.display()
        ),
    )
    .unwrap();
    let line = format!(
        "check-scopes --scm gitlab --token-command sh<{}",
        script.display()
    );
    World::of(&stage.env).run(&line);
    let said = fs::read_to_string(&told).unwrap();
    assert!(said.contains("PATH="), "the command ran");
    let said = said + &fs::read_to_string(&args).unwrap_or_default();
    for token in tokens(&stage) {
        assert!(!said.contains(&token), "{token}");
    }
}

/// Standard input that breaks the program, with a token in its words.
struct Breaks;

impl io::Read for Breaks {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("broken with {CANARY} in hand")
    }
}

#[test]
fn a_panic_ends_with_1_and_one_document() {
    for (format, says) in [("table", ""), ("json", "the program broke")] {
        let mut world = World::of(&Stage::of("ready").env);
        world
            .env
            .insert("ASSISTANT_GITLAB_TOKEN".to_owned(), CANARY.to_owned());
        world.stdin = Some(Box::new(Breaks));
        let ran = world.run(&format!(
            "check-scopes --scm gitlab --token-stdin --format {format}"
        ));
        assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
        searched(&ran, &traces(CANARY), format);
        assert!(ran.out.contains(says), "{}", ran.out);
        if format == "json" {
            assert_eq!(ran.json()["outcome"], "error");
        }
    }
}
