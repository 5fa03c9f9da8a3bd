//! The one place that decides.

use std::collections::BTreeSet;

use super::{
    Cause, Certainty, Context, Evidence, Gap, Known, Lattice, Need, Phase, Trace, Value, counted,
};

/// The three answers, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It holds.
    Met,
    /// The evidence does not settle it.
    CannotTell,
    /// It does not hold.
    NotMet,
}

impl Verdict {
    /// The word used in the output.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::NotMet => "not-met",
            Verdict::CannotTell => "cannot-tell",
        }
    }
}

/// A verdict with what led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Met, not met or cannot tell.
    pub verdict: Verdict,
    /// Why it can't be told, or which credential cause makes it unmet.
    pub cause: Option<Cause>,
    /// How sure.
    pub sure: Certainty,
    /// What is short or too much, in words; empty when met.
    pub why: String,
    /// Scopes to add.
    pub missing: Vec<String>,
    /// Scopes to take away.
    pub excess: Vec<String>,
    /// The answers that decided it.
    pub by: Vec<Trace>,
}

impl Judged {
    fn met(sure: Certainty, by: Vec<Trace>) -> Self {
        Judged {
            verdict: Verdict::Met,
            cause: None,
            sure,
            why: String::new(),
            missing: Vec::new(),
            excess: Vec::new(),
            by,
        }
    }

    fn not_met(sure: Certainty, by: Vec<Trace>, why: impl Into<String>) -> Self {
        Judged {
            verdict: Verdict::NotMet,
            why: why.into(),
            ..Judged::met(sure, by)
        }
    }

    /// What a gap comes to: a dead credential is *not met*, anything else *cannot tell*.
    pub fn gap(gap: Gap) -> Self {
        Judged {
            verdict: if gap.cause.is_credential() {
                Verdict::NotMet
            } else {
                Verdict::CannotTell
            },
            why: gap.cause.words(),
            cause: Some(gap.cause),
            ..Judged::met(Certainty::Observed, gap.by)
        }
    }
}

/// Judges one need.
pub fn judge(need: &Need, evidence: &Evidence, context: &Context) -> Judged {
    match need {
        Need::Holds(fact) => settle(evidence.get(fact), |value| match value {
            Value::Flag(true) => Rule::Kept,
            Value::Flag(false) => Rule::broken("it does not hold"),
            _ => Rule::Unfit,
        }),
        Need::AnyScope(fact, any, lattice) => {
            settle(evidence.get(fact), |value| any_scope(value, any, lattice))
        }
        Need::EveryScope(fact, all, lattice) => {
            settle(evidence.get(fact), |value| every_scope(value, all, lattice))
        }
        Need::NothingBeyond {
            fact,
            setup,
            steady,
            lattice,
        } => {
            let allowed = match context.phase {
                Phase::Setup => *setup,
                Phase::Steady => Some(*steady),
            };
            match allowed {
                Some(allowed) => settle(evidence.get(fact), |value| {
                    nothing_beyond(value, allowed, lattice)
                }),
                None => anything(evidence.get(fact)),
            }
        }
        Need::Rank {
            fact,
            setup,
            steady,
            names,
        } => {
            let least = match context.phase {
                Phase::Setup => *setup,
                Phase::Steady => *steady,
            };
            settle(evidence.get(fact), |value| rank(value, least, names))
        }
        Need::Lasts { fact, at_most } => {
            settle(evidence.get(fact), |value| lasts(value, *at_most, context))
        }
        Need::Agree(one, other) => agree(evidence.get(one), evidence.get(other)),
        Need::Any(parts) => any(parts.iter().map(|part| judge(part, evidence, context))),
        Need::All(parts) => all(parts.iter().map(|part| judge(part, evidence, context))),
        Need::Where {
            fact,
            then,
            otherwise,
        } => match evidence.get(fact) {
            Ok(seen) if seen.value == Value::Flag(true) => judge(then, evidence, context),
            _ => judge(otherwise, evidence, context),
        },
        Need::Advice(inner) => advice(judge(inner, evidence, context)),
    }
}

/// Where everything is allowed nothing needs to be known, unless the credential itself is dead.
fn anything(known: Known) -> Judged {
    match known {
        Ok(seen) => Judged::met(seen.sure, seen.by),
        Err(gap) if gap.cause.is_credential() => Judged::gap(gap),
        Err(gap) => Judged::met(Certainty::Implied, gap.by),
    }
}

/// What a value does to a rule.
enum Rule {
    Kept,
    /// Kept by something that includes what was asked for.
    Implied,
    Broken {
        why: String,
        missing: Vec<String>,
        excess: Vec<String>,
    },
    /// The value is of another shape than the rule speaks of.
    Unfit,
}

impl Rule {
    fn broken(why: impl Into<String>) -> Self {
        Rule::Broken {
            why: why.into(),
            missing: Vec::new(),
            excess: Vec::new(),
        }
    }
}

fn settle(known: Known, rule: impl FnOnce(&Value) -> Rule) -> Judged {
    let seen = match known {
        Ok(seen) => seen,
        Err(gap) => return Judged::gap(gap),
    };
    match rule(&seen.value) {
        Rule::Kept => Judged::met(seen.sure, seen.by),
        Rule::Implied => Judged::met(seen.sure.max(Certainty::Implied), seen.by),
        Rule::Broken {
            why,
            missing,
            excess,
        } => Judged {
            missing,
            excess,
            ..Judged::not_met(seen.sure, seen.by, why)
        },
        Rule::Unfit => Judged::gap(Gap {
            cause: Cause::Unreadable,
            by: seen.by,
        }),
    }
}

fn any_scope(value: &Value, any: &[&str], lattice: &Lattice) -> Rule {
    let Value::Set(grant) = value else {
        return Rule::Unfit;
    };
    if any.iter().any(|scope| grant.contains(*scope)) {
        return Rule::Kept;
    }
    let held = lattice.closure(grant.iter().map(String::as_str));
    if any.iter().any(|scope| held.contains(*scope)) {
        return Rule::Implied;
    }
    let Some(first) = any.first() else {
        return Rule::Unfit;
    };
    Rule::Broken {
        why: format!("needs {first}, has {}", listed(grant)),
        missing: vec![(*first).to_owned()],
        excess: Vec::new(),
    }
}

fn every_scope(value: &Value, all: &[&str], lattice: &Lattice) -> Rule {
    let Value::Set(grant) = value else {
        return Rule::Unfit;
    };
    let missing = lattice.missing(grant, all);
    if missing.is_empty() {
        return Rule::Kept;
    }
    Rule::Broken {
        why: format!("lacks {}", missing.join(", ")),
        missing,
        excess: Vec::new(),
    }
}

fn nothing_beyond(value: &Value, allowed: &[&str], lattice: &Lattice) -> Rule {
    let Value::Set(grant) = value else {
        return Rule::Unfit;
    };
    let excess = lattice.surplus(grant, allowed);
    if excess.is_empty() {
        return Rule::Kept;
    }
    let told: Vec<String> = excess
        .iter()
        .map(|scope| match lattice.note(scope) {
            Some(note) => format!("{scope} ({note})"),
            None => scope.clone(),
        })
        .collect();
    Rule::Broken {
        why: format!("not needed: {}", told.join(", ")),
        missing: Vec::new(),
        excess,
    }
}

fn rank(value: &Value, least: u16, names: &[(u16, &str)]) -> Rule {
    let Value::Rank(rank) = value else {
        return Rule::Unfit;
    };
    if *rank >= least {
        return Rule::Kept;
    }
    let name = |level: u16| match names.iter().find(|(at, _)| *at == level) {
        Some((_, name)) => format!("{name} ({level})"),
        None => level.to_string(),
    };
    Rule::broken(format!("is {}, needs {}", name(*rank), name(least)))
}

fn lasts(value: &Value, at_most: Option<i64>, context: &Context) -> Rule {
    let Value::Day(day) = value else {
        return Rule::Unfit;
    };
    let Some(day) = day else {
        return Rule::broken("never expires");
    };
    let left = day.saturating_sub(context.today);
    match at_most {
        _ if left < 0 => Rule::broken("has expired"),
        _ if left < context.warn_days => {
            Rule::broken(format!("expires in {}", counted(left, "day")))
        }
        Some(most) if left > most => Rule::broken(format!(
            "lives {}, at most {most} are advised",
            counted(left, "more day")
        )),
        _ => Rule::Kept,
    }
}

fn agree(one: Known, other: Known) -> Judged {
    match (one, other) {
        (Ok(one), Ok(other)) => {
            let sure = one.sure.max(other.sure);
            let by = joined(one.by, other.by);
            if one.value == other.value {
                Judged::met(sure, by)
            } else {
                Judged::not_met(sure, by, "the two sides do not agree")
            }
        }
        // A dead credential is told by its own row; here it only means that one side could not be asked.
        (Err(gap), _) | (_, Err(gap)) if gap.cause.is_credential() => Judged::gap(Gap {
            cause: Cause::NotAsked,
            ..gap
        }),
        (Err(gap), _) | (_, Err(gap)) => Judged::gap(gap),
    }
}

fn any(parts: impl Iterator<Item = Judged>) -> Judged {
    let mut parts: Vec<Judged> = parts.collect();
    match parts.iter().map(|part| part.verdict).min() {
        Some(Verdict::Met) => {
            parts.retain(|part| part.verdict == Verdict::Met);
            parts.sort_by_key(|part| part.sure);
            parts.swap_remove(0)
        }
        Some(best) => {
            // One part would do, so only the first is advised.
            let advised = parts
                .iter()
                .find(|part| part.verdict == best && !part.missing.is_empty());
            let missing = advised.map_or_else(Vec::new, |part| part.missing.clone());
            Judged {
                missing,
                ..gathered(parts, best)
            }
        }
        None => Judged::gap(Gap::of(Cause::NotAsked)),
    }
}

fn all(parts: impl Iterator<Item = Judged>) -> Judged {
    let parts: Vec<Judged> = parts.collect();
    match parts.iter().map(|part| part.verdict).max() {
        Some(worst) => gathered(parts, worst),
        None => Judged::gap(Gap::of(Cause::NotAsked)),
    }
}

/// One verdict from several parts: the words of those that carry it, the evidence of all.
fn gathered(parts: Vec<Judged>, verdict: Verdict) -> Judged {
    let carriers = || parts.iter().filter(|part| part.verdict == verdict);
    let why: Vec<&str> = distinct(carriers().map(|part| part.why.as_str()));
    Judged {
        verdict,
        cause: carriers().find_map(|part| part.cause.clone()),
        sure: carriers()
            .map(|part| part.sure)
            .max()
            .unwrap_or(Certainty::Observed),
        why: why.join("; "),
        missing: distinct(carriers().flat_map(|part| part.missing.iter().cloned())),
        excess: distinct(carriers().flat_map(|part| part.excess.iter().cloned())),
        by: parts
            .iter()
            .fold(Vec::new(), |by, part| joined(by, part.by.clone())),
    }
}

fn advice(judged: Judged) -> Judged {
    if judged.verdict != Verdict::NotMet {
        return judged;
    }
    Judged {
        verdict: Verdict::CannotTell,
        cause: judged.cause.or(Some(Cause::NotVisible)),
        ..judged
    }
}

fn joined(mut one: Vec<Trace>, other: Vec<Trace>) -> Vec<Trace> {
    for trace in other {
        if !one.contains(&trace) {
            one.push(trace);
        }
    }
    one
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    items.fold(Vec::new(), |mut kept, item| {
        if !kept.contains(&item) {
            kept.push(item);
        }
        kept
    })
}

fn listed(grant: &BTreeSet<String>) -> String {
    if grant.is_empty() {
        return "none".to_owned();
    }
    grant.iter().cloned().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Gap, Seen};

    static WRITES: Lattice = Lattice {
        includes: &[("a:write", &["a:read"])],
        labels: &[],
        notes: &[],
    };

    fn context() -> Context {
        Context {
            phase: Phase::Steady,
            connected: true,
            writes: false,
            today: 0,
            warn_days: 30,
            asked: BTreeSet::new(),
            left_out: BTreeSet::new(),
        }
    }

    fn seen(value: Value) -> Known {
        Ok(Seen::observed(value, Trace::local("")))
    }

    #[test]
    fn every_scope_must_be_included_and_those_that_are_not_are_listed() {
        let need = Need::EveryScope("scopes", &["a:read", "b", "c"], &WRITES);
        let mut evidence = Evidence::default();
        let grant = ["a:write", "b"].map(str::to_owned);
        evidence.put("scopes", seen(Value::Set(grant.into())));
        let judged = judge(&need, &evidence, &context());
        assert_eq!(judged.verdict, Verdict::NotMet);
        assert_eq!(judged.missing, ["c"]);
        evidence.put("scopes", Err(Gap::of(Cause::NotVisible)));
        let judged = judge(&need, &evidence, &context());
        assert_eq!(judged.verdict, Verdict::CannotTell);
    }

    #[test]
    fn a_need_goes_by_a_flag_and_one_that_is_not_known_is_not_true() {
        let need = Need::Where {
            fact: "flag",
            then: &Need::Holds("yes"),
            otherwise: &Need::Holds("no"),
        };
        let mut evidence = Evidence::default();
        evidence.put("yes", seen(Value::Flag(true)));
        evidence.put("no", seen(Value::Flag(false)));
        let verdict = |evidence: &Evidence| judge(&need, evidence, &context()).verdict;
        assert_eq!(verdict(&evidence), Verdict::NotMet);
        evidence.put("flag", seen(Value::Flag(false)));
        assert_eq!(verdict(&evidence), Verdict::NotMet);
        evidence.put("flag", seen(Value::Flag(true)));
        assert_eq!(verdict(&evidence), Verdict::Met);
    }
}
