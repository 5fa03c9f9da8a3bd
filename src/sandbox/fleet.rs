//! Fleets: generated namespaces, each the scenario's own place under another name, and deployments that hold them.
//!
//! A name is put back to the scenario's own on the way in and taken on again on the way out, so that every
//! check of the service applies and a fleet of any size needs no memory for its places.

use super::face::{Generated, Received, Reply};

/// The most that five digits can number.
pub(super) const LARGEST: u32 = 99_999;

/// How many connections share a deployment if the scenario does not say.
const USUAL: u32 = 100;

/// Before the five digits of a generated namespace.
const PREFIX: &str = "fleet-";

/// A deployment that was generated, with the token that reaches it and no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// Its slug (`fleet-0007`).
    pub slug: String,
    /// Its token.
    pub token: String,
    /// What it is connected to.
    pub connections: Vec<Generated>,
}

/// The generated namespaces: number `n`, from 1, lies on the manager `n - 1` modulo their count.
#[derive(Clone, Debug)]
pub(super) struct Fleet {
    pub(super) connections: u32,
    pub(super) deployments: u32,
    pub(super) managers: Vec<Manager>,
}

/// A source code manager, with what its own scenario hands out.
#[derive(Clone, Debug)]
pub(super) struct Manager {
    pub(super) service: &'static str,
    pub(super) scm_types: &'static [&'static str],
    pub(super) base_url: String,
    pub(super) token: String,
    /// The scenario's own namespace, of one part or several.
    pub(super) namespace: String,
}

impl Manager {
    /// The part of the namespace that generated names stand for.
    fn own(&self) -> &str {
        self.namespace.split('/').next().unwrap_or_default()
    }

    fn generated(&self, name: &str) -> String {
        match self.namespace.split_once('/') {
            Some((_, rest)) => format!("{name}/{rest}"),
            None => name.to_owned(),
        }
    }
}

impl Fleet {
    /// A fleet of so many connections; its deployments are as many as said, or one for each hundred.
    ///
    /// # Errors
    /// When the numbers do not fit; the text names the key.
    pub(super) fn new(
        connections: u32,
        deployments: Option<u32>,
        managers: Vec<Manager>,
    ) -> Result<Self, String> {
        if !(1..=LARGEST).contains(&connections) {
            return Err(format!("connections: must be from 1 to {LARGEST}"));
        }
        let deployments = deployments.unwrap_or_else(|| (connections / USUAL).max(1));
        if deployments == 0 || deployments > connections.min(9_999) {
            return Err(
                "deployments: must be from 1 to `connections`, and 9999 at most".to_owned(),
            );
        }
        Ok(Self {
            connections,
            deployments,
            managers,
        })
    }

    /// All deployments; their tokens are made of the scenario's own.
    pub(super) fn deployments(&self, token: &str) -> Vec<Deployment> {
        let (all, count) = (u64::from(self.connections), u64::from(self.deployments));
        let deployment = |at: u64| {
            let slug = format!("{PREFIX}{:04}", at + 1);
            let numbers = all * at / count..all * (at + 1) / count;
            Deployment {
                token: format!("{token}-{slug}"),
                slug,
                connections: numbers.filter_map(|at| self.generated(at)).collect(),
            }
        };
        (0..count).map(deployment).collect()
    }

    /// The connection of this place in the order of numbers, from 0.
    fn generated(&self, at: u64) -> Option<Generated> {
        let turn = usize::try_from(at).ok()?.checked_rem(self.managers.len())?;
        let manager = self.managers.get(turn)?;
        Some(Generated {
            service: manager.service,
            scm_types: manager.scm_types,
            base_url: manager.base_url.clone(),
            token: manager.token.clone(),
            namespace: manager.generated(&format!("{PREFIX}{:05}", at + 1)),
        })
    }

    /// Puts the scenario's own name in place of a generated one of this service, and gives that one for the answer.
    pub(super) fn enter(&self, service: &str, request: &mut Received) -> Option<Alias<'_>> {
        let texts = std::iter::once(request.path.as_bytes())
            .chain(request.query.iter().map(|(_, value)| value.as_bytes()))
            .chain([request.body.as_slice()]);
        let alias = { texts }.find_map(|text| self.alias(|one| one.service == service, text))?;
        request.path = replaced(&request.path, &alias.name, alias.own);
        for (_, value) in &mut request.query {
            *value = replaced(value, &alias.name, alias.own);
        }
        if let Some(body) = exchanged(&request.body, alias.name.as_bytes(), alias.own.as_bytes()) {
            request.body = body;
        }
        Some(alias)
    }

    /// The scenario's own namespace in place of a generated one, as the platform asks about it.
    pub(super) fn own(&self, scm_type: &str, namespace: &str) -> String {
        let alias = self.alias(
            |one| one.scm_types.contains(&scm_type),
            namespace.as_bytes(),
        );
        alias.map_or_else(
            || namespace.to_owned(),
            |alias| replaced(namespace, &alias.name, alias.own),
        )
    }

    /// The first generated name in a text that lies on the manager meant.
    fn alias(&self, meant: impl Fn(&Manager) -> bool, text: &[u8]) -> Option<Alias<'_>> {
        let turn = self.managers.iter().position(meant)?;
        let number = first_number(text)?;
        let at = number.checked_sub(1).filter(|at| *at < self.connections)?;
        let here = usize::try_from(at).ok()? % self.managers.len() == turn;
        here.then(|| Alias {
            name: format!("{PREFIX}{number:05}"),
            own: self.managers[turn].own(),
        })
    }
}

/// The name that a request used, and the one that the service knows.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Alias<'a> {
    name: String,
    own: &'a str,
}

impl Alias<'_> {
    /// Gives an answer the name that it was asked for by.
    pub(super) fn leave(&self, reply: &mut Reply) {
        if let Some(body) = exchanged(&reply.body, self.own.as_bytes(), self.name.as_bytes()) {
            reply.body = body;
        }
        for (_, value) in &mut reply.headers {
            *value = replaced(value, self.own, &self.name);
        }
    }
}

/// The number of the first generated name; names are not case sensitive.
fn first_number(text: &[u8]) -> Option<u32> {
    let at = find(text, PREFIX.as_bytes())?;
    let digits = &text[at + PREFIX.len()..];
    let length = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let number = str::from_utf8(&digits[..length]).ok()?;
    (length == 5).then(|| number.parse().ok()).flatten()
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    exchanged(text.as_bytes(), from.as_bytes(), to.as_bytes())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_else(|| text.to_owned())
}

/// The text with one word in place of another; `None` where that does not stand in it.
fn exchanged(text: &[u8], from: &[u8], to: &[u8]) -> Option<Vec<u8>> {
    let mut made = Vec::new();
    let mut left = 0;
    let mut looked = 0;
    while let Some(at) = find(&text[looked..], from).map(|at| looked + at) {
        let end = at + from.len();
        looked = end;
        // A `%2F` before a name is the slash that it stands for.
        let encoded = at >= 3 && text[at - 3] == b'%';
        let begins = at == 0 || encoded || !text[at - 1].is_ascii_alphanumeric();
        if begins && !text.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            made.extend_from_slice(&text[left..at]);
            made.extend_from_slice(to);
            left = end;
        }
    }
    if left == 0 {
        return None;
    }
    made.extend_from_slice(&text[left..]);
    Some(made)
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    let first = word.first()?;
    let last = text.len().checked_sub(word.len())?;
    (0..=last).find(|at| {
        text[*at].eq_ignore_ascii_case(first)
            && text[*at..*at + word.len()].eq_ignore_ascii_case(word)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn fleet(connections: u32, deployments: Option<u32>) -> Result<Fleet, String> {
        let manager = |(service, namespace): (&'static str, &str)| Manager {
            service,
            scm_types: &[],
            base_url: format!("http://{service}"),
            token: "invented".to_owned(),
            namespace: namespace.to_owned(),
        };
        let managers = [("one", "acme"), ("two", "acme/web")].map(manager);
        Fleet::new(connections, deployments, managers.into())
    }

    #[test]
    fn every_number_lies_in_one_deployment_and_the_managers_take_turns() {
        let all = fleet(250, None).unwrap().deployments("token");
        assert_eq!(all.len(), 2);
        let names: Vec<&str> = (all.iter().flat_map(|one| &one.connections))
            .map(|one| one.namespace.as_str())
            .collect();
        assert_eq!(names.len(), 250);
        assert_eq!(
            names[..3],
            ["fleet-00001", "fleet-00002/web", "fleet-00003"]
        );
        assert_eq!(names[249], "fleet-00250/web");
        assert_eq!(all[1].slug, "fleet-0002");
        assert_eq!(all[1].token, "token-fleet-0002");
    }

    #[test]
    fn numbers_that_do_not_fit_are_refused() {
        for (connections, deployments) in [(0, None), (100_000, None), (5, Some(6)), (5, Some(0))] {
            assert!(fleet(connections, deployments).is_err(), "{connections}");
        }
        assert_eq!(fleet(1, None).unwrap().deployments, 1);
    }

    #[test]
    fn only_whole_words_are_exchanged() {
        let swap = |text: &str| replaced(text, "acme", "fleet-00001");
        assert_eq!(swap("/orgs/Acme?x=acme"), "/orgs/fleet-00001?x=fleet-00001");
        assert_eq!(
            swap("acmes, macme, a%2Facme"),
            "acmes, macme, a%2Ffleet-00001"
        );
        assert_eq!(swap("nothing"), "nothing");
    }

    #[test]
    fn a_name_is_known_only_where_it_lies() {
        let fleet = fleet(4, None).unwrap();
        let known = |service: &str, text: &str| {
            let alias = fleet.alias(|one| one.service == service, text.as_bytes());
            alias.is_some()
        };
        assert!(known("one", "/orgs/fleet-00003/x") && known("one", "/Fleet-00003"));
        assert!(known("two", "/fleet-00004%2Fweb"));
        assert!(!known("one", "/fleet-00004") && !known("one", "/fleet-00005"));
        assert!(!known("one", "/fleet-3") && !known("one", "/fleet-000030"));
        assert!(!known("one", "/fleet-00000") && !known("three", "/fleet-00001"));
    }
}
