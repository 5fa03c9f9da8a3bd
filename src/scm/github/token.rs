//! What is known of the token itself.

use std::collections::BTreeSet;

use super::asks::{INSTALLATIONS, MEMBERSHIP, USER};
use super::kind::Kind;
use super::{place, refusal};
use crate::ask::json::text;
use crate::ask::{Answers, Heard, Target};
use crate::audit::{Cause, Certainty, Evidence, Gap, Known, Seen, Trace, Value, fact, parse_day};

const SCOPES: &str = "x-oauth-scopes";
const CLIENT: &str = "x-oauth-client-id";
const EXPIRES: &str = "github-authentication-token-expiration";

/// The command line tool's own id as an OAuth app.
const GITHUB_CLI: &str = "178c6fc778ccc68e1d6a";

pub(super) fn read(target: &Target, answers: &Answers, evidence: &mut Evidence) {
    let Some(kind) = target.token.as_ref().map(Kind::of) else {
        return;
    };
    let heard = own(answers);
    evidence.put("github.kind-fits", fits(kind));
    evidence.put(fact::KIND, Ok(named(kind, heard.as_ref())));
    evidence.put(fact::ALIVE, alive(answers));
    match heard {
        Some(heard) => {
            evidence.put(fact::SCOPES, scopes(kind, &heard));
            evidence.put("github.spare-scopes", spare(kind, &heard));
            evidence.put(fact::EXPIRES, expires(target, kind, &heard));
        }
        None => {
            let gap = unanswered(answers);
            for name in [fact::SCOPES, "github.spare-scopes", fact::EXPIRES] {
                evidence.put(name, Err(gap.clone()));
            }
        }
    }
}

/// The login of the token's user.
pub(super) fn login(answers: &Answers) -> Option<String> {
    let heard = answers.hear(&USER).ok().filter(Heard::ok)?;
    text(&heard.json, "login").filter(|login| !login.is_empty())
}

/// An answer of the API to this token, whose headers speak of it.
fn own(answers: &Answers) -> Option<Heard> {
    let of_user = || {
        login(answers)?;
        answers.hear(&USER).ok()
    };
    of_user().or_else(|| of_organization(answers))
}

/// An answer that only an organization gives, shaped as the documents say.
pub(super) fn of_organization(answers: &Answers) -> Option<Heard> {
    let shaped = |ask, fits: fn(&Heard) -> bool| {
        let heard = answers.hear(ask).ok()?;
        (heard.ok() && fits(&heard)).then_some(heard)
    };
    let membership =
        |heard: &Heard| text(&heard.json, "role").is_some() && text(&heard.json, "state").is_some();
    let list = |heard: &Heard| {
        heard
            .json
            .get("installations")
            .is_some_and(serde_json::Value::is_array)
    };
    shaped(&MEMBERSHIP, membership).or_else(|| shaped(&INSTALLATIONS, list))
}

/// Why nothing is known from the first answer.
pub(super) fn unanswered(answers: &Answers) -> Gap {
    match answers.hear(&USER) {
        Ok(heard) => refusal::gap(&heard),
        Err(gap) => gap,
    }
}

fn fits(kind: Kind) -> Known {
    if kind.is_wrong() {
        let trace = Trace::local(format!("begins like a {}", kind.name()));
        return Err(Gap::by(Cause::WrongTokenKind, trace));
    }
    let (said, sure) = match kind {
        Kind::Unknown => (
            "does not begin like any known kind of token".to_owned(),
            Certainty::Heuristic,
        ),
        Kind::Old => (
            format!("looks like a {}", kind.name()),
            Certainty::Heuristic,
        ),
        _ => (
            format!("begins like a {}", kind.name()),
            Certainty::Observed,
        ),
    };
    Ok(Seen::observed(Value::Flag(true), Trace::local(said)).but(sure))
}

/// The kind's name; a header tells which app a token of an OAuth app was made for.
fn named(kind: Kind, heard: Option<&Heard>) -> Seen {
    let client = heard.and_then(|heard| Some((heard, heard.answer.header(CLIENT)?)));
    let text = |name: &str| Value::Text(name.to_owned());
    match client {
        Some((heard, client)) if matches!(kind, Kind::OauthApp | Kind::Old | Kind::Unknown) => {
            let name = if client == GITHUB_CLI {
                "OAuth app token (GitHub CLI)"
            } else {
                Kind::OauthApp.name()
            };
            Seen::observed(text(name), heard.saying(format!("{CLIENT}: {client}")))
        }
        _ => Seen::observed(text(kind.name()), Trace::local("by its look")).but(match kind {
            Kind::Old | Kind::Unknown => Certainty::Heuristic,
            _ => Certainty::Observed,
        }),
    }
}

fn alive(answers: &Answers) -> Known {
    let heard = match answers.hear(&USER) {
        Ok(heard) => heard,
        Err(gap) => return elsewhere(answers).ok_or(gap),
    };
    if let Some(login) = login(answers) {
        let trace = heard.saying(format!("login: {login}"));
        return Ok(Seen::observed(Value::Flag(true), trace));
    }
    // Expired, revoked and mistyped tokens look the same here.
    if heard.status == 401 && refusal::is_own(&heard) {
        return Err(heard.gap(Cause::TokenInvalid));
    }
    elsewhere(answers).ok_or_else(|| refusal::gap(&heard))
}

/// Another request that needs the token was answered with it.
fn elsewhere(answers: &Answers) -> Option<Seen> {
    let trace = own(answers)?.saying("answered with this token");
    Some(Seen::observed(Value::Flag(true), trace).but(Certainty::Implied))
}

/// The scopes in the header. An empty header means no scopes, an absent one means that it does not tell.
fn scopes(kind: Kind, heard: &Heard) -> Known {
    let silent = |said: &str| Err(Gap::by(Cause::NotVisible, heard.saying(said)));
    let header = match (kind, heard.answer.header(SCOPES)) {
        (Kind::FineGrained | Kind::AppUser | Kind::Installation | Kind::Refresh, _) => {
            return silent("no API lists what a token of this kind may do");
        }
        // An app's user token of unknown look has an empty header as well.
        (Kind::Unknown, None) => return silent("no x-oauth-scopes header"),
        (Kind::Unknown, Some(header)) if header.trim().is_empty() => {
            return silent("x-oauth-scopes is empty, as for several kinds of tokens");
        }
        (_, None) => {
            return silent("no x-oauth-scopes header: something on the way takes it out");
        }
        (_, Some(header)) => header,
    };
    let scopes: BTreeSet<String> = header
        .split(',')
        .map(|scope| scope.trim().to_owned())
        .filter(|scope| !scope.is_empty())
        .collect();
    let said = match scopes.is_empty() {
        true => "no scopes".to_owned(),
        false => {
            let listed: Vec<&str> = scopes.iter().map(String::as_str).collect();
            format!("scopes: {}", listed.join(", "))
        }
    };
    Ok(Seen::observed(Value::Set(scopes), heard.saying(said)))
}

/// The scopes that its owner chose one by one, and so could leave out.
fn spare(kind: Kind, heard: &Heard) -> Known {
    let of_app = kind == Kind::OauthApp
        || (matches!(kind, Kind::Old | Kind::Unknown) && heard.answer.header(CLIENT).is_some());
    if of_app {
        let trace = heard.saying("an OAuth app asks for its scopes itself");
        return Err(Gap::by(Cause::NotVisible, trace));
    }
    scopes(kind, heard)
}

/// The end date. Only where github.com always tells it for a kind does its absence mean that there is none.
fn expires(target: &Target, kind: Kind, heard: &Heard) -> Known {
    let Some(header) = heard.answer.header(EXPIRES) else {
        let told = matches!(kind, Kind::Classic | Kind::FineGrained)
            && !target.servers.get("api").is_none_or(place::enterprise);
        let trace = heard.saying("no expiration header");
        return match told {
            true => Ok(Seen::observed(Value::Day(None), trace)),
            false => Err(Gap::by(Cause::NotVisible, trace)),
        };
    };
    let trace = heard.saying(format!("token expiration: {header}"));
    match moment(header) {
        Some(seconds) => {
            let day = seconds.div_euclid(86_400);
            Ok(Seen::observed(Value::Day(Some(day)), trace))
        }
        None => Err(Gap::by(Cause::Unreadable, trace)),
    }
}

/// Seconds since 1970 of `2025-02-04 16:42:10 UTC` or `2026-02-06 07:42:23 +0100`; both forms are seen.
pub(super) fn moment(text: &str) -> Option<i64> {
    let mut parts = text.split_whitespace();
    let (date, time, zone) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let mut clock = time.split(':').map(|part| below(part, 60));
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    if clock.next().is_some() || hour > 23 {
        return None;
    }
    let ahead = match zone {
        "UTC" | "GMT" | "Z" => 0,
        _ => {
            let (sign, digits) = zone
                .strip_prefix('+')
                .map(|rest| (1, rest))
                .or_else(|| zone.strip_prefix('-').map(|rest| (-1, rest)))?;
            let digits = digits.replace(':', "");
            let (hours, minutes) = digits.split_at_checked(2)?;
            sign * (below(hours, 24)? * 3_600 + below(minutes, 60)? * 60)
        }
    };
    let day = parse_day(date)?;
    Some(day * 86_400 + hour * 3_600 + minute * 60 + second - ahead)
}

fn below(digits: &str, limit: i64) -> Option<i64> {
    let two = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = two.then(|| digits.parse().ok())??;
    (number < limit).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::moment;

    proptest! {
        #[test]
        fn every_moment_comes_back(seconds in 0i64..4_000_000_000, minutes in -1_439i64..=1_439) {
            let at = |seconds| jiff::Timestamp::from_second(seconds).expect("within range");
            let utc = at(seconds).strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
            prop_assert_eq!(moment(&utc), Some(seconds), "{}", utc);
            let local = at(seconds + 86_400 + minutes * 60).strftime("%Y-%m-%d %H:%M:%S");
            let sign = if minutes < 0 { '-' } else { '+' };
            let (hours, left) = (minutes.abs() / 60, minutes.abs() % 60);
            for zone in [format!("{sign}{hours:02}{left:02}"), format!("{sign}{hours:02}:{left:02}")] {
                let text = format!("{local} {zone}");
                prop_assert_eq!(moment(&text), Some(seconds + 86_400), "{}", text);
            }
        }

        #[test]
        fn what_is_no_moment_is_none(text in "\\PC{0,12}( \\PC{0,9}){0,4}") {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            prop_assert!(moment(&text).is_none() || digits >= 14, "{}", text);
        }
    }
}
