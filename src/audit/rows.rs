//! Judges rows in order: what stands behind a failed row waits for it, and each open row gets its remedy.

use super::{
    About, Cause, Context, Evidence, Finding, Fix, Gap, Judged, Lattice, Need, On, Requirement,
    Verdict, judge,
};

/// Judges all rows about `about` in order. `earlier` are findings that rows may stand behind; `word` gives the words
/// of the target for remedies; `pardon` marks a row that people vouched for or waived, which then stands in no other
/// row's way.
pub fn findings(
    requirements: &'static [Requirement],
    about: About,
    evidence: &Evidence,
    context: &Context,
    earlier: &[Finding],
    word: &dyn Fn(&str) -> Option<String>,
    pardon: &dyn Fn(&mut Finding),
) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for requirement in requirements.iter().filter(|row| row.about == about) {
        let Some(level) = requirement.when.level(context, evidence) else {
            continue;
        };
        let mut judged = judge(&requirement.need, evidence, context);
        let before = || earlier.iter().chain(&found);
        if let Some(root) = blocker(requirement, &judged, before) {
            judged = Judged::gap(Gap::of(Cause::BlockedBy(root)));
        }
        let fix = remedy(requirement, &judged, evidence, word);
        let mut finding = Finding {
            id: requirement.id,
            title: requirement.title,
            level,
            judged,
            fix,
            docs: requirement.docs,
            pardonable: requirement.pardonable,
            attested: None,
            waived: None,
        };
        pardon(&mut finding);
        found.push(finding);
    }
    found
}

/// The row whose failure makes this one moot, if any.
fn blocker<'a, I: Iterator<Item = &'a Finding>>(
    requirement: &Requirement,
    judged: &Judged,
    before: impl Fn() -> I,
) -> Option<&'static str> {
    let open = judged.verdict == Verdict::CannotTell;
    // What is wrong on the way there is wrong for all: the other row tells it once.
    let same = |cause: &Cause| {
        let own = judged.cause.as_ref();
        let shared = own.is_some_and(|own| own.name() == cause.name() && own.is_of_the_way());
        open && (shared || own == Some(&Cause::NotAsked))
    };
    let row = |id: &str| {
        let mut rows = before();
        rows.find(|one| one.id == id && one.attested.is_none() && one.waived.is_none())
    };
    let dead = |row: &Finding| {
        let cause = row.judged.cause.as_ref();
        row.judged.verdict == Verdict::NotMet && cause.is_some_and(Cause::is_credential)
    };
    requirement.behind.iter().find_map(|id| {
        let row = row(id)?;
        match (&row.judged.cause, row.judged.verdict) {
            _ if dead(row) => Some(row.id),
            (Some(Cause::BlockedBy(root)), _)
                if before().any(|one| one.id == *root && dead(one)) =>
            {
                Some(*root)
            }
            (_, Verdict::NotMet) if open => Some(row.id),
            (Some(Cause::BlockedBy(root)), _) if open => Some(*root),
            (Some(cause), Verdict::CannotTell) if same(cause) => Some(row.id),
            _ => None,
        }
    })
}

fn remedy(
    requirement: &Requirement,
    judged: &Judged,
    evidence: &Evidence,
    word: &dyn Fn(&str) -> Option<String>,
) -> Option<Fix> {
    if judged.verdict == Verdict::Met || matches!(judged.cause, Some(Cause::BlockedBy(_))) {
        return None;
    }
    let fits = |on: On| match on {
        On::NotMet => judged.verdict == Verdict::NotMet,
        On::CannotTell => judged.verdict == Verdict::CannotTell,
        On::Cause(name) => judged.cause.as_ref().is_some_and(|c| c.name() == name),
    };
    let remedy = requirement.remedies.iter().find(|one| fits(one.on))?;
    let fill = |template: &str| {
        fill(template, &|name| {
            match name {
                "why" => Some(judged.why.clone()),
                "missing" => Some(named(&judged.missing, requirement.need.lattice())),
                "excess" => Some(judged.excess.join(", ")),
                _ => word(name).or_else(|| evidence.text(name)),
            }
            .filter(|word| !word.is_empty())
        })
    };
    Some(Fix {
        text: fill(remedy.text),
        url: Some(fill(remedy.url)).filter(|url| !url.is_empty()),
        who: fill(remedy.who),
    })
}

fn named(scopes: &[String], lattice: Option<&Lattice>) -> String {
    let name = |scope: &String| match lattice.map(|lattice| lattice.label(scope)) {
        Some(label) if label != scope => format!("{label} ({scope})"),
        _ => scope.clone(),
    };
    scopes.iter().map(name).collect::<Vec<_>>().join(", ")
}

impl Need {
    /// How the scopes it speaks of include each other, if it speaks of scopes.
    pub fn lattice(&self) -> Option<&'static Lattice> {
        match self {
            Need::AnyScope(_, _, lattice)
            | Need::EveryScope(_, _, lattice)
            | Need::NothingBeyond { lattice, .. } => Some(lattice),
            Need::Where {
                then, otherwise, ..
            } => then.lattice().or_else(|| otherwise.lattice()),
            Need::Any(parts) | Need::All(parts) => parts.iter().find_map(Need::lattice),
            Need::Advice(inner) => inner.lattice(),
            _ => None,
        }
    }
}

/// Replaces `{name}` and `{name|otherwise}`; a name that nothing knows and that has no `otherwise` becomes empty.
fn fill(template: &str, word: &dyn Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((inside, behind)) = after.split_once('}') else {
            rest = after;
            break;
        };
        let (name, otherwise) = inside.split_once('|').unwrap_or((inside, ""));
        filled.push_str(&word(name).unwrap_or_else(|| otherwise.to_owned()));
        rest = behind;
    }
    filled.push_str(rest);
    filled
}
