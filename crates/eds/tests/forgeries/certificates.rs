//! Certificates, good ones until a test changes a part.

use der::Encode as _;
use eds::oid::{self, ObjectIdentifier};
use eds::signing::PrivateKey;

use crate::der::*;

/// The parts of a certificate.
#[derive(Clone)]
pub struct Parts {
    pub version: u8,
    pub serial: Vec<u8>,
    pub inner_algorithm: ObjectIdentifier,
    pub outer_algorithm: ObjectIdentifier,
    pub issuer: Vec<u8>,
    pub from: String,
    pub until: String,
    pub subject: Vec<u8>,
    pub key: Vec<u8>,
    pub extensions: Vec<Vec<u8>>,
}

/// A name: number of the attribute, text.
pub fn name(attributes: &[(ObjectIdentifier, &str)]) -> Vec<u8> {
    let attributes: Vec<_> = attributes
        .iter()
        .map(|(id, text)| set(&[seq(&[oid(*id), utf8(text)])]))
        .collect();
    seq(&attributes)
}

pub fn person(iin: &str) -> Vec<u8> {
    name(&[
        (oid::COMMON_NAME, "СЫНАҚ АДАМ"),
        (oid::SURNAME, "СЫНАҚ"),
        (oid::SERIAL_NUMBER, &format!("IIN{iin}")),
        (oid::COUNTRY, "KZ"),
    ])
}

pub fn authority(common_name: &str) -> Vec<u8> {
    name(&[(oid::COMMON_NAME, common_name), (oid::COUNTRY, "KZ")])
}

pub fn extension(id: ObjectIdentifier, critical: bool, value: &[u8]) -> Vec<u8> {
    let mut parts = vec![oid(id)];
    if critical {
        parts.push(yes());
    }
    parts.push(octets(value));
    seq(&parts)
}

/// Key usage: the bits of RFC 5280 from the left.
pub fn key_usage(byte: u8) -> Vec<u8> {
    let unused = byte.trailing_zeros() as u8;
    extension(oid::KEY_USAGE, true, &tlv(0x03, &[unused, byte]))
}

pub fn purposes(purposes: &[ObjectIdentifier]) -> Vec<u8> {
    let purposes: Vec<_> = purposes.iter().map(|purpose| oid(*purpose)).collect();
    extension(oid::EXTENDED_KEY_USAGE, false, &seq(&purposes))
}

pub fn policies(policy: ObjectIdentifier) -> Vec<u8> {
    extension(
        oid::CERTIFICATE_POLICIES,
        false,
        &seq(&[seq(&[oid(policy)])]),
    )
}

pub fn constraints(authority: bool, path: Option<u8>) -> Vec<u8> {
    let mut parts = Vec::new();
    if authority {
        parts.push(yes());
    }
    parts.extend(path.map(int));
    extension(oid::BASIC_CONSTRAINTS, true, &seq(&parts))
}

pub const DIGITAL_SIGNATURE: u8 = 0x80;
pub const NON_REPUDIATION: u8 = 0x40;
pub const CERT_SIGN: u8 = 0x04;
pub const CRL_SIGN: u8 = 0x02;

impl Parts {
    pub fn new(serial: u8, subject: Vec<u8>, key: &PrivateKey, issuer: Vec<u8>) -> Self {
        Self {
            version: 2,
            serial: vec![serial],
            inner_algorithm: oid::GOST_2015_512_SIGNATURE,
            outer_algorithm: oid::GOST_2015_512_SIGNATURE,
            issuer,
            from: "2026-01-01".into(),
            until: "2027-01-01".into(),
            subject,
            key: key.public_key_info().unwrap().to_der().unwrap(),
            extensions: Vec::new(),
        }
    }

    pub fn with(mut self, extensions: &[Vec<u8>]) -> Self {
        self.extensions.extend_from_slice(extensions);
        self
    }

    /// A person's certificate for signing.
    pub fn signing(self) -> Self {
        self.with(&[
            key_usage(DIGITAL_SIGNATURE | NON_REPUDIATION),
            purposes(&[oid::EMAIL_PROTECTION, oid::INDIVIDUAL]),
            policies(oid::POLICY_RSA_SIGN),
        ])
    }

    /// A person's certificate for signing in.
    pub fn signing_in(self) -> Self {
        self.with(&[
            key_usage(DIGITAL_SIGNATURE),
            purposes(&[oid::CLIENT_AUTH, oid::INDIVIDUAL]),
            policies(oid::POLICY_RSA_SIGN_IN),
        ])
    }

    /// An authority's certificate.
    pub fn of_authority(self, path: Option<u8>) -> Self {
        self.with(&[constraints(true, path), key_usage(CERT_SIGN | CRL_SIGN)])
    }

    pub fn signed(&self, issuer: &PrivateKey) -> Vec<u8> {
        let tbs = seq(&[
            explicit(0, &int(self.version)),
            tlv(0x02, &self.serial),
            algorithm(self.inner_algorithm),
            self.issuer.clone(),
            seq(&[utc(&self.from), utc(&self.until)]),
            self.subject.clone(),
            self.key.clone(),
            explicit(3, &seq(&self.extensions)),
        ]);
        let signature = bits(&issuer.sign(&tbs).unwrap());
        seq(&[tbs, algorithm(self.outer_algorithm), signature])
    }
}
