//! Who may know whom: the rooms keep to themselves.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every `crate::room` that a file names outside of its comments, with the file.
fn uses(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for path in sources(&root().join(room)) {
        // Tests may look further.
        if path.to_string_lossy().contains("tests") {
            continue;
        }
        for line in fs::read_to_string(&path).unwrap().lines() {
            let code = line.split("//").next().unwrap_or_default();
            for part in code.split("crate::").skip(1) {
                let name: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                found.push((path.clone(), name));
            }
        }
    }
    found
}

fn knows_only(room: &str, allowed: &[&str]) {
    for (path, name) in uses(room) {
        if name.is_empty() {
            continue;
        }
        assert!(
            allowed.contains(&name.as_str()),
            "{} knows {name}",
            path.display()
        );
    }
}

#[test]
fn the_heart_knows_nobody() {
    knows_only("audit", &["audit"]);
}

#[test]
fn each_room_knows_only_its_neighbours() {
    knows_only("ask", &["ask", "audit", "http", "secret"]);
    knows_only("http", &["audit", "http", "secret"]);
    knows_only("local", &["ask", "audit", "local", "vault"]);
    knows_only("render", &["audit", "render"]);
    knows_only("scm", &["ask", "audit", "sandbox", "scm", "secret"]);
    knows_only("semgrep", &["ask", "audit", "sandbox", "secret", "semgrep"]);
    knows_only("sandbox", &["sandbox"]);
    knows_only("vault", &["secret", "vault"]);
}

#[test]
fn simulators_share_nothing_with_the_client() {
    for path in sources(&root()) {
        if !path.to_string_lossy().contains("simulate") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for room in [
            "crate::ask",
            "crate::audit",
            "crate::http::",
            "super::asks",
            "super::read",
        ] {
            let found = text.contains(room);
            assert!(!found, "{} uses {room}", path.display());
        }
    }
}

#[test]
fn nobody_outside_scm_names_a_source_code_manager() {
    for path in sources(&root()) {
        let name = path
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .into_owned();
        // The simulated platform speaks of them as the real one does; tests may name examples.
        if name.starts_with("scm") || name.contains("simulate") || name.contains("test") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default().to_lowercase();
            for word in ["gitlab", "github", "bitbucket", "azure"] {
                assert!(
                    !code.contains(word),
                    "{name}:{} names {word}: {line}",
                    number + 1
                );
            }
        }
    }
}

#[test]
fn only_the_terminal_s_door_prints() {
    for path in sources(&root()) {
        let name = path
            .strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("cli") || name.contains("test") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for word in ["println!", "eprintln!", "process::exit"] {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            assert!(!code.contains(word), "{name} uses {word}");
        }
    }
}
