//! The connections to source code managers (Semgrep API description v2, `ScmService`).

use super::connection::{Connection, NOW, check_namespace};
use super::paging::{self, Bounds};
use super::routes::Asked;
use super::{Platform, order, scenario, wire};
use crate::sandbox::face::Reply;
use serde_json::{Value, json};

/// No page size is documented: small by default, capped without a word.
const PAGES: Bounds = Bounds {
    default: 2,
    allowed: usize::MAX,
    given: 100,
    mark: "configs",
};

/// All connections of the deployment, in the order they were made.
pub(super) struct Connections {
    all: Vec<Connection>,
    /// Those that come into being later, with the reads of the list that are left until then.
    later: Vec<(u32, Connection)>,
    next_id: u64,
}

impl Connections {
    /// The scenario's connections. Duplicates are allowed here: the platform makes some itself.
    pub(super) fn new(wanted: Vec<scenario::Connection>) -> Result<Self, String> {
        let mut connections = Self {
            all: Vec::new(),
            later: Vec::new(),
            next_id: 2101,
        };
        for (at, wanted) in wanted.into_iter().enumerate() {
            let base_url = wanted.base_url.as_deref();
            let made = Connection::new(&wanted.kind, &wanted.namespace, base_url)
                .map_err(|error| format!("semgrep: connections[{at}]: {error}"))?;
            let appears_after = wanted.appears_after;
            let made = Connection {
                token: wanted.token.filter(|token| !token.is_empty()),
                subscribed: wanted.subscribed,
                auto_scan: wanted.auto_scan,
                app: wanted.app,
                installed: wanted.installed,
                suspended: wanted.suspended,
                personal: wanted.personal,
                ..made
            };
            if appears_after == 0 {
                connections.add(made);
            } else {
                connections.later.push((appears_after, made));
            }
        }
        Ok(connections)
    }

    /// The list is read from its beginning: what was to come moves nearer.
    pub(super) fn read_once(&mut self) {
        let mut come = Vec::new();
        for (left, connection) in std::mem::take(&mut self.later) {
            if left == 0 {
                come.push(connection);
            } else {
                self.later.push((left - 1, connection));
            }
        }
        for connection in come {
            self.add(connection);
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> std::slice::Iter<'_, Connection> {
        self.all.iter()
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The connection of this id.
    pub(super) fn find(&mut self, id: &str) -> Result<&mut Connection, Reply> {
        self.all
            .iter_mut()
            .find(|connection| connection.id == id)
            .ok_or_else(|| wire::error(404, "scm config not found"))
    }

    fn add(&mut self, mut connection: Connection) -> Value {
        connection.id = self.next_id.to_string();
        self.next_id += 1;
        let shown = connection.shown();
        self.all.push(connection);
        shown
    }
}

/// `ScmService_ListScmConfig`.
pub(super) fn list(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let query = |name| wire::query(asked.request, name);
    if query("cursor").is_none() {
        platform.connections.read_once();
    }
    let mut all: Vec<&Connection> = platform.connections.all.iter().collect();
    order::sort(&mut all, query("sortBy"), query("sortDirection"))?;
    listed(&all, query("limit"), query("cursor"))
}

/// `ScmService_SearchScmConfig`.
pub(super) fn search(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let mut body = wire::Fields::of(asked.request)?;
    body.echo("deploymentId", asked.at("deploymentId"))?;
    let (limit, cursor) = (body.text("limit")?, body.text("cursor")?);
    let (by, direction) = (body.text("sortBy")?, body.text("sortDirection")?);
    let (mut namespace, mut kind, mut ok) = (None, None, None);
    if let Some(mut filter) = body.part("filter")? {
        namespace = filter.text("namespace")?;
        kind = filter.text("type")?;
        ok = filter.flag("statusOk")?;
        filter.finish()?;
    }
    body.finish()?;
    let stated = |one: &Connection| {
        one.status
            .as_ref()
            .is_some_and(|status| status["ok"] == true)
    };
    let mut found: Vec<&Connection> = (platform.connections.all.iter())
        .filter(|one| namespace.as_ref().is_none_or(|name| one.namespace == *name))
        .filter(|one| kind.as_ref().is_none_or(|kind| one.kind == kind))
        .filter(|one| ok.is_none_or(|ok| stated(one) == ok))
        .collect();
    order::sort(&mut found, by.as_deref(), direction.as_deref())?;
    listed(&found, limit.as_deref(), cursor.as_deref())
}

fn listed(all: &[&Connection], limit: Option<&str>, cursor: Option<&str>) -> wire::Handled {
    let (page, next) = paging::page(all, limit, cursor, &PAGES)?;
    let configs: Vec<Value> = page.iter().map(|one| one.shown()).collect();
    let answer = json!({ "configs": configs, "cursor": next });
    Ok(wire::json(200, &wire::sparse(answer)))
}

/// `ScmService_CreateScmConfig`: 201, or 409 for a second one of the same place.
pub(super) fn create(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let connections = &mut platform.connections;
    let mut body = wire::Fields::of(asked.request)?;
    body.echo("deploymentId", asked.at("deploymentId"))?;
    let kind = body.text("type")?.unwrap_or_default();
    let namespace = body.text("namespace")?.unwrap_or_default();
    let base_url = body.text("baseUrl")?.filter(|url| !url.is_empty());
    let token = body.text("accessToken")?.filter(|token| !token.is_empty());
    let source_id = body.text("sourceId")?;
    let like = body.text("scmConfigId")?;
    let subscribe = body.flag("subscribe")?.unwrap_or(false);
    let auto_scan = body.flag("autoScan")?.unwrap_or(false);
    let diff_enabled = diff_enabled(&mut body)?;
    body.finish()?;
    if kind.is_empty() {
        return Err(wire::error(400, "type is required"));
    }
    if like.is_some_and(|id| connections.find(&id).is_err()) {
        return Err(wire::error(400, "scmConfigId names no scm config"));
    }
    let made = Connection::new(&kind, &namespace, base_url.as_deref())
        .map_err(|error| wire::error(400, &error))?;
    let mut made = Connection {
        token,
        source_id,
        auto_scan,
        diff_enabled,
        ..made
    };
    if connections.all.iter().any(|one| one.same_place(&made)) {
        return Err(wire::error(
            409,
            "an scm config for this namespace already exists",
        ));
    }
    if subscribe {
        made.subscribe(asked.neighbours);
    }
    Ok(wire::json(201, &json!({ "config": connections.add(made) })))
}

/// `ScmService_PatchScmConfig`: what is not sent stays. The body of a success is empty.
pub(super) fn patch(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let id = asked.at("configId");
    platform.connections.find(id)?;
    let mut body = wire::Fields::of(asked.request)?;
    body.echo("deploymentId", asked.at("deploymentId"))?;
    body.echo("configId", id)?;
    let token = body.text("accessToken")?.filter(|token| !token.is_empty());
    let namespace = body.text("namespace")?.filter(|name| !name.is_empty());
    let (auto_scan, broker) = (body.flag("autoScan")?, body.flag("useNetworkBroker")?);
    let subscribe = body.flag("subscribe")?;
    let diff_enabled = diff_enabled(&mut body)?;
    body.finish()?;
    if let Some(namespace) = namespace {
        rename(&mut platform.connections, id, namespace)?;
    }
    let one = platform.connections.find(id)?;
    // The status of the last check stays: it is as old as it says.
    one.token = token.or_else(|| one.token.take());
    one.auto_scan = auto_scan.unwrap_or(one.auto_scan);
    one.network_broker = broker.unwrap_or(one.network_broker);
    one.diff_enabled = diff_enabled.or(one.diff_enabled);
    match subscribe {
        Some(true) => {
            one.subscribe(asked.neighbours);
        }
        Some(false) => one.subscribed = false,
        None => {}
    }
    Ok(wire::empty(200))
}

fn rename(connections: &mut Connections, id: &str, namespace: String) -> Result<(), Reply> {
    let one = connections.find(id)?;
    let kind = one.kind;
    check_namespace(kind, &namespace).map_err(|error| wire::error(400, &error))?;
    let wanted = Connection::new(kind, &namespace, Some(&one.base_url))
        .map_err(|error| wire::error(400, &error))?;
    let taken = |other: &Connection| other.id != id && other.same_place(&wanted);
    if connections.all.iter().any(taken) {
        return Err(wire::error(
            409,
            "an scm config for this namespace already exists",
        ));
    }
    connections.find(id)?.namespace = namespace;
    Ok(())
}

/// `ScmService_DeleteScmConfig`: 204.
pub(super) fn delete(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    platform.connections.find(asked.at("configId"))?;
    let id = asked.at("configId");
    platform.connections.all.retain(|one| one.id != id);
    Ok(wire::empty(204))
}

/// `ScmService_CheckScmConfig`: the scopes are absent where nobody told them.
pub(super) fn check(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let one = platform.connections.find(asked.at("configId"))?;
    one.check(asked.neighbours);
    let answer = json!({ "status": one.status, "tokenScopes": one.scopes });
    Ok(wire::json(200, &wire::sparse(answer)))
}

/// `ScmService_SyncScmConfig`: begins a task; here it is done at once.
pub(super) fn sync(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let one = platform.connections.find(asked.at("configId"))?;
    let mut body = wire::Fields::of(asked.request)?;
    body.echo("deploymentId", asked.at("deploymentId"))?;
    body.echo("configId", asked.at("configId"))?;
    body.flag("debug")?;
    body.finish()?;
    one.check(asked.neighbours);
    if one
        .status
        .as_ref()
        .is_some_and(|status| status["ok"] == true)
    {
        one.synced_at = Some(NOW.to_owned());
    }
    Ok(wire::json(
        200,
        &json!({ "taskTokenJwt": "sandbox-task-token" }),
    ))
}

/// `autoScanSettings.diffEnabled`, where the object is sent.
fn diff_enabled(body: &mut wire::Fields) -> Result<Option<bool>, Reply> {
    let Some(mut settings) = body.part("autoScanSettings")? else {
        return Ok(None);
    };
    let on = settings.flag("diffEnabled")?.unwrap_or(false);
    settings.finish()?;
    Ok(Some(on))
}
