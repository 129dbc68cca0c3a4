//! Private keys and signing, for tests and a sandbox only: nothing here runs in constant time, and
//! the `rsa` package is known to leak a key to whoever can time it (RUSTSEC-2023-0071).

use der::asn1::{BitString, OctetString};
use der::{Any, Encode, Sequence};
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey, EncodeRsaPublicKey};
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::PublicKeyParts;
use sha2::Digest as _;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use streebog::Streebog512;
use thiserror::Error;

use crate::algorithm::{Digest, SignatureAlgorithm};
use crate::gost::{self, Curve};
use crate::oid::{self, ObjectIdentifier};

/// A key that signs.
#[derive(Clone)]
#[non_exhaustive]
pub enum PrivateKey {
    /// GOST 34.10-2015 with 512 bits on paramSetA: a number above 0 and below the curve's order,
    /// the lowest byte first.
    Gost2012_512(Box<[u8; 64]>),
    /// GOST 34.10-2015 with 256 bits on paramSetA.
    Gost2012_256(Box<[u8; 32]>),
    /// RSA of 2048 bits or more.
    Rsa(Box<rsa::PrivateKey>),
}

/// Why a key could not be made or could not sign.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SigningError {
    /// The number is no private key of the curve.
    #[error("the number is no private key of the curve")]
    NoPrivateKey,
    /// The `rsa` package refused.
    #[error("RSA: {0}")]
    Rsa(#[from] rsa::Error),
    /// The key's file cannot be read or written.
    #[error("RSA: {0}")]
    File(#[from] rsa::pkcs1::Error),
    /// Something could not be written in DER.
    #[error("DER: {0}")]
    Der(#[from] der::Error),
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Gost2012_512(_) => "PrivateKey::Gost2012_512(…)",
            Self::Gost2012_256(_) => "PrivateKey::Gost2012_256(…)",
            Self::Rsa(_) => "PrivateKey::Rsa(…)",
        })
    }
}

/// Parameters of a key of GOST.
#[derive(Sequence)]
struct GostParameters {
    curve: ObjectIdentifier,
    digest: ObjectIdentifier,
}

/// What fills bytes with randomness, as the `rsa` package wants to have it.
struct Random<'a>(&'a mut dyn FnMut(&mut [u8]));

impl TryRng for Random<'_> {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        (self.0)(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        (self.0)(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        (self.0)(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Random<'_> {}

/// An algorithm without parameters, which in the national certificates means NULL.
fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid,
        parameters: Some(Any::null()),
    }
}

impl PrivateKey {
    /// A key of GOST with 512 bits that follows from `seed`: the same seed, the same key.
    ///
    /// # Errors
    ///
    /// None in practice: a digest that is no private key comes once in 2²⁵⁶.
    pub fn gost_512_from_seed(seed: &[u8]) -> Result<Self, SigningError> {
        let mut hash = Streebog512::new();
        hash.update(b"private key");
        hash.update(seed);
        Self::gost_512(hash.finalize().into())
    }

    /// The key of GOST with 512 bits that is this number, the lowest byte first.
    ///
    /// # Errors
    ///
    /// [`SigningError::NoPrivateKey`].
    pub fn gost_512(number: [u8; 64]) -> Result<Self, SigningError> {
        gost::public_key(Curve::Tc26A512, &number).ok_or(SigningError::NoPrivateKey)?;
        Ok(Self::Gost2012_512(Box::new(number)))
    }

    /// The key of GOST with 256 bits that is this number, the lowest byte first.
    ///
    /// # Errors
    ///
    /// [`SigningError::NoPrivateKey`].
    pub fn gost_256(number: [u8; 32]) -> Result<Self, SigningError> {
        gost::public_key(Curve::Tc26A256, &number).ok_or(SigningError::NoPrivateKey)?;
        Ok(Self::Gost2012_256(Box::new(number)))
    }

    /// A new key of RSA; `random` fills bytes.
    ///
    /// # Errors
    ///
    /// [`SigningError::Rsa`] for sizes that make no sense.
    pub fn rsa(bits: usize, random: &mut dyn FnMut(&mut [u8])) -> Result<Self, SigningError> {
        let key = rsa::PrivateKey::new(&mut Random(random), bits)?;
        Ok(Self::Rsa(Box::new(key)))
    }

    /// The key of RSA in these bytes: `RSAPrivateKey` of PKCS #1 in DER.
    ///
    /// # Errors
    ///
    /// [`SigningError::File`].
    pub fn rsa_from_pkcs1_der(bytes: &[u8]) -> Result<Self, SigningError> {
        Ok(Self::Rsa(Box::new(rsa::PrivateKey::from_pkcs1_der(bytes)?)))
    }

    /// A key of RSA as PKCS #1 in DER, a key of GOST as its number.
    ///
    /// # Errors
    ///
    /// [`SigningError::File`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, SigningError> {
        Ok(match self {
            Self::Gost2012_512(number) => number.to_vec(),
            Self::Gost2012_256(number) => number.to_vec(),
            Self::Rsa(key) => key.to_pkcs1_der()?.as_bytes().to_vec(),
        })
    }

    /// The public key as certificates carry it.
    ///
    /// # Errors
    ///
    /// [`SigningError`].
    pub fn public_key_info(&self) -> Result<SubjectPublicKeyInfoOwned, SigningError> {
        let gost = |curve: Curve, key: ObjectIdentifier, parameters: GostParameters, d: &[u8]| {
            let point = gost::public_key(curve, d).ok_or(SigningError::NoPrivateKey)?;
            Ok(SubjectPublicKeyInfoOwned {
                algorithm: AlgorithmIdentifierOwned {
                    oid: key,
                    parameters: Some(Any::encode_from(&parameters)?),
                },
                subject_public_key: BitString::from_bytes(&OctetString::new(point)?.to_der()?)?,
            })
        };
        match self {
            Self::Gost2012_512(d) => {
                let parameters = GostParameters {
                    curve: oid::GOST_2015_512_CURVE_A,
                    digest: oid::STREEBOG_512,
                };
                gost(Curve::Tc26A512, oid::GOST_2015_512_KEY, parameters, &d[..])
            }
            Self::Gost2012_256(d) => {
                let parameters = GostParameters {
                    curve: oid::GOST_2015_256_CURVE_A,
                    digest: oid::STREEBOG_256,
                };
                gost(Curve::Tc26A256, oid::GOST_2015_256_KEY, parameters, &d[..])
            }
            Self::Rsa(key) => Ok(SubjectPublicKeyInfoOwned {
                algorithm: algorithm(oid::RSA_KEY),
                subject_public_key: BitString::from_bytes(
                    key.to_public_key().to_pkcs1_der()?.as_bytes(),
                )?,
            }),
        }
    }

    /// How this key signs.
    #[must_use]
    pub fn algorithm(&self) -> SignatureAlgorithm {
        match self {
            Self::Gost2012_512(_) => SignatureAlgorithm::Gost2015With512,
            Self::Gost2012_256(_) => SignatureAlgorithm::Gost2015With256,
            Self::Rsa(_) => SignatureAlgorithm::RsaSha256,
        }
    }

    /// The same, as certificates and messages carry it.
    #[must_use]
    pub fn signature_algorithm(&self) -> AlgorithmIdentifierOwned {
        algorithm(self.algorithm().oid())
    }

    /// The digest that goes with this key.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.algorithm().digest()
    }

    /// The same, as messages carry it.
    #[must_use]
    pub fn digest_algorithm(&self) -> AlgorithmIdentifierOwned {
        algorithm(self.digest().oid())
    }

    /// The signature over `message`, as certificates and messages carry it.
    ///
    /// # Errors
    ///
    /// [`SigningError`].
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let digest = self.digest().of_bytes(message);
        match self {
            Self::Gost2012_512(d) => gost::sign(Curve::Tc26A512, &d[..], &digest),
            Self::Gost2012_256(d) => gost::sign(Curve::Tc26A256, &d[..], &digest),
            Self::Rsa(key) => {
                let padding = rsa::Pkcs1v15Sign::new::<sha2::Sha256>();
                return Ok(key.sign(padding, &digest)?);
            }
        }
        .ok_or(SigningError::NoPrivateKey)
    }

    /// Bytes of a signature.
    #[must_use]
    pub fn signature_length(&self) -> usize {
        match self {
            Self::Gost2012_512(_) => 128,
            Self::Gost2012_256(_) => 64,
            Self::Rsa(key) => key.size(),
        }
    }
}
