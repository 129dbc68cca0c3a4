//! The sandbox's certification authority: a root, an authority that issues people's certificates,
//! and its services. Every key follows from a secret that is drawn with the data folder, so that
//! nothing but the secret is kept and a restart finds the same certificates.

mod authority;
mod people;
mod revocation;
mod timestamps;

pub use authority::CertificationAuthority;
pub use people::{Algorithm, Fault, Wanted};

use eds::signing::SigningError;

/// Why the authority does not do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum CertificatesError {
    /// Something cannot be signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The authority's certificates are not taken for what they are.
    #[error(transparent)]
    Trust(#[from] eds::TrustError),
    /// Nobody of this number has a certificate.
    #[error("nobody of this number has a certificate")]
    Nobody,
}
