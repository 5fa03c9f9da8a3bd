//! Running the program with nothing of this machine's own around it.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;

use assistant::sandbox::face::Build;
use assistant::sandbox::{Sandbox, scenario};
use assistant::{scm, semgrep};

use serde_json::Value;

/// What a run came to.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    /// The one document that it printed, which is what the schema says.
    pub fn json(&self) -> Value {
        let json = serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error} in {}\n{}", self.out, self.err));
        crate::schemas::check_output(&json);
        json
    }

    /// A finding by id, wherever it stands.
    pub fn finding(&self, id: &str) -> Value {
        let json = self.json();
        let platform = json.pointer("/platform/findings").into_iter();
        let connections = json["connections"].as_array().unwrap();
        let lists = platform.chain(connections.iter().map(|one| &one["findings"]));
        lists
            .flat_map(|list| list.as_array().unwrap().clone())
            .find(|finding| finding["id"] == id)
            .unwrap_or_else(|| panic!("no {id} in {}", self.out))
    }

    pub fn verdict(&self, id: &str) -> String {
        self.finding(id)["verdict"].as_str().unwrap().to_owned()
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The program in an empty environment and an empty folder.
pub fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_assistant"));
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home)
        .current_dir(home)
        .stdin(Stdio::null());
    command
}

pub fn run(args: &[&str]) -> Run {
    let home = tempfile::tempdir().unwrap();
    program(home.path()).args(args).output().unwrap().into()
}

/// Runs with arguments separated by blanks.
pub fn line(line: &str) -> Run {
    run(&line.split_whitespace().collect::<Vec<_>>())
}

/// Runs shell lines against one sandbox that lasts for all of them; `$ASSISTANT` is the program.
pub fn session(scenario: &str, script: &str) -> Run {
    let home = tempfile::tempdir().unwrap();
    session_in(home.path(), scenario, script)
}

/// The same, in a folder that the test has filled.
pub fn session_in(home: &Path, scenario: &str, script: &str) -> Run {
    program(home)
        .env("ASSISTANT", env!("CARGO_BIN_EXE_assistant"))
        .args(["sandbox", "--scenario", scenario, "--", "sh", "-c", script])
        .output()
        .unwrap()
        .into()
}

/// The simulated platform alone, in this process, so that a test can look behind the program's back.
pub struct Platform {
    pub url: String,
    pub token: String,
    /// What a program needs to work on it, the source code managers included.
    pub env: BTreeMap<String, String>,
    /// The source code managers' tokens, by id.
    pub tokens: BTreeMap<&'static str, String>,
    // Dropped last: the sandbox ends when the sender does.
    _stop: mpsc::Sender<()>,
}

impl Platform {
    pub fn start(scenario: &str) -> Self {
        let scenario = scenario.to_owned();
        let (say, hear) = mpsc::channel();
        let (stop, stopped) = mpsc::channel::<()>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let scenario =
                    scenario::load(&scenario, |path| std::fs::read_to_string(path)).unwrap();
                let mut services = vec![("semgrep", semgrep::simulate::build as Build)];
                services.extend(scm::ALL.map(|scm| (scm.about().id, scm.simulate())));
                let sandbox = Sandbox::start(&scenario, &services, None).unwrap();
                let login = sandbox.login("semgrep").unwrap();
                let url = sandbox.url("semgrep");
                let env = environment(&sandbox, &url, &login.token);
                let token = |id| (id, sandbox.login(id).unwrap().token);
                let tokens = scm::ALL.map(|scm| token(scm.about().id)).into();
                say.send((url, login.token, env, tokens)).unwrap();
                // Serves until the test ends.
                tokio::task::spawn_blocking(move || stopped.recv())
                    .await
                    .unwrap()
                    .unwrap_err();
            });
        });
        let (url, token, env, tokens) = hear.recv().unwrap();
        Platform {
            url,
            token,
            env,
            tokens,
            _stop: stop,
        }
    }

    /// The body that a GET of this path answers.
    pub fn get(&self, path: &str) -> Value {
        self.ask("GET", path, None).1
    }

    /// The status and body that a request by somebody else with the same rights answers.
    pub fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let url = url::Url::parse(&format!("{}{path}", self.url)).unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", url.port().unwrap())).unwrap();
        let body = body.map(Value::to_string).unwrap_or_default();
        write!(
            stream,
            "{method} {} HTTP/1.1\r\nhost: sandbox\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            &url[url::Position::BeforePath..],
            self.token,
            body.len()
        )
        .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or_default())
    }
}

/// The variables by which a program reaches a sandbox.
fn environment(sandbox: &Sandbox, url: &str, token: &str) -> BTreeMap<String, String> {
    let mut env = BTreeMap::from([
        ("SEMGREP_URL".to_owned(), url.to_owned()),
        ("ASSISTANT_SEMGREP_TOKEN".to_owned(), token.to_owned()),
    ]);
    for scm in scm::ALL {
        let about = scm.about();
        let login = sandbox.login(about.id).unwrap();
        let id = about.id.to_uppercase().replace('-', "_");
        env.insert(about.url_variable.to_owned(), sandbox.url(about.id));
        env.insert(about.token_variables[0].to_owned(), login.token);
        env.insert(format!("ASSISTANT_{id}_NAMESPACE"), login.namespace);
    }
    env
}
