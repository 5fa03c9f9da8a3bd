//! How fast one service may be asked. Its base URL tells services apart, so that those that share a host, behind a path
//! of their own each, do not wait for each other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::{Failure, Reply};
use crate::audit::Cause;

/// So many requests to one service at once; GitHub advises few, its secondary limit is 100.
const AT_ONCE: usize = 16;

/// Per service: how many at once, and until when to wait.
#[derive(Default)]
pub(super) struct Pace {
    services: Mutex<HashMap<String, Service>>,
}

struct Service {
    places: Arc<Semaphore>,
    closed_until: Option<Instant>,
}

impl Default for Service {
    fn default() -> Self {
        Service {
            places: Arc::new(Semaphore::new(AT_ONCE)),
            closed_until: None,
        }
    }
}

impl Pace {
    /// Waits for one of the service's places, held until dropped, and until it may be asked; or says why neither
    /// comes before the deadline.
    pub(super) async fn enter(
        &self,
        service: &str,
        until: Instant,
    ) -> Result<Option<OwnedSemaphorePermit>, Failure> {
        let places = self.with(service, |one| Arc::clone(&one.places));
        let place = tokio::time::timeout_at(until, places.acquire_owned()).await;
        // The semaphore is never closed.
        let place = place.map_err(|_| late())?.ok();
        loop {
            let now = Instant::now();
            if now >= until {
                return Err(late());
            }
            // Looked at again after each wait: another answer may have asked for more.
            match self.with(service, |one| one.closed_until) {
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

    /// Nobody asks this service for so long.
    pub(super) fn hold(&self, service: &str, wait: Duration) {
        let at = Instant::now() + wait;
        self.with(service, |one| {
            one.closed_until = Some(one.closed_until.map_or(at, |old| old.max(at)));
        });
    }

    fn with<T>(&self, service: &str, work: impl FnOnce(&mut Service) -> T) -> T {
        let mut services = self.services.lock().unwrap_or_else(PoisonError::into_inner);
        work(services.entry(service.to_owned()).or_default())
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

/// `Retry-After` in seconds or as an HTTP date, which counts from the service's own `Date`: clocks differ.
pub(super) fn retry_after(reply: &Reply) -> Option<Duration> {
    let text = reply.headers.get("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(86_400)));
    }
    let now = reply.headers.get("date").and_then(|date| seconds(date));
    let now = now.unwrap_or_else(|| Timestamp::now().as_second());
    let left = u64::try_from(seconds(text)?.checked_sub(now)?).ok()?;
    Some(Duration::from_secs(left.min(86_400)))
}

/// An HTTP date in seconds since 1970, in any of its three forms (RFC 9110, section 5.6.7).
fn seconds(date: &str) -> Option<i64> {
    let date = httpdate::parse_http_date(date.trim()).ok()?;
    let since = date.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(value: String) -> Option<Duration> {
        retry_after(&Reply {
            status: 429,
            headers: [("retry-after".to_owned(), value)].into(),
            body: String::new(),
        })
    }

    proptest! {
        #[test]
        fn seconds_come_back_up_to_a_day(seconds in any::<u64>()) {
            let wait = Duration::from_secs(seconds.min(86_400));
            prop_assert_eq!(read(format!(" {seconds} ")), Some(wait));
        }

        #[test]
        fn a_date_ahead_is_the_time_until_then(ahead in 5i64..80_000) {
            let at = Timestamp::from_second(Timestamp::now().as_second() + ahead);
            let at = at.expect("a moment of this century");
            let wait = read(at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
            let ahead = u64::try_from(ahead).expect("it is ahead");
            let near = wait.is_some_and(|wait| (ahead - 2..=ahead).contains(&wait.as_secs()));
            prop_assert!(near, "{:?} for {}", wait, ahead);
        }

        /// RFC 9110, section 5.6.7: all three forms are accepted.
        #[test]
        fn each_form_of_a_date_is_a_wait(ahead in 5i64..80_000) {
            let at = Timestamp::from_second(Timestamp::now().as_second() + ahead);
            let at = at.expect("a moment of this century");
            for form in ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"] {
                let wait = read(at.strftime(form).to_string());
                let near = wait.is_some_and(|wait| wait.as_secs().abs_diff(ahead.unsigned_abs()) <= 2);
                prop_assert!(near, "{:?} for {} as {}", wait, ahead, form);
            }
        }

        #[test]
        fn each_wait_is_longer_than_the_last_and_bounded(tries in 0u32..40) {
            prop_assert!(backoff(tries) <= backoff(tries + 1));
            prop_assert!(backoff(tries) <= Duration::from_secs(60));
        }
    }
}
