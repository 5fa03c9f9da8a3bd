//! The remote of the repository around the current folder: a hint at what a person may want to connect, nothing more.
//!
//! The file is only read: running git in a checkout of unknown origin could run what its configuration names.

use std::io::Read;
use std::path::{Path, PathBuf};

use url::Url;

use crate::scm::Remote;

/// No repository's configuration comes near this many bytes.
const MOST_BYTES: u64 = 1024 * 1024;

/// Where `origin` of the repository around this folder leads.
pub fn discover(from: &Path) -> Option<Remote> {
    let entry = from
        .ancestors()
        .map(|folder| folder.join(".git"))
        .find(|entry| entry.exists())?;
    let text = read(&configuration(&entry)?)?;
    parse(&origin(&text)?)
}

/// The repository's configuration. A worktree or submodule has a file `.git` that names its folder.
fn configuration(entry: &Path) -> Option<PathBuf> {
    if entry.is_dir() {
        return Some(entry.join("config"));
    }
    let text = read(entry)?;
    let folder = entry.parent()?.join(text.strip_prefix("gitdir:")?.trim());
    // A worktree shares the configuration of the repository it belongs to.
    let shared = read(&folder.join("commondir")).map(|text| folder.join(text.trim()));
    Some(shared.unwrap_or(folder).join("config"))
}

fn read(path: &Path) -> Option<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path).ok()?;
    file.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The URL of the remote `origin`, else of the only remote there is.
fn origin(text: &str) -> Option<String> {
    let mut section = String::new();
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line.to_owned();
        } else if let Some((key, value)) = line.split_once('=') {
            let name = section
                .strip_prefix("[remote \"")
                .and_then(|rest| rest.strip_suffix("\"]"));
            if let Some(name) = name.filter(|_| key.trim() == "url") {
                found.push((name.to_owned(), value.trim().trim_matches('"').to_owned()));
            }
        }
    }
    let by_name = found.iter().find(|(name, _)| name == "origin");
    let only = found.first().filter(|_| found.len() == 1);
    by_name.or(only).map(|(_, url)| url.clone())
}

/// Reads `https://…`, `ssh://…` and the short `user@host:path`.
fn parse(url: &str) -> Option<Remote> {
    let (host, path) = if url.contains("://") {
        let url = Url::parse(url).ok()?;
        let web = matches!(url.scheme(), "https" | "http" | "ssh" | "git");
        let host = url.host_str().filter(|_| web)?.to_owned();
        (host, url.path().to_owned())
    } else {
        let (place, path) = url.split_once(':')?;
        let host = place.rsplit('@').next()?;
        (host.to_owned(), path.to_owned())
    };
    let parts = path.trim_matches('/').trim_end_matches(".git").split('/');
    let path: Vec<String> = parts.map(decoded).filter(|part| !part.is_empty()).collect();
    // A drive or a path on this machine is no host.
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    let is_host = host.contains('.') && host.chars().all(plain);
    (is_host && !path.is_empty()).then(|| Remote {
        host: host.to_ascii_lowercase(),
        path,
    })
}

/// A part of a URL's path with `%20` and its like as the characters they stand for.
fn decoded(part: &str) -> String {
    let pair = format!("x={}", part.replace('+', "%2B"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scm;

    /// The id, namespace and own host that a remote is taken for.
    fn taken_for(url: &str) -> Option<(&'static str, String, Option<String>)> {
        let remote = parse(url)?;
        scm::ALL.into_iter().find_map(|scm| {
            let guess = scm.recognise(&remote)?;
            Some((scm.about().id, guess.namespace, guess.host))
        })
    }

    #[test]
    fn each_way_to_write_a_remote_is_recognised() {
        let public = |id, namespace: &str| Some((id, namespace.to_owned(), None));
        for (url, expected) in [
            (
                "https://gitlab.com/acme/web/shop.git",
                public("gitlab", "acme/web"),
            ),
            ("git@gitlab.com:acme/shop.git", public("gitlab", "acme")),
            (
                "ssh://git@gitlab.com:2222/acme/shop",
                public("gitlab", "acme"),
            ),
            ("git@github.com:acme/shop.git", public("github", "acme")),
            (
                "https://ada:x@github.com/acme/shop/",
                public("github", "acme"),
            ),
            (
                "https://bitbucket.org/acme/shop.git",
                public("bitbucket", "acme"),
            ),
            (
                "https://acme@dev.azure.com/acme/my%20web/_git/shop",
                public("azure-devops", "acme/my web"),
            ),
            (
                "git@ssh.dev.azure.com:v3/acme/web/shop",
                public("azure-devops", "acme/web"),
            ),
            (
                "https://acme.visualstudio.com/web/_git/shop",
                public("azure-devops", "acme/web"),
            ),
        ] {
            assert_eq!(taken_for(url), expected, "{url}");
        }
    }

    #[test]
    fn an_instance_of_ones_own_is_named() {
        let own = |id, host: &str| Some((id, "acme".to_owned(), Some(host.to_owned())));
        assert_eq!(
            taken_for("git@gitlab.example.com:acme/shop.git"),
            own("gitlab", "gitlab.example.com")
        );
        assert_eq!(
            taken_for("https://github.example.com/acme/shop"),
            own("github", "github.example.com")
        );
    }

    #[test]
    fn other_remotes_are_left_alone() {
        for url in [
            "../shop",
            "/srv/git/shop.git",
            "C:\\git\\shop",
            "file:///srv/git/shop.git",
            "https://example.com/acme/shop",
            "https://bitbucket.example.com/acme/shop",
            "git@github.com:acme",
            "",
            "https://",
            "gitlab.com",
        ] {
            assert_eq!(taken_for(url), None, "{url}");
        }
    }

    #[test]
    fn origin_counts_among_several_and_a_worktree_finds_it_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let main = folder.path().join("main");
        let git = main.join(".git");
        std::fs::create_dir_all(git.join("worktrees/side")).expect("folders");
        std::fs::write(
            git.join("config"),
            "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = git@github.com:ada/shop.git\n\
             [remote \"origin\"]\n\turl = https://gitlab.com/acme/shop.git\n",
        )
        .expect("written");
        std::fs::write(git.join("worktrees/side/commondir"), "../..\n").expect("written");
        let side = folder.path().join("side");
        std::fs::create_dir(&side).expect("a folder");
        let named = git.join("worktrees/side");
        std::fs::write(side.join(".git"), format!("gitdir: {}\n", named.display()))
            .expect("written");
        for folder in [&main, &side] {
            let remote = discover(folder).expect("a remote");
            assert_eq!(remote.host, "gitlab.com", "{}", folder.display());
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_remote_says_the_host_is_plain(url in ".*") {
            if let Some(remote) = parse(&url) {
                proptest::prop_assert!(remote.host.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)));
                proptest::prop_assert!(!remote.path.is_empty());
            }
        }
    }
}
