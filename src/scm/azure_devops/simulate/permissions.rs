//! What the caller may do: the permission routes.
//!
//! Source: vsts-rest-api-specs, Security 7.1; azure-devops-docs, `organizations/security/namespace-reference.md`.

use serde_json::{Value, json};

use super::AzureDevOps;
use super::git::object;
use super::reply::{self, exception, json, list, shared};
use super::request::{self, query};
use super::section::Admin;
use super::world::is_guid;
use crate::sandbox::face::{Received, Reply};

/// The namespace of the organization as a whole, whose only token is `NAMESPACE:`.
const COLLECTION: &str = "3e65f728-f8bc-4ecd-8764-7e378b19bfa7";
const GIT: &str = "2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87";
const PROJECT: &str = "52d39943-cb85-4d7f-8fa8-c6baac873819";
const SERVICE_HOOKS: &str = "cb594ebe-87dd-4fc9-ac2c-6a10a4c92046";
const IDENTITY: &str = "5a27515b-ccd7-42c9-84f1-54c998f03866";
const SERVER: &str = "1f4179b3-6bac-4d01-b421-71ea09171400";

/// Each namespace with the beginning of its tokens.
const NAMESPACES: [(&str, &str); 6] = [
    (COLLECTION, "NAMESPACE:"),
    (GIT, "repoV2"),
    (PROJECT, "$PROJECT:"),
    (SERVICE_HOOKS, "PublisherSecurity"),
    (IDENTITY, ""),
    (SERVER, ""),
];

impl AzureDevOps {
    /// Whether the caller has all of some bits, for each of the tokens asked about.
    pub(super) fn permissions(
        &self,
        namespace: &str,
        bits: &str,
        request: &Received,
    ) -> Result<Reply, Reply> {
        let bits: i32 = bits.parse().map_err(|_| {
            reply::bad_argument(&format!("The value '{bits}' is not valid for permissions."))
        })?;
        let favoured = query(request, "alwaysAllowAdministrators")
            .is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let delimiter = query(request, "delimiter").filter(|text| !text.is_empty());
        let tokens: Vec<Option<&str>> =
            match query(request, "tokens").filter(|text| !text.is_empty()) {
                Some(text) => text.split(delimiter.unwrap_or(",")).map(Some).collect(),
                None => vec![None],
            };
        let values = tokens.into_iter().map(|token| {
            self.evaluate(namespace, token, bits, favoured)
                .map(Value::Bool)
        });
        values.collect::<Result<_, _>>().map(list)
    }

    /// The same for several namespaces at once.
    pub(super) fn permission_batch(&self, request: &Received) -> Result<Reply, Reply> {
        let mut body = object(request)?;
        let favoured = body["alwaysAllowAdministrators"] == true;
        let evaluations = body.get_mut("evaluations").and_then(Value::as_array_mut);
        let Some(evaluations) = evaluations else {
            return Err(reply::bad_argument(
                "Value cannot be null.\r\nParameter name: evaluations",
            ));
        };
        for evaluation in evaluations {
            let word = |key: &str| evaluation.get(key).and_then(Value::as_str);
            let bits = evaluation.get("permissions").and_then(Value::as_i64);
            let bits = bits.and_then(|bits| i32::try_from(bits).ok());
            let (Some(namespace), Some(bits)) = (word("securityNamespaceId"), bits) else {
                return Err(request::invalid_json());
            };
            let Some(token) = word("token") else {
                return Err(reply::bad_argument(
                    "Value cannot be null.\r\nParameter name: token",
                ));
            };
            let value = self.evaluate(namespace, Some(token), bits, favoured)?;
            evaluation["value"] = json!(value);
        }
        Ok(json(200, &body))
    }

    /// Whether the account has all of these bits on this token.
    fn evaluate(
        &self,
        namespace: &str,
        token: Option<&str>,
        bits: i32,
        favoured: bool,
    ) -> Result<bool, Reply> {
        let known = NAMESPACES
            .iter()
            .find(|(id, _)| id.eq_ignore_ascii_case(namespace));
        let Some((id, prefix)) = known else {
            if !is_guid(namespace) {
                return Err(reply::bad_argument(&format!(
                    "The value '{namespace}' is not valid for securityNamespaceId."
                )));
            }
            let text =
                format!("The security namespace with identifier {namespace} does not exist.");
            return Err(exception(
                404,
                &text,
                shared!("Security.InvalidSecurityNamespaceException"),
            ));
        };
        if favoured && self.administers() {
            return Ok(true);
        }
        let fits = token.is_none_or(|token| match *id {
            COLLECTION => token == *prefix,
            _ => token.starts_with(prefix),
        });
        Ok(fits && bits > 0 && bits & !self.allowed(id) == 0)
    }

    /// All bits of a namespace that the account has.
    fn allowed(&self, namespace: &str) -> i32 {
        if self.administers() {
            // Membership in the administrators does not bring the permissions on code that were denied.
            return if namespace == GIT {
                self.contributes() | 8193
            } else {
                i32::MAX
            };
        }
        match namespace {
            COLLECTION if self.section.admin == Admin::BitOnly => 1 | 2,
            GIT => self.contributes(),
            _ => 1,
        }
    }

    /// Read, and where permitted contribute, create branches and contribute to pull requests.
    fn contributes(&self) -> i32 {
        if self.section.repository_permission {
            2 | 4 | 16 | 16384
        } else {
            2
        }
    }

    /// Whether the account is, by whatever way, in the group of administrators.
    pub(super) fn administers(&self) -> bool {
        matches!(self.section.admin, Admin::Direct | Admin::Nested)
    }
}
