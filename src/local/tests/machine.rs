//! The rows about the machine itself.

use super::*;

#[test]
fn where_all_is_well_all_but_the_proxy_is_met() {
    let machine = machine(vec![host("a.example"), host("b.example")]);
    let report = machine.report();
    let open: Vec<&str> = report
        .findings()
        .filter(|row| row.judged.verdict != Verdict::Met)
        .map(|row| row.id)
        .collect();
    assert_eq!(open, ["local/proxy"]);
    assert_eq!(cause(&machine, "local/proxy").as_deref(), Some("not-asked"));
    assert_eq!(fix(&machine, "local/proxy"), "");
}

#[test]
fn no_row_is_required_and_each_says_what_to_do_and_where_it_comes_from() {
    for row in &ALL {
        assert!(row.id.starts_with("local/") && row.docs.starts_with("https://"));
        assert!(matches!(
            row.when,
            crate::audit::When::Always(crate::audit::Level::Recommended)
        ));
        assert!(!row.remedies.is_empty() && !row.pardonable, "{}", row.id);
    }
}

#[test]
fn each_host_has_rows_of_its_own() {
    let report = machine(vec![host("a.example"), host("b.example")]).report();
    let named: Vec<(&str, Vec<&str>)> = report
        .hosts
        .iter()
        .map(|host| {
            let ids = host.findings.iter().map(|row| row.id);
            (host.host.as_str(), ids.collect())
        })
        .collect();
    let rows = || vec!["local/dns", "local/tls"];
    assert_eq!(named, [("a.example", rows()), ("b.example", rows())]);
}

#[test]
fn a_mistake_in_the_configuration_is_not_met_and_told() {
    let mut machine = machine(vec![host("a.example")]);
    machine.config = Config {
        notes: vec!["read own.yaml".to_owned()],
        problems: vec!["own.yaml: unknown field at line 3 column 1".to_owned()],
    };
    assert_eq!(verdict(&machine, "local/config"), Verdict::NotMet);
    let told = told(&machine, "local/config");
    assert!(
        told.contains("line 3") && told.contains("read own.yaml"),
        "{told}"
    );
    assert_eq!(
        verdict(&machine, "local/tls"),
        Verdict::Met,
        "the rest is checked"
    );
}

#[test]
fn a_keyring_that_is_there_and_does_not_work_is_not_met_with_the_way_out() {
    for error in [
        VaultError::Locked,
        VaultError::Hung,
        VaultError::NoCollection,
        VaultError::Refused("it says so".to_owned()),
    ] {
        let mut machine = machine(vec![]);
        machine.keyring.probe = Err(error.clone());
        assert_eq!(
            verdict(&machine, "local/keyring"),
            Verdict::NotMet,
            "{error}"
        );
        assert!(told(&machine, "local/keyring").contains(&error.to_string()));
        assert_eq!(fix(&machine, "local/keyring"), error.hint());
    }
}

#[test]
fn no_keyring_and_none_asked_cannot_be_told() {
    let absent = VaultError::Absent("no D-Bus session bus".to_owned());
    for (error, words) in [
        (absent, "no D-Bus session bus"),
        (VaultError::Nowhere, "sandbox"),
    ] {
        let mut machine = machine(vec![]);
        machine.keyring.probe = Err(error.clone());
        assert_eq!(
            cause(&machine, "local/keyring").as_deref(),
            Some("not-asked")
        );
        assert!(told(&machine, "local/keyring").contains(words));
        assert_eq!(fix(&machine, "local/keyring"), error.hint());
    }
}

#[test]
fn the_clock_may_be_off_by_the_tolerance_and_no_more() {
    for (off, expected) in [
        (0, Verdict::Met),
        (60, Verdict::Met),
        (-60, Verdict::Met),
        (61, Verdict::NotMet),
        (-61, Verdict::NotMet),
        (400 * 86_400, Verdict::NotMet),
    ] {
        let mut wrong = host("a.example");
        wrong.at = NOW + off;
        assert_eq!(
            verdict(&machine(vec![wrong]), "local/clock"),
            expected,
            "{off}"
        );
    }
    let mut ahead = host("a.example");
    ahead.at = NOW + 7_200;
    assert_eq!(
        told(&machine(vec![ahead]), "local/clock"),
        "2 hours ahead of a.example"
    );
}

#[test]
fn one_host_with_a_wrong_clock_does_not_make_ours_wrong() {
    let mut wrong = host("a.example");
    wrong.at = NOW + 86_400;
    let machine = machine(vec![wrong, host("b.example")]);
    assert_eq!(verdict(&machine, "local/clock"), Verdict::Met);
}

#[test]
fn an_answer_that_lay_in_a_cache_is_as_old_as_it_says() {
    let mut cached = answering("a.example", answer(&[("date", DATE), ("age", "3600")]));
    cached.at = NOW + 3_600;
    assert_eq!(verdict(&machine(vec![cached]), "local/clock"), Verdict::Met);
}

/// RFC 9110, section 5.6.7: a recipient accepts all three.
#[test]
fn each_form_of_a_date_tells_the_time() {
    for date in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        let mut host = answering("a.example", answer(&[("date", date)]));
        host.at = 784_111_777;
        let machine = machine(vec![host]);
        assert_eq!(verdict(&machine, "local/clock"), Verdict::Met, "{date}");
    }
}

#[test]
fn without_a_date_the_clock_cannot_be_told() {
    for headers in [&[][..], &[("date", "yesterday")]] {
        let machine = machine(vec![answering("a.example", answer(headers))]);
        assert_eq!(cause(&machine, "local/clock").as_deref(), Some("not-asked"));
    }
}

#[test]
fn an_untested_system_says_so() {
    for system in ["macos", "windows", "freebsd"] {
        let mut machine = machine(vec![]);
        machine.system = system;
        assert_eq!(verdict(&machine, "local/version"), Verdict::CannotTell);
        let told = told(&machine, "local/version");
        assert!(
            told.contains(system) && told.contains("never tested"),
            "{told}"
        );
    }
    let told = told(&machine(vec![]), "local/version");
    assert_eq!(
        told,
        format!("{} on linux x86_64", env!("CARGO_PKG_VERSION"))
    );
}
