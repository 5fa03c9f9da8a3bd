//! Whatever comes, nothing panics, and garbage proves nothing.

use proptest::prelude::*;

use super::*;

/// JSON that is not what Bitbucket documents: its keys are of another alphabet.
fn other_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        ".{0,12}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map("[A-Z]{1,6}", inner, 0..4)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

fn other_body() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{1,60}".prop_filter("a bare 401 means something", |text| !text.trim().is_empty()),
        other_json().prop_map(|json| json.to_string()),
        Just("<html>sign in</html>".to_owned()),
        Just(repositories(true).to_string()[..40].to_owned()),
    ]
}

fn other_answer() -> impl Strategy<Value = Reply> {
    let headers = prop::collection::btree_map("[a-w][a-z-]{0,12}", "[ -~]{0,20}", 0..4);
    (100u16..600, headers, other_body()).prop_map(|(status, headers, body)| {
        Ok(Answer {
            status,
            headers,
            body,
        })
    })
}

/// Answers with everything that is known somewhere in them, in any order and shape.
fn any_answer() -> impl Strategy<Value = Reply> {
    let name = prop_oneof![
        Just("x-credential-type".to_owned()),
        Just("x-oauth-scopes".to_owned()),
        Just("content-type".to_owned()),
        "[a-z-]{1,12}",
    ];
    let value = prop_oneof![Just("workspace_access_token".to_owned()), "\\PC{0,20}"];
    let body = prop_oneof![
        Just(String::new()),
        other_body(),
        any::<bool>().prop_map(|private| repositories(private).to_string()),
        Just(dead().to_string()),
        Just(lacks(&["webhook"], &["project"]).to_string()),
        Just(json!({ "values": { "is_private": true } }).to_string()),
        Just(json!({ "error": { "detail": { "granted": [1, null] } } }).to_string()),
    ];
    (
        100u16..600,
        prop::collection::btree_map(name, value, 0..4),
        body,
    )
        .prop_map(|(status, headers, body)| {
            Ok(Answer {
                status,
                headers,
                body,
            })
        })
}

fn table(of: [Reply; 4]) -> Table {
    ["repositories", "user", "hooks", "workspace"]
        .into_iter()
        .zip(of)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbage_never_meets_a_row_nor_kills_a_token(
        of in [other_answer(), other_answer(), other_answer(), other_answer()]
    ) {
        let rows = rows(table(of));
        prop_assert_eq!(credentials(&rows).len(), 0);
        for row in &rows {
            prop_assert_eq!(row.judged.verdict, Verdict::CannotTell, "{}: {:?}", row.id, row.judged);
        }
    }

    #[test]
    fn no_answer_panics_and_no_two_rows_carry_a_credential_cause(
        of in [any_answer(), any_answer(), any_answer(), any_answer()], token in "\\PC{0,30}"
    ) {
        let rows = rows_of(&token, table(of));
        prop_assert!(credentials(&rows).len() <= 1);
        prop_assert_eq!(rows.len(), 10);
    }
}
