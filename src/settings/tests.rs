//! Words that people give: keys, values, targets, addresses.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn every_value_of_a_feature_can_be_written_back(at in 0usize..16, word in "on|off|ON|Off|true|false|suppress|inform|0|1|0\\.[0-9]{1,6}|[ -~]{0,8}") {
        let feature = &features::ALL[at % features::ALL.len()];
        if let Ok((found, value)) = super::feature(feature.key, &word) {
            prop_assert_eq!(found.key, feature.key);
            let again = super::feature(feature.key, &value.to_string());
            prop_assert!(again.is_ok_and(|(_, again)| again.same(value)), "{}={}", feature.key, word);
            if let Setting::Number(number) = value {
                prop_assert!((0.0..=1.0).contains(&number));
            }
        }
    }

    #[test]
    fn an_unknown_key_is_never_taken_for_a_known_one(key in "\\PC{0,20}") {
        let known = features::by_key(&key).is_some();
        match super::feature(&key, "on") {
            Ok((found, _)) => prop_assert!(found.key == key || found.aliases.contains(&key.as_str())),
            Err(problem) => prop_assert!(known || problem.contains("unknown feature"), "{}", problem),
        }
    }

    #[test]
    fn vouching_keeps_row_and_target_apart(id in "[a-z]{1,9}/[a-z-]{1,9}", target in proptest::option::of("\\PC{0,30}")) {
        let given = target.as_ref().map_or(id.clone(), |target| format!("{id}@{target}"));
        let read = attestation(&given);
        prop_assert_eq!((read.id, read.target), (id, target));
    }

    #[test]
    fn no_address_that_is_accepted_leaks_or_loses_its_way(
        text in "(https?|ftp|file|ws)?(://)?([a-z0-9.-]{1,12}|localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]{1,6})?(/[a-z.%]{0,6}){0,2}([?#@\\\\][a-z]{0,4})?|\\PC{0,20}",
    ) {
        let Ok(url) = web_url(&text) else { return Ok(()) };
        prop_assert!(crate::http::may_carry_tokens(&url), "{}", text);
        prop_assert!(url.username().is_empty() && url.password().is_none() && !text.contains('@'));
        prop_assert!(url.query().is_none() && url.fragment().is_none(), "{}", text);
        prop_assert!(url.scheme() == "https" || text.to_lowercase().starts_with("http://"), "{}", text);
        // What is shown leads to the same place when it is given again.
        let again = web_url(url.as_str());
        prop_assert_eq!(again.as_ref(), Ok(&url));
        prop_assert_eq!(web_url(&host_of(&url)).map(|one| host_of(&one)), Ok(host_of(&url)));
    }

    #[test]
    fn a_password_in_an_address_is_not_repeated(user in "[a-z]{1,5}", password in "hush[a-z0-9!%]{6,12}", rest in "[a-z.]{0,9}") {
        for text in [format!("https://{user}:{password}@{rest}"), format!("{user}:{password}@{rest}"), format!("https://{rest}/{password}@")] {
            let problem = web_url(&text).err();
            prop_assert!(problem.is_some_and(|problem| !problem.contains(&password)));
        }
    }
}
