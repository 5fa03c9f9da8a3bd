//! What scopes of classic and OAuth tokens contain.

/// Scopes with those directly below them.
///
/// Source: GitHub docs, "Scopes for OAuth apps", "Available scopes".
const BELOW: [(&str, &[&str]); 14] = [
    (
        "repo",
        &[
            "repo:status",
            "repo_deployment",
            "public_repo",
            "repo:invite",
            "security_events",
        ],
    ),
    ("admin:org", &["write:org"]),
    ("write:org", &["read:org"]),
    ("admin:repo_hook", &["write:repo_hook"]),
    ("write:repo_hook", &["read:repo_hook"]),
    ("user", &["read:user", "user:email", "user:follow"]),
    ("write:packages", &["read:packages"]),
    ("admin:public_key", &["write:public_key"]),
    ("write:public_key", &["read:public_key"]),
    ("admin:gpg_key", &["write:gpg_key"]),
    ("write:gpg_key", &["read:gpg_key"]),
    ("project", &["read:project"]),
    ("audit_log", &["read:audit_log"]),
    ("write:discussion", &["read:discussion"]),
];

/// Whether `scope` is `wanted` or contains it.
pub(super) fn contains(scope: &str, wanted: &str) -> bool {
    scope == wanted
        || BELOW
            .iter()
            .filter(|(above, _)| *above == scope)
            .flat_map(|(_, below)| below.iter())
            .any(|below| contains(below, wanted))
}

/// Whether one of the scopes is one of the wanted ones or contains it.
pub(super) fn any(scopes: &[String], wanted: &[&str]) -> bool {
    scopes
        .iter()
        .any(|scope| wanted.iter().any(|wanted| contains(scope, wanted)))
}

/// The scopes as GitHub keeps them: sorted, without those that others contain.
///
/// Source: GitHub docs, "Scopes for OAuth apps", "Normalized scopes".
pub(super) fn normalized(scopes: &[String]) -> Vec<String> {
    let implied = |scope: &String| {
        scopes
            .iter()
            .any(|other| other != scope && contains(other, scope))
    };
    let mut kept: Vec<String> = scopes
        .iter()
        .filter(|scope| !implied(scope))
        .cloned()
        .collect();
    kept.sort();
    kept.dedup();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(scopes: &[&str]) -> Vec<String> {
        scopes.iter().map(|scope| (*scope).to_owned()).collect()
    }

    #[test]
    fn a_scope_contains_what_is_below_it_and_nothing_beside_it() {
        assert!(contains("admin:org", "read:org"));
        assert!(contains("repo", "public_repo"));
        assert!(!contains("read:org", "write:org"));
        assert!(!contains("repo", "read:org"));
        assert!(!contains("admin:org", "admin:org_hook"));
    }

    #[test]
    fn normalizing_sorts_and_drops_what_is_implied() {
        let scopes = list(&["write:org", "repo", "read:org", "gist", "repo:status"]);
        assert_eq!(normalized(&scopes), list(&["gist", "repo", "write:org"]));
        assert_eq!(
            normalized(&list(&["x", "x", "brand:new"])),
            list(&["brand:new", "x"])
        );
    }
}
