//! What must hold of a run in which one answer went wrong.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::faults::{Due, Fault, Write};
use super::run::Run;
use super::sent::{self, Asked};
use crate::ask::Paging;

/// The default of `--deadline`, and the few moments around it.
const DEADLINE: Duration = Duration::from_secs(61);

/// Causes for which a new token is the remedy.
const CREDENTIAL: [&str; 5] = [
    "token-invalid",
    "token-expired",
    "token-revoked",
    "wrong-token-kind",
    "not-this-organization",
];

/// How evidence words what headers say.
const HEADERS: [&str; 3] = ["answered to a known user", "x-credential-type", "scopes: "];

/// A row of a result.
struct Row {
    verdict: String,
    cause: String,
    /// Side and name of each request in its evidence, and what mattered in the answer.
    by: Vec<(String, String, String)>,
}

impl Row {
    fn of(finding: &Value) -> Row {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let by = finding["evidence"].as_array().into_iter().flatten();
        Row {
            verdict: text(&finding["verdict"]),
            cause: text(&finding["cause"]),
            by: by
                .map(|one| {
                    (
                        text(&one["side"]),
                        text(&one["request"]),
                        text(&one["detail"]),
                    )
                })
                .collect(),
        }
    }

    fn leans_on(&self, asked: Asked) -> bool {
        let name = asked.ask.name();
        let mut by = self.by.iter();
        by.any(|(side, request, _)| side == asked.side && *request == name)
    }

    /// Whether all that it takes from a request stood in headers.
    fn by_headers(&self, asked: Asked) -> bool {
        let name = asked.ask.name();
        let mut by = self.by.iter().filter(|(_, request, _)| *request == name);
        by.all(|(_, _, detail)| HEADERS.iter().any(|said| detail.contains(said)))
    }

    fn told(&self) -> String {
        format!("{} {}", self.verdict, self.cause)
            .trim_end()
            .to_owned()
    }

    fn credential(&self) -> bool {
        CREDENTIAL.contains(&self.cause.as_str())
    }
}

fn rows(json: &Value) -> BTreeMap<String, Row> {
    let list = |of: &Value, name: &str| {
        let findings = of["findings"].as_array().cloned().unwrap_or_default();
        let row = |one: &Value| {
            (
                format!("{name} {}", one["id"].as_str().unwrap_or_default()),
                Row::of(one),
            )
        };
        findings.iter().map(row).collect::<Vec<_>>()
    };
    let connections = json["connections"].as_array().into_iter().flatten();
    let of_connections = connections.flat_map(|one| {
        let name = format!(
            "{}:{}",
            one["scm"].as_str().unwrap_or_default(),
            one["namespace"].as_str().unwrap_or_default()
        );
        list(one, &name)
    });
    list(&json["platform"], "platform")
        .into_iter()
        .chain(of_connections)
        .collect()
}

/// A request, what goes wrong with its answers, the run without it and the run with it.
pub(super) struct Cell<'a> {
    pub(super) asks: &'a [Asked],
    pub(super) asked: Asked,
    pub(super) fault: &'a Fault,
    pub(super) sound: &'a Run,
    pub(super) faulty: &'a Run,
}

impl Cell<'_> {
    /// Everything that is wrong.
    pub(super) fn problems(&self) -> Vec<String> {
        if let Some(panic) = &self.faulty.panicked {
            return vec![format!("it panicked: {panic}")];
        }
        let mut problems = self.of_the_run();
        problems.extend(self.of_the_rows());
        if self.asked.writes() {
            problems.extend(self.of_the_write());
        }
        problems
    }

    /// The length of the sound answer that is longest.
    fn length(&self) -> usize {
        let arrivals = sent::arrivals(self.asks, self.sound, self.asked);
        arrivals.map(|one| one.length).max().unwrap_or_default()
    }

    /// Whether the sound answers have a status with which no body can be sent.
    fn forbids_body(&self) -> bool {
        let mut arrivals = sent::arrivals(self.asks, self.sound, self.asked);
        arrivals.all(|one| one.status == Some(204))
    }

    /// Whether the fault leaves the answer as it was: where there is no body, there is nothing to spoil.
    fn spares(&self) -> bool {
        let keys = self.fault.keys.as_ref();
        let answer = keys.and_then(|keys| keys["answer"].as_str());
        match answer {
            Some("cut" | "reset" | "drip") => self.length() == 0,
            Some("huge") => self.forbids_body(),
            // An object without fields has none of the wrong type.
            Some("mistyped") => self.length() <= "{}".len(),
            _ => false,
        }
    }

    fn due(&self) -> Due {
        let single = matches!(self.asked.ask.paging, Paging::Single);
        let other_way = self.fault.name.contains("another host")
            && !matches!(self.asked.ask.paging, Paging::Linked { .. });
        match self.fault.due {
            _ if self.spares() => Due::Nothing,
            Due::Pages if single || other_way => Due::Nothing,
            Due::Pages => Due::Open(&["unreadable"]),
            // What is shaped like a write is never sent twice, though it changes nothing.
            Due::Nothing if self.is_transient() && self.asked.ask.method != "GET" => {
                Due::Open(&["network", "rate-limited", "server-error"])
            }
            due => due,
        }
    }

    fn is_transient(&self) -> bool {
        let keys = self.fault.keys.as_ref();
        keys.is_some_and(|keys| !keys["times"].is_null())
    }

    fn of_the_run(&self) -> Vec<String> {
        let (sound, faulty) = (self.sound, self.faulty);
        let mut problems = Vec::new();
        if faulty.took > DEADLINE {
            problems.push(format!("it took {:?}", faulty.took));
        }
        if faulty.json.is_null() {
            problems.push(format!("there is no result: {}", faulty.err));
        }
        let shown = format!("{}{}", faulty.json, faulty.err);
        if sound.tokens.iter().any(|token| shown.contains(token)) {
            problems.push("a token is shown".to_owned());
        }
        let fine: &[u8] = match self.due() {
            _ if self.asked.writes() => &[0, 7],
            Due::Nothing => &[sound.code],
            _ => &[0, 5, sound.code],
        };
        if !fine.contains(&faulty.code) {
            let error = &faulty.json["error"];
            problems.push(format!(
                "it ends with {}, not {fine:?}: {error}",
                faulty.code
            ));
        }
        problems
    }

    fn of_the_rows(&self) -> Vec<String> {
        let (before, after) = (rows(&self.sound.json), rows(&self.faulty.json));
        let mut problems = Vec::new();
        for (id, row) in &after {
            let Some(was) = before.get(id) else {
                problems.push(format!("{id} is new: {}", row.told()));
                continue;
            };
            problems.extend(self.of_a_row(was, row).map(|problem| {
                format!(
                    "{id}: {problem} (was {}, is {}, by {:?})",
                    was.told(),
                    row.told(),
                    row.by
                )
            }));
        }
        // Some rows are about a connection that is there: where that is not known, they are not told.
        let known = |id: &String| {
            let target = id.split(' ').next().unwrap_or_default();
            let row = after.get(&format!("{target} semgrep/scm-connected"));
            row.is_none_or(|row| row.verdict == "met")
        };
        let lost = before.keys().filter(|id| !after.contains_key(*id));
        let lost = lost.filter(|id| known(id));
        problems.extend(lost.map(|id| format!("{id} is not told")));
        problems
    }

    fn of_a_row(&self, was: &Row, row: &Row) -> Option<&'static str> {
        if row.told() == was.told() && self.due() == Due::Nothing {
            return None;
        }
        if row.verdict == "met" && was.verdict != "met" {
            return Some("a fault makes it met");
        }
        if row.credential() && row.cause != was.cause {
            return Some("a fault is taken for a dead token");
        }
        // What a write should have changed is judged by reading back, and may well not be there.
        if self.asked.writes() {
            return None;
        }
        if row.verdict == "not-met" && was.verdict != "not-met" {
            return Some("a fault is taken for a no");
        }
        match self.due() {
            Due::Open(_) if row.verdict == "met" && row.leans_on(self.asked) => {
                let stands = self.keeps_headers() && row.by_headers(self.asked);
                (!stands).then_some("met on the faulted answer")
            }
            Due::Open(causes) if row.leans_on(self.asked) && row.told() != was.told() => {
                let right = causes.contains(&row.cause.as_str());
                (!right).then_some("not the fault's cause")
            }
            Due::Open(_) if was.leans_on(self.asked) && row.told() != was.told() => {
                let behind = row.cause.starts_with("blocked-by:") || row.cause == "not-asked";
                let known = self.due_causes().contains(&row.cause.as_str());
                (!behind && !known).then_some("not the fault's cause, nor behind it")
            }
            Due::Nothing => Some("a harmless fault changes it"),
            _ => None,
        }
    }

    /// Whether the headers are the service's own, whatever became of the body.
    fn keeps_headers(&self) -> bool {
        let keys = self.fault.keys.as_ref();
        let answer = keys.and_then(|keys| keys["answer"].as_str());
        matches!(answer, Some("cut" | "mistyped"))
    }

    fn due_causes(&self) -> &'static [&'static str] {
        match self.due() {
            Due::Open(causes) => causes,
            _ => &[],
        }
    }

    fn of_the_write(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let count = |run: &Run| sent::arrivals(self.asks, run, self.asked).count();
        let (once, now) = (count(self.sound), count(self.faulty));
        if now > once {
            problems.push(format!("the write is sent {now} times, not {once}"));
        }
        let error = self.faulty.json["error"]["message"].as_str();
        let error = error.unwrap_or_default();
        match self.fault.write {
            Write::Lost | Write::Refused | Write::Empty if self.spares() => {}
            Write::Empty if self.length() == 0 => {}
            Write::Lost if self.faulty.code != 7 || !error.contains("may or may not") => {
                let code = self.faulty.code;
                problems.push(format!("a lost answer ends with {code}: {error:?}"));
            }
            Write::Refused | Write::Empty if self.faulty.code != 7 || error.is_empty() => {
                let code = self.faulty.code;
                problems.push(format!("a refusal ends with {code}: {error:?}"));
            }
            // What the answer brings may be needed, such as a new token: without it nobody can tell.
            Write::Done if error.contains("may or may not") && self.faulty.code == 7 => {}
            Write::Done if self.faulty.code != self.sound.code => {
                problems.push(format!("a write that was done ends with {error:?}"));
            }
            _ => {}
        }
        problems
    }
}
