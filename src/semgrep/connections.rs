//! Connections to source code managers: finding, reading, creating, changing and removing them.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use url::Url;

use super::app::App;
use super::asks::{CHECK, CONFIGS, CREATE, DELETE, ROTATE};
use super::read::{refused, unreadable};
use crate::ask::json::{flag, id, list, plain_id, plain_name, text};
use crate::ask::{Answers, Ask, Call, Heard, PlatformKey};
use crate::audit::{
    Cause, Deployment, Evidence, Fact, Gap, Known, Seen, Trace, Value, counted, fact,
};
use crate::secret::Secret;

/// A connection as the platform lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its type, such as `SCM_TYPE_GITLAB`; unknown ones are kept.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its base URL, where one is kept.
    pub base_url: Option<String>,
}

/// Connections that are tested at most.
pub(super) const MOST_CHECKED: usize = 2_000;

/// What the platform says about all connections, looked through once.
#[derive(Clone, Debug)]
pub struct Connections {
    list: Result<List, Gap>,
    checks: BTreeMap<String, Result<Heard, Gap>>,
}

/// The readable list: the same connections twice, in the same order.
#[derive(Clone, Debug)]
struct List {
    trace: Trace,
    listed: Vec<Listed>,
    configs: Vec<Json>,
    by_id: BTreeMap<String, usize>,
}

impl List {
    /// A single connection that can't be read leaves open which one it is, so it speaks for the whole list.
    fn of(answers: &Answers) -> Result<List, Gap> {
        let heard = answers.hear(&CONFIGS)?;
        if !heard.ok() {
            return Err(refused(&heard));
        }
        let Some(configs) = list(&heard.json, "configs") else {
            return Err(unreadable(&heard, "not a list of connections"));
        };
        let listed: Option<Vec<Listed>> = configs.iter().map(|one| listed_one(one)).collect();
        let Some(listed) = listed else {
            let told = "a connection in the list is not as documented";
            return Err(unreadable(&heard, told));
        };
        let mut by_id = BTreeMap::new();
        for (at, one) in listed.iter().enumerate() {
            by_id.entry(one.id.clone()).or_insert(at);
        }
        Ok(List {
            trace: heard.trace.clone(),
            configs: configs.into_iter().cloned().collect(),
            listed,
            by_id,
        })
    }

    /// Where the connections stand that a key names.
    fn named(&self, key: &PlatformKey) -> Vec<usize> {
        let all = self.listed.iter().enumerate();
        all.filter(|(_, one)| is(key, one))
            .map(|(at, _)| at)
            .collect()
    }
}

fn listed_one(config: &Json) -> Option<Listed> {
    let word = |key| match config.get(key) {
        None | Some(Json::Null) => Some(String::new()),
        Some(value) => value.as_str().map(str::to_owned),
    };
    let base_url = Some(word("baseUrl")?).filter(|url| !url.is_empty());
    if let Some(base) = &base_url {
        host(base)?;
    }
    Some(Listed {
        id: plain_id(config, "id")?,
        kind: word("type")?,
        namespace: word("namespace")?,
        base_url,
    })
}

/// Host and port of a base URL, which may lack its scheme.
fn host(url: &str) -> Option<(String, Option<u16>)> {
    let of = |url: &str| {
        let url = Url::parse(url).ok()?;
        let host = url.host_str().filter(|host| !host.is_empty())?;
        Some((host.to_lowercase(), url.port_or_known_default()))
    };
    match url.contains("://") {
        true => of(url),
        false => of(&format!("https://{url}")),
    }
}

/// Whether a listed connection is the one that a key names. One without a base URL belongs to the public service.
pub fn is(key: &PlatformKey, listed: &Listed) -> bool {
    let same_host = || match &listed.base_url {
        Some(base) => host(base).is_some_and(|base| Some(base) == host(&key.base_url)),
        None => key.public,
    };
    key.types.contains(&listed.kind.as_str())
        && listed.namespace.eq_ignore_ascii_case(&key.namespace)
        && same_host()
}

impl Connections {
    /// Looks through all answers about connections.
    pub fn of(answers: &Answers) -> Self {
        Connections {
            list: List::of(answers),
            checks: answers.hear_each(&CHECK, "config").into_iter().collect(),
        }
    }

    /// All connections that the platform lists; a gap where it does not.
    pub fn listed(&self) -> Result<&[Listed], Gap> {
        match &self.list {
            Ok(list) => Ok(&list.listed),
            Err(gap) => Err(gap.clone()),
        }
    }

    /// The id of the connection that a key names; `None` where the platform lists no such one, a gap where that can't
    /// be told.
    pub fn config_id(&self, key: &PlatformKey) -> Result<Option<String>, Gap> {
        let found = self.listed()?.iter().find(|one| is(key, one));
        Ok(found.map(|one| one.id.clone()))
    }

    /// How many connections lead to the same place; 0 also where the list can't be read.
    pub fn count(&self, key: &PlatformKey) -> usize {
        let listed = self.listed().unwrap_or_default();
        listed.iter().filter(|one| is(key, one)).count()
    }

    /// The slug of the app through which the platform works on this connection, where it names one.
    pub fn app_slug(&self, key: &PlatformKey) -> Option<String> {
        let list = self.list.as_ref().ok()?;
        let mut found = list.named(key).into_iter();
        found.find_map(|at| plain_name(list.configs[at].get("app")?, "slug"))
    }

    /// What the platform says about the connection that a key names.
    pub fn read(&self, key: &PlatformKey) -> Evidence {
        self.read_those(&key.namespace, |list| list.named(key))
    }

    /// What the platform says about a connection that it lists.
    pub fn read_listed(&self, one: &Listed) -> Evidence {
        self.read_those(&one.namespace, |list| {
            list.by_id.get(&one.id).copied().into_iter().collect()
        })
    }

    fn read_those(&self, name: &str, found: impl Fn(&List) -> Vec<usize>) -> Evidence {
        let mut evidence = Evidence::default();
        let list = match &self.list {
            Ok(list) => list,
            Err(gap) => {
                evidence.put(fact::CONNECTED, Err(gap.clone()));
                for name in BEHIND_CONNECTED {
                    evidence.put(name, Err(gap.clone()));
                }
                return evidence;
            }
        };
        let found: Vec<&Json> = found(list).iter().map(|at| &list.configs[*at]).collect();
        evidence.put(fact::CONNECTED, connected(&list.trace, &found, name));
        let Some(config) = found.first().copied() else {
            for name in BEHIND_CONNECTED {
                let gap = Gap::of(Cause::BlockedBy("semgrep/scm-connected"));
                evidence.put(name, Err(gap));
            }
            return evidence;
        };
        let check = &self.check(config);
        evidence.put(fact::HEALTHY, healthy(check));
        let app = App::of(&list.trace, config);
        evidence.put(fact::PLATFORM_READS_CODE, reads_code(check, &app));
        evidence.put(
            fact::PLATFORM_COMMENTS,
            scope(check, "writePullRequestComment"),
        );
        evidence.put(fact::WEBHOOKS, webhooks(&list.trace, config));
        evidence.put(fact::THROUGH_APP, through_app(check, &app));
        evidence.put(fact::APP_INSTALLED, app.installed());
        evidence.put(fact::APP_ACTIVE, app.active());
        evidence
    }

    fn check(&self, config: &Json) -> Result<Heard, Gap> {
        let heard = plain_id(config, "id").and_then(|id| self.checks.get(&id));
        match heard {
            Some(heard) => heard.clone(),
            None if self.checks.len() >= MOST_CHECKED => {
                let told = format!("{MOST_CHECKED} other connections were tested");
                Err(Gap::by(Cause::Budget, Trace::local(told)))
            }
            None => Err(Gap::of(Cause::NotAsked)),
        }
    }
}

/// What can't be told of a connection that is not there.
const BEHIND_CONNECTED: [Fact; 7] = [
    fact::HEALTHY,
    fact::PLATFORM_READS_CODE,
    fact::PLATFORM_COMMENTS,
    fact::WEBHOOKS,
    fact::THROUGH_APP,
    fact::APP_INSTALLED,
    fact::APP_ACTIVE,
];

fn connected(list: &Trace, found: &[&Json], name: &str) -> Known {
    let told = match found {
        [] => format!("no connection for {name}"),
        [one] => format!(
            "connection {}{}",
            id(one, "id").unwrap_or_default(),
            origin(one)
        ),
        many => {
            let ids: Vec<String> = many.iter().filter_map(|one| id(one, "id")).collect();
            format!(
                "{} connections for the same namespace: {}",
                many.len(),
                ids.join(", ")
            )
        }
    };
    Ok(Seen::observed(
        Value::Flag(!found.is_empty()),
        list.clone().saying(told),
    ))
}

/// The platform makes connections of its own from CI; those hold no token.
fn origin(config: &Json) -> &'static str {
    match config.get("hasAccessToken") {
        Some(Json::Bool(true)) => "",
        _ if config.get("app").is_some_and(Json::is_object) => "",
        _ => ", which holds no token: the platform made it itself, from CI",
    }
}

fn healthy(check: &Result<Heard, Gap>) -> Known {
    let heard = succeeded(check)?;
    let Some(status) = heard.json.get("status").filter(|one| one.is_object()) else {
        return Err(heard.gap(Cause::Unreadable));
    };
    let Some(ok) = flag(status, "ok") else {
        return Err(heard.gap(Cause::Unreadable));
    };
    let told = match text(status, "error").filter(|error| !error.is_empty()) {
        Some(error) => format!("ok: {ok}, error: {error}"),
        None => format!("ok: {ok}"),
    };
    Ok(Seen::observed(Value::Flag(ok), heard.saying(told)))
}

/// Through a token or through an app, whichever is told to do.
fn reads_code(check: &Result<Heard, Gap>, app: &App) -> Known {
    match scope(check, "readContents") {
        Ok(seen) if seen.value == Value::Flag(true) => Ok(seen),
        _ if app.is_there() => app.reads_code(),
        other => other,
    }
}

fn through_app(check: &Result<Heard, Gap>, app: &App) -> Known {
    let by_app = app.is_there() && scope(check, "writePullRequestComment").is_err();
    app.flag(Some(by_app), "")
}

/// An absent `tokenScopes` means *not told*; a field missing inside a present one means false.
fn scope(check: &Result<Heard, Gap>, name: &'static str) -> Known {
    let heard = succeeded(check)?;
    match heard.json.get("tokenScopes") {
        Some(scopes) if scopes.is_object() => match flag(scopes, name) {
            Some(has) => {
                let trace = heard.saying(format!("{name}: {has}"));
                Ok(Seen::observed(Value::Flag(has), trace))
            }
            None => Err(heard.gap(Cause::Unreadable)),
        },
        None | Some(Json::Null) => Err(Gap::by(Cause::NotVisible, heard.saying("no tokenScopes"))),
        Some(_) => Err(unreadable(heard, "tokenScopes is not an object")),
    }
}

fn succeeded(check: &Result<Heard, Gap>) -> Result<&Heard, Gap> {
    let heard = check.as_ref().map_err(Clone::clone)?;
    match heard.ok() {
        true if heard.json.is_object() => Ok(heard),
        true => Err(unreadable(heard, "not the result of a check")),
        false => Err(refused(heard)),
    }
}

fn webhooks(trace: &Trace, config: &Json) -> Known {
    let Some(subscriptions) = list(config, "subscriptions") else {
        let trace = trace.clone().saying("subscriptions is not a list");
        return Err(Gap::by(Cause::Unreadable, trace));
    };
    let count = subscriptions.len();
    let trace = trace.clone().saying(counted(count, "subscription"));
    Ok(Seen::observed(Value::Flag(count > 0), trace))
}

/// Hands a token to the platform as a new connection: webhooks on, automatic scans left off.
pub fn create(deployment: &Deployment, key: &PlatformKey, token: &Secret) -> Call {
    CREATE
        .call()
        .with("deployment", &deployment.id)
        .sending(json!({
            "type": key.types.first(),
            "namespace": key.namespace,
            "baseUrl": key.base_url,
            "subscribe": true,
            "autoScan": false,
        }))
        .with_secret("accessToken", token.clone())
}

/// Replaces the token of a connection.
pub fn rotate(deployment: &Deployment, config: &str, token: &Secret) -> Call {
    ROTATE
        .call()
        .with("deployment", &deployment.id)
        .with("config", config)
        .sending(json!({}))
        .with_secret("accessToken", token.clone())
}

/// Whether a request is the one that makes a connection.
pub fn creates(ask: &Ask) -> bool {
    ask.key == CREATE.key
}

/// Whether a request is the one that removes a connection.
pub fn removes(ask: &Ask) -> bool {
    ask.key == DELETE.key
}

/// Whether a request is the one by which a connection gets another token.
pub fn hands_over(ask: &Ask) -> bool {
    ask.key == ROTATE.key
}

/// Removes a connection.
pub fn delete(deployment: &Deployment, config: &str) -> Call {
    DELETE
        .call()
        .with("deployment", &deployment.id)
        .with("config", config)
}

#[cfg(test)]
mod tests;
