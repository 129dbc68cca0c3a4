//! Any bytes as an answer of OCSP.

#![no_main]

use fuzz::FILING;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    FILING.with(|request| request.ocsp = vec![bytes]);
});
