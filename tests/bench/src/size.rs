//! The program as a file, and what building it takes.

use std::time::Instant;

use crate::Row;
use crate::run::assistant;

pub fn rows() -> Vec<Row> {
    let bytes = std::fs::metadata(assistant()).unwrap().len();
    let mut rows = vec![Row {
        what: "size of the release binary".to_owned(),
        came_to: format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20)),
        goal: Some(("12 MiB".to_owned(), bytes < 12 << 20)),
    }];
    // Minutes, in which nothing else should run: only when asked for.
    if std::env::var_os("ASSISTANT_BENCH_BUILD").is_some() {
        rows.push(build());
    }
    rows
}

fn build() -> Row {
    let target = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let status = std::process::Command::new("cargo")
        .args([
            "build",
            "--release",
            "--locked",
            "--jobs",
            "2",
            "--target-dir",
        ])
        .arg(target.path())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .status()
        .unwrap();
    let took = start.elapsed().as_secs();
    Row {
        what: "cold release build, two jobs".to_owned(),
        came_to: format!("{took} s"),
        goal: Some(("240 s".to_owned(), status.success() && took < 240)),
    }
}
