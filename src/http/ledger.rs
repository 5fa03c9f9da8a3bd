//! What was sent.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// One request that went out, without headers or bodies.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Method and path template.
    pub label: String,
    /// The method.
    pub method: &'static str,
    /// The whole URL; tokens never stand in one.
    pub url: String,
    /// The status, if there was an answer.
    pub status: Option<u16>,
    /// What went wrong, if there was none.
    pub failure: Option<String>,
    /// From sending to the last byte.
    pub took: Duration,
}

type Watch = Box<dyn Fn(&Sent) + Send + Sync>;

/// All requests of this process, in the order they ended.
#[derive(Default)]
pub struct Ledger {
    sent: Mutex<Vec<Sent>>,
    watch: OnceLock<Watch>,
}

impl Ledger {
    /// Calls `watch` for each request from now on; only the first watcher is kept.
    pub fn watch(&self, watch: Watch) {
        let _ = self.watch.set(watch);
    }

    /// How many were sent, repeats and pages included.
    pub fn count(&self) -> u64 {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len() as u64
    }

    /// A copy of all that were sent.
    pub fn all(&self) -> Vec<Sent> {
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn record(&self, sent: Sent) {
        if let Some(watch) = self.watch.get() {
            watch(&sent);
        }
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(sent);
    }
}
