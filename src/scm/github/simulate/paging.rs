//! Pages of lists, and the `Link` header that leads from one to the next.

use super::replies::header;
use super::request::Asked;

/// Items of a page where the client does not say, and at most.
///
/// Source: GitHub docs, "Using pagination in the REST API".
const USUAL: usize = 30;
const MOST: usize = 100;

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    number: usize,
    size: usize,
}

impl Page {
    /// The page that a request wants; what is no number counts as not said, and too many become the most.
    pub(super) fn wanted(asked: &Asked) -> Self {
        let number = |key: &str| {
            asked
                .query(key)
                .and_then(|value| value.parse::<usize>().ok())
                .filter(|value| *value > 0)
        };
        Self {
            number: number("page").unwrap_or(1),
            size: number("per_page").unwrap_or(USUAL).min(MOST),
        }
    }

    /// Whether it is the first one.
    pub(super) fn is_first(self) -> bool {
        self.number == 1
    }

    /// The items on it.
    pub(super) fn cut<T>(self, items: impl Iterator<Item = T>) -> Vec<T> {
        let skipped = (self.number - 1).saturating_mul(self.size);
        items.skip(skipped).take(self.size).collect()
    }

    /// The header that names its neighbours; none where one page holds all. `path` is below the root of the API.
    pub(super) fn link(self, asked: &Asked, path: &str, total: usize) -> Option<(String, String)> {
        let last = total.div_ceil(self.size).max(1);
        if last == 1 && self.number == 1 {
            return None;
        }
        let size = asked
            .query("per_page")
            .map_or(String::new(), |_| format!("per_page={}&", self.size));
        let to = |number: usize, rel: &str| {
            format!("<{}{path}?{size}page={number}>; rel=\"{rel}\"", asked.root)
        };
        let mut links = Vec::new();
        if self.number > 1 {
            links.push(to((self.number - 1).min(last), "prev"));
        }
        if self.number < last {
            links.push(to(self.number + 1, "next"));
            links.push(to(last, "last"));
        }
        if self.number > 1 {
            links.push(to(1, "first"));
        }
        Some(header("Link", &links.join(", ")))
    }
}
