//! Many deployments through one way out.

use std::time::Duration;

use super::{Heard, Session, SideHeard, Way};
use crate::ask::PlatformKey;
use crate::semgrep::Platform;
use crate::settings::{Connection, Credential, Settings};

impl Way {
    /// From now on everything ends after this time.
    pub(in crate::cli) fn end_after(&mut self, span: Duration) {
        self.until = tokio::time::Instant::now().checked_add(span);
    }

    /// The same way for one deployment of a fleet, where nobody watches and the app is none of the flags' business.
    pub(in crate::cli) fn to(&self, settings: Settings) -> Session {
        let way = Way {
            app_slug: None,
            watched: false,
            asks: false,
            ..self.clone()
        };
        Session::through(way, settings)
    }
}

impl Session {
    /// Asks the platform about these connections, and about all that it lists where `every`.
    pub(in crate::cli) async fn ask_about(
        &self,
        heard: &mut Heard,
        sought: Vec<PlatformKey>,
        every: bool,
    ) {
        let platform = Platform {
            sought,
            every,
            ..self.platform(&[])
        };
        heard.answers = self.gather(&platform, &heard.platform).await;
    }

    /// Asks one connection's source code manager, with a token or the reason why there is none.
    pub(in crate::cli) async fn ask_alone(
        &self,
        connection: &Connection,
        token: Result<Option<Credential>, String>,
    ) -> SideHeard {
        let (credential, lost) = match token {
            Ok(credential) => (credential, None),
            Err(text) => (None, Some(text)),
        };
        let connection = Connection {
            credential,
            ..connection.clone()
        };
        let mut side = self.side(&connection);
        side.lost = lost;
        if side.connection.credential.is_some() {
            side.answers = self.gather(connection.scm, &side.target).await;
        }
        side
    }
}
