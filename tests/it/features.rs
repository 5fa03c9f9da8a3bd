//! The settings.

use crate::program::{line, session};

#[test]
fn the_list_shows_both_names() {
    let run = line("--sandbox features list");
    assert_eq!(run.code, 0);
    for name in [
        "code-snippets",
        "Semgrep Multimodal",
        "Allow code snippets in AI",
        "noise-filter",
    ] {
        assert!(run.out.contains(name), "{name}: {}", run.out);
    }
}

#[test]
fn aliases_are_understood() {
    let run = session(
        "enabled",
        "$ASSISTANT features set suggested-fix=off --yes --format json",
    );
    assert_eq!(run.json()["changes"][0]["key"], "remediation");
}

#[test]
fn a_setting_that_would_do_nothing_ends_before_any_write() {
    let run = session(
        "ready",
        "$ASSISTANT features set priority-emails=on --yes --format json",
    );
    assert_eq!(run.code, 2);
    assert_eq!(run.json()["outcome"], "usage");
    let fix = run.json()["error"]["fix"].as_str().unwrap().to_owned();
    assert!(
        fix.contains("features set code-snippets=on priority-emails=on"),
        "{fix}"
    );
}

#[test]
fn it_is_fine_where_the_same_command_turns_the_main_switch_on() {
    let run = session(
        "ready",
        "$ASSISTANT features set priority-emails=on code-snippets=on --yes --accept-ai-code-sharing --format json",
    );
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn comment_triage_has_a_request_of_its_own() {
    let run = session(
        "ready",
        "$ASSISTANT features set comment-triage=on --yes --format json",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["changes"][0]["state"], "verified");
}

#[test]
fn the_main_switch_takes_upgrade_guidance_along_which_is_shown() {
    let run = session(
        "enabled",
        "$ASSISTANT features set upgrade-guidance=on --yes -q >/dev/null; $ASSISTANT disable --yes --format json",
    );
    let keys: Vec<_> = run.json()["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["key"].clone())
        .collect();
    assert_eq!(keys, ["code-snippets", "upgrade-guidance"]);
    assert_eq!(run.code, 0);
}

#[test]
fn what_is_set_already_is_left_alone() {
    let run = session("enabled", "$ASSISTANT features set remediation=on --yes");
    assert_eq!(run.code, 0);
    assert!(run.err.contains("nothing to change"), "{}", run.err);
}

#[test]
fn only_an_admin_may_set() {
    let run = session(
        "not-admin",
        "$ASSISTANT features set comment-triage=on --yes --format json",
    );
    assert_eq!(run.code, 3);
    assert_eq!(run.verdict("semgrep/admin"), "not-met");
}

#[test]
fn a_second_name_for_one_setting_is_told() {
    let run = line("--sandbox features explain multimodal");
    assert!(
        run.out.starts_with("code-snippets (on or off)"),
        "{}",
        run.out
    );
    assert!(run.out.contains("--accept-ai-code-sharing"));
}

#[test]
fn all_bad_settings_are_named_at_once() {
    let run =
        line("--sandbox features set noise-filter=maybe min-confidence=high nois-filter=off --yes");
    assert_eq!(run.code, 2);
    for part in [
        "takes off, suppress or inform",
        "not published",
        "did you mean noise-filter",
    ] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
}

#[test]
fn a_mistyped_value_is_answered_with_the_one_that_was_meant() {
    for (setting, meant) in [
        ("noise-filter=supress", "; did you mean suppress?"),
        ("code-snippets=Onn", "; did you mean on?"),
        ("noise-filter=on", "takes off, suppress or inform\n"),
    ] {
        let run = line(&format!("--sandbox features set {setting} --yes"));
        assert_eq!(run.code, 2, "{setting}");
        assert!(run.err.contains(meant), "{setting}: {}", run.err);
    }
}

#[test]
fn exit_zero_excuses_reading_the_settings_and_never_setting_them() {
    let set = line("--sandbox=not-admin features set comment-triage=on --yes --exit-zero");
    assert_eq!(set.code, 3, "{}", set.err);
    let list = line("--sandbox=no-web-api-scope features list --exit-zero");
    assert_eq!(list.code, 0, "{}", list.err);
}
