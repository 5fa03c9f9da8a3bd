//! What is sent is what `--explain` prints.

use crate::program::{line, session};

/// The request templates that `--explain` prints for one side.
fn explained(text: &str, side: &str) -> Vec<(String, String)> {
    text.lines()
        .skip_while(|line| !line.starts_with(side))
        .skip(1)
        .take_while(|line| line.is_empty() || line.starts_with(' '))
        .filter(|line| line.starts_with("    ") && !line.starts_with("     "))
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (method, template) = (words.next()?, words.next()?);
            Some((method.to_owned(), template.to_owned()))
        })
        .collect()
}

/// How many segments of a template are literal where it fits; `None` where it does not. What the query says literally
/// must be there as well.
fn fits(template: &str, path: &str, query: &str) -> Option<usize> {
    let (template, rest) = template.split_once('?').unwrap_or((template, ""));
    let fixed = rest.split('[').next().unwrap_or_default();
    let sent: Vec<&str> = query.split('&').collect();
    let literal = fixed
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.contains('{'));
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    let each = || template.iter().zip(&path);
    let fits = template.len() == path.len()
        && each().all(|(one, other)| one == other || (one.starts_with('{') && !other.is_empty()))
        && literal.clone().all(|pair| sent.contains(&pair));
    fits.then(|| each().filter(|(one, other)| one == other).count())
}

const SIDES: [(&str, &str); 5] = [
    ("/semgrep", "Semgrep platform"),
    ("/azure-devops", "Azure DevOps"),
    ("/bitbucket", "Bitbucket"),
    ("/github", "GitHub"),
    ("/gitlab", "GitLab"),
];

#[test]
fn explaining_sends_nothing() {
    let run = line("check-scopes --scm gitlab --explain");
    assert_eq!(run.code, 0, "without any token or network: {}", run.err);
    assert!(
        run.out
            .contains("GET /api/v4/personal_access_tokens/self (reads)")
    );
    assert!(run.out.ends_with("count as one.\n"));
}

#[test]
fn every_request_sent_is_an_instance_of_exactly_one_template() {
    let scenarios = [
        "ready",
        "enabled",
        "migrated",
        "expired",
        "not-a-member",
        "no-web-api-scope",
        "headers-stripped",
        "many-apps",
        "nested-admin",
        "threads-only",
        "personal-account",
    ];
    for scenario in scenarios {
        for command in ["check-scopes", "enable --yes --accept-ai-code-sharing"] {
            let explained_text = line(&format!("{command} --explain")).out;
            let run = session(scenario, &format!("$ASSISTANT {command} -v >/dev/null"));
            let mut sent = 0;
            for request in run
                .err
                .lines()
                .filter(|line| line.contains(" http://127.0.0.1:"))
            {
                let mut words = request.split_whitespace();
                let (method, url) = (words.next().unwrap(), words.next().unwrap());
                let url = url::Url::parse(url).unwrap();
                let (prefix, side) = SIDES
                    .into_iter()
                    .find(|(prefix, _)| url.path().starts_with(prefix))
                    .unwrap();
                let path = url.path().strip_prefix(prefix).unwrap();
                let mut fitting: Vec<usize> = explained(&explained_text, side)
                    .iter()
                    .filter(|(one, _)| one == method)
                    .filter_map(|(_, template)| {
                        fits(template, path, url.query().unwrap_or_default())
                    })
                    .collect();
                fitting.sort_unstable();
                assert!(
                    !fitting.is_empty(),
                    "{scenario}: {method} {path} is not explained"
                );
                // A literal segment says more than a placeholder; the one that says most is the one meant.
                let most = fitting.pop();
                assert_ne!(
                    fitting.pop(),
                    most,
                    "{scenario}: {method} {path} fits two templates"
                );
                sent += 1;
            }
            assert!(sent > 0, "{scenario}: {}", run.err);
        }
    }
}

#[test]
fn a_reading_command_explains_no_write() {
    let run = line("check-scopes --explain");
    assert!(!run.out.contains("(writes)"), "{}", run.out);
    let run = line("enable --explain");
    assert!(
        run.out
            .contains("PUT /api/agent/deployments/{deployment}/products (writes)")
    );
}

#[test]
fn a_reading_command_sends_nothing_but_reads() {
    for command in ["check-scopes", "status", "features list"] {
        let run = session("enabled", &format!("$ASSISTANT {command} -v > /dev/null"));
        let methods: Vec<&str> = run
            .err
            .lines()
            .filter(|line| line.contains(" http://127."))
            // The write probe of Azure DevOps, on a repository that does not exist.
            .filter(|line| !(line.starts_with("POST") && line.contains("/refs?")))
            .filter_map(|line| line.split(' ').next())
            .collect();
        assert!(!methods.is_empty());
        assert!(
            methods
                .iter()
                .all(|method| matches!(*method, "GET" | "HEAD")),
            "{command}: {methods:?}"
        );
    }
}
