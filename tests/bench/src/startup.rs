//! Until it says its version.

use std::process::Command;

use crate::Row;
use crate::run::{assistant, median, ms, time};

const RUNS: usize = 300;

pub fn rows() -> Vec<Row> {
    // Taking turns, so that both meet the same load.
    let (mut nothing, mut version) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        nothing.push(time(&mut Command::new("true")));
        version.push(time(Command::new(assistant()).arg("--version")));
    }
    let best = [&version, &nothing].map(|times| times.iter().min().copied().unwrap_or_default());
    let (nothing, version) = (median(nothing), median(version));
    let most = nothing.mul_f64(1.5) + std::time::Duration::from_millis(3);
    vec![Row {
        what: format!("start-up: `--version`, median of {RUNS}"),
        came_to: format!(
            "{} against {} for `true` (at best {} against {})",
            ms(version),
            ms(nothing),
            ms(best[0]),
            ms(best[1])
        ),
        goal: Some(("1.5 × `true` + 3 ms".to_owned(), version <= most)),
    }]
}
