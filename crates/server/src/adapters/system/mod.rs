//! The machine's own clock and random source.

mod clock;
mod randomness;

pub use clock::SystemClock;
pub use randomness::SystemRandomness;
