//! Whatever comes back is read without harm.

use super::*;

#[tokio::test]
async fn an_endless_body_is_refused() {
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n",
        "HTTP/1.1 404 No\r\n\r\n",
    ] {
        let server = Server::always(Act::Flood(head.as_bytes().to_vec())).await;
        let failure = get(&http(), &server).await.unwrap_err();
        assert_eq!(failure.cause, Cause::Unreadable, "{head}");
        assert_eq!(failure.detail, "the answer is larger than 8 MiB");
        assert_eq!(server.count(), 1, "and is not asked for again");
    }
}

#[tokio::test]
async fn a_body_of_exactly_the_bound_is_read() {
    let server = Server::of([
        reply(200, "", vec![b'0'; MOST_BYTES]),
        reply(200, "", vec![b'0'; MOST_BYTES + 1]),
    ])
    .await;
    let http = http();
    assert_eq!(get(&http, &server).await.unwrap().body.len(), MOST_BYTES);
    let failure = get(&http, &server).await.unwrap_err();
    assert_eq!(failure.cause, Cause::Unreadable);
}

#[tokio::test]
async fn a_byte_order_mark_is_dropped() {
    let server = Server::always(json("\u{feff}{\"a\":1}")).await;
    assert_eq!(get(&http(), &server).await.unwrap().body, "{\"a\":1}");
}

#[tokio::test]
async fn bytes_that_are_no_text_become_marks() {
    let server = Server::always(reply(200, "", b"{\"a\":\"\xff\xfe\xc3\"}")).await;
    let body = get(&http(), &server).await.unwrap().body;
    assert_eq!(body, "{\"a\":\"\u{fffd}\u{fffd}\u{fffd}\"}");
}

#[tokio::test]
async fn header_values_with_odd_bytes_are_read() {
    let mut bytes = b"HTTP/1.1 200 OK\r\nx-odd: a\xff\tb\r\nretry-after: \xe9\r\n".to_vec();
    bytes.extend_from_slice(b"x-empty:\r\ncontent-length: 2\r\n\r\n{}");
    let server = Server::always(Act::Say(bytes)).await;
    let got = get(&http(), &server).await.unwrap();
    assert_eq!(got.headers["x-odd"], "a\u{fffd}\tb");
    assert_eq!(got.headers["x-empty"], "");
    assert_eq!(got.body, "{}");
}

#[tokio::test]
async fn a_header_that_comes_twice_is_one_list() {
    let twice = "Link: <a>; rel=\"next\"\r\nlink: <b>; rel=\"last\"\r\n";
    let server = Server::always(reply(200, twice, "{}")).await;
    let got = get(&http(), &server).await.unwrap();
    assert_eq!(got.headers["link"], "<a>; rel=\"next\", <b>; rel=\"last\"");
}

#[tokio::test(start_paused = true)]
async fn what_is_not_http_is_a_broken_connection() {
    for garbage in ["SSH-2.0-Invented\r\n", "\0\0\0\0", "HTTP/1.1 2x0 ?\r\n\r\n"] {
        let server = Server::always(Act::Last(garbage.as_bytes().to_vec())).await;
        let failure = get(&http(), &server).await.unwrap_err();
        assert_eq!(failure.cause, Cause::Network, "{garbage:?}");
    }
}

#[tokio::test]
async fn neither_headers_nor_body_show_in_debug() {
    let cookie = format!("set-cookie: {CANARY}\r\n");
    let server = Server::always(reply(200, &cookie, CANARY)).await;
    let got = get(&http(), &server).await.unwrap();
    assert_eq!(got.body, CANARY);
    assert!(!format!("{got:?}").contains("canary"), "{got:?}");
}
