//! Whatever comes, nothing panics, and garbage proves nothing.

use proptest::prelude::*;

use super::*;

/// JSON that is not what GitLab documents: its keys are of another alphabet.
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
        ".{0,60}",
        other_json().prop_map(|json| json.to_string()),
        Just("<html>sign in</html>".to_owned()),
        Just("Retry later\n".to_owned()),
        Just(own(&["api"]).to_string()[..60].to_owned()),
    ]
}

fn answer(body: impl Strategy<Value = String>) -> impl Strategy<Value = Reply> {
    let headers = prop::collection::btree_map("[a-w][a-z-]{0,12}", "[ -~]{0,20}", 0..4);
    (100u16..600, headers, body).prop_map(|(status, headers, body)| {
        Ok(Answer {
            status,
            headers,
            body,
        })
    })
}

/// One field of a documented body replaced by anything.
fn bent(of: Json) -> impl Strategy<Value = String> {
    let keys: Vec<String> = of.as_object().unwrap().keys().cloned().collect();
    (prop::sample::select(keys), other_json()).prop_map(move |(key, value)| {
        let mut bent = of.clone();
        bent[key.as_str()] = value;
        bent.to_string()
    })
}

/// Answers with everything that is known somewhere in them, in any order and shape.
fn any_answer() -> impl Strategy<Value = Reply> {
    answer(prop_oneof![
        other_body(),
        bent(own(&["api"])),
        bent(user("ada")),
        bent(user("project_201_bot_1a2b")),
        bent(project(201, "acme/web", Some(40))),
        bent(group(101, "acme")),
        bent(member(40)),
        bent(
            json!({ "message": "401 Unauthorized", "error": "invalid_token", "error_description": "expired" })
        ),
    ])
}

fn table(of: [Reply; 6]) -> Table {
    [
        "self",
        "user",
        "group",
        "project",
        "group-member",
        "project-member",
    ]
    .into_iter()
    .zip(of)
    .collect()
}

fn six<S: Strategy<Value = Reply>>(of: impl Fn() -> S) -> impl Strategy<Value = [Reply; 6]> {
    [of(), of(), of(), of(), of(), of()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbage_never_meets_a_row_nor_kills_a_token(of in six(|| answer(other_body())), deep: bool) {
        let rows = rows_of(if deep { "acme/web" } else { "acme" }, &table(of));
        prop_assert_eq!(credentials(&rows).len(), 0);
        for row in &rows {
            // The look of the token is not of the answers' making.
            let by_look = row.id == "gitlab/token-kind" && row.judged.by.iter().all(|by| by.side == Side::Local);
            let open = row.judged.verdict == Verdict::CannotTell;
            prop_assert!(open || by_look && row.judged.sure == Certainty::Heuristic, "{}: {:?}", row.id, row.judged);
        }
    }

    /// Answers that say 200 and nothing else that is documented.
    #[test]
    fn a_status_alone_meets_nothing(of in prop::array::uniform6(other_json()), deep: bool) {
        let rows = rows_of(if deep { "acme/web" } else { "acme" }, &table(of.map(good)));
        for row in &rows {
            prop_assert_eq!(row.judged.verdict, Verdict::CannotTell, "{}: {:?}", row.id, row.judged);
        }
    }

    #[test]
    fn no_answer_panics_and_no_two_rows_carry_a_credential_cause(
        of in six(any_answer), token in "\\PC{0,30}", deep: bool
    ) {
        let target = target_with(&token, if deep { "acme/web" } else { "acme" });
        let (answers, rounds) = converse(&target, &table(of));
        let rows = judged(&target, &answers);
        prop_assert!(credentials(&rows).len() <= 1);
        prop_assert!(rounds.concat().len() <= 5);
        prop_assert_eq!(rows.len(), 8);
    }

    #[test]
    fn no_path_panics(path in "\\PC{0,30}") {
        let _ = GitLab.check_namespace(&path);
    }
}
