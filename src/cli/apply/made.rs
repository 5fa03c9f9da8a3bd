//! What a run made so far, to be told if it is interrupted.

use std::sync::{Mutex, PoisonError};

use crate::audit::Change;

/// What to tell if the run is interrupted: what was made, and what was on its way.
pub(in crate::cli) struct Made<'a>(pub(in crate::cli) &'a Mutex<Vec<String>>);

const ON_ITS_WAY: &str = " (on its way: may or may not be done)";

/// What begins the one entry that is no change but says how to go on, where running the command again is not it.
const TO_GO_ON: &str = "to go on: ";

impl Made<'_> {
    /// These are about to be sent, together.
    pub(in crate::cli) fn starts(&self, changes: &[Change]) {
        let told = |one: &Change| format!("{} {} → {}", one.target, one.key, one.to);
        let told: Vec<String> = changes.iter().map(told).collect();
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.push(told.join(", ") + ON_ITS_WAY);
    }

    /// How to go on after an interruption from now on.
    pub(in crate::cli) fn goes_on(&self, how: &str) {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.retain(|one| !one.starts_with(TO_GO_ON));
        made.insert(0, format!("{TO_GO_ON}{how}"));
    }

    /// The changes that were told, and how to go on where running the command again is not it.
    pub(in crate::cli) fn told(made: &[String]) -> (Vec<&str>, Option<&str>) {
        let how = made.iter().find_map(|one| one.strip_prefix(TO_GO_ON));
        let changes = made.iter().filter(|one| !one.starts_with(TO_GO_ON));
        (changes.map(String::as_str).collect(), how)
    }

    /// The answer to the last ones came.
    pub(in crate::cli) fn ended(&self, well: bool) {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = made.pop().filter(|_| well) {
            made.push(last.trim_end_matches(ON_ITS_WAY).to_owned());
        }
    }
}
