//! Whether any rule reaches developers, in both generations of policies.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::asks::{POLICIES, REMEDIATION, RULES};
use super::read::{refused, unreadable};
use crate::ask::json::{flag, items, list, plain_id, text};
use crate::ask::{Answers, Heard};
use crate::audit::{Cause, Evidence, Gap, Known, Seen, Trace, Value};

/// More policies than any deployment should have; the rules of further ones are not asked for.
pub(super) const MOST_READ: usize = 50;

/// The modes that are known, and whether each reaches developers.
const MODES: [(&str, bool); 4] = [
    ("monitor", false),
    ("comment", true),
    ("block", true),
    ("disabled", false),
];

/// The ids of all policies; `None` where one can't be read.
pub(super) fn ids(policies: &Heard) -> Option<Vec<String>> {
    let policies = list(&policies.json, "policies")?.into_iter();
    policies.map(|policy| plain_id(policy, "id")).collect()
}

/// The fact judged by `semgrep/comment-or-block`, and a rule that could be moved to Comment mode.
pub(super) fn read(answers: &Answers, evidence: &mut Evidence) {
    let known = match answers.hear(&POLICIES) {
        Err(gap) => Err(gap),
        // The deployment was moved to Unified Policies.
        Ok(heard) if heard.status == 410 => unified(answers),
        Ok(heard) if heard.ok() => modes(answers, &heard),
        Ok(heard) => Err(refused(&heard)),
    };
    evidence.put("semgrep.comments-or-blocks", known);
    if let Some((rule, trace)) = candidate(answers) {
        let seen = Seen::observed(Value::Text(rule), trace);
        evidence.put("semgrep.candidate-rule", Ok(seen));
    }
}

fn modes(answers: &Answers, policies: &Heard) -> Known {
    let Some(ids) = ids(policies) else {
        return Err(unreadable(policies, "not a list of policies"));
    };
    if ids.is_empty() {
        let trace = policies.saying("no policies");
        return Ok(Seen::observed(Value::Flag(false), trace));
    }
    let mut by = Vec::new();
    let mut gap = None;
    let mut reaches = false;
    let rules: BTreeMap<_, _> = answers.hear_each(&RULES, "policy").into_iter().collect();
    for id in ids.iter().take(MOST_READ) {
        match rules.get(id) {
            Some(Ok(heard)) if heard.ok() => match counts(&heard.json) {
                Some(counts) => {
                    let has = |mode: &str| counts.contains_key(mode);
                    reaches |= MODES.iter().any(|(mode, reaches)| *reaches && has(mode));
                    by.push(heard.saying(told(&heard.json, &counts)));
                    let known = |mode: &String| MODES.iter().any(|(known, _)| known == mode);
                    if !counts.keys().all(known) {
                        let told = told(&heard.json, &counts);
                        gap = Some(unreadable(heard, format!("unknown modes: {told}")));
                    }
                }
                None => gap = Some(unreadable(heard, "not a list of rules")),
            },
            Some(Ok(heard)) => gap = Some(refused(heard)),
            Some(Err(one)) => gap = Some(one.clone()),
            None => gap = Some(Gap::of(Cause::NotAsked)),
        }
    }
    if ids.len() > MOST_READ {
        let told = format!("{} policies, only {MOST_READ} were read", ids.len());
        gap = gap.or_else(|| Some(Gap::by(Cause::Budget, policies.saying(told))));
    }
    match gap {
        // One rule that comments is enough, whatever the other policies hold.
        Some(gap) if !reaches => Err(gap),
        _ => Ok(Seen {
            value: Value::Flag(reaches),
            sure: crate::audit::Certainty::Observed,
            by,
        }),
    }
}

/// The number of rules by mode; `None` where one can't be read.
fn counts(page: &Json) -> Option<BTreeMap<String, usize>> {
    let mut counts = BTreeMap::new();
    for rule in list(page, "rules")? {
        let mode = match rule.get("policyMode") {
            None | Some(Json::Null) => "unknown",
            Some(mode) => mode.as_str()?,
        };
        let mode = mode.trim_start_matches("MODE_").to_lowercase();
        *counts.entry(mode).or_default() += 1;
    }
    Some(counts)
}

fn told(page: &Json, counts: &BTreeMap<String, usize>) -> String {
    let policy = page.get("policy").and_then(|policy| text(policy, "name"));
    let counts: Vec<String> = counts
        .iter()
        .map(|(mode, n)| format!("{n} {mode}"))
        .collect();
    let counts = match counts.is_empty() {
        true => "no rules".to_owned(),
        false => counts.join(", "),
    };
    match policy {
        Some(policy) => format!("{policy}: {counts}"),
        None => counts,
    }
}

/// System-managed policies never appear in the list: that none is visible says nothing.
fn unified(answers: &Answers) -> Known {
    let heard = answers.hear(&REMEDIATION)?;
    if !heard.ok() {
        return Err(refused(&heard));
    }
    let policies = heard.json.get("bundle");
    let Some(policies) = policies.and_then(|bundle| list(bundle, "policies")) else {
        return Err(unreadable(&heard, "not a list of policies"));
    };
    let reaching: Vec<String> = policies
        .into_iter()
        .filter(|policy| flag(policy, "active") == Some(true))
        .filter_map(|policy| {
            let action = items(policy, "actions")
                .filter_map(|action| text(action, "type"))
                .find(|action| action == "pr_comment" || action == "block")?;
            let name = text(policy, "name").unwrap_or_default();
            Some(format!("{name} ({action})"))
        })
        .collect();
    if reaching.is_empty() {
        let trace = heard
            .saying("no visible policy comments or blocks; system-managed ones are not listed");
        return Err(Gap::by(Cause::NotVisible, trace));
    }
    let trace = heard.saying(format!("active: {}", reaching.join(", ")));
    Ok(Seen::observed(Value::Flag(true), trace))
}

/// A monitored rule of high severity, else any monitored one.
fn candidate(answers: &Answers) -> Option<(String, Trace)> {
    let pages = answers.hear_each(&RULES, "policy");
    let heard = pages
        .into_iter()
        .find_map(|(_, heard)| heard.ok().filter(Heard::ok))?;
    let monitored = || {
        items(&heard.json, "rules")
            .filter(|rule| text(rule, "policyMode").as_deref() == Some("MODE_MONITOR"))
    };
    let severe = |rule: &&Json| {
        let severity = text(rule, "severity");
        matches!(
            severity.as_deref(),
            Some("SEVERITY_HIGH" | "SEVERITY_CRITICAL")
        )
    };
    let rule = monitored().find(severe).or_else(|| monitored().next())?;
    Some((text(rule, "path")?, heard.saying("")))
}
