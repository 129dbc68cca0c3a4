//! Public keys as certificates carry them.

use der::asn1::BitString;
use der::{Decode, Sequence};
use spki::SubjectPublicKeyInfoOwned;

use super::SignatureFault;
use crate::gost::{self, Curve};
use crate::oid::{self, ObjectIdentifier};
use crate::rsa;

/// A public key of one of the kinds that are taken.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PublicKey {
    /// A point of a curve.
    Gost(gost::PublicKey),
    /// A modulus of RSA.
    Rsa(rsa::PublicKey),
}

/// Parameters of a key of GOST: curve and digest.
#[derive(Sequence)]
struct GostParameters {
    curve: ObjectIdentifier,
    #[asn1(optional = "true")]
    _digest: Option<ObjectIdentifier>,
}

impl PublicKey {
    /// The key of a certificate.
    ///
    /// # Errors
    ///
    /// [`SignatureFault::KeyNotAllowed`], [`SignatureFault::CurveNotAllowed`],
    /// [`SignatureFault::KeyMalformed`], [`SignatureFault::KeyOffTheCurve`] and
    /// [`SignatureFault::RsaKeyNotAllowed`].
    pub fn of(info: &SubjectPublicKeyInfoOwned) -> Result<Self, SignatureFault> {
        let curve = match info.algorithm.oid {
            oid::RSA_KEY => {
                let null = info.algorithm.parameters.as_ref();
                if !null.is_some_and(|parameters| parameters.is_null()) {
                    return Err(SignatureFault::KeyMalformed);
                }
                let key = rsa::PublicKey::of_der(bytes(&info.subject_public_key)?)?;
                return Ok(Self::Rsa(key));
            }
            oid::GOST_2015_512_KEY => (oid::GOST_2015_512_CURVE_A, Curve::Tc26A512),
            oid::GOST_2015_256_KEY => (oid::GOST_2015_256_CURVE_A, Curve::Tc26A256),
            oid::GOST_2004_KEY => (oid::GOST_2004_CURVE_A, Curve::CryptoProA),
            _ => return Err(SignatureFault::KeyNotAllowed),
        };
        let (expected, curve) = curve;
        let parameters: GostParameters = info
            .algorithm
            .parameters
            .as_ref()
            .and_then(|parameters| parameters.decode_as().ok())
            .ok_or(SignatureFault::CurveNotAllowed)?;
        if parameters.curve != expected {
            return Err(SignatureFault::CurveNotAllowed);
        }
        let point = der::asn1::OctetString::from_der(bytes(&info.subject_public_key)?)
            .map_err(|_| SignatureFault::KeyMalformed)?;
        Ok(Self::Gost(gost::PublicKey::new(curve, point.as_bytes())?))
    }

    /// What the key is called.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Gost(key) => match key.curve() {
                Curve::CryptoProA => "GOST 34.310-2004, 256 bits".into(),
                curve => format!("GOST 34.10-2015, {} bits", 8 * curve.bytes()),
            },
            Self::Rsa(key) => format!("RSA, {} bits", key.bits()),
        }
    }
}

/// The bytes of a string of whole bytes.
fn bytes(string: &BitString) -> Result<&[u8], SignatureFault> {
    string.as_bytes().ok_or(SignatureFault::KeyMalformed)
}
