//! The other side of the platform's API, for the sandbox: written from the vendor's API descriptions, traps included.
//!
//! Where a description is silent, the harsher reading is simulated, and the place says so.

mod apps;
mod connection;
mod connections;
mod deployment;
mod fleet;
mod modes;
mod order;
mod paging;
mod product_shape;
mod products;
mod routes;
mod scenario;
mod subscriptions;
mod unified;
mod unified_rules;
mod wire;

#[cfg(test)]
mod tests;

use crate::sandbox::face::{Login, Neighbours, Received, Reply, Simulate};
use connections::Connections;
use modes::Modes;
use products::Products;
use routes::{Access, Asked};
use scenario::{Deployment, Role, Section, Token, TokenState};
use unified::Unified;
use wire::Handled;

/// The generation of policies a deployment is in; it never has both.
enum Policies {
    /// Policies with modes, as v1 describes them.
    Modes(Modes),
    /// Unified Policies: v1 answers 410.
    Unified(Unified),
}

/// The whole simulated platform: one deployment, one token, one owner of it.
struct Platform {
    token: Token,
    deployment: Deployment,
    role: Role,
    projects: usize,
    scanned: bool,
    triage_via_comment: bool,
    policies: Policies,
    products: Products,
    connections: Connections,
}

/// Builds the platform from the `semgrep` part of a scenario; a null section is the scenario `ready`.
///
/// # Errors
///
/// Names the key that is unknown or the value that is bad.
pub fn build(section: &serde_yaml::Value) -> Result<Box<dyn Simulate>, String> {
    let own = platform(Section::read(section)?)?;
    Ok(Box::new(fleet::Platforms::new(own, section)))
}

fn platform(section: Section) -> Result<Platform, String> {
    let policies = match section.policies.generation {
        scenario::Generation::Modes => Policies::Modes(Modes::new(&section.policies)),
        scenario::Generation::Unified => Policies::Unified(Unified::new(&section.policies)),
    };
    Ok(Platform {
        policies,
        products: Products::new(&section.products, section.settings_stick)?,
        connections: Connections::new(section.connections)?,
        token: section.token,
        deployment: section.deployment,
        role: section.role,
        projects: section.projects,
        scanned: section.scanned,
        triage_via_comment: section.triage_via_comment,
    })
}

impl Platform {
    fn answer(&mut self, request: &Received, neighbours: &dyn Neighbours) -> Handled {
        // An unknown address is unknown whoever asks, so routing comes before the token is looked at.
        let (route, bound) = routes::find(&request.method, &request.path)?;
        self.admit(route.access, request)?;
        if let Some(asked) = bound.get("deploymentId")
            && *asked != self.deployment.id.to_string()
        {
            return Err(wire::not_found());
        }
        if let Some(asked) = bound.get("deploymentSlug")
            && *asked != self.deployment.slug
        {
            return Err(wire::not_found());
        }
        if route.access == Access::Admin && !self.role.may_write() {
            return Err(wire::error(403, "this action needs the admin role"));
        }
        let asked = Asked {
            request,
            bound,
            neighbours,
        };
        (route.handle)(self, &asked)
    }

    /// `Authorization: Bearer TOKEN` and nothing else (Semgrep API description v2, security scheme `SemgrepWebToken`).
    fn admit(&self, access: Access, request: &Received) -> Result<(), Reply> {
        if access == Access::Open {
            return Ok(());
        }
        if sent(request) != Some(self.token.value.as_str())
            || self.token.state == TokenState::Unknown
        {
            return Err(wire::error(401, "Not authorized"));
        }
        // A live token without Web API scope is told that the address does not exist, not that it is forbidden.
        if access != Access::Token && !self.token.reaches_web_api() {
            return Err(wire::not_found());
        }
        Ok(())
    }
}

/// The token of a request; `None` where none was sent, or several were.
fn sent(request: &Received) -> Option<&str> {
    let mut headers = request.headers.get_all(http::header::AUTHORIZATION).iter();
    match (headers.next(), headers.next()) {
        (Some(only), None) => only.to_str().ok().and_then(|v| v.strip_prefix("Bearer ")),
        _ => None,
    }
}

impl Simulate for Platform {
    fn receive(&mut self, request: &Received, neighbours: &dyn Neighbours) -> Reply {
        self.answer(request, neighbours)
            .unwrap_or_else(|refusal| refusal)
    }

    fn login(&self) -> Login {
        Login {
            token: self.token.value.clone(),
            namespace: String::new(),
        }
    }
}
