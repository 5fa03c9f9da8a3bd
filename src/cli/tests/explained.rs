//! Every request that any command sends, as it arrived, is an instance of exactly one template that its `--explain` prints.

use std::collections::BTreeSet;

use super::canary::recipes;
use super::stage::{Arrived, Stage};
use super::{World, commands};
use crate::ask::Probe;
use crate::scm;
use crate::semgrep::Platform;

/// What a command's `--explain` prints for one service: methods and templates.
fn explained(call: &str, service: usize) -> Vec<(String, String)> {
    let side = match service {
        0 => "Semgrep platform".to_owned(),
        at => scm::ALL[at - 1].about().name.to_owned(),
    };
    let json = World::default().run(&format!("{call} --explain --format json"));
    let json = json.json();
    let all = json["explained"].as_array().unwrap().iter();
    let of_side = all.filter(|one| {
        let named = one["side"].as_str().unwrap();
        named == side || named.starts_with("Each host")
    });
    let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap().to_owned();
    of_side
        .map(|one| (text(one, "method"), text(one, "template")))
        .collect()
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

/// The flags that say the same but change nothing about what is sent are left out of `--explain`.
fn compare(call: &str, stage: &Stage, told: &mut BTreeSet<(usize, String)>) -> usize {
    stage.twist(|_, _| {});
    let mut world = World::of(&stage.env);
    world.folder = Some(env!("CARGO_MANIFEST_DIR").into());
    let ran = world.run(&format!("{call} --deadline 5 --no-input"));
    let arrived = stage.arrived();
    for one in &arrived {
        let templates = explained(call, one.service);
        let of_method = templates.iter().filter(|(method, _)| *method == one.method);
        let mut fitting: Vec<usize> = of_method
            .filter_map(|(_, template)| fits(template, one))
            .collect();
        fitting.sort_unstable();
        let most = fitting.pop();
        assert!(
            most.is_some(),
            "{call}: {} is not explained\n{}",
            one.line,
            ran.err
        );
        // A literal segment says more than a placeholder; the one that says most is the one meant.
        assert_ne!(
            fitting.pop(),
            most,
            "{call}: {} fits two templates",
            one.line
        );
        told.insert((one.service, one.method.clone()));
    }
    arrived.len()
}

#[test]
fn every_command_sends_only_what_it_explains() {
    let mut told = BTreeSet::new();
    let mut sends = BTreeSet::new();
    for scenario in ["ready", "enabled", "missing-scope", "migrated"] {
        for command in commands() {
            for recipe in recipes(&command) {
                // Nothing but the explanation would be compared.
                if recipe.contains("--explain") {
                    continue;
                }
                let stage = Stage::of(scenario);
                if compare(&format!("{command} {recipe}"), &stage, &mut told) > 0 {
                    sends.insert(command.clone());
                }
            }
        }
    }
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
    assert!(sends.iter().eq(expected), "{sends:?}");
    let writes = Platform::default();
    let writes = writes
        .asks()
        .iter()
        .filter(|ask| ask.effect == crate::ask::Effect::Writes);
    for ask in writes {
        let method = (0, ask.method.to_owned());
        assert!(told.contains(&method), "no command sent {}", ask.name());
    }
}
