//! Tests of what goes wrong on purpose.

use super::*;

#[tokio::test]
async fn a_dropped_connection_gives_no_byte_and_later_ones_work() {
    let sandbox =
        start("faults: [ { on: gitlab, match: 'GET /api/v4/user', answer: drop, times: 2 } ]");
    assert_eq!(get(&sandbox, "/gitlab/api/v4/user").await, "");
    assert_eq!(
        status(&get(&sandbox, "/gitlab/api/v4/version").await),
        Some(200)
    );
    assert_eq!(get(&sandbox, "/gitlab/api/v4/user").await, "");
    assert_eq!(
        status(&get(&sandbox, "/gitlab/api/v4/user").await),
        Some(200)
    );
    assert_eq!(
        sandbox
            .requests()
            .iter()
            .map(|seen| seen.status)
            .collect::<Vec<_>>(),
        [None, Some(200), None, Some(200)]
    );
}

#[tokio::test]
async fn a_cut_answer_is_half_the_json_with_the_length_of_the_half() {
    let whole = get(&start(""), "/gitlab/api/v4/version").await;
    let cut = get(
        &start("faults: [ { match: '* *', answer: cut } ]"),
        "/gitlab/api/v4/version",
    )
    .await;
    let body = |answer: &str| answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    assert_eq!(status(&cut), Some(200));
    assert_eq!(body(&cut).len(), body(&whole).len() / 2);
    assert!(body(&whole).starts_with(&body(&cut)));
    assert!(
        cut.to_lowercase()
            .contains(&format!("content-length: {}\r\n", body(&cut).len()))
    );
    assert!(
        cut.to_lowercase()
            .contains("content-type: application/json")
    );
}

#[tokio::test]
async fn a_sign_in_page_is_a_good_answer_of_the_wrong_kind() {
    let answer = get(
        &start("faults: [ { match: 'GET *', answer: html } ]"),
        "/gitlab/api/v4/user",
    )
    .await;
    assert_eq!(status(&answer), Some(200));
    assert!(answer.to_lowercase().contains("content-type: text/html"));
}

#[tokio::test]
async fn a_hanging_answer_never_comes() {
    let sandbox = start("faults: [ { match: 'GET *', answer: hang } ]");
    let patience = Duration::from_millis(100);
    assert!(
        tokio::time::timeout(patience, get(&sandbox, "/gitlab/api/v4/user"))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn the_limit_of_rate_limited_is_over_after_two_refusals() {
    let sandbox = built_in("rate-limited");
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(get(&sandbox, "/gitlab/api/v4/user").await);
    }
    assert_eq!(
        answers
            .iter()
            .map(|answer| status(answer))
            .collect::<Vec<_>>(),
        [Some(429), Some(429), Some(200)]
    );
    assert!(
        answers[0].to_lowercase().contains("retry-after: 1\r\n")
            && answers[0].ends_with("Retry later\n")
    );
}

#[tokio::test]
async fn three_attempts_always_get_through_flaky() {
    let paths = [
        "/gitlab/api/v4/personal_access_tokens/self",
        "/gitlab/api/v4/user",
        "/gitlab/api/v4/groups/acme",
        "/gitlab/api/v4/projects/acme%2Fweb%2Fshop",
        "/gitlab/api/v4/groups/acme/members/all/3",
        "/semgrep/api/v1/ping",
        "/semgrep/api/agent/identity",
        "/semgrep/api/scm/deployments/1/configs",
    ];
    let sandbox = built_in("flaky");
    let mut failed = 0;
    for path in paths {
        let mut attempts = 0;
        while status(&get(&sandbox, path).await) != Some(200) {
            attempts += 1;
            assert!(attempts < 3, "{path}");
        }
        failed += attempts;
    }
    assert!(failed >= 10, "{failed}");
}

#[tokio::test]
async fn down_drops_everything_and_garbled_never_gives_whole_json() {
    let down = built_in("down");
    let garbled = built_in("garbled");
    for path in [
        "/gitlab/api/v4/user",
        "/gitlab/api/v4/personal_access_tokens/self",
        "/semgrep/api/v1/ping",
        "/semgrep/api/agent/x",
    ] {
        assert_eq!(get(&down, path).await, "");
        let answer = get(&garbled, path).await;
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        assert!(
            serde_json::from_str::<serde_json::Value>(body).is_err(),
            "{path}: {body}"
        );
    }
}

#[tokio::test]
async fn partly_fails_only_the_change_of_features() {
    let sandbox = built_in("partly");
    let products = "/semgrep/api/agent/deployments/1/products";
    assert_eq!(
        status(&send(&sandbox, "PUT", products, "", "{}").await),
        Some(500)
    );
    assert_eq!(
        status(&send(&sandbox, "GET", products, "", "").await),
        Some(200)
    );
    assert_eq!(
        status(
            &send(
                &sandbox,
                "POST",
                "/semgrep/api/scm/deployments/1/configs",
                "",
                "{}"
            )
            .await
        ),
        Some(200)
    );
}

#[tokio::test]
async fn a_reset_answer_breaks_off_half_way_through_what_it_promised() {
    let path = "/gitlab/api/v4/version";
    let whole = get(&start(""), path).await;
    let broken = get(&start("faults: [ { match: '* *', answer: reset } ]"), path).await;
    let body = |answer: &str| answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    assert_eq!(body(&broken).len(), body(&whole).len() / 2);
    let promised = format!("content-length: {}\r\n", body(&whole).len());
    assert!(broken.to_lowercase().contains(&promised), "{broken}");
}

#[tokio::test(start_paused = true)]
async fn a_dripping_answer_takes_its_time_for_each_byte() {
    let path = "/gitlab/api/v4/version";
    let length = get(&start(""), path)
        .await
        .split_once("\r\n\r\n")
        .unwrap()
        .1
        .len();
    let sandbox = start("faults: [ { match: '* *', answer: drip } ]");
    let begun = tokio::time::Instant::now();
    let dripped = get(&sandbox, path).await;
    assert_eq!(status(&dripped), Some(200));
    assert_eq!(begun.elapsed().as_secs(), 20 * length as u64);
}
