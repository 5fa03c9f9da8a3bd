//! `assistant doctor`: looks around on this machine, and leaves nothing behind.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::{join, join_all};
use jiff::Timestamp;
use tokio::time::Instant;
use url::{Host as UrlHost, Url};

use super::args::{Global, Machine as Args};
use super::ask_first::{resolved, world};
use super::gather::way_out;
use super::output::{Done, done};
use super::progress::Progress;
use super::{End, Io};
use crate::ask::{Limits, Permit, Runner, Target};
use crate::audit::{Outcome, Report, Side};
use crate::http::{self, Http};
use crate::local::{Config, Host, Keyring, Machine, REACH, Variable};
use crate::scm::{self, Scm};
use crate::settings::{Given, Places, Problem, Settings, namespace_variable, places};

const NAME: &str = "doctor";

pub(super) async fn run(global: &Global, args: &Args, io: &mut Io) -> Result<u8, End> {
    let start = Instant::now();
    let given = Given {
        host: args.host.clone(),
        ..global.given(args.scm.clone(), None)
    };
    // First: a keyring that hangs is then not waited for again.
    let keyring = Keyring {
        place: io.store.place().to_owned(),
        probe: io.store.probe(),
    };
    let places = places(&given, &world(io));
    let (settings, problems) = resolved(&given, io);
    if let Some(settings) = &settings {
        keep_out(settings, io);
        for warning in &settings.warnings {
            writeln!(io.err, "warning: {warning}")?;
        }
    }
    let unplaced = unplaced(args, settings.as_ref(), &io.env);
    for note in &unplaced {
        writeln!(io.err, "warning: {note}")?;
    }
    let deadline = settings.as_ref().map_or(
        given.deadline.map_or(DEADLINE, Duration::from_secs),
        |one| one.deadline,
    );
    let http = way_out(global, io);
    let progress = Progress::start(
        io.watched && !global.quiet && global.verbose == 0,
        "looking around".to_owned(),
    );
    let hosts = look(&http, hosts(&places), deadline).await;
    drop(progress);
    let machine = Machine {
        sandboxed: global.sandbox.is_some(),
        config: config(&places, settings.as_ref(), &problems, &unplaced),
        keyring,
        proxies: http::proxy_variables(&io.env)
            .into_iter()
            .map(|one| Variable {
                name: one.name,
                shown: one.shown,
            })
            .collect(),
        system: std::env::consts::OS,
        processor: std::env::consts::ARCH,
        hosts,
    };
    let report = Report {
        local: Some(machine.report()),
        sent: http.ledger.count(),
        elapsed_ms: u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        ..Report::default()
    };
    let fail_on = settings.map_or(given.fail_on, |one| Some(one.fail_on));
    let finished = Done {
        reads: true,
        ..Done::new(NAME, report, Outcome::Ready, fail_on.unwrap_or_default())
    };
    done(finished, global, io)
}

/// For all hosts together, unless told otherwise.
const DEADLINE: Duration = Duration::from_secs(60);

/// No credential is sent, but one that was found must not be printed either.
fn keep_out(settings: &Settings, io: &Io) {
    let of_scms = settings.connections.iter();
    let of_scms = of_scms.filter_map(|one| one.credential.as_ref());
    for credential in settings.semgrep_token.iter().chain(of_scms) {
        io.kept_out.add(&credential.secret);
    }
}

/// What was read, and where each credential comes from. That one is missing is no fault of the configuration.
fn config(
    places: &Places,
    settings: Option<&Settings>,
    problems: &[Problem],
    unplaced: &[String],
) -> Config {
    let mut notes: Vec<String> = places
        .files
        .iter()
        .map(|path| format!("read {}", path.display()))
        .collect();
    if let Some(settings) = settings {
        let source = |name: String, source: Option<&str>| match source {
            Some(source) => format!("{name}: token from {source}"),
            None => format!("{name}: no token here"),
        };
        let token = settings.semgrep_token.as_ref();
        let platform = token.map(|one| one.source.as_str());
        notes.push(source("Semgrep platform".to_owned(), platform));
        for connection in &settings.connections {
            let token = connection.credential.as_ref();
            notes.push(source(
                connection.target(),
                token.map(|one| one.source.as_str()),
            ));
        }
    }
    notes.extend_from_slice(unplaced);
    let texts = |credential: bool| {
        let of_kind = problems
            .iter()
            .filter(move |one| one.credential == credential);
        of_kind.map(|one| one.text.clone())
    };
    notes.extend(texts(true));
    // What is only missing is for the commands to ask for that need it.
    let wrong = problems.iter().filter(|one| one.flag.is_none());
    Config {
        notes,
        problems: wrong.map(|one| one.text.clone()).collect(),
    }
}

/// The tokens of the environment that no connection uses, because nothing says which namespace they are for.
fn unplaced(
    args: &Args,
    settings: Option<&Settings>,
    env: &BTreeMap<String, String>,
) -> Vec<String> {
    let connections = settings.map_or(&[][..], |one| &one.connections);
    let id = |scm: &&'static dyn Scm| scm.about().id;
    let chosen = |scm: &&'static dyn Scm| {
        let mut given = args.scm.iter().filter_map(|word| scm::by_id(word));
        args.scm.is_empty() || given.any(|one| id(&one) == id(scm))
    };
    let unknown = |scm: &&'static dyn Scm| connections.iter().all(|one| id(&one.scm) != id(scm));
    let set = |name: &&&str| env.get(**name).is_some_and(|text| !text.is_empty());
    let scms = scm::ALL.into_iter().filter(chosen).filter(unknown);
    scms.filter_map(|scm| {
        let about = scm.about();
        let variable = about.token_variables.iter().find(set)?;
        Some(format!(
            "{}: token from {variable}, unused until its namespace ({}) is given by {} or --namespace",
            about.name,
            about.namespace,
            namespace_variable(scm)
        ))
    })
    .collect()
}

/// A host to look at: the URL to ask, and what it is for.
struct Sought {
    url: Url,
    uses: Vec<&'static str>,
}

/// Each host once, the platform's first.
fn hosts(places: &Places) -> Vec<Sought> {
    let mut sought: Vec<Sought> = Vec::new();
    let mut add = |url: Url, used: &'static str| {
        let same = |one: &&mut Sought| one.url.origin() == url.origin();
        match sought.iter_mut().find(same) {
            Some(one) if one.uses.contains(&used) => {}
            Some(one) => one.uses.push(used),
            None => sought.push(Sought {
                url,
                uses: vec![used],
            }),
        }
    };
    if let Some(url) = &places.platform {
        add(url.clone(), "the Semgrep platform");
    }
    for place in &places.scms {
        for url in servers(place.scm, &place.base) {
            add(url, place.scm.about().name);
        }
    }
    sought
}

/// Every server that a source code manager is asked on.
fn servers(scm: &dyn Scm, base: &Url) -> Vec<Url> {
    let mut target = bare(base);
    scm.equip(base, None, &mut target);
    target.servers.into_values().collect()
}

/// A target without any credential.
fn bare(url: &Url) -> Target {
    Target {
        side: Side::Local,
        host: String::new(),
        namespace: String::new(),
        servers: BTreeMap::from([(REACH.server, url.clone())]),
        token: None,
        credentials: Vec::new(),
        headers: Vec::new(),
        today: 0,
        full: false,
        nonce: String::new(),
        exact: false,
        app_slug: None,
    }
}

/// Looks at all hosts at once.
async fn look(http: &Http, sought: Vec<Sought>, deadline: Duration) -> Vec<Host> {
    let permit = Permit {
        probes: false,
        writes: false,
    };
    let runner = Runner::new(http, permit, Limits { deadline });
    let runner = &runner;
    join_all(
        sought
            .into_iter()
            .map(|one| one_host(runner, one, deadline)),
    )
    .await
}

async fn one_host(runner: &Runner<'_>, sought: Sought, deadline: Duration) -> Host {
    let proxy = http::proxy_of(&sought.url);
    let name = match sought.url.host() {
        Some(UrlHost::Domain(name)) if proxy.is_none() => Some(name.to_owned()),
        _ => None,
    };
    let names = async {
        match name {
            Some(name) => Some(http::addresses(&name, Instant::now() + deadline).await),
            None => None,
        }
    };
    let asked = async {
        let answer = runner.send(&bare(&sought.url), &REACH.call()).await;
        (answer, Timestamp::now().as_second())
    };
    let (names, (answer, at)) = join(names, asked).await;
    let host = sought.url.host_str().unwrap_or_default();
    Host {
        name: match sought.url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        },
        uses: sought.uses.join(", "),
        url: sought.url,
        proxy,
        names,
        answer,
        at,
    }
}
