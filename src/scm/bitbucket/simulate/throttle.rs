//! The limit of requests to repositories.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::replies::header;

/// Requests are counted over this long, rolling.
const WINDOW: Duration = Duration::from_secs(3600);

/// What a visitor without a credential has, for each address.
const ANONYMOUS: usize = 60;

/// Counts requests; it tells neither what is left nor when to come back.
///
/// Source: Atlassian support, "API request limits".
#[derive(Debug)]
pub(super) struct Throttle {
    limit: usize,
    named: VecDeque<Instant>,
    anonymous: VecDeque<Instant>,
}

/// Whether requests to this path are counted.
pub(super) fn counts(path: &str) -> bool {
    path.starts_with("/2.0/repositories/")
}

impl Throttle {
    /// A throttle for so many requests an hour.
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            named: VecDeque::new(),
            anonymous: VecDeque::new(),
        }
    }

    /// Counts a request and says whether it is within the limit.
    pub(super) fn count(&mut self, anonymous: bool) -> bool {
        let (log, limit) = if anonymous {
            (&mut self.anonymous, ANONYMOUS)
        } else {
            (&mut self.named, self.limit)
        };
        while log.front().is_some_and(|at| at.elapsed() >= WINDOW) {
            log.pop_front();
        }
        let within = log.len() < limit;
        if within {
            log.push_back(Instant::now());
        }
        within
    }

    /// What access tokens are told.
    pub(super) fn headers(&self) -> Vec<(String, String)> {
        // "Near" is where less than a fifth is left.
        let near = self.named.len().saturating_mul(5) > self.limit.saturating_mul(4);
        vec![
            header("X-RateLimit-Limit", &self.limit.to_string()),
            header("X-RateLimit-Resource", "repositories"),
            header("X-RateLimit-NearLimit", &near.to_string()),
        ]
    }
}
