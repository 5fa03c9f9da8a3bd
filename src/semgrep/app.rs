//! The app through which the platform works on a connection, where it works through one.

use serde_json::Value as Json;

use crate::ask::json::flag;
use crate::audit::{Cause, Certainty, Gap, Known, Seen, Trace, Value};

/// What the list of connections says of one connection's app.
pub(super) struct App {
    there: bool,
    installed: Option<bool>,
    suspended: Option<bool>,
    code_access: Option<bool>,
    trace: Trace,
}

impl App {
    /// Source: Semgrep API description v2, `ScmConfig`: `app` is there for private apps only, `installed` and `suspended`
    /// stand beside it.
    pub(super) fn of(list: &Trace, config: &Json) -> App {
        let app = config.get("app").filter(|app| app.is_object());
        App {
            there: app.is_some(),
            installed: flag(config, "installed"),
            suspended: flag(config, "suspended"),
            code_access: app.and_then(|app| flag(app, "codeAccess")),
            trace: list.clone(),
        }
    }

    pub(super) fn is_there(&self) -> bool {
        self.there
    }

    /// A flag about the app; a value of another type than documented can't be read. The platform keeps a record of what
    /// the source code manager told it, hence implied.
    pub(super) fn flag(&self, value: Option<bool>, said: &str) -> Known {
        let trace = self.trace.clone().saying(said);
        match value {
            Some(yes) => Ok(Seen::observed(Value::Flag(yes), trace).but(Certainty::Implied)),
            None => Err(Gap::by(Cause::Unreadable, trace)),
        }
    }

    fn said(&self) -> String {
        let word = |value: Option<bool>| match value {
            Some(true) => "true",
            Some(false) => "false",
            None => "unreadable",
        };
        match self.there {
            true => format!(
                "app: installed {}, suspended {}, codeAccess {}",
                word(self.installed),
                word(self.suspended),
                word(self.code_access)
            ),
            false => "names no app".to_owned(),
        }
    }

    pub(super) fn installed(&self) -> Known {
        let installed = self.installed.map(|installed| installed && self.there);
        self.flag(installed, &self.said())
    }

    pub(super) fn active(&self) -> Known {
        self.flag(self.is_active(), &self.said())
    }

    pub(super) fn reads_code(&self) -> Known {
        self.flag(both(self.is_active(), self.code_access), &self.said())
    }

    fn is_active(&self) -> Option<bool> {
        let there = self.installed.map(|installed| installed && self.there);
        both(there, self.suspended.map(|suspended| !suspended))
    }
}

/// A single no settles it, whatever can't be read.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    /// Installed, active, reads code; `None` where it can't be told.
    fn read(config: Json) -> [Option<bool>; 3] {
        let app = App::of(&Trace::local(""), &config);
        [app.installed(), app.active(), app.reads_code()].map(|known| match known.ok()?.value {
            Value::Flag(yes) => Some(yes),
            _ => None,
        })
    }

    #[test]
    fn an_app_counts_when_it_is_installed_and_not_suspended() {
        let app = json!({ "slug": "acme-reader", "codeAccess": true });
        let all = json!({ "app": app, "installed": true });
        assert_eq!(read(all), [Some(true); 3]);
        let blind = json!({ "app": { "slug": "acme-reader" }, "installed": true });
        assert_eq!(read(blind), [Some(true), Some(true), Some(false)]);
        let asleep = json!({ "app": app, "installed": true, "suspended": true });
        assert_eq!(read(asleep), [Some(true), Some(false), Some(false)]);
        assert_eq!(read(json!({ "app": app })), [Some(false); 3]);
    }

    #[test]
    fn what_is_installed_without_an_app_of_its_own_is_not_that_app() {
        assert_eq!(read(json!({ "installed": true })), [Some(false); 3]);
        assert_eq!(
            read(json!({ "installed": true, "app": [] })),
            [Some(false); 3]
        );
    }

    #[test]
    fn a_flag_of_another_type_is_not_told() {
        let app = json!({ "slug": "acme-reader", "codeAccess": "yes" });
        let odd = json!({ "app": app, "installed": true });
        assert_eq!(read(odd), [Some(true), Some(true), None]);
        let odd = json!({ "app": app, "installed": 1 });
        assert_eq!(read(odd), [None; 3]);
    }
}
