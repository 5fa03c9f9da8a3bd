//! What answers become when they are heard.

use proptest::collection::btree_map;
use proptest::option;
use proptest::prelude::*;

use super::*;

static THING: Ask = Ask {
    key: "thing",
    template: "/things/{id}/parts?limit=5[&cursor={cursor}]",
    ..Ask::GET
};

static HEAD: Ask = Ask {
    key: "head",
    method: "HEAD",
    template: "/things",
    ..Ask::GET
};

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let headers = headers.iter();
    Answer {
        status,
        headers: headers
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}

fn heard(ask: &'static Ask, answer: Answer) -> Result<Heard, crate::audit::Gap> {
    let mut answers = Answers::of(Side::Scm);
    answers.keep(&ask.call(), Ok(answer));
    answers.hear(ask)
}

#[test]
fn each_kind_of_answer_is_heard_or_leaves_its_own_gap() {
    let limited = |after: Option<&str>| Cause::RateLimited(after.map(str::to_owned));
    let html = &[("content-type", "text/html")][..];
    for (answer, cause) in [
        (answer(200, &[], "{}"), None),
        (answer(201, &[], "[]"), None),
        (answer(401, &[], ""), None),
        (answer(404, html, "<html>"), None),
        (answer(200, &[], ""), Some(Cause::Unreadable)),
        (answer(203, html, "<html>"), Some(Cause::Unreadable)),
        (answer(200, &[], "{\"cut"), Some(Cause::Unreadable)),
        (answer(302, &[], "{}"), Some(Cause::Unreadable)),
        (answer(429, &[], "{}"), Some(limited(None))),
        (
            answer(429, &[("retry-after", "9")], ""),
            Some(limited(Some("9"))),
        ),
        (answer(500, &[], "{}"), Some(Cause::ServerError)),
        (answer(599, &[], ""), Some(Cause::ServerError)),
        (answer(101, &[], ""), Some(Cause::ServerError)),
        (answer(0, &[], ""), Some(Cause::ServerError)),
    ] {
        let status = answer.status;
        let gap = heard(&THING, answer).err();
        if let Some(gap) = &gap {
            assert_eq!(gap.by[0].status, Some(status));
            assert_eq!(gap.by[0].request, "GET /things/{id}/parts");
        }
        assert_eq!(gap.map(|gap| gap.cause), cause, "{status}");
    }
    assert!(heard(&HEAD, answer(200, &[], "")).unwrap().ok());
}

#[test]
fn json_nested_too_deep_is_unreadable() {
    let deep = "[".repeat(200_000);
    assert!(heard(&THING, answer(200, &[], &deep)).is_err());
    let deep = r#"{"a":"#.repeat(200_000);
    assert!(heard(&THING, answer(200, &[], &deep)).is_err());
}

#[test]
fn a_lost_answer_never_blames_the_token() {
    for cause in [Cause::Network, Cause::Tls, Cause::Deadline, Cause::Budget] {
        let mut answers = Answers::of(Side::Scm);
        let miss = Miss {
            cause: cause.clone(),
            detail: "lost".to_owned(),
        };
        answers.keep(&THING.call(), Err(miss));
        let gap = answers.hear(&THING).unwrap_err();
        assert!(!gap.cause.is_credential());
        assert_eq!((gap.cause, gap.by[0].status), (cause, None));
    }
}

#[test]
fn what_was_not_sent_is_not_asked() {
    let gap = Answers::of(Side::Scm).hear(&THING).unwrap_err();
    assert_eq!(gap.cause, Cause::NotAsked);
}

fn segments(url: &Url) -> Vec<&str> {
    url.path_segments().unwrap().collect()
}

proptest! {
    #[test]
    fn no_answer_panics(
        status in any::<u16>(),
        headers in btree_map("location|retry-after|content-type|link", "\\PC*", 0..4),
        body in prop_oneof![
            "\\PC*",
            "[\\[\\]{}\":,0-9a-z \\\\]*",
            "\\{\"(message|error)\":(\"\\PC*\"|\\{\"(message|error)\":[0-9]+\\}|null)\\}",
        ],
    ) {
        let answer = Answer { status, headers, body };
        for ask in [&THING, &HEAD] {
            match heard(ask, answer.clone()) {
                Ok(heard) => {
                    let _ = heard.gap(Cause::Refused);
                    prop_assert!(heard.ok() || (400..500).contains(&status));
                }
                Err(gap) => prop_assert!(!gap.cause.is_credential()),
            }
        }
    }

    #[test]
    fn a_binding_stays_within_its_segment_whatever_it_holds(
        id in "\\PC{1,20}|[./%?#&=@:\\\\\\x00-\\x20]{1,8}",
        cursor in option::of("\\PC*|[&=#?/\\x00-\\x20]*"),
    ) {
        let mut call = THING.call().with("id", id.clone());
        if let Some(cursor) = &cursor {
            call = call.with("cursor", cursor.clone());
        }
        let path = THING.path(&call.bind);
        let url = Url::parse(&format!("https://a.example{path}")).unwrap();
        // These two are refused when they are sent: nothing can say them in a URL.
        if id != "." && id != ".." {
            let shape = segments(&url);
            prop_assert_eq!(shape.len(), 3);
            prop_assert_eq!((shape[0], shape[2]), ("things", "parts"));
        }
        prop_assert_eq!(url.host_str(), Some("a.example"));
        prop_assert_eq!(url.fragment(), None);
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        let mut meant = vec![("limit".to_owned(), "5".to_owned())];
        meant.extend(cursor.map(|cursor| ("cursor".to_owned(), cursor)));
        prop_assert_eq!(pairs, meant);
    }
}
