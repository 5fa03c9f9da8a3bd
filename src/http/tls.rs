//! Whom TLS trusts, and what its failures mean in words.

use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::{AlertDescription, CertificateError, RootCertStore};

use crate::audit::format_day;

/// Systems come with some hundred authorities, a fiftieth of this.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// So many of a certificate's names are told.
const MOST_NAMES: usize = 3;

/// The certificate authorities of a PEM file, as DER; or what is wrong with the file.
pub fn authorities(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let shown = path.display();
    let fault = |error: std::io::Error| format!("can't read {shown}: {error}");
    let about = std::fs::metadata(path).map_err(fault)?;
    // It is read more than once, and what comes out of a pipe comes once, if ever.
    if !about.is_file() && !about.is_dir() {
        return Err(format!("{shown} is no ordinary file"));
    }
    let mut pem = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES).read_to_end(&mut pem))
        .map_err(fault)?;
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    let all = read.map_err(|_| format!("{shown} is damaged: its PEM can't be decoded"))?;
    if all.is_empty() {
        return Err(format!("{shown} {}", without_certificate(&pem)));
    }
    // Systems' own bundles hold odd ones, which others pass over too.
    let usable = |one: &CertificateDer<'_>| RootCertStore::empty().add(one.clone()).is_ok();
    let usable: Vec<_> = all.into_iter().filter(|one| usable(one)).collect();
    if usable.is_empty() {
        return Err(format!("{shown} holds no certificate that can be used"));
    }
    Ok(usable)
}

/// What a file without a PEM certificate is instead.
fn without_certificate(bytes: &[u8]) -> &'static str {
    let der = CertificateDer::from(bytes);
    if bytes.trim_ascii().is_empty() {
        "is empty: a certificate in PEM is needed"
    } else if PrivateKeyDer::from_pem_slice(bytes).is_ok() {
        "holds a private key and no certificate: the authority's certificate is needed, never a key"
    } else if RootCertStore::empty().add(der).is_ok() {
        "is a certificate in DER: PEM is needed, which `openssl x509 -inform der` makes of it"
    } else {
        "holds no PEM certificate"
    }
}

/// The failure of TLS within an error, if it is one.
pub(super) fn within<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    let inner = error
        .downcast_ref::<std::io::Error>()
        .and_then(|error| error.get_ref());
    let here = error.downcast_ref::<rustls::Error>();
    here.or_else(|| inner.and_then(|inner| within(inner)))
        .or_else(|| error.source().and_then(within))
}

/// What went wrong with the server `host`, and what to do.
pub(super) fn words(error: &rustls::Error, host: &str) -> String {
    match error {
        rustls::Error::InvalidCertificate(bad) => certificate(bad, host),
        rustls::Error::InvalidMessage(_) => {
            format!("{host} does not answer in TLS; check the URL and its port")
        }
        rustls::Error::AlertReceived(AlertDescription::CertificateRequired) => {
            format!("{host} wants a client certificate, which can't be given")
        }
        rustls::Error::AlertReceived(AlertDescription::ProtocolVersion)
        | rustls::Error::PeerIncompatible(_) => {
            format!("{host} offers no TLS that is safe: it needs 1.2 or 1.3 ({error})")
        }
        other => format!("with {host}: {other}"),
    }
}

fn certificate(bad: &CertificateError, host: &str) -> String {
    let whose = format!("the certificate of {host}");
    let clock = || format!("this machine's clock, which says {}", day(UnixTime::now()));
    match bad {
        CertificateError::UnknownIssuer => format!(
            "{whose} is from an unknown issuer; if that is your organization's own authority, or a proxy that opens TLS, name its certificate by --ca-cert FILE"
        ),
        CertificateError::NotValidForName => {
            format!("{whose} is for another host; check the URL, and who answers there")
        }
        CertificateError::NotValidForNameContext { presented, .. } => format!(
            "{whose} is for another host, {}; check the URL, and who answers there",
            names(presented)
        ),
        CertificateError::ExpiredContext { not_after, .. } => format!(
            "{whose} has expired on {}; its owner must renew it, unless {} is wrong",
            day(*not_after),
            clock()
        ),
        CertificateError::Expired => format!(
            "{whose} has expired; its owner must renew it, unless {} is wrong",
            clock()
        ),
        CertificateError::NotValidYetContext { not_before, .. } => format!(
            "{whose} is not valid before {}; check {}",
            day(*not_before),
            clock()
        ),
        CertificateError::NotValidYet => format!("{whose} is not valid yet; check {}", clock()),
        CertificateError::BadSignature => format!(
            "{whose} is signed with another key than that of the authority it names; ask for that authority's current certificate, for --ca-cert FILE"
        ),
        CertificateError::Revoked => {
            format!("{whose} was revoked; its owner must replace it")
        }
        other => format!("{whose} can't be accepted: {other}"),
    }
}

/// The names that a certificate is for, as far as they are short enough to be told.
fn names(presented: &[String]) -> String {
    let told: Vec<&str> = presented
        .iter()
        .take(MOST_NAMES)
        .map(|name| name.get(..64).unwrap_or(name))
        .collect();
    match presented.len().saturating_sub(MOST_NAMES) {
        _ if told.is_empty() => "for none at all".to_owned(),
        0 => told.join(", "),
        more => format!("{} and {more} more", told.join(", ")),
    }
}

fn day(time: UnixTime) -> String {
    format_day(i64::try_from(time.as_secs() / 86_400).unwrap_or(i64::MAX / 86_400))
}
