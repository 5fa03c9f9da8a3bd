//! A sandbox in a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use crate::run::{assistant, bare};

/// A sandbox that serves until it is dropped.
pub struct Served {
    child: Child,
    /// What it says is to be exported.
    pub environment: Vec<(String, String)>,
}

impl Served {
    /// Serves a scenario that is given as YAML; `fleet` is where to write its fleet.
    pub fn start(scenario: &str, fleet: Option<&Path>) -> Served {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("scenario.yaml");
        std::fs::write(&file, format!("version: 1\n{scenario}\n")).unwrap();
        let mut command = bare(&[], &assistant());
        command
            .arg("sandbox")
            .arg("--scenario")
            .arg(&file)
            .stdin(Stdio::null());
        if let Some(fleet) = fleet {
            command.arg("--fleet").arg(fleet);
        }
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It speaks on standard error once it serves, and has printed everything by then.
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
        let out = BufReader::new(child.stdout.take().unwrap());
        let read = std::thread::spawn(move || {
            let mut environment = Vec::new();
            for line in out.lines().map_while(Result::ok) {
                let pair = line
                    .strip_prefix("export ")
                    .and_then(|rest| rest.split_once('='));
                let Some((name, value)) = pair else { continue };
                environment.push((name.to_owned(), value.trim_matches('\'').to_owned()));
                // The last in the order of names.
                if name == "SEMGREP_URL" {
                    break;
                }
            }
            environment
        });
        let environment = read.join().unwrap();
        assert!(
            !environment.is_empty(),
            "the sandbox does not serve: {:?}",
            said.next()
        );
        Served { child, environment }
    }

    /// The value of a variable.
    pub fn get(&self, name: &str) -> &str {
        let found = self.environment.iter().find(|(known, _)| known == name);
        &found
            .unwrap_or_else(|| panic!("the sandbox exports no {name}"))
            .1
    }

    /// Peak memory so far in KiB.
    pub fn peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
            .unwrap_or_default()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
