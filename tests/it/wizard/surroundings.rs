//! The folder that it is started in, and terminals of all kinds.

use super::{Person, pairs, without_tokens};
use crate::program::Platform;
use crate::pty::{Prompt, Terminal};

fn checkout(remote: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join(".git")).unwrap();
    let config = format!("[remote \"origin\"]\n\turl = {remote}\n");
    std::fs::write(home.path().join(".git/config"), config).unwrap();
    std::fs::write(home.path().join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    home
}

#[test]
fn the_git_remote_of_the_folder_is_offered() {
    let home = checkout("git@gitlab.com:acme/web.git");
    let mut terminal = Terminal::start(home.path(), &[], &[]);
    let Some(Prompt::Menu(_, options, _)) = terminal.prompt() else {
        panic!("{}", terminal.text());
    };
    assert_eq!(
        options,
        ["GitLab acme, this folder's git remote", "Another one …"]
    );
    terminal.send("\x03");
    assert_eq!(terminal.end().code, 130);
}

#[test]
fn what_flags_say_is_not_asked() {
    let home = checkout("git@gitlab.com:acme/web.git");
    for (flags, seen) in [
        ("--scm bitbucket", "Bitbucket Cloud workspace"),
        (
            "--scm gitlab --namespace other",
            "Setting up gitlab:gitlab.com/other.",
        ),
        (
            "--scm gitlab --host git.example.com --group acme",
            "Setting up gitlab:git.example.com/acme.",
        ),
        (
            "--sandbox --scm gitlab --namespace acme",
            "Setting up gitlab:127.0.0.1",
        ),
    ] {
        let words: Vec<&str> = flags.split(' ').collect();
        let mut terminal = Terminal::start(home.path(), &[], &words);
        terminal.see(seen);
        let asked = terminal.prompt().unwrap();
        assert!(
            !matches!(&asked, Prompt::Menu(question, ..) if question.contains("Where is") || question.contains("What shall Semgrep")),
            "{flags}: {asked:?}"
        );
        terminal.send("\x03");
        assert_eq!(terminal.end().code, 130, "{flags}");
    }
}

#[test]
fn a_host_that_a_checkout_names_gets_no_token_before_a_person_says_so() {
    let home = checkout("https://gitlab.evil.example/acme/web.git");
    let mut terminal = Terminal::start(home.path(), &[], &[]);
    terminal.choose("GitLab");
    let asked = terminal.prompt().unwrap();
    assert!(
        asked
            .question()
            .contains("Is gitlab.evil.example your GitLab? Tokens will be sent there"),
        "{asked:?}"
    );
    // Enter alone is no.
    terminal.answer("");
    let next = terminal.prompt().unwrap();
    assert_eq!(next.question(), "Where is your GitLab?");
    terminal.send("\x04");
    assert_eq!(terminal.end().code, 130);
}

#[test]
fn a_dumb_terminal_gets_no_escapes_and_numbers_to_type() {
    let home = tempfile::tempdir().unwrap();
    let env = [("TERM", "dumb")];
    let mut terminal = Terminal::start(home.path(), &env, &["--sandbox=low-role"]);
    assert!(terminal.prompt().is_some());
    terminal.see("4) GitLab acme");
    terminal.answer("9");
    terminal.see("that is none of the numbers");
    assert!(terminal.prompt().is_some());
    terminal.answer("4");
    terminal.see("1) Write a message");
    assert!(terminal.prompt().is_some());
    terminal.answer("1");
    terminal.see("this terminal has no clipboard");
    assert!(terminal.prompt().is_some());
    terminal.send("\x04");
    let raw = terminal.raw.clone();
    assert!(!raw.contains(&0x1b), "{}", String::from_utf8_lossy(&raw));
    assert!(raw.is_ascii(), "{}", String::from_utf8_lossy(&raw));
    assert_eq!(terminal.end().code, 130);
}

#[test]
fn small_and_wide_terminals_get_to_the_end() {
    for size in [(15, 40), (15, 80), (50, 200)] {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::sized(home.path(), &[], &["--sandbox"], size);
        let person = Person::with("GitLab");
        while let Some(prompt) = terminal.prompt() {
            person.answer(&mut terminal, &prompt);
        }
        let ended = terminal.end();
        assert_eq!(ended.code, 0, "{size:?}\n{}", ended.text);
    }
}

#[test]
fn no_color_means_none() {
    let home = tempfile::tempdir().unwrap();
    let env = [("NO_COLOR", "1")];
    let mut terminal = Terminal::start(home.path(), &env, &["--sandbox"]);
    let person = Person::with("GitLab");
    while let Some(prompt) = terminal.prompt() {
        person.answer(&mut terminal, &prompt);
    }
    let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert_eq!(terminal.end().code, 0);
    let paints = |part: &&str| {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';');
        let (numbers, rest) = part.split_at(end.unwrap_or(part.len()));
        rest.starts_with('m')
            && numbers
                .split(';')
                .any(|one| one.parse().is_ok_and(|n: u8| n >= 30))
    };
    assert_eq!(raw.split("\x1b[").skip(1).find(paints), None);
}

#[test]
fn an_empty_line_at_a_token_opens_its_page() {
    use std::os::unix::fs::PermissionsExt;
    let platform = Platform::start("ready");
    let mut env = without_tokens(&platform, "gitlab");
    let home = tempfile::tempdir().unwrap();
    let browser = home.path().join("xdg-open");
    std::fs::write(
        &browser,
        "#!/bin/sh\necho \"$1\" > opened.new && mv opened.new opened\n",
    )
    .unwrap();
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755)).unwrap();
    env.insert(
        "PATH".to_owned(),
        format!("{}:/usr/bin:/bin", home.path().display()),
    );
    let mut terminal = Terminal::start(home.path(), &pairs(&env), &[]);
    let person = Person::typing("gitlab", "GitLab", &platform);
    loop {
        let prompt = terminal.prompt().unwrap();
        if prompt.question().contains("Enter alone opens that page") {
            break;
        }
        person.answer(&mut terminal, &prompt);
    }
    terminal.answer("");
    let file = home.path().join("opened");
    let opened = terminal.until("the browser", |_| std::fs::read_to_string(&file).ok());
    let page = format!("{}/orgs/-/settings/tokens/api\n", platform.url);
    assert_eq!(opened, Some(page));
    assert!(terminal.prompt().is_some());
    terminal.send("\x03");
    assert_eq!(terminal.end().code, 130);
}
