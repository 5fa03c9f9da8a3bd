//! The loopback server: one port, one path prefix for each service.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_yaml::Value;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, JoinSet};

use super::face::{Build, Login};
use super::fleet::{Deployment, Fleet, Manager};
use super::house::{House, Room, Seen, base, lock};
use super::log::Log;
use super::scenario::Scenario;
use super::wire;

/// A running sandbox on 127.0.0.1; dropping it stops it.
#[derive(Debug)]
pub struct Sandbox {
    house: Arc<House>,
    deployments: Vec<Deployment>,
    serving: JoinHandle<()>,
}

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Someone else listens there.
    #[error(
        "port {port} on 127.0.0.1 is in use: choose another with `--port`, or leave it out for a free one"
    )]
    PortInUse {
        /// The port asked for.
        port: u16,
    },
    /// Another failure of the socket.
    #[error("cannot listen on 127.0.0.1 port {port}: {source}")]
    Listen {
        /// The port asked for, 0 for any.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// The scenario speaks of a service that the sandbox does not have.
    #[error("scenario {scenario}: `{key}` is no service here: there are {known}")]
    UnknownService {
        /// The scenario's name or path.
        scenario: String,
        /// The key of the section, or of a fault's `on`.
        key: String,
        /// The services there are.
        known: String,
    },
    /// A service refuses its section of the scenario.
    #[error("scenario {scenario}: {service}: {reason}")]
    Section {
        /// The scenario's name or path.
        scenario: String,
        /// The service.
        service: &'static str,
        /// Which key is wrong, and how.
        reason: String,
    },
    /// What it generates does not fit.
    #[error("scenario {scenario}: {reason}")]
    Fleet {
        /// The scenario's name or path.
        scenario: String,
        /// Which key is wrong, and how.
        reason: String,
    },
    /// Started outside a tokio runtime.
    #[error("the sandbox needs a running tokio runtime")]
    NoRuntime,
}

impl Sandbox {
    /// Builds the services from their sections, binds (any free port if none is given) and serves in the background.
    ///
    /// # Errors
    /// When the scenario does not fit the services, or the port cannot be had.
    pub fn start(
        scenario: &Scenario,
        services: &[(&'static str, Build)],
        port: Option<u16>,
    ) -> Result<Self, Error> {
        let runtime = Handle::try_current().map_err(|_| Error::NoRuntime)?;
        let (listener, address) = listen(port.unwrap_or(0))?;
        let mut rooms = build(scenario, services, address)?;
        let populated = populate(scenario, &mut rooms, address);
        let (fleet, deployments) = populated.map_err(|reason| Error::Fleet {
            scenario: scenario.name.clone(),
            reason,
        })?;
        let house = Arc::new(House {
            address,
            latency: scenario.latency(),
            clock_ahead: scenario.clock_ahead(),
            faults: Mutex::new(
                scenario
                    .faults()
                    .iter()
                    .map(|fault| (fault.clone(), 0))
                    .collect(),
            ),
            rooms: Mutex::new(rooms),
            fleet,
            seen: Mutex::new(Log::default()),
        });
        let serving = runtime.spawn(serve(listener, Arc::clone(&house)));
        Ok(Self {
            house,
            deployments,
            serving,
        })
    }

    /// The base URL of a service; it carries a path on purpose.
    pub fn url(&self, service: &str) -> String {
        self.house.base(service)
    }

    /// The token and namespace with which a service is to be used; `None` if there is no such service.
    pub fn login(&self, service: &str) -> Option<Login> {
        lock(&self.house.rooms)
            .iter()
            .find(|room| room.name == service)
            .map(|room| room.service.login())
    }

    /// The deployments that the scenario's `connections` generated.
    pub fn deployments(&self) -> &[Deployment] {
        &self.deployments
    }

    /// What has arrived last, in the order of arrival.
    pub fn requests(&self) -> Vec<Seen> {
        lock(&self.house.seen).all()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn build(
    scenario: &Scenario,
    services: &[(&'static str, Build)],
    address: SocketAddr,
) -> Result<Vec<Room>, Error> {
    if let Some(key) = scenario
        .services()
        .find(|key| !services.iter().any(|(name, _)| name == key))
    {
        let known = services
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(", ");
        return Err(Error::UnknownService {
            scenario: scenario.name.clone(),
            key: key.to_owned(),
            known,
        });
    }
    let rooms = services.iter().map(|&(name, build)| {
        let mut section = scenario.section(name).clone();
        situate(&mut section, services, address);
        let service = build(&section);
        let service = service.map_err(|reason| Error::Section {
            scenario: scenario.name.clone(),
            service: name,
            reason,
        })?;
        Ok(Room { name, service })
    });
    rooms.collect()
}

/// Generates what the scenario asks for, and has the platform take it in.
fn populate(
    scenario: &Scenario,
    rooms: &mut [Room],
    address: SocketAddr,
) -> Result<(Option<Fleet>, Vec<Deployment>), String> {
    let Some((connections, deployments)) = scenario.connections() else {
        return Ok((None, Vec::new()));
    };
    let (managers, others): (Vec<&Room>, Vec<&Room>) =
        { rooms.iter() }.partition(|room| !room.service.scm_types().is_empty());
    let manager = |room: &Room| {
        let login = room.service.login();
        Manager {
            service: room.name,
            scm_types: room.service.scm_types(),
            base_url: base(address, room.name),
            token: login.token,
            namespace: login.namespace,
        }
    };
    let platform = others.first().map(|room| room.service.login());
    let managers = managers.into_iter().map(manager).collect();
    let fleet = Fleet::new(connections, deployments, managers)?;
    let deployments = platform.map_or_else(Vec::new, |own| fleet.deployments(&own.token));
    for room in rooms {
        room.service.take_in(&deployments)?;
    }
    Ok((Some(fleet), deployments))
}

/// A text `{gitlab}` in a section becomes that service's base URL, which no file can know.
fn situate(section: &mut Value, services: &[(&'static str, Build)], address: SocketAddr) {
    match section {
        Value::String(text) => {
            let name = text
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            if let Some((name, _)) = services.iter().find(|(one, _)| Some(*one) == name) {
                *text = base(address, name);
            }
        }
        Value::Sequence(items) => {
            for item in items {
                situate(item, services, address);
            }
        }
        Value::Mapping(map) => {
            for (_, value) in map.iter_mut() {
                situate(value, services, address);
            }
        }
        _ => {}
    }
}

fn listen(port: u16) -> Result<(TcpListener, SocketAddr), Error> {
    let attempt = || {
        let listener = StdListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((TcpListener::from_std(listener)?, address))
    };
    attempt().map_err(|source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => Error::PortInUse { port },
        _ => Error::Listen { port, source },
    })
}

/// Accepts until aborted; the connections end with it, as the set is dropped then.
async fn serve(listener: TcpListener, house: Arc<House>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else {
                    // Out of file descriptors, most likely: give some time to be closed.
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                };
                let house = Arc::clone(&house);
                connections.spawn(async move {
                    let house = &house;
                    let answer = service_fn(|request| async move {
                        let answer = house.answer(request).await;
                        answer.map(|answer| wire::dated(answer, house.clock_ahead))
                    });
                    // An error is a connection that broke or was dropped on purpose; there is nobody to tell.
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

#[cfg(test)]
mod tests;
