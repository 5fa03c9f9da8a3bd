//! An invented certificate authority, and what it signs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;

/// An authority that no machine knows.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A server's certificate and its key.
pub struct Identity {
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

impl Authority {
    /// One with a name of its own.
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        Authority::named(&format!("Invented Authority {count}"))
    }

    pub fn named(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        Authority(CertifiedIssuer::self_signed(params, key).unwrap())
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    pub fn der(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// The key that signs, as PEM: what must never be named as a certificate.
    pub fn key_pem(&self) -> String {
        self.0.key().serialize_pem()
    }

    /// For these hosts, valid now.
    pub fn sign(&self, hosts: &[&str]) -> Identity {
        self.sign_between(hosts, (2020, 1, 1), (2100, 1, 1))
    }

    pub fn sign_between(
        &self,
        hosts: &[&str],
        from: (i32, u8, u8),
        until: (i32, u8, u8),
    ) -> Identity {
        let params = params(hosts, from, until);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Identity::of(certificate.der().clone(), &key)
    }

    /// Lets in only those who bring a certificate from here.
    pub fn guarded(&self, identity: Identity) -> Arc<ServerConfig> {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(self.0.der().clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
        let config = builder().with_client_cert_verifier(verifier.build().unwrap());
        let served = config.with_single_cert(vec![identity.certificate], identity.key);
        Arc::new(served.unwrap())
    }
}

impl Identity {
    /// Signed by nobody else; with its PEM.
    pub fn self_signed(hosts: &[&str]) -> (Identity, String) {
        let key = KeyPair::generate().unwrap();
        let params = params(hosts, (2020, 1, 1), (2100, 1, 1));
        let certificate = params.self_signed(&key).unwrap();
        let identity = Identity::of(certificate.der().clone(), &key);
        (identity, certificate.pem())
    }

    pub fn serves(self) -> Arc<ServerConfig> {
        let config = builder().with_no_client_auth();
        let served = config.with_single_cert(vec![self.certificate], self.key);
        Arc::new(served.unwrap())
    }

    fn of(certificate: CertificateDer<'static>, key: &KeyPair) -> Identity {
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        Identity {
            certificate,
            key: key.into(),
        }
    }
}

fn builder() -> rustls::ConfigBuilder<ServerConfig, rustls::WantsVerifier> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider);
    config.with_safe_default_protocol_versions().unwrap()
}

fn params(hosts: &[&str], from: (i32, u8, u8), until: (i32, u8, u8)) -> CertificateParams {
    let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let mut params = CertificateParams::new(hosts).unwrap();
    params.not_before = date_time_ymd(from.0, from.1, from.2);
    params.not_after = date_time_ymd(until.0, until.1, until.2);
    params
}
