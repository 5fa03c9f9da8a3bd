//! Vouching and waiving, applied after judging. The verdict stays; it only stops counting.

use std::collections::BTreeSet;

use super::{Attested, Finding, Verdict, Waived};

/// How a person vouched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// By `--attest`.
    Flag,
    /// In the wizard.
    Wizard,
    /// By a waiver in a file.
    File,
}

impl Via {
    /// The word used in the output.
    pub fn word(self) -> &'static str {
        match self {
            Via::Flag => "flag",
            Via::Wizard => "wizard",
            Via::File => "file",
        }
    }
}

/// A person vouches for a row that can't be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attestation {
    /// The row.
    pub id: String,
    /// The target it is limited to, `scm:host/namespace`; `None` covers every chosen one.
    pub target: Option<String>,
    /// Who vouches.
    pub by: String,
    /// How.
    pub via: Via,
}

/// A row that a file accepts for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The row.
    pub id: String,
    /// The target it is limited to; `None` covers every one.
    pub target: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day as `YYYY-MM-DD`.
    pub until: String,
    /// The last day, in days since 1970-01-01.
    pub until_day: i64,
}

/// Applies what people vouched for to the findings of one target.
pub fn pardon(
    findings: &mut [Finding],
    target: &str,
    attestations: &[Attestation],
    waivers: &[Waiver],
    today: i64,
) {
    let here = |limited: &Option<String>| limited.as_deref().is_none_or(|one| one == target);
    for finding in findings
        .iter_mut()
        .filter(|one| one.pardonable && !one.blocked())
    {
        let open = finding.judged.verdict == Verdict::CannotTell;
        let vouched = attestations
            .iter()
            .find(|one| open && one.id == finding.id && here(&one.target));
        if let Some(vouched) = vouched {
            finding.attested = Some(Attested {
                by: vouched.by.clone(),
                via: vouched.via.word(),
            });
        }
        let id = finding.id;
        for waiver in waivers.iter().filter(|w| w.id == id && here(&w.target)) {
            match finding.judged.verdict {
                Verdict::Met => {}
                _ if waiver.until_day < today => finding.note(format!(
                    "a waiver by {} ended on {} and has no effect",
                    waiver.owner, waiver.until
                )),
                Verdict::CannotTell if finding.attested.is_none() => {
                    finding.attested = Some(Attested {
                        by: waiver.owner.clone(),
                        via: Via::File.word(),
                    });
                }
                Verdict::CannotTell => {}
                Verdict::NotMet => {
                    finding.waived = Some(Waived {
                        reason: waiver.reason.clone(),
                        owner: waiver.owner.clone(),
                        until: waiver.until.clone(),
                    });
                }
            }
        }
    }
}

/// What is waived or vouched for on a target that none of these is: each as its row and that target.
pub fn strays<'a>(
    targets: &[String],
    attestations: &'a [Attestation],
    waivers: &'a [Waiver],
) -> BTreeSet<(&'a str, &'a str)> {
    let vouched = attestations.iter().map(|one| (&one.id, &one.target));
    let all = vouched.chain(waivers.iter().map(|one| (&one.id, &one.target)));
    all.filter_map(|(id, target)| Some((id.as_str(), target.as_deref()?)))
        .filter(|(_, target)| !targets.iter().any(|one| one == target))
        .collect()
}
