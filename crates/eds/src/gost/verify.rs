//! Does a signature fit a key and a digest? (RFC 7091, section 6.2.)

use crypto_bigint::Uint;
use thiserror::Error;

use super::curves::Parameters;
use super::field::Field;
use super::multiply::multiply;
use super::point::Affine;

/// Why a key or a signature is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Wrong {
    /// The public key is not as long as the curve's coordinates.
    #[error("the public key is not as long as the curve's coordinates")]
    KeyLength,
    /// The public key is no point of the curve.
    #[error("the public key is no point of the curve")]
    KeyOffTheCurve,
    /// The digest is not as long as the curve's numbers.
    #[error("the digest is not as long as the curve's numbers")]
    DigestLength,
    /// The signature is not twice as long as the curve's numbers.
    #[error("the signature has another length than two numbers of the curve")]
    SignatureLength,
    /// r or s is 0, or not below the order q.
    #[error("r or s is not between 0 and the order of the curve")]
    NumberOutOfRange,
    /// The numbers do not fit key and digest.
    #[error("the signature does not fit the key and what is signed")]
    Mismatch,
}

/// The digest as the number e: little-endian, modulo q, and 1 instead of 0.
pub(super) fn digest_number<C: Parameters<LIMBS>, const LIMBS: usize>(
    digest: &[u8],
) -> Result<C::Scalar, Wrong> {
    if digest.len() != Uint::<LIMBS>::BYTES {
        return Err(Wrong::DigestLength);
    }
    let q = C::Q.to_nz().into_option().ok_or(Wrong::NumberOutOfRange)?;
    let e = Uint::<LIMBS>::from_le_slice(digest).rem_vartime(&q);
    let e = C::Scalar::of(&e).ok_or(Wrong::NumberOutOfRange)?;
    Ok(if e.is_zero() { C::Scalar::ONE } else { e })
}

/// A number above 0 and below q, little-endian.
fn number<C: Parameters<LIMBS>, const LIMBS: usize>(bytes: &[u8]) -> Result<C::Scalar, Wrong> {
    let number = C::Scalar::of(&Uint::from_le_slice(bytes)).ok_or(Wrong::NumberOutOfRange)?;
    if number.is_zero() {
        return Err(Wrong::NumberOutOfRange);
    }
    Ok(number)
}

/// Checks `signature` = r‖s over `digest`.
pub(super) fn verify<C: Parameters<LIMBS>, const LIMBS: usize>(
    key: &Affine<C, LIMBS>,
    digest: &[u8],
    signature: &[u8],
) -> Result<(), Wrong> {
    if signature.len() != 2 * Uint::<LIMBS>::BYTES {
        return Err(Wrong::SignatureLength);
    }
    let (r, s) = signature.split_at(Uint::<LIMBS>::BYTES);
    let (r, s) = (number::<C, LIMBS>(r)?, number::<C, LIMBS>(s)?);
    let v = digest_number::<C, LIMBS>(digest)?
        .inverse()
        .ok_or(Wrong::NumberOutOfRange)?;
    let of_base = s.times(&v).number();
    let of_key = r.times(&v).negated().number();
    if multiply(&of_base, &of_key, key).x_is(&r.number()) {
        Ok(())
    } else {
        Err(Wrong::Mismatch)
    }
}
