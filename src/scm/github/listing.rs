//! The list of installed apps, and the two that matter.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::asks::INSTALLATIONS;
use super::read::heard;
use super::refusal;
use crate::ask::json::{id, items, number, text};
use crate::ask::{Answers, Heard};
use crate::audit::{Cause, Certainty, Gap, Known, Seen, Trace, Value};

/// The slug of the vendor's public app.
pub(super) const PUBLIC: &str = "semgrep-app";

/// How the slug of a private app begins, as far as nobody chose another name.
const PRIVATE: &str = "semgrep-code-";

/// Every app installed on the organization.
pub(super) struct Listing {
    heard: Heard,
    /// Why there may be more than are shown.
    short: Option<Gap>,
}

/// One installed app.
pub(super) struct App {
    pub(super) slug: String,
    json: Json,
    trace: Trace,
}

/// An app that was looked for.
pub(super) struct Sought {
    pub(super) app: Result<Option<App>, Gap>,
    pub(super) sure: Certainty,
    pub(super) told: Trace,
}

impl Listing {
    pub(super) fn of(answers: &Answers) -> Result<Listing, Gap> {
        let heard = heard(answers, &INSTALLATIONS)?;
        let Some(Json::Array(shown)) = heard.json.get("installations") else {
            return Err(refusal::gap(&heard));
        };
        let gap = |cause, said: String| Some(Gap::by(cause, heard.saying(said)));
        let partial = heard
            .answer
            .header("x-github-sso")
            .is_some_and(|header| header.trim().starts_with("partial-results"));
        let total = number(&heard.json, "total_count").unwrap_or_default();
        let short = if partial {
            gap(
                Cause::SsoRequired(None),
                "x-github-sso: partial-results".to_owned(),
            )
        } else if total > shown.len() as u64 {
            let said = format!("only {} of {total} apps are shown", shown.len());
            gap(Cause::Unreadable, said)
        } else {
            None
        };
        Ok(Listing { heard, short })
    }

    fn apps(&self) -> impl Iterator<Item = App> {
        items(&self.heard.json, "installations").filter_map(|json| {
            Some(App {
                slug: text(json, "app_slug")?,
                json: json.clone(),
                trace: self.heard.trace.clone(),
            })
        })
    }

    pub(super) fn named(&self, slug: &str) -> Sought {
        let app = self.apps().find(|app| app.slug.eq_ignore_ascii_case(slug));
        self.sought(app, Certainty::Observed, slug)
    }

    /// The private app: by its slug where it is known, else by how slugs usually begin. An active one comes first.
    pub(super) fn private(&self, slug: Option<&str>) -> Sought {
        if let Some(slug) = slug {
            return self.named(slug);
        }
        let mut alike: Vec<App> = self
            .apps()
            .filter(|app| app.slug.to_ascii_lowercase().starts_with(PRIVATE))
            .collect();
        alike.sort_by_key(|app| !matches!(app.active(), Ok(true)));
        let name = format!("{PRIVATE}…");
        self.sought(alike.into_iter().next(), Certainty::Heuristic, &name)
    }

    fn sought(&self, app: Option<App>, sure: Certainty, name: &str) -> Sought {
        let told = match (&app, self.apps().count()) {
            (Some(app), _) => format!("{} is installed", app.slug),
            (None, 0) => format!("no app is installed, {name} neither"),
            (None, 1) => format!("{name} is not the one app installed"),
            (None, many) => format!("{name} is not among {many} apps installed"),
        };
        let app = match (app, &self.short) {
            (None, Some(gap)) => Err(gap.clone()),
            (app, _) => Ok(app),
        };
        Sought {
            app,
            sure,
            told: self.heard.saying(told),
        }
    }
}

impl App {
    pub(super) fn saying(&self, said: impl std::fmt::Display) -> Trace {
        self.trace.clone().saying(format!("{}: {said}", self.slug))
    }

    /// Whether it is not suspended; the answer must say so.
    pub(super) fn active(&self) -> Result<bool, Gap> {
        match self.json.get("suspended_at") {
            Some(Json::Null) => Ok(true),
            Some(Json::String(_)) => Ok(false),
            _ => Err(Gap::by(
                Cause::Unreadable,
                self.saying("does not tell suspended_at"),
            )),
        }
    }

    pub(super) fn since(&self) -> String {
        match text(&self.json, "suspended_at") {
            Some(at) => format!("suspended_at: {at}"),
            None => "suspended_at: null".to_owned(),
        }
    }

    /// What the installation was granted, which may be less than the app declares.
    pub(super) fn permissions(&self) -> Result<BTreeSet<String>, Gap> {
        let Some(Json::Object(map)) = self.json.get("permissions") else {
            let trace = self.saying("does not tell its permissions");
            return Err(Gap::by(Cause::Unreadable, trace));
        };
        let one = |(name, level): (&String, &Json)| Some(format!("{name}:{}", level.as_str()?));
        Ok(map.iter().filter_map(one).collect())
    }

    pub(super) fn permission(&self, name: &str) -> Option<String> {
        text(self.json.get("permissions")?, name)
    }

    /// Its page in the settings of the account, on the instance's own host.
    pub(super) fn page(&self, root: &str) -> String {
        match id(&self.json, "id").filter(|id| id.bytes().all(|byte| byte.is_ascii_digit())) {
            Some(id) => format!("{root}/{id}"),
            None => root.to_owned(),
        }
    }
}

impl Sought {
    fn flag(&self, yes: bool, trace: Trace) -> Seen {
        Seen::observed(Value::Flag(yes), trace).but(self.sure)
    }

    pub(super) fn installed(&self) -> Known {
        let app = self.app.as_ref().map_err(Clone::clone)?;
        Ok(self.flag(app.is_some(), self.told.clone()))
    }

    /// Something about the app once it is there.
    pub(super) fn then(&self, about: impl Fn(&App) -> Known) -> Known {
        match &self.app {
            Ok(Some(app)) => about(app).map(|seen| {
                let sure = seen.sure.max(self.sure);
                seen.but(sure)
            }),
            Ok(None) => Err(Gap::by(
                Cause::BlockedBy("github/app-installed"),
                self.told.clone(),
            )),
            Err(gap) => Err(gap.clone()),
        }
    }
}

impl App {
    /// Which repositories it reaches, in the API's words.
    pub(super) fn selection(&self) -> Option<String> {
        text(&self.json, "repository_selection")
    }

    pub(super) fn is_limited(&self) -> bool {
        self.selection().as_deref() == Some("selected")
    }

    pub(super) fn is_active(&self) -> Known {
        let active = self.active()?;
        let trace = self.saying(self.since());
        Ok(Seen::observed(Value::Flag(active), trace))
    }

    /// Source: Semgrep docs, "Pre-deployment checklist", code access: Contents is enough as read, and write includes it.
    pub(super) fn reads(&self) -> Known {
        self.permissions()?;
        let (reads, said) = match self.permission("contents").as_deref() {
            Some(level @ ("read" | "write")) => (true, format!("contents: {level}")),
            // A level that the documents do not name decides nothing.
            Some(level) => {
                let trace = self.saying(format!("contents: {level}"));
                return Err(Gap::by(Cause::NotVisible, trace));
            }
            None => (false, "contents was not granted".to_owned()),
        };
        Ok(Seen::observed(Value::Flag(reads), self.saying(said)))
    }
}
