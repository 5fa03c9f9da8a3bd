//! What a failure of TLS means.

use super::Host;
use crate::audit::Cause;

/// Kinds of failures, by what a person can do about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nobody whom this machine trusts has issued the certificate.
    Issuer,
    /// The certificate is expired or not valid yet, by this machine's clock.
    Dates,
    /// The certificate is for another name.
    Name,
    /// The certificate is an authority's own, as a quickly self-signed one is, which stands for no server.
    Authority,
    /// Something else than TLS is spoken there.
    Spoken,
    /// Anything else.
    Other,
}

/// How each failure reads, in lower case: by the names of the library's errors, and in plain words.
const WORDS: [(Fault, &[&str]); 5] = [
    (
        Fault::Dates,
        &[
            "expired",
            "notvalidyet",
            "not valid yet",
            "not valid before",
        ],
    ),
    (
        Fault::Name,
        &["notvalidforname", "not valid for name", "for another host"],
    ),
    (Fault::Issuer, &["unknownissuer", "unknown issuer"]),
    (Fault::Authority, &["causedasendentity"]),
    (
        Fault::Spoken,
        &["corrupt message", "does not answer in tls"],
    ),
];

/// How TLS failed with a host, if it did.
pub(super) fn fault_of(host: &Host) -> Option<Fault> {
    let miss = host.answer.as_ref().err()?;
    let name = host.url.host_str().unwrap_or_default();
    (miss.cause == Cause::Tls).then(|| fault(&miss.detail, name))
}

/// What a failure in words means. A host's own name says nothing about it.
fn fault(detail: &str, host: &str) -> Fault {
    let detail = detail.to_lowercase().replace(host, "");
    let says = |words: &[&str]| words.iter().any(|word| detail.contains(word));
    let found = WORDS.iter().find(|(_, words)| says(words));
    found.map_or(Fault::Other, |(fault, _)| *fault)
}

impl Fault {
    /// Whether a certificate came, so that the way there is open.
    pub(super) fn saw_certificate(self) -> bool {
        matches!(
            self,
            Fault::Issuer | Fault::Dates | Fault::Name | Fault::Authority
        )
    }

    /// What to do.
    pub(super) fn fix(self) -> &'static str {
        match self {
            Fault::Issuer => {
                "Pass the certificate authority of your company or of this host with --ca-cert FILE (PEM), or add it to \
                 the system's: a proxy or a virus scanner may open connections on the way, or the host has a \
                 certificate of its own making"
            }
            Fault::Dates => {
                "Renew the certificate of that host, or of the proxy that opens connections on the way; and look at this \
                 machine's clock, by which certificates are judged"
            }
            Fault::Name => {
                "Check the address: the certificate there is for another name, as with a wrong host name, a sign-in page of \
                 the network or a load balancer without this name"
            }
            Fault::Authority => {
                "Give that host a certificate issued for it (CA:FALSE): it shows an authority's own, as quickly self-signed \
                 ones are; then pass the authority's with --ca-cert FILE (PEM)"
            }
            Fault::Spoken => {
                "Check the address and its port: something else than TLS is spoken there, as on the port of plain http"
            }
            Fault::Other => {
                "Check the address, and what stands between this machine and it; if a certificate authority of your own is \
                 involved, pass it with --ca-cert FILE (PEM)"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rustls::{CertificateError, Error, InvalidMessage};

    use super::*;

    #[test]
    fn the_words_of_the_library_are_known() {
        let told = [
            (CertificateError::UnknownIssuer, Fault::Issuer),
            (CertificateError::Expired, Fault::Dates),
            (CertificateError::NotValidYet, Fault::Dates),
            (CertificateError::NotValidForName, Fault::Name),
            (CertificateError::BadSignature, Fault::Other),
        ];
        for (error, expected) in told {
            let error = Error::InvalidCertificate(error).to_string();
            assert_eq!(fault(&error, "a.example"), expected, "{error}");
        }
        let spoken = Error::InvalidMessage(InvalidMessage::InvalidContentType).to_string();
        assert_eq!(fault(&spoken, "a.example"), Fault::Spoken, "{spoken}");
    }

    #[test]
    fn plain_words_are_known() {
        for (words, expected) in [
            ("is from an unknown issuer; if that is", Fault::Issuer),
            ("has expired on 2026-01-01", Fault::Dates),
            ("is not valid before 2026-01-01", Fault::Dates),
            ("is for another host, b.example", Fault::Name),
            ("does not answer in TLS; check", Fault::Spoken),
            (
                "can't be accepted: Other(OtherError(CaUsedAsEndEntity))",
                Fault::Authority,
            ),
            ("can't be accepted: BadSignature", Fault::Other),
        ] {
            let detail = format!("TLS failed: the certificate of a.example {words}");
            assert_eq!(fault(&detail, "a.example"), expected, "{words}");
        }
    }

    #[test]
    fn a_host_s_name_is_no_failure() {
        let host = "expired.example";
        let detail = format!("TLS failed: the certificate of {host} is from an unknown issuer");
        assert_eq!(fault(&detail, host), Fault::Issuer);
    }
}
