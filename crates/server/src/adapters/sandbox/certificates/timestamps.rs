use async_trait::async_trait;
use eds::{
    algorithm::Digest,
    issue::{TimestampAnswer, TimestampQuestion},
    signing::SigningError,
};

use super::{CertificatesError, authority::time};
use crate::{
    adapters::{sandbox::Sandbox, system::SystemRandomness},
    ports::{Clock, Down, Randomness, Timestamps},
};

impl Sandbox {
    /// Answers a request for a timestamp (RFC 3161); both in DER.
    ///
    /// # Errors
    /// [`CertificatesError`]; a request that cannot be read is answered.
    pub fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, CertificatesError> {
        match TimestampQuestion::from_der(request) {
            Ok(question) => Ok(self.stamped(&question, |answer| answer.sign())?),
            Err(_) => Ok(TimestampAnswer::malformed_request()),
        }
    }

    /// A token alone, as a message carries it.
    pub(super) fn token(&self, digest: Digest, imprint: &[u8]) -> Result<Vec<u8>, SigningError> {
        let question = TimestampQuestion::new(digest, imprint.to_vec());
        self.stamped(&question, |answer| answer.token())
    }

    fn stamped(
        &self,
        question: &TimestampQuestion,
        finish: impl FnOnce(&TimestampAnswer<'_>) -> Result<Vec<u8>, SigningError>,
    ) -> Result<Vec<u8>, SigningError> {
        let authority = &self.authority.0;
        let mut serial = [0; 16];
        // A token without chance in its number would still be a token: numbers only tell two apart.
        if SystemRandomness.fill(&mut serial).is_err() {
            serial = self.now().timestamp_nanos_opt().map_or([1; 16], |nanos| {
                u128::from(nanos.unsigned_abs()).to_be_bytes()
            });
        }
        if let Some(first) = serial.first_mut() {
            *first = *first & 0x3F | 0x40;
        }
        finish(&TimestampAnswer {
            question,
            time: time(self.now()),
            serial: &serial,
            authority: &authority.stamper,
            chain: &[authority.intermediate.certificate().clone()],
        })
    }
}

#[async_trait]
impl Timestamps for Sandbox {
    async fn stamp(&self, imprint: &[u8]) -> Result<Vec<u8>, Down> {
        let down = |cause: String| Down {
            register: "TSA",
            cause,
        };
        let digest = match imprint.len() {
            32 => Digest::Sha256,
            64 => Digest::Streebog512,
            length => return Err(down(format!("no digest has {length} bytes"))),
        };
        let question = TimestampQuestion::new(digest, imprint.to_vec());
        self.stamped(&question, |answer| answer.sign())
            .map_err(|cause| down(cause.to_string()))
    }
}
