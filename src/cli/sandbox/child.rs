//! The command that runs in the sandbox's environment: what Ctrl-C does is its own affair, and the services stay until
//! it ended.

use std::io;
use std::process::ExitStatus;

use tokio::process::{Child, Command};
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

#[cfg(unix)]
use crate::cli::interrupt::ignored;

/// Runs it to its end.
pub(super) async fn ran(mut command: Command) -> io::Result<ExitStatus> {
    let mut signals = Signals::listen()?;
    let mut child = command.spawn()?;
    loop {
        tokio::select! {
            status = child.wait() => return status,
            () = signals.passed_on() => end(&child),
        }
    }
}

/// Its exit code; where a signal ended it, what a shell makes of that.
pub(super) fn code(status: ExitStatus) -> u8 {
    let code = status.code().or_else(|| Some(128 + of_signal(status)?));
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

/// What would end this process. The terminal sends Ctrl-C to both; what is sent to this process alone is passed on.
#[cfg(unix)]
struct Signals {
    _of_terminal: [Option<Signal>; 2],
    ended: Option<Signal>,
}

#[cfg(unix)]
impl Signals {
    /// Those that are ignored here stay ignored, for the command as well.
    fn listen() -> io::Result<Self> {
        let heard = |kind: SignalKind| {
            let listens = ignored(kind.as_raw_value()) != Some(true);
            listens.then(|| signal(kind)).transpose()
        };
        Ok(Signals {
            _of_terminal: [heard(SignalKind::interrupt())?, heard(SignalKind::quit())?],
            ended: heard(SignalKind::terminate())?,
        })
    }

    async fn passed_on(&mut self) {
        match &mut self.ended {
            Some(ended) => ended.recv().await.unwrap_or_default(),
            None => std::future::pending().await,
        }
    }
}

#[cfg(unix)]
fn end(child: &Child) {
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    if let Some(id) = id.and_then(rustix::process::Pid::from_raw) {
        // It may have ended just now.
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
    }
}

#[cfg(unix)]
fn of_signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(not(unix))]
impl Signals {
    fn listen() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Signals)
    }

    async fn passed_on(&mut self) {
        while self.0.recv().await.is_some() {}
    }
}

#[cfg(not(unix))]
fn end(_: &Child) {}

#[cfg(not(unix))]
fn of_signal(_: ExitStatus) -> Option<i32> {
    None
}
