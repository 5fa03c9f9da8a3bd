//! Many deployments through one way out.

use std::time::Duration;

use super::{Heard, Session, SideHeard, Way};
use crate::ask::PlatformKey;
use crate::cli::copied::flag;
use crate::semgrep::{self, DEFAULT_URL, Platform};
use crate::settings::{Connection, Credential, Settings};

impl Way {
    /// From now on everything ends after this time.
    pub(in crate::cli) fn end_after(&mut self, span: Duration) {
        self.until = tokio::time::Instant::now().checked_add(span);
    }

    /// The same way for one deployment of a fleet, where nobody watches and the app is none of the flags' business.
    pub(in crate::cli) fn to(&self, settings: Settings) -> Session {
        let mut aim = self.aim.clone();
        let url = settings.semgrep_url.as_str().trim_end_matches('/');
        // The sandbox brings its own.
        if url != DEFAULT_URL && !self.sandboxed {
            aim.push_str(&flag("--semgrep-url", url));
        }
        let way = Way {
            aim,
            of_fleet: true,
            app_slug: None,
            watched: false,
            asks: false,
            ..self.clone()
        };
        Session::through(way, settings)
    }
}

impl Session {
    /// The flags by which a copied command goes where this session goes. What is right for one deployment of a fleet must
    /// not be done to another one, whose token may be the one at hand.
    pub(in crate::cli) fn aim(&self, heard: &Heard) -> String {
        let named = || self.settings.deployment.clone();
        let found = || semgrep::deployment(&heard.answers).map(|one| one.slug);
        let deployment = || named().or_else(found);
        match self.way.of_fleet.then(deployment).flatten() {
            Some(slug) => self.way.aim.clone() + &flag("--deployment", &slug),
            None => self.way.aim.clone(),
        }
    }

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
