//! Pages by `limit` and an opaque `cursor`.

use super::wire;
use crate::sandbox::face::Reply;

/// The bounds of one paged list.
pub(super) struct Bounds {
    /// How many, when nothing is asked for.
    pub(super) default: usize,
    /// The largest `limit` that is accepted.
    pub(super) allowed: usize,
    /// The most that is ever given, so that a client can't count on getting what it asked for.
    pub(super) given: usize,
    /// What the cursors of this list begin with: one list's cursor means nothing to another.
    pub(super) mark: &'static str,
}

/// One page of `items`, and the cursor of the next one when there is more.
pub(super) fn page<'a, T>(
    items: &'a [T],
    limit: Option<&str>,
    cursor: Option<&str>,
    bounds: &Bounds,
) -> Result<(&'a [T], Option<String>), Reply> {
    let limit = match limit {
        None | Some("") => bounds.default,
        Some(text) => match text.parse::<usize>() {
            Ok(n) if (1..=bounds.allowed).contains(&n) => n,
            _ => {
                return Err(wire::error(
                    400,
                    &format!("limit must be between 1 and {}", bounds.allowed),
                ));
            }
        },
    };
    let start = match cursor {
        None | Some("") => 0,
        Some(text) => decode(text, bounds.mark)
            .filter(|at| *at < items.len())
            .ok_or_else(|| wire::error(400, "invalid cursor"))?,
    };
    let end = start
        .saturating_add(limit.min(bounds.given))
        .min(items.len());
    let next = (end < items.len()).then(|| encode(end, bounds.mark));
    Ok((items.get(start..end).unwrap_or_default(), next))
}

/// Cursors are opaque and need escaping in a query, as the example in the description of `ListPolicyRules` may.
fn encode(at: usize, mark: &str) -> String {
    format!("{mark}+{at:04x}==")
}

fn decode(cursor: &str, mark: &str) -> Option<usize> {
    let digits = cursor
        .strip_prefix(mark)?
        .strip_prefix('+')?
        .strip_suffix("==")?;
    usize::from_str_radix(digits, 16).ok()
}
