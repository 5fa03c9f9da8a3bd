//! `assistant requirements`: the catalogue itself.

use serde_json::{Value, json};

use super::args::{Format, Global};
use super::output::{only, print};
use super::{End, Io};
use crate::ask::Probe;
use crate::audit::Requirement;
use crate::local;
use crate::render::table::wrapped;
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
    for row in platform.requirements() {
        text.push_str(&line(row, io.width));
    }
    for scm in chosen {
        let about = scm.about();
        text.push_str(&format!("\n{}\n", about.name));
        for row in scm.requirements() {
            text.push_str(&line(row, io.width));
        }
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
    for row in &local::ALL {
        text.push_str(&line(row, io.width));
    }
    print(io, &text)?;
    Ok(0)
}

fn line(row: &Requirement, width: u16) -> String {
    let head = format!("  {} ({})\n", row.id, row.when.words());
    head + &wrapped(row.title, "      ", width)
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
