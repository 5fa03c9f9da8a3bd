//! What each endpoint answers to a request that was let in.

use serde_json::{Value, json};

use super::GitHub;
use super::apps::App;
use super::paging::Page;
use super::people::{ORGANIZATION_ID, joined};
use super::replies::{self, header};
use super::repositories::{self, NAMES};
use super::request::{Asked, NEW_VERSION};
use super::routes::Route;
use super::section::{Account, Membership, Policy, Role};
use super::tokens::{Kind, Token};
use crate::sandbox::face::Reply;

impl GitHub {
    /// Answers an admitted request.
    pub(super) fn serve(&mut self, asked: &Asked, route: &Route, token: Option<&Token>) -> Reply {
        let hidden = || replies::not_found(asked, Some(route));
        match route {
            Route::Root => replies::body(200, &root(asked)),
            Route::CurrentUser => {
                // Source: GitHub docs, "Get the authenticated user".
                let private = token.is_some_and(|token| token.has_scope(&["user"]));
                replies::body(200, &self.people.user.profile(asked, private))
            }
            Route::CurrentOrganizations => self.current_organizations(asked, token),
            Route::Membership(_) => match self.membership(asked) {
                Some(membership) => replies::body(200, &membership),
                None => hidden(),
            },
            Route::UserInstallations => {
                let own: Vec<&App> = self.apps.private().into_iter().collect();
                self.list_installations(asked, "/user/installations", &own)
            }
            Route::UserInstallationRepositories(id) => match self.apps.private() {
                Some(app) if *id == app.id.to_string() => {
                    self.repositories(asked, &format!("/user/installations/{id}/repositories"))
                }
                _ => hidden(),
            },
            Route::User(login) => match self.people.find(login) {
                Some(account) => replies::body(200, &account.profile(asked, false)),
                None => hidden(),
            },
            Route::Organizations => {
                let since = asked
                    .query("since")
                    .and_then(|since| since.parse().ok())
                    .unwrap_or(0_u64);
                let all = self
                    .organizations()
                    .filter(|one| one.id > since)
                    .map(|one| one.organization(asked));
                replies::body(200, &Value::Array(all.collect()))
            }
            Route::Organization(login) => self.organization(asked, route, login, token),
            Route::Installations(_) | Route::InstallationsById(_) => {
                self.installations(asked, route, token)
            }
            Route::App(slug) => match self.apps.public(slug) {
                Some(app) => replies::body(200, &app.show(asked, &self.people.vendor)),
                None => hidden(),
            },
            Route::InstallationRepositories => {
                self.repositories(asked, "/installation/repositories")
            }
            Route::RevokeInstallationToken => self.revoke_own(),
            Route::RevokeCredentials => self.revoke_found(asked),
            Route::Meta => replies::body(200, &self.meta(asked)),
            // Source: GitHub's OpenAPI description, `GET /rate_limit`: 404 where limits are not enabled.
            Route::RateLimit if asked.enterprise => {
                replies::refusal(asked, Some(route), 404, "Rate limiting is not enabled.")
            }
            Route::RateLimit => {
                let with_rate = asked.version != NEW_VERSION;
                replies::body(200, &self.limits.show(token.is_some(), with_rate))
            }
            // No manifest was posted, so there is no code; app-only endpoints and tokens are refused before.
            Route::ConvertManifest | Route::OrganizationTokens(_) | Route::AppOnly => hidden(),
        }
    }

    fn organizations(&self) -> impl Iterator<Item = &super::people::Account> {
        [&self.people.namespace, &self.people.vendor]
            .into_iter()
            .filter(|account| account.kind == "Organization")
    }

    /// The user's membership; `None` = not affiliated.
    ///
    /// Source: GitHub's OpenAPI description, "org-membership".
    fn membership(&self, asked: &Asked) -> Option<Value> {
        let role = match self.section.role? {
            Role::Admin => "admin",
            Role::Member => "member",
            Role::BillingManager => "billing_manager",
        };
        let state = match self.section.membership {
            Membership::Active => "active",
            Membership::Pending => "pending",
        };
        let (organization, user) = (&self.people.namespace, &self.people.user);
        let url = format!("{}/orgs/{}", asked.root, organization.login);
        Some(json!({
            "url": format!("{url}/memberships/{}", user.login), "state": state, "role": role, "organization_url": url,
            "direct_membership": true, "enterprise_teams_providing_indirect_membership": [],
            "organization": organization.organization(asked), "user": user.simple(asked)
        }))
    }

    /// Organizations that single sign-on keeps from a token are left out, and a header names them.
    ///
    /// Source: GitHub docs, "Authenticating to the REST API", "Personal access tokens and SAML SSO".
    fn current_organizations(&self, asked: &Asked, token: Option<&Token>) -> Reply {
        let member = self.section.account == Account::Organization
            && self.section.role.is_some()
            && self.section.membership == Membership::Active;
        let kept_out = token.is_some_and(|token| {
            let elsewhere = |owner: &String| !owner.eq_ignore_ascii_case(&self.section.namespace());
            self.objection(token, asked.web).is_some()
                || token.owner.as_ref().is_some_and(elsewhere)
        });
        let shown = (member && !kept_out).then(|| self.people.namespace.organization(asked));
        let mut reply = replies::body(200, &Value::Array(shown.into_iter().collect()));
        if member && kept_out && self.section.policy == Policy::Sso {
            let text = format!("partial-results; organizations={ORGANIZATION_ID}");
            reply.headers.push(header("X-GitHub-SSO", &text));
        }
        reply
    }

    /// Source: GitHub docs, "Get an organization": full details for owners whose token has `admin:org`.
    fn organization(
        &self,
        asked: &Asked,
        route: &Route,
        login: &str,
        token: Option<&Token>,
    ) -> Reply {
        let Some(found) = self
            .organizations()
            .find(|one| one.login.eq_ignore_ascii_case(login))
        else {
            return replies::not_found(asked, Some(route));
        };
        let full = self.section.is_organization(login)
            && self.section.is_owner()
            && token.is_some_and(|token| {
                token.has_scope(&["admin:org"])
                    || token.has_permission("organization_administration", false)
            });
        replies::body(200, &found.organization_page(asked, full))
    }

    /// Source: GitHub docs, "List app installations for an organization": for owners.
    fn installations(&mut self, asked: &Asked, route: &Route, token: Option<&Token>) -> Reply {
        let app = token.is_some_and(|token| token.kind == Kind::Installation);
        if !app && !self.section.is_owner() {
            return self.no_rights(asked, route);
        }
        if Page::wanted(asked).is_first() {
            self.apps.read();
        }
        // The links of a list know organizations by number.
        let path = format!("/organizations/{ORGANIZATION_ID}/installations");
        self.list_installations(asked, &path, &self.apps.installed())
    }

    fn list_installations(&self, asked: &Asked, path: &str, all: &[&App]) -> Reply {
        let page = Page::wanted(asked);
        let shown = page.cut(all.iter().map(|app| app.installation(asked, &self.people)));
        let mut reply = replies::body(
            200,
            &json!({ "total_count": all.len(), "installations": shown }),
        );
        reply.headers.extend(page.link(asked, path, all.len()));
        reply
    }

    /// The repositories of the private app's installation.
    fn repositories(&self, asked: &Asked, path: &str) -> Reply {
        let page = Page::wanted(asked);
        let selection = self.apps.private().map_or("all", App::selection);
        let all = if selection == "all" {
            &NAMES[..]
        } else {
            &NAMES[..1]
        };
        let owner = &self.people.namespace;
        let shown = page.cut(
            all.iter()
                .map(|name| repositories::show(asked, owner, name)),
        );
        let mut reply = replies::body(
            200,
            &json!({ "total_count": all.len(), "repository_selection": selection, "repositories": shown }),
        );
        reply.headers.extend(page.link(asked, path, all.len()));
        reply
    }

    /// Source: GitHub docs, "Get GitHub meta information"; Enterprise Server tells its version.
    fn meta(&self, asked: &Asked) -> Value {
        let shown = json!({ "verifiable_password_authentication": !asked.enterprise });
        if asked.enterprise {
            return joined(
                shown,
                json!({ "installed_version": self.section.enterprise_version }),
            );
        }
        let nets = json!(["192.0.2.0/24"]);
        joined(
            shown,
            json!({ "hooks": nets, "web": nets, "api": nets, "git": nets, "domains": { "website": ["*.example.com"] } }),
        )
    }
}

/// The first page of the API, in part.
fn root(asked: &Asked) -> Value {
    json!({
        "current_user_url": format!("{}/user", asked.root),
        "organization_url": format!("{}/orgs/{{org}}", asked.root),
        "rate_limit_url": format!("{}/rate_limit", asked.root),
        "user_url": format!("{}/users/{{user}}", asked.root),
        "user_organizations_url": format!("{}/user/orgs", asked.root)
    })
}
