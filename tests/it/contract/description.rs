//! The vendors' published descriptions: OpenAPI 3.0 and Swagger 2.0, read into one form.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::civil::Date;
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::sides;

const METHODS: [&str; 6] = ["get", "head", "post", "put", "patch", "delete"];

/// One file.
#[derive(Debug)]
pub struct Document {
    /// The file's name.
    pub name: String,
    /// The whole of it, its schemas turned into draft 4.
    pub root: Value,
    /// All named schemas, as `definitions`.
    pub definitions: Value,
    /// The public host.
    pub host: String,
    /// What was built to validate with, by schema.
    built: Mutex<BTreeMap<String, Arc<Validator>>>,
}

/// One operation of a file.
#[derive(Clone, Debug)]
pub struct Operation {
    pub document: Arc<Document>,
    pub method: String,
    /// The path with the document's base path before it.
    pub template: String,
    /// The path's own parameters and the operation's.
    pub parameters: Vec<Value>,
    pub told: Value,
}

/// The operations of a side, from all files whose names begin with its id.
pub fn operations(folder: &Path, side: &str) -> Vec<Operation> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let rest = name.strip_prefix(side);
            name.ends_with(".json") && rest.is_some_and(|rest| rest.starts_with(['.', '-']))
        })
        .collect();
    files.sort();
    files.iter().flat_map(|path| read(path)).collect()
}

fn read(path: &Path) -> Vec<Operation> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut root: Value = serde_json::from_str(&text).unwrap();
    translate(&mut root);
    let text = |pointer: &str| root.pointer(pointer).and_then(Value::as_str);
    let host = match text("/host") {
        Some(host) => host.to_owned(),
        None => server(&root),
    };
    let base = text("/basePath").unwrap_or_default().trim_end_matches('/');
    let base = base.to_owned();
    let named = root
        .get("definitions")
        .or(root.pointer("/components/schemas"));
    let document = Arc::new(Document {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        definitions: named.cloned().unwrap_or(json!({})),
        host,
        root,
        built: Mutex::default(),
    });
    let paths = document.root["paths"].as_object().unwrap();
    let mut all = Vec::new();
    for (template, item) in paths {
        for method in METHODS {
            let Some(told) = item.get(method) else {
                continue;
            };
            all.push(Operation {
                document: Arc::clone(&document),
                method: method.to_uppercase(),
                template: format!("{base}{template}"),
                parameters: parameters(&document, item, told),
                told: told.clone(),
            });
        }
    }
    all
}

/// The host of an OpenAPI document, its variables at their defaults.
fn server(root: &Value) -> String {
    let server = &root["servers"][0];
    let mut url = server["url"].as_str().unwrap().to_owned();
    for (name, told) in server["variables"].as_object().into_iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), told["default"].as_str().unwrap());
    }
    let url = url::Url::parse(&url).unwrap();
    url.host_str().unwrap().to_owned()
}

/// An operation's own parameters count more than its path's.
fn parameters(document: &Document, item: &Value, told: &Value) -> Vec<Value> {
    let mut all = BTreeMap::new();
    for list in [item, told] {
        for one in list["parameters"].as_array().into_iter().flatten() {
            let one = document.resolved(one);
            let key = (one["in"].to_string(), one["name"].to_string());
            all.insert(key, one.clone());
        }
    }
    all.into_values().collect()
}

impl Document {
    /// What a `$ref` leads to, or the value itself.
    pub fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let Some(to) = value.get("$ref").and_then(Value::as_str) else {
            return value;
        };
        let found = match to.strip_prefix("#/definitions/") {
            Some(name) => self.definitions.get(name),
            None => self.root.pointer(to.trim_start_matches('#')),
        };
        self.resolved(found.unwrap_or_else(|| panic!("{}: no {to}", self.name)))
    }

    /// Something to validate with, built once for each schema.
    pub fn validator(&self, schema: &Value) -> Arc<Validator> {
        let mut built = self.built.lock().unwrap();
        let found = built.entry(schema.to_string());
        Arc::clone(found.or_insert_with(|| Arc::new(self.build(schema))))
    }

    fn build(&self, schema: &Value) -> Validator {
        let root = json!({ "allOf": [schema], "definitions": self.definitions });
        jsonschema::options()
            .with_draft(Draft::Draft4)
            .should_validate_formats(true)
            .with_format("uuid", |text: &str| Uuid::parse_str(text).is_ok())
            .with_format("date", |text: &str| text.parse::<Date>().is_ok())
            .build(&root)
            .unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

impl Operation {
    /// The operation that a request belongs to: of those whose path fits, the one with the fewest placeholders.
    pub fn of<'a>(all: &'a [Operation], method: &str, path: &str) -> Option<&'a Operation> {
        all.iter()
            .filter(|one| one.method == method && sides::matches(&one.template, path).is_some())
            .min_by_key(|one| one.template.matches('{').count())
    }

    pub fn name(&self) -> String {
        format!("{} {} ({})", self.method, self.template, self.document.name)
    }

    /// The schema of a parameter: under `schema` or, in Swagger, the parameter itself.
    pub fn schema_of(parameter: &Value) -> Value {
        if let Some(schema) = parameter.get("schema") {
            return schema.clone();
        }
        let words = [
            "type", "enum", "format", "pattern", "items", "minimum", "maximum",
        ];
        let told = words.iter().filter_map(|word| {
            let value = parameter.get(*word)?;
            Some(((*word).to_owned(), value.clone()))
        });
        Value::Object(told.collect::<Map<_, _>>())
    }

    /// The schema of the request's body.
    pub fn takes(&self) -> Option<Value> {
        if let Some(body) = self.told.get("requestBody") {
            let body = self.document.resolved(body);
            return Some(body["content"]["application/json"]["schema"].clone());
        }
        let body = self.parameters.iter().find(|one| one["in"] == "body")?;
        Some(body["schema"].clone())
    }

    /// What is said of a status.
    pub fn answers(&self, status: u16) -> Option<Value> {
        let all = &self.told["responses"];
        let range = format!("{}XX", status / 100);
        let told = all
            .get(status.to_string())
            .or(all.get(&range))
            .or(all.get("default"))?;
        Some(self.document.resolved(told).clone())
    }

    /// The schema of an answer's body.
    pub fn gives(&self, answer: &Value) -> Option<Value> {
        let schema = answer.get("schema");
        schema
            .or(answer.pointer("/content/application~1json/schema"))
            .cloned()
    }

    /// The ways to log in: each needs a header, with a scheme where one is named. Nothing where none is described.
    pub fn logins(&self) -> Vec<(String, Option<&'static str>)> {
        let root = &self.document.root;
        let schemes = root.get("securityDefinitions");
        let schemes = schemes.or(root.pointer("/components/securitySchemes"));
        let wanted = self.told.get("security").or(root.get("security"));
        let names = wanted.and_then(Value::as_array).into_iter().flatten();
        let names = names.filter_map(Value::as_object).flat_map(Map::keys);
        let told = names.filter_map(|name| schemes?.get(name));
        told.map(|scheme| {
            let word = |key: &str| scheme[key].as_str().unwrap_or_default().to_lowercase();
            let authorization = "authorization".to_owned();
            match (word("type").as_str(), word("scheme").as_str()) {
                ("apikey", _) => (word("name"), None),
                ("basic", _) | ("http", "basic") => (authorization, Some("Basic ")),
                _ => (authorization, Some("Bearer ")),
            }
        })
        .collect()
    }
}

/// OpenAPI's own words into draft 4's: `nullable` into a type or an alternative, and where named schemas stand.
fn translate(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(translate),
        Value::Object(map) => {
            map.values_mut().for_each(translate);
            if let Some(Value::String(to)) = map.get_mut("$ref") {
                *to = to.replace("#/components/schemas/", "#/definitions/");
            }
            if map.get("nullable") == Some(&Value::Bool(true)) {
                map.remove("nullable");
                nullable(value);
            }
        }
        _ => {}
    }
}

fn nullable(value: &mut Value) {
    let Some(map) = value.as_object_mut() else {
        return;
    };
    if let Some(Value::Array(values)) = map.get_mut("enum") {
        values.push(Value::Null);
    }
    if let Some(Value::String(name)) = map.get("type") {
        let types = json!([name, "null"]);
        map.insert("type".to_owned(), types);
        return;
    }
    *value = json!({ "anyOf": [value.take(), { "type": "null" }] });
}
