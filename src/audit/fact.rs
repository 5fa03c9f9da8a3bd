//! Facts that several rooms fill in or judge by, so that none needs to know who the other is.

use super::Fact;

/// The token's kind, as text.
pub const KIND: Fact = "token.kind";
/// What the token was granted, as a set.
pub const SCOPES: Fact = "token.scopes";
/// The token's last day.
pub const EXPIRES: Fact = "token.expires";
/// Whether the token is accepted.
pub const ALIVE: Fact = "token.alive";
/// Whether the token may read file contents, by the source code manager's own words.
pub const SCM_READS_CODE: Fact = "scm.reads-code";
/// Whether the token may comment on pull requests, by the source code manager's own words.
pub const SCM_COMMENTS: Fact = "scm.comments";
/// Whether the platform has the connection.
pub const CONNECTED: Fact = "platform.connected";
/// Whether the platform's own check of the connection passes.
pub const HEALTHY: Fact = "platform.healthy";
/// Whether the platform can read file contents through the connection.
pub const PLATFORM_READS_CODE: Fact = "platform.reads-code";
/// Whether the platform can comment on pull requests through the connection.
pub const PLATFORM_COMMENTS: Fact = "platform.comments";
/// Whether webhooks are subscribed.
pub const WEBHOOKS: Fact = "platform.webhooks";
/// Whether the platform works on the connection through an app rather than through a token.
pub const THROUGH_APP: Fact = "platform.through-app";
/// Whether the connection's app is installed, by the platform's words.
pub const APP_INSTALLED: Fact = "platform.app-installed";
/// Whether the connection's app is installed and not suspended, by the platform's words.
pub const APP_ACTIVE: Fact = "platform.app-active";
