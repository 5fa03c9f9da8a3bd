//! What a rotation is about to change, and what the person is to do after it.

use super::super::super::gather::{Heard, SideHeard};
use super::super::super::{End, Io};
use super::Run;
use super::keep::{self, Holds};
use super::prove::Proven;
use crate::ask::PlatformKey;
use crate::audit::{Change, Deployment, Evidence, State, counted, fact, format_day};
use crate::render::clean;
use crate::semgrep::connections::{self, Connections};
use crate::settings::Credential;
use crate::vault::Key;

/// The changes in their order: the token, the places that keep it, the platform's connection.
pub(super) struct Planned {
    pub(super) changes: Vec<Change>,
    /// The day on which the fresh token is to end.
    pub(super) ends: i64,
    pub(super) former: Evidence,
    pub(super) places: Vec<Key>,
    /// The platform's connection that gets the fresh token.
    pub(super) handover: Option<(Deployment, String)>,
    /// What to say before the question.
    notes: Vec<String>,
    /// What the person is left to do once the token is rotated.
    pub(super) after: Vec<String>,
    /// Where such a token is made.
    pub(super) page: String,
}

impl Planned {
    /// Shows the plan.
    pub(super) fn show(&self, io: &mut Io) -> Result<(), End> {
        writeln!(io.err, "Plan:")?;
        for change in &self.changes {
            let from = change.from.as_deref().unwrap_or("absent");
            writeln!(
                io.err,
                "  ~ {} {}: {} → {}",
                clean(&change.target),
                clean(&change.key),
                clean(from),
                clean(&change.to)
            )?;
        }
        for note in &self.notes {
            let note = crate::render::table::wrapped(&clean(note), "", io.width);
            write!(io.err, "{note}")?;
        }
        Ok(())
    }
}

impl Run<'_> {
    /// Plans what was proven to be possible.
    pub(super) fn plan(&self, heard: &Heard, proven: Proven, io: &Io) -> Result<Planned, End> {
        let side = &heard.sides[0];
        let Some(credential) = &side.connection.credential else {
            return Err(End::Fault(anyhow::anyhow!(
                "a rotation is planned without a token"
            )));
        };
        let (ends, why) = self.end(&proven.former);
        let target = side.connection.target();
        let change = |target: &str, key: &str, from: Option<&str>, to: String| Change {
            target: target.to_owned(),
            key: key.to_owned(),
            from: from.map(str::to_owned),
            to,
            state: State::Planned,
            undo: String::new(),
        };
        let mut changes = vec![change(
            &target,
            "token",
            Some(&former(credential, &proven.former)),
            format!("a fresh one, which ends {} ({why})", format_day(ends)),
        )];
        let places = keep::places(
            io.store.as_ref(),
            &side.connection.key(),
            &credential.secret,
        );
        for (key, holds) in &places {
            let from = match holds {
                Holds::Nothing => None,
                Holds::Former => Some("the former token"),
                Holds::Another => Some("another token, which stays valid where it was made"),
            };
            let to = format!("the fresh one, in {}", io.store.place());
            changes.push(change(&key.to_string(), "kept-token", from, to));
        }
        let handover = match proven.config {
            Some(config) => Some((heard.deployment()?, config)),
            None => None,
        };
        if handover.is_some() {
            let to = "the fresh one".to_owned();
            let from = Some("the token it holds now");
            changes.push(change(&target, "connection-token", from, to));
        }
        let also = self.also_connected(heard, side);
        Ok(Planned {
            changes,
            ends,
            notes: self.notes(heard, handover.is_some(), &also),
            after: self.after(side, credential, &also, io),
            places: places.into_iter().map(|(key, _)| key).collect(),
            handover,
            page: (self.renewal.page)(&side.target, &proven.former),
            former: proven.former,
        })
    }

    /// The day on which the fresh token ends, and why then.
    fn end(&self, former: &Evidence) -> (i64, String) {
        let (today, longest) = (self.session.way.today, self.renewal.longest);
        if let Some(day) = self.ends {
            return (day, "as --expires says".to_owned());
        }
        match (self.renewal.lifetime)(former) {
            Some(days) if days <= longest => (
                today + days,
                format!(
                    "after {}, the lifetime of the former one",
                    counted(days, "day")
                ),
            ),
            Some(_) => (
                today + longest,
                format!("after {longest} days, the longest granted"),
            ),
            None => (
                today + longest,
                format!(
                    "after {longest} days, as the lifetime of the former one is not known or has no end"
                ),
            ),
        }
    }

    fn notes(&self, heard: &Heard, hands_over: bool, also: &[String]) -> Vec<String> {
        let target = heard.sides[0].connection.target();
        let mut notes = vec!["The former token ends at once; this can't be undone.".to_owned()];
        match (self.no_platform, hands_over) {
            (true, _) => notes.push(format!(
                "The platform is left alone (--no-platform): where it holds the former token, it no longer reaches {target}."
            )),
            (_, false) => notes.push(format!(
                "The platform has no connection for {target}, so nothing changes there."
            )),
            _ => notes.push(
                "The platform's connection gets the fresh one whichever token it holds now; --no-platform leaves it."
                    .to_owned(),
            ),
        }
        if !also.is_empty() {
            notes.push(format!(
                "The platform has other connections on this host: {}. One that holds this same token stops working until it gets the fresh one.",
                also.join(", ")
            ));
        }
        notes
    }

    /// Namespaces of the platform's other connections on the same host, which may hold the same token.
    fn also_connected(&self, heard: &Heard, side: &SideHeard) -> Vec<String> {
        let all = Connections::of(&heard.answers);
        let listed = all.listed().unwrap_or_default();
        let on_host = |namespace: &str| PlatformKey {
            namespace: namespace.to_owned(),
            ..side.key.clone()
        };
        listed
            .iter()
            .filter(|one| !connections::is(&side.key, one))
            .filter(|one| connections::is(&on_host(&one.namespace), one))
            .map(|one| one.namespace.clone())
            .collect()
    }

    /// What only the person can do, told last.
    fn after(
        &self,
        side: &SideHeard,
        credential: &Credential,
        also: &[String],
        io: &Io,
    ) -> Vec<String> {
        let (place, key) = (io.store.place(), side.connection.key());
        let mut after = Vec::new();
        if self.session.way.sandboxed {
            after.push("This was the sandbox: the fresh token ends with it.".to_owned());
        } else if !credential.typed && credential.source != place {
            let source = match io.env.contains_key(&credential.source) {
                true => format!("the environment variable {}", credential.source),
                false => credential.source.clone(),
            };
            after.push(format!(
                "To do: the token from {source} is the former one, which is dead, and it goes before the kept one. Take it away there, or put the fresh one in its place: it is kept in {place} as {key}."
            ));
        }
        if !also.is_empty() {
            after.push(format!(
                "To do: where the former token was also used for {}, hand over the fresh one with assistant connect-scm.",
                also.join(", ")
            ));
        }
        after
    }
}

fn former(credential: &Credential, seen: &Evidence) -> String {
    let ends = seen.text(fact::EXPIRES);
    let ends = ends.map_or_else(
        || "has no known end".to_owned(),
        |day| format!("ends {day}"),
    );
    format!("the token from {}, which {ends}", credential.source)
}
