//! What was sent.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
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

/// The bodies of one request and its answer, without the run's secrets; for a watcher, never kept.
#[derive(Clone, Debug, Default)]
pub struct Said<'a> {
    /// What was sent.
    pub asked: Option<String>,
    /// What came back.
    pub answered: Option<&'a str>,
}

type Watch = Box<dyn Fn(&Sent, &Said<'_>) + Send + Sync>;

/// Counts the requests of this process, and shows each to a watcher as it ends. It keeps none: a fleet makes hundreds
/// of thousands.
#[derive(Default)]
pub struct Ledger {
    sent: AtomicU64,
    watch: OnceLock<Watch>,
}

impl Ledger {
    /// Calls `watch` for each request from now on; only the first watcher is kept.
    pub fn watch(&self, watch: Watch) {
        let _ = self.watch.set(watch);
    }

    /// Whether anybody watches.
    pub(super) fn is_watched(&self) -> bool {
        self.watch.get().is_some()
    }

    /// How many were sent, repeats and pages included.
    pub fn count(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(super) fn record(&self, sent: &Sent, said: &Said<'_>) {
        if let Some(watch) = self.watch.get() {
            watch(sent, said);
        }
        self.sent.fetch_add(1, Ordering::Relaxed);
    }
}
