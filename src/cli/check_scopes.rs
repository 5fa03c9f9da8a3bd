//! `assistant check-scopes`: the audit.

use super::args::{Format, Global, Several};
use super::ask_first::{Call, Wants, settings};
use super::gather::{Heard, Session};
use super::interrupt::blocking;
use super::judging::Stage;
use super::output::{Done, done, print, style};
use super::{End, Io};
use crate::ask::Probe;
use crate::audit::drift::{Snapshot, drift};
use crate::audit::{ConnectionReport, Report, strays};
use crate::baseline::{self, Baseline};
use crate::render::{brief, table};
use crate::scm;
use crate::semgrep::connections::Connections;
use crate::semgrep::{self, Platform};
use crate::settings::{Problem, Settings};

const NAME: &str = "check-scopes";

/// Characters of names that help to find a mistyped one.
const NAMES: usize = 500;

pub(super) async fn run(global: &Global, args: &Several, io: &mut Io) -> Result<u8, End> {
    let call = Call {
        command: NAME,
        scm: &args.scm,
        place: Some(&args.place),
        wants: Wants::Connections,
    };
    let (baseline, wrong) = match &global.baseline {
        Some(path) => match blocking(|| baseline::read(path, NAME)) {
            Ok(baseline) => (Some(baseline), None),
            Err(problem) => (None, Some(format!("--baseline: {problem}"))),
        },
        None => (None, None),
    };
    let settings = settings(global, call, io, |settings, _| {
        let guarded = baseline.as_ref().and_then(|one| stranger(one, settings));
        let problems = wrong.clone().into_iter().chain(guarded);
        problems.map(Problem::wrong).collect()
    })?;
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
    for warning in pointless(&report, &heard, &session.settings) {
        writeln!(io.err, "warning: {warning}")?;
    }
    let outcome = report.outcome();
    let drift = baseline.map(|one| {
        let now = Snapshot::of(&report);
        let warn = session.settings.warn_days;
        drift(&one.generated_at, &one.snapshot, &now, about_a_role, warn)
    });
    let finished = Done {
        reads: true,
        drift,
        streamed: streams.then_some(heard.sides.len()),
        ..Done::new(NAME, report, outcome, session.settings.fail_on)
    };
    session.keep_typed(&heard, global.store, io)?;
    done(finished, global, io)
}

/// That a waiver is for what is not here, as a mistyped one is. A run that was told what to look at leaves much out; and
/// what the platform has is not known where it does not list it.
fn pointless(report: &Report, heard: &Heard, settings: &Settings) -> Vec<String> {
    if settings.chosen || Connections::of(&heard.answers).listed().is_err() {
        return Vec::new();
    }
    let platform = report.platform.as_ref();
    let deployment = platform.and_then(|one| one.deployment.as_ref());
    let own = semgrep::target_name(&settings.semgrep_host, deployment);
    let sides = report.connections.iter().map(ConnectionReport::target);
    let here: Vec<String> = std::iter::once(own).chain(sides).collect();
    let strays = strays(&here, &settings.attestations, &settings.waivers);
    let known = brief(&here.join(", "), NAMES);
    let told = strays.into_iter().map(|(id, target)| {
        let target = brief(target, NAMES);
        format!("what is said of {id} on {target} has no effect: nothing here is called that, only {known}")
    });
    told.collect()
}

/// Why a baseline can't be of the deployment that this run is guarded to reach.
fn stranger(baseline: &Baseline, settings: &Settings) -> Option<String> {
    let (_, slug) = baseline.snapshot.deployment.as_ref()?;
    let guard = settings.deployment.as_ref().filter(|one| *one != slug)?;
    Some(format!(
        "--baseline: the report is about deployment '{slug}', this run is for '{guard}'"
    ))
}

/// Whether the row of this id is about a role.
fn about_a_role(id: &str) -> bool {
    let platform = Platform::default();
    let of_scms = scm::ALL.into_iter().flat_map(|scm| scm.requirements());
    let mut rows = platform.requirements().iter().chain(of_scms);
    rows.any(|row| row.id == id && row.need.ranks())
}
