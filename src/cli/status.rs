//! `assistant status`: one screen, and never a question.

use super::args::{Format, Global, Several};
use super::ask_first::{Call, Wants, settings};
use super::gather::Session;
use super::judging::Stage;
use super::output::{Done, done, print, style};
use super::{End, Io};
use crate::audit::{ConnectionReport, Finding, Outcome, Report, Verdict, counted, worst};
use crate::render::lines::hanging;
use crate::render::{NAME as LONGEST, brief, clean, table};
use crate::scm;

const NAME: &str = "status";

pub(super) async fn run(global: &Global, args: &Several, io: &mut Io) -> Result<u8, End> {
    // Never prompts, whatever the terminal.
    io.prompter = None;
    let call = Call {
        command: NAME,
        scm: &args.scm,
        place: Some(&args.place),
        wants: Wants::Connections,
    };
    let settings = settings(global, call, io, |_, _| Vec::new())?;
    let session = Session::new(global, settings, io);
    let heard = session.ask(|_| {}).await;
    let report = session.judge(&heard, &Stage::default());
    let outcome = report.outcome();
    let finished = Done {
        reads: true,
        ..Done::new(NAME, report, outcome, session.settings.fail_on)
    };
    if global.format == Format::Json {
        return done(finished, global, io);
    }
    print(io, &screen(&finished.report, io))?;
    let code = finished.code(global);
    if !global.quiet {
        let more = match outcome {
            Outcome::Ready => "",
            _ => "; assistant check-scopes says what to do",
        };
        writeln!(io.err, "\n{} (exit {code}){more}", outcome.word())?;
    }
    Ok(code)
}

fn screen(report: &Report, io: &Io) -> String {
    let mut text = String::new();
    if let Some(platform) = &report.platform {
        let deployment = platform.deployment.as_ref();
        let name = deployment.map_or("unknown".to_owned(), |one| {
            format!(
                "{} ({})",
                brief(&one.slug, LONGEST),
                brief(&one.name, LONGEST)
            )
        });
        let line = |head: &str, words: String| hanging(&words, head, "            ", io.width);
        text.push_str(&line(
            "Deployment  ",
            format!("{name} on {}", clean(&platform.url)),
        ));
        let source = platform.token_source.as_deref().unwrap_or("none");
        text.push_str(&line("Token       ", format!("from {}", clean(source))));
        text.push_str(&line("Checks      ", state(&platform.findings)));
    }
    text.push_str("\nConnections\n");
    if report.connections.is_empty() {
        text.push_str("  none known here or on the platform\n");
    }
    for connection in &report.connections {
        text.push_str(&one(connection, io.width));
    }
    text.push_str("\nFeatures\n");
    text.push_str(&table::features(&report.features, style(io)));
    text
}

fn one(connection: &ConnectionReport, width: u16) -> String {
    let mut text = format!(
        "  {}
",
        brief(&connection.target(), LONGEST)
    );
    let connected = connection
        .findings
        .iter()
        .find(|row| row.id == "semgrep/scm-connected");
    let connected = match connected.map(|row| row.judged.verdict) {
        Some(Verdict::Met) => "connected to the platform",
        Some(Verdict::NotMet) => "not connected to the platform",
        _ => "whether it is connected cannot be told",
    };
    let checks = format!("{connected}; checks: {}", state(&connection.findings));
    text.push_str(&table::wrapped(&checks, "    ", width));
    let token = match &connection.token {
        Some(token) => {
            let kind = token.kind.as_deref().unwrap_or("token of unknown kind");
            let left = match token.days_left {
                Some(days) => format!("{} left", counted(days, "day")),
                None => "no end date known".to_owned(),
            };
            format!("{} from {}, {left}", clean(kind), clean(&token.source))
        }
        None => "no token here".to_owned(),
    };
    text.push_str(&table::wrapped(&token, "    ", width));
    if let Some(scm) = scm::by_id(&connection.scm) {
        let about = scm.about();
        text.push_str(&table::wrapped(
            &format!("To revoke: {}", about.revoke),
            "    ",
            width,
        ));
        text.push_str(&table::wrapped(
            &format!("To narrow: {}", about.narrow),
            "    ",
            width,
        ));
    }
    text
}

/// What the checks come to, with the rows that count against it.
fn state(findings: &[Finding]) -> String {
    let open: Vec<&str> = findings
        .iter()
        .filter(|row| row.outcome() != Outcome::Ready)
        .map(|row| row.id)
        .collect();
    match open.is_empty() {
        true => "passed".to_owned(),
        false => format!("{}: {}", worst(findings).word(), open.join(", ")),
    }
}
