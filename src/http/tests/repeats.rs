//! What is tried again, and when.

use std::time::SystemTime;

use proptest::prelude::*;

use super::*;

const WRITES: [&str; 4] = ["POST", "PUT", "PATCH", "DELETE"];

fn ok() -> Act {
    json("{}")
}

fn after(status: u16, wait: &str) -> Act {
    reply(status, &format!("retry-after: {wait}\r\n"), "{}")
}

/// Whole seconds that the (paused) clock went on since.
fn seconds(start: Instant) -> u64 {
    start.elapsed().as_secs()
}

#[tokio::test(start_paused = true)]
async fn a_read_is_tried_again_on_each_passing_failure() {
    for status in [429, 500, 502, 503, 504] {
        let server = Server::of([reply(status, "", "{}"), ok()]).await;
        assert_eq!(get(&http(), &server).await.unwrap().status, 200, "{status}");
        assert_eq!(server.count(), 2, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_is_tried_three_times_in_all() {
    for status in [429, 500, 502, 503, 504] {
        let server = Server::always(reply(status, "", "{}")).await;
        let http = http();
        assert_eq!(get(&http, &server).await.unwrap().status, status);
        assert_eq!(server.count(), 3, "{status}");
        assert_eq!(http.ledger.count(), 3, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn other_answers_are_taken_at_once() {
    for status in [200, 204, 304, 400, 401, 403, 404, 409, 410, 418, 501, 505] {
        let bytes = format!("HTTP/1.1 {status} Invented\r\ncontent-length: 0\r\n\r\n");
        let server = Server::of([Act::Say(bytes.into_bytes())]).await;
        assert_eq!(get(&http(), &server).await.unwrap().status, status);
        assert_eq!(server.count(), 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_is_tried_again_when_the_connection_is_reset() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}".to_vec();
    for broken in [
        Act::Reset(Vec::new()),
        Act::Last(Vec::new()),
        Act::Reset(cut.clone()),
        Act::Last(cut),
    ] {
        let server = Server::of([broken.clone(), ok()]).await;
        let got = get(&http(), &server).await.unwrap();
        assert_eq!(got.body, "{}", "{broken:?}");
        assert_eq!(server.count(), 2, "{broken:?}");

        let server = Server::always(broken.clone()).await;
        let failure = get(&http(), &server).await.unwrap_err();
        assert_eq!(failure.cause, Cause::Network, "{broken:?}");
        assert_eq!(server.count(), 3, "{broken:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_is_never_repeated() {
    for method in WRITES {
        for act in [
            reply(429, "", "{}"),
            after(429, "1"),
            after(503, "1"),
            reply(500, "", "{}"),
            reply(502, "", "{}"),
            reply(504, "", "{}"),
            Act::Reset(Vec::new()),
            Act::Last(Vec::new()),
            Act::Reset(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}".to_vec()),
            Act::Hang(Vec::new()),
        ] {
            let server = Server::always(act.clone()).await;
            let http = http();
            let mut wire = wire(method, &server.url, "/thing");
            wire.body = Some(Zeroizing::new(b"{}".to_vec()));
            let _ = http.send(wire).await;
            assert_eq!(server.count(), 1, "{method} {act:?}");
            assert_eq!(http.ledger.count(), 1, "{method} {act:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_on_a_kept_connection_that_breaks_is_not_repeated() {
    let server = Server::new(|number, _| match number {
        0 => ok(),
        _ => Act::Reset(Vec::new()),
    })
    .await;
    let http = http();
    get(&http, &server).await.unwrap();
    let failure = http.send(wire("POST", &server.url, "/thing")).await;
    assert_eq!(failure.unwrap_err().cause, Cause::Network);
    assert_eq!(server.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_service_says_in_seconds_how_long_to_wait() {
    for status in [429, 503] {
        let server = Server::of([after(status, "7"), ok()]).await;
        let start = Instant::now();
        assert_eq!(get(&http(), &server).await.unwrap().status, 200);
        assert_eq!(seconds(start), 7, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_says_by_a_date_how_long_to_wait() {
    let date = http_date(50);
    let server = Server::of([after(429, &date), ok()]).await;
    let start = Instant::now();
    assert_eq!(get(&http(), &server).await.unwrap().status, 200);
    // The date has whole seconds, and real time goes on beside the paused clock, for long on a busy machine.
    assert!((20..=50).contains(&seconds(start)), "{:?}", start.elapsed());
}

/// An HTTP date so many seconds from now.
fn http_date(ahead: i64) -> String {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let at = jiff::Timestamp::from_second(now as i64 + ahead).unwrap();
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    for wait in ["60", "3600", "99999999999", &http_date(4_000)] {
        let server = Server::always(after(429, wait)).await;
        let start = Instant::now();
        let got = get(&http(), &server).await.unwrap();
        assert_eq!(got.status, 429);
        assert_eq!(got.headers["retry-after"], wait);
        assert_eq!(server.count(), 1);
        assert_eq!(seconds(start), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_host_that_asked_for_more_time_than_there_is_gets_nothing_further() {
    let server = Server::always(after(429, "3600")).await;
    let (http, start) = (http(), Instant::now());
    get(&http, &server).await.unwrap();
    let failure = get(&http, &server).await.unwrap_err();
    assert_eq!(failure.cause, Cause::RateLimited(None));
    assert_eq!(server.count(), 1);
    assert_eq!(http.ledger.count(), 1);
    assert_eq!(seconds(start), 0);
}

#[tokio::test(start_paused = true)]
async fn patience_asked_for_beside_a_success_holds_this_host_only() {
    let slow = Server::of([after(200, "5"), ok()]).await;
    let other = Server::always(ok()).await;
    let (http, start) = (http(), Instant::now());

    get(&http, &slow).await.unwrap();
    assert_eq!(seconds(start), 0, "the answer itself is not held back");
    get(&http, &other).await.unwrap();
    assert_eq!(seconds(start), 0, "another host is asked at once");
    get(&http, &slow).await.unwrap();
    assert_eq!(seconds(start), 5);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_waits_its_turn_heeds_what_was_asked_meanwhile() {
    // The first answer closes the host while more requests than there are places wait for one.
    let server = Server::new(|number, _| match number {
        0 => Act::Later(Duration::from_secs(1), raw(200, "retry-after: 9\r\n", "{}")),
        _ => Act::Later(Duration::from_secs(2), raw(200, "", "{}")),
    })
    .await;
    let (http, start) = (http(), Instant::now());
    let all = (0..20).map(|_| get(&http, &server));
    let all = futures_util::future::join_all(all).await;
    assert!(all.iter().all(Result::is_ok));
    let held = server.received();
    let mut held = held.iter().skip(16).map(|one| (one.at - start).as_secs());
    assert!(held.all(|at| at >= 10), "{:?}", held.collect::<Vec<_>>());
}

#[test]
fn a_date_to_wait_for_counts_from_the_service_s_own_clock() {
    let headers = [
        ("date", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("retry-after", "Thu, 01 Jan 1970 00:00:07 GMT"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let reply = Reply {
        status: 429,
        headers: headers.into(),
        body: String::new(),
    };
    let wait = super::super::pace::retry_after(&reply);
    assert_eq!(wait, Some(Duration::from_secs(7)));
}

fn wait_for(value: &str) -> Option<Duration> {
    let value = ("retry-after".to_owned(), value.to_owned());
    super::super::pace::retry_after(&Reply {
        status: 429,
        headers: [value].into(),
        body: String::new(),
    })
}

#[test]
fn an_odd_retry_after_is_no_retry_after() {
    for odd in ["", "soon", "-1", "1.5", "1, 2", "Mon, 99 Foo 2026", "٣"] {
        assert_eq!(wait_for(odd), None, "{odd}");
    }
    assert_eq!(wait_for(" 3 "), Some(Duration::from_secs(3)));
    assert_eq!(wait_for(&http_date(-50)), None, "a date that has passed");
}

proptest! {
    #[test]
    fn no_retry_after_is_longer_than_a_day_in_seconds_or_panics(value in "\\PC*") {
        let wait = wait_for(&value);
        prop_assert!(wait.is_none() || value.contains(':') || wait <= Some(Duration::from_secs(86_400)));
    }

    #[test]
    fn no_date_panics(value in "[A-Z][a-z]{2}, [0-9]{1,3} [A-Z][a-z]{2} [0-9]{1,6} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT") {
        let _ = wait_for(&value);
    }
}
