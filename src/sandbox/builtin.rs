//! The scenarios that are shipped, as the YAML files a user could have written.

/// Name and text of each file under `scenarios/`.
macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("scenarios/", $name, ".yaml")))),*]
    };
}

/// The text of each shipped scenario, by name, in the order in which they are listed.
const FILES: &[(&str, &str)] = shipped![
    "ready",
    "enabled",
    "missing-scope",
    "expired",
    "revoked",
    "wrong-kind",
    "low-role",
    "not-a-member",
    "no-web-api-scope",
    "no-scans",
    "monitor-only",
    "migrated",
    "migrated-hidden",
    "not-admin",
    "identity-down",
    "rate-limited",
    "flaky",
    "down",
    "garbled",
    "settings-stick",
    "partly",
    "one-project",
    "project-token",
    "repository-token",
    "user-api-token",
    "app-password",
    "other-workspace",
    "other-workspace-public",
    "public-only",
    "public-first",
    "excess-scopes",
    "future-scope",
    "headers-stripped",
    "headers-and-detail-stripped",
    "headers-on-user-only",
    "ip-allow-list",
    "not-an-owner",
    "workspace-gone",
    "app-not-accepted",
    "app-not-installed",
    "app-selected-repositories",
    "app-suspended",
    "app-without-contents",
    "classic-forbidden",
    "lifetime-policy",
    "many-apps",
    "never-expires",
    "oauth-restricted",
    "personal-account",
    "public-app-missing",
    "sso-required",
    "anonymous-200",
    "code-write-only",
    "full-access",
    "global-excess",
    "localized-admin",
    "nested-admin",
    "no-repository-permission",
    "organization-stopped",
    "owner-not-admin",
    "permission-refused",
    "personal-account-name",
    "project-missing",
    "sign-in-page",
    "threads-only",
    "throttled-200",
    "clock-skew",
    "rotation-refused",
    "rotation-lost",
];

/// The names of the shipped scenarios.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// The YAML of one shipped scenario.
pub fn text(name: &str) -> Option<&'static str> {
    FILES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

/// The shipped name nearest to a mistyped one, if any is near enough to be meant.
pub fn nearest(typed: &str) -> Option<&'static str> {
    let limit = typed.chars().count() / 3 + 1;
    names()
        .map(|name| (strsim::levenshtein(typed, name), name))
        .filter(|(far, _)| *far <= limit)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_finds_the_one_meant_and_nonsense_finds_none() {
        assert_eq!(nearest("mising-scope"), Some("missing-scope"));
        assert_eq!(nearest("Ready"), Some("ready"));
        assert_eq!(nearest("enable"), Some("enabled"));
        assert_eq!(nearest("zzzzzzzzz"), None);
    }

    #[test]
    fn no_name_is_listed_twice() {
        let mut all: Vec<_> = names().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), FILES.len());
    }
}
