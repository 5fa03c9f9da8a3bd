//! `assistant enable`: from whatever there is to enabled and proven.

use super::apply::{Connect, Plan, agree, apply};
use super::args::{Enable, Global};
use super::ask_first::{Call, Wants, needs_consent, needs_yes, settings};
use super::copied::quoted;
use super::gather::{Heard, Session};
use super::judging::{Stage, unlisted};
use super::output::{Done, done};
use super::{End, Io};
use crate::audit::{Outcome, Report};
use crate::plan;
use crate::scm::Handover;
use crate::semgrep;
use crate::semgrep::connections::Connections;
use crate::semgrep::features::{self, CODE_SNIPPETS, Feature, Found, Setting};
use crate::settings::{Problem, feature};

const NAME: &str = "enable";

/// What the command line and files ask of the features.
struct Wish {
    set: Vec<(&'static Feature, Setting)>,
    /// What files ask for, where it is off.
    gently: Vec<(&'static Feature, Setting)>,
    skip: Vec<&'static str>,
}

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
        problems.extend(needs_yes(global, asks));
        if !named.skip.contains(&CODE_SNIPPETS) {
            problems.extend(needs_consent(global, settings, asks));
        }
        problems
    })?;
    let wish = named.with(&settings.features);
    let session = Session::new(global, settings, io);
    let mut heard = session.ask(|_| {}).await;
    session.keep_typed(&heard, global.store, io)?;

    let mut stage = Stage {
        writes: true,
        left_out: wish.left_out(),
        ..Stage::default()
    };
    let report = session.judge(&heard, &stage);
    let outcome = report.outcome();
    if outcome != Outcome::Ready {
        return finish(report, outcome, &session, global, io);
    }
    // Whether there is a connection to make is part of the plan: without the list there is none.
    if let Err(gap) = Connections::of(&heard.answers).listed() {
        let finished = Done {
            error: Some(unlisted(&gap)),
            ..Done::new(
                NAME,
                report,
                Outcome::Inconclusive,
                session.settings.fail_on,
            )
        };
        return done(finished, global, io);
    }
    let plan = planned(&heard, &wish);
    moot(&heard, &plan)?;
    if plan.is_empty() {
        stage.asked = wish.asked();
        let report = session.judge(&heard, &stage);
        let outcome = report.outcome().max(Outcome::Done);
        if outcome == Outcome::Done && !global.quiet {
            writeln!(
                io.err,
                "nothing to change: everything asked for is on already"
            )?;
        }
        return finish(report, outcome, &session, global, io);
    }
    if global.dry_run {
        let mut report = report;
        report.changes = plan.changes(&heard, &session);
        return finish(report, Outcome::Pending, &session, global, io);
    }
    agree(&plan, &heard, &session, global, io)?;
    let applied = apply(&plan, &mut heard, &session, io).await?;

    stage.asked = wish.asked();
    stage.connecting = true;
    let mut report = session.judge(&heard, &stage);
    report.changes = applied.changes;
    let outcome = match applied.failure {
        Some(_) => Outcome::Partial,
        None => report.outcome().max(Outcome::Done),
    };
    let finished = Done {
        error: applied.failure,
        ..Done::new(NAME, report, outcome, session.settings.fail_on)
    };
    done(finished, global, io)
}

fn finish(
    report: Report,
    outcome: Outcome,
    session: &Session,
    global: &Global,
    io: &mut Io,
) -> Result<u8, End> {
    let fail_on = session.settings.fail_on;
    done(Done::new(NAME, report, outcome, fail_on), global, io)
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
            None => problems.push(format!("--skip {word}: unknown feature")),
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

impl Wish {
    /// Together with what files ask for, which only says how to turn on what is off: a file's *off* leaves a feature
    /// alone, and what is on stays. The command line counts where both speak of a feature.
    fn with(mut self, of_files: &[(&'static Feature, Setting)]) -> Self {
        for (feature, value) in of_files {
            let named = self.set.iter().any(|(one, _)| one.key == feature.key);
            if named || self.skip.contains(&feature.key) {
                continue;
            }
            match value.is_on() {
                true => self.gently.push((feature, *value)),
                false => self.skip.push(feature.key),
            }
        }
        self
    }

    /// Everything asked for by name, given what is found.
    fn named(&self, found: &Found) -> Vec<(&'static Feature, Setting)> {
        let off = |one: &&(&'static Feature, Setting)| {
            !found.get(one.0.key).is_some_and(|value| value.is_on())
        };
        self.set
            .iter()
            .chain(self.gently.iter().filter(off))
            .copied()
            .collect()
    }

    /// The features that must be on in the end.
    fn asked(&self) -> std::collections::BTreeSet<String> {
        let documented = features::ALL.iter().filter(|one| one.documented);
        let named = self
            .set
            .iter()
            .chain(&self.gently)
            .filter(|(_, to)| to.is_on())
            .map(|(one, _)| *one);
        let left_out = self.left_out();
        documented
            .chain(named)
            .map(|one| one.key.to_owned())
            .filter(|key| !left_out.contains(key))
            .collect()
    }

    fn left_out(&self) -> std::collections::BTreeSet<String> {
        let off = self
            .set
            .iter()
            .filter(|(_, to)| !to.is_on())
            .map(|(one, _)| one.key);
        let skipped = self.skip.iter().copied();
        off.chain(skipped).map(str::to_owned).collect()
    }
}

/// What would do nothing while the main switch stays off is a mistake, found before any write.
fn moot(heard: &Heard, plan: &Plan) -> Result<(), End> {
    let Ok((_, found)) = semgrep::found(&heard.answers) else {
        return Ok(());
    };
    let asked: Vec<_> = plan
        .switches
        .iter()
        .map(|one| (one.feature, one.to))
        .collect();
    let moot = plan::moot(&found, &asked);
    if moot.is_empty() {
        return Ok(());
    }
    Err(End::usage(
        format!(
            "{}: does nothing while code-snippets is off",
            moot.join(", ")
        ),
        "leave these features out with --skip, or let code-snippets be turned on",
    ))
}

fn planned(heard: &Heard, wish: &Wish) -> Plan {
    let all = Connections::of(&heard.answers);
    let missing = |(side, one): (usize, &super::gather::SideHeard)| {
        let absent = matches!(all.config_id(&one.key), Ok(None));
        let has_token = one.connection.credential.is_some();
        let by_token = matches!(one.connection.scm.about().handover, Handover::Token);
        (absent && has_token && by_token).then_some(Connect { side, config: None })
    };
    let switches = match semgrep::found(&heard.answers) {
        Ok((_, found)) => plan::enable(&found, &wish.named(&found), &wish.skip),
        Err(_) => Vec::new(),
    };
    Plan {
        connect: heard.sides.iter().enumerate().filter_map(missing).collect(),
        switches,
    }
}
