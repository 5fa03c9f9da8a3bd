//! The sandbox on a thread of its own, with a test's hand on every answer.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};

use serde_yaml::Value;

use super::super::sandbox::environment;
use crate::sandbox::face::{Build, Login, Neighbours, Powers, Received, Reply, Simulate};
use crate::sandbox::{Sandbox, scenario};
use crate::{scm, semgrep};

/// What arrived: the service, method and path without query, and everything that was sent.
#[derive(Clone)]
pub(super) struct Arrived {
    pub(super) service: usize,
    pub(super) line: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    pub(super) sent: String,
}

type Twist = Box<dyn Fn(&Arrived, &mut Reply) + Send>;

#[derive(Default)]
struct Hand {
    twist: Option<Twist>,
    arrived: Vec<Arrived>,
}

type Shared = Arc<Mutex<Hand>>;

/// A running sandbox; it ends when this is dropped.
pub(super) struct Stage {
    pub(super) env: BTreeMap<String, String>,
    hand: Shared,
    _stop: Sender<()>,
}

thread_local! {
    /// The hand on this thread's sandbox: services are built by plain functions, which hold nothing.
    static HAND: RefCell<Shared> = RefCell::default();
}

struct Held {
    service: usize,
    inner: Box<dyn Simulate>,
    hand: Shared,
}

impl Simulate for Held {
    fn receive(&mut self, request: &Received, neighbours: &dyn Neighbours) -> Reply {
        let mut reply = self.inner.receive(request, neighbours);
        let values = request.headers.values();
        let mut sent: Vec<_> = values
            .map(|one| String::from_utf8_lossy(one.as_bytes()))
            .collect();
        sent.push(String::from_utf8_lossy(&request.body));
        let arrived = Arrived {
            service: self.service,
            line: format!("{} {} {}", self.service, request.method, request.path),
            method: request.method.to_string(),
            path: request.path.clone(),
            query: request.query.clone(),
            sent: sent.join("\n"),
        };
        let mut hand = self.hand.lock().unwrap();
        if let Some(twist) = &hand.twist {
            twist(&arrived, &mut reply);
        }
        hand.arrived.push(arrived);
        reply
    }

    fn login(&self) -> Login {
        self.inner.login()
    }

    fn scm_types(&self) -> &'static [&'static str] {
        self.inner.scm_types()
    }

    fn powers(&self, token: &str, namespace: &str) -> Result<Powers, String> {
        self.inner.powers(token, namespace)
    }
}

/// The platform is service 0, the source code managers follow in their order.
fn held<const SERVICE: usize>(section: &Value) -> Result<Box<dyn Simulate>, String> {
    let build = match SERVICE {
        0 => semgrep::simulate::build as Build,
        at => scm::ALL[at - 1].simulate(),
    };
    Ok(Box::new(Held {
        service: SERVICE,
        inner: build(section)?,
        hand: HAND.with(|hand| Arc::clone(&hand.borrow())),
    }))
}

impl Stage {
    /// Serves a built-in scenario, or the text of one.
    pub(super) fn of(scenario: &str) -> Self {
        let scenario = scenario.to_owned();
        let hand = Shared::default();
        let shared = Arc::clone(&hand);
        let (say, hear) = mpsc::channel();
        let (stop, stopped) = mpsc::channel::<()>();
        std::thread::spawn(move || {
            HAND.with(|hand| *hand.borrow_mut() = shared);
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let name = match scenario.contains('\n') {
                    true => "written.yaml",
                    false => scenario.as_str(),
                };
                let loaded = scenario::load(name, |_| Ok(scenario.clone())).unwrap();
                let builds: [Build; 5] = [held::<0>, held::<1>, held::<2>, held::<3>, held::<4>];
                let names = std::iter::once("semgrep").chain(scm::ALL.map(|scm| scm.about().id));
                let services: Vec<_> = names.zip(builds).collect();
                let sandbox = Sandbox::start(&loaded, &services, None).unwrap();
                say.send(environment(&sandbox)).unwrap();
                tokio::task::spawn_blocking(move || stopped.recv())
                    .await
                    .unwrap()
                    .unwrap_err();
            });
        });
        Stage {
            env: hear.recv().unwrap(),
            hand,
            _stop: stop,
        }
    }

    /// From now on this changes the answers; what arrived so far is forgotten.
    pub(super) fn twist(&self, twist: impl Fn(&Arrived, &mut Reply) + Send + 'static) {
        let mut hand = self.hand.lock().unwrap();
        hand.twist = Some(Box::new(twist));
        hand.arrived.clear();
    }

    pub(super) fn arrived(&self) -> Vec<Arrived> {
        self.hand.lock().unwrap().arrived.clone()
    }
}
