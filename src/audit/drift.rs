//! What moved between an earlier report and this one.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::{Cause, Finding, Report, TokenReport, counted};

/// One finding as far as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// `met`, `not-met` or `cannot-tell`.
    pub verdict: String,
    /// Whether it waits for another row, which then says what moved.
    pub blocked: bool,
    /// What was seen, in the words of the evidence.
    pub seen: Vec<String>,
}

/// One token as far as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Its kind.
    pub kind: Option<String>,
    /// What was granted.
    pub scopes: Vec<String>,
    /// Its last day, in days since 1970-01-01.
    pub expires: Option<i64>,
    /// Days until then, on the day of the report.
    pub days_left: Option<i64>,
}

/// A report as far as it is compared. A target is `scm:host/namespace` or `semgrep:host/deployment`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The deployment's id and slug, where it was known.
    pub deployment: Option<(String, String)>,
    /// The connections and their tokens, by target.
    pub connections: BTreeMap<String, Option<Token>>,
    /// The findings, by target and id. The deployment's own stand under `semgrep`.
    pub rows: BTreeMap<(String, String), Row>,
    /// The settings by key; without those that could not be read.
    pub features: BTreeMap<String, String>,
}

/// What kind of thing moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A connection that was not there.
    Appeared,
    /// A connection that is gone.
    Disappeared,
    /// A scope was granted.
    ScopeGained,
    /// A scope was taken away.
    ScopeLost,
    /// The token is of another kind.
    TokenKind,
    /// The role is another one, though the verdict is the same.
    Role,
    /// The token ends sooner, or within the days to warn of.
    ExpiryNearer,
    /// The token ends later.
    ExpiryLater,
    /// A setting was changed.
    Feature,
    /// A row is judged differently.
    Verdict,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 10] = [
        Kind::Appeared,
        Kind::Disappeared,
        Kind::ScopeGained,
        Kind::ScopeLost,
        Kind::TokenKind,
        Kind::Role,
        Kind::ExpiryNearer,
        Kind::ExpiryLater,
        Kind::Feature,
        Kind::Verdict,
    ];

    /// The word used in the output.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Appeared => "connection-appeared",
            Kind::Disappeared => "connection-disappeared",
            Kind::ScopeGained => "scope-gained",
            Kind::ScopeLost => "scope-lost",
            Kind::TokenKind => "token-kind",
            Kind::Role => "role",
            Kind::ExpiryNearer => "expiry-nearer",
            Kind::ExpiryLater => "expiry-later",
            Kind::Feature => "feature",
            Kind::Verdict => "verdict",
        }
    }
}

/// One thing that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What kind of thing.
    pub kind: Kind,
    /// On what: a connection's target, or `semgrep` for the deployment.
    pub target: String,
    /// The row's id, the setting's key or the scope.
    pub key: Option<String>,
    /// What it was; `None` where it was not there.
    pub from: Option<String>,
    /// What it is; `None` where it is gone.
    pub to: Option<String>,
}

/// The comparison with an earlier report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// When the earlier report was made, RFC 3339.
    pub since: String,
    /// Why the two can't be compared, where they can't.
    pub incomparable: Option<String>,
    /// What moved.
    pub moves: Vec<Move>,
}

/// Stands for the deployment among the targets.
pub const DEPLOYMENT: &str = "semgrep";

impl Snapshot {
    /// This report.
    pub fn of(report: &Report) -> Self {
        let mut rows = BTreeMap::new();
        let mut add = |target: &str, findings: &[Finding]| {
            for finding in findings {
                rows.insert((target.to_owned(), finding.id.to_owned()), row(finding));
            }
        };
        let platform = report.platform.as_ref();
        if let Some(platform) = platform {
            add(DEPLOYMENT, &platform.findings);
        }
        for connection in &report.connections {
            add(&connection.target(), &connection.findings);
        }
        let deployment = platform.and_then(|one| one.deployment.as_ref());
        let each = |one: &super::ConnectionReport| (one.target(), one.token.as_ref().map(token));
        Snapshot {
            deployment: deployment.map(|one| (one.id.clone(), one.slug.clone())),
            connections: report.connections.iter().map(each).collect(),
            rows,
            features: report
                .features
                .iter()
                .filter_map(|row| Some((row.key.to_owned(), row.value.clone()?)))
                .collect(),
        }
    }
}

fn row(finding: &Finding) -> Row {
    let judged = &finding.judged;
    Row {
        verdict: judged.verdict.word().to_owned(),
        blocked: matches!(judged.cause, Some(Cause::BlockedBy(_))),
        seen: judged.by.iter().map(|trace| trace.detail.clone()).collect(),
    }
}

fn token(token: &TokenReport) -> Token {
    Token {
        kind: token.kind.clone(),
        scopes: token.scopes.clone(),
        expires: token.expires,
        days_left: token.days_left,
    }
}

/// What moved from `before` to `now`. `ranked` says of a row's id whether it is about a role; an end within
/// `warn_days` is told each time it came nearer.
pub fn drift(
    since: &str,
    before: &Snapshot,
    now: &Snapshot,
    ranked: impl Fn(&str) -> bool,
    warn_days: i64,
) -> Drift {
    let incomparable = another_deployment(before, now);
    let mut moves = Vec::new();
    if incomparable.is_none() {
        connections(before, now, warn_days, &mut moves);
        rows(before, now, ranked, &mut moves);
        features(before, now, &mut moves);
    }
    Drift {
        since: since.to_owned(),
        incomparable,
        moves,
    }
}

/// Why two reports are not about the same thing; a deployment that one of them does not know stops nothing.
fn another_deployment(before: &Snapshot, now: &Snapshot) -> Option<String> {
    match (&before.deployment, &now.deployment) {
        (Some((id, slug)), Some((other, here))) if id != other => Some(format!(
            "the earlier report is about deployment {slug} ({id}), this one about {here} ({other})"
        )),
        _ => None,
    }
}

fn connections(before: &Snapshot, now: &Snapshot, warn_days: i64, moves: &mut Vec<Move>) {
    for (target, token) in &now.connections {
        match before.connections.get(target) {
            None => moves.push(whole(Kind::Appeared, target)),
            Some(earlier) => {
                if let (Some(earlier), Some(token)) = (earlier, token) {
                    tokens(target, earlier, token, warn_days, moves);
                }
            }
        }
    }
    let gone = before.connections.keys();
    let gone = gone.filter(|target| !now.connections.contains_key(*target));
    moves.extend(gone.map(|target| whole(Kind::Disappeared, target)));
}

fn whole(kind: Kind, target: &str) -> Move {
    Move {
        kind,
        target: target.to_owned(),
        key: None,
        from: None,
        to: None,
    }
}

fn tokens(target: &str, before: &Token, now: &Token, warn_days: i64, moves: &mut Vec<Move>) {
    let one = |kind, key: Option<&String>, from: Option<String>, to: Option<String>| Move {
        kind,
        target: target.to_owned(),
        key: key.cloned(),
        from,
        to,
    };
    // What is not known is not compared: a service that was down took nothing away.
    if before.kind.is_some() && now.kind.is_some() && before.kind != now.kind {
        let kind = Kind::TokenKind;
        moves.push(one(kind, None, before.kind.clone(), now.kind.clone()));
    }
    if let Some(kind) = expiry(before, now, warn_days) {
        moves.push(one(kind, None, end(before), end(now)));
    }
    if before.scopes.is_empty() || now.scopes.is_empty() {
        return;
    }
    let added = now.scopes.iter().filter(|it| !before.scopes.contains(it));
    moves.extend(added.map(|it| one(Kind::ScopeGained, Some(it), None, Some(it.clone()))));
    let lost = before.scopes.iter().filter(|it| !now.scopes.contains(it));
    moves.extend(lost.map(|it| one(Kind::ScopeLost, Some(it), Some(it.clone()), None)));
}

fn expiry(before: &Token, now: &Token, warn_days: i64) -> Option<Kind> {
    let (then, day) = (before.expires?, now.expires?);
    match day.cmp(&then) {
        Ordering::Greater => Some(Kind::ExpiryLater),
        Ordering::Less => Some(Kind::ExpiryNearer),
        Ordering::Equal => {
            let nearer = now.days_left < before.days_left;
            let near = now.days_left.is_some_and(|days| days <= warn_days);
            (nearer && near).then_some(Kind::ExpiryNearer)
        }
    }
}

/// The end of a token in words; `None` for one that has no known end.
fn end(token: &Token) -> Option<String> {
    let day = super::format_day(token.expires?);
    Some(match token.days_left {
        Some(days) => format!("{day}, {} left", counted(days, "day")),
        None => day,
    })
}

fn rows(before: &Snapshot, now: &Snapshot, ranked: impl Fn(&str) -> bool, moves: &mut Vec<Move>) {
    for (place, row) in &now.rows {
        let Some(earlier) = before.rows.get(place) else {
            continue;
        };
        let (target, id) = place;
        let one = |kind, from: String, to: String| Move {
            kind,
            target: target.clone(),
            key: Some(id.clone()),
            from: Some(from),
            to: Some(to),
        };
        if earlier.verdict != row.verdict {
            // A row that waits for another one says nothing of its own.
            if !earlier.blocked && !row.blocked {
                let (from, to) = (earlier.verdict.clone(), row.verdict.clone());
                moves.push(one(Kind::Verdict, from, to));
            }
        } else if ranked(id) && earlier.seen != row.seen {
            moves.push(one(
                Kind::Role,
                earlier.seen.join("; "),
                row.seen.join("; "),
            ));
        }
    }
}

fn features(before: &Snapshot, now: &Snapshot, moves: &mut Vec<Move>) {
    for (key, value) in &now.features {
        let Some(earlier) = before.features.get(key).filter(|one| *one != value) else {
            continue;
        };
        moves.push(Move {
            kind: Kind::Feature,
            target: DEPLOYMENT.to_owned(),
            key: Some(key.clone()),
            from: Some(earlier.clone()),
            to: Some(value.clone()),
        });
    }
}
