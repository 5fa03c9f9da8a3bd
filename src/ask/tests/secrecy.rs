//! A secret goes to the server and is seen nowhere else.

use serde_json::json as value;

use super::*;

static CONNECT: Ask = Ask {
    key: "connect",
    method: "POST",
    template: "/configs",
    effect: Effect::Writes,
    ..Ask::GET
};

fn secret() -> Secret {
    Secret::new(CANARY.to_owned())
}

fn call() -> Call {
    let plain = value!({"namespace": "acme", "type": "gitlab"});
    CONNECT
        .call()
        .sending(plain)
        .with_secret("accessToken", secret())
}

fn unseen(shown: &str) {
    assert!(!shown.contains("canary"), "{shown}");
}

#[tokio::test]
async fn a_secret_in_the_body_is_sent() {
    let server = Server::always(json("{}")).await;
    send(&server, call()).await.unwrap();
    let received = &server.received()[0];
    assert_eq!(received.headers["content-type"], "application/json");
    let body: Value = serde_json::from_str(&received.body).unwrap();
    let whole = value!({"namespace": "acme", "type": "gitlab", "accessToken": CANARY});
    assert_eq!(body, whole);
}

#[tokio::test]
async fn a_secret_alone_is_sent_too() {
    let server = Server::always(json("{}")).await;
    send(&server, CONNECT.call().with_secret("token", secret()))
        .await
        .unwrap();
    let body: Value = serde_json::from_str(&server.received()[0].body).unwrap();
    assert_eq!(body, value!({"token": CANARY}));
}

#[test]
fn a_call_a_body_and_a_target_redact_their_secrets() {
    let call = call();
    unseen(&format!("{call:?} {call:#?}"));
    let body = call.body.unwrap();
    unseen(&format!("{body:?} {body:#?}"));
    assert!(!body.json.to_string().contains("canary"));
    let target = target(&Url::parse("https://a.example").unwrap());
    unseen(&format!("{target:?} {target:#?}"));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_echoes_a_secret_does_not_show_it_in_debug_or_the_ledger() {
    let header = format!("x-echo: {CANARY}\r\n");
    for act in [
        reply(200, &header, value!({"token": CANARY}).to_string()),
        reply(422, &header, CANARY),
        reply(500, &header, CANARY),
        Act::Reset(Vec::new()),
    ] {
        let server = Server::always(act).await;
        let http = http();
        let told = watched(&http);
        let runner = Runner::new(&http, ALL, MINUTE);
        let call = call();
        let answer = runner.send(&target(&server.url), &call).await;
        assert!(server.received()[0].body.contains(CANARY));
        unseen(&format!("{answer:?} {answer:#?}"));
        let mut answers = Answers::of(Side::Platform);
        answers.keep(&call, answer);
        unseen(&format!("{answers:?} {answers:#?}"));
        unseen(&format!("{:?}", told.lock().unwrap()));
        if let Ok(heard) = answers.hear(&CONNECT) {
            unseen(&format!("{heard:?}"));
        }
    }
}
