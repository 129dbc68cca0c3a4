//! Making signatures, for tests and a sandbox: nothing here runs in constant time.

use crypto_bigint::{U256, U512, Uint};
use streebog::{Digest, Streebog512};

use super::Curve;
use super::curves::{CryptoProA, Parameters, Tc26A256, Tc26A512, Tc26B512};
#[cfg(test)]
use super::curves::{Gost2012Example, Rfc7091Example};
use super::field::Field;
use super::multiply::multiply_base;
use super::point::{Affine, Point};
use super::verify::digest_number;

/// The coordinates of a point.
fn affine<C: Parameters<LIMBS>, const LIMBS: usize>(
    point: Point<C, LIMBS>,
) -> Option<Affine<C, LIMBS>> {
    Point::all_affine(&[point])?.pop()
}

/// Two numbers, one after the other, each with its lowest byte first.
fn joined<const LIMBS: usize>(first: &Uint<LIMBS>, second: &Uint<LIMBS>) -> Vec<u8> {
    let mut bytes = first.to_le_bytes().as_ref().to_vec();
    bytes.extend_from_slice(second.to_le_bytes().as_ref());
    bytes
}

/// x‖y of d·P.
fn key_of<C: Parameters<LIMBS>, const LIMBS: usize>(d: &[u8]) -> Option<Vec<u8>> {
    let d = secret::<C, LIMBS>(d)?;
    let key = affine(multiply_base::<C, LIMBS>(&d.number()))?;
    Some(joined(&key.x.number(), &key.y.number()))
}

/// A private key: a number above 0 and below q, little-endian.
fn secret<C: Parameters<LIMBS>, const LIMBS: usize>(d: &[u8]) -> Option<C::Scalar> {
    if d.len() != Uint::<LIMBS>::BYTES {
        return None;
    }
    C::Scalar::of(&Uint::from_le_slice(d)).filter(|d| !d.is_zero())
}

/// r‖s with the given one-time number, or nothing if that number does not serve.
fn signed_with<C: Parameters<LIMBS>, const LIMBS: usize>(
    d: &C::Scalar,
    digest: &[u8],
    k: &C::Scalar,
) -> Option<Vec<u8>> {
    let e = digest_number::<C, LIMBS>(digest).ok()?;
    let point = affine(multiply_base::<C, LIMBS>(&k.number()))?;
    let q = C::Q.to_nz().into_option()?;
    let r = C::Scalar::of(&point.x.number().rem_vartime(&q))?;
    let s = r.times(d).plus(&k.times(&e));
    (!r.is_zero() && !s.is_zero()).then(|| joined(&r.number(), &s.number()))
}

/// r‖s; the one-time number comes from key and digest, so that no randomness is needed and the same
/// text is signed in the same way.
fn signature_of<C: Parameters<LIMBS>, const LIMBS: usize>(
    d: &[u8],
    digest: &[u8],
) -> Option<Vec<u8>> {
    let secret = secret::<C, LIMBS>(d)?;
    (0..=u8::MAX).find_map(|attempt| {
        let mut hash = Streebog512::new();
        hash.update(b"one-time number");
        hash.update([attempt]);
        hash.update(d);
        hash.update(digest);
        let bytes = hash.finalize();
        let k = Uint::from_le_slice(bytes.get(..Uint::<LIMBS>::BYTES)?);
        let k = C::Scalar::of(&k).filter(|k| !k.is_zero())?;
        signed_with::<C, LIMBS>(&secret, digest, &k)
    })
}

/// Calls a function with the parameters of a curve.
macro_rules! with_curve {
    ($curve:expr, $function:ident($($argument:expr),*)) => {
        match $curve {
            Curve::CryptoProA => $function::<CryptoProA, { U256::LIMBS }>($($argument),*),
            Curve::Tc26A256 => $function::<Tc26A256, { U256::LIMBS }>($($argument),*),
            Curve::Tc26A512 => $function::<Tc26A512, { U512::LIMBS }>($($argument),*),
            Curve::Tc26B512 => $function::<Tc26B512, { U512::LIMBS }>($($argument),*),
            #[cfg(test)]
            Curve::Rfc7091Example => $function::<Rfc7091Example, { U256::LIMBS }>($($argument),*),
            #[cfg(test)]
            Curve::Gost2012Example => $function::<Gost2012Example, { U512::LIMBS }>($($argument),*),
        }
    };
}

/// The public key x‖y of a private key, each number little-endian; nothing if the private key is 0
/// or not below q.
pub(crate) fn public_key(curve: Curve, secret: &[u8]) -> Option<Vec<u8>> {
    with_curve!(curve, key_of(secret))
}

/// The signature r‖s over a digest, each number little-endian; nothing if the private key is 0 or
/// not below q, or the digest has another length than the curve's numbers.
pub(crate) fn sign(curve: Curve, secret: &[u8], digest: &[u8]) -> Option<Vec<u8>> {
    with_curve!(curve, signature_of(secret, digest))
}

/// The signature with a one-time number from a standard's example.
#[cfg(test)]
pub(crate) fn sign_with(curve: Curve, d: &[u8], digest: &[u8], k: &[u8]) -> Option<Vec<u8>> {
    fn with<C: Parameters<LIMBS>, const LIMBS: usize>(
        d: &[u8],
        digest: &[u8],
        k: &[u8],
    ) -> Option<Vec<u8>> {
        let (d, k) = (secret::<C, LIMBS>(d)?, secret::<C, LIMBS>(k)?);
        signed_with::<C, LIMBS>(&d, digest, &k)
    }
    with_curve!(curve, with(d, digest, k))
}
