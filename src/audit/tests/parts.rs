//! The parts of a report and of a need, seen as one.

use super::{LATTICE, ROW, evidence, finding, flag, found};
use crate::audit::{
    Cause, ConnectionReport, Finding, HostReport, LocalReport, Need, Outcome, PlatformReport,
    Report, Requirement,
};

fn row(id: &'static str) -> Vec<Finding> {
    let row = Requirement { id, ..ROW };
    found([row], &evidence([("flag", flag(true))]))
}

#[test]
fn a_report_tells_the_platform_then_connections_and_this_machine_with_its_hosts_last() {
    let host = HostReport {
        host: "git.example.com".to_owned(),
        uses: String::new(),
        proxy: None,
        findings: row("x/host"),
    };
    let connection = ConnectionReport {
        scm: "scm".to_owned(),
        host: "git.example.com".to_owned(),
        namespace: "acme".to_owned(),
        phase: "steady",
        token: None,
        lost: None,
        findings: row("x/connection"),
    };
    let report = Report {
        local: Some(LocalReport {
            findings: row("x/machine"),
            hosts: vec![host],
        }),
        connections: vec![connection],
        platform: Some(PlatformReport {
            findings: row("x/platform"),
            ..PlatformReport::default()
        }),
        ..Report::default()
    };
    let ids: Vec<&str> = report.findings().map(|one| one.id).collect();
    assert_eq!(ids, ["x/platform", "x/connection", "x/machine", "x/host"]);
}

#[test]
fn a_fleet_is_itself_and_then_its_deployments() {
    let named = |name: &str| Report {
        name: Some(name.to_owned()),
        ..Report::default()
    };
    let fleet = Report {
        deployments: vec![named("one"), named("other")],
        ..named("fleet")
    };
    let names: Vec<&str> = fleet.all().filter_map(|one| one.name.as_deref()).collect();
    assert_eq!(names, ["fleet", "one", "other"]);
}

#[test]
fn a_row_that_is_not_met_for_another_cause_is_not_about_the_credential() {
    let mut row = finding(flag(false));
    row.judged.cause = Some(Cause::Network);
    assert_eq!(row.outcome(), Outcome::Gaps);
    row.judged.cause = Some(Cause::TokenExpired);
    assert_eq!(row.outcome(), Outcome::Credentials);
}

#[test]
fn a_need_is_about_a_role_when_any_part_of_it_is() {
    const RANK: Need = Need::Rank {
        fact: "level",
        setup: 1,
        steady: 1,
        names: &[],
    };
    const FLAG: Need = Need::Holds("flag");
    static MIXED: [Need; 2] = [FLAG, RANK];
    static PLAIN: [Need; 2] = [FLAG, FLAG];
    let by_flag = |then, otherwise| Need::Where {
        fact: "flag",
        then,
        otherwise,
    };
    for need in [
        RANK,
        Need::Any(&MIXED),
        Need::All(&MIXED),
        Need::Advice(&RANK),
        by_flag(&RANK, &FLAG),
        by_flag(&FLAG, &RANK),
    ] {
        assert!(need.ranks(), "{need:?}");
    }
    for need in [
        FLAG,
        Need::Any(&PLAIN),
        Need::All(&PLAIN),
        Need::Advice(&FLAG),
        by_flag(&FLAG, &FLAG),
        Need::AnyScope("scopes", &["wide"], &LATTICE),
    ] {
        assert!(!need.ranks(), "{need:?}");
    }
}
