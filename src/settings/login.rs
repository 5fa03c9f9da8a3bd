//! What `semgrep login` keeps: enough to recognise whom a person works for, not enough to set anything up.
//!
//! Its token lacks the scope Web API. Source: Semgrep's own CLI, `settings.py` and `app/auth.py`: key `api_token` in
//! `$SEMGREP_SETTINGS_FILE`, else `.semgrep/settings.yml` under `$XDG_CONFIG_HOME` if that is a folder, else under `$HOME`.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use serde::Deserialize;

use crate::secret::Secret;

/// No settings file comes near this many bytes.
const MOST_BYTES: u64 = 64 * 1024;

#[derive(Deserialize)]
struct Login {
    api_token: Option<String>,
}

/// The token that `semgrep login` keeps, if a person is signed in.
pub fn find(env: &BTreeMap<String, String>) -> Option<Secret> {
    let mut text = String::new();
    let file = std::fs::File::open(path(env)?).ok()?;
    file.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    let login: Login = serde_yaml::from_str(&text).ok()?;
    zeroize::Zeroize::zeroize(&mut text);
    Secret::from_input(login.api_token?)
}

fn path(env: &BTreeMap<String, String>) -> Option<PathBuf> {
    let variable = |name: &str| {
        env.get(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(file) = variable("SEMGREP_SETTINGS_FILE") {
        return Some(file);
    }
    let config = variable("XDG_CONFIG_HOME").filter(|folder| folder.is_dir());
    Some(
        config
            .or_else(|| variable("HOME"))?
            .join(".semgrep/settings.yml"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pairs: &[(&str, &std::path::Path)]) -> Option<String> {
        let pair = |(name, path): &(&str, &std::path::Path)| {
            ((*name).to_owned(), path.display().to_string())
        };
        find(&pairs.iter().map(pair).collect()).map(|secret| secret.expose().to_owned())
    }

    #[test]
    fn the_file_is_looked_for_where_the_vendors_cli_keeps_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let (home, config) = (folder.path().join("home"), folder.path().join("config"));
        for (place, token) in [(&home, "of-home"), (&config, "of-config")] {
            std::fs::create_dir_all(place.join(".semgrep")).expect("a folder");
            let text = format!("anonymous_user_id: x\napi_token: {token}\n");
            std::fs::write(place.join(".semgrep/settings.yml"), text).expect("written");
        }
        let named = folder.path().join("named.yml");
        std::fs::write(&named, "api_token: of-file\n").expect("written");
        let absent = folder.path().join("absent");
        assert_eq!(found(&[("HOME", &home)]).as_deref(), Some("of-home"));
        assert_eq!(
            found(&[("HOME", &home), ("XDG_CONFIG_HOME", &config)]).as_deref(),
            Some("of-config")
        );
        assert_eq!(
            found(&[("HOME", &home), ("XDG_CONFIG_HOME", &absent)]).as_deref(),
            Some("of-home")
        );
        assert_eq!(
            found(&[("HOME", &home), ("SEMGREP_SETTINGS_FILE", &named)]).as_deref(),
            Some("of-file")
        );
        assert_eq!(found(&[("HOME", &absent)]), None);
        assert_eq!(found(&[]), None);
    }

    #[test]
    fn a_file_without_a_login_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("settings.yml");
        for text in [
            "",
            "has_shown_metrics_notification: true\n",
            "api_token:\n",
            "[",
            "api_token: {a: b}\n",
        ] {
            std::fs::write(&file, text).expect("written");
            assert_eq!(found(&[("SEMGREP_SETTINGS_FILE", &file)]), None, "{text}");
        }
    }
}
