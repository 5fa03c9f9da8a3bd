//! Ctrl-C, above all at a prompt. A prompt blocks the thread that would hear of it, and may have switched the echo off.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{RwLock, RwLockReadGuard};

/// How the terminal was before the prompt that is open now, if one is.
#[derive(Default)]
struct Prompting(Mutex<Option<Saved>>);

static PROMPTING: OnceLock<Prompting> = OnceLock::new();

/// Held, for reading, over what must not be torn apart once it has begun.
static WHOLE: RwLock<()> = RwLock::const_new(());

/// Until the guard is dropped, a first Ctrl-C waits. Only for what ends by itself within seconds.
pub(super) async fn whole() -> RwLockReadGuard<'static, ()> {
    WHOLE.read().await
}

/// Waits for Ctrl-C, or for being asked to end as `timeout` does, a CI job that is cancelled, and a terminal that closes.
async fn asked_to_end() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        static HANGS_UP: OnceLock<bool> = OnceLock::new();
        // Asked once, before listening changes the answer.
        let hangs_up = *HANGS_UP.get_or_init(|| hangups_ignored() == Some(false));
        let mut ended = signal(SignalKind::terminate())?;
        let hung_up = async {
            match hangs_up {
                true => signal(SignalKind::hangup())?.recv().await,
                false => std::future::pending().await,
            };
            Ok(())
        };
        tokio::select! {
            pressed = tokio::signal::ctrl_c() => pressed,
            _ = ended.recv() => Ok(()),
            hung_up = hung_up => hung_up,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
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
    let _ = asked_to_end().await;
    if WHOLE.try_write().is_err() {
        let said =
            "finishing what is on its way, so that nothing is lost; Ctrl-C again ends at once\n";
        let _ = anstream::stderr().write_all(said.as_bytes());
        tokio::select! {
            _ = WHOLE.write() => {}
            _ = asked_to_end() => {}
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

fn open_prompt() -> &'static Mutex<Option<Saved>> {
    &PROMPTING.get_or_init(Prompting::default).0
}

/// Milliseconds that the person took to answer.
static WAITED: AtomicU64 = AtomicU64::new(0);

/// How long prompts were open so far, which is not the program's time.
pub(super) fn waited() -> Duration {
    Duration::from_millis(WAITED.load(Ordering::Relaxed))
}

/// Runs a prompt, during which Ctrl-C ends the program.
pub(super) fn at_prompt<T>(prompt: impl FnOnce() -> T) -> T {
    *open_prompt().lock().unwrap_or_else(PoisonError::into_inner) = Some(save());
    let start = Instant::now();
    let answer = prompt();
    let took = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    WAITED.fetch_add(took, Ordering::Relaxed);
    *open_prompt().lock().unwrap_or_else(PoisonError::into_inner) = None;
    answer
}

/// Watches for Ctrl-C at prompts. `tell` says what was done before; then the program ends with 130, the terminal as it was.
pub(super) fn watch(made: Arc<Mutex<Vec<String>>>, tell: impl Fn(Vec<String>) + Send + 'static) {
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            while asked_to_end().await.is_ok() {
                let open = open_prompt()
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take();
                let Some(saved) = open else { continue };
                restore(saved);
                let _ = console::Term::stderr().show_cursor();
                tell(made.lock().unwrap_or_else(PoisonError::into_inner).clone());
                leave();
            }
        });
    });
}

/// The prompt's thread can't be woken, so the process ends from here.
#[expect(clippy::exit)]
fn leave() {
    std::process::exit(i32::from(crate::audit::Outcome::Interrupted.code()));
}
