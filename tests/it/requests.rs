//! The page of all requests, written from the `Ask`s themselves.

use std::path::Path;

use assistant::ask::Ask;

use crate::contract::sides::{self, Side};

const HEAD: &str = "# Every request that assistant can send

Written from the program's own list of requests by `UPDATE_DOCS=1 cargo test requests`; a test fails where it differs.
Nothing else is ever sent. `assistant --explain COMMAND` prints the ones of one command, and sends nothing.

- *reads* only reads; *probes* is shaped like a write but can't change anything, and `--no-write-probes` leaves it out;
  *writes* changes something, and is sent only after consent.
- The hosts are those of the public services; another instance, where one is configured, takes their place.
- `{…}` is filled in, each as one part of the path; `[…]` is there only for the further pages of a list.
- A token goes only to the host of its own side, over TLS; requests marked *no token* go without any.
";

fn page() -> String {
    let mut page = HEAD.to_owned();
    for side in sides::all() {
        page.push_str(&format!("\n## {}\n", side.name));
        for ask in side.asks {
            page.push_str(&entry(&side, ask));
        }
    }
    page
}

fn entry(side: &Side, ask: &Ask) -> String {
    let host = side.host(ask).unwrap_or_else(|| "each host".to_owned());
    let token = if ask.authenticated { "" } else { ", no token" };
    let round = match ask.round {
        0 => "on a change".to_owned(),
        round => format!("round {round}"),
    };
    format!(
        "\n### `{} {}`\n\n- Host: {host}; {}{token}; {round}\n- Why: {}\n- When: {}\n- Needs: {}\n- Source: {}\n",
        ask.method,
        ask.template,
        ask.effect.word(),
        ask.why,
        ask.when,
        ask.scope,
        ask.source,
    )
}

#[test]
fn the_page_of_requests_lists_what_the_program_can_send() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/requests.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page(),
        "{} is out of date: run UPDATE_DOCS=1 cargo test requests",
        path.display()
    );
}

#[test]
fn every_request_says_why_when_with_which_scope_and_from_where() {
    for side in sides::all() {
        for ask in side.asks {
            for (name, text) in [
                ("why", ask.why),
                ("when", ask.when),
                ("scope", ask.scope),
                ("source", ask.source),
            ] {
                assert!(!text.is_empty(), "{} {}: no {name}", side.id, ask.key);
            }
        }
    }
}
