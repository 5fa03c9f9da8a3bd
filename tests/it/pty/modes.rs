//! What a terminal's settings say, what a shell does to them, and how they are at the end.

use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use super::{Ended, Terminal};

impl Terminal {
    /// Waits for the end, and proves that the terminal is as it was.
    pub fn end(mut self) -> Ended {
        let _ = self.until("the end", |_| None::<()>);
        let code = self.child.wait().unwrap().code();
        self.take_the_rest();
        let after = self.after.take().unwrap();
        let text = self.text();
        let modes = |one: &Termios| {
            (
                one.input_modes,
                one.output_modes,
                one.control_modes,
                one.local_modes,
            )
        };
        assert_eq!(modes(&after), modes(&self.before), "termios\n{text}");
        let screen = self.screen.screen();
        assert!(!screen.hide_cursor(), "the cursor is hidden\n{text}");
        assert!(!screen.alternate_screen() && !screen.bracketed_paste());
        let plain = (vt100::Color::Default, false, false);
        let colour = (screen.fgcolor(), screen.bold(), screen.inverse());
        assert_eq!(colour, plain, "a colour is left over\n{text}");
        assert_eq!(
            screen.cursor_position().1,
            0,
            "not at a line's begin\n{text}"
        );
        Ended {
            code: code.unwrap_or_else(|| panic!("killed\n{text}")),
            text,
            raw: std::mem::take(&mut self.raw),
        }
    }

    /// Shows again what is typed, as a shell does when it takes over from a program that was stopped.
    pub fn show_what_is_typed(&self) {
        let mut modes = tcgetattr(&self.pty).unwrap();
        modes.local_modes.insert(LocalModes::ECHO);
        tcsetattr(&self.pty, OptionalActions::Now, &modes).unwrap();
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Whether it shows what is typed.
    pub fn shows(&self) -> bool {
        let modes = tcgetattr(&self.pty).unwrap().local_modes;
        modes.contains(LocalModes::ECHO)
    }
}
