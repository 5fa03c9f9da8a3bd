//! Evidence as it is kept, and the words of the output.

use super::{credential_causes, evidence, flag, gap, ordinary_causes};
use crate::audit::{Cause, Certainty, Gap, Side, Trace, Verdict};

use Verdict::{CannotTell, Met, NotMet};

#[test]
fn the_newer_evidence_counts_where_both_speak() {
    let older = evidence([("one", flag(true)), ("other", flag(true))]);
    let newer = evidence([("other", gap(Cause::Network)), ("third", flag(false))]);
    let joined = older.join(&newer);
    assert_eq!(joined.get("one"), flag(true));
    assert_eq!(joined.get("other"), gap(Cause::Network));
    assert_eq!(joined.get("third"), flag(false));
    assert_eq!(joined.get("fourth"), Err(Gap::of(Cause::NotAsked)));
}

#[test]
fn only_the_five_dead_credentials_are_credential_causes() {
    assert!(credential_causes().iter().all(Cause::is_credential));
    assert!(!ordinary_causes().iter().any(Cause::is_credential));
}

#[test]
fn causes_go_by_the_codes_of_the_catalogue() {
    let mut codes: Vec<String> = credential_causes().iter().map(Cause::code).collect();
    codes.extend(ordinary_causes().iter().map(Cause::to_string));
    codes.dedup();
    assert_eq!(
        codes.join(" "),
        "token-invalid token-expired token-revoked wrong-token-kind not-this-organization \
         not-visible refused not-asked blocked-by:x/root sso-required policy-blocks-token \
         ip-allow-list rate-limited budget deadline network tls server-error unreadable \
         not-found-or-hidden"
    );
}

#[test]
fn a_cause_is_read_from_its_code_without_link_and_time() {
    let row = |id: &str| (id == "x/root").then_some("x/root");
    for cause in credential_causes().into_iter().chain(ordinary_causes()) {
        let bare = match &cause {
            Cause::SsoRequired(_) => Cause::SsoRequired(None),
            Cause::RateLimited(_) => Cause::RateLimited(None),
            other => other.clone(),
        };
        assert_eq!(Cause::of_code(&cause.code(), row), Some(bare));
    }
    for code in ["", "unheard-of", "blocked-by", "blocked-by:x/other"] {
        assert_eq!(Cause::of_code(code, row), None, "{code}");
    }
}

#[test]
fn a_cause_tells_the_time_or_the_row_it_knows_of() {
    let words = |cause: Cause| cause.words();
    assert!(words(Cause::BlockedBy("x/root")).contains("x/root"));
    assert!(words(Cause::RateLimited(Some("12:00".to_owned()))).contains("12:00"));
}

#[test]
fn verdicts_certainties_and_sides_go_by_the_words_of_the_output() {
    assert_eq!(
        [Met, CannotTell, NotMet].map(Verdict::word),
        ["met", "cannot-tell", "not-met"]
    );
    assert_eq!(
        [
            Certainty::Observed,
            Certainty::Implied,
            Certainty::Inferred,
            Certainty::Heuristic
        ]
        .map(Certainty::word),
        ["observed", "implied", "inferred", "heuristic"]
    );
    assert_eq!(
        [Side::Scm, Side::Platform, Side::Local].map(Side::word),
        ["scm", "platform", "local"]
    );
    assert_eq!(Trace::local("look").side, Side::Local);
}
