//! What many connections come to.

use super::{ROW, evidence, finding, flag, found, gap, leading_to};
use crate::audit::tally::{Counts, Open};
use crate::audit::{
    Attested, Cause, ConnectionReport, FailOn, Finding, Known, Level, Outcome, PlatformReport,
    Report, Requirement, Shard, Tally, TokenReport, Verdict, Waived, When,
};

use Outcome::{Credentials, Gaps, Inconclusive, Ready};

fn row(id: &'static str, level: Level, known: Known) -> Finding {
    let row = Requirement {
        id,
        when: When::Always(level),
        ..ROW
    };
    found([row], &evidence([("flag", known)])).remove(0)
}

fn connection(namespace: &str, findings: Vec<Finding>) -> ConnectionReport {
    ConnectionReport {
        scm: "scm".to_owned(),
        host: "git.example.com".to_owned(),
        namespace: namespace.to_owned(),
        phase: "steady",
        token: None,
        lost: None,
        findings,
    }
}

fn ending(namespace: &str, day: i64) -> ConnectionReport {
    ConnectionReport {
        token: Some(TokenReport {
            expires: Some(day),
            ..TokenReport::default()
        }),
        ..connection(namespace, vec![])
    }
}

/// A finding that comes to this.
fn coming_to(outcome: Outcome) -> Finding {
    finding(match outcome {
        Inconclusive => gap(Cause::Network),
        Gaps => flag(false),
        Credentials => gap(Cause::TokenExpired),
        _ => flag(true),
    })
}

fn tally(connections: impl IntoIterator<Item = ConnectionReport>) -> Tally {
    let mut tally = Tally::default();
    for one in connections {
        tally.add_connection(None, &one);
    }
    tally
}

fn of_rows(rows: Vec<Finding>) -> Tally {
    tally([connection("acme", rows)])
}

/// The last parts of the targets, in order.
fn names<'a>(targets: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let name = |target: &'a String| target.strip_prefix("scm:git.example.com/");
    targets.filter_map(name).collect()
}

const ONE_OF_EACH_AND_TWO_GAPS: Counts = Counts {
    ready: 1,
    inconclusive: 1,
    gaps: 2,
    credentials: 1,
};

#[test]
fn a_connection_is_counted_by_what_it_comes_to() {
    let outcomes = [Gaps, Ready, Credentials, Inconclusive, Gaps];
    let tally = tally(outcomes.map(|one| connection("acme", vec![coming_to(one)])));
    assert_eq!(tally.connections, 5);
    assert_eq!(tally.by_scm["scm"], ONE_OF_EACH_AND_TWO_GAPS);
    assert_eq!(tally.platforms, Counts::default());
    assert_eq!(tally.outcome(), Credentials);
}

#[test]
fn a_deployment_is_counted_by_its_own_rows_or_by_a_lost_token() {
    let mut tally = Tally::default();
    for one in [Gaps, Ready, Inconclusive, Gaps] {
        let findings = vec![coming_to(one)];
        tally.add_deployment(&Report {
            platform: Some(PlatformReport {
                findings,
                ..PlatformReport::default()
            }),
            ..Report::default()
        });
    }
    assert_eq!(tally.outcome(), Gaps);
    tally.add_deployment(&Report {
        lost: Some("the keyring is locked".to_owned()),
        ..Report::default()
    });
    assert_eq!(tally.deployments, 5);
    assert_eq!(tally.platforms, ONE_OF_EACH_AND_TWO_GAPS);
    assert_eq!(tally.outcome(), Credentials);
    let open = Open {
        not_met: 2,
        cannot_tell: 1,
    };
    assert_eq!(tally.most_open(), [("x/row", open)]);
}

#[test]
fn nothing_counted_is_ready() {
    assert_eq!(Tally::default().outcome(), Ready);
}

#[test]
fn rows_most_often_open_come_first() {
    let open = |id, verdict| row(id, Level::Hygiene, leading_to(verdict));
    let rows = [
        ("x/unclear", Verdict::CannotTell),
        ("x/unclear", Verdict::CannotTell),
        ("x/b", Verdict::NotMet),
        ("x/a", Verdict::NotMet),
        ("x/mixed", Verdict::NotMet),
        ("x/mixed", Verdict::CannotTell),
        ("x/worst", Verdict::NotMet),
        ("x/worst", Verdict::NotMet),
        ("x/fine", Verdict::Met),
    ];
    let tally = of_rows(rows.map(|(id, verdict)| open(id, verdict)).into());
    let told: Vec<_> = tally.most_open();
    let told = told
        .iter()
        .map(|(id, open)| (*id, open.not_met, open.cannot_tell));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            ("x/worst", 2, 0),
            ("x/mixed", 1, 1),
            ("x/a", 1, 0),
            ("x/b", 1, 0),
            ("x/unclear", 0, 2),
        ]
    );
}

#[test]
fn a_row_that_is_pardoned_or_waits_for_another_is_not_open() {
    let waived = Some(Waived {
        reason: "known".to_owned(),
        owner: "appsec".to_owned(),
        until: "2027-03-01".to_owned(),
    });
    let attested = Some(Attested {
        by: "jo".to_owned(),
        via: "flag",
    });
    for known in [flag(false), gap(Cause::Network)] {
        let waived = Finding {
            waived: waived.clone(),
            ..finding(known.clone())
        };
        let attested = Finding {
            attested: attested.clone(),
            ..finding(known)
        };
        assert_eq!(of_rows(vec![waived]).most_open(), []);
        assert_eq!(of_rows(vec![attested]).most_open(), []);
    }
    let blocked = finding(gap(Cause::BlockedBy("x/root")));
    assert_eq!(of_rows(vec![blocked]).most_open(), []);
}

#[test]
fn the_worst_connections_are_named_worst_first() {
    let times = |outcome, count: usize| vec![coming_to(outcome); count];
    let tally = tally([
        connection("fine", times(Ready, 3)),
        connection("unclear", times(Inconclusive, 4)),
        connection("two-b", times(Gaps, 2)),
        connection("two-a", [times(Gaps, 2), times(Ready, 9)].concat()),
        connection("three", times(Gaps, 3)),
        connection("dead", times(Credentials, 1)),
    ]);
    let named = names(tally.worst.iter().map(|one| &one.target));
    assert_eq!(named, ["dead", "three", "two-a", "two-b", "unclear"]);
}

#[test]
fn ten_tokens_that_end_soonest_are_named() {
    let days = [7, 3, 12, 1, 9, 5, 11, 2, 8, 4, 10, 6];
    let endings = days.map(|day| ending(&format!("{day}"), day));
    let endless = connection("endless", vec![]);
    let tally = tally(endings.into_iter().chain([endless]));
    let named = names(tally.ending.iter().map(|one| &one.target));
    assert_eq!(named, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
}

#[test]
fn the_exit_code_goes_by_the_outcome_and_the_policy() {
    let lesser = || row("x/lesser", Level::Hygiene, flag(false));
    let waived = Finding {
        waived: Some(Waived {
            reason: String::new(),
            owner: String::new(),
            until: String::new(),
        }),
        ..lesser()
    };
    for (rows, expected) in [
        (vec![coming_to(Ready)], [0, 0, 0]),
        (vec![coming_to(Inconclusive)], [0, 5, 5]),
        (vec![coming_to(Gaps)], [3, 3, 3]),
        (vec![coming_to(Credentials), lesser()], [4, 4, 4]),
        (vec![lesser()], [0, 0, 3]),
        (vec![lesser(), coming_to(Inconclusive)], [0, 5, 3]),
        (vec![waived], [0, 0, 0]),
    ] {
        let tally = of_rows(rows);
        let policies = [FailOn::NotMet, FailOn::CannotTell, FailOn::Hygiene];
        assert_eq!(policies.map(|one| tally.exit_code(one)), expected);
    }
}

#[test]
fn a_count_of_a_part_says_which_part() {
    let part = Shard::parse("2/8").ok();
    assert_eq!(Tally::of_part(part).part, part);
    assert_eq!(Tally::default().part, None);
}

#[test]
fn what_is_not_complete_is_no_more_than_inconclusive() {
    let mut ready = of_rows(vec![coming_to(Ready)]);
    ready.incomplete();
    assert_eq!(ready.outcome(), Inconclusive);
    let mut with_gaps = of_rows(vec![coming_to(Gaps)]);
    with_gaps.incomplete();
    assert_eq!(with_gaps.outcome(), Gaps);
}
