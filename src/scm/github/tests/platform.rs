//! A personal account: what the platform knows of its app.

use super::*;

#[test]
fn the_platform_settles_for_a_personal_account_whether_the_app_is_there() {
    let installed = World::ready()
        .personal()
        .platform_says(fact::APP_INSTALLED, true)
        .platform_says(fact::APP_ACTIVE, true);
    for id in ["github/app-installed", "github/app-active"] {
        let row = installed.row(id);
        assert_eq!(
            (row.judged.verdict, row.judged.sure),
            (Verdict::Met, Certainty::Implied),
            "{id}"
        );
    }
    let not = World::ready()
        .personal()
        .platform_says(fact::APP_INSTALLED, false)
        .platform_says(fact::APP_ACTIVE, false);
    for id in ["github/app-installed", "github/app-active"] {
        assert_eq!(not.judged(id), cannot_tell("not-visible"), "{id}");
        let (text, url) = not.fix(id);
        assert!(text.contains(&format!("--attest {id}")), "{text}");
        assert_eq!(url, "https://github.com/settings/installations");
    }
}

#[test]
fn the_platform_never_overrules_the_list_of_an_organization() {
    let missing = World::ready()
        .apps(&[public()])
        .platform_says(fact::APP_INSTALLED, true);
    assert_eq!(missing.judged("github/app-installed"), not_met());
    let hidden = World::ready()
        .installations(refused(404, "Not Found"))
        .platform_says(fact::APP_INSTALLED, true);
    assert_eq!(
        hidden.judged("github/app-installed"),
        cannot_tell("not-found-or-hidden")
    );
}

#[test]
fn somebody_elses_account_looks_like_a_hidden_organization() {
    let world = World::ready()
        .membership(refused(404, "Not Found"))
        .installations(refused(404, "Not Found"));
    let (text, _) = world.fix("github/app-installed");
    assert!(text.contains("personal account"), "{text}");
    let gap: Gap = world.run().evidence.get("github.personal").unwrap_err();
    assert_eq!(gap.cause, Cause::NotFoundOrHidden);
}
