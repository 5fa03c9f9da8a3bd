//! The services under one roof: a request finds its service, meets its fault and is written down.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{Method, Request, Response};
use hyper::body::Incoming;

use super::body::Body;
use super::face::{Neighbours, Powers, Received, Reply, Simulate};
use super::fault::{self, Answer, Fault};
use super::fleet::Fleet;
use super::log::Log;
use super::{spoil, wire};

/// One request as it arrived; header values are never kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The service by whose prefix it came; the first segment of the path if there is no such service.
    pub service: String,
    /// The method.
    pub method: Method,
    /// The path within the service and the query, credentials in it blotted out.
    pub path_and_query: String,
    /// The status answered; `None` if the connection was closed or left hanging.
    pub status: Option<u16>,
    /// The length of the body answered, in bytes.
    pub length: usize,
}

/// A connection that is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("dropped on purpose")]
pub(super) struct Dropped;

pub(super) struct Room {
    pub(super) name: &'static str,
    pub(super) service: Box<dyn Simulate>,
}

pub(super) struct House {
    pub(super) address: SocketAddr,
    pub(super) latency: Duration,
    /// Seconds by which its clocks are ahead.
    pub(super) clock_ahead: i64,
    /// Each fault with how often it has happened.
    pub(super) faults: Mutex<Vec<(Fault, u32)>>,
    /// One lock for all services, so that one may ask another; never held across an await.
    pub(super) rooms: Mutex<Vec<Room>>,
    /// The generated namespaces, if there are any.
    pub(super) fleet: Option<Fleet>,
    pub(super) seen: Mutex<Log>,
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("House")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// A panic in one request must not take the others with it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The base URL of a service.
pub(super) fn base(address: SocketAddr, service: &str) -> String {
    format!("http://{address}/{service}")
}

impl House {
    pub(super) fn base(&self, service: &str) -> String {
        base(self.address, service)
    }

    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Dropped> {
        let whole = request.uri().path().to_owned();
        let (service, path) = wire::split(&whole);
        let ticket = self.note(
            service,
            request.method(),
            wire::loggable(path, request.uri().query()),
        );
        let fault = self.fault(service, request.method(), path);
        let received = wire::receive(request, path).await;
        // A timer of no time still takes up to a millisecond.
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        let mut reply = match fault.as_ref().map(|(fault, _)| (fault, fault.answer)) {
            Some((_, Answer::Drop)) => return Err(Dropped),
            Some((_, Answer::Hang)) => {
                let never: Infallible = std::future::pending().await;
                match never {}
            }
            Some((_, Answer::Html)) => fault::sign_in_page(),
            Some((fault, Answer::Status(status))) => fault::reply(fault, status),
            other => match received {
                Some(mut received) => {
                    if matches!(other, Some((_, Answer::Endless))) {
                        spoil::first_page(&mut received);
                    }
                    self.ask(service, &mut received)
                }
                None => wire::own(413, "the body is too large for the sandbox, or broke off"),
            },
        };
        if let Some((fault, nth)) = &fault {
            let here = format!("{}{path}", self.base(service));
            spoil::spoil(fault, &here, *nth, &mut reply);
        }
        if let Some(seen) = lock(&self.seen).get_mut(ticket) {
            seen.status = Some(reply.status);
            seen.length = reply.body.len();
        }
        let answer = fault.map(|(fault, _)| fault.answer);
        let response = wire::send(reply, &self.base(service));
        Ok(response.map(|bytes| spoil::body(answer, bytes)))
    }

    fn note(&self, service: &str, method: &Method, path_and_query: String) -> usize {
        lock(&self.seen).note(Seen {
            service: service.to_owned(),
            method: method.clone(),
            path_and_query,
            status: None,
            length: 0,
        })
    }

    /// The fault that happens to this request, and how often it has by now.
    fn fault(&self, service: &str, method: &Method, path: &str) -> Option<(Fault, u32)> {
        let mut faults = lock(&self.faults);
        let (fault, happened) = faults.iter_mut().find(|(fault, happened)| {
            fault.on.as_deref().is_none_or(|on| on == service)
                && fault.times.is_none_or(|times| *happened < times.get())
                && fault.matches.meets(method, path)
        })?;
        *happened = happened.saturating_add(1);
        Some((fault.clone(), *happened))
    }

    /// Asks the service, by its own name of what the request calls by a generated one.
    fn ask(&self, service: &str, received: &mut Received) -> Reply {
        let fleet = self.fleet.as_ref();
        let alias = fleet.and_then(|fleet| fleet.enter(service, received));
        let mut reply = self.dispatch(service, received);
        if let Some(alias) = alias {
            alias.leave(&mut reply);
        }
        reply
    }

    fn dispatch(&self, service: &str, received: &Received) -> Reply {
        let mut rooms = lock(&self.rooms);
        let Some(at) = rooms.iter().position(|room| room.name == service) else {
            let known: Vec<String> = rooms.iter().map(|room| format!("/{}", room.name)).collect();
            return wire::own(
                404,
                &format!(
                    "no service under /{service}: this sandbox has {}",
                    known.join(", ")
                ),
            );
        };
        let (before, rest) = rooms.split_at_mut(at);
        match rest.split_first_mut() {
            Some((room, after)) => {
                let fleet = self.fleet.as_ref();
                let beside = Beside {
                    before,
                    after,
                    fleet,
                };
                room.service.receive(received, &beside)
            }
            None => wire::own(500, "the sandbox lost a service"),
        }
    }
}

/// The services beside the one that is asked.
struct Beside<'a> {
    before: &'a [Room],
    after: &'a [Room],
    fleet: Option<&'a Fleet>,
}

impl Neighbours for Beside<'_> {
    fn powers(&self, scm_type: &str, token: &str, namespace: &str) -> Result<Powers, String> {
        let mut rooms = self.before.iter().chain(self.after);
        match rooms.find(|room| room.service.scm_types().contains(&scm_type)) {
            Some(room) => match self.fleet.map(|fleet| fleet.own(scm_type, namespace)) {
                Some(own) => room.service.powers(token, &own),
                None => room.service.powers(token, namespace),
            },
            None => Err(format!(
                "no source code manager of type {scm_type} can be reached"
            )),
        }
    }
}
