//! Public keys: points of a named curve.

use crypto_bigint::{U256, U512, Uint};

use super::curves::{CryptoProA, Parameters, Tc26A256, Tc26A512, Tc26B512};
#[cfg(test)]
use super::curves::{Gost2012Example, Rfc7091Example};
use super::point::{Affine, Point};
use super::verify::{Wrong, verify};

/// The curves that signatures may be over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Curve {
    /// 256 bits, `id-GostR3410-2001-CryptoPro-A-ParamSet` (RFC 4357): keys of GOST 34.310-2004.
    CryptoProA,
    /// 256 bits, `id-tc26-gost-3410-2012-256-paramSetA` (RFC 7836).
    Tc26A256,
    /// 512 bits, `id-tc26-gost-3410-12-512-paramSetA` (RFC 7836): the keys that people have today.
    Tc26A512,
    /// 512 bits, `id-tc26-gost-3410-12-512-paramSetB` (RFC 7836).
    Tc26B512,
    /// 256 bits, the example of RFC 7091.
    #[cfg(test)]
    Rfc7091Example,
    /// 512 bits, the example of GOST R 34.10-2012.
    #[cfg(test)]
    Gost2012Example,
}

impl Curve {
    /// Bytes of a coordinate, of a digest and of half a signature.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::CryptoProA | Self::Tc26A256 => 32,
            Self::Tc26A512 | Self::Tc26B512 => 64,
            #[cfg(test)]
            Self::Rfc7091Example => 32,
            #[cfg(test)]
            Self::Gost2012Example => 64,
        }
    }
}

/// A point of a curve, other than the neutral one.
#[derive(Clone, Debug)]
pub struct PublicKey {
    curve: Curve,
    point: AnyPoint,
}

/// A point of each curve.
#[derive(Clone, Debug)]
enum AnyPoint {
    CryptoProA(Affine<CryptoProA, { U256::LIMBS }>),
    Tc26A256(Affine<Tc26A256, { U256::LIMBS }>),
    Tc26A512(Affine<Tc26A512, { U512::LIMBS }>),
    Tc26B512(Affine<Tc26B512, { U512::LIMBS }>),
    #[cfg(test)]
    Rfc7091Example(Affine<Rfc7091Example, { U256::LIMBS }>),
    #[cfg(test)]
    Gost2012Example(Affine<Gost2012Example, { U512::LIMBS }>),
}

/// The point x‖y, each with its lowest byte first.
fn point<C: Parameters<LIMBS>, const LIMBS: usize>(bytes: &[u8]) -> Option<Affine<C, LIMBS>> {
    if bytes.len() != 2 * Uint::<LIMBS>::BYTES {
        return None;
    }
    let (x, y) = bytes.split_at(Uint::<LIMBS>::BYTES);
    let point = Affine::of(&Uint::from_le_slice(x), &Uint::from_le_slice(y))?;
    // On a curve of four times a prime, points of order 2 and 4 are nobody's keys.
    (!Point::from(point).doubled().doubled().is_neutral()).then_some(point)
}

impl PublicKey {
    /// The key whose bytes stand in a certificate: x‖y, each little-endian (RFC 9215).
    ///
    /// # Errors
    ///
    /// [`Wrong::KeyLength`] and [`Wrong::KeyOffTheCurve`].
    pub fn new(curve: Curve, bytes: &[u8]) -> Result<Self, Wrong> {
        if bytes.len() != 2 * curve.bytes() {
            return Err(Wrong::KeyLength);
        }
        let point = match curve {
            Curve::CryptoProA => point(bytes).map(AnyPoint::CryptoProA),
            Curve::Tc26A256 => point(bytes).map(AnyPoint::Tc26A256),
            Curve::Tc26A512 => point(bytes).map(AnyPoint::Tc26A512),
            Curve::Tc26B512 => point(bytes).map(AnyPoint::Tc26B512),
            #[cfg(test)]
            Curve::Rfc7091Example => point(bytes).map(AnyPoint::Rfc7091Example),
            #[cfg(test)]
            Curve::Gost2012Example => point(bytes).map(AnyPoint::Gost2012Example),
        };
        let point = point.ok_or(Wrong::KeyOffTheCurve)?;
        Ok(Self { curve, point })
    }

    /// The curve.
    #[must_use]
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// Is `signature` this key's over `digest`? The digest is a number with its lowest byte first,
    /// and the signature is r‖s, each with its lowest byte first, as in Kazakhstan's certificates
    /// and messages.
    ///
    /// # Errors
    ///
    /// What is wrong with the signature.
    pub fn verify(&self, digest: &[u8], signature: &[u8]) -> Result<(), Wrong> {
        match &self.point {
            AnyPoint::CryptoProA(point) => verify(point, digest, signature),
            AnyPoint::Tc26A256(point) => verify(point, digest, signature),
            AnyPoint::Tc26A512(point) => verify(point, digest, signature),
            AnyPoint::Tc26B512(point) => verify(point, digest, signature),
            #[cfg(test)]
            AnyPoint::Rfc7091Example(point) => verify(point, digest, signature),
            #[cfg(test)]
            AnyPoint::Gost2012Example(point) => verify(point, digest, signature),
        }
    }
}
