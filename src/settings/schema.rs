//! JSON Schemas of the configuration files, for editors.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::Value;

use super::files::{Document, Pairs, Scalar, UserFile};
use super::fleet::Fleet;
use crate::ask::Probe;
use crate::scm;
use crate::semgrep::Platform;
use crate::semgrep::features;

/// The schema (2020-12) of `assistant.yaml`.
pub fn assistant() -> Value {
    titled::<Document>("assistant.yaml: one deployment")
}

/// The schema (2020-12) of one document of `fleet.yaml`.
pub fn fleet() -> Value {
    titled::<Fleet>("fleet.yaml: many deployments")
}

/// The schema (2020-12) of the user file.
pub fn profiles() -> Value {
    titled::<UserFile>("The user file of assistant: profiles")
}

fn titled<T: JsonSchema>(title: &str) -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert("title".to_owned(), Value::from(title));
    schema.to_value()
}

/// The ids and aliases of the source code managers.
pub(super) fn scms() -> Vec<&'static str> {
    let about = scm::ALL.map(|scm| scm.about());
    about
        .into_iter()
        .flat_map(|about| std::iter::once(about.id).chain(about.aliases.iter().copied()))
        .collect()
}

/// The rows that a person may vouch for or waive.
pub(super) fn pardonable() -> Vec<&'static str> {
    let platform = Platform::default();
    let of_scms = scm::ALL.into_iter().flat_map(|scm| scm.requirements());
    let rows = platform.requirements().iter().chain(of_scms);
    rows.filter(|row| row.pardonable)
        .map(|row| row.id)
        .collect()
}

/// Settings by key or alias.
pub(super) fn settings_by_key(generator: &mut SchemaGenerator) -> Schema {
    let keys = features::ALL.iter();
    let keys = keys.flat_map(|one| std::iter::once(&one.key).chain(one.aliases));
    json_schema!({
        "type": "object",
        "propertyNames": { "enum": keys.collect::<Vec<_>>() },
        "additionalProperties": generator.subschema_for::<Scalar>(),
    })
}

impl<T: JsonSchema> JsonSchema for Pairs<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("MapOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}
