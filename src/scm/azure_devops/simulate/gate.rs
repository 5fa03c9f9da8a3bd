//! Who is let in: the organization, the token, its scopes.

use jiff::Timestamp;

use super::AzureDevOps;
use super::people::ANONYMOUS;
use super::reply::{BASIC, exception, framework, header, html, json, scope_missing};
use super::request::{Credential, credential, suppresses_sign_in};
use super::route::{Needs, Route};
use super::scopes;
use super::section::{Access, ExpiredAnswer, Format, Organization, SignIn, TokenState, Usage};
use super::world::TENANT_ID;
use crate::sandbox::face::{Received, Reply};

/// Who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// Nobody known, in an organization that shows something to everybody.
    Anonymous,
    /// The account, by its personal access token.
    Token,
    /// The account, by an Entra token.
    Entra,
}

/// What is said of an expired token.
pub(super) const EXPIRED: &str = "Access Denied: The Personal Access Token used has expired.";

impl AzureDevOps {
    /// Refuses for an organization that is not there or does not run.
    pub(super) fn reach(&self, organization: &str) -> Result<(), Reply> {
        let unknown = self.section.organization == Organization::Unknown;
        if unknown || !organization.eq_ignore_ascii_case(&self.world.organization) {
            return Err(html(
                404,
                "Azure DevOps Services | 404",
                "404 - The resource cannot be found.",
            ));
        }
        if self.section.organization == Organization::Stopped {
            let text = self.stopped_text();
            let mut reply = exception(503, &text, framework!("HostShutdownException"));
            let encoded: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            reply.headers.push(header("X-TFS-ServiceError", &encoded));
            return Err(reply);
        }
        Ok(())
    }

    /// What is said of a stopped organization.
    pub(super) fn stopped_text(&self) -> String {
        format!(
            "TF24668: The following team project collection is stopped: {}. Start the collection and then try again. Administrator Reason: sandbox",
            self.world.organization
        )
    }

    /// What is said to an account from elsewhere, and to nobody.
    pub(super) fn stranger_text(id: &str) -> String {
        format!("TF400813: The user '{id}' is not authorized to access this resource.")
    }

    /// Finds out who is asking.
    pub(super) fn identify(&self, request: &Received) -> Result<Caller, Reply> {
        let token = &self.section.token;
        let caller = match (credential(request), token.format) {
            (Some(Credential::Bearer(value)), Format::Jwt) if value == self.login.token => {
                Caller::Entra
            }
            (Some(Credential::Basic(value)), format)
                if format != Format::Jwt && value == self.login.token =>
            {
                Caller::Token
            }
            _ => return self.unknown(request),
        };
        match token.state {
            TokenState::Active => {}
            TokenState::Expired => return Err(self.expired()),
            TokenState::Revoked | TokenState::Unknown => return self.unknown(request),
        }
        if !self.section.member {
            let text = Self::stranger_text(&self.people.account.id);
            let name = framework!("UnauthorizedRequestException");
            return Err(exception(self.section.stranger_answer, &text, name));
        }
        Ok(caller)
    }

    /// A caller without a valid token is nobody where nobody may see something.
    fn unknown(&self, request: &Received) -> Result<Caller, Reply> {
        if self.section.public_projects {
            Ok(Caller::Anonymous)
        } else {
            Err(self.sign_in(request, None))
        }
    }

    /// Lets in who may call this endpoint. Nothing else of the request has been looked at by then.
    pub(super) fn admit(
        &self,
        caller: Caller,
        route: &Route,
        request: &Received,
    ) -> Result<(), Reply> {
        if caller == Caller::Anonymous {
            return if self.shows_to_all(route) {
                Ok(())
            } else {
                let text = Self::stranger_text(ANONYMOUS);
                Err(self.sign_in(request, Some(&text)))
            };
        }
        let full = caller == Caller::Entra || self.may(&[scopes::FULL]);
        let allowed = match route.needs() {
            Needs::Token => true,
            Needs::Scope(wanted) => full || self.may(wanted),
            Needs::Permissions => full || self.section.permission_routes == Access::Open,
            Needs::Owner => full || self.section.owner_routes == Access::Open,
            Needs::Entra => caller == Caller::Entra,
        };
        if allowed {
            Ok(())
        } else {
            Err(scope_missing())
        }
    }

    /// Whether the personal access token has one of these scopes.
    pub(super) fn may(&self, wanted: &[&str]) -> bool {
        scopes::cover(&self.section.token.scopes, wanted)
    }

    /// What nobody may see.
    ///
    /// Source: azure-devops-docs, `organizations/projects/about-public-projects.md`.
    fn shows_to_all(&self, route: &Route) -> bool {
        match route {
            Route::ConnectionData | Route::Projects | Route::Repositories(None) => true,
            Route::Project(word) | Route::Repositories(Some(word)) => self
                .world
                .project(word)
                .is_some_and(|project| project.public),
            _ => false,
        }
    }

    /// The way to the sign-in page, or a 401 for who does not want to be sent there.
    fn sign_in(&self, request: &Received, text: Option<&str>) -> Reply {
        let location =
            "https://spsprodsandbox1.vssps.visualstudio.com/_signin?realm=dev.azure.com&redirect=1";
        let mut reply = if suppresses_sign_in(request) {
            match text {
                Some(text) => exception(401, text, framework!("UnauthorizedRequestException")),
                None => html(
                    401,
                    "Azure DevOps Services | 401",
                    "401 - Uh-oh, you do not have access.",
                ),
            }
        } else if self.section.sign_in == SignIn::Page {
            return html(
                203,
                "Azure DevOps Services | Sign In",
                "<form action=\"/_signin\">Sign in to continue to Azure DevOps.</form>",
            );
        } else {
            let escaped = location.replace('&', "&amp;");
            let text = format!("<h2>Object moved to <a href=\"{escaped}\">here</a>.</h2>");
            let mut reply = html(302, "Object moved", &text);
            reply.headers.push(header("Location", location));
            reply
        };
        if reply.status == 401 {
            reply.headers.extend(challenges());
        }
        reply.headers.extend([
            header(
                "X-TFS-FedAuthRealm",
                "https://spsprodsandbox1.vssps.visualstudio.com/",
            ),
            header(
                "X-TFS-FedAuthIssuer",
                &format!("https://dev.azure.com/{}/", self.world.organization),
            ),
            header("X-TFS-FedAuthRedirect", location),
        ]);
        reply
    }

    fn expired(&self) -> Reply {
        if self.section.expired_answer == ExpiredAnswer::Bare {
            return scope_missing();
        }
        let nothing = "00000000-0000-0000-0000-000000000000";
        let mut reply = json(
            401,
            &serde_json::json!({
                "$id": "1",
                "customProperties": {
                    "Descriptor": null,
                    "IdentityDisplayName": null,
                    "Token": null,
                    "RequestedPermissions": 0,
                    "NamespaceId": nothing,
                },
                "innerException": null,
                "message": EXPIRED,
                "typeName": "Microsoft.VisualStudio.Services.Security.AccessCheckException, Microsoft.VisualStudio.Services.WebApi",
                "typeKey": "AccessCheckException",
                "errorCode": 0,
                "eventId": 3000,
            }),
        );
        reply.headers.extend(challenges());
        reply
    }

    /// Refuses when all usage is used up.
    ///
    /// Source: azure-devops-docs, `integrate/concepts/rate-limits.md`.
    pub(super) fn throttle(&self) -> Result<(), Reply> {
        if self.section.usage != Usage::Blocked {
            return Ok(());
        }
        let text = "TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource 'Concurrency' in namespace 'User'.";
        Err(exception(429, text, framework!("RequestBlockedException")))
    }

    /// What is told of the usage, which is nothing while it is low.
    pub(super) fn usage_headers(&self) -> Vec<(String, String)> {
        let delay = match self.section.usage {
            Usage::Normal => return Vec::new(),
            Usage::Delayed => "0.420",
            Usage::Blocked => "0.000",
        };
        let after = self.section.retry_after;
        let reset = Timestamp::now()
            .as_second()
            .saturating_add(i64::from(after));
        vec![
            header("Retry-After", &after.to_string()),
            header("X-RateLimit-Resource", "Concurrency"),
            header("X-RateLimit-Delay", delay),
            header("X-RateLimit-Limit", "200"),
            header("X-RateLimit-Remaining", "0"),
            header("X-RateLimit-Reset", &reset.to_string()),
        ]
    }
}

/// What a 401 offers.
fn challenges() -> [(String, String); 3] {
    let bearer = format!("Bearer authorization_uri=https://login.windows.net/{TENANT_ID}");
    [
        header("WWW-Authenticate", &bearer),
        header("WWW-Authenticate", BASIC),
        header("WWW-Authenticate", "TFS-Federated"),
    ]
}
