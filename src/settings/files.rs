//! The shapes of the configuration files. Nothing here is trusted yet.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{ErrorKind, Read};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use super::schema;
use crate::input;

/// `assistant.yaml`, or one profile of the user file: one deployment.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Document {
    /// Always 1; a profile has none.
    #[schemars(extend("const" = 1))]
    pub version: Option<u32>,
    /// The platform.
    pub semgrep: Option<Semgrep>,
    /// The connections.
    #[serde(default)]
    pub connections: Vec<Connection>,
    /// Settings by key.
    #[serde(default)]
    #[schemars(schema_with = "schema::settings_by_key")]
    pub features: Pairs<Scalar>,
    /// What counts as failure.
    pub policy: Option<Policy>,
    /// Rows accepted for a while.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
    /// Consent to what needs consent.
    pub consent: Option<Consent>,
    /// Where a typed token is kept, in the user file only: `keyring` or `file`.
    #[schemars(extend("enum" = ["keyring", "file"]))]
    pub store: Option<String>,
}

/// How to reach the platform.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Semgrep {
    /// Its URL.
    pub url: Option<String>,
    /// The deployment that the token must reach.
    pub deployment: Option<String>,
    /// Where its token comes from.
    pub token: Option<TokenFrom>,
}

/// One connection.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Connection {
    /// Id or alias of the source code manager.
    #[schemars(extend("enum" = schema::scms()))]
    pub scm: String,
    /// Group, organization, workspace or `organization/project`.
    pub namespace: String,
    /// The instance, where it is not the public one.
    pub host: Option<String>,
    /// `setup` or `steady`.
    #[schemars(extend("enum" = ["setup", "steady"]))]
    pub phase: Option<String>,
    /// `present`, which is meant where nothing is said, or `absent`: to be removed by `apply`.
    pub state: Option<String>,
    /// Where its token comes from.
    pub token: Option<TokenFrom>,
}

/// Where a token comes from; never the token itself.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenFrom {
    /// An environment variable.
    pub env: Option<String>,
    /// A file.
    pub file: Option<PathBuf>,
    /// A command that prints it.
    pub command: Option<String>,
    /// The OS keyring.
    pub keyring: Option<bool>,
}

/// What counts as failure.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    /// `cannot-tell`, `not-met` or `hygiene`.
    #[schemars(extend("enum" = ["cannot-tell", "not-met", "hygiene"]))]
    pub fail_on: Option<String>,
    /// Days.
    pub warn_expiry: Option<i64>,
    /// Changes are made without asking; consent to code sharing is a matter of its own.
    pub yes: Option<bool>,
}

/// A row accepted for a while.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The row.
    #[schemars(extend("enum" = schema::pardonable()))]
    pub id: String,
    /// `scm:host/namespace` or `semgrep:host/deployment`; left out, every target.
    pub target: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day, such as 2027-03-01.
    #[schemars(extend("format" = "date"))]
    pub until: String,
}

/// Consent to what needs consent.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Consent {
    /// Code may be read and sent to AI providers.
    #[serde(default)]
    pub ai_code_sharing: bool,
}

/// The user's own file: profiles for people with several deployments.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UserFile {
    /// Always 1.
    #[schemars(extend("const" = 1))]
    pub version: Option<u32>,
    /// The profile used without `--profile`.
    pub default_profile: Option<String>,
    /// The profiles.
    #[serde(default)]
    pub profiles: Pairs<Document>,
}

/// A YAML scalar as the word it was written as.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// `on`, `true`, …
    Flag(bool),
    /// `0.5`
    Number(f64),
    /// `inform`, and `on` where YAML takes it for text.
    Word(String),
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Flag(true) => f.write_str("on"),
            Scalar::Flag(false) => f.write_str("off"),
            Scalar::Number(number) => write!(f, "{number}"),
            Scalar::Word(word) => f.write_str(word),
        }
    }
}

/// A map whose keys must not repeat, which YAML readers let pass.
#[derive(Clone, Debug)]
pub struct Pairs<T>(pub BTreeMap<String, T>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Pairs(BTreeMap::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = BTreeMap::new();
                while let Some((key, value)) = map.next_entry::<String, T>()? {
                    if pairs.contains_key(&key) {
                        return Err(A::Error::custom(format!("'{key}' stands twice")));
                    }
                    pairs.insert(key, value);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Each(PhantomData))
    }
}

/// No configuration comes near this many bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// The text of a file that stays within bounds.
pub fn text(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    let file = input::open(path)?;
    // The beginning of a file may mean something else than the whole.
    if file.take(MOST_BYTES + 1).read_to_string(&mut text)? as u64 > MOST_BYTES {
        let words = format!("it is larger than {} MiB", MOST_BYTES >> 20);
        return Err(std::io::Error::new(ErrorKind::FileTooLarge, words));
    }
    if too_deep(&text) {
        return Err(std::io::Error::other("it is nested too deeply"));
    }
    Ok(text)
}

/// The text without the mark that some editors put before it.
pub(super) fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Brackets within brackets that no file needs.
const DEEPEST: usize = 1_000;

/// Whether reading it as YAML would take for ever: the time grows with the square of how deep brackets are nested.
pub(super) fn too_deep(text: &str) -> bool {
    let mut depth: usize = 0;
    text.lines().any(|line| {
        // Those in words and comments need not be closed, but a document's end closes all.
        if line.starts_with("---") {
            depth = 0;
        }
        line.bytes().any(|byte| {
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > DEEPEST
        })
    })
}

/// Reads a file; the error names it, with line and column where the YAML is at fault.
pub fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, String> {
    let shown = path.display();
    let text = text(path).map_err(|error| format!("can't read {shown}: {error}"))?;
    serde_yaml::from_str(&text)
        .map_err(|error| format!("{shown}: {}", without_values(&error.to_string())))
}

/// What stands in a file may be a secret, or the file may be another one than meant: its values are not repeated.
pub(super) fn without_values(message: &str) -> String {
    let mut told = String::new();
    let mut rest = message;
    while let Some((before, behind)) = rest.split_once('"') {
        told.push_str(before);
        told.push_str("\"…\"");
        // A quote within a value is written \".
        let mut escaped = false;
        let end = behind.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        rest = end.map_or("", |end| &behind[end + 1..]);
    }
    told.push_str(rest);
    for kind in ["integer `", "floating point `"] {
        told = without_numbers(&told, kind);
    }
    told
}

/// The same for numbers, which stand between backticks.
fn without_numbers(message: &str, kind: &str) -> String {
    let mut parts = message.split(kind);
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, behind) = part.split_once('`').unwrap_or_default();
        told.push_str(&format!("{kind}…`{behind}"));
    }
    told
}

/// The project file that is discovered: `assistant.yaml` in this folder or, within a repository, above it up to its
/// root. A link is not followed: it may lead out of the checkout.
pub fn discover(from: &Path) -> Option<PathBuf> {
    let root = from
        .ancestors()
        .find(|folder| folder.join(".git").exists())
        .unwrap_or(from);
    for folder in from.ancestors() {
        let file = folder.join("assistant.yaml");
        if std::fs::symlink_metadata(&file).is_ok_and(|about| about.is_file()) {
            return Some(file);
        }
        if folder == root {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests;
