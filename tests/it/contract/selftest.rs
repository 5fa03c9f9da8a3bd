//! The measure is measured: descriptions written here, and messages that leave them in one way each.

use serde_json::json;

use super::description::{Operation, operations};
use super::relay::Message;
use super::sides::Target;
use super::verify::{self, Deviation};
use assistant::ask::Ask;

static ASK: Ask = Ask {
    key: "things",
    template: "/v1/things/{thing}",
    ..Ask::GET
};

/// The same small API twice: as OpenAPI 3.0 and as Swagger 2.0.
fn described() -> Vec<Operation> {
    let thing = json!({
        "type": "object",
        "required": ["id"],
        "properties": { "id": { "type": "integer" }, "born": { "type": "string", "format": "date-time" } },
    });
    let parameters = |schema: serde_json::Value| {
        let mut page = json!({ "name": "page", "in": "query", "required": true });
        page.as_object_mut()
            .unwrap()
            .extend(schema.as_object().unwrap().clone());
        json!([{ "name": "thing", "in": "path", "required": true, "type": "string", "schema": { "type": "string" } }, page])
    };
    let mut nullable = thing.clone();
    nullable["properties"]["born"]["nullable"] = json!(true);
    let open = json!({
        "openapi": "3.0.3",
        "servers": [{ "url": "https://open.example.com" }],
        "components": {
            "schemas": { "Thing": nullable },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
        "security": [{ "token": [] }],
        "paths": { "/v1/things/{thing}": { "get": {
            "parameters": parameters(json!({ "schema": { "type": "integer" } })),
            "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } },
        } } },
    });
    let swagger = json!({
        "swagger": "2.0",
        "host": "swagger.example.com",
        "basePath": "/v1",
        "definitions": { "Thing": thing },
        "securityDefinitions": { "token": { "type": "oauth2" } },
        "security": [{ "token": [] }],
        "paths": { "/things/{thing}": { "get": {
            "parameters": parameters(json!({ "type": "integer" })),
            "responses": { "200": { "schema": { "$ref": "#/definitions/Thing" } } },
        } } },
    });
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("invented-a.json", open), ("invented-b.json", swagger)] {
        std::fs::write(folder.path().join(name), text.to_string()).unwrap();
    }
    operations(folder.path(), "invented")
}

fn lines(found: Vec<Deviation>) -> Vec<String> {
    found.into_iter().map(|one| one.line).collect()
}

fn asked(operation: &Operation, path: &str, headers: &[Header], body: &str) -> Vec<String> {
    let message = Message {
        line: String::new(),
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.into(),
    };
    let target = Target::of(&format!("/invented{path}"));
    lines(verify::request(operation, &ASK, &target, &message))
}

fn answered(operation: &Operation, status: u16, body: &str) -> Vec<String> {
    let message = Message {
        line: format!("HTTP/1.1 {status} Reason"),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.into(),
    };
    lines(verify::answer(operation, &message, None))
}

type Header = (&'static str, &'static str);

const BEARER: [Header; 1] = [("authorization", "Bearer x")];

#[test]
fn both_forms_of_description_are_read() {
    let all = described();
    let hosts: Vec<&str> = all.iter().map(|one| one.document.host.as_str()).collect();
    assert_eq!(hosts, ["open.example.com", "swagger.example.com"]);
    assert!(all.iter().all(|one| one.template == "/v1/things/{thing}"));
}

#[test]
fn a_request_that_leaves_its_description_is_seen() {
    for operation in &described() {
        let ask = |path, headers: &[Header], body| asked(operation, path, headers, body);
        assert_eq!(ask("/v1/things/a?page=2", &BEARER, ""), [""; 0]);
        let cases: [(&str, &[Header], &str, &str); 6] = [
            ("/v1/things/a", &BEARER, "", "request query page: missing"),
            (
                "/v1/things/a?page=x",
                &BEARER,
                "",
                "request query page: value",
            ),
            (
                "/v1/things/a?page=1&more=1",
                &BEARER,
                "",
                "request query more: not described",
            ),
            (
                "/v1/things/a?page=1",
                &[],
                "",
                "request credential: another",
            ),
            (
                "/v1/things/a?page=1",
                &BEARER,
                "{}",
                "request body: not described",
            ),
            (
                "/v1/things/a?page=1",
                &[BEARER[0], ("x-more", "1")],
                "",
                "request header x-more: not described",
            ),
        ];
        for (path, headers, body, line) in cases {
            assert_eq!(ask(path, headers, body), [line], "{}", operation.name());
        }
    }
}

#[test]
fn an_answer_that_leaves_its_description_is_seen() {
    for operation in &described() {
        let full = r#"{"id": 1, "born": "2026-01-02T03:04:05Z"}"#;
        assert_eq!(answered(operation, 200, full), [""; 0]);
        for (status, body, line) in [
            (404, "{}", "answer 404: not described"),
            (200, "<html>", "answer 200: not JSON"),
            (200, "[]", "answer 200 /: type"),
            (200, "{}", "answer 200 /: required \"id\""),
            (200, r#"{"id": "1"}"#, "answer 200 /id: type"),
            (
                200,
                r#"{"id": 1, "born": "today"}"#,
                "answer 200 /born: format",
            ),
            (
                200,
                r#"{"id": 1, "more": 1}"#,
                "answer 200 /more: not described",
            ),
        ] {
            assert_eq!(
                answered(operation, status, body),
                [line],
                "{}",
                operation.name()
            );
        }
    }
}

#[test]
fn null_is_allowed_only_where_it_is_described() {
    let all = described();
    let found = all
        .iter()
        .map(|one| answered(one, 200, r#"{"id": 1, "born": null}"#));
    let expected: [Vec<String>; 2] = [vec![], vec!["answer 200 /born: type null".to_owned()]];
    assert_eq!(found.collect::<Vec<_>>(), expected);
}
