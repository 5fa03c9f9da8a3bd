//! The `Link` header (RFC 8288), as far as paging needs it.

use url::Url;

/// The target of `rel="next"`.
pub(super) fn next(header: &str) -> Option<&str> {
    let mut rest = header;
    while let Some((_, behind)) = rest.split_once('<') {
        let (target, behind) = behind.split_once('>')?;
        let (parameters, behind) = behind.split_at(end(behind));
        if parameters.split(';').any(is_next) {
            return Some(target);
        }
        rest = behind;
    }
    None
}

/// Where a link's parameters end: at the first comma outside of quotes.
fn end(text: &str) -> usize {
    let mut quoted = false;
    text.find(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .unwrap_or(text.len())
}

/// `rel` may name several relations, and case does not count.
fn is_next(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return false;
    };
    name.trim().eq_ignore_ascii_case("rel")
        && value
            .trim()
            .trim_matches('"')
            .split_ascii_whitespace()
            .any(|one| one.eq_ignore_ascii_case("next"))
}

/// The number of the page that a link leads to, or why it can't be used. Only links to `base`'s own origin count.
pub(super) fn page(link: &str, base: &Url) -> Result<String, String> {
    let link = base
        .join(link)
        .map_err(|_| "the next page's address can't be read".to_owned())?;
    if link.origin() != base.origin() {
        let host = link.host_str().unwrap_or("elsewhere");
        return Err(format!(
            "the next page is on another server ({host}); not followed"
        ));
    }
    let page = link.query_pairs().find(|(name, _)| name == "page");
    page.map(|(_, value)| value.into_owned())
        .ok_or_else(|| "the next page has no number".to_owned())
}
