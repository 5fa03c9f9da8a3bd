//! Webhook subscriptions (Semgrep API description v2, `ScmSubscriptionsService`).

use super::routes::Asked;
use super::{Platform, wire};
use serde_json::{Value, json};

/// `ScmSubscriptionsService_ListScmWebhookSubscription`.
pub(super) fn list(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let one = platform.connections.find(asked.at("configId"))?;
    Ok(answer(
        asked,
        "subscriptions",
        one.subscription().into_iter().collect(),
    ))
}

/// `ScmSubscriptionsService_ScmWebhookSubscriptionSubscribe`: 409 when there is one. The description has no body, so
/// whatever is sent is not looked at.
pub(super) fn subscribe(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let one = platform.connections.find(asked.at("configId"))?;
    if one.subscribed {
        return Err(wire::error(409, "already subscribed"));
    }
    if !one.subscribe(asked.neighbours) {
        return Err(wire::error(400, "the access token may not manage webhooks"));
    }
    Ok(answer(asked, "subscription", one.subscription().into()))
}

/// `ScmSubscriptionsService_ScmWebhookSubscriptionUnsubscribe`.
pub(super) fn unsubscribe(platform: &mut Platform, asked: &Asked<'_>) -> wire::Handled {
    let one = platform.connections.find(asked.at("configId"))?;
    let ended = one.subscription().into();
    one.subscribed = false;
    Ok(answer(asked, "subscription", ended))
}

fn answer(asked: &Asked<'_>, name: &str, value: Value) -> crate::sandbox::face::Reply {
    let mut body = json!({
        "deploymentId": asked.at("deploymentId"),
        "configId": asked.at("configId"),
    });
    body[name] = value;
    wire::json(200, &wire::sparse(body))
}
