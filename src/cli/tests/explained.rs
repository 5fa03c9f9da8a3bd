//! Every request that any command sends, as it arrived, is an instance of exactly one template that its `--explain` prints;
//! and every write that it prints is one that it sends where there is something to change.

use std::collections::{BTreeMap, BTreeSet};

use super::canary::recipes;
use super::stage::{Arrived, Stage};
use super::{World, commands};
use crate::scm;

/// A request that `--explain` prints.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Template {
    side: String,
    method: String,
    template: String,
    writes: bool,
}

/// What a command's `--explain` prints.
fn explained(call: &str) -> Vec<Template> {
    let world = World::default().at(env!("CARGO_MANIFEST_DIR").as_ref());
    let ran = world.run(&format!("{call} --explain --format json"));
    let json = ran.json();
    let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    let all = json["explained"].as_array();
    let all = all.unwrap_or_else(|| panic!("{call}: {}", ran.out)).iter();
    all.map(|one| Template {
        side: text(one, "side"),
        method: text(one, "method"),
        template: text(one, "template"),
        writes: one["effect"] == "writes",
    })
    .collect()
}

/// Whether a request to this service belongs to a side of `--explain`.
fn is_of(side: &str, service: usize) -> bool {
    let name = match service {
        0 => "Semgrep platform",
        at => scm::ALL[at - 1].about().name,
    };
    side == name || side.starts_with("Each host")
}

/// How much of a template an arrived request repeats word for word; `None` where it is no instance of it.
fn fits(template: &str, arrived: &Arrived) -> Option<usize> {
    let always = template.split('[').next().unwrap();
    let (wanted, query) = always.split_once('?').unwrap_or((always, ""));
    let (wanted, path): (Vec<_>, Vec<_>) = (
        wanted.split('/').collect(),
        arrived.path.split('/').collect(),
    );
    let each = || wanted.iter().zip(&path);
    let same =
        |(one, other): (&&str, &&str)| one == other || (one.contains('{') && !other.is_empty());
    let mut pairs =
        url::form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.contains('{'));
    let asked = pairs.all(|(name, value)| {
        let mut sent = arrived.query.iter();
        sent.any(|(one, other)| *one == name && *other == value)
    });
    let fits = wanted.len() == path.len() && each().all(same) && asked;
    fits.then(|| each().filter(|(one, other)| one == other).count())
}

/// What a command's `--explain` prints, and of that what it was seen to send.
#[derive(Default)]
struct Told {
    templates: BTreeSet<Template>,
    sent: BTreeSet<Template>,
}

/// Runs a command on the stage, and finds each request that arrives among those that are explained.
fn compare(call: &str, stage: &Stage, told: &mut Told) {
    stage.twist(|_, _| {});
    let mut world = World::of(&stage.env);
    world.folder = Some(env!("CARGO_MANIFEST_DIR").into());
    let ran = world.run(&format!("{call} --deadline 5 --no-input"));
    let templates = explained(call);
    for one in &stage.arrived() {
        let same =
            |other: &&Template| other.method == one.method && is_of(&other.side, one.service);
        let mut fitting: Vec<(usize, &Template)> = templates
            .iter()
            .filter(same)
            .filter_map(|other| Some((fits(&other.template, one)?, other)))
            .collect();
        fitting.sort_unstable();
        let Some((most, meant)) = fitting.pop() else {
            panic!("{call}: {} is not explained\n{}", one.line, ran.err);
        };
        // A literal segment says more than a placeholder; the one that says most is the one meant.
        let next = fitting.pop().map(|(next, _)| next);
        assert_ne!(next, Some(most), "{call}: {} fits two templates", one.line);
        told.sent.insert(meant.clone());
    }
    told.templates.extend(templates);
}

/// Calls that change what the others leave as it is.
fn further(command: &str, file: &str) -> Vec<String> {
    match command {
        "apply" => vec![format!("--file {file} --yes")],
        "enable" => vec!["--set comment-triage=on --yes --accept-ai-code-sharing".to_owned()],
        _ => Vec::new(),
    }
}

#[test]
fn every_command_sends_only_what_it_explains_and_explains_no_write_that_it_never_sends() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("triage.yaml");
    std::fs::write(&file, "version: 1\nfeatures: { comment-triage: on }\n").unwrap();
    let file = file.display().to_string();
    let mut all: BTreeMap<String, Told> = BTreeMap::new();
    for scenario in ["ready", "enabled", "missing-scope", "migrated"] {
        for command in commands() {
            let known = recipes(&command).iter().map(|one| (*one).to_owned());
            for recipe in known.chain(further(&command, &file)) {
                // Nothing but the explanation would be compared; and these explain something else.
                let other = matches!(command.as_str(), "features explain" | "man");
                if recipe.contains("--explain") || other {
                    continue;
                }
                let told = all.entry(command.clone()).or_default();
                compare(&format!("{command} {recipe}"), &Stage::of(scenario), told);
            }
        }
    }
    let sends = all.iter().filter(|(_, told)| !told.sent.is_empty());
    let sends: Vec<&str> = sends.map(|(command, _)| command.as_str()).collect();
    let expected = [
        "apply",
        "audit",
        "check-scopes",
        "connect-scm",
        "disable",
        "disconnect-scm",
        "doctor",
        "enable",
        "features list",
        "features set",
        "status",
        "token add",
        "token rotate",
    ];
    assert_eq!(sends, expected);
    for (command, told) in &all {
        let mut never = told.templates.difference(&told.sent);
        let write = never.find(|one| one.writes);
        assert_eq!(write, None, "{command} explains what it never sends");
    }
}

/// The methods of the writes that a call explains, in order.
fn writes(call: &str) -> Vec<String> {
    let writes = explained(call).into_iter().filter(|one| one.writes);
    let mut methods: Vec<String> = writes.map(|one| one.method).collect();
    methods.sort();
    methods
}

#[test]
fn a_call_explains_the_writes_of_its_own_flags_only() {
    for (call, expected) in [
        ("enable", vec!["POST", "POST", "PUT"]),
        // An app is installed by a person.
        ("enable --scm github", vec!["POST", "PUT"]),
        ("connect-scm --scm github", vec![]),
        ("connect-scm --scm gitlab", vec!["PATCH", "POST"]),
        ("disconnect-scm", vec!["DELETE"]),
        ("features set comment-triage=on", vec!["POST"]),
        ("features set remediation=off", vec!["PUT"]),
        ("enable --dry-run", vec![]),
        ("token rotate --scm gitlab", vec!["PATCH", "POST"]),
        ("token rotate --scm gitlab --no-platform", vec!["POST"]),
        ("token rotate --scm gitlab --dry-run", vec![]),
    ] {
        assert_eq!(writes(call), expected, "{call}");
    }
}
