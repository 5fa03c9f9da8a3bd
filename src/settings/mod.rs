//! Everything a run is told, resolved once: flags over environment over files, and what each may set.

mod connections;
mod documents;
pub mod files;
pub mod fleet;
pub mod login;
mod places;
pub mod remote;
pub mod schema;
#[cfg(test)]
mod tests;
mod tokens;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::audit::{Attestation, FailOn, Phase, Via, Waiver};
use crate::scm::Scm;
use crate::semgrep::features::{self, Feature, Setting};
use crate::semgrep::{self};
use crate::vault::{Choice, Key, Store};

pub(crate) use connections::namespace_variable;
use documents::{Documents, may_be_vouched_for};
use files::{Document, Semgrep};
pub use places::{Place, Places, places};
pub use tokens::{Credential, TokenFlags};

/// One connection to look at.
#[derive(Clone)]
pub struct Connection {
    /// Its source code manager.
    pub scm: &'static dyn Scm,
    /// The base URL of its instance.
    pub base: Url,
    /// Its public host.
    pub host: String,
    /// Group, organization, workspace or `organization/project`.
    pub namespace: String,
    /// The phase that was asked for.
    pub phase: Option<Phase>,
    /// Its token.
    pub credential: Option<Credential>,
}

impl Connection {
    /// How the vault names its token.
    pub fn key(&self) -> Key {
        Key::new(self.scm.about().id, &self.host, self.namespace.as_str())
    }

    /// The flags that name it, for commands to copy; the sandbox brings its hosts along.
    pub fn flags(&self, sandboxed: bool) -> String {
        let about = self.scm.about();
        // A namespace was checked to be plain, and a host is one.
        let mut flags = format!("--scm {} --namespace '{}'", about.id, self.namespace);
        if self
            .namespace
            .chars()
            .all(|c| c.is_alphanumeric() || "-_./".contains(c))
        {
            flags = flags.replace('\'', "");
        }
        if !sandboxed
            && about.self_managed
            && self.base.as_str().trim_end_matches('/') != about.default_url
        {
            // A path may hold what a shell obeys; of a quote it would hold `%27` below.
            let base = self
                .base
                .as_str()
                .trim_end_matches('/')
                .replace('\'', "%27");
            let plain = base
                .chars()
                .all(|c| c.is_alphanumeric() || "-_./:[]%".contains(c));
            let quote = if plain { "" } else { "'" };
            flags.push_str(&format!(" --host {quote}{base}{quote}"));
        }
        flags
    }

    /// The page where a token for it is made, on its own host.
    pub fn token_page(&self) -> String {
        self.page(self.scm.about().token_page)
    }

    /// A page on its own host, or a text that names one, from a template.
    pub fn page(&self, template: &str) -> String {
        let web = self.scm.web(&self.base);
        template
            .replace("{web}", &web)
            .replace("{namespace}", &self.namespace)
            .replace(
                "{organization}",
                self.namespace.split('/').next().unwrap_or_default(),
            )
    }

    /// `scm:host/namespace`.
    pub fn target(&self) -> String {
        format!("{}:{}/{}", self.scm.about().id, self.host, self.namespace)
    }
}

/// What is given on the command line and in `ASSISTANT_…` variables, which mean the same.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--scm`, in order.
    pub scm: Vec<String>,
    /// `--namespace`.
    pub namespace: Option<String>,
    /// `--host`.
    pub host: Option<String>,
    /// The source code manager's token.
    pub token: TokenFlags,
    /// The platform's token.
    pub semgrep_token: TokenFlags,
    /// `--semgrep-url`.
    pub semgrep_url: Option<String>,
    /// `--deployment`.
    pub deployment: Option<String>,
    /// `--config`.
    pub config: Option<PathBuf>,
    /// Only the connections of that file count.
    pub of_file_only: bool,
    /// `--profile`.
    pub profile: Option<String>,
    /// `--phase`.
    pub phase: Option<Phase>,
    /// `--fail-on`.
    pub fail_on: Option<FailOn>,
    /// `--warn-expiry`.
    pub warn_expiry: Option<i64>,
    /// `--attest`.
    pub attest: Vec<String>,
    /// `--accept-ai-code-sharing`.
    pub consent: bool,
    /// `--deadline`.
    pub deadline: Option<u64>,
}

/// What the resolver may look at.
pub struct World<'a> {
    /// The environment.
    pub env: &'a BTreeMap<String, String>,
    /// Where project files are discovered from; `None` looks for none.
    pub folder: Option<&'a Path>,
    /// The user file; `None` reads none.
    pub user_file: Option<PathBuf>,
    /// Where tokens are kept.
    pub store: &'a dyn Store,
    /// Standard input.
    pub stdin: &'a mut dyn Read,
}

/// Something that has to be mended or given before anything can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What to tell the person.
    pub text: String,
    /// Whether it is a credential that is missing.
    pub credential: bool,
    /// The flag that gives what is missing, ready to copy.
    pub flag: Option<String>,
}

impl Problem {
    /// The flag that gives the platform's token.
    pub const SEMGREP_TOKEN: &'static str = "--semgrep-token-file FILE";

    /// Something given is wrong.
    pub fn wrong(text: impl Into<String>) -> Self {
        Problem {
            text: text.into(),
            credential: false,
            flag: None,
        }
    }

    /// Something is missing, and this flag gives it.
    pub fn missing(text: impl Into<String>, flag: impl Into<String>) -> Self {
        Problem {
            flag: Some(flag.into()),
            ..Problem::wrong(text)
        }
    }

    /// A credential is missing, and this flag gives it.
    pub fn credential(text: impl Into<String>, flag: impl Into<String>) -> Self {
        Problem {
            credential: true,
            ..Problem::missing(text, flag)
        }
    }
}

/// Everything a run is told.
pub struct Settings {
    /// The platform's base URL.
    pub semgrep_url: Url,
    /// Its host.
    pub semgrep_host: String,
    /// Its token.
    pub semgrep_token: Option<Credential>,
    /// The deployment that the token must reach.
    pub deployment: Option<String>,
    /// The connections chosen.
    pub connections: Vec<Connection>,
    /// Connections that a file wants gone.
    pub absent: Vec<Connection>,
    /// Whether they were chosen, by `--scm` or as a file's; else the platform's own connections count as well.
    pub chosen: bool,
    /// What counts as failure.
    pub fail_on: FailOn,
    /// An expiry nearer than this is too near.
    pub warn_days: i64,
    /// For one connection.
    pub deadline: Duration,
    /// The deadline as given; waiting for a person has a longer one by default.
    pub given_deadline: Option<Duration>,
    /// Who vouched for what.
    pub attestations: Vec<Attestation>,
    /// What a file accepts.
    pub waivers: Vec<Waiver>,
    /// Features that a file asks for.
    pub features: Vec<(&'static Feature, Setting)>,
    /// Where consent to code sharing was given, if it was.
    pub consent: Option<String>,
    /// Whether a trusted file agrees to changes beforehand, as `--yes` does.
    pub yes: bool,
    /// Where the user file says that tokens are to be kept.
    pub store: Option<Choice>,
    /// What was left aside and why, for the person to see.
    pub warnings: Vec<String>,
}

/// Resolves everything, or names every problem at once together with what could be resolved.
pub fn resolve(given: &Given, world: &mut World<'_>) -> (Option<Settings>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    // Nobody is to type a token for nothing.
    if given.token.stdin && given.semgrep_token.stdin {
        let words = "--token-stdin and --semgrep-token-stdin can't both read standard input";
        return (None, vec![Problem::wrong(words.to_owned())]);
    }
    let documents = documents::gather(given, world, &mut problems, &mut warnings);
    warnings.extend(world.store.warning());
    let env = world.env;
    let url = match platform_url(given, env, &documents) {
        Ok(url) => Some(url),
        Err(problem) => {
            problems.push(Problem::wrong(problem));
            None
        }
    };
    let deployment = given
        .deployment
        .clone()
        .or_else(|| documents.find(|one| one.semgrep.as_ref()?.deployment.clone()));
    let semgrep_host = url.as_ref().map(host_of).unwrap_or_default();
    let semgrep_token = platform_token(
        given,
        world,
        &documents,
        &semgrep_host,
        deployment.as_deref(),
    );
    let semgrep_token = semgrep_token.unwrap_or_else(|text| {
        problems.push(Problem::credential(
            format!("the Semgrep token: {text}"),
            Problem::SEMGREP_TOKEN,
        ));
        None
    });
    let (connections, absent) =
        connections::resolve(given, world, &documents, &mut problems, &mut warnings);
    for one in &given.attest {
        let id = one.split('@').next().unwrap_or(one);
        if let Err(problem) = may_be_vouched_for(id) {
            problems.push(Problem::wrong(format!("--attest {problem}")));
        }
    }
    let fail_on = given.fail_on.or_else(|| {
        let word = documents.find(|one| one.policy.as_ref()?.fail_on.clone())?;
        parse_fail_on(&word)
            .map_err(|text| problems.push(Problem::wrong(text)))
            .ok()
    });
    let warn_days = given
        .warn_expiry
        .or_else(|| documents.find(|one| one.policy.as_ref()?.warn_expiry))
        .unwrap_or(30);
    let features = documents.features(&mut problems);
    let consent = if given.consent {
        Some("--accept-ai-code-sharing".to_owned())
    } else {
        documents.consent()
    };
    let settings = url.map(|semgrep_url| Settings {
        semgrep_url,
        semgrep_host,
        semgrep_token,
        deployment,
        connections,
        absent,
        chosen: !given.scm.is_empty() || given.of_file_only,
        fail_on: fail_on.unwrap_or_default(),
        warn_days,
        deadline: Duration::from_secs(given.deadline.unwrap_or(60)),
        given_deadline: given.deadline.map(Duration::from_secs),
        attestations: given.attest.iter().map(|one| attestation(one)).collect(),
        waivers: documents.waivers(&mut problems),
        features,
        consent,
        yes: documents.yes(),
        store: documents.store(&mut problems),
        warnings,
    });
    (settings, problems)
}

/// The platform's base URL, or what is wrong with the one given.
fn platform_url(
    given: &Given,
    env: &BTreeMap<String, String>,
    documents: &Documents,
) -> Result<Url, String> {
    let variable = |name: &str| env.get(name).filter(|text| !text.is_empty()).cloned();
    let url = given
        .semgrep_url
        .clone()
        .or_else(|| variable("SEMGREP_URL"))
        .or_else(|| variable("SEMGREP_APP_URL"))
        .or_else(|| documents.find(|one| one.semgrep.as_ref()?.url.clone()))
        .unwrap_or_else(|| semgrep::DEFAULT_URL.to_owned());
    web_url(&url)
}

fn platform_token(
    given: &Given,
    world: &mut World<'_>,
    documents: &Documents,
    host: &str,
    deployment: Option<&str>,
) -> Result<Option<Credential>, String> {
    if let Some(credential) = tokens::from_flags(&given.semgrep_token, world.stdin)? {
        return Ok(Some(credential));
    }
    let env = world.env;
    let variable = |name: &str| env.get(name).filter(|text| !text.is_empty()).cloned();
    for name in ["ASSISTANT_SEMGREP_TOKEN", "SEMGREP_APP_TOKEN"] {
        if let Some(credential) = variable(name).and_then(|text| Credential::new(text, name)) {
            return Ok(Some(credential));
        }
    }
    let key = Key::platform(host, deployment.unwrap_or_default());
    // A file's token belongs to the platform that the same file names.
    let bound = |one: &Semgrep| {
        let url = one.url.as_deref().unwrap_or(semgrep::DEFAULT_URL);
        web_url(url).is_ok_and(|url| host_of(&url) == host)
    };
    let from = |one: &Document| one.semgrep.as_ref().filter(|one| bound(one))?.token.clone();
    match documents.find(from) {
        Some(from) => tokens::from_entry(&from, &variable, world.store, &key),
        None => Ok(tokens::kept(world.store, &key).unwrap_or(None)),
    }
}

fn attestation(given: &str) -> Attestation {
    let (id, target) = match given.split_once('@') {
        Some((id, target)) => (id, Some(target.to_owned())),
        None => (given, None),
    };
    Attestation {
        id: id.to_owned(),
        target,
        by: "the person who ran this".to_owned(),
        via: Via::Flag,
    }
}

/// The feature and value that `key=value` means.
pub fn feature(key: &str, value: &str) -> Result<(&'static Feature, Setting), String> {
    let Some(feature) = features::by_key(key) else {
        let known: Vec<&str> = features::ALL.iter().map(|one| one.key).collect();
        return Err(match nearest(key, &known) {
            Some(near) => format!("unknown feature '{key}'; did you mean {near}?"),
            None => format!("unknown feature '{key}'; one of {}", known.join(", ")),
        });
    };
    let value = feature.parse(value).map_err(|problem| {
        let words: Vec<&str> = feature.words().collect();
        match nearest(&value.to_lowercase(), &words) {
            Some(near) => format!("{problem}; did you mean {near}?"),
            None => problem,
        }
    })?;
    Ok((feature, value))
}

/// The known word that a mistyped one most likely means.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|one| (strsim::jaro_winkler(word, one), *one))
        .filter(|(near, _)| *near > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, one)| one)
}

/// What a word of `--fail-on` means.
pub fn parse_fail_on(word: &str) -> Result<FailOn, String> {
    match word {
        "not-met" => Ok(FailOn::NotMet),
        "cannot-tell" => Ok(FailOn::CannotTell),
        "hygiene" => Ok(FailOn::Hygiene),
        _ => Err(format!(
            "fail-on: '{word}' is not not-met, cannot-tell or hygiene"
        )),
    }
}

/// A base URL that a token may be sent to: https, or http on this machine.
fn web_url(text: &str) -> Result<Url, String> {
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    // What stands before an @ may be a secret, so the text is not repeated.
    if text.contains('@') {
        return Err("a URL must not hold a user name or password".to_owned());
    }
    let url = Url::parse(&whole).map_err(|error| format!("'{text}' is not a URL: {error}"))?;
    if url.cannot_be_a_base() || url.host_str().is_none() {
        return Err(format!("'{text}' is not the URL of a server"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("'{text}': a base URL has no ? or #"));
    }
    if !crate::http::may_carry_tokens(&url) {
        return Err(format!(
            "'{text}': a token is sent by https only, or by http to this machine"
        ));
    }
    Ok(url)
}

/// Host, with the port where it is not the usual one.
fn host_of(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}
