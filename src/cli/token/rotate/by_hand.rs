//! Where no request replaces a token: the page, and what a person does there.

use super::super::super::args::{Format, Global};
use super::super::super::copied::aim;
use super::super::super::output::{Done, done, print};
use super::super::super::{End, Io};
use super::{COMMAND, failure};
use crate::audit::{Change, Outcome, Report, State};
use crate::render::table::wrapped;
use crate::scm::{Handover, Rotation, Scm};
use crate::settings::{Connection, Settings};

/// Whether a person replaces its tokens.
pub(super) fn is(scm: &dyn Scm) -> bool {
    matches!(scm.rotation(), Rotation::Page { .. })
}

/// Says what to do. Nothing is sent; the change stays pending until a person made it.
pub(super) fn tell(
    page: &str,
    steps: &[&str],
    settings: &Settings,
    global: &Global,
    io: &mut Io,
) -> Result<u8, End> {
    let Some(connection) = settings.connections.first() else {
        return Err(End::Fault(anyhow::anyhow!("no connection is chosen")));
    };
    let name = connection.scm.about().name;
    let page = connection.page(page);
    let mut told: Vec<String> = steps
        .iter()
        .map(|step| connection.page(&step.replace("{page}", &page)))
        .collect();
    told.push(last(connection, global));
    let message = format!("{name} lets no token replace itself: a person does it on {page}");
    let mut text = wrapped(&message, "", io.width);
    for (number, step) in told.iter().enumerate() {
        text.push_str(&wrapped(&format!("{}. {step}", number + 1), "  ", io.width));
    }
    if global.format == Format::Table {
        print(io, &text)?;
        // What is pending was said.
        return Ok(match global.exit_zero {
            true => 0,
            false => Outcome::Pending.code(),
        });
    }
    let change = Change {
        target: connection.target(),
        key: "token".to_owned(),
        from: Some("the token in use".to_owned()),
        to: "a fresh token, made by a person".to_owned(),
        state: State::Planned,
        undo: String::new(),
    };
    let report = Report {
        changes: vec![change],
        ..Report::default()
    };
    let error = failure(Outcome::Pending, message, told.join("; "));
    let finished = Done {
        error: Some(error),
        ..Done::new(COMMAND, report, Outcome::Pending, settings.fail_on)
    };
    done(finished, global, io)
}

/// The command that takes the new token to where the former one was.
fn last(connection: &Connection, global: &Global) -> String {
    let flags = connection.flags(global.sandbox.is_some()) + &aim(global);
    match connection.scm.about().handover {
        Handover::Token => {
            format!("hand it to the platform: assistant connect-scm {flags}")
        }
        Handover::App { .. } => format!("keep it here: assistant token add {flags}"),
    }
}
