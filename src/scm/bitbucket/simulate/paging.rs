//! Pages of lists.

use serde_json::{Value, json};

use super::replies;
use super::request::{base, query};
use crate::sandbox::face::{Received, Reply};

/// The page of a list that a request asks for.
///
/// Source: Bitbucket Cloud description, `x-atlassian-narrative`, "Pagination": 10 are usual and 100 the most; a larger
/// `pagelen` is refused, as others saw on pull requests, where 50 are the most.
pub(super) fn page(request: &Received, all: Vec<Value>, most: usize) -> Reply {
    let number = |key: &str, usual: usize| {
        let given = query(request, key).map_or(Ok(usual), str::parse::<usize>);
        given.ok().filter(|given| *given > 0)
    };
    let Some(pagelen) = number("pagelen", 10).filter(|pagelen| *pagelen <= most) else {
        return replies::error(400, "Invalid pagelen");
    };
    let Some(page) = number("page", 1) else {
        return replies::error(400, "Invalid page");
    };
    let size = all.len();
    let skipped = (page - 1).saturating_mul(pagelen);
    let values: Vec<Value> = all.into_iter().skip(skipped).take(pagelen).collect();
    let mut shown = json!({ "pagelen": pagelen, "size": size, "page": page });
    if let Value::Object(map) = &mut shown {
        if skipped.saturating_add(pagelen) < size {
            map.insert("next".to_owned(), json!(link(request, page + 1)));
        }
        if page > 1 && skipped < size {
            map.insert("previous".to_owned(), json!(link(request, page - 1)));
        }
        map.insert("values".to_owned(), Value::Array(values));
    }
    replies::body(200, &shown)
}

/// The request once more, for another page, on the host that it named.
fn link(request: &Received, page: usize) -> String {
    let kept = request.query.iter().filter(|(name, _)| name != "page");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("page", &page.to_string())
        .finish();
    format!("{}{}?{query}", base(request), request.path)
}
