#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::super::{help, variables};
use super::{ALL, FileKey, Given, Says};
use crate::settings::{Given as Flags, World, resolve, schema};
use crate::vault::{Choice, Nowhere};

fn inputs() -> impl Iterator<Item = (&'static str, &'static Given)> {
    ALL.iter().filter_map(|one| match &one.says {
        Says::Input(given) => Some((one.name, given)),
        Says::Nothing(why) => {
            assert!(!why.is_empty(), "{}", one.name);
            None
        }
    })
}

#[test]
fn every_question_has_a_flag_of_a_command() {
    for (name, given) in inputs() {
        let (path, flag) = given.flag;
        let mut command = help::command();
        command.build();
        let command = path
            .split(' ')
            .fold(&command, |all, word| all.find_subcommand(word).unwrap());
        let found = command
            .get_arguments()
            .any(|arg| arg.get_long() == Some(flag));
        assert!(found, "{name}: {path} --{flag}");
    }
}

#[test]
fn every_question_has_a_variable_that_is_told_and_counts() {
    let told = help::environment(200);
    for (name, given) in inputs() {
        let variable = given.variable;
        let listed = told.split_whitespace().any(|word| word == variable);
        assert!(listed, "{name}: {variable}");
        let (path, flag) = given.flag;
        // Tokens and addresses have variables of their own; the others mean the flag.
        let usual = format!("ASSISTANT_{}", flag.to_uppercase().replace('-', "_"));
        if variable != usual {
            continue;
        }
        let mut command = help::command();
        let args = std::iter::once("assistant").chain(path.split(' '));
        let matches = command.try_get_matches_from_mut(args).unwrap();
        for value in ["gitlab", "true"] {
            let env = BTreeMap::from([(variable.to_owned(), value.to_owned())]);
            let flags = variables::as_flags(&command, &matches, &env);
            if flags
                .iter()
                .any(|one| one.starts_with(&format!("--{flag}")))
            {
                break;
            }
            assert_ne!(value, "true", "{name}: {variable} stands for no flag");
        }
    }
}

/// Where a key such as `connections.scm` stands in a schema.
fn stands(schema: &Value, key: &str) -> bool {
    let resolved = |mut at: &'_ Value| -> Value {
        if let Some(any) = at["anyOf"].as_array() {
            at = any
                .iter()
                .find(|one| one.get("$ref").is_some())
                .unwrap_or(at);
        }
        let path = at["$ref"]
            .as_str()
            .map(|path| path.trim_start_matches('#').to_owned());
        path.and_then(|path| schema.pointer(&path).cloned())
            .unwrap_or_else(|| at.clone())
    };
    let mut at = schema.clone();
    for word in key.split('.') {
        if at["items"].is_object() {
            at = resolved(&at["items"]);
        }
        match at["properties"].get(word) {
            Some(below) => at = resolved(below),
            None => return false,
        }
    }
    true
}

#[test]
fn every_question_has_a_key_in_a_file_or_says_why_not() {
    let schema = schema::assistant();
    assert!(!stands(&schema, "connections.nonsense"));
    for (name, given) in inputs() {
        match given.key {
            FileKey::Anywhere(key) | FileKey::Trusted(key) | FileKey::Own(key) => {
                assert!(stands(&schema, key), "{name}: {key}");
            }
            FileKey::Never(why) => assert!(!why.is_empty(), "{name}"),
        }
    }
}

/// A value for each key, and the settings that come of a file with it.
fn resolved(yaml: &str, named: bool, own: bool) -> (Option<Choice>, bool, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("assistant.yaml");
    let user = folder.path().join("config.yaml");
    match own {
        true => {
            let below = yaml.replace('\n', "\n    ");
            let text = format!("version: 1\ndefault-profile: a\nprofiles:\n  a:\n    {below}\n");
            fs::write(&user, text).unwrap();
        }
        false => fs::write(&file, format!("version: 1\n{yaml}\n")).unwrap(),
    }
    let given = Flags {
        config: named.then(|| file.clone()),
        ..Flags::default()
    };
    let mut world = World {
        env: &BTreeMap::new(),
        folder: Some(folder.path()),
        user_file: own.then_some(user),
        store: &Nowhere,
        stdin: &mut std::io::empty(),
    };
    let (settings, problems) = resolve(&given, &mut world);
    let texts: Vec<&str> = problems.iter().map(|one| one.text.as_str()).collect();
    let settings = settings.unwrap_or_else(|| panic!("{texts:?}"));
    (settings.store, settings.yes, settings.warnings)
}

#[test]
fn a_file_that_was_only_found_agrees_to_nothing() {
    let yes = "policy: { yes: true }";
    assert!(resolved(yes, true, false).1, "named");
    assert!(resolved(yes, false, true).1, "the user's own");
    let (_, found, warnings) = resolved(yes, false, false);
    assert!(!found);
    assert!(
        warnings.iter().any(|one| one.contains("policy left aside")),
        "{warnings:?}"
    );
}

#[test]
fn only_the_user_file_says_where_tokens_are_kept() {
    let store = "store: file";
    assert_eq!(resolved(store, false, true).0, Some(Choice::File));
    for named in [true, false] {
        let (choice, _, warnings) = resolved(store, named, false);
        assert_eq!(choice, None);
        assert!(
            warnings.iter().any(|one| one.contains("store left aside")),
            "{warnings:?}"
        );
    }
}

#[test]
fn nobody_asks_but_through_a_question() {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
                continue;
            }
            let shown = path.display().to_string();
            if shown.contains("tests") || shown.ends_with("cli/questions.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let direct = ["confirm(", "text(", "text_with(", "secret(", "select("];
            let asks = |line: &&str| {
                let line = line.trim_start_matches(['.', ' ']);
                direct.iter().any(|call| {
                    line.contains(&format!("prompter.{call}"))
                        || line.contains(&format!("prompter\n.{call}"))
                })
            };
            found.extend(
                text.lines()
                    .filter(asks)
                    .map(|line| format!("{shown}: {line}")),
            );
            // However the prompter is got at, it is this field.
            let takes = text.contains("prompter.as_mut()") || text.contains("&mut io.prompter");
            if takes {
                found.push(shown);
            }
        }
    }
    let mut found = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli"),
        &mut found,
    );
    assert_eq!(found, Vec::<String>::new());
}
