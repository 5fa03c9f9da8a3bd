//! Which features to turn on.

use super::super::gather::{Heard, Session};
use super::super::turning_on::Wish;
use super::super::{End, Io, questions};
use crate::render::lines::hanging;
use crate::semgrep;
use crate::semgrep::features::{self, CODE_SNIPPETS, Feature, Filter, Setting};

/// Asks which of the features that are off shall be turned on. What a file says is not asked again.
pub(super) fn ask_which(heard: &Heard, session: &Session, io: &mut Io) -> Result<Wish, End> {
    let wish = Wish::default().with(&session.settings.features);
    let Ok((_, found)) = semgrep::found(&heard.answers) else {
        return Ok(wish);
    };
    let told = |feature: &Feature| {
        let named = wish.gently.iter().any(|(one, _)| one.key == feature.key);
        named || wish.skip.contains(&feature.key)
    };
    let off = |feature: &&'static Feature| {
        feature.documented
            && found.get(feature.key).is_some_and(|value| !value.is_on())
            && !told(feature)
    };
    let off: Vec<&'static Feature> = features::ALL.iter().filter(off).collect();
    if off.is_empty() {
        return Ok(wish);
    }
    writeln!(io.err, "\nThese are off:")?;
    for feature in &off {
        let text = format!("{}: {}", feature.label, gist(feature));
        io.err
            .write_all(hanging(&text, "  ", "    ", io.width).as_bytes())?;
    }
    let options = [
        "Turn all of them on",
        "Choose one by one",
        "Leave all of them off",
    ];
    match questions::FEATURES.select("Which shall be on?", &options, io)? {
        0 => Ok(wish),
        1 => one_by_one(&off, wish, io),
        _ => Ok(Wish {
            skip: wish
                .skip
                .iter()
                .copied()
                .chain(off.iter().map(|one| one.key))
                .collect(),
            ..wish
        }),
    }
}

/// What a feature is, in its first sentence. That the main switch needs consent is asked, and told in full, later.
fn gist(feature: &Feature) -> String {
    let first = feature.about.split(". ").next().unwrap_or_default();
    match feature.key {
        CODE_SNIPPETS => format!("{first}; lets AI read code, which you are asked about first"),
        _ => first.to_owned(),
    }
}

fn one_by_one(off: &[&'static Feature], mut wish: Wish, io: &mut Io) -> Result<Wish, End> {
    for feature in off {
        let main_off = wish.skip.contains(&CODE_SNIPPETS);
        if main_off && feature.needs_code_snippets {
            wish.skip.push(feature.key);
            continue;
        }
        if let Setting::Filter(_) = feature.enabled() {
            let options = [
                "inform: the comment says so",
                "suppress: no comment is left",
                "leave it off",
            ];
            let question = format!(
                "{}: what happens on a likely false positive?",
                feature.label
            );
            match questions::FEATURE.select(&question, &options, io)? {
                0 => wish.set.push((feature, Setting::Filter(Filter::Inform))),
                1 => wish.set.push((feature, Setting::Filter(Filter::Suppress))),
                _ => wish.skip.push(feature.key),
            }
        } else if !questions::FEATURES.confirm(&format!("Turn on {}?", feature.label), io)? {
            wish.skip.push(feature.key);
        }
    }
    Ok(wish)
}
