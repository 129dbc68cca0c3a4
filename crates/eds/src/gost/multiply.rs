//! u·P + v·Q in one pass over the bits of both numbers (Shamir's trick), each number written in
//! signed odd digits (width-w non-adjacent form), with the multiples of P made once per program.

use crypto_bigint::Uint;

use super::curves::Parameters;
use super::point::{Affine, Point};

/// Digits of P's number: 64 odd multiples of P are kept.
const BASE_WIDTH: u32 = 8;
/// Digits of Q's number: 8 odd multiples of Q are made each time.
const OTHER_WIDTH: u32 = 5;
/// More than the digits of any number of 512 bits.
const DIGITS: usize = 520;

/// P, 3·P, 5·P and so on.
#[derive(Debug)]
pub(crate) struct BaseTable<C: Parameters<LIMBS>, const LIMBS: usize>(Vec<Affine<C, LIMBS>>);

impl<C: Parameters<LIMBS>, const LIMBS: usize> BaseTable<C, LIMBS> {
    /// Reckons the multiples.
    pub(crate) fn new() -> Self {
        let base = Affine::<C, LIMBS>::of(&C::X, &C::Y);
        Self(base.map_or_else(Vec::new, |base| odd_multiples(&base, BASE_WIDTH)))
    }
}

/// P, 3·P, 5·P … (2^(width − 1) − 1)·P.
fn odd_multiples<C: Parameters<LIMBS>, const LIMBS: usize>(
    point: &Affine<C, LIMBS>,
    width: u32,
) -> Vec<Affine<C, LIMBS>> {
    let mut last = Point::from(*point);
    let twice = last.doubled();
    let mut points = Vec::with_capacity(1 << (width - 2));
    points.push(last);
    for _ in 1..1 << (width - 2) {
        last = last.plus(&twice);
        points.push(last);
    }
    // None is neutral where the order is a large prime; a point of small order has no table, and
    // then no multiple other than the neutral point.
    Point::all_affine(&points).unwrap_or_default()
}

/// `number` in digits that are 0 or odd and below 2^(width − 1) in size, the lowest first, and how
/// many digits that are.
fn digits<const LIMBS: usize>(number: &Uint<LIMBS>, width: u32) -> ([i16; DIGITS], usize) {
    let bits = Uint::<LIMBS>::BITS;
    let window = |from: u32| {
        (0..width).fold(0_i16, |value, at| {
            let set = from + at < bits && number.bit_vartime(from + at);
            value | (i16::from(set) << at)
        })
    };
    let mut digits = [0; DIGITS];
    let mut used = 0;
    let mut carry = false;
    let mut at = 0;
    while at < bits || carry {
        let set = at < bits && number.bit_vartime(at);
        if set == carry {
            at += 1;
            continue;
        }
        let value = window(at) + i16::from(carry);
        carry = value >= 1 << (width - 1);
        let digit = if carry { value - (1 << width) } else { value };
        if let Some(place) = digits.get_mut(at as usize) {
            *place = digit;
        }
        used = at as usize + 1;
        at += width;
    }
    (digits, used)
}

/// Adds the multiple that `digit` asks for.
fn add<C: Parameters<LIMBS>, const LIMBS: usize>(
    sum: Point<C, LIMBS>,
    table: &[Affine<C, LIMBS>],
    digit: i16,
) -> Point<C, LIMBS> {
    let place = usize::from(digit.unsigned_abs() / 2);
    match table.get(place) {
        Some(multiple) if digit > 0 => sum.plus_affine(multiple),
        Some(multiple) if digit < 0 => sum.plus_affine(&multiple.negated()),
        _ => sum,
    }
}

/// `base`·P + `number`·`point`.
pub(crate) fn multiply<C: Parameters<LIMBS>, const LIMBS: usize>(
    base: &Uint<LIMBS>,
    number: &Uint<LIMBS>,
    point: &Affine<C, LIMBS>,
) -> Point<C, LIMBS> {
    let multiples = odd_multiples(point, OTHER_WIDTH);
    let (base_digits, base_used) = digits(base, BASE_WIDTH);
    let (digits, used) = digits(number, OTHER_WIDTH);
    let table = &C::base_table().0;
    let mut sum = Point::NEUTRAL;
    for at in (0..base_used.max(used)).rev() {
        sum = sum.doubled();
        sum = add(sum, table, base_digits[at]);
        sum = add(sum, &multiples, digits[at]);
    }
    sum
}

/// `number`·P.
#[cfg(any(test, feature = "issue"))]
pub(crate) fn multiply_base<C: Parameters<LIMBS>, const LIMBS: usize>(
    number: &Uint<LIMBS>,
) -> Point<C, LIMBS> {
    let (digits, used) = digits(number, BASE_WIDTH);
    let table = &C::base_table().0;
    (0..used).rev().fold(Point::NEUTRAL, |sum, at| {
        add(sum.doubled(), table, digits[at])
    })
}

#[cfg(test)]
mod tests {
    use crypto_bigint::U512;

    use super::super::curves::{
        CryptoProA, Gost2012Example, Rfc7091Example, Tc26A256, Tc26A512, Tc26B512,
    };
    use super::*;

    /// P is on the curve, q·P is neutral, (q − 1)·P is −P, and the pass over two numbers agrees
    /// with additions one by one.
    fn check<C: Parameters<LIMBS>, const LIMBS: usize>() {
        let base = Affine::<C, LIMBS>::of(&C::X, &C::Y).expect("P is on the curve");
        assert!(multiply_base::<C, LIMBS>(&C::Q).is_neutral());
        let less = C::Q.wrapping_sub(&Uint::ONE);
        let point = multiply_base::<C, LIMBS>(&less);
        assert!(!point.is_neutral());
        assert!(point.plus_affine(&base).is_neutral());
        assert!(multiply(&less, &Uint::ONE, &base).is_neutral());
        let mut sum = Point::NEUTRAL;
        for count in 0..40_u32 {
            let by_base = multiply_base::<C, LIMBS>(&Uint::from(count));
            let half = multiply(
                &Uint::from(count / 2),
                &Uint::from(count - count / 2),
                &base,
            );
            for other in [by_base, half] {
                let zero = sum.plus(&Point {
                    y: super::super::field::Field::negated(&other.y),
                    ..other
                });
                assert!(zero.is_neutral(), "{count}");
            }
            sum = sum.plus_affine(&base);
        }
    }

    #[test]
    fn every_curve_is_the_group_it_is_said_to_be() {
        check::<Rfc7091Example, { crypto_bigint::U256::LIMBS }>();
        check::<CryptoProA, { crypto_bigint::U256::LIMBS }>();
        check::<Tc26A256, { crypto_bigint::U256::LIMBS }>();
        check::<Gost2012Example, { U512::LIMBS }>();
        check::<Tc26A512, { U512::LIMBS }>();
        check::<Tc26B512, { U512::LIMBS }>();
    }

    #[test]
    fn digits_add_up_to_the_number() {
        for number in [
            0_u64,
            1,
            2,
            3,
            15,
            16,
            17,
            31,
            127,
            128,
            255,
            0xFFFF_FFFF,
            u64::MAX,
        ] {
            for width in [5, 8] {
                let (digits, used) = digits(&U512::from_u64(number), width);
                let sum = digits[..used]
                    .iter()
                    .rev()
                    .fold(0_i128, |sum, digit| sum * 2 + i128::from(*digit));
                assert_eq!(sum, i128::from(number), "{number} {width}");
            }
        }
    }
}
