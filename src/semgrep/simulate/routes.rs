//! The addresses of the service, as its two descriptions list them.

use super::{
    Platform, apps, connections, deployment, modes, products, subscriptions, unified, wire,
};
use crate::sandbox::face::{Neighbours, Received, Reply};
use http::Method;
use std::collections::BTreeMap;

/// What a request must bring.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Nothing: the description names no security.
    Open,
    /// A live token of any scope.
    Token,
    /// A live token with Web API scope. No document asks more of a read.
    WebApi,
    /// That, and an admin as its owner: settings, policies and connections are changed by admins only.
    Admin,
}

/// A request that was routed and let in.
pub(super) struct Asked<'a> {
    pub(super) request: &'a Received,
    pub(super) bound: Bound,
    pub(super) neighbours: &'a dyn Neighbours,
}

impl Asked<'_> {
    /// A path parameter, decoded.
    pub(super) fn at(&self, name: &str) -> &str {
        self.bound.get(name).map_or("", String::as_str)
    }
}

/// The path parameters by name, decoded.
pub(super) type Bound = BTreeMap<&'static str, String>;

/// One operation.
pub(super) struct Route {
    method: Method,
    template: &'static str,
    pub(super) access: Access,
    pub(super) handle: fn(&mut Platform, &Asked<'_>) -> wire::Handled,
}

const fn route(
    method: Method,
    template: &'static str,
    access: Access,
    handle: fn(&mut Platform, &Asked<'_>) -> wire::Handled,
) -> Route {
    Route {
        method,
        template,
        access,
        handle,
    }
}

const CONFIGS: &str = "/api/scm/deployments/{deploymentId}/configs";
const CONFIG: &str = "/api/scm/deployments/{deploymentId}/configs/{configId}";
const SUBSCRIPTION: &str = "/api/scm/deployments/{deploymentId}/subscriptions/{configId}";
const PRODUCTS: &str = "/api/agent/deployments/{deploymentId}/products";
const POLICY: &str = "/api/v1/deployments/{deploymentId}/policies/{policyId}";
const REMEDIATION: &str = "/api/policies/v2/deployments/{deploymentId}/remediation-policies";

#[rustfmt::skip]
static ROUTES: &[Route] = &[
    route(Method::GET, "/api/v1/ping", Access::Open, deployment::ping),
    route(Method::GET, "/api/agent/tenant", Access::Open, deployment::tenant),
    route(Method::GET, "/api/agent/identity", Access::Token, deployment::identity),
    route(Method::GET, "/api/v1/deployments", Access::WebApi, deployment::list),
    route(Method::GET, "/api/v1/deployments/{deploymentSlug}/projects", Access::WebApi, deployment::projects),
    route(Method::GET, "/api/agent/deployment", Access::WebApi, deployment::show),
    route(Method::GET, "/api/agent/deployments/{deploymentId}", Access::WebApi, deployment::show),
    route(Method::GET, "/api/agent/deployments/{deploymentId}/users", Access::WebApi, deployment::users),
    route(Method::GET, "/api/agent/deployments/{deploymentId}/github_app_status", Access::WebApi, apps::github_app_status),
    route(Method::POST, "/api/agent/deployments/{deploymentId}/has_triage_via_comment", Access::Admin, deployment::set_triage),
    route(Method::GET, "/api/onboarding/deployments/{deploymentId}/checklist", Access::WebApi, deployment::checklist),
    route(Method::GET, PRODUCTS, Access::WebApi, products::get),
    route(Method::PUT, PRODUCTS, Access::Admin, products::put),
    route(Method::GET, "/api/v1/deployments/{deploymentId}/policies", Access::WebApi, modes::list),
    route(Method::GET, POLICY, Access::WebApi, modes::rules),
    route(Method::PUT, POLICY, Access::Admin, modes::update),
    route(Method::GET, REMEDIATION, Access::WebApi, unified::get),
    route(Method::PUT, REMEDIATION, Access::Admin, unified::apply),
    // A preview changes nothing, but policies are for admins; the harsher reading.
    route(Method::POST, "/api/policies/v2/deployments/{deploymentId}/remediation-policies:dryRun", Access::Admin, unified::dry_run),
    route(Method::GET, CONFIGS, Access::WebApi, connections::list),
    route(Method::POST, CONFIGS, Access::Admin, connections::create),
    route(Method::POST, "/api/scm/deployments/{deploymentId}/configs/search", Access::WebApi, connections::search),
    route(Method::PATCH, CONFIG, Access::Admin, connections::patch),
    route(Method::DELETE, CONFIG, Access::Admin, connections::delete),
    route(Method::GET, "/api/scm/deployments/{deploymentId}/configs/{configId}/check", Access::WebApi, connections::check),
    route(Method::POST, "/api/scm/deployments/{deploymentId}/configs/{configId}/_sync", Access::Admin, connections::sync),
    route(Method::GET, SUBSCRIPTION, Access::WebApi, subscriptions::list),
    route(Method::PUT, SUBSCRIPTION, Access::Admin, subscriptions::subscribe),
    route(Method::DELETE, SUBSCRIPTION, Access::Admin, subscriptions::unsubscribe),
    route(Method::GET, "/api/scm/deployments/{deploymentId}/scm_apps", Access::WebApi, apps::list),
];

/// Every operation as method and template.
#[cfg(test)]
pub(super) fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    ROUTES
        .iter()
        .map(|route| (route.method.as_str(), route.template))
}

/// The operation behind a method and path, or 404 for an unknown address and 405 for a wrong method.
pub(super) fn find(method: &Method, path: &str) -> Result<(&'static Route, Bound), Reply> {
    let mut allowed: Vec<&str> = Vec::new();
    // A literal segment wins over a parameter: `configs/search` is not the config named "search".
    let literal_first = |route: &&Route| route.template.matches('{').count();
    let mut matching: Vec<(&Route, Bound)> = ROUTES
        .iter()
        .filter_map(|route| bind(route.template, path).map(|bound| (route, bound)))
        .collect();
    matching.sort_by_key(|(route, _)| literal_first(route));
    for (route, bound) in matching {
        if route.method == *method {
            return Ok((route, bound));
        }
        allowed.push(route.method.as_str());
    }
    if allowed.is_empty() {
        return Err(wire::not_found());
    }
    let mut refusal = wire::error(405, "The method is not allowed for the requested URL.");
    refusal
        .headers
        .push(("allow".to_owned(), allowed.join(", ")));
    Err(refusal)
}

fn bind(template: &'static str, path: &str) -> Option<Bound> {
    let mut bound = Bound::new();
    let mut asked = path.split('/');
    for part in template.split('/') {
        let segment = decode(asked.next()?)?;
        match part
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(_) if segment.is_empty() => return None,
            Some(name) => {
                bound.insert(name, segment);
            }
            None if segment == part => {}
            None => return None,
        }
    }
    asked.next().is_none().then_some(bound)
}

/// Undoes percent-encoding; bad escapes and bytes that are no text match no address.
fn decode(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
