//! How fast one host may be asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::{Failure, Reply};
use crate::audit::Cause;

/// So many requests to one host at once; GitHub advises few, its secondary limit is 100.
const AT_ONCE: usize = 16;

/// Per host: how many at once, and until when to wait.
#[derive(Default)]
pub(super) struct Pace {
    hosts: Mutex<HashMap<String, Host>>,
}

struct Host {
    places: Arc<Semaphore>,
    closed_until: Option<Instant>,
}

impl Default for Host {
    fn default() -> Self {
        Host {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            closed_until: None,
        }
    }
}

impl Pace {
    /// Waits for one of the host's places, held until dropped, and until the host may be asked; or says why neither
    /// comes before the deadline.
    pub(super) async fn enter(
        &self,
        host: &str,
        until: Instant,
    ) -> Result<Option<OwnedSemaphorePermit>, Failure> {
        let places = self.with(host, |one| Arc::clone(&one.places));
        let place = tokio::time::timeout_at(until, places.acquire_owned()).await;
        // The semaphore is never closed.
        let place = place.map_err(|_| late())?.ok();
        loop {
            let now = Instant::now();
            if now >= until {
                return Err(late());
            }
            // Looked at again after each wait: another answer may have asked for more.
            match self.with(host, |one| one.closed_until) {
                Some(at) if at >= until => {
                    return Err(Failure {
                        cause: Cause::RateLimited(None),
                        detail:
                            "not sent: the service asks to wait longer than the deadline allows"
                                .to_owned(),
                    });
                }
                Some(at) if at > now => tokio::time::sleep_until(at).await,
                _ => return Ok(place),
            }
        }
    }

    /// Nobody asks this host for so long.
    pub(super) fn hold(&self, host: &str, wait: Duration) {
        let at = Instant::now() + wait;
        self.with(host, |one| {
            one.closed_until = Some(one.closed_until.map_or(at, |old| old.max(at)));
        });
    }

    fn with<T>(&self, host: &str, work: impl FnOnce(&mut Host) -> T) -> T {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        work(hosts.entry(host.to_owned()).or_default())
    }
}

fn late() -> Failure {
    Failure {
        cause: Cause::Deadline,
        detail: "not sent: time ran out".to_owned(),
    }
}

/// 0.2 s, 0.4 s, 0.8 s, …
pub(super) fn backoff(tries: u32) -> Duration {
    Duration::from_millis(100) * 2u32.saturating_pow(tries.min(8))
}

/// `Retry-After` in seconds or as an HTTP date.
pub(super) fn retry_after(reply: &Reply) -> Option<Duration> {
    let text = reply.headers.get("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(86_400)));
    }
    let date = rfc2822::parse(&text.replace("GMT", "+0000")).ok()?;
    let left = date.timestamp().as_second() - Timestamp::now().as_second();
    u64::try_from(left).ok().map(Duration::from_secs)
}
