//! Which request of a side's list arrived.

use url::form_urlencoded;
use uuid::Uuid;

use super::run::Run;
use crate::ask::{Ask, Effect, Probe};
use crate::sandbox::Seen;
use crate::{scm, semgrep};

/// One request of a side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// The service of the sandbox that it goes to.
    pub(super) service: &'static str,
    /// The side's word in evidence.
    pub(super) side: &'static str,
    pub(super) ask: &'static Ask,
}

impl Asked {
    pub(super) fn writes(&self) -> bool {
        self.ask.effect == Effect::Writes
    }

    pub(super) fn name(&self) -> String {
        format!("{} {} ({})", self.service, self.ask.key, self.ask.name())
    }
}

/// The platform's name in the sandbox.
const PLATFORM: &str = "semgrep";

/// Every request that the program may ever send.
pub(super) fn all() -> Vec<Asked> {
    let of = |service, side, asks: &'static [&'static Ask]| {
        asks.iter().map(move |ask| Asked { service, side, ask })
    };
    let platform = semgrep::Platform::default();
    let mut all: Vec<Asked> = of(PLATFORM, "platform", platform.asks()).collect();
    for scm in scm::ALL {
        all.extend(of(scm.about().id, "scm", scm.asks()));
    }
    all
}

/// The place in the lists of the request that arrived here, if it is one: the one with the most fixed parts that fits.
pub(super) fn which(all: &[Asked], seen: &Seen) -> Option<usize> {
    let fitting = all.iter().enumerate();
    let fitting = fitting.filter(|(_, one)| one.service == seen.service);
    let fitting = fitting.filter_map(|(at, one)| Some((fixed_parts(one.ask, seen)?, at)));
    let best = fitting.max_by_key(|(parts, _)| *parts);
    best.map(|(_, at)| at)
}

/// How many parts of a template an arrived request repeats word for word; `None` where it does not fit.
fn fixed_parts(ask: &Ask, seen: &Seen) -> Option<usize> {
    if seen.method.as_str() != ask.method {
        return None;
    }
    let (path, query) = halves(&seen.path_and_query);
    let always = ask.template.split('[').next().unwrap_or_default();
    let (wanted_path, wanted_query) = halves(always);
    let (parts, wanted): (Vec<_>, Vec<_>) =
        (path.split('/').collect(), wanted_path.split('/').collect());
    if parts.len() != wanted.len() {
        return None;
    }
    let mut fixed = 0;
    for (part, wanted) in parts.into_iter().zip(wanted) {
        match wanted.contains('{') {
            true if part.is_empty() => return None,
            true => {}
            false if part != wanted => return None,
            false => fixed += 1,
        }
    }
    for (name, value) in form_urlencoded::parse(wanted_query.as_bytes()) {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        if !value.contains('{') && !pairs.any(|pair| pair == (name.clone(), value.clone())) {
            return None;
        }
        fixed += 1;
    }
    Some(fixed)
}

fn halves(path_and_query: &str) -> (&str, &str) {
    path_and_query
        .split_once('?')
        .unwrap_or((path_and_query, ""))
}

/// Where a run sent a request, as patterns of a scenario's faults. Made-up names differ from run to run.
pub(super) fn patterns(all: &[Asked], run: &Run, asked: Asked) -> Vec<String> {
    let mut patterns = Vec::new();
    for seen in arrivals(all, run, asked) {
        let (path, _) = halves(&seen.path_and_query);
        let parts = path.split('/');
        let parts = parts.map(|part| match Uuid::parse_str(part) {
            Ok(_) => "*",
            Err(_) => part,
        });
        let pattern = format!("{} {}", seen.method, parts.collect::<Vec<_>>().join("/"));
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns
}

/// The arrivals of one request in a run.
pub(super) fn arrivals<'a>(
    all: &'a [Asked],
    run: &'a Run,
    asked: Asked,
) -> impl Iterator<Item = &'a Seen> {
    let is =
        move |seen: &&Seen| which(all, seen).is_some_and(|at| std::ptr::eq(all[at].ask, asked.ask));
    run.seen.iter().filter(is)
}
