//! Text from services is data: whatever stands in it, the terminal, the shell and the reader of a file are safe.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::{Value, json};

use super::stage::{Arrived, Stage};
use super::{Ran, World, formats, unsafe_in};
use crate::render::clean;
use crate::sandbox::face::Reply;

/// What does harm somewhere: escapes, controls of both kinds, marks that turn or hide text, line ends, a shell's and a
/// spreadsheet's commands, Markdown and HTML.
const HOSTILE: &str = "\u{1b}[31m\u{1b}]0;owned\u{7}\u{9b}2J\u{85}\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}\0\r\n\t\u{2028}=HYPERLINK(\"http://evil.example\")|@SUM(1)`touch owned`$(touch owned)';touch owned;'\";touch owned;\"\n$(touch owned)\n<script>alert(1)</script>[x](javascript:alert(1))&amp;";

/// What is done to an answer.
#[derive(Clone, Copy, Debug)]
enum Harm {
    /// Every text in it goes on with something hostile.
    Texts,
    /// Every text in it is hostile, and nothing else.
    OnlyHostile,
    /// It is refused with a hostile message.
    Refused,
    /// Every text goes on for very long.
    Long,
    /// Headers hold what a header may.
    Headers,
    /// Not UTF-8.
    Bytes,
    /// Half of a pair of UTF-16 units.
    Surrogates,
}

const HARMS: [Harm; 7] = [
    Harm::Texts,
    Harm::OnlyHostile,
    Harm::Refused,
    Harm::Long,
    Harm::Headers,
    Harm::Bytes,
    Harm::Surrogates,
];

impl Harm {
    fn does(self, reply: &mut Reply) {
        match self {
            Harm::Texts => texts(reply, &|text| format!("{text}{HOSTILE}")),
            Harm::OnlyHostile => texts(reply, &|_| HOSTILE.to_owned()),
            Harm::Long => texts(reply, &|text| text.to_owned() + &"x".repeat(100_000)),
            Harm::Refused => {
                reply.status = 403;
                let told =
                    json!({ "message": HOSTILE, "error": HOSTILE, "error_description": HOSTILE });
                reply.body = told.to_string().into_bytes();
            }
            Harm::Headers => {
                for (_, value) in &mut reply.headers {
                    value.push_str("\u{9b}31m\u{202e}\u{200b}=1+1'$(touch owned)");
                }
            }
            Harm::Bytes => reply.body = replaced(&reply.body, b": \"", b": \"\xff\x9b\xc3\x28"),
            Harm::Surrogates => reply.body = replaced(&reply.body, b"\":\"", b"\":\"\\ud800"),
        }
    }
}

fn replaced(body: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < body.len() {
        match body[at..].starts_with(from) {
            true => {
                out.extend_from_slice(to);
                at += from.len();
            }
            false => {
                out.push(body[at]);
                at += 1;
            }
        }
    }
    out
}

fn texts(reply: &mut Reply, change: &dyn Fn(&str) -> String) {
    fn each(json: &mut Value, change: &dyn Fn(&str) -> String) {
        match json {
            Value::String(text) => *text = change(text),
            Value::Array(all) => all.iter_mut().for_each(|one| each(one, change)),
            Value::Object(all) => all.values_mut().for_each(|one| each(one, change)),
            _ => {}
        }
    }
    if let Ok(mut json) = serde_json::from_slice(&reply.body) {
        each(&mut json, change);
        reply.body = json.to_string().into_bytes();
    }
}

/// The requests that a run makes, each once.
fn requests(stage: &Stage, line: &str) -> BTreeSet<String> {
    stage.twist(|_, _| {});
    World::of(&stage.env).run(line);
    stage.arrived().into_iter().map(|one| one.line).collect()
}

fn harmless(ran: &Ran, format: &str, place: &str) {
    // RFC 4180 ends its lines so.
    let out = match format {
        "csv" => ran.out.replace("\r\n", "\n"),
        // Markdown's own, which keeps platforms from making mentions and references; services' are gone before.
        "markdown" => ran.out.replace('\u{2060}', ""),
        _ => ran.out.clone(),
    };
    for (name, text) in [("output", &out), ("error", &ran.err)] {
        if let Some(c) = unsafe_in(text) {
            let line = text.lines().find(|line| line.contains(c)).unwrap();
            panic!("U+{:04X} on the {name} of {place}: {line:?}", u32::from(c));
        }
    }
    if format == "table" {
        // What goes on for ever must not push away the rest.
        let longest = ran.out.split_whitespace().map(str::len).max();
        assert!(
            ran.out.len() < 300_000,
            "{place}: {} bytes, {longest:?}",
            ran.out.len()
        );
        assert!(ran.err.len() < 300_000, "{place}: {} bytes", ran.err.len());
    }
    if format == "json" {
        assert_eq!(ran.json()["schema_version"], "1", "{place}");
    }
    assert_ne!(ran.code, 1, "{place}: {}{}", ran.out, ran.err);
}

/// Does each harm to each answer of a command in turn, and looks at what comes out in every format.
fn survives(scenario: &str, line: &str) {
    let stage = Stage::of(scenario);
    let requests = requests(&stage, line);
    assert!(requests.len() > 4, "{line}: {requests:?}");
    let mut runs = 0;
    for harm in HARMS {
        for (at, request) in requests.iter().enumerate() {
            let formats = formats();
            // What steers is tried in every format; what is not text at all in one after the other.
            let tried = match harm {
                Harm::Texts | Harm::OnlyHostile | Harm::Refused => formats,
                _ => vec![formats[at % formats.len()].clone()],
            };
            for (format, verbosity) in tried.into_iter().zip(["-vv", ""].into_iter().cycle()) {
                let meant = request.clone();
                stage.twist(move |arrived: &Arrived, reply| {
                    if arrived.line == meant {
                        harm.does(reply);
                    }
                });
                let whole = format!("{line} --format {format} {verbosity}");
                let ran = World::of(&stage.env).run(&whole);
                harmless(&ran, &format, &format!("{whole}, {harm:?} in {request}"));
                runs += 1;
            }
        }
    }
    println!("{line}: {runs} runs");
}

#[test]
fn check_scopes_survives_hostile_text_anywhere() {
    survives("ready", "check-scopes");
}

#[test]
fn status_survives_hostile_text_anywhere() {
    survives("enabled", "status --scm gitlab");
}

#[test]
fn plans_survive_hostile_text_anywhere() {
    survives("ready", "enable --scm gitlab --dry-run");
    survives("enabled", "connect-scm --scm gitlab --dry-run");
    survives("enabled", "disconnect-scm --scm gitlab --dry-run");
    survives("ready", "features list");
}

#[test]
fn writes_survive_hostile_text_in_what_refuses_them() {
    for harm in [Harm::Refused, Harm::OnlyHostile, Harm::Long, Harm::Bytes] {
        for (scenario, line) in [
            (
                "ready",
                "enable --scm gitlab --yes --accept-ai-code-sharing",
            ),
            ("ready", "connect-scm --scm gitlab --yes"),
            ("enabled", "disconnect-scm --scm gitlab --yes"),
            ("enabled", "disable --yes"),
        ] {
            for format in formats() {
                let stage = Stage::of(scenario);
                stage.twist(move |arrived, reply| {
                    if !arrived.line.contains(" GET ") {
                        harm.does(reply);
                    }
                });
                let ran = World::of(&stage.env).run(&format!("{line} --format {format} -v"));
                harmless(&ran, &format, &format!("{line}: {harm:?}"));
            }
        }
    }
}

/// Runs every command that a text tells people to copy, with `assistant` doing nothing.
fn copied(text: &str) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for (at, _) in text.match_indices("assistant ") {
        let script = format!("assistant() {{ :; }}\n{}", &text[at..]);
        let ran = Command::new("sh")
            .args(["-c", &script.replace('\0', "")])
            .current_dir(folder.path())
            .output();
        ran.unwrap();
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 0, "{}", &text[at..]);
        count += 1;
    }
    count
}

#[test]
fn a_copied_command_does_nothing_that_a_service_wrote_into_it() {
    let stage = Stage::of("ready");
    let mut count = 0;
    for harm in [Harm::Texts, Harm::OnlyHostile, Harm::Headers] {
        for line in ["check-scopes", "enable --scm gitlab --dry-run"] {
            for request in requests(&stage, line) {
                stage.twist(move |arrived, reply| {
                    if arrived.line == request {
                        harm.does(reply);
                    }
                });
                let ran = World::of(&stage.env).run(&format!("{line} --format json"));
                let json = ran.json();
                let all = [&json["platform"]["findings"]].into_iter().chain(
                    json["connections"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|one| &one["findings"]),
                );
                let rows = all.flat_map(|one| one.as_array().unwrap());
                let texts = rows.filter_map(|one| one["fix"]["text"].as_str());
                let undo = json["changes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(|one| one["undo"].as_str());
                for text in texts.chain(undo) {
                    count += copied(text) + copied(&clean(text));
                }
            }
        }
    }
    assert!(count > 20, "only {count} commands were tried");
}

#[test]
fn a_hostile_name_of_a_connection_is_quoted_in_what_is_copied() {
    let stage = Stage::of("ready");
    stage.twist(|arrived, reply| {
        if arrived.line.ends_with("/configs") {
            let config = json!({ "id": "7", "type": "SCM_TYPE_GITLAB", "namespace": HOSTILE, "hasAccessToken": true, "subscriptions": [] });
            reply.body = json!({ "configs": [config] }).to_string().into_bytes();
        }
        if arrived.line.contains("/check") {
            reply.body = json!({ "status": { "ok": false, "error": HOSTILE } }).to_string().into_bytes();
            reply.status = 200;
        }
    });
    let ran = World::of(&stage.env).run("check-scopes --format json");
    let json = ran.json();
    let connections = json["connections"].as_array().unwrap();
    let ours = connections
        .iter()
        .find(|one| one["namespace"].as_str().unwrap().contains("owned"))
        .expect("the hostile one");
    let fixes: Vec<&str> = ours["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["fix"]["text"].as_str())
        .collect();
    let tried: usize = fixes
        .iter()
        .map(|text| copied(text) + copied(&clean(text)))
        .sum();
    assert!(tried > 0, "{fixes:?}");
}
