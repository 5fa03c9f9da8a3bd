//! The deadline bounds everything.

use super::*;

const LATE: Duration = Duration::from_millis(300);

/// Sends a GET that has [`LATE`].
async fn soon(http: &Http, server: &Server) -> Result<Reply, Failure> {
    let mut wire = wire("GET", &server.url, "/thing");
    wire.until = Instant::now() + LATE;
    http.send(wire).await
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_ends_its_answer_is_left_at_the_deadline() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 999999\r\n\r\n".to_vec();
    let pause = Duration::from_millis(10);
    for act in [
        Act::Hang(Vec::new()),
        Act::Hang(b"HTTP/1.1 200".to_vec()),
        Act::Hang(head.clone()),
        Act::Drip(b"HTTP/1.1 200 OK\r\nx-slow: ".to_vec(), pause),
        Act::Drip(head, pause),
    ] {
        let server = Server::always(act.clone()).await;
        let (http, start) = (http(), Instant::now());
        let failure = soon(&http, &server).await.unwrap_err();
        assert_eq!(failure.cause, Cause::Deadline, "{act:?}");
        assert!(start.elapsed() < LATE * 2, "{act:?} {:?}", start.elapsed());
        assert_eq!(http.ledger.count(), 1, "{act:?}");
    }
}

#[tokio::test]
async fn the_deadline_holds_on_the_real_clock_too() {
    let server = Server::always(Act::Hang(Vec::new())).await;
    let start = std::time::Instant::now();
    let failure = soon(&http(), &server).await.unwrap_err();
    assert_eq!(failure.cause, Cause::Deadline);
    assert!(start.elapsed() >= LATE, "{:?}", start.elapsed());
    assert!(start.elapsed() < LATE * 20, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_try_that_hangs_leaves_time_for_another() {
    let server = Server::of([Act::Hang(Vec::new()), json("{}")]).await;
    let start = Instant::now();
    assert_eq!(get(&http(), &server).await.unwrap().status, 200);
    assert!(start.elapsed() < Duration::from_secs(32));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_once_time_is_up() {
    let server = Server::always(json("{}")).await;
    let http = with_budget(1);
    let mut wire = wire("GET", &server.url, "/thing");
    wire.until = Instant::now();
    let failure = http.send(wire).await.unwrap_err();
    assert_eq!(failure.cause, Cause::Deadline);
    assert_eq!(server.connections(), 0);
    assert_eq!(http.ledger.count(), 0);
    assert!(get(&http, &server).await.is_ok(), "the budget was not used");
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_place_ends_at_the_deadline() {
    let server = Server::always(Act::Hang(Vec::new())).await;
    let http = http();
    let patient = futures_util::future::join_all((0..16).map(|_| get(&http, &server)));
    let hurried = async {
        // Behind all the others in the queue.
        tokio::task::yield_now().await;
        let start = Instant::now();
        let failure = soon(&http, &server).await.unwrap_err();
        (failure, start.elapsed())
    };
    let (_, (failure, took)) = futures_util::future::join(patient, hurried).await;
    assert_eq!(failure.cause, Cause::Deadline);
    assert_eq!(failure.detail, "not sent: time ran out");
    assert!(took < LATE * 2, "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_could_not_end_in_time_is_not_begun() {
    let server = Server::always(reply(503, "", "{}")).await;
    let mut wire = wire("GET", &server.url, "/thing");
    wire.until = Instant::now() + Duration::from_millis(150);
    let got = http().send(wire).await.unwrap();
    assert_eq!(got.status, 503, "what is known is told");
    assert_eq!(server.count(), 1);
}
