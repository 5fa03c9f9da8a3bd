//! The real binary on a terminal of its own, whose screen is read like a person's.

mod modes;

use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Child;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command, Pts, open};
use rustix::termios::{LocalModes, Termios, tcgetattr};

/// Longer than anything here takes on a machine with other work to do.
const PATIENCE: Duration = Duration::from_secs(90);

/// What the program waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// One of several; the one that the arrow is at.
    Menu(String, Vec<String>, usize),
    /// A line.
    Line(String),
}

impl Prompt {
    pub fn question(&self) -> &str {
        match self {
            Prompt::Menu(question, ..) | Prompt::Line(question) => question,
        }
    }
}

/// How a run on a terminal ended.
pub struct Ended {
    pub code: i32,
    /// All that was on the screen, line breaks of the terminal undone.
    pub text: String,
    /// All that was sent to it.
    pub raw: Vec<u8>,
}

/// A terminal with the program on it.
pub struct Terminal {
    pty: File,
    pts: Option<Pts>,
    child: Child,
    heard: Receiver<Vec<u8>>,
    pub raw: Vec<u8>,
    screen: vt100::Parser,
    before: Termios,
    /// The settings that an ended program left.
    after: Option<Termios>,
    /// The environment's word for it is "dumb".
    dumb: bool,
}

pub fn screen(rows: u16, columns: u16) -> vt100::Parser {
    let size = |n| NonZeroU16::new(n).unwrap();
    vt100::Parser::new(size(rows), size(columns), 0)
}

impl Terminal {
    /// High enough that nothing scrolls away.
    pub fn start(home: &Path, env: &[(&str, &str)], args: &[&str]) -> Self {
        Self::sized(home, env, args, (300, 80))
    }

    pub fn sized(home: &Path, env: &[(&str, &str)], args: &[&str], size: (u16, u16)) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_assistant")).args(args);
        Self::with(home, env, command, size)
    }

    /// A shell on it, which may run the program.
    pub fn shell(home: &Path, env: &[(&str, &str)], script: &str) -> Self {
        let command = Command::new("sh").args(["-c", script]);
        Self::with(home, env, command, (300, 80))
    }

    fn with(home: &Path, env: &[(&str, &str)], command: Command, size: (u16, u16)) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(size.0, size.1)).unwrap();
        let before = tcgetattr(&pty).unwrap();
        let mut command = command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .env("TERM", "xterm-256color")
            .env("LC_ALL", "C.UTF-8")
            .env("ASSISTANT", env!("CARGO_BIN_EXE_assistant"))
            .envs(env.iter().copied())
            .current_dir(home);
        let child = command.spawn_borrowed(&pts).unwrap();
        let pty = File::from(OwnedFd::from(pty));
        let mut reading = pty.try_clone().unwrap();
        let (say, heard) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // On Linux the end is an error.
            while let Ok(read @ 1..) = reading.read(&mut bytes) {
                if say.send(bytes[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        Terminal {
            pty,
            pts: Some(pts),
            child,
            heard,
            raw: Vec::new(),
            screen: screen(size.0, size.1),
            before,
            after: None,
            dumb: env.contains(&("TERM", "dumb")),
        }
    }

    pub fn send(&mut self, keys: &str) {
        self.pty.write_all(keys.as_bytes()).unwrap();
    }

    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.screen.process(bytes);
    }

    /// What an ended program said and nobody had time to read yet.
    fn take_the_rest(&mut self) {
        // Without the last opening of its other side, reading comes to an end, and the settings to theirs.
        if self.pts.is_some() {
            self.after = tcgetattr(&self.pty).ok();
            self.pts = None;
        }
        while let Ok(bytes) = self.heard.recv() {
            self.take(&bytes);
        }
    }

    /// Waits until something holds; `None` where the program ended before.
    pub fn until<T>(&mut self, what: &str, found: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let start = Instant::now();
        loop {
            if let Some(found) = found(self) {
                return Some(found);
            }
            match self.heard.recv_timeout(Duration::from_millis(10)) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if self.child.try_wait().unwrap().is_some() => {
                    self.take_the_rest();
                    return found(self);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            let shown = || format!("waited for {what}:\n{}", self.text());
            assert!(start.elapsed() < PATIENCE, "{}", shown());
        }
    }

    /// Waits for a text on the screen.
    pub fn see(&mut self, text: &str) {
        let seen = self.until(text, |one| one.text().contains(text).then_some(()));
        assert!(seen.is_some(), "never saw {text}:\n{}", self.text());
    }

    /// The next prompt; `None` where the program ended.
    pub fn prompt(&mut self) -> Option<Prompt> {
        self.until("a prompt", Self::open_prompt)
    }

    /// Whether a prompt is open now.
    pub fn open(&self) -> bool {
        self.open_prompt().is_some()
    }

    fn open_prompt(&self) -> Option<Prompt> {
        let screen = self.screen.screen();
        let (row, column) = screen.cursor_position();
        let before = screen.contents_between(0, 0, row, column);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let sign = if self.dumb { '>' } else { '›' };
        let of = |line: &str| {
            let question = line.strip_prefix("? ")?.trim_end().strip_suffix(sign)?;
            Some(question.trim_end().to_owned())
        };
        if let Some(question) = of(line) {
            return Some(Prompt::Line(question));
        }
        if !self.drawn() {
            return None;
        }
        // A menu is drawn in full before its keys are read one by one.
        let modes = tcgetattr(&self.pty).ok()?.local_modes;
        if modes.contains(LocalModes::ICANON) {
            return None;
        }
        let text = screen.contents();
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        let (_, lines) = lines.split_last()?;
        let at = lines.iter().rposition(|line| line.starts_with("? "))?;
        let question = lines[at].trim_start_matches("? ").trim_end().to_owned();
        let options: Vec<String> = lines[at + 1..]
            .iter()
            .map(|line| line.chars().skip(2).collect())
            .collect();
        let chosen = lines[at + 1..]
            .iter()
            .position(|line| line.starts_with('❯'))?;
        let plain = |line: &&&str| line.starts_with("  ");
        (lines[at + 1..].iter().filter(plain).count() + 1 == options.len())
            .then_some(Prompt::Menu(question, options, chosen))
    }

    /// Whether all of a menu is here. One that is half cleared, before it is drawn anew, may look like another one.
    fn drawn(&self) -> bool {
        let last = |part: &[u8]| self.raw.windows(part.len()).rposition(|one| one == part);
        let Some(keys) = last(b"(arrows and Enter, or a first letter)") else {
            return false;
        };
        Some(keys) > last(b"\x1b[2K") && self.raw[keys..].contains(&b'\n')
    }

    /// Answers a line.
    pub fn answer(&mut self, text: &str) {
        let long = self.raw.len();
        self.send(&format!("{text}\r"));
        // The terminal itself echoes the line's end, even of a secret. Before that the prompt looks as if it were still open.
        let _ = self.until("an echo", |one| {
            one.raw[long..].contains(&b'\n').then_some(())
        });
    }

    /// Chooses the first option that begins so, with the arrows.
    pub fn choose(&mut self, begin: &str) {
        loop {
            let Some(Prompt::Menu(question, options, at)) = self.prompt() else {
                panic!("no menu for {begin}:\n{}", self.text());
            };
            assert!(
                options.iter().any(|one| one.starts_with(begin)),
                "no {begin} in {options:?}"
            );
            if options[at].starts_with(begin) {
                let done = self.marks();
                self.send("\r");
                let _ = self.until("the choice", |one| (one.marks() > done).then_some(()));
                return;
            }
            self.send("\x1b[B");
            let moved = |one: &Self| match one.open_prompt() {
                Some(Prompt::Menu(now, _, there)) if now == question && there == at => None,
                Some(_) => Some(()),
                None => None,
            };
            let _ = self.until("the arrow", moved);
        }
    }

    fn marks(&self) -> usize {
        let mark = "✔".as_bytes();
        self.raw
            .windows(mark.len())
            .filter(|one| *one == mark)
            .count()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
