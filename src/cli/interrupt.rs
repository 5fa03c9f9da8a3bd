//! Ctrl-C, above all at a prompt. A prompt, like a pipe that keeps silent, blocks the thread that would hear of it, and
//! may have switched the echo off.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{RwLock, RwLockReadGuard};

/// How the terminal was before what blocks the program now, if something does.
static BLOCKED: Mutex<Option<Saved>> = Mutex::new(None);

/// Says what was done before the program ended; `None` until it is known how.
static TELL: Mutex<Option<Box<dyn Fn() + Send>>> = Mutex::new(None);

/// Held, for reading, over what must not be torn apart once it has begun.
static WHOLE: RwLock<()> = RwLock::const_new(());

/// Until the guard is dropped, a first Ctrl-C waits. Only for what ends by itself within seconds.
pub(super) async fn whole() -> RwLockReadGuard<'static, ()> {
    WHOLE.read().await
}

/// Ctrl-C, and being asked to end as `timeout` does, a CI job that is cancelled, and a terminal that closes.
#[cfg(unix)]
struct Ends {
    pressed: tokio::signal::unix::Signal,
    ended: tokio::signal::unix::Signal,
    /// Only where the process was not started to outlive its terminal.
    hung_up: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Ends {
    /// From now on none is lost.
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        static HANGS_UP: OnceLock<bool> = OnceLock::new();
        // Asked once, before listening changes the answer.
        let hangs_up = *HANGS_UP.get_or_init(|| hangups_ignored() == Some(false));
        let hung_up = hangs_up.then(|| signal(SignalKind::hangup()));
        Ok(Ends {
            pressed: signal(SignalKind::interrupt())?,
            ended: signal(SignalKind::terminate())?,
            hung_up: hung_up.transpose()?,
        })
    }

    async fn next(&mut self) {
        let hung_up = async {
            match &mut self.hung_up {
                Some(hung_up) => hung_up.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.pressed.recv() => {}
            _ = self.ended.recv() => {}
            _ = hung_up => {}
        }
    }
}

#[cfg(windows)]
struct Ends(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Ends {
    fn listen() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Ends)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}

/// Whether this process was started to outlive its terminal, as by `nohup`; `None` where the system does not tell.
#[cfg(unix)]
fn hangups_ignored() -> Option<bool> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
    // Bit 0 is signal 1, the hangup.
    Some(mask & 1 == 1)
}

/// Waits for Ctrl-C and the like, and lets what must not be torn apart come to its end; a second one does not.
pub(super) async fn pressed() {
    // Without it the system's own way to end a program holds.
    let Ok(mut ends) = Ends::listen() else {
        return std::future::pending().await;
    };
    ends.next().await;
    if WHOLE.try_write().is_err() {
        let said =
            "finishing what is on its way, so that nothing is lost; Ctrl-C again ends at once\n";
        let _ = anstream::stderr().write_all(said.as_bytes());
        tokio::select! {
            _ = WHOLE.write() => {}
            () = ends.next() => {}
        }
    }
}

#[cfg(unix)]
type Saved = Option<rustix::termios::Termios>;
#[cfg(not(unix))]
type Saved = ();

#[cfg(unix)]
fn save() -> Saved {
    rustix::termios::tcgetattr(std::io::stdin()).ok()
}

#[cfg(unix)]
fn restore(saved: Saved) {
    use rustix::termios::{OptionalActions, tcsetattr};
    if let Some(saved) = saved {
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, &saved);
    }
}

#[cfg(not(unix))]
fn save() -> Saved {}

#[cfg(not(unix))]
fn restore((): Saved) {}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Milliseconds that the person took to answer.
static WAITED: AtomicU64 = AtomicU64::new(0);

/// How long prompts were open so far, which is not the program's time.
pub(super) fn waited() -> Duration {
    Duration::from_millis(WAITED.load(Ordering::Relaxed))
}

/// Runs a prompt, during which Ctrl-C ends the program.
pub(super) fn at_prompt<T>(prompt: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let answer = blocking(prompt);
    let took = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    WAITED.fetch_add(took, Ordering::Relaxed);
    answer
}

/// Runs what may block this thread for long, such as reading a file that is a pipe; Ctrl-C ends the program meanwhile.
/// Nothing that was done may be lost by that.
pub(super) fn blocking<T>(run: impl FnOnce() -> T) -> T {
    static WATCHED: OnceLock<()> = OnceLock::new();
    WATCHED.get_or_init(watch);
    let outer = held(&BLOCKED).replace(save());
    let done = run();
    *held(&BLOCKED) = outer;
    done
}

/// How to say what was done before, when the program ends while it is blocked.
pub(super) fn tell_with(
    made: Arc<Mutex<Vec<String>>>,
    tell: impl Fn(Vec<String>) + Send + 'static,
) {
    let tell = move || tell(held(&made).clone());
    *held(&TELL) = Some(Box::new(tell));
}

/// Watches for Ctrl-C while this program is blocked: then it ends with 130, the terminal as it was.
fn watch() {
    let (say, ready) = mpsc::sync_channel(1);
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            let Ok(mut ends) = Ends::listen() else { return };
            let _ = say.send(());
            loop {
                ends.next().await;
                let Some(saved) = held(&BLOCKED).take() else {
                    continue;
                };
                restore(saved);
                let _ = console::Term::stderr().show_cursor();
                if let Some(tell) = held(&TELL).as_ref() {
                    tell();
                }
                leave();
            }
        });
    });
    // It hears everything from here on, or never will.
    let _ = ready.recv();
}

/// A blocked thread can't be woken, so the process ends from here.
#[expect(clippy::exit)]
fn leave() {
    std::process::exit(i32::from(crate::audit::Outcome::Interrupted.code()));
}
