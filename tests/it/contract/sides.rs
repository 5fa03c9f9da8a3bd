//! The sides with their `Ask`s, and which of them a request on the wire belongs to.

use std::collections::BTreeMap;

use assistant::ask::{self, Ask, Probe};
use assistant::audit;
use assistant::scm;
use assistant::semgrep::{self, Platform};
use url::Url;

/// A service and everything that may be sent to it.
#[derive(Clone, Copy)]
pub struct Side {
    /// Its id, which is its prefix in the sandbox and begins the names of its descriptions' files.
    pub id: &'static str,
    pub name: &'static str,
    pub asks: &'static [&'static Ask],
}

/// What is sent to every host to look at the way there; no service's own.
pub const ANYWHERE: &str = "anywhere";

pub fn all() -> Vec<Side> {
    let mut sides = vec![Side {
        id: "semgrep",
        name: "Semgrep AppSec Platform",
        asks: Platform::default().asks(),
    }];
    sides.extend(scm::ALL.map(|scm| Side {
        id: scm.about().id,
        name: scm.about().name,
        asks: scm.asks(),
    }));
    sides.push(Side {
        id: ANYWHERE,
        name: "Every host of the above",
        asks: &assistant::local::ASKS,
    });
    sides
}

impl Side {
    /// The public host that an `Ask` goes to; none where it goes to each.
    pub fn host(&self, ask: &Ask) -> Option<String> {
        let target = match scm::by_id(self.id) {
            Some(scm) => {
                let base = Url::parse(scm.about().default_url).unwrap();
                let mut target = nowhere();
                scm.equip(&base, None, &mut target);
                target
            }
            None if self.id == ANYWHERE => return None,
            None => {
                let mut target = nowhere();
                let base = Url::parse(semgrep::DEFAULT_URL).unwrap();
                semgrep::equip(&base, None, &mut target);
                target
            }
        };
        target.servers[ask.server].host_str().map(str::to_owned)
    }
}

/// A target without anything.
pub fn nowhere() -> ask::Target {
    ask::Target {
        side: audit::Side::Scm,
        host: String::new(),
        namespace: String::new(),
        servers: BTreeMap::new(),
        token: None,
        credentials: Vec::new(),
        headers: Vec::new(),
        today: 0,
        full: false,
        nonce: String::new(),
        exact: false,
        app_slug: None,
    }
}

/// A request's target taken apart.
#[derive(Clone, Debug)]
pub struct Target {
    pub service: String,
    /// Within the service, still percent-encoded.
    pub path: String,
    /// Decoded, in order.
    pub query: Vec<(String, String)>,
}

impl Target {
    /// Of `/gitlab/api/v4/user?a=b`.
    pub fn of(text: &str) -> Self {
        let (whole, query) = text.split_once('?').unwrap_or((text, ""));
        let whole = whole.trim_start_matches('/');
        let (service, path) = whole.split_once('/').unwrap_or((whole, ""));
        Target {
            service: service.to_owned(),
            path: format!("/{path}"),
            query: pairs(query),
        }
    }

    /// The only `Ask` that this can be, with its side.
    pub fn ask(&self, method: &str) -> Option<(Side, &'static Ask)> {
        let mut found = all().into_iter().flat_map(|side| {
            let here = side.id == self.service || side.id == ANYWHERE;
            let asks = side.asks.iter().filter(move |_| here);
            asks.filter(|ask| ask.method == method && self.fits(ask.template))
                .map(move |ask| (side, *ask))
                .collect::<Vec<_>>()
        });
        let first = found.next()?;
        assert!(found.next().is_none(), "{self:?} fits several");
        Some(first)
    }

    fn fits(&self, template: &str) -> bool {
        let (path, query) = template
            .find(['?', '['])
            .map_or((template, String::new()), |at| {
                (&template[..at], template[at..].replace(['?', '['], "&"))
            });
        let constants = query.replace(']', "");
        let known: Vec<(String, String)> = constants
            .split('&')
            .filter(|part| !part.is_empty())
            .map(|part| part.split_once('=').unwrap_or((part, "")))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let open = |value: &str| value.starts_with('{');
        let sent = self.query.iter().all(|(key, value)| {
            let mut same = known.iter().filter(|(name, _)| name == key);
            same.any(|(_, wanted)| open(wanted) || wanted == value)
        });
        let fixed = known.iter().filter(|(_, value)| !open(value));
        matches(path, &self.path).is_some()
            && sent
            && fixed.into_iter().all(|pair| self.query.contains(pair))
    }
}

/// What the placeholders of a path template stand for in a path, decoded.
pub fn matches(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (wanted, given) = (template.split('/'), path.split('/'));
    if wanted.clone().count() != given.clone().count() {
        return None;
    }
    let mut bound = Vec::new();
    for (wanted, given) in wanted.zip(given) {
        let name = wanted
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        match name {
            Some(name) if !given.is_empty() => bound.push((name.to_owned(), decoded(given))),
            _ if wanted == given => {}
            _ => return None,
        }
    }
    Some(bound)
}

fn decoded(segment: &str) -> String {
    // A plus is itself in a path.
    let pair = format!("x={}", segment.replace('+', "%2B"));
    let mut pairs = url::form_urlencoded::parse(pair.as_bytes());
    pairs.next().unwrap().1.into_owned()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}
