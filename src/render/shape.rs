//! The shapes of the JSON output, version 1: a contract of its own, so these are not the domain's types. A key is
//! added, never changed; the comments here are what `assistant schema` prints.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// What went wrong, for a run that came to no verdict or not to its end.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Error")]
pub struct Failure {
    /// The outcome's word.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub fix: Option<String>,
}

/// One document, always, on failure too.
#[derive(Serialize, JsonSchema)]
pub(super) struct Document<'a> {
    #[schemars(extend("const" = "1"))]
    pub(super) schema_version: &'static str,
    /// The command; empty where none was understood.
    pub(super) command: &'a str,
    #[schemars(extend("enum" = ["ready", "done", "pending", "inconclusive", "gaps", "credentials", "partial", "error", "usage", "interrupted"]))]
    pub(super) outcome: &'static str,
    /// The process's exit code; the policy may make it another one than the outcome's own.
    #[schemars(extend("enum" = [0, 1, 2, 3, 4, 5, 6, 7, 130]))]
    pub(super) exit_code: u8,
    /// RFC 3339.
    #[schemars(extend("format" = "date-time"))]
    pub(super) generated_at: &'a str,
    /// The program's version.
    pub(super) version: &'static str,
    /// What is about the deployment.
    pub(super) platform: Option<Platform<'a>>,
    /// What is about one connection each, seen by the platform or by the source code manager.
    pub(super) connections: Vec<Connection<'a>>,
    pub(super) features: Vec<Feature<'a>>,
    pub(super) changes: Vec<Change<'a>>,
    pub(super) local: Local<'a>,
    pub(super) requests: Requests,
    pub(super) error: Option<&'a Failure>,
    /// What moved since an earlier report, with `--baseline`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) drift: Option<Drift<'a>>,
    /// The deployment's name in a fleet's file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
    /// Why the token that is named could not be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lost: Option<&'a str>,
    #[serde(flatten)]
    #[schemars(with = "Extra")]
    pub(super) extra: &'a Map<String, Value>,
}

/// The one key that some commands add.
#[derive(Serialize, JsonSchema)]
struct Extra {
    /// `requirements`: the catalogue of checks.
    #[serde(skip_serializing_if = "Option::is_none")]
    requirements: Option<Vec<Map<String, Value>>>,
    /// `token list`: the tokens kept here, never themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<Map<String, Value>>>,
    /// `sandbox --list`: the built-in scenarios.
    #[serde(skip_serializing_if = "Option::is_none")]
    scenarios: Option<Vec<Map<String, Value>>>,
    /// `--explain`: the requests that the command may make.
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Vec<Map<String, Value>>>,
    /// `features explain`: the setting.
    #[serde(skip_serializing_if = "Option::is_none")]
    feature: Option<Map<String, Value>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Platform<'a> {
    pub(super) url: &'a str,
    /// The token used, if any.
    pub(super) token: Option<Source<'a>>,
    /// The organization on the platform, once known.
    pub(super) deployment: Option<Deployment<'a>>,
    pub(super) findings: Vec<Finding<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Source<'a> {
    /// Where it came from.
    pub(super) source: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Deployment<'a> {
    pub(super) id: &'a str,
    pub(super) slug: &'a str,
    pub(super) name: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Connection<'a> {
    /// The source code manager; for one not known here, the platform's name for its type.
    pub(super) scm: &'a str,
    pub(super) host: &'a str,
    pub(super) namespace: &'a str,
    #[schemars(extend("enum" = ["setup", "steady"]))]
    pub(super) phase: &'a str,
    /// What its findings come to.
    #[schemars(extend("enum" = ["ready", "inconclusive", "gaps", "credentials"]))]
    pub(super) outcome: &'static str,
    /// The token used; null where there is none here.
    pub(super) token: Option<Token<'a>>,
    /// Why the token that is named could not be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lost: Option<&'a str>,
    pub(super) findings: Vec<Finding<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Token<'a> {
    pub(super) kind: Option<&'a str>,
    /// Where it came from.
    pub(super) source: &'a str,
    /// What was granted.
    pub(super) scopes: &'a [String],
    /// What to add.
    pub(super) missing: &'a [String],
    /// What to take away.
    pub(super) excess: &'a [String],
    /// Its last day.
    #[schemars(extend("format" = "date"))]
    pub(super) expires_at: Option<String>,
    pub(super) days_left: Option<i64>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Feature<'a> {
    pub(super) key: &'a str,
    /// Its name under Semgrep Multimodal.
    pub(super) label: &'a str,
    /// Its name under Semgrep Assistant.
    pub(super) former_label: &'a str,
    /// Null where it could not be read.
    pub(super) value: Option<&'a str>,
    pub(super) wanted: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Change<'a> {
    /// `semgrep:host/deployment` or `scm:host/namespace`.
    pub(super) target: &'a str,
    pub(super) key: &'a str,
    pub(super) from: Option<&'a str>,
    pub(super) to: &'a str,
    #[schemars(extend("enum" = ["planned", "applied", "verified", "failed", "skipped"]))]
    pub(super) state: &'static str,
    /// The command that undoes it.
    pub(super) undo: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Local<'a> {
    /// What is about this machine.
    pub(super) findings: Vec<LocalFinding<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct LocalFinding<'a> {
    #[serde(flatten)]
    pub(super) finding: Finding<'a>,
    /// The host that it is about; null for the machine itself.
    pub(super) host: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Requests {
    pub(super) sent: u64,
    pub(super) elapsed_ms: u64,
}

/// One judged row of the catalogue.
#[derive(Serialize, JsonSchema)]
pub(super) struct Finding<'a> {
    /// Never changes once released.
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    #[schemars(extend("enum" = ["required", "recommended", "hygiene"]))]
    pub(super) level: &'static str,
    #[schemars(extend("enum" = ["met", "not-met", "cannot-tell"]))]
    pub(super) verdict: &'static str,
    /// Why it is not met or cannot be told, such as `token-expired` or `blocked-by: ID`.
    pub(super) cause: Option<String>,
    #[schemars(extend("enum" = ["observed", "implied", "inferred", "heuristic"]))]
    pub(super) certainty: &'static str,
    /// What is short or too much, in words; null when met.
    pub(super) why: Option<&'a str>,
    /// Who vouched for a row that cannot be told.
    pub(super) attested: Option<Attested<'a>>,
    /// Who accepts for a while that it is not met.
    pub(super) waived: Option<Waived<'a>>,
    pub(super) evidence: Vec<Evidence<'a>>,
    pub(super) fix: Option<Fix<'a>>,
    /// The vendor's page that asks for it.
    #[schemars(extend("format" = "uri"))]
    pub(super) docs: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Attested<'a> {
    pub(super) by: &'a str,
    #[schemars(extend("enum" = ["flag", "wizard", "file"]))]
    pub(super) via: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Waived<'a> {
    pub(super) reason: &'a str,
    pub(super) owner: &'a str,
    /// The last day.
    #[schemars(extend("format" = "date"))]
    pub(super) until: &'a str,
}

/// One answer, or local look, that decided something.
#[derive(Serialize, JsonSchema)]
pub(super) struct Evidence<'a> {
    #[schemars(extend("enum" = ["scm", "platform", "local"]))]
    pub(super) side: &'static str,
    /// Method and path template.
    pub(super) request: Option<&'a str>,
    /// The HTTP status, if there was an answer.
    pub(super) status: Option<u16>,
    /// What in the answer mattered.
    pub(super) detail: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Fix<'a> {
    pub(super) text: &'a str,
    /// The page to go to.
    pub(super) url: Option<&'a str>,
    /// Who can do it.
    pub(super) who: &'a str,
}

/// The comparison with an earlier report.
#[derive(Serialize, JsonSchema)]
pub(super) struct Drift<'a> {
    /// When the earlier report was made.
    pub(super) since: &'a str,
    /// Why the two can't be compared; null where they can.
    pub(super) incomparable: Option<&'a str>,
    pub(super) moves: Vec<Move<'a>>,
}

/// One thing that moved.
#[derive(Serialize, JsonSchema)]
pub(super) struct Move<'a> {
    #[schemars(extend("enum" = kinds()))]
    pub(super) kind: &'static str,
    /// `scm:host/namespace`, or `semgrep` for the deployment.
    pub(super) target: &'a str,
    /// The row's id, the setting's key or the scope.
    pub(super) key: Option<&'a str>,
    pub(super) from: Option<&'a str>,
    pub(super) to: Option<&'a str>,
}

fn kinds() -> Vec<&'static str> {
    crate::audit::drift::Kind::ALL
        .map(|kind| kind.word())
        .to_vec()
}

/// One line of the ndjson output.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "record", rename_all = "lowercase")]
pub(super) enum Record<'a> {
    /// A deployment: before its connections, but behind them where `audit` streams.
    Deployment(Box<DeploymentRecord<'a>>),
    /// One connection.
    Connection(Box<ConnectionRecord<'a>>),
    /// The last line: what the run came to.
    Summary(Box<Summary<'a>>),
}

#[derive(Serialize, JsonSchema)]
pub(super) struct DeploymentRecord<'a> {
    /// Its name in a fleet's file; null for a single deployment.
    pub(super) name: Option<&'a str>,
    /// Why the token that is named could not be had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lost: Option<&'a str>,
    /// Null where the run did not get so far.
    pub(super) platform: Option<Platform<'a>>,
    pub(super) features: Vec<Feature<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct ConnectionRecord<'a> {
    /// Its deployment's name in a fleet's file; null for a single deployment.
    pub(super) name: Option<&'a str>,
    /// The slug of its deployment, once known.
    pub(super) deployment: Option<&'a str>,
    #[serde(flatten)]
    pub(super) connection: Connection<'a>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Summary<'a> {
    #[schemars(extend("const" = "1"))]
    pub(super) schema_version: &'static str,
    pub(super) command: &'a str,
    #[schemars(extend("enum" = ["ready", "done", "pending", "inconclusive", "gaps", "credentials", "partial", "error", "usage", "interrupted"]))]
    pub(super) outcome: &'static str,
    #[schemars(extend("enum" = [0, 1, 2, 3, 4, 5, 6, 7, 130]))]
    pub(super) exit_code: u8,
    #[schemars(extend("format" = "date-time"))]
    pub(super) generated_at: &'a str,
    pub(super) version: &'static str,
    /// So many connections were looked at.
    pub(super) connections: usize,
    pub(super) requests: Requests,
    pub(super) error: Option<&'a Failure>,
    /// What moved since an earlier report, with `--baseline`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) drift: Option<Drift<'a>>,
    /// A fleet's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fleet: Option<Fleet<'a>>,
}

/// What a fleet comes to.
#[derive(Serialize, JsonSchema)]
pub(super) struct Fleet<'a> {
    /// The part that was looked at, such as `2/8`; left out where it is all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) part: Option<String>,
    pub(super) deployments: u64,
    /// Deployments by what their own rows came to.
    pub(super) platforms: Counts,
    pub(super) connections: u64,
    pub(super) by_scm: Vec<ByScm<'a>>,
    /// Rows that are open somewhere, the most frequent first.
    pub(super) by_requirement: Vec<ByRequirement<'a>>,
    /// The worst connections, worst first.
    pub(super) worst: Vec<Worst<'a>>,
    /// The tokens that end soonest.
    pub(super) soonest_expiry: Vec<Ending<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Counts {
    pub(super) ready: u64,
    pub(super) inconclusive: u64,
    pub(super) gaps: u64,
    pub(super) credentials: u64,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct ByScm<'a> {
    pub(super) scm: &'a str,
    #[serde(flatten)]
    pub(super) counts: Counts,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct ByRequirement<'a> {
    pub(super) id: &'a str,
    pub(super) not_met: u64,
    pub(super) cannot_tell: u64,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Worst<'a> {
    /// `scm:host/namespace`.
    pub(super) target: &'a str,
    /// The deployment's name in the fleet's file.
    pub(super) name: Option<&'a str>,
    pub(super) outcome: &'static str,
    /// Required rows that are open.
    pub(super) open: usize,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Ending<'a> {
    /// `scm:host/namespace`.
    pub(super) target: &'a str,
    /// The deployment's name in the fleet's file.
    pub(super) name: Option<&'a str>,
    /// Its last day.
    #[schemars(extend("format" = "date"))]
    pub(super) expires_at: String,
}

/// What `audit` and `report merge` print: one document for each deployment, and what all come to.
#[derive(Serialize, JsonSchema)]
pub(super) struct Documents<'a> {
    pub(super) deployments: Vec<Document<'a>>,
    pub(super) summary: Box<Summary<'a>>,
}
