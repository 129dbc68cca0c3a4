use async_trait::async_trait;
use eds::{
    Certificate,
    algorithm::PublicKey,
    issue::{OcspAnswer, OcspQuestion, OcspState, Revoked, crl},
};

use registration::identifiers::Iin;

use super::{Algorithm, CertificatesError, Wanted, authority::time};
use crate::{
    adapters::sandbox::Sandbox,
    ports::{Clock, Down, Randomness, Revocation, RevocationAnswer},
};

/// Seconds for which a list counts.
const LIST_VALID: i64 = 24 * 60 * 60;
/// Bytes of a nonce (RFC 8954: up to 32).
const NONCE: usize = 16;

impl Sandbox {
    /// Answers a request of OCSP (RFC 6960); both in DER.
    ///
    /// # Errors
    /// [`CertificatesError`]; a request that cannot be read is answered.
    pub fn ocsp(&self, request: &[u8]) -> Result<Vec<u8>, CertificatesError> {
        match OcspQuestion::from_der(request) {
            Ok(question) => self.answer(&question),
            Err(_) => Ok(OcspAnswer::malformed_request()),
        }
    }

    /// The list of revoked certificates (RFC 5280) in DER.
    ///
    /// # Errors
    /// [`CertificatesError`].
    pub fn crl(&self) -> Result<Vec<u8>, CertificatesError> {
        self.issue_to_everybody()?;
        let authority = &self.authority.0;
        let issued = authority.issued();
        let mut revoked: Vec<_> = issued
            .by_serial
            .values()
            .filter_map(|(certificate, since)| Some((certificate.clone(), (*since)?)))
            .collect();
        drop(issued);
        revoked.sort_by_key(|(certificate, _)| certificate.serial_number());
        let revoked: Vec<_> = revoked
            .iter()
            .map(|(certificate, since)| Revoked {
                certificate,
                since: *since,
            })
            .collect();
        let now = time(self.now());
        Ok(crl(
            &authority.intermediate,
            now,
            now.plus(LIST_VALID),
            &revoked,
        )?)
    }

    /// Issues the certificates of RSA of the person whom this one is about, as before a restart:
    /// keys of RSA are too slow to make to have them all at hand.
    fn remember(&self, certificate: &Certificate) -> Result<(), CertificatesError> {
        let iin = certificate.subject().iin.as_deref();
        let Some(iin) = iin.and_then(|iin| Iin::parse(iin).ok()) else {
            return Ok(());
        };
        if matches!(certificate.key(), PublicKey::Rsa(_)) {
            for sign_in in [false, true] {
                self.certificate(Wanted {
                    iin,
                    sign_in,
                    algorithm: Algorithm::Rsa,
                    fault: None,
                })?;
            }
        }
        Ok(())
    }

    fn answer(&self, question: &OcspQuestion) -> Result<Vec<u8>, CertificatesError> {
        let authority = &self.authority.0;
        let answer = OcspAnswer {
            question,
            state: self.state(question)?,
            time: time(self.now()),
            responder: &authority.responder,
        };
        Ok(answer.sign()?)
    }

    fn state(&self, question: &OcspQuestion) -> Result<OcspState, CertificatesError> {
        let authority = &self.authority.0;
        if !question.is_of(authority.intermediate.certificate()) {
            return Ok(OcspState::Unknown);
        }
        let serial = question.serial_number();
        let find = || {
            let issued = authority.issued();
            issued.by_serial.get(&serial).map(|(_, since)| *since)
        };
        let found = match find() {
            None => {
                self.issue_to_everybody()?;
                find()
            }
            found => found,
        };
        Ok(match found {
            None => OcspState::Unknown,
            Some(None) => OcspState::Good,
            Some(Some(since)) => OcspState::Revoked { since },
        })
    }
}

#[async_trait]
impl Revocation for Sandbox {
    async fn status(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<RevocationAnswer, Down> {
        let down = |cause: String| Down {
            register: "OCSP",
            cause,
        };
        let mut nonce = vec![0; NONCE];
        crate::adapters::system::SystemRandomness
            .fill(&mut nonce)
            .map_err(|cause| down(cause.to_string()))?;
        let question = OcspQuestion::new(certificate, issuer, Some(nonce.clone()))
            .map_err(|cause| down(cause.to_string()))?;
        let sandbox = self.clone();
        let asked = certificate.clone();
        let response = tokio::task::spawn_blocking(move || {
            sandbox.remember(&asked)?;
            sandbox.answer(&question)
        })
        .await
        .map_err(|cut| down(cut.to_string()))?
        .map_err(|cause| down(cause.to_string()))?;
        Ok(RevocationAnswer::Ocsp {
            response,
            nonce: Some(nonce),
        })
    }
}
