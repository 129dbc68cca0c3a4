//! Digests.

use gost94::Gost94Test;
use sha1::Sha1;
use sha2::Sha256;
use spki::AlgorithmIdentifierOwned;
use streebog::{Digest as _, Streebog256, Streebog512};

use crate::oid::{self, ObjectIdentifier};

/// A digest that may stand in what is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Digest {
    /// Streebog-512 (GOST R 34.11-2012, RFC 6986).
    Streebog512,
    /// Streebog-256.
    Streebog256,
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// GOST 34.311-95, which is GOST R 34.11-94 (RFC 5831) with the substitutions of
    /// that standard's own example.
    /// For what was signed until 2024.
    Gost95,
    /// SHA-1. It names certificates in OCSP and texts in old timestamps; nothing is signed with it.
    Sha1,
}

impl Digest {
    /// The digest with this identifier.
    #[must_use]
    pub fn of(oid: &ObjectIdentifier) -> Option<Self> {
        [
            Self::Streebog512,
            Self::Streebog256,
            Self::Sha256,
            Self::Gost95,
            Self::Sha1,
        ]
        .into_iter()
        .find(|digest| digest.oid() == *oid)
    }

    /// The digest that an algorithm's identifier names. Parameters are NULL or absent.
    #[must_use]
    pub fn of_algorithm(identifier: &AlgorithmIdentifierOwned) -> Option<Self> {
        let parameters = identifier.parameters.as_ref();
        parameters
            .is_none_or(|parameters| parameters.is_null())
            .then(|| Self::of(&identifier.oid))
            .flatten()
    }

    /// Its identifier.
    #[must_use]
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Streebog512 => oid::STREEBOG_512,
            Self::Streebog256 => oid::STREEBOG_256,
            Self::Sha256 => oid::SHA256,
            Self::Gost95 => oid::GOST_95_DIGEST,
            Self::Sha1 => oid::SHA1,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Streebog512 => "Streebog-512",
            Self::Streebog256 => "Streebog-256",
            Self::Sha256 => "SHA-256",
            Self::Gost95 => "GOST 34.311-95",
            Self::Sha1 => "SHA-1",
        }
    }

    /// The digest of `bytes`.
    #[must_use]
    pub fn of_bytes(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Streebog512 => Streebog512::digest(bytes).to_vec(),
            Self::Streebog256 => Streebog256::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Gost95 => Gost94Test::digest(bytes).to_vec(),
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    fn check(digest: Digest, message: &[u8], expected: &str) {
        let hex: String = digest
            .of_bytes(message)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(hex, expected, "{digest:?}");
    }

    /// The first message of RFC 6986, section 10.1, whose digests it prints from the highest byte
    /// to the lowest; programs store them the other way round.
    #[test]
    fn streebog_gives_the_digests_of_rfc_6986() {
        let message = b"012345678901234567890123456789012345678901234567890123456789012";
        check(
            Digest::Streebog512,
            message,
            "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa\
             00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48",
        );
        check(
            Digest::Streebog256,
            message,
            "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500",
        );
    }

    /// The second message of RFC 6986, section 10.2.
    #[test]
    fn streebog_gives_the_digests_of_the_longer_example() {
        let message: Vec<u8> = [
            "d1e520e2e5f2f0e82c20d1f2f0e8e1eee6e820e2edf3f6e82c20e2e5fef2fa20",
            "f120eceef0ff20f1f2f0e5ebe0ece820ede020f5f0e0e1f0fbff20efebfaeafb20c8e3eef0e5e2fb",
        ]
        .concat()
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
        check(
            Digest::Streebog512,
            &message,
            "1e88e62226bfca6f9994f1f2d51569e0daf8475a3b0fe61a5300eee46d961376\
             035fe83549ada2b8620fcd7c496ce5b33f0cb9dddc2b6460143b03dabac9fb28",
        );
        check(
            Digest::Streebog256,
            &message,
            "9dd2fe4e90409e5da87f53976d7405b0c0cac628fc669a741d50063c557e8f50",
        );
    }

    #[test]
    fn every_digest_is_found_by_its_number() {
        for digest in [
            Digest::Streebog512,
            Digest::Streebog256,
            Digest::Sha256,
            Digest::Gost95,
            Digest::Sha1,
        ] {
            assert_eq!(Digest::of(&digest.oid()), Some(digest));
        }
    }
}
