//! Calls that cannot be trusted to return.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::VaultError;

/// Runs `work` on a thread of its own and waits no longer than `bound` for it.
///
/// A thread that overstays is left behind: it never keeps the process from exiting, and what it brings too
/// late is dropped.
pub(super) fn within<T: Send + 'static>(
    bound: Duration,
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let (answer, waiting) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name("vault".to_owned())
        // The receiver is gone when the bound has passed, which is nothing to report.
        .spawn(move || drop(answer.send(work())))
        .map_err(|_| VaultError::Refused("no thread could be started for it".to_owned()))?;
    match waiting.recv_timeout(bound) {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => Err(VaultError::Hung),
        Err(RecvTimeoutError::Disconnected) => {
            Err(VaultError::Refused("its library failed".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    #[test]
    fn an_answer_in_time_is_handed_on() {
        assert_eq!(within(Duration::from_secs(10), || Ok(7)), Ok(7));
        assert_eq!(
            within(Duration::from_secs(10), || Err::<(), _>(VaultError::Locked)),
            Err(VaultError::Locked)
        );
    }

    #[test]
    fn a_call_that_blocks_is_left_behind() {
        let (never, blocked) = mpsc::channel::<()>();
        let started = Instant::now();
        let answer = within(SHORT, move || {
            let _ = blocked.recv();
            Ok(())
        });
        assert_eq!(answer, Err(VaultError::Hung));
        assert!(started.elapsed() >= SHORT);
        assert!(started.elapsed() < Duration::from_secs(5));
        drop(never);
    }

    #[test]
    fn a_panic_inside_is_an_error_outside() {
        let answer = within(Duration::from_secs(10), || -> Result<(), _> {
            std::panic::resume_unwind(Box::new(()))
        });
        assert!(matches!(answer, Err(VaultError::Refused(_))), "{answer:?}");
    }
}
