//! GitHub Apps and their installations.

use serde_json::{Map, Value, json};

use super::people::{Account, MADE, People};
use super::request::Asked;
use super::section::{AppSection, Contents, Section, Selection};

/// What both apps of the product declare beside the contents of repositories.
///
/// Source: Semgrep docs, "Permissions for source code managers", GitHub.
pub(super) const STANDARD: [(&str, &str); 9] = [
    ("metadata", "read"),
    ("members", "read"),
    ("pull_requests", "write"),
    ("actions", "write"),
    ("checks", "read"),
    ("security_events", "write"),
    ("secrets", "write"),
    ("single_file", "write"),
    ("workflows", "write"),
];

/// What an installation may do as long as its owner has not accepted what the app declares now.
const BEFORE: [(&str, &str); 3] = [
    ("metadata", "read"),
    ("members", "read"),
    ("pull_requests", "read"),
];

/// The number of the private app's installation; numbers grow, so it stands last in every list.
const PRIVATE: u64 = 63_000_001;
const PUBLIC: u64 = 62_000_001;
const OTHERS: u64 = 61_000_001;

/// An app, with its installation.
#[derive(Clone, Debug)]
pub(super) struct App {
    pub(super) slug: String,
    /// Of the installation; the app's own number is a tenth of it.
    pub(super) id: u64,
    pub(super) public: bool,
    installed: bool,
    appears_after: u64,
    suspended: bool,
    selection: Selection,
    declared: Vec<(String, &'static str)>,
    granted: Vec<(String, &'static str)>,
}

/// All apps, in the order of their installations.
#[derive(Debug)]
pub(super) struct Apps {
    all: Vec<App>,
    /// How often the list was read from its beginning.
    readings: u64,
}

fn owned(permissions: &[(&str, &'static str)]) -> Vec<(String, &'static str)> {
    permissions
        .iter()
        .map(|(name, level)| ((*name).to_owned(), *level))
        .collect()
}

impl App {
    fn of_product(about: &AppSection, usual: (String, Contents), id: u64, public: bool) -> Self {
        let mut declared = owned(&STANDARD);
        declared.retain(|(name, _)| !about.lacks.contains(name));
        match about.contents.unwrap_or(usual.1) {
            Contents::Missing => {}
            Contents::Read => declared.push(("contents".to_owned(), "read")),
            Contents::Write => declared.push(("contents".to_owned(), "write")),
        }
        Self {
            slug: about.slug.clone().unwrap_or(usual.0),
            id,
            public,
            installed: about.installed,
            appears_after: about.appears_after,
            suspended: about.suspended,
            selection: about.selection,
            granted: if about.accepted {
                declared.clone()
            } else {
                owned(&BEFORE)
            },
            declared,
        }
    }

    fn other(number: u64) -> Self {
        let permissions = owned(&[("metadata", "read"), ("checks", "write")]);
        Self {
            slug: format!("sandbox-robot-{}", number + 1),
            id: OTHERS + number,
            public: true,
            installed: true,
            appears_after: 0,
            suspended: false,
            selection: Selection::Selected,
            declared: permissions.clone(),
            granted: permissions,
        }
    }

    fn client_id(&self) -> String {
        format!("Iv23sandbox{:09}", self.id)
    }

    /// The app itself.
    ///
    /// Source: GitHub's OpenAPI description, "integration".
    pub(super) fn show(&self, asked: &Asked, owner: &Account) -> Value {
        json!({
            "id": self.id / 10, "slug": self.slug, "node_id": format!("A_kwDO{:08}", self.id / 10),
            "client_id": self.client_id(), "owner": owner.simple(asked), "name": self.slug.replace('-', " "),
            "description": "", "external_url": "https://example.com",
            "html_url": format!("{}/apps/{}", asked.web, self.slug), "created_at": MADE, "updated_at": MADE,
            "permissions": map(&self.declared), "events": ["pull_request", "push"]
        })
    }

    /// Its installation on an account.
    ///
    /// Source: GitHub's OpenAPI description, "installation".
    pub(super) fn installation(&self, asked: &Asked, people: &People) -> Value {
        let account = &people.namespace;
        let settings = match account.kind {
            "Organization" => format!("/organizations/{}", account.login),
            _ => String::new(),
        };
        let single = self.granted.iter().any(|(name, _)| name == "single_file");
        let files: &[&str] = if single {
            &[".github/workflows/semgrep.yml", ".semgrepignore"]
        } else {
            &[]
        };
        json!({
            "id": self.id, "client_id": self.client_id(), "account": account.simple(asked),
            "repository_selection": self.selection(),
            "access_tokens_url": format!("{}/app/installations/{}/access_tokens", asked.root, self.id),
            "repositories_url": format!("{}/installation/repositories", asked.root),
            "html_url": format!("{}{settings}/settings/installations/{}", asked.web, self.id),
            "app_id": self.id / 10, "app_slug": self.slug, "target_id": account.id, "target_type": account.kind,
            "permissions": map(&self.granted), "events": ["pull_request", "push"],
            "created_at": "2026-02-03T08:09:10.000Z", "updated_at": "2026-02-03T08:09:10.000Z",
            "single_file_name": files.first(), "has_multiple_single_files": files.len() > 1, "single_file_paths": files,
            "suspended_by": self.suspended.then(|| people.user.simple(asked)),
            "suspended_at": self.suspended.then_some("2026-02-04T10:00:00Z")
        })
    }

    /// Which repositories it reaches, in the words of the API.
    pub(super) fn selection(&self) -> &'static str {
        match self.selection {
            Selection::All => "all",
            Selection::Selected => "selected",
        }
    }
}

fn map(permissions: &[(String, &'static str)]) -> Value {
    let entries = permissions
        .iter()
        .map(|(name, level)| (name.clone(), json!(level)));
    Value::Object(entries.collect::<Map<_, _>>())
}

impl Apps {
    /// The apps of a scenario.
    pub(super) fn build(section: &Section) -> Self {
        let (private, public) = (&section.apps.private, &section.apps.public);
        let slug = format!("semgrep-code-{}", section.namespace().to_ascii_lowercase());
        let mut all: Vec<App> = (0..u64::from(section.other_apps)).map(App::other).collect();
        all.push(App::of_product(
            public,
            ("semgrep-app".to_owned(), Contents::Missing),
            PUBLIC,
            true,
        ));
        all.push(App::of_product(
            private,
            (slug, Contents::Read),
            PRIVATE,
            false,
        ));
        Self { all, readings: 0 }
    }

    /// Notes that somebody reads the list from its beginning.
    pub(super) fn read(&mut self) {
        self.readings = self.readings.saturating_add(1);
    }

    /// Those that are installed by now.
    pub(super) fn installed(&self) -> Vec<&App> {
        let here = |app: &&App| app.installed && self.readings > app.appears_after;
        self.all.iter().filter(here).collect()
    }

    /// The one that acts for its users and installations in the tokens of a scenario.
    pub(super) fn private(&self) -> Option<&App> {
        self.all.iter().find(|app| !app.public && app.installed)
    }

    /// The public app with this slug; private ones are hidden.
    pub(super) fn public(&self, slug: &str) -> Option<&App> {
        self.all.iter().find(|app| app.public && app.slug == slug)
    }
}
