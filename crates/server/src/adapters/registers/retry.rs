use std::time::Duration;

use crate::adapters::jitter::jittered;

/// How often one question is asked at most.
pub const ATTEMPTS: u32 = 3;
/// The first pause; each further one is twice as long.
const FIRST: Duration = Duration::from_millis(100);
/// No pause is longer, whatever the register asks for: a citizen is waiting.
const LONGEST: Duration = Duration::from_secs(1);

/// The pause before attempt number `next` (the second is 1): a time that doubles, jittered by the
/// random byte `chance`. What the register itself asks for is heeded as far as `LONGEST`.
#[must_use]
pub fn pause(next: u32, chance: u8, asked_for: Option<Duration>) -> Duration {
    let doubled = FIRST.saturating_mul(1 << next.saturating_sub(1).min(8));
    let whole = doubled.max(asked_for.unwrap_or_default()).min(LONGEST);
    jittered(whole, chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_within_their_bounds() {
        let check = |next, chance, asked_for: Option<u64>, expected: u128| {
            let given = pause(next, chance, asked_for.map(Duration::from_millis));
            assert_eq!(given.as_millis(), expected, "{next} {chance} {asked_for:?}");
        };
        check(1, 0, None, 50);
        check(1, 255, None, 100);
        check(2, 255, None, 200);
        check(4, 0, None, 400);
        check(9, 255, None, 1000);
        check(100, 255, None, 1000);
        check(1, 255, Some(700), 700);
        check(1, 255, Some(60_000), 1000);
    }
}
