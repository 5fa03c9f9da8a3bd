//! The orders in which connections can be listed.

use super::connection::Connection;
use super::wire;
use crate::sandbox::face::Reply;

/// Brings connections into the order asked for (`ScmService_ListScmConfig`: `sortBy`, `sortDirection`).
pub(super) fn sort(
    all: &mut [&Connection],
    by: Option<&str>,
    direction: Option<&str>,
) -> Result<(), Reply> {
    match by {
        None | Some("SCM_CONFIG_SORT_BY_UNSPECIFIED" | "SCM_CONFIG_SORT_BY_ID") => {
            all.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Some("SCM_CONFIG_SORT_BY_NAME") => all.sort_by(|a, b| a.namespace.cmp(&b.namespace)),
        Some("SCM_CONFIG_SORT_BY_LAST_SUCCESSFUL_SYNC_AT") => {
            all.sort_by(|a, b| a.synced_at.cmp(&b.synced_at));
        }
        Some(_) => return Err(wire::error(400, "sortBy is not a known order")),
    }
    match direction {
        None | Some("SORT_DIRECTION_UNSPECIFIED" | "SORT_DIRECTION_ASC") => {}
        Some("SORT_DIRECTION_DESC") => all.reverse(),
        Some(_) => return Err(wire::error(400, "sortDirection is not a known direction")),
    }
    Ok(())
}
