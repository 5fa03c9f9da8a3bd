//! Asks all sides of a run at once, and judges what they said.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream::FuturesOrdered;
use jiff::Timestamp;
use uuid::Uuid;

use super::args::Global;
use super::copied::aim;
use super::interrupt::waited;
use super::progress::Progress;
use super::{End, Io, keep, traced};
use crate::ask::{Answers, Limits, Permit, PlatformKey, Probe, Runner, Target};
use crate::audit::{Cause, Deployment, Evidence, Gap, Side, Value, fact};
use crate::http::{Http, Options};
use crate::secret::{KeptOut, Secret};
use crate::semgrep::connections::Connections;
use crate::semgrep::{self, Platform, features};
use crate::settings::{Connection, Credential, Settings};
use crate::vault::{Choice, Key};

/// A run's settings and its way out.
pub(super) struct Session {
    pub(super) settings: Settings,
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
    pub(super) sandboxed: bool,
    pub(super) kept_out: KeptOut,
    /// What was offered to the store of tokens already.
    kept: RefCell<BTreeSet<Key>>,
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

impl Session {
    pub(super) fn new(global: &Global, settings: Settings, io: &mut Io) -> Session {
        let of_scms = settings
            .connections
            .iter()
            .filter_map(|one| one.credential.as_ref());
        for credential in settings.semgrep_token.iter().chain(of_scms) {
            io.kept_out.add(&credential.secret);
        }
        let http = Arc::new(way_out(global, io));
        Session {
            settings,
            http,
            until: None,
            today: Timestamp::now().as_second().div_euclid(86_400),
            full: global.full,
            probes: !global.no_write_probes,
            app_slug: global.app_slug.clone(),
            watched: io.watched && !global.quiet && global.verbose == 0,
            asks: io.prompter.is_some() && !global.no_input,
            nonce: Uuid::new_v4().to_string(),
            aim: aim(global),
            sandboxed: global.sandbox.is_some(),
            kept_out: io.kept_out.clone(),
            kept: RefCell::default(),
            start: Instant::now(),
            waited: waited(),
        }
    }

    /// What the deployments of a fleet share: the way out, and what it is asked with. It has no settings of its own.
    pub(super) fn shared(global: &Global, io: &mut Io) -> Result<Session, End> {
        let none = Settings::empty().ok_or_else(|| anyhow::anyhow!("the default URL is one"))?;
        Ok(Session::new(global, none, io))
    }

    /// The same way out for another deployment of a fleet.
    pub(super) fn beside(&self, settings: Settings) -> Session {
        Session {
            settings,
            http: Arc::clone(&self.http),
            until: self.until,
            today: self.today,
            full: self.full,
            probes: self.probes,
            app_slug: None,
            watched: false,
            asks: false,
            nonce: self.nonce.clone(),
            aim: self.aim.clone(),
            sandboxed: self.sandboxed,
            kept_out: self.kept_out.clone(),
            kept: RefCell::default(),
            start: self.start,
            waited: self.waited,
        }
    }

    /// From now on everything ends after this time.
    pub(super) fn end_after(&mut self, span: Duration) {
        self.until = tokio::time::Instant::now().checked_add(span);
    }

    /// Asks the platform about these connections, and about all that it lists where `every`.
    pub(super) async fn ask_about(&self, heard: &mut Heard, sought: Vec<PlatformKey>, every: bool) {
        let platform = Platform {
            prerequisites: true,
            features: true,
            connections: true,
            sought,
            every,
            guard: self.settings.deployment.clone(),
        };
        heard.answers = self
            .runner(false)
            .gather(&platform, &heard.platform, &|_| {})
            .await;
    }

    /// Asks one connection's source code manager, with a token or the reason why there is none.
    pub(super) async fn ask_alone(
        &self,
        connection: &Connection,
        token: Result<Option<Credential>, String>,
    ) -> SideHeard {
        let (credential, lost) = match token {
            Ok(credential) => (credential, None),
            Err(text) => (None, Some(text)),
        };
        let connection = Connection {
            credential,
            ..connection.clone()
        };
        let mut side = self.side(&connection);
        side.lost = lost;
        if side.connection.credential.is_some() {
            let runner = self.runner(false);
            let answers = runner.gather(connection.scm, &side.target, &|_| {});
            side.answers = answers.await;
        }
        side
    }

    /// Milliseconds since it began, but for those at prompts.
    pub(super) fn elapsed_ms(&self) -> u64 {
        let at_prompts = waited().saturating_sub(self.waited);
        let own = self.start.elapsed().saturating_sub(at_prompts);
        u64::try_from(own.as_millis()).unwrap_or(u64::MAX)
    }

    fn runner(&self, writes: bool) -> Runner<'_> {
        let permit = Permit {
            probes: self.probes,
            writes,
        };
        let left = |until: tokio::time::Instant| until.duration_since(tokio::time::Instant::now());
        let deadline = self.settings.deadline;
        let limits = Limits {
            deadline: self
                .until
                .map_or(deadline, |until| deadline.min(left(until))),
        };
        Runner::new(&self.http, permit, limits)
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
            today: self.today,
            full: self.full,
            nonce: self.nonce.clone(),
            exact: true,
            app_slug: self.app_slug.clone(),
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

    /// Asks the platform and every connection's source code manager, all at once.
    pub(super) async fn ask(&self, narrow: impl FnOnce(&mut Platform)) -> Heard {
        self.ask_in_order(narrow, |_, _| {}).await
    }

    /// The same; `heard` is told as soon as the platform has been heard (`None`), then for each connection by its
    /// place, in their order, whichever ends first.
    pub(super) async fn ask_in_order(
        &self,
        narrow: impl FnOnce(&mut Platform),
        mut heard: impl FnMut(&Heard, Option<usize>),
    ) -> Heard {
        let mut so_far = self.nothing_yet();
        let mut platform = self.platform(&so_far.sides);
        narrow(&mut platform);
        let runner = self.runner(false);
        let progress = self.progress(&so_far.sides);
        let target = so_far.platform.clone();
        let targets: Vec<_> = so_far
            .sides
            .iter()
            .map(|side| (side.connection.scm, side.target.clone()))
            .collect();
        let mut asking: FuturesOrdered<Pin<Box<dyn Future<Output = Answers>>>> =
            FuturesOrdered::new();
        asking.push_back(Box::pin(runner.gather(&platform, &target, &|_| {})));
        for (scm, target) in &targets {
            asking.push_back(Box::pin(runner.gather(*scm, target, &|_| {})));
        }
        if let Some(answers) = asking.next().await {
            so_far.answers = answers;
        }
        drop(progress);
        heard(&so_far, None);
        let mut at = 0;
        while let Some(answers) = asking.next().await {
            so_far.sides[at].answers = answers;
            heard(&so_far, Some(at));
            at += 1;
        }
        so_far
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

    /// Asks everybody at once; `watch` is told after every round of each, with who is done: the platform first, then
    /// the connections in their order.
    pub(super) async fn ask_watched(&self, watch: impl FnMut(&Heard, &[bool])) -> Heard {
        let nothing = self.nothing_yet();
        let platform = self.platform(&nothing.sides);
        let platform_target = nothing.platform.clone();
        let mut whom: Vec<(&dyn Probe, Target)> = vec![(&platform, platform_target)];
        for side in &nothing.sides {
            whom.push((side.connection.scm, side.target.clone()));
        }
        let runner = self.runner(false);
        let so_far = RefCell::new((nothing, vec![false; whom.len()], watch));
        let tell = |place: usize, answers: &Answers, over: bool| {
            let (heard, done, watch) = &mut *so_far.borrow_mut();
            match place.checked_sub(1) {
                None => heard.answers = answers.clone(),
                Some(at) => heard.sides[at].answers = answers.clone(),
            }
            done[place] |= over;
            watch(heard, done);
        };
        let asking = whom.iter().enumerate().map(|(place, (probe, target))| {
            let (runner, tell) = (&runner, &tell);
            async move {
                let each = |answers: &Answers| tell(place, answers, false);
                let answers = runner.gather(*probe, target, &each).await;
                tell(place, &answers, true);
            }
        });
        join_all(asking).await;
        so_far.into_inner().0
    }

    /// Asks one side only: the platform, or a connection's source code manager by its place.
    pub(super) async fn ask_one(&self, place: Option<usize>) -> Heard {
        let Some(at) = place else {
            return self.ask_platform().await;
        };
        let mut heard = self.nothing_yet();
        let _progress = self.progress(&heard.sides[at..=at]);
        let side = &heard.sides[at];
        let scm = side.connection.scm;
        let answers = self.runner(false).gather(scm, &side.target, &|_| {}).await;
        heard.sides[at].answers = answers;
        heard
    }

    /// The id of the deployment that another token of the platform belongs to.
    pub(super) async fn recognise(&self, token: &Secret) -> Option<String> {
        self.kept_out.add(token);
        let mut target = self.target(Side::Platform, &self.settings.semgrep_host, "");
        target.token = Some(token.clone());
        semgrep::equip(&self.settings.semgrep_url, Some(token), &mut target);
        let platform = Platform::default();
        let answers = self.runner(false).gather(&platform, &target, &|_| {}).await;
        semgrep::identified(&answers)
    }

    /// From now on this token is used: a connection's by its place, or the platform's.
    pub(super) fn take(&mut self, place: Option<usize>, credential: Credential) {
        self.kept_out.add(&credential.secret);
        self.kept.borrow_mut().clear();
        match place {
            None => self.settings.semgrep_token = Some(credential),
            Some(at) => self.settings.connections[at].credential = Some(credential),
        }
    }

    /// Asks the platform only, about the connections of this run.
    pub(super) async fn ask_platform(&self) -> Heard {
        let sides = self.nothing_yet().sides;
        let platform = Platform {
            prerequisites: false,
            features: false,
            ..self.platform(&sides)
        };
        self.ask_this(platform, sides).await
    }

    /// Asks the source code managers only; nothing is sent to the platform.
    pub(super) async fn ask_scms(&self) -> Heard {
        let mut heard = Heard {
            platform: self.platform_target(),
            answers: Answers::of(Side::Platform),
            sides: Vec::new(),
        };
        let connections = self.settings.connections.iter();
        heard.sides = connections.map(|one| self.side(one)).collect();
        for at in 0..heard.sides.len() {
            self.ask_scm(&mut heard.sides[at]).await;
        }
        heard
    }

    /// Asks one source code manager, again with another token where one is given.
    pub(super) async fn ask_with(&self, heard: &mut Heard, at: usize, credential: Credential) {
        let connection = Connection {
            credential: Some(credential),
            ..heard.sides[at].connection.clone()
        };
        heard.sides[at] = self.side(&connection);
        self.ask_scm(&mut heard.sides[at]).await;
    }

    async fn ask_scm(&self, side: &mut SideHeard) {
        let _progress = self.progress(std::slice::from_ref(side));
        let runner = self.runner(false);
        let answers = runner.gather(side.connection.scm, &side.target, &|_| {});
        side.answers = answers.await;
    }

    /// Asks the platform about its settings, and which connections they are for.
    pub(super) async fn ask_features(&self) -> Heard {
        let platform = Platform {
            features: true,
            connections: true,
            guard: self.settings.deployment.clone(),
            ..Platform::default()
        };
        self.ask_this(platform, Vec::new()).await
    }

    fn progress(&self, sides: &[SideHeard]) -> Progress {
        let mut hosts = vec![self.settings.semgrep_host.as_str()];
        hosts.extend(sides.iter().map(|side| side.connection.host.as_str()));
        hosts.dedup();
        Progress::start(self.watched, format!("asking {}", hosts.join(", ")))
    }

    async fn ask_this(&self, platform: Platform, sides: Vec<SideHeard>) -> Heard {
        let _progress = self.progress(&sides);
        let target = self.platform_target();
        let answers = self.runner(false).gather(&platform, &target, &|_| {}).await;
        Heard {
            platform: target,
            answers,
            sides,
        }
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
                keep::keep(&key, &credential.secret, self.asks, io)?;
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

    /// Asks the platform again, after a change.
    pub(super) async fn ask_again(&self, heard: &mut Heard) {
        let platform = self.platform(&heard.sides);
        let _progress = self.progress(&[]);
        heard.answers = self
            .runner(false)
            .gather(&platform, &heard.platform, &|_| {})
            .await;
    }

    /// The connections as they are at this moment.
    pub(super) async fn connections_now(&self, heard: &Heard) -> Result<Connections, Gap> {
        let platform = Platform {
            connections: true,
            guard: self.settings.deployment.clone(),
            ..Platform::default()
        };
        let answers = self
            .runner(false)
            .gather(&platform, &heard.platform, &|_| {})
            .await;
        let before = semgrep::deployment(&heard.answers).map(|one| one.id);
        match semgrep::deployment(&answers) {
            Some(now) if Some(&now.id) == before.as_ref() => Ok(Connections::of(&answers)),
            Some(_) => Err(Gap::of(Cause::NotThisOrganization)),
            None => Err(Gap::of(Cause::Unreadable)),
        }
    }

    /// The settings as they are at this moment.
    pub(super) async fn settings_now(
        &self,
        heard: &Heard,
        deployment: &Deployment,
    ) -> Result<(serde_json::Value, features::Found), Gap> {
        let platform = Platform {
            features: true,
            guard: self.settings.deployment.clone(),
            ..Platform::default()
        };
        let answers = self
            .runner(false)
            .gather(&platform, &heard.platform, &|_| {})
            .await;
        // A token reaches one deployment; the settings of another must not be written onto this one.
        match semgrep::deployment(&answers) {
            Some(now) if now.id == deployment.id => semgrep::found(&answers),
            Some(_) => Err(Gap::of(Cause::NotThisOrganization)),
            None => Err(Gap::of(Cause::Unreadable)),
        }
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
