//! Who is let in to an endpoint: policies, scopes and permissions.

use super::GitHub;
use super::people::ORGANIZATION_ID;
use super::replies;
use super::request::Asked;
use super::routes::Route;
use super::section::Refusal;
use super::tokens::{Kind, Token};
use crate::sandbox::face::Reply;

impl GitHub {
    /// Whether a route is about an organization, and if so about that of the scenario.
    fn concerns(&self, route: &Route) -> Option<bool> {
        match route {
            Route::Membership(org)
            | Route::Organization(org)
            | Route::Installations(org)
            | Route::OrganizationTokens(org) => Some(self.section.is_organization(org)),
            Route::InstallationsById(id) => Some(
                self.section.is_organization(&self.section.namespace())
                    && *id == ORGANIZATION_ID.to_string(),
            ),
            _ => None,
        }
    }

    /// Refuses who may not use this endpoint.
    pub(super) fn admit(
        &self,
        asked: &Asked,
        route: &Route,
        token: Option<&Token>,
    ) -> Result<(), Reply> {
        let Some(token) = token else {
            return match route.needs_login() {
                true => Err(replies::requires_authentication(asked, route)),
                false => Ok(()),
            };
        };
        let forbid = |text: &str| Err(replies::refusal(asked, Some(route), 403, text));
        match self.concerns(route) {
            Some(false) => return Err(replies::not_found(asked, Some(route))),
            Some(true) => {
                if let Some(text) = self.objection(token, asked.web) {
                    return Err(self.objected(asked, route, &text));
                }
            }
            None => {}
        }
        match route {
            // Source: GitHub docs, "Revoke a list of credentials": "Any authenticated requests will return a 403."
            Route::RevokeCredentials => return forbid("Forbidden"),
            Route::UserInstallations | Route::UserInstallationRepositories(_)
                if token.kind != Kind::AppUser =>
            {
                return forbid(
                    "You must authenticate with an access token authorized to a GitHub App in order to list installations",
                );
            }
            Route::InstallationRepositories if token.kind != Kind::Installation => {
                return forbid(
                    "You must authenticate with an installation access token in order to list repositories for an installation.",
                );
            }
            Route::RevokeInstallationToken if token.kind != Kind::Installation => {
                return forbid(replies::inaccessible_text(token.kind));
            }
            // Source: GitHub docs, "Personal access tokens": "Only GitHub Apps can use this endpoint."
            Route::OrganizationTokens(_) => return forbid(replies::inaccessible_text(token.kind)),
            _ => {}
        }
        if token.kind == Kind::Installation && route.needs_user() {
            return forbid(replies::inaccessible_text(token.kind));
        }
        if token.kind.has_scopes() {
            let wanted = route.scopes(self.section.installations_scope);
            return match wanted.is_empty() || token.has_scope(wanted) {
                true => Ok(()),
                false => Err(self.too_narrow(asked, route)),
            };
        }
        let Some(permission) = route.permission() else {
            return Ok(());
        };
        // A token sees nothing of those who do not own its resources.
        let elsewhere = |owner: &String| !owner.eq_ignore_ascii_case(&self.section.namespace());
        if token.owner.as_ref().is_some_and(elsewhere) {
            return Err(replies::not_found(asked, Some(route)));
        }
        // Every permission on repositories includes their metadata.
        if permission == "metadata" || token.has_permission(permission, false) {
            return Ok(());
        }
        forbid(replies::inaccessible_text(token.kind))
    }

    /// The answer to a token whose scopes do not suffice.
    fn too_narrow(&self, asked: &Asked, route: &Route) -> Reply {
        match route {
            Route::Membership(_) | Route::CurrentOrganizations => {
                let text =
                    "You need at least read:org scope or user scope to list your organizations.";
                replies::refusal(asked, Some(route), 403, text)
            }
            _ => self.no_rights(asked, route),
        }
    }

    /// The answer to who has too few rights in the organization.
    pub(super) fn no_rights(&self, asked: &Asked, route: &Route) -> Reply {
        match self.section.refusal {
            Refusal::NotFound => replies::not_found(asked, Some(route)),
            Refusal::Forbidden => replies::refusal(
                asked,
                Some(route),
                403,
                "Must have admin rights to Repository.",
            ),
        }
    }
}
