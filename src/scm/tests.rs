//! What a token looks like, across all source code managers.

use proptest::prelude::*;

use super::ALL;

/// Which source code managers take a word for a token of theirs.
fn takers(word: &str) -> Vec<&'static str> {
    let all = ALL.into_iter().filter(|scm| scm.is_token(word));
    all.map(|scm| scm.about().id).collect()
}

/// A token as its documents describe it, and whose it is.
fn token() -> impl Strategy<Value = (String, &'static str)> {
    let of = |id| move |token: String| (token, id);
    prop_oneof![
        "glpat-[A-Za-z0-9_-]{20}".prop_map(of("gitlab")),
        "glpat-[A-Za-z0-9_-]{27}\\.[0-9a-z]{2}\\.[0-9a-z]{9}".prop_map(of("gitlab")),
        "gh[pours]_[A-Za-z0-9]{36}".prop_map(of("github")),
        "github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}".prop_map(of("github")),
        "ATCTT3xFfGN0[A-Za-z0-9_=-]{40,160}".prop_map(of("bitbucket")),
        "AT(ATT3xFfGF0|BB)[A-Za-z0-9_=-]{32}".prop_map(of("bitbucket")),
        "[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}".prop_map(of("azure-devops")),
        "[a-z2-7]{25}7[a-z2-7]{26}".prop_map(of("azure-devops")),
    ]
}

proptest! {
    #[test]
    fn each_token_is_one_s_and_no_other_s((token, id) in token()) {
        prop_assert_eq!(takers(&token), [id], "{}", token);
    }

    #[test]
    fn words_that_people_type_are_no_tokens(word in "(--)?[a-z][a-z-]{0,24}(=[A-Za-z0-9/._-]{0,20})?|https://[a-z.]{3,20}/[a-z/]{0,20}|[0-9a-f]{40}|[0-9a-f-]{36}") {
        prop_assert!(takers(&word).is_empty(), "{}", word);
    }

    #[test]
    fn no_word_panics(word in any::<String>(), wide in "é{75}[A-Z]{0,9}AZDO\\PC{0,4}|\\PC{84}") {
        takers(&word);
        takers(&wide);
    }
}
