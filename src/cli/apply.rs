//! Shows a plan, asks, writes, reads back. Nothing is half done without saying so.

use std::sync::{Mutex, PoisonError};

use super::args::Global;
use super::gather::{Heard, Session};
use super::questions::{self, Question};
use super::{End, Io};
use crate::ask::{Answer, Call, Miss, message};
use crate::audit::{Cause, Change, Deployment, Gap, State, Value, fact};
use crate::plan::{self, Switch};
use crate::render::json::Failure;
use crate::render::lines::hanging;
use crate::render::{NAME, brief, clean};
use crate::scm;
use crate::semgrep::connections::{self, Connections};
use crate::semgrep::features::{self, Found};
use crate::semgrep::{self};
use crate::settings::{Connection, Credential};

/// What a command is about to change.
#[derive(Default)]
pub(super) struct Plan {
    /// Connections to make or change, by index into the sides heard.
    pub(super) connect: Vec<Connect>,
    /// Settings to change.
    pub(super) switches: Vec<Switch>,
    /// Connections to remove.
    pub(super) disconnect: Vec<Disconnect>,
    /// What is as it should be, for the person to see: target, key and value.
    pub(super) same: Vec<(String, String, String)>,
}

/// One connection to make, or to give another token.
pub(super) struct Connect {
    pub(super) side: usize,
    /// The connection that exists already.
    pub(super) config: Option<String>,
}

/// One connection to remove.
pub(super) struct Disconnect {
    pub(super) connection: Connection,
    /// Its id on the platform.
    pub(super) config: String,
}

/// What came of a plan.
pub(super) struct Applied {
    pub(super) changes: Vec<Change>,
    pub(super) failure: Option<Failure>,
}

impl Plan {
    pub(super) fn is_empty(&self) -> bool {
        self.connect.is_empty() && self.switches.is_empty() && self.disconnect.is_empty()
    }

    /// The changes in the order in which they are made.
    pub(super) fn changes(&self, heard: &Heard, session: &Session) -> Vec<Change> {
        let deployment = semgrep::deployment(&heard.answers);
        let name = semgrep::target_name(&session.settings.semgrep_host, deployment.as_ref());
        let aim = &session.aim;
        let connect = self.connect.iter().map(|one| one.change(heard, session));
        let switches = self.switches.iter().map(|one| one.change(&name, aim));
        let disconnect = self.disconnect.iter().map(|one| one.change(session));
        connect.chain(switches).chain(disconnect).collect()
    }
}

impl Disconnect {
    fn change(&self, session: &Session) -> Change {
        let place = self.connection.flags(session.sandboxed) + &session.aim;
        Change {
            target: self.connection.target(),
            key: "connection".to_owned(),
            from: Some("connected".to_owned()),
            to: ABSENT.to_owned(),
            state: State::Planned,
            undo: format!("assistant connect-scm {place}"),
        }
    }
}

/// What a removed connection becomes.
const ABSENT: &str = "absent";

impl Connect {
    fn change(&self, heard: &Heard, session: &Session) -> Change {
        let connection = &heard.sides[self.side].connection;
        let place = connection.flags(session.sandboxed) + &session.aim;
        let (key, from, to, undo) = match &self.config {
            None => (
                "connection",
                None,
                "connected (webhooks on, automatic scans off)",
                format!("assistant disconnect-scm {place}"),
            ),
            Some(_) => (
                "token",
                Some("the token it holds now".to_owned()),
                "the token checked here",
                format!("assistant connect-scm {place} with the former token"),
            ),
        };
        Change {
            target: connection.target(),
            key: key.to_owned(),
            from,
            to: to.to_owned(),
            state: State::Planned,
            undo,
        }
    }
}

/// Shows the plan and gets the person's consent, by flag or at the prompt.
pub(super) fn agree(
    plan: &Plan,
    heard: &Heard,
    session: &Session,
    global: &Global,
    io: &mut Io,
) -> Result<(), End> {
    show(plan, heard, session, io)?;
    if plan::needs_consent(&plan.switches) {
        consent(heard, session, global, io)?;
    }
    if global.yes || session.settings.yes {
        return Ok(());
    }
    confirm(&questions::CHANGES, "Make these changes?", global, io)
}

/// A yes, or the end of the run.
pub(super) fn confirm(
    question: &Question,
    text: &str,
    global: &Global,
    io: &mut Io,
) -> Result<(), End> {
    if io.prompter.is_none() || global.no_input {
        return Err(End::usage(
            "--yes: nobody can be asked whether to make these changes",
            "run the same command with --yes, or with --dry-run to see the changes only",
        ));
    }
    match question.confirm(text, io)? {
        true => Ok(()),
        false => Err(End::Declined),
    }
}

/// Shows what a plan would do, and to which connections.
pub(super) fn show(plan: &Plan, heard: &Heard, session: &Session, io: &mut Io) -> Result<(), End> {
    let deployment = heard.deployment()?;
    let line = format!(
        "Plan for the whole deployment {} on {}:",
        brief(&deployment.slug, NAME),
        session.settings.semgrep_host
    );
    write!(io.err, "{}", hanging(&line, "", "  ", io.width))?;
    for change in plan.changes(heard, session) {
        let from = change.from.as_deref().unwrap_or(ABSENT);
        let line = format!(
            "{} {}: {from} → {}",
            brief(&change.target, NAME),
            clean(&change.key),
            change.to
        );
        let sign = format!("  {} ", sign(&change));
        write!(io.err, "{}", hanging(&line, &sign, "      ", io.width))?;
    }
    for (target, key, value) in &plan.same {
        let line = format!("{} {}: {}", clean(target), clean(key), clean(value));
        write!(io.err, "{}", hanging(&line, "  = ", "      ", io.width))?;
    }
    let all = Connections::of(&heard.answers);
    let listed = all.listed().unwrap_or_default();
    let names: Vec<String> = listed
        .iter()
        .map(|one| format!("{} {}", kind(&one.kind), brief(&one.namespace, NAME)))
        .collect();
    if !names.is_empty() {
        let line = format!(
            "It holds these connections, all affected: {}",
            names.join(", ")
        );
        write!(io.err, "{}", hanging(&line, "", "  ", io.width))?;
    }
    Ok(())
}

/// What a change does: `+` makes, `-` removes or turns off, `~` changes.
pub(super) fn sign(change: &Change) -> char {
    match (&change.from, change.to.as_str()) {
        (None, _) => '+',
        (Some(_), ABSENT | "off") => '-',
        _ => '~',
    }
}

/// The platform's type of a connection in people's words; one that is not known here as the platform calls it.
fn kind(name: &str) -> String {
    let known = scm::ALL
        .into_iter()
        .find(|scm| scm.about().platform_types.contains(&name));
    known.map_or_else(|| brief(name, NAME), |scm| scm.about().name.to_owned())
}

/// Consent to code sharing is its own: `--yes` does not give it.
fn consent(heard: &Heard, session: &Session, global: &Global, io: &mut Io) -> Result<(), End> {
    let deployment = heard.deployment()?;
    let text = format!(
        "Turning on code-snippets lets Semgrep read files of every repository connected to deployment {}, one file at a \
         time, and send their contents to the AI providers that Semgrep uses. To take it back, run: assistant disable",
        brief(&deployment.slug, NAME)
    );
    write!(
        io.err,
        "{}",
        crate::render::table::wrapped(&text, "", io.width)
    )?;
    if let Some(source) = &session.settings.consent {
        writeln!(io.err, "Consent given by {source}.")?;
        return Ok(());
    }
    if io.prompter.is_none() || global.no_input {
        return Err(End::usage(
            "--accept-ai-code-sharing: consent to code sharing is missing, which --yes does not give",
            "read the paragraph above, then add --accept-ai-code-sharing, or leave it out with --skip code-snippets",
        ));
    }
    match questions::CONSENT.confirm("Do you consent to this code sharing?", io)? {
        true => Ok(()),
        false => Err(End::Declined),
    }
}

/// Makes the changes in order, stops at the first that fails, and reads back what was made.
pub(super) async fn apply(
    plan: &Plan,
    heard: &mut Heard,
    session: &Session,
    io: &Io,
) -> Result<Applied, End> {
    let mut changes = plan.changes(heard, session);
    let deployment = heard.deployment()?;
    let made = Made(&io.made);
    let mut failure = reconnected(plan, heard, session).await;
    if failure.is_some() {
        changes
            .iter_mut()
            .for_each(|one| one.state = State::Skipped);
    }
    let first_switch = plan.connect.len();
    let first_removal = first_switch + plan.switches.len();
    for (change, connect) in changes.iter_mut().zip(&plan.connect) {
        if failure.is_none() {
            let call = connect.call(heard, &deployment)?;
            failure = make(change, &call, heard, session, &made).await;
        }
    }
    if failure.is_none() && !plan.switches.is_empty() {
        failure = switch(
            plan,
            heard,
            session,
            &deployment,
            &mut changes[first_switch..first_removal],
            &made,
        )
        .await;
    }
    for (change, one) in changes[first_removal..].iter_mut().zip(&plan.disconnect) {
        if failure.is_none() {
            let call = connections::delete(&deployment, &one.config);
            failure = make(change, &call, heard, session, &made).await;
        }
    }
    let reached = changes.iter().any(|one| one.state == State::Failed);
    for change in changes
        .iter_mut()
        .filter(|one| reached && one.state == State::Planned)
    {
        change.state = State::Skipped;
    }
    session.ask_again(heard).await;
    confirm_made(plan, heard, &mut changes);
    let open = changes.iter().any(|one| one.state != State::Verified);
    let failure = failure.filter(|_| open);
    let unconfirmed = || changes.iter().find(|one| one.state == State::Applied);
    let failure = failure.or_else(|| {
        let change = unconfirmed()?;
        if let Some(count) = doubled(plan, heard) {
            let target = &change.target;
            return Some(format!(
                "{target} is connected {count} times now: somebody else connected it too; remove what is too much"
            ));
        }
        Some(format!(
            "{} was accepted, but reading back does not show it as {}",
            change.key, change.to
        ))
    });
    Ok(Applied {
        changes,
        failure: failure.map(|message| Failure {
            code: "partial".to_owned(),
            message,
            fix: Some("run the same command again: it goes on with what is left".to_owned()),
        }),
    })
}

/// Sends the one request that makes a change; says what went wrong.
async fn make(
    change: &mut Change,
    call: &Call,
    heard: &Heard,
    session: &Session,
    made: &Made<'_>,
) -> Option<String> {
    made.starts(std::slice::from_ref(change));
    let result = sent(session, heard, call).await;
    made.ended(result.is_ok());
    change.state = match result {
        Ok(()) => State::Applied,
        Err(_) => State::Failed,
    };
    let text = result.err()?;
    Some(format!("{} {}: {text}", change.target, change.key))
}

impl Connect {
    fn call(&self, heard: &Heard, deployment: &Deployment) -> Result<Call, End> {
        let side = &heard.sides[self.side];
        let credential: Option<&Credential> = side.connection.credential.as_ref();
        let Some(credential) = credential else {
            return Err(End::Fault(anyhow::anyhow!(
                "a connection is planned without a token"
            )));
        };
        Ok(match &self.config {
            None => connections::create(deployment, &side.key, &credential.secret),
            Some(config) => connections::rotate(deployment, config, &credential.secret),
        })
    }
}

/// Writes the settings onto what they are now, which may not be what the plan saw.
async fn switch(
    plan: &Plan,
    heard: &Heard,
    session: &Session,
    deployment: &Deployment,
    changes: &mut [Change],
    made: &Made<'_>,
) -> Option<String> {
    let (products, now) = match session.settings_now(heard, deployment).await {
        Ok(now) => now,
        Err(gap) => {
            changes
                .iter_mut()
                .for_each(|one| one.state = State::Skipped);
            return Some(format!("the settings can't be read: {}", gap.cause.words()));
        }
    };
    if let Some(text) = moved(plan, &now) {
        changes
            .iter_mut()
            .for_each(|one| one.state = State::Skipped);
        return Some(text);
    }
    let wanted: Vec<_> = plan
        .switches
        .iter()
        .map(|one| (one.feature, one.to))
        .collect();
    let calls = match features::calls(deployment, &products, &wanted) {
        Ok(calls) => calls,
        Err(gap) => {
            changes
                .iter_mut()
                .for_each(|one| one.state = State::Skipped);
            return Some(format!("the settings can't be read: {}", gap.cause.words()));
        }
    };
    for (call, keys) in calls {
        let ours: Vec<Change> = changes
            .iter()
            .filter(|one| keys.contains(&one.key.as_str()))
            .cloned()
            .collect();
        made.starts(&ours);
        let result = sent(session, heard, &call).await;
        made.ended(result.is_ok());
        for change in changes
            .iter_mut()
            .filter(|one| keys.contains(&one.key.as_str()))
        {
            change.state = match result {
                Ok(()) => State::Applied,
                Err(_) => State::Failed,
            };
        }
        if let Err(text) = result {
            return Some(format!("{}: {text}", keys.join(", ")));
        }
    }
    None
}

/// What to tell if the run is interrupted: what was made, and what was on its way.
pub(super) struct Made<'a>(pub(super) &'a Mutex<Vec<String>>);

const ON_ITS_WAY: &str = " (on its way: may or may not be done)";

/// What begins the one entry that is no change but says how to go on, where running the command again is not it.
const TO_GO_ON: &str = "to go on: ";

impl Made<'_> {
    /// These are about to be sent, together.
    pub(super) fn starts(&self, changes: &[Change]) {
        let told = |one: &Change| format!("{} {} → {}", one.target, one.key, one.to);
        let told: Vec<String> = changes.iter().map(told).collect();
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.push(told.join(", ") + ON_ITS_WAY);
    }

    /// How to go on after an interruption from now on.
    pub(super) fn goes_on(&self, how: &str) {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.retain(|one| !one.starts_with(TO_GO_ON));
        made.insert(0, format!("{TO_GO_ON}{how}"));
    }

    /// The changes that were told, and how to go on where running the command again is not it.
    pub(super) fn told(made: &[String]) -> (Vec<&str>, Option<&str>) {
        let how = made.iter().find_map(|one| one.strip_prefix(TO_GO_ON));
        let changes = made.iter().filter(|one| !one.starts_with(TO_GO_ON));
        (changes.map(String::as_str).collect(), how)
    }

    /// The answer to the last ones came.
    pub(super) fn ended(&self, well: bool) {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = made.pop().filter(|_| well) {
            made.push(last.trim_end_matches(ON_ITS_WAY).to_owned());
        }
    }
}

/// Whether somebody made or removed one of these connections since they were looked at: a second one of the same place
/// must not be made.
async fn reconnected(plan: &Plan, heard: &Heard, session: &Session) -> Option<String> {
    if plan.connect.is_empty() {
        return None;
    }
    let unread = |gap: Gap| format!("the connections can't be read: {}", gap.cause.words());
    let now = match session.connections_now(heard).await {
        Ok(now) => now,
        Err(gap) => return Some(unread(gap)),
    };
    plan.connect.iter().find_map(|one| {
        let side = &heard.sides[one.side];
        match now.config_id(&side.key) {
            Ok(config) if config == one.config => None,
            Ok(_) => Some(format!(
                "{} was connected or disconnected since the plan was made: somebody else changed it",
                side.connection.target()
            )),
            Err(gap) => Some(unread(gap)),
        }
    })
}

/// Whether somebody changed one of these settings since the plan was shown.
fn moved(plan: &Plan, now: &Found) -> Option<String> {
    plan.switches.iter().find_map(|one| {
        let is = now.get(one.feature.key)?;
        let fine = is.same(one.from) || is.same(one.to);
        (!fine).then(|| {
            format!(
                "{} was {} when the plan was made and is {is} now: somebody else changed it",
                one.feature.key, one.from
            )
        })
    })
}

/// Sends a write once. A lost answer says nothing about whether it was done.
pub(super) async fn sent(session: &Session, heard: &Heard, call: &Call) -> Result<(), String> {
    match session.writer().send(&heard.platform, call).await {
        Ok(answer) if (200..300).contains(&answer.status) => match is_own(&answer) {
            true => Ok(()),
            false => Err(format!(
                "the platform answered {}, but not as it does, so it may or may not be done",
                answer.status
            )),
        },
        Ok(answer) => {
            let words = answer.json().and_then(|json| message(&json));
            // A proxy's page speaks for the proxy.
            let said = words.is_some();
            let words = words
                .map(|words| format!(": {}", clean(&words)))
                .unwrap_or_default();
            Err(match answer.status {
                401 if said => format!("the platform no longer accepts the token{words}"),
                403 if said => {
                    format!("the platform refuses: the token's owner may not do this{words}")
                }
                409 => format!("the platform says that it exists already{words}"),
                status => format!("the platform answered {status}{words}"),
            })
        }
        Err(Miss {
            cause: Cause::Budget | Cause::NotAsked,
            detail,
        }) => Err(format!("nothing was sent: {detail}")),
        Err(Miss { detail, .. }) => Err(format!(
            "no answer, so it may or may not be done ({detail})"
        )),
    }
}

/// Whether a success is the platform's own, which is an object or nothing at all: a page or a list is somebody else's.
fn is_own(answer: &Answer) -> bool {
    answer.body.trim().is_empty() || answer.json().is_some_and(|json| json.is_object())
}

/// How often a place is connected that was to be connected once.
fn doubled(plan: &Plan, heard: &Heard) -> Option<usize> {
    let all = Connections::of(&heard.answers);
    let made = plan.connect.iter().filter(|one| one.config.is_none());
    let counts = made.map(|one| all.count(&heard.sides[one.side].key));
    counts.max().filter(|count| *count > 1)
}

/// Marks what reading back shows.
fn confirm_made(plan: &Plan, heard: &Heard, changes: &mut [Change]) {
    let found = semgrep::found(&heard.answers).ok().map(|(_, found)| found);
    let all = Connections::of(&heard.answers);
    let (connected, rest) = changes.split_at_mut(plan.connect.len());
    let (switched, removed) = rest.split_at_mut(plan.switches.len());
    for (change, connect) in connected.iter_mut().zip(&plan.connect) {
        let key = &heard.sides[connect.side].key;
        // Nobody can read a token back: that the platform's own check passes with it is the proof there is.
        let proof = match connect.config {
            None => fact::CONNECTED,
            Some(_) => fact::HEALTHY,
        };
        let shown = all.read(key).get(proof);
        let single = connect.config.is_some() || all.count(key) == 1;
        if change.state == State::Applied
            && single
            && shown.is_ok_and(|seen| seen.value == Value::Flag(true))
        {
            change.state = State::Verified;
        }
    }
    for (change, switch) in switched.iter_mut().zip(&plan.switches) {
        let value = found
            .as_ref()
            .and_then(|found| found.get(switch.feature.key));
        if change.state == State::Applied && value.is_some_and(|value| value.same(switch.to)) {
            change.state = State::Verified;
        }
    }
    for (change, one) in removed.iter_mut().zip(&plan.disconnect) {
        let gone = |all: &[connections::Listed]| all.iter().all(|other| other.id != one.config);
        // Also after a refusal or a lost answer: somebody else may have removed it, or it may be done.
        let tried = matches!(change.state, State::Applied | State::Failed);
        if tried && all.listed().is_ok_and(gone) {
            change.state = State::Verified;
        }
    }
}
