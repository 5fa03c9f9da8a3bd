//! The only place that asks: rounds of concurrent calls, pages joined, within one deadline.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::Value;
use tokio::time::Instant;
use url::Url;
use zeroize::Zeroizing;

use super::{Answer, Answers, Ask, Call, Effect, Miss, Paging, Probe, Target, link};
use crate::audit::Cause;
use crate::http::{Http, Wire};

/// More rounds than any side needs: a room that keeps asking is wrong.
const MOST_ROUNDS: usize = 8;

/// More pages than any list of one organization should have.
const MOST_PAGES: usize = 1_000;

/// All pages of a list together; one page alone is bounded already.
const MOST_JOINED: usize = 64 * 1024 * 1024;

const A_YEAR: Duration = Duration::from_secs(365 * 86_400);

/// What a command may do to the services it asks.
#[derive(Clone, Copy, Debug)]
pub struct Permit {
    /// Requests shaped like writes that can't change anything.
    pub probes: bool,
    /// Requests that change something.
    pub writes: bool,
}

/// How long asking may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For all rounds of one side together.
    pub deadline: Duration,
}

/// Asks one or several sides over one way out.
pub struct Runner<'a> {
    http: &'a Http,
    permit: Permit,
    limits: Limits,
}

impl<'a> Runner<'a> {
    /// A runner that may do what `permit` says.
    pub fn new(http: &'a Http, permit: Permit, limits: Limits) -> Self {
        Runner {
            http,
            permit,
            limits,
        }
    }

    /// Asks round by round until the side has nothing more to ask, and keeps every answer. `heard` is told after each round.
    pub async fn gather(
        &self,
        probe: &dyn Probe,
        target: &Target,
        heard: &dyn Fn(&Answers),
    ) -> Answers {
        let until = after(self.limits.deadline);
        let mut answers = Answers::of(target.side);
        let mut asked = BTreeSet::new();
        for _ in 0..MOST_ROUNDS {
            let mut calls = probe.next(target, &answers);
            // A room may name a call again; it is sent once.
            calls.retain(|call| asked.insert((call.ask.key, call.bind.clone())));
            if calls.is_empty() {
                break;
            }
            let sent = calls.iter().map(|call| self.pages(target, call, until));
            for (call, answer) in calls.iter().zip(join_all(sent).await) {
                answers.keep(call, answer);
            }
            heard(&answers);
        }
        answers
    }

    /// Sends one call, such as a write, within a deadline of its own.
    pub async fn send(&self, target: &Target, call: &Call) -> Result<Answer, Miss> {
        self.pages(target, call, after(self.limits.deadline)).await
    }

    /// Sends a call and, where its answer is paged, all further pages that are wanted; the arrays are joined.
    async fn pages(&self, target: &Target, call: &Call, until: Instant) -> Result<Answer, Miss> {
        let (items, enough) = match call.ask.paging {
            Paging::Single => return self.once(target, call, until).await,
            Paging::Numbered { items, enough }
            | Paging::Cursor { items, enough }
            | Paging::Linked { items, enough }
            | Paging::Continued { items, enough, .. } => (items, enough),
        };
        let mut page = call.clone();
        if matches!(call.ask.paging, Paging::Numbered { .. }) {
            page = page.with("page", "0");
        }
        let mut first: Option<(Answer, Value)> = None;
        let mut asked = BTreeSet::new();
        let mut joined = 0;
        let mut before = String::new();
        for number in 1..=MOST_PAGES {
            let mut answer = self.once(target, &page, until).await?;
            let json = match answer.json() {
                Some(json) if (200..300).contains(&answer.status) => json,
                // A page that can't be read speaks for the whole list.
                _ => return Ok(answer),
            };
            joined += answer.body.len();
            if joined > MOST_JOINED {
                let most = MOST_JOINED >> 20;
                return Err(unreadable(format!("the list is larger than {most} MiB")));
            }
            let done = !target.full && enough(&json);
            let next = if done {
                None
            } else {
                let base = self.server(target, call.ask)?;
                following(call.ask, &answer, &json, number, base)?
            };
            // A service that does not know the page's number gives the first page for ever.
            if matches!(call.ask.paging, Paging::Numbered { .. }) {
                if next.is_some() && answer.body == before {
                    return Err(endless());
                }
                before = std::mem::take(&mut answer.body);
            }
            let (answer, all) = match first.take() {
                None => (answer, json),
                Some((answer, mut all)) => {
                    append(&mut all, json, items)?;
                    (answer, all)
                }
            };
            let Some(bind) = next else {
                return Ok(Answer {
                    body: all.to_string(),
                    ..answer
                });
            };
            if !asked.insert(bind.1.clone()) {
                return Err(endless());
            }
            first = Some((answer, all));
            page.bind = call.bind.clone();
            page.bind.push(bind);
        }
        Err(endless())
    }

    fn server<'t>(&self, target: &'t Target, ask: &Ask) -> Result<&'t Url, Miss> {
        let server = target.servers.get(ask.server);
        server.ok_or_else(|| not_asked(format!("no {} server is known", ask.server)))
    }

    async fn once(&self, target: &Target, call: &Call, until: Instant) -> Result<Answer, Miss> {
        let ask = call.ask;
        let refused = match ask.effect {
            Effect::Writes if !self.permit.writes => Some("this command does not write"),
            Effect::Probes if !self.permit.probes => Some("switched off by --no-write-probes"),
            _ => None,
        };
        if let Some(detail) = refused {
            return Err(not_asked(detail));
        }
        if !ask.is_filled(&call.bind) {
            return Err(not_asked("a part of the address is not known"));
        }
        let base = self.server(target, ask)?;
        let wire = Wire {
            method: ask.method,
            base,
            path: ask.path(&call.bind),
            headers: &target.headers,
            credentials: if ask.authenticated {
                &target.credentials
            } else {
                &[]
            },
            body: call.body.as_ref().map(serialised),
            label: ask.name(),
            until,
        };
        let reply = self.http.send(wire).await.map_err(|failure| Miss {
            cause: failure.cause,
            detail: failure.detail,
        })?;
        Ok(Answer {
            status: reply.status,
            headers: reply.headers,
            body: reply.body,
        })
    }
}

fn serialised(body: &super::Body) -> Zeroizing<Vec<u8>> {
    let mut json = body.json.clone();
    if let (Some((key, secret)), Some(map)) = (&body.secret, json.as_object_mut()) {
        map.insert((*key).to_owned(), Value::String(secret.expose().to_owned()));
    }
    let bytes = Zeroizing::new(json.to_string().into_bytes());
    wipe(&mut json, body.secret.as_ref().map(|(key, _)| *key));
    bytes
}

/// The copy of the secret inside the JSON is overwritten before it is freed.
fn wipe(json: &mut Value, key: Option<&str>) {
    if let Some(Value::String(text)) = key.and_then(|key| json.get_mut(key)) {
        zeroize::Zeroize::zeroize(text);
    }
}

type Bound = (&'static str, String);

/// The binding of the next page, if there is one. A next page that is named but can't be asked for is a miss: without
/// it the list would look whole.
fn following(
    ask: &Ask,
    answer: &Answer,
    json: &Value,
    number: usize,
    base: &Url,
) -> Result<Option<Bound>, Miss> {
    Ok(match ask.paging {
        Paging::Single => None,
        Paging::Numbered { items, .. } => {
            let empty = listed(json, items).is_none_or(Vec::is_empty);
            (!empty).then(|| ("page", number.to_string()))
        }
        Paging::Cursor { .. } => match json.get("cursor") {
            None | Some(Value::Null) => None,
            Some(Value::String(cursor)) if cursor.is_empty() => None,
            Some(Value::String(cursor)) => Some(("cursor", cursor.clone())),
            Some(_) => return Err(unreadable("the cursor is not text".to_owned())),
        },
        Paging::Linked { .. } => match answer.header("link").and_then(link::next) {
            Some(next) => Some(("page", link::page(next, base).map_err(unreadable)?)),
            None => None,
        },
        Paging::Continued { header, .. } => answer
            .header(header)
            .filter(|token| !token.is_empty())
            .map(|token| ("continuation", token.to_owned())),
    })
}

/// The array of a page: under its key, or the whole answer.
fn listed<'a>(json: &'a Value, items: &str) -> Option<&'a Vec<Value>> {
    json.as_array()
        .or_else(|| json.get(items).and_then(Value::as_array))
}

/// Adds a page's items to those before. A page may leave an empty array out; one of another shape would make the list
/// look whole when it is not.
fn append(all: &mut Value, page: Value, items: &str) -> Result<(), Miss> {
    let odd = || {
        Err(unreadable(
            "a further page is of another shape than the first".to_owned(),
        ))
    };
    match (all, page) {
        (Value::Array(all), Value::Array(more)) => all.extend(more),
        (Value::Object(all), Value::Object(mut page)) => {
            let more = page.remove(items);
            if more.is_none() && page.contains_key("error") {
                return odd();
            }
            match (all.get_mut(items), more) {
                (_, None | Some(Value::Null)) => {}
                (Some(Value::Array(all)), Some(Value::Array(more))) => all.extend(more),
                (None, Some(more @ Value::Array(_))) => {
                    all.insert(items.to_owned(), more);
                }
                _ => return odd(),
            }
        }
        _ => return odd(),
    }
    Ok(())
}

fn endless() -> Miss {
    unreadable("the list of pages does not end".to_owned())
}

fn unreadable(detail: String) -> Miss {
    Miss {
        cause: Cause::Unreadable,
        detail,
    }
}

fn not_asked(detail: impl Into<String>) -> Miss {
    Miss {
        cause: Cause::NotAsked,
        detail: detail.into(),
    }
}

/// The end of a time span that begins now; one that no clock can hold ends in a year.
fn after(span: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(span).unwrap_or(now + A_YEAR)
}
