//! From what was seen to evidence.

use super::requirements::{CLOCK, CONFIG, DNS, KEYRING, KEYRING_FIX, PROXY, TLS, TLS_FIX, VERSION};
use super::{Host, Keyring, Machine, REACH, clock, tls};
use crate::audit::{Cause, Evidence, Gap, Known, Seen, Side, Trace, Value};
use crate::vault::VaultError;

/// The system on which everything was tested.
const TESTED: &str = "linux";

/// What is known of the machine itself.
pub(super) fn machine(machine: &Machine) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.put(CONFIG, config(machine));
    evidence.put(KEYRING, keyring(&machine.keyring));
    if let Err(error) = &machine.keyring.probe {
        put_text(&mut evidence, KEYRING_FIX, &error.hint());
    }
    evidence.put(CLOCK, clock::known(machine));
    evidence.put(PROXY, proxy(machine));
    evidence.put(VERSION, version(machine));
    evidence
}

/// What is known of the way to one host.
pub(super) fn host(machine: &Machine, host: &Host) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.put(DNS, names(host));
    evidence.put(TLS, secured(machine, host));
    if let Some(fault) = tls::fault_of(host) {
        put_text(&mut evidence, TLS_FIX, fault.fix());
    }
    evidence
}

fn put_text(evidence: &mut Evidence, fact: &'static str, text: &str) {
    let seen = Seen::observed(Value::Text(text.to_owned()), Trace::local(""));
    evidence.put(fact, Ok(seen));
}

fn flag(yes: bool, details: impl IntoIterator<Item = String>) -> Known {
    Ok(Seen {
        by: details.into_iter().map(Trace::local).collect(),
        ..Seen::observed(Value::Flag(yes), Trace::local(""))
    })
}

fn gap(cause: Cause, detail: impl Into<String>) -> Known {
    Err(Gap::by(cause, Trace::local(detail)))
}

fn config(machine: &Machine) -> Known {
    let config = &machine.config;
    let told = config.problems.iter().chain(&config.notes);
    flag(config.problems.is_empty(), told.cloned())
}

/// No keyring at all is no fault of this machine; one that is there and does not work is.
fn keyring(keyring: &Keyring) -> Known {
    let place = &keyring.place;
    match &keyring.probe {
        Ok(()) => flag(
            true,
            [format!(
                "an entry was written, read back and removed in {place}"
            )],
        ),
        Err(VaultError::Nowhere) => gap(Cause::NotAsked, "not asked in the sandbox"),
        Err(error @ VaultError::Absent(_)) => gap(Cause::NotAsked, error.to_string()),
        Err(error) => flag(false, [format!("{error} ({place})")]),
    }
}

fn proxy(machine: &Machine) -> Known {
    if machine.sandboxed {
        return gap(Cause::NotAsked, "not asked in the sandbox");
    }
    let variable = |one: &super::Variable| match &one.shown {
        Ok(value) => format!("{} is {value}", one.name),
        Err(why) => format!("{} {why}", one.name),
    };
    let mut told: Vec<String> = machine.proxies.iter().map(variable).collect();
    let unusable = machine.proxies.iter().any(|one| one.shown.is_err());
    let (through, straight): (Vec<&Host>, Vec<&Host>) =
        machine.hosts.iter().partition(|host| host.proxy.is_some());
    if through.is_empty() && !unusable {
        told.push(match machine.proxies.is_empty() {
            true => "no proxy is set".to_owned(),
            false => "no host is asked through a proxy".to_owned(),
        });
        return gap(Cause::NotAsked, told.join("; "));
    }
    if !through.is_empty() {
        told.push(format!("through a proxy: {}", listed(&through)));
    }
    if !straight.is_empty() {
        told.push(format!("straight: {}", listed(&straight)));
    }
    if unusable {
        return flag(false, told);
    }
    if through.iter().any(|host| passed(host)) {
        return flag(true, told);
    }
    let misses = through.iter().filter_map(|host| host.answer.as_ref().err());
    for miss in misses {
        if !told.contains(&miss.detail) {
            told.push(miss.detail.clone());
        }
    }
    if proxy_failed(machine) {
        flag(false, told)
    } else {
        let first = through.iter().find_map(|host| host.answer.as_ref().err());
        let cause = first.map_or(Cause::NotAsked, |miss| miss.cause.clone());
        gap(cause, told.join("; "))
    }
}

fn listed(hosts: &[&Host]) -> String {
    let names: Vec<&str> = hosts.iter().map(|host| host.name.as_str()).collect();
    names.join(", ")
}

/// Whether a proxy let a request through: an answer came back, or at least a certificate.
fn passed(host: &Host) -> bool {
    host.answer.is_ok() || tls::fault_of(host).is_some_and(tls::Fault::saw_certificate)
}

/// Whether no request through the proxy came to a connection.
fn proxy_failed(machine: &Machine) -> bool {
    let mut through = machine.hosts.iter().filter(|host| host.proxy.is_some());
    let broke = |host: &Host| {
        let miss = host.answer.as_ref().err();
        miss.is_some_and(|miss| miss.cause == Cause::Network)
    };
    through.clone().next().is_some() && through.all(broke)
}

fn names(host: &Host) -> Known {
    match &host.names {
        Some(Ok(count)) => {
            let word = if *count == 1 { "address" } else { "addresses" };
            flag(true, [format!("{count} {word}")])
        }
        Some(Err(error)) => flag(false, [error.clone()]),
        None if host.proxy.is_some() => gap(Cause::NotAsked, "the proxy resolves it"),
        None => gap(Cause::NotAsked, "an address, which needs no name"),
    }
}

fn secured(machine: &Machine, host: &Host) -> Known {
    if host.url.scheme() != "https" {
        return gap(Cause::NotAsked, "plain http on this machine");
    }
    let trace = |status, detail: String| Trace {
        side: Side::Local,
        request: REACH.name(),
        status,
        detail,
    };
    let miss = match &host.answer {
        Ok(answer) => {
            let detail = format!("it answered, {}", answer.status);
            let trace = trace(Some(answer.status), detail);
            return Ok(Seen::observed(Value::Flag(true), trace));
        }
        Err(miss) => miss,
    };
    let trace = trace(None, miss.detail.clone());
    match waits_for(machine, host) {
        Some(row) => Err(Gap::by(Cause::BlockedBy(row), trace)),
        None if miss.cause == Cause::Tls => Ok(Seen::observed(Value::Flag(false), trace)),
        None => Err(Gap::by(miss.cause.clone(), trace)),
    }
}

/// The row that tells better why TLS did not come about.
fn waits_for(machine: &Machine, host: &Host) -> Option<&'static str> {
    let unresolved = matches!(host.names, Some(Err(_)));
    match tls::fault_of(host) {
        Some(tls::Fault::Dates) if clock::is_wrong(machine) => Some("local/clock"),
        None if host.proxy.is_some() && proxy_failed(machine) => Some("local/proxy"),
        None if unresolved => Some("local/dns"),
        _ => None,
    }
}

fn version(machine: &Machine) -> Known {
    let (system, processor) = (machine.system, machine.processor);
    let this = format!("{} on {system} {processor}", env!("CARGO_PKG_VERSION"));
    if system == TESTED {
        return flag(true, [this]);
    }
    let why = "the code for its keyring was written from documentation and never tested";
    gap(Cause::NotAsked, format!("{this}: {why}"))
}
