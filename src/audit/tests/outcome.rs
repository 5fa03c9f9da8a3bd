//! What findings add up to, and the exit code.

use super::{ROW, credential_causes, evidence, finding, flag, found, gap, ordinary_causes};
use crate::audit::{
    Attested, Cause, Change, ConnectionReport, FailOn, Finding, Known, Level, Outcome,
    PlatformReport, Report, Requirement, State, Waived, When, worst,
};

use Outcome::{
    Credentials, Done, Error, Gaps, Inconclusive, Interrupted, Partial, Pending, Ready, Usage,
};

/// Worst first, as the documentation orders the codes of a run that got as far as asking.
const WORST_FIRST: [Outcome; 8] = [
    Error,
    Partial,
    Credentials,
    Gaps,
    Inconclusive,
    Pending,
    Done,
    Ready,
];

fn of_level(level: Level, known: Known) -> Finding {
    let row = Requirement {
        when: When::Always(level),
        ..ROW
    };
    found([row], &evidence([("flag", known)])).remove(0)
}

fn attested(finding: Finding) -> Finding {
    Finding {
        attested: Some(Attested {
            by: "jo".to_owned(),
            via: "flag",
        }),
        ..finding
    }
}

fn waived(finding: Finding) -> Finding {
    Finding {
        waived: Some(Waived {
            reason: "known".to_owned(),
            owner: "appsec".to_owned(),
            until: "2027-03-01".to_owned(),
        }),
        ..finding
    }
}

fn report(platform: Vec<Finding>, connections: Vec<Vec<Finding>>) -> Report {
    Report {
        platform: Some(PlatformReport {
            findings: platform,
            ..PlatformReport::default()
        }),
        connections: connections
            .into_iter()
            .map(|findings| ConnectionReport {
                lost: None,
                scm: "gitlab".to_owned(),
                host: "gitlab.com".to_owned(),
                namespace: "acme/web".to_owned(),
                phase: "steady",
                token: None,
                findings,
            })
            .collect(),
        ..Report::default()
    }
}

fn exit(findings: Vec<Finding>, outcome: Outcome, fail_on: FailOn) -> u8 {
    report(vec![], vec![findings]).exit_code(outcome, fail_on, true)
}

fn not_met() -> Finding {
    finding(flag(false))
}

fn cannot_tell() -> Finding {
    finding(gap(Cause::Network))
}

fn dead() -> Finding {
    finding(gap(Cause::TokenExpired))
}

// ---- one finding

#[test]
fn a_required_row_comes_to_what_its_verdict_says() {
    assert_eq!(finding(flag(true)).outcome(), Ready);
    assert_eq!(not_met().outcome(), Gaps);
    for cause in ordinary_causes() {
        let expected = match cause {
            Cause::BlockedBy(_) => Ready,
            _ => Inconclusive,
        };
        assert_eq!(finding(gap(cause.clone())).outcome(), expected, "{cause}");
    }
    for cause in credential_causes() {
        assert_eq!(
            finding(gap(cause.clone())).outcome(),
            Credentials,
            "{cause}"
        );
    }
}

#[test]
fn rows_that_are_not_required_never_count() {
    for level in [Level::Recommended, Level::Hygiene] {
        for known in [flag(false), gap(Cause::Network), gap(Cause::TokenExpired)] {
            let row = of_level(level, known);
            assert!(!row.counts());
            assert_eq!(row.outcome(), Ready, "{level:?}");
        }
    }
}

#[test]
fn attested_rows_never_count() {
    let row = attested(cannot_tell());
    assert!(!row.counts());
    assert_eq!(row.outcome(), Ready);
}

#[test]
fn waived_rows_never_count() {
    let row = waived(not_met());
    assert!(!row.counts());
    assert_eq!(row.outcome(), Ready);
}

#[test]
fn blocked_rows_never_count() {
    let row = finding(gap(Cause::BlockedBy("x/root")));
    assert!(!row.counts());
    assert_eq!(row.outcome(), Ready);
}

#[test]
fn a_required_row_counts() {
    assert!(finding(flag(true)).counts());
    assert!(not_met().counts());
}

// ---- many findings

#[test]
fn the_worst_finding_wins_wherever_it_stands() {
    let rows = [dead(), not_met(), cannot_tell(), finding(flag(true))];
    let outcomes = [Credentials, Gaps, Inconclusive, Ready];
    for from in 0..rows.len() {
        let rest = &rows[from..];
        assert_eq!(worst(rest), outcomes[from]);
        assert_eq!(worst(rest.iter().rev()), outcomes[from]);
    }
}

#[test]
fn nothing_found_is_ready() {
    assert_eq!(worst([]), Ready);
    assert_eq!(Report::default().outcome(), Ready);
}

#[test]
fn a_dead_credential_with_everything_behind_it_blocked_is_about_the_credential() {
    let root = Requirement {
        id: "x/token",
        ..ROW
    };
    let behind = Requirement {
        behind: &["x/token"],
        ..ROW
    };
    let found = found(
        [root, behind],
        &evidence([("flag", gap(Cause::TokenRevoked))]),
    );
    assert_eq!(found.iter().filter(|row| row.counts()).count(), 1);
    assert_eq!(worst(&found), Credentials);
}

#[test]
fn a_report_adds_up_the_platform_and_every_connection() {
    let fine = || finding(flag(true));
    assert_eq!(report(vec![not_met()], vec![vec![fine()]]).outcome(), Gaps);
    assert_eq!(
        report(vec![fine()], vec![vec![fine()], vec![cannot_tell()]]).outcome(),
        Inconclusive
    );
}

#[test]
fn a_report_tells_the_platform_first_then_the_connections_in_order() {
    let report = report(
        vec![finding(flag(true))],
        vec![vec![not_met()], vec![cannot_tell(), dead()]],
    );
    let outcomes: Vec<Outcome> = report.findings().map(Finding::outcome).collect();
    assert_eq!(outcomes, [Ready, Gaps, Inconclusive, Credentials]);
}

#[test]
fn a_connection_is_referred_to_by_scm_host_and_namespace() {
    let report = report(vec![], vec![vec![]]);
    assert_eq!(report.connections[0].target(), "gitlab:gitlab.com/acme/web");
}

// ---- outcomes

#[test]
fn the_worst_outcome_is_the_greatest() {
    for pair in WORST_FIRST.windows(2) {
        assert!(
            pair[0] > pair[1],
            "{:?} is worse than {:?}",
            pair[0],
            pair[1]
        );
    }
}

#[test]
fn outcomes_have_the_documented_codes_and_words() {
    for (outcome, code, word) in [
        (Ready, 0, "ready"),
        (Done, 0, "done"),
        (Error, 1, "error"),
        (Usage, 2, "usage"),
        (Gaps, 3, "gaps"),
        (Credentials, 4, "credentials"),
        (Inconclusive, 5, "inconclusive"),
        (Pending, 6, "pending"),
        (Partial, 7, "partial"),
        (Interrupted, 130, "interrupted"),
    ] {
        assert_eq!(outcome.code(), code, "{word}");
        assert_eq!(outcome.word(), word);
    }
}

#[test]
fn changes_go_by_the_states_of_the_output() {
    let states = [
        State::Planned,
        State::Applied,
        State::Verified,
        State::Failed,
        State::Skipped,
    ];
    assert_eq!(
        states.map(State::word),
        ["planned", "applied", "verified", "failed", "skipped"]
    );
}

// ---- what fails

#[test]
fn by_default_what_cannot_be_told_fails_too() {
    assert_eq!(FailOn::default(), FailOn::CannotTell);
    for outcome in WORST_FIRST {
        let code = exit(vec![], outcome, FailOn::default());
        assert_eq!(code, outcome.code(), "{outcome:?}");
    }
}

#[test]
fn failing_only_on_what_is_not_met_excuses_only_the_inconclusive() {
    for outcome in WORST_FIRST {
        let expected = if outcome == Inconclusive {
            0
        } else {
            outcome.code()
        };
        assert_eq!(
            exit(vec![], outcome, FailOn::NotMet),
            expected,
            "{outcome:?}"
        );
    }
}

#[test]
fn failing_on_hygiene_turns_a_lighter_gap_into_3_unless_the_run_is_worse() {
    for level in [Level::Recommended, Level::Hygiene] {
        for outcome in WORST_FIRST {
            let expected = match outcome {
                Ready | Done | Pending | Inconclusive => 3,
                other => other.code(),
            };
            let rows = vec![of_level(level, flag(false))];
            assert_eq!(
                exit(rows, outcome, FailOn::Hygiene),
                expected,
                "{level:?}, {outcome:?}"
            );
        }
    }
}

#[test]
fn a_lighter_gap_fails_only_when_hygiene_is_asked_for() {
    for fail_on in [FailOn::NotMet, FailOn::CannotTell] {
        let rows = vec![of_level(Level::Recommended, flag(false))];
        assert_eq!(exit(rows, Ready, fail_on), 0, "{fail_on:?}");
    }
}

#[test]
fn failing_on_hygiene_leaves_an_inconclusive_run_without_gaps_at_5() {
    let code = exit(vec![cannot_tell()], Inconclusive, FailOn::Hygiene);
    assert_eq!(code, 5);
}

#[test]
fn failing_on_hygiene_overlooks_what_is_met_open_waived_or_blocked() {
    let light = |known| of_level(Level::Hygiene, known);
    for (name, row) in [
        ("met", light(flag(true))),
        ("cannot tell", light(gap(Cause::Network))),
        ("attested", attested(light(gap(Cause::Network)))),
        ("waived", waived(light(flag(false)))),
        ("blocked", light(gap(Cause::BlockedBy("x/root")))),
    ] {
        assert_eq!(exit(vec![row], Ready, FailOn::Hygiene), 0, "{name}");
    }
}

#[test]
fn the_policy_changes_the_code_and_never_the_outcome() {
    let report = report(vec![], vec![vec![cannot_tell()]]);
    let outcome = report.outcome();
    assert_eq!(report.exit_code(outcome, FailOn::NotMet, true), 0);
    assert_eq!(report.outcome(), Inconclusive);
}

#[test]
fn no_policy_makes_a_success_of_what_was_not_done() {
    let mut report = report(vec![], vec![vec![cannot_tell()]]);
    let code = |report: &Report| report.exit_code(Inconclusive, FailOn::NotMet, false);
    assert_eq!(code(&report), 5, "refused");
    for (state, expected) in [
        (State::Planned, 5),
        (State::Skipped, 5),
        (State::Applied, 5),
        (State::Verified, 0),
    ] {
        report.changes = vec![Change {
            target: "semgrep:semgrep.example.com/acme".to_owned(),
            key: "code-snippets".to_owned(),
            from: Some("off".to_owned()),
            to: "on".to_owned(),
            state,
            undo: String::new(),
        }];
        assert_eq!(code(&report), expected, "{state:?}");
    }
}
