//! What `doctor` makes of a host's answer.

use assistant::audit::Judged;
use assistant::local::{Config, Host, Keyring, Machine};
use assistant::vault::VaultError;
use url::Url;

use super::fixture::Fixture;
use super::reader::unlike;

/// Sun, 06 Nov 1994 08:49:37 GMT, the date of RFC 9110's example.
const NOW: i64 = 784_111_777;

/// The rows that come out otherwise: `met`, `not-met`, or `gap: CAUSE`.
pub fn wrong(fixture: &Fixture) -> Vec<String> {
    let host = Host {
        name: "gitlab.com".to_owned(),
        uses: "GitLab".to_owned(),
        url: Url::parse("https://gitlab.com").unwrap(),
        proxy: None,
        names: Some(Ok(1)),
        answer: Ok(fixture.answer()),
        at: NOW,
    };
    let machine = Machine {
        sandboxed: false,
        config: Config::default(),
        keyring: Keyring {
            place: "nowhere".to_owned(),
            probe: Err(VaultError::Nowhere),
        },
        proxies: Vec::new(),
        system: "linux",
        processor: "x86_64",
        hosts: vec![host],
    };
    let report = machine.report();
    let word = |judged: &Judged| match &judged.cause {
        Some(cause) => format!("gap: {}", cause.code()),
        None => judged.verdict.word().to_owned(),
    };
    unlike(fixture, |row| {
        let mut rows = report.findings();
        let found = rows.find(|one| one.id == row);
        found.map_or("no such row".to_owned(), |one| word(&one.judged))
    })
}
