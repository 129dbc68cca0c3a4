//! RSA with PKCS #1 v1.5 over SHA-256 (RFC 8017, section 8.2.2): verifying only.
//!
//! Verifying needs public numbers alone, so no care is taken about time. It is ours because it has
//! to keep up with the libraries it is measured against, and because nothing that could touch a
//! private key is then part of a server that only verifies.

mod modulus;

use der::asn1::UintRef;
use der::{Decode, Sequence};

use crate::algorithm::SignatureFault;
use modulus::Modulus;

/// The exponent of every key that is taken.
const EXPONENT: [u8; 3] = [1, 0, 1];

/// What stands before a digest of SHA-256: its identifier, in DER.
const SHA256_PREFIX: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// A modulus of 2048, 3072 or 4096 bits with the exponent 65537.
#[derive(Clone, Debug)]
pub struct PublicKey {
    modulus: AnyModulus,
}

/// A modulus of each size, in words of 64 bits.
#[derive(Clone, Debug)]
enum AnyModulus {
    Of2048(Box<Modulus<32>>),
    Of3072(Box<Modulus<48>>),
    Of4096(Box<Modulus<64>>),
}

/// RFC 8017, appendix A.1.1.
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

impl PublicKey {
    /// The key of a certificate: `RSAPublicKey` in DER.
    ///
    /// # Errors
    ///
    /// [`SignatureFault::KeyMalformed`] and [`SignatureFault::RsaKeyNotAllowed`].
    pub fn of_der(bytes: &[u8]) -> Result<Self, SignatureFault> {
        let key = RsaPublicKey::from_der(bytes).map_err(|_| SignatureFault::KeyMalformed)?;
        Self::new(key.modulus.as_bytes(), key.exponent.as_bytes())
    }

    /// The key with these numbers, the highest byte first.
    ///
    /// # Errors
    ///
    /// [`SignatureFault::RsaKeyNotAllowed`].
    pub fn new(modulus: &[u8], exponent: &[u8]) -> Result<Self, SignatureFault> {
        if exponent != EXPONENT {
            return Err(SignatureFault::RsaKeyNotAllowed);
        }
        let modulus = match modulus.len() {
            256 => Modulus::new(modulus).map(|modulus| AnyModulus::Of2048(Box::new(modulus))),
            384 => Modulus::new(modulus).map(|modulus| AnyModulus::Of3072(Box::new(modulus))),
            512 => Modulus::new(modulus).map(|modulus| AnyModulus::Of4096(Box::new(modulus))),
            _ => None,
        };
        let modulus = modulus.ok_or(SignatureFault::RsaKeyNotAllowed)?;
        Ok(Self { modulus })
    }

    /// Bits of the modulus.
    #[must_use]
    pub fn bits(&self) -> usize {
        match &self.modulus {
            AnyModulus::Of2048(_) => 2048,
            AnyModulus::Of3072(_) => 3072,
            AnyModulus::Of4096(_) => 4096,
        }
    }

    /// Is `signature` this key's over a digest of SHA-256?
    ///
    /// # Errors
    ///
    /// [`SignatureFault::SignatureLength`], [`SignatureFault::NumberOutOfRange`] and
    /// [`SignatureFault::Mismatch`].
    pub fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), SignatureFault> {
        if 8 * signature.len() != self.bits() {
            return Err(SignatureFault::SignatureLength);
        }
        let opened = match &self.modulus {
            AnyModulus::Of2048(modulus) => modulus.raised_to_65537(signature),
            AnyModulus::Of3072(modulus) => modulus.raised_to_65537(signature),
            AnyModulus::Of4096(modulus) => modulus.raised_to_65537(signature),
        };
        let opened = opened.ok_or(SignatureFault::NumberOutOfRange)?;
        // The one encoding there is, made and compared: what is not parsed cannot be misread.
        let mut expected = vec![0xFF; signature.len()];
        let end = expected.len() - digest.len();
        let start = end - SHA256_PREFIX.len();
        expected[end..].copy_from_slice(digest);
        expected[start..end].copy_from_slice(&SHA256_PREFIX);
        expected[start - 1] = 0;
        expected[0] = 0;
        expected[1] = 1;
        if opened == expected {
            Ok(())
        } else {
            Err(SignatureFault::Mismatch)
        }
    }
}
