//! One page of HTML that needs nothing else: no script, no font, no picture, no address but the links in it. The
//! template escapes whatever is put into it.

use std::cmp::Reverse;

use askama::Template;

use super::entries::{Mark, advice, moved, of_fleet, summary, told};
use super::{Frame, brief, members};
use crate::audit::{Finding, Level, Report, TokenReport, format_day};

/// So much of one text is shown.
const MOST: usize = 4_000;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    title: String,
    summary: String,
    command: String,
    generated_at: String,
    version: &'static str,
    error: Option<(String, String)>,
    drift: Option<Drift>,
    features: Vec<[String; 3]>,
    sections: Vec<Section>,
}

struct Drift {
    since: String,
    note: Option<String>,
    moves: Vec<[String; 3]>,
}

/// The deployment, or one connection.
struct Section {
    name: String,
    about: Vec<(&'static str, String)>,
    rows: Vec<Row>,
}

struct Row {
    class: &'static str,
    mark: &'static str,
    title: &'static str,
    id: &'static str,
    weight: Level,
    level: &'static str,
    told: Vec<String>,
    todo: Option<String>,
    page: Option<String>,
    docs: &'static str,
}

/// The page.
pub(super) fn page(report: &Report, frame: &Frame<'_>) -> String {
    let features = report.features.iter().map(|row| {
        let value = row.value.as_deref().unwrap_or("cannot tell");
        [row.key, value, row.label].map(text)
    });
    let page = Page {
        title: title(report),
        summary: text(&summary(report, frame)),
        command: text(frame.command),
        generated_at: frame.generated_at.clone(),
        version: env!("CARGO_PKG_VERSION"),
        error: frame.error.as_ref().map(|error| {
            let fix = error.fix.as_deref().unwrap_or_default();
            (text(&error.message), text(fix))
        }),
        drift: frame.drift.as_ref().map(drift),
        features: features.collect(),
        sections: whole(frame)
            .into_iter()
            .chain(report.all().flat_map(sections))
            .collect(),
    };
    // A template without a step that fails.
    page.render().unwrap_or_default()
}

fn title(report: &Report) -> String {
    let deployment = report.platform.as_ref();
    let deployment = deployment.and_then(|one| one.deployment.as_ref());
    match deployment {
        Some(one) => format!("Semgrep Assistant: {}", brief(&one.slug, 120)),
        None => "Semgrep Assistant".to_owned(),
    }
}

fn drift(drift: &crate::audit::Drift) -> Drift {
    let nothing = drift.moves.is_empty().then(|| "Nothing moved.".to_owned());
    let why = drift.incomparable.as_deref();
    let why = why.map(|why| format!("Not compared: {}", text(why)));
    Drift {
        since: text(&drift.since),
        note: why.or(nothing),
        moves: drift.moves.iter().map(moved).collect(),
    }
}

/// What a fleet comes to.
fn whole(frame: &Frame<'_>) -> Option<Section> {
    let tally = frame.tally.as_ref()?;
    let about = of_fleet(tally).into_iter();
    Some(Section {
        name: "The fleet".to_owned(),
        about: about
            .map(|(head, lines)| (head, text(&lines.join("; "))))
            .collect(),
        rows: Vec::new(),
    })
}

fn sections(report: &Report) -> Vec<Section> {
    let of_platform = report.platform.iter().map(|one| {
        let mut about = vec![("Platform", text(&one.url))];
        about.extend(
            one.deployment
                .as_ref()
                .map(|one| ("Deployment", text(&one.name))),
        );
        about.extend(
            one.token_source
                .as_deref()
                .map(|it| ("Token from", text(it))),
        );
        about.extend(report.lost.as_deref().map(no_token));
        Section {
            name: members::deployment(report),
            about,
            rows: rows(&one.findings),
        }
    });
    let of_connections = report.connections.iter().map(|one| {
        let mut about = vec![("Phase", one.phase.to_owned())];
        match (&one.token, &one.lost) {
            (Some(token), _) => about.extend(token_of(token)),
            (None, Some(why)) => about.push(no_token(why)),
            (None, None) => {
                about.push(("Token", "none here, so only the platform's side".to_owned()))
            }
        }
        Section {
            name: members::connection(one, report),
            about,
            rows: rows(&one.findings),
        }
    });
    of_platform.chain(of_connections).collect()
}

fn no_token(why: &str) -> (&'static str, String) {
    ("Token", format!("none: {}", text(why)))
}

fn token_of(token: &TokenReport) -> Vec<(&'static str, String)> {
    let kind = token.kind.as_deref().unwrap_or("token");
    let mut about = vec![(
        "Token",
        format!("{} from {}", text(kind), text(&token.source)),
    )];
    let lists = [
        ("Scopes", &token.scopes),
        ("Missing scopes", &token.missing),
        ("Scopes to take away", &token.excess),
    ];
    let told = lists.into_iter().filter(|(_, list)| !list.is_empty());
    about.extend(told.map(|(name, list)| (name, text(&list.join(", ")))));
    about.extend(token.expires.map(|day| ("Ends", format_day(day))));
    about
}

fn rows(findings: &[Finding]) -> Vec<Row> {
    let mut rows: Vec<(Mark, Row)> = findings.iter().map(row).collect();
    rows.sort_by_key(|(mark, row)| (*mark, Reverse(row.weight)));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row(finding: &Finding) -> (Mark, Row) {
    let mark = Mark::of(finding);
    let todo = advice(finding);
    // Only the web: a link may come from a service's answer in part.
    let is_web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    let page = finding.fix.as_ref().and_then(|fix| fix.url.as_ref());
    let page = page.filter(|url| is_web(url) && todo.is_some());
    let row = Row {
        class: match mark {
            Mark::Met => "met",
            Mark::NotMet => "unmet",
            _ => "open",
        },
        mark: mark.words(),
        title: finding.title,
        id: finding.id,
        weight: finding.level,
        level: finding.level.word(),
        told: told(finding).iter().map(|part| text(part)).collect(),
        page: page.map(|url| text(url)),
        todo: todo.map(|todo| text(&todo)),
        docs: finding.docs,
    };
    (mark, row)
}

fn text(text: &str) -> String {
    brief(text, MOST)
}
