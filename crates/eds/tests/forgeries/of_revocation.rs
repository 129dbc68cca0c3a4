//! Answers of OCSP and lists of revoked certificates.

use eds::algorithm::SignatureFault;
use eds::oid;
use eds::{CertificateFault as Fault, CrlFault, Encoding, Material, OcspFault, Refusal};

use crate::certificates::{authority, extension, purposes};
use crate::der::*;
use crate::draft::{Crl, Draft, KEYS, Ocsp};
use crate::{check, check_from};

fn ocsp(change: impl FnOnce(&mut Ocsp), expected: OcspFault) {
    check(
        |draft| change(draft.ocsp.as_mut().unwrap()),
        Refusal::Ocsp(expected),
    );
}

fn revoked(since: &str, reason: Option<u8>) -> Vec<u8> {
    let mut parts = vec![time(since)];
    parts.extend(reason.map(|reason| explicit(0, &tlv(0x0A, &[reason]))));
    tlv(0xA1, &parts.concat())
}

#[test]
fn answers_that_say_no() {
    let state = |state: Vec<u8>, expected| {
        check(|draft| draft.ocsp.as_mut().unwrap().state = state, expected);
    };
    let certificate = Refusal::Certificate;
    state(
        revoked("2026-05-01T00:00:00Z", None),
        certificate(Fault::Revoked),
    );
    state(
        revoked("2026-05-01T00:00:00Z", Some(1)),
        certificate(Fault::Revoked),
    );
    state(
        revoked("2026-05-01T00:00:00Z", Some(6)),
        certificate(Fault::Suspended),
    );
    state(
        vec![0x82, 0x00],
        Refusal::Ocsp(OcspFault::UnknownCertificate),
    );
}

#[test]
fn a_certificate_revoked_afterwards_was_good() {
    let mut draft = Draft::good();
    draft.ocsp.as_mut().unwrap().state = revoked("2026-06-01T12:00:01Z", Some(1));
    assert!(draft.verify().exactly_one().is_ok());
}

#[test]
fn answers_that_do_not_count() {
    ocsp(|answer| answer.status = 3, OcspFault::NotSuccessful);
    ocsp(
        |answer| answer.serial = vec![11],
        OcspFault::OtherCertificate,
    );
    ocsp(
        |answer| answer.issuer_name = authority("ELSE"),
        OcspFault::OtherCertificate,
    );
    ocsp(
        |answer| answer.carries_certificate = false,
        OcspFault::ResponderUnknown,
    );
    ocsp(
        |answer| answer.responder.issuer = authority("ELSE"),
        OcspFault::ResponderNotAppointed,
    );
    ocsp(
        |answer| answer.responder_issuer = KEYS.other.clone(),
        OcspFault::Responder(Fault::Signature(SignatureFault::Mismatch)),
    );
    ocsp(
        |answer| answer.responder.extensions = vec![purposes(&[oid::EMAIL_PROTECTION])],
        OcspFault::Responder(Fault::Purpose),
    );
    ocsp(
        |answer| answer.responder.until = "2026-05-01".into(),
        OcspFault::Responder(Fault::Expired),
    );
    ocsp(
        |answer| answer.key = KEYS.other.clone(),
        OcspFault::Signature(SignatureFault::Mismatch),
    );
    ocsp(
        |answer| {
            answer.state = revoked("2026-05-01T00:00:00Z", None);
            answer.after_signing = |data| {
                let last = data.len() - 1;
                data[last] ^= 1;
            };
        },
        OcspFault::Signature(SignatureFault::Mismatch),
    );
    ocsp(
        |answer| answer.this_update = "2026-06-01T10:00:00Z".into(),
        OcspFault::Old,
    );
    ocsp(
        |answer| answer.this_update = "2026-06-01T12:10:00Z".into(),
        OcspFault::FromTheFuture,
    );
    ocsp(|answer| answer.nonce = None, OcspFault::NonceMissing);
    ocsp(
        |answer| answer.nonce = Some(b"another".to_vec()),
        OcspFault::NonceMismatch,
    );
    check(
        |draft| draft.ocsp_bytes = Some(b"no answer".to_vec()),
        Refusal::Malformed(Material::Ocsp, Encoding::Truncated),
    );
    check(
        |draft| draft.ocsp_bytes = Some(vec![0; 100_000]),
        Refusal::TooLarge(Material::Ocsp),
    );
    check(|draft| draft.ocsp = None, Refusal::RevocationUnknown);
}

fn crl(change: impl FnOnce(&mut Crl), expected: Refusal) {
    let change = |draft: &mut Draft| change(draft.crl.as_mut().unwrap());
    check_from(Draft::with_crl(), change, expected);
}

#[test]
fn lists_that_say_no() {
    let entry = |reason| (10, "2026-05-01T00:00:00Z".to_owned(), reason);
    let certificate = Refusal::Certificate;
    crl(
        |list| list.revoked.push(entry(None)),
        certificate(Fault::Revoked),
    );
    crl(
        |list| list.revoked.push(entry(Some(4))),
        certificate(Fault::Revoked),
    );
    crl(
        |list| list.revoked.push(entry(Some(6))),
        certificate(Fault::Suspended),
    );
}

#[test]
fn an_issuer_that_was_revoked() {
    let mut list = Draft::with_crl().crl.unwrap();
    list.issuer = crate::draft::root_name();
    list.key = KEYS.root.clone();
    list.revoked = vec![(2, "2026-05-01T00:00:00Z".into(), Some(2))];
    check(
        |draft| draft.crl = Some(list),
        Refusal::Certificate(Fault::IssuerRevoked),
    );
}

#[test]
fn lists_that_do_not_count() {
    let fault = Refusal::Crl;
    crl(
        |list| list.issuer = authority("ELSE"),
        fault(CrlFault::OtherIssuer),
    );
    crl(
        |list| list.key = KEYS.other.clone(),
        fault(CrlFault::Signature(SignatureFault::Mismatch)),
    );
    crl(
        |list| list.next_update = "2026-05-31T00:00:00Z".into(),
        fault(CrlFault::Old),
    );
    crl(
        |list| list.this_update = "2026-06-02T00:00:00Z".into(),
        fault(CrlFault::FromTheFuture),
    );
    crl(
        |list| {
            list.extensions
                .push(extension(oid::DELTA_CRL, true, &int(1)))
        },
        fault(CrlFault::NotComplete),
    );
    check_from(
        Draft::with_crl(),
        |draft| draft.crl_bytes = Some(seq(&[int(1)])),
        Refusal::Malformed(Material::Crl, Encoding::Structure),
    );
    check_from(
        Draft::with_crl(),
        |draft| {
            use crate::certificates::{CERT_SIGN, constraints, key_usage};
            draft.issuer.extensions = vec![constraints(true, None), key_usage(CERT_SIGN)];
        },
        fault(CrlFault::IssuerMayNotSign),
    );
}
