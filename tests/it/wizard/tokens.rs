//! Tokens that are typed, vouching, and the message to somebody else.

use super::{Person, pairs, without_tokens};
use crate::program::Platform;
use crate::pty::{Prompt, Terminal};

#[test]
fn a_typed_token_is_never_shown_and_a_refused_one_is_asked_for_again() {
    let platform = Platform::start("ready");
    let env = without_tokens(&platform, "gitlab");
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &pairs(&env), &[]);
    let person = Person::typing("gitlab", "GitLab", &platform);
    let (mut refused, wrong) = (0, "an-invented-token-that-nobody-knows");
    while let Some(prompt) = terminal.prompt() {
        match &prompt {
            Prompt::Line(question) if question.contains("hidden") && refused < 1 => {
                refused += 1;
                terminal.answer(wrong);
                terminal.see("refused:");
                terminal.see("Try another one");
            }
            _ => person.answer(&mut terminal, &prompt),
        }
    }
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    let ended = terminal.end();
    assert_eq!(ended.code, 0, "{}", ended.text);
    for secret in [wrong, &platform.token, &platform.tokens["gitlab"]] {
        assert!(!raw.contains(secret), "{}", ended.text);
    }
    assert!(
        ended.text.contains("it reaches deployment acme-inc"),
        "{}",
        ended.text
    );
}

#[test]
fn vouching_is_shown_and_stands_in_the_command_that_does_the_same() {
    let home = tempfile::tempdir().unwrap();
    let args = ["--sandbox=migrated-hidden"];
    let mut terminal = Terminal::start(home.path(), &[], &args);
    let person = Person::with("GitLab");
    while let Some(prompt) = terminal.prompt() {
        person.answer(&mut terminal, &prompt);
    }
    let ended = terminal.end();
    let vouched = ended.text.matches("What next? · Vouch for it").count();
    assert!(vouched > 0, "{}", ended.text);
    assert!(ended.text.contains("~ vouched for"), "{}", ended.text);
    let same = super::same_as(&ended.text).unwrap();
    let attested = same.iter().filter(|word| *word == "--attest");
    assert_eq!(attested.count(), vouched, "{}", ended.text);
}

#[test]
fn a_token_typed_where_it_shows_is_not_used() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &[], &[]);
    terminal.choose("GitLab");
    terminal.choose("gitlab.com");
    assert!(terminal.prompt().is_some());
    terminal.answer("glpat-an0invented0token000");
    terminal.see("that looks like a token");
    let again = terminal.prompt().unwrap();
    assert!(
        again.question().starts_with("GitLab group or project"),
        "{again:?}"
    );
    terminal.send("\x03");
    assert_eq!(terminal.end().code, 130);
}

#[test]
fn the_message_holds_all_that_somebody_else_needs() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &[], &["--sandbox=low-role"]);
    terminal.choose("GitLab");
    terminal.choose("Write a message to an owner or maintainer of acme");
    terminal.see("What is missing: Role Maintainer for setup");
    for part in [
        "one step needs you",
        "What to do: raise the role of ada",
        "Who can do it: an owner or maintainer of acme",
        "/gitlab/groups/acme/-/group_members",
        "assistant check-scopes --scm gitlab --namespace acme",
    ] {
        terminal.see(part);
    }
    // Said behind it.
    terminal.see("copied, if your terminal allows it");
    let copied = terminal.raw.windows(7).any(|one| one == b"\x1b]52;c;");
    assert!(copied, "it goes to the clipboard too");
    terminal.choose("Recheck");
    terminal.see("✓ met");
    terminal.choose("Stop here");
    let ended = terminal.end();
    assert_eq!(ended.code, 3, "{}", ended.text);
}
