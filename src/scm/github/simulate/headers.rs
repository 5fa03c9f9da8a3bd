//! The headers around every answer, and conditional requests.

use std::hash::{DefaultHasher, Hash, Hasher};

use http::Method;

use super::GitHub;
use super::replies::header;
use super::request::Asked;
use super::routes::Route;
use super::tokens::{Kind, Token};
use crate::sandbox::face::Reply;

/// The id of a request, as support asks for it.
pub(super) fn request_id(count: u64) -> String {
    format!(
        "5A4D:{:05X}:{:06X}:{:06X}:65F0AB00",
        count % 0xF_FFFF,
        0x42_0000 + count % 0xFFFF,
        0x51_0000 + count % 0xFFFF
    )
}

/// Answers 304 to who has the body already.
///
/// Source: GitHub docs, "Best practices for using the REST API", "Use conditional requests if appropriate".
pub(super) fn conditional(asked: &Asked, mut reply: Reply) -> Reply {
    let reads = matches!(asked.request.method, Method::GET | Method::HEAD);
    if reply.status != 200 || !reads {
        return reply;
    }
    let mut hasher = DefaultHasher::new();
    reply.body.hash(&mut hasher);
    let tag = format!("{:016x}", hasher.finish()).repeat(4);
    let known = asked.header("if-none-match").is_some_and(|known| {
        known == "*"
            || known
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == format!("\"{tag}\""))
    });
    reply.headers.push(header("ETag", &format!("W/\"{tag}\"")));
    if known {
        reply.status = 304;
        reply.body.clear();
        reply.headers.retain(|(name, _)| name != "Content-Type");
    }
    reply
}

impl GitHub {
    /// Adds what tells about the token, the limits and the service.
    ///
    /// Source: GitHub docs, "Scopes for OAuth apps" (scopes), "Troubleshooting the REST API" (permissions), "Rate limits
    /// for the REST API"; the rest as recorded.
    pub(super) fn adorn(
        &self,
        reply: &mut Reply,
        asked: &Asked,
        route: Option<&Route>,
        token: Option<&Token>,
    ) {
        let headers = &mut reply.headers;
        headers.extend([
            header("Server", "github.com"),
            header("Cache-Control", if token.is_some() { "private, max-age=60, s-maxage=60" } else { "public, max-age=60, s-maxage=60" }),
            header("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With"),
            header("X-GitHub-Media-Type", "github.v3; format=json"),
            header("X-GitHub-Request-Id", &request_id(self.count)),
        ]);
        if reply.status != 400 {
            headers.push(header("x-github-api-version-selected", &asked.version));
        }
        if asked.enterprise {
            headers.push(header(
                "X-GitHub-Enterprise-Version",
                &self.section.enterprise_version,
            ));
        } else {
            headers.extend(self.limits.headers(token.is_some()));
        }
        if let Some(token) = token {
            self.tell_of_token(headers, asked, route, token);
        }
    }

    fn tell_of_token(
        &self,
        headers: &mut Vec<(String, String)>,
        asked: &Asked,
        route: Option<&Route>,
        token: &Token,
    ) {
        let scoped = token.kind.has_scopes();
        if scoped {
            let accepted = route.map_or(&[][..], |route| {
                route.scopes(self.section.installations_scope)
            });
            headers.push(header("X-OAuth-Scopes", &token.grants.join(", ")));
            headers.push(header("X-Accepted-OAuth-Scopes", &accepted.join(", ")));
        } else {
            // A token of a GitHub App for a user may look like one without any scope.
            if token.kind == Kind::AppUser {
                headers.push(header("X-OAuth-Scopes", ""));
                headers.push(header("X-Accepted-OAuth-Scopes", ""));
            }
            if let Some(route) = route {
                let accepted = route
                    .permission()
                    .map_or("allows_permissionless_access=true".to_owned(), |name| {
                        format!("{name}=read")
                    });
                headers.push(header("X-Accepted-GitHub-Permissions", &accepted));
            }
        }
        match token.kind {
            Kind::Oauth => headers.push(header("X-OAuth-Client-Id", "Ov23liSandboxSandbox")),
            Kind::AppUser => headers.push(header("X-OAuth-Client-Id", "Iv23liSandboxSandbox")),
            _ => {}
        }
        // An Enterprise Server leaves it out, so that there its absence means nothing.
        if let Some(end) = token.expiration().filter(|_| !asked.enterprise) {
            headers.push(header("GitHub-Authentication-Token-Expiration", &end));
        }
    }
}
