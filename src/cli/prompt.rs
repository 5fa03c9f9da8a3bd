//! Asking the person: the terminal, and who else may answer.

mod menu;

use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Read, Write};

use console::{Term, style};

use super::interrupt::{at_prompt, drawn};
use crate::render::lines::ascii;
use crate::secret::Secret;

/// Answers questions. An error means that there is no answer: the input ended, or Ctrl-C was pressed.
pub trait Prompter {
    /// Yes or no.
    fn confirm(&mut self, question: &str) -> io::Result<bool>;
    /// A line of text.
    fn text(&mut self, question: &str) -> io::Result<String>;
    /// A line of text, where this one is taken for an empty line.
    fn text_with(&mut self, question: &str, default: &str) -> io::Result<String> {
        let text = self.text(&format!("{question} [{default}]"))?;
        Ok(match text.is_empty() {
            true => default.to_owned(),
            false => text,
        })
    }
    /// A line that is not shown; `None` where it is empty.
    fn secret(&mut self, question: &str) -> io::Result<Option<Secret>>;
    /// One of several, by index.
    fn select(&mut self, question: &str, options: &[&str]) -> io::Result<usize>;
}

/// The real terminal. Lines are read as the terminal hands them over, so that its own keys edit them and end the input.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Whether what was printed can be drawn anew.
    redraws: bool,
    unicode: bool,
}

impl Terminal {
    /// The terminal as the environment describes it.
    pub fn of(env: &BTreeMap<String, String>) -> Self {
        let dumb = env.get("TERM").is_none_or(|term| term == "dumb");
        Terminal {
            redraws: !dumb || cfg!(windows),
            unicode: !dumb && supports_unicode::on(supports_unicode::Stream::Stderr),
        }
    }

    fn put(self, text: &str) -> io::Result<()> {
        let text = match self.unicode {
            true => text.to_owned(),
            false => ascii(text),
        };
        let mut err = io::stderr();
        err.write_all(text.as_bytes())?;
        err.flush()
    }

    /// The question, and the sign after which the answer stands.
    fn head(self, question: &str) -> String {
        let sign = if self.unicode { "›" } else { ">" };
        format!("{} {sign} ", self.asked(question))
    }

    fn asked(self, question: &str) -> String {
        match self.redraws {
            true => {
                let mark = style("?").for_stderr().cyan().bold();
                format!("{mark} {}", style(question).for_stderr().bold())
            }
            false => format!("? {question}"),
        }
    }

    fn line(self, question: &str) -> io::Result<String> {
        at_prompt(|| {
            self.put(&self.head(question))?;
            let mut text = String::new();
            match io::stdin().lock().read_line(&mut text)? {
                0 => Err(ended()),
                _ => Ok(text.trim().to_owned()),
            }
        })
    }

    /// One of several by its number, where a menu can't be drawn.
    fn number(self, question: &str, options: &[&str]) -> io::Result<usize> {
        self.put(&format!("{question}\n"))?;
        for (at, option) in options.iter().enumerate() {
            self.put(&format!("  {}) {option}\n", at + 1))?;
        }
        loop {
            let typed = self.line(&format!("The number, 1 to {}", options.len()))?;
            match typed.parse::<usize>() {
                Ok(number) if (1..=options.len()).contains(&number) => return Ok(number - 1),
                _ => self.put("  that is none of the numbers\n")?,
            }
        }
    }
}

impl Prompter for Terminal {
    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        loop {
            // Only a line answers: a key that was pressed too early must not.
            let typed = self.line(&format!("{question} (y/N)"))?;
            match typed.to_lowercase().as_str() {
                "y" | "yes" => return Ok(true),
                "" | "n" | "no" => return Ok(false),
                _ => self.put("  please answer y or n\n")?,
            }
        }
    }

    fn text(&mut self, question: &str) -> io::Result<String> {
        self.line(question)
    }

    fn secret(&mut self, question: &str) -> io::Result<Option<Secret>> {
        loop {
            let (terminal, head) = (*self, self.head(question));
            match at_prompt(|| hidden(move || terminal.put(&head))) {
                Err(error) if error.kind() == io::ErrorKind::FileTooLarge => self.put(
                    "  a terminal takes no line that long; a file or a command can give it\n",
                )?,
                read => return read,
            }
        }
    }

    fn select(&mut self, question: &str, options: &[&str]) -> io::Result<usize> {
        let term = Term::stderr();
        let (height, width) = term.size();
        let rows = menu::rows(question, options, usize::from(width));
        if !self.redraws || rows >= usize::from(height) {
            return self.number(question, options);
        }
        at_prompt(|| menu::run(*self, &term, question, options))
    }
}

/// Standard input, from which a token may be read. Where a person types it, it is asked for and not shown.
pub(super) fn standard_input(env: &BTreeMap<String, String>) -> Box<dyn Read> {
    match io::stdin().is_terminal() {
        true => Box::new(Typed::Ask(Terminal::of(env))),
        false => Box::new(io::stdin()),
    }
}

/// What a person types into standard input: one line.
enum Typed {
    Ask(Terminal),
    /// What is left of it.
    Heard(io::Cursor<zeroize::Zeroizing<Vec<u8>>>),
}

impl Read for Typed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self {
                Typed::Heard(line) => return line.read(into),
                Typed::Ask(terminal) => {
                    let secret = match terminal.secret("The token, then Enter (hidden)") {
                        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
                        secret => secret?,
                    };
                    let bytes = secret.map(|one| one.expose().as_bytes().to_vec());
                    let bytes = zeroize::Zeroizing::new(bytes.unwrap_or_default());
                    *self = Typed::Heard(io::Cursor::new(bytes));
                }
            }
        }
    }
}

/// The input is over.
fn ended() -> io::Error {
    io::ErrorKind::UnexpectedEof.into()
}

/// A line read while the terminal does not show it, which it stops before the question is there: what is pasted in a
/// hurry must not be seen either. Whoever runs this shows it again. Nothing but the secret itself ever holds it, hence no
/// buffered reader.
#[cfg(unix)]
fn hidden(ask: impl Fn() -> io::Result<()> + Send + 'static) -> io::Result<Option<Secret>> {
    drawn(quieten, ask)?;
    let mut line = zeroize::Zeroizing::new(Vec::with_capacity(LONGEST_LINE + 1));
    until_newline(&io::stdin(), &mut line)?;
    if line.len() >= LONGEST_LINE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let text = String::from_utf8(std::mem::take(&mut *line));
    let text = text.map_err(|error| {
        let mut bytes = error.into_bytes();
        zeroize::Zeroize::zeroize(&mut bytes);
        io::Error::from(io::ErrorKind::InvalidData)
    })?;
    Ok(Secret::from_input(text))
}

/// Characters of a line after which Linux drops all but its end, hence what is that long may be the beginning only.
#[cfg(unix)]
const LONGEST_LINE: usize = 4095;

#[cfg(unix)]
fn quieten() -> io::Result<()> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let stdin = io::stdin();
    let mut quiet = tcgetattr(&stdin)?;
    quiet.local_modes.remove(LocalModes::ECHO);
    quiet.local_modes.insert(LocalModes::ECHONL);
    Ok(tcsetattr(&stdin, OptionalActions::Now, &quiet)?)
}

#[cfg(unix)]
fn until_newline(stdin: &io::Stdin, line: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let mut byte = [0];
        match rustix::io::read(stdin, &mut byte) {
            Ok(0) if line.is_empty() => return Err(ended()),
            Ok(0) => return Ok(()),
            Ok(_) if byte == *b"\n" => return Ok(()),
            Ok(_) => line.push(byte[0]),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(not(unix))]
fn hidden(ask: impl FnOnce() -> io::Result<()>) -> io::Result<Option<Secret>> {
    ask()?;
    Term::stderr().read_secure_line().map(Secret::from_input)
}
