//! Signature algorithms, and what can be wrong with a signature.

use spki::AlgorithmIdentifierOwned;
use thiserror::Error;

use super::{Digest, PublicKey};
use crate::gost::{Curve, Wrong};
use crate::oid;

/// How something is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureAlgorithm {
    /// GOST 34.10-2015 with 512 bits over Streebog-512.
    Gost2015With512,
    /// GOST 34.10-2015 with 256 bits over Streebog-256.
    Gost2015With256,
    /// RSA, PKCS #1 v1.5, over SHA-256.
    RsaSha256,
    /// GOST 34.310-2004 over GOST 34.311-95. For what was signed until 2024.
    Gost2004,
}

/// What is wrong with a signature or with the key that it is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignatureFault {
    /// The algorithm is not on the list, or has parameters that it must not have.
    #[error("the signature algorithm is not taken")]
    AlgorithmNotAllowed,
    /// The same algorithm is named differently in two places, or does not go with the key.
    #[error("the signature algorithm, the digest and the key do not belong together")]
    AlgorithmsDisagree,
    /// The kind of key is not on the list.
    #[error("this kind of key is not taken")]
    KeyNotAllowed,
    /// The key is over another curve than those on the list.
    #[error("the key's curve is not taken")]
    CurveNotAllowed,
    /// The key's bytes are no key.
    #[error("the key is malformed")]
    KeyMalformed,
    /// The key is no point of its curve.
    #[error("the public key is no point of the curve")]
    KeyOffTheCurve,
    /// A key of RSA that is not 2048, 3072 or 4096 bits long, or has another exponent than 65537.
    #[error("the key of RSA has another size or exponent than is taken")]
    RsaKeyNotAllowed,
    /// The signature has not the length that the key asks for.
    #[error("the signature has the wrong length")]
    SignatureLength,
    /// r or s is 0 or not below the order, or a number of RSA is not below the modulus.
    #[error("a number of the signature is out of range")]
    NumberOutOfRange,
    /// The signature does not fit.
    #[error("the signature does not fit the key and what is signed")]
    Mismatch,
}

impl SignatureFault {
    /// The fault's name in codes and JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AlgorithmNotAllowed => "algorithm_not_allowed",
            Self::AlgorithmsDisagree => "algorithms_disagree",
            Self::KeyNotAllowed => "key_not_allowed",
            Self::CurveNotAllowed => "curve_not_allowed",
            Self::KeyMalformed => "key_malformed",
            Self::KeyOffTheCurve => "key_off_the_curve",
            Self::RsaKeyNotAllowed => "rsa_key_not_allowed",
            Self::SignatureLength => "signature_length",
            Self::NumberOutOfRange => "number_out_of_range",
            Self::Mismatch => "signature_mismatch",
        }
    }
}

impl From<Wrong> for SignatureFault {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::KeyLength => Self::KeyMalformed,
            Wrong::KeyOffTheCurve => Self::KeyOffTheCurve,
            Wrong::DigestLength => Self::AlgorithmsDisagree,
            Wrong::SignatureLength => Self::SignatureLength,
            Wrong::NumberOutOfRange => Self::NumberOutOfRange,
            Wrong::Mismatch => Self::Mismatch,
        }
    }
}

impl SignatureAlgorithm {
    /// The algorithm that an identifier names. Parameters are NULL or absent.
    ///
    /// # Errors
    ///
    /// [`SignatureFault::AlgorithmNotAllowed`].
    pub fn of(identifier: &AlgorithmIdentifierOwned) -> Result<Self, SignatureFault> {
        let plain = identifier
            .parameters
            .as_ref()
            .is_none_or(|parameters| parameters.is_null());
        let algorithm = match identifier.oid {
            oid::GOST_2015_512_SIGNATURE => Self::Gost2015With512,
            oid::GOST_2015_256_SIGNATURE => Self::Gost2015With256,
            oid::RSA_SHA256_SIGNATURE => Self::RsaSha256,
            oid::GOST_2004_SIGNATURE => Self::Gost2004,
            _ => return Err(SignatureFault::AlgorithmNotAllowed),
        };
        if plain {
            Ok(algorithm)
        } else {
            Err(SignatureFault::AlgorithmNotAllowed)
        }
    }

    /// The algorithm of a signer of CMS: its identifier may name the kind of key only, and the
    /// digest stands beside it.
    ///
    /// # Errors
    ///
    /// [`SignatureFault::AlgorithmNotAllowed`] and [`SignatureFault::AlgorithmsDisagree`].
    pub fn of_signer(
        identifier: &AlgorithmIdentifierOwned,
        digest: Digest,
    ) -> Result<Self, SignatureFault> {
        let algorithm = if identifier.oid == oid::RSA_KEY {
            Self::RsaSha256
        } else {
            Self::of(identifier)?
        };
        if algorithm.digest() == digest {
            Ok(algorithm)
        } else {
            Err(SignatureFault::AlgorithmsDisagree)
        }
    }

    /// Its identifier.
    #[must_use]
    pub fn oid(self) -> oid::ObjectIdentifier {
        match self {
            Self::Gost2015With512 => oid::GOST_2015_512_SIGNATURE,
            Self::Gost2015With256 => oid::GOST_2015_256_SIGNATURE,
            Self::RsaSha256 => oid::RSA_SHA256_SIGNATURE,
            Self::Gost2004 => oid::GOST_2004_SIGNATURE,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gost2015With512 => "GOST 34.10-2015, 512 bits, Streebog-512",
            Self::Gost2015With256 => "GOST 34.10-2015, 256 bits, Streebog-256",
            Self::RsaSha256 => "RSA, SHA-256",
            Self::Gost2004 => "GOST 34.310-2004, GOST 34.311-95",
        }
    }

    /// The digest that is signed.
    #[must_use]
    pub fn digest(self) -> Digest {
        match self {
            Self::Gost2015With512 => Digest::Streebog512,
            Self::Gost2015With256 => Digest::Streebog256,
            Self::RsaSha256 => Digest::Sha256,
            Self::Gost2004 => Digest::Gost95,
        }
    }

    /// Is `signature` over `message` the key's?
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn verify(
        self,
        key: &PublicKey,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureFault> {
        let digest = self.digest().of_bytes(message);
        match (self, key) {
            (Self::Gost2015With512, PublicKey::Gost(key)) if key.curve() == Curve::Tc26A512 => {
                Ok(key.verify(&digest, signature)?)
            }
            (Self::Gost2015With256, PublicKey::Gost(key)) if key.curve() == Curve::Tc26A256 => {
                Ok(key.verify(&digest, signature)?)
            }
            (Self::Gost2004, PublicKey::Gost(key)) if key.curve() == Curve::CryptoProA => {
                Ok(key.verify(&digest, signature)?)
            }
            (Self::RsaSha256, PublicKey::Rsa(key)) => key.verify(&digest, signature),
            _ => Err(SignatureFault::AlgorithmsDisagree),
        }
    }
}
