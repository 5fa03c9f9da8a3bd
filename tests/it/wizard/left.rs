//! Left at each prompt, by Ctrl-C and by the end of the input.

use super::{Person, pairs, without_tokens};
use crate::program::Platform;
use crate::pty::Terminal;

/// More prompts than any walk here has.
const MANY: usize = 30;

/// Walks, and leaves at each prompt in turn.
fn leave(scenario: &str, id: &str, name: &str, key: &str) {
    let mut prompts = 0;
    for count in 0..MANY {
        // Each in a world where nothing was done before.
        let platform = Platform::start(scenario);
        let env = without_tokens(&platform, id);
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start(home.path(), &pairs(&env), &[]);
        let person = Person::typing(id, name, &platform);
        if !person.answer_some(&mut terminal, count) {
            break;
        }
        prompts += 1;
        terminal.send(key);
        let ended = terminal.end();
        assert_eq!(ended.code, 130, "at prompt {count}:\n{}", ended.text);
        assert!(
            ended.text.contains("nothing was changed"),
            "it does not say what was done at prompt {count}:\n{}",
            ended.text
        );
        let spoken = &ended.text;
        assert!(!spoken.contains(&platform.token), "{spoken}");
        assert!(!spoken.contains(&platform.tokens[id]), "{spoken}");
    }
    // The menu of connections or namespaces, two tokens, and a question at least.
    assert!(
        (4..MANY).contains(&prompts),
        "{scenario}: {prompts} prompts"
    );
}

#[test]
fn ctrl_c_at_each_prompt_of_a_walk_that_connects() {
    leave("ready", "gitlab", "GitLab", "\x03");
}

#[test]
fn the_end_of_the_input_at_each_prompt_of_a_walk_that_connects() {
    leave("ready", "gitlab", "GitLab", "\x04");
}

#[test]
fn ctrl_c_at_each_prompt_of_a_walk_with_a_gap() {
    leave("low-role", "gitlab", "GitLab", "\x03");
}

#[test]
fn the_end_of_the_input_at_each_prompt_of_a_walk_with_a_gap() {
    leave("low-role", "gitlab", "GitLab", "\x04");
}

#[test]
fn ctrl_c_at_each_prompt_of_a_walk_that_needs_an_app() {
    leave("app-not-installed", "github", "GitHub", "\x03");
}

#[test]
fn the_end_of_the_input_at_each_prompt_of_a_walk_that_needs_an_app() {
    leave("app-not-installed", "github", "GitHub", "\x04");
}
