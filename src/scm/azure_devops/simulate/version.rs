//! Which versions of the API a route accepts.
//!
//! Source: azure-devops-docs, `integrate/concepts/rest-api-versioning.md`; the texts are those of the exceptions in
//! the vendor's client libraries (`WebApiResources`).

use http::Method;

use super::reply::{exception, web};
use crate::sandbox::face::Reply;

/// What a route demands of `api-version`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// A released version, or a preview.
    Released,
    /// Only a preview, up to this revision.
    Preview(u32),
    /// Only a preview of the first revision, or no version at all.
    Loose,
}

/// The newest version of all.
const NEWEST: (u32, u32) = (7, 2);

/// The newest version that is not under preview.
const RELEASED: (u32, u32) = (7, 1);

/// Refuses a version that the route does not have.
pub(super) fn check(rule: Rule, version: Option<&str>, method: &Method) -> Result<(), Reply> {
    let Some(text) = version else {
        if rule == Rule::Loose {
            return Ok(());
        }
        return Err(refused(
            &format!(
                "No api-version was supplied for the \"{method}\" request. The version must be supplied either as part of the Accept header (e.g. \"application/json; api-version=1.0\") or as a query parameter (e.g. \"?api-version=1.0\")."
            ),
            web!("VssVersionNotSpecifiedException"),
        ));
    };
    let Some((number, preview)) = parse(text) else {
        return Err(refused(
            &format!(
                "Invalid api version string: \"{text}\". Api version string must be in the following format: {{Major}}.{{Minor}}[-preview[.{{ResourceVersion}}]]."
            ),
            web!("VssInvalidApiResourceVersionException"),
        ));
    };
    let newest_revision = match rule {
        Rule::Preview(revision) => revision,
        Rule::Loose => 1,
        Rule::Released => u32::MAX,
    };
    let out_of_range = !((1, 0)..=NEWEST).contains(&number)
        || preview
            .flatten()
            .is_some_and(|revision| revision > newest_revision);
    if out_of_range {
        let asked = text.split('-').next().unwrap_or(text);
        let (major, minor) = NEWEST;
        return Err(refused(
            &format!(
                "The requested REST API version of {asked} is out of range for this server. The latest REST API version this server supports is {major}.{minor}."
            ),
            web!("VssVersionOutOfRangeException"),
        ));
    }
    if preview.is_none() && (rule != Rule::Released || number > RELEASED) {
        return Err(refused(
            &format!(
                "The requested version \"{text}\" of the resource is under preview. The -preview flag must be supplied in the api-version for such requests. For example: \"{text}-preview\""
            ),
            web!("VssInvalidPreviewVersionException"),
        ));
    }
    Ok(())
}

/// A version: major and minor, and, if it is a preview, the revision that may be named with it.
type Parsed = ((u32, u32), Option<Option<u32>>);

/// Reads `{major}.{minor}[-preview[.{revision}]]`.
fn parse(text: &str) -> Option<Parsed> {
    let (number, stage) = match text.split_once('-') {
        Some((number, stage)) => (number, Some(stage)),
        None => (text, None),
    };
    let (major, minor) = number.split_once('.')?;
    let digits = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => text.parse::<u32>().ok(),
        false => None,
    };
    let preview = match stage.map(|stage| stage.split_once('.').unwrap_or((stage, ""))) {
        None => None,
        Some((word, _)) if !word.eq_ignore_ascii_case("preview") => return None,
        Some((_, "")) => Some(None),
        Some((_, revision)) => Some(Some(digits(revision)?)),
    };
    Some(((digits(major)?, digits(minor)?), preview))
}

/// A 400.
fn refused(message: &str, name: super::reply::Exception) -> Reply {
    exception(400, message, name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Rule, check};
    use http::Method;

    fn said(rule: Rule, version: Option<&str>) -> String {
        match check(rule, version, &Method::GET) {
            Ok(()) => String::new(),
            Err(reply) => {
                assert_eq!(reply.status, 400);
                String::from_utf8(reply.body).unwrap()
            }
        }
    }

    #[test]
    fn a_preview_is_asked_for_by_its_flag() {
        for plain in ["7.1", "5.0"] {
            let text = said(Rule::Preview(1), Some(plain));
            assert!(text.contains("VssInvalidPreviewVersionException"), "{text}");
            assert!(text.contains(&format!("{plain}-preview")), "{text}");
        }
        for preview in [
            "7.1-preview",
            "7.1-preview.1",
            "5.0-preview.1",
            "7.2-Preview.1",
        ] {
            assert_eq!(said(Rule::Preview(1), Some(preview)), "", "{preview}");
            assert_eq!(said(Rule::Released, Some(preview)), "", "{preview}");
        }
        assert!(said(Rule::Released, Some("7.2")).contains("VssInvalidPreviewVersionException"));
        assert_eq!(said(Rule::Released, Some("6.0")), "");
    }

    #[test]
    fn what_is_newer_than_the_service_is_out_of_range() {
        for (rule, version) in [
            (Rule::Released, "7.3"),
            (Rule::Released, "8.0-preview"),
            (Rule::Released, "0.9"),
            (Rule::Preview(1), "7.1-preview.2"),
            (Rule::Loose, "7.1-preview.9"),
        ] {
            let text = said(rule, Some(version));
            assert!(text.contains("VssVersionOutOfRangeException"), "{text}");
        }
    }

    #[test]
    fn a_version_must_be_given_and_be_one() {
        assert!(said(Rule::Released, None).contains("VssVersionNotSpecifiedException"));
        assert!(said(Rule::Preview(1), None).contains("VssVersionNotSpecifiedException"));
        assert_eq!(said(Rule::Loose, None), "");
        for odd in [
            "",
            "7",
            "7.1.1",
            "x.y",
            "+7.1",
            "7.1-beta",
            "7.1-preview.x",
            "7.1-preview-1",
        ] {
            let text = said(Rule::Released, Some(odd));
            assert!(
                text.contains("VssInvalidApiResourceVersionException"),
                "{odd}: {text}"
            );
        }
    }
}
