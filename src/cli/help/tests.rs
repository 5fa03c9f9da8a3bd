use super::*;

#[test]
fn every_example_is_a_line_the_program_takes() {
    for path in paths(&plain()) {
        for (_, line) in examples(&path.join(" ")) {
            // What stands in quotes is one word.
            let words: Vec<String> = line
                .split('\'')
                .enumerate()
                .flat_map(|(at, part)| match at % 2 {
                    0 => part.split_whitespace().map(str::to_owned).collect(),
                    _ => vec![part.to_owned()],
                })
                .collect();
            // Lines for the shell around it, such as a redirection, are its own affair.
            let words = words
                .split(|word| word == ">" || word == "|")
                .next()
                .unwrap_or_default();
            let parsed = command().try_get_matches_from(words);
            let problem = parsed.err().map(|error| error.to_string());
            assert_eq!(problem, None, "{line}");
        }
    }
}

#[test]
fn every_command_has_an_example() {
    for path in paths(&plain()) {
        let path = path.join(" ");
        let parent = plain();
        let command = find(
            &parent,
            &path
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        );
        if command.is_ok_and(|one| !one.has_subcommands()) {
            assert!(!examples(&path).is_empty(), "{path} has no example");
        }
    }
}

#[test]
fn every_outcome_has_its_code_told() {
    let text = exit_codes(100);
    for outcome in [
        Outcome::Ready,
        Outcome::Done,
        Outcome::Error,
        Outcome::Usage,
        Outcome::Gaps,
        Outcome::Credentials,
        Outcome::Inconclusive,
        Outcome::Pending,
        Outcome::Partial,
        Outcome::Interrupted,
    ] {
        let line = text.lines().find(|line| {
            line.trim_start()
                .starts_with(&format!("{} ", outcome.code()))
        });
        assert!(
            line.is_some_and(|line| line.contains(outcome.word())),
            "{text}"
        );
    }
}
