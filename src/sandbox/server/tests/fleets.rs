//! Generated connections: each is the scenario's own place under another name, and no easier to reach.

use super::*;

fn fleet(yaml: &str) -> Sandbox {
    let mut services = services();
    services[0].1 = crate::semgrep::simulate::build;
    Sandbox::start(&scenario(yaml), &services, None).unwrap()
}

/// Status and body of a request with one header.
async fn ask(sandbox: &Sandbox, path: &str, header: &str) -> (u16, String) {
    let answer = send(
        sandbox,
        "GET",
        path,
        &format!("User-Agent: x\r\n{header}\r\n"),
        "",
    )
    .await;
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    (status(&answer).unwrap(), body.to_owned())
}

fn header(sandbox: &Sandbox, service: &str) -> String {
    credential(service, &sandbox.login(service).unwrap().token)
}

fn credential(service: &str, token: &str) -> String {
    match service {
        "gitlab" => format!("PRIVATE-TOKEN: {token}"),
        "azure-devops" => format!("Authorization: Basic {}", basic(token)),
        _ => format!("Authorization: Bearer {token}"),
    }
}

fn basic(token: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(format!(":{token}"))
}

/// A place of each service, with `{}` for the name.
const PLACES: [(&str, &str, &str); 4] = [
    (
        "azure-devops",
        "fleet-00001",
        "/azure-devops/{}/_apis/projects/web?api-version=7.1",
    ),
    (
        "bitbucket",
        "fleet-00002",
        "/bitbucket/2.0/repositories/{}?pagelen=1",
    ),
    (
        "github",
        "fleet-00003",
        "/github/orgs/{}/installations?per_page=100",
    ),
    (
        "gitlab",
        "fleet-00004",
        "/gitlab/api/v4/groups/{}?with_projects=false",
    ),
];

#[tokio::test]
async fn a_generated_place_answers_like_the_scenario_s_own() {
    let sandbox = fleet("connections: 8");
    for (service, name, path) in PLACES {
        let header = header(&sandbox, service);
        let own = ask(&sandbox, &path.replace("{}", "acme"), &header).await;
        let (status, body) = ask(&sandbox, &path.replace("{}", name), &header).await;
        assert_eq!((status, own.0), (200, 200), "{service}: {body}");
        assert_eq!(body.replace(name, "acme"), own.1, "{service}");
    }
}

#[tokio::test]
async fn a_generated_place_refuses_like_the_scenario_s_own() {
    let sandbox = fleet("connections: 8");
    for (service, name, path) in PLACES {
        let header = credential(service, "not-the-token");
        let (own, _) = ask(&sandbox, &path.replace("{}", "acme"), &header).await;
        let (status, _) = ask(&sandbox, &path.replace("{}", name), &header).await;
        assert!(status == own && status >= 300, "{service}: {status}, {own}");
    }
}

#[tokio::test]
async fn a_generated_place_needs_the_same_scopes() {
    let sandbox = fleet("connections: 8\ngithub: { token: { scopes: [] } }");
    let header = header(&sandbox, "github");
    let path = "/github/orgs/fleet-00003/installations";
    assert_eq!(ask(&sandbox, path, &header).await.0, 404);
}

#[tokio::test]
async fn there_is_nothing_beyond_the_last_number_or_on_another_service() {
    let sandbox = fleet("connections: 8");
    let header = header(&sandbox, "gitlab");
    for name in ["fleet-00003", "fleet-00012", "fleet-4"] {
        let path = format!("/gitlab/api/v4/groups/{name}");
        assert_eq!(ask(&sandbox, &path, &header).await.0, 404, "{name}");
    }
}

#[tokio::test]
async fn a_deployment_s_token_reaches_only_its_own_connections() {
    let sandbox = fleet("connections: 8\ndeployments: 2");
    let [first, second] = sandbox.deployments() else {
        panic!("two deployments")
    };
    let bearer = |token: &str| format!("Authorization: Bearer {token}");
    let list = |id: u64| format!("/semgrep/api/scm/deployments/{id}/configs?limit=100");
    let (_, own) = ask(&sandbox, &list(73_107), &bearer(&second.token)).await;
    let json: serde_json::Value = serde_json::from_str(&own).unwrap();
    let names: Vec<&str> = json["configs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["namespace"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "fleet-00005/web",
            "fleet-00006",
            "fleet-00007",
            "fleet-00008"
        ]
    );
    assert_eq!(
        ask(&sandbox, &list(73_107), &bearer(&first.token)).await.0,
        404
    );
    let invented = bearer("sandbox-semgrep-token-not-a-real-one-fleet-0003");
    assert_eq!(ask(&sandbox, &list(73_107), &invented).await.0, 401);
    let check = |id: u32| format!("/semgrep/api/scm/deployments/73107/configs/{id}/check");
    for id in 2101..=2104 {
        let (status, body) = ask(&sandbox, &check(id), &bearer(&second.token)).await;
        assert!(status == 200 && body.contains("\"ok\":true"), "{body}");
    }
}

#[tokio::test]
async fn a_number_that_does_not_fit_is_named() {
    let error = Sandbox::start(
        &scenario("connections: 3\ndeployments: 9"),
        &services(),
        None,
    );
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("test.yaml") && error.contains("deployments"),
        "{error}"
    );
}
