use async_trait::async_trait;
use eds::Certificate;

use super::Down;

/// Where it is asked whether an authority has revoked a certificate.
#[async_trait]
pub trait Revocation: Send + Sync {
    /// What the issuer says of a certificate at this moment. Whether it is signed by whom it must
    /// be is for the verifier to see.
    async fn status(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<RevocationAnswer, Down>;
}

/// An answer about a certificate, or a list in which it can be looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RevocationAnswer {
    /// An answer of OCSP (RFC 6960) in DER.
    Ocsp {
        /// The response.
        response: Vec<u8>,
        /// The nonce that it was asked with, which the answer must repeat.
        nonce: Option<Vec<u8>>,
    },
    /// A list of revoked certificates (RFC 5280) in DER.
    Crl(Vec<u8>),
}
