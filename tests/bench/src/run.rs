//! Running programs and taking their time.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program as it is released.
pub fn assistant() -> String {
    std::env::var("ASSISTANT").expect("tests/bench/run says where the program is")
}

/// The middle of several times.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// How long a command takes, with its output thrown away. Its exit code does not count: a report may say "gaps".
pub fn time(command: &mut Command) -> Duration {
    let command = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    command.status().unwrap();
    start.elapsed()
}

/// The standard output of a program; empty if there is no such program.
pub fn text(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output();
    output.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).into_owned(),
    )
}

/// What a whole run cost, as GNU `time` saw it.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Peak memory in KiB.
    pub peak: u64,
    /// Seconds of processor time, in user space and for it.
    pub cpu: f64,
    /// Seconds until it ended.
    pub wall: f64,
}

/// Runs a command under GNU `time`, its output into a file; `None` where that is not installed.
pub fn cost(
    environment: &[(String, String)],
    args: &[&str],
    out: &std::path::Path,
) -> Option<Cost> {
    let report = tempfile::NamedTempFile::new().unwrap();
    let file = std::fs::File::create(out).unwrap();
    let status = bare(environment, "/usr/bin/time")
        .args(["-f", "%M %U %S %e", "-o"])
        .arg(report.path())
        .arg(assistant())
        .args(args)
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(Stdio::null())
        .status();
    status.ok()?;
    let text = std::fs::read_to_string(report.path()).ok()?;
    // A line about the exit code may stand before.
    let mut numbers = text
        .lines()
        .last()?
        .split(' ')
        .map(|one| one.parse::<f64>().unwrap());
    let mut next = || numbers.next().unwrap();
    let (peak, user, system, wall) = (next(), next(), next(), next());
    Some(Cost {
        peak: peak as u64,
        cpu: user + system,
        wall,
    })
}

/// A command with nothing of this machine's own around it.
pub fn bare(environment: &[(String, String)], program: &str) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", "/nonexistent");
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    command
}

/// Milliseconds, for people.
pub fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
