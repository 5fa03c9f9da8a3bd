//! Who is let in: credentials, scopes and the allow-list; and what every answer tells about the credential.

use super::Bitbucket;
use super::places::HOME;
use super::replies::{self, header};
use super::request::{Sent, sent};
use super::routes::Route;
use super::section::Headers;
use super::tokens::{Dead, Token};
use crate::sandbox::face::{Received, Reply};

/// Who looks: somebody without a credential, or the holder of the scenario's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Viewer {
    /// Nobody in particular.
    Anonymous,
    /// The scenario's credential.
    Holder,
}

impl Bitbucket {
    /// Lets a request in, or refuses it. A dead credential is refused even where everybody may read.
    pub(super) fn admit(&self, route: &Route, request: &Received) -> Result<Viewer, Reply> {
        let sent = sent(&request.headers);
        let dead = |dead| replies::dead(dead, self.section.empty_401);
        let viewer = if sent == Sent::Nothing {
            if !route.open_to_all() {
                return Err(dead(Dead::Invalid));
            }
            Viewer::Anonymous
        } else {
            self.token.accepts(&sent).map_err(dead)?;
            Viewer::Holder
        };
        let need = route.need();
        if viewer == Viewer::Holder {
            if !self.token.may(&need) {
                let required = self.token.words(&need);
                return Err(replies::too_narrow(
                    &self.token.scopes,
                    required,
                    self.section.detail,
                ));
            }
            // Even one with `account` is no user.
            if route.about_user() && self.token.kind.is_access_token() {
                return Err(replies::no_user());
            }
        }
        let there = route
            .workspace()
            .and_then(|workspace| self.places.workspace(workspace));
        if self.section.ip_allow_list && there.is_some_and(|place| place.slug == HOME) {
            return Err(replies::off_the_list());
        }
        Ok(viewer)
    }

    /// The credential behind a viewer.
    pub(super) fn token_of(&self, viewer: Viewer) -> Option<&Token> {
        (viewer == Viewer::Holder).then_some(&self.token)
    }

    /// What an answer to a live credential tells about it, as far as it gets through; refusals carry it too.
    ///
    /// Source: traffic recorded by others for `/2.0/user`, `/2.0/repositories` and `/2.0/workspaces/…`.
    pub(super) fn about_credential(&self, route: &Route) -> Vec<(String, String)> {
        let (kind, scopes) = match self.section.headers {
            Headers::Always => (true, true),
            Headers::Never => (false, false),
            Headers::UserOnly => (*route == Route::User, *route == Route::User),
            Headers::NotOnRepositories => {
                let elsewhere = !matches!(route, Route::Repositories(_));
                (elsewhere, elsewhere)
            }
            Headers::KindOnly => (true, false),
            Headers::ScopesOnly => (false, true),
        };
        let mut headers = Vec::new();
        if kind {
            headers.push(header(
                "x-credential-type",
                self.token.kind.credential_type(),
            ));
        }
        if scopes {
            headers.push(header("x-oauth-scopes", &self.token.scopes.join(", ")));
            let accepted = self.token.words(&route.need());
            if !accepted.is_empty() {
                headers.push(header("x-accepted-oauth-scopes", &accepted.join(", ")));
            }
        }
        headers
    }
}
