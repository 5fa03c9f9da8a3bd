//! Pages are joined, and every list has an end.

use serde_json::json as value;

use super::*;

fn has_b(json: &Value) -> bool {
    json["items"]
        .as_array()
        .is_some_and(|all| all.contains(&value!("b")))
}

static NUMBERED: Ask = Ask {
    key: "numbered",
    template: "/list?size=2[&page={page}]",
    paging: Paging::Numbered {
        items: "items",
        enough: has_b,
    },
    ..Ask::GET
};

static CURSOR: Ask = Ask {
    key: "cursor",
    template: "/list?size=2[&cursor={cursor}]",
    paging: Paging::Cursor {
        items: "items",
        enough: has_b,
    },
    ..Ask::GET
};

static LINKED: Ask = Ask {
    key: "linked",
    template: "/list?size=2[&page={page}]",
    paging: Paging::Linked {
        items: "items",
        enough: has_b,
    },
    ..Ask::GET
};

static CONTINUED: Ask = Ask {
    key: "continued",
    template: "/list?size=2[&continuationToken={continuation}]",
    paging: Paging::Continued {
        header: "x-ms-continuationtoken",
        items: "items",
        enough: has_b,
    },
    ..Ask::GET
};

const PAGED: [&Ask; 4] = [&NUMBERED, &CURSOR, &LINKED, &CONTINUED];

/// The same page in every style of paging, naming `next` as the next one.
fn page(items: Value, next: Option<&str>) -> Act {
    let (link, token) = match next {
        Some(next) => (
            format!("link: </list?size=2&page={next}>; rel=\"next\"\r\n"),
            format!("x-ms-continuationtoken: {next}\r\n"),
        ),
        None => Default::default(),
    };
    let body = value!({"items": items, "cursor": next.unwrap_or_default(), "first": items});
    reply(200, &format!("{link}{token}"), body.to_string())
}

fn items(answer: &Answer) -> Value {
    answer.json().unwrap()["items"].clone()
}

async fn list(server: &Server, ask: &'static Ask, full: bool) -> Result<Answer, Miss> {
    let http = http();
    let runner = Runner::new(&http, ALL, MINUTE);
    let mut target = target(&server.url);
    target.full = full;
    runner.send(&target, &ask.call()).await
}

#[tokio::test]
async fn all_pages_are_joined() {
    for ask in PAGED {
        let server = Server::of([
            page(value!(["a", 1]), Some("1")),
            page(value!([]), Some("2")),
            page(value!(["c"]), None),
            page(value!([]), None),
        ])
        .await;
        let answer = list(&server, ask, false).await.unwrap();
        // An empty page ends a list that is only counted.
        let (all, sent) = match ask.key {
            "numbered" => (value!(["a", 1]), 2),
            _ => (value!(["a", 1, "c"]), 3),
        };
        assert_eq!(items(&answer), all, "{}", ask.key);
        assert_eq!(answer.json().unwrap()["first"], value!(["a", 1]));
        assert_eq!(server.count(), sent, "{}", ask.key);
    }
}

#[tokio::test]
async fn each_style_names_the_next_page_in_its_own_way() {
    for (ask, first, second) in [
        (&NUMBERED, "/list?size=2&page=0", "/list?size=2&page=1"),
        (&CURSOR, "/list?size=2", "/list?size=2&cursor=x%3D%26y"),
        (&LINKED, "/list?size=2", "/list?size=2&page=x%3D"),
        (
            &CONTINUED,
            "/list?size=2",
            "/list?size=2&continuationToken=x%3D%26y",
        ),
    ] {
        let server = Server::of([page(value!(["a"]), Some("x=&y")), page(value!([]), None)]).await;
        list(&server, ask, false).await.unwrap();
        assert_eq!(server.paths(), [first, second]);
        for received in server.received() {
            assert_eq!(received.headers["private-token"], CANARY);
        }
    }
}

#[tokio::test]
async fn the_first_hit_is_enough_unless_the_whole_is_wanted() {
    for ask in PAGED {
        for (full, sent) in [(false, 2), (true, 4)] {
            let server = Server::of([
                page(value!(["a"]), Some("1")),
                page(value!(["b"]), Some("2")),
                page(value!(["c"]), Some("3")),
                page(value!([]), None),
            ])
            .await;
            let answer = list(&server, ask, full).await.unwrap();
            assert_eq!(server.count(), sent, "{} {full}", ask.key);
            assert_eq!(items(&answer).as_array().unwrap().len(), sent.min(3));
        }
    }
}

#[tokio::test]
async fn a_page_that_leaves_its_empty_array_out_is_as_good() {
    let server = Server::of([
        json(r#"{"cursor":"1"}"#),
        json(r#"{"items":["a"],"cursor":"2"}"#),
        json(r#"{"items":null,"cursor":"3"}"#),
        json(r#"{"items":["c"]}"#),
    ])
    .await;
    let answer = list(&server, &CURSOR, false).await.unwrap();
    assert_eq!(items(&answer), value!(["a", "c"]));
}

#[tokio::test]
async fn a_list_without_a_key_is_joined_too() {
    let next = "link: <?page=2>; rel=\"next\"\r\n";
    let server = Server::of([reply(200, next, "[1,2]"), json("[3]")]).await;
    let answer = list(&server, &LINKED, false).await.unwrap();
    assert_eq!(answer.json(), Some(value!([1, 2, 3])));

    let server = Server::of([json("[1,2]"), json("[3]"), json("[]")]).await;
    let answer = list(&server, &NUMBERED, false).await.unwrap();
    assert_eq!(answer.json(), Some(value!([1, 2, 3])));
}

#[tokio::test]
async fn a_later_page_that_fails_speaks_for_the_list() {
    for ask in PAGED {
        for (status, body) in [
            (401, "{}"),
            (403, "no"),
            (302, ""),
            (200, "<html>"),
            (200, "{\"it"),
        ] {
            let first = page(value!(["a"]), Some("1"));
            let server = Server::of([first, reply(status, "", body)]).await;
            let answer = list(&server, ask, false).await.unwrap();
            assert_eq!(
                (answer.status, answer.body.as_str()),
                (status, body),
                "{}",
                ask.key
            );
            assert_eq!(server.count(), 2);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_later_page_that_is_lost_speaks_for_the_list() {
    for ask in PAGED {
        let server = Server::new(|number, _| match number {
            0 => page(value!(["a"]), Some("1")),
            _ => Act::Reset(Vec::new()),
        })
        .await;
        let miss = list(&server, ask, false).await.unwrap_err();
        assert_eq!(miss.cause, Cause::Network, "{}", ask.key);
    }
}

#[tokio::test]
async fn a_next_page_elsewhere_is_not_followed_and_the_list_does_not_look_whole() {
    let other = Server::always(json("{}")).await;
    for link in [
        other.at("list?page=2").to_string(),
        "https://assistant.invalid/list?page=2".to_owned(),
        "/list?cursor=2".to_owned(),
    ] {
        let link = format!("link: <{link}>; rel=\"next\"\r\n");
        let server = Server::always(reply(200, &link, r#"{"items":["a"]}"#)).await;
        let miss = list(&server, &LINKED, false).await.unwrap_err();
        assert_eq!(miss.cause, Cause::Unreadable, "{link}");
        assert_eq!(server.count(), 1);
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn a_hit_on_the_first_page_needs_no_next_link() {
    let link = "link: <https://assistant.invalid/?page=2>; rel=\"next\"\r\n";
    let server = Server::always(reply(200, link, r#"{"items":["b"]}"#)).await;
    assert!(list(&server, &LINKED, false).await.is_ok());
}

#[tokio::test]
async fn pages_that_go_in_circles_are_not_endless() {
    for ask in [&CURSOR, &LINKED, &CONTINUED] {
        for circle in 1..=3 {
            let server = Server::new(move |number, _| {
                let next = (number % circle).to_string();
                page(value!([number]), Some(&next))
            })
            .await;
            let miss = list(&server, ask, false).await.unwrap_err();
            assert_eq!(miss.cause, Cause::Unreadable, "{}", ask.key);
            assert_eq!(server.count(), circle + 1, "{}", ask.key);
        }
    }
}

#[tokio::test]
async fn a_service_that_does_not_know_page_numbers_is_not_asked_for_ever() {
    let server = Server::always(json(r#"{"items":["a"]}"#)).await;
    let miss = list(&server, &NUMBERED, false).await.unwrap_err();
    assert_eq!(miss.cause, Cause::Unreadable);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn there_are_at_most_a_thousand_pages() {
    let server = Server::new(|number, _| page(value!([number]), Some(&number.to_string()))).await;
    let miss = list(&server, &CONTINUED, false).await.unwrap_err();
    assert_eq!(miss.cause, Cause::Unreadable);
    assert_eq!(server.count(), 1_000);
}

#[tokio::test(start_paused = true)]
async fn endless_slow_pages_end_at_the_deadline() {
    let server = Server::new(
        |number, _| match page(value!([number]), Some(&number.to_string())) {
            Act::Say(bytes) => Act::Later(Duration::from_secs(1), bytes),
            act => act,
        },
    )
    .await;
    let start = tokio::time::Instant::now();
    let miss = list(&server, &CURSOR, false).await.unwrap_err();
    assert_eq!(miss.cause, Cause::Deadline);
    assert!(start.elapsed() <= MINUTE.deadline + Duration::from_secs(1));
    assert!(server.count() <= 60);
}

#[tokio::test]
async fn all_pages_together_are_bounded() {
    // Seven MiB a page, so that no page alone is too large.
    let long = "x".repeat(7 << 20);
    let server = Server::new(move |number, _| {
        let body = format!(r#"{{"items":[],"cursor":"{number}","long":"{long}"}}"#);
        json(&body)
    })
    .await;
    let miss = list(&server, &CURSOR, false).await.unwrap_err();
    assert_eq!(miss.cause, Cause::Unreadable);
    assert_eq!(miss.detail, "the list is larger than 64 MiB");
    assert_eq!(server.count(), 10);
}

#[tokio::test]
async fn the_budget_counts_pages() {
    for ask in PAGED {
        let server =
            Server::new(|number, _| page(value!([number]), Some(&number.to_string()))).await;
        let http = Http::new(Options {
            most_requests: Some(3),
            ..Options::default()
        });
        let runner = Runner::new(&http, ALL, MINUTE);
        let miss = runner
            .send(&target(&server.url), &ask.call())
            .await
            .unwrap_err();
        assert_eq!(miss.cause, Cause::Budget, "{}", ask.key);
        assert_eq!(server.count(), 3, "{}", ask.key);
    }
}
