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
