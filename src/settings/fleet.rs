//! `fleet.yaml`: many deployments. Read one YAML document at a time, so that thousands of them need no more memory
//! than one, where the file holds each in a document of its own.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::connections;
use super::documents::{Documents, Origin};
use super::files::{Connection, Document, Semgrep, TokenFrom, Waiver, too_deep, unmarked};
use super::{Credential, Given, Problem, Settings, host_of, tokens, web_url};
use crate::input;
use crate::semgrep;
use crate::vault::{Key, Store};

/// One document of a fleet's file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fleet {
    /// Always 1.
    pub version: u32,
    /// For the whole fleet; in the first document only.
    pub defaults: Option<Defaults>,
    /// The deployments.
    #[serde(default)]
    pub deployments: Vec<Member>,
}

/// How a fleet is asked.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// So many connections at once, from 1 to 1000.
    #[schemars(range(min = 1, max = 1000))]
    pub concurrency: Option<usize>,
    /// Seconds for one connection.
    pub deadline: Option<u64>,
}

/// One deployment of a fleet.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Its name here, each once.
    pub name: String,
    /// The platform.
    pub semgrep: Semgrep,
    /// The connections.
    #[serde(default)]
    pub connections: Vec<Connection>,
    /// What of a policy can differ between deployments; the exit code belongs to the run.
    pub policy: Option<Policy>,
    /// Rows accepted for a while.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
}

/// How a deployment of a fleet is judged.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    /// So many days before its end a token counts as near it.
    pub warn_expiry: Option<i64>,
}

/// A fleet's file, looked through once.
pub struct File {
    path: PathBuf,
    text: String,
    /// How it is asked.
    pub defaults: Defaults,
}

/// A deployment with where its tokens come from; none was fetched yet.
pub struct Resolved {
    /// Everything but the tokens.
    pub settings: Settings,
    /// Where the platform's token comes from.
    pub semgrep_token: TokenFrom,
    /// Where each connection's token comes from, in their order.
    pub tokens: Vec<Option<TokenFrom>>,
}

/// More than a hundred thousand deployments.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// So many connections at once, unless the file says otherwise.
const CONCURRENCY: usize = 32;

/// More at once help nobody, and no service would like them.
const MOST_AT_ONCE: usize = 1_000;

impl File {
    /// Reads the file and names everything that is wrong in it, before anything is sent.
    pub fn read(
        path: &Path,
        given: &Given,
        env: &BTreeMap<String, String>,
    ) -> Result<File, Vec<Problem>> {
        let shown = path.display();
        let wrong = |text: String| vec![Problem::wrong(text)];
        let mut text = String::new();
        let opened = input::open(path);
        let read = opened.and_then(|file| file.take(MOST_BYTES + 1).read_to_string(&mut text));
        match read {
            Ok(bytes) if bytes as u64 > MOST_BYTES => {
                return Err(wrong(format!("{shown} is larger than any fleet")));
            }
            Ok(_) => {}
            Err(error) => return Err(wrong(format!("can't read {shown}: {error}"))),
        }
        if too_deep(&text) {
            return Err(wrong(format!("{shown} is nested too deeply")));
        }
        let mut problems = Vec::new();
        let mut defaults = Defaults::default();
        let mut names = BTreeMap::new();
        for (at, document) in documents(&text).enumerate() {
            let document = match document {
                Ok(document) => document,
                Err(error) => {
                    problems.push(Problem::wrong(format!("{shown}: {error}")));
                    break;
                }
            };
            let mut texts = Vec::new();
            let mut say = |text: String| texts.push(text);
            if document.version != 1 {
                say(format!("version {} is not known here", document.version));
            }
            match document.defaults {
                Some(one) if at == 0 => defaults = one,
                Some(_) => say("defaults stand in the first document only".to_owned()),
                None => {}
            }
            for member in &document.deployments {
                if names.insert(member.name.clone(), ()).is_some() {
                    say(format!("deployment '{}' stands twice", member.name));
                }
                if let Err(found) = resolved(member, path, defaults, given, env) {
                    let named = |one: Problem| format!("{shown}: {}: {}", member.name, one.text);
                    problems.extend(found.into_iter().map(|one| Problem::wrong(named(one))));
                }
            }
            let named = |text: &String| Problem::wrong(format!("{shown}: {text}"));
            problems.extend(texts.iter().map(named));
        }
        let places = defaults.concurrency.unwrap_or(CONCURRENCY);
        if !(1..=MOST_AT_ONCE).contains(&places) {
            problems.push(Problem::wrong(format!(
                "{shown}: concurrency is from 1 to {MOST_AT_ONCE}"
            )));
        }
        if names.is_empty() && problems.is_empty() {
            problems.push(Problem::wrong(format!("{shown} names no deployment")));
        }
        match problems.is_empty() {
            true => Ok(File {
                path: path.to_owned(),
                text,
                defaults,
            }),
            false => Err(problems),
        }
    }

    /// Its deployments, one after the other.
    pub fn members(&self) -> impl Iterator<Item = Member> {
        documents(&self.text)
            .flatten()
            .flat_map(|one| one.deployments)
    }

    /// How many connections are asked at once.
    pub fn concurrency(&self) -> usize {
        self.defaults.concurrency.unwrap_or(CONCURRENCY)
    }

    /// What a deployment is asked with. It was looked through before, so nothing is wrong in it.
    pub fn resolve(
        &self,
        member: &Member,
        given: &Given,
        env: &BTreeMap<String, String>,
    ) -> Option<Resolved> {
        resolved(member, &self.path, self.defaults, given, env).ok()
    }
}

fn documents(text: &str) -> impl Iterator<Item = Result<Fleet, String>> {
    serde_yaml::Deserializer::from_str(unmarked(text)).map(|one| {
        let read = Fleet::deserialize(one);
        read.map_err(|error| super::files::without_values(&error.to_string()))
    })
}

fn resolved(
    member: &Member,
    path: &Path,
    defaults: Defaults,
    given: &Given,
    env: &BTreeMap<String, String>,
) -> Result<Resolved, Vec<Problem>> {
    let mut problems = Vec::new();
    let document = Document {
        semgrep: Some(member.semgrep.clone()),
        connections: member.connections.clone(),
        waivers: member.waivers.clone(),
        ..Document::default()
    };
    let documents = Documents(vec![(Origin::Named(path.to_owned()), document)]);
    let variable = |name: &str| env.get(name).filter(|text| !text.is_empty()).cloned();
    let url = member.semgrep.url.clone();
    let url = url
        .or_else(|| given.semgrep_url.clone())
        .or_else(|| variable("SEMGREP_URL"))
        .or_else(|| variable("SEMGREP_APP_URL"));
    let url = web_url(&url.unwrap_or_else(|| semgrep::DEFAULT_URL.to_owned()));
    let (connections, tokens) = connections::of_fleet(given, env, &documents, &mut problems);
    let waivers = documents.waivers(&mut problems);
    let policy = member.policy.unwrap_or_default();
    let Some(semgrep_token) = member.semgrep.token.clone() else {
        problems.push(Problem::wrong("semgrep: token: is missing"));
        return Err(problems);
    };
    let seconds = defaults.deadline.unwrap_or(60);
    match url {
        Ok(semgrep_url) if problems.is_empty() => Ok(Resolved {
            settings: Settings {
                semgrep_host: host_of(&semgrep_url),
                semgrep_url,
                semgrep_token: None,
                deployment: member.semgrep.deployment.clone(),
                connections,
                absent: Vec::new(),
                chosen: false,
                fail_on: given.fail_on.unwrap_or_default(),
                warn_days: given.warn_expiry.or(policy.warn_expiry).unwrap_or(30),
                deadline: Duration::from_secs(seconds),
                given_deadline: None,
                attestations: given
                    .attest
                    .iter()
                    .map(|one| super::attestation(one))
                    .collect(),
                waivers,
                features: Vec::new(),
                store: None,
                yes: false,
                consent: None,
                warnings: Vec::new(),
            },
            semgrep_token,
            tokens,
        }),
        Ok(_) => Err(problems),
        Err(text) => {
            problems.push(Problem::wrong(text));
            Err(problems)
        }
    }
}

/// Fetches a token that a fleet's file names; the error says why there is none.
pub fn fetch(
    from: &TokenFrom,
    env: &BTreeMap<String, String>,
    store: &dyn Store,
    key: &Key,
) -> Result<Credential, String> {
    let variable = |name: &str| env.get(name).filter(|text| !text.is_empty()).cloned();
    let found = tokens::from_entry(from, &variable, store, key)?;
    found.ok_or_else(|| format!("no token is kept for {key}"))
}
