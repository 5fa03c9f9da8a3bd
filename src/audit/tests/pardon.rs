//! Vouching and waiving.

use super::{ROW, context, credential_causes, evidence, finding, flag, found, gap};
use crate::audit::{
    Attestation, Attested, Cause, Finding, Known, Phase, Requirement, Side, Via, Waived, Waiver,
    pardon, strays,
};

const HERE: &str = "gitlab:gitlab.com/acme";
const ELSEWHERE: &str = "gitlab:gitlab.com/other";

fn attestation(target: Option<&str>) -> Attestation {
    Attestation {
        id: "x/row".to_owned(),
        target: target.map(str::to_owned),
        by: "jo".to_owned(),
        via: Via::Flag,
    }
}

/// A waiver that ends so many days from today.
fn waiver(days: i64) -> Waiver {
    Waiver {
        id: "x/row".to_owned(),
        target: Some(HERE.to_owned()),
        reason: "seen in the admin page".to_owned(),
        owner: "appsec".to_owned(),
        until: "2027-03-01".to_owned(),
        until_day: today() + days,
    }
}

fn today() -> i64 {
    context(Phase::Steady).today
}

fn open() -> Known {
    gap(Cause::Network)
}

fn pardoned(mut finding: Finding, attest: &[Attestation], waivers: &[Waiver]) -> Finding {
    pardon(
        std::slice::from_mut(&mut finding),
        HERE,
        attest,
        waivers,
        today(),
    );
    finding
}

fn by_flag() -> Option<Attested> {
    Some(Attested {
        by: "jo".to_owned(),
        via: "flag",
    })
}

fn by_file() -> Option<Attested> {
    Some(Attested {
        by: "appsec".to_owned(),
        via: "file",
    })
}

#[test]
fn vouching_covers_every_target_or_the_one_it_names() {
    for (target, expected) in [
        (None, by_flag()),
        (Some(HERE), by_flag()),
        (Some(ELSEWHERE), None),
    ] {
        let row = pardoned(finding(open()), &[attestation(target)], &[]);
        assert_eq!(row.attested, expected, "{target:?}");
    }
}

#[test]
fn vouching_keeps_the_verdict_and_only_stops_it_from_counting() {
    let before = finding(open());
    let after = pardoned(before.clone(), &[attestation(None)], &[]);
    assert_eq!(after.judged, before.judged);
    assert!(before.counts() && !after.counts());
}

#[test]
fn vouching_for_another_row_has_no_effect() {
    let other = Attestation {
        id: "x/other".to_owned(),
        ..attestation(None)
    };
    let row = finding(open());
    assert_eq!(pardoned(row.clone(), &[other], &[]), row);
}

#[test]
fn nobody_can_vouch_for_what_is_settled() {
    for known in [flag(true), flag(false)] {
        let row = finding(known);
        assert_eq!(pardoned(row.clone(), &[attestation(None)], &[]), row);
    }
}

#[test]
fn nobody_can_vouch_for_a_dead_credential() {
    for cause in credential_causes() {
        let row = finding(gap(cause));
        assert_eq!(pardoned(row.clone(), &[attestation(None)], &[]), row);
    }
}

#[test]
fn a_waiver_on_what_cannot_be_told_vouches_for_it_by_file() {
    let row = pardoned(finding(open()), &[], &[waiver(100)]);
    assert_eq!(row.attested, by_file());
    assert_eq!(row.waived, None);
}

#[test]
fn a_waiver_on_what_is_not_met_waives_it() {
    let row = pardoned(finding(flag(false)), &[], &[waiver(100)]);
    let expected = Waived {
        reason: "seen in the admin page".to_owned(),
        owner: "appsec".to_owned(),
        until: "2027-03-01".to_owned(),
    };
    assert_eq!(row.waived, Some(expected));
    assert_eq!(row.attested, None);
    assert!(!row.counts());
}

#[test]
fn a_waiver_on_what_is_met_changes_nothing() {
    let row = finding(flag(true));
    for days in [100, -100] {
        assert_eq!(pardoned(row.clone(), &[], &[waiver(days)]), row);
    }
}

#[test]
fn a_waiver_covers_every_target_or_the_one_it_names() {
    for (target, expected) in [(None, true), (Some(HERE), true), (Some(ELSEWHERE), false)] {
        let waiver = Waiver {
            target: target.map(str::to_owned),
            ..waiver(100)
        };
        let row = pardoned(finding(flag(false)), &[], &[waiver]);
        assert_eq!(row.waived.is_some(), expected, "{target:?}");
    }
}

#[test]
fn a_waiver_of_another_row_has_no_effect() {
    let other = Waiver {
        id: "x/other".to_owned(),
        ..waiver(-1)
    };
    let row = finding(flag(false));
    assert_eq!(pardoned(row.clone(), &[], &[other]), row);
}

#[test]
fn a_person_who_vouches_goes_before_a_file() {
    let row = pardoned(finding(open()), &[attestation(None)], &[waiver(100)]);
    assert_eq!(row.attested, by_flag());
}

#[test]
fn a_waiver_holds_through_its_last_day() {
    for (days, holds) in [(1, true), (0, true), (-1, false)] {
        let unmet = pardoned(finding(flag(false)), &[], &[waiver(days)]);
        assert_eq!(unmet.waived.is_some(), holds, "not met, {days}");
        let open = pardoned(finding(open()), &[], &[waiver(days)]);
        assert_eq!(open.attested.is_some(), holds, "cannot tell, {days}");
    }
}

#[test]
fn an_expired_waiver_has_no_effect_and_is_noted_in_the_evidence() {
    for known in [flag(false), open()] {
        let before = finding(known);
        let mut after = pardoned(before.clone(), &[], &[waiver(-1)]);
        let note = after.judged.by.pop().unwrap();
        assert_eq!(note.side, Side::Local);
        assert_eq!(
            note.detail,
            "a waiver by appsec ended on 2027-03-01 and has no effect"
        );
        assert_eq!(after, before, "nothing else changes");
        assert!(after.counts());
    }
}

#[test]
fn an_expired_waiver_does_not_hide_one_that_holds() {
    let row = pardoned(finding(flag(false)), &[], &[waiver(-1), waiver(100)]);
    assert!(row.waived.is_some());
}

#[test]
fn rows_that_nobody_may_pardon_are_never_touched() {
    let row = || Requirement {
        pardonable: false,
        ..ROW
    };
    for known in [flag(false), open(), gap(Cause::TokenExpired)] {
        let row = found([row()], &evidence([("flag", known)])).remove(0);
        let waivers = [waiver(100), waiver(-1)];
        assert_eq!(pardoned(row.clone(), &[attestation(None)], &waivers), row);
    }
}

#[test]
fn blocked_rows_are_never_touched() {
    let row = finding(gap(Cause::BlockedBy("x/root")));
    let waivers = [waiver(100), waiver(-1)];
    assert_eq!(pardoned(row.clone(), &[attestation(None)], &waivers), row);
}

#[test]
fn a_pardon_reaches_only_the_rows_it_names() {
    let rows = [
        ROW,
        Requirement {
            id: "x/other",
            ..ROW
        },
    ];
    let mut found = found(rows, &evidence([("flag", open())]));
    pardon(&mut found, HERE, &[attestation(None)], &[], today());
    assert_eq!(found[0].attested, by_flag());
    assert_eq!(found[1].attested, None);
}

#[test]
fn ways_of_vouching_go_by_the_words_of_the_output() {
    assert_eq!(
        [Via::Flag, Via::Wizard, Via::File].map(Via::word),
        ["flag", "wizard", "file"]
    );
}

#[test]
fn what_is_said_of_a_place_that_is_not_there_is_a_stray() {
    let here = [HERE.to_owned()];
    let both = [attestation(Some(ELSEWHERE)), attestation(None)];
    let waivers = [waiver(1)];
    let found = strays(&here, &both, &waivers);
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        [("x/row", ELSEWHERE)]
    );
    let there = [ELSEWHERE.to_owned()];
    let found = strays(&there, &both, &waivers);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [("x/row", HERE)]);
}
