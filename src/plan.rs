//! What is wanted against what was found, as a list of changes; and how each is undone.

use crate::audit::{Change, State};
use crate::semgrep::features::{self, CODE_SNIPPETS, Feature, Filter, Found, Setting};

/// One setting to change.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// The setting.
    pub feature: &'static Feature,
    /// What it is.
    pub from: Setting,
    /// What it becomes.
    pub to: Setting,
}

/// The command under which settings are undone; several keys may follow it.
const SET: &str = "assistant features set";

/// The flag without which the main switch is not turned on.
const CONSENT: &str = " --accept-ai-code-sharing";

impl Switch {
    /// The change as it is shown. `aim` are the flags by which a copied command goes to the same place.
    pub fn change(&self, target: &str, aim: &str) -> Change {
        Change {
            target: target.to_owned(),
            key: self.feature.key.to_owned(),
            from: Some(self.from.to_string()),
            to: self.to.to_string(),
            state: State::Planned,
            undo: self.undo(aim),
        }
    }

    fn undo(&self, aim: &str) -> String {
        match self.from {
            // No word of the command line asks for this state.
            Setting::Filter(Filter::Silent) => {
                format!("set it back on /orgs/-/settings/{}", self.feature.page)
            }
            from => {
                let consent = match self.feature.key == CODE_SNIPPETS && from.is_on() {
                    true => CONSENT,
                    false => "",
                };
                format!("{SET} {}={from}{consent}{aim}", self.feature.key)
            }
        }
    }
}

/// What `enable` turns on: what is documented, off and not skipped, and what was asked for by name. A setting that is
/// on in some way stays as it is, unless a value was asked for.
pub fn enable(
    found: &Found,
    asked: &[(&'static Feature, Setting)],
    skipped: &[&'static str],
) -> Vec<Switch> {
    let wanted = features::ALL.iter().filter_map(|feature| {
        let from = *found.get(feature.key)?;
        let named = asked.iter().find(|(one, _)| one.key == feature.key);
        let to = match named {
            Some((_, value)) => *value,
            None if feature.documented && !from.is_on() => feature.enabled(),
            None => return None,
        };
        let skip = skipped.contains(&feature.key) || from.same(to);
        (!skip).then_some(Switch { feature, from, to })
    });
    wanted.collect()
}

/// What `features set` changes. Turning the main switch off takes upgrade guidance along, which is shown.
pub fn set(found: &Found, asked: &[(&'static Feature, Setting)]) -> Vec<Switch> {
    let mut wanted = asked.to_vec();
    let goes_off = asked
        .iter()
        .any(|(feature, to)| feature.key == CODE_SNIPPETS && !to.is_on());
    let guidance = features::by_key("upgrade-guidance");
    if let Some(guidance) = guidance.filter(|_| goes_off)
        && asked.iter().all(|(feature, _)| feature.key != guidance.key)
        && found.get(guidance.key).is_some_and(|value| value.is_on())
    {
        wanted.push((guidance, Setting::Switch(false)));
    }
    wanted
        .into_iter()
        .filter_map(|(feature, to)| {
            let from = *found.get(feature.key)?;
            (!from.same(to)).then_some(Switch { feature, from, to })
        })
        .collect()
}

/// The settings asked for that would do nothing, because the main switch is off and stays off.
pub fn moot(found: &Found, asked: &[(&'static Feature, Setting)]) -> Vec<&'static str> {
    let main = asked
        .iter()
        .find(|(feature, _)| feature.key == CODE_SNIPPETS)
        .map(|(_, to)| *to)
        .or_else(|| found.get(CODE_SNIPPETS).copied());
    if main.is_none_or(Setting::is_on) {
        return Vec::new();
    }
    asked
        .iter()
        .filter(|(feature, to)| feature.needs_code_snippets && to.is_on())
        .map(|(feature, _)| feature.key)
        .collect()
}

/// Whether these changes let code leave for AI providers that could not before.
pub fn needs_consent(switches: &[Switch]) -> bool {
    switches
        .iter()
        .any(|one| one.feature.key == CODE_SNIPPETS && one.to.is_on() && !one.from.is_on())
}

/// The commands that undo what was applied, last first; settings together in one.
pub fn undo(changes: &[Change]) -> Vec<String> {
    let done = |state| matches!(state, State::Applied | State::Verified);
    let mut commands: Vec<String> = Vec::new();
    let (mut settings, mut flags) = (String::new(), "");
    for change in changes.iter().rev().filter(|one| done(one.state)) {
        match change.undo.strip_prefix(SET).map(|rest| rest.trim_start()) {
            Some(rest) => {
                let (setting, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                settings.push_str(&format!(" {setting}"));
                // All aim at the same place; only one of them may need consent as well.
                let longest = [flags, rest].into_iter().max_by_key(|one| one.len());
                flags = longest.unwrap_or_default();
            }
            // What no command undoes names none.
            None if change.undo.is_empty() => {}
            None => commands.push(change.undo.clone()),
        }
    }
    if !settings.is_empty() {
        let command = format!("{SET}{settings} {flags}");
        commands.insert(0, command.trim_end().to_owned());
    }
    commands
}

#[cfg(test)]
mod tests;
