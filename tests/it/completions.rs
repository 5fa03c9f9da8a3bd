//! The completion scripts that are shipped are the ones the program prints.

use std::path::Path;

use crate::program::run;

#[test]
fn shipped_completions_are_fresh() {
    for (shell, file) in [
        ("bash", "assistant.bash"),
        ("zsh", "_assistant"),
        ("fish", "assistant.fish"),
        ("elvish", "assistant.elv"),
        ("powershell", "_assistant.ps1"),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("completions")
            .join(file);
        let fresh = run(&["completions", shell]).out;
        if std::env::var_os("UPDATE_COMPLETIONS").is_some() {
            std::fs::write(&path, &fresh).unwrap();
        }
        let shipped = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            shipped == fresh,
            "{file} is stale: run the tests once with UPDATE_COMPLETIONS=1"
        );
    }
}

/// What bash offers for the last of these words, which it breaks at `=`.
fn offered(words: &[&str]) -> Vec<String> {
    const ASK: &str = r#"source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_assistant assistant "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\n' "${COMPREPLY[@]}""#;
    let home = tempfile::tempdir().unwrap();
    let script = home.path().join("assistant.bash");
    std::fs::write(&script, run(&["completions", "bash"]).out).unwrap();
    let output = std::process::Command::new("bash")
        .args(["--norc", "-c", ASK, "bash"])
        .arg(&script)
        .args(words)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn bash_offers_values() {
    for (words, value) in [
        (
            &["assistant", "check-scopes", "--scm", "gitl"][..],
            "gitlab",
        ),
        (&["assistant", "enable", "--skip", "pri"], "priority-emails"),
        (
            &["assistant", "enable", "--set", "noise"],
            "noise-filter=suppress",
        ),
        (&["assistant", "features", "explain", "rem"], "remediation"),
        (
            &["assistant", "features", "set", "code"],
            "code-snippets=off",
        ),
        (
            &["assistant", "sandbox", "--scenario", "mis"],
            "missing-scope",
        ),
        (&["assistant", "--sandbox", "=", "mis"], "missing-scope"),
        (&["assistant", "--sandbox", "="], "missing-scope"),
        (&["assistant", "help", "exi"], "exit-codes"),
    ] {
        let offered = offered(words);
        assert!(
            offered.iter().any(|one| one == value),
            "{words:?}: {offered:?}"
        );
    }
}

#[test]
fn every_shell_knows_scms_features_and_scenarios() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]).out;
        assert!(script.contains("check-scopes"), "{shell}");
        // Elvish and PowerShell complete no values, only commands and flags.
        if ["elvish", "powershell"].contains(&shell) {
            continue;
        }
        for value in [
            "azure-devops",
            "noise-filter=inform",
            "priority-emails",
            "missing-scope",
        ] {
            assert!(script.contains(value), "{shell} does not know {value}");
        }
    }
}
