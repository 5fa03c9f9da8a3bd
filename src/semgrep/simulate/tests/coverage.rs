use super::{stage, text};
use serde_json::Value;

/// The descriptions are not part of the package: their folder is named by `ASSISTANT_SPECS`.
#[test]
fn every_operation_of_the_two_descriptions_is_known() {
    let Some(folder) = std::env::var_os("ASSISTANT_SPECS") else {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: ASSISTANT_SPECS does not name the folder of the API descriptions");
        }
        return;
    };
    let connection = "connections: [{ type: SCM_TYPE_GITLAB, namespace: acme, token: t }]";
    let unified = format!("{connection}\npolicies: {{ generation: unified }}");
    let mut seen = 0;
    for name in ["semgrep-v1.json", "semgrep-v2.json"] {
        let path = std::path::Path::new(&folder).join(name);
        let description = std::fs::read(&path).expect("a readable description");
        let description: Value = serde_json::from_slice(&description).expect("json");
        for (template, operations) in description["paths"].as_object().expect("paths") {
            let target = template
                .replace("{deploymentId}", "73105")
                .replace("{deploymentSlug}", "acme-inc")
                .replace("{policyId}", "311")
                .replace("{configId}", "2101");
            for method in operations.as_object().expect("operations").keys() {
                let yaml = if template.contains("/policies/v2/") {
                    unified.as_str()
                } else {
                    connection
                };
                let method = method.to_uppercase();
                let body = if method == "GET" { "" } else { "{}" };
                let reply = stage(yaml).send(&method, &target, body);
                assert!(
                    !matches!(reply.status, 401 | 404 | 405),
                    "{method} {target}: {}",
                    text(&reply)
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 25, "only {seen} operations were found");
}

#[test]
fn no_odd_body_or_query_makes_any_operation_panic_or_fail_by_itself() {
    let odd = [
        "",
        "{}",
        "null",
        "[]",
        "7",
        "\"x\"",
        "{\"a\":",
        "\u{fffd}",
        r#"{"bundle":{}}"#,
        r#"{"bundle":7}"#,
        r#"{"bundle":{"policies":7}}"#,
        r#"{"bundle":{"policies":[null,7,{},{"filters":7},{"actions":7}]}}"#,
        r#"{"bundle":{"policies":[{"filters":{"mode":"all"}},{"filters":{"mode":"all","conditions":7}}]}}"#,
        r#"{"bundle":{"policies":[{"filters":{"mode":"all","conditions":[7,[],{"mode":7}]},"actions":[7]}]}}"#,
        r#"{"ai":{}}"#,
        r#"{"ai":null,"sca":null}"#,
        r#"{"sca":{"upgradeGuidanceEnabled":true}}"#,
        r#"{"sast":{"ai_autofix":{"min_confidence":1e400}}}"#,
        r#"{"filter":7}"#,
        r#"{"filter":{"type":7}}"#,
        r#"{"type":7}"#,
        r#"{"type":"SCM_TYPE_GITLAB","namespace":"/"}"#,
        r#"{"subscribe":true}"#,
    ];
    let queries = [
        "",
        "?page=&page_size=",
        "?limit=-1&cursor=",
        "?limit=18446744073709551616",
        "?cursor=rules%2Bffffffffffffffff%3D%3D",
    ];
    let connection = "connections: [{ type: SCM_TYPE_GITLAB, namespace: acme, token: t }]";
    for extra in [
        "",
        "policies: { generation: unified }",
        "products: { ai: null, sca: null }",
    ] {
        for (method, template) in super::super::routes::operations() {
            let target = template
                .replace("{deploymentId}", "73105")
                .replace("{deploymentSlug}", "acme-inc")
                .replace("{policyId}", "311")
                .replace("{configId}", "2101");
            let bodies = odd.iter().map(|body| ("", *body));
            for (query, body) in bodies.chain(queries.iter().map(|query| (*query, "{}"))) {
                let mut stage = stage(&format!("{connection}\n{extra}"));
                let reply = stage.send(method, &format!("{target}{query}"), body);
                assert!(reply.status < 500, "{method} {target}{query} {body}");
                // Once more: the state that the first one left must not panic either.
                stage.send(method, &target, body);
                stage.send("GET", &target, "");
            }
        }
    }
}
