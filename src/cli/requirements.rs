//! `assistant requirements`: the catalogue itself.

use serde_json::{Value, json};

use super::args::{Format, Global};
use super::output::{only, print};
use super::{End, Io};
use crate::ask::Probe;
use crate::audit::Requirement;
use crate::local;
use crate::render::lines::{hanging, padded, wrapped};
use crate::scm::{self, Scm};
use crate::semgrep::Platform;

pub(super) fn run(global: &Global, ids: &[String], io: &mut Io) -> Result<u8, End> {
    let chosen: Vec<&dyn Scm> = scm::ALL
        .into_iter()
        .filter(|scm| {
            ids.is_empty()
                || ids
                    .iter()
                    .any(|id| scm::by_id(id).is_some_and(|one| one.about().id == scm.about().id))
        })
        .collect();
    let platform = Platform::default();
    if global.format == Format::Json {
        let rows = chosen.iter().flat_map(|scm| scm.requirements());
        let list: Vec<Value> = platform
            .requirements()
            .iter()
            .chain(rows)
            .chain(&local::ALL)
            .map(one)
            .collect();
        return only("requirements", "requirements", Value::Array(list), io);
    }
    let mut text = "Semgrep platform\n".to_owned();
    text.push_str(&rows(platform.requirements(), io.width));
    for scm in chosen {
        let about = scm.about();
        text.push_str(&format!("\n{}\n", about.name));
        text.push_str(&rows(scm.requirements(), io.width));
        text.push_str(&wrapped(
            &format!("To revoke: {}", about.revoke),
            "  ",
            io.width,
        ));
        text.push_str(&wrapped(
            &format!("To narrow: {}", about.narrow),
            "  ",
            io.width,
        ));
    }
    text.push_str("\nThis machine\n");
    text.push_str(&rows(&local::ALL, io.width));
    print(io, &text)?;
    Ok(0)
}

/// Id, title and level beside each other where they fit, else the title below the id.
fn rows(rows: &[Requirement], width: u16) -> String {
    // The same for all tables, so that they line up.
    const ID: usize = 34;
    const TITLE: usize = 50;
    let beside = usize::from(width) >= ID + TITLE + 36;
    let one = |row: &Requirement| match beside {
        true => {
            let head = format!("  {}{}", padded(row.id, ID - 2), padded(row.title, TITLE));
            let rest = " ".repeat(ID + TITLE);
            let words = row.when.words();
            let whole = hanging(&words, &rest, &rest, width);
            format!("{head}{}", whole.trim_start())
        }
        false => {
            let head = format!("{} ({})", row.id, row.when.words());
            hanging(&head, "  ", "      ", width) + &wrapped(row.title, "      ", width)
        }
    };
    rows.iter().map(one).collect()
}

fn one(row: &Requirement) -> Value {
    json!({
        "id": row.id,
        "title": row.title,
        "level": row.when.words(),
        "docs": row.docs,
        "may_be_vouched_for": row.pardonable,
    })
}
