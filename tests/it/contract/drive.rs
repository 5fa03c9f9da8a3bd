//! The whole product against every built-in scenario, with everything that goes over the wire kept.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Mutex, mpsc};
use std::thread;

use assistant::sandbox::face::{Build, Login};
use assistant::sandbox::fault::{Answer, Fault};
use assistant::sandbox::{Sandbox, Scenario, scenario};
use assistant::{scm, semgrep};

use super::relay::{Exchange, Message, Relay};
use super::sides::Target;
use crate::program::program;

/// Every command that sends anything. `SCM` stands for a source code manager.
const COMMANDS: [&str; 10] = [
    "check-scopes --full --phase steady",
    "doctor",
    "enable --scm SCM --yes --accept-ai-code-sharing",
    "connect-scm --scm SCM --yes",
    "status",
    "features set code-snippets=on noise-filter=suppress min-confidence=0.3 comment-triage=on --yes --accept-ai-code-sharing",
    "features set noise-filter=inform comment-triage=off --yes",
    "apply -f wanted.yaml --yes --accept-ai-code-sharing",
    "disconnect-scm --scm SCM --yes",
    "disable --yes",
];

/// The last: afterwards the environment's token is dead.
const ROTATES: &str = "token rotate --scm gitlab --yes --no-platform --store=file";

/// Places that the tokens reach in another way, or not at all.
const PLACES: [&str; 7] = [
    "check-scopes --scm gitlab --namespace acme/web",
    "check-scopes --scm gitlab --namespace acme/web/shop",
    "check-scopes --scm gitlab --namespace acme/shop",
    "check-scopes --scm gitlab --namespace nowhere/nothing",
    "check-scopes --scm github --namespace nowhere",
    "check-scopes --scm bitbucket --namespace nowhere",
    "check-scopes --scm azure-devops --namespace nowhere/nothing",
];

/// In these every place is looked at and source code manager is changed; in the
/// others one is changed, each in turn.
const THOROUGH: [&str; 3] = ["ready", "enabled", "expired"];

/// What a file asks for; the hosts come from the environment.
const WANTED: &str = "version: 1\nconnections:\n  - { scm: gitlab, namespace: acme, token: { env: ASSISTANT_GITLAB_TOKEN } }\nfeatures: { code-snippets: on, remediation: on, priority-emails: off }\n";

/// One request and its answer, with the scenario that it happened in.
pub struct Said {
    pub scenario: &'static str,
    pub exchange: Exchange,
    /// What the sandbox did to it on the way, in place of the service.
    pub fault: Option<Answer>,
}

/// Runs all commands against all scenarios, two at a time.
pub fn everything() -> Vec<Said> {
    let names: VecDeque<&'static str> = scenario::builtin().map(|(name, _)| name).collect();
    let (names, said) = (Mutex::new(names), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(name) = names.lock().unwrap().pop_front() else {
                        return;
                    };
                    let heard = one(name);
                    said.lock().unwrap().extend(heard);
                }
            });
        }
    });
    let mut said = said.into_inner().unwrap();
    said.sort_by_key(|one| one.scenario);
    said
}

/// One command against one scenario.
pub fn session(scenario: &str, line: &str) -> Vec<Exchange> {
    let served = Served::start(scenario);
    let relay = Relay::before(served.port());
    let home = tempfile::tempdir().unwrap();
    run(home.path(), &served, &relay, line);
    relay.kept()
}

/// Sends requests to a sandbox in another situation, each as it was and twice, as some limits take the first.
pub fn again(scenario: &str, requests: &[&Message]) -> Vec<[Message; 2]> {
    let served = located(scenario, Served::start);
    let twice = |one: &&Message| [(); 2].map(|()| one.sent_to(served.port()));
    requests.iter().map(twice).collect()
}

/// With the name of a scenario, or of a file that holds the text of one.
pub fn located<T>(scenario: &str, then: impl FnOnce(&str) -> T) -> T {
    if !scenario.starts_with('{') {
        return then(scenario);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.yaml");
    std::fs::write(&path, scenario).unwrap();
    then(&path.to_string_lossy())
}

fn one(name: &'static str) -> Vec<Said> {
    let served = Served::start(name);
    let relay = Relay::before(served.port());
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("wanted.yaml"), WANTED).unwrap();
    let turn = scenario::builtin()
        .position(|(one, _)| one == name)
        .unwrap();
    let ids = scm::ALL.map(|scm| scm.about().id);
    let changed = match THOROUGH.contains(&name) {
        true => &ids[..],
        false => &ids[turn % ids.len()..][..1],
    };
    for command in COMMANDS {
        let each = if command.contains("SCM") {
            changed
        } else {
            &ids[..1]
        };
        for id in each {
            run(home.path(), &served, &relay, &command.replace("SCM", id));
        }
    }
    for line in PLACES.iter().filter(|_| THOROUGH.contains(&name)) {
        run(home.path(), &served, &relay, line);
    }
    run(home.path(), &served, &relay, ROTATES);
    let kept = relay.kept();
    kept.into_iter()
        .map(|exchange| Said {
            scenario: name,
            fault: fault(&served.scenario, &exchange),
            exchange,
        })
        .collect()
}

fn run(home: &Path, served: &Served, relay: &Relay, line: &str) {
    let mut command = program(home);
    for (name, url, login) in &served.services {
        let at = relay.instead_of(url);
        let Some(scm) = scm::by_id(name) else {
            command.env("SEMGREP_URL", at);
            command.env("ASSISTANT_SEMGREP_TOKEN", &login.token);
            continue;
        };
        let about = scm.about();
        let id = about.id.to_uppercase().replace('-', "_");
        command.env(about.url_variable, at);
        command.env(about.token_variables[0], &login.token);
        command.env(format!("ASSISTANT_{id}_NAMESPACE"), &login.namespace);
    }
    // No bus of this machine's own may be found.
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    command.args(["--no-input", "--deadline", "10"]);
    let ended = command.args(line.split(' ')).output().unwrap();
    // How it ends is other tests' matter; but a command that is written wrongly here sends nothing.
    let told = String::from_utf8_lossy(&ended.stderr);
    let wrong = ended.status.code() == Some(2) && served.scenario.name == "ready";
    assert!(!wrong && !told.contains("panicked"), "{line}: {told}");
}

/// The fault that may have answered, where the answer looks like it.
fn fault(scenario: &Scenario, exchange: &Exchange) -> Option<Answer> {
    let mut words = exchange.request.line.split(' ');
    let method = words.next().unwrap().parse().unwrap();
    let target = Target::of(words.next().unwrap());
    let fits = |fault: &&Fault| {
        let here = fault.on.as_ref().is_none_or(|on| *on == target.service);
        here && fault.matches.meets(&method, &target.path)
    };
    let looks = |fault: &&Fault| match (fault.answer, &exchange.answer) {
        (Answer::Drop | Answer::Hang, answer) => answer.is_none(),
        // Broken off in the midst of it.
        (Answer::Reset | Answer::Drip, _) => true,
        (Answer::Own, _) => false,
        (Answer::Mistyped | Answer::Huge | Answer::Endless, answer) => answer.is_some(),
        (Answer::Status(status), Some(answer)) => answer.status() == status,
        (Answer::Html, Some(answer)) => answer
            .header("content-type")
            .is_some_and(|kind| kind.contains("html")),
        (Answer::Cut, Some(answer)) => {
            serde_json::from_slice::<serde_json::Value>(&answer.body).is_err()
        }
        (_, None) => false,
    };
    let faults = scenario.faults().iter();
    faults.filter(fits).find(looks).map(|fault| fault.answer)
}

/// A sandbox with all services, on a thread of its own.
struct Served {
    scenario: Scenario,
    /// Id, address and how to log in.
    services: Vec<(&'static str, String, Login)>,
    // Dropped last: the sandbox ends when the sender does.
    _stop: mpsc::Sender<()>,
}

impl Served {
    fn start(name: &str) -> Self {
        let load = |name: &str| scenario::load(name, |path| std::fs::read_to_string(path)).unwrap();
        let (here, there) = (load(name), load(name));
        let (say, hear) = mpsc::channel();
        let (stop, stopped) = mpsc::channel::<()>();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let mut rooms = vec![("semgrep", semgrep::simulate::build as Build)];
                rooms.extend(scm::ALL.map(|scm| (scm.about().id, scm.simulate())));
                let sandbox = Sandbox::start(&there, &rooms, None).unwrap();
                let services = rooms.iter().map(|(name, _)| {
                    let login = sandbox.login(name).unwrap();
                    (*name, sandbox.url(name), login)
                });
                say.send(services.collect()).unwrap();
                // Serves until the run ends.
                tokio::task::spawn_blocking(move || stopped.recv())
                    .await
                    .unwrap()
                    .unwrap_err();
            });
        });
        Served {
            scenario: here,
            services: hear.recv().unwrap(),
            _stop: stop,
        }
    }

    fn port(&self) -> u16 {
        let url = url::Url::parse(&self.services[0].1).unwrap();
        url.port().unwrap()
    }
}
