//! `assistant enable`: from whatever there is to enabled and proven.

use super::args::{Enable, Global};
use super::ask_first::{Call, Wants, needs_consent, needs_yes, settings};
use super::copied::quoted;
use super::gather::Session;
use super::output::{Done, done};
use super::turning_on::{Turned, Wish, turn_on};
use super::{End, Io};
use crate::audit::Outcome;
use crate::semgrep::features::{self, CODE_SNIPPETS, Feature, Setting};
use crate::settings::{Problem, feature, nearest};

const NAME: &str = "enable";

pub(super) async fn run(global: &Global, args: &Enable, io: &mut Io) -> Result<u8, End> {
    let mut command = NAME.to_owned();
    for word in &args.set {
        command.push_str(&format!(" --set {}", quoted(word)));
    }
    for word in &args.skip {
        command.push_str(&format!(" --skip {}", quoted(word)));
    }
    let call = Call {
        command: &command,
        scm: &args.connections.scm,
        place: Some(&args.connections.place),
        wants: Wants::Connections,
    };
    let (named, wrong) = wish(args);
    let settings = settings(global, call, io, |settings, asks| {
        let mut problems = wrong.clone();
        problems.extend(needs_yes(global, settings, asks));
        if !named.skip.contains(&CODE_SNIPPETS) {
            problems.extend(needs_consent(global, settings, asks));
        }
        problems
    })?;
    let wish = named.with(&settings.features);
    let session = Session::new(global, settings, io);
    let mut heard = session.ask(|_| {}).await;
    session.keep_typed(&heard, global.store, io)?;

    let report = session.judge(&heard, &wish.stage());
    let outcome = report.outcome();
    let turned = match outcome {
        Outcome::Ready => turn_on(&wish, report, &mut heard, &session, global, io).await?,
        _ => Turned {
            report,
            outcome,
            failure: None,
        },
    };
    let finished = Done {
        error: turned.failure,
        ..Done::new(
            NAME,
            turned.report,
            turned.outcome,
            session.settings.fail_on,
        )
    };
    done(finished, global, io)
}

/// What the command line asks for, and what is wrong with it.
fn wish(args: &Enable) -> (Wish, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut set: Vec<(&'static Feature, Setting)> = Vec::new();
    for word in &args.set {
        let parsed = match word.split_once('=') {
            Some((key, value)) => feature(key, value),
            None => Err(format!("--set {word}: takes KEY=VALUE")),
        };
        match parsed {
            Ok(one) => set.push(one),
            Err(text) => problems.push(text),
        }
    }
    let mut skip = Vec::new();
    for word in &args.skip {
        match features::by_key(word) {
            Some(feature) => skip.push(feature.key),
            None => {
                let known: Vec<&str> = features::ALL.iter().map(|one| one.key).collect();
                let near = nearest(word, &known).map(|near| format!("; did you mean {near}?"));
                problems.push(format!(
                    "--skip {word}: unknown feature{}",
                    near.unwrap_or_default()
                ));
            }
        }
    }
    for (feature, _) in set.iter().filter(|(one, _)| skip.contains(&one.key)) {
        problems.push(format!("{}: both set and skipped", feature.key));
    }
    // Turning off has a command of its own, which says what goes off along with it.
    let main_off =
        |(one, to): &(&'static Feature, Setting)| one.key == CODE_SNIPPETS && !to.is_on();
    if set.iter().any(main_off) {
        problems
            .push("code-snippets=off: enable turns features on; use assistant disable".to_owned());
    }
    (
        Wish {
            set,
            gently: Vec::new(),
            skip,
        },
        problems.into_iter().map(Problem::wrong).collect(),
    )
}
