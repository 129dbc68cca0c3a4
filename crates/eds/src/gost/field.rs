//! Prime fields, over `crypto-bigint`.
//!
//! Most of the curves are over p = 2ⁿ − c with a small c, for which a product is reduced by one
//! more multiplication by c; the others are in Montgomery's form.

use crypto_bigint::modular::{ConstMontyForm, ConstMontyParams};
use crypto_bigint::{Limb, Uint};

/// An element of a prime field, in whatever form is quick to reckon with.
///
/// Nothing here takes care to run in constant time: public keys and signatures are public, and
/// what signs is for tests and a sandbox.
pub(crate) trait Field<const LIMBS: usize>: Copy + PartialEq + std::fmt::Debug {
    /// 0.
    const ZERO: Self;
    /// 1.
    const ONE: Self;

    /// The element of a number below p; larger ones are not elements.
    fn of(number: &Uint<LIMBS>) -> Option<Self>;

    /// The number from 0 to p − 1 that this element is.
    fn number(&self) -> Uint<LIMBS>;

    /// The sum.
    fn plus(&self, other: &Self) -> Self;

    /// The difference.
    fn minus(&self, other: &Self) -> Self;

    /// The product.
    fn times(&self, other: &Self) -> Self;

    /// The square.
    fn squared(&self) -> Self;

    /// The inverse; 0 has none.
    fn inverse(&self) -> Option<Self>;

    /// Twice this element.
    fn twice(&self) -> Self {
        self.plus(self)
    }

    /// What gives 0 with this element.
    fn negated(&self) -> Self {
        Self::ZERO.minus(self)
    }

    /// Is this 0?
    fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }
}

impl<P: ConstMontyParams<LIMBS>, const LIMBS: usize> Field<LIMBS> for ConstMontyForm<P, LIMBS> {
    const ZERO: Self = ConstMontyForm::ZERO;
    const ONE: Self = ConstMontyForm::ONE;

    fn of(number: &Uint<LIMBS>) -> Option<Self> {
        (*number < *P::PARAMS.modulus().as_ref()).then(|| Self::new(number))
    }

    fn number(&self) -> Uint<LIMBS> {
        self.retrieve()
    }

    fn plus(&self, other: &Self) -> Self {
        self.add(other)
    }

    fn minus(&self, other: &Self) -> Self {
        self.sub(other)
    }

    fn times(&self, other: &Self) -> Self {
        self.mul(other)
    }

    fn squared(&self) -> Self {
        self.square()
    }

    fn inverse(&self) -> Option<Self> {
        self.invert_vartime().into_option()
    }
}

/// An element modulo p = 2ⁿ − C, where n is the length of the number in bits. The number kept is
/// below 2ⁿ and may be p or a little more; [`Field::number`] brings it below p.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NearPowerOfTwo<const LIMBS: usize, const C: u16>(Uint<LIMBS>);

impl<const LIMBS: usize, const C: u16> NearPowerOfTwo<LIMBS, C> {
    const C_LIMB: Limb = Limb::from_u16(C);
    /// p.
    const MODULUS: Uint<LIMBS> = Uint::<LIMBS>::MAX.wrapping_sub(&Uint::from_u16(C - 1));

    /// Adds `limb` · C to `number`, where what is carried out of it stands for 2ⁿ ≡ C.
    #[inline(always)]
    fn folded(number: Uint<LIMBS>, limb: Limb) -> Uint<LIMBS> {
        let mut limbs = number.to_limbs();
        let (low, mut carry) = limb.carrying_mul_add(Self::C_LIMB, limbs[0], Limb::ZERO);
        limbs[0] = low;
        for limb in &mut limbs[1..] {
            let (sum, next) = limb.overflowing_add(carry);
            *limb = sum;
            carry = next;
        }
        // After a carry the number is small, so that the second one cannot carry again.
        limbs[0] = limbs[0].wrapping_add(carry.wrapping_mul(Self::C_LIMB));
        Uint::new(limbs)
    }

    /// low + 2ⁿ · high, reduced.
    #[inline(always)]
    fn reduced(low: Uint<LIMBS>, high: Uint<LIMBS>) -> Uint<LIMBS> {
        let mut limbs = low.to_limbs();
        let mut carry = Limb::ZERO;
        for (limb, high) in limbs.iter_mut().zip(high.as_limbs()) {
            (*limb, carry) = high.carrying_mul_add(Self::C_LIMB, *limb, carry);
        }
        Self::folded(Uint::new(limbs), carry)
    }
}

impl<const LIMBS: usize, const C: u16> PartialEq for NearPowerOfTwo<LIMBS, C> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.number() == other.number()
    }
}

impl<const LIMBS: usize, const C: u16> Field<LIMBS> for NearPowerOfTwo<LIMBS, C> {
    const ZERO: Self = Self(Uint::ZERO);
    const ONE: Self = Self(Uint::ONE);

    fn of(number: &Uint<LIMBS>) -> Option<Self> {
        (*number < Self::MODULUS).then_some(Self(*number))
    }

    fn number(&self) -> Uint<LIMBS> {
        if self.0 < Self::MODULUS {
            self.0
        } else {
            self.0.wrapping_sub(&Self::MODULUS)
        }
    }

    #[inline]
    fn plus(&self, other: &Self) -> Self {
        let (sum, carry) = self.0.carrying_add(&other.0, Limb::ZERO);
        Self(Self::folded(sum, carry))
    }

    #[inline]
    fn minus(&self, other: &Self) -> Self {
        let mut limbs = self.0.to_limbs();
        let mut borrow = Limb::ZERO;
        for (limb, other) in limbs.iter_mut().zip(other.0.as_limbs()) {
            (*limb, borrow) = limb.borrowing_sub(*other, borrow);
        }
        // A borrow is 2ⁿ too much, which is C; it comes as a limb of ones. Taking C away may borrow
        // once more, and then not again.
        for _ in 0..2 {
            let mut take = Limb(borrow.0 & Self::C_LIMB.0);
            borrow = Limb::ZERO;
            for limb in &mut limbs {
                (*limb, borrow) = limb.borrowing_sub(take, borrow);
                take = Limb::ZERO;
            }
        }
        Self(Uint::new(limbs))
    }

    #[inline]
    fn times(&self, other: &Self) -> Self {
        let (low, high) = self.0.widening_mul(&other.0);
        Self(Self::reduced(low, high))
    }

    #[inline]
    fn squared(&self) -> Self {
        let (low, high) = self.0.widening_square();
        Self(Self::reduced(low, high))
    }

    fn inverse(&self) -> Option<Self> {
        let modulus = Self::MODULUS.to_odd().into_option()?;
        let inverse = self.number().invert_odd_mod_vartime(&modulus);
        inverse.into_option().map(Self)
    }
}
