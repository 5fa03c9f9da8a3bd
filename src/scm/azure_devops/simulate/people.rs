//! Users, groups and who is a member of what.

use serde_json::{Value, json};

use super::base64;
use super::section::{Admin, Section};
use super::world::{ORGANIZATION_ID, Project, TENANT_ID, World};

/// The id of everybody who has not signed in.
pub(super) const ANONYMOUS: &str = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa";

/// A user.
#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) upn: String,
}

/// A group.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) descriptor: String,
    name: String,
    /// What stands in brackets before the name: the organization or the project.
    scope: String,
    domain: String,
    sid: String,
}

/// All of them.
#[derive(Debug)]
pub(super) struct People {
    /// The token's owner.
    pub(super) account: User,
    /// The organization's owner, who is the account if the scenario says so.
    pub(super) owner: User,
    pub(super) groups: Vec<Group>,
    /// Pairs of (member, container).
    pub(super) memberships: Vec<(String, String)>,
}

impl User {
    /// Its subject descriptor.
    ///
    /// Source: vsts-rest-api-specs, Graph: a kind, a dot, and Base64 without padding.
    pub(super) fn descriptor(&self) -> String {
        format!("aad.{}", base64::encode(&self.id))
    }

    /// A user as Graph shows it.
    pub(super) fn show(&self, organization: &str) -> Value {
        let descriptor = self.descriptor();
        json!({
            "subjectKind": "user",
            "metaType": "member",
            "directoryAlias": self.upn.split('@').next(),
            "domain": TENANT_ID,
            "principalName": self.upn,
            "mailAddress": self.upn,
            "origin": "aad",
            "originId": self.id,
            "displayName": self.name,
            "url": format!("https://vssps.dev.azure.com/{organization}/_apis/Graph/Users/{descriptor}"),
            "descriptor": descriptor,
        })
    }
}

impl Group {
    /// A group as Graph shows it.
    pub(super) fn show(&self, organization: &str) -> Value {
        let base = format!("https://vssps.dev.azure.com/{organization}/_apis/Graph");
        json!({
            "subjectKind": "group",
            "description": format!("Members of {}.", self.name),
            "domain": self.domain,
            "principalName": format!("[{}]\\{}", self.scope, self.name),
            "mailAddress": null,
            "origin": "vsts",
            "originId": self.sid,
            "displayName": self.name,
            "_links": { "memberships": { "href": format!("{base}/Memberships/{}", self.descriptor) } },
            "url": format!("{base}/Groups/{}", self.descriptor),
            "descriptor": self.descriptor,
        })
    }
}

/// The ends of well-known security identifiers.
///
/// Source: vsts-rest-api-specs, descriptors of the groups in the examples of Graph.
const ADMINISTRATORS: &str = "0-0-0-0-1";
const SERVICE_ACCOUNTS: &str = "0-0-0-0-2";
const VALID_USERS: &str = "0-0-0-0-3";
const SECURITY_SERVICE: &str = "0-0-0-0-5";

/// A group of the organization, or of a project.
fn group(world: &World, project: Option<(usize, &Project)>, end: &str, name: &str) -> Group {
    let (number, scope, domain) = match project {
        Some((at, project)) => (
            31 + at,
            project.name.clone(),
            format!("vstfs:///Classification/TeamProject/{}", project.id),
        ),
        None => (
            7,
            world.organization.clone(),
            format!("vstfs:///Framework/IdentityDomain/{ORGANIZATION_ID}"),
        ),
    };
    let sid =
        format!("S-1-9-1551374245-{number}00110011-2200220022-{number}3300330-440044004-{end}");
    Group {
        descriptor: format!("vssgp.{}", base64::encode(&sid)),
        name: name.to_owned(),
        scope,
        domain,
        sid,
    }
}

impl People {
    /// The users and groups of a scenario.
    pub(super) fn build(section: &Section, world: &World) -> Self {
        let account = User {
            id: "5e4a1e55-0000-4000-8000-000000000007".to_owned(),
            name: section.account.name.clone(),
            upn: section.account.upn.clone(),
        };
        let owner = match section.admin {
            Admin::Owner => account.clone(),
            _ => User {
                id: "5e4a1e55-0000-4000-8000-000000000001".to_owned(),
                name: "Olive Ownwell".to_owned(),
                upn: "olive.ownwell@acme.example".to_owned(),
            },
        };
        let mut people = Self {
            account,
            owner,
            groups: Vec::new(),
            memberships: Vec::new(),
        };
        people.fill(section, world);
        people
    }

    fn fill(&mut self, section: &Section, world: &World) {
        let names = if section.localized_groups {
            LOCALIZED
        } else {
            ENGLISH
        };
        let [
            administrators,
            valid,
            service,
            contributors,
            project_administrators,
        ] = names;
        // The administrators of projects come first: they end like those of the organization.
        for (at, project) in world.projects.iter().enumerate() {
            let of = |end: &str, name: &str| group(world, Some((at, project)), end, name);
            let everybody = of("1-5-5-5-5", contributors);
            self.join(&self.account.descriptor(), &everybody.descriptor);
            self.groups.push(of(ADMINISTRATORS, project_administrators));
            self.groups.push(everybody);
        }
        let of = |end: &str, name: &str| group(world, None, end, name);
        let team = of("1-6-6-6-6", "Platform Team");
        let leads = of("1-8-8-8-8", "Platform Leads");
        let all = of(VALID_USERS, valid);
        let pca = of(ADMINISTRATORS, administrators);
        let account = self.account.descriptor();
        self.join(&account, &all.descriptor);
        self.join(&pca.descriptor, &all.descriptor);
        if section.admin != Admin::Owner {
            self.join(&self.owner.descriptor(), &pca.descriptor);
        }
        match section.admin {
            Admin::Direct => self.join(&account, &pca.descriptor),
            Admin::Nested => {
                self.join(&account, &team.descriptor);
                self.join(&team.descriptor, &leads.descriptor);
                self.join(&leads.descriptor, &pca.descriptor);
            }
            Admin::BitOnly | Admin::Owner | Admin::None => self.join(&account, &team.descriptor),
        }
        self.groups.extend([
            all,
            of(SERVICE_ACCOUNTS, service),
            of(SECURITY_SERVICE, "Security Service Group"),
            team,
            leads,
            pca,
        ]);
    }

    fn join(&mut self, member: &str, container: &str) {
        self.memberships
            .push((member.to_owned(), container.to_owned()));
    }

    /// Whether there is a user or group of this descriptor.
    pub(super) fn knows(&self, descriptor: &str) -> bool {
        [&self.account, &self.owner]
            .iter()
            .any(|user| user.descriptor() == descriptor)
            || self
                .groups
                .iter()
                .any(|group| group.descriptor == descriptor)
    }
}

/// Administrators, valid users and service accounts of the organization; contributors and administrators of a project.
type Names = [&'static str; 5];

const ENGLISH: Names = [
    "Project Collection Administrators",
    "Project Collection Valid Users",
    "Project Collection Service Accounts",
    "Contributors",
    "Project Administrators",
];

const LOCALIZED: Names = [
    "Administrateurs de la collection de projets",
    "Utilisateurs valides de la collection de projets",
    "Comptes de service de la collection de projets",
    "Contributeurs",
    "Administrateurs de projet",
];
