//! Any text as evidence.

#![no_main]

use fuzz::FILING;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        FILING.evidence(text);
    }
});
