//! GitHub as its documents describe it: the other side of the requests, for the sandbox.

mod apps;
mod guard;
mod headers;
mod limits;
mod pages;
mod paging;
mod people;
mod policies;
mod powers;
mod replies;
mod repositories;
mod request;
mod revocation;
mod routes;
mod scopes;
mod section;
mod tokens;
mod words;

#[cfg(test)]
mod tests;

use http::Method;

use self::apps::Apps;
use self::limits::Limits;
use self::people::People;
use self::request::{Asked, Sent};
use self::routes::Route;
use self::section::Section;
use self::tokens::{Token, Tokens};
use crate::sandbox::face::{Login, Neighbours, Powers, Received, Reply, Simulate};

/// Builds the simulated GitHub from its section of a scenario.
///
/// # Errors
/// When a key is unknown or a value cannot be; the text names it.
pub fn build(section: &serde_yaml::Value) -> Result<Box<dyn Simulate>, String> {
    GitHub::build(section).map(|github| Box::new(github) as Box<dyn Simulate>)
}

/// The simulated service; paths below `/api/v3` are answered as an Enterprise Server would.
#[derive(Debug)]
struct GitHub {
    section: Section,
    tokens: Tokens,
    people: People,
    apps: Apps,
    limits: Limits,
    /// All requests ever, for the request ids.
    count: u64,
}

impl GitHub {
    fn build(section: &serde_yaml::Value) -> Result<Self, String> {
        let section = Section::read(section)?;
        Ok(Self {
            tokens: Tokens::build(&section),
            people: People::build(&section),
            apps: Apps::build(&section),
            limits: Limits::new(&section),
            section,
            count: 0,
        })
    }

    /// Answers what reached the API, with the token that was accepted on the way.
    fn answer(&mut self, asked: &Asked, route: Option<&Route>) -> (Reply, Option<Token>) {
        if let Some(version) = asked.unsupported_version(&self.section) {
            return (replies::unsupported_version(asked, &version), None);
        }
        let token = match self.authenticate(asked, route) {
            Ok(token) => token,
            Err(refusal) => return (refusal, None),
        };
        let free = asked.enterprise || matches!(route, Some(Route::RateLimit));
        if let Some(refusal) = self.limits.refuse(token.as_ref(), free, self.count) {
            return (refusal, token);
        }
        let reply = match route {
            None => replies::not_found(asked, None),
            Some(route) => match self.admit(asked, route, token.as_ref()) {
                Ok(()) => self.serve(asked, route, token.as_ref()),
                Err(refusal) => refusal,
            },
        };
        let reply = headers::conditional(asked, reply);
        // An authorized conditional request that meets nothing new does not count.
        let unchanged = reply.status == 304 && token.is_some();
        if !free && !unchanged {
            self.limits.charge(token.is_some());
        }
        (reply, token)
    }

    /// The token of a request; `None` where none was sent.
    ///
    /// Source: GitHub docs, "Authenticating to the REST API" and its "Failed login limit".
    fn authenticate(
        &mut self,
        asked: &Asked,
        route: Option<&Route>,
    ) -> Result<Option<Token>, Reply> {
        if route == Some(&Route::AppOnly) {
            return Err(replies::no_json_web_token(asked));
        }
        if asked.sent != Sent::Nothing && self.limits.locked_out() {
            return Err(replies::too_many_logins(asked));
        }
        let found = match &asked.sent {
            Sent::Nothing => return Ok(None),
            Sent::Token(value) => self.tokens.check(value),
            Sent::Other => None,
        };
        if let Some(token) = found {
            return Ok(Some(token.clone()));
        }
        self.limits.failed_login();
        if !asked.enterprise {
            self.limits.charge(false);
        }
        Err(replies::bad_credentials(asked))
    }
}

impl Simulate for GitHub {
    fn receive(&mut self, request: &Received, _neighbours: &dyn Neighbours) -> Reply {
        self.count += 1;
        let asked = Asked::read(request);
        if !asked.has_agent {
            return replies::no_agent();
        }
        let route = routes::find(&request.method, asked.path, asked.enterprise);
        let (mut reply, token) = self.answer(&asked, route.as_ref());
        self.adorn(&mut reply, &asked, route.as_ref(), token.as_ref());
        if request.method == Method::HEAD {
            reply.body.clear();
        }
        reply
    }

    fn login(&self) -> Login {
        Login {
            token: self.tokens.handed_out().to_owned(),
            namespace: self.section.namespace(),
        }
    }

    fn scm_types(&self) -> &'static [&'static str] {
        &["SCM_TYPE_GITHUB", "SCM_TYPE_GITHUB_ENTERPRISE"]
    }

    fn powers(&self, token: &str, namespace: &str) -> Result<Powers, String> {
        self.learn(token, namespace)
    }
}
