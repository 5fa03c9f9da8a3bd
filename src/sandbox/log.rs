//! What has arrived, within bounds.

use std::collections::VecDeque;

use super::house::Seen;

/// So many requests are remembered: enough to look at, whatever is served for however long.
const LONGEST: usize = 10_000;

/// The last requests, in the order of arrival.
#[derive(Debug, Default)]
pub(super) struct Log {
    last: VecDeque<Seen>,
    forgotten: usize,
}

impl Log {
    /// Writes a request down and gives its number.
    pub(super) fn note(&mut self, seen: Seen) -> usize {
        if self.last.len() == LONGEST {
            self.last.pop_front();
            self.forgotten += 1;
        }
        self.last.push_back(seen);
        self.forgotten + self.last.len() - 1
    }

    /// The request of this number, unless it is forgotten.
    pub(super) fn get_mut(&mut self, number: usize) -> Option<&mut Seen> {
        self.last.get_mut(number.checked_sub(self.forgotten)?)
    }

    /// All that are remembered.
    pub(super) fn all(&self) -> Vec<Seen> {
        self.last.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn old_requests_are_forgotten_and_the_rest_keep_their_numbers() {
        let mut log = Log::default();
        let seen = |path: usize| Seen {
            service: "gitlab".to_owned(),
            method: http::Method::GET,
            path_and_query: path.to_string(),
            status: None,
            length: 0,
        };
        let numbers: Vec<usize> = (0..LONGEST + 3).map(|at| log.note(seen(at))).collect();
        assert_eq!(log.all().len(), LONGEST);
        assert!(log.get_mut(numbers[2]).is_none());
        assert_eq!(log.get_mut(numbers[3]).unwrap().path_and_query, "3");
        let last = log.get_mut(numbers[LONGEST + 2]).unwrap();
        assert_eq!(last.path_and_query, (LONGEST + 2).to_string());
    }
}
