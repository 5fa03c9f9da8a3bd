//! Scenarios: what the sandbox pretends, as data.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_yaml::Value;

use super::builtin;
use super::document::Document;
use super::fault::Fault;

/// What a scenario differs from when it does not say.
const BASE: &str = "ready";

/// Longer chains of `from` than this are taken for a circle, which a path like `../x/a.yaml` can hide.
const LONGEST_CHAIN: usize = 16;

/// A scenario with everything it comes from merged in.
#[derive(Debug, PartialEq)]
pub struct Scenario {
    /// The built-in name, or the path as given.
    pub name: String,
    document: Document,
}

/// Why a scenario cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Neither a built-in name nor a path.
    #[error("there is no scenario `{name}`{}", suggest(name))]
    Unknown {
        /// The name as given.
        name: String,
    },
    /// The file cannot be read.
    #[error("cannot read the scenario {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The text is not a scenario; the reason names the key and, where known, line and column.
    #[error("{origin}: {reason}")]
    Malformed {
        /// The file, or the built-in scenario.
        origin: String,
        /// What is wrong, and where.
        reason: String,
    },
    /// A scenario that comes from itself.
    #[error("{origin}: `from` goes round in a circle: {chain}")]
    Circle {
        /// The file in which the circle closes.
        origin: String,
        /// The names on the way.
        chain: String,
    },
}

fn suggest(name: &str) -> String {
    match builtin::nearest(name) {
        Some(near) => format!(
            ": did you mean `{near}`? A file needs a `/` in its path, or ends in .yaml or .yml"
        ),
        None => format!(
            ": there are {}, and files with a `/` in their path or ending in .yaml or .yml",
            builtin::names().collect::<Vec<_>>().join(", ")
        ),
    }
}

/// The shipped scenarios: name, and one line of what each shows.
pub fn builtin() -> impl Iterator<Item = (&'static str, String)> {
    builtin::names().map(|name| {
        let document =
            builtin::text(name).and_then(|text| serde_yaml::from_str::<Document>(text).ok());
        (
            name,
            document
                .and_then(|document| document.about)
                .unwrap_or_default(),
        )
    })
}

/// Loads a built-in scenario by name or, if it looks like a path, a file through `read`.
pub fn load(
    name_or_path: &str,
    read: impl Fn(&Path) -> io::Result<String>,
) -> Result<Scenario, Error> {
    let document = chain(&Source::named(name_or_path, None), &read, &mut Vec::new())?;
    Ok(Scenario {
        name: name_or_path.to_owned(),
        document,
    })
}

impl Scenario {
    /// One line of what the scenario shows; empty if it does not say.
    pub fn about(&self) -> &str {
        self.document.about.as_deref().unwrap_or_default()
    }

    /// How long each answer takes.
    pub fn latency(&self) -> Duration {
        Duration::from_millis(self.document.latency_ms.unwrap_or_default())
    }

    /// By how many seconds the services' clocks are ahead of this machine's; behind it, if negative.
    pub fn clock_ahead(&self) -> i64 {
        self.document.clock_ahead_s.unwrap_or_default().into()
    }

    /// How many connections are generated, and over how many deployments if it says so; `None` where none are.
    pub fn connections(&self) -> Option<(u32, Option<u32>)> {
        let connections = self.document.connections?;
        Some((connections, self.document.deployments))
    }

    /// What goes wrong, in the order in which it is tried.
    pub fn faults(&self) -> &[Fault] {
        self.document.faults.as_deref().unwrap_or_default()
    }

    /// The section of one service; null if the scenario has none.
    pub fn section(&self, service: &str) -> &Value {
        self.document.sections.get(service).unwrap_or(&Value::Null)
    }

    /// The ids of the services that the scenario has a section or a fault for.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        let sections = self.document.sections.keys().filter_map(Value::as_str);
        sections.chain(self.faults().iter().filter_map(|fault| fault.on.as_deref()))
    }
}

/// Where a scenario's text comes from.
#[derive(Clone, Debug, PartialEq)]
enum Source {
    Builtin(String),
    File(PathBuf),
}

impl Source {
    /// A name, or a path; one that stands in a file is relative to that file.
    fn named(name: &str, beside: Option<&Path>) -> Self {
        let path = Path::new(name);
        let looks_like_a_file = name.contains('/')
            || path
                .extension()
                .is_some_and(|end| end == "yaml" || end == "yml");
        match (looks_like_a_file, beside.and_then(Path::parent)) {
            (false, _) => Self::Builtin(name.to_owned()),
            (true, Some(folder)) => Self::File(folder.join(path)),
            (true, None) => Self::File(path.to_owned()),
        }
    }

    fn label(&self) -> String {
        match self {
            Self::Builtin(name) => name.clone(),
            Self::File(path) => path.display().to_string(),
        }
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Self::Builtin(_) => None,
            Self::File(path) => Some(path),
        }
    }
}

fn chain(
    source: &Source,
    read: &impl Fn(&Path) -> io::Result<String>,
    above: &mut Vec<Source>,
) -> Result<Document, Error> {
    if above.contains(source) || above.len() >= LONGEST_CHAIN {
        let names: Vec<String> = above.iter().chain([source]).map(Source::label).collect();
        let origin = above.last().unwrap_or(source).label();
        return Err(Error::Circle {
            origin,
            chain: names.join(" from "),
        });
    }
    let text = match source {
        Source::Builtin(name) => builtin::text(name)
            .ok_or_else(|| Error::Unknown { name: name.clone() })?
            .to_owned(),
        Source::File(path) => read(path).map_err(|source| Error::Unreadable {
            path: path.clone(),
            source,
        })?,
    };
    let document: Document = serde_yaml::from_str(&text).map_err(|error| Error::Malformed {
        origin: source.label(),
        reason: error.to_string(),
    })?;
    let base = match (&document.from, source) {
        (Some(base), _) => Source::named(base, source.path()),
        (None, Source::Builtin(name)) if name == BASE => return Ok(document),
        (None, _) => Source::Builtin(BASE.to_owned()),
    };
    above.push(source.clone());
    let base = chain(&base, read, above).map_err(|error| match error {
        // The name stands in this file, so the error does too.
        Error::Unknown { ref name } => Error::Malformed {
            origin: source.label(),
            reason: format!("from: {}", Error::Unknown { name: name.clone() }),
        },
        error => error,
    })?;
    Ok(document.over(base))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn load_with(name: &str, files: &[(&str, &str)]) -> Result<Scenario, Error> {
        load(name, |path| {
            let found = files.iter().find(|(known, _)| Path::new(known) == path);
            found
                .map(|(_, text)| (*text).to_owned())
                .ok_or_else(|| io::ErrorKind::NotFound.into())
        })
    }

    #[test]
    fn every_built_in_scenario_loads_and_says_what_it_shows() {
        for (name, about) in builtin() {
            let scenario = load_with(name, &[]).unwrap();
            assert!(!about.is_empty() && !about.contains('\n'), "{name}");
            assert_eq!(scenario.about(), about);
        }
    }

    #[test]
    fn a_file_differs_from_ready_unless_it_says_otherwise() {
        let files = [
            ("./plain.yaml", "version: 1\ngitlab: { role: 30 }\n"),
            ("./low.yaml", "version: 1\nfrom: partly\nlatency-ms: 50\n"),
            ("./over.yaml", "version: 1\nfrom: low.yaml\nfaults: []\n"),
        ];
        let plain = load_with("./plain.yaml", &files).unwrap();
        assert_eq!(plain.section("gitlab")["role"], 30);
        let low = load_with("./low.yaml", &files).unwrap();
        assert_eq!(
            (low.latency(), low.faults().len()),
            (Duration::from_millis(50), 1)
        );
        let over = load_with("./over.yaml", &files).unwrap();
        assert_eq!(
            (over.latency(), over.faults().len()),
            (Duration::from_millis(50), 0)
        );
    }

    #[test]
    fn an_unknown_name_suggests_the_nearest() {
        assert!(
            load_with("redy", &[])
                .unwrap_err()
                .to_string()
                .contains("did you mean `ready`?")
        );
        assert!(
            load_with("qqqqqqq", &[])
                .unwrap_err()
                .to_string()
                .contains("missing-scope")
        );
    }

    #[test]
    fn an_unknown_base_is_an_error_of_the_file_that_names_it() {
        let error = load_with("./a.yaml", &[("./a.yaml", "version: 1\nfrom: enabeld\n")])
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with(
                "./a.yaml: from: there is no scenario `enabeld`: did you mean `enabled`?"
            ),
            "{error}"
        );
    }

    #[test]
    fn a_circle_is_refused_however_it_is_spelled() {
        let files = [
            ("./a.yaml", "version: 1\nfrom: ./b.yaml\n"),
            ("./b.yaml", "version: 1\nfrom: a.yaml\n"),
        ];
        assert!(matches!(
            load_with("./a.yaml", &files),
            Err(Error::Circle { .. })
        ));
        let winding = load("x/a.yaml", |_| {
            Ok("version: 1\nfrom: ../x/a.yaml\n".to_owned())
        });
        assert!(matches!(winding, Err(Error::Circle { .. })));
    }

    #[test]
    fn a_missing_file_and_a_broken_one_are_named() {
        let missing = load_with("nowhere/a.yml", &[]).unwrap_err().to_string();
        assert!(missing.contains("nowhere/a.yml"), "{missing}");
        let broken = load_with("b.yaml", &[("b.yaml", "version: 1\nabout: [\n")])
            .unwrap_err()
            .to_string();
        assert!(
            broken.starts_with("b.yaml: ") && broken.contains("line"),
            "{broken}"
        );
    }
}
