//! The rows about the way to the hosts.

use super::*;

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
    let told = told(&machine, "local/dns");
    assert!(told.contains("an address, which needs no name"), "{told}");
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
    assert!(fix(&machine, "local/dns").contains("DNS servers"));
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
    let told = told(&machine, "local/dns");
    assert!(told.contains("the proxy resolves it"), "{told}");
    assert_eq!(verdict(&machine, "local/tls"), Verdict::Met);
}

#[test]
fn the_addresses_of_a_name_are_counted() {
    let mut one = host("a.example");
    one.names = Some(Ok(1));
    for (host, words) in [(one, "1 address"), (host("a.example"), "2 addresses")] {
        let told = told(&machine(vec![host]), "local/dns");
        assert!(told.ends_with(words), "{told}");
    }
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
