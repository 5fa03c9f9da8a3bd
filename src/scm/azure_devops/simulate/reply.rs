//! The bodies and headers in which Azure DevOps answers.

use serde_json::{Value, json};

use crate::sandbox::face::Reply;

/// A JSON body.
pub(super) fn json(status: u16, body: &Value) -> Reply {
    Reply {
        status,
        headers: vec![header(
            "Content-Type",
            "application/json; charset=utf-8; api-version=7.1",
        )],
        body: body.to_string().into_bytes(),
    }
}

/// A list in the envelope of lists.
pub(super) fn list(values: Vec<Value>) -> Reply {
    json(200, &json!({ "count": values.len(), "value": values }))
}

/// A page.
pub(super) fn html(status: u16, title: &str, text: &str) -> Reply {
    let body = format!(
        "<!DOCTYPE html>\r\n<html><head><title>{title}</title></head><body>{text}</body></html>\r\n"
    );
    Reply {
        status,
        headers: vec![header("Content-Type", "text/html; charset=utf-8")],
        body: body.into_bytes(),
    }
}

/// A refusal by naming the exception behind it: its full name and the assembly it comes from.
pub(super) fn exception(status: u16, message: &str, (name, assembly): Exception) -> Reply {
    let key = name.rsplit('.').next().unwrap_or(name);
    json(
        status,
        &json!({
            "$id": "1",
            "innerException": null,
            "message": message,
            "typeName": format!("{name}, {assembly}"),
            "typeKey": key,
            "errorCode": 0,
            "eventId": 3000,
        }),
    )
}

/// The full name of an exception, and its assembly.
pub(super) type Exception = (&'static str, &'static str);

/// Refusals of Git.
macro_rules! git {
    ($name:literal) => {
        (
            concat!("Microsoft.TeamFoundation.Git.Server.", $name),
            "Microsoft.TeamFoundation.Git.Server",
        )
    };
}
/// Refusals of the framework of the service.
macro_rules! framework {
    ($name:literal) => {
        (
            concat!("Microsoft.TeamFoundation.Framework.Server.", $name),
            "Microsoft.TeamFoundation.Framework.Server",
        )
    };
}
/// Refusals of the REST layer.
macro_rules! web {
    ($name:literal) => {
        (
            concat!("Microsoft.VisualStudio.Services.WebApi.", $name),
            "Microsoft.VisualStudio.Services.WebApi",
        )
    };
}
/// Refusals that services share.
macro_rules! shared {
    ($name:literal) => {
        (
            concat!("Microsoft.VisualStudio.Services.", $name),
            "Microsoft.VisualStudio.Services.WebApi",
        )
    };
}
pub(super) use {framework, git, shared, web};

/// A refusal of what a parameter or body says.
pub(super) fn bad_argument(message: &str) -> Reply {
    exception(
        400,
        message,
        (
            "Microsoft.TeamFoundation.SourceControl.WebServer.InvalidArgumentValueException",
            "Microsoft.TeamFoundation.SourceControl.WebServer",
        ),
    )
}

/// The refusal for want of a scope, before anything of the request is looked at.
///
/// It names the realm and nothing else, not even who asked: azure-devops-cli-extension, recorded traffic.
pub(super) fn scope_missing() -> Reply {
    Reply {
        status: 401,
        headers: vec![header("WWW-Authenticate", BASIC)],
        body: Vec::new(),
    }
}

/// The challenge of personal access tokens.
pub(super) const BASIC: &str = r#"Basic realm="https://dev.azure.com/""#;

/// A header.
pub(super) fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
