//! The JSON Schema of a scenario, for editors.

use schemars::json_schema;
use serde_json::{Map, Value, json};

use super::fleet::LARGEST;

/// The schema (2020-12) of a scenario file with sections for these services. What stands in a section is checked by
/// the service's own simulation.
pub fn schema(services: &[&str]) -> Value {
    let section = || json!({ "type": ["object", "null"] });
    let sections = services.iter().map(|one| (String::from(*one), section()));
    let mut properties = Map::from_iter([
        ("version".to_owned(), json!({ "const": 1 })),
        (
            "from".to_owned(),
            json!({ "type": "string", "description": "The scenario, or file, that this one differs from; `ready` if left out" }),
        ),
        (
            "about".to_owned(),
            json!({ "type": "string", "description": "One line of what it shows" }),
        ),
        (
            "clock-ahead-s".to_owned(),
            json!({ "type": "integer", "description": "How many seconds the services' clocks are ahead; negative for behind" }),
        ),
        (
            "latency-ms".to_owned(),
            json!({ "type": "integer", "minimum": 0, "description": "How long each answer takes" }),
        ),
        (
            "connections".to_owned(),
            json!({ "type": "integer", "minimum": 1, "maximum": LARGEST, "description": "So many generated namespaces, `fleet-00001` and so on, spread over the services and connected; each is the service's own place under another name" }),
        ),
        (
            "deployments".to_owned(),
            json!({ "type": "integer", "minimum": 1, "maximum": 9999, "description": "Over how many deployments they are spread; one for each hundred if left out" }),
        ),
        (
            "faults".to_owned(),
            json!({ "type": "array", "items": fault(services), "description": "What goes wrong: the first that matches and has times left" }),
        ),
    ]);
    properties.extend(sections);
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario for the sandbox of assistant: what differs from another one",
        "type": "object",
        "required": ["version"],
        "properties": properties,
        "additionalProperties": false,
    })
    .to_value()
}

fn fault(services: &[&str]) -> Value {
    json!({
        "type": "object",
        "required": ["match", "answer"],
        "properties": {
            "on": { "enum": services, "description": "The service it happens on; any, if left out" },
            "match": {
                "type": "string",
                "pattern": "^(\\*|[A-Z]+) [/*][^ ?]*$",
                "description": "A method (or `*`), a space and a path in which `*` stands for anything",
            },
            "answer": {
                "type": ["integer", "string"],
                "minimum": 200,
                "maximum": 599,
                "description": "A status, or a word such as `drop`, `hang`, `html` or `cut`",
            },
            "retry-after": { "type": "integer", "minimum": 0, "description": "Seconds" },
            "times": { "type": "integer", "minimum": 1, "description": "How often; for ever, if left out" },
            "body": { "type": "string" },
        },
    })
}
