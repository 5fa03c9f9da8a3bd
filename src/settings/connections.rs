//! Which connections a run looks at, and which token belongs to each.

use std::collections::BTreeMap;

use url::Url;

use super::files::TokenFrom;
use super::tokens::{self, Credential};
use super::{Connection, Documents, Given, Problem, World, nearest, web_url};
use crate::audit::Phase;
use crate::scm::{self, Scm};
use crate::vault::Key;

/// A connection that is known of, before its token is looked for.
pub(super) struct Candidate {
    pub(super) scm: &'static dyn Scm,
    pub(super) base: Url,
    namespace: String,
    phase: Option<Phase>,
    from: Option<TokenFrom>,
    /// A file wants it gone.
    absent: bool,
}

impl Candidate {
    fn host(&self) -> String {
        self.scm.host(&self.base)
    }

    fn is(&self, other: &Candidate) -> bool {
        self.scm.about().id == other.scm.about().id
            && self.host() == other.host()
            && self.namespace.eq_ignore_ascii_case(&other.namespace)
    }
}

pub(super) fn resolve(
    given: &Given,
    world: &mut World<'_>,
    documents: &Documents,
    problems: &mut Vec<Problem>,
    warnings: &mut Vec<String>,
) -> (Vec<Connection>, Vec<Connection>) {
    let chosen = chosen(given, problems);
    if chosen.len() != 1 && given.token.any() {
        problems.push(Problem::wrong(
            "a token flag needs exactly one --scm to belong to".to_owned(),
        ));
    }
    if chosen.len() != 1 && given.host.is_some() {
        problems.push(Problem::wrong(
            "--host needs exactly one --scm to belong to".to_owned(),
        ));
    }
    let bases = bases(given, world.env, &chosen, problems);
    let known = known(given, world, documents, &chosen, &bases, problems);
    if given.token.any() && known.len() > 1 {
        problems.push(Problem::missing(
            "--namespace: a token flag belongs to one connection, and several are known",
            "--namespace NAMESPACE",
        ));
        return (Vec::new(), Vec::new());
    }
    let (gone, known): (Vec<_>, Vec<_>) = known.into_iter().partition(|one| one.absent);
    let same = |one: &Candidate| {
        let id = one.scm.about().id;
        known
            .iter()
            .filter(|other| other.scm.about().id == id)
            .count()
    };
    let counts: Vec<usize> = known.iter().map(same).collect();
    let mut connections = Vec::new();
    for (candidate, of_this_scm) in known.into_iter().zip(counts) {
        match credential(given, world, &candidate, &bases, of_this_scm == 1) {
            Ok(credential) => connections.push(Connection {
                phase: given.phase.or(candidate.phase),
                credential,
                ..candidate.into()
            }),
            Err(text) => {
                let name = &candidate.namespace;
                problems.push(Problem::credential(
                    format!("{} {name}: {text}", candidate.scm.about().name),
                    "--token-file FILE",
                ));
            }
        }
    }
    let unused = given.token.any() && connections.is_empty();
    if unused && problems.is_empty() {
        warnings.push("the token given was not used: no connection is chosen".to_owned());
    }
    (
        connections,
        gone.into_iter().map(Connection::from).collect(),
    )
}

impl From<Candidate> for Connection {
    fn from(candidate: Candidate) -> Self {
        Connection {
            host: candidate.host(),
            scm: candidate.scm,
            base: candidate.base,
            namespace: candidate.namespace,
            phase: candidate.phase,
            credential: None,
        }
    }
}

/// The connections of a fleet's deployment, and where the token of each comes from.
pub(super) fn of_fleet(
    given: &Given,
    env: &BTreeMap<String, String>,
    documents: &Documents,
    problems: &mut Vec<Problem>,
) -> (Vec<Connection>, Vec<Option<TokenFrom>>) {
    let bases = bases(given, env, &[], problems);
    let mut known: Vec<Candidate> = Vec::new();
    for one in from_documents(documents, &bases, problems) {
        let again = known.iter().any(|other| other.is(&one));
        match (again, one.absent) {
            (true, _) => problems.push(Problem::wrong(format!("{} stands twice", one.namespace))),
            (_, true) => problems.push(Problem::wrong("state: absent is for apply only")),
            _ => known.push(one),
        }
    }
    let sources = known.iter().map(|one| one.from.clone()).collect();
    let phase = |one: Candidate| Connection {
        phase: given.phase.or(one.phase),
        ..one.into()
    };
    (known.into_iter().map(phase).collect(), sources)
}

pub(super) fn chosen(given: &Given, problems: &mut Vec<Problem>) -> Vec<&'static dyn Scm> {
    let mut chosen: Vec<&'static dyn Scm> = Vec::new();
    for word in &given.scm {
        match by_word(word) {
            Ok(scm) if chosen.iter().all(|one| one.about().id != scm.about().id) => {
                chosen.push(scm);
            }
            Ok(_) => {}
            Err(text) => problems.push(Problem::wrong(text)),
        }
    }
    chosen
}

fn by_word(word: &str) -> Result<&'static dyn Scm, String> {
    scm::by_id(word).ok_or_else(|| {
        let ids: Vec<&str> = scm::ALL.iter().map(|scm| scm.about().id).collect();
        match nearest(word, &ids) {
            Some(near) => format!("unknown source code manager '{word}'; did you mean {near}?"),
            None => format!(
                "unknown source code manager '{word}'; one of {}",
                ids.join(", ")
            ),
        }
    })
}

/// The base URL of each source code manager, where flags or environment do not leave it at the public one.
pub(super) fn bases(
    given: &Given,
    env: &BTreeMap<String, String>,
    chosen: &[&'static dyn Scm],
    problems: &mut Vec<Problem>,
) -> BTreeMap<&'static str, Url> {
    let mut bases = BTreeMap::new();
    for scm in scm::ALL {
        let about = scm.about();
        let flag = given
            .host
            .as_deref()
            .filter(|_| chosen.len() == 1 && chosen[0].about().id == about.id);
        let from_flag = flag.map(|host| base_of_host(scm, host));
        let variable = env.get(about.url_variable).filter(|url| !url.is_empty());
        let from_env = || {
            variable
                .map(|url| web_url(url).map_err(|text| format!("{}: {text}", about.url_variable)))
        };
        match from_flag.or_else(from_env) {
            Some(Ok(url)) => {
                bases.insert(about.id, url);
            }
            Some(Err(text)) => problems.push(Problem::wrong(text)),
            None => {}
        }
    }
    bases
}

fn base_of_host(scm: &'static dyn Scm, host: &str) -> Result<Url, String> {
    let about = scm.about();
    if !about.self_managed {
        return Err(format!("--host: {} has one public host only", about.name));
    }
    if host.contains('@') {
        return Err("a host must not hold a user name or password".to_owned());
    }
    web_url(scm.base(host)?.as_str())
}

pub(super) fn public(scm: &dyn Scm) -> Option<Url> {
    Url::parse(scm.about().default_url).ok()
}

/// Every connection that flags, files, environment or kept tokens name, each once, the first telling.
pub(super) fn known(
    given: &Given,
    world: &World<'_>,
    documents: &Documents,
    chosen: &[&'static dyn Scm],
    bases: &BTreeMap<&'static str, Url>,
    problems: &mut Vec<Problem>,
) -> Vec<Candidate> {
    let mut known: Vec<Candidate> = Vec::new();
    let listed = from_documents(documents, bases, problems);
    let wanted = |scm: &dyn Scm| {
        chosen.is_empty() || chosen.iter().any(|one| one.about().id == scm.about().id)
    };
    let base = |scm: &'static dyn Scm| bases.get(scm.about().id).cloned().or_else(|| public(scm));
    let mut add = |candidate: Candidate| {
        if known.iter().all(|one| !one.is(&candidate)) {
            known.push(candidate);
        }
    };
    if let Some(namespace) = &given.namespace {
        if chosen.is_empty() {
            problems.push(Problem::missing(
                "--scm: which source code manager --namespace belongs to",
                "--scm SCM",
            ));
        }
        for scm in chosen {
            let Some(base) = base(*scm) else { continue };
            if let Err(text) = scm.check_namespace(namespace) {
                problems.push(Problem::wrong(format!("--namespace: {text}")));
                continue;
            }
            let named = Candidate {
                scm: *scm,
                base,
                namespace: namespace.clone(),
                phase: None,
                from: None,
                absent: false,
            };
            // A file's entry for the same connection tells where its token is.
            match listed.iter().find(|one| one.is(&named)) {
                Some(one) => add(Candidate {
                    phase: one.phase,
                    from: one.from.clone(),
                    absent: one.absent,
                    ..named
                }),
                None => add(named),
            }
        }
        return known;
    }
    for candidate in listed.into_iter().filter(|one| wanted(one.scm)) {
        add(candidate);
    }
    if given.of_file_only {
        return known;
    }
    for scm in scm::ALL.into_iter().filter(|scm| wanted(*scm)) {
        let name = namespace_variable(scm);
        let has_token = given.token.any()
            || scm
                .about()
                .token_variables
                .iter()
                .any(|name| world.env.contains_key(*name));
        let namespace = world.env.get(&name).filter(|text| !text.is_empty());
        let (Some(namespace), true, Some(base)) = (namespace, has_token, base(scm)) else {
            continue;
        };
        match scm.check_namespace(namespace) {
            Ok(()) => add(Candidate {
                scm,
                base,
                namespace: namespace.clone(),
                phase: None,
                from: None,
                absent: false,
            }),
            Err(text) => problems.push(Problem::wrong(format!("{name}: {text}"))),
        }
    }
    for key in world.store.list().unwrap_or_default() {
        let Some(scm) = scm::by_id(key.scm()).filter(|scm| wanted(*scm)) else {
            continue;
        };
        let base = base(scm).filter(|base| scm.host(base) == key.host());
        let base = base.or_else(|| base_of_host(scm, key.host()).ok());
        if let Some(base) = base {
            add(Candidate {
                scm,
                base,
                namespace: key.namespace().to_owned(),
                phase: None,
                from: None,
                absent: false,
            });
        }
    }
    for scm in chosen {
        if known.iter().all(|one| one.scm.about().id != scm.about().id) {
            let about = scm.about();
            problems.push(Problem::missing(
                format!(
                    "--namespace: the {} {} (such as {})",
                    about.name, about.namespace, about.example
                ),
                format!("--namespace {}", first_word(about.example)),
            ));
        }
    }
    known
}

fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

/// `ASSISTANT_<SCM>_NAMESPACE`: the namespace that an environment token belongs to.
pub(crate) fn namespace_variable(scm: &dyn Scm) -> String {
    let id = scm.about().id.to_uppercase().replace('-', "_");
    format!("ASSISTANT_{id}_NAMESPACE")
}

fn from_documents(
    documents: &Documents,
    bases: &BTreeMap<&'static str, Url>,
    problems: &mut Vec<Problem>,
) -> Vec<Candidate> {
    let mut listed = Vec::new();
    for entry in documents.0.iter().flat_map(|(_, one)| &one.connections) {
        let mut wrong = |text: String| {
            problems.push(Problem::wrong(format!(
                "connection {} {}: {text}",
                entry.scm, entry.namespace
            )));
        };
        let scm = match by_word(&entry.scm) {
            Ok(scm) => scm,
            Err(text) => {
                wrong(text);
                continue;
            }
        };
        let base = match &entry.host {
            Some(host) => base_of_host(scm, host),
            None => bases
                .get(scm.about().id)
                .cloned()
                .or_else(|| public(scm))
                .ok_or_else(|| "has no public host".to_owned()),
        };
        let phase = match entry.phase.as_deref() {
            None => Ok(None),
            Some("setup") => Ok(Some(Phase::Setup)),
            Some("steady") => Ok(Some(Phase::Steady)),
            Some(other) => Err(format!("phase: '{other}' is not setup or steady")),
        };
        let absent = match entry.state.as_deref() {
            None | Some("present") => false,
            Some("absent") => true,
            Some(other) => {
                wrong(format!("state: '{other}' is not present or absent"));
                continue;
            }
        };
        match (base, phase, scm.check_namespace(&entry.namespace)) {
            (Ok(base), Ok(phase), Ok(())) => listed.push(Candidate {
                absent,
                scm,
                base,
                namespace: entry.namespace.clone(),
                phase,
                from: entry.token.clone(),
            }),
            (base, phase, namespace) => {
                let texts = [base.err(), phase.err(), namespace.err()];
                texts.into_iter().flatten().for_each(&mut wrong);
            }
        }
    }
    listed
}

/// The token for a connection. The product's own variable belongs to the host that the environment or `--host` names
/// for its source code manager, else to the public one. A conventional variable belongs to the public host, or to the
/// named one where no other connection of that source code manager is looked at. Where several are, one that names a
/// source of its own uses that.
fn credential(
    given: &Given,
    world: &mut World<'_>,
    candidate: &Candidate,
    bases: &BTreeMap<&'static str, Url>,
    only: bool,
) -> Result<Option<Credential>, String> {
    if let Some(credential) = tokens::from_flags(&given.token, world.stdin)? {
        return Ok(Some(credential));
    }
    let about = candidate.scm.about();
    let env = world.env;
    let variable = |name: &str| env.get(name).filter(|text| !text.is_empty()).cloned();
    let home = bases
        .get(about.id)
        .cloned()
        .or_else(|| public(candidate.scm));
    let is_public =
        public(candidate.scm).is_some_and(|url| url.origin() == candidate.base.origin());
    let at_home = home.is_some_and(|home| home.origin() == candidate.base.origin());
    if only || candidate.from.is_none() {
        for (at, name) in about.token_variables.iter().enumerate() {
            let bound = match at {
                0 => at_home,
                _ => is_public || (at_home && only),
            };
            let text = variable(name).filter(|_| bound);
            if let Some(credential) = text.and_then(|text| Credential::new(text, *name)) {
                return Ok(Some(credential));
            }
        }
    }
    let key = Key::new(about.id, &candidate.host(), candidate.namespace.as_str());
    match &candidate.from {
        Some(from) => tokens::from_entry(from, &variable, world.store, &key),
        // A store that can't be reached is reported where a token is missing, not where none is needed.
        None => Ok(tokens::kept(world.store, &key).unwrap_or(None)),
    }
}
