//! Any bytes as a list of revoked certificates.

#![no_main]

use fuzz::FILING;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    FILING.with(|request| {
        request.ocsp.clear();
        request.crls = vec![bytes];
    });
});
