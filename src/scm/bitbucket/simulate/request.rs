//! What a request carries: its credential, its host, its parameters.

use http::HeaderMap;
use http::header::{AUTHORIZATION, HOST};

use crate::sandbox::face::Received;

/// A credential as it was sent. Nothing but the header counts: `?access_token=` is no longer read.
///
/// Source: Bitbucket Cloud changelog, access tokens only in the `Authorization` header since 2026-05-04.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// None.
    Nothing,
    /// `Bearer`.
    Bearer(String),
    /// `Basic`, taken apart.
    Basic {
        /// Before the first colon.
        user: String,
        /// All behind it.
        secret: String,
    },
    /// A header that is neither.
    Garbled,
}

/// The credential of a request.
pub(super) fn sent(headers: &HeaderMap) -> Sent {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Sent::Nothing;
    };
    let parts = value.to_str().ok().and_then(|text| text.split_once(' '));
    let Some((scheme, rest)) = parts else {
        return Sent::Garbled;
    };
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") && !rest.is_empty() {
        return Sent::Bearer(rest.to_owned());
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let text = decode_base64(rest).and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some((user, secret)) = text.as_deref().and_then(|text| text.split_once(':')) {
            return Sent::Basic {
                user: user.to_owned(),
                secret: secret.to_owned(),
            };
        }
    }
    Sent::Garbled
}

/// The bytes behind standard base64, with or without its padding.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(six)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.extend(u8::try_from((held >> bits) & 0xff));
        }
    }
    Some(bytes)
}

/// The value of a parameter of the query; of several, the last counts.
pub(super) fn query<'a>(request: &'a Received, key: &str) -> Option<&'a str> {
    let mut found = request.query.iter().rev().filter(|(name, _)| name == key);
    found.next().map(|(_, value)| value.as_str())
}

/// Where links lead back to: the service on the host that the request named.
pub(super) fn base(request: &Received) -> String {
    let host = request
        .headers
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    format!("http://{}/bitbucket", host.unwrap_or("127.0.0.1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_with_and_without_padding_and_refused_when_it_is_none() {
        assert_eq!(
            decode_base64("cm9iaW46c2VjcmV0"),
            Some(b"robin:secret".to_vec())
        );
        assert_eq!(decode_base64("YTpi"), Some(b"a:b".to_vec()));
        assert_eq!(decode_base64("YTo="), Some(b"a:".to_vec()));
        assert_eq!(decode_base64("YTo"), Some(b"a:".to_vec()));
        assert_eq!(decode_base64("/+8="), Some(vec![0xff, 0xef]));
        assert_eq!(decode_base64("a:b"), None);
    }
}
