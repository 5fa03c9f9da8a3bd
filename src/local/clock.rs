//! This machine's clock against those of the hosts.

use std::time::UNIX_EPOCH;

use super::{Host, Machine, REACH, tls};
use crate::ask::Answer;
use crate::audit::{Cause, Certainty, Gap, Known, Seen, Side, Trace, Value};

/// So many seconds may the clocks differ: answers take a while, and a signed token may be this far off.
pub(super) const TOLERANCE: i64 = 60;

/// What is known of this machine's clock. A host's clock may be wrong too, so the one that agrees best counts.
pub(super) fn known(machine: &Machine) -> Known {
    let mut heard: Vec<(&Host, i64)> = machine
        .hosts
        .iter()
        .filter_map(|host| Some((host, ahead(host)?)))
        .collect();
    heard.sort_by_key(|(_, ahead)| ahead.abs());
    let Some((_, least)) = heard.first() else {
        return by_certificates(machine);
    };
    let by = heard.iter().map(|(host, ahead)| Trace {
        side: Side::Local,
        request: REACH.name(),
        status: host.answer.as_ref().ok().map(|answer| answer.status),
        detail: told(host, *ahead),
    });
    Ok(Seen {
        value: Value::Flag(least.abs() <= TOLERANCE),
        sure: Certainty::Observed,
        by: by.collect(),
    })
}

/// Whether the clock is known to be wrong.
pub(super) fn is_wrong(machine: &Machine) -> bool {
    known(machine).is_ok_and(|seen| seen.value == Value::Flag(false))
}

/// Without a word of any host's clock: when every certificate seems to be outside of its dates, and there are several
/// hosts, it is the clock that stands out.
fn by_certificates(machine: &Machine) -> Known {
    let secure = || {
        machine
            .hosts
            .iter()
            .filter(|host| host.url.scheme() == "https")
    };
    let dated = secure().filter(|host| tls::fault_of(host) == Some(tls::Fault::Dates));
    match (secure().count(), dated.count()) {
        (all, dated) if all > 1 && all == dated => {
            let detail =
                format!("the certificates of all {all} hosts seem to be outside of their dates");
            let seen = Seen::observed(Value::Flag(false), Trace::local(detail));
            Ok(seen.but(Certainty::Heuristic))
        }
        _ => Err(Gap::by(
            Cause::NotAsked,
            Trace::local("no host said what time it is there"),
        )),
    }
}

/// Seconds by which this machine's clock is ahead of the host's; `None` where the host did not say.
fn ahead(host: &Host) -> Option<i64> {
    Some(host.at - host.answer.as_ref().ok().and_then(time)?)
}

/// When an answer left: its date, in any of the three forms that count, and how long it lay in a cache since
/// (RFC 9110, 5.6.7 and 6.6.1; RFC 9111, 5.1).
fn time(answer: &Answer) -> Option<i64> {
    let date = httpdate::parse_http_date(answer.header("date")?).ok()?;
    let date = i64::try_from(date.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()?;
    let age = answer
        .header("age")
        .and_then(|age| age.trim().parse::<u32>().ok());
    Some(date + i64::from(age.unwrap_or(0)))
}

fn told(host: &Host, ahead: i64) -> String {
    let name = &host.name;
    match ahead {
        _ if ahead.abs() <= TOLERANCE => format!("agrees with {name}, up to {TOLERANCE} s"),
        0.. => format!("{} ahead of {name}", span(ahead)),
        _ => format!("{} behind {name}", span(ahead)),
    }
}

fn span(seconds: i64) -> String {
    match seconds.unsigned_abs() {
        seconds @ ..=7_199 => format!("{seconds} s"),
        seconds @ ..=172_799 => format!("{} hours", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}
