use async_trait::async_trait;

use super::Down;

/// The timestamp authority.
#[async_trait]
pub trait Timestamps: Send + Sync {
    /// A response of RFC 3161 in DER with a token over `imprint`, the digest of what is stamped:
    /// SHA-256 where it has 32 bytes, Streebog-512 where it has 64.
    async fn stamp(&self, imprint: &[u8]) -> Result<Vec<u8>, Down>;
}
