//! What a command is about to change, and how each change is shown and sent.

use super::super::End;
use super::super::gather::{Heard, Session};
use crate::ask::Call;
use crate::audit::{Change, Deployment, State};
use crate::plan::Switch;
use crate::semgrep;
use crate::semgrep::connections;
use crate::settings::{Connection, Credential};

/// What a command is about to change.
#[derive(Default)]
pub(in crate::cli) struct Plan {
    /// Connections to make or change, by index into the sides heard.
    pub(in crate::cli) connect: Vec<Connect>,
    /// Settings to change.
    pub(in crate::cli) switches: Vec<Switch>,
    /// Connections to remove.
    pub(in crate::cli) disconnect: Vec<Disconnect>,
    /// What is as it should be, for the person to see: target, key and value.
    pub(in crate::cli) same: Vec<(String, String, String)>,
}

/// One connection to make, or to give another token.
pub(in crate::cli) struct Connect {
    pub(in crate::cli) side: usize,
    /// The connection that exists already.
    pub(in crate::cli) config: Option<String>,
}

/// One connection to remove.
pub(in crate::cli) struct Disconnect {
    pub(in crate::cli) connection: Connection,
    /// Its id on the platform.
    pub(in crate::cli) config: String,
}

impl Plan {
    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.connect.is_empty() && self.switches.is_empty() && self.disconnect.is_empty()
    }

    /// The changes in the order in which they are made.
    pub(in crate::cli) fn changes(&self, heard: &Heard, session: &Session) -> Vec<Change> {
        let deployment = semgrep::deployment(&heard.answers);
        let name = semgrep::target_name(&session.settings.semgrep_host, deployment.as_ref());
        let aim = &session.way.aim;
        let connect = self.connect.iter().map(|one| one.change(heard, session));
        let switches = self.switches.iter().map(|one| one.change(&name, aim));
        let disconnect = self.disconnect.iter().map(|one| one.change(session));
        connect.chain(switches).chain(disconnect).collect()
    }
}

impl Disconnect {
    fn change(&self, session: &Session) -> Change {
        let place = self.connection.flags(session.way.sandboxed) + &session.way.aim;
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
pub(super) const ABSENT: &str = "absent";

impl Connect {
    fn change(&self, heard: &Heard, session: &Session) -> Change {
        let connection = &heard.sides[self.side].connection;
        let place = connection.flags(session.way.sandboxed) + &session.way.aim;
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

/// What a change does: `+` makes, `-` removes or turns off, `~` changes.
pub(in crate::cli) fn sign(change: &Change) -> char {
    match (&change.from, change.to.as_str()) {
        (None, _) => '+',
        (Some(_), ABSENT | "off") => '-',
        _ => '~',
    }
}

impl Connect {
    pub(super) fn call(&self, heard: &Heard, deployment: &Deployment) -> Result<Call, End> {
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
