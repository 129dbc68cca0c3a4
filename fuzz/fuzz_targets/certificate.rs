//! Any bytes as a certificate.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(certificate) = eds::Certificate::from_der(bytes) {
        assert_eq!(certificate.as_der(), bytes);
    }
});
