//! What is planned, and how it is undone, by what was found and asked for.
#![allow(clippy::unwrap_used)]

use super::{Switch, enable, moot, needs_consent, set, undo};
use crate::audit::{Change, State};
use crate::semgrep::features::{Feature, Filter, Found, Setting, by_key};

const AIM: &str = " --sandbox";

/// A setting and its value, from `key=value`.
fn asked(word: &str) -> (&'static Feature, Setting) {
    let (key, value) = word.split_once('=').unwrap();
    let feature = by_key(key).unwrap();
    (feature, feature.parse(value).unwrap())
}

fn all(words: &[&str]) -> Vec<(&'static Feature, Setting)> {
    words.iter().map(|word| asked(word)).collect()
}

fn found(words: &[&str]) -> Found {
    let pairs = all(words).into_iter();
    pairs.map(|(feature, value)| (feature.key, value)).collect()
}

fn switch(key: &str, from: &str, to: &str) -> Switch {
    let (feature, from) = asked(&format!("{key}={from}"));
    let to = feature.parse(to).unwrap();
    Switch { feature, from, to }
}

fn told(switches: &[Switch]) -> Vec<String> {
    let line = |one: &Switch| format!("{}: {} -> {}", one.feature.key, one.from, one.to);
    switches.iter().map(line).collect()
}

fn change(undo: &str, state: State) -> Change {
    Change {
        target: "semgrep:semgrep.dev/acme".to_owned(),
        key: String::new(),
        from: None,
        to: String::new(),
        state,
        undo: undo.to_owned(),
    }
}

#[test]
fn what_is_documented_and_off_is_enabled() {
    let found = found(&[
        "code-snippets=off",
        "noise-filter=off",
        "remediation=on",
        "ai-detection=off",
    ]);
    assert_eq!(
        told(&enable(&found, &[], &[])),
        ["code-snippets: off -> on", "noise-filter: off -> inform"]
    );
    assert_eq!(
        told(&enable(&found, &[], &["code-snippets"])),
        ["noise-filter: off -> inform"]
    );
}

#[test]
fn a_setting_that_is_on_in_some_way_is_enabled_only_by_name() {
    let found = found(&["noise-filter=suppress", "ai-detection=off"]);
    assert!(enable(&found, &[], &[]).is_empty());
    let by_name = all(&["noise-filter=inform", "ai-detection=on"]);
    assert_eq!(
        told(&enable(&found, &by_name, &[])),
        [
            "noise-filter: suppress -> inform",
            "ai-detection: off -> on"
        ]
    );
    assert!(enable(&found, &all(&["noise-filter=suppress"]), &[]).is_empty());
}

#[test]
fn only_settings_of_another_value_are_set() {
    let found = found(&["remediation=on", "min-confidence=0.3"]);
    let asked = all(&["remediation=on", "min-confidence=0.5", "ai-detection=on"]);
    assert_eq!(
        told(&set(&found, &asked)),
        ["min-confidence: 0.3 -> 0.5"],
        "one is so already, and one was not found"
    );
}

#[test]
fn the_main_switch_takes_upgrade_guidance_along_when_it_goes_off() {
    let main = "code-snippets: on -> off";
    let along = "upgrade-guidance: on -> off";
    for (guidance, asked, expected) in [
        ("on", vec!["code-snippets=off"], vec![main, along]),
        ("off", vec!["code-snippets=off"], vec![main]),
        ("on", vec!["code-snippets=on"], vec![]),
        ("on", vec!["upgrade-guidance=on"], vec![]),
        (
            "on",
            vec!["remediation=off"],
            vec!["remediation: on -> off"],
        ),
        (
            "on",
            vec!["code-snippets=off", "upgrade-guidance=on"],
            vec![main],
        ),
        (
            "on",
            vec!["code-snippets=off", "upgrade-guidance=off"],
            vec![main, along],
        ),
    ] {
        let guidance = format!("upgrade-guidance={guidance}");
        let found = found(&["code-snippets=on", "remediation=on", &guidance]);
        let switches = set(&found, &all(&asked));
        assert_eq!(told(&switches), expected, "{asked:?} with {guidance}");
    }
}

#[test]
fn a_setting_that_needs_the_main_switch_is_moot_without_it() {
    for (main, asked, expected) in [
        (
            "code-snippets=off",
            vec!["remediation=on"],
            vec!["remediation"],
        ),
        ("code-snippets=off", vec!["remediation=off"], vec![]),
        ("code-snippets=off", vec!["rule-defined-fix=on"], vec![]),
        ("code-snippets=on", vec!["remediation=on"], vec![]),
        (
            "code-snippets=off",
            vec!["remediation=on", "code-snippets=on"],
            vec![],
        ),
        (
            "code-snippets=on",
            vec!["remediation=on", "code-snippets=off"],
            vec!["remediation"],
        ),
        ("remediation=off", vec!["remediation=on"], vec![]),
    ] {
        assert_eq!(
            moot(&found(&[main]), &all(&asked)),
            expected,
            "{main} {asked:?}"
        );
    }
}

#[test]
fn only_turning_the_main_switch_on_needs_consent() {
    for (key, from, to, expected) in [
        ("code-snippets", "off", "on", true),
        ("code-snippets", "on", "off", false),
        ("code-snippets", "on", "on", false),
        ("code-snippets", "off", "off", false),
        ("remediation", "off", "on", false),
    ] {
        let switches = [switch("ai-detection", "on", "off"), switch(key, from, to)];
        assert_eq!(needs_consent(&switches), expected, "{key} {from} {to}");
    }
}

#[test]
fn a_planned_change_names_both_values_and_the_command_that_undoes_it() {
    let planned = switch("remediation", "off", "on").change("semgrep:semgrep.dev/acme", AIM);
    let expected = Change {
        target: "semgrep:semgrep.dev/acme".to_owned(),
        key: "remediation".to_owned(),
        from: Some("off".to_owned()),
        to: "on".to_owned(),
        state: State::Planned,
        undo: "assistant features set remediation=off --sandbox".to_owned(),
    };
    assert_eq!(planned, expected);
}

#[test]
fn undoing_asks_for_consent_only_where_the_main_switch_goes_on_again() {
    for (key, from, to, expected) in [
        (
            "code-snippets",
            "on",
            "off",
            "assistant features set code-snippets=on --accept-ai-code-sharing --sandbox",
        ),
        (
            "code-snippets",
            "off",
            "on",
            "assistant features set code-snippets=off --sandbox",
        ),
        (
            "remediation",
            "on",
            "off",
            "assistant features set remediation=on --sandbox",
        ),
    ] {
        let change = switch(key, from, to).change("semgrep:semgrep.dev/acme", AIM);
        assert_eq!(change.undo, expected);
    }
}

#[test]
fn a_state_that_no_command_asks_for_is_undone_on_its_page() {
    let switch = Switch {
        from: Setting::Filter(Filter::Silent),
        ..switch("noise-filter", "off", "inform")
    };
    let change = switch.change("semgrep:semgrep.dev/acme", AIM);
    assert_eq!(change.undo, "set it back on /orgs/-/settings/general/code");
}

#[test]
fn what_was_done_is_undone_last_first_with_the_settings_in_one_command() {
    let main = "assistant features set code-snippets=on --accept-ai-code-sharing --sandbox";
    let other = "assistant features set remediation=on --sandbox";
    let connection = "assistant disconnect-scm --namespace acme";
    let by_hand = "set it back on /orgs/-/settings/general/code";
    for settings in [[main, other], [other, main]] {
        let changes = [
            change(connection, State::Verified),
            change(by_hand, State::Applied),
            change("", State::Verified),
            change(settings[0], State::Verified),
            change(settings[1], State::Applied),
        ];
        let both = match settings[0] == main {
            true => "remediation=on code-snippets=on",
            false => "code-snippets=on remediation=on",
        };
        let set = format!("assistant features set {both} --accept-ai-code-sharing --sandbox");
        assert_eq!(undo(&changes), [&set, by_hand, connection]);
    }
}

#[test]
fn what_was_not_done_needs_no_undoing() {
    let command = "assistant features set remediation=on";
    for state in [State::Planned, State::Failed, State::Skipped] {
        assert!(undo(&[change(command, state)]).is_empty(), "{state:?}");
    }
    assert_eq!(undo(&[change(command, State::Applied)]), [command]);
}
