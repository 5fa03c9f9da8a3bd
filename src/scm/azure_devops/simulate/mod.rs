//! Azure DevOps Cloud as its documents describe it: the other side of the requests, for the sandbox.
//!
//! The three hosts of the service (`dev.azure.com`, `vssps.dev.azure.com`, `vsaex.dev.azure.com`) are one here: no two of
//! them share a path.

mod base64;
mod directory;
mod gate;
mod git;
mod owner;
mod people;
mod permissions;
mod powers;
mod reply;
mod request;
mod route;
mod scopes;
mod section;
mod threads;
mod version;
mod who;
mod world;

#[cfg(test)]
mod tests;

use http::Method;

use self::gate::Caller;
use self::people::People;
use self::reply::header;
use self::route::Route;
use self::section::{Format, Organization, Section};
use self::world::{TENANT_ID, World};
use crate::sandbox::face::{Login, Neighbours, Powers, Received, Reply, Simulate};

/// Builds the simulated Azure DevOps from its section of a scenario.
///
/// # Errors
/// When a key is unknown or a value cannot be; the text names it.
pub fn build(section: &serde_yaml::Value) -> Result<Box<dyn Simulate>, String> {
    AzureDevOps::build(section).map(|service| Box::new(service) as Box<dyn Simulate>)
}

/// The simulated service, with one organization.
#[derive(Debug)]
struct AzureDevOps {
    section: Section,
    login: Login,
    world: World,
    people: People,
    /// All requests ever, for their ids.
    requests: u64,
}

impl AzureDevOps {
    fn build(section: &serde_yaml::Value) -> Result<Self, String> {
        let section = Section::read(section)?;
        let world = World::build(&section);
        let people = People::build(&section, &world);
        let value = section.token.value.clone();
        let login = Login {
            token: value.unwrap_or_else(|| default_token(section.token.format)),
            namespace: section.namespace.clone(),
        };
        Ok(Self {
            section,
            login,
            world,
            people,
            requests: 0,
        })
    }

    /// Answers, and says whether the caller was known.
    fn answer(&mut self, request: &Received) -> (Reply, bool) {
        let Some(found) = route::find(&request.path) else {
            let missing = reply::html(404, "404", "404 - The resource cannot be found.");
            return (missing, false);
        };
        let reached = match &found.organization {
            Some(name) => self.reach(name),
            None => Ok(()),
        };
        let caller = match reached.and_then(|()| self.identify(request)) {
            Ok(caller) => caller,
            // A 403 is an answer to somebody who is known.
            Err(refusal) => {
                let known = refusal.status == 403;
                return (refusal, known);
            }
        };
        let reply = self
            .choose(caller, &found.routes, request)
            .unwrap_or_else(|refusal| refusal);
        (reply, caller != Caller::Anonymous)
    }

    fn choose(
        &mut self,
        caller: Caller,
        routes: &[(Method, Route)],
        request: &Received,
    ) -> Result<Reply, Reply> {
        if caller != Caller::Anonymous {
            self.throttle()?;
        }
        let Some((_, route)) = routes.iter().find(|(method, _)| *method == request.method) else {
            return Err(no_route(routes, request));
        };
        self.admit(caller, route, request)?;
        version::check(route.version(), request::version(request), &request.method)?;
        Ok(self.serve(caller, route, request))
    }

    fn serve(&mut self, caller: Caller, route: &Route, request: &Received) -> Reply {
        let done = match route {
            Route::ConnectionData => Ok(self.connection_data(caller)),
            Route::Projects => self.list_projects(caller, request),
            Route::Project(word) => self.read_project(word),
            Route::Repositories(project) => self.list_repositories(caller, project.as_deref()),
            Route::CreateRepository(project) => self.create_repository(project.as_deref(), request),
            Route::Refs(place) => self.list_refs(place),
            Route::UpdateRefs(place) => self.update_refs(place, request),
            Route::Push(place) => self.push(place, request),
            Route::Threads(place, number) => self.list_threads(place, number),
            Route::CreateThread(place, number) => self.create_thread(place, number, request),
            Route::Permissions(namespace, bits) => self.permissions(namespace, bits, request),
            Route::PermissionBatch => self.permission_batch(request),
            Route::Groups => self.list_groups(request),
            Route::Users => self.list_users(request),
            Route::Membership(subject, container) => self.membership(subject, container),
            Route::Memberships(subject) => self.memberships(subject, request),
            Route::Collection => Ok(self.collection()),
            Route::HierarchyQuery => self.hierarchy_query(request),
            Route::Entitlements => Ok(self.entitlements()),
            Route::Tokens => Ok(self.tokens()),
            Route::Profile => Ok(self.profile()),
        };
        done.unwrap_or_else(|refusal| refusal)
    }

    /// What tells one request from another, and who is asking.
    fn headers(&self, status: u16, known: bool) -> Vec<(String, String)> {
        let id = format!("ac710000-5a4d-4b0c-8000-{:012}", self.requests);
        let mut headers = vec![
            header("ActivityId", &id),
            header("X-TFS-ProcessId", "90ce5500-5a4d-4b0c-8000-000000000000"),
            header("X-TFS-Session", &id),
            header("X-VSS-E2EID", &id),
            header(
                "X-MSEdge-Ref",
                &format!("Ref A: {} Ref B: SANDBOX", id.replace('-', "")),
            ),
        ];
        if self.section.organization != Organization::Unknown {
            headers.push(header("X-VSS-ResourceTenant", TENANT_ID));
        }
        // Absent on every 401: azure-devops-cli-extension, recorded traffic.
        if known && status != 401 {
            let account = &self.people.account;
            let value = format!("{}:{}", account.id, account.upn);
            // A name that no header can carry goes without.
            if http::HeaderValue::from_str(&value).is_ok() {
                headers.push(header("X-VSS-UserData", &value));
            }
            headers.extend(self.usage_headers());
        }
        headers
    }
}

impl Simulate for AzureDevOps {
    fn receive(&mut self, request: &Received, _neighbours: &dyn Neighbours) -> Reply {
        self.requests += 1;
        let (mut reply, known) = self.answer(request);
        let bare = reply.status == 401 && reply.body.is_empty();
        if !bare {
            let marked = request
                .path
                .to_ascii_lowercase()
                .ends_with("/connectiondata");
            if self.section.bom && is_json(&reply) && (marked || reply.status >= 400) {
                reply.body.splice(0..0, *b"\xEF\xBB\xBF");
            }
            reply.headers.extend(self.headers(reply.status, known));
        }
        if request.method == Method::HEAD {
            reply.body.clear();
        }
        reply
    }

    fn login(&self) -> Login {
        self.login.clone()
    }

    fn scm_types(&self) -> &'static [&'static str] {
        &["SCM_TYPE_AZURE_DEVOPS"]
    }

    fn powers(&self, token: &str, namespace: &str) -> Result<Powers, String> {
        self.powers_of(token, namespace)
    }
}

fn is_json(reply: &Reply) -> bool {
    let mut headers = reply.headers.iter();
    headers.any(|(name, value)| name == "Content-Type" && value.starts_with("application/json"))
}

/// The answer where there is no endpoint, or none of this method.
fn no_route(routes: &[(Method, Route)], request: &Received) -> Reply {
    if routes.is_empty() {
        let text = format!(
            "The controller for path '{}' was not found or does not implement IController.",
            request.path
        );
        return reply::exception(404, &text, ("System.Web.HttpException", "System.Web"));
    }
    let allowed: Vec<&str> = routes.iter().map(|(method, _)| method.as_str()).collect();
    let text = format!(
        "The requested resource does not support http method '{}'.",
        request.method
    );
    let mut reply = reply::json(405, &serde_json::json!({ "message": text }));
    reply.headers.push(header("Allow", &allowed.join(", ")));
    reply
}

/// A token in a form, obviously invented.
///
/// Source: Microsoft Purview, sensitive information type "Azure DevOps personal access token"; `AZDO` stands at 76.
fn default_token(format: Format) -> String {
    let fill = |word: &str, length: usize| word.chars().cycle().take(length).collect::<String>();
    match format {
        Format::New => format!("{}AZDO0000", fill("SandboxInvented0", 76)),
        Format::Legacy => fill("sandboxinvented0", 52),
        Format::Jwt => {
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJhdWQiOiJzYW5kYm94In0.c2FuZGJveA".to_owned()
        }
        Format::Odd => "sandbox-invented-odd-token".to_owned(),
    }
}
