//! What a run asks with, and what it heard.

mod asking;
mod fleet;
mod now;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use uuid::Uuid;

use super::args::Global;
use super::copied::aim;
use super::interrupt::waited;
use super::progress::Progress;
use super::{End, Io, keep, traced};
use crate::ask::{Answers, Limits, Permit, PlatformKey, Probe, Runner, Target};
use crate::audit::{Deployment, Evidence, Side, Value, fact};
use crate::http::{Http, Options};
use crate::secret::KeptOut;
use crate::semgrep::connections::Connections;
use crate::semgrep::{self, Platform};
use crate::settings::{Connection, Credential, Settings};
use crate::vault::{Choice, Key};

/// One deployment's settings, and the way to ask about it.
pub(super) struct Session {
    pub(super) settings: Settings,
    pub(super) way: Way,
    /// What was offered to the store of tokens already.
    kept: RefCell<BTreeSet<Key>>,
}

/// The way out and how it is used: what all deployments of a run share.
#[derive(Clone)]
pub(super) struct Way {
    pub(super) http: Arc<Http>,
    /// When everything ends, whatever a single connection may take.
    until: Option<tokio::time::Instant>,
    pub(super) today: i64,
    full: bool,
    probes: bool,
    app_slug: Option<String>,
    watched: bool,
    /// Whether there is a person who may be asked.
    pub(super) asks: bool,
    nonce: String,
    /// The flags by which a copied command goes where this run goes.
    pub(super) aim: String,
    /// Whether this is one deployment of many.
    of_fleet: bool,
    pub(super) sandboxed: bool,
    pub(super) kept_out: KeptOut,
    start: Instant,
    /// What had been spent at prompts before.
    waited: Duration,
}

/// What was heard so far.
pub(super) struct Heard {
    pub(super) platform: Target,
    pub(super) answers: Answers,
    pub(super) sides: Vec<SideHeard>,
}

/// One connection, as far as its source code manager said something.
pub(super) struct SideHeard {
    pub(super) connection: Connection,
    pub(super) target: Target,
    pub(super) key: PlatformKey,
    /// Why its token could not be had, though one is named.
    pub(super) lost: Option<String>,
    answers: Answers,
}

/// The way out that the flags and the environment describe, watched where requests are to be shown.
pub(super) fn way_out(global: &Global, io: &mut Io) -> Http {
    let http = Http::new(Options {
        ca_cert: global.ca_cert.clone().or_else(|| {
            let path = io.env.get("SSL_CERT_FILE")?;
            Some(std::path::PathBuf::from(path))
        }),
        most_requests: global.max_requests,
        kept_out: io.kept_out.clone(),
    });
    if global.verbose > 0 {
        let closely = global.verbose > 1;
        let err = io.shared_err();
        http.ledger.watch(Box::new(move |sent, said| {
            err.line(&super::output::request(sent));
            if closely {
                err.line(traced::bodies(said).trim_end());
            }
        }));
    }
    http
}

impl Way {
    pub(super) fn new(global: &Global, io: &mut Io) -> Way {
        Way {
            http: Arc::new(way_out(global, io)),
            until: None,
            today: Timestamp::now().as_second().div_euclid(86_400),
            full: global.full,
            probes: !global.no_write_probes,
            app_slug: global.app_slug.clone(),
            watched: io.watched && !global.quiet && global.verbose == 0,
            asks: io.prompter.is_some() && !global.no_input,
            nonce: Uuid::new_v4().to_string(),
            aim: aim(global),
            of_fleet: false,
            sandboxed: global.sandbox.is_some(),
            kept_out: io.kept_out.clone(),
            start: Instant::now(),
            waited: waited(),
        }
    }

    /// Milliseconds since it began, but for those at prompts.
    pub(super) fn elapsed_ms(&self) -> u64 {
        let at_prompts = waited().saturating_sub(self.waited);
        let own = self.start.elapsed().saturating_sub(at_prompts);
        u64::try_from(own.as_millis()).unwrap_or(u64::MAX)
    }
}

impl Session {
    pub(super) fn new(global: &Global, settings: Settings, io: &mut Io) -> Session {
        let of_scms = settings
            .connections
            .iter()
            .filter_map(|one| one.credential.as_ref());
        for credential in settings.semgrep_token.iter().chain(of_scms) {
            io.kept_out.add(&credential.secret);
        }
        Session::through(Way::new(global, io), settings)
    }

    fn through(way: Way, settings: Settings) -> Session {
        Session {
            settings,
            way,
            kept: RefCell::default(),
        }
    }

    fn runner(&self, writes: bool) -> Runner<'_> {
        let permit = Permit {
            probes: self.way.probes,
            writes,
        };
        let left = |until: tokio::time::Instant| until.duration_since(tokio::time::Instant::now());
        let deadline = self.settings.deadline;
        let limits = Limits {
            deadline: self
                .way
                .until
                .map_or(deadline, |until| deadline.min(left(until))),
        };
        Runner::new(&self.way.http, permit, limits)
    }

    /// Asks one side all that is read, by itself.
    async fn gather(&self, probe: &dyn Probe, target: &Target) -> Answers {
        self.runner(false).gather(probe, target, &|_| {}).await
    }

    /// The runner of a command that changes something, once that was agreed to.
    pub(super) fn writer(&self) -> Runner<'_> {
        self.runner(true)
    }

    fn target(&self, side: Side, host: &str, namespace: &str) -> Target {
        Target {
            side,
            host: host.to_owned(),
            namespace: namespace.to_owned(),
            servers: Default::default(),
            token: None,
            credentials: Vec::new(),
            headers: vec![("accept", "application/json".to_owned())],
            today: self.way.today,
            full: self.way.full,
            nonce: self.way.nonce.clone(),
            exact: true,
            app_slug: self.way.app_slug.clone(),
        }
    }

    /// The platform to ask, looking closely at the connections of this run.
    pub(super) fn platform(&self, sides: &[SideHeard]) -> Platform {
        Platform {
            prerequisites: true,
            features: true,
            connections: true,
            sought: sides.iter().map(|side| side.key.clone()).collect(),
            every: !self.settings.chosen,
            guard: self.settings.deployment.clone(),
        }
    }

    /// The platform's target.
    fn platform_target(&self) -> Target {
        let settings = &self.settings;
        let mut target = self.target(Side::Platform, &settings.semgrep_host, "");
        let token = settings.semgrep_token.as_ref().map(|one| &one.secret);
        target.token = token.cloned();
        semgrep::equip(&settings.semgrep_url, token, &mut target);
        target
    }

    /// How the platform names a connection.
    pub(super) fn key_of(&self, connection: &Connection) -> PlatformKey {
        self.side(connection).key
    }

    fn side(&self, connection: &Connection) -> SideHeard {
        let mut target = self.target(Side::Scm, &connection.host, &connection.namespace);
        let token = connection.credential.as_ref().map(|one| &one.secret);
        target.token = token.cloned();
        connection.scm.equip(&connection.base, token, &mut target);
        SideHeard {
            connection: connection.clone(),
            key: connection.scm.platform_key(&target),
            target,
            lost: None,
            answers: Answers::of(Side::Scm),
        }
    }

    /// Before anything was heard.
    pub(super) fn nothing_yet(&self) -> Heard {
        let connections = self.settings.connections.iter();
        Heard {
            platform: self.platform_target(),
            answers: Answers::of(Side::Platform),
            sides: connections.map(|one| self.side(one)).collect(),
        }
    }

    /// From now on this token is used: a connection's by its place, or the platform's.
    pub(super) fn take(&mut self, place: Option<usize>, credential: Credential) {
        self.way.kept_out.add(&credential.secret);
        self.kept.borrow_mut().clear();
        match place {
            None => self.settings.semgrep_token = Some(credential),
            Some(at) => self.settings.connections[at].credential = Some(credential),
        }
    }

    fn progress(&self, sides: &[SideHeard]) -> Progress {
        let mut hosts = vec![self.settings.semgrep_host.as_str()];
        hosts.extend(sides.iter().map(|side| side.connection.host.as_str()));
        hosts.dedup();
        Progress::start(self.way.watched, format!("asking {}", hosts.join(", ")))
    }

    /// Keeps tokens that were typed, or that `--store` asks to keep, once they were accepted. Failing to keep one
    /// costs nothing else.
    pub(super) fn keep_typed(
        &self,
        heard: &Heard,
        store: Option<Choice>,
        io: &mut Io,
    ) -> Result<(), End> {
        let mut kept = Vec::new();
        let deployment = semgrep::deployment(&heard.answers);
        if let (Some(credential), Some(deployment)) = (&self.settings.semgrep_token, deployment) {
            kept.push((self.platform_kept(&deployment.slug), credential));
        }
        let all = Connections::of(&heard.answers);
        for side in &heard.sides {
            if let Some(credential) = side
                .connection
                .credential
                .as_ref()
                .filter(|_| holds(&side.read(&all), fact::ALIVE))
            {
                kept.push((side.connection.key(), credential));
            }
        }
        let wanted = |one: &(Key, &Credential)| one.1.typed || store.is_some();
        for (key, credential) in kept.into_iter().filter(wanted) {
            if self.kept.borrow_mut().insert(key.clone()) {
                keep::keep(&key, &credential.secret, self.way.asks, io)?;
            }
        }
        Ok(())
    }

    /// The name under which the platform's token is kept.
    pub(super) fn platform_kept(&self, slug: &str) -> Key {
        // Without a guard the next run does not know the slug before it asks.
        let name = self.settings.deployment.as_ref().map(|_| slug);
        Key::platform(&self.settings.semgrep_host, name.unwrap_or_default())
    }
}

impl SideHeard {
    /// What the source code manager said, read with what the platform knows of the connection.
    pub(super) fn read(&self, all: &Connections) -> Evidence {
        let mut target = self.target.clone();
        let known = all.app_slug(&self.key);
        target.app_slug = known.or(target.app_slug);
        self.connection.scm.read(&target, &self.answers)
    }
}

impl Heard {
    /// The deployment; an error that says so where it is not known, which only a bug comes to after the checks.
    pub(super) fn deployment(&self) -> Result<Deployment, End> {
        let missing = || End::Fault(anyhow::anyhow!("the deployment is not known"));
        semgrep::deployment(&self.answers).ok_or_else(missing)
    }
}

pub(super) fn holds(evidence: &Evidence, name: &str) -> bool {
    matches!(evidence.get(name), Ok(seen) if seen.value == Value::Flag(true))
}
