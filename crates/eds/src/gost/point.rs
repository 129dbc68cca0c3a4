//! Points of a curve in Jacobian coordinates, after the Explicit-Formulas Database
//! (<https://hyperelliptic.org/EFD/g1p/auto-shortw-jacobian.html>).

use crypto_bigint::Uint;

use super::curves::Parameters;
use super::field::Field;

/// A point other than the neutral one, by its coordinates.
#[derive(Debug)]
pub(crate) struct Affine<C: Parameters<LIMBS>, const LIMBS: usize> {
    pub(crate) x: C::Coordinate,
    pub(crate) y: C::Coordinate,
}

impl<C: Parameters<LIMBS>, const LIMBS: usize> Clone for Affine<C, LIMBS> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Parameters<LIMBS>, const LIMBS: usize> Copy for Affine<C, LIMBS> {}

impl<C: Parameters<LIMBS>, const LIMBS: usize> Affine<C, LIMBS> {
    /// The point (x, y), if both are below p and fulfil the curve's equation.
    pub(crate) fn of(x: &Uint<LIMBS>, y: &Uint<LIMBS>) -> Option<Self> {
        let (x, y) = (C::Coordinate::of(x)?, C::Coordinate::of(y)?);
        let (a, b) = (C::Coordinate::of(&C::A)?, C::Coordinate::of(&C::B)?);
        let right = x.squared().plus(&a).times(&x).plus(&b);
        (y.squared() == right).then_some(Self { x, y })
    }

    /// The point that gives the neutral one with this.
    pub(crate) fn negated(&self) -> Self {
        Self {
            x: self.x,
            y: self.y.negated(),
        }
    }
}

/// A point (X/Z², Y/Z³); the neutral one has Z = 0.
#[derive(Debug)]
pub(crate) struct Point<C: Parameters<LIMBS>, const LIMBS: usize> {
    pub(crate) x: C::Coordinate,
    pub(crate) y: C::Coordinate,
    pub(crate) z: C::Coordinate,
}

impl<C: Parameters<LIMBS>, const LIMBS: usize> Clone for Point<C, LIMBS> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Parameters<LIMBS>, const LIMBS: usize> Copy for Point<C, LIMBS> {}

impl<C: Parameters<LIMBS>, const LIMBS: usize> From<Affine<C, LIMBS>> for Point<C, LIMBS> {
    fn from(point: Affine<C, LIMBS>) -> Self {
        Self {
            x: point.x,
            y: point.y,
            z: C::Coordinate::ONE,
        }
    }
}

impl<C: Parameters<LIMBS>, const LIMBS: usize> Point<C, LIMBS> {
    /// The neutral point.
    pub(crate) const NEUTRAL: Self = Self {
        x: C::Coordinate::ONE,
        y: C::Coordinate::ONE,
        z: C::Coordinate::ZERO,
    };

    /// Is this the neutral point?
    pub(crate) fn is_neutral(&self) -> bool {
        self.z.is_zero()
    }

    /// This point and itself: `dbl-2001-b` for a = −3, else `dbl-2007-bl`.
    pub(crate) fn doubled(&self) -> Self {
        let zz = self.z.squared();
        let yy = self.y.squared();
        let z = self.y.plus(&self.z).squared().minus(&yy).minus(&zz);
        let yyyy8 = yy.squared().twice().twice().twice();
        let xyy4 = self.x.times(&yy).twice().twice();
        let slope = if C::A_IS_MINUS_3 {
            let product = self.x.minus(&zz).times(&self.x.plus(&zz));
            product.twice().plus(&product)
        } else {
            let xx = self.x.squared();
            // The coefficient is below p, as the tests of the curves show.
            let a = C::Coordinate::of(&C::A).unwrap_or(C::Coordinate::ZERO);
            xx.twice().plus(&xx).plus(&a.times(&zz.squared()))
        };
        let x = slope.squared().minus(&xyy4.twice());
        let y = slope.times(&xyy4.minus(&x)).minus(&yyyy8);
        Self { x, y, z }
    }

    /// This point and another: `add-1998-cmo-2`.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        if self.is_neutral() {
            return *other;
        }
        if other.is_neutral() {
            return *self;
        }
        let zz = self.z.squared();
        let other_zz = other.z.squared();
        let u = self.x.times(&other_zz);
        let s = self.y.times(&other.z).times(&other_zz);
        let other_u = other.x.times(&zz);
        let other_s = other.y.times(&self.z).times(&zz);
        self.sum(u, s, other_u, other_s, self.z.times(&other.z))
    }

    /// This point and one with Z = 1: `madd`.
    pub(crate) fn plus_affine(&self, other: &Affine<C, LIMBS>) -> Self {
        if self.is_neutral() {
            return (*other).into();
        }
        let zz = self.z.squared();
        let other_u = other.x.times(&zz);
        let other_s = other.y.times(&self.z).times(&zz);
        self.sum(self.x, self.y, other_u, other_s, self.z)
    }

    /// The sum of this point and another, both brought to the denominators Z² and Z³.
    #[inline]
    fn sum(
        &self,
        u: C::Coordinate,
        s: C::Coordinate,
        other_u: C::Coordinate,
        other_s: C::Coordinate,
        z: C::Coordinate,
    ) -> Self {
        let h = other_u.minus(&u);
        let r = other_s.minus(&s);
        if h.is_zero() {
            return if r.is_zero() {
                self.doubled()
            } else {
                Self::NEUTRAL
            };
        }
        let hh = h.squared();
        let hhh = h.times(&hh);
        let v = u.times(&hh);
        let x = r.squared().minus(&hhh).minus(&v.twice());
        let y = r.times(&v.minus(&x)).minus(&s.times(&hhh));
        let z = z.times(&h);
        Self { x, y, z }
    }

    /// The coordinates of each point, with one inversion for all; none of them may be neutral.
    pub(crate) fn all_affine(points: &[Self]) -> Option<Vec<Affine<C, LIMBS>>> {
        let mut products = Vec::with_capacity(points.len());
        let mut product = C::Coordinate::ONE;
        for point in points {
            products.push(product);
            product = product.times(&point.z);
        }
        let mut inverse = product.inverse()?;
        let mut affine = Vec::with_capacity(points.len());
        for (point, before) in points.iter().zip(&products).rev() {
            let z = inverse.times(before);
            inverse = inverse.times(&point.z);
            let zz = z.squared();
            affine.push(Affine {
                x: point.x.times(&zz),
                y: point.y.times(&zz).times(&z),
            });
        }
        affine.reverse();
        Some(affine)
    }

    /// Is x of this point, modulo q, the number `r` below q?
    pub(crate) fn x_is(&self, r: &Uint<LIMBS>) -> bool {
        if self.is_neutral() {
            return false;
        }
        let zz = self.z.squared();
        let mut candidate = *r;
        // x is below p, so it is r, r + q and so on as long as that stays below p.
        while let Some(x) = C::Coordinate::of(&candidate) {
            if x.times(&zz) == self.x {
                return true;
            }
            let (next, carry) = candidate.carrying_add(&C::Q, crypto_bigint::Limb::ZERO);
            if carry != crypto_bigint::Limb::ZERO {
                return false;
            }
            candidate = next;
        }
        false
    }
}
