//! How requests are read and answers written: JSON that is protobuf JSON in large part.

use crate::sandbox::face::{Received, Reply};
use serde_json::{Map, Value, json};

/// An answer, or the refusal that ends the handling of a request.
pub(super) type Handled = Result<Reply, Reply>;

/// An answer with a JSON body.
pub(super) fn json(status: u16, body: &Value) -> Reply {
    Reply {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_string().into_bytes(),
    }
}

/// An answer without a body: some successful writes answer so.
pub(super) fn empty(status: u16) -> Reply {
    Reply {
        status,
        ..Reply::default()
    }
}

/// A refusal of the older services: `{"error": …}`.
pub(super) fn error(status: u16, text: &str) -> Reply {
    json(status, &json!({ "error": text }))
}

/// A refusal of the policies services, which document a code: `{"code": …, "message": …}`.
pub(super) fn coded(status: u16, code: &str, message: &str) -> Reply {
    json(status, &json!({ "code": code, "message": message }))
}

/// The one 404 of the service: unknown addresses and tokens without Web API scope look the same.
pub(super) fn not_found() -> Reply {
    error(
        404,
        "The requested URL was not found on the server. If you entered the URL manually please check your spelling and \
         try again.",
    )
}

/// Leaves out what protobuf JSON leaves out: false, zero, empty strings and lists, nulls. Objects stay, even empty.
pub(super) fn sparse(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .filter(|(_, v)| !is_default(v))
                .map(|(k, v)| (k, sparse(v)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(sparse).collect()),
        other => other,
    }
}

fn is_default(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The value of a query parameter.
pub(super) fn query<'a>(request: &'a Received, name: &str) -> Option<&'a str> {
    request
        .query
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

/// A body of which every field must be taken: what is left over is unknown to the service and refused.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// Reads the body, which must be declared as JSON and be one object.
    pub(super) fn of(request: &Received) -> Result<Self, Reply> {
        let declared = request
            .headers
            .get(http::header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"));
        if !declared {
            return Err(error(415, "the body must be application/json"));
        }
        match serde_json::from_slice(&request.body) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            Ok(_) => Err(error(400, "the body must be a json object")),
            Err(_) => Err(error(400, "the body is not valid json")),
        }
    }

    /// A string; null and an absent field are one.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Reply> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(error(400, &format!("{name} must be a string"))),
        }
    }

    /// A boolean; null and an absent field are one.
    pub(super) fn flag(&mut self, name: &str) -> Result<Option<bool>, Reply> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(error(400, &format!("{name} must be a boolean"))),
        }
    }

    /// A nested object; null and an absent field are one.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Self>, Reply> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Self(map))),
            Some(_) => Err(error(400, &format!("{name} must be an object"))),
        }
    }

    /// An id that repeats one of the path: a string (or, for int64, a number), and the same.
    pub(super) fn echo(&mut self, name: &str, expected: &str) -> Result<(), Reply> {
        match self.take(name) {
            None => Ok(()),
            Some(Value::String(text)) if text == expected => Ok(()),
            Some(Value::Number(number)) if number.to_string() == expected => Ok(()),
            Some(_) => Err(error(
                400,
                &format!("{name} differs from the one in the path"),
            )),
        }
    }

    /// Ends the reading: no field may be left.
    pub(super) fn finish(self) -> Result<(), Reply> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(error(400, &format!("unknown field: {name}"))),
        }
    }

    /// What is left, as it came.
    pub(super) fn rest(self) -> Map<String, Value> {
        self.0
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }
}
