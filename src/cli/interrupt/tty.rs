//! The terminal on standard input, if there is one: how it was, is, and is made again.

#[cfg(unix)]
pub(super) type Saved = Option<rustix::termios::Termios>;
#[cfg(not(unix))]
pub(super) type Saved = ();

#[cfg(unix)]
pub(super) fn save() -> Saved {
    rustix::termios::tcgetattr(std::io::stdin()).ok()
}

#[cfg(unix)]
pub(super) fn differ(one: &Saved, other: &Saved) -> bool {
    let modes =
        |one: &rustix::termios::Termios| (one.input_modes, one.output_modes, one.local_modes);
    one.as_ref().map(modes) != other.as_ref().map(modes)
}

/// Makes the terminal what it was. Where it was something else meanwhile, what was typed and not read yet goes: it may be
/// half a secret, or what was pasted after one, and the shell would show it or even run it.
#[cfg(unix)]
pub(super) fn restore(before: &Saved) {
    use rustix::termios::{OptionalActions, tcsetattr};
    if !differ(before, &save()) || in_background() {
        return;
    }
    if let Some(before) = before {
        let _ = tcsetattr(std::io::stdin(), OptionalActions::Flush, before);
    }
}

/// Whether the terminal is somebody else's now. A program that touches it nevertheless is stopped.
#[cfg(unix)]
pub(super) fn in_background() -> bool {
    let front = rustix::termios::tcgetpgrp(std::io::stdin());
    front.is_ok_and(|front| front != rustix::process::getpgrp())
}

#[cfg(not(unix))]
pub(super) fn differ((): &Saved, (): &Saved) -> bool {
    false
}

#[cfg(not(unix))]
pub(super) fn in_background() -> bool {
    false
}

#[cfg(not(unix))]
pub(super) fn save() -> Saved {}

#[cfg(not(unix))]
pub(super) fn restore((): &Saved) {}
