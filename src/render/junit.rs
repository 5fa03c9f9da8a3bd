//! JUnit XML for test reports: a suite for the deployment and one for each connection, a case for each row, and an
//! error where a token that is named could not be had. What XML can't hold is left out.

use std::time::Duration;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::entries::{Mark, advice, told};
use super::{Frame, members};
use crate::audit::{FailOn, Finding, Report};

/// Clean text without the two signs that XML forbids beside those that are never shown.
fn clean(text: &str) -> String {
    super::clean(text).replace(['\u{fffe}', '\u{ffff}'], "")
}

/// All suites.
pub(super) fn suites(report: &Report, frame: &Frame<'_>) -> String {
    let mut suites = quick_junit::Report::new("assistant");
    suites.set_time(Duration::from_millis(report.elapsed_ms));
    if let Some(error) = &frame.error {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type(clean(&error.code));
        status.set_message(clean(&error.message));
        status.set_description(clean(error.fix.as_deref().unwrap_or_default()));
        let mut suite = TestSuite::new("assistant");
        suite.add_test_case(TestCase::new("the run itself", status));
        suites.add_test_suite(suite);
    }
    for report in report.all() {
        if let Some(platform) = &report.platform {
            let name = members::deployment(report);
            let lost = report.lost.as_deref();
            suites.add_test_suite(suite(&name, lost, &platform.findings, frame));
        }
        for one in &report.connections {
            let name = members::connection(one, report);
            suites.add_test_suite(suite(&name, one.lost.as_deref(), &one.findings, frame));
        }
    }
    // Nothing fails on the way to memory.
    suites.to_string().unwrap_or_default()
}

fn suite(target: &str, lost: Option<&str>, findings: &[Finding], frame: &Frame<'_>) -> TestSuite {
    let target = clean(target);
    let mut suite = TestSuite::new(target.as_str());
    if let Some(why) = lost {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("credentials");
        status.set_message(clean(why));
        let mut case = TestCase::new("the token", status);
        case.set_classname(target.as_str());
        suite.add_test_case(case);
    }
    for finding in findings {
        let mut case = TestCase::new(finding.id, status(finding, frame.fail_on));
        case.set_classname(target.as_str());
        let mut said = told(finding);
        said.insert(0, format!("{} ({})", finding.title, finding.level.word()));
        case.set_system_out(
            said.iter()
                .map(|one| clean(one))
                .collect::<Vec<_>>()
                .join("\n"),
        );
        suite.add_test_case(case);
    }
    suite
}

/// Failed where the exit code says so for what is not met; skipped where nothing can be said, or where it is only
/// told.
fn status(finding: &Finding, fail_on: FailOn) -> TestCaseStatus {
    let mark = Mark::of(finding);
    let mut status = match mark {
        Mark::Met => return TestCaseStatus::success(),
        Mark::NotMet => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Mark::Lesser if fail_on == FailOn::Hygiene => {
            TestCaseStatus::non_success(NonSuccessKind::Failure)
        }
        _ => TestCaseStatus::skipped(),
    };
    let (_, words) = mark.words().split_once(' ').unwrap_or_default();
    let mut message = vec![words.to_owned()];
    message.extend(told(finding));
    status.set_message(clean(&message.join("; ")));
    if let Some(cause) = &finding.judged.cause {
        status.set_type(cause.code());
    }
    if let Some(advice) = advice(finding) {
        status.set_description(clean(&advice));
    }
    status
}
