//! What to do about a row.

use super::{LATTICE, ROW, by, context, evidence, flag, found, gap, leak, remedy, scopes, seen};
use crate::audit::{About, Cause, Known, Need, On, Phase, Remedy, Requirement, Value, findings};

/// The advice of these remedies for what is known of the fact.
fn advised(remedies: &'static [Remedy], known: Known) -> Option<String> {
    let row = Requirement { remedies, ..ROW };
    let found = found([row], &evidence([("flag", known)])).remove(0);
    found.fix.map(|fix| fix.text)
}

#[test]
fn the_first_remedy_that_fits_is_used() {
    const REMEDIES: &[Remedy] = &[
        remedy(On::Cause("network"), "plug in"),
        remedy(On::Cause("token-expired"), "renew"),
        remedy(On::NotMet, "mend"),
        remedy(On::CannotTell, "look"),
        remedy(On::CannotTell, "look again"),
    ];
    for (known, text) in [
        (flag(true), None),
        (flag(false), Some("mend")),
        (gap(Cause::Network), Some("plug in")),
        (gap(Cause::TokenExpired), Some("renew")),
        (gap(Cause::TokenRevoked), Some("mend")),
        (gap(Cause::Refused), Some("look")),
    ] {
        assert_eq!(
            advised(REMEDIES, known.clone()).as_deref(),
            text,
            "{known:?}"
        );
    }
}

#[test]
fn a_remedy_for_any_unmet_row_goes_before_a_later_one_for_its_cause() {
    const REMEDIES: &[Remedy] = &[
        remedy(On::NotMet, "mend"),
        remedy(On::Cause("token-expired"), "renew"),
    ];
    let advised = advised(REMEDIES, gap(Cause::TokenExpired));
    assert_eq!(advised.as_deref(), Some("mend"));
}

#[test]
fn a_row_that_no_remedy_fits_has_none() {
    assert_eq!(
        advised(leak([remedy(On::NotMet, "mend")]), gap(Cause::Network)),
        None
    );
    assert_eq!(
        advised(leak([remedy(On::CannotTell, "look")]), flag(false)),
        None
    );
}

/// The remedy of an unmet row, with `{name}` known as a word of the target and `{x.name}` as a fact.
fn filled(text: &'static str) -> String {
    let row = Requirement {
        remedies: leak([remedy(On::NotMet, text)]),
        ..ROW
    };
    let known = evidence([
        ("flag", flag(false)),
        ("name", seen(Value::Text("of the fact".to_owned()))),
        ("x.name", seen(Value::Text("jo".to_owned()))),
        ("x.gap", gap(Cause::Network)),
    ]);
    let word = |name: &str| match name {
        "name" => Some("acme".to_owned()),
        "why" => Some("of the target".to_owned()),
        _ => None,
    };
    let found = findings(
        leak([row]),
        About::Connection,
        &known,
        &context(Phase::Steady),
        &[],
        &word,
        &|_| {},
    );
    found[0].fix.clone().unwrap().text
}

#[test]
fn placeholders_are_filled_from_the_verdict_the_target_and_the_facts() {
    for (text, expected) in [
        ("nothing to fill", "nothing to fill"),
        (
            "make {x.name} an owner of {name}",
            "make jo an owner of acme",
        ),
        ("{name}{name}", "acmeacme"),
        ("so: {why}", "so: it does not hold"),
        ("{name|nobody}", "acme"),
        ("{x.gap|the user}!", "the user!"),
        ("{x.gap}!", "!"),
        ("{unknown|a {brace}", "a {brace"),
        ("[{unknown}]", "[]"),
    ] {
        assert_eq!(filled(text), expected, "{text}");
    }
}

#[test]
fn facts_are_told_in_words() {
    let known = evidence([
        ("yes", flag(true)),
        ("no", flag(false)),
        ("rank", seen(Value::Rank(30))),
        ("set", scopes(&["b", "a"])),
        ("day", seen(Value::Day(Some(20_780)))),
        ("never", seen(Value::Day(None))),
        ("text", seen(Value::Text("jo".to_owned()))),
        ("gap", gap(Cause::Network)),
    ]);
    for (fact, text) in [
        ("yes", Some("yes")),
        ("no", Some("no")),
        ("rank", Some("30")),
        ("set", Some("a, b")),
        ("day", Some("2026-11-23")),
        ("never", None),
        ("text", Some("jo")),
        ("gap", None),
        ("unrecorded", None),
    ] {
        assert_eq!(known.text(fact).as_deref(), text, "{fact}");
    }
}

#[test]
fn a_set_is_given_only_where_one_is_known() {
    let known = evidence([("set", scopes(&["a"])), ("flag", flag(true))]);
    assert_eq!(known.set("set"), Some(&super::set(&["a"])));
    assert_eq!(known.set("flag"), None);
    assert_eq!(known.set("unrecorded"), None);
}

#[test]
fn the_page_and_the_person_are_filled_too_and_an_empty_page_is_none() {
    let fix = |url, who| {
        let row = Requirement {
            remedies: leak([Remedy {
                url,
                who,
                ..remedy(On::NotMet, "mend")
            }]),
            ..ROW
        };
        let known = evidence([
            ("flag", flag(false)),
            ("who", seen(Value::Text("jo".to_owned()))),
        ]);
        found([row], &known).remove(0).fix.unwrap()
    };
    assert_eq!(
        fix("https://x/{who}", "you").url.as_deref(),
        Some("https://x/jo")
    );
    assert_eq!(fix("", "you").url, None, "no page");
    assert_eq!(fix("{unknown}", "you").url, None, "a page nobody knows");
    assert_eq!(fix("", "{who}, or an owner").who, "jo, or an owner");
}

/// The remedy `{missing}/{excess}` of a need over these scopes.
fn listed(need: Need, grant: &[&str]) -> String {
    let row = Requirement {
        need,
        remedies: leak([
            remedy(On::NotMet, "{missing}/{excess}"),
            remedy(On::CannotTell, "{missing}/{excess}"),
        ]),
        ..ROW
    };
    let found = found([row], &evidence([("scopes", scopes(grant))])).remove(0);
    found.fix.unwrap().text
}

const NARROW: Need = Need::AnyScope("scopes", &["narrow"], &LATTICE);
const TINY: Need = Need::AnyScope("scopes", &["tiny"], &LATTICE);

#[test]
fn missing_scopes_are_named_as_the_web_page_names_them() {
    assert_eq!(listed(NARROW, &[]), "Narrow box (narrow)/");
    assert_eq!(listed(TINY, &[]), "tiny/");
}

#[test]
fn missing_scopes_of_parts_are_named_as_the_web_page_names_them() {
    const FLAG: Need = Need::Holds("flag");
    for need in [
        Need::Any(&[FLAG, NARROW]),
        Need::All(&[FLAG, NARROW]),
        Need::Advice(&NARROW),
        Need::Where {
            fact: "flag",
            then: &FLAG,
            otherwise: &NARROW,
        },
    ] {
        let text = format!("{need:?}");
        let known_flag = Requirement {
            need,
            remedies: leak([
                remedy(On::NotMet, "{missing}"),
                remedy(On::CannotTell, "{missing}"),
            ]),
            ..ROW
        };
        let known = evidence([("flag", by("flag", flag(false))), ("scopes", scopes(&[]))]);
        let found = found([known_flag], &known).remove(0);
        assert_eq!(found.fix.unwrap().text, "Narrow box (narrow)", "{text}");
    }
}

#[test]
fn several_missing_scopes_are_listed() {
    let need = Need::All(&[NARROW, TINY]);
    assert_eq!(listed(need, &[]), "Narrow box (narrow), tiny/");
}

#[test]
fn surplus_scopes_are_listed_as_they_came() {
    let need = Need::NothingBeyond {
        fact: "scopes",
        setup: None,
        steady: &["narrow"],
        lattice: &LATTICE,
    };
    assert_eq!(listed(need, &["sudo", "wide", "tiny"]), "/sudo, wide");
}
