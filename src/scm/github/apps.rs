//! What the installed apps may do.

use std::collections::BTreeSet;

use super::listing::{App, Listing, PUBLIC, Sought};
use super::read::word;
use super::{place, web};
use crate::ask::Target;
use crate::audit::{Cause, Certainty, Evidence, Fact, Gap, Known, Seen, Value, fact};

pub(super) const PRIVATE_APP: Fact = "github.private-app";
pub(super) const PRIVATE_ACTIVE: Fact = "github.private-active";
pub(super) const PRIVATE_CONTENTS: Fact = "github.private-contents";
pub(super) const PUBLIC_APP: Fact = "github.public-app";
/// What both apps together were granted, as `contents:read`.
pub(super) const PERMISSIONS: Fact = "github.app-permissions";
pub(super) const ALL_REPOSITORIES: Fact = "github.all-repositories";

pub(super) fn read(
    target: &Target,
    own_account: bool,
    listing: Result<Listing, Gap>,
    evidence: &mut Evidence,
) {
    let web = web(target).unwrap_or_default();
    let root = match own_account {
        true => format!("{web}/settings/installations"),
        false => format!(
            "{web}/organizations/{}/settings/installations",
            target.namespace
        ),
    };
    word(evidence, "github.apps-page", root.clone());
    word(evidence, "github.repositories-page", root.clone());
    let listing = match listing {
        Ok(listing) => listing,
        Err(gap) => {
            for name in [
                PRIVATE_APP,
                PRIVATE_ACTIVE,
                PRIVATE_CONTENTS,
                PUBLIC_APP,
                PERMISSIONS,
                ALL_REPOSITORIES,
                fact::SCM_READS_CODE,
                fact::SCM_COMMENTS,
            ] {
                evidence.put(name, Err(gap.clone()));
            }
            return;
        }
    };
    let private = listing.private(target.app_slug.as_deref());
    let public = listing.named(PUBLIC);
    if let Ok(Some(app)) = &private.app {
        word(evidence, "github.private-slug", app.slug.clone());
        word(evidence, "github.private-page", app.page(&root));
    }
    let public_page = match &public.app {
        Ok(Some(app)) => app.page(&root),
        _ => install_page(target),
    };
    word(evidence, "github.public-page", public_page);
    if let Some(app) = both(&private, &public).find(|app| app.is_limited()) {
        word(evidence, "github.repositories-page", app.page(&root));
        word(evidence, "github.limited-app", app.slug.clone());
    }
    evidence.put(PRIVATE_APP, private.installed());
    evidence.put(PRIVATE_ACTIVE, private.then(|app| app.is_active()));
    evidence.put(PRIVATE_CONTENTS, private.then(App::reads));
    evidence.put(PUBLIC_APP, working(&public));
    evidence.put(PERMISSIONS, together(&private, &public));
    evidence.put(ALL_REPOSITORIES, everywhere(&private, &public));
    evidence.put(fact::SCM_READS_CODE, reads_code(&private));
    evidence.put(fact::SCM_COMMENTS, comments(&private, &public));
}

/// Whether the public app is installed and not suspended.
fn working(public: &Sought) -> Known {
    match &public.app {
        Ok(Some(app)) => app.is_active(),
        _ => public.installed(),
    }
}

/// Source: GitHub docs, "Installing a GitHub App from a third party"; on a server of one's own the path is another.
fn install_page(target: &Target) -> String {
    let enterprise = target.servers.get("api").is_some_and(place::enterprise);
    let apps = if enterprise { "github-apps" } else { "apps" };
    let web = web(target).unwrap_or_default();
    format!("{web}/{apps}/{PUBLIC}/installations/new")
}

fn both<'a>(private: &'a Sought, public: &'a Sought) -> impl Iterator<Item = &'a App> {
    [private, public]
        .into_iter()
        .filter_map(|sought| sought.app.as_ref().ok()?.as_ref())
}

fn gap_of(private: &Sought, public: &Sought) -> Option<Gap> {
    [private, public]
        .into_iter()
        .find_map(|sought| sought.app.as_ref().err().cloned())
}

/// What the apps together were granted. An app that the list may have left out could hold what seems missing.
fn together(private: &Sought, public: &Sought) -> Known {
    if let Some(gap) = gap_of(private, public) {
        return Err(gap);
    }
    let mut granted = BTreeSet::new();
    let mut by = Vec::new();
    for app in both(private, public) {
        let own = app.permissions()?;
        by.push(app.saying(listed(&own)));
        granted.extend(own);
    }
    match by.is_empty() {
        true => private.then(|_| Err(Gap::of(Cause::NotVisible))),
        false => Ok(Seen {
            value: Value::Set(granted),
            sure: private.sure,
            by,
        }),
    }
}

fn listed(set: &BTreeSet<String>) -> String {
    match set.is_empty() {
        true => "no permissions".to_owned(),
        false => set.iter().cloned().collect::<Vec<_>>().join(", "),
    }
}

/// Whether both apps reach every repository.
fn everywhere(private: &Sought, public: &Sought) -> Known {
    private.then(|_| {
        let mut by = Vec::new();
        let mut all = true;
        for app in both(private, public) {
            let selection = app.selection();
            let trace = app.saying(format!(
                "repository_selection: {}",
                selection.as_deref().unwrap_or("not told")
            ));
            match selection.as_deref() {
                Some("all") => {}
                Some("selected") => all = false,
                _ => return Err(Gap::by(Cause::Unreadable, trace)),
            }
            by.push(trace);
        }
        Ok(Seen {
            value: Value::Flag(all),
            sure: Certainty::Observed,
            by,
        })
    })
}

fn reads_code(private: &Sought) -> Known {
    let absent = private.installed()?;
    if absent.value == Value::Flag(false) {
        return Ok(absent);
    }
    private.then(|app| {
        let (active, reads) = (app.is_active()?, app.reads()?);
        let both = active.value == Value::Flag(true) && reads.value == Value::Flag(true);
        let by = reads.by.into_iter().chain(active.by).collect();
        Ok(Seen {
            value: Value::Flag(both),
            sure: Certainty::Implied,
            by,
        })
    })
}

/// Whether an app that is not suspended may comment. Pull requests are commented on with write access to them.
fn comments(private: &Sought, public: &Sought) -> Known {
    if let Some(gap) = gap_of(private, public) {
        return Err(gap);
    }
    let mut by = Vec::new();
    let mut may = false;
    let mut open = None;
    for app in both(private, public) {
        let level = app.permissions().map(|_| app.permission("pull_requests"));
        match (app.active(), level) {
            (Ok(active), Ok(level)) => {
                may |= active && level.as_deref() == Some("write");
                let level = level.unwrap_or_else(|| "none".to_owned());
                by.push(app.saying(format!("pull_requests: {level}, {}", app.since())));
            }
            (Err(gap), _) | (_, Err(gap)) => open = Some(gap),
        }
    }
    match open {
        Some(gap) if !may => Err(gap),
        _ => Ok(Seen {
            value: Value::Flag(may),
            sure: private.sure,
            by: match by.is_empty() {
                true => vec![private.told.clone()],
                false => by,
            },
        }),
    }
}
