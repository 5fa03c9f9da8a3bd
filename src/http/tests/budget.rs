//! How much is sent: at once, and in all.

use futures_util::future::join_all;

use super::*;

fn unhurried() -> Act {
    Act::Later(Duration::from_secs(1), raw(200, "", "{}"))
}

#[tokio::test(start_paused = true)]
async fn one_service_is_never_asked_more_than_sixteen_things_at_once() {
    let server = Server::always(unhurried()).await;
    let http = http();
    let all = join_all((0..50).map(|_| get(&http, &server))).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(server.count(), 50);
    assert_eq!(server.most_at_once(), 16);
}

#[tokio::test(start_paused = true)]
async fn a_service_does_not_wait_for_another() {
    let (one, other) = (
        Server::always(unhurried()).await,
        Server::always(unhurried()).await,
    );
    let (http, start) = (http(), Instant::now());
    let both = [&one, &other].into_iter().cycle().take(32);
    join_all(both.map(|server| get(&http, server))).await;
    assert_eq!((one.most_at_once(), other.most_at_once()), (16, 16));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn services_behind_one_host_do_not_wait_for_each_other() {
    let server = Server::always(unhurried()).await;
    let (one, other) = (server.at("one/"), server.at("other/"));
    let http = http();
    let both = [&one, &other].into_iter().cycle().take(32);
    join_all(both.map(|base| http.send(wire("GET", base, "/thing")))).await;
    assert_eq!(server.most_at_once(), 32);
}

#[tokio::test]
async fn nothing_is_sent_beyond_max_requests() {
    for most in [0, 1, 7, 25] {
        let server = Server::always(json("{}")).await;
        let http = with_budget(most);
        let all = join_all((0..25).map(|_| get(&http, &server))).await;
        let (sent, kept): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
        assert_eq!(sent.len() as u64, most);
        assert_eq!(server.count() as u64, most);
        assert_eq!(http.ledger.count(), most);
        for failure in kept {
            assert_eq!(failure.unwrap_err().cause, Cause::Budget);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn repeats_count() {
    let server = Server::always(reply(503, "", "{}")).await;
    let http = with_budget(2);
    let failure = get(&http, &server).await.unwrap_err();
    assert_eq!(failure.cause, Cause::Budget);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn what_can_not_be_sent_does_not_count() {
    let server = Server::always(json("{}")).await;
    let http = with_budget(1);
    let credentials = [("private-token", Secret::new("a\nb".to_owned()))];
    let mut bad = wire("GET", &server.url, "/thing");
    bad.credentials = &credentials;
    http.send(bad).await.unwrap_err();
    assert!(get(&http, &server).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn the_ledger_counts_every_try_and_tells_its_watcher() {
    let server = Server::of([Act::Reset(Vec::new()), reply(503, "", ""), json("{}")]).await;
    let http = http();
    let told = watched(&http);
    get(&http, &server).await.unwrap();
    let all = told.lock().unwrap();
    let statuses: Vec<_> = all.iter().map(|one| one.status).collect();
    assert_eq!(statuses, [None, Some(503), Some(200)]);
    assert!(all[0].failure.is_some() && all[1].failure.is_none());
    assert!(all.iter().all(|one| one.url == server.at("thing").as_str()));
    assert_eq!(http.ledger.count(), 3);
}
