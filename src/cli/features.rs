//! `assistant features`, and `assistant disable`, which is one of its settings.

use serde_json::json;

use super::apply::{Plan, agree, apply};
use super::args::{Features, Format, Global};
use super::ask_first::{Call, Wants, needs_consent, needs_yes, settings};
use super::gather::Session;
use super::judging::Stage;
use super::output::{self, Done, done, print, style};
use super::{End, Io};
use crate::audit::{FailOn, Outcome, worst};
use crate::plan;
use crate::render::json::Failure;
use crate::render::table;
use crate::semgrep;
use crate::semgrep::features::{self, CODE_SNIPPETS, Feature, Setting};
use crate::settings::{feature, nearest};

pub(super) async fn run(global: &Global, command: &Features, io: &mut Io) -> Result<u8, End> {
    match command {
        Features::List => list(global, io).await,
        Features::Set { settings } => set("features", &parsed(settings)?, global, io).await,
        Features::Explain { key } => explain(global, key, io),
    }
}

pub(super) async fn disable(global: &Global, io: &mut Io) -> Result<u8, End> {
    let off = features::by_key(CODE_SNIPPETS).map(|one| (one, Setting::Switch(false)));
    set("disable", &Vec::from_iter(off), global, io).await
}

/// The settings that these words ask for, or everything that is wrong with them.
pub(super) fn parsed(words: &[String]) -> Result<Vec<(&'static Feature, Setting)>, End> {
    let mut problems = Vec::new();
    let mut asked: Vec<(&'static Feature, Setting)> = Vec::new();
    for word in words {
        let one = match word.split_once('=') {
            Some((key, value)) => feature(key, value),
            None => Err(format!("'{word}' is not KEY=VALUE")),
        };
        match one {
            Ok((feature, _)) if asked.iter().any(|(other, _)| other.key == feature.key) => {
                problems.push(format!("{} is given twice", feature.key));
            }
            Ok(one) => asked.push(one),
            Err(text) => problems.push(text),
        }
    }
    if problems.is_empty() {
        return Ok(asked);
    }
    Err(End::Usage {
        problems,
        credentials: false,
        hint: Some("assistant features set noise-filter=inform min-confidence=0.3".to_owned()),
    })
}

async fn list(global: &Global, io: &mut Io) -> Result<u8, End> {
    let settings = settings(global, call("features list"), io, |_, _| Vec::new())?;
    let session = Session::new(global, settings, io);
    let heard = session.ask_features().await;
    let stage = Stage {
        narrow: true,
        ..Stage::default()
    };
    let mut report = session.judge(&heard, &stage);
    report.connections.clear();
    let readable = semgrep::found(&heard.answers);
    let outcome = match &readable {
        Ok(_) => report.outcome(),
        Err(_) => report.outcome().max(Outcome::Inconclusive),
    };
    let shows = global.format == Format::Table && readable.is_ok();
    let error = readable.err().map(|gap| Failure {
        code: outcome.word().to_owned(),
        message: format!("the settings can't be read: {}", gap.cause.words()),
        fix: None,
    });
    let finished = Done {
        reads: true,
        error,
        ..Done::new("features", report, outcome, session.settings.fail_on)
    };
    if shows {
        print(io, &table::features(&finished.report.features, style(io)))?;
        return Ok(finished.code(global));
    }
    done(finished, global, io)
}

async fn set(
    command: &'static str,
    asked: &[(&'static Feature, Setting)],
    global: &Global,
    io: &mut Io,
) -> Result<u8, End> {
    let shares = asked
        .iter()
        .any(|(one, to)| one.key == CODE_SNIPPETS && to.is_on());
    let named = match command {
        "features" => format!("features set {}", words(asked)),
        other => other.to_owned(),
    };
    let settings = settings(global, call(&named), io, |settings, asks| {
        let mut problems: Vec<_> = needs_yes(global, settings, asks).into_iter().collect();
        if shares {
            problems.extend(needs_consent(global, settings, asks));
        }
        problems
    })?;
    let session = Session::new(global, settings, io);
    let mut heard = session.ask_features().await;
    let stage = Stage {
        writes: true,
        narrow: true,
        ..Stage::default()
    };
    let mut report = session.judge(&heard, &stage);
    report.connections.clear();
    let fail_on = session.settings.fail_on;
    let outcome = report.outcome();
    if outcome != Outcome::Ready {
        return finish(command, report, outcome, None, fail_on, global, io);
    }
    let found = match semgrep::found(&heard.answers) {
        Ok((_, found)) => found,
        Err(gap) => {
            let error = Failure {
                code: "inconclusive".to_owned(),
                message: format!("the settings can't be read: {}", gap.cause.words()),
                fix: None,
            };
            return finish(
                command,
                report,
                Outcome::Inconclusive,
                Some(error),
                fail_on,
                global,
                io,
            );
        }
    };
    let moot = plan::moot(&found, asked);
    if !moot.is_empty() {
        return Err(End::usage(
            format!(
                "{}: does nothing while code-snippets is off",
                moot.join(", ")
            ),
            format!("assistant features set code-snippets=on {}", words(asked)),
        ));
    }
    report.features = features::rows(Some(&found), asked);
    let plan = Plan {
        switches: plan::set(&found, asked),
        ..Plan::default()
    };
    if plan.is_empty() {
        if !global.quiet {
            writeln!(io.err, "nothing to change: {} already", words(asked))?;
        }
        return finish(command, report, Outcome::Done, None, fail_on, global, io);
    }
    if global.dry_run {
        report.changes = plan.changes(&heard, &session);
        return finish(command, report, Outcome::Pending, None, fail_on, global, io);
    }
    agree(&plan, &heard, &session, global, io)?;
    let applied = apply(&plan, &mut heard, &session, io).await?;
    let found = semgrep::found(&heard.answers).ok().map(|(_, found)| found);
    report.features = features::rows(found.as_ref(), asked);
    report.changes = applied.changes;
    report.sent = session.way.http.ledger.count();
    let outcome = match applied.failure {
        Some(_) => Outcome::Partial,
        None => worst(report.findings()).max(Outcome::Done),
    };
    finish(
        command,
        report,
        outcome,
        applied.failure,
        fail_on,
        global,
        io,
    )
}

fn words(asked: &[(&'static Feature, Setting)]) -> String {
    let one = |(feature, value): &(&'static Feature, Setting)| format!("{}={value}", feature.key);
    asked.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn call(command: &str) -> Call<'_> {
    Call {
        command,
        scm: &[],
        place: None,
        wants: Wants::Platform,
    }
}

fn finish(
    command: &'static str,
    report: crate::audit::Report,
    outcome: Outcome,
    error: Option<Failure>,
    fail_on: FailOn,
    global: &Global,
    io: &mut Io,
) -> Result<u8, End> {
    let finished = Done {
        error,
        ..Done::new(command, report, outcome, fail_on)
    };
    done(finished, global, io)
}

pub(super) fn explain(global: &Global, key: &str, io: &mut Io) -> Result<u8, End> {
    let Some(feature) = features::by_key(key) else {
        let known: Vec<&str> = features::ALL.iter().map(|one| one.key).collect();
        let near = nearest(key, &known).map(|near| format!("; did you mean {near}?"));
        return Err(End::usage(
            format!("unknown feature '{key}'{}", near.unwrap_or_default()),
            "assistant help names",
        ));
    };
    if global.format == Format::Json {
        let value = json!({
            "key": feature.key,
            "aliases": feature.aliases,
            "label": feature.label,
            "former_label": feature.former_label,
            "values": feature.values(),
            "about": feature.about,
            "needs_code_snippets": feature.needs_code_snippets,
            "page": format!("/orgs/-/settings/{}", feature.page),
        });
        return output::only("features", "feature", value, io);
    }
    let mut text = format!("{} ({})\n", feature.key, feature.values());
    let mut line = |words: String| text.push_str(&table::wrapped(&words, "  ", io.width));
    line(format!("{}.", feature.about));
    line(format!(
        "Called \"{}\" under Semgrep Multimodal, \"{}\" under Semgrep Assistant.",
        feature.label, feature.former_label
    ));
    if !feature.aliases.is_empty() {
        line(format!(
            "Also known here as {}.",
            feature.aliases.join(", ")
        ));
    }
    if feature.needs_code_snippets {
        line("Does nothing while code-snippets is off.".to_owned());
    }
    line(format!("On the web: /orgs/-/settings/{}", feature.page));
    print(io, &text)?;
    Ok(0)
}
