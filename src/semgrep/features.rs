//! The settings: both names of each, where they live, how they are read and changed.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value as Json, json};

use super::asks::{PUT_PRODUCTS, SET_TRIAGE};
use crate::ask::{Ask, Call};
use crate::audit::{Cause, Deployment, FeatureRow, Gap, Trace};

/// A value of a setting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    /// On or off.
    Switch(bool),
    /// What happens to a comment on a likely false positive.
    Filter(Filter),
    /// A number from 0 to 1.
    Number(f64),
}

/// The noise filter's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Comments are left alone.
    Off,
    /// No comment is left.
    Suppress,
    /// The comment says that it may be a false positive.
    Inform,
    /// On, but neither hides nor informs; can be found, not asked for.
    Silent,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Setting::Switch(true) => f.write_str("on"),
            Setting::Switch(false) => f.write_str("off"),
            Setting::Filter(Filter::Off) => f.write_str("off"),
            Setting::Filter(Filter::Suppress) => f.write_str("suppress"),
            Setting::Filter(Filter::Inform) => f.write_str("inform"),
            Setting::Filter(Filter::Silent) => f.write_str("silent"),
            // The service keeps 32-bit floats: 0.3 comes back as 0.30000001192….
            Setting::Number(number) => write!(f, "{}", (number * 1e6).round() / 1e6),
        }
    }
}

impl Setting {
    /// Whether both mean the same, as precisely as the service keeps numbers.
    pub fn same(self, other: Setting) -> bool {
        self.to_string() == other.to_string()
    }

    /// Whether the feature does anything.
    pub fn is_on(self) -> bool {
        match self {
            Setting::Switch(on) => on,
            Setting::Filter(filter) => filter != Filter::Off,
            Setting::Number(number) => number > 0.0,
        }
    }
}

/// Where a setting lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A boolean in the products object, as a JSON pointer.
    Switch(&'static str),
    /// `sast.ai_autotriage`, whose three booleans together are one setting.
    Autotriage,
    /// A number in the products object, as a JSON pointer.
    Number(&'static str),
    /// `has_triage_via_comment` of the deployment, which has a request of its own.
    CommentTriage,
}

/// One setting.
#[derive(Debug)]
pub struct Feature {
    /// The key on the command line.
    pub key: &'static str,
    /// Other accepted keys.
    pub aliases: &'static [&'static str],
    /// Its name under Semgrep Multimodal.
    pub label: &'static str,
    /// Its name under Semgrep Assistant.
    pub former_label: &'static str,
    /// Where it lives.
    pub place: Place,
    /// Whether it does nothing while `code-snippets` is off.
    pub needs_code_snippets: bool,
    /// Whether `enable` turns it on.
    pub documented: bool,
    /// What it does, and what to know.
    pub about: &'static str,
    /// The settings page below `/orgs/-/settings/`.
    pub page: &'static str,
}

/// The switch that lets code leave for AI providers, and that everything else hangs on.
pub const CODE_SNIPPETS: &str = "code-snippets";

/// All settings. Source: Semgrep API description v2, DeploymentProductsService, and the settings pages' labels.
pub static ALL: [Feature; 10] = [
    Feature {
        key: CODE_SNIPPETS,
        aliases: &["multimodal", "assistant"],
        label: "Semgrep Multimodal",
        former_label: "Allow code snippets in AI prompts",
        place: Place::Switch("/ai/enabled"),
        needs_code_snippets: false,
        documented: true,
        about: "the main switch. Turning it on lets Semgrep read code, file by file, and send it to AI providers, so it needs --accept-ai-code-sharing. Turning it off also turns upgrade-guidance off",
        page: "general/global",
    },
    Feature {
        key: "priority-emails",
        aliases: &["weekly-emails"],
        label: "Weekly priority emails",
        former_label: "Weekly priority emails",
        place: Place::Switch("/ai/send_patch_emails"),
        needs_code_snippets: true,
        documented: true,
        about: "a weekly mail with the findings to look at first. It goes to all organization admins",
        page: "general/global",
    },
    Feature {
        key: "noise-filter",
        aliases: &[],
        label: "Noise filter for Code PR/MR comments",
        former_label: "Noise filter for Code PR/MR comments",
        place: Place::Autotriage,
        needs_code_snippets: true,
        documented: true,
        about: "off, suppress (no comment on a likely false positive) or inform (the comment says so). With suppress, rules in Block mode comment all the same",
        page: "general/code",
    },
    Feature {
        key: "remediation",
        aliases: &["suggested-fix", "autofix-suggestions"],
        label: "Suggested fix",
        former_label: "Remediation",
        place: Place::Switch("/sast/ai_autofix/enabled"),
        needs_code_snippets: true,
        documented: true,
        about: "suggested fixes in pull request comments, as text; not the pull requests that Autofix opens",
        page: "general/code",
    },
    Feature {
        key: "min-confidence",
        aliases: &[],
        label: "Minimum confidence of suggested fixes",
        former_label: "Minimum confidence of remediation",
        place: Place::Number("/sast/ai_autofix/min_confidence"),
        needs_code_snippets: true,
        documented: false,
        about: "a number from 0 to 1, for rules without a fix of their own. Semgrep recommends a low one; which numbers its page calls low and high is not published",
        page: "general/code",
    },
    Feature {
        key: "ai-detection",
        aliases: &[],
        label: "AI-powered scanning",
        former_label: "AI-powered scanning",
        place: Place::Switch("/sast/ai_detection/enabled"),
        needs_code_snippets: true,
        documented: false,
        about: "findings by AI beside those by rules",
        page: "general/code",
    },
    Feature {
        key: "rule-defined-fix",
        aliases: &[],
        label: "Rule-defined fix",
        former_label: "Autofix",
        place: Place::Switch("/sast/human_autofix_enabled"),
        needs_code_snippets: false,
        documented: false,
        about: "fixes that rule authors wrote, in pull request comments; no AI",
        page: "general/code",
    },
    Feature {
        key: "upgrade-guidance",
        aliases: &[],
        label: "Upgrade guidance & Autofix",
        former_label: "Upgrade guidance",
        place: Place::Switch("/sca/upgradeGuidanceEnabled"),
        needs_code_snippets: true,
        documented: false,
        about: "what an upgrade of a dependency would break. Goes off with code-snippets",
        page: "general/supply-chain",
    },
    Feature {
        key: "generic-secrets",
        aliases: &[],
        label: "Generic secrets",
        former_label: "Generic secrets",
        place: Place::Switch("/secrets/generic_secrets/enabled"),
        needs_code_snippets: true,
        documented: false,
        about: "secrets that no rule describes. Also needs Semgrep Secrets",
        page: "general/secrets",
    },
    Feature {
        key: "comment-triage",
        aliases: &[],
        label: "Triage by replying to comments",
        former_label: "Triage via code review comments",
        place: Place::CommentTriage,
        needs_code_snippets: false,
        documented: false,
        about: "developers triage a finding by replying to its comment",
        page: "general/global",
    },
];

/// The setting with this key or alias.
pub fn by_key(key: &str) -> Option<&'static Feature> {
    ALL.iter()
        .find(|one| one.key == key || one.aliases.contains(&key))
}

impl Feature {
    /// The values it takes, in words.
    pub fn values(&self) -> &'static str {
        match self.place {
            Place::Switch(_) | Place::CommentTriage => "on or off",
            Place::Autotriage => "off, suppress or inform",
            Place::Number(_) => "a number from 0 to 1",
        }
    }

    /// Each of the words it takes; numbers are for people to choose.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        let words = ["on", "off", "inform", "suppress"].into_iter();
        words.filter(|word| self.parse(word).is_ok())
    }

    /// The value that a word on the command line or in a file means; else what is wrong with it.
    pub fn parse(&self, word: &str) -> Result<Setting, String> {
        let lower = word.to_lowercase();
        let switch = match lower.as_str() {
            "on" | "true" => Some(true),
            "off" | "false" => Some(false),
            _ => None,
        };
        let value = match self.place {
            Place::Switch(_) | Place::CommentTriage => switch.map(Setting::Switch),
            Place::Autotriage => match (switch, lower.as_str()) {
                (Some(false), _) => Some(Setting::Filter(Filter::Off)),
                (_, "suppress") => Some(Setting::Filter(Filter::Suppress)),
                (_, "inform") => Some(Setting::Filter(Filter::Inform)),
                _ => None,
            },
            Place::Number(_) => lower
                .parse::<f64>()
                .ok()
                .filter(|number| (0.0..=1.0).contains(number))
                .map(Setting::Number),
        };
        value.ok_or_else(|| match (self.place, lower.as_str()) {
            (Place::Number(_), "low" | "high") => format!(
                "{}={word}: the numbers behind low and high are not published; give a number from 0 to 1",
                self.key
            ),
            _ => format!("{}={word}: takes {}", self.key, self.values()),
        })
    }

    /// What `enable` sets where the feature is off.
    pub fn enabled(&self) -> Setting {
        match self.place {
            Place::Autotriage => Setting::Filter(Filter::Inform),
            _ => Setting::Switch(true),
        }
    }

    /// The value as found; false and zero may have been left out (protobuf JSON).
    pub fn read(&self, products: &Json, triage: Option<bool>) -> Option<Setting> {
        let flag = |pointer: &str| match leaf(products, pointer)? {
            Json::Null => Some(false),
            Json::Bool(yes) => Some(*yes),
            _ => None,
        };
        match self.place {
            Place::Switch(pointer) => flag(pointer).map(Setting::Switch),
            Place::CommentTriage => triage.map(Setting::Switch),
            Place::Number(pointer) => match leaf(products, pointer)? {
                Json::Null => Some(Setting::Number(0.0)),
                number => number.as_f64().map(Setting::Number),
            },
            Place::Autotriage => {
                let on = flag("/sast/ai_autotriage/enabled")?;
                let hides = flag("/sast/ai_autotriage/hide_false_positive_comments")?;
                let informs = flag("/sast/ai_autotriage/send_to_scm_comments")?;
                Some(Setting::Filter(match (on, hides, informs) {
                    (false, _, _) => Filter::Off,
                    (true, true, _) => Filter::Suppress,
                    (true, false, true) => Filter::Inform,
                    (true, false, false) => Filter::Silent,
                }))
            }
        }
    }

    /// Writes the value's leaves into the products object and touches nothing else.
    fn write(&self, products: &mut Json, value: Setting) {
        match (self.place, value) {
            (Place::Switch(pointer), Setting::Switch(on)) => put(products, pointer, on.into()),
            (Place::Number(pointer), Setting::Number(number)) => {
                put(products, pointer, number.into())
            }
            (Place::Autotriage, Setting::Filter(filter)) => {
                let leaves: &[(&str, bool)] = match filter {
                    Filter::Off | Filter::Silent => &[("enabled", filter == Filter::Silent)],
                    Filter::Suppress => {
                        &[("enabled", true), ("hide_false_positive_comments", true)]
                    }
                    Filter::Inform => &[
                        ("enabled", true),
                        ("hide_false_positive_comments", false),
                        ("send_to_scm_comments", true),
                    ],
                };
                for (leaf, on) in leaves {
                    put(
                        products,
                        &format!("/sast/ai_autotriage/{leaf}"),
                        (*on).into(),
                    );
                }
            }
            // The place decides which kind of value `parse` gives.
            _ => {}
        }
    }
}

/// What stands at a pointer, `Null` where it or what holds it was left out; `None` where something on the way is not
/// an object.
fn leaf<'a>(json: &'a Json, pointer: &str) -> Option<&'a Json> {
    let mut at = json;
    for key in pointer.split('/').skip(1) {
        at = match at {
            Json::Null => at,
            Json::Object(map) => map.get(key).unwrap_or(&Json::Null),
            _ => return None,
        };
    }
    Some(at)
}

/// Something on the way that is not an object stays as it is.
fn put(json: &mut Json, pointer: &str, value: Json) {
    let mut at = json;
    for key in pointer.split('/').skip(1) {
        if at.is_null() {
            *at = Json::Object(Map::new());
        }
        let Json::Object(map) = at else { return };
        at = map.entry(key).or_insert(Json::Null);
    }
    *at = value;
}

/// All settings as found. One that can't be read is left out.
pub type Found = BTreeMap<&'static str, Setting>;

/// Reads all settings from the products object and the deployment's triage flag.
pub fn read(products: &Json, triage: Option<bool>) -> Found {
    ALL.iter()
        .filter_map(|one| Some((one.key, one.read(products, triage)?)))
        .collect()
}

/// The body of the PUT: what GET gave, with only the wanted leaves changed and the read-only one left out. Whether the
/// service merges or replaces is not documented; this is right either way. A wanted setting that can't be read is a gap:
/// what stands in its place is not ours to replace.
pub fn body(products: &Json, wanted: &[(&'static Feature, Setting)]) -> Result<Json, Gap> {
    let mut body = products.clone();
    for (feature, value) in wanted {
        if !products.is_object() || feature.read(products, None).is_none() {
            let told = format!("{} is not as documented", feature.key);
            return Err(Gap::by(Cause::Unreadable, Trace::local(told)));
        }
        feature.write(&mut body, *value);
    }
    if let Some(Json::Object(ai)) = body.get_mut("ai") {
        ai.remove("mdr_enabled");
    }
    Ok(body)
}

/// The calls that make these changes, in order: the products object at once, then what has a request of its own. A gap
/// where one of them can't be made without harm; then none is to be made.
pub fn calls(
    deployment: &Deployment,
    products: &Json,
    wanted: &[(&'static Feature, Setting)],
) -> Result<Vec<(Call, Vec<&'static str>)>, Gap> {
    let (own, shared): (Vec<_>, Vec<_>) = wanted
        .iter()
        .copied()
        .partition(|(feature, _)| feature.place == Place::CommentTriage);
    let keys = |part: &[(&'static Feature, Setting)]| part.iter().map(|(one, _)| one.key).collect();
    let mut calls = Vec::new();
    if !shared.is_empty() {
        let put = PUT_PRODUCTS
            .call()
            .with("deployment", &deployment.id)
            .sending(body(products, &shared)?);
        calls.push((put, keys(&shared)));
    }
    for (_, value) in &own {
        let set = SET_TRIAGE
            .call()
            .with("deployment", &deployment.id)
            .sending(json!({
                "deploymentId": deployment.id,
                "hasTriageViaComment": value.is_on(),
            }));
        calls.push((set, keys(&own)));
    }
    Ok(calls)
}

/// Whether a request is the one that changes this setting.
pub fn changes(feature: &Feature, ask: &Ask) -> bool {
    ask.key
        == match feature.place {
            Place::CommentTriage => SET_TRIAGE.key,
            _ => PUT_PRODUCTS.key,
        }
}

/// The settings as rows for reports, with what is wanted of each.
pub fn rows(found: Option<&Found>, wanted: &[(&'static Feature, Setting)]) -> Vec<FeatureRow> {
    let row = |feature: &'static Feature| FeatureRow {
        key: feature.key,
        label: feature.label,
        former_label: feature.former_label,
        value: found
            .and_then(|found| found.get(feature.key))
            .map(Setting::to_string),
        wanted: wanted
            .iter()
            .find(|(one, _)| one.key == feature.key)
            .map(|(_, value)| value.to_string()),
    };
    ALL.iter().map(row).collect()
}
