//! Whatever is answered: no panic, and nothing is concluded from garbage.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

const KEYS: [&str; 9] = [
    "identity",
    "repositories",
    "write-probe",
    "permission",
    "owner",
    "groups",
    "entitlements",
    "threads-probe",
    "members",
];

fn body() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i32>().prop_map(Json::from),
        "[ -~]{0,12}".prop_map(Json::from),
    ];
    let key = prop_oneof![
        Just("value".to_owned()),
        Just("authenticatedUser".to_owned()),
        Just("id".to_owned()),
        Just("owner".to_owned()),
        Just("message".to_owned()),
        Just("typeKey".to_owned()),
        Just("descriptor".to_owned()),
        "[a-z]{0,6}",
    ];
    let json = leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Json::from),
            vec((key.clone(), inner), 0..4).prop_map(Json::from_iter),
        ]
    });
    prop_oneof![
        json.prop_map(|json| json.to_string()),
        ".{0,40}",
        Just("<!DOCTYPE html><html><title>Sign In</title></html>".to_owned()),
        Just("{\"authenticatedUser\":{\"id\":\"22157d54".to_owned()),
    ]
}

fn garbled() -> impl Strategy<Value = Result> {
    let name = prop_oneof![
        Just("content-type"),
        Just("location"),
        Just("www-authenticate"),
        Just("x-vss-userdata"),
        Just("retry-after"),
        Just("x-vss-e2eid"),
    ];
    let status = prop_oneof![
        200u16..600,
        Just(200),
        Just(401),
        Just(403),
        Just(404),
        Just(302)
    ];
    let answered =
        (status, vec((name, "[ -~]{0,10}"), 0..3), body()).prop_map(|(status, headers, body)| {
            let headers: Vec<(&str, &str)> = headers
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            answer(status, &headers, body)
        });
    let lost = prop_oneof![
        Just(Cause::Network),
        Just(Cause::Deadline),
        Just(Cause::Tls),
        Just(Cause::Budget)
    ];
    prop_oneof![5 => answered, 1 => lost.prop_map(miss)]
}

fn world() -> impl Strategy<Value = World> {
    vec(garbled(), KEYS.len()).prop_map(|all| {
        let all = KEYS.iter().zip(all);
        World(
            all.map(|(key, answer)| ((*key).to_owned(), answer))
                .collect(),
        )
    })
}

proptest! {
    #[test]
    fn garbage_meets_nothing_and_kills_no_token(world in world(), steady in any::<bool>()) {
        let phase = if steady { Phase::Steady } else { Phase::Setup };
        for finding in world.judged_as(&target(), phase) {
            // Looked at offline, and allowed without looking.
            let free = finding.id == "azure-devops/token-kind" || (!steady && finding.id == "azure-devops/excess");
            let verdict = finding.judged.verdict;
            prop_assert_eq!(verdict == Verdict::Met, free, "{:?}", finding);
            prop_assert!(!finding.judged.cause.as_ref().is_some_and(Cause::is_credential), "{:?}", finding);
            prop_assert_ne!(verdict, Verdict::NotMet, "{:?}", finding);
        }
    }

    #[test]
    fn garbage_beside_a_proven_identity_meets_nothing_that_is_probed(world in world()) {
        let world = world.with("identity", known(200, identity("Jane Doe")));
        for finding in world.judged() {
            let probed = ["code-write", "threads", "administrator", "service-account", "expiry"];
            let probed = probed.iter().any(|id| finding.id.ends_with(id));
            prop_assert!(!probed || finding.judged.verdict != Verdict::Met, "{:?}", finding);
            prop_assert!(!finding.judged.cause.as_ref().is_some_and(Cause::is_credential), "{:?}", finding);
        }
    }

    #[test]
    fn any_token_and_namespace_is_asked_about_without_a_panic(token in "\\PC{0,90}", namespace in "\\PC{0,20}", world in world()) {
        let mut target = target_with(&token);
        target.namespace = namespace;
        let _ = world.judged_as(&target, Phase::Steady);
        let _ = AzureDevOps.is_token(&token);
        let _ = AzureDevOps.check_namespace(&target.namespace);
    }
}
