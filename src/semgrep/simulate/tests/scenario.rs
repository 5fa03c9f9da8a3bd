use super::build;

fn refusal(yaml: &str) -> String {
    let section = serde_yaml::from_str(yaml).expect("valid yaml");
    build(&section)
        .err()
        .unwrap_or_else(|| panic!("{yaml} was accepted"))
}

#[test]
fn nothing_at_all_is_the_scenario_ready() {
    let platform = build(&serde_yaml::Value::Null).expect("ready");
    let login = platform.login();
    assert_eq!(login.token, "sandbox-semgrep-token-not-a-real-one");
    assert_eq!(login.namespace, "");
    assert!(platform.scm_types().is_empty());
}

#[test]
fn unknown_keys_are_refused_by_name_at_every_depth() {
    for (yaml, name) in [
        ("colour: red", "colour"),
        ("token: { scope: api }", "scope"),
        ("policies: { default: block }", "default"),
        (
            "connections: [{ type: SCM_TYPE_GITLAB, namespace: acme, group: x }]",
            "group",
        ),
    ] {
        let error = refusal(yaml);
        assert!(
            error.starts_with("semgrep: ") && error.contains(name),
            "{error}"
        );
    }
}

#[test]
fn bad_values_are_refused_with_their_place() {
    for (yaml, part) in [
        ("role: owner", "owner"),
        ("token: { value: \"\" }", "token.value"),
        (
            "products: { ai: { enabled: \"yes\" } }",
            "products.ai.enabled",
        ),
        (
            "connections: [{ type: SCM_TYPE_GITLAB, namespace: a/b }]",
            "connections[0]",
        ),
        ("policies: { page: 0 }", "policies.page"),
    ] {
        let error = refusal(yaml);
        assert!(error.contains(part), "{error}");
    }
}
