//! Asking the person.

use std::io;

use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, Input, Password, Select};

use super::interrupt::at_prompt;
use crate::secret::Secret;

/// Asks questions. `Ok(None)` and errors both mean that there is no answer.
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
    /// A line that is not shown.
    fn secret(&mut self, question: &str) -> io::Result<Option<Secret>>;
    /// One of several, by index.
    fn select(&mut self, question: &str, options: &[&str]) -> io::Result<usize>;
}

/// The real terminal.
#[derive(Debug, Default)]
pub struct Terminal;

impl Prompter for Terminal {
    fn confirm(&mut self, question: &str) -> io::Result<bool> {
        let theme = ColorfulTheme::default();
        let prompt = Confirm::with_theme(&theme)
            .with_prompt(question)
            .default(false)
            // A yes typed with Enter must not answer the next question too.
            .wait_for_newline(true);
        at_prompt(|| prompt.interact()).map_err(into_io)
    }

    fn text(&mut self, question: &str) -> io::Result<String> {
        let theme = ColorfulTheme::default();
        let prompt = Input::<String>::with_theme(&theme).with_prompt(question);
        at_prompt(|| prompt.interact_text())
            .map(|text| text.trim().to_owned())
            .map_err(into_io)
    }

    fn text_with(&mut self, question: &str, default: &str) -> io::Result<String> {
        let theme = ColorfulTheme::default();
        let prompt = Input::<String>::with_theme(&theme)
            .with_prompt(question)
            .default(default.to_owned());
        at_prompt(|| prompt.interact_text())
            .map(|text| text.trim().to_owned())
            .map_err(into_io)
    }

    fn secret(&mut self, question: &str) -> io::Result<Option<Secret>> {
        let theme = ColorfulTheme::default();
        let prompt = Password::with_theme(&theme)
            .with_prompt(question)
            .allow_empty_password(true);
        at_prompt(|| prompt.interact())
            .map(Secret::from_input)
            .map_err(into_io)
    }

    fn select(&mut self, question: &str, options: &[&str]) -> io::Result<usize> {
        let theme = ColorfulTheme::default();
        let prompt = Select::with_theme(&theme)
            .with_prompt(question)
            .items(options)
            .default(0);
        at_prompt(|| prompt.interact()).map_err(into_io)
    }
}

fn into_io(error: dialoguer::Error) -> io::Error {
    let dialoguer::Error::IO(error) = error;
    error
}
