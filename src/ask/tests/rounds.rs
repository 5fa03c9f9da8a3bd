//! Rounds, permits and deadlines of the runner.

use tokio::time::Instant;

use super::*;

macro_rules! ask {
    ($name:ident, $method:literal, $effect:ident) => {
        static $name: Ask = Ask {
            key: stringify!($name),
            method: $method,
            template: "/things/{id}",
            effect: Effect::$effect,
            ..Ask::GET
        };
    };
}

ask!(READ, "GET", Reads);
ask!(PROBE, "POST", Probes);
ask!(WRITE, "PUT", Writes);

static OPEN: Ask = Ask {
    key: "open",
    template: "/open",
    authenticated: false,
    ..Ask::GET
};

static ELSEWHERE: Ask = Ask {
    key: "elsewhere",
    server: "other",
    template: "/things",
    ..Ask::GET
};

/// Asks whatever the function says.
struct Room(fn(&Answers) -> Vec<Call>);

impl Probe for Room {
    fn asks(&self) -> &'static [&'static Ask] {
        static ASKS: [&Ask; 5] = [&READ, &PROBE, &WRITE, &OPEN, &ELSEWHERE];
        &ASKS
    }

    fn next(&self, _: &Target, so_far: &Answers) -> Vec<Call> {
        (self.0)(so_far)
    }

    fn read(&self, _: &Target, _: &Answers) -> Evidence {
        Evidence::default()
    }

    fn requirements(&self) -> &'static [Requirement] {
        &[]
    }
}

fn one(ask: &'static Ask) -> Call {
    ask.call().with("id", "1")
}

/// A new thing in every round, for ever.
fn endless(so_far: &Answers) -> Vec<Call> {
    let number = so_far.asked().count();
    vec![READ.call().with("id", format!("n{number}"))]
}

async fn gather(http: &Http, permit: Permit, limits: Limits, base: &Url, room: Room) -> Answers {
    let runner = Runner::new(http, permit, limits);
    runner.gather(&room, &target(base), &|_| {}).await
}

fn causes(answers: &Answers, ask: &'static Ask) -> Vec<Cause> {
    let heard = answers.hear_each(ask, "id").into_iter();
    heard
        .filter_map(|(_, heard)| Some(heard.err()?.cause))
        .collect()
}

#[tokio::test]
async fn a_reading_command_sends_neither_writes_nor_probes() {
    let server = Server::always(json("{}")).await;
    for (probes, writes, refused) in [
        (false, false, &[&PROBE, &WRITE][..]),
        (true, false, &[&WRITE]),
        (false, true, &[&PROBE]),
    ] {
        let http = http();
        let permit = Permit { probes, writes };
        let runner = Runner::new(&http, permit, MINUTE);
        for &ask in refused {
            let miss = runner.send(&target(&server.url), &one(ask)).await;
            assert_eq!(miss.unwrap_err().cause, Cause::NotAsked, "{}", ask.key);
        }
        assert_eq!(http.ledger.count(), 0);
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_refused_request_leaves_the_others_of_its_round_alone() {
    let server = Server::always(json("{}")).await;
    let permit = Permit {
        probes: false,
        writes: false,
    };
    let room = Room(|_| vec![one(&WRITE), one(&READ), one(&PROBE)]);
    let answers = gather(&http(), permit, MINUTE, &server.url, room).await;
    assert_eq!(server.count(), 1);
    assert_eq!(server.received()[0].method, "GET");
    assert!(answers.hear(&READ).unwrap().ok());
    assert_eq!(causes(&answers, &WRITE), [Cause::NotAsked]);
    assert_eq!(causes(&answers, &PROBE), [Cause::NotAsked]);
}

#[tokio::test]
async fn what_is_allowed_is_sent_as_it_is() {
    let server = Server::always(json("{}")).await;
    for ask in [&READ, &PROBE, &WRITE] {
        send(&server, one(ask)).await.unwrap();
    }
    let received = server.received();
    let methods: Vec<_> = received.iter().map(|one| one.method.as_str()).collect();
    assert_eq!(methods, ["GET", "POST", "PUT"]);
    assert!(received.iter().all(|one| one.path == "/things/1"));
    assert!(
        received
            .iter()
            .all(|one| one.headers["accept"] == "application/json")
    );
}

#[tokio::test]
async fn a_request_without_credentials_carries_none() {
    let server = Server::always(json("{}")).await;
    send(&server, OPEN.call()).await.unwrap();
    let received = server.received();
    assert_eq!(received[0].path, "/open");
    let all = format!("{:?}", received[0]);
    assert!(
        !all.contains("private-token") && !all.contains(CANARY),
        "{all}"
    );
}

#[tokio::test]
async fn a_server_that_nobody_named_is_not_asked() {
    let server = Server::always(json("{}")).await;
    let miss = send(&server, ELSEWHERE.call()).await.unwrap_err();
    assert_eq!(miss.cause, Cause::NotAsked);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_address_with_a_part_missing_or_leading_up_is_not_asked() {
    let server = Server::always(json("{}")).await;
    let missing = [READ.call(), WRITE.call()];
    let odd = ["", ".", ".."].map(|id| WRITE.call().with("id", id));
    for call in missing.into_iter().chain(odd) {
        let miss = send(&server, call.clone()).await.unwrap_err();
        assert_eq!(miss.cause, Cause::NotAsked, "{call:?}");
    }
    assert_eq!(server.connections(), 0);
    for (id, path) in [
        ("...", "/things/..."),
        ("../a", "/things/..%2Fa"),
        ("%2e", "/things/%252e"),
    ] {
        send(&server, READ.call().with("id", id)).await.unwrap();
        assert_eq!(server.paths().last().unwrap(), path);
    }
}

#[tokio::test]
async fn the_same_call_is_sent_once_however_often_it_is_named() {
    let server = Server::always(json("{}")).await;
    let room = Room(|_| vec![one(&READ), one(&READ), READ.call().with("id", "2")]);
    gather(&http(), ALL, MINUTE, &server.url, room).await;
    let mut paths = server.paths();
    paths.sort();
    assert_eq!(paths, ["/things/1", "/things/2"]);
}

#[tokio::test]
async fn a_round_is_told_before_the_next_begins() {
    let server = Server::always(json("{}")).await;
    let http = http();
    let runner = Runner::new(&http, ALL, MINUTE);
    let rounds = std::sync::Mutex::new(Vec::new());
    let room = Room(|so_far| match so_far.asked().count() {
        0 => vec![one(&READ), OPEN.call()],
        2 => vec![one(&PROBE)],
        _ => Vec::new(),
    });
    let heard = |answers: &Answers| rounds.lock().unwrap().push(answers.asked().count());
    runner.gather(&room, &target(&server.url), &heard).await;
    assert_eq!(*rounds.lock().unwrap(), [2, 3]);
}

#[tokio::test]
async fn a_room_that_never_ends_is_stopped_after_eight_rounds() {
    let server = Server::always(json("{}")).await;
    gather(&http(), ALL, MINUTE, &server.url, Room(endless)).await;
    assert_eq!(server.count(), 8);
}

#[tokio::test(start_paused = true)]
async fn all_rounds_share_one_deadline() {
    let server = Server::always(Act::Later(
        Duration::from_secs(2),
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_vec(),
    ))
    .await;
    let (http, start) = (http(), Instant::now());
    let limits = Limits {
        deadline: Duration::from_secs(5),
    };
    let answers = gather(&http, ALL, limits, &server.url, Room(endless)).await;
    assert!(
        start.elapsed() <= Duration::from_secs(6),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(server.count(), 3, "nothing is sent once time is up");
    assert_eq!(http.ledger.count(), 3);
    let late = causes(&answers, &READ);
    assert!(
        late.iter().all(|cause| *cause == Cause::Deadline),
        "{late:?}"
    );
    assert_eq!(late.len(), 6);
}

#[tokio::test(start_paused = true)]
async fn one_request_that_hangs_costs_no_other_its_answer() {
    let server = Server::new(|_, received| match received.path.as_str() {
        "/open" => Act::Hang(Vec::new()),
        _ => json("{}"),
    })
    .await;
    let room = Room(|_| vec![OPEN.call(), one(&READ)]);
    let limits = Limits {
        deadline: Duration::from_secs(5),
    };
    let answers = gather(&http(), ALL, limits, &server.url, room).await;
    assert!(answers.hear(&READ).is_ok());
    assert_eq!(answers.hear(&OPEN).unwrap_err().cause, Cause::Deadline);
}

#[tokio::test]
async fn a_deadline_that_no_clock_can_hold_is_no_panic() {
    let server = Server::always(json("{}")).await;
    let limits = Limits {
        deadline: Duration::MAX,
    };
    let answers = gather(
        &http(),
        ALL,
        limits,
        &server.url,
        Room(|_| vec![one(&READ)]),
    )
    .await;
    assert!(answers.hear(&READ).is_ok());
}

#[tokio::test]
async fn a_redirect_reaches_the_reader_as_a_gap_that_names_where_it_pointed() {
    let other = Server::always(json("{}")).await;
    for status in [301, 302, 303, 307, 308] {
        let to = other.at("sign_in");
        let server = Server::always(reply(status, &format!("location: {to}\r\n"), "{}")).await;
        let room = Room(|_| vec![one(&READ)]);
        let answers = gather(&http(), ALL, MINUTE, &server.url, room).await;
        let gap = answers.hear(&READ).unwrap_err();
        assert_eq!(gap.cause, Cause::Unreadable);
        assert_eq!(gap.by[0].status, Some(status));
        assert!(
            gap.by[0].detail.contains(to.as_str()),
            "{}",
            gap.by[0].detail
        );
        assert_eq!(server.count(), 1);
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_beyond_the_deadline_reaches_the_reader_with_its_end() {
    let server = Server::always(reply(429, "retry-after: 3600\r\n", "{}")).await;
    let start = Instant::now();
    let room = Room(|_| vec![one(&READ)]);
    let answers = gather(&http(), ALL, MINUTE, &server.url, room).await;
    let gap = answers.hear(&READ).unwrap_err();
    assert_eq!(gap.cause, Cause::RateLimited(Some("3600".to_owned())));
    assert!(start.elapsed() < Duration::from_secs(1));
}
