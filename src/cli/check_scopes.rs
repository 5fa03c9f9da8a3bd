//! `assistant check-scopes`: the audit.

use super::args::{Format, Global, Several};
use super::ask_first::{Call, Wants, settings};
use super::gather::Session;
use super::judging::Stage;
use super::output::{Done, done, print, style};
use super::{End, Io};
use crate::render::table;

const NAME: &str = "check-scopes";

pub(super) async fn run(global: &Global, args: &Several, io: &mut Io) -> Result<u8, End> {
    let call = Call {
        command: NAME,
        scm: &args.scm,
        place: Some(&args.place),
        wants: Wants::Connections,
    };
    let settings = settings(global, call, io, |_, _| Vec::new())?;
    let session = Session::new(global, settings, io);
    let stage = Stage::default();
    let style = style(io);
    let streams = global.format == Format::Table;
    let heard = session
        .ask_in_order(
            |_| {},
            |heard, place| {
                if !streams {
                    return;
                }
                let report = session.judge(heard, &stage);
                let text = match (place, &report.platform) {
                    (None, Some(platform)) => table::platform(platform, style),
                    (Some(at), _) => table::connection(&report.connections[at], style),
                    (None, None) => String::new(),
                };
                // A lost reader is noticed at the end.
                let _ = print(io, &text);
            },
        )
        .await;
    let report = session.judge(&heard, &stage);
    let outcome = report.outcome();
    let finished = Done {
        reads: true,
        streamed: streams.then_some(heard.sides.len()),
        ..Done::new(NAME, report, outcome, session.settings.fail_on)
    };
    session.keep_typed(&heard, global.store, io)?;
    done(finished, global, io)
}
