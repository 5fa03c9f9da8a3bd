//! What answers tell of the credential by the way. Bitbucket puts kind and scopes into the headers of whatever it
//! answers, refusals included, and the scopes into the body of a refusal for lack of one.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::asks;
use super::kind::{self, Kind};
use crate::ask::json::strings;
use crate::ask::{Answers, Heard, message};
use crate::audit::Trace;

/// The kind of credential, as Bitbucket names it.
const KIND: &str = "x-credential-type";

/// What was granted, separated by commas.
const SCOPES: &str = "x-oauth-scopes";

/// The kind of the credential, as told.
pub(super) struct Named {
    /// Bitbucket's word for it.
    pub(super) word: String,
    /// The kind, where it is a known one.
    pub(super) kind: Option<&'static Kind>,
    /// The answer that tells.
    pub(super) trace: Trace,
}

/// Every answer that is Bitbucket's own: JSON, or a refusal without a body. Web pages in its place are not.
pub(super) fn own(answers: &Answers) -> impl Iterator<Item = Heard> {
    asks::ALL
        .into_iter()
        .filter_map(|ask| answers.hear(ask).ok())
        .filter(|heard| heard.json.is_object() || heard.answer.body.trim().is_empty())
}

/// The kind of the credential, where an answer names it.
pub(super) fn kind(answers: &Answers) -> Option<Named> {
    own(answers).find_map(|heard| {
        let word: String = heard.answer.header(KIND)?.trim().chars().take(60).collect();
        (!word.is_empty()).then(|| Named {
            kind: kind::by_header(&word),
            trace: heard.saying(format!("{KIND}: {word}")),
            word,
        })
    })
}

/// What was granted: by the header of any answer, else by the body of a refusal. An empty header means nothing.
pub(super) fn scopes(answers: &Answers) -> Option<(BTreeSet<String>, Trace)> {
    let listed = |scopes: &BTreeSet<String>| match scopes.is_empty() {
        true => "no scopes".to_owned(),
        false => {
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            format!("scopes: {}", scopes.join(", "))
        }
    };
    let by_header = own(answers).find_map(|heard| {
        let scopes: BTreeSet<String> = heard
            .answer
            .header(SCOPES)?
            .split([',', ' '])
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect();
        let said = listed(&scopes);
        Some((scopes, heard.saying(said)))
    });
    by_header.or_else(|| {
        own(answers).find_map(|heard| {
            let scopes = granted(&heard)?;
            let said = format!("granted {}", listed(&scopes));
            Some((scopes, heard.saying(said)))
        })
    })
}

/// What a refusal for lack of a scope says was granted.
/// Source: Bitbucket REST API, "Errors", and its 403 bodies: `error.detail.granted`.
fn granted(heard: &Heard) -> Option<BTreeSet<String>> {
    if heard.status != 403 {
        return None;
    }
    strings(heard.json.pointer("/error/detail")?, "granted")
}

/// An answer that only a credential which was recognised gets, with what shows that.
pub(super) fn recognised(answers: &Answers) -> Option<Trace> {
    own(answers)
        .filter(|heard| heard.status != 401)
        .find_map(|heard| {
            let header = [KIND, SCOPES].into_iter().find(|name| {
                heard
                    .answer
                    .header(name)
                    .is_some_and(|it| !it.trim().is_empty())
            });
            match header {
                Some(name) => Some(heard.saying(format!("recognised: {name} is there"))),
                None => granted(&heard).map(|_| heard.saying("recognised: names what was granted")),
            }
        })
}

/// Whether a body is a refusal as documented: `{"type": "error", "error": {"message": …}}`.
pub(super) fn refusal(json: &Json) -> bool {
    json.is_object() && (json.get("type") == Some(&Json::from("error")) || message(json).is_some())
}
