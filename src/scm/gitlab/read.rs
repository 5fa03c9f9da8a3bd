//! What GitLab's answers mean together.

use super::membership::{self, Level};
use super::requirements::SCOPES;
use super::{owner, place, renewal, token};
use crate::ask::{Answers, Target};
use crate::audit::{Cause, Certainty, Evidence, Gap, Seen, Trace, Value, fact};

/// At least this level reads code and comments on merge requests.
/// Source: GitLab docs, user/permissions, "Project permissions".
const REPORTER: u16 = 20;

pub(super) fn read(target: &Target, answers: &Answers) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.put("gitlab.kind-fits", token::kind_fits(target, answers));
    evidence.put(fact::ALIVE, token::alive(target, answers));
    evidence.put(fact::KIND, owner::kind(answers));
    evidence.put(fact::SCOPES, token::scopes(answers));
    evidence.put(fact::EXPIRES, token::expires(answers));
    if let Ok(user) = owner::user(answers) {
        let name = Value::Text(user.name);
        evidence.put("gitlab.user", Ok(Seen::observed(name, Trace::local(""))));
    }
    let account = owner::account(answers);
    let owner = account.as_ref().ok().and_then(|account| account.owner);
    let place = place::place(target, answers, owner);
    renewal::put(answers, &place, &mut evidence);
    let level = membership::level(target, answers, &account, &place, &evidence);
    evidence.put("gitlab.member", membership::member(&level));
    evidence.put(
        "gitlab.level",
        level.and_then(|level| match level {
            Level::At(seen) => Ok(seen),
            Level::Outside(_) => Err(Gap::of(Cause::BlockedBy("gitlab/membership"))),
        }),
    );
    evidence.put(
        "gitlab.covers",
        place::covers(target, answers, &account, &place),
    );
    powers(&mut evidence);
    evidence
}

/// What scopes and level together allow, in the platform's terms.
fn powers(evidence: &mut Evidence) {
    for (name, scope, least) in [
        (fact::SCM_READS_CODE, "read_api", REPORTER),
        (fact::SCM_COMMENTS, "api", REPORTER),
    ] {
        let known = match (evidence.get(fact::SCOPES), evidence.get("gitlab.level")) {
            (Err(gap), _) | (_, Err(gap)) => Err(gap),
            (Ok(scopes), Ok(level)) => {
                let granted = matches!(&scopes.value, Value::Set(set) if SCOPES.missing(set, &[scope]).is_empty());
                let high = matches!(level.value, Value::Rank(rank) if rank >= least);
                let mut by = scopes.by;
                by.extend(level.by);
                Ok(Seen {
                    value: Value::Flag(granted && high),
                    sure: Certainty::Implied,
                    by,
                })
            }
        };
        evidence.put(name, known);
    }
}
