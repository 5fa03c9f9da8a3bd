//! The way out as flags and environment set it up, looked at before anything is sent.

use std::collections::BTreeMap;
use std::path::Path;

use super::args::{Command, Global};
use super::{End, Io};
use crate::http::{PROXY_VARIABLES, authorities, proxy_problem, proxy_secrets};
use crate::secret::KeptOut;

/// Names everything that is wrong with certificate files and proxies. `doctor` is let through to what the environment
/// holds, because telling that is its work.
pub(super) fn ready(global: &Global, command: Option<&Command>, io: &Io) -> Result<(), End> {
    let named = global.ca_cert.as_deref();
    let mut problems: Vec<String> = named
        .and_then(|path| file("--ca-cert", path))
        .into_iter()
        .collect();
    if !matches!(command, Some(Command::Doctor(_))) {
        problems.extend(in_environment(&io.env));
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(End::Usage {
        problems,
        credentials: false,
        hint: Some(
            "nothing was sent; assistant --help tells the flags under \"Network\"".to_owned(),
        ),
    })
}

fn file(named: &str, path: &Path) -> Option<String> {
    let problem = authorities(path).err()?;
    Some(format!("{named}: {problem}"))
}

fn in_environment(env: &BTreeMap<String, String>) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(path) = env.get("SSL_CERT_FILE") {
        problems.extend(file("SSL_CERT_FILE", Path::new(path)));
    }
    for name in PROXY_VARIABLES {
        // The value may hold a password.
        let problem = env.get(name).and_then(|value| proxy_problem(value));
        problems.extend(problem.map(|problem| format!("{name} {problem}")));
    }
    problems
}

/// A proxy's user and password are kept out of everything that is printed.
pub(super) fn keep_out(env: &BTreeMap<String, String>, kept_out: &KeptOut) {
    let values = PROXY_VARIABLES.iter().filter_map(|name| env.get(*name));
    for secret in values.flat_map(|value| proxy_secrets(value)) {
        kept_out.add(&secret);
    }
}
