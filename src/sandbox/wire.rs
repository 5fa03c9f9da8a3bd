//! Between hyper's messages and the plain ones of the simulated services.

use http::header::{CONTENT_LENGTH, DATE, LOCATION};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use jiff::{SignedDuration, Timestamp};

use super::face::{Received, Reply};

/// Received bodies above this many bytes answer 413.
const LARGEST_BODY: usize = 1 << 20;

/// The service named by the first segment of a path, and the rest of the path.
pub(super) fn split(path: &str) -> (&str, &str) {
    let path = path.strip_prefix('/').unwrap_or(path);
    match path.find('/') {
        Some(at) => path.split_at(at),
        None => (path, "/"),
    }
}

/// The whole request; `None` if its body is too large or breaks off.
pub(super) async fn receive(request: Request<Incoming>, path: &str) -> Option<Received> {
    let path = path.to_owned();
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, LARGEST_BODY)
        .collect()
        .await
        .ok()?
        .to_bytes()
        .to_vec();
    let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
        .into_owned()
        .collect();
    Some(Received {
        method: parts.method,
        path,
        query,
        headers: parts.headers,
        body,
    })
}

/// The path and query as logged: values of parameters that carry a credential are blotted out.
pub(super) fn loggable(path: &str, query: Option<&str>) -> String {
    let Some(query) = query else {
        return path.to_owned();
    };
    let shown: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((key, _)) if key.to_ascii_lowercase().ends_with("token") => format!("{key}=***"),
            _ => pair.to_owned(),
        })
        .collect();
    format!("{path}?{}", shown.join("&"))
}

/// A reply as hyper sends it. A `Location` that begins with `/` is a path of the service, whose base URL is `base`.
pub(super) fn send(reply: Reply, base: &str) -> Response<Vec<u8>> {
    let mut response = Response::new(reply.body);
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in reply.headers {
        let Ok(name) = name.parse::<HeaderName>() else {
            continue;
        };
        let value = if name == LOCATION && value.starts_with('/') {
            format!("{base}{value}")
        } else {
            value
        };
        // The length is that of the body as it leaves, which a fault may have cut.
        if name != CONTENT_LENGTH
            && let Ok(value) = HeaderValue::try_from(value)
        {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// An answer dated by a clock that is so many seconds ahead of this machine's. By a right one hyper does it.
pub(super) fn dated<T>(mut response: Response<T>, ahead: i64) -> Response<T> {
    let there = Timestamp::now().saturating_add(SignedDuration::from_secs(ahead));
    let text = there.map(|there| there.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    let value = text.ok().and_then(|text| HeaderValue::try_from(text).ok());
    if let Some(value) = value.filter(|_| ahead != 0) {
        response.headers_mut().insert(DATE, value);
    }
    response
}

/// A JSON reply of the sandbox itself.
pub(super) fn own(status: u16, message: &str) -> Reply {
    Reply {
        status,
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: serde_json::json!({ "error": message })
            .to_string()
            .into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_segment_is_the_service_and_the_rest_stays_as_sent() {
        assert_eq!(
            split("/gitlab/api/v4/projects/a%2Fb"),
            ("gitlab", "/api/v4/projects/a%2Fb")
        );
        assert_eq!(split("/gitlab"), ("gitlab", "/"));
        assert_eq!(split("/gitlab/"), ("gitlab", "/"));
        assert_eq!(split("/"), ("", "/"));
        assert_eq!(split("*"), ("*", "/"));
    }

    #[test]
    fn a_credential_in_a_query_is_not_logged() {
        assert_eq!(
            loggable("/a", Some("private_token=secret&page=2")),
            "/a?private_token=***&page=2"
        );
        assert_eq!(loggable("/a", None), "/a");
    }

    #[test]
    fn a_service_path_in_location_becomes_a_whole_url_and_lengths_are_left_to_hyper() {
        let headers = vec![
            ("Location".to_owned(), "/x".to_owned()),
            ("Content-Length".to_owned(), "9".to_owned()),
        ];
        let response = send(
            Reply {
                status: 301,
                headers,
                body: Vec::new(),
            },
            "http://127.0.0.1:1/gitlab",
        );
        assert_eq!(response.headers()[LOCATION], "http://127.0.0.1:1/gitlab/x");
        assert!(!response.headers().contains_key(CONTENT_LENGTH));
    }
}
