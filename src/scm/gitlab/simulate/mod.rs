//! GitLab as its documents describe it: the other side of the requests, for the sandbox.

mod guard;
mod pages;
mod people;
mod places;
mod replies;
mod request;
mod routes;
mod section;
mod throttle;
mod tokens;

#[cfg(test)]
mod tests;

use http::Method;

use self::people::User;
use self::places::Places;
use self::routes::Match;
use self::section::{Kind, Section, UserState};
use self::throttle::Throttle;
use self::tokens::{Dead, Tokens};
use crate::sandbox::face::{Login, Neighbours, Powers, Received, Reply, Simulate};

/// Builds the simulated GitLab from its section of a scenario.
///
/// # Errors
/// When a key is unknown or a value cannot be; the text names it.
pub fn build(section: &serde_yaml::Value) -> Result<Box<dyn Simulate>, String> {
    GitLab::build(section).map(|gitlab| Box::new(gitlab) as Box<dyn Simulate>)
}

/// The simulated instance.
#[derive(Debug)]
struct GitLab {
    login: Login,
    tokens: Tokens,
    places: Places,
    /// The token's user, and the owner of everything.
    users: [User; 2],
    version: String,
    throttle: Throttle,
    /// Whether nothing is written for now.
    maintenance: bool,
}

impl GitLab {
    fn build(section: &serde_yaml::Value) -> Result<Self, String> {
        let section = Section::read(section)?;
        let places = Places::build(&section)?;
        let first = if section.token.kind == Kind::Project {
            section.projects.first()
        } else {
            section.groups.first()
        };
        let namespace = section
            .namespace
            .clone()
            .or(first.cloned())
            .ok_or("groups: there is none")?;
        if places.group(&namespace).is_none() && places.project(&namespace).is_none() {
            return Err(format!(
                "namespace: `{namespace}` is none of the groups and projects"
            ));
        }
        let home = section
            .member_of
            .clone()
            .unwrap_or_else(|| namespace.clone());
        let users = people::build(&section, &places, &home)?;
        let token = section
            .token
            .value
            .clone()
            .unwrap_or_else(|| tokens::default_value(section.token.kind).to_owned());
        Ok(Self {
            login: Login { token, namespace },
            tokens: Tokens::build(&section),
            places,
            users,
            version: section.version,
            throttle: Throttle::new(section.rate_limit),
            maintenance: section.maintenance,
        })
    }

    /// Major and minor version of the instance.
    fn age(&self) -> (u32, u32) {
        let mut parts = self
            .version
            .split('.')
            .map(|part| part.parse().unwrap_or(0));
        (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
    }

    fn answer(&mut self, request: &Received) -> Reply {
        if self.maintenance && !matches!(request.method, Method::GET | Method::HEAD) {
            return replies::maintenance();
        }
        let route = match routes::find(&request.method, &request.path, self.age()) {
            Match::Route(route) => route,
            Match::WrongMethod(allowed) => {
                let mut reply = replies::error(405, "405 Not Allowed");
                reply.headers.push(replies::header("Allow", allowed));
                return reply;
            }
            Match::None => return replies::error(404, "404 Not Found"),
        };
        match self.admit(&route, request) {
            Ok(value) => self.serve(&route, value.as_deref(), request),
            Err(refusal) => refusal,
        }
    }
}

impl Simulate for GitLab {
    fn receive(&mut self, request: &Received, _neighbours: &dyn Neighbours) -> Reply {
        let allowed = self.throttle.count();
        let mut reply = if allowed {
            self.answer(request)
        } else {
            replies::throttled()
        };
        reply.headers.extend(self.throttle.headers(allowed));
        if request.method == Method::HEAD {
            reply.body.clear();
        }
        reply
    }

    fn login(&self) -> Login {
        self.login.clone()
    }

    fn scm_types(&self) -> &'static [&'static str] {
        &["SCM_TYPE_GITLAB", "SCM_TYPE_GITLAB_SELFMANAGED"]
    }

    /// What using the token on a top-level group teaches; the levels are those of
    /// `gitlabhq doc/user/permissions.md`, for private projects.
    fn powers(&self, token: &str, namespace: &str) -> Result<Powers, String> {
        let token = self
            .tokens
            .check(token)
            .map_err(|dead| replies::dead_text(dead).to_owned())?;
        let user = &self.users[0];
        match () {
            () if token.kind == Kind::Job => {
                return Err(replies::dead_text(Dead::Unknown).to_owned());
            }
            () if token.granular => return Err(replies::granular_text("Group: Read")),
            () if !token.may(&["read_api"]) => return Err(replies::TOO_NARROW.to_owned()),
            () if user.state == UserState::Blocked => return Err(replies::BLOCKED.to_owned()),
            () => {}
        }
        // The platform knows top-level groups only, and of them those that the token's user has a part in.
        let group = self
            .places
            .group(namespace)
            .filter(|group| !group.path.contains('/'));
        let level = group
            .and_then(|group| user.level_in_or_below(group))
            .ok_or("404 Group Not Found")?;
        let write = token.may(&["api"]);
        Ok(Powers {
            read_metadata: level >= 10,
            read_members: level >= 10,
            read_pull_request: level >= 20,
            read_contents: level >= 20,
            write_pull_request_comment: write && level >= 20,
            write_contents: write && level >= 30,
            write_pull_request: write && level >= 30,
            manage_webhooks: write && level >= 40,
        })
    }
}
