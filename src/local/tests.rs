//! Every row from what may be seen.

mod machine;
mod way;

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
