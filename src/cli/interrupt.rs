//! Ctrl-C, above all at a prompt. A prompt, like a pipe that keeps silent, blocks the thread that would hear of it, and
//! may have switched the echo off, which a shell switches on again for a program that was stopped.

mod tty;

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::{RwLock, RwLockReadGuard};

use tty::{Saved, differ, in_background, restore, save};

/// What blocks the program now, if something does.
static BLOCKED: Mutex<Option<Blocked>> = Mutex::new(None);

struct Blocked {
    /// How the terminal was before.
    before: Saved,
    /// What a person is to see meanwhile.
    drawn: Option<Arc<Mutex<Drawn>>>,
    /// Whether the cursor is hidden.
    no_cursor: bool,
}

struct Drawn {
    /// Sets the terminal, and says how it is then, before it says anything to the person.
    draw: Box<dyn Fn() -> std::io::Result<Saved> + Send>,
    /// How the terminal was once it was set.
    after: Saved,
}

/// How often the terminal is looked at. Nobody types a secret as fast.
const LOOK: Duration = Duration::from_millis(50);

/// Says what was done before the program ended; `None` until it is known how.
static TELL: Mutex<Option<Box<dyn Fn() + Send>>> = Mutex::new(None);

/// Held, for reading, over what must not be torn apart once it has begun.
static WHOLE: RwLock<()> = RwLock::const_new(());

/// Until the guard is dropped, a first Ctrl-C waits. Only for what ends by itself within seconds.
pub(super) async fn whole() -> RwLockReadGuard<'static, ()> {
    WHOLE.read().await
}

/// Ctrl-C and Ctrl-\, and being asked to end as `timeout` does, a CI job that is cancelled, and a terminal that closes.
#[cfg(unix)]
struct Ends {
    pressed: tokio::signal::unix::Signal,
    /// Without a core dump it is good for nothing else.
    quit: tokio::signal::unix::Signal,
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
        let hangs_up =
            *HANGS_UP.get_or_init(|| ignored(SignalKind::hangup().as_raw_value()) == Some(false));
        let hung_up = hangs_up.then(|| signal(SignalKind::hangup()));
        Ok(Ends {
            pressed: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
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
            _ = self.quit.recv() => {}
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

/// Whether this process was started to ignore a signal, as by `nohup`; `None` where the system does not tell.
#[cfg(unix)]
pub(super) fn ignored(signal: i32) -> Option<bool> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
    // The first signal is bit 0.
    Some(mask >> (signal - 1) & 1 == 1)
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
    let blocked = Blocked {
        before: save(),
        drawn: None,
        no_cursor: false,
    };
    let outer = held(&BLOCKED).replace(blocked);
    let done = run();
    let mut blocked = held(&BLOCKED);
    if let Some(inner) = std::mem::replace(&mut *blocked, outer) {
        restore(&inner.before);
    }
    done
}

/// Sets the terminal and says what a person is to see while this program is blocked, and does both again once the terminal
/// is no longer as it was set: a shell changes it for a program that was stopped, as by Ctrl-Z, and goes on.
pub(super) fn drawn(
    set: impl Fn() -> std::io::Result<()> + Send + 'static,
    say: impl Fn() -> std::io::Result<()> + Send + 'static,
) -> std::io::Result<()> {
    let draw = move || {
        set()?;
        let after = save();
        say().map(|()| after)
    };
    let mut blocked = held(&BLOCKED);
    let after = draw()?;
    let Some(blocked) = blocked.as_mut() else {
        return Ok(());
    };
    let draw = Box::new(draw);
    let drawn = Arc::new(Mutex::new(Drawn { draw, after }));
    let looked_at = Arc::downgrade(blocked.drawn.insert(drawn));
    // Hearing of SIGCONT instead would break off a menu's wait for a key.
    thread::spawn(move || {
        while Weak::strong_count(&looked_at) > 0 {
            thread::sleep(LOOK);
            draw_again(&looked_at);
        }
    });
    Ok(())
}

fn draw_again(looked_at: &Weak<Mutex<Drawn>>) {
    // Until this is over, nobody else makes the terminal what it was.
    let _blocked = held(&BLOCKED);
    let Some(drawn) = looked_at.upgrade() else {
        return;
    };
    let mut drawn = held(&drawn);
    if differ(&drawn.after, &save()) && !in_background() {
        // What can't be drawn will not be answered either. The shell may have changed more than is set here.
        if let Ok(after) = (drawn.draw)() {
            drawn.after = after;
        }
    }
}

/// Runs a part of a prompt without a cursor, which is there again at the end, and where the program ends meanwhile.
pub(super) fn without_cursor<T>(
    term: &console::Term,
    run: impl FnOnce() -> T,
) -> std::io::Result<T> {
    let hide = |hidden| {
        if let Some(blocked) = held(&BLOCKED).as_mut() {
            blocked.no_cursor = hidden;
        }
    };
    hide(true);
    term.hide_cursor()?;
    let done = run();
    term.show_cursor()?;
    hide(false);
    Ok(done)
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
                end();
            }
        });
    });
    // It hears everything from here on, or never will.
    let _ = ready.recv();
}

/// Ends the program, if it is blocked. A blocked thread can't be woken, so the process ends from here.
#[expect(clippy::exit)]
pub(super) fn end() {
    // Held to the end: should that thread get its input now, it must not go on.
    let blocked = held(&BLOCKED);
    let Some(one) = blocked.as_ref() else { return };
    restore(&one.before);
    if one.no_cursor {
        let _ = console::Term::stderr().show_cursor();
    }
    if let Some(tell) = held(&TELL).as_ref() {
        tell();
    }
    std::process::exit(i32::from(crate::audit::Outcome::Interrupted.code()));
}
