//! Kinds of bytes.

use std::fmt;

/// What the bytes are that were handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Material {
    /// The signed message.
    Cms,
    /// A certificate.
    Certificate,
    /// A list of revoked certificates.
    Crl,
    /// An answer of OCSP.
    Ocsp,
    /// A timestamp.
    Timestamp,
}

impl Material {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Cms => "cms",
            Self::Certificate => "certificate",
            Self::Crl => "crl",
            Self::Ocsp => "ocsp",
            Self::Timestamp => "timestamp",
        }
    }
}

impl fmt::Display for Material {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Cms => "the signed message",
            Self::Certificate => "a certificate",
            Self::Crl => "the CRL",
            Self::Ocsp => "the answer of OCSP",
            Self::Timestamp => "the timestamp",
        })
    }
}
