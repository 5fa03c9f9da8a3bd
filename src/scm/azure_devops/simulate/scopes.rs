//! What a scope grants.

/// Each scope with the next narrower one that it includes.
///
/// Source: azure-devops-docs, `integrate/includes/scopes.md`.
const INCLUDES: [(&str, &str); 11] = [
    ("vso.code_full", "vso.code_manage"),
    ("vso.code_manage", "vso.code_write"),
    ("vso.code_write", "vso.code"),
    ("vso.code", "vso.hooks_write"),
    ("vso.hooks_write", "vso.hooks"),
    ("vso.hooks", "vso.profile"),
    ("vso.project_manage", "vso.project_write"),
    ("vso.project_write", "vso.project"),
    ("vso.graph_manage", "vso.graph"),
    ("vso.identity_manage", "vso.identity"),
    (
        "vso.memberentitlementmanagement_write",
        "vso.memberentitlementmanagement",
    ),
];

/// Whether one of the granted scopes is, or includes, one of the wanted ones.
pub(super) fn cover(granted: &[String], wanted: &[&str]) -> bool {
    granted.iter().any(|scope| {
        let mut scope = scope.as_str();
        loop {
            if scope == FULL || wanted.contains(&scope) {
                return true;
            }
            match INCLUDES.iter().find(|(from, _)| *from == scope) {
                Some((_, to)) => scope = to,
                None => return false,
            }
        }
    })
}

/// The scope of a token with full access.
///
/// Source: azure-devops-docs, `manage-personal-access-tokens-via-api.md`.
pub(super) const FULL: &str = "app_token";

#[cfg(test)]
mod tests {
    use super::cover;

    fn covers(granted: &str, wanted: &str) -> bool {
        cover(&[granted.to_owned()], &[wanted])
    }

    #[test]
    fn code_scopes_include_the_narrower_ones_down_to_the_profile() {
        for wanted in [
            "vso.code_write",
            "vso.code",
            "vso.hooks_write",
            "vso.hooks",
            "vso.profile",
        ] {
            assert!(covers("vso.code_full", wanted), "{wanted}");
        }
        assert!(!covers("vso.code", "vso.code_write"));
        assert!(!covers("vso.code_write", "vso.code_manage"));
        assert!(covers(
            "vso.memberentitlementmanagement_write",
            "vso.memberentitlementmanagement"
        ));
    }

    #[test]
    fn threads_stand_alone_and_full_access_covers_all() {
        assert!(!covers("vso.threads_full", "vso.code"));
        assert!(!covers("vso.threads_full", "vso.profile"));
        assert!(!covers("vso.code_full", "vso.threads_full"));
        assert!(!covers("vso.code_full", "vso.code_status"));
        assert!(covers("app_token", "vso.graph"));
        assert!(!cover(&[], &["vso.code"]));
    }
}
