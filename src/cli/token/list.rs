//! `assistant token list`: what is kept here, and where; never a token.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::args::{Format, Global};
use super::super::output::{Plain, plain, print, style};
use super::super::{End, Io};
use super::{revoke, tell_unread, unread};
use crate::audit::Outcome;
use crate::render::json::Failure;
use crate::render::{clean, table};
use crate::vault::{Key, Shelf};

const NAME: &str = "token list";

pub(in crate::cli) fn run(global: &Global, io: &mut Io) -> Result<u8, End> {
    if let Some(warning) = io.store.warning() {
        writeln!(io.err, "warning: {warning}")?;
    }
    let shelves = io.store.shelves();
    let rows: Vec<(&Shelf, &Key)> = shelves
        .iter()
        .flat_map(|shelf| shelf.keys.iter().flatten().map(move |key| (shelf, key)))
        .collect();
    let unread = unread(&shelves);
    let outcome = match unread {
        // What is listed may not be all.
        Some(_) => Outcome::Inconclusive,
        None => Outcome::Done,
    };
    if global.format == Format::Json {
        let tokens = rows
            .iter()
            .map(|(shelf, key)| as_json(shelf, key))
            .collect();
        let error = unread.map(|error| Failure {
            code: outcome.word().to_owned(),
            message: error.to_string(),
            fix: Some(error.hint()),
        });
        return plain(
            Plain {
                command: NAME,
                outcome,
                error,
            },
            Map::from_iter([("tokens".to_owned(), Value::Array(tokens))]),
            io,
        );
    }
    if !rows.is_empty() {
        let text = told(&rows, io);
        print(io, &text)?;
    }
    tell_unread(&shelves, io)?;
    if rows.is_empty() && outcome == Outcome::Done {
        writeln!(io.err, "no token is kept here{}", of_sandbox(global))?;
        writeln!(
            io.err,
            "hint: assistant token add --scm SCM --namespace NAMESPACE keeps one, assistant token add --platform Semgrep's"
        )?;
    }
    Ok(outcome.code())
}

fn of_sandbox(global: &Global) -> &'static str {
    match global.sandbox {
        Some(_) => ": a run against the sandbox neither reads nor keeps any",
        None => "",
    }
}

/// A row each, then for each source code manager where its tokens are revoked.
fn told(rows: &[(&Shelf, &Key)], io: &Io) -> String {
    let cells: Vec<[&str; 4]> = rows.iter().map(|(shelf, key)| cells(shelf, key)).collect();
    let mut text = table::kept(&cells, style(io)) + "\nTo revoke\n";
    let mut said = BTreeSet::new();
    for (_, key) in rows {
        if said.insert((key.scm(), revoke(key))) {
            let line = format!("{}: {}", clean(key.scm()), clean(&revoke(key)));
            text.push_str(&table::wrapped(&line, "  ", io.width));
        }
    }
    text
}

fn cells<'a>(shelf: &'a Shelf, key: &'a Key) -> [&'a str; 4] {
    let namespace = match key.namespace() {
        "" => "any deployment",
        namespace => namespace,
    };
    // The warning says which file.
    let place = match shelf.plain {
        true => "the plain text file",
        false => &shelf.place,
    };
    [key.scm(), key.host(), namespace, place]
}

fn as_json(shelf: &Shelf, key: &Key) -> Value {
    json!({
        "scm": key.scm(),
        "host": key.host(),
        "namespace": Some(key.namespace()).filter(|text| !text.is_empty()),
        "kept_in": shelf.place,
        "plain_text": shelf.plain,
        "revoke": revoke(key),
    })
}
