//! Timestamps.

use eds::algorithm::{Digest, SignatureFault};
use eds::oid;
use eds::{CertificateFault as Fault, Encoding, Material, Refusal, TimestampFault};

use crate::certificates::{authority, purposes};
use crate::check;
use crate::draft::{KEYS, Stamp};

fn stamp(change: impl FnOnce(&mut Stamp), expected: TimestampFault) {
    let expected = Refusal::Timestamp(expected);
    check(|draft| change(draft.stamp.as_mut().unwrap()), expected);
}

#[test]
fn timestamps_that_do_not_count() {
    check(
        |draft| draft.stamp = None,
        Refusal::Timestamp(TimestampFault::Missing),
    );
    check(
        |draft| draft.stamp_bytes = Some(vec![0x30, 0x80]),
        Refusal::Malformed(Material::Timestamp, Encoding::IndefiniteLength),
    );
    stamp(|stamp| stamp.status = 2, TimestampFault::NotGranted);
    stamp(
        |stamp| stamp.content_type = oid::CMS_DATA,
        TimestampFault::NotTimestamp,
    );
    stamp(|stamp| stamp.signers = 0, TimestampFault::Signers);
    stamp(|stamp| stamp.signers = 2, TimestampFault::Signers);
    stamp(
        |stamp| stamp.over = Some(b"something else".to_vec()),
        TimestampFault::ImprintMismatch,
    );
    stamp(
        |stamp| stamp.digest = Digest::Sha1,
        TimestampFault::ImprintNotAllowed,
    );
    stamp(
        |stamp| stamp.policy = oid::POLICY_RSA_SIGN,
        TimestampFault::PolicyNotAllowed,
    );
    stamp(|stamp| stamp.alter = true, TimestampFault::DigestMismatch);
    stamp(
        |stamp| stamp.binds = false,
        TimestampFault::SignerCertificate,
    );
    stamp(
        |stamp| stamp.key = KEYS.other.clone(),
        TimestampFault::Signature(SignatureFault::Mismatch),
    );
    stamp(
        |stamp| stamp.certificate.extensions = vec![purposes(&[oid::EMAIL_PROTECTION])],
        TimestampFault::Signer(Fault::Purpose),
    );
    stamp(
        |stamp| stamp.certificate.until = "2026-05-01".into(),
        TimestampFault::Signer(Fault::Expired),
    );
    stamp(
        |stamp| stamp.certificate.issuer = authority("ELSE"),
        TimestampFault::Signer(Fault::IssuerUnknown),
    );
    stamp(
        |stamp| stamp.time = "2026-06-01T13:00:00Z".into(),
        TimestampFault::FromTheFuture,
    );
    check(
        |draft| {
            draft.leaf.from = "2026-05-15".into();
            draft.stamp.as_mut().unwrap().time = "2026-05-01T00:00:00Z".into();
        },
        Refusal::Timestamp(TimestampFault::OutsideValidity),
    );
}
