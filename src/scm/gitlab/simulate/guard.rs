//! Who is let in: tokens, scopes and the state of the user.

use super::GitLab;
use super::replies;
use super::request::{Sent, sent};
use super::routes::Route;
use super::section::{Kind, UserState};
use super::tokens::Dead;
use crate::sandbox::face::{Received, Reply};

impl GitLab {
    /// The token of a request that may use this endpoint; `None` where none was sent and none is needed.
    pub(super) fn admit(
        &mut self,
        route: &Route,
        request: &Received,
    ) -> Result<Option<String>, Reply> {
        let value = match sent(request) {
            None if route.open_to_all() => return Ok(None),
            // Source: `gitlabhq lib/api/users.rb`, `GET /users/:id`.
            None if matches!(route, Route::User(_)) => {
                return Err(replies::message(403, "403 Forbidden - Not authorized!"));
            }
            None => return Err(replies::dead(Dead::Unknown)),
            Some(Sent::Private(value)) => value,
            Some(Sent::Other(value)) => {
                self.refuse_job(route, &value)?;
                value
            }
        };
        let token = match self.tokens.check(&value) {
            // A CI job token is none of the tokens that `PRIVATE-TOKEN` carries.
            Ok(token) if token.kind == Kind::Job => return Err(replies::dead(Dead::Unknown)),
            Ok(token) => token,
            Err(dead) => {
                // Source: `gitlabhq doc/api/personal_access_tokens.md`, "Automatic reuse detection".
                if dead == Dead::Revoked && *route == Route::RotateToken {
                    self.tokens.revoke_family();
                }
                return Err(replies::dead(dead));
            }
        };
        match route.permission() {
            Some(permission) if token.granular => return Err(replies::too_fine(permission)),
            _ => {}
        }
        let scopes = route.scopes();
        if !scopes.is_empty() && !token.may(scopes) {
            return Err(replies::too_narrow(scopes));
        }
        if self.users[0].state == UserState::Blocked {
            return Err(replies::message(403, replies::BLOCKED));
        }
        self.tokens.used(&value);
        Ok(Some(value))
    }

    /// What a living CI job token meets where it is none of the endpoints open to it.
    ///
    /// Source: `gitlabhq lib/api/personal_access_tokens/self_information.rb`, `self_rotation.rb`; `doc/ci/jobs/ci_job_token.md`.
    fn refuse_job(&self, route: &Route, value: &str) -> Result<(), Reply> {
        match self.tokens.check(value) {
            Ok(token) if token.kind == Kind::Job => Err(match route {
                _ if route.about_token() => replies::message(
                    400,
                    "400 Bad request - This endpoint requires token type to be a personal access token",
                ),
                Route::RotateToken => replies::message(405, "405 Method Not Allowed"),
                _ => replies::dead(Dead::Unknown),
            }),
            _ => Ok(()),
        }
    }
}
