use std::time::Duration;

/// Between half and the whole of a pause, so that many servers do not come back at the same moment.
/// `chance` is a random byte.
pub(super) fn jittered(pause: Duration, chance: u8) -> Duration {
    pause / 2 + pause.mul_f64(f64::from(chance) / 510.0)
}
