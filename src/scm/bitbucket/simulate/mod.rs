//! Bitbucket Cloud as its documents describe it: the other side of the requests, for the sandbox.

mod fields;
mod guard;
mod pages;
mod paging;
mod places;
mod powers;
mod replies;
mod request;
mod routes;
mod scopes;
mod section;
mod shapes;
mod throttle;
mod tokens;

#[cfg(test)]
mod tests;

use http::Method;

use self::places::{Places, Pull};
use self::request::Sent;
use self::routes::{Match, Route};
use self::section::Section;
use self::throttle::Throttle;
use self::tokens::Token;
use crate::sandbox::face::{Login, Neighbours, Powers, Received, Reply, Simulate};

/// Builds the simulated Bitbucket Cloud from its section of a scenario.
///
/// # Errors
/// When a key is unknown or a value cannot be; the text names it.
pub fn build(section: &serde_yaml::Value) -> Result<Box<dyn Simulate>, String> {
    Bitbucket::build(section).map(|bitbucket| Box::new(bitbucket) as Box<dyn Simulate>)
}

/// The simulated service.
#[derive(Debug)]
struct Bitbucket {
    section: Section,
    token: Token,
    places: Places,
    pulls: Vec<Pull>,
    throttle: Throttle,
    /// How often somebody tried to create a pull request, allowed or not.
    writes: u32,
}

impl Bitbucket {
    fn build(section: &serde_yaml::Value) -> Result<Self, String> {
        let section = Section::read(section)?;
        let places = Places::build(&section);
        let pulls = places.first_pulls();
        Ok(Self {
            token: Token::build(&section.token, &places)?,
            throttle: Throttle::new(section.rate_limit),
            places,
            pulls,
            section,
            writes: 0,
        })
    }

    /// The answer, and the endpoint where there is one whose answers tell about the credential.
    fn answer(&mut self, request: &Received) -> (Reply, Option<Route>) {
        // What is gone is gone for everybody: no credential is looked at.
        if routes::removed(&request.path) || self.section.is_gone(&request.path) {
            return (replies::gone(), None);
        }
        let route = match routes::find(&request.method, &request.path) {
            Match::Route(route) => route,
            Match::WrongMethod(allowed) => {
                let mut reply = replies::error(405, "Method not allowed");
                reply.headers.push(replies::header("Allow", allowed));
                return (reply, None);
            }
            Match::None => return (replies::no_such_api(), None),
        };
        if matches!(route, Route::CreatePull(..)) {
            self.writes += 1;
        }
        let reply = match self.admit(&route, request) {
            Ok(viewer) => self.serve(&route, viewer, request),
            Err(refusal) => refusal,
        };
        (reply, Some(route))
    }
}

impl Simulate for Bitbucket {
    fn receive(&mut self, request: &Received, _neighbours: &dyn Neighbours) -> Reply {
        let sent = request::sent(&request.headers);
        let known = matches!(&sent, Sent::Nothing) || self.token.accepts(&sent).is_ok();
        let limited = throttle::counts(&request.path) && known;
        let anonymous = sent == Sent::Nothing;
        let mut reply = if limited && !self.throttle.count(anonymous) {
            replies::error(429, "Rate limit for this resource has been exceeded")
        } else {
            let (mut reply, route) = self.answer(request);
            if let Some(route) = route.filter(|_| known && !anonymous) {
                reply.headers.extend(self.about_credential(&route));
            }
            reply
        };
        // Source: "API request limits", headers: for access tokens, on the endpoints whose limit scales.
        if limited && !anonymous && self.token.kind.is_access_token() {
            reply.headers.extend(self.throttle.headers());
        }
        if self.writes > 0 {
            // No header of the vendor's: it lets a test notice a client that writes where it must not.
            let count = self.writes.to_string();
            reply
                .headers
                .push(replies::header("X-Sandbox-Writes", &count));
        }
        if request.method == Method::HEAD {
            reply.body.clear();
        }
        reply
    }

    fn login(&self) -> Login {
        Login {
            token: self.token.value.clone(),
            namespace: self.section.namespace.clone(),
        }
    }

    fn scm_types(&self) -> &'static [&'static str] {
        &["SCM_TYPE_BITBUCKET"]
    }

    fn powers(&self, token: &str, namespace: &str) -> Result<Powers, String> {
        self.reckon(token, namespace)
    }
}
