//! Who owns the organization, who has which license, and the tokens of the caller.

use serde_json::{Value, json};

use super::AzureDevOps;
use super::git::object;
use super::people::User;
use super::reply::{self, json};
use super::world::{ORGANIZATION_ID, TENANT_ID};
use crate::sandbox::face::{Received, Reply};

/// The part of the settings page that names the owner.
const OVERVIEW: &str = "ms.vss-admin-web.organization-admin-overview-delay-load-data-provider";

impl AzureDevOps {
    /// The organization with the id of its owner. Undocumented.
    ///
    /// Source: Microsoft365DSC, `ADOOrganizationOwner`.
    pub(super) fn collection(&self) -> Reply {
        json(
            200,
            &json!({
                "id": ORGANIZATION_ID,
                "name": self.world.organization,
                "status": "enabled",
                "owner": self.people.owner.id,
                "tenantId": TENANT_ID,
                "dateCreated": "2024-02-01T08:00:00.000Z",
                "lastUpdated": "2026-01-15T09:30:00.000Z",
                "revision": 7,
                "preferredRegion": "WEU",
                "properties": {},
            }),
        )
    }

    /// The data behind a page. Undocumented; of all pages only that of the owner is simulated.
    ///
    /// Source: gh-gei, `AdoApi.cs`, `GetOrgOwner`.
    pub(super) fn hierarchy_query(&self, request: &Received) -> Result<Reply, Reply> {
        let body = object(request)?;
        let Some(ids) = body.get("contributionIds").and_then(Value::as_array) else {
            return Err(reply::bad_argument(
                "Value cannot be null.\r\nParameter name: contributionIds",
            ));
        };
        let mut providers = json!({});
        if ids.iter().any(|id| id == OVERVIEW) {
            let owner = &self.people.owner;
            providers[OVERVIEW] = json!({
                "hasDeletePermissions": self.administers(),
                "hasModifyPermissions": self.administers(),
                "currentOwner": { "name": owner.name, "id": owner.id, "email": owner.upn },
                "currentUserId": self.people.account.id,
            });
        }
        Ok(json(
            200,
            &json!({ "dataProviderSharedData": {}, "dataProviders": providers }),
        ))
    }

    /// The users with their licenses, in the envelope that only this list has.
    ///
    /// Source: REST reference, Member Entitlement Management, `userentitlements`.
    pub(super) fn entitlements(&self) -> Reply {
        let mut users = vec![&self.people.account];
        if self.people.owner.id != self.people.account.id {
            users.push(&self.people.owner);
        }
        let members: Vec<Value> = users
            .into_iter()
            .map(|user| self.entitlement(user))
            .collect();
        json(
            200,
            &json!({
                "members": members,
                "continuationToken": null,
                "totalCount": members.len(),
                "items": members,
            }),
        )
    }

    fn entitlement(&self, user: &User) -> Value {
        json!({
            "id": user.id,
            "user": user.show(&self.world.organization),
            "accessLevel": {
                "licensingSource": "account",
                "accountLicenseType": "express",
                "licenseDisplayName": "Basic",
                "status": "active",
            },
            "lastAccessedDate": "2026-01-15T09:30:00.000Z",
            "dateCreated": "2024-02-01T08:00:00.000Z",
            "projectEntitlements": [],
            "groupAssignments": [],
        })
    }

    /// The personal access tokens of the caller, who came with an Entra token. A personal access token never gets here.
    ///
    /// Source: azure-devops-docs, `manage-personal-access-tokens-via-api.md`.
    pub(super) fn tokens(&self) -> Reply {
        json(
            200,
            &json!({
                "continuationToken": "",
                "patTokens": [{
                    "displayName": "semgrep",
                    "validTo": "2027-01-01T00:00:00.00Z",
                    "scope": self.section.token.scopes.join(" "),
                    "targetAccounts": [ORGANIZATION_ID],
                    "validFrom": "2026-01-01T00:00:00.00Z",
                    "authorizationId": "a0740000-0000-4000-8000-000000000001",
                    "token": null,
                }],
            }),
        )
    }

    /// The profile of the caller; personal access tokens of one organization do not get here either.
    pub(super) fn profile(&self) -> Reply {
        let account = &self.people.account;
        json(
            200,
            &json!({
                "displayName": account.name,
                "publicAlias": account.id,
                "emailAddress": account.upn,
                "coreRevision": 1,
                "timeStamp": "2026-01-15T09:30:00.0000000+00:00",
                "id": account.id,
                "revision": 1,
            }),
        )
    }
}
