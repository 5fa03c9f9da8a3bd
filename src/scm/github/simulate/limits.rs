//! Rate limits, and the lock after too many failed logins.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::replies::{self, header};
use super::section::{LimitKind, Section};
use super::tokens::{Kind, Token};
use crate::sandbox::face::Reply;

/// Primary limits are counted over this long.
const HOUR: Duration = Duration::from_secs(3600);

/// Requests an hour without a token.
///
/// Source: GitHub docs, "Rate limits for the REST API", "Primary rate limit for unauthenticated users".
const ANONYMOUS: u32 = 60;

/// So many failed logins within a minute lock; the documents say "several requests within a short period".
const ATTEMPTS: u32 = 30;

/// Where the limits are explained.
const PAGE: &str = "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api";

/// Counts requests within a span of time.
#[derive(Debug)]
struct Bucket {
    limit: u32,
    used: u32,
    since: Option<Instant>,
    length: Duration,
}

impl Bucket {
    fn new(limit: u32) -> Self {
        Self {
            limit,
            used: 0,
            since: None,
            length: HOUR,
        }
    }

    /// Begins anew once the span is over.
    fn renew(&mut self) {
        if self.left().is_zero() {
            *self = Self::new(self.limit);
        }
        self.since.get_or_insert_with(Instant::now);
    }

    /// How much of the span is left.
    fn left(&self) -> Duration {
        let passed = self.since.map_or(Duration::ZERO, |since| since.elapsed());
        self.length.saturating_sub(passed)
    }

    /// When it begins anew, in seconds of the epoch.
    fn reset(&self) -> i64 {
        Timestamp::now()
            .as_second()
            .saturating_add_unsigned(self.left().as_secs().saturating_add(1))
    }

    fn show(&self) -> Value {
        let left = self.limit.saturating_sub(self.used);
        json!({ "limit": self.limit, "used": self.used, "remaining": left, "reset": self.reset() })
    }
}

/// Something that lasts from when it is first met.
#[derive(Debug)]
struct Spell {
    wait: Duration,
    met: Option<Instant>,
}

impl Spell {
    /// Seconds it still lasts, rounded up; `None` = it is over.
    fn left(&mut self) -> Option<u64> {
        let met = *self.met.get_or_insert_with(Instant::now);
        let left = self.wait.saturating_sub(met.elapsed());
        (!left.is_zero()).then(|| left.as_secs() + u64::from(left.subsec_nanos() > 0))
    }
}

/// All limits of the service.
#[derive(Debug)]
pub(super) struct Limits {
    core: Bucket,
    anonymous: Bucket,
    secondary: Option<Spell>,
    lock: Option<Spell>,
    /// Failed logins, and since when.
    failures: (u32, Instant),
    wait: Duration,
    /// 403 or 429.
    status: u16,
}

impl Limits {
    /// The limits of a scenario.
    pub(super) fn new(section: &Section) -> Self {
        let wait = Duration::from_secs(section.limit.wait.into());
        let spell = |kind| (section.limit.kind == kind).then_some(Spell { wait, met: None });
        let mut core = Bucket::new(section.rate_limit);
        if section.limit.kind == LimitKind::Primary {
            core.used = core.limit;
            core.length = wait;
        }
        Self {
            core,
            anonymous: Bucket::new(ANONYMOUS),
            secondary: spell(LimitKind::Secondary),
            lock: spell(LimitKind::LoginAttempts),
            failures: (0, Instant::now()),
            wait,
            status: section.limit.status,
        }
    }

    /// Whether every login is refused for now.
    pub(super) fn locked_out(&mut self) -> bool {
        let locked = self.lock.as_mut().is_some_and(|lock| lock.left().is_some());
        if !locked {
            self.lock = None;
        }
        locked
    }

    /// Counts a failed login.
    pub(super) fn failed_login(&mut self) {
        let (count, since) = &mut self.failures;
        if since.elapsed() >= Duration::from_secs(60) {
            (*count, *since) = (0, Instant::now());
        }
        *count += 1;
        if *count >= ATTEMPTS {
            *count = 0;
            self.lock = Some(Spell {
                wait: self.wait,
                met: None,
            });
        }
    }

    /// Counts an answered request.
    pub(super) fn charge(&mut self, logged_in: bool) {
        let bucket = if logged_in {
            &mut self.core
        } else {
            &mut self.anonymous
        };
        bucket.renew();
        bucket.used = bucket.used.saturating_add(1).min(bucket.limit);
    }

    /// The refusal of a request that is one too many; none where requests are free.
    ///
    /// Source: GitHub docs, "Rate limits for the REST API", "Exceeding the rate limit": "a 403 or 429 response".
    pub(super) fn refuse(
        &mut self,
        token: Option<&Token>,
        free: bool,
        count: u64,
    ) -> Option<Reply> {
        if free {
            return None;
        }
        let bucket = if token.is_some() {
            &mut self.core
        } else {
            &mut self.anonymous
        };
        bucket.renew();
        if bucket.used >= bucket.limit {
            let text = match token.map(|token| token.kind) {
                Some(Kind::Installation) => "API rate limit exceeded for installation ID 63000001.",
                Some(_) => "API rate limit exceeded for user ID 51000001.",
                None => {
                    "API rate limit exceeded for 127.0.0.1. (But here's the good news: Authenticated requests \
                     get a higher rate limit. Check out the documentation for more details.)"
                }
            };
            return Some(replies::refusal_at(self.status, text, PAGE));
        }
        let Some(left) = self.secondary.as_mut().and_then(Spell::left) else {
            self.secondary = None;
            return None;
        };
        let text = format!(
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach \
             out to GitHub Support for help, please include the request ID {}.",
            super::headers::request_id(count)
        );
        let mut reply = replies::refusal_at(
            self.status,
            &text,
            &format!("{PAGE}#about-secondary-rate-limits"),
        );
        reply.headers.push(header("Retry-After", &left.to_string()));
        Some(reply)
    }

    /// What is left, as headers.
    pub(super) fn headers(&self, logged_in: bool) -> [(String, String); 5] {
        let bucket = if logged_in {
            &self.core
        } else {
            &self.anonymous
        };
        let left = bucket.limit.saturating_sub(bucket.used);
        [
            header("X-RateLimit-Limit", &bucket.limit.to_string()),
            header("X-RateLimit-Remaining", &left.to_string()),
            header("X-RateLimit-Reset", &bucket.reset().to_string()),
            header("X-RateLimit-Used", &bucket.used.to_string()),
            header("X-RateLimit-Resource", "core"),
        ]
    }

    /// What `/rate_limit` says; the newer version has no `rate`.
    ///
    /// Source: GitHub's OpenAPI description, "rate-limit-overview".
    pub(super) fn show(&self, logged_in: bool, with_rate: bool) -> Value {
        let core = if logged_in {
            &self.core
        } else {
            &self.anonymous
        }
        .show();
        let fresh = |limit: u32| Bucket::new(limit).show();
        let mut shown = json!({
            "resources": {
                "core": core, "search": fresh(if logged_in { 30 } else { 10 }), "graphql": fresh(self.core.limit),
                "integration_manifest": fresh(5000), "code_search": fresh(10)
            }
        });
        if let (true, Value::Object(map)) = (with_rate, &mut shown) {
            map.insert("rate".into(), core);
        }
        shown
    }
}
