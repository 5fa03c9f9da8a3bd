//! Connections in the lists that the platform gives.

#![allow(clippy::unwrap_used)]

use super::super::Platform;
use super::*;
use crate::ask::{Answer, Ask, Probe};
use crate::audit::{About, Context, Finding, Phase, Side, Verdict, findings};

fn keep(answers: &mut Answers, ask: &'static Ask, json: &Json) {
    let answer = Answer {
        status: 200,
        headers: Default::default(),
        body: json.to_string(),
    };
    let call = ask.call().with("deployment", "1").with("config", "7");
    answers.keep(&call, Ok(answer));
}

/// The rows about a connection with this configuration, and what the source code manager says of comments.
fn rows(config: Json, check: Json, comments: Option<bool>) -> Vec<Finding> {
    let mut answers = Answers::of(Side::Platform);
    keep(&mut answers, &CONFIGS, &json!({ "configs": [config] }));
    keep(&mut answers, &CHECK, &check);
    let key = PlatformKey {
        types: &["SCM_TYPE_OF_TESTS"],
        namespace: "acme".to_owned(),
        base_url: "https://scm.example".to_owned(),
        public: true,
    };
    let mut evidence = Connections::of(&answers).read(&key);
    if let Some(yes) = comments {
        let seen = Seen::observed(Value::Flag(yes), Trace::local(""));
        evidence.put(fact::SCM_COMMENTS, Ok(seen.clone()));
        evidence.put(fact::SCM_READS_CODE, Ok(seen));
    }
    let context = Context {
        phase: Phase::Steady,
        connected: true,
        writes: false,
        today: 0,
        warn_days: 30,
        asked: Default::default(),
        left_out: Default::default(),
    };
    let rows = Platform::default().requirements();
    findings(
        rows,
        About::Connection,
        &evidence,
        &context,
        &[],
        &|_| None,
        &|_| {},
    )
}

fn verdict(rows: &[Finding], id: &str) -> Verdict {
    rows.iter().find(|row| row.id == id).unwrap().judged.verdict
}

fn config(more: Json) -> Json {
    let mut config = json!({ "id": "7", "type": "SCM_TYPE_OF_TESTS", "namespace": "acme" });
    let more = more.as_object().unwrap().clone();
    config.as_object_mut().unwrap().extend(more);
    config
}

fn ok() -> Json {
    json!({ "status": { "ok": true } })
}

#[test]
fn an_app_tells_code_access_itself_and_its_installation_tells_comments() {
    let app = json!({ "slug": "acme-reader", "codeAccess": true });
    let working = config(json!({ "app": app, "installed": true }));
    let rows_of = |comments| rows(working.clone(), ok(), comments);
    let (code, comments) = ("semgrep/code-access", "semgrep/comments");
    let agrees = "semgrep/agrees-with-scm";
    assert_eq!(verdict(&rows_of(Some(true)), code), Verdict::Met);
    assert_eq!(verdict(&rows_of(Some(true)), comments), Verdict::Met);
    assert_eq!(verdict(&rows_of(Some(true)), agrees), Verdict::Met);
    assert_eq!(verdict(&rows_of(Some(false)), comments), Verdict::NotMet);
    assert_eq!(verdict(&rows_of(Some(false)), agrees), Verdict::NotMet);
    assert_eq!(verdict(&rows_of(None), comments), Verdict::CannotTell);
    for more in [
        json!({ "app": { "slug": "acme-reader" }, "installed": true }),
        json!({ "app": app, "installed": true, "suspended": true }),
        json!({ "app": app }),
    ] {
        let rows = rows(config(more.clone()), ok(), None);
        assert_eq!(verdict(&rows, code), Verdict::NotMet, "{more}");
    }
}

#[test]
fn without_an_app_the_token_decides() {
    let plain = config(json!({ "hasAccessToken": true }));
    let mut check = ok();
    let row = |check: &Json, id| verdict(&rows(plain.clone(), check.clone(), Some(true)), id);
    for id in ["semgrep/code-access", "semgrep/comments"] {
        assert_eq!(row(&check, id), Verdict::CannotTell);
    }
    check["tokenScopes"] = json!({});
    for id in ["semgrep/code-access", "semgrep/comments"] {
        assert_eq!(row(&check, id), Verdict::NotMet);
    }
    check["tokenScopes"] = json!({ "readContents": true, "writePullRequestComment": true });
    for id in ["semgrep/code-access", "semgrep/comments"] {
        assert_eq!(row(&check, id), Verdict::Met);
    }
}

#[test]
fn a_token_beside_an_app_counts_as_well() {
    let both = config(json!({ "app": { "slug": "acme-reader" }, "hasAccessToken": true }));
    let mut check = ok();
    check["tokenScopes"] = json!({ "readContents": true, "writePullRequestComment": true });
    let rows = rows(both, check, None);
    for id in ["semgrep/code-access", "semgrep/comments"] {
        assert_eq!(verdict(&rows, id), Verdict::Met);
    }
}
