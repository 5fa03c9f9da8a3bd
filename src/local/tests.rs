//! Every row from what may be seen.

use std::collections::BTreeMap;

use super::*;
use crate::audit::{Cause, Certainty, Verdict};

/// 2027-01-01T00:00:00Z, a Friday.
const NOW: i64 = 1_798_761_600;
const DATE: &str = "Fri, 01 Jan 2027 00:00:00 GMT";

fn answer(headers: &[(&str, &str)]) -> Result<Answer, Miss> {
    let headers = headers.iter().map(|(name, value)| (*name, *value));
    Ok(Answer {
        status: 301,
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<BTreeMap<_, _>>(),
        body: String::new(),
    })
}

fn miss(cause: Cause, detail: &str) -> Result<Answer, Miss> {
    Err(Miss {
        cause,
        detail: detail.to_owned(),
    })
}

fn tls(error: &str) -> Result<Answer, Miss> {
    miss(
        Cause::Tls,
        &format!("TLS failed: invalid peer certificate: {error}"),
    )
}

/// A host that answers at once and whose clock is right.
fn host(name: &str) -> Host {
    Host {
        name: name.to_owned(),
        uses: "the Semgrep platform".to_owned(),
        url: Url::parse(&format!("https://{name}")).expect("it is one"),
        proxy: None,
        names: Some(Ok(2)),
        answer: answer(&[("date", DATE)]),
        at: NOW,
    }
}

fn answering(name: &str, answer: Result<Answer, Miss>) -> Host {
    Host {
        answer,
        ..host(name)
    }
}

fn proxied(name: &str, answer: Result<Answer, Miss>) -> Host {
    Host {
        proxy: Some("http://proxy.example:3128".to_owned()),
        names: None,
        ..answering(name, answer)
    }
}

/// A machine on which all is well.
fn machine(hosts: Vec<Host>) -> Machine {
    Machine {
        sandboxed: false,
        config: Config::default(),
        keyring: Keyring {
            place: "the OS keyring".to_owned(),
            probe: Ok(()),
        },
        proxies: Vec::new(),
        system: "linux",
        processor: "x86_64",
        hosts,
    }
}

fn behind_proxy(hosts: Vec<Host>) -> Machine {
    Machine {
        proxies: vec![Variable {
            name: "HTTPS_PROXY",
            shown: Ok("http://proxy.example:3128".to_owned()),
        }],
        ..machine(hosts)
    }
}

/// The row of this id, on the first host where it is about hosts.
fn row(machine: &Machine, id: &str) -> Finding {
    let report = machine.report();
    let mut rows = report.findings().filter(|row| row.id == id);
    rows.next().expect("the row is there").clone()
}

fn verdict(machine: &Machine, id: &str) -> Verdict {
    row(machine, id).judged.verdict
}

fn cause(machine: &Machine, id: &str) -> Option<String> {
    row(machine, id).judged.cause.map(|cause| cause.code())
}

fn told(machine: &Machine, id: &str) -> String {
    let by = row(machine, id).judged.by;
    let details: Vec<String> = by.into_iter().map(|trace| trace.detail).collect();
    details.join("; ")
}

fn fix(machine: &Machine, id: &str) -> String {
    row(machine, id).fix.map_or(String::new(), |fix| fix.text)
}

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

#[test]
fn without_a_date_the_clock_cannot_be_told() {
    for headers in [&[][..], &[("date", "yesterday")]] {
        let machine = machine(vec![answering("a.example", answer(headers))]);
        assert_eq!(cause(&machine, "local/clock").as_deref(), Some("not-asked"));
    }
}

#[test]
fn a_certificate_that_seems_expired_by_a_wrong_clock_waits_for_the_clock() {
    let mut right = host("a.example");
    right.at = NOW + 400 * 86_400;
    let machine = machine(vec![answering("b.example", tls("Expired")), right]);
    assert_eq!(
        cause(&machine, "local/tls").as_deref(),
        Some("blocked-by:local/clock")
    );
    assert_eq!(fix(&machine, "local/tls"), "");
    assert_eq!(verdict(&machine, "local/clock"), Verdict::NotMet);
}

#[test]
fn where_every_certificate_is_outside_of_its_dates_it_is_the_clock() {
    let hosts = |second| {
        let first = answering("a.example", tls("certificate not valid yet: x"));
        machine(vec![first, answering("b.example", second)])
    };
    let both = hosts(tls("NotValidYet"));
    let clock = row(&both, "local/clock").judged;
    assert_eq!(
        (clock.verdict, clock.sure),
        (Verdict::NotMet, Certainty::Heuristic)
    );
    assert_eq!(
        cause(&both, "local/tls").as_deref(),
        Some("blocked-by:local/clock")
    );
    let one = hosts(tls("UnknownIssuer"));
    assert_eq!(verdict(&one, "local/clock"), Verdict::CannotTell);
    assert_eq!(verdict(&one, "local/tls"), Verdict::NotMet);
}

#[test]
fn a_certificate_expired_by_a_right_clock_is_not_met() {
    let machine = machine(vec![
        answering("b.example", tls("Expired")),
        host("a.example"),
    ]);
    assert_eq!(verdict(&machine, "local/tls"), Verdict::NotMet);
    assert!(fix(&machine, "local/tls").starts_with("Renew"));
}

#[test]
fn an_unknown_issuer_is_mended_by_its_certificate() {
    let machine = machine(vec![answering("a.example", tls("UnknownIssuer"))]);
    assert_eq!(verdict(&machine, "local/tls"), Verdict::NotMet);
    assert!(fix(&machine, "local/tls").contains("--ca-cert"));
}

#[test]
fn plain_http_on_this_machine_is_not_asked_for_tls() {
    let mut near = host("a.example");
    near.url = Url::parse("http://127.0.0.1:8080/semgrep").expect("it is one");
    near.names = None;
    let machine = machine(vec![near]);
    assert_eq!(cause(&machine, "local/tls").as_deref(), Some("not-asked"));
    assert_eq!(cause(&machine, "local/dns").as_deref(), Some("not-asked"));
}

#[test]
fn a_name_that_does_not_resolve_is_not_met_and_tls_waits_for_it() {
    let mut lost = answering(
        "a.example",
        miss(Cause::Network, "can't connect: no such name"),
    );
    lost.names = Some(Err("no such name".to_owned()));
    let machine = machine(vec![lost]);
    assert_eq!(verdict(&machine, "local/dns"), Verdict::NotMet);
    assert_eq!(told(&machine, "local/dns"), "no such name");
    assert!(fix(&machine, "local/dns").contains("a.example"));
    assert_eq!(
        cause(&machine, "local/tls").as_deref(),
        Some("blocked-by:local/dns")
    );
}

#[test]
fn a_host_without_a_connection_leaves_tls_open() {
    for cause_of_it in [Cause::Network, Cause::Deadline, Cause::Budget] {
        let name = cause_of_it.code();
        let machine = machine(vec![answering("a.example", miss(cause_of_it, "no"))]);
        assert_eq!(cause(&machine, "local/tls"), Some(name));
    }
}

#[test]
fn behind_a_proxy_names_are_the_proxy_s_business() {
    let machine = behind_proxy(vec![proxied("a.example", answer(&[]))]);
    assert_eq!(cause(&machine, "local/dns").as_deref(), Some("not-asked"));
    assert_eq!(verdict(&machine, "local/tls"), Verdict::Met);
}

#[test]
fn a_proxy_that_lets_one_request_through_is_met() {
    for open in [answer(&[]), tls("UnknownIssuer")] {
        let closed = proxied("b.example", miss(Cause::Network, "refused"));
        let machine = behind_proxy(vec![closed, proxied("a.example", open), host("c.example")]);
        assert_eq!(verdict(&machine, "local/proxy"), Verdict::Met);
        let told = told(&machine, "local/proxy");
        assert!(
            told.contains("through a proxy: b.example, a.example; straight: c.example"),
            "{told}"
        );
        assert_eq!(cause(&machine, "local/tls").as_deref(), Some("network"));
    }
}

#[test]
fn a_proxy_that_lets_nothing_through_is_not_met_and_tls_waits_for_it() {
    let refused = || miss(Cause::Network, "can't connect: refused");
    let hosts = vec![proxied("a.example", refused()), host("b.example")];
    let machine = behind_proxy(hosts);
    assert_eq!(verdict(&machine, "local/proxy"), Verdict::NotMet);
    assert!(told(&machine, "local/proxy").contains("refused"));
    assert_eq!(
        cause(&machine, "local/tls").as_deref(),
        Some("blocked-by:local/proxy")
    );
}

#[test]
fn a_proxy_that_gives_no_answer_in_time_cannot_be_told() {
    let machine = behind_proxy(vec![proxied("a.example", miss(Cause::Deadline, "late"))]);
    assert_eq!(cause(&machine, "local/proxy").as_deref(), Some("deadline"));
}

#[test]
fn a_proxy_variable_that_can_t_be_used_is_not_met() {
    let mut machine = machine(vec![host("a.example")]);
    machine.proxies = vec![Variable {
        name: "HTTPS_PROXY",
        shown: Err("is not the address of a proxy"),
    }];
    assert_eq!(verdict(&machine, "local/proxy"), Verdict::NotMet);
    assert!(told(&machine, "local/proxy").contains("HTTPS_PROXY is not"));
}

#[test]
fn a_proxy_that_no_host_needs_is_shown_and_not_asked() {
    let machine = behind_proxy(vec![host("a.example")]);
    assert_eq!(cause(&machine, "local/proxy").as_deref(), Some("not-asked"));
    assert!(told(&machine, "local/proxy").contains("no host is asked through a proxy"));
}

#[test]
fn in_the_sandbox_no_proxy_is_looked_at() {
    let mut machine = behind_proxy(vec![host("a.example")]);
    machine.sandboxed = true;
    assert_eq!(told(&machine, "local/proxy"), "not asked in the sandbox");
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
