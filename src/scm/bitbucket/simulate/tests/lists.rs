//! Tests of pages, filters and partial responses.

use super::*;

#[test]
fn the_next_page_is_on_the_host_that_was_asked_and_keeps_the_query() {
    let mut here = bitbucket("{}");
    let (_, first) = get(&mut here, "/repositories/acme?pagelen=2&role=member");
    let next = "http://sandbox:4000/bitbucket/2.0/repositories/acme?pagelen=2&role=member&page=2";
    assert_eq!(first["next"], json!(next));
    assert_eq!(first["previous"], Value::Null);
}

#[test]
fn pages_are_joined_by_their_links_until_there_is_none() {
    let mut here = bitbucket("{ repositories: { private: 12, public: 0 } }");
    let (mut target, mut slugs) = ("/repositories/acme?pagelen=5".to_owned(), Vec::new());
    loop {
        let (status, page) = get(&mut here, &target);
        assert_eq!((status, &page["size"]), (200, &json!(12)));
        let values = page["values"].as_array().unwrap();
        slugs.extend(values.iter().map(|value| value["slug"].clone()));
        let Some(next) = page["next"].as_str() else {
            assert!(page["previous"].is_string());
            break;
        };
        target = next
            .strip_prefix("http://sandbox:4000/bitbucket/2.0")
            .unwrap()
            .to_owned();
    }
    assert_eq!((slugs.len(), &slugs[11]), (12, &json!("service-12")));
}

#[test]
fn ten_are_usual_and_too_many_are_refused() {
    let mut here = bitbucket("{ repositories: { private: 150, public: 0 } }");
    let mut answer = |target: &str| {
        let (status, body) = get(&mut here, target);
        (status, body["values"].as_array().map(Vec::len))
    };
    assert_eq!(answer(REPOSITORIES), (200, Some(10)));
    assert_eq!(answer("/repositories/acme?pagelen=100"), (200, Some(100)));
    assert_eq!(answer("/repositories/acme?pagelen=1"), (200, Some(1)));
    assert_eq!(answer("/repositories/acme?page=999"), (200, Some(0)));
    for wrong in ["pagelen=101", "pagelen=0", "pagelen=x", "page=0", "page=-1"] {
        assert_eq!(answer(&format!("{REPOSITORIES}?{wrong}")), (400, None));
    }
    // Pull requests come fewer at a time.
    assert_eq!(answer(&format!("{PULLS}?pagelen=50")), (200, Some(1)));
    assert_eq!(answer(&format!("{PULLS}?pagelen=51")), (400, None));
}

#[test]
fn public_repositories_may_come_first() {
    let mut here = bitbucket("{ repositories: { public-first: true } }");
    let (_, page) = get(&mut here, "/repositories/acme?pagelen=1");
    assert_eq!(page["values"][0]["is_private"], json!(false));
    assert!(page["next"].is_string());
}

#[test]
fn roles_and_the_private_filter_narrow_the_list() {
    let mut here = bitbucket("{}");
    let mut size =
        |query: &str| get(&mut here, &format!("{REPOSITORIES}?{query}")).1["size"].clone();
    assert_eq!(size("q=is_private%3Dtrue"), json!(2));
    assert_eq!(size("q=is_private+%21%3D+true"), json!(1));
    assert_eq!(size("q=name%7E%22x%22"), Value::Null);
    assert_eq!(size("role=boss"), Value::Null);
    assert_eq!(size("role=owner"), json!(3));
    let mut foreign = bitbucket("{ token: { workspace: globex } }");
    let (_, page) = get(&mut foreign, "/repositories/acme?role=member");
    assert_eq!(page["size"], json!(0));
}

#[test]
fn fields_leave_out_the_link_to_the_next_page_too() {
    let mut here = bitbucket("{}");
    let target = "/repositories/acme?pagelen=1&fields=values.is_private";
    assert_eq!(
        get(&mut here, target).1,
        json!({ "values": [{ "is_private": true }] })
    );
    let (_, page) = get(&mut here, &format!("{target},next"));
    assert!(page["next"].as_str().unwrap().contains("fields=values"));
}

#[test]
fn pull_requests_are_open_unless_other_states_are_asked_for() {
    let mut here = bitbucket("{}");
    let mut size = |query: &str| get(&mut here, &format!("{PULLS}?{query}")).1["size"].clone();
    assert_eq!(size(""), json!(1));
    assert_eq!(size("state=MERGED"), json!(0));
    assert_eq!(size("state=MERGED&state=OPEN"), json!(1));
    assert_eq!(size("state=open"), Value::Null);
}
