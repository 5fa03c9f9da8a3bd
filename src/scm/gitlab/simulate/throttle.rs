//! The throttle before the API, and the headers that every answer carries.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::replies::header;

/// Requests are counted over this long.
const WINDOW: Duration = Duration::from_secs(60);

/// Counts requests of one user.
///
/// Source: `gitlabhq doc/administration/settings/user_and_ip_rate_limits.md`, "Response headers".
#[derive(Debug)]
pub(super) struct Throttle {
    limit: u32,
    observed: u32,
    since: Instant,
    /// All requests ever, for the request ids.
    count: u64,
}

impl Throttle {
    /// A throttle for so many requests a minute.
    pub(super) fn new(limit: u32) -> Self {
        Self {
            limit,
            observed: 0,
            since: Instant::now(),
            count: 0,
        }
    }

    /// Counts a request and says whether it is within the limit.
    pub(super) fn count(&mut self) -> bool {
        if self.since.elapsed() >= WINDOW {
            self.observed = 0;
            self.since = Instant::now();
        }
        self.count += 1;
        self.observed = self.observed.saturating_add(1);
        self.observed <= self.limit
    }

    /// What tells a real GitLab from a proxy, and how much is left.
    pub(super) fn headers(&self, allowed: bool) -> Vec<(String, String)> {
        let left = WINDOW.saturating_sub(self.since.elapsed()).as_secs() + 1;
        let reset = Timestamp::now().as_second().saturating_add_unsigned(left);
        let mut headers = vec![
            header("RateLimit-Limit", &self.limit.to_string()),
            header("RateLimit-Name", "throttle_authenticated_api"),
            header("RateLimit-Observed", &self.observed.to_string()),
            header(
                "RateLimit-Remaining",
                &self.limit.saturating_sub(self.observed).to_string(),
            ),
            header("RateLimit-Reset", &reset.to_string()),
        ];
        if allowed {
            let id = format!("01SANDBOX{:017}", self.count);
            let meta = serde_json::json!({ "correlation_id": id, "version": "1" }).to_string();
            headers.extend([
                header("Cache-Control", "max-age=0, private, must-revalidate"),
                header("X-Gitlab-Meta", &meta),
                header("X-Request-Id", &id),
            ]);
        } else {
            headers.push(header("Retry-After", &left.to_string()));
        }
        headers
    }
}
