//! Any bytes as a signed message.

#![no_main]

use fuzz::FILING;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    FILING.with(|request| request.cms = bytes);
});
