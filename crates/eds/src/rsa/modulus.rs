//! Powers modulo a number of N words of 64 bits, in Montgomery's form.

/// An odd modulus whose highest bit is set.
#[derive(Clone, Debug)]
pub(super) struct Modulus<const N: usize> {
    /// The modulus n, the lowest word first.
    words: [u64; N],
    /// −n⁻¹ modulo 2⁶⁴.
    negated_inverse: u64,
    /// R² modulo n, where R = 2⁶⁴ᴺ.
    r_squared: [u64; N],
}

/// The words of a number of 8·N bytes, the highest byte first.
fn words<const N: usize>(bytes: &[u8]) -> Option<[u64; N]> {
    if bytes.len() != 8 * N {
        return None;
    }
    let mut words = [0; N];
    for (word, chunk) in words.iter_mut().zip(bytes.rchunks_exact(8)) {
        *word = u64::from_be_bytes(chunk.try_into().ok()?);
    }
    Some(words)
}

/// sum + factor · other + carry, and what is carried on.
#[inline(always)]
fn multiply_add(sum: u64, factor: u64, other: u64, carry: u64) -> (u64, u64) {
    let wide = u128::from(sum) + u128::from(factor) * u128::from(other) + u128::from(carry);
    (wide as u64, (wide >> 64) as u64)
}

/// Is `left` below `right`?
fn below<const N: usize>(left: &[u64; N], right: &[u64; N]) -> bool {
    left.iter().rev().lt(right.iter().rev())
}

impl<const N: usize> Modulus<N> {
    /// The modulus with these bytes, the highest first; nothing if it is even, or shorter than its
    /// bytes say.
    pub(super) fn new(bytes: &[u8]) -> Option<Self> {
        let words = words::<N>(bytes)?;
        if words[0] & 1 == 0 || words[N - 1] >> 63 == 0 {
            return None;
        }
        // Newton's iteration doubles the right bits: 5, 10, 20, 40, 80.
        let mut inverse = words[0].wrapping_mul(3) ^ 2;
        for _ in 0..4 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(words[0].wrapping_mul(inverse)));
        }
        let mut modulus = Self {
            words,
            negated_inverse: inverse.wrapping_neg(),
            r_squared: [0; N],
        };
        // R − n is R modulo n, since n is more than half of R. Doubled 2·N times it is R · 2^(2N);
        // each of five squarings then doubles the exponent, which ends at 64·N.
        let mut power = modulus.minus_modulus([0; N]);
        for _ in 0..2 * N {
            power = modulus.doubled(power);
        }
        for _ in 0..5 {
            power = modulus.times(&power, &power);
        }
        modulus.r_squared = power;
        Some(modulus)
    }

    /// number − n, modulo R.
    fn minus_modulus(&self, mut number: [u64; N]) -> [u64; N] {
        let mut borrow = false;
        for (word, modulus) in number.iter_mut().zip(&self.words) {
            let (difference, first) = word.overflowing_sub(*modulus);
            let (difference, second) = difference.overflowing_sub(u64::from(borrow));
            *word = difference;
            borrow = first | second;
        }
        number
    }

    /// Twice a number below n, modulo n.
    fn doubled(&self, mut number: [u64; N]) -> [u64; N] {
        let mut carry = 0;
        for word in &mut number {
            let next = *word >> 63;
            *word = *word << 1 | carry;
            carry = next;
        }
        if carry == 1 || !below(&number, &self.words) {
            number = self.minus_modulus(number);
        }
        number
    }

    /// left · right · R⁻¹ modulo n, for numbers below n.
    fn times(&self, left: &[u64; N], right: &[u64; N]) -> [u64; N] {
        let mut sum = [0_u64; N];
        let mut top = 0_u64;
        for factor in left {
            let (low, mut carry) = multiply_add(sum[0], *factor, right[0], 0);
            let quotient = low.wrapping_mul(self.negated_inverse);
            let (_, mut carry_down) = multiply_add(low, quotient, self.words[0], 0);
            for at in 1..N {
                let (word, next) = multiply_add(sum[at], *factor, right[at], carry);
                carry = next;
                let (word, next) = multiply_add(word, quotient, self.words[at], carry_down);
                carry_down = next;
                sum[at - 1] = word;
            }
            let high = u128::from(top) + u128::from(carry) + u128::from(carry_down);
            sum[N - 1] = high as u64;
            top = (high >> 64) as u64;
        }
        if top == 1 || !below(&sum, &self.words) {
            sum = self.minus_modulus(sum);
        }
        sum
    }

    /// The number with these bytes to the power of 65537, as bytes; nothing unless it is below n.
    pub(super) fn raised_to_65537(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let number = words::<N>(bytes)?;
        if !below(&number, &self.words) {
            return None;
        }
        let mut power = self.times(&number, &self.r_squared);
        for _ in 0..16 {
            power = self.times(&power, &power);
        }
        // The plain number takes R out of the power again.
        let power = self.times(&power, &number);
        Some(
            power
                .iter()
                .rev()
                .flat_map(|word| word.to_be_bytes())
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Modulus;

    /// 2^65537 modulo 2^2048 − 1942289, reckoned by doubling.
    #[test]
    fn powers_agree_with_doubling() {
        let mut bytes = [0xFF_u8; 256];
        bytes[253..].copy_from_slice(&[0xE2, 0x5C, 0xEF]);
        let modulus = Modulus::<32>::new(&bytes).unwrap();
        let mut expected = [0_u64; 32];
        expected[0] = 1;
        for _ in 0..65537 {
            expected = modulus.doubled(expected);
        }
        let expected: Vec<u8> = expected
            .iter()
            .rev()
            .flat_map(|word| word.to_be_bytes())
            .collect();
        let mut two = [0_u8; 256];
        two[255] = 2;
        assert_eq!(modulus.raised_to_65537(&two), Some(expected));
        assert_eq!(modulus.raised_to_65537(&bytes), None);
    }
}
