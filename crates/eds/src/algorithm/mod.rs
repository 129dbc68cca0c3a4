//! Which algorithms are taken, and what they do. Whatever is not here is refused.

mod digest;
mod key;
mod signature;

pub use digest::Digest;
pub use key::PublicKey;
pub use signature::{SignatureAlgorithm, SignatureFault};
