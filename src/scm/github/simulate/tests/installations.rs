//! Tests of apps, their installations and the pages of the list.

use super::*;

fn installed(github: &mut GitHub) -> Vec<Value> {
    let (status, body) = get(github, "/orgs/acme/installations?per_page=100");
    assert_eq!(status, 200);
    body["installations"].as_array().unwrap().clone()
}

fn app(yaml: &str, slug: &str) -> Option<Value> {
    installed(&mut github(yaml))
        .into_iter()
        .find(|one| one["app_slug"] == slug)
}

const PRIVATE: &str = "semgrep-code-acme";

#[test]
fn in_ready_both_apps_are_installed_with_what_they_need() {
    let private = app("{}", PRIVATE).unwrap();
    assert_eq!(private["permissions"]["contents"], "read");
    assert_eq!(private["permissions"]["pull_requests"], "write");
    assert_eq!(private["permissions"]["workflows"], "write");
    assert_eq!(
        (&private["suspended_at"], &private["repository_selection"]),
        (&json!(null), &json!("all"))
    );
    assert_eq!(private["account"]["login"], "acme");
    let public = app("{}", "semgrep-app").unwrap();
    assert_eq!(public["permissions"]["contents"], json!(null));
    assert_eq!(installed(&mut github("{}")).len(), 4);
}

#[test]
fn each_state_of_an_app_shows_in_its_installation() {
    assert!(app("{ apps: { private: { installed: false } } }", PRIVATE).is_none());
    assert!(app("{ apps: { public: { installed: false } } }", "semgrep-app").is_none());
    let suspended = app("{ apps: { private: { suspended: true } } }", PRIVATE).unwrap();
    assert!(suspended["suspended_at"].is_string() && suspended["suspended_by"]["login"] == "rowan");
    let without = app("{ apps: { private: { contents: missing } } }", PRIVATE).unwrap();
    assert_eq!(without["permissions"].get("contents"), None);
    let write = app("{ apps: { private: { contents: write } } }", PRIVATE).unwrap();
    assert_eq!(write["permissions"]["contents"], "write");
    let selected = app("{ apps: { private: { selection: selected } } }", PRIVATE).unwrap();
    assert_eq!(selected["repository_selection"], "selected");
    let lacks = app("{ apps: { private: { lacks: [checks] } } }", PRIVATE).unwrap();
    assert_eq!(lacks["permissions"].get("checks"), None);
    assert!(
        app(
            "{ apps: { private: { slug: our-semgrep } } }",
            "our-semgrep"
        )
        .is_some()
    );
}

#[test]
fn what_was_declared_but_not_accepted_does_not_show() {
    let pending = app("{ apps: { private: { accepted: false } } }", PRIVATE).unwrap();
    assert_eq!(
        pending["permissions"],
        json!({ "metadata": "read", "members": "read", "pull_requests": "read" })
    );
    let yaml = "{ apps: { public: { accepted: false } } }";
    let (_, declared) = get(&mut github(yaml), "/apps/semgrep-app");
    assert_eq!(declared["permissions"]["workflows"], "write");
}

#[test]
fn an_app_can_appear_after_some_readings_of_which_a_later_page_is_none() {
    let mut github = github("{ apps: { private: { appears-after: 2 } } }");
    let mut there = || {
        installed(&mut github)
            .iter()
            .any(|one| one["app_slug"] == PRIVATE)
    };
    assert!(!there() && !there());
    assert!(there() && there());
    let mut paged = self::github("{ other-apps: 40, apps: { private: { appears-after: 2 } } }");
    for _ in 0..5 {
        assert_eq!(get(&mut paged, "/orgs/acme/installations?page=2").0, 200);
    }
    assert_eq!(get(&mut paged, INSTALLATIONS).1["total_count"], 41);
}

#[test]
fn the_list_comes_in_pages_whose_links_know_the_organization_by_number() {
    let mut github = github("{ other-apps: 248 }");
    let mut target = "/orgs/acme/installations?per_page=100".to_owned();
    let mut slugs = Vec::new();
    for page in 1..=3 {
        let reply = with(&mut github, &target, &[]);
        let body = json_of(&reply);
        assert_eq!(body["total_count"], 250);
        let shown = body["installations"].as_array().unwrap();
        slugs.extend(
            shown
                .iter()
                .map(|one| one["app_slug"].as_str().unwrap().to_owned()),
        );
        let link = header_of(&reply, "link").unwrap();
        let next = link.split(", ").find(|part| part.ends_with("rel=\"next\""));
        assert_eq!(next.is_some(), page < 3, "{link}");
        if let Some(next) = next {
            let prefix = "<http://127.0.0.1:4711/github";
            let url = next
                .strip_prefix(prefix)
                .unwrap()
                .split('>')
                .next()
                .unwrap();
            assert!(url.starts_with("/organizations/"), "{url}");
            target = url.to_owned();
        } else {
            assert!(
                link.contains("rel=\"prev\"") && link.contains("page=1>; rel=\"first\""),
                "{link}"
            );
        }
    }
    assert_eq!(slugs.len(), 250);
    assert_eq!(slugs.last().unwrap(), PRIVATE);
}

#[test]
fn a_page_has_thirty_items_unless_said_and_never_more_than_a_hundred() {
    let mut github = github("{ other-apps: 148 }");
    let mut count = |query: &str| {
        let reply = with(&mut github, &format!("{INSTALLATIONS}{query}"), &[]);
        (
            json_of(&reply)["installations"].as_array().unwrap().len(),
            header_of(&reply, "link").is_some(),
        )
    };
    assert_eq!(count(""), (30, true));
    assert_eq!(count("?per_page=1000"), (100, true));
    assert_eq!(count("?per_page=0"), (30, true));
    assert_eq!(count("?per_page=many&page=-1"), (30, true));
    assert_eq!(count("?page=18446744073709551615"), (0, true));
    let mut few = self::github("{}");
    assert_eq!(header_of(&with(&mut few, INSTALLATIONS, &[]), "link"), None);
}

#[test]
fn only_public_apps_have_a_page() {
    let mut github = github("{}");
    assert_eq!(
        get(&mut github, "/apps/semgrep-app").1["slug"],
        "semgrep-app"
    );
    assert_eq!(get(&mut github, &format!("/apps/{PRIVATE}")).0, 404);
    assert_eq!(get(&mut github, "/apps/nobody").0, 404);
}

#[test]
fn an_installation_lists_the_repositories_that_were_chosen() {
    let total = |selection: &str| {
        let yaml = format!(
            "{{ token: {{ kind: installation }}, apps: {{ private: {{ selection: {selection} }} }} }}"
        );
        let (_, body) = get(&mut github(&yaml), "/installation/repositories");
        (
            body["total_count"].as_u64().unwrap(),
            body["repository_selection"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(total("all"), (2, "all".into()));
    assert_eq!(total("selected"), (1, "selected".into()));
}
