use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use eds::{
    Time, Trust,
    algorithm::Digest,
    issue::{Authority, Name, Template, Use},
    signing::{PrivateKey, SigningError},
};

use super::{CertificatesError, people::Issued};

const DAY: i64 = 24 * 60 * 60;
const YEAR: i64 = 365 * DAY;

/// The sandbox's certification authority with its services. A clone is the same authority.
#[derive(Clone)]
pub struct CertificationAuthority(pub(super) Arc<Parts>);

/// What the authority is made of.
pub(super) struct Parts {
    secret: [u8; 32],
    /// When the data folder was begun.
    pub(super) begun: Time,
    pub(super) root: Authority,
    pub(super) intermediate: Authority,
    pub(super) responder: Authority,
    pub(super) stamper: Authority,
    issued: Mutex<Issued>,
}

/// The sandbox's time as certificates have it.
pub(super) fn time(at: DateTime<Utc>) -> Time {
    Time::from_unix(at.timestamp())
}

impl CertificationAuthority {
    /// The authority of a data folder. Its own certificates are valid for a hundred years, since
    /// the sandbox clock can be moved as far.
    pub(in super::super) fn of(secret: [u8; 32], begun: Time) -> Result<Self, SigningError> {
        let key = |label: &str| gost_key(&secret, label);
        let (from, until) = (begun.plus(-5 * YEAR), begun.plus(102 * YEAR));
        let root_name = Name::service("TIRKEU SANDBOX ROOT (GOST)")?;
        let root = Authority::root(root_name, key("root")?, from, until)?;
        let issue = |issuer: &Authority, name: &str, used_for, label: &str| {
            let subject = &Name::service(name)?;
            let template = Template {
                subject,
                used_for,
                from,
                until,
            };
            issuer.issue(&template, key(label)?)
        };
        let intermediate = issue(
            &root,
            "TIRKEU SANDBOX CA (GOST)",
            Use::Intermediate,
            "intermediate",
        )?;
        Ok(Self(Arc::new(Parts {
            responder: issue(&intermediate, "TIRKEU SANDBOX OCSP", Use::Ocsp, "ocsp")?,
            stamper: issue(&intermediate, "TIRKEU SANDBOX TSA", Use::Timestamps, "tsa")?,
            root,
            intermediate,
            secret,
            begun,
            issued: Mutex::default(),
        })))
    }

    /// What a verifier in the sandbox trusts: the root, and the authority below it.
    ///
    /// # Errors
    /// [`CertificatesError::Trust`].
    pub fn trust(&self) -> Result<Trust, CertificatesError> {
        let mut trust = Trust::new();
        trust.pin("root.cer", self.root())?;
        trust.add_intermediate("intermediate.cer", self.intermediate())?;
        Ok(trust)
    }

    /// The root's certificate in DER.
    #[must_use]
    pub fn root(&self) -> &[u8] {
        self.0.root.certificate().as_der()
    }

    /// The certificate, in DER, of the authority that issues people's.
    #[must_use]
    pub fn intermediate(&self) -> &[u8] {
        self.0.intermediate.certificate().as_der()
    }
}

impl Parts {
    /// What has been issued.
    pub(super) fn issued(&self) -> MutexGuard<'_, Issued> {
        self.issued.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of GOST that goes with a label.
    pub(super) fn gost(&self, label: &str) -> Result<PrivateKey, SigningError> {
        gost_key(&self.secret, label)
    }

    /// The key of RSA that goes with a label. Finding its primes takes a while.
    pub(super) fn rsa(&self, label: &str) -> Result<PrivateKey, SigningError> {
        let seed = Digest::Streebog512.of_bytes(&seed(&self.secret, label));
        let mut count = 0_u64;
        PrivateKey::rsa(2048, &mut |bytes| {
            for chunk in bytes.chunks_mut(32) {
                count += 1;
                let block = [seed.as_slice(), &count.to_be_bytes()].concat();
                let block = Digest::Sha256.of_bytes(&block);
                chunk
                    .iter_mut()
                    .zip(block)
                    .for_each(|(to, from)| *to = from);
            }
        })
    }
}

fn seed(secret: &[u8; 32], label: &str) -> Vec<u8> {
    [secret.as_slice(), label.as_bytes()].concat()
}

fn gost_key(secret: &[u8; 32], label: &str) -> Result<PrivateKey, SigningError> {
    PrivateKey::gost_512_from_seed(&seed(secret, label))
}
