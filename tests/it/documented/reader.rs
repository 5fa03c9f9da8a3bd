//! Asks as the program does, answered from the fixtures, and compares what is read of it.

use assistant::ask::{Answers, Call, Effect, PlatformKey, Probe, Target};
use assistant::audit::{Evidence, Value};
use assistant::sandbox::face::Login;
use assistant::scm::{self, Renewed, Rotation};
use assistant::secret::Secret;
use assistant::semgrep::connections::Connections;
use assistant::semgrep::{self, Platform};
use url::Url;

use super::fixture::Fixture;
use super::{machine, pages};
use crate::contract::sides::{ANYWHERE, nowhere};

/// 2026-11-23.
const TODAY: i64 = 20_780;

/// What is read otherwise than expected; also where the request is not even sent in this situation.
pub fn wrong(fixture: &Fixture, all: &[Fixture]) -> Vec<String> {
    if fixture.side == ANYWHERE {
        return machine::wrong(fixture);
    }
    if fixture.ask.effect == Effect::Writes {
        return write(fixture);
    }
    let (probe, mut target) = side(fixture.side);
    if let Some(namespace) = &fixture.case.namespace {
        target.namespace.clone_from(namespace);
    }
    let mut answers = Answers::of(target.side);
    let mut asked = false;
    for _ in 0..8 {
        let calls = probe.next(&target, &answers);
        let new: Vec<&Call> = calls.iter().filter(|call| !answers.has(call.ask)).collect();
        if new.is_empty() {
            break;
        }
        for call in new {
            asked |= call.ask.key == fixture.ask.key;
            let given = situation(fixture, call, all);
            let answer = match given.case.then.is_empty() {
                true => Ok(given.answer()),
                false => pages::joined(given, &target, call),
            };
            answers.keep(call, answer);
        }
    }
    if !asked {
        return vec![format!("{}: not asked", fixture.name())];
    }
    let evidence = probe.read(&target, &answers).join(&connection(&answers));
    let found = semgrep::found(&answers).map(|(_, found)| found);
    let setting = |key: &str| match &found {
        Ok(found) => found
            .get(key)
            .map_or("unread".to_owned(), ToString::to_string),
        Err(gap) => format!("gap: {}", gap.cause.code()),
    };
    let told = |fact: &str| match evidence.get(fact) {
        _ if fact == "connections" => count(&answers),
        _ if fact.starts_with("setting ") => setting(&fact["setting ".len()..]),
        Ok(seen) if seen.value == Value::Day(None) => "never".to_owned(),
        Ok(_) => evidence.text(fact).unwrap_or_default(),
        Err(gap) => format!("gap: {}", gap.cause.code()),
    };
    unlike(fixture, told)
}

/// What is told otherwise than the fixture has it.
pub fn unlike(fixture: &Fixture, told: impl Fn(&str) -> String) -> Vec<String> {
    let reads = fixture.case.reads.iter();
    reads
        .filter(|(fact, expected)| told(fact) != **expected)
        .map(|(fact, expected)| {
            format!(
                "{}: {fact} is {}, not {expected}",
                fixture.name(),
                told(fact)
            )
        })
        .collect()
}

/// What came of a write: `yes`, or why not.
fn write(fixture: &Fixture) -> Vec<String> {
    let answer = fixture.answer();
    let done = match scm::by_id(fixture.side).map(|scm| scm.rotation()) {
        None => semgrep::written(&answer).map_or_else(|why| why, |()| "yes".to_owned()),
        Some(Rotation::Call(renewal)) => match (renewal.read)(answer) {
            Renewed::Fresh(token) => format!("fresh: {}", token.expose()),
            Renewed::Refused(words) => format!("refused: {words}"),
            Renewed::Unclear(words) => format!("unclear: {words}"),
        },
        Some(Rotation::Page { .. }) => panic!("{} has no write", fixture.side),
    };
    unlike(fixture, |fact| match fact {
        "done" => done.clone(),
        _ => format!("not told of a write: {fact}"),
    })
}

/// How many connections the platform lists.
fn count(answers: &Answers) -> String {
    let connections = Connections::of(answers);
    connections
        .listed()
        .map_or("unread".to_owned(), |all| all.len().to_string())
}

/// What the platform says of the first connection that it lists, or of one that it does not.
fn connection(answers: &Answers) -> Evidence {
    let connections = Connections::of(answers);
    let absent = PlatformKey {
        types: &["SCM_TYPE_GITLAB"],
        namespace: "acme".to_owned(),
        base_url: "https://gitlab.com".to_owned(),
        public: true,
    };
    match connections.listed() {
        Ok([first, ..]) => connections.read_listed(first),
        _ => connections.read(&absent),
    }
}

/// The answer to a call in the situation of a fixture.
fn situation<'a>(fixture: &'a Fixture, call: &Call, all: &'a [Fixture]) -> &'a Fixture {
    if call.ask.key == fixture.ask.key || fixture.case.alike {
        return fixture;
    }
    let of = |name: &str| {
        all.iter().find(|one| {
            let same = one.side == fixture.side && one.ask.key == call.ask.key;
            same && !one.shared && one.case.name == name
        })
    };
    let given = fixture.case.given.get(call.ask.key);
    let alike = (!fixture.shared).then_some(&fixture.case.name);
    given
        .or(alike)
        .and_then(|name| of(name))
        .or_else(|| of("success"))
        .unwrap_or_else(|| panic!("{} {}: no success", fixture.side, call.ask.key))
}

fn side(id: &str) -> (Box<dyn Probe>, Target) {
    let mut target = nowhere();
    target.today = TODAY;
    target.exact = true;
    target.nonce = "5e4c1d0e-7e1f-4b8f-9a5e-0c4e6a1f2b3d".to_owned();
    let nothing = serde_yaml::Value::Null;
    let Some(scm) = scm::by_id(id) else {
        let Login { token, .. } = semgrep::simulate::build(&nothing).unwrap().login();
        target.side = assistant::audit::Side::Platform;
        let url = Url::parse(semgrep::DEFAULT_URL).unwrap();
        let token = Secret::new(token);
        semgrep::equip(&url, Some(&token), &mut target);
        target.token = Some(token);
        let platform = Platform {
            prerequisites: true,
            features: true,
            connections: true,
            every: true,
            ..Platform::default()
        };
        return (Box::new(platform), target);
    };
    let Login { token, namespace } = scm.simulate()(&nothing).unwrap().login();
    let base = Url::parse(scm.about().default_url).unwrap();
    let token = Secret::new(token);
    target.host = scm.host(&base);
    target.namespace = namespace;
    scm.equip(&base, Some(&token), &mut target);
    target.token = Some(token);
    (Box::new(Scm(scm)), target)
}

/// A source code manager as nothing but a side to ask.
struct Scm(&'static dyn scm::Scm);

impl Probe for Scm {
    fn asks(&self) -> &'static [&'static assistant::ask::Ask] {
        self.0.asks()
    }

    fn next(&self, target: &Target, so_far: &Answers) -> Vec<Call> {
        self.0.next(target, so_far)
    }

    fn read(&self, target: &Target, answers: &Answers) -> Evidence {
        self.0.read(target, answers)
    }

    fn requirements(&self) -> &'static [assistant::audit::Requirement] {
        self.0.requirements()
    }
}
