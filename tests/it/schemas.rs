//! What the program prints is what its schemas say, closed: a key that no schema knows is a mistake.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::program::{line, run};

/// Checks a document against the schema of the output.
pub fn check_output(document: &Value) {
    static OUTPUT: OnceLock<Validator> = OnceLock::new();
    check(OUTPUT.get_or_init(|| closed("output")), document);
}

/// Checks a document of an audit.
pub fn check_audit(document: &Value) {
    static AUDIT: OnceLock<Validator> = OnceLock::new();
    check(AUDIT.get_or_init(|| closed("audit")), document);
}

/// Checks one line of ndjson.
pub fn check_record(record: &Value) {
    static RECORD: OnceLock<Validator> = OnceLock::new();
    check(RECORD.get_or_init(|| closed("ndjson")), record);
}

pub fn check(validator: &Validator, document: &Value) {
    let problems: Vec<String> = validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

/// A schema as the program prints it.
fn printed(of: &str) -> Value {
    let run = line(&format!("schema {of}"));
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

/// The same, with keys refused that it does not name.
fn closed(of: &str) -> Validator {
    let mut schema = printed(of);
    close(&mut schema);
    // What a choice refers to is closed where the choice is made, which adds a key of its own.
    for choice in schema["oneOf"].as_array().cloned().unwrap_or_default() {
        let part = choice["$ref"]
            .as_str()
            .unwrap()
            .trim_start_matches('#')
            .to_owned();
        let part = schema.pointer_mut(&part).unwrap().as_object_mut().unwrap();
        part.shift_remove("unevaluatedProperties");
    }
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.values_mut().for_each(close);
            let open = map.get("additionalProperties").is_none_or(|it| *it == true);
            if map.contains_key("properties") && open {
                map.shift_remove("additionalProperties");
                map.insert("unevaluatedProperties".to_owned(), json!(false));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}

fn open(of: &str) -> Validator {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&printed(of))
        .unwrap()
}

/// A YAML text as JSON.
fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

#[test]
fn every_schema_is_a_schema_of_2020_12() {
    for of in ["output", "ndjson", "assistant", "profiles", "scenario"] {
        let schema = printed(of);
        let draft = "https://json-schema.org/draft/2020-12/schema";
        assert_eq!(schema["$schema"], draft, "{of}");
        assert!(schema["title"].is_string(), "{of}");
        jsonschema::draft202012::meta::validate(&schema)
            .unwrap_or_else(|error| panic!("{of}: {error}"));
    }
}

#[test]
fn without_a_name_the_schema_of_the_output_is_printed() {
    assert_eq!(line("schema").out, line("schema output").out);
}

#[test]
fn a_schema_that_is_not_there_is_a_usage_error() {
    assert_eq!(run(&["schema", "fleets"]).code, 2);
}

#[test]
fn the_output_must_have_every_key_and_no_other() {
    let validator = closed("output");
    let good = line("--sandbox=ready check-scopes --scm gitlab --format json").json();
    assert!(validator.is_valid(&good));
    for key in good.as_object().unwrap().keys() {
        let mut less = good.clone();
        less.as_object_mut().unwrap().shift_remove(key);
        assert!(!validator.is_valid(&less), "{key} may be left out");
    }
    let mut more = good.clone();
    more["connections"][0]["findings"][0]["surprise"] = json!(1);
    assert!(!validator.is_valid(&more));
    let mut other = good;
    other["outcome"] = json!("fine");
    assert!(!validator.is_valid(&other));
}

#[test]
fn the_examples_are_what_their_schemas_say() {
    let example = |name: &str| {
        let path = format!("{}/examples/{name}", env!("CARGO_MANIFEST_DIR"));
        yaml(&std::fs::read_to_string(path).unwrap())
    };
    check(&open("assistant"), &example("assistant.yaml"));
    check(&open("profiles"), &example("profiles.yaml"));
    check(&open("scenario"), &example("scenario.yaml"));
}

#[test]
fn the_schema_of_assistant_yaml_refuses_what_the_program_refuses() {
    let validator = open("assistant");
    for text in [
        "{ version: 2 }",
        "{ feature: {} }",
        "{ features: { typo: on } }",
        "{ connections: [ { namespace: acme } ] }",
        "{ connections: [ { scm: svn, namespace: acme } ] }",
        "{ connections: [ { scm: gitlab, namespace: acme, phase: later } ] }",
        "{ policy: { fail-on: never } }",
        "{ waivers: [ { id: gitlab/token, reason: r, owner: o, until: 2027-03-01 } ] }",
        "{ waivers: [ { id: gitlab/role, reason: r, owner: o, until: tomorrow } ] }",
        "{ waivers: [ { id: gitlab/role, owner: o, until: 2027-03-01 } ] }",
    ] {
        assert!(!validator.is_valid(&yaml(text)), "{text}");
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("own.yaml"), text).unwrap();
        let output = crate::program::program(home.path())
            .args(["check-scopes", "--config", "own.yaml"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}");
    }
}

#[test]
fn every_built_in_scenario_is_what_its_schema_says() {
    let validator = open("scenario");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sandbox/scenarios");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        check(&validator, &yaml(&std::fs::read_to_string(&path).unwrap()));
        seen += 1;
    }
    assert!(seen > 50, "{seen}");
    assert!(!validator.is_valid(&yaml("{ about: no version }")));
    assert!(!validator.is_valid(&yaml("{ version: 1, sourceforge: {} }")));
}
