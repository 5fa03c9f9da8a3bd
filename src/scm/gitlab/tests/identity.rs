//! Hosts, paths, the platform's key and the words for remedies.

use super::*;

#[test]
fn a_path_follows_the_rules_of_the_service() {
    let long = "a".repeat(255);
    for path in [
        "acme",
        "acme/web",
        "_acme/9web",
        "Acme/a.b-c_d",
        "acme/shop/web",
        &long,
    ] {
        assert_eq!(GitLab.check_namespace(path), Ok(()), "{path}");
    }
    let longer = "a".repeat(256);
    for path in [
        "",
        "/",
        "acme/",
        "/acme",
        "acme//web",
        ".",
        "..",
        "acme/..",
        "../acme",
        "acme/./web",
        "-acme",
        "acme/-/settings",
        ".acme",
        "acme web",
        "acme?x",
        "acme#x",
        "acme%2Fweb",
        "acme\\web",
        "äcme",
        "acme\n",
        "https://gitlab.com/acme",
        "acme/web.git",
        "acme/web.atom",
        &longer,
    ] {
        let refused = GitLab.check_namespace(path).unwrap_err();
        assert!(refused.contains("such as acme or acme/web"), "{refused}");
    }
}

#[test]
fn each_host_has_its_own_type_on_the_platform() {
    let key = GitLab.platform_key(&target("acme/web"));
    assert_eq!(key.types, ["SCM_TYPE_GITLAB"]);
    assert_eq!(
        (key.namespace.as_str(), key.base_url.as_str()),
        ("acme", "https://gitlab.com")
    );
    for host in [
        "gitlab.example.com",
        "gitlab.com.example.com",
        "gitlab.com:8443",
        "notgitlab.com",
    ] {
        let base = GitLab.base(host).unwrap();
        let mut target = target("acme");
        target.host = GitLab.host(&base);
        GitLab.equip(&base, None, &mut target);
        let key = GitLab.platform_key(&target);
        assert_eq!(key.types, ["SCM_TYPE_GITLAB_SELFMANAGED"], "{host}");
        assert_eq!(key.base_url, format!("https://{host}"));
    }
}

#[test]
fn every_request_but_the_rotation_reads_and_all_name_their_source() {
    let mut keys = BTreeSet::new();
    for ask in GitLab.asks() {
        let (method, effect) = match ask.key {
            "rotate" => ("POST", Effect::Writes),
            _ => ("GET", Effect::Reads),
        };
        assert_eq!((ask.method, ask.effect), (method, effect), "{}", ask.key);
        assert!(ask.template.starts_with("/api/v4/"), "{}", ask.key);
        assert!(
            ask.source.starts_with("https://docs.gitlab.com/"),
            "{}",
            ask.key
        );
        assert!(keys.insert(ask.key));
    }
}

#[test]
fn links_are_on_the_own_host() {
    let base = GitLab.base("gitlab.example.com").unwrap();
    let mut target = target("acme");
    target.host = GitLab.host(&base);
    GitLab.equip(&base, None, &mut target);
    let (answers, _) = converse(&target, &with(ready(), "group-member", stranger()));
    let rows = judged(&target, &answers);
    let url = row(&rows, "gitlab/membership")
        .fix
        .as_ref()
        .unwrap()
        .url
        .clone();
    assert_eq!(
        url.as_deref(),
        Some("https://gitlab.example.com/groups/acme/-/group_members")
    );
}

#[test]
fn nothing_told_holds_the_token() {
    for table in [ready(), with(ready(), "self", unknown())] {
        for row in rows(table) {
            let all = format!("{row:?}");
            assert!(!all.contains(TOKEN), "{all}");
        }
    }
}
