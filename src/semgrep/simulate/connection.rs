//! One connection to a source code manager (Semgrep API description v2, `ScmConfig`).

use super::{scenario, wire};
use crate::sandbox::face::Neighbours;
use serde_json::{Value, json};

/// The time of everything that happens here: the sandbox has no clock, so that its answers repeat.
pub(super) const NOW: &str = "2026-09-01T08:00:00Z";

/// The known types, each with the address it has when none is given. Only hosted ones have.
const TYPES: [(&str, Option<&str>); 8] = [
    ("SCM_TYPE_GITHUB", Some("https://github.com")),
    ("SCM_TYPE_GITHUB_ENTERPRISE", None),
    ("SCM_TYPE_GITLAB", Some("https://gitlab.com")),
    ("SCM_TYPE_GITLAB_SELFMANAGED", None),
    ("SCM_TYPE_BITBUCKET", Some("https://bitbucket.org")),
    ("SCM_TYPE_BITBUCKET_DATACENTER", None),
    ("SCM_TYPE_AZURE_DEVOPS", Some("https://dev.azure.com")),
    ("SCM_TYPE_HARNESS", None),
];

/// A connection; the token is held and never shown.
pub(super) struct Connection {
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) namespace: String,
    pub(super) base_url: String,
    pub(super) token: Option<String>,
    pub(super) source_id: Option<String>,
    pub(super) auto_scan: bool,
    pub(super) diff_enabled: Option<bool>,
    pub(super) network_broker: bool,
    pub(super) subscribed: bool,
    pub(super) synced_at: Option<String>,
    pub(super) app: Option<scenario::App>,
    pub(super) installed: bool,
    pub(super) suspended: bool,
    pub(super) personal: bool,
    /// What the last check wrote; absent until there was one.
    pub(super) status: Option<Value>,
    pub(super) scopes: Option<Value>,
}

impl Connection {
    /// A new connection, or what is wrong with its type, namespace or address.
    pub(super) fn new(kind: &str, namespace: &str, base_url: Option<&str>) -> Result<Self, String> {
        let Some((kind, home)) = TYPES.into_iter().find(|(known, _)| *known == kind) else {
            return Err(format!("type {kind} is not supported"));
        };
        check_namespace(kind, namespace)?;
        let base_url = match (base_url, home) {
            (Some(given), _) => given,
            (None, Some(home)) => home,
            (None, None) => return Err(format!("baseUrl is required for {kind}")),
        };
        let parsed = url::Url::parse(base_url).map_err(|_| "baseUrl is not a url".to_owned())?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err("baseUrl must be http or https".to_owned());
        }
        Ok(Self {
            id: String::new(),
            kind,
            namespace: namespace.to_owned(),
            base_url: base_url.trim_end_matches('/').to_owned(),
            token: None,
            source_id: None,
            auto_scan: false,
            diff_enabled: None,
            network_broker: false,
            subscribed: false,
            synced_at: None,
            app: None,
            installed: false,
            suspended: false,
            personal: false,
            status: None,
            scopes: None,
        })
    }

    /// Whether both stand for the same namespace on the same host. Letter case does not make another one.
    pub(super) fn same_place(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.namespace.eq_ignore_ascii_case(&other.namespace)
            && self.base_url.eq_ignore_ascii_case(&other.base_url)
    }

    /// Whether this is GitHub, where no token is handed over but an app is installed.
    pub(super) fn by_app(&self) -> bool {
        self.kind.starts_with("SCM_TYPE_GITHUB") && self.token.is_none()
    }

    /// Asks the source code manager what the connection can do, and keeps that as the last status.
    pub(super) fn check(&mut self, neighbours: &dyn Neighbours) {
        let (ok, error, scopes) = match &self.token {
            // An app's permissions are no token's scopes: the object is absent, "not told".
            None if self.by_app() && self.installed && !self.suspended => (true, None, None),
            None if self.by_app() => (false, Some("the app is not active".to_owned()), None),
            None => (false, Some("no access token".to_owned()), None),
            Some(token) => match neighbours.powers(self.kind, token, &self.namespace) {
                Err(error) => (false, Some(error), None),
                Ok(powers) => (true, None, Some(scopes(&powers))),
            },
        };
        let status = json!({ "checked": NOW, "ok": ok, "error": error });
        self.status = Some(wire::sparse(status));
        self.scopes = scopes;
    }

    /// Subscribes to webhooks, where the source code manager lets this connection manage them.
    pub(super) fn subscribe(&mut self, neighbours: &dyn Neighbours) -> bool {
        self.subscribed = match &self.token {
            None => self.by_app() && self.installed,
            Some(token) => neighbours
                .powers(self.kind, token, &self.namespace)
                .is_ok_and(|powers| powers.manage_webhooks),
        };
        self.subscribed
    }

    /// The subscription as the service shows it, where there is one.
    pub(super) fn subscription(&self) -> Option<Value> {
        let url = format!("{}/{}", self.base_url, self.namespace);
        let events = ["pull_request", "push"];
        (self.subscribed).then(|| json!({ "scmUrl": url, "events": events }))
    }

    /// The private app, where there is one.
    pub(super) fn app_shown(&self) -> Option<Value> {
        self.app.as_ref().map(|app| {
            wire::sparse(json!({
                "id": format!("7{}", self.id),
                "slug": app.slug,
                "appId": format!("90{}", self.id),
                "scmType": self.kind,
                "baseUrl": self.base_url,
                "scmName": self.namespace,
                "codeAccess": app.code_access,
            }))
        })
    }

    /// The connection as the service shows it: what is false is left out, the token always is.
    pub(super) fn shown(&self) -> Value {
        let entity = self.by_app().then_some(if self.personal {
            "GITHUB_ENTITY_TYPE_USER"
        } else {
            "GITHUB_ENTITY_TYPE_ORG"
        });
        wire::sparse(json!({
            "id": self.id,
            "type": self.kind,
            "namespace": self.namespace,
            "sourceId": self.source_id,
            "baseUrl": self.base_url,
            "app": self.app_shown(),
            "status": self.status,
            "installed": self.installed,
            "suspended": self.suspended,
            "githubEntityType": entity,
            "autoScan": self.auto_scan,
            "useNetworkBroker": self.network_broker,
            "tokenScopes": self.scopes,
            "subscriptions": self.subscription().into_iter().collect::<Vec<_>>(),
            "lastSuccessfulSyncAt": self.synced_at,
            "autoScanSettings": self.diff_enabled.map(|on| json!({ "diffEnabled": on })),
            "hasAccessToken": self.token.is_some(),
            "scmId": format!("88{}", self.id),
        }))
    }
}

fn scopes(powers: &crate::sandbox::face::Powers) -> Value {
    wire::sparse(json!({
        "readMetadata": powers.read_metadata,
        "readPullRequest": powers.read_pull_request,
        "writePullRequestComment": powers.write_pull_request_comment,
        "readContents": powers.read_contents,
        "readMembers": powers.read_members,
        "manageWebhooks": powers.manage_webhooks,
        "writeContents": powers.write_contents,
        "writePullRequest": powers.write_pull_request,
    }))
}

/// GitLab is connected by top-level group, Azure DevOps by project, the others by one name.
pub(super) fn check_namespace(kind: &str, namespace: &str) -> Result<(), String> {
    if namespace.is_empty() {
        return Err("namespace is required".to_owned());
    }
    let parts: Vec<&str> = namespace.split('/').collect();
    match kind {
        "SCM_TYPE_GITLAB" | "SCM_TYPE_GITLAB_SELFMANAGED" if parts.len() > 1 => {
            Err("namespace must be a top-level group".to_owned())
        }
        "SCM_TYPE_AZURE_DEVOPS" if parts.len() != 2 || parts.iter().any(|p| p.is_empty()) => {
            Err("namespace must be organization/project".to_owned())
        }
        "SCM_TYPE_GITHUB" | "SCM_TYPE_GITHUB_ENTERPRISE" | "SCM_TYPE_BITBUCKET"
            if parts.len() > 1 =>
        {
            Err("namespace must be one name".to_owned())
        }
        _ => Ok(()),
    }
}
